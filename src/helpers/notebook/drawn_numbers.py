"""Which drawn numbers stand in the rows of a chart: what is computed is told from what is printed.

Bars, dots and lines of three points or more are looked at. Of an artist, three quarters of whose
numbers stand in the rows, the others are named; where no artist is of the rows, as with means or
a regression, the chart is a calculation. A scale of ten and rounding do not matter. Numbers of
one or two digits, such as ranks and percentages of a scale, agree with rows by chance: they alone
prove nothing.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer
from matplotlib.lines import Line2D

_OF_THE_ROWS = 0.75
_FEWEST_POINTS, _FEWEST_DIGITS, _MOST_DIGITS = 3, 2, 7
_MOST_NAMED = 5


def compare_with_rows(axes: Iterable[Axes], known: Iterable[float]) -> tuple[bool, list[str]]:
    """Compare what is drawn with the numbers of the rows.

    Args:
        axes: The axes of the chart.
        known: Values and bounds of the figures behind it.

    Returns:
        Whether everything drawn is a calculation, and the numbers that stand in no row though
        those beside them do.
    """
    numbers = {digits for number in known for digits in _list_roundings(number)}
    shares, strange = [], []
    for one in axes:
        for columns in _list_drawn(one):
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
    """Yield the numbers of each artist along its one or two axes; zero says nothing."""
    for container in axes.containers:
        if isinstance(container, BarContainer):
            yield from _keep([container.datavalues])
    for mark in axes.collections:
        if isinstance(mark, PathCollection):
            yield from _keep(np.ma.getdata(mark.get_offsets()).T)
    for line in axes.lines:
        is_marked = line.get_marker() not in ("None", "", " ", None)
        if line.get_transform() == axes.transData and (is_marked or _is_long(line)):
            yield from _keep(line.get_data())


def _is_long(line: Line2D) -> bool:
    return len(line.get_xdata()) >= _FEWEST_POINTS  # type: ignore[arg-type]


def _keep(columns: Any) -> Iterator[Sequence[Sequence[float]]]:
    kept_columns: list[list[float]] = []
    for column in columns:
        try:
            numbers = [float(number) for number in np.ma.compressed(column)]
        except (TypeError, ValueError):  # names of categories, or days
            continue
        if kept := [number for number in numbers if number and math.isfinite(number)]:
            kept_columns.append(kept)
    if kept_columns:
        yield kept_columns


def _round(number: float, digits: int) -> float:
    """Return the leading digits of a number, whatever its size."""
    return float(f"{abs(number):.{digits - 1}e}".partition("e")[0])


def _is_telling(number: float) -> bool:
    """Return whether a number has more than two digits, so that it agrees by no chance."""
    return _round(number, _FEWEST_DIGITS) != _round(number, _MOST_DIGITS)


def _list_roundings(number: float) -> Iterator[float]:
    if number and math.isfinite(number):
        yield from (_round(number, n) for n in range(_FEWEST_DIGITS, _MOST_DIGITS + 1))
