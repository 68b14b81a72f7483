"""Bars on both sides of zero: how a share of each place changed between two years."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers.charts.canvas import (
    INK,
    SOFT,
    TARGET,
    Picture,
    open_chart,
    save_chart,
    set_margins,
    write_at,
)
from helpers.charts.fitting.narrowing import repeat_when_narrow
from helpers.charts.fitting.text_width import POINTS_PER_INCH, measure_text

# In inches, then in points.
_PITCH, _MARGIN = 0.138, 0.1
_SIZE, _BESIDE = 8.0, 4


@dataclass(frozen=True)
class ChangeBar:
    """The change of one place."""

    name: str
    value: float
    label: str


def draw_changes(bars: Sequence[ChangeBar]) -> Picture:
    """Return the SVG of changes, a bar each; a fall is hatched as well as coloured.

    The name of a place stands beside its bar, on the other side of zero.
    """
    with open_chart(_MARGIN + _PITCH * len(bars)) as (figure, axes):
        set_margins(axes, _MARGIN, _MARGIN, _MARGIN / 2, _MARGIN / 2)
        axes.axvline(0, color=SOFT, linewidth=0.8)
        for row, bar in enumerate(bars):
            falls = bar.value < 0
            axes.barh(
                row,
                bar.value,
                height=0.66,
                facecolor="white" if falls else INK,
                edgecolor=TARGET if falls else INK,
                hatch="/////" if falls else "",
                linewidth=0.8,
            )
            texts = (bar.label, bar.value, falls), (bar.name, 0.0, not falls)
            for text, place, is_left in texts:
                style: dict[str, Any] = {"ha": "right" if is_left else "left", "fontsize": _SIZE}
                write_at(axes, text, (place, row), (-_BESIDE if is_left else _BESIDE, 0), **style)
        axes.set_ylim(len(bars) - 0.5, -0.5)
        axes.set_axis_off()

        def scale() -> None:
            axes.set_xlim(*_find_limits(bars, axes.bbox.width / axes.figure.dpi))

        scale()
        repeat_when_narrow(figure, scale)
        return save_chart(figure)


def _find_limits(bars: Sequence[ChangeBar], room: float) -> tuple[float, float]:
    """Return the ends of a scale, as large as can be, on which bars and words fit some inches."""
    # Of each text on a side of zero: its width in inches, and the value beside which it stands.
    sides: tuple[list[tuple[float, float]], ...] = [], []
    for bar in bars:
        name, label = (
            measure_text(text, _SIZE) + 2 * _BESIDE / POINTS_PER_INCH
            for text in (bar.name, bar.label)
        )
        falls = bar.value < 0
        sides[not falls].append((label, abs(bar.value)))
        sides[falls].append((name, 0.0))
    left, right = ([(0.0, 0.0), *side] for side in sides)
    pairs = [(a + b, of_a + of_b) for a, of_a in left for b, of_b in right if of_a + of_b]
    inches = min(((room - words) / length for words, length in pairs), default=1.0)
    low = max(width / inches + value for width, value in left)
    return -low, room / inches - low
