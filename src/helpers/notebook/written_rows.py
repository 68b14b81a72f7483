"""Sentences and tables of one's own: what comes from a row is written as reports write it."""

import math
import string
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

import pandas as pd

from helpers.data.figures import AnyFigure
from helpers.explore.worded_tables import find_writer, name_head
from helpers.notebook.tidy_figures import COLUMNS, ID, find_figures, read_cell
from helpers.pages.items import Column, Table
from helpers.pages.own.html_tables import split_columns
from helpers.pages.runs import Run, Runs, show_plain
from helpers.problems import UsageError
from helpers.reports.figure_lists import explain_signs
from helpers.reports.report import Report
from helpers.words.written_numbers import write_number

Words = str | Mapping[str, str]
_DIGITS = 3
_SHOWN_AS_IT_CAME = ("name", "indicator", "period", "value")
_HEADS = {"name": "place", "year": "period", "low": "value_low", "high": "value_high"}


@dataclass(frozen=True)
class Writer:
    """Writes values of tables in the language of a report.

    Attributes:
        report: Language, names and notes.
        known: Its figures by identifier.
    """

    report: Report
    known: Mapping[str, AnyFigure]

    def pick(self, words: Words) -> str:
        """Return words in the language of the report.

        Raises:
            UsageError: They are given by language, and not in this one.
        """
        if isinstance(words, str):
            return words
        code = self.report.language.code
        if code not in words:
            told = f"no words in {code!r}, the language of the report"
            raise UsageError(f'{told}; expected {{"{code}": "…", …}}')
        return words[code]

    def fill(self, words: Words, values: Mapping[str, object]) -> list[Run]:
        """Return a text with its values filled in, a row with its unit, qualifier and mark.

        Raises:
            UsageError: The text names a value that is not given, or a row has no such column.
        """
        runs: list[Run] = []
        for literal, field, form, _ in _parse(self.pick(words)):
            runs += [literal] if literal else []
            if field is None:
                continue
            name, _, column = field.partition(".")
            if name not in values:
                given = ", ".join(values) or "none"
                raise UsageError(f"the text names {{{name}}}; expected one of the values: {given}")
            runs += self._fill_one(name, values[name], column, form or "")
        return runs

    def _fill_one(self, name: str, value: object, column: str, form: str) -> Sequence[Run]:
        row = _read_row(value)
        if row is None:
            return [format(value, form) if form else self.write_plain("", value)]
        figures = find_figures(self.known, pd.DataFrame([row]))
        if not column:
            if len(figures) == 1:
                return [self.report.write(figures[0]), *self.report.marks_of(figures[0])]
            measures = [figure.indicator for figure in figures if figure.indicator in row]
            if measures and "value" not in row:
                which = " or ".join(f"{{{name}.{measure}}}" for measure in measures)
                raise UsageError(f"{{{name}}} is a row of {len(figures)} figures; expected {which}")
            column = "value"
        for figure in figures:
            if column == figure.indicator:
                return [self.report.write(figure), *self.report.marks_of(figure)]
        if column not in row:
            known = ", ".join(map(str, row))
            raise UsageError(f"the row has no column {column!r}; expected one of {known}")
        cell = row[column]
        text = format(cell, form) if form else self.write_plain(column, cell)
        return [text, *(self.report.marks(figures) if column == "value" else [])]

    def write_plain(self, column: Hashable, value: object) -> str:
        """Write a value without a figure behind it: a code in words, a number as numbers are."""
        if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
            return self.report.say("none_cell")
        if isinstance(value, Real) and not isinstance(value, bool):
            if column in ("year", "period"):
                return f"{float(value):.0f}"
            if math.isinf(value):
                return self.report.say("none_cell")
            return write_number(float(value), self.report.language, _DIGITS)
        write = find_writer(self.report, "place" if column == "place" else str(column))
        return write(value) if write else str(value)

    def tabulate(
        self, frame: pd.DataFrame, caption: Words, heads: Mapping[str, Words], own: str
    ) -> list[Table]:
        """Set a table; a cell that holds a figure of its row is written and marked as one.

        A table that is too wide for the page comes in parts, each with the first column.

        Args:
            frame: The table; an index with a name, or of texts, is its first columns.
            caption: What it shows.
            heads: Heads of columns that are not the name of an indicator or a column of figures.
            own: The line under a table that no figure stands behind.
        """
        flat = frame.reset_index() if _has_names(frame.index) else frame
        has_figures = any(_top(column) == ID for column in flat.columns)
        if set(COLUMNS) <= set(flat.columns):
            several = len(set(flat["indicator"])) > 1
            shown = [name for name in _SHOWN_AS_IT_CAME if several or name != "indicator"]
            flat = flat[[*shown, ID]]
        columns = [column for column in flat.columns if _top(column) != ID]
        if "name" in columns and "place" in columns:
            columns.remove("place")  # which the name says in words
        written = [self._write_row(row, columns) for row in _each_row(flat)]
        is_sourced = any(rest for _, rest in written)
        cells = [[*row, rest] if is_sourced else row for row, rest in written]
        shown_heads = [self._write_head(column, heads) for column in columns]
        sides = ["right" if _is_number(flat[column]) else "left" for column in columns]
        made = [Column(head, side) for head, side in zip(shown_heads, sides, strict=True)]
        if is_sourced:
            made.append(Column(self.report.say("column_note"), "right"))
        notes = [*explain_signs(self.report, cells), *([] if has_figures else [own])]
        texts = [[show_plain(cell) for cell in row] for row in cells]
        parts = split_columns([column.head for column in made], texts) if made else [[]]
        return [
            Table(
                self.pick(caption) + (f" ({number}/{len(parts)})" if len(parts) > 1 else ""),
                [made[column] for column in part],
                [[row[column] for column in part] for row in cells],
                notes if number == len(parts) else [],
            )
            for number, part in enumerate(parts, start=1)
        ]

    def _write_row(
        self, row: Mapping[Hashable, object], columns: Sequence[Hashable]
    ) -> tuple[list[Runs], Runs]:
        """Return the cells of a row, and the marks of its figures that no cell shows."""
        cells: list[Runs] = []
        told: set[str] = set()
        rest = read_cell(self.known, row.get(ID))
        for column in columns:
            own = rest if not isinstance(column, tuple) else self._read_beside(row, column)
            figure = _find_shown(own, column, row[column])
            if figure is None:
                cells.append([self.write_plain(_sub(column), row[column])])
            else:
                told.add(figure.key)
                cells.append([self.report.write_plain(figure), *self.report.marks_of(figure)])
        left = [figure for figure in rest if figure.key not in told]
        return cells, self.report.marks(left) if left else []

    def _read_beside(
        self, row: Mapping[Hashable, object], column: tuple[Hashable, ...]
    ) -> list[AnyFigure]:
        return read_cell(self.known, row.get((ID, *column[1:])))

    def _write_head(self, column: Hashable, heads: Mapping[str, Words]) -> str:
        name = _sub(column)
        if str(name) in heads:
            return self.pick(heads[str(name)])
        codebook = self.report.codebook
        if name in codebook.indicators or name in codebook.derived:
            return self.report.indicator(str(name))
        return str(name_head(self.report, _HEADS.get(str(name), name)))


