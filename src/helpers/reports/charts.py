"""Charts as SVG with live text: points in time, lanes and bars.

Form tells the kind of statement, so that a grey print says the same: a filled disc is an actual
figure, a ring an estimate, a diamond a target, an open square a derived value; an arrow leads
away from a printed bound.
"""

import io
import itertools
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import seaborn as sns
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.reports.fonts import FAMILY, list_font_files

INK = "#17324d"
SOFT = "#5d7183"
TARGET = "#b3541e"
PALE = "#c9d3dc"
WIDTH = 6.5
_FORMS = {
    "actual": "o",
    "estimate": "o",
    "forecast": "v",
    "target": "D",
    "policy": "v",
    "derived": "s",
}
_OPEN = ("over", "at_least")
_CLOSED = ("at_most", "under")
_ATTRIBUTE = re.compile(r'="[^"<>]*"')
_LONG_FRACTION = re.compile(r"(\d\.\d{2})\d+")
_LABELS_SIDE_BY_SIDE = 5


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
    """

    label: str
    value: float
    when: float = 0.0
    basis: str = "actual"
    qualifier: str = "exact"
    series: str = ""


@dataclass(frozen=True)
class Lane:
    """One row of a lane or bar chart: its name, its points, whether it stands apart."""

    name: str
    points: Sequence[Point]
    is_apart: bool = False


@contextmanager
def open_chart(height: float) -> Iterator[tuple[Figure, Axes]]:
    """Open a figure of the page's width in the style and fonts of the reports."""
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in list_font_files():
        if str(path) not in known:
            font_manager.fontManager.addfont(path)
    style: dict[Any, Any] = {
        "font.family": [FAMILY, "sans-serif"],
        "font.sans-serif": [FAMILY],
        "font.size": 8.5,
        "svg.fonttype": "none",
        "svg.hashsalt": "city-figures",
        "axes.edgecolor": PALE,
        "axes.labelcolor": SOFT,
        "axes.unicode_minus": False,
        "xtick.color": SOFT,
        "ytick.color": INK,
        "text.color": INK,
        "figure.dpi": 100,
    }
    with mpl.rc_context(style):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        axes = figure.subplots()
        yield figure, axes


def save_chart(figure: Figure) -> str:
    """Return a figure as SVG, the same bytes each time."""
    stream = io.StringIO()
    for patch in (figure.patch, *(axes.patch for axes in figure.axes)):
        patch.set_facecolor("none")
        patch.set_edgecolor("none")
    # What savefig does besides is to draw everything twice.
    canvas: Any = FigureCanvasSVG(figure)
    canvas.print_svg(stream, metadata={"Date": None, "Creator": None})
    # A hundredth of a point is enough for any print; text between the tags keeps its digits.
    return _ATTRIBUTE.sub(
        lambda attribute: _LONG_FRACTION.sub(r"\1", attribute.group()), stream.getvalue()
    )


def draw_mark(
    axes: Axes,
    x: float,
    y: float,
    basis: str,
    qualifier: str,
    direction: str,
    *,
    ink: str = INK,
    name: str = "",
    size: float = 1.0,
) -> None:
    """Draw one figure in the form of its kind of statement; an arrow leads away from a bound.

    Args:
        axes: Where to draw.
        x: Place on the horizontal axis.
        y: Place on the vertical axis.
        basis: What kind of statement it is.
        qualifier: How it is qualified.
        direction: Where an arrow leads: `up` or `right`.
        ink: Colour of what is no target.
        name: Identifier of the mark in the SVG, where it can be pointed at.
        size: Size of the mark, where many stand close together.
    """
    colour = TARGET if basis == "target" else ink
    hollow = basis != "actual"
    mark = Line2D(
        [x],
        [y],
        marker=_FORMS[basis],
        markersize=(7.5 if basis != "target" else 7) * size,
        markerfacecolor="white" if hollow else colour,
        markeredgecolor=colour,
        markeredgewidth=1.6,
        linestyle="none",
        zorder=3,
        clip_on=False,
    )
    mark.set_gid(name or None)
    axes.add_line(mark)
    if qualifier in (*_OPEN, *_CLOSED):
        sign = 1 if qualifier in _OPEN else -1
        offset = (0, 24 * sign) if direction == "up" else (26 * sign, 0)
        _point_away(axes, x, y, colour, offset)


def join_points(
    axes: Axes, line: Sequence[Point], colour: str, opacity: float | None = None
) -> None:
    """Join points of one series in their order; dotted over years that are not printed."""
    for first, second in itertools.pairwise(line):
        axes.plot(
            [first.when, second.when],
            [first.value, second.value],
            color=colour,
            linewidth=1.2,
            linestyle="-" if second.when - first.when <= 1 else (0, (1, 2)),
            alpha=opacity,
            zorder=1,
        )


