"""A printed figure and a derived value as typed rows, and the pandas tables that carry them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import Field, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import pandas as pd

ROW = "figure"
BOUNDS = ("ceiling", "floor")  # kinds of derived values that print one end only
SUM = "+"  # between the identifiers of what is added up
BELOW_PARTS = "below_parts"
OTHER_PRINT = "other_print"
_WIDENED = {"", BELOW_PARTS, OTHER_PRINT}
LOW_RELIABILITY = "U"
_PROVISIONAL = ("P", "E")
_WHOLE_PLACES = ("whole_city", "province", "nation")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownValue:
    """The columns that printed figures and derived values share.

    Attributes:
        place: Slug of the place.
        indicator: Printed or derived indicator.
        period: The period it speaks of, as in `helpers.data.printed.periods`.
        value: The number; None where only bounds are known.
        value_low: Lower bound; None where it is open.
        value_high: Upper bound; None where it is open.
        unit: Unit of the codebook.
        status: SDMX status letter.
        vintage: Year of release.
        revision: Revision of the accounts that it follows; empty for none.
        known_from: Last day on which it may have been written.
        doubt: Kinds of doubt that the audit has about it or what it is derived from, parted by
            `|`; empty for none.
    """

    place: str
    indicator: str
    period: str
    value: Decimal | None
    value_low: Decimal | None
    value_high: Decimal | None
    unit: str
    status: str
    vintage: str
    revision: str
    known_from: date
    doubt: str

    @property
    def is_doubted(self) -> bool:
        """True when the audit has a doubt about it: it is never shown without a mark."""
        return self.doubt != ""

    @property
    def is_provisional(self) -> bool:
        """True when its publisher will replace it, as the status letters P and E say."""
        return self.status in _PROVISIONAL

    @property
    def is_of_low_reliability(self) -> bool:
        """True when its source is one that a reader should check, as the status letter U says."""
        return self.status == LOW_RELIABILITY

    @property
    def takes_no_rank(self) -> bool:
        """True when nothing says how far a doubted value may be off, so that it has no rank.

        The one rule of doubts: a total below the sum of its parts is widened up to that sum, one
        of which another document prints another number up to that number, and both keep their
        rank; every other doubted value stands outside all ranks.
        """
        return not _WIDENED.issuperset(self.doubt.split("|"))

    @property
    def number(self) -> Decimal:
        """The value of a row that is known to have one."""
        if self.value is None:
            raise ValueError(f"{self} has no single value")
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(KnownValue):
    """A printed figure: one row of `data/processed/figures.csv`, described there."""

    figure_id: str
    subject: str
    period_start: date | None
    period_end: date | None
    period_basis: str
    period_evidence: str
    as_printed: str
    table_unit: str
    rounded_to: str
    decimals: int
    rounding_unit: Decimal
    each: str
    corrected: str
    basis: str
    qualifier: str
    measure: str
    scope: str
    entity: str
    source: str
    series: str
    locator: str
    label: str
    figure_confidence: str
    note_zh: str
    note_en: str
    doubt_bound: Decimal | None

    def __hash__(self) -> int:
        """Hash by identifier, for rows are looked up often."""
        return hash(self.figure_id)

    @property
    def key(self) -> str:
        """The identifier, under which notes cite the row."""
        return self.figure_id

    @property
    def is_settled(self) -> bool:
        """True when it states what was and will not be replaced by a later count.

        A figure of low reliability (U) is settled: it is final, and the doubt travels with it.
        """
        return self.basis == "actual" and not self.is_provisional

    @property
    def covers_whole_place(self) -> bool:
        """True when it covers a whole city, province or nation, be it by one entity of it."""
        return self.scope in _WHOLE_PLACES

    @property
    def is_of_whole_place(self) -> bool:
        """True when it covers a whole city, province or nation, not a part or one entity."""
        return self.covers_whole_place and not self.entity

    @property
    def notes(self) -> dict[str, str]:
        """The note of the row by language."""
        return {"zh": self.note_zh, "en": self.note_en}

    def ends_after(self, day: date | None) -> bool:
        """Return whether its period is known to end after a day."""
        return self.period_end is not None and day is not None and self.period_end > day


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedValue(KnownValue):
    """A derived value: one row of `data/processed/derived.csv`, described there."""

    derived_id: str
    kind: str
    numerator_id: str
    denominator_id: str
    per: str
    implication_id: str

    @property
    def key(self) -> str:
        """The identifier, under which notes cite the row."""
        return self.derived_id

    @property
    def is_bound(self) -> bool:
        """True when only one end is known: all above a line are named, or it is among them."""
        return self.kind in BOUNDS

    @property
    def height(self) -> Decimal:
        """The value, or the one end that is known, at which it is drawn."""
        return next(one for one in (self.value, self.value_high, self.value_low) if one is not None)

    @property
    def input_ids(self) -> list[str]:
        """The figures behind a quotient: those added up above the line, then the one below it."""
        return [name for name in (*self.numerator_id.split(SUM), self.denominator_id) if name]


AnyFigure = Figure | DerivedValue

Value = TypeVar("Value", Figure, DerivedValue)


def read_rows(kind: type[Value], frame: pd.DataFrame) -> list[Value]:
    """Return the typed rows of a cleaned table of text, checked against its description."""
    names = [field.name for field in fields(kind)]
    texts = [(_READERS.get(name), frame[name].tolist()) for name in names]
    columns = [list(map(read, cells)) if read else cells for read, cells in texts]
    return [kind(**dict(zip(names, cells, strict=True))) for cells in zip(*columns, strict=True)]


def tabulate(kind: type[Value], rows: Sequence[Value]) -> pd.DataFrame:
    """Return typed rows as a table to filter and sort, which has columns even without a row.

    Returns:
        A column for each field: numbers as float64 (missing where not printed), dates as
        datetime64, text as str; and the column `figure` with the rows themselves.
    """
    table = {
        field.name: pd.Series([getattr(row, field.name) for row in rows], dtype=_find_dtype(field))
        for field in fields(kind)
    }
    return pd.DataFrame(table | {ROW: pd.Series(list(rows), dtype="object")})


def put_rows(frame: pd.DataFrame, rows: Sequence[Value]) -> pd.DataFrame:
    """Return a table with other typed rows, whose doubts and intervals differ from its own."""
    changed = ("doubt", "doubt_bound", "value_low", "value_high")
    columns = {
        name: pd.Series([getattr(row, name) for row in rows], frame.index, frame[name].dtype)
        for name in changed
        if name in frame.columns
    }
    return frame.assign(**columns, **{ROW: pd.Series(list(rows), frame.index, "object")})


def list_figures(frame: pd.DataFrame) -> list[Figure]:
    """Return the printed figures of a table of observations, in its order."""
    return list(frame[ROW])


def order_by_period(rows: Iterable[Figure]) -> list[Figure]:
    """Return figures by the end of their period, those without one last, then by vintage."""
    return sorted(rows, key=lambda row: (row.period_end or date.max, row.known_from))


def list_derived(frame: pd.DataFrame) -> list[DerivedValue]:
    """Return the derived values of a table of derived values, in its order."""
    return list(frame[ROW])


def list_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of any table as mappings."""
    names = [str(name) for name in frame.columns]
    # to_dict does the same several times slower, and reports ask this hundreds of times.
    return [dict(zip(names, row, strict=True)) for row in frame.to_numpy(dtype="object").tolist()]


def are_settled(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Return for each observation whether it is settled, as `Figure.is_settled` has it."""
    return frame["basis"].eq("actual") & ~frame["status"].isin(_PROVISIONAL)


def are_of_whole_places(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Return for each observation what `Figure.is_of_whole_place` says of it."""
    return frame["scope"].isin(_WHOLE_PLACES) & frame["entity"].eq("")


def is_later(earlier: Figure, later: Figure) -> bool:
    """Return whether the second of two figures is surely newer, a revision of the first.

    Two publications whose days of writing may coincide merely disagree.
    """
    return later.known_from > earlier.known_from


def _read_number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _read_date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


_READERS: dict[str, Callable[[str], object]] = {
    "value": _read_number,
    "value_low": _read_number,
    "value_high": _read_number,
    "rounding_unit": Decimal,
    "doubt_bound": _read_number,
    "decimals": int,
    "period_start": _read_date,
    "period_end": _read_date,
    "known_from": _read_date,
}


def _find_dtype(field: "Field[Any]") -> str:
    if "Decimal" in str(field.type):
        return "float64"
    if "date" in str(field.type):
        return "datetime64[us]"
    return "int64" if field.type is int else "str"
