"""The form that all claims share: what is asserted, of which rows, and whether it holds.

A claim is *true* when no value that the rows leave possible makes it wrong, *false* when none
makes it right, *open* when bounds, rounding, a doubt or a gap decide it, and *unverifiable* when
the rows cannot speak of it at all. Words are defined here once:

* *above*, *below*: the whole interval of one lies beyond the whole interval of the other.
* *level with*: the two intervals meet, so that the prints do not tell which is higher.
* *equal*: both are one exact number, the same one.
* *most*: more than half. *All*: every one, with none unknown.
* *about*, *nearly*: as the document prints them, never ours.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import ClassVar, Literal

import pandas as pd

from helpers.data.codebook import Codebook
from helpers.data.figures import AnyFigure, DerivedValue, Figure, Value, list_derived, list_figures
from helpers.data.printed.intervals import Interval, read_interval

Truth = Literal["true", "false", "open", "unverifiable"]
Order = Literal["above", "below", "equal", "level"]
_WORST_FIRST: Sequence[Truth] = ("false", "unverifiable", "open", "true")


class ClaimError(ValueError):
    """A sentence was to be written that is not true."""


@dataclass(frozen=True)
class KnownRows:
    """The data claims are judged on: everything known on the day of a report."""

    observations: pd.DataFrame = field(repr=False)
    derived: pd.DataFrame = field(repr=False)
    codebook: Codebook = field(repr=False)

    def list_printed(self, indicator: str, place: str) -> Sequence[Figure]:
        """Return the printed figures of an indicator and place."""
        return self._printed.get((indicator, place), ())

    def list_derived(self, indicator: str, place: str) -> Sequence[DerivedValue]:
        """Return the derived values and bounds of an indicator and place."""
        return self._derived.get((indicator, place), ())

    def list_beside(self, row: DerivedValue) -> list[DerivedValue]:
        """Return the derived values of the same measure and period, of every place."""
        return [
            one
            for (indicator, _), rows in self._derived.items()
            if indicator == row.indicator
            for one in rows
            if one.period == row.period
        ]

    def find_ends(self, row: AnyFigure) -> Interval:
        """Return between which values a row lies; one that takes no rank may be anything."""
        if row.takes_no_rank:
            return Interval(None, None)
        ends = read_interval(row, self.codebook.units[row.unit]["kind"])
        if row.value is None and ends.low is not None and not isinstance(row, Figure):
            # Who is named among those above a line lies above it, not on it.
            return Interval(ends.low.next_plus(), ends.high)
        return ends

    @cached_property
    def _printed(self) -> dict[tuple[str, str], list[Figure]]:
        return _sort_by_subject(list_figures(self.observations))

    @cached_property
    def _derived(self) -> dict[tuple[str, str], list[DerivedValue]]:
        return _sort_by_subject(list_derived(self.derived))


def _sort_by_subject(rows: Iterable[Value]) -> dict[tuple[str, str], list[Value]]:
    found: dict[tuple[str, str], list[Value]] = {}
    for row in rows:
        found.setdefault((row.indicator, row.place), []).append(row)
    return found


@dataclass(frozen=True)
class ClaimRow:
    """A claim as a row of `claims.csv`, all text; several names are parted by `|`.

    Attributes:
        kind: One of the closed kinds.
        relation: What is asserted, within the kind.
        indicator: Printed or derived indicators it speaks of.
        figures: Rows that it speaks of, by identifier.
        against: Rows that they are set against: a line, a total, a target; or parties named.
        places: Places among which it holds.
        period: The period it speaks of; `2019/..` is 2019 and all later ones.
        low: Least value of a number that it states itself, such as a count or a rank.
        high: Greatest value of that number; empty for "at least".
        total: Of how many.
        statistic: Which number of several places, for estimates; `low` and `high` are its interval.
        value: That number.
    """

    kind: str
    relation: str
    indicator: str = ""
    figures: str = ""
    against: str = ""
    places: str = ""
    period: str = ""
    low: str = ""
    high: str = ""
    total: str = ""
    statistic: str = ""
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Claim(ABC):
    """Something asserted of figures; its truth condition stands in the class of its kind."""

    kind: ClassVar[str]

    @abstractmethod
    def judge(self, known: KnownRows) -> Truth:
        """Return whether it holds for everything that the known rows leave possible."""

    @abstractmethod
    def tell(self) -> ClaimRow:
        """Return it as data, by which anyone can check it."""


def judge_all(claims: Iterable[Claim], known: KnownRows) -> Truth:
    """Return the worst of what some claims are; true where there are none."""
    found = {claim.judge(known) for claim in claims}
    return next((truth for truth in _WORST_FIRST if truth in found), "true")


def find_order(own: Interval, other: Interval) -> Order:
    """Return how one interval stands to another; `level` when they meet and are not exact."""
    if own.is_above(other):
        return "above"
    if other.is_above(own):
        return "below"
    return "equal" if own.is_point and own == other else "level"


def expect_order(found: Order, wanted: Order) -> Truth:
    """Return whether an order is the one asserted; intervals that meet leave it open."""
    if found == wanted:
        return "true"
    return "open" if found == "level" else "false"


def hold_within(found: Interval, low: Decimal | None, high: Decimal | None) -> Truth:
    """Return whether an interval lies within two ends, both included."""
    if found.low is None or found.high is None:
        return "open"
    if (low is not None and found.high < low) or (high is not None and found.low > high):
        return "false"
    is_within = (low is None or low <= found.low) and (high is None or found.high <= high)
    return "true" if is_within else "open"


def are_alike(first: Figure, second: Figure, *, is_part: bool = False) -> bool:
    """Return whether two figures are of one thing, or of a part of it, in one place."""
    columns: Sequence[str] = ("place", "scope", "entity", "unit")
    if not is_part:
        columns = (*columns, "indicator")
    return all(getattr(first, name) == getattr(second, name) for name in columns)


def is_most(number: int, total: int) -> bool:
    """Return whether a number of things are most of all: more than half."""
    return 2 * number > total


def join_ids(rows: Iterable[AnyFigure]) -> str:
    """Return the identifiers of rows as one cell."""
    return "|".join(row.key for row in rows)


def write_end(end: Decimal | int | None) -> str:
    """Return an end of a number as a cell; empty where it is open."""
    return "" if end is None else f"{end:f}" if isinstance(end, Decimal) else str(end)
