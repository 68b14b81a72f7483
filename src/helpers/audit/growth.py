"""Checks over time: levels and growth, targets and their paths, multiples, counts that fall."""

import itertools
from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from helpers.analysis.findings import Figure
from helpers.audit.facts import (
    Facts,
    Finding,
    Number,
    Quantity,
    find_year,
    group_by,
    is_actual,
    is_of_whole_place,
)
from helpers.audit.intervals import Interval, Verdict, add_all, compare, point
from helpers.data.periods import parse_period

_ABOUT_ONE = ("place", "scope", "entity")
_ORDINARY_FALL = Decimal("0.05")
_STEEP_FALL = Decimal("0.20")
_LEAP = Decimal("2.5")
_HUNDRED = Decimal(100)


def _is_about_same(first: Figure, second: Figure) -> bool:
    return all(first[name] == second[name] for name in _ABOUT_ONE)


def _growth_factor(facts: Facts, growth: Figure) -> Interval:
    return point(1) + facts.interval(growth) / point(_HUNDRED)


def _years_of(growth: Figure) -> tuple[int, int] | None:
    """Return the base year and the last year that a growth rate connects."""
    period = parse_period(str(growth["period"]))
    if period.start is None or period.end is None:
        return None
    return period.start.year - 1, period.end.year


def check_growth(facts: Facts) -> Iterator[Finding]:
    """Hold a printed growth rate against the printed levels, or work out the base it implies."""
    for row in facts.related("indicator", "growth_of"):
        levels = [level for level in facts.of(row["object"]) if is_actual(level)]
        for growth in filter(is_actual, facts.of(row["subject"])):
            years = _years_of(growth)
            if years is None:
                continue
            own = [level for level in levels if _is_about_same(level, growth)]
            starts = [level for level in own if find_year(level) == years[0]]
            ends = [level for level in own if find_year(level) == years[1]]
            length = years[1] - years[0]
            if starts and ends:
                yield _judge_growth(facts, growth, starts, ends, length)
            elif ends and length == 1:
                level = _closest(ends, growth)
                base = facts.interval(level) / _growth_factor(facts, growth)
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
    """Hold a growth rate against the levels that a ratio and its denominator imply.

    The denominators may be of different vintages, so this never proves a contradiction.
    """
    for rule in facts.codebook.derived.values():
        if rule["numerator"] != level or not rule["compares_with"]:
            continue
        ends: list[tuple[Figure, Figure]] = []
        for year in years:
            ratios = _find_of_year(facts, rule["compares_with"], growth, year)
            below = _find_of_year(facts, rule["denominator"], growth, year)
            if ratios and below:
                ends.append((_closest(ratios, growth), _closest(below, growth)))
        if len(ends) < len(years):
            continue
        levels = [facts.interval(ratio) * facts.interval(under) for ratio, under in ends]
        between = levels[1] / levels[0]
        length = years[1] - years[0]
        rate = _growth_factor(facts, growth).power(length)
        fits = compare(between, rate) == "consistent"
        numbers: dict[str, Number] = {
            "actual": _percent(_root(between, length) - point(1)),
            "years": length,
        }
        roles = {
            "growth": [growth],
            "start": [ends[0][0]],
            "start_under": [ends[0][1]],
            "end": [ends[1][0]],
            "end_under": [ends[1][1]],
        }
        verdict: Verdict = "consistent" if fits else "undecided"
        return Finding("growth", verdict, roles, numbers, "implied")
    return None


def _find_of_year(facts: Facts, indicator: str, like: Figure, year: int) -> list[Figure]:
    return [
        figure
        for figure in facts.of(indicator)
        if is_actual(figure) and _is_about_same(figure, like) and find_year(figure) == year
    ]


def check_additions(facts: Facts) -> Iterator[Finding]:
    """Add what is new in a year to the stock before it and hold the sum against the stock after."""
    for row in facts.related("indicator", "adds_to"):
        for new in filter(is_actual, facts.of(row["subject"])):
            year = find_year(new)
            if year is None:
                continue
            before = _find_of_year(facts, row["object"], new, year - 1)
            after = _find_of_year(facts, row["object"], new, year)
            if not before or not after:
                continue
            first, second = _closest(before, new), _closest(after, new)
            together = facts.interval(first) + facts.interval(new)
            verdict: Verdict = compare(together, facts.interval(second))
            if together.is_above(facts.interval(second)):
                verdict = "undecided"
            gap = together - facts.interval(second)
            numbers = {
                "sum": facts.quantity(together, second),
                "residual": facts.quantity(gap, second),
            }
            roles = {"before": [first], "new": [new], "after": [second]}
            form = "" if verdict == "inconsistent" else "fewer"
            yield Finding("additions", verdict, roles, numbers, form)


