"""Small multiples: one panel a place over the years, all on one scale, one line in every panel."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes

from helpers.charts.canvas import INK, PALE, SOFT, TARGET, Picture, save_chart, write_at
from helpers.charts.label_placement import Label, label_marks
from helpers.charts.panel_grid import open_panels
from helpers.charts.points import Point, PointMark, draw_marks, join_points

_HEIGHT, _TITLE, _BELOW = 1.34, 0.26, 0.22
_SMALL, _PLAIN = 7.2, 8.5


@dataclass(frozen=True)
class SmallPanel:
    """One place: its figures, joined within a series, or a remark where it has none."""

    name: str
    points: Sequence[Point]
    remark: str = ""


def draw_small_multiples(
    panels: Sequence[SmallPanel], around: Sequence[Point], name: str, columns: int, unit: str
) -> Picture:
    """Return the SVG of a panel for each place, in reading order, from zero.

    The place around, such as the province, is drawn in every panel and named in the first. So is
    the highest round value, which is written in the first panel of a row.
    """
    every = [*around, *(point for panel in panels for point in panel.points)]
    years = [point.when for point in every]
    highest = max(point.value for point in every)
    power = 10.0 ** math.floor(math.log10(highest or 1))
    level = highest // power * power
    size = {"above": _TITLE, "below": _BELOW}
    with open_panels(len(panels), columns, _HEIGHT, **size) as (figure, grid):
        for number, (axes, panel) in enumerate(zip(grid, panels, strict=True)):
            axes.set_xlim(min(years) - 0.6, max(years) + 0.6)
            axes.set_ylim(0, highest * 1.3)
            # No line that labels keep clear of.
            axes.hlines(level, *axes.get_xlim(), color=PALE, linewidth=0.6, zorder=0)
            if number % columns == 0:
                place = axes.get_xlim()[0], level
                write_at(axes, f"{level:g}{unit}", place, (0, 5), fontsize=_SMALL, color=SOFT)
            _draw_panel(axes, panel, around)
        if around:
            # Where nothing of the place itself is near the end of the line.
            ends = [max((p.when for p in panel.points), default=0.0) for panel in panels]
            end = max(around, key=lambda point: point.when)
            _label(grid[ends.index(min(ends))], replace(end, label=name), TARGET)
        return save_chart(figure)


def _draw_panel(axes: Axes, panel: SmallPanel, around: Sequence[Point]) -> None:
    join_points(axes, [around], TARGET, 0.7)
    # As a collection: points that no line joins are seen, and kept free of labels.
    axes.scatter([p.when for p in around], [p.value for p in around], s=3, color=TARGET, zorder=1.5)
    join_points(axes, [panel.points], INK)
    marks = [
        PointMark(p.when, p.value, p.basis, p.qualifier, is_doubted=p.is_doubted)
        for p in panel.points
    ]
    draw_marks(axes, marks, "up", size=0.55)
    certain = [point for point in panel.points if not point.is_doubted]
    if certain:
        _label(axes, max(certain, key=lambda point: point.when), INK)
    elif panel.remark:
        write_at(axes, panel.remark, (axes.get_xlim()[0], 0), (2, 7), fontsize=_SMALL, color=SOFT)
    first, last_year = (round(limit) for limit in axes.get_xlim())
    first, last_year = first + 1, last_year - 1
    axes.set_title(panel.name, loc="left", fontsize=_PLAIN, color=INK, fontweight="bold", pad=3)
    axes.set_yticks([])
    axes.set_xticks([first, last_year], [str(first), str(last_year)], fontsize=_SMALL)
    axes.tick_params(length=0, pad=2)
    labels = axes.get_xticklabels()
    labels[0].set_horizontalalignment("left")
    labels[-1].set_horizontalalignment("right")
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(PALE)


def _label(axes: Axes, point: Point, colour: str) -> None:
    label_marks(axes, [Label(point.label, point.when, point.value, _SMALL, colour)])
