"""Claims about places beside each other: who is first, which rank, how many, and for whom none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from helpers.analysis.claims.claim import (
    Claim,
    ClaimRow,
    KnownRows,
    Order,
    Truth,
    find_order,
    join_ids,
    write_end,
)
from helpers.analysis.standings import Comparison, Standing
from helpers.data.figures import AnyFigure, Figure
from helpers.data.printed.intervals import Interval


@dataclass(frozen=True, kw_only=True)
class ExtremeClaim(Claim):
    """A place has the highest or the lowest value of those with a figure.

    True when its whole interval lies beyond the interval of every other place of the comparison
    that has a value or a bound: a place of which only "at most 2.65%" is known counts. Open where
    they meet, or where a doubted value takes no rank. Places without a figure are outside; the
    sentence, or the line under it, names them.

    Not for: an extreme of those that happen to be printed, while others are bounded.

    Attributes:
        comparison: The places.
        place: The one that is highest or lowest.
        relation: `highest` or `lowest`.
    """

    kind: ClassVar[str] = "extreme"
    comparison: Comparison
    place: str
    relation: Literal["highest", "lowest"]

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        rows = _list_rows(self.comparison)
        own = rows.get(self.place)
        if own is None or own.takes_no_rank:
            return "unverifiable"
        wanted: Order = "above" if self.relation == "highest" else "below"
        ends = known.find_ends(own)
        orders = {
            find_order(ends, known.find_ends(row))
            for name, row in rows.items()
            if name != self.place
        }
        if orders <= {wanted}:
            return "true"
        return "open" if orders <= {wanted, "level", "equal"} else "false"

    def tell(self) -> ClaimRow:
        """See Claim."""
        found = self.comparison
        rows = [row for name, row in _list_rows(found).items() if name == self.place]
        return _tell_places(self.kind, self.relation, [found], rows, total=len(found.known))


@dataclass(frozen=True, kw_only=True)
class RankClaim(Claim):
    """A place has a rank among those with a figure, or one of several ranks.

    True when every rank from `best` to `worst`, and no other, is possible with the values and
    bounds of the places that have one; a doubted value takes no rank. Places without a figure do
    not count, and `total` is the number of those that do.

    Not for: a rank among all places while some have no figure, ranks of targets or estimates.

    Attributes:
        comparison: The places.
        place: The place ranked.
        best: Best rank possible; 1 is the highest value.
        worst: Worst rank possible.
        total: Number of places ranked.
    """

    kind: ClassVar[str] = "rank"
    comparison: Comparison
    place: str
    best: int
    worst: int
    total: int

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        rows = {
            name: row for name, row in _list_rows(self.comparison).items() if not row.takes_no_rank
        }
        if self.place not in rows:
            return "unverifiable"
        own = known.find_ends(rows[self.place])
        others = [known.find_ends(row) for name, row in rows.items() if name != self.place]
        best = 1 + sum(other.is_above(own) for other in others)
        worst = 1 + sum(_may_be_above(other, own) for other in others)
        is_same = (best, worst) == (self.best, self.worst) and self.total == len(rows)
        return "true" if is_same else "false"

    def tell(self) -> ClaimRow:
        """See Claim."""
        found = self.comparison
        rows = [row for name, row in _list_rows(found).items() if name == self.place]
        ends = (self.best, self.worst)
        return _tell_places(self.kind, "rank", [found], rows, ends=ends, total=self.total)


def claim_rank(comparison: Comparison, place: str) -> RankClaim:
    """Return the claim that a place has the rank that a comparison gives it.

    Args:
        comparison: The places.
        place: One that has a rank.
    """
    own = comparison.ranks[place]
    return RankClaim(
        comparison=comparison,
        place=place,
        best=own.best,
        worst=own.worst,
        total=len(comparison.ranks),
    )


@dataclass(frozen=True, kw_only=True)
class CountClaim(Claim):
    """So many places lie above or below lines, rose between two years, or have a figure.

    Relations: `above` and `below`, beyond the line of each comparison, of one or of two measures;
    `rose` and `fell`, from the first comparison to the second; `valued`, with a value; `bounded`,
    with a bound only. The number runs from what is sure to what is possible: true when `low` is
    not more than the sure ones, and `high`, where it is said, is not less than the possible ones.
    With `is_of_known`, places without a figure are outside and `total` counts the others;
    otherwise each of them is possible. A place counts once.

    Not for: figures or sentences counted; a count to which a bound could add, told as exact.

    Attributes:
        comparisons: The places on one measure or two.
        relation: What is counted.
        lines: The row that each comparison is set against, for `above` and `below`.
        low: Number said.
        high: The same number, or None where the sentence says "at least".
        total: Of how many places.
        is_of_known: Whether only the places with a figure are counted among.
    """

    kind: ClassVar[str] = "count"
    comparisons: tuple[Comparison, ...]
    relation: Literal["above", "below", "rose", "fell", "valued", "bounded"]
    lines: tuple[AnyFigure, ...] = ()
    low: int
    high: int | None
    total: int
    is_of_known: bool = False

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        places = [standing.place for standing in self.comparisons[0].standings]
        rows = [_list_rows(found) for found in self.comparisons]
        if self.is_of_known:
            places = [place for place in places if all(place in found for found in rows)]
        if len(places) != self.total:
            return "false"
        sure = possible = 0
        for place in places:
            verdicts = self._ask(place, rows, known)
            sure += all(verdict is True for verdict in verdicts)
            possible += all(verdict is not False for verdict in verdicts)
        if self.low > possible or (self.high is not None and self.high < sure):
            return "false"
        return (
            "true" if self.low <= sure and (self.high is None or possible <= self.high) else "open"
        )

    def _ask(
        self, place: str, rows: Sequence[Mapping[str, AnyFigure]], known: KnownRows
    ) -> list[bool | None]:
        """Return of each comparison whether the place counts; None where it may or may not."""
        if self.relation in ("valued", "bounded"):
            return [_is_of_kind(found.of(place), self.relation) for found in self.comparisons]
        own = [found.get(place) for found in rows]
        ends = [None if row is None else known.find_ends(row) for row in own]
        if self.relation in ("rose", "fell"):
            pairs = [(ends[1], ends[0])]
        else:
            pairs = [
                (end, known.find_ends(line)) for end, line in zip(ends, self.lines, strict=True)
            ]
        wanted = {"rose": "above", "fell": "below"}.get(self.relation, self.relation)
        verdicts: list[bool | None] = []
        for one, other in pairs:
            order = None if one is None or other is None else find_order(one, other)
            verdicts.append(None if order in (None, "level") else order == wanted)
        return verdicts

    def tell(self) -> ClaimRow:
        """See Claim."""
        relation = f"{self.relation}_of_known" if self.is_of_known else self.relation
        return _tell_places(
            self.kind,
            relation,
            self.comparisons,
            [],
            against=join_ids(self.lines),
            ends=(self.low, self.high),
            total=self.total,
        )


@dataclass(frozen=True, kw_only=True)
class AbsenceClaim(Claim):
    """No figure of some indicators is known for some places.

    Relations: `none`, nothing is printed or derived, targets included; `no_print`, nothing is
    printed; `no_actual`, no actual figure, be it of a month or provisional; `no_settled`, no
    actual figure that its publisher will not replace. Every place, period and document known is
    looked at. With `since`, only periods that end after that year count. A figure for a county or
    one firm is not one for the city, so it does not count, unless `is_everywhere` says that the
    sentence excludes those too.

    Not for: "not compared", "not of that year" or "not comparable" told as "no figure".

    Attributes:
        indicators: Printed or derived indicators.
        places: Slugs of the places.
        relation: What there is none of.
        since: Year after which none is known; empty for ever.
        is_everywhere: Whether parts of the places and bodies in them are spoken of as well.
    """

    kind: ClassVar[str] = "absence"
    indicators: tuple[str, ...]
    places: tuple[str, ...]
    relation: Literal["none", "no_print", "no_actual", "no_settled"]
    since: str = ""
    is_everywhere: bool = False

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        for indicator in self.indicators:
            for place in self.places:
                if any(map(self._contradicts, known.list_printed(indicator, place))):
                    return "false"
                if self.relation == "none" and known.lists_derived(indicator, place):
                    return "false"
        return "true"

    def _contradicts(self, row: Figure) -> bool:
        if not self.is_everywhere and not row.is_of_whole_place:
            return False
        if self.since and (row.period_end is None or f"{row.period_end.year}" <= self.since):
            return False
        if self.relation in ("none", "no_print"):
            return True
        return row.is_settled if self.relation == "no_settled" else row.basis == "actual"

    def tell(self) -> ClaimRow:
        """See Claim."""
        relation = f"{self.relation}_everywhere" if self.is_everywhere else self.relation
        return ClaimRow(
            self.kind,
            relation,
            "|".join(self.indicators),
            places="|".join(self.places),
            period=f"{self.since}/.." if self.since else "",
        )


def _list_rows(found: Comparison) -> dict[str, AnyFigure]:
    return {one.place: one.row for one in found.standings if one.row is not None}


def _may_be_above(other: Interval, own: Interval) -> bool:
    """Return whether some value of one lies above some value of the other; equals do not."""
    return other.high is None or own.low is None or other.high > own.low


def _is_of_kind(standing: Standing, relation: str) -> bool:
    if relation == "bounded":
        return standing.kind == "bound"
    return standing.value is not None and not standing.takes_no_rank


def _tell_places(
    kind: str,
    relation: str,
    comparisons: Sequence[Comparison],
    rows: Sequence[AnyFigure],
    *,
    against: str = "",
    ends: tuple[int | None, int | None] = (None, None),
    total: int,
) -> ClaimRow:
    first = comparisons[0]
    return ClaimRow(
        kind,
        relation,
        "|".join(dict.fromkeys(found.measure for found in comparisons)),
        join_ids(rows),
        against,
        "|".join(standing.place for standing in first.standings),
        "|".join(found.period for found in comparisons),
        write_end(ends[0]),
        write_end(ends[1]),
        str(total),
    )
