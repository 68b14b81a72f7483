"""The chart of a ladder: a lane for each rung, what is newly built on a line of its own.

One and three hundred stand together, so lengths go by the square root and every mark is labelled.
A hollow plus is what was newly built; an open square would say that it is derived.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from helpers.charts.canvas import INK, PALE, SOFT, draw_mark, open_chart, save_chart, write_at
from helpers.charts.points import OPEN, Point, PointMark, draw_marks

_LINE, _EMPTY, _BETWEEN = 1.0, 0.72, 0.12
_INCHES = 0.2
_PART_OF_WIDTH = 0.6
_NEAR = 0.85
_ARROW = 27


@dataclass(frozen=True)
class LadderLine:
    """Marks on one line and the words at its end.

    Attributes:
        label: The figures as the report writes them.
        points: The figures; a range is given by its two ends.
        is_new: Whether they count what is newly built, not the stock.
    """

    label: str
    points: Sequence[Point]
    is_new: bool = False


@dataclass(frozen=True)
class LadderLane:
    """One rung of the chart.

    Attributes:
        name: Name and level of the rung.
        lines: Its stock and target, and what is newly built; none where nothing is printed.
        missing: What the lane says where nothing is printed.
    """

    name: str
    lines: Sequence[LadderLine]
    missing: str = ""


def draw_ladder(rungs: Sequence[LadderLane]) -> str:
    """Return the SVG of the rungs of a ladder from the top, on one square-root scale from zero."""
    heights = [_BETWEEN + (_LINE * len(rung.lines) or _EMPTY) for rung in rungs]
    with open_chart(0.1 + _INCHES * sum(heights)) as (figure, axes):
        ticks, top = [], 0.0
        labels: list[tuple[float, Annotation]] = []
        for rung, height in zip(rungs, heights, strict=True):
            ticks.append(top + height / 2)
            for number, line in enumerate(rung.lines):
                labels.append(_draw_line(axes, line, top + (_BETWEEN + _LINE) / 2 + number * _LINE))
            if not rung.lines:
                axes.annotate(rung.missing, (0, ticks[-1]), va="center", color=SOFT, fontsize=7.5)
            top += height
        axes.set_yticks(ticks, [rung.name for rung in rungs], fontsize=8)
        for rung, text in zip(rungs, axes.get_yticklabels(), strict=True):
            text.set_color(INK if rung.lines else SOFT)
        axes.set_xticks([])
        axes.tick_params(length=0)
        axes.set_ylim(top, 0)
        sns.despine(fig=figure, left=True, bottom=True)
        _make_room(figure, axes, labels)
        return save_chart(figure)


def _make_room(figure: Figure, axes: Axes, labels: Sequence[tuple[float, Annotation]]) -> None:
    """Set the scale so that every label ends inside the picture."""
    largest = max(end for end, _ in labels) or 1.0
    axes.set_xlim(0, largest / _PART_OF_WIDTH)
    figure.draw_without_rendering()  # the layout, and with it the room for labels, is known now
    width = axes.get_window_extent().width
    part = _PART_OF_WIDTH
    for end, label in labels:
        extent = label.get_window_extent()
        needed = extent.x1 - axes.transData.transform((end, 0))[0]
        if end:
            part = min(part, (width - needed) / width * largest / end)
    axes.set_xlim(0, largest / part)


def _draw_line(axes: Axes, line: LadderLine, height: float) -> tuple[float, Annotation]:
    """Draw the marks of a line; return where they end and the label beyond them."""
    ends = [math.sqrt(point.value) for point in line.points]
    axes.plot([0, max(ends)], [height, height], color=PALE, linewidth=1.2, zorder=1)
    reach = 0
    for point, end in zip(line.points, ends, strict=True):
        if line.is_new and point.basis == "actual":
            style = {"markeredgewidth": 1.2, "linestyle": "none", "clip_on": False}
            draw_mark(axes, (end, height), "P", 8.5, "white", INK, **style)
        else:
            draw_marks(axes, [PointMark(end, height, point.basis, point.qualifier)], "right")
        if point.qualifier in OPEN and end > max(ends) * _NEAR:
            reach = _ARROW
    label = write_at(axes, line.label, (max(ends), height), (8 + reach, 0), fontsize=8)
    return max(ends), label