def _judge_growth(
    facts: Facts, growth: Figure, starts: list[Figure], ends: list[Figure], length: int
) -> Finding:
    """Judge the pair of levels that fits the rate best: a later edition may have revised one."""
    rate = _growth_factor(facts, growth).power(length)
    found: list[tuple[Verdict, Figure, Figure]] = []
    pairs = sorted(
        itertools.product(starts, ends),
        key=lambda pair: (pair[1]["source"] != growth["source"], pair[0]["source"]),
    )
    for start, end in pairs:
        verdict: Verdict = compare(facts.interval(end) / facts.interval(start), rate)
        found.append((verdict, start, end))
    best = next((one for one in found if one[0] == "consistent"), found[0])
    verdict, start, end = best
    between = facts.interval(end) / facts.interval(start)
    yearly = _root(between, length) - point(1)
    numbers: dict[str, Number] = {
        "actual": _percent(yearly),
        "base": facts.quantity(facts.interval(end) / rate, end),
        "years": length,
    }
    if verdict == "inconsistent" and "U" in {f["status"] for f in (growth, start, end)}:
        verdict = "undecided"
    roles = {"growth": [growth], "start": [start], "end": [end]}
    return Finding("growth", verdict, roles, numbers)


def _root(interval: Interval, degree: int) -> Interval:
    ends = [
        None if end is None else Decimal(str(float(end) ** (1 / degree)))
        for end in (interval.low, interval.high)
    ]
    return Interval(ends[0], ends[1])


def _percent(interval: Interval) -> Quantity:
    """Return a yearly rate in per cent from a factor less one."""
    return Quantity(interval.times(_HUNDRED), "%")


def _closest(figures: list[Figure], to: Figure) -> Figure:
    return min(figures, key=lambda f: (f["source"] != to["source"], f["known_from"]))


def check_growth_target(facts: Facts) -> Iterator[Finding]:
    """Follow a plan's growth target from the base and hold its end against the level target."""
    for row in facts.related("indicator", "growth_of"):
        for growth in facts.of(row["subject"]):
            years = _years_of(growth)
            if growth["basis"] != "target" or years is None:
                continue
            aims = [
                level
                for level in facts.of(row["object"])
                if level["basis"] == "target"
                and _is_about_same(level, growth)
                and level["source"] == growth["source"]
                and pd.notna(level["period_end"])
                and level["period_end"].year == years[1]
            ]
            bases = [
                level
                for level in facts.of(row["object"])
                if is_actual(level)
                and _is_about_same(level, growth)
                and find_year(level) == years[0]
            ]
            if aims and bases:
                yield _judge_path(facts, growth, aims[0], _closest(bases, growth), years)


def _judge_path(
    facts: Facts, growth: Figure, aim: Figure, base: Figure, years: tuple[int, int]
) -> Finding:
    length = years[1] - years[0]
    path = facts.interval(base) * _growth_factor(facts, growth).power(length)
    needed = _root(_aim_of(facts, aim) / facts.interval(base), length) - point(1)
    numbers: dict[str, Number] = {
        "path": facts.quantity(path, base),
        "needed": _percent(needed),
        "years": length,
    }
    verdict, form = _set_against(facts, path, aim)
    roles = {"growth": [growth], "base": [base], "aim": [aim]}
    return Finding("growth_target", verdict, roles, numbers, form)


def _aim_of(facts: Facts, aim: Figure) -> Interval:
    """Return the line that a target draws, whichever way it may be passed."""
    if pd.isna(aim["value"]):
        return facts.interval(aim)
    exact = facts.interval({**aim, "qualifier": "exact"})
    return exact if aim["qualifier"] != "about" else facts.interval(aim)


def _set_against(facts: Facts, path: Interval, aim: Figure) -> tuple[Verdict, str]:
    """Tell whether a path leads to its target, short of it, or past it to another line."""
    line = _aim_of(facts, aim)
    if line.is_above(path):
        return "inconsistent", "short"
    if path.is_above(line):
        # Past "300 or more" is no contradiction, but there are two lines to be measured by.
        return "undecided", "past"
    return compare(path, facts.interval(aim)), ""


def check_yearly_target(facts: Facts) -> Iterator[Finding]:
    """Add up what a plan wants each year and hold the sum against its level target."""
    for row in facts.related("indicator", "adds_to"):
        for yearly in facts.of(row["subject"]):
            period = parse_period(str(yearly["period"]))
            if yearly["basis"] != "target" or period.kind != "each":
                continue
            if period.start is None or period.end is None:
                continue
            length = period.end.year - period.start.year + 1
            own = [f for f in facts.of(row["object"]) if _is_about_same(f, yearly)]
            aims = [f for f in own if f["basis"] == "target" and f["source"] == yearly["source"]]
            is_flow = facts.codebook.indicators[row["object"]]["measure"] == "flow"
            bases = [f for f in own if is_actual(f) and find_year(f) == period.start.year - 1]
            if not aims or not (bases or is_flow):
                continue
            path = facts.interval(yearly).times(length)
            roles = {"yearly": [yearly], "aim": [aims[0]]}
            if bases and not is_flow:
                path += facts.interval(_closest(bases, yearly))
                roles["base"] = [_closest(bases, yearly)]
            verdict, form = _set_against(facts, path, aims[0])
            numbers: dict[str, Number] = {
                "path": facts.quantity(path, aims[0]),
                "years": length,
            }
            form = f"{form}_flow" if is_flow and form else form
            yield Finding("yearly_target", verdict, roles, numbers, form)


