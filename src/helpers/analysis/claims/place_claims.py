"""Claims about a place among others: who is first or last, and which rank a place has."""

from collections.abc import Sequence
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
from helpers.analysis.standings import Comparison
from helpers.data.figures import AnyFigure
from helpers.data.printed.intervals import Interval


@dataclass(frozen=True, kw_only=True)
class ExtremeClaim(Claim):
    """A place has the highest or the lowest value of those with a figure.

    True when its whole interval lies beyond the interval of every other place of the comparison
    that has a value or a bound: a place of which only "at most 2.65%" is known counts. Open where
    they meet. Places without a figure, and those whose doubted value takes no rank, are outside;
    the sentence, or the line under it, names them.

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
        rows = list_ranked(self.comparison)
        own = rows.get(self.place)
        if own is None:
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
        rows = [row for name, row in list_rows(found).items() if name == self.place]
        return tell_places(self.kind, self.relation, [found], rows, total=len(list_ranked(found)))


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
        rows = list_ranked(self.comparison)
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
        rows = [row for name, row in list_rows(found).items() if name == self.place]
        ends = (self.best, self.worst)
        return tell_places(self.kind, "rank", [found], rows, ends=ends, total=self.total)


def claim_rank(comparison: Comparison, place: str) -> RankClaim:
    """Return the claim that a place has the rank that a comparison gives it."""
    own = comparison.ranks[place]
    return RankClaim(
        comparison=comparison,
        place=place,
        best=own.best,
        worst=own.worst,
        total=len(comparison.ranks),
    )


def _may_be_above(other: Interval, own: Interval) -> bool:
    """Return whether some value of one lies above some value of the other; equals do not."""
    return other.high is None or own.low is None or other.high > own.low


def list_rows(found: Comparison) -> dict[str, AnyFigure]:
    """Return the row of each place that has a value or a bound."""
    return {one.place: one.row for one in found.standings if one.row is not None}


def list_ranked(found: Comparison) -> dict[str, AnyFigure]:
    """Return the row of each place that may be ranked."""
    return {place: row for place, row in list_rows(found).items() if not row.takes_no_rank}


def tell_places(
    kind: str,
    relation: str,
    comparisons: Sequence[Comparison],
    rows: Sequence[AnyFigure],
    *,
    against: str = "",
    ends: tuple[int | None, int | None] = (None, None),
    total: int,
) -> ClaimRow:
    """Return a claim about places as data; `ends` are those of the number that it states."""
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