def _point_away(axes: Axes, x: float, y: float, colour: str, offset: tuple[int, int]) -> None:
    axes.annotate(
        "",
        xy=(x, y),
        xytext=offset,
        textcoords="offset points",
        arrowprops={"arrowstyle": "<-", "color": colour, "shrinkB": 4, "linewidth": 1.2},
    )


def draw_timeline(points: Sequence[Point]) -> str:
    """Draw figures of one indicator over the years.

    Only points of one series are joined, dotted where years between them are not printed:
    nothing is interpolated and vintages never mix.

    Args:
        points: Figures with year, value, basis, qualifier and series.

    Returns:
        The SVG text.
    """
    with open_chart(1.9) as (figure, axes):
        for series in dict.fromkeys(point.series for point in points):
            line = sorted(
                (p for p in points if p.series == series and p.basis != "target"),
                key=lambda point: point.when,
            )
            join_points(axes, line, SOFT)
        for point in points:
            draw_mark(axes, point.when, point.value, point.basis, point.qualifier, "up")
            place = _place_label(point, points)
            axes.annotate(point.label, (point.when, point.value), **place)
        years = [point.when for point in points]
        axes.set_xlim(min(years) - 0.6, max(years) + 0.9)
        axes.set_xticks(range(int(min(years)), int(max(years)) + 1))
        axes.set_ylim(0, max(point.value for point in points) * 1.3)
        axes.set_yticks([])
        sns.despine(fig=figure, left=True)
        axes.tick_params(length=0)
        return save_chart(figure)


def _place_label(point: Point, points: Sequence[Point]) -> dict[str, Any]:
    rivals = sorted(p.value for p in points if p.when == point.when)
    colour = TARGET if point.basis == "target" else INK
    style: dict[str, Any] = {"textcoords": "offset points", "color": colour, "fontsize": 9}
    if len(rivals) > 1 and point.value == rivals[0]:
        return style | {"xytext": (0, -8), "ha": "center", "va": "top"}
    if len(rivals) > 1 and point.value == rivals[-1]:
        return style | {"xytext": (0, 8), "ha": "center", "va": "bottom"}
    if point.qualifier in _OPEN:
        return style | {"xytext": (9, 0), "ha": "left", "va": "center"}
    span = max(p.when for p in points) - min(p.when for p in points)
    follower = min((p.when for p in points if p.when > point.when), default=None)
    if follower is not None and follower - point.when < span / _LABELS_SIDE_BY_SIDE:
        return style | {"xytext": (0, -8), "ha": "center", "va": "top"}
    return style | {"xytext": (0, 8), "ha": "center", "va": "bottom"}


def draw_bars(lanes: Sequence[Lane]) -> str:
    """Draw one horizontal bar per lane; a hatched one stands apart: a remainder, a shorter period.

    Args:
        lanes: Lanes with one point each, from top to bottom; values share one unit.

    Returns:
        The SVG text.
    """
    with open_chart(0.3 + 0.26 * len(lanes)) as (figure, axes):
        largest = max(lane.points[0].value for lane in lanes)
        for row, lane in enumerate(lanes):
            point = lane.points[0]
            hollow = lane.is_apart or point.basis != "actual"
            colour = TARGET if point.basis == "target" else INK
            axes.barh(
                row,
                point.value,
                height=0.56,
                facecolor="white" if hollow else colour,
                edgecolor=colour,
                hatch="/////" if lane.is_apart else "",
                linewidth=1,
            )
            shift = 5
            if point.qualifier in _OPEN:
                shift = 30
                _point_away(axes, point.value, row, colour, (24, 0))
            elif point.qualifier in _CLOSED:
                _point_away(axes, point.value, row, TARGET, (-24, 0))
            axes.annotate(
                point.label,
                (point.value, row),
                xytext=(shift, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
            )
        _name_rows(axes, lanes)
        is_open = any(lane.points[0].qualifier in _OPEN for lane in lanes)
        axes.set_xlim(0, largest * (1.5 if is_open else 1.3))
        axes.set_ylim(len(lanes) - 0.5, -0.5)
        sns.despine(fig=figure, bottom=True)
        return save_chart(figure)


def _name_rows(axes: Axes, lanes: Sequence[Lane]) -> None:
    axes.set_yticks(range(len(lanes)), [lane.name for lane in lanes])
    axes.set_xticks([])
    axes.tick_params(length=0)
