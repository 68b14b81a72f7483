"""The figures of service: steps of one drive, and counts of the whole city beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.data.codebook import Codebook
from helpers.data.figures import Figure

_IN_ONE_DRIVE = ("source", "place", "entity", "period")


@dataclass(frozen=True)
class ServiceSteps:
    """The figures for the chart of one drive, and those left for a table.

    Attributes:
        whole: What the outcomes were counted out of.
        outcomes: What came of it; they may overlap and are no parts of a whole.
        steps: All counts of the drive in the order of the codebook, the whole and outcomes too.
        beside: Counts of the whole city, which cover other periods.
        others: All other figures.
    """

    whole: Figure
    outcomes: Sequence[Figure]
    steps: Sequence[Figure]
    beside: Sequence[Figure]
    others: Sequence[Figure]


def find_service_steps(figures: Sequence[Figure], codebook: Codebook) -> ServiceSteps | None:
    """Find the latest drive of which outcomes are printed beside what they were counted out of."""
    related = codebook.related("indicator", "outcome_of")
    pairs = {(row["subject"], row["object"]) for row in related}
    counts = [f for f in figures if codebook.units[f.unit]["kind"] == "count"]
    drives = []
    for whole in counts:
        same = [
            f
            for f in counts
            if all(getattr(f, name) == getattr(whole, name) for name in _IN_ONE_DRIVE)
        ]
        steps = [f for f in same if f.basis == "actual"]
        outcomes = [f for f in steps if (f.indicator, whole.indicator) in pairs]
        if outcomes and whole in steps:
            drives.append((whole, outcomes, steps))
    if not drives:
        return None
    whole, outcomes, steps = max(drives, key=lambda drive: drive[0].known_from)
    drawn = {f.figure_id for f in steps}
    beside = [f for f in counts if f.scope == "whole_city" and f.figure_id not in drawn]
    drawn |= {f.figure_id for f in beside}
    others = [f for f in figures if f.figure_id not in drawn]
    return ServiceSteps(whole, outcomes, steps, beside, others)
