"""Checks of series: counts that fall, values that leap, parts of a year beside a year."""

import itertools
from collections.abc import Iterator, Mapping
from decimal import Decimal

from helpers.audit.facts import (
    Facts,
    Finding,
    Number,
    find_whole_year,
    group_by,
    is_actual,
    settle,
    write_factor,
)
from helpers.audit.yearly_tables import YearlyTable, lay_by_year, read_yearly_tables
from helpers.data.figures import Figure
from helpers.data.printed.intervals import Interval, Verdict

_ORDINARY_FALL = Decimal("0.05")
_ORDINARY_FALL_BETWEEN = Decimal("0.10")
_STEEP_FALL = Decimal("0.20")
_LEAP = Decimal("2.5")


def check_falls(facts: Facts) -> Iterator[Finding]:
    """Find falls: cumulative counts never fall, stocks rarely, GDP only after a census revision.

    Where other cities stand in the same publication, `check_out_of_line` judges by them instead.
    """
    tables = {
        id(figure): table
        for table in read_yearly_tables(facts)
        for row in table.rows.values()
        for figure in row.values()
    }
    for indicator, row in facts.codebook.indicators.items():
        if row["measure"] not in ("stock", "cumulative", "flow", "rate"):
            continue
        years = [
            figure
            for figure in facts.of(indicator)
            if is_actual(figure) and find_whole_year(figure) is not None and (figure.value or 0) > 0
        ]
        for group in group_by(years, "place", "scope", "entity").values():
            yield from _follow(facts, group, row["measure"], tables)


def _follow(
    facts: Facts, group: list[Figure], measure: str, tables: Mapping[int, YearlyTable]
) -> Iterator[Finding]:
    latest = lay_by_year(group)
    for (start, late), (end, later) in itertools.pairwise(latest.items()):
        first, second = _choose_pair(group, late, later)
        before, after, gap = facts.interval(first), facts.interval(second), end - start
        numbers: dict[str, Number] = {"fall": facts.difference(before - after, first)}
        roles = {"first": [first], "second": [second]}
        ratio = after / before
        bound = Decimal(str(float(_LEAP) ** gap))
        leaps = (ratio.low is not None and ratio.low > bound) or (
            ratio.high is not None and ratio.high < 1 / bound
        )
        if measure == "cumulative":
            has_fallen = before.is_above(after)
            fallen = settle("inconsistent" if has_fallen else "consistent", (first, second))
            yield Finding("falls", fallen, roles, numbers)
        elif _is_judged_by_others(tables, first, second) and first.revision == second.revision:
            continue
        elif leaps:
            numbers = {"factor": write_factor(float(ratio.low or ratio.high or 0))}
            yield Finding("falls", "undecided", roles, numbers, "leap")
        elif before.is_above(after) and first.revision != second.revision:
            is_told = measure != "rate"
            verdict: Verdict = "undecided" if is_told else "consistent"
            yield Finding("falls", verdict, roles, numbers, "revision" if is_told else "")
        elif measure in ("flow", "rate") and _falls_between(before, after, first, second, gap):
            yield Finding("falls", "undecided", roles, numbers, "between")
        elif measure == "rate":
            yield Finding("falls", "consistent", roles, numbers)
        elif measure == "flow" and gap == 1 and before.times(1 - _STEEP_FALL).is_above(after):
            yield Finding("falls", "undecided", roles, numbers, "steep")
        elif measure == "stock" and before.is_above(after):
            # Two publications may count a little differently.
            is_one = (first.series or first.source) == (second.series or second.source)
            least = _ORDINARY_FALL if is_one else _ORDINARY_FALL_BETWEEN
            steep = before.times(1 - least).is_above(after)
            yield Finding("falls", "undecided" if steep else "consistent", roles, numbers)


def _choose_pair(group: list[Figure], late: Figure, later: Figure) -> tuple[Figure, Figure]:
    """Return two figures of one publication and of the latest vintages, where there are such."""
    pairs = (
        (one, other)
        for one in [late, *group]
        for other in [later, *group]
        if (one.period, one.vintage) == (late.period, late.vintage)
        and (other.period, other.vintage) == (later.period, later.vintage)
        and (one.series or one.source) == (other.series or other.source)
    )
    return next(pairs, (late, later))


def _falls_between(
    before: Interval, after: Interval, first: Figure, second: Figure, gap: int
) -> bool:
    """Return whether a yearly figure falls by a twentieth or more from one document to the next."""
    is_steep = before.times(1 - _ORDINARY_FALL).is_above(after)
    return gap == 1 and first.source != second.source and is_steep


def _is_judged_by_others(tables: Mapping[int, YearlyTable], first: Figure, second: Figure) -> bool:
    """Return whether two figures stand in one table with those of enough other cities."""
    table = tables.get(id(first))
    return table is not None and table is tables.get(id(second)) and table.has_peers(first, second)


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
