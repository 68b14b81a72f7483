"""Claims about targets and about figures that do not fit: standing, pace, contradiction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from helpers.analysis.claims.claim import (
    Claim,
    ClaimRow,
    KnownRows,
    Order,
    Truth,
    expect_order,
    find_order,
    join_ids,
    write_end,
)
from helpers.analysis.plans.plan_standing import TargetStanding, Verdict
from helpers.audit.facts import Finding
from helpers.data.figures import Figure
from helpers.data.printed.intervals import Interval, point

_ABOUT = ("indicator", "place", "scope", "entity", "unit")


@dataclass(frozen=True, kw_only=True)
class TargetClaim(Claim):
    """A level stands to a target for it.

    Relations, of settled figures of the same indicator, place, scope and body:

    * `reached`: the figure ends by the deadline and is surely no less than the target.
    * `above`: the figure is surely no less than the target; nothing is said of the time.
    * `missed`: the figure is of the deadline itself and surely less.
    * `short`: the figure is surely less, and the deadline has not come by its period.
    * `untold`: no settled figure of the deadline is known, and none before it reaches the target.

    A target is a set number, so it has no rounding; one "over" a number must be exceeded.

    Not for: growth, yearly or relative targets (`PlanClaim`), a deadline that is past told as to
    come, "met" where only a later figure is known.

    Attributes:
        target: The printed target.
        figure: The figure held against it; None for `untold` where there is none at all.
        relation: As above.
    """

    kind: ClassVar[str] = "target"
    target: Figure
    figure: Figure | None
    relation: Literal["reached", "above", "missed", "short", "untold"]

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        if self.target.basis != "target" or self.target.period_end is None:
            return "unverifiable"
        if self.relation == "untold":
            return self._judge_untold(known)
        row, due = self.figure, self.target.period_end
        if row is None or row.period_end is None or not _is_evidence(row, self.target):
            return "unverifiable"
        times = {
            "reached": row.period_end <= due,
            "missed": row.period_end == due,
            "short": row.period_end < due,
        }
        if not times.get(self.relation, True):
            return "false"
        wanted = "above" if self.relation in ("reached", "above") else "below"
        return _set_against(row, self.target, wanted, known)

    def _judge_untold(self, known: KnownRows) -> Truth:
        due = self.target.period_end
        for row in known.list_printed(self.target.indicator, self.target.place):
            if not _is_evidence(row, self.target) or row.period_end is None or due is None:
                continue
            is_met = _set_against(row, self.target, "above", known) == "true"
            if row.period_end == due or (row.period_end < due and is_met):
                return "false"
        return "true"

    def tell(self) -> ClaimRow:
        """See Claim."""
        figures = [] if self.figure is None else [self.figure]
        return ClaimRow(
            self.kind,
            self.relation,
            self.target.indicator,
            join_ids(figures),
            join_ids([self.target]),
            self.target.place,
            self.target.period,
        )


@dataclass(frozen=True, kw_only=True)
class PlanClaim(Claim):
    """The pace from base to latest figure, and with it the verdict on one target or on several.

    True when every standing bears the verdict, as `analysis.plans` works it out from intervals,
    and their number is the one said. A target printed twice is one target.

    Not for: a target without a figure told as behind.

    Attributes:
        standings: The targets counted.
        relation: The verdict that each of them bears, or `targets` for all there are.
        total: Of how many targets; 0 where the sentence is about one.
    """

    kind: ClassVar[str] = "pace"
    standings: tuple[TargetStanding, ...]
    relation: Verdict | Literal["targets"]
    total: int = 0

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        del known  # the standings are judged of all known rows
        keys = [_name_target(standing) for standing in self.standings]
        if len(set(keys)) < len(keys):
            return "false"
        if self.relation == "targets":
            return "true"
        return "true" if {one.verdict for one in self.standings} <= {self.relation} else "false"

    def tell(self) -> ClaimRow:
        """See Claim."""
        figures = [row for one in self.standings for row in one.figures if row not in one.targets]
        names = (one.targets[0].indicator for one in self.standings if one.targets)
        return ClaimRow(
            self.kind,
            self.relation,
            "|".join(dict.fromkeys(names)),
            join_ids(dict.fromkeys(figures)),
            "|".join(map(_name_target, self.standings)),
            low=str(len(self.standings)),
            high=str(len(self.standings)),
            total=write_end(self.total or None),
        )


# What a finding may name of parties, in this order.
_PARTIES = ("pairs", "local", "partner", "parties", "others", "former")


@dataclass(frozen=True, kw_only=True)
class ContradictionClaim(Claim):
    """Some figures cannot all be true, or nobody can tell whether they can.

    True when the audit finds so: its checks compare intervals of prints, and each says what it
    assumes.

    Not for: figures that some reading of the print makes compatible.

    Attributes:
        finding: What the audit found.
        relation: Its verdict.
    """

    kind: ClassVar[str] = "contradiction"
    finding: Finding
    relation: Literal["inconsistent", "undecided"]

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        del known  # the audit has looked at all known rows
        return "true" if self.finding.verdict == self.relation else "false"

    def tell(self) -> ClaimRow:
        """See Claim."""
        rows, numbers = self.finding.figures, self.finding.numbers
        names: Sequence[str] = list(dict.fromkeys(row.indicator for row in rows))
        parties = (str(numbers[name]) for name in _PARTIES if name in numbers)
        return ClaimRow(
            self.kind,
            f"{self.relation}_{self.finding.check}",
            "|".join(names),
            join_ids(rows),
            against="|".join(parties),
            places=str(numbers.get("place", "")),
        )


def _is_evidence(row: Figure, target: Figure) -> bool:
    is_alike = all(getattr(row, name) == getattr(target, name) for name in _ABOUT)
    return is_alike and row.is_settled and (row.value is not None or row.value_low is not None)


def _set_against(row: Figure, target: Figure, wanted: str, known: KnownRows) -> Truth:
    """Return whether a figure is surely no less than a target, or surely less."""
    aim = target.value_low if target.value is None else target.value
    if aim is None:
        return "unverifiable"
    own = known.find_ends(row)
    line: Interval = point(aim)
    must_exceed = target.qualifier == "over"
    if wanted == "above" and not must_exceed and own.low is not None and own.low >= aim:
        return "true"
    if wanted == "below" and must_exceed and own.high is not None and own.high <= aim:
        return "true"
    order: Order = "above" if wanted == "above" else "below"
    found = find_order(own, line)
    if found == "equal":
        return "false"
    return expect_order(found, order)


def _name_target(standing: TargetStanding) -> str:
    if standing.targets:
        return standing.targets[0].figure_id
    return (standing.relative or {}).get("target_id", "")
