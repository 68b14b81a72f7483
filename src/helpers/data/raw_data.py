"""The hand-curated tables, read whole and checked for what no single cell can show."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd

from helpers.data.csv_tables import each_row, find_dangling_keys, index_rows, read_table
from helpers.data.data_package import Package, name_nearest, read_package
from helpers.data.periods import PERIOD_FORMS, Period, parse_period
from helpers.data.printed_figures import PrintedFigure, PrintedFigureError, parse_printed_figure
from helpers.problems import InputError, Problem

_SAME_FIGURE = [
    "source",
    "locator",
    "place",
    "entity",
    "indicator",
    "period",
    "label",
    "as_printed",
]
_STATEMENTS_ABOUT_THE_PAST = ("actual", "estimate")


@dataclass(frozen=True)
class Reading:
    """What was understood of one row: its token, unit and period.

    Attributes:
        figure: The parsed token, with the unit of the table head where it stands apart.
        unit: Unit of the codebook that the printed measure word stands for.
        period: The parsed period.
        corrected: What was read instead of a misprint; empty where nothing was corrected.
        rounding_unit: What the figure is rounded to: its last digit, or what is known of the copy.
    """

    figure: PrintedFigure
    unit: str
    period: Period
    corrected: str
    rounding_unit: Decimal


@dataclass(frozen=True)
class RawData:
    """All raw tables.

    Attributes:
        package: The descriptor.
        frames: Every table by name, all text, indexed by line of its file.
        readings: What was understood of each row of figures, by figure_id.
    """

    package: Package
    frames: Mapping[str, pd.DataFrame]
    readings: Mapping[str, Reading]

    def index(self, name: str, key: str) -> dict[str, dict[str, str]]:
        """Return the rows of a table by the value of their key column."""
        return index_rows(self.frames[name], key)


def read_raw_data(project: Path) -> RawData:
    """Read and check `data/raw`.

    Args:
        project: Project folder.

    Returns:
        The raw data; every token and period in it has been parsed.

    Raises:
        InputError: Anything is wrong; all problems of all files are collected.
    """
    package = read_package(project / "data" / "raw", project)
    problems: list[Problem] = []
    frames: dict[str, pd.DataFrame] = {}
    for name, table in package.tables.items():
        try:
            frames[name] = read_table(table)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    for name, table in package.tables.items():
        problems += find_dangling_keys(table, frames[name], frames)
    if problems:
        raise InputError(problems)
    problems += _check_codebook(package, frames)
    problems += _check_sources(package, frames)
    problems += _check_implications(package, frames)
    problems += _find_twins(package, frames)
    corrected, stale = _apply_corrections(package, frames)
    problems += stale
    readings: dict[str, Reading] = {}
    checker = _RowChecker(frames, corrected)
    for name in package.subjects:
        for line, row in each_row(frames[name]):
            place = Problem(package.tables[name].shown_path, line, "", "", "")
            reading, faults = checker.check(name, row)
            problems += [
                replace(place, column=column, wrong=wrong, expected=expected)
                for column, wrong, expected in faults
            ]
            if reading is not None:
                readings[row["figure_id"]] = reading
    if problems:
        raise InputError(problems)
    return RawData(package, frames, readings)


def _check_codebook(package: Package, frames: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    units = frames["units"]["unit"].tolist()
    indicators = frames["indicators"]["indicator"].tolist()
    shown = package.tables["indicators"].shown_path
    for line, row in each_row(frames["indicators"]):
        lists = [("unit", units), ("not_to_be_confused_with", indicators)]
        for column, known in lists:
            for value in filter(None, row[column].split("|")):
                if value not in known:
                    expected = name_nearest(value, known)
                    yield Problem(shown, line, column, f"{value!r} is not known", expected)
        if row["subject"] not in package.subjects:
            expected = name_nearest(row["subject"], package.subjects)
            yield Problem(shown, line, "subject", f"{row['subject']!r} is no table", expected)
    shown = package.tables["derived_indicators"].shown_path
    for line, row in each_row(frames["derived_indicators"]):
        for value in row["denominator"].split("|"):
            if value not in indicators:
                expected = name_nearest(value, indicators)
                yield Problem(shown, line, "denominator", f"{value!r} is not known", expected)


def _check_sources(package: Package, frames: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    shown = package.tables["sources"].shown_path
    for line, row in each_row(frames["sources"]):
        if row["written_latest"] < row["written_earliest"]:
            wrong = f"{row['written_latest']} is before written_earliest"
            yield Problem(shown, line, "written_latest", wrong, "the later day")
        for column in ("file", "sha256"):
            if row["access"] == "text" and not row[column]:
                yield Problem(shown, line, column, "the cell is empty", "the text that is held")
            if row["access"] != "text" and row[column]:
                wrong = f"the text is held, but access is {row['access']!r}"
                yield Problem(shown, line, "access", wrong, "'text'")


def _check_implications(package: Package, frames: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    shown = package.tables["implications"].shown_path
    for line, row in each_row(frames["implications"]):
        try:
            parse_printed_figure(row["implied"])
        except PrintedFigureError as error:
            wrong, _, expected = str(error).partition("; expected ")
            yield Problem(shown, line, "implied", wrong, expected)
        expected = (
            f"{row['source']}:{row['kind']}.{row['place']}.{row['indicator']}.{row['period']}"
        )
        if row["implication_id"] != expected:
            wrong = f"{row['implication_id']!r} names something else"
            yield Problem(shown, line, "implication_id", wrong, expected)


def _find_twins(package: Package, frames: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    identifiers: dict[str, str] = {}
    for name in package.subjects:
        shown = package.tables[name].shown_path
        seen: dict[tuple[str, ...], int] = {}
        for line, row in each_row(frames[name]):
            twin = seen.setdefault(tuple(row[column] for column in _SAME_FIGURE), line)
            if twin != line:
                yield Problem(shown, line, "", f"the row repeats line {twin}", "each figure once")
            other = identifiers.setdefault(row["figure_id"], f"{shown}:{line}")
            if other != f"{shown}:{line}":
                wrong = f"{row['figure_id']!r} stands already in {other}"
                yield Problem(shown, line, "figure_id", wrong, "an identifier of its own")


def _apply_corrections(
    package: Package, frames: Mapping[str, pd.DataFrame]
) -> tuple[dict[str, str], list[Problem]]:
    printed = {
        row["figure_id"]: row["as_printed"]
        for name in package.subjects
        for _, row in each_row(frames[name])
    }
    corrected: dict[str, str] = {}
    problems = []
    shown = package.tables["corrections"].shown_path
    for line, row in each_row(frames["corrections"]):
        token = printed.get(row["figure_id"])
        if token is None:
            wrong, expected = f"{row['figure_id']!r} is no figure", "the figure_id of a figure"
            problems.append(Problem(shown, line, "figure_id", wrong, expected))
        elif token != row["expect"]:
            wrong = f"{row['figure_id']} now reads {token!r}"
            expected = f"{row['expect']!r}; mend or remove the correction"
            problems.append(Problem(shown, line, "expect", wrong, expected))
        else:
            try:
                parse_printed_figure(row["corrected"])
            except PrintedFigureError as error:
                wrong, _, expected = str(error).partition("; expected ")
                problems.append(Problem(shown, line, "corrected", wrong, expected))
            corrected[row["figure_id"]] = row["corrected"]
    return corrected, problems


Fault = tuple[str, str, str]


def _read_step(text: str, figure: PrintedFigure) -> Decimal:
    step = parse_printed_figure(text)
    if step.measure_word != figure.measure_word:
        raise ValueError(f"{text!r} is in another unit than {figure.as_printed!r}")
    if step.value is None or step.value <= figure.rounding_unit:
        raise ValueError(f"{text!r} is not coarser than {figure.as_printed!r} shows")
    return step.value


def _check_identity(row: dict[str, str]) -> Iterator[Fault]:
    kind, _, where = row["locator"].partition(" ")
    if kind == "line":
        place = f"{row['source']}:{where}"
        if not re.fullmatch(rf"{re.escape(place)}[a-z]+", row["figure_id"]):
            expected = f"one or two letters after {place}"
            yield "figure_id", f"{row['figure_id']!r} names another place", expected
        if not row["label"]:
            yield "label", "the cell is empty", "words printed beside the figure"
        return
    start = f"{row['source']}:{row['place']}.{row['indicator']}.{row['period'].replace(' ', '-')}"
    if not re.fullmatch(rf"{re.escape(start)}(\.[a-z0-9-]+)?", row["figure_id"]):
        yield "figure_id", f"{row['figure_id']!r} names another figure", start


class _RowChecker:
    """What a row of figures must fulfil beyond its single cells."""

    def __init__(self, frames: Mapping[str, pd.DataFrame], corrected: Mapping[str, str]) -> None:
        self.indicators = index_rows(frames["indicators"], "indicator")
        self.sources = index_rows(frames["sources"], "source")
        self.corrected = corrected
        self.units_of_word: dict[tuple[str, bool], list[str]] = {}
        self.ranks = {row["unit"] for _, row in each_row(frames["units"]) if row["kind"] == "rank"}
        for _, row in each_row(frames["units"]):
            for word in row["printed_forms"].split("|"):
                key = word, row["kind"] == "rank"
                self.units_of_word.setdefault(key, []).append(row["unit"])

    def check(self, subject: str, row: dict[str, str]) -> tuple[Reading | None, list[Fault]]:
        """Return what was understood of a row, or its faults."""
        faults = list(self._check_statement(subject, row))
        try:
            period = parse_period(row["period"])
        except ValueError as error:
            return None, [*faults, ("period", str(error), f"a period such as {PERIOD_FORMS}")]
        faults += self._check_time(row, period)
        corrected = self.corrected.get(row["figure_id"], "")
        try:
            figure = parse_printed_figure((corrected or row["as_printed"]) + row["table_unit"])
        except PrintedFigureError as error:
            wrong, _, expected = str(error).partition("; expected ")
            return None, [*faults, ("as_printed", wrong, expected or "a printed figure")]
        rounding_unit = figure.rounding_unit
        if row["rounded_to"]:
            try:
                rounding_unit = _read_step(row["rounded_to"], figure)
            except ValueError as error:
                expected = "a step coarser than the last digit, such as 1亿元"
                faults.append(("rounded_to", str(error), expected))
        allowed = self.indicators[row["indicator"]]["unit"].split("|")
        unit = self._find_unit(figure, allowed)
        if unit is None:
            wrong = f"{row['as_printed']!r} is printed in {figure.measure_word or 'no unit'!r}"
            faults.append(("as_printed", wrong, f"{' or '.join(allowed)} for {row['indicator']}"))
        if faults or unit is None:
            return None, faults
        return Reading(figure, unit, period, corrected, rounding_unit), []

    def _find_unit(self, figure: PrintedFigure, allowed: list[str]) -> str | None:
        if not figure.measure_word:
            fitting = [unit for unit in allowed if (unit in self.ranks) == figure.ordinal]
            return fitting[0] if len(fitting) == 1 else None
        matches = self.units_of_word.get((figure.measure_word, figure.ordinal), [])
        return next((unit for unit in matches if unit in allowed), None)

    def _check_statement(self, subject: str, row: dict[str, str]) -> Iterator[Fault]:
        measure = self.indicators[row["indicator"]]["measure"]
        if row["measure"] != measure:
            expected = f"{measure!r}, as the codebook says of {row['indicator']}"
            yield "measure", f"{row['measure']!r} contradicts the codebook", expected
        home = self.indicators[row["indicator"]]["subject"]
        if home != subject:
            yield "indicator", f"{row['indicator']!r} belongs to {home}.csv", "a row in that file"
        if row["scope"] in ("institution", "firm") and not row["entity"]:
            yield "entity", f"the scope is {row['scope']!r} but none is named", "which one"
        if (row["note_zh"] == "") != (row["note_en"] == ""):
            empty = "note_zh" if row["note_zh"] == "" else "note_en"
            yield empty, "the note stands in one language only", "a note in both or in neither"
        yield from _check_identity(row)

    def _check_time(self, row: dict[str, str], period: Period) -> Iterator[Fault]:
        inferred = row["period_basis"] == "inferred"
        if inferred and not row["period_evidence"]:
            yield "period_evidence", "the period is inferred", "what it rests on"
        if not inferred and row["period_evidence"]:
            yield "period_evidence", "the period is printed", "an empty cell"
        written = date.fromisoformat(self.sources[row["source"]]["written_latest"])
        if row["basis"] in _STATEMENTS_ABOUT_THE_PAST and (
            period.kind == "by"
            or period.end is None
            or period.end.year > written.year
            or (period.start is not None and period.start > written)
        ):
            wrong = (
                f"{row['basis']!r} for the period {row['period']!r}, "
                f"though the source was written by {written}"
            )
            yield "basis", wrong, "target, forecast or policy"
