"""Figures of many digits that stand twice: one cell of a table may have been copied to another."""

import itertools
from collections.abc import Iterator, Sequence

from helpers.audit.facts import Facts, Finding, find_whole_year, group_by, is_actual
from helpers.audit.yearly_tables import YearlyTable, read_yearly_tables
from helpers.data.figures import Figure

# As many values a figure could as well have had, by how the other cities changed: so that the
# chance of the same one is two in a hundred at most.
_FEWEST_CHOICES = 50
_DIGITS_OF_YEARS = 4
_DIGITS_OF_OTHERS = 5
_SAME_COLUMN = ("indicator", "period", "as_printed", "table_unit", "series", "source", "scope")
_SAME_PLACE = ("place", "period", "value", "series", "source", "scope", "unit")


def check_repeats(facts: Facts) -> Iterator[Finding]:
    """Find a figure that stands for two years, two places or two indicators of a publication."""
    for table in read_yearly_tables(facts):
        for row in table.rows.values():
            for group in group_by(row.values(), "as_printed", "table_unit").values():
                if len(group) > 1 and _is_odd(table, group):
                    yield Finding("repeats", "undecided", {"cells": group}, {}, "years")
    exact = [
        figure
        for figure in facts.figures
        if is_actual(figure)
        and figure.qualifier == "exact"
        and find_whole_year(figure) is not None
        and not figure.entity
        and _count_digits(figure) >= _DIGITS_OF_OTHERS
    ]
    for columns, form in ((_SAME_COLUMN, "places"), (_SAME_PLACE, "indicators")):
        for group in group_by(exact, *columns).values():
            cells = list({(figure.place, figure.indicator): figure for figure in group}.values())
            if len(cells) > 1:
                yield Finding("repeats", "undecided", {"cells": cells}, {}, form)


def _is_odd(table: YearlyTable, group: Sequence[Figure]) -> bool:
    """Return whether a figure is repeated although it could as well have had many others."""
    for first, second in itertools.pairwise(group):
        step = table.step(first, second)
        if step is None:
            if _count_digits(first) >= _DIGITS_OF_YEARS:
                return True
            continue
        reach = max(abs(step.typical), table.step_spread) * float(first.number)
        if reach >= _FEWEST_CHOICES * float(first.rounding_unit):
            return True
    return False


def _count_digits(figure: Figure) -> int:
    digits = "".join(filter(str.isdigit, figure.as_printed))
    return len(digits.strip("0"))
