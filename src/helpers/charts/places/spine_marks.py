"""The marks of a spine chart, and the key that names those that are drawn."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.charts.canvas import INK, PALE, SOFT, TARGET
from helpers.charts.fitting.text_width import measure_text
from helpers.charts.places.spine_rows import SpineDot, SpineKey, SpineRow, find_middle_half
from helpers.charts.points import draw_question_mark

# In inches, then in points.
KEY_LINE, HALF_BAND, HALF_LINE, _KEY_HALF = 0.22, 0.075, 0.13, 0.09
SMALL, PLAIN = 7.0, 7.5
# Of a question mark: its size in points and half of its height in inches.
_MARK, _HALF_MARK = 6.0, 0.034
# Half the room of a mark in points, where others keep clear.
MARK_RADIUS, _RADIUS, _OWN_RADIUS = 2.2, 1.8, 3.9
MIDDLE_BAND = "#cfdae3"
NATION: Any = (0, (2, 1.2))
# In inches: where the key begins, its words beside a mark, and from their end to the next mark.
_KEY_START, _KEY_MARK, _KEY_GAPS = 0.07, 0.1, (0.36, 0.3)
Draw = Callable[[Axes, float, float], None]


@dataclass(frozen=True)
class KeyEntry:
    """A form of the chart with its name, and how far from the left it stands in the key."""

    text: str
    draw: Draw
    x: float = 0.0


def write_text(axes: Axes, text: str, x: float, y: float, **style: Any) -> None:
    """Write text whose middle stands at a height, in inches."""
    settings = {"va": "center_baseline", "fontsize": PLAIN, **style}
    axes.text(x, y, text, **settings)


def draw_band(axes: Axes, left: float, right: float, middle: float, face: str) -> None:
    """Draw a band between two places of a row, such as the middle half."""
    corner, size = (left, middle - HALF_BAND), (right - left, 2 * HALF_BAND)
    style: dict[str, Any] = {"edgecolor": PALE, "linewidth": 0.5, "zorder": 0.5}
    axes.add_patch(Rectangle(corner, *size, facecolor=face, **style))


def draw_benchmark(
    axes: Axes,
    x: float,
    middle: float,
    linestyle: Any,
    half: float = HALF_LINE,
    *,
    is_doubted: bool = False,
) -> None:
    """Draw the stroke of a benchmark about the middle of a row; a doubted one ends in a mark."""
    top = middle - half + (_HALF_MARK if is_doubted else 0.0)
    ends = [middle + half, top]
    axes.plot([x, x], ends, color="white", linewidth=2.6, zorder=1.1)  # over the edge of a band
    axes.plot([x, x], ends, color=TARGET, linewidth=1.4, linestyle=linestyle, zorder=2)
    if is_doubted:
        style: dict[str, Any] = {"color": TARGET, "markersize": _MARK, "markeredgewidth": 0.4}
        axes.plot([x], [top - _HALF_MARK], marker=draw_question_mark(), zorder=2, **style)


def measure_dot(dot: SpineDot) -> float:
    """Return half the room of the mark of a place, in points, where other marks keep clear."""
    if dot.is_own:
        return _OWN_RADIUS
    return MARK_RADIUS if dot.is_doubted else _RADIUS


def draw_place(axes: Axes, dot: SpineDot, x: float, y: float) -> None:
    """Draw a place of a row; the form tells the own one and a doubted one from the others."""
    form: Any = draw_question_mark() if dot.is_doubted else "o"
    size = (9.0 if dot.is_doubted else 7.5) if dot.is_own else (_MARK if dot.is_doubted else 3.6)
    style = {"markerfacecolor": INK if dot.is_own or dot.is_doubted else "none"}
    edge = "white" if dot.is_own and not dot.is_doubted else INK if dot.is_own else SOFT
    settings: dict[str, Any] = {"markeredgecolor": edge, "markeredgewidth": 0.8, **style}
    # Benchmarks run behind the places, and the own one lies on top.
    height = 2.1 + 0.1 * dot.is_doubted + 0.2 * dot.is_own
    axes.plot([x], [y], marker=form, markersize=size, zorder=height, **settings)


def arrange_key(
    rows: Sequence[SpineRow], key: SpineKey, width: float, size: float = SMALL
) -> list[list[KeyEntry]]:
    """Return the entries of the key in the lines that they take on a width in inches.

    Its letters have a size in points. Each form that is drawn has one. They stand closer where
    that spares a line.
    """
    entries = list(_list_entries(rows, key))
    lines, closer = (_break_key(entries, width, size, gap) for gap in _KEY_GAPS)
    return closer if len(closer) < len(lines) else lines


def _break_key(
    entries: Sequence[KeyEntry], width: float, size: float, gap: float
) -> list[list[KeyEntry]]:
    lines: list[list[KeyEntry]] = [[]]
    x = _KEY_START
    for entry in entries:
        wide = measure_text(entry.text, size)
        if lines[-1] and x + _KEY_MARK + wide > width:
            lines.append([])
            x = _KEY_START
        lines[-1].append(replace(entry, x=x))
        x += wide + gap
    return lines


def draw_key(axes: Axes, lines: Sequence[Sequence[KeyEntry]], y: float) -> None:
    """Draw the key: of each form an example and its name."""
    for number, line in enumerate(lines):
        below = y + number * KEY_LINE
        for entry in line:
            entry.draw(axes, entry.x, below)
            style = {"fontsize": SMALL, "color": SOFT}
            write_text(axes, entry.text, entry.x + _KEY_MARK, below, **style)


def _list_entries(rows: Sequence[SpineRow], key: SpineKey) -> Iterator[KeyEntry]:
    drawn = [row for row in rows if row.benchmark is not None and row.dots]
    if drawn:
        yield KeyEntry(key.own, _show_place(SpineDot("", "", 0, is_own=True)))
        yield KeyEntry(key.others, _show_place(SpineDot("", "", 0)))
    if any(dot.is_doubted for row in drawn for dot in row.dots):
        yield KeyEntry(key.doubted, _show_place(SpineDot("", "", 0, is_doubted=True)))
    if any(find_middle_half(row) is not None for row in drawn):
        yield KeyEntry(
            key.middle_half, lambda axes, x, y: draw_band(axes, x - 0.07, x + 0.07, y, MIDDLE_BAND)
        )
    if any(not row.is_benchmark_typical for row in drawn):
        yield KeyEntry(key.benchmark, _show_benchmark("-"))
    if any(row.is_benchmark_doubted for row in drawn):
        yield KeyEntry(key.benchmark_doubted, _show_benchmark("-", is_doubted=True))
    if any(row.is_benchmark_typical for row in drawn):
        yield KeyEntry(key.typical, _show_benchmark(":"))
    if any(row.nation is not None for row in drawn):
        yield KeyEntry(key.nation, _show_benchmark(NATION))


def _show_place(dot: SpineDot) -> Draw:
    return lambda axes, x, y: draw_place(axes, dot, x, y)


def _show_benchmark(linestyle: Any, *, is_doubted: bool = False) -> Draw:
    return lambda axes, x, y: draw_benchmark(
        axes, x, y, linestyle, _KEY_HALF, is_doubted=is_doubted
    )
