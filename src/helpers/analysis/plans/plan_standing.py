"""The standing of one target, and the figures that it may be compared with.

Only actual figures that are settled are held against a target: no estimate, nothing provisional,
never another class, scope or body.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from helpers.analysis.plans.pace import Order, Pace, find_unit_kind
from helpers.audit.facts import group_by
from helpers.data.codebook import Codebook
from helpers.data.figures import Figure, are_settled, list_figures
from helpers.data.printed.intervals import Interval
from helpers.data.printed.periods import parse_period

Kind = Literal["level", "growth", "yearly", "total", "relative"]
Verdict = Literal["met", "on_track", "behind", "cannot_tell"]
Reason = Literal[
    "no_figure",
    "unfit",
    "no_figure_since",
    "no_figure_at_deadline",
    "no_two_levels",
    "no_average",
    "no_deadline",
    "provisional_base",
    "evidence_differs",
    "rate_doubted",
    "net_of_losses",
    "no_whole_total",
    "other_span",
    "revised",
    "rounding",
    "ceiling",
    "new_or_all",
    "targets_differ",
    "deadline_missed",
    "clearly_unsaid",
]
VERDICTS: Sequence[Verdict] = ("met", "on_track", "behind", "cannot_tell")
_WHOLE_PLACES = ("whole_city", "county")
_SAME_TARGET = ("indicator", "place", "period", "value", "value_low", "value_high")
_ABOUT = ("place", "scope", "entity", "unit")
_PLAIN = ("exact", "over", "at_least")


@dataclass(frozen=True)
class TargetStanding:
    """One target and how it stands.

    Attributes:
        kind: What is aimed at: a level, growth, so many each year, a total, or more than elsewhere.
        verdict: Whether it is met, on track, behind, or cannot be told.
        targets: The printed figures that state it, the same statement once or twice; empty for a
            target relative to another place.
        relative: The row of a relative target.
        base: The last settled figure from before the target was written.
        latest: The latest settled figure.
        required: Pace from the latest figure in time to the target.
        so_far: Pace from the base to the latest figure.
        stated: The printed rate or yearly number that shows the pace instead of two levels.
        implied: Yearly growth that other printed figures imply, in per cent, where a stated rate
            is doubted.
        implied_by: The printed figures that imply it.
        reference: The figure of the place that a relative target looks to.
        reached: The first figure that reaches it.
        around: The nearest figures before and after a deadline that has none.
        way: Share of the way from base to target, where it can be drawn.
        reasons: Why the verdict is what it is, the first one first; caveats of one that stands.
    """

    kind: Kind
    verdict: Verdict = "cannot_tell"
    targets: Sequence[Figure] = ()
    relative: Mapping[str, str] | None = None
    base: Figure | None = None
    latest: Figure | None = None
    required: Pace | None = None
    so_far: Pace | None = None
    stated: Figure | None = None
    implied: Interval | None = None
    implied_by: Sequence[Figure] = ()
    reference: Figure | None = None
    reached: Figure | None = None
    around: Sequence[Figure] = ()
    way: float | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def figures(self) -> list[Figure]:
        """All figures it rests on, the targets first."""
        rest = (self.base, self.latest, self.stated, self.reached, self.reference)
        return [*self.targets, *self.around, *(figure for figure in rest if figure is not None)]


def list_targets(observations: pd.DataFrame, places: Collection[str]) -> list[list[Figure]]:
    """List the targets of some cities and counties as wholes; one printed twice is listed once.

    The planned size of a body, such as a fund, is no target of its city.
    """
    chosen = observations[
        observations["basis"].eq("target")
        & observations["place"].isin(list(places))
        & observations["scope"].isin(_WHOLE_PLACES)
        & observations["entity"].eq("")
    ]
    return list(group_by(list_figures(chosen), *_SAME_TARGET).values())


def find_settled(observations: pd.DataFrame, like: Figure, indicator: str = "") -> pd.DataFrame:
    """Find the settled figures, of its own or another indicator, that may be held against a target.

    The earliest comes first.
    """
    frame = find_evidence(observations, like, indicator)
    frame = frame[frame["qualifier"].isin(_PLAIN) & frame["value"].notna()]
    if frame.empty:
        return frame
    own = frame["source"].eq(like.source)
    ordered = frame.assign(own=own).sort_values(["period_end", "own", "known_from"], kind="stable")
    return ordered.drop(columns="own")


def find_evidence(observations: pd.DataFrame, like: Figure, indicator: str = "") -> pd.DataFrame:
    """Find the settled figures about what a target is about, those too coarse for it included.

    Arguments are those of `find_settled`.
    """
    frame = observations[observations["indicator"].eq(indicator or like.indicator)]
    is_meant = are_settled(frame)
    for column in _ABOUT[:-1] if indicator else _ABOUT:
        is_meant &= frame[column].eq(getattr(like, column))
    return frame[is_meant]


def classify(target: Figure, codebook: Codebook) -> Kind:
    """Return what a target aims at: counts that are made within a plan are a total of its years."""
    if parse_period(target.period).kind == "each":
        return "yearly"
    if target.measure == "growth":
        return "growth"
    is_count = find_unit_kind(target, codebook) == "count"
    return "total" if is_count and target.measure in ("flow", "cumulative") else "level"


def follow_order(standing: TargetStanding, order: Order, *, is_due: bool = False) -> TargetStanding:
    """Return the standing with the verdict of a comparison; rounding may leave it open.

    When the deadline has come, nothing is left to do.
    """
    if order == "open":
        return replace(standing, reasons=("rounding",))
    if order == "ahead":
        return replace(standing, verdict="met" if is_due else "on_track")
    missed: tuple[Reason, ...] = ("deadline_missed",) if is_due else ()
    return replace(standing, verdict="behind", reasons=missed)
