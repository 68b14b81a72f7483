"""A spine chart: where one place stands among all, a row for each measure.

Every row has one signed scale with its benchmark in the middle, so that rows of different units
stand under each other. Every place is a faint dot and the own one a strong dot; the form, not the
colour, tells them apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.axes import Axes

from helpers.charts.canvas import (
    INK,
    PALE,
    SOFT,
    TARGET,
    WIDTH,
    Picture,
    open_chart,
    pair_pictures,
    save_chart,
)
from helpers.charts.fitting.narrowing import LEAST_SIZE
from helpers.charts.fitting.text_width import (
    POINTS_PER_INCH,
    measure_text,
    shorten_doubt,
    wrap_text,
)
from helpers.charts.places.spine_marks import (
    HALF_BAND,
    HALF_LINE,
    KEY_LINE,
    MARK_RADIUS,
    MIDDLE_BAND,
    NATION,
    PLAIN,
    SMALL,
    arrange_key,
    draw_band,
    draw_benchmark,
    draw_key,
    draw_place,
    measure_dot,
    write_text,
)
from helpers.charts.places.spine_rows import (
    SpineBand,
    SpineDot,
    SpineKey,
    SpineRow,
    find_middle_half,
    make_scale,
)
from helpers.charts.places.spine_swarm import Swarmed, spread_heights


@dataclass(frozen=True)
class _Layout:
    """Where the columns of the picture end, in inches.

    Attributes:
        width: Width of the picture.
        row: Height of a row.
        name: Width of the names.
        value: Right end of the own figures.
        middle: Middle of the spines.
        half: Half of their length.
        ends: Right ends of lowest and highest figure; None leaves both out.
        is_stacked: Whether name and rank stand above the spine.
        small: Size of the smallest letters in points.
    """

    width: float
    row: float
    name: float
    value: float
    middle: float
    half: float
    ends: tuple[float, float] | None
    is_stacked: bool = False
    small: float = SMALL


_BROAD = _Layout(WIDTH, 0.335, 1.72, 2.42, 3.78, 1.22, (5.55, 6.0))
_NARROW = _Layout(3.65, 0.53, 2.9, 0.78, 2.22, 1.32, None, is_stacked=True, small=LEAST_SIZE)
Points = tuple[tuple[float, float], tuple[float, float]]
_ABOVE, _BELOW = -0.135, 0.115
# All lengths are in inches; the axes are the picture, and their unit is the inch.
_HEAD, _FOOT, _LINE_GAP = 0.3, 0.3, 0.118
_STRONG = 8.5
_LARGER_ON_A_PHONE = 1.1
_BAND = "#eef2f5"
# From the middle of a dot to the column beside it, and between two columns.
_CLEARANCE, _BESIDE_PLOT, _BESIDE_COLUMN = 0.07, 0.16, 0.105
_BOLD = 1.06  # Bold letters are wider than those that are measured.


def locate_dots(rows: Sequence[SpineRow]) -> Iterator[tuple[int, SpineDot, Points]]:
    """Return where each place stands: row, place, and points from the upper left.

    The first is its point in the broad picture, the second that in the narrow one.
    """
    layouts = _make_room(rows, _BROAD), _NARROW
    for number, row in enumerate(rows):
        broad, narrow = (_find_points(row, number, layout) for layout in layouts)
        for dot, *ends in zip(row.dots, broad, narrow, strict=False):
            yield number, dot, (ends[0], ends[1])


def _make_room(rows: Sequence[SpineRow], layout: _Layout) -> _Layout:
    """Return a layout whose spines and columns end before the column on their right begins."""
    if layout.ends is None:
        return layout
    low, high, rank = (
        max((measure_text(text, PLAIN) for text in texts), default=0.0)
        for texts in zip(*((row.lowest, row.highest, row.rank) for row in rows), strict=True)
    )
    highest = min(layout.ends[1], layout.width - rank * _BOLD - _BESIDE_COLUMN)
    lowest = min(layout.ends[0], highest - high - _BESIDE_COLUMN)
    left = layout.middle - layout.half
    half = min(layout.half, (lowest - low - _BESIDE_PLOT - left) / 2)
    return replace(layout, middle=left + half, half=half, ends=(lowest, highest))


def _find_points(row: SpineRow, number: int, layout: _Layout) -> list[tuple[float, float]]:
    """Return where the dots of a row stand, in points; none without a scale."""
    middle = _find_height(number, layout)
    ends = zip(_place_dots(row, layout), _find_offsets(row, layout), strict=True)
    points = ((across, middle + offset) for across, offset in ends)
    return [(round(x * POINTS_PER_INCH, 1), round(y * POINTS_PER_INCH, 1)) for x, y in points]


def _place_dots(row: SpineRow, layout: _Layout) -> list[float]:
    """Return where the dots of a row stand along it, in inches; none without a scale."""
    values = [dot.value for dot in row.dots]
    scale = make_scale(values, row.benchmark)
    return [] if scale is None else [layout.middle + layout.half * scale(each) for each in values]


def _find_offsets(row: SpineRow, layout: _Layout) -> list[float]:
    """Return how far below the middle of its row each dot stands, in inches."""
    places = _place_dots(row, layout)
    dots = [
        Swarmed(x * POINTS_PER_INCH, measure_dot(dot), 0.0 if dot.is_own else None)
        for x, dot in zip(places, row.dots, strict=False)
    ]
    # The mark on the top of a doubted benchmark stays in sight.
    top = Swarmed(layout.middle * POINTS_PER_INCH, MARK_RADIUS, -HALF_LINE * POINTS_PER_INCH)
    heights = spread_heights(dots, [top] if row.is_benchmark_doubted else [])
    return [height / POINTS_PER_INCH for height in heights]


def _find_height(number: int, layout: _Layout) -> float:
    return _HEAD + layout.row * (number + 0.5) + (_BELOW if layout.is_stacked else 0.0)


def draw_spines(rows: Sequence[SpineRow], key: SpineKey) -> Picture:
    """Return the SVG of rows under each other, with their figures in columns.

    Words of what is not drawn are left out.
    """
    return pair_pictures(_draw(rows, key, _BROAD), _draw(rows, key, _NARROW))


def _draw(rows: Sequence[SpineRow], key: SpineKey, layout: _Layout) -> Picture:
    height = _measure_height(rows, key, layout)
    with open_chart(height) as (figure, axes):
        whole: Any = figure
        whole.set_layout_engine("none")
        whole.set_size_inches(layout.width, height)
        axes.set_position((0, 0, 1, 1))
        lay_spines(axes, rows, key, layout)
        for text in axes.texts if layout.is_stacked else ():
            text.set_fontsize(max(float(text.get_fontsize()) * _LARGER_ON_A_PHONE, layout.small))
        return save_chart(figure)


def _measure_height(rows: Sequence[SpineRow], key: SpineKey, layout: _Layout) -> float:
    lines = arrange_key(rows, key, layout.width, layout.small)
    return _HEAD + layout.row * len(rows) + _FOOT + KEY_LINE * (len(lines) - 1)


def lay_spines(
    axes: Axes, rows: Sequence[SpineRow], key: SpineKey, layout: _Layout = _BROAD
) -> None:
    """Draw rows under each other into axes, with their figures in columns.

    Args:
        axes: Where to draw; 0.6 inches and 0.335 for each row high.
        rows: The measures from top to bottom.
        key: The words of heads and key; words of what is not drawn are left out.
        layout: Where the columns end.
    """
    layout = _make_room(rows, layout)
    axes.set_xlim(0, layout.width)
    axes.set_ylim(_measure_height(rows, key, layout), 0)
    axes.set_axis_off()
    _write_heads(axes, key, layout)
    for number, row in enumerate(rows):
        below = _HEAD + layout.row * (number + 1)
        axes.plot([0, layout.width], [below] * 2, color=_BAND, linewidth=0.6, zorder=0)
        middle = _find_height(number, layout)
        _write_columns(axes, row, middle, layout)
        _draw_row(axes, row, middle, layout)
    first = _HEAD + layout.row * len(rows) + _FOOT / 2
    draw_key(axes, arrange_key(rows, key, layout.width, layout.small), first)


def _write_heads(axes: Axes, key: SpineKey, layout: _Layout) -> None:
    heads = [(key.own, layout.value), (key.rank, layout.width)]
    if layout.ends is not None:
        heads += zip((key.lowest, key.highest), layout.ends, strict=True)
    for text, end in heads:
        write_text(axes, text, end, _HEAD / 2, ha="right", color=SOFT)
    axes.plot([0, layout.width], [_HEAD - 0.03] * 2, color=INK, linewidth=0.6)


def _write_columns(axes: Axes, row: SpineRow, middle: float, layout: _Layout) -> None:
    above = middle + _ABOVE - _BELOW if layout.is_stacked else middle
    _write_lines(axes, _wrap_name(row, layout.name), 0, above, fontsize=PLAIN)
    left, larger = (0.0, _LARGER_ON_A_PHONE) if layout.is_stacked else (layout.name + 0.04, 1.0)
    room = (layout.value - left) / (larger * _BOLD)
    label = shorten_doubt(row.label)
    size = _STRONG if measure_text(label, _STRONG) < room else PLAIN
    lines = wrap_text(label, room, size)
    _write_lines(axes, lines, layout.value, middle, ha="right", weight="bold", fontsize=size)
    if layout.ends is not None:
        for text, end in zip((row.lowest, row.highest), layout.ends, strict=True):
            write_text(axes, text, end, middle, ha="right", color=SOFT)
    write_text(axes, row.rank, layout.width, above, ha="right", weight="bold")


def _wrap_name(row: SpineRow, room: float) -> list[str]:
    """Return the lines of a name and its period, which stands alone where nothing else fits."""
    usual = wrap_text(row.name, room, PLAIN)
    for share in (1, 0.55, 0.65, 0.75):
        lines = wrap_text(row.name, share * room, PLAIN)
        whole = f"{lines[-1]}  {row.period}"
        if measure_text(whole, PLAIN) <= room and len(lines) <= max(2, len(usual)):
            return [*lines[:-1], whole]
    return [*usual, row.period]


def _write_lines(axes: Axes, lines: Sequence[str], x: float, middle: float, **style: Any) -> None:
    for number, line in enumerate(lines):
        place = middle + _LINE_GAP * (number - (len(lines) - 1) / 2)
        write_text(axes, line, x, place, **style)


def _draw_row(axes: Axes, row: SpineRow, middle: float, layout: _Layout) -> None:
    values = [dot.value for dot in row.dots]
    scale = make_scale(values, row.benchmark)
    if scale is None:
        write_text(axes, row.word, layout.middle, middle, ha="center", fontsize=SMALL, color=SOFT)
        return

    def find(value: float) -> float:
        return layout.middle + layout.half * max(-1.0, min(1.0, scale(value)))

    ends = find(min(values)), find(max(values))
    axes.plot(ends, [middle] * 2, color=PALE, linewidth=1.2, zorder=1)
    if (half := find_middle_half(row)) is not None:
        draw_band(axes, find(half[0]), find(half[1]), middle, MIDDLE_BAND)
    if row.band is not None:
        left = layout.middle - layout.half
        draw_band(axes, left, find(row.band.value), middle, _BAND)
    style, is_doubted = ":" if row.is_benchmark_typical else "-", row.is_benchmark_doubted
    draw_benchmark(axes, layout.middle, middle, style, is_doubted=is_doubted)
    if row.nation is not None:
        draw_benchmark(axes, find(row.nation), middle, NATION)
        if abs(scale(row.nation)) > 1:
            mark = ">" if row.nation > max(values) else "<"
            axes.plot([find(row.nation)], [middle - HALF_LINE], mark, color=TARGET, markersize=3)
    for dot, x, below in zip(
        row.dots, _place_dots(row, layout), _find_offsets(row, layout), strict=True
    ):
        draw_place(axes, dot, x, middle + below)
    if row.band is not None:
        lines = [layout.middle, *([] if row.nation is None else [find(row.nation)])]
        _label_band(axes, row.band, [*map(find, values), *lines], middle, layout)


def _label_band(
    axes: Axes, band: SpineBand, taken: Sequence[float], middle: float, layout: _Layout
) -> None:
    """Write the words of a band into its first gap that is wide enough, else below it."""
    left, width = layout.middle - layout.half, measure_text(band.text, layout.small)
    inside = sorted(place for place in taken if place >= left)
    starts = [left, *(place + _CLEARANCE for place in inside)]
    ends = [*(place - _CLEARANCE for place in inside), layout.middle + layout.half]
    gaps = zip(starts, ends, strict=True)
    place = next((start for start, end in gaps if end - start > width + 0.04), None)
    style = {"fontsize": SMALL, "color": SOFT}
    if place is None:
        write_text(axes, band.text, left, middle + HALF_BAND + 0.055, **style)
    else:
        write_text(axes, band.text, place + 0.03, middle, **style)
