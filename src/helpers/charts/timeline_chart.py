"""A chart of one indicator over the years."""

from collections.abc import Sequence

import seaborn as sns

from helpers.charts.canvas import INK, SOFT, TARGET, Picture, open_chart, save_chart, set_margins
from helpers.charts.label_placement import Label, label_marks
from helpers.charts.points import Point, PointMark, draw_marks, join_points

_MARGINS = (0.05, 0.05, 0.24, 0.06)


def draw_timeline(points: Sequence[Point]) -> Picture:
    """Return the SVG of figures of one indicator over the years.

    Only points of one series are joined, dotted where years between them are not printed:
    nothing is interpolated and vintages never mix.

    Args:
        points: Figures with year, value, basis, qualifier and series.
    """
    with open_chart(1.9) as (figure, axes):
        set_margins(axes, *_MARGINS)
        join_points(axes, [[point for point in points if point.basis != "target"]], SOFT)
        marks = [
            PointMark(p.when, p.value, p.basis, p.qualifier, is_doubted=p.is_doubted)
            for p in points
        ]
        draw_marks(axes, marks, "up")
        years = [point.when for point in points]
        axes.set_xlim(min(years) - 0.6, max(years) + 0.9)
        axes.set_xticks(range(int(min(years)), int(max(years)) + 1))
        axes.set_ylim(0, max(point.value for point in points) * 1.3)
        axes.set_yticks([])
        sns.despine(fig=figure, left=True)
        axes.tick_params(length=0)
        label_marks(axes, [_make_label(point) for point in points])
        return save_chart(figure)


def _make_label(point: Point) -> Label:
    colour = TARGET if point.basis == "target" else INK
    return Label(point.label, point.when, point.value, size=9, colour=colour)
