"""Which drawn numbers stand in the rows of a chart: what is computed is told from what is printed.

Looked at are all bars of the axes together, however many calls drew them, all dots together, each
line of three points or more, and the cells of a heatmap. Where three quarters of the numbers stand
in the rows, the others are named; where none of these are of the rows, as with means, a regression
or a density, the chart is a calculation. A scale of ten and rounding do not matter. Numbers of one
or two digits, such as ranks and percentages of a scale, agree with rows by chance: they alone prove
nothing; whole ones, and years, are places on an axis where there are other numbers.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import Collection, PathCollection, PolyCollection, QuadMesh
from matplotlib.container import BarContainer
from matplotlib.contour import ContourSet

_OF_THE_ROWS = 0.75
_FEWEST_POINTS, _FEWEST_DIGITS, _MOST_DIGITS = 3, 2, 7
_MOST_NAMED = 5
_YEARS = range(1900, 2101)
RANKS = "ranks"  # what the cells are called whose shade is a rank, not a number
_NONE = ("None", "none", "", " ", None)


def compare_with_rows(axes: Iterable[Axes], known: Iterable[float]) -> tuple[bool, list[str]]:
    """Compare what is drawn with the numbers, values and bounds, of the rows behind it.

    Returned is whether everything drawn is a calculation, and the numbers that stand in no row
    though those beside them do.
    """
    numbers = {digits for number in known for digits in _list_roundings(number)}
    shares: list[float] = []
    strange: list[str] = []
    for one in axes:
        shares += [0.0 for mark in one.collections if _is_density(mark)]
        every = [*_list_drawn(one)]
        telling = [[column for column in columns if not _is_scale(column)] for columns in every]
        for columns in filter(None, telling) if any(telling) else every:
            found = [[_round(n, _MOST_DIGITS) in numbers for n in column] for column in columns]
            share, which = max((sum(hits) / len(hits), -n) for n, hits in enumerate(found))
            shares.append(share)
            column, hits = columns[-which], found[-which]
            told = [n for n, hit in zip(column, hits, strict=True) if hit]
            if share >= _OF_THE_ROWS and any(map(_is_telling, told)):
                strange += [f"{n:g}" for n, hit in zip(column, hits, strict=True) if not hit]
    is_computed = bool(shares) and max(shares) < _OF_THE_ROWS
    return is_computed, list(dict.fromkeys(strange))[:_MOST_NAMED]


def _list_drawn(axes: Axes) -> Iterator[Sequence[Sequence[float]]]:
    """Yield the numbers of bars, dots and lines along their one or two axes; zero says nothing."""
    bars: list[Any] = [
        bars.datavalues for bars in axes.containers if isinstance(bars, BarContainer)
    ]
    yield from _keep([np.concatenate(bars)] if bars else [])
    meshes = [mesh for mesh in axes.collections if isinstance(mesh, QuadMesh)]
    cells: list[Any] = [
        one.get_array() for one in (*meshes, *axes.images) if one.get_gid() != RANKS
    ]
    yield from _keep([np.ma.compressed(grid) for grid in cells])
    dots = [
        np.ma.getdata(marks.get_offsets())
        for marks in axes.collections
        if isinstance(marks, PathCollection)
    ]
    courses = []
    for line in axes.lines:
        is_marked = line.get_marker() not in _NONE
        points = np.asarray(line.get_xydata(), dtype=float)
        if line.get_transform() != axes.transData:
            continue
        if is_marked and (line.get_linestyle() in _NONE or len(points) == 1):
            dots.append(points)
        elif is_marked or len(points) >= _FEWEST_POINTS:
            courses.append(points)
    for points in [*([np.concatenate(dots)] if dots else []), *courses]:
        yield from _keep(points.T)


def _is_scale(column: Sequence[float]) -> bool:
    """Return whether numbers may be places on an axis: years, or whole numbers of few digits."""
    return all(n in _YEARS or (n.is_integer() and not _is_telling(n)) for n in column)


def _keep(columns: Any) -> Iterator[Sequence[Sequence[float]]]:
    kept = [[float(number) for number in column if number] for column in columns]
    finite = [[number for number in column if math.isfinite(number)] for column in kept]
    if any(finite):
        yield [column for column in finite if column]


def _is_density(mark: Collection) -> bool:
    """Return whether contours or hexagons stand for how many dots lie where."""
    is_hexagons = isinstance(mark, PolyCollection) and mark.get_array() is not None
    return isinstance(mark, ContourSet) or is_hexagons


def _round(number: float, digits: int) -> float:
    """Return the leading digits of a number, whatever its size."""
    return float(f"{abs(number):.{digits - 1}e}".partition("e")[0])


def _is_telling(number: float) -> bool:
    """Return whether a number has more than two digits, so that it agrees by no chance."""
    return _round(number, _FEWEST_DIGITS) != _round(number, _MOST_DIGITS)


def _list_roundings(number: float) -> Iterator[float]:
    if number and math.isfinite(number):
        yield from (_round(number, n) for n in range(_FEWEST_DIGITS, _MOST_DIGITS + 1))
