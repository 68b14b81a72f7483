"""Charts of many places at once: ranked dots and slopes.

A disc is printed, an open square derived, a question mark doubted, an open triangle a bound: the
value lies where it points, to the left of a ceiling and to the right of a floor. Every place is
named beside its mark; nothing depends on colour alone.
"""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import seaborn as sns
from matplotlib.axes import Axes

from helpers.charts.canvas import (
    INK,
    PALE,
    SOFT,
    TARGET,
    WHITE_BOX,
    draw_mark,
    name_rows,
    open_chart,
    save_chart,
    write_at,
)
from helpers.charts.label_columns import spread_labels
from helpers.charts.points import draw_question_mark

_LABEL_GAP_INCHES = 0.135
_LETTERS_IN_WIDTH, _GAP_IN_LETTERS = 90, 3


@dataclass(frozen=True)
class Dot:
    """One place of a dot plot.

    Attributes:
        name: The place.
        label: Its value as the report writes it.
        value: The value, or the bound.
        kind: `printed`, `derived` or `bound`.
        low: Smallest value the place can have.
        high: Largest value it can have.
        mark: Identifier of the mark in the SVG, where it can be pointed at.
        is_doubted: Whether the audit doubts it; it is drawn as a question mark.
    """

    name: str
    label: str
    value: float
    kind: str
    low: float
    high: float
    mark: str = ""
    is_doubted: bool = False


@dataclass(frozen=True)
class ReferenceLine:
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


def draw_dots(dots: Sequence[Dot], lines: Sequence[ReferenceLine]) -> str:
    """Return the SVG of places as dots on one scale from zero, with named reference lines."""
    with open_chart(0.45 + 0.168 * len(dots) + 0.12 * len(lines)) as (figure, axes):
        largest = max([dot.value for dot in dots] + [line.value for line in lines])
        for row, dot in enumerate(dots):
            axes.plot([0, dot.value], [row, row], color=PALE, linewidth=0.8, zorder=1)
            if dot.kind != "bound" and dot.high - dot.low > largest / 200:
                axes.plot([dot.low, dot.high], [row, row], color=INK, linewidth=3, alpha=0.45)
            draw_dot(axes, dot, dot.value, row)
            reaches = math.isfinite(dot.high)
            end = max(dot.value, min(dot.high, largest)) if reaches else dot.value
            colour = SOFT if dot.kind == "bound" else INK
            write_at(axes, dot.label, (end, row), (7, 0), fontsize=8, bbox=WHITE_BOX, color=colour)
        _draw_lines(axes, lines, len(dots))
        name_rows(axes, [dot.name for dot in dots])
        reach = max(dot.value / (1 - _measure_label(dot.label)) for dot in dots)
        axes.set_xlim(0, max(largest * 1.15, reach))
        axes.set_ylim(len(dots) - 0.4, -0.9 - 0.8 * len(lines))
        sns.despine(fig=figure, bottom=True)
        return save_chart(figure)


def _measure_label(label: str) -> float:
    """Return how much of the width of a plot a label takes, with the gap before it."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in label)
    return (len(label) + wide + _GAP_IN_LETTERS) / _LETTERS_IN_WIDTH


def draw_dot(axes: Axes, dot: Dot, x: float, y: float) -> None:
    """Draw one place in the form of its kind: printed, derived or bounded."""
    bound = "<" if math.isfinite(dot.high) else ">"
    forms: dict[str, Any] = {"printed": "o", "derived": "s", "bound": bound}
    form = draw_question_mark() if dot.is_doubted else forms[dot.kind]
    size = 9 if dot.is_doubted else 6.5 if dot.kind != "derived" else 5.8
    face = INK if dot.kind == "printed" or dot.is_doubted else "white"
    edge = SOFT if dot.kind == "bound" else INK
    width = 0.4 if dot.is_doubted else 1.3
    style = {"markeredgewidth": width, "linestyle": "none", "clip_on": False}
    mark = draw_mark(axes, (x, y), form, size, face, edge, **style)
    mark.set_gid(dot.mark or None)


def _draw_lines(axes: Axes, lines: Sequence[ReferenceLine], rows: int) -> None:
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
        write_at(axes, line.label, (line.value, height), (3, 0), fontsize=7.5, color=TARGET)


def lay_slopes(axes: Axes, slopes: Sequence[Slope], heads: tuple[str, str]) -> None:
    """Draw places at two times on a scale of equal ratios; a falling line is dashed.

    Values are positive; the heads stand over the two ends.
    """
    figure: Any = axes.figure
    height = figure.get_size_inches()[1]
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
        parts = [math.log(value / bottom) / math.log(top / bottom) for value in ends]
        places = spread_labels(parts, _LABEL_GAP_INCHES / (height - 0.4))
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
    sns.despine(ax=axes, left=True, bottom=True)
