"""A grid of panels of one size, over the width of the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.charts.canvas import WIDTH, style_chart

_SIDE = 0.06


@contextmanager
def open_panels(
    count: int,
    columns: int,
    height: float,
    *,
    above: float = 0.0,
    below: float = 0.0,
    gutter: float = 0.14,
) -> Iterator[tuple[Figure, list[Axes]]]:
    """Open a figure of the page's width with panels in reading order.

    Args:
        count: How many.
        columns: How many in a row.
        height: Height of a panel with its title and ticks; all lengths are in inches.
        above: Of it for the title.
        below: Of it for the ticks.
        gutter: Between two panels in a row.
    """
    rows = -(-count // columns)
    with style_chart():
        figure = Figure(figsize=(WIDTH, height * rows))
        grid: Any = figure.subplots(rows, columns, squeeze=False)
        panel = (WIDTH - 2 * _SIDE - gutter * (columns - 1)) / columns
        figure.subplots_adjust(
            left=_SIDE / WIDTH,
            right=1 - _SIDE / WIDTH,
            bottom=below / (height * rows),
            top=1 - above / (height * rows),
            wspace=gutter / panel,
            hspace=(above + below) / (height - above - below),
        )
        every = list(grid.flat)
        for axes in every[count:]:
            axes.remove()
        yield figure, every[:count]
