"""Figures written beside their marks, where there is room; a sign alone where there is none."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matplotlib.axes import Axes

from helpers.charts.canvas import SOFT, TARGET
from helpers.charts.points import CLOSED, OPEN, Point

_FONT_SIZE = 8.0
_LATIN_INCHES, _CHINESE_INCHES = 0.068, 0.119
_OF_FONT_SIZE = 8.5
_HALF_A_LINE, _HALF_A_MARK, _ARROW = 0.06, 0.055, 0.34
_AWAY = 0.11
_BEYOND_LAST = 0.1
_SIGN_ASIDE, _SIGN_ABOVE = 0.008, 0.01


@dataclass(frozen=True)
class Placed:
    """A figure in the chart.

    Attributes:
        point: The figure; `when` may lie within a year.
        text: The figure as it is written beside its mark.
        mark: Identifier of its mark in the SVG.
        sign: What the audit found about it, as a sign beside a mark that bears no text.
    """

    point: Point
    text: str
    mark: str
    sign: str = ""


class _Box(NamedTuple):
    """Room on the page in inches, from the lower left corner of the axes."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "_Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def measure_way(self, place: tuple[float, float]) -> float:
        across = max(self.left - place[0], 0.0, place[0] - self.right)
        return math.hypot(across, max(self.bottom - place[1], 0.0, place[1] - self.top))


def measure_text(text: str, size: float = _OF_FONT_SIZE) -> float:
    """Return about how wide a text is in inches, at a font size in points."""
    inches = sum(_LATIN_INCHES if ord(sign) < 0x2000 else _CHINESE_INCHES for sign in text)
    return inches * size / _OF_FONT_SIZE


def label_points(
    axes: Axes, placed: Sequence[Placed], others: Sequence[Placed], inches: tuple[float, float]
) -> list[Placed]:
    """Write figures above, below or beside their marks; what would cover another is left out.

    Args:
        axes: Where to write; its limits are set.
        placed: The figures to write, the latest of which come first.
        others: Figures whose marks must not be covered either.
        inches: Width and height of the axes.

    Returns:
        The figures that found no room.
    """
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    scale = inches[0] / (right - left), inches[1] / (top - bottom)

    def find_place(point: Point) -> tuple[float, float]:
        return (point.when - left) * scale[0], (point.value - bottom) * scale[1]

    page = _Box(0.0, 0.0, inches[0] + _BEYOND_LAST, inches[1])
    # The same figure printed twice is written once.
    different = {(one.text, one.point.when, one.point.value): one for one in placed}.values()
    marks = {find_place(one.point) for one in [*different, *others]}
    taken = [_cover_mark(one.point, *find_place(one.point)) for one in [*different, *others]]
    without: list[Placed] = []
    for one in sorted(different, key=lambda one: (-one.point.when, -one.point.value)):
        x, y = find_place(one.point)
        is_under = any(
            other.point.value > one.point.value and abs(other.point.when - one.point.when) < 1
            for other in different
        )
        width, sides = measure_text(one.text, _FONT_SIZE), (-1, 1) if is_under else (1, -1)
        for (across, up, align), box in _offer(x, y, width, sides):
            if box.left < page.left or box.right > page.right or box.bottom < page.bottom:
                continue
            # Nearer to another mark, it would be read as the figure of that one.
            way = box.measure_way((x, y))
            is_nearest = all(way <= box.measure_way(mark) for mark in marks)
            if is_nearest and not any(box.meets(other) for other in taken):
                taken.append(box)
                axes.annotate(
                    one.text,
                    (one.point.when, one.point.value),
                    xytext=(across * 72, up * 72),
                    textcoords="offset points",
                    ha=align,
                    va="center",
                    fontsize=_FONT_SIZE,
                    color=SOFT,
                )
                break
        else:
            without.append(one)
    return without


def _cover_mark(point: Point, x: float, y: float) -> _Box:
    over = _ARROW if point.qualifier in OPEN else _HALF_A_MARK
    under = _ARROW if point.qualifier in CLOSED else _HALF_A_MARK
    return _Box(x - _HALF_A_MARK, y - under, x + _HALF_A_MARK, y + over)


def _offer(
    x: float, y: float, width: float, sides: tuple[int, int]
) -> Iterator[tuple[tuple[float, float, str], _Box]]:
    """Offer places for a text: centred over and under, 1 and -1, then to the right and left."""
    away = _AWAY + _HALF_A_LINE
    before = {"left": 0.0, "center": width / 2, "right": width}
    for across, up, align in (
        *((0.0, side * away, "center") for side in sides),
        (_AWAY, 0.0, "left"),
        *((-_HALF_A_MARK, side * away, "left") for side in sides),
        *((_HALF_A_MARK, side * away, "right") for side in sides),
    ):
        begin, middle = x + across - before[align], y + up
        box = _Box(begin, middle - _HALF_A_LINE, begin + width, middle + _HALF_A_LINE)
        yield (across, up, align), box


def sign_points(axes: Axes, placed: Sequence[Placed], room: float) -> None:
    """Set the signs of the audit above and beside the marks; what they mean stands in the text.

    Args:
        axes: Where to write; its limits are set.
        placed: The figures, with or without a sign.
        room: Height of a line in the unit of the axis.
    """
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    highest: dict[float, float] = {}
    for one in sorted(placed, key=lambda one: one.point.value):
        # Where marks crowd, one sign stands for those it would cover; the table has each.
        if not one.sign or one.point.value < highest.get(one.point.when, -math.inf) + room:
            continue
        highest[one.point.when] = one.point.value
        axes.text(
            one.point.when + _SIGN_ASIDE * (right - left),
            one.point.value + _SIGN_ABOVE * (top - bottom),
            one.sign,
            ha="left",
            va="bottom",
            fontsize=8.5,
            fontweight="bold",
            color=TARGET,
        )
