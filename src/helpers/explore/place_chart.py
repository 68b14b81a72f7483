"""A chart of several places over the years, each named beside its last figure.

Form tells the kind of statement, as in every chart of the reports; nothing depends on colour.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import seaborn as sns
from matplotlib.axes import Axes

from helpers.reports.charts import (
    INK,
    PALE,
    SOFT,
    TARGET,
    WIDTH,
    Point,
    draw_mark,
    join_points,
    open_chart,
    save_chart,
)
from helpers.reports.comparison_charts import spread_labels

_INKS = (INK, "#1f6fb2", "#00805e", "#a64f86", "#946800", "#4a4a4a")
_LABEL_GAP_INCHES = 0.165
_LEAST_HEIGHT, _HEIGHT_OF_FEW = 2.7, 1.5
_FEW = 2
_AIR, _AIR_OVER_ARROWS = 1.12, 1.4
_MOST_LABELLED = 14
_ROOM_FOR_TICKS_INCHES = 0.4
_YEARS_WITHOUT_A_GAP = 10
_LEFT, _LEAST_WIDTH, _MOST_WIDTH = 0.02, 0.45, 0.78
_PLACE_OF_NAMES = 1.03
_LATIN_INCHES, _CHINESE_INCHES = 0.068, 0.119
_MOST_LETTERS, _LEAST_LETTERS = 46, 12
_SIGN_ASIDE, _SIGN_ABOVE = 0.008, 0.01
_AIMS = ("target", "policy")


@dataclass(frozen=True)
class Placed:
    """A figure in the chart.

    Attributes:
        point: The figure; `when` may lie within a year.
        text: The figure as it is written at the end of a line.
        mark: Identifier of its mark in the SVG.
        sign: What the audit found about it, as a sign beside a mark that bears no text.
    """

    point: Point
    text: str
    mark: str
    sign: str = ""


@dataclass(frozen=True)
class Line:
    """The figures of one place, or of one institution in it."""

    name: str
    placed: Sequence[Placed]


def draw_places(lines: Sequence[Line], years: Sequence[int]) -> str:
    """Draw the figures of places over the years.

    Only points of one series are joined, dotted where years between them are not printed; targets
    are joined with nothing.

    Args:
        lines: The places, none of them empty.
        years: First and last year of the axis.

    Returns:
        The SVG text.
    """
    labels = [
        (f"{_shorten(line.name, placed.text)}  {placed.text}", placed, number)
        for number, line in enumerate(lines)
        for placed in _find_ends(line)
    ]
    every = [placed for line in lines for placed in line.placed]
    least = _HEIGHT_OF_FEW if len(every) <= _FEW else _LEAST_HEIGHT
    height = max(least, _ROOM_FOR_TICKS_INCHES + _LABEL_GAP_INCHES * len(labels))
    is_open = any(placed.point.qualifier != "exact" for placed in every)
    air = _AIR_OVER_ARROWS if is_open else _AIR
    top = max(placed.point.value for placed in every) * air or 1.0
    bottom = min(0.0, *(placed.point.value for placed in every)) * _AIR
    room = max(_measure(text) for text, _, _ in labels) + 0.1
    width = min(_MOST_WIDTH, max(_LEAST_WIDTH, (1 - _LEFT - room / WIDTH) / _PLACE_OF_NAMES))
    with open_chart(height) as (figure, axes):
        figure.set_layout_engine("none")
        foot = 0.28 / height
        axes.set_position((_LEFT, foot, width, 1 - foot - 0.06 / height))
        axes.set_xlim(years[0] - 0.5, years[1] + 0.5)
        axes.set_ylim(bottom, top)
        for number, line in enumerate(lines):
            _draw_line(
                axes, line, _choose_ink(number, lines), 1.0 if len(lines) <= len(_INKS) else 0.6
            )
        named = {placed.mark for _, placed, _ in labels}
        inside = [placed for placed in every if placed.mark not in named]
        if len(lines) <= _FEW and len(every) <= _MOST_LABELLED:
            _label_points(axes, inside)
        else:
            _sign_points(axes, inside, _LABEL_GAP_INCHES / height * (top - bottom))
        places = _fit(
            [(placed.point.value - bottom) / (top - bottom) for _, placed, _ in labels],
            _LABEL_GAP_INCHES / (height - 0.34),
        )
        end = _PLACE_OF_NAMES * (years[1] - years[0] + 1) + years[0] - 0.5
        leaders: list[tuple[float, float]] = []
        for (text, placed, number), place in zip(labels, places, strict=True):
            is_target = placed.point.basis == "target"
            colour = TARGET if is_target else _choose_ink(number, lines)
            height_in_data = bottom + place * (top - bottom)
            gap = (end, math.nan)
            leaders += [(placed.point.when, placed.point.value), (end, height_in_data), gap]
            axes.text(
                end,
                height_in_data,
                f" {text}",
                ha="left",
                va="center",
                fontsize=8.5,
                color=colour,
            )
        # One line with gaps; an annotation with an arrow each would take ten times as long.
        axes.plot(*zip(*leaders, strict=True), color=PALE, linewidth=0.7, zorder=0, clip_on=False)
        step = 1 if years[1] - years[0] <= _YEARS_WITHOUT_A_GAP else 2
        axes.set_xticks(range(years[1], years[0] - 1, -step))
        axes.set_yticks([])
        axes.tick_params(length=0)
        axes.spines["bottom"].set_position(("data", 0.0))
        sns.despine(fig=figure, left=True)
        return save_chart(figure)


def _choose_ink(number: int, lines: Sequence[Line]) -> str:
    """Give each of a few places a colour of its own; many share one, and their names tell them."""
    return _INKS[number] if len(lines) <= len(_INKS) else INK


def _find_ends(line: Line) -> list[Placed]:
    """Find what the name of a place stands beside: its last figure, and its last target."""
    facts = [placed for placed in line.placed if placed.point.basis not in _AIMS]
    aims = [placed for placed in line.placed if placed.point.basis in _AIMS]
    return [max(group, key=lambda placed: placed.point.when) for group in (facts, aims) if group]


def _measure(text: str) -> float:
    return sum(_LATIN_INCHES if ord(sign) < 0x2000 else _CHINESE_INCHES for sign in text)


def _shorten(name: str, text: str) -> str:
    """Shorten a long name, of an institution say, so that the figure beside it is never cut off."""
    room = max(_LEAST_LETTERS, _MOST_LETTERS - len(text))
    return name if len(name) <= room else f"{name[: room - 1]}…"


def _fit(places: Sequence[float], gap: float) -> list[float]:
    """Move labels apart, and back between the ends of the axis."""
    spread = spread_labels(places, gap)
    order = sorted(range(len(spread)), key=lambda number: spread[number])
    highest = 1.0
    for number in reversed(order):
        spread[number] = highest = min(spread[number], highest)
        highest -= gap
    return spread


def _draw_line(axes: Axes, line: Line, ink: str, size: float) -> None:
    facts = [placed.point for placed in line.placed if placed.point.basis not in _AIMS]
    for series in dict.fromkeys(point.series for point in facts):
        joined = sorted(
            (point for point in facts if point.series == series), key=lambda point: point.when
        )
        whole = [point for point in joined if point.when == int(point.when)]
        join_points(axes, whole, ink, opacity=0.75)
    for placed in line.placed:
        point = placed.point
        draw_mark(
            axes,
            point.when,
            point.value,
            point.basis,
            point.qualifier,
            "up",
            ink=ink,
            name=placed.mark,
            size=size,
        )


def _sign_points(axes: Axes, placed: Sequence[Placed], room: float) -> None:
    """Set the signs of the audit above and beside the marks; what they mean stands in the text."""
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


def _label_points(axes: Axes, placed: Sequence[Placed]) -> None:
    for one in placed:
        rivals = [
            other.point.value
            for other in placed
            if other is not one and abs(other.point.when - one.point.when) < 1
        ]
        is_lower = any(value > one.point.value for value in rivals)
        axes.annotate(
            one.text,
            (one.point.when, one.point.value),
            xytext=(0, -8 if is_lower else 8),
            textcoords="offset points",
            ha="center",
            va="top" if is_lower else "bottom",
            fontsize=8,
            color=SOFT,
        )