def _parse(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(string.Formatter().parse(text))
    except ValueError as error:
        told = f"a brace stands alone in {text!r}"
        raise UsageError(f"{told}; expected {{name}}, or {{{{ for a brace itself") from error


def _read_row(value: object) -> dict[str, Any] | None:
    """Return a row as a mapping; None where the value is no row."""
    if isinstance(value, pd.DataFrame):
        if len(value) != 1:
            raise UsageError(f"a text takes one row, not {len(value)}; expected rows.iloc[0]")
        value = value.iloc[0]
    if isinstance(value, pd.Series):
        return {str(name): cell for name, cell in value.items()}
    if hasattr(value, "_asdict"):
        named: dict[str, Any] = value._asdict()
        return named
    return None


def _has_names(index: pd.Index) -> bool:
    return any(name is not None for name in index.names) or index.dtype.kind not in "iu"


def _each_row(frame: pd.DataFrame) -> list[dict[Hashable, object]]:
    names = list(frame.columns)
    return [dict(zip(names, row, strict=True)) for row in frame.itertuples(index=False, name=None)]


def _top(column: Hashable) -> Hashable:
    return column[0] if isinstance(column, tuple) else column


def _sub(column: Hashable) -> Hashable:
    """Return the last name of a column with several that is not empty."""
    if not isinstance(column, tuple):
        return column
    return next((part for part in reversed(column) if part != ""), "")


def _is_number(column: "pd.Series[Any]") -> bool:
    return bool(pd.to_numeric(column, errors="coerce").notna().any())


def _find_shown(figures: Sequence[AnyFigure], column: Hashable, cell: object) -> AnyFigure | None:
    """Find the figure that a cell holds: of its column, with its value or without any."""
    name = _sub(column)
    for figure in figures:
        is_of = name in ("value", figure.indicator, figure.period) or str(name) == figure.period
        is_open = cell is None or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell))
        is_same = isinstance(cell, Real) and figure.value is not None
        if is_of and (is_open or (is_same and math.isclose(float(cell), float(figure.number)))):  # type: ignore[arg-type]
            return figure
    return None
