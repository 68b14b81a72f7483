"""A map of tiles: one a place, roughly where it lies, drawn from rows and columns alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from helpers.charts.canvas import INK, PALE, open_chart, save_chart

_SHADES = ("#eef2f5", "#cfdae3", "#9fb6c8", "#5f86a5", "#17324d")


_LIGHT_SHADES = 3


@dataclass(frozen=True)
class Tile:
    """One place of a tile map; `level` is its shade from 0 to 4, None where it has no value."""

    name: str
    label: str
    row: int
    column: int
    level: int | None


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
