"""Targets for a level or a share by a deadline: base, latest figure, pace wanted and kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from helpers.analysis.changes import judge_target
from helpers.analysis.plans.pace import (
    compare_pace,
    find_end_year,
    find_interval,
    find_line,
    find_unit_kind,
    find_way,
    is_of_full_year,
    measure_pace,
)
from helpers.analysis.plans.plan_standing import Reason, TargetStanding, find_settled, follow_order
from helpers.data.codebook import Codebook
from helpers.data.figures import ROW, Figure, list_figures
from helpers.data.printed.intervals import point
from helpers.data.printed.periods import parse_period

_CEILINGS = ("at_most", "under")


def judge_level(
    observations: pd.DataFrame, targets: Sequence[Figure], codebook: Codebook
) -> TargetStanding:
    """Judge a target for a level or a share by a deadline."""
    target = targets[0]
    frame = find_settled(observations, target)
    # What may be anything shows neither that a target is met nor that it is missed.
    frame = frame[frame[ROW].map(lambda row: not row.takes_no_rank).astype("bool")]
    standing = TargetStanding("level", targets=targets)
    whole_years = frame["period"].map(lambda text: parse_period(text).is_full_year).astype("bool")
    levels = frame[whole_years | frame["measure"].ne("flow")]
    written = target.known_from.year
    before = levels[levels["period_end"].dt.year < written]
    after = levels[levels["period_end"].dt.year >= written]
    if target.qualifier in _CEILINGS:
        return replace(standing, reasons=("ceiling",))
    if levels.empty:
        return replace(standing, reasons=("no_figure",))
    latest = list_figures(levels)[-1]
    if len(after):
        # A base of the vintage of the latest figure, so that no pace crosses a revision.
        same = before[before["revision"].eq(latest.revision)]
        before = same if len(same) else before
    base = list_figures(before)[-1] if len(before) else None
    standing = replace(standing, base=base, latest=latest)
    deadline = target.period_end
    is_open_ended = deadline is None
    held = levels
    if base is not None:
        held = levels[levels["period_end"] >= pd.Timestamp(base.period_end or date.max)]
    state, shown = judge_target(held, replace(target, period_end=deadline or date.max))
    standing = _add_pace(standing, frame=levels, codebook=codebook)
    if state == "reached" and shown is not None:
        low = find_interval(shown, codebook).low
        caveat: tuple[Reason, ...] = ("rounding",) if low is None or low < find_line(target) else ()
        return replace(standing, verdict="met", reached=shown, required=None, reasons=caveat)
    if state == "missed":
        return replace(standing, verdict="behind", reasons=("deadline_missed",))
    if state == "no_figure_at_deadline":
        earlier = list_figures(levels[levels["period_end"] < pd.Timestamp(deadline or date.max)])
        around = [*earlier[-1:], *([shown] if shown else [])]
        return replace(standing, reasons=("no_figure_at_deadline",), around=around, way=None)
    if base is not None and base == latest:
        return replace(standing, reasons=("no_figure_since",))
    return _judge_pace(standing, base, latest, is_open_ended=is_open_ended)


def _judge_pace(
    standing: TargetStanding, base: Figure | None, latest: Figure, *, is_open_ended: bool
) -> TargetStanding:
    if is_open_ended:
        return replace(standing, reasons=("no_deadline",))
    if base is not None and base.revision != latest.revision:
        return replace(standing, reasons=("revised",))
    if standing.so_far is None or standing.required is None:
        return replace(standing, reasons=("no_two_levels",))
    return follow_order(standing, compare_pace(standing.so_far, standing.required))


def _add_pace(standing: TargetStanding, frame: pd.DataFrame, codebook: Codebook) -> TargetStanding:
    """Work out the pace wanted from the latest figure in time, and the pace since the base."""
    target, base, latest = standing.targets[0], standing.base, standing.latest
    kind, line = find_unit_kind(target, codebook), find_line(target)
    due = target.period_end
    in_time: list[Figure] = []
    if due is not None:
        in_time = list_figures(frame[frame["period_end"] <= pd.Timestamp(due)])
    required, so_far, way = None, None, None
    if due is not None and in_time and is_of_full_year(in_time[-1]):
        last = find_interval(in_time[-1], codebook)
        required = measure_pace(last, point(line), find_end_year(in_time[-1]), due.year, kind)
    if base is None or latest is None or base == latest:
        return replace(standing, required=required)
    if base.revision == latest.revision:
        way = find_way(base.number, latest.number, line)
        if is_of_full_year(base) and is_of_full_year(latest):
            first, last = find_interval(base, codebook), find_interval(latest, codebook)
            so_far = measure_pace(first, last, find_end_year(base), find_end_year(latest), kind)
    return replace(standing, required=required, so_far=so_far, way=way)
