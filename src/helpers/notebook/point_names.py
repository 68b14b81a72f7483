"""Names beside the points of a chart of one's own."""

from collections.abc import Collection, Iterable
from typing import Any

from matplotlib.axes import Axes

from helpers.charts.canvas import INK, TARGET
from helpers.charts.label_placement import Label, label_marks


def name_points(
    axes: Axes,
    x: Iterable[float],
    y: Iterable[float],
    names: Iterable[object],
    highlight: Collection[str] = (),
) -> None:
    """Write a name beside each point, so that it covers no point, line of text or other name.

    Call it last: the limits and the scales of the axes must be set, and the points drawn.

    Args:
        axes: What `report.chart` gives.
        x: Places of the points on the horizontal axis.
        y: Places of the points on the vertical axis.
        names: Their names, in the same order.
        highlight: Those of the names that are in the accent colour.

    Example:
        >>> from helpers.notebook import name_points, open_comparison
        >>> report = open_comparison("henan", "en")
        >>> table = report.wide(["gdp_per_head", "fiscal_science_share"], year="each").dropna()
        >>> x, y = table["gdp_per_head"], table["fiscal_science_share"]
        >>> with report.chart(table, "Science in the budget", "By GDP per head") as axes:
        ...     drawn = axes.scatter(x, y)
        ...     name_points(axes, x, y, table["name"])  # doctest: +ELLIPSIS
        Science in the budget
        By GDP per head
        ...
    """
    figure: Any = axes.figure
    figure.draw_without_rendering()  # lays the figure out, so that the axes know their size
    labels = [
        Label(str(name), across, up, colour=TARGET if name in highlight else INK)
        for name, across, up in zip(names, x, y, strict=True)
    ]
    label_marks(axes, labels, prefers_side=True)
