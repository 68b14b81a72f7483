"""Checks of growth: levels and rates, stocks and additions, multiples of an earlier level."""

import itertools
from collections.abc import Iterator
from decimal import Decimal

from helpers.audit.facts import Facts, Finding, Number, find_whole_year, is_actual, settle
from helpers.audit.years import (
    as_percent,
    choose_closest,
    find_factor,
    find_of_year,
    find_span,
    take_root,
)
from helpers.data.figures import Figure
from helpers.data.printed.intervals import Verdict, add_all, compare_intervals, point


def check_growth(facts: Facts) -> Iterator[Finding]:
    """Compare a printed growth rate with the printed levels, or work out the base it implies."""
    for row in facts.related("indicator", "growth_of"):
        for growth in filter(is_actual, facts.of(row["subject"])):
            years = find_span(growth)
            if years is None:
                continue
            starts, ends = (find_of_year(facts, row["object"], growth, year) for year in years)
            length = years[1] - years[0]
            if starts and ends:
                yield _judge_growth(facts, growth, starts, ends, length)
            elif ends and length == 1:
                level = choose_closest(ends, growth)
                base = facts.interval(level) / find_factor(facts, growth)
                numbers: dict[str, Number] = {
                    "base": facts.quantity(base, level),
                    "base_year": str(years[0]),
                }
                roles = {"growth": [growth], "end": [level]}
                yield Finding("growth", "undecided", roles, numbers, "base")
            else:
                implied = _follow_ratio(facts, growth, row["object"], years)
                alone = Finding("growth", "undecided", {"growth": [growth]}, {}, "unchecked")
                yield implied or alone


def _follow_ratio(
    facts: Facts, growth: Figure, level: str, years: tuple[int, int]
) -> Finding | None:
    """Compare a growth rate with the levels that a ratio and its denominator imply.

    Where the first year has an amount of its own, the rate from that is told beside it.
    The denominators may be of different vintages, so this never proves a contradiction.
    """
    for rule in facts.codebook.derived.values():
        if rule["numerator"] != level or not rule["compares_with"]:
            continue
        ends: list[tuple[Figure, Figure]] = []
        for year in years:
            ratios = find_of_year(facts, rule["compares_with"], growth, year)
            below = find_of_year(facts, rule["denominator"], growth, year)
            if ratios and below:
                ends.append((choose_closest(ratios, growth), choose_closest(below, growth)))
        if len(ends) < len(years):
            continue
        levels = [facts.interval(ratio) * facts.interval(under) for ratio, under in ends]
        between = levels[1] / levels[0]
        length = years[1] - years[0]
        rate = find_factor(facts, growth).power(length)
        fits = compare_intervals(between, rate) == "consistent"
        numbers: dict[str, Number] = {
            "actual": as_percent(take_root(between, length) - point(1)),
            "years": length,
            "vintages": "open" if ends[0][1].revision == ends[1][1].revision else "differ",
        }
        roles = {
            "growth": [growth],
            "start": [ends[0][0]],
            "start_under": [ends[0][1]],
            "end": [ends[1][0]],
            "end_under": [ends[1][1]],
        }
        verdict: Verdict = "consistent" if fits else "undecided"
        amounts = find_of_year(facts, level, growth, years[0])
        if not amounts:
            return Finding("growth", verdict, roles, numbers, "implied")
        own = choose_closest(amounts, growth)
        between = levels[1] / (facts.interval(own) * point(Decimal(rule["per"])))
        numbers["based"] = as_percent(take_root(between, length) - point(1))
        return Finding("growth", verdict, roles | {"own": [own]}, numbers, "implied_own")
    return None


def _judge_growth(
    facts: Facts, growth: Figure, starts: list[Figure], ends: list[Figure], length: int
) -> Finding:
    """Judge the pair of levels that fits the rate best: a later edition may have revised one."""
    rate = find_factor(facts, growth).power(length)
    found: list[tuple[Verdict, Figure, Figure]] = []
    pairs = sorted(
        itertools.product(starts, ends),
        key=lambda pair: (pair[1].source != growth.source, pair[0].source),
    )
    for start, end in pairs:
        verdict: Verdict = compare_intervals(facts.interval(end) / facts.interval(start), rate)
        found.append((verdict, start, end))
    best = next((one for one in found if one[0] == "consistent"), found[0])
    verdict, start, end = best
    between = facts.interval(end) / facts.interval(start)
    yearly = take_root(between, length) - point(1)
    numbers: dict[str, Number] = {
        "actual": as_percent(yearly),
        "base": facts.quantity(facts.interval(end) / rate, end),
        "years": length,
    }
    verdict = settle(verdict, (growth, start, end))
    if verdict == "inconsistent" and "U" in {f.status for f in (growth, start, end)}:
        verdict = "undecided"
    roles = {"growth": [growth], "start": [start], "end": [end]}
    return Finding("growth", verdict, roles, numbers)


def check_additions(facts: Facts) -> Iterator[Finding]:
    """Add what is new in a year to the stock before it and hold the sum against the stock after."""
    for row in facts.related("indicator", "adds_to"):
        for new in filter(is_actual, facts.of(row["subject"])):
            year = find_whole_year(new)
            if year is None:
                continue
            before = find_of_year(facts, row["object"], new, year - 1)
            after = find_of_year(facts, row["object"], new, year)
            if not before or not after:
                continue
            first, second = choose_closest(before, new), choose_closest(after, new)
            together = facts.interval(first) + facts.interval(new)
            verdict: Verdict = compare_intervals(together, facts.interval(second))
            if together.is_above(facts.interval(second)):
                verdict = "undecided"
            gap = together - facts.interval(second)
            numbers = {
                "sum": facts.quantity(together, second),
                "residual": facts.quantity(gap, second),
            }
            roles = {"before": [first], "new": [new], "after": [second]}
            form = "" if verdict == "inconsistent" else "fewer"
            verdict = settle(verdict, (first, new, second))
            yield Finding("additions", verdict, roles, numbers, form)


def check_multiple(facts: Facts) -> Iterator[Finding]:
    """Work out the earlier level that a printed multiple implies, and hold it against the print."""
    by_multiple: dict[tuple[str, str], list[str]] = {}
    for row in facts.related("indicator", "multiple_of", "multiple_of_base"):
        key = row["subject"], row["relation"]
        by_multiple.setdefault(key, []).append(row["object"])
    for (name, relation), wholes in by_multiple.items():
        for multiple in filter(is_actual, facts.of(name)):
            year = find_whole_year(multiple)
            if year is None:
                continue
            levels = [
                level
                for whole in wholes
                for level in find_of_year(facts, whole, multiple, year)
                if level.source == multiple.source
            ]
            if len(levels) != len(wholes):
                continue
            together = add_all(facts.interval(level) for level in levels)
            back = together / facts.interval(multiple)
            is_of_one = len(wholes) == 1 and relation == "multiple_of"
            earlier = find_of_year(facts, wholes[0], multiple, year - 1) if is_of_one else []
            verdict: Verdict = "undecided"
            roles = {"multiple": [multiple], "levels": levels}
            if earlier:
                verdict = compare_intervals(back, facts.interval(earlier[-1]))
                verdict = settle(verdict, (multiple, *levels, earlier[-1]))
                roles["earlier"] = [earlier[-1]]
            numbers: dict[str, Number] = {
                "sum": facts.quantity(together, levels[0]),
                "back": facts.quantity(back, levels[0]),
                "rounded": facts.quantity(facts.interval(multiple), multiple),
                "relation": f"{name}|{wholes[0]}",
            }
            yield Finding("multiple", verdict, roles, numbers, "printed" if earlier else "base")
