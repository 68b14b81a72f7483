"""A map of tiles: one a place, roughly where it lies, drawn from rows and columns alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.charts.canvas import INK, SOFT, write_at

SHADES = ("#eef2f5", "#cfdae3", "#9fb6c8", "#537a9a", "#17324d")
LIGHT_SHADES = 3
# Rows are one unit high.
_PITCH, _TILE_WIDTH, _TILE_HEIGHT = 1.5, 1.44, 0.92
_KEY_PITCH, _KEY_SIZE = 0.62, 0.42
_HALF_LINE = 6


@dataclass(frozen=True)
class Tile:
    """One place of a tile map; `level` is its shade from 0 to 4, None where it has no value."""

    name: str
    label: str
    row: int
    column: int
    level: int | None


def lay_tiles(axes: Axes, tiles: Sequence[Tile], legend: Sequence[str]) -> None:
    """Draw one tile a place; a darker tile is a higher value, one only outlined has no level.

    The legend says what each of the five shades stands for, from light to dark, then the outline.
    """
    rows = max(tile.row for tile in tiles) + 1
    columns = max(tile.column for tile in tiles) + 1
    for tile in tiles:
        corner = tile.column * _PITCH, tile.row - _TILE_HEIGHT / 2
        axes.add_patch(make_patch(corner, (_TILE_WIDTH, _TILE_HEIGHT), tile.level))
        dark = tile.level is not None and tile.level >= LIGHT_SHADES
        colour = "white" if dark else INK
        middle = tile.column * _PITCH + _TILE_WIDTH / 2, tile.row
        style = {"ha": "center", "fontsize": 8, "color": colour}
        write_at(axes, tile.name, middle, (0, _HALF_LINE), fontweight="medium", **style)
        write_at(axes, tile.label, middle, (0, -_HALF_LINE), **style)
    edge = columns * _PITCH + 0.5
    for number, text in enumerate(legend):
        level = number if number < len(SHADES) else None
        top = 0.3 + number * _KEY_PITCH
        axes.add_patch(make_patch((edge, top), (_KEY_SIZE, _KEY_SIZE), level))
        axes.annotate(text, (edge + 0.6, top + _KEY_SIZE / 2), va="center", fontsize=8)
    axes.set_xlim(-0.05, edge + 3.6)
    axes.set_ylim(max(rows - 0.45, 0.4 + _KEY_PITCH * len(legend)), -0.55)
    axes.set_axis_off()


def make_patch(
    corner: tuple[float, float], size: tuple[float, float], level: int | None
) -> Rectangle:
    """Return a tile in the shade of its level; one without a level is only outlined.

    Nothing runs behind its words.
    """
    is_outlined = level is None
    return Rectangle(
        corner,
        *size,
        facecolor="white" if level is None else SHADES[level],
        edgecolor=SOFT if is_outlined else "white",
        linestyle=(0, (2, 1.5)) if is_outlined else "-",
        linewidth=0.8,
    )
