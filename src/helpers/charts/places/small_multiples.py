"""Small multiples: one panel a place over the years, all on one scale, one line in every panel."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes
from matplotlib.text import Text

from helpers.charts.canvas import INK, PALE, SOFT, TARGET, Picture, save_chart, write_at
from helpers.charts.close_labels import label_closely
from helpers.charts.fitting.narrowing import repeat_when_narrow
from helpers.charts.label_placement import Label
from helpers.charts.panel_grid import open_panels
from helpers.charts.points import Point, PointMark, draw_marks, draw_reference, join_points
from helpers.charts.year_axis import draw_years

_HEIGHT, _TITLE, _BELOW = 1.34, 0.26, 0.22
_SMALL, _PLAIN, _SIZE = 7.2, 8.5, 0.55
# In inches, beside a panel; in years, within it and half as wide as the band.
_ROOM_BESIDE, _AT_ENDS, _BAND = 0.1, 0.6, 0.4


@dataclass(frozen=True)
class SmallPanel:
    """One place: its figures, joined within a series, or a remark where it has none."""

    name: str
    points: Sequence[Point]
    remark: str = ""


@dataclass(frozen=True)
class Reference:
    """The series that every panel is set against.

    Attributes:
        name: The place around, such as the province.
        points: Its figures.
        told: The year that the title of the chart tells, if any.
        is_nation: Whether it is the nation, drawn in its colour beside a province.
    """

    name: str
    points: Sequence[Point]
    told: int | None = None
    is_nation: bool = False

    @property
    def colour(self) -> str:
        """The colour of its crosses, its line and its name."""
        return SOFT if self.is_nation else TARGET


def draw_small_multiples(
    panels: Sequence[SmallPanel], around: Reference, columns: int, unit: str
) -> Picture:
    """Return the SVG of a panel for each place, in reading order, from zero.

    The reference is drawn in every panel and named at the end of its line in one; a band marks the
    year that is told. The highest round value is a line, written in the first panel of a row.
    """
    every = [*around.points, *(point for panel in panels for point in panel.points)]
    years = int(min(point.when for point in every)), int(max(point.when for point in every))
    highest = max(point.value for point in every)
    power = 10.0 ** math.floor(math.log10(highest or 1))
    level = highest // power * power
    size = {"above": _TITLE, "below": _BELOW}
    with open_panels(len(panels), columns, _HEIGHT, **size) as (figure, grid):
        for axes in grid:
            axes.set_xlim(years[0] - _AT_ENDS, years[1] + _AT_ENDS)
            axes.set_ylim(0, highest * 1.3)
            # No line that labels keep clear of.
            axes.hlines(level, *axes.get_xlim(), color=PALE, linewidth=0.6, zorder=0)
        _write_level(grid, level, f"{level:g}{unit}")
        for axes, panel in zip(grid, panels, strict=True):
            _draw_panel(axes, panel, around, years)
        if around.points:
            # Where nothing of the place itself is near the end of the line.
            ends = [max((p.when for p in panel.points), default=0.0) for panel in panels]
            end = max(around.points, key=lambda point: point.when)
            _label(grid[ends.index(min(ends))], [replace(end, label=around.name)], around.colour)
        return save_chart(figure)


def _write_level(grid: Sequence[Axes], level: float, text: str) -> None:
    """Write the value of the line in the first panel of each row, of the narrow drawing too."""
    written: list[Text] = []

    def write_firsts() -> None:
        for one in written:
            one.remove()
        lefts = [axes.get_position().x0 for axes in grid]
        written[:] = [
            write_at(axes, text, (axes.get_xlim()[0], level), (0, 5), fontsize=_SMALL, color=SOFT)
            for axes, left in zip(grid, lefts, strict=True)
            if left == min(lefts)
        ]

    write_firsts()
    repeat_when_narrow(grid[0].figure, write_firsts)


def _draw_panel(axes: Axes, panel: SmallPanel, around: Reference, years: tuple[int, int]) -> None:
    told = [around.told] if around.told is not None else []
    for year in told:
        axes.axvspan(year - _BAND, year + _BAND, color=PALE, alpha=0.35, linewidth=0, zorder=-1)
    join_points(axes, [around.points], around.colour, 0.7)
    draw_reference(axes, around.points, around.colour, _SIZE)
    join_points(axes, [panel.points], INK)
    marks = [
        PointMark(p.when, p.value, p.basis, p.qualifier, is_doubted=p.is_doubted)
        for p in panel.points
    ]
    draw_marks(axes, marks, "up", size=_SIZE)
    certain = [point for point in panel.points if not point.is_doubted]
    questioned = [point for point in panel.points if point.is_doubted or point.sign]
    if certain:
        _label(axes, [max(certain, key=lambda point: point.when), *questioned], INK)
    elif panel.remark:
        write_at(axes, panel.remark, (axes.get_xlim()[0], 0), (2, 7), fontsize=_SMALL, color=SOFT)
    axes.set_title(panel.name, loc="left", fontsize=_PLAIN, color=INK, fontweight="bold", pad=3)
    draw_years(axes, *years, _SMALL, told)


def _label(axes: Axes, points: Sequence[Point], colour: str) -> None:
    labels = [Label(f"{p.label}{p.sign}", p.when, p.value, _SMALL, colour) for p in points]
    label_closely(axes, labels, room_left=_ROOM_BESIDE, room_right=_ROOM_BESIDE, has_leaders=True)
