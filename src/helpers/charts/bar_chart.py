"""Horizontal bars: the steps of a process, or the parts of a total."""

from collections.abc import Sequence
from dataclasses import dataclass

import seaborn as sns
from matplotlib.axes import Axes

from helpers.charts.canvas import INK, TARGET, WIDTH, name_rows, open_chart, save_chart, write_at
from helpers.charts.fitting.text_width import POINTS_PER_INCH, measure_text
from helpers.charts.points import CLOSED, OPEN, Point, point_away

_ARROW = 24
_PITCH, _THICKNESS = 0.29, 0.66
_SIZE = 8.5


@dataclass(frozen=True)
class Lane:
    """One bar: its name, its figure, and whether it stands apart: a remainder, another period."""

    name: str
    point: Point
    is_apart: bool = False


def draw_bars(lanes: Sequence[Lane]) -> str:
    """Return the SVG of one horizontal bar per lane, in the order given.

    A step is not sorted by its size: where a later one is larger than the one before it, the bars
    say so. A hatched bar stands apart: it is no step between its neighbours, or counts another
    thing. A hollow one is no actual figure; an arrow leads away from a printed bound.
    """
    with open_chart(0.3 + _PITCH * len(lanes)) as (figure, axes):
        largest = max(lane.point.value for lane in lanes)
        for row, lane in enumerate(lanes):
            _draw_step(axes, row, lane)
        name_rows(axes, [lane.name for lane in lanes])
        axes.set_xlim(0, largest * _leave_room(lanes))
        axes.set_ylim(len(lanes) - 0.5, -0.5)
        sns.despine(fig=figure, bottom=True)
        return save_chart(figure)


def _draw_step(axes: Axes, row: int, lane: Lane) -> None:
    point = lane.point
    colour = TARGET if point.basis == "target" else INK
    axes.barh(
        row,
        point.value,
        height=_THICKNESS,
        facecolor="white" if lane.is_apart or point.basis != "actual" else colour,
        edgecolor=colour,
        hatch="/////" if lane.is_apart else "",
        linewidth=1,
    )
    away = _ARROW if point.qualifier in OPEN else -_ARROW
    if point.qualifier in (*OPEN, *CLOSED):
        point_away(axes, point.value, row, TARGET, (away, 0))
    beside = _ARROW + 6 if point.qualifier in OPEN else 5
    write_at(axes, point.label, (point.value, row), (beside, 0), fontsize=_SIZE)


def _leave_room(lanes: Sequence[Lane]) -> float:
    """Return how much wider than the longest bar the plot is, so that no label is cut off."""
    plot = max(WIDTH - max(measure_text(lane.name, _SIZE) for lane in lanes), WIDTH / 3)
    points = [lane.point for lane in lanes]
    largest = max(point.value for point in points)
    # Each bar and its own label must fit; the longest label may stand at a short bar.
    return max(
        point.value / largest / max(1 - _measure_label(point) / plot, 1 / 3) for point in points
    )


def _measure_label(point: Point) -> float:
    arrow = (_ARROW + 6) / POINTS_PER_INCH if point.qualifier in OPEN else 0.0
    return measure_text(point.label, _SIZE) + arrow + 0.15
