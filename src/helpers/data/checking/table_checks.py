"""Checks of the rows of single tables: what no cell shows by itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.data.codebook import list_numerators
from helpers.data.printed.periods import PERIOD_FORMS, parse_period
from helpers.data.printed.printed_figures import PrintedFigureError, Qualifier, parse_printed_figure
from helpers.data.tables.csv_tables import each_row
from helpers.data.tables.data_package import Package, TableSchema, name_nearest
from helpers.problems import Problem, name_line

Row = Mapping[str, str]
Fault = tuple[str, str, str]  # the column, what is wrong there, what is expected

_MEASURES_OF_RUNGS = {"stock": ["stock"], "newly_built": ["flow", "cumulative"], "award": ["rate"]}
_ONCE_ON_A_LADDER = (["ladder", "order"], ["ladder", "level", "name_zh"])
_ONCE_AT_ALL = (["stock"], ["newly_built"], ["award"])


@dataclass(frozen=True)
class _Known:
    """The units, the measure of each indicator, and the tables of figures."""

    units: Sequence[str]
    measures: Mapping[str, str]
    subjects: Sequence[str]


def check_tables(package: Package, frames: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Check the rows of every table that has rules beyond its single cells."""
    measures = {row["indicator"]: row["measure"] for _, row in each_row(frames["indicators"])}
    known = _Known(frames["units"]["unit"].tolist(), measures, package.subjects)
    for name, check in _CHECKS.items():
        yield from name_faults(package.tables[name], frames[name], check, known)
    yield from _find_twin_rungs(package.tables["ladders"], frames["ladders"])


def name_faults(
    table: TableSchema, frame: pd.DataFrame, check: Callable[..., Iterable[Fault]], *known: object
) -> Iterator[Problem]:
    """Yield the faults that a check finds in the rows of a table, by what else is known."""
    for line, row in each_row(frame):
        for fault in check(row, *known):
            yield Problem(table.shown_path, line, *fault)


def find_repeats(frame: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[int, str, Row]]:
    """Yield each row that repeats cells of an earlier one: its line, the name of that, the row."""
    seen: dict[tuple[str, ...], int] = {}
    for line, row in each_row(frame):
        twin = seen.setdefault(tuple(row[column] for column in columns), line)
        if twin != line:
            yield line, name_line(twin, line), row


def find_half(
    row: Row,
    pair: Sequence[str],
    wrong: str = "the cell is empty",
    expected: str = "both or neither",
) -> Iterator[Fault]:
    """Yield the fault of a row that fills one cell of a pair alone."""
    empty = [column for column in pair if not row[column]]
    if len(empty) == 1:
        yield empty[0], wrong, expected


def find_lone_note(row: Row) -> Iterator[Fault]:
    """Yield the fault of a row whose note stands in one language only."""
    expected = "a note in both or in neither"
    return find_half(row, ("note_zh", "note_en"), "the note stands in one language only", expected)


def check_proposal(row: Row, *_: object) -> Iterator[Fault]:
    """Find days or points of a proposal that cannot be true together."""
    for earlier, later in (("received", "answered"), ("answered", "issued")):
        if row[earlier] and row[later] and row[later] < row[earlier]:
            wrong = f"{row[later]} is before {earlier}, {row[earlier]}"
            yield later, wrong, "a day on or after it"
    raised, answered = row["points_raised"], row["points_answered"]
    yield from find_half(row, ("points_raised", "points_answered"))
    if raised and answered and int(answered) > int(raised):
        yield "points_answered", f"{answered} of {raised} points are answered", f"at most {raised}"
    if row["satisfaction"] and row["satisfaction_note_en"]:
        wrong = "a degree stands beside the reason why none can be told"
        yield "satisfaction", wrong, "one of the two"


