"""Claims about a total and its parts, its remainder or its outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal

from helpers.analysis.claims.claim import (
    Claim,
    ClaimRow,
    KnownRows,
    Truth,
    are_alike,
    hold_within,
    join_ids,
    write_end,
)
from helpers.data.figures import Figure
from helpers.data.printed.intervals import add_all


@dataclass(frozen=True, kw_only=True)
class ShareClaim(Claim):
    """Some figures are parts of a total, leave a remainder of it, or are its outcomes.

    True when the codebook counts the indicators among the parts of the total, or among the
    outcomes of it for `outcome`, and all are actual figures of one place, scope, body, period and
    source. Relation `rest` states the remainder: true when total less parts lies between `low` and
    `high` for all that they may be. Relation `whole` is true when relations.csv makes each row a
    part of the total, and the numbers printed add up to it.

    Not for: parts that may overlap or are not printed beside the total.

    Attributes:
        parts: The parts spoken of.
        total: The whole.
        relation: `part`, `rest`, `outcome` or `whole`.
        low: Least remainder said.
        high: Greatest remainder said.
    """

    kind: ClassVar[str] = "share"
    parts: tuple[Figure, ...]
    total: Figure
    relation: Literal["part", "rest", "outcome", "whole"] = "part"
    low: Decimal | None = None
    high: Decimal | None = None

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        if self.relation == "whole":
            return self._judge_whole(known)
        named: Sequence[str] = known.codebook.parts_of(self.total.indicator)
        if self.relation == "outcome":
            related = known.codebook.related("indicator", "outcome_of")
            named = [row["subject"] for row in related if row["object"] == self.total.indicator]
        for part in self.parts:
            is_beside = are_alike(part, self.total, is_part=True)
            if part.indicator not in named or not is_beside or part.period != self.total.period:
                return "unverifiable"
            if part.source != self.total.source or part.basis != "actual":
                return "unverifiable"
        if self.relation != "rest":
            return "true"
        rest = known.find_ends(self.total) - add_all(map(known.find_ends, self.parts))
        return hold_within(rest, self.low, self.high)

    def _judge_whole(self, known: KnownRows) -> Truth:
        rows = known.codebook.related("figure", "part_of")
        of_total = {row["subject"] for row in rows if row["object"] == self.total.figure_id}
        if any(part.figure_id not in of_total for part in self.parts):
            return "unverifiable"
        together = sum(part.number for part in self.parts)
        return "true" if together == self.total.number else "false"

    def tell(self) -> ClaimRow:
        """See Claim."""
        return ClaimRow(
            self.kind,
            self.relation,
            "|".join(part.indicator for part in self.parts),
            join_ids(self.parts),
            join_ids([self.total]),
            self.total.place,
            self.total.period,
            write_end(self.low),
            write_end(self.high),
        )
