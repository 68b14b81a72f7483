"""Strips: all places on one measure along a line, a strip for each measure.

A stroke is a place with a value, a question mark a doubted one; the first ones and the last are
named. A pale band reaches as far as the places may lie of which only a ceiling is known.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from helpers.charts.canvas import INK, PALE, SOFT, TARGET, Picture, draw_mark, save_chart, write_at
from helpers.charts.fitting.narrowing import repeat_when_narrow
from helpers.charts.fitting.text_width import measure_text
from helpers.charts.panel_grid import open_panels
from helpers.charts.places.comparison_charts import Dot, ReferenceLine
from helpers.charts.points import draw_question_mark

_HEIGHT, _ABOVE, _BELOW = 1.0, 0.5, 0.28
_SIZE, _SMALL, _LINE = 8.0, 7.5, 9
# A name stands clear of the strokes: above the strip in points, below it as a share of its height.
_OVER, _UNDER = 4, -0.6
# In points, from the strip up to its heading: with two lines of names between them, and with none.
_PAD, _PAD_ALONE = 20, 9
# A line goes beyond the strokes, which would hide it, and the scale begins with a tick at zero.
_ENDS_OF_LINE, _TICK, _ZERO = (-1.3, 1.7), 0.5, "0"
# How far a name may stand beside its stroke, in inches.
_REACH = 0.25
_GAP, _BESIDE_LINE = 0.12, 0.05
_NAMED = 4
_LEADER: dict[str, Any] = {
    "arrowstyle": "-",
    "color": SOFT,
    "linewidth": 0.5,
    "shrinkA": 0,
    "shrinkB": 1,
}


@dataclass(frozen=True)
class Strip:
    """One measure.

    Attributes:
        name: Measure, year and unit.
        dots: The places, highest first, those that are only bounded last.
        lines: Province and nation.
        bounded: What stands in the band of the places that are only bounded; empty without any.
    """

    name: str
    dots: Sequence[Dot]
    lines: Sequence[ReferenceLine]
    bounded: str = ""


def draw_strips(strips: Sequence[Strip]) -> Picture:
    """Return the SVG of strips, each on a scale of its own from zero."""
    size = {"above": _ABOVE, "below": _BELOW}
    with open_panels(len(strips), 1, _HEIGHT, **size) as (figure, panels):
        for axes, strip in zip(panels, strips, strict=True):
            _draw_strip(axes, strip)
        return save_chart(figure)


def _draw_strip(axes: Axes, strip: Strip) -> None:
    largest = max([dot.value for dot in strip.dots] + [line.value for line in strip.lines])
    axes.set_xlim(0, largest * 1.02)
    axes.set_ylim(-1, 1)
    bounds = [dot.high for dot in strip.dots if dot.kind == "bound" and math.isfinite(dot.high)]
    # The band has no line in it: its words stand there.
    start = max(bounds, default=0.0)
    axes.plot([start, max(start, largest)], [0, 0], color=PALE, linewidth=1, zorder=1)
    if bounds:
        axes.barh(0, max(bounds), height=1.2, color=PALE, alpha=0.45, zorder=0)
    for dot in strip.dots:
        form = draw_question_mark() if dot.is_doubted else "|"
        if dot.kind != "bound":
            size, edge = (9, 0.4) if dot.is_doubted else (13, 1.5)
            style: dict[str, Any] = {"markeredgewidth": edge, "linestyle": "none", "clip_on": False}
            draw_mark(axes, (dot.value, 0), form, size, INK, INK, **style)
    for line in strip.lines:
        style = {"color": TARGET, "linewidth": 1.1, "linestyle": (0, (4, 2)), "zorder": 0.5}
        axes.plot([line.value] * 2, _ENDS_OF_LINE, clip_on=False, **style)
    axes.plot([0, 0], [-_TICK, _TICK], color=SOFT, linewidth=0.8, clip_on=False)
    style = {"fontsize": 9, "fontweight": "bold", "color": INK}
    has_names = bool(strip.lines or strip.bounded)
    axes.set_title(strip.name, loc="left", pad=_PAD if has_names else _PAD_ALONE, **style)
    axes.set_axis_off()
    _write_labels(axes, strip)


def _write_labels(axes: Axes, strip: Strip) -> None:
    """Name the lines above the strip and the ends below it; again where its width changes."""
    first = len(axes.texts)

    def write() -> None:
        for text in list(axes.texts)[first:]:
            text.remove()
        room = axes.bbox.width / axes.figure.dpi
        _name_band(axes, strip, room)
        _name_lines(axes, strip, room)
        _name_ends(axes, strip, room)

    write()
    repeat_when_narrow(axes.figure, write)


def _name_band(axes: Axes, strip: Strip, room: float) -> None:
    """Write into the band what it is, or over it where a stroke or line would run through."""
    scale = room / axes.get_xlim()[1]
    marks = [dot.value for dot in strip.dots if dot.kind != "bound"]
    first = min([*marks, *(line.value for line in strip.lines)], default=math.inf)
    is_clear = measure_text(strip.bounded, _SIZE) + _GAP < first * scale
    place, offset = ((0, 0), (4, 0)) if is_clear else ((0, 1.05), (0, _OVER + _LINE))
    write_at(axes, strip.bounded, place, offset, fontsize=_SIZE, color=SOFT)


def _name_lines(axes: Axes, strip: Strip, room: float) -> None:
    """Write the name of each line on its side: of two the lower one's on the left."""
    scale = room / axes.get_xlim()[1]
    taken: list[tuple[float, float]] = []
    lines = sorted(strip.lines, key=lambda line: line.value)
    for number, line in enumerate(lines):
        width, place = measure_text(line.label, _SMALL) + _GAP, line.value * scale
        fits_left, fits_right = place > width, place + width < room
        is_left = fits_left and (number < len(lines) - 1 or not fits_right)
        start = place - width if is_left else place
        # A name that would cover the one before, or begin at its line, stands a line higher.
        is_covered = any(start < end and begin < start + width for begin, end in taken)
        taken.append((start, max(start + width, place + _GAP)))
        style: dict[str, Any] = {"ha": "right" if is_left else "left", "fontsize": _SMALL}
        offset = (-3 if is_left else 3, _OVER + (_LINE if is_covered else 0))
        if is_covered:  # its line goes up to it
            arrow = {**_LEADER, "color": TARGET, "shrinkB": 0}
            write_at(axes, "", (line.value, 1), (0, _OVER + 1.4 * _LINE), arrowprops=arrow)
        write_at(axes, line.label, (line.value, 1.05), offset, color=TARGET, **style)


