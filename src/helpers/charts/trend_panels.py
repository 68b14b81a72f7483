"""Small charts of one place over the years, two in a row: the place bold, those around it small."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.axes import Axes

from helpers.charts.canvas import (
    INK,
    SOFT,
    TARGET,
    WIDTH,
    Picture,
    open_chart,
    save_chart,
    write_at,
)
from helpers.charts.close_labels import label_closely
from helpers.charts.fitting.text_width import POINTS_PER_INCH
from helpers.charts.label_columns import spread_labels
from helpers.charts.label_placement import Label
from helpers.charts.points import (
    CLOSED,
    OPEN,
    UPWARD,
    Point,
    PointMark,
    draw_marks,
    draw_reference,
    join_points,
)
from helpers.charts.year_axis import draw_years

_IN_A_ROW = 2
# In inches: height of a panel with its title, and the margins around its axes.
_PANEL, _LEFT, _RIGHT, _BELOW, _ABOVE = 1.62, 0.25, 0.55, 0.24, 0.32
_GUTTER, _NAME_GAP = 0.15, 0.13
_SMALL, _PLAIN = 7.6, 8.0
_HEADROOM = 1.3
# In years, before the first and after the last.
_BEFORE, _AFTER = 0.3, 0.6


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
    """Return the SVG of panels, two in a row, on one axis of years, each from zero to its highest.

    The years that the title tells, the latest, those doubted and bounds are labelled; so are, as
    far as there is room, the first and, where the title tells none, the highest and the lowest. A
    table holds the others.

    Args:
        panels: The panels in reading order.
    """
    rows = -(-len(panels) // _IN_A_ROW)
    height = _PANEL * rows
    every = [point.when for panel in panels for point in _list_points(panel)]
    years = int(min(every)), int(max(every))
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
            _draw_panel(axes, panel, years)
        return save_chart(figure)


def _list_points(panel: Panel) -> list[Point]:
    return [*panel.points, *(point for place in panel.around for point in place.points)]


def _draw_panel(axes: Axes, panel: Panel, years: tuple[int, int]) -> None:
    own = panel.points
    axes.set_xlim(years[0] - _BEFORE, years[1] + _AFTER)
    axes.set_ylim(0, max(point.value for point in _list_points(panel)) * _HEADROOM)
    for number, place in enumerate(panel.around):
        colour = TARGET if number == 0 else SOFT
        join_points(axes, [place.points], colour)
        draw_reference(axes, place.points, colour)
    _name_places(axes, panel.around, own)
    join_points(axes, [own], INK)
    marks = [PointMark(p.when, p.value, p.basis, p.qualifier, is_doubted=p.is_doubted) for p in own]
    draw_marks(axes, marks, "up", size=0.7)
    style: dict[str, Any] = {"fontsize": _PLAIN, "color": INK, "fontweight": "bold"}
    beside = -_LEFT * POINTS_PER_INCH
    write_at(axes, panel.title, (0, 1), (beside, 9), xycoords="axes fraction", **style)
    draw_years(axes, *years, _SMALL)
    led = _choose_led(own, panel.told)
    # None of them stands bare: they come last, as a line can lead to them.
    unsure = [point for point in own if point.is_doubted or point.basis == "bound"]
    plain = _choose_plain(own, panel.told)
    _label_points(axes, led, has_leaders=True)
    _label_points(axes, [point for point in plain if point not in [*led, *unsure]])
    _label_points(axes, [point for point in unsure if point not in led], has_leaders=True)


def _label_points(axes: Axes, points: Sequence[Point], *, has_leaders: bool = False) -> None:
    arrow = UPWARD / POINTS_PER_INCH
    ways = [arrow * ((p.qualifier in OPEN) - (p.qualifier in CLOSED)) for p in points]
    labels = [
        Label(f"{p.label}{p.sign}", p.when, p.value, _SMALL, INK, way)
        for p, way in zip(points, ways, strict=True)
    ]
    label_closely(axes, labels, room_left=_LEFT, room_right=_RIGHT, has_leaders=has_leaders)


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
        write_at(axes, place.name, (last.when, height * top), (8 if is_near else 6, 0), **style)


def _is_beside(axes: Axes, point: Point, other: Point, gap: float) -> bool:
    """Return whether two points of a year are nearer to each other than a gap in inches."""
    room = axes.bbox.height / axes.figure.dpi / axes.get_ylim()[1]
    return point.when == other.when and abs(point.value - other.value) * room < gap


def _choose_led(points: Sequence[Point], told: Sequence[float]) -> list[Point]:
    """Return the points whose labels may need a line that leads to them, the most important first.

    They are the years that the title tells, the latest value, and those with a sign.
    """
    by_time = sorted(_list_values(points), key=lambda point: point.when)
    named = [point for point in by_time if point.when in told]
    signed = [point for point in points if point.sign]
    return list(dict.fromkeys([*named, *by_time[-1:], *signed]))


def _choose_plain(points: Sequence[Point], told: Sequence[float]) -> list[Point]:
    """Return the points to label where there is room: the first and, without any told, extremes."""
    by_value = sorted(_list_values(points), key=lambda point: point.value)
    first = min(by_value, key=lambda point: point.when)
    has_told = any(point.when in told for point in by_value)
    extremes = [] if has_told else by_value[:: len(by_value) - 1 or 1]
    return list(dict.fromkeys([first, *extremes]))


def _list_values(points: Sequence[Point]) -> list[Point]:
    return [point for point in points if point.basis != "bound"]