def check_target_base(facts: Facts) -> Iterator[Finding]:
    """Find level targets that what was newly built before would meet: new ones, or all?"""
    for row in facts.related("indicator", "adds_to"):
        for built in filter(is_actual, facts.of(row["subject"])):
            own = [f for f in facts.of(row["object"]) if _is_about_same(f, built)]
            if any(is_actual(f) for f in own):
                continue
            for aim in own:
                if aim["basis"] == "target" and aim["source"] == built["source"]:
                    reached = not _aim_of(facts, aim).is_above(facts.interval(built))
                    form = "met" if reached else ""
                    roles = {"aim": [aim], "built": [built]}
                    yield Finding("target_base", "undecided", roles, {}, form)


def check_multiple(facts: Facts) -> Iterator[Finding]:
    """Work out the earlier level that a printed multiple implies, and hold it against the print."""
    by_multiple: dict[str, list[str]] = {}
    for row in facts.related("indicator", "multiple_of"):
        by_multiple.setdefault(row["subject"], []).append(row["object"])
    for name, wholes in by_multiple.items():
        for multiple in filter(is_actual, facts.of(name)):
            levels = [
                level
                for whole in wholes
                for level in facts.of(whole)
                if is_actual(level)
                and _is_about_same(level, multiple)
                and level["period"] == multiple["period"]
                and level["source"] == multiple["source"]
            ]
            year = find_year(multiple)
            if len(levels) != len(wholes) or year is None:
                continue
            together = add_all(facts.interval(level) for level in levels)
            back = together / facts.interval(multiple)
            earlier = [
                level
                for level in (facts.of(wholes[0]) if len(wholes) == 1 else [])
                if is_actual(level)
                and _is_about_same(level, multiple)
                and find_year(level) == year - 1
            ]
            verdict: Verdict = "undecided"
            roles = {"multiple": [multiple], "levels": levels}
            if earlier:
                verdict = compare(back, facts.interval(earlier[-1]))
                roles["earlier"] = [earlier[-1]]
            numbers = {
                "sum": facts.quantity(together, levels[0]),
                "back": facts.quantity(back, levels[0]),
            }
            yield Finding("multiple", verdict, roles, numbers, "printed" if earlier else "")


def check_falls(facts: Facts) -> Iterator[Finding]:
    """Find counts that fall: a cumulative one cannot, a stock seldom does, GDP does by a census."""
    for indicator, row in facts.codebook.indicators.items():
        if row["measure"] not in ("stock", "cumulative", "flow", "rate"):
            continue
        years = [
            figure
            for figure in facts.of(indicator)
            if is_actual(figure) and find_year(figure) is not None and figure["value"] > 0
        ]
        for group in group_by(years, *_ABOUT_ONE).values():
            yield from _follow(facts, group, row["measure"])


def _follow(facts: Facts, group: list[Figure], measure: str) -> Iterator[Finding]:
    ordered = sorted(group, key=lambda f: (find_year(f) or 0, f["vintage"], f["known_from"]))
    latest = {find_year(figure): figure for figure in ordered}
    for first, second in itertools.pairwise(latest.values()):
        before, after = facts.interval(first), facts.interval(second)
        gap = (find_year(second) or 0) - (find_year(first) or 0)
        numbers: dict[str, Number] = {"fall": facts.quantity(before - after, first)}
        roles = {"first": [first], "second": [second]}
        ratio = after / before
        bound = Decimal(str(float(_LEAP) ** gap))
        leaps = (ratio.low is not None and ratio.low > bound) or (
            ratio.high is not None and ratio.high < 1 / bound
        )
        if leaps:
            numbers = {"factor": f"{float(ratio.low or ratio.high or 0):.3g}"}
            yield Finding("falls", "undecided", roles, numbers, "leap")
        elif measure == "rate":
            yield Finding("falls", "consistent", roles, numbers)
        elif before.is_above(after) and first["revision"] != second["revision"]:
            yield Finding("falls", "undecided", roles, numbers, "revision")
        elif measure == "flow" and gap == 1 and before.times(1 - _STEEP_FALL).is_above(after):
            yield Finding("falls", "undecided", roles, numbers, "steep")
        elif measure == "cumulative":
            verdict: Verdict = "inconsistent" if before.is_above(after) else "consistent"
            yield Finding("falls", verdict, roles, numbers)
        elif measure == "stock" and before.is_above(after):
            steep = before.times(1 - _ORDINARY_FALL).is_above(after)
            yield Finding("falls", "undecided" if steep else "consistent", roles, numbers)


def check_part_years(facts: Facts) -> Iterator[Finding]:
    """Find a flow of part of a year that stands beside the flow of a whole one."""
    for indicator in facts.codebook.indicators:
        flows = [f for f in facts.of(indicator) if is_actual(f) and is_of_whole_place(f)]
        for part in flows:
            text = str(part["period"])
            if part["measure"] != "flow" or "-" not in text or "/" in text:
                continue
            whole = [f for f in flows if find_year(f) is not None and f["place"] == part["place"]]
            if whole:
                roles = {"part": [part], "whole": [whole[-1]]}
                yield Finding("part_years", "undecided", roles)
