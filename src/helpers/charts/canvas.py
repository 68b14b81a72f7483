"""A chart as SVG with live text: the page's width, the fonts and colours of the reports."""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Annotation

from helpers.charts.fitting.narrowing import make_narrow
from helpers.charts.fitting.text_width import shorten_doubt
from helpers.fonts import FAMILY, list_font_files

INK = "#17324d"
SOFT = "#5d7183"
TARGET = "#b3541e"
PALE = "#c9d3dc"
WIDTH = 6.5
WHITE_BOX: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
_ATTRIBUTE = re.compile(r'="[^"<>]*"')
_GROUP_NAME = "marks "
_GROUP = re.compile(rf'<g id="{_GROUP_NAME}([^"]*)">(.*?</g>\s*)</g>', re.DOTALL)
_MARK = re.compile(r"<use [^>]*/>")
_LONG_FRACTION = re.compile(r"(\d\.\d{2})\d+")
# What matplotlib writes without effect: the head of the file, turns by no angle, its own names,
# line ends, and the family of the fonts at each text, which the picture names once.
_OWN_NAME = r"(?:[A-Z]\w+|patch|line2d|text|xtick|ytick|axes|figure|legend|matplotlib\.axis)"
_WITHOUT_EFFECT = re.compile(
    r"\A.*?(?=<svg\b)|<metadata>.*?</metadata>| transform=\"rotate\(-?0 [^)\"]*\)\""
    rf"|(?<=<g) id=\"{_OWN_NAME}_\d+\"| font-family: [^;\"]*;| stroke-dashoffset: 0;"
    r"|(?<=>)\s*\n\s*(?=<)|(?<=[ z])\n",
    re.DOTALL,
)
_LONE = re.compile(r"<g>((?:<[^g/][^<>]*/>|<text [^<>]*>[^<>]*</text>)?)</g>|<g/>")


@cache
def _add_fonts() -> None:
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in list_font_files():
        if str(path) not in known:
            font_manager.fontManager.addfont(path)


@contextmanager
def style_chart() -> Iterator[None]:
    """Set the style and fonts of the reports for the charts that are drawn inside."""
    _add_fonts()
    style: dict[Any, Any] = {
        "font.family": [FAMILY, "sans-serif"],
        "font.sans-serif": [FAMILY],
        "font.size": 8.5,
        "svg.fonttype": "none",
        # Names and labels come from data: a dollar sign in one is a dollar sign.
        "text.parse_math": False,
        "svg.hashsalt": "city-figures",
        "axes.edgecolor": PALE,
        "axes.labelcolor": SOFT,
        "xtick.color": SOFT,
        "ytick.color": INK,
        "text.color": INK,
        "figure.dpi": 100,
    }
    with mpl.rc_context(style):
        yield


@contextmanager
def open_chart(height: float) -> Iterator[tuple[Figure, Axes]]:
    """Open a figure of the page's width in the style and fonts of the reports."""
    with style_chart():
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        axes = figure.subplots()
        yield figure, axes


def set_margins(axes: Axes, left: float, right: float, bottom: float, top: float) -> None:
    """Set the margins around axes in inches, which spares the search for a layout."""
    figure: Any = axes.figure
    figure.set_layout_engine("none")
    width, height = figure.get_size_inches()
    across, up = width - left - right, height - bottom - top
    axes.set_position((left / width, bottom / height, across / width, up / height))


class Picture(str):
    """A figure as SVG, from which it can be drawn once more for a narrow screen."""

    __slots__ = ("_figure", "_narrow")
    _figure: Figure | None
    _narrow: str

    def draw_narrow(self) -> str:
        """Return the SVG of the same figure as wide as a phone; empty where its labels do not fit.

        It is drawn when it is first asked for.
        """
        if self._figure is not None:
            with style_chart():
                self._narrow = _write_svg(self._figure) if make_narrow(self._figure) else ""
            self._figure = None
        return self._narrow


def save_chart(figure: Figure) -> Picture:
    """Return a figure as SVG, the same bytes each time."""
    picture = Picture(_write_svg(figure))
    picture._figure = figure
    return picture


def pair_pictures(broad: Picture, narrow: Picture) -> Picture:
    """Return a picture whose narrow form is another picture, drawn for a phone."""
    broad._figure, broad._narrow = None, str(narrow)
    return broad


def _write_svg(figure: Figure) -> str:
    stream = io.StringIO()
    for patch in (figure.patch, *(axes.patch for axes in figure.axes)):
        patch.set_facecolor("none")
        patch.set_edgecolor("none")
    # What savefig does besides is to draw everything twice.
    canvas: Any = FigureCanvasSVG(figure)
    canvas.print_svg(stream, metadata={"Date": None, "Creator": None})
    named = _GROUP.sub(_name_marks, stream.getvalue())
    small = _LONE.sub(lambda group: group[1] or "", _WITHOUT_EFFECT.sub("", shorten_doubt(named)))
    family = f"font-family: '{FAMILY}', sans-serif"
    small = small.replace("<svg ", f'<svg style="{family}" ', 1)
    # A hundredth of a point is enough for any print; text between the tags keeps its digits.
    return _ATTRIBUTE.sub(lambda attribute: _LONG_FRACTION.sub(r"\1", attribute.group()), small)


def write_at(
    axes: Axes, text: str, place: tuple[float, float], offset: tuple[float, float], **style: Any
) -> Annotation:
    """Write a text at an offset in points from a place, centred on its height by default."""
    style = {"va": "center", **style}
    return axes.annotate(text, place, xytext=offset, textcoords="offset points", **style)


def draw_mark(
    axes: Axes,
    place: tuple[float, float],
    form: str | Path,
    size: float,
    face: str,
    edge: str,
    **style: Any,
) -> Line2D:
    """Draw a mark of a form and size in points at a place."""
    (mark,) = axes.plot(
        *([end] for end in place),
        marker=form,
        markersize=size,
        markerfacecolor=face,
        markeredgecolor=edge,
        zorder=3,
        **style,
    )
    return mark


def name_rows(axes: Axes, names: Sequence[str]) -> None:
    """Name the rows of a chart on its left; it has no ticks at the bottom."""
    axes.set_yticks(range(len(names)), names)
    axes.set_xticks([])
    axes.tick_params(length=0)


def name_group(names: Sequence[str]) -> str | None:
    """Return what a group of marks drawn at once is called, so that each mark keeps its name.

    Args:
        names: Identifiers of the marks in their order; none where nobody points at them.
    """
    return f"{_GROUP_NAME}{' '.join(names)}" if names else None


def _name_marks(group: re.Match[str]) -> str:
    names = iter(group[1].split())
    return _MARK.sub(lambda mark: f'<g id="{next(names)}">{mark.group()}</g>', group[2])
