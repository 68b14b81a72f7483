"""A chart of several places over the years, each named beside its last figure.

The form of a mark tells the kind of statement, as in every chart of the reports; nothing depends
on colour.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import seaborn as sns
from matplotlib.axes import Axes

from helpers.charts.canvas import INK, PALE, TARGET, WIDTH, open_chart, save_chart, set_margins
from helpers.charts.fitting.text_width import measure_text
from helpers.charts.label_columns import spread_labels
from helpers.charts.label_placement import Label, label_marks
from helpers.charts.points import Point, PointMark, draw_marks, join_points

_INKS = (INK, "#1f6fb2", "#00805e", "#a64f86", "#946800", "#4a4a4a")
_NAME_SIZE, _SIGN_SIZE = 8.5, 8.5
# Inches.
_LEAST_HEIGHT, _HEIGHT_OF_FEW = 2.7, 1.5
_NAME_GAP, _BEFORE_NAMES, _BEYOND_LAST = 0.165, 0.15, 0.1
_ROOM_FOR_TICKS, _FOOT, _HEAD, _LEFT = 0.4, 0.28, 0.06, 0.13
_LEAST_WIDTH, _MOST_WIDTH = 2.9, 5.0
# Shares of the axes.
_AIR, _AIR_OVER_ARROWS = 1.12, 1.4
_SIGN_ASIDE, _SIGN_ABOVE = 0.008, 0.01
# Numbers of figures, years and letters.
_FEW, _MOST_LABELLED, _YEARS_WITHOUT_A_GAP = 2, 14, 10
_MOST_LETTERS, _LEAST_LETTERS = 46, 12
_SIZE_OF_MANY = 0.6
_AIMS = ("target", "policy")


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


@dataclass(frozen=True)
class PlaceLine:
    """The figures of one place, or of one institution in it."""

    name: str
    placed: Sequence[Placed]


@dataclass(frozen=True)
class _Name:
    """A name with its last figure, in the colour of its line."""

    text: str
    placed: Placed
    colour: str


def draw_places(lines: Sequence[PlaceLine], years: Sequence[int]) -> str:
    """Return the SVG of the figures of places over the years from the first to the last.

    Only points of one series are joined, dotted where years between them are not printed; targets
    are joined with nothing.
    """
    names = _list_names(lines)
    every = [placed for line in lines for placed in line.placed]
    least = _HEIGHT_OF_FEW if len(every) <= _FEW else _LEAST_HEIGHT
    height = max(least, _ROOM_FOR_TICKS + _NAME_GAP * len(names))
    with open_chart(height) as (figure, axes):
        widest = max(measure_text(name.text, _NAME_SIZE) for name in names)
        room = WIDTH - _LEFT - _BEFORE_NAMES - widest
        width = min(_MOST_WIDTH, max(_LEAST_WIDTH, room))
        set_margins(axes, _LEFT, WIDTH - _LEFT - width, _FOOT, _HEAD)
        # Before there are ticks, which a spine that moves makes anew.
        axes.set_yticks([])
        axes.tick_params(length=0)
        axes.spines["bottom"].set_position(("data", 0.0))
        sns.despine(fig=figure, left=True)
        axes.set_xlim(years[0] - 0.5, years[1] + 0.5)
        axes.set_ylim(*_choose_limits(every))
        _draw_lines(axes, lines)
        named = {name.placed.mark for name in names}
        inside = [placed for placed in every if placed.mark not in named]
        if len(lines) <= _FEW and len(every) <= _MOST_LABELLED:
            inside = _label_inside(axes, inside)
        _sign_marks(axes, inside)
        _write_names(axes, names)
        step = 1 if years[1] - years[0] <= _YEARS_WITHOUT_A_GAP else 2
        axes.set_xticks(range(years[1], years[0] - 1, -step))
        return save_chart(figure)


def _choose_ink(number: int, lines: Sequence[PlaceLine]) -> str:
    """Return the colour of a line; beyond six places colours repeat and the names distinguish."""
    return _INKS[number] if len(lines) <= len(_INKS) else INK


def _list_names(lines: Sequence[PlaceLine]) -> list[_Name]:
    """Return the names to write: each beside the last figure of its place, and its last target."""
    names = []
    for number, line in enumerate(lines):
        facts = [placed for placed in line.placed if placed.point.basis not in _AIMS]
        aims = [placed for placed in line.placed if placed.point.basis in _AIMS]
        for group in filter(None, (facts, aims)):
            last = max(group, key=lambda placed: placed.point.when)
            is_target = last.point.basis == "target"
            colour = TARGET if is_target else _choose_ink(number, lines)
            names.append(_Name(f"{_shorten(line.name, last.text)}  {last.text}", last, colour))
    return names


def _shorten(name: str, text: str) -> str:
    """Shorten a long name, of an institution say, so that the figure beside it is never cut off."""
    room = max(_LEAST_LETTERS, _MOST_LETTERS - len(text))
    return name if len(name) <= room else f"{name[: room - 1]}…"


def _choose_limits(placed: Sequence[Placed]) -> tuple[float, float]:
    """Return the ends of the vertical axis: zero, all values, and air for arrows."""
    values = [one.point.value for one in placed]
    is_open = any(one.point.qualifier != "exact" for one in placed)
    air = _AIR_OVER_ARROWS if is_open else _AIR
    return min(0.0, *values) * _AIR, max(values) * air or 1.0


def _draw_lines(axes: Axes, lines: Sequence[PlaceLine]) -> None:
    of_ink: dict[str, list[PlaceLine]] = {}
    for number, line in enumerate(lines):
        of_ink.setdefault(_choose_ink(number, lines), []).append(line)
    for ink, alike in of_ink.items():
        join_points(axes, [_find_joined(line) for line in alike], ink, opacity=0.75)
    marks = [
        PointMark(p.when, p.value, p.basis, p.qualifier, ink, placed.mark, p.is_doubted)
        for ink, alike in of_ink.items()
        for line in alike
        for placed in line.placed
        for p in [placed.point]
    ]
    draw_marks(axes, marks, "up", _SIZE_OF_MANY if len(lines) > len(_INKS) else 1.0)


def _find_joined(line: PlaceLine) -> list[Point]:
    """Return the points that may be joined: actual figures of whole years."""
    points = [placed.point for placed in line.placed]
    return [one for one in points if one.basis not in _AIMS and one.when == int(one.when)]


def _label_inside(axes: Axes, placed: Sequence[Placed]) -> list[Placed]:
    """Write figures beside their marks; return those without room."""
    labels = {one.mark: Label(one.text, one.point.when, one.point.value) for one in placed}
    without = label_marks(axes, list(labels.values()), room_right=_BEYOND_LAST, has_leaders=False)
    return [one for one in placed if labels[one.mark] in without]


def _sign_marks(axes: Axes, placed: Sequence[Placed]) -> None:
    """Set the signs of the audit beside marks without a text; the table has what they mean."""
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    gap = _NAME_GAP / _measure_height(axes) * (top - bottom)
    highest: dict[float, float] = {}
    for one in sorted(placed, key=lambda one: one.point.value):
        # Where marks crowd, one sign stands for those it would cover; the table has each.
        if not one.sign or one.point.value < highest.get(one.point.when, -math.inf) + gap:
            continue
        highest[one.point.when] = one.point.value
        axes.text(
            one.point.when + _SIGN_ASIDE * (right - left),
            one.point.value + _SIGN_ABOVE * (top - bottom),
            one.sign,
            ha="left",
            va="bottom",
            fontsize=_SIGN_SIZE,
            fontweight="bold",
            color=TARGET,
        )


def _measure_height(axes: Axes) -> float:
    return float(axes.bbox.height / axes.figure.dpi)


def _write_names(axes: Axes, names: Sequence[_Name]) -> None:
    """Write the names in a column at the right, each with a line that leads from its mark."""
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    end = right + _BEFORE_NAMES * (right - left) / float(axes.bbox.width / axes.figure.dpi)
    wanted = [(name.placed.point.value - bottom) / (top - bottom) for name in names]
    leaders: list[tuple[float, float]] = []
    for name, place in zip(
        names, spread_labels(wanted, _NAME_GAP / _measure_height(axes)), strict=True
    ):
        height, point = bottom + place * (top - bottom), name.placed.point
        leaders += [(point.when, point.value), (end, height), (end, math.nan)]
        axes.text(
            end,
            height,
            f" {name.text}",
            ha="left",
            va="center",
            fontsize=_NAME_SIZE,
            color=name.colour,
        )
    # One line with gaps; an annotation with an arrow each would take ten times as long.
    axes.plot(*zip(*leaders, strict=True), color=PALE, linewidth=0.7, zorder=0, clip_on=False)
