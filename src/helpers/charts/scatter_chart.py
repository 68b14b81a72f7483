"""A scatter of places by two measures, every place named where it covers the fewest others."""

from collections.abc import Sequence
from typing import Any

import seaborn as sns
from matplotlib.axes import Axes

from helpers.charts.canvas import SOFT, TARGET, open_chart, save_chart
from helpers.charts.comparison_charts import Dot, ReferenceLine, draw_dot
from helpers.data.tables.plain_numbers import write_digits

_PLACES_OF_LABEL = ((6, 0, "left"), (-6, 0, "right"), (0, 9, "center"), (0, -9, "center"))


_CORNERS_OF_LABEL = ((6, 7, "left"), (-6, 7, "right"), (6, -7, "left"), (-6, -7, "right"))


def draw_scatter(
    dots: Sequence[Dot],
    axis_names: tuple[str, str],
    lines: tuple[ReferenceLine | None, ReferenceLine | None],
) -> str:
    """Draw each place by two measures on scales of equal ratios, every place named.

    Args:
        dots: Places; `value` is the horizontal, `other` the vertical one; both positive.
        axis_names: What the two axes show.
        lines: Reference lines of the two axes.

    Returns:
        The SVG text.
    """
    with open_chart(3.7) as (figure, axes):
        axes.set_xscale("log")
        axes.set_yscale("log")
        horizontal, vertical = [dot.value for dot in dots], [dot.other for dot in dots]
        axes.set_xlim(min(horizontal) * 0.8, max(horizontal) * 1.3)
        axes.set_ylim(min(vertical) * 0.8, max(vertical) * 1.25)
        for number, line in enumerate(lines):
            if line is None:
                continue
            draw = axes.axhline if number else axes.axvline
            draw(line.value, color=TARGET, linewidth=1, linestyle=(0, (4, 2)), zorder=0)
            place = (axes.get_xlim()[0], line.value) if number else (line.value, axes.get_ylim()[1])
            axes.annotate(
                line.label,
                place,
                xytext=(3, 4) if number else (3, -8),
                textcoords="offset points",
                fontsize=7.5,
                color=TARGET,
            )
        for dot in dots:
            draw_dot(axes, dot, dot.value, dot.other)
        _name_dots(axes, dots, lines)
        axes.set_xlabel(axis_names[0], fontsize=8)
        axes.set_ylabel(axis_names[1], fontsize=8)
        for axis, values in ((axes.xaxis, horizontal), (axes.yaxis, vertical)):
            axis.set_major_locator(_locate_ticks(values))
            axis.set_major_formatter(lambda value, _: write_digits(value))
            axis.set_minor_locator(_no_ticks())
        axes.tick_params(length=3, labelsize=8, colors=SOFT)
        sns.despine(fig=figure)
        return save_chart(figure)


def _locate_ticks(values: Sequence[float]) -> Any:
    from matplotlib.ticker import FixedLocator

    steps = [base * 10.0**power for power in range(-3, 8) for base in (1, 2, 5)]
    return FixedLocator([step for step in steps if min(values) * 0.8 <= step <= max(values) * 1.3])


def _no_ticks() -> Any:
    from matplotlib.ticker import NullLocator

    return NullLocator()


def _name_dots(
    axes: Axes, dots: Sequence[Dot], lines: tuple[ReferenceLine | None, ReferenceLine | None]
) -> None:
    """Put each name where it covers the fewest dots and names set before it."""
    figure: Any = axes.figure
    figure.canvas.draw()
    points = [axes.transData.transform((dot.value, dot.other)) for dot in dots]
    scale = figure.dpi / 72
    ends = [axes.transAxes.transform(corner) for corner in ((0, 0), (1, 1))]
    taken = [(x - 4 * scale, y - 4 * scale, x + 4 * scale, y + 4 * scale) for x, y in points]
    for number, line in enumerate(lines):
        if line is not None:
            x, y = axes.transData.transform((line.value, line.value))
            across = (ends[0][0], y - 1, ends[1][0], y + 1)
            taken.append(across if number else (x - 1, ends[0][1], x + 1, ends[1][1]))
    for dot, (x, y) in sorted(zip(dots, points, strict=True), key=lambda pair: -pair[1][1]):
        width = sum(1.0 if ord(letter) > 0x2E80 else 0.56 for letter in dot.name) * 8 * scale
        best: tuple[int, tuple[int, int, str], Any] | None = None
        for place in (*_PLACES_OF_LABEL, *_CORNERS_OF_LABEL):
            box = _find_box(x, y, width, place, scale)
            clashes = sum(_overlap(box, other) for other in taken) - 1 * _overlap(
                box, (x - 1, y - 1, x + 1, y + 1)
            )
            if best is None or clashes < best[0]:
                best = clashes, place, box
        if best is not None:
            right, up, align = best[1]
            axes.annotate(
                dot.name,
                (dot.value, dot.other),
                xytext=(right, up),
                textcoords="offset points",
                ha=align,
                va="center",
                fontsize=8,
                fontweight="bold" if dot.is_marked else "normal",
            )
            taken.append(best[2])


def _find_box(
    x: float, y: float, width: float, place: tuple[int, int, str], scale: float
) -> tuple[float, float, float, float]:
    right, up, align = place
    left = {"left": 0.0, "right": -width, "center": -width / 2}[align] + right * scale
    return x + left, y + (up - 5) * scale, x + left + width, y + (up + 5) * scale


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
