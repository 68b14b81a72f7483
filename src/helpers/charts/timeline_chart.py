"""Charts of one place: points in time, and bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import seaborn as sns
from matplotlib.axes import Axes

from helpers.charts.canvas import INK, SOFT, TARGET, open_chart, save_chart
from helpers.charts.points import (
    CLOSED,
    OPEN,
    Point,
    PointMark,
    draw_marks,
    join_points,
    point_away,
)

_LABELS_SIDE_BY_SIDE = 5


@dataclass(frozen=True)
class Lane:
    """One row of a lane or bar chart: its name, its points, whether it stands apart."""

    name: str
    points: Sequence[Point]
    is_apart: bool = False


def draw_timeline(points: Sequence[Point]) -> str:
    """Draw figures of one indicator over the years.

    Only points of one series are joined, dotted where years between them are not printed:
    nothing is interpolated and vintages never mix.

    Args:
        points: Figures with year, value, basis, qualifier and series.

    Returns:
        The SVG text.
    """
    with open_chart(1.9) as (figure, axes):
        join_points(axes, [[point for point in points if point.basis != "target"]], SOFT)
        draw_marks(axes, [PointMark(p.when, p.value, p.basis, p.qualifier) for p in points], "up")
        for point in points:
            place = _place_label(point, points)
            axes.annotate(point.label, (point.when, point.value), **place)
        years = [point.when for point in points]
        axes.set_xlim(min(years) - 0.6, max(years) + 0.9)
        axes.set_xticks(range(int(min(years)), int(max(years)) + 1))
        axes.set_ylim(0, max(point.value for point in points) * 1.3)
        axes.set_yticks([])
        sns.despine(fig=figure, left=True)
        axes.tick_params(length=0)
        return save_chart(figure)


def _place_label(point: Point, points: Sequence[Point]) -> dict[str, Any]:
    rivals = sorted(p.value for p in points if p.when == point.when)
    colour = TARGET if point.basis == "target" else INK
    style: dict[str, Any] = {"textcoords": "offset points", "color": colour, "fontsize": 9}
    if len(rivals) > 1 and point.value == rivals[0]:
        return style | {"xytext": (0, -8), "ha": "center", "va": "top"}
    if len(rivals) > 1 and point.value == rivals[-1]:
        return style | {"xytext": (0, 8), "ha": "center", "va": "bottom"}
    if point.qualifier in OPEN:
        return style | {"xytext": (9, 0), "ha": "left", "va": "center"}
    span = max(p.when for p in points) - min(p.when for p in points)
    follower = min((p.when for p in points if p.when > point.when), default=None)
    if follower is not None and follower - point.when < span / _LABELS_SIDE_BY_SIDE:
        return style | {"xytext": (0, -8), "ha": "center", "va": "top"}
    return style | {"xytext": (0, 8), "ha": "center", "va": "bottom"}


def draw_bars(lanes: Sequence[Lane]) -> str:
    """Draw one horizontal bar per lane; a hatched one stands apart: a remainder, a shorter period.

    Args:
        lanes: Lanes with one point each, from top to bottom; values share one unit.

    Returns:
        The SVG text.
    """
    with open_chart(0.3 + 0.26 * len(lanes)) as (figure, axes):
        largest = max(lane.points[0].value for lane in lanes)
        for row, lane in enumerate(lanes):
            point = lane.points[0]
            hollow = lane.is_apart or point.basis != "actual"
            colour = TARGET if point.basis == "target" else INK
            axes.barh(
                row,
                point.value,
                height=0.56,
                facecolor="white" if hollow else colour,
                edgecolor=colour,
                hatch="/////" if lane.is_apart else "",
                linewidth=1,
            )
            shift = 5
            if point.qualifier in OPEN:
                shift = 30
                point_away(axes, point.value, row, colour, (24, 0))
            elif point.qualifier in CLOSED:
                point_away(axes, point.value, row, TARGET, (-24, 0))
            axes.annotate(
                point.label,
                (point.value, row),
                xytext=(shift, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
            )
        _name_rows(axes, lanes)
        is_open = any(lane.points[0].qualifier in OPEN for lane in lanes)
        axes.set_xlim(0, largest * (1.5 if is_open else 1.3))
        axes.set_ylim(len(lanes) - 0.5, -0.5)
        sns.despine(fig=figure, bottom=True)
        return save_chart(figure)


def _name_rows(axes: Axes, lanes: Sequence[Lane]) -> None:
    axes.set_yticks(range(len(lanes)), [lane.name for lane in lanes])
    axes.set_xticks([])
    axes.tick_params(length=0)
