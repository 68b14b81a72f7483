"""A stacked bar: the parts of one total, each with its share, and what they leave open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.charts.canvas import INK, SOFT, WIDTH, open_chart, save_chart

_BAR, _LINE, _TOP, _GAP = 0.24, 0.19, 0.04, 0.12
_SWATCH = 0.13
_SIZE = 8.0
# Light and dark in turn, so that a grey print tells neighbours apart.
_FACES = (INK, "#9fb6c8", "#537a9a", "#cfdae3")


@dataclass(frozen=True)
class StackPart:
    """One part: its name with its figure, its value, and whether it is a mere remainder."""

    label: str
    value: float
    is_rest: bool = False


def draw_stack(parts: Sequence[StackPart]) -> str:
    """Return the SVG of a bar of the page's width, its parts named in lines below it.

    A remainder is hatched.
    """
    height = _TOP + _BAR + _GAP + _LINE * len(parts)
    total = sum(part.value for part in parts)
    with open_chart(height) as (figure, axes):
        layout: Any = figure
        layout.set_layout_engine("none")
        axes.set_position((0, 0, 1, 1))
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height, 0)
        axes.set_axis_off()
        left = 0.0
        for number, part in enumerate(parts):
            wide = WIDTH * part.value / total
            style = _find_style(part, number)
            _draw_box(axes, (left, _TOP), (wide, _BAR), style)
            line = _TOP + _BAR + _GAP + _LINE * (number + 0.5)
            _draw_box(axes, (0, line - _SWATCH / 2), (_SWATCH, _SWATCH), style)
            axes.text(_SWATCH + 0.08, line, part.label, va="center", fontsize=_SIZE)
            left += wide
        return save_chart(figure)


def _find_style(part: StackPart, number: int) -> dict[str, Any]:
    if part.is_rest:
        return {"facecolor": "white", "edgecolor": SOFT, "hatch": "/////", "linewidth": 0.6}
    return {"facecolor": _FACES[number % len(_FACES)], "edgecolor": "white", "linewidth": 0.6}


def _draw_box(
    axes: Axes, corner: tuple[float, float], size: tuple[float, float], style: dict[str, Any]
) -> None:
    axes.add_patch(Rectangle(corner, *size, **style))
