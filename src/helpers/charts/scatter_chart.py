"""A scatter of places by two measures, every place named where it covers the fewest others."""

from collections.abc import Sequence

import seaborn as sns
from matplotlib.ticker import FixedLocator, NullLocator

from helpers.charts.canvas import INK, SOFT, TARGET, open_chart, save_chart, write_at
from helpers.charts.comparison_charts import Dot, ReferenceLine, draw_dot
from helpers.charts.label_placement import Label, label_marks
from helpers.data.tables.plain_numbers import write_digits


def draw_scatter(
    dots: Sequence[Dot],
    axis_names: tuple[str, str],
    lines: tuple[ReferenceLine | None, ReferenceLine | None],
) -> str:
    """Return the SVG of each place by two measures on scales of equal ratios, every place named.

    Args:
        dots: Places; `value` is the horizontal, `other` the vertical one; both positive.
        axis_names: What the two axes show.
        lines: Reference lines of the two axes.
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
            offset = (3, 4) if number else (3, -8)
            write_at(axes, line.label, place, offset, va="baseline", fontsize=7.5, color=TARGET)
        for dot in dots:
            draw_dot(axes, dot, dot.value, dot.other)
        axes.set_xlabel(axis_names[0], fontsize=8)
        axes.set_ylabel(axis_names[1], fontsize=8)
        for axis, values in ((axes.xaxis, horizontal), (axes.yaxis, vertical)):
            axis.set_major_locator(_locate_ticks(values))
            axis.set_major_formatter(lambda value, _: write_digits(value))
            axis.set_minor_locator(NullLocator())
        axes.tick_params(length=3, labelsize=8, colors=SOFT)
        sns.despine(fig=figure)
        figure.draw_without_rendering()  # lays the figure out, so that the axes know their size
        names = [Label(dot.name, dot.value, dot.other, colour=INK) for dot in dots]
        label_marks(axes, names, prefers_side=True)
        return save_chart(figure)


def _locate_ticks(values: Sequence[float]) -> FixedLocator:
    steps = [base * 10.0**power for power in range(-3, 8) for base in (1, 2, 5)]
    return FixedLocator([step for step in steps if min(values) * 0.8 <= step <= max(values) * 1.3])
