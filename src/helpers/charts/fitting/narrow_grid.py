"""A heat map on a phone: every row and column keeps its name, and each number stays in its cell."""

import re
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh

from helpers.charts.fitting.text_width import POINTS_PER_INCH, measure_text, wrap_text

_ROOM_FOR_NAMES, _LINE, _WITHIN = 1.15, 1.35, 0.92
_BROKEN = re.compile("(?<=[\u4e00-\u9fff])\n(?=[\u4e00-\u9fff])")


def join_lines(text: str) -> str:
    """Return a text on one line."""
    return _BROKEN.sub("", text).replace("\n", " ")


def count_columns(axes: Axes) -> int:
    """Return how many columns a heat map has; none for any other plot."""
    meshes = [each for each in axes.collections if isinstance(each, QuadMesh)]
    return max((np.shape(each.get_coordinates())[1] - 1 for each in meshes), default=0)


def wrap_rows(axes: Axes, height: float) -> float:
    """Break the names of the rows; return the height in inches that the plot needs."""
    ticks = axes.yaxis.get_ticklabels()
    size = max(float(tick.get_fontsize()) for tick in ticks)
    names = [wrap_text(join_lines(tick.get_text()), _ROOM_FOR_NAMES, size) for tick in ticks]
    axes.set_yticks(axes.get_yticks(), ["\n".join(name) for name in names])
    line = _LINE * size / POINTS_PER_INCH
    return max(height, line * max(map(len, names)) * len(names))


def name_columns(axes: Axes) -> bool:
    """Break the names of the columns, or turn them; false where they are numbers or none."""
    ticks = axes.xaxis.get_ticklabels()
    names = [join_lines(tick.get_text()) for tick in ticks]
    if not count_columns(axes) or all(name[:1].isdigit() for name in names):
        return False
    room = _WITHIN * _measure_cell(axes)
    size = float(ticks[0].get_fontsize())
    wrapped = [wrap_text(name, room, size) for name in names]
    is_wide = any(measure_text(line, size) > room for lines in wrapped for line in lines)
    axes.set_xticks(axes.get_xticks(), names if is_wide else ["\n".join(one) for one in wrapped])
    axes.tick_params(axis="x", labelrotation=90 if is_wide else 0)
    return True


def fit_cells(axes: Axes) -> None:
    """Set what is written in the cells small enough to stay inside."""
    if not count_columns(axes):
        return
    for text in axes.texts:
        size = float(text.get_fontsize())
        width = measure_text(text.get_text(), size)
        text.set_fontsize(size * min(1.0, _WITHIN * _measure_cell(axes) / max(width, 0.01)))


def _measure_cell(axes: Axes) -> float:
    figure: Any = axes.figure
    return float(axes.bbox.width / figure.dpi / count_columns(axes))
