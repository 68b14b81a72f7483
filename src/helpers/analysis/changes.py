"""Change, targets and composition of a few figures, as numbers without words.

Targets never enter a change or a level; only figures of one vintage are compared over time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import pandas as pd

from helpers.data.codebook import Codebook
from helpers.data.figures import Figure, list_figures, order_by_period
from helpers.data.printed.periods import parse_period

_FEWEST = 2
Direction = Literal["rose", "fell", "held"]
TargetState = Literal["reached", "missed", "open", "no_figure", "no_figure_at_deadline"]


@dataclass(frozen=True)
class Change:
    """Two figures of one indicator and one source, years apart."""

    first: Figure
    second: Figure
    direction: Direction


@dataclass(frozen=True)
class Composition:
    """A total, its printed parts, and what the parts do not explain, in the unit of the total."""

    total: Figure
    parts: Sequence[Figure]
    remainder: Decimal


def _is_year(text: str) -> bool:
    return parse_period(text).is_full_year


def list_changes(frame: pd.DataFrame) -> list[Change]:
    """List the changes up to the last actual year that one series prints, the longest first.

    The series is that of the latest source with two or more exact years. No change starts or ends
    at a doubted figure.
    """
    if len(frame) < _FEWEST:
        return []
    years = frame[
        frame["basis"].eq("actual")
        & frame["qualifier"].eq("exact")
        & frame["period"].map(_is_year).astype("bool")
        & frame["doubt"].eq("")
    ]
    # Editions of one series print one line, but not across a revision of what it rests on.
    line = years["series"].where(years["series"].ne(""), years["source"])
    for _, group in sorted(
        years.groupby([line, "revision"]),
        key=lambda item: (item[1]["known_from"].max(), item[1]["period_end"].max()),
        reverse=True,
    ):
        *before, last = list_figures(group.sort_values("period_end", kind="stable"))
        changes = [_compare(first, last) for first in before if first.period != last.period]
        if changes:
            return changes
    return []


def _compare(first: Figure, second: Figure) -> Change:
    difference = second.number - first.number
    return Change(first, second, "rose" if difference > 0 else "fell" if difference else "held")


def latest_actual(frame: pd.DataFrame) -> Figure | None:
    """Return the latest actual figure, whole years and points in time before parts of years.

    Of the latest period it is that of the latest vintage.
    """
    actual = [row for row in list_figures(frame) if row.basis == "actual"]
    whole = [row for row in actual if row.measure != "flow" or _is_year(row.period)]
    return next(reversed(order_by_period(whole or actual)), None)


def targets_of(frame: pd.DataFrame) -> list[Figure]:
    """Return the targets among the observations of one indicator, earliest deadline first."""
    targets = [row for row in list_figures(frame) if row.basis == "target"]
    return sorted(targets, key=lambda row: row.period_end or date.max)


def judge_target(frame: pd.DataFrame, target: Figure) -> tuple[TargetState, Figure | None]:
    """Set the level of an indicator against a target for it, not one for growth.

    Returned are how it stands and the figure that says so: the first one that reaches it before the
    deadline, the one of the deadline, or the latest one.
    """
    deadline = target.period_end
    aim = target.value_low if target.value is None else target.value
    rows = list_figures(frame)
    actual = order_by_period(row for row in rows if row.is_settled and row.value is not None)
    if not actual:
        return "no_figure", None
    dated = [(figure.period_end, figure) for figure in actual if figure.period_end is not None]
    in_time = [figure for end, figure in dated if deadline is not None and end <= deadline]
    must_exceed = target.qualifier == "over"
    reached = [
        figure
        for figure in in_time
        if aim is not None and (figure.number > aim or (figure.number == aim and not must_exceed))
    ]
    if reached:
        return "reached", reached[0]
    due = [figure for end, figure in dated if end == deadline]
    if due:
        return "missed", due[-1]
    after = [figure for end, figure in dated if deadline is not None and end > deadline]
    if after:
        return "no_figure_at_deadline", after[0]
    return "open", actual[-1]


def find_composition(
    frame: pd.DataFrame, observations: pd.DataFrame, codebook: Codebook
) -> Composition | None:
    """Set a total against the parts printed beside it, of which two at least are exact."""
    total = latest_actual(frame)
    if total is None or total.qualifier != "exact":
        return None
    same = observations[
        observations["indicator"].isin(codebook.parts_of(total.indicator))
        & observations["qualifier"].eq("exact")
        & observations["basis"].eq("actual")
    ]
    for column in ("place", "scope", "period", "source"):
        same = same[same[column].eq(getattr(total, column))]
    parts = list_figures(same)
    if len(parts) < 2:
        return None
    together = sum((part.number for part in parts), Decimal(0))
    return Composition(total, parts, total.number - together)
