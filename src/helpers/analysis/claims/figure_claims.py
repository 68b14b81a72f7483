"""Claims about single figures: a value, a change, two figures set beside each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from helpers.analysis.changes import Change
from helpers.analysis.claims.claim import (
    Claim,
    ClaimRow,
    KnownRows,
    Truth,
    are_alike,
    expect_order,
    find_order,
    hold_within,
    join_ids,
    write_end,
)
from helpers.data.figures import AnyFigure, DerivedValue, Figure
from helpers.data.printed.periods import parse_period

_WAYS: dict[str, Literal["above", "below", "equal"]] = {
    "rose": "above",
    "fell": "below",
    "held": "equal",
}


@dataclass(frozen=True, kw_only=True)
class ValueClaim(Claim):
    """A figure stands in a document, or follows from documents, for a place and a period.

    True when the row is of the place that the sentence names: a county, a zone or one firm is not
    its city, unless `is_named` says that the sentence names the part. The sentence writes the
    figure with its qualifier, doubt and kind of statement, which is what `Report.write` does. With
    relation `latest`, true only when no settled figure of a later period is known for the place.

    Not for: an estimate, a target or a bound told as what was; two figures set in order.

    Attributes:
        figure: The row.
        place: Slug of the place that the sentence speaks of; empty for the figure's own.
        relation: `stands`, or `latest` where nothing newer is known.
        is_named: Whether the sentence names the part of the place, or the body, that it is of.
    """

    kind: ClassVar[str] = "value"
    figure: AnyFigure
    place: str = ""
    relation: Literal["stands", "latest"] = "stands"
    is_named: bool = False

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        row = self.figure
        if not self.is_named and not _is_of(row, self.place or row.place):
            return "false"
        if self.relation == "latest" and any(_list_later(known, row)):
            return "false"
        return "true"

    def tell(self) -> ClaimRow:
        """See Claim."""
        row = self.figure
        place = self.place or row.place
        return ClaimRow(
            self.kind,
            f"{self.relation}_named" if self.is_named else self.relation,
            row.indicator,
            row.key,
            places=place,
            period=row.period,
        )


@dataclass(frozen=True, kw_only=True)
class ChangeClaim(Claim):
    """A figure rose, fell or held between two years.

    True when both are settled figures of one indicator, place, scope and body, undoubted, on the
    same revision, the order of their intervals is the one said, no known year between lies beyond
    either end, and no settled year after the second is known: a later turn would be hidden.

    Not for: two documents of different series, an estimate, a target, parts of years.

    Attributes:
        first: The earlier figure.
        second: The later figure.
        relation: `rose`, `fell` or `held`.
    """

    kind: ClassVar[str] = "change"
    first: Figure
    second: Figure
    relation: Literal["rose", "fell", "held"]

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        first, second = self.first, self.second
        pair = (first, second)
        if not are_alike(*pair) or first.revision != second.revision:
            return "unverifiable"
        lines = {row.series or row.source for row in pair}
        if len(lines) > 1 or any(row.is_doubted or not row.is_settled for row in pair):
            return "unverifiable"
        if not all(parse_period(row.period).is_full_year for row in pair):
            return "unverifiable"
        if first.period >= second.period or any(_list_later(known, second)):
            return "false"
        ends = [known.find_ends(row) for row in pair]
        for other in known.list_printed(first.indicator, first.place):
            if _is_year_like(other, first) and first.period < other.period < second.period:
                between = known.find_ends(other)
                orders = [find_order(between, end) for end in ends]
                if orders in (["above", "above"], ["below", "below"]):
                    return "false"
        return expect_order(find_order(ends[1], ends[0]), _WAYS[self.relation])

    def tell(self) -> ClaimRow:
        """See Claim."""
        return ClaimRow(
            self.kind,
            self.relation,
            self.first.indicator,
            join_ids([self.second]),
            join_ids([self.first]),
            self.first.place,
            f"{self.first.period}/{self.second.period}",
        )


def claim_change(change: Change) -> ChangeClaim:
    """Return the claim that a change makes."""
    return ChangeClaim(first=change.first, second=change.second, relation=change.direction)


@dataclass(frozen=True, kw_only=True)
class LineClaim(Claim):
    """A figure lies above, below or level with a line: another place's figure, or a level.

    True when they are two rows of one unit and period and the order of their intervals is as said.
    Relation `level` is true when the intervals of two values meet; `times` when the quotient of
    the two lies between `low` and `high` for all that they may be. A line that is doubted is
    widened or, where nothing bounds it, decides nothing.

    Not for: targets (`TargetClaim`), more than one place (`CountClaim`).

    Attributes:
        figure: The row.
        line: The row that it is set against.
        relation: `above`, `below`, `equal`, `level` or `times`; `stated_above` where the document
            of the figure puts it above, as a relation of the rows says.
        low: Least quotient said, for `times`.
        high: Greatest quotient said.
    """

    kind: ClassVar[str] = "line"
    figure: AnyFigure
    line: AnyFigure
    relation: Literal["above", "below", "equal", "level", "times", "stated_above"]
    low: Decimal | None = None
    high: Decimal | None = None

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        if (self.figure.unit, self.figure.period) != (self.line.unit, self.line.period):
            return "unverifiable"
        if (
            self.figure.key == self.line.key
            or not _is_actual(self.figure)
            or not _is_actual(self.line)
        ):
            return "unverifiable"
        if self.relation == "stated_above":
            related = [(row["relation"], row["subject"]) for row in known.codebook.relations]
            return "true" if (self.relation, self.figure.key) in related else "false"
        own, line = known.find_ends(self.figure), known.find_ends(self.line)
        if self.relation == "times":
            return hold_within(own / line, self.low, self.high)
        if self.relation == "level" and None in (self.figure.value, self.line.value):
            return "unverifiable"
        return expect_order(find_order(own, line), self.relation)

    def tell(self) -> ClaimRow:
        """See Claim."""
        return ClaimRow(
            self.kind,
            self.relation,
            self.figure.indicator,
            join_ids([self.figure]),
            join_ids([self.line]),
            f"{self.figure.place}|{self.line.place}",
            self.figure.period,
            write_end(self.low),
            write_end(self.high),
        )


def _is_of(row: AnyFigure, place: str) -> bool:
    is_whole = isinstance(row, DerivedValue) or row.is_of_whole_place or row.scope == "county"
    return row.place == place and is_whole


def _is_actual(row: AnyFigure) -> bool:
    return isinstance(row, DerivedValue) or row.is_settled


def _is_year_like(row: Figure, other: Figure) -> bool:
    is_year = parse_period(row.period).is_full_year
    return is_year and row.is_settled and row.value is not None and are_alike(row, other)


def _list_later(known: KnownRows, row: AnyFigure) -> Iterator[Figure]:
    """Yield the settled figures of the same thing and place that speak of a later year."""
    if isinstance(row, DerivedValue):
        return
    for other in known.list_printed(row.indicator, row.place):
        if (
            _is_year_like(other, row)
            and row.period_end is not None
            and other.ends_after(row.period_end)
        ):
            yield other
