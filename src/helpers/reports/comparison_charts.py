"""Charts of many places at once: ranked dots, slopes, a scatter, tiles, and rank intervals.

A disc is printed, an open square derived, an open triangle a bound: the value lies at or to the
left of it. Every place is named beside its mark; nothing depends on colour alone.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import seaborn as sns
from matplotlib.axes import Axes

from helpers.reports.charts import INK, PALE, SOFT, TARGET, open_chart, save_chart

_SIZE_OF_LETTER = 0.085
_SHADES = ("#eef2f5", "#cfdae3", "#9fb6c8", "#5f86a5", "#17324d")
_LIGHT_SHADES = 3
_LABEL_GAP_INCHES = 0.135
_PLACES_OF_LABEL = ((6, 0, "left"), (-6, 0, "right"), (0, 9, "center"), (0, -9, "center"))
_CORNERS_OF_LABEL = ((6, 7, "left"), (-6, 7, "right"), (6, -7, "left"), (-6, -7, "right"))


@dataclass(frozen=True)
class Dot:
    """One place of a dot plot or scatter.

    Attributes:
        name: The place.
        label: Its value as the report writes it.
        value: The value, or the bound.
        kind: `printed`, `derived` or `bound`.
        low: Smallest value the place can have.
        high: Largest value it can have.
        is_marked: Whether the report is about this place.
        other: The value on the second axis of a scatter.
    """

    name: str
    label: str
    value: float
    kind: str
    low: float
    high: float
    is_marked: bool = False
    other: float = 0.0


@dataclass(frozen=True)
class Line:
    """A reference line: the province or the nation."""

    label: str
    value: float


@dataclass(frozen=True)
class Slope:
    """One place at two times."""

    name: str
    first: float
    second: float
    first_label: str
    second_label: str


@dataclass(frozen=True)
class Tile:
    """One place of a tile map; `level` is its shade from 0 to 4, None where it has no value."""

    name: str
    label: str
    row: int
    column: int
    level: int | None


@dataclass(frozen=True)
class Span:
    """A rank among all places, from best to worst."""

    name: str
    label: str
    best: int
    worst: int


def draw_dots(dots: Sequence[Dot], lines: Sequence[Line]) -> str:
    """Draw places as dots on one scale from zero, in the order given, with reference lines.

    Args:
        dots: Places from top to bottom.
        lines: Reference lines, named above the plot.

    Returns:
        The SVG text.
    """
    with open_chart(0.45 + 0.168 * len(dots) + 0.12 * len(lines)) as (figure, axes):
        largest = max([dot.value for dot in dots] + [line.value for line in lines])
        for row, dot in enumerate(dots):
            axes.plot([0, dot.value], [row, row], color=PALE, linewidth=0.8, zorder=1)
            if dot.kind != "bound" and dot.high - dot.low > largest / 200:
                axes.plot([dot.low, dot.high], [row, row], color=INK, linewidth=3, alpha=0.45)
            _draw_dot(axes, dot, dot.value, row)
            style: dict[str, Any] = {"fontweight": "bold"} if dot.is_marked else {}
            axes.annotate(
                dot.label,
                (max(dot.value, min(dot.high, largest)), row),
                xytext=(7, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
                color=SOFT if dot.kind == "bound" else INK,
                **style,
            )
        _draw_lines(axes, lines, len(dots))
        axes.set_yticks(range(len(dots)), [dot.name for dot in dots])
        for tick, dot in zip(axes.get_yticklabels(), dots, strict=True):
            tick.set_fontweight("bold" if dot.is_marked else "normal")
        axes.set_xticks([])
        axes.tick_params(length=0)
        axes.set_xlim(0, largest * 1.15)
        axes.set_ylim(len(dots) - 0.4, -0.9 - 0.8 * len(lines))
        sns.despine(fig=figure, bottom=True)
        return save_chart(figure)


def _draw_dot(axes: Axes, dot: Dot, x: float, y: float) -> None:
    form = {"printed": "o", "derived": "s", "bound": "<"}[dot.kind]
    colour = TARGET if dot.is_marked else INK
    axes.plot(
        [x],
        [y],
        marker=form,
        markersize=6.5 if dot.kind != "derived" else 5.8,
        markerfacecolor=colour if dot.kind == "printed" or dot.is_marked else "white",
        markeredgecolor=colour if dot.kind != "bound" or dot.is_marked else SOFT,
        markeredgewidth=1.3,
        linestyle="none",
        zorder=3,
        clip_on=False,
    )


def _draw_lines(axes: Axes, lines: Sequence[Line], rows: int) -> None:
    for number, line in enumerate(sorted(lines, key=lambda line: line.value)):
        height = -0.95 - 0.85 * (len(lines) - 1 - number)
        axes.plot(
            [line.value, line.value],
            [height + 0.25, rows - 0.5],
            color=TARGET,
            linewidth=1,
            linestyle=(0, (4, 2)),
            zorder=0,
        )
        axes.annotate(
            line.label,
            (line.value, height),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.5,
            color=TARGET,
        )


def draw_slopes(slopes: Sequence[Slope], heads: tuple[str, str]) -> str:
    """Draw each place at two times on a scale of equal ratios; a falling line is dashed.

    Args:
        slopes: The places; values are positive.
        heads: What stands over the two ends.

    Returns:
        The SVG text.
    """
    height = 0.6 + 0.25 * len(slopes)
    with open_chart(height) as (figure, axes):
        axes.set_yscale("log")
        for slope in slopes:
            falls = slope.second < slope.first
            axes.plot(
                [0, 1],
                [slope.first, slope.second],
                color=TARGET if falls else INK,
                linewidth=1.3,
                linestyle=(0, (3, 2)) if falls else "-",
                marker="o",
                markersize=3.5,
                clip_on=False,
            )
        values = [value for slope in slopes for value in (slope.first, slope.second)]
        bottom, top = min(values) * 0.88, max(values) * 1.12
        axes.set_ylim(bottom, top)
        for side, align in ((0, "right"), (1, "left")):
            ends = [slope.second if side else slope.first for slope in slopes]
            parts = [_place_on_scale(value, bottom, top) for value in ends]
            places = _spread(parts, _LABEL_GAP_INCHES / (height - 0.4))
            for slope, place in zip(slopes, places, strict=True):
                label = slope.second_label if side else slope.first_label
                text = f"{label}  {slope.name}" if side else f"{slope.name}  {label}"
                axes.annotate(
                    text,
                    (side, ends[slopes.index(slope)]),
                    xytext=(1.035 if side else -0.035, place),
                    textcoords="axes fraction",
                    ha=align,
                    va="center",
                    fontsize=8,
                    color=TARGET if slope.second < slope.first else INK,
                    arrowprops={"arrowstyle": "-", "color": SOFT, "linewidth": 0.4, "shrinkB": 3},
                )
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 1], heads)
        axes.xaxis.tick_top()
        axes.set_yticks([], minor=True)
        axes.set_yticks([])
        axes.tick_params(length=0)
        layout: Any = figure.get_layout_engine()
        layout.set(rect=(0.16, 0, 0.68, 1))
        sns.despine(fig=figure, left=True, bottom=True)
        return save_chart(figure)


def _place_on_scale(value: float, bottom: float, top: float) -> float:
    return math.log(value / bottom) / math.log(top / bottom)


def _spread(places: Sequence[float], gap: float) -> list[float]:
    """Move labels apart as little as keeps them from overlapping; the order stays."""
    order = sorted(range(len(places)), key=lambda number: places[number])
    moved = [places[number] for number in order]
    for _ in range(200):
        for first, second in itertools.pairwise(range(len(moved))):
            lack = gap - (moved[second] - moved[first])
            if lack > 0:
                moved[first] -= lack / 2
                moved[second] += lack / 2
    if moved and moved[0] < 0:
        moved = [place - moved[0] for place in moved]
    result = [0.0] * len(places)
    for number, place in zip(order, moved, strict=True):
        result[number] = place
    return result


def draw_scatter(
    dots: Sequence[Dot], axis_names: tuple[str, str], lines: tuple[Line | None, Line | None]
) -> str:
    """Draw each place by two measures on scales of equal ratios, every place named.

    Args:
        dots: Places; `value` is the horizontal, `other` the vertical one; both positive.
        axis_names: What the two axes show.
        lines: Reference lines of the two axes.

    Returns:
        The SVG text.
    """
    with open_chart(3.7) as (figure, axes):
        axes.set_xscale("log")
        axes.set_yscale("log")
        horizontal, vertical = [dot.value for dot in dots], [dot.other for dot in dots]
        axes.set_xlim(min(horizontal) * 0.8, max(horizontal) * 1.3)
        axes.set_ylim(min(vertical) * 0.8, max(vertical) * 1.25)
        for number, line in enumerate(lines):
            if line is None:
                continue
            draw = axes.axhline if number else axes.axvline
            draw(line.value, color=TARGET, linewidth=1, linestyle=(0, (4, 2)), zorder=0)
            place = (axes.get_xlim()[0], line.value) if number else (line.value, axes.get_ylim()[1])
            axes.annotate(
                line.label,
                place,
                xytext=(3, 4) if number else (3, -8),
                textcoords="offset points",
                fontsize=7.5,
                color=TARGET,
            )
        for dot in dots:
            _draw_dot(axes, dot, dot.value, dot.other)
        _name_dots(axes, dots, lines)
        axes.set_xlabel(axis_names[0], fontsize=8)
        axes.set_ylabel(axis_names[1], fontsize=8)
        for axis, values in ((axes.xaxis, horizontal), (axes.yaxis, vertical)):
            axis.set_major_locator(_locate_ticks(values))
            axis.set_major_formatter(lambda value, _: f"{value:g}")
            axis.set_minor_locator(_no_ticks())
        axes.tick_params(length=3, labelsize=8, colors=SOFT)
        sns.despine(fig=figure)
        return save_chart(figure)


def _locate_ticks(values: Sequence[float]) -> Any:
    from matplotlib.ticker import FixedLocator

    steps = [base * 10.0**power for power in range(-3, 8) for base in (1, 2, 5)]
    return FixedLocator([step for step in steps if min(values) * 0.8 <= step <= max(values) * 1.3])


def _no_ticks() -> Any:
    from matplotlib.ticker import NullLocator

    return NullLocator()


def _name_dots(axes: Axes, dots: Sequence[Dot], lines: tuple[Line | None, Line | None]) -> None:
    """Put each name where it covers the fewest dots and names set before it."""
    figure: Any = axes.figure
    figure.canvas.draw()
    points = [axes.transData.transform((dot.value, dot.other)) for dot in dots]
    scale = figure.dpi / 72
    ends = [axes.transAxes.transform(corner) for corner in ((0, 0), (1, 1))]
    taken = [(x - 4 * scale, y - 4 * scale, x + 4 * scale, y + 4 * scale) for x, y in points]
    for number, line in enumerate(lines):
        if line is not None:
            x, y = axes.transData.transform((line.value, line.value))
            across = (ends[0][0], y - 1, ends[1][0], y + 1)
            taken.append(across if number else (x - 1, ends[0][1], x + 1, ends[1][1]))
    for dot, (x, y) in sorted(zip(dots, points, strict=True), key=lambda pair: -pair[1][1]):
        width = sum(1.0 if ord(letter) > 0x2E80 else 0.56 for letter in dot.name) * 8 * scale
        best: tuple[int, tuple[int, int, str], Any] | None = None
        for place in (*_PLACES_OF_LABEL, *_CORNERS_OF_LABEL):
            box = _find_box(x, y, width, place, scale)
            clashes = sum(_overlap(box, other) for other in taken) - 1 * _overlap(
                box, (x - 1, y - 1, x + 1, y + 1)
            )
            if best is None or clashes < best[0]:
                best = clashes, place, box
        if best is not None:
            right, up, align = best[1]
            axes.annotate(
                dot.name,
                (dot.value, dot.other),
                xytext=(right, up),
                textcoords="offset points",
                ha=align,
                va="center",
                fontsize=8,
                fontweight="bold" if dot.is_marked else "normal",
            )
            taken.append(best[2])


def _find_box(
    x: float, y: float, width: float, place: tuple[int, int, str], scale: float
) -> tuple[float, float, float, float]:
    right, up, align = place
    left = {"left": 0.0, "right": -width, "center": -width / 2}[align] + right * scale
    return x + left, y + (up - 5) * scale, x + left + width, y + (up + 5) * scale


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def draw_tiles(tiles: Sequence[Tile], legend: Sequence[str]) -> str:
    """Draw one tile a place where it lies; a darker tile is a higher value, a hatched one unknown.

    Args:
        tiles: The places with their row and column.
        legend: What each of the five shades stands for, from light to dark, then the hatch.

    Returns:
        The SVG text.
    """
    rows = max(tile.row for tile in tiles) + 1
    columns = max(tile.column for tile in tiles) + 1
    with open_chart(0.42 * rows + 0.1) as (figure, axes):
        for tile in tiles:
            _draw_tile(axes, tile.column, tile.row, tile.level)
            dark = tile.level is not None and tile.level >= _LIGHT_SHADES
            colour = "white" if dark else INK
            middle = tile.column * 1.5 + 0.72, tile.row
            axes.annotate(
                tile.name, middle, xytext=(0, 6), textcoords="offset points",
                ha="center", va="center", fontsize=8, color=colour, fontweight="medium",
            )  # fmt: skip
            axes.annotate(
                tile.label, middle, xytext=(0, -6), textcoords="offset points",
                ha="center", va="center", fontsize=8, color=colour,
            )  # fmt: skip
        edge = columns * 1.5 + 0.5
        for number, text in enumerate(legend):
            level = number if number < len(_SHADES) else None
            axes.add_patch(_make_patch(edge, 0.3 + number * 0.62, 0.42, 0.42, level))
            axes.annotate(text, (edge + 0.6, 0.51 + number * 0.62), va="center", fontsize=8)
        axes.set_xlim(-0.05, edge + 3.6)
        axes.set_ylim(max(rows - 0.45, 0.4 + 0.62 * len(legend)), -0.55)
        axes.set_axis_off()
        return save_chart(figure)


def _draw_tile(axes: Axes, column: int, row: int, level: int | None) -> None:
    axes.add_patch(_make_patch(column * 1.5, row - 0.46, 1.44, 0.92, level))


def _make_patch(x: float, y: float, width: float, height: float, level: int | None) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle(
        (x, y),
        width,
        height,
        facecolor="white" if level is None else _SHADES[level],
        edgecolor=PALE if level is None else "white",
        hatch="////" if level is None else "",
        linewidth=0.8,
    )


def draw_ranks(spans: Sequence[Span], number_of_places: int, ends: tuple[str, str]) -> str:
    """Draw ranks as intervals, the best on the left.

    Args:
        spans: One measure each, from top to bottom.
        number_of_places: How many places are ranked.
        ends: What stands under the first and the last rank.

    Returns:
        The SVG text.
    """
    with open_chart(0.38 + 0.255 * len(spans)) as (figure, axes):
        for row, span in enumerate(spans):
            axes.plot([1, number_of_places], [row, row], color=PALE, linewidth=1, zorder=1)
            axes.plot(
                range(1, number_of_places + 1), [row] * number_of_places,
                marker="|", markersize=4, color=PALE, linestyle="none", zorder=1,
            )  # fmt: skip
            axes.plot(
                [span.best, span.worst], [row, row], color=INK, linewidth=5,
                solid_capstyle="round", zorder=2,
            )  # fmt: skip
            if span.best == span.worst:
                axes.plot([span.best], [row], marker="o", markersize=8, color=INK, zorder=3)
            axes.annotate(
                span.label,
                ((span.best + span.worst) / 2, row),
                xytext=(0, 7),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=8.5,
            )
        axes.set_yticks(range(len(spans)), [span.name for span in spans])
        axes.set_xticks([1, number_of_places], ends)
        axes.tick_params(length=0)
        axes.set_xlim(0, number_of_places + 1)
        axes.set_ylim(len(spans) - 0.5, -0.8)
        sns.despine(fig=figure, left=True, bottom=True)
        return save_chart(figure)
