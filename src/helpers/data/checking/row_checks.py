"""Checks of one row of figures across its cells, and the reading of its token."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from helpers.data.checking.table_checks import Fault, find_lone_note
from helpers.data.printed.periods import PERIOD_FORMS, Period, parse_period
from helpers.data.printed.printed_figures import (
    PrintedFigure,
    PrintedFigureError,
    attach_unit,
    parse_printed_figure,
)
from helpers.data.tables.csv_tables import each_row, index_rows

_LETTERS = re.compile("[a-z]+")
_SUFFIX = re.compile(r"(\.[a-z0-9-]+)?")
_STATEMENTS_ABOUT_THE_PAST = ("actual", "estimate")


@dataclass(frozen=True)
class Reading:
    """The reading of one row: its token, unit and period.

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
        rest = row["figure_id"].removeprefix(place)
        if rest == row["figure_id"] or not _LETTERS.fullmatch(rest):
            expected = f"one or two letters after {place}"
            yield "figure_id", f"{row['figure_id']!r} names another place", expected
        if not row["label"]:
            yield "label", "the cell is empty", "words printed beside the figure"
        return
    period = row["period"].removesuffix("?").replace(" ", "-").replace("/", "-")
    start = f"{row['source']}:{row['place']}.{row['indicator']}.{period}"
    rest = row["figure_id"].removeprefix(start)
    if rest == row["figure_id"] or not _SUFFIX.fullmatch(rest):
        yield "figure_id", f"{row['figure_id']!r} names another figure", start


class RowChecker:
    """Checks of a row of figures across its cells."""

    def __init__(self, frames: Mapping[str, pd.DataFrame], corrected: Mapping[str, str]) -> None:
        """Index the codebook, and what is read instead of a misprint, by figure_id."""
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
            figure = parse_printed_figure(
                attach_unit(corrected or row["as_printed"], row["table_unit"])
            )
        except PrintedFigureError as error:
            return None, [*faults, ("as_printed", error.wrong, error.expected)]
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
        yield from find_lone_note(row)
        yield from _check_identity(row)

    def _check_time(self, row: dict[str, str], period: Period) -> Iterator[Fault]:
        inferred = row["period_basis"] == "inferred"
        if inferred and not row["period_evidence"]:
            yield "period_evidence", "the period is inferred", "what it rests on"
        if not inferred and row["period_evidence"]:
            yield "period_evidence", "the period is printed", "an empty cell"
        if period.kind == "one" and not inferred:
            yield "period_basis", "the year is open", "inferred, with what it rests on"
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
