"""The marks of a spine chart, and the key that names those that are drawn."""

from collections.abc import Callable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.charts.canvas import INK, PALE, SOFT, TARGET
from helpers.charts.fitting.text_width import measure_text
from helpers.charts.places.spine_rows import SpineDot, SpineKey, SpineRow, find_middle_half
from helpers.charts.points import draw_question_mark

# In inches, then in points.
KEY_LINE, HALF_BAND, HALF_LINE = 0.22, 0.075, 0.115
SMALL, PLAIN = 7.0, 7.5
MIDDLE_BAND = "#cfdae3"


def write_text(axes: Axes, text: str, x: float, y: float, **style: Any) -> None:
    """Write text whose middle stands at a height, in inches."""
    settings = {"va": "center_baseline", "fontsize": PLAIN, **style}
    axes.text(x, y, text, **settings)


def draw_band(axes: Axes, left: float, right: float, middle: float, face: str) -> None:
    """Draw a band between two places of a row, such as the middle half."""
    corner, size = (left, middle - HALF_BAND), (right - left, 2 * HALF_BAND)
    style: dict[str, Any] = {"edgecolor": PALE, "linewidth": 0.5, "zorder": 0.5}
    axes.add_patch(Rectangle(corner, *size, facecolor=face, **style))


def draw_benchmark(axes: Axes, x: float, middle: float, linestyle: Any) -> None:
    """Draw the stroke of a benchmark through the middle of a row."""
    ends = [middle - HALF_LINE, middle + HALF_LINE]
    axes.plot([x, x], ends, color="white", linewidth=2.6, zorder=1.1)  # over the edge of a band
    axes.plot([x, x], ends, color=TARGET, linewidth=1.4, linestyle=linestyle, zorder=2)


def draw_place(axes: Axes, dot: SpineDot, x: float, y: float) -> None:
    """Draw a place of a row; the form tells the own one and a doubted one from the others."""
    form: Any = draw_question_mark() if dot.is_doubted else "o"
    size = (9.0 if dot.is_doubted else 7.5) if dot.is_own else (6.0 if dot.is_doubted else 3.6)
    style = {"markerfacecolor": INK if dot.is_own or dot.is_doubted else "none"}
    edge = "white" if dot.is_own and not dot.is_doubted else INK if dot.is_own else SOFT
    settings: dict[str, Any] = {"markeredgecolor": edge, "markeredgewidth": 0.8, **style}
    # A stroke goes through the disc that lies on it, or nobody would see that it is there.
    height = 1.7 + 0.1 * dot.is_own + dot.is_doubted
    axes.plot([x], [y], marker=form, markersize=size, zorder=height, **settings)


def draw_key(axes: Axes, rows: Sequence[SpineRow], key: SpineKey, y: float, width: float) -> None:
    """Draw the key: of each form that is drawn, an example and its name."""
    drawn = [row for row in rows if row.benchmark is not None and row.dots]
    has_half = any(find_middle_half(row) is not None for row in drawn)
    has_doubts = any(dot.is_doubted for row in drawn for dot in row.dots)
    unsure, own = SpineDot("", "", 0, is_doubted=True), SpineDot("", "", 0, is_own=True)
    parts: list[tuple[str, bool, Callable[[float, float], None]]] = [
        (key.own, bool(drawn), lambda x, y: draw_place(axes, own, x, y)),
        (key.others, bool(drawn), lambda x, y: draw_place(axes, SpineDot("", "", 0), x, y)),
        (key.doubted, has_doubts, lambda x, y: draw_place(axes, unsure, x, y)),
        (
            key.middle_half,
            has_half,
            lambda x, y: draw_band(axes, x - 0.07, x + 0.07, y, MIDDLE_BAND),
        ),
        (
            key.benchmark,
            any(not row.is_benchmark_typical for row in drawn),
            lambda x, y: draw_benchmark(axes, x, y, "-"),
        ),
        (
            key.typical,
            any(row.is_benchmark_typical for row in drawn),
            lambda x, y: draw_benchmark(axes, x, y, ":"),
        ),
        (
            key.nation,
            any(row.nation is not None for row in drawn),
            lambda x, y: draw_benchmark(axes, x, y, (0, (2, 1.2))),
        ),
    ]
    x = 0.07
    for text, is_drawn, draw in parts:
        if not is_drawn:
            continue
        room = 0.36 + measure_text(text, SMALL)
        if x + room - 0.2 > width:
            x, y = 0.07, y + KEY_LINE
        draw(x, y)
        write_text(axes, text, x + 0.1, y, fontsize=SMALL, color=SOFT)
        x += room
