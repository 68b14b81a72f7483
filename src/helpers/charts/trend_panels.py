"""Small charts of one place over the years, two in a row: the place bold, those around it pale."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.axes import Axes

from helpers.charts.canvas import (
    INK,
    PALE,
    SOFT,
    TARGET,
    WIDTH,
    Picture,
    open_chart,
    save_chart,
    write_at,
)
from helpers.charts.label_columns import spread_labels
from helpers.charts.label_placement import BEHIND, Label, label_marks
from helpers.charts.points import Point, PointMark, draw_marks, join_points

_IN_A_ROW = 2
# In inches: height of a panel with its title, and the margins around its axes.
_PANEL, _LEFT, _RIGHT, _BELOW, _ABOVE = 1.62, 0.15, 0.55, 0.22, 0.32
_GUTTER, _NAME_GAP, _WING = 0.2, 0.13, 0.04
_SMALL, _PLAIN = 7.6, 8.0
_HEADROOM = 1.3
_ROOM_AT_ENDS = 0.6


@dataclass(frozen=True)
class Background:
    """The figures of a place around the own one, such as the province."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Panel:
    """One measure over the years.

    Attributes:
        title: Measure and unit.
        points: The figures of the place; only those of one series are joined.
        around: The places around it, the nearest first.
        told: The years that the title of the chart tells; they are labelled first of all.
    """

    title: str
    points: Sequence[Point]
    around: Sequence[Background] = ()
    told: Sequence[float] = ()


def draw_panels(panels: Sequence[Panel]) -> Picture:
    """Return the SVG of panels, two in a row, each on a scale of its own from zero.

    The first, the last, the highest and the lowest figure of the place are labelled, as far as
    there is room; a table holds the others.

    Args:
        panels: The panels in reading order.
    """
    rows = -(-len(panels) // _IN_A_ROW)
    height = _PANEL * rows
    with open_chart(height) as (figure, first):
        layout: Any = figure
        layout.set_layout_engine("none")
        first.remove()
        grid = figure.add_gridspec(rows, min(_IN_A_ROW, len(panels)))
        wide = WIDTH if len(panels) == 1 else (WIDTH - _GUTTER) / _IN_A_ROW
        for number, panel in enumerate(panels):
            row, column = divmod(number, _IN_A_ROW)
            left = column * (wide + _GUTTER) + _LEFT
            bottom = height - (row + 1) * _PANEL + _BELOW
            across, up = wide - _LEFT - _RIGHT, _PANEL - _BELOW - _ABOVE
            axes = figure.add_subplot(grid[row, column])
            axes.set_position((left / WIDTH, bottom / height, across / WIDTH, up / height))
            _draw_panel(axes, panel)
        return save_chart(figure)


def _draw_panel(axes: Axes, panel: Panel) -> None:
    own = panel.points
    every = [*own, *(point for place in panel.around for point in place.points)]
    years = [point.when for point in every]
    axes.set_xlim(min(years) - 0.3, max(years) + _ROOM_AT_ENDS)
    axes.set_ylim(0, max(point.value for point in every) * _HEADROOM)
    for number, place in enumerate(panel.around):
        colour = TARGET if number == 0 else SOFT
        join_points(axes, [place.points], colour)
        ends = [[point.when for point in place.points], [p.value for p in place.points]]
        # As a collection: labels of the place itself may stand beside them. Below its marks, in
        # which they would look like a ring.
        edge: dict[str, Any] = {"edgecolor": "white", "linewidth": 0.35}
        axes.scatter(ends[0], ends[1], s=5, color=colour, zorder=2, label=BEHIND, **edge)
        # What an own mark covers is seen on both sides of it.
        hidden = [p for p in place.points if any(_is_beside(axes, p, one, _WING) for one in own)]
        ends = [[point.when for point in hidden], [point.value for point in hidden]]
        axes.scatter(ends[0], ends[1], s=150, marker="_", color=colour, zorder=2, label=BEHIND)
    _name_places(axes, panel.around, own)
    join_points(axes, [own], INK)
    marks = [PointMark(p.when, p.value, p.basis, p.qualifier, is_doubted=p.is_doubted) for p in own]
    draw_marks(axes, marks, "up", size=0.7)
    style: dict[str, Any] = {"fontsize": _PLAIN, "color": INK, "fontweight": "bold"}
    write_at(axes, panel.title, (0, 1), (0, 9), xycoords="axes fraction", **style)
    axes.set_yticks([])
    ticks = sorted({int(year) for year in (min(years), max(years))})
    axes.set_xticks(ticks, [str(year) for year in ticks])
    axes.tick_params(length=0, labelsize=_SMALL)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(PALE)
    chosen = _choose_labelled(own, panel.told)
    labels = [Label(point.label, point.when, point.value, _SMALL, INK) for point in chosen]
    label_marks(axes, labels, room_right=_RIGHT)


def _name_places(axes: Axes, around: Sequence[Background], own: Sequence[Point]) -> None:
    """Write the names of places at the last of their points, clear of the own marks."""
    top = axes.get_ylim()[1]
    room = axes.bbox.height / axes.figure.dpi
    lasts = [max(place.points, key=lambda point: point.when) for place in around]
    heights = spread_labels([last.value / top for last in lasts], _NAME_GAP / room)
    for number, (place, last, height) in enumerate(zip(around, lasts, heights, strict=True)):
        written = replace(last, value=height * top)
        is_near = any(_is_beside(axes, written, one, _NAME_GAP) for one in own)
        style: dict[str, Any] = {"fontsize": _SMALL, "color": TARGET if number == 0 else SOFT}
        write_at(axes, place.name, (last.when, height * top), (8 if is_near else 4, 0), **style)


def _is_beside(axes: Axes, point: Point, other: Point, gap: float) -> bool:
    """Return whether two points of a year are nearer to each other than a gap in inches."""
    room = axes.bbox.height / axes.figure.dpi / axes.get_ylim()[1]
    return point.when == other.when and abs(point.value - other.value) * room < gap


def _choose_labelled(points: Sequence[Point], told: Sequence[float]) -> list[Point]:
    """Return the points that tell the course: both ends, and the years that the title tells.

    Where it tells none: the highest and the lowest.
    """
    by_time = sorted(points, key=lambda point: point.when)
    by_value = sorted(points, key=lambda point: point.value)
    among = (
        [point for point in by_time if point.when in told]
        if told
        else by_value[:: len(points) - 1 or 1]
    )
    return list(dict.fromkeys([by_time[0], by_time[-1], *among]))