def _find_unknown(column: str, values: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    choices = list(known)
    for value in values:
        if value and value not in choices:
            yield column, f"{value!r} is not known", name_nearest(value, choices)


def _check_indicator(row: Row, known: _Known) -> Iterator[Fault]:
    yield from _find_unknown("unit", row["unit"].split("|"), known.units)
    column = "not_to_be_confused_with"
    yield from _find_unknown(column, row[column].split("|"), known.measures)
    if row["subject"] not in known.subjects:
        expected = name_nearest(row["subject"], [*known.subjects])
        yield "subject", f"{row['subject']!r} is no table", expected


def _check_derived(row: Row, known: _Known) -> Iterator[Fault]:
    yield from _find_unknown("numerator", list_numerators(row), known.measures)
    yield from _find_unknown("denominator", row["denominator"].split("|"), known.measures)


def _check_source(row: Row, _: _Known) -> Iterator[Fault]:
    if row["written_latest"] < row["written_earliest"]:
        wrong = f"{row['written_latest']} is before written_earliest"
        yield "written_latest", wrong, "the later day"
    for column in ("file", "sha256"):
        if row["access"] == "text" and not row[column]:
            yield column, "the cell is empty", "the text that is held"
        if row["access"] != "text" and row[column]:
            yield "access", f"the text is held, but access is {row['access']!r}", "'text'"


def _check_implication(row: Row, _: _Known) -> Iterator[Fault]:
    try:
        if parse_printed_figure(row["implied"]).qualifier is not Qualifier.EXACT:
            wrong = f"{row['implied']!r} is not one number"
            yield "implied", wrong, "the line or the value, such as 2.0%"
    except PrintedFigureError as error:
        yield "implied", error.wrong, error.expected
    name = f"{row['source']}:{row['kind']}.{row['place']}.{row['indicator']}.{row['period']}"
    if row["implication_id"] != name:
        yield "implication_id", f"{row['implication_id']!r} names something else", name


def _check_relative_target(row: Row, _: _Known) -> Iterator[Fault]:
    try:
        parse_period(row["period"])
    except ValueError as error:
        yield "period", str(error), f"a period such as {PERIOD_FORMS}"
    if row["reference_place"] == row["place"]:
        yield "reference_place", f"{row['place']!r} is measured against itself", "another place"


def _check_rung(row: Row, known: _Known) -> Iterator[Fault]:
    """Find counts that are no indicators of the right kind, and awards that nobody pays."""
    for column, fitting in _MEASURES_OF_RUNGS.items():
        measure = known.measures.get(row[column], fitting[0])
        if measure not in fitting:
            yield column, f"{row[column]!r} is a {measure}", " or ".join(fitting)
    if bool(row["award"]) != bool(row["payers"]):
        wrong = "the payers of an award are missing" if row["award"] else "nothing is awarded"
        yield "payers", wrong, "both award and payers, or none"


def _find_twin_rungs(table: TableSchema, frame: pd.DataFrame) -> Iterator[Problem]:
    for columns in (*_ONCE_ON_A_LADDER, *_ONCE_AT_ALL):
        column = columns[-1]
        for line, twin, row in find_repeats(frame[frame[column].ne("")], columns):
            wrong = f"{row[column]!r} stands already on {twin}"
            yield Problem(table.shown_path, line, column, wrong, "a value of its own")


def _check_measure(row: Row, _: _Known) -> Iterator[Fault]:
    """Find a measure that does not stand where it says, or grants in one language only."""
    start = f"{row['source']}:{row['locator'].removeprefix('line ')}m"
    if not row["measure_id"].startswith(start):
        yield "measure_id", f"{row['measure_id']!r} is of another line", f"{start} and a letter"
    yield from find_half(row, ("grants_zh", "grants_en"))
    ends = row["year"].split("/")
    if ends[-1] <= ends[0] and len(ends) > 1:
        yield "year", f"{row['year']!r} ends before it starts", "a span such as 2016/2020"


_CHECKS: Mapping[str, Callable[[Row, _Known], Iterator[Fault]]] = {
    "indicators": _check_indicator,
    "derived_indicators": _check_derived,
    "sources": _check_source,
    "implications": _check_implication,
    "relative_targets": _check_relative_target,
    "ladders": _check_rung,
    "proposals": check_proposal,
    "measures": _check_measure,
}