def _name_ends(axes: Axes, strip: Strip, room: float) -> None:
    """Name zero, the first places and the last one below the strip.

    As many as stand near their strokes; no place is named behind one that is not.
    """
    style: dict[str, Any] = {"fontsize": _SMALL, "color": SOFT, "va": "center"}
    axes.text(0, _UNDER, _ZERO, transform=axes.transAxes, **style)
    valued = [dot for dot in strip.dots if dot.kind != "bound" and not dot.is_doubted]
    last = [] if strip.bounded else valued[-1:]
    named: list[Dot] = []
    scale = room / axes.get_xlim()[1]
    for dot in dict.fromkeys([*valued[:1], *last, *valued[1 : _NAMED - 1]]):
        more = sorted([*named, dot], key=lambda dot: dot.value)
        if _have_room(more, strip.lines, room, scale):
            named = more
        elif dot not in last:
            break
    middles = _spread(named, room, scale)
    for dot, middle in zip(named, middles, strict=True):
        # The leader begins at the part of the name nearest to the stroke.
        share = (_find_start(dot, middle, scale) - middle) / _measure(dot) + 0.5
        axes.annotate(
            f"{dot.name} {dot.label}",
            (dot.value, -0.8),
            xytext=(middle / room, _UNDER),
            textcoords="axes fraction",
            ha="center",
            va="center",
            fontsize=_SIZE,
            arrowprops={**_LEADER, "relpos": (share, 1.0)},
        )


def _have_room(
    dots: Sequence[Dot], lines: Sequence[ReferenceLine], room: float, scale: float
) -> bool:
    """Return whether names have room beside each other, each near its stroke.

    No leader to one leads over a reference line or ends at it: the name would seem to be its own.
    """
    middles = _spread(dots, room, scale)
    wide = measure_text(_ZERO, _SMALL) + sum(_GAP + _measure(dot) for dot in dots)
    return wide <= room and all(
        abs(dot.value * scale - middle) <= _measure(dot) / 2 + _REACH
        and not any(_is_led_over(dot, middle, line, scale) for line in lines)
        for dot, middle in zip(dots, middles, strict=True)
    )


def _find_start(dot: Dot, middle: float, scale: float) -> float:
    """Return where the leader to a stroke begins at a name, in inches."""
    half = _measure(dot) / 2
    return min(max(dot.value * scale, middle - half), middle + half)


def _is_led_over(dot: Dot, middle: float, line: ReferenceLine, scale: float) -> bool:
    """Return whether a leader runs beside a line that is not beside the stroke itself."""
    stroke, place = dot.value * scale, line.value * scale
    first, last = sorted((stroke, _find_start(dot, middle, scale)))
    is_near = first - _BESIDE_LINE < place < last + _BESIDE_LINE
    return is_near and abs(stroke - place) > _BESIDE_LINE


def _spread(dots: Sequence[Dot], room: float, scale: float) -> list[float]:
    """Return the middles of names in inches, near their places and clear of each other."""
    halves = [_measure(dot) / 2 for dot in dots]
    middles = [dot.value * scale for dot in dots]
    right = room
    for number in reversed(range(len(dots))):
        middles[number] = min(middles[number], right - halves[number])
        right = middles[number] - halves[number] - _GAP
    left = measure_text(_ZERO, _SMALL) + _GAP
    for number in range(len(dots)):
        middles[number] = max(middles[number], left + halves[number])
        left = middles[number] + halves[number] + _GAP
    return middles


def _measure(dot: Dot) -> float:
    return measure_text(f"{dot.name} {dot.label}", _SIZE)
