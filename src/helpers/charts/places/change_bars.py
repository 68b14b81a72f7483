"""Bars on both sides of zero: how a share of each place changed between two years."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers.charts.canvas import INK, SOFT, TARGET, Picture, open_chart, save_chart, write_at

_PITCH, _MARGIN = 0.138, 0.1


@dataclass(frozen=True)
class ChangeBar:
    """The change of one place."""

    name: str
    value: float
    label: str


def draw_changes(bars: Sequence[ChangeBar]) -> Picture:
    """Return the SVG of changes, a bar each; a fall is hatched as well as coloured."""
    with open_chart(_MARGIN + _PITCH * len(bars)) as (figure, axes):
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
            side: dict[str, Any] = {"ha": "right" if falls else "left", "fontsize": 8}
            write_at(axes, bar.label, (bar.value, row), (-4 if falls else 4, 0), **side)
        axes.set_yticks(range(len(bars)), [bar.name for bar in bars], fontsize=8)
        axes.set_xticks([])
        axes.tick_params(length=0)
        low, high = min(0.0, *(b.value for b in bars)), max(0.0, *(b.value for b in bars))
        room = (high - low) * 0.18
        axes.set_xlim(low - room, high + room)
        axes.set_ylim(len(bars) - 0.5, -0.5)
        for spine in axes.spines.values():
            spine.set_visible(False)
        return save_chart(figure)
