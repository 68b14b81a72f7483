"""Maps of tiles of the same places side by side, one for each measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.charts.canvas import INK, PALE, WHITE_BOX, Picture, pair_pictures, save_chart, write_at
from helpers.charts.panel_grid import open_panels
from helpers.charts.places.tile_map import SHADES, Tile
from helpers.charts.text_width import measure_text, wrap_text

_LIGHT_SHADES = 3
# Rows are one unit high, columns one unit wide; in inches:
_ROW, _LINE, _GUTTER = 0.255, 0.14, 0.08
_GAP = 0.02
_HALF_LINE, _SIZE, _TITLE = 3.8, 7.0, 8.5
_INSET, _LEAST = 0.03, 6.2
_LARGER_ON_A_PHONE = 1.19  # so that letters are 11 pixels high
# Bold letters are wider than those that are measured.
_ROOM_FOR_TITLE = 2.9


@dataclass(frozen=True)
class TileMap:
    """The places on one measure; the title names it with its year."""

    title: str
    tiles: Sequence[Tile]


def draw_tile_maps(maps: Sequence[TileMap]) -> Picture:
    """Return the SVG of maps, two in a row; a darker tile is a higher value, a hatched one unknown.

    All maps have the same places.
    """
    return pair_pictures(_draw(maps, 1.0), Picture(_draw(maps, _LARGER_ON_A_PHONE).draw_narrow()))


def _draw(maps: Sequence[TileMap], larger: float) -> Picture:
    tiles = [tile for one in maps for tile in one.tiles]
    top, left = min(tile.row for tile in tiles), min(tile.column for tile in tiles)
    down = max(tile.row for tile in tiles) - top + 1
    across = max(tile.column for tile in tiles) - left + 1
    titles = [wrap_text(one.title, _ROOM_FOR_TITLE, _TITLE) for one in maps]
    above = _LINE * (1 + max(map(len, titles)))
    height = above + larger * _ROW * down
    with open_panels(len(maps), 2, height, above=above, gutter=_GUTTER) as (figure, panels):
        for axes, one, title in zip(panels, maps, titles, strict=True):
            axes.set_xlim(left, left + across)
            axes.set_ylim(top + down, top)
            style: dict[str, Any] = {"fontsize": _TITLE, "fontweight": "bold", "color": INK}
            axes.set_title("\n".join(title), loc="left", pad=4, **style)
            axes.set_axis_off()
            for tile in one.tiles:
                _draw_tile(axes, tile, larger)
        return save_chart(figure)


def _draw_tile(axes: Axes, tile: Tile, larger: float) -> None:
    axes.add_patch(
        Rectangle(
            (tile.column + _GAP / 2, tile.row + _GAP),
            1 - _GAP,
            1 - 2 * _GAP,
            facecolor="white" if tile.level is None else SHADES[tile.level],
            edgecolor=PALE if tile.level is None else "white",
            hatch="////" if tile.level is None else "",
            linewidth=0.8,
        )
    )
    is_dark = tile.level is not None and tile.level >= _LIGHT_SHADES
    middle = tile.column + 0.5, tile.row + 0.5
    half = larger * _HALF_LINE
    style: dict[str, Any] = {"ha": "center", "fontsize": larger * _SIZE}
    # A name that would touch the edges is set smaller; one wider than its tile would end in white
    # on white.
    room = axes.bbox.width / axes.figure.dpi / _span(axes) - 2 * _INSET
    share = room / measure_text(tile.name, larger * _SIZE)
    size = larger * min(_SIZE, max(_LEAST, _SIZE * share))
    is_wide = measure_text(tile.name, size) > room + 2 * _INSET
    ground = {"color": INK, "bbox": WHITE_BOX} if is_dark and is_wide else {}
    style["color"] = "white" if is_dark else INK
    write_at(axes, tile.name, middle, (0, half), **(style | ground | {"fontsize": size}))
    write_at(axes, tile.label, middle, (0, -half), **style)


def _span(axes: Axes) -> float:
    low, high = axes.get_xlim()
    return high - low
