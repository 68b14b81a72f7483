"""A chart of several places over the years, each named beside its last figure.

Form tells the kind of statement, as in every chart of the reports; nothing depends on colour.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import seaborn as sns
from matplotlib.axes import Axes

from helpers.charts.canvas import INK, PALE, TARGET, WIDTH, open_chart, save_chart
from helpers.charts.comparison_charts import spread_labels
from helpers.charts.point_labels import Placed, label_points, measure_text, sign_points
from helpers.charts.points import Point, PointMark, draw_marks, join_points

_INKS = (INK, "#1f6fb2", "#00805e", "#a64f86", "#946800", "#4a4a4a")
_LABEL_GAP_INCHES = 0.165
_LEAST_HEIGHT, _HEIGHT_OF_FEW = 2.7, 1.5
_FEW = 2
_AIR, _AIR_OVER_ARROWS = 1.12, 1.4
_MOST_LABELLED = 14
_ROOM_FOR_TICKS_INCHES = 0.4
_FOOT_INCHES, _HEAD_INCHES = 0.28, 0.06
_YEARS_WITHOUT_A_GAP = 10
_LEFT, _LEAST_WIDTH, _MOST_WIDTH = 0.02, 0.45, 0.78
_PLACE_OF_NAMES = 1.03
_MOST_LETTERS, _LEAST_LETTERS = 46, 12
_SIZE_OF_MANY = 0.6
_AIMS = ("target", "policy")


@dataclass(frozen=True)
class PlaceLine:
    """The figures of one place, or of one institution in it."""

    name: str
    placed: Sequence[Placed]


def draw_places(lines: Sequence[PlaceLine], years: Sequence[int]) -> str:
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
    room = max(measure_text(text) for text, _, _ in labels) + 0.1
    width = min(_MOST_WIDTH, max(_LEAST_WIDTH, (1 - _LEFT - room / WIDTH) / _PLACE_OF_NAMES))
    with open_chart(height) as (figure, axes):
        figure.set_layout_engine("none")
        foot = _FOOT_INCHES / height
        axes.set_position((_LEFT, foot, width, 1 - foot - _HEAD_INCHES / height))
        # Before there are ticks, which a spine that moves makes anew.
        axes.set_yticks([])
        axes.tick_params(length=0)
        axes.spines["bottom"].set_position(("data", 0.0))
        sns.despine(fig=figure, left=True)
        axes.set_xlim(years[0] - 0.5, years[1] + 0.5)
        axes.set_ylim(bottom, top)
        _draw_lines(axes, lines)
        named = {placed.mark for _, placed, _ in labels}
        inside = [placed for placed in every if placed.mark not in named]
        room = _LABEL_GAP_INCHES / height * (top - bottom)
        if len(lines) <= _FEW and len(every) <= _MOST_LABELLED:
            ends = [placed for placed in every if placed.mark in named]
            size = WIDTH * width, height - _FOOT_INCHES - _HEAD_INCHES
            inside = label_points(axes, inside, ends, size)
        sign_points(axes, inside, room)
        places = _fit(
            [(placed.point.value - bottom) / (top - bottom) for _, placed, _ in labels],
            _LABEL_GAP_INCHES / (height - _FOOT_INCHES - _HEAD_INCHES),
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
        return save_chart(figure)


def _choose_ink(number: int, lines: Sequence[PlaceLine]) -> str:
    """Give each of a few places a colour of its own; many share one, and their names tell them."""
    return _INKS[number] if len(lines) <= len(_INKS) else INK


def _find_ends(line: PlaceLine) -> list[Placed]:
    """Find what the name of a place stands beside: its last figure, and its last target."""
    facts = [placed for placed in line.placed if placed.point.basis not in _AIMS]
    aims = [placed for placed in line.placed if placed.point.basis in _AIMS]
    return [max(group, key=lambda placed: placed.point.when) for group in (facts, aims) if group]


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


def _draw_lines(axes: Axes, lines: Sequence[PlaceLine]) -> None:
    of_ink: dict[str, list[PlaceLine]] = {}
    for number, line in enumerate(lines):
        of_ink.setdefault(_choose_ink(number, lines), []).append(line)
    for ink, alike in of_ink.items():
        join_points(axes, [_find_joined(line) for line in alike], ink, opacity=0.75)
    marks = [
        PointMark(point.when, point.value, point.basis, point.qualifier, ink, placed.mark)
        for ink, alike in of_ink.items()
        for line in alike
        for placed in line.placed
        for point in [placed.point]
    ]
    draw_marks(axes, marks, "up", _SIZE_OF_MANY if len(lines) > len(_INKS) else 1.0)


def _find_joined(line: PlaceLine) -> list[Point]:
    """Find what may be joined: whole years, and nothing that is aimed at."""
    points = [placed.point for placed in line.placed]
    return [one for one in points if one.basis not in _AIMS and one.when == int(one.when)]
