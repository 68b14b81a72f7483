"""The marks of a chart: their form tells the kind of statement, so that a grey print says the same.

A filled disc is an actual figure, a ring an estimate, a diamond a target, an open square a derived
value, a question mark a doubted figure, a stroke a bound that follows from other figures; an arrow
leads away from a bound, printed or not.
"""

import itertools
import math
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from helpers.charts.canvas import INK, TARGET, name_group
from helpers.charts.fitting.drawn_content import REFERENCE

_FORMS = {
    "actual": "o",
    "estimate": "o",
    "forecast": "v",
    "target": "D",
    "policy": "v",
    "derived": "s",
    "bound": "_",
}
_SIZE_OF_DOUBTED, _HALO = 10, 1.6
_SIZE_OF_REFERENCE, _IN_FRONT, _BEFORE_MARKS, _BEHIND = 7.5, 4.0, 3.5, 1.5
_EDGES = {"bound": 1.0}
_ORDER = {"derived": 2.9, "bound": _BEHIND}  # the printed figure stays in sight
# In points, the length of an arrow that leads up or down.
UPWARD = 17
OPEN = ("over", "at_least", "floor")
CLOSED = ("at_most", "under", "ceiling")


@dataclass(frozen=True)
class Point:
    """One figure to draw.

    Attributes:
        label: The figure as the report writes it.
        value: Its value, or the bound that is printed.
        when: Year on the axis, where the chart has one.
        basis: What kind of statement it is; decides the form.
        qualifier: How it is qualified; decides whether an arrow leads away.
        series: The source, so that only points of one vintage are joined.
        is_doubted: Whether the audit doubts it; it is drawn as a question mark and not joined.
        sign: Sign of what the audit found about it, written after its label or alone.
    """

    label: str
    value: float
    when: float = 0.0
    basis: str = "actual"
    qualifier: str = "exact"
    series: str = ""
    is_doubted: bool = False
    sign: str = ""


_Pair = tuple[Point, Point]


@dataclass(frozen=True)
class PointMark:
    """The mark of one figure.

    Attributes:
        x: Place on the horizontal axis.
        y: Place on the vertical axis.
        basis: What kind of statement the figure is; decides the form.
        qualifier: How it is qualified.
        ink: Colour of what is no target.
        name: Identifier in the SVG, where it can be pointed at.
        is_doubted: Whether the audit doubts it.
    """

    x: float
    y: float
    basis: str
    qualifier: str
    ink: str = INK
    name: str = ""
    is_doubted: bool = False


def draw_marks(axes: Axes, marks: Sequence[PointMark], direction: str, size: float = 1.0) -> None:
    """Draw figures in the form of their kind of statement; an arrow leads away from a bound.

    It leads `up` or `right`. All marks have a name, or none.
    """
    alike: dict[tuple[str, str, bool], list[PointMark]] = {}
    for mark in marks:
        colour = TARGET if mark.basis == "target" else mark.ink
        alike.setdefault((mark.basis, colour, mark.is_doubted), []).append(mark)
        if mark.qualifier in (*OPEN, *CLOSED):
            sign = 1 if mark.qualifier in OPEN else -1
            offset = (0, UPWARD * sign) if direction == "up" else (26 * sign, 0)
            point_away(axes, mark.x, mark.y, colour, offset, 0 if mark.basis == "bound" else 4)
    # What is drawn at once takes a tenth of the time of what is drawn one by one.
    for (basis, colour, is_doubted), group in alike.items():
        usual = {"target": 7, "bound": 11}.get(basis, 7.5)
        line = Line2D(
            [mark.x for mark in group],
            [mark.y for mark in group],
            marker=draw_question_mark() if is_doubted else _FORMS[basis],
            markersize=(_SIZE_OF_DOUBTED if is_doubted else usual) * size,
            markerfacecolor=colour if basis == "actual" or is_doubted else "white",
            markeredgecolor=colour,
            markeredgewidth=0.4 if is_doubted else _EDGES.get(basis, 1.6),
            linestyle="none",
            zorder=_ORDER.get(basis, 3),
            clip_on=False,
        )
        line.set_gid(name_group([mark.name for mark in group if mark.name]))
        if is_doubted:  # in front, and clear of what it stands on
            line.set_zorder(_IN_FRONT + 0.1)
            halo = copy(line)
            halo.set(gid=None, zorder=_IN_FRONT, markeredgecolor="white", markeredgewidth=_HALO)
            axes.add_line(halo)
        axes.add_line(line)


def draw_reference(axes: Axes, points: Sequence[Point], colour: str, size: float = 0.7) -> None:
    """Draw the points of a place that others are set against: thin crosses.

    They lie on top, and their ends reach over an own mark, so that both are seen where these
    have the same size.
    """
    axes.scatter(
        [point.when for point in points],
        [point.value for point in points],
        s=(_SIZE_OF_REFERENCE * size) ** 2,
        color=colour,
        marker="x",
        linewidth=0.7,
        zorder=_BEFORE_MARKS,
        label=REFERENCE,
    )


@cache
def draw_question_mark() -> Path:
    """Return the mark of a doubted figure, as an outline about its middle."""
    letter = TextPath((0, 0), "?", size=1)
    middle = (letter.vertices.max(axis=0) + letter.vertices.min(axis=0)) / 2
    return Path(letter.vertices - middle, letter.codes)


def join_points(
    axes: Axes, places: Sequence[Sequence[Point]], colour: str, opacity: float | None = None
) -> None:
    """Join points in time as `pair_points` tells, dotted over years without any point."""
    for joined, is_whole in zip(pair_points(places), (True, False), strict=True):
        # One line with gaps, not a line for every pair.
        ends = [end for first, second in joined for end in (first, second, None)]
        line = Line2D(
            [end.when if end else math.nan for end in ends],
            [end.value if end else math.nan for end in ends],
            color=colour,
            linewidth=1.2,
            linestyle="-" if is_whole else (0, (1, 2)),
            alpha=opacity,
            zorder=1,
        )
        if joined:
            axes.add_line(line)


def pair_points(places: Sequence[Sequence[Point]]) -> tuple[list[_Pair], list[_Pair]]:
    """Return the points to join, two at a time: of neighbouring years, and over years without any.

    Only the points of one place and series are joined, and none that is a bound.
    """
    series: dict[tuple[int, str], list[Point]] = {}
    for place, points in enumerate(places):
        joined = [one for one in points if not one.is_doubted and one.basis != "bound"]
        for point in sorted(joined, key=lambda point: point.when):
            series.setdefault((place, point.series), []).append(point)
    pairs = [pair for line in series.values() for pair in itertools.pairwise(line)]
    years = {point.when for points in places for point in points if not point.is_doubted}
    near = [pair for pair in pairs if pair[1].when - pair[0].when <= 1]
    far = [
        (first, second)
        for first, second in pairs
        if second.when - first.when > 1
        and not any(first.when < year < second.when for year in years)
    ]
    return near, far


def point_away(
    axes: Axes, x: float, y: float, colour: str, offset: tuple[int, int], gap: int = 4
) -> None:
    """Draw the arrow that leads away from a bound, by an offset and after a gap in points.

    It lies behind all marks.
    """
    axes.annotate(
        "",
        xy=(x, y),
        xytext=offset,
        textcoords="offset points",
        arrowprops={"arrowstyle": "<-", "color": colour, "shrinkB": gap, "linewidth": 0.9},
        zorder=_BEHIND,
    )
