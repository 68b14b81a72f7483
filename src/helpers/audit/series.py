"""Checks of series: counts that fall, values that leap, parts of a year beside a year."""

import itertools
from collections.abc import Iterator
from decimal import Decimal

from helpers.audit.facts import (
    Facts,
    Finding,
    Number,
    find_whole_year,
    group_by,
    is_actual,
    write_factor,
)
from helpers.data.figures import Figure
from helpers.data.printed.intervals import Verdict

_ORDINARY_FALL = Decimal("0.05")
_STEEP_FALL = Decimal("0.20")
_LEAP = Decimal("2.5")


def check_falls(facts: Facts) -> Iterator[Finding]:
    """Find falls: cumulative counts never fall, stocks rarely, GDP only after a census revision."""
    for indicator, row in facts.codebook.indicators.items():
        if row["measure"] not in ("stock", "cumulative", "flow", "rate"):
            continue
        years = [
            figure
            for figure in facts.of(indicator)
            if is_actual(figure) and find_whole_year(figure) is not None and (figure.value or 0) > 0
        ]
        for group in group_by(years, "place", "scope", "entity").values():
            yield from _follow(facts, group, row["measure"])


def _follow(facts: Facts, group: list[Figure], measure: str) -> Iterator[Finding]:
    ordered = sorted(group, key=lambda f: (find_whole_year(f) or 0, f.vintage, f.known_from))
    latest = {find_whole_year(figure): figure for figure in ordered}
    for first, second in itertools.pairwise(latest.values()):
        before, after = facts.interval(first), facts.interval(second)
        gap = (find_whole_year(second) or 0) - (find_whole_year(first) or 0)
        numbers: dict[str, Number] = {"fall": facts.quantity(before - after, first)}
        roles = {"first": [first], "second": [second]}
        ratio = after / before
        bound = Decimal(str(float(_LEAP) ** gap))
        leaps = (ratio.low is not None and ratio.low > bound) or (
            ratio.high is not None and ratio.high < 1 / bound
        )
        if measure == "cumulative":
            fallen: Verdict = "inconsistent" if before.is_above(after) else "consistent"
            yield Finding("falls", fallen, roles, numbers)
        elif leaps:
            numbers = {"factor": write_factor(float(ratio.low or ratio.high or 0))}
            yield Finding("falls", "undecided", roles, numbers, "leap")
        elif measure == "rate":
            yield Finding("falls", "consistent", roles, numbers)
        elif before.is_above(after) and first.revision != second.revision:
            yield Finding("falls", "undecided", roles, numbers, "revision")
        elif measure == "flow" and gap == 1 and before.times(1 - _STEEP_FALL).is_above(after):
            yield Finding("falls", "undecided", roles, numbers, "steep")
        elif measure == "stock" and before.is_above(after):
            steep = before.times(1 - _ORDINARY_FALL).is_above(after)
            yield Finding("falls", "undecided" if steep else "consistent", roles, numbers)


def check_part_years(facts: Facts) -> Iterator[Finding]:
    """Find a flow of part of a year that stands beside the flow of a whole one."""
    for indicator in facts.codebook.indicators:
        flows = [f for f in facts.of(indicator) if is_actual(f) and f.is_of_whole_place]
        for part in flows:
            text = part.period
            if part.measure != "flow" or "-" not in text or "/" in text:
                continue
            whole = [f for f in flows if find_whole_year(f) is not None and f.place == part.place]
            if whole:
                roles = {"part": [part], "whole": [whole[-1]]}
                yield Finding("part_years", "undecided", roles)
