"""A chart of the steps of one process: a bar per step, from what is hoped for to what is done."""

from collections.abc import Sequence

import seaborn as sns
from matplotlib.axes import Axes

from helpers.charts.canvas import INK, TARGET, WIDTH, open_chart, save_chart
from helpers.charts.points import Point
from helpers.charts.timeline_chart import Lane

_OPEN = ("over", "at_least")
_CLOSED = ("at_most", "under")
_ARROW = 24
_INCHES_PER_COLUMN = 0.061
_POINTS_PER_INCH = 72


def draw_funnel(lanes: Sequence[Lane]) -> str:
    """Draw the steps of a process as bars from the left, in the order given.

    A step is not sorted by its size: where a later one is larger than the one before it, the bars
    say so. A hatched bar stands apart: it is no step between its neighbours, or counts another
    thing. A hollow one is no actual figure; an arrow leads away from a printed bound.

    Args:
        lanes: Steps with one point each, from the first to the last; values share one unit.

    Returns:
        The SVG text.
    """
    with open_chart(0.3 + 0.31 * len(lanes)) as (figure, axes):
        largest = max(lane.points[0].value for lane in lanes)
        for row, lane in enumerate(lanes):
            _draw_step(axes, row, lane)
        axes.set_yticks(range(len(lanes)), [lane.name for lane in lanes])
        axes.set_xticks([])
        axes.tick_params(length=0)
        axes.set_xlim(0, largest * _leave_room(lanes))
        axes.set_ylim(len(lanes) - 0.5, -0.5)
        sns.despine(fig=figure, bottom=True)
        return save_chart(figure)


def _draw_step(axes: Axes, row: int, lane: Lane) -> None:
    point = lane.points[0]
    colour = TARGET if point.basis == "target" else INK
    axes.barh(
        row,
        point.value,
        height=0.72,
        facecolor="white" if lane.is_apart or point.basis != "actual" else colour,
        edgecolor=colour,
        hatch="/////" if lane.is_apart else "",
        linewidth=1,
    )
    away = _ARROW if point.qualifier in _OPEN else -_ARROW
    if point.qualifier in (*_OPEN, *_CLOSED):
        axes.annotate(
            "",
            xy=(point.value, row),
            xytext=(away, 0),
            textcoords="offset points",
            arrowprops={"arrowstyle": "<-", "color": TARGET, "shrinkB": 3, "linewidth": 1.2},
        )
    axes.annotate(
        point.label,
        (point.value, row),
        xytext=(_ARROW + 6 if point.qualifier in _OPEN else 5, 0),
        textcoords="offset points",
        va="center",
        fontsize=8.5,
    )


def _leave_room(lanes: Sequence[Lane]) -> float:
    """Return how much wider than the longest bar the plot is, so that no label is cut off."""
    plot = max(WIDTH - max(_measure(lane.name) for lane in lanes), WIDTH / 3)
    points = [lane.points[0] for lane in lanes]
    largest = max(point.value for point in points)
    # Each bar and its own label must fit; the longest label may stand at a short bar.
    return max(
        point.value / largest / max(1 - _measure_label(point) / plot, 1 / 3) for point in points
    )


def _measure_label(point: Point) -> float:
    arrow = (_ARROW + 6) / _POINTS_PER_INCH if point.qualifier in _OPEN else 0.0
    return _measure(point.label) + arrow + 0.15


def _measure(text: str) -> float:
    """Return about how many inches a text is wide; a Chinese character is as wide as two."""
    columns = sum(2 if ord(character) > 0x2E80 else 1 for character in text)
    return columns * _INCHES_PER_COLUMN
