"""Maps of tiles of the same places side by side, one for each measure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from helpers.charts.canvas import INK, WIDTH, Picture, pair_pictures, save_chart, write_at
from helpers.charts.fitting.text_width import POINTS_PER_INCH, break_name, wrap_text
from helpers.charts.panel_grid import open_panels
from helpers.charts.places.tile_map import LIGHT_SHADES, Tile, make_patch

# Columns are one unit wide; in inches:
_ROW, _LINE, _GUTTER = 0.255, 0.14, 0.08
_GAP = 0.02
_HALF_LINE, _SIZE, _TITLE = 3.8, 7.0, 8.5
_INSET = 0.03
_LARGER_ON_A_PHONE = 1.19  # so that letters are 11 pixels high
_WIDTH_ON_A_PHONE = 3.55
# Bold letters are wider than those that are measured.
_ROOM_FOR_TITLE = 2.9


@dataclass(frozen=True)
class TileMap:
    """The places on one measure; the title names it with its year."""

    title: str
    tiles: Sequence[Tile]


def draw_tile_maps(maps: Sequence[TileMap]) -> Picture:
    """Return the SVG of maps, two in a row; a darker tile is a higher value.

    A tile that is only outlined has no level. All maps have the same places.
    """
    narrow = _draw(maps, _LARGER_ON_A_PHONE, _WIDTH_ON_A_PHONE)
    return pair_pictures(_draw(maps, 1.0, WIDTH / 2 - _GUTTER), Picture(narrow.draw_narrow()))


def _draw(maps: Sequence[TileMap], larger: float, width: float) -> Picture:
    """Draw maps of a width in inches, with larger letters."""
    tiles = [tile for one in maps for tile in one.tiles]
    left = min(tile.column for tile in tiles)
    across = max(tile.column for tile in tiles) - left + 1
    titles = [wrap_text(one.title, _ROOM_FOR_TITLE, _TITLE) for one in maps]
    above = _LINE * (1 + max(map(len, titles)))
    # A name that would touch the edges is broken, and its row is higher.
    room = width / across - 2 * _INSET
    names = {tile.name: break_name(tile.name, room, larger * _SIZE) for tile in tiles}
    tops = _stack_rows(tiles, names, larger)
    height = above + max(tops.values())
    with open_panels(len(maps), 2, height, above=above, gutter=_GUTTER) as (figure, panels):
        for axes, one, title in zip(panels, maps, titles, strict=True):
            axes.set_xlim(left, left + across)
            axes.set_ylim(max(tops.values()), 0)
            style: dict[str, Any] = {"fontsize": _TITLE, "fontweight": "bold", "color": INK}
            axes.set_title("\n".join(title), loc="left", pad=4, **style)
            axes.set_axis_off()
            for tile in one.tiles:
                ends = tops[tile.row], tops[tile.row + 1]
                _draw_tile(axes, tile, names[tile.name], ends, larger)
        return save_chart(figure)


def _stack_rows(
    tiles: Sequence[Tile], names: Mapping[str, Sequence[str]], larger: float
) -> dict[int, float]:
    """Return where each row begins below the top, in inches, and after the last where it ends."""
    first, last = min(tile.row for tile in tiles), max(tile.row for tile in tiles)
    tops = {first: 0.0}
    for row in range(first, last + 1):
        most = max((len(names[tile.name]) for tile in tiles if tile.row == row), default=1)
        more = (most - 1) * 2 * _HALF_LINE / POINTS_PER_INCH
        tops[row + 1] = tops[row] + larger * (_ROW + more)
    return tops


def _draw_tile(
    axes: Axes, tile: Tile, name: Sequence[str], ends: tuple[float, float], larger: float
) -> None:
    """Draw a tile between the ends of its row, with its name and its value."""
    (top, bottom), gap = ends, _GAP * _ROW * larger
    corner, size = (tile.column + _GAP / 2, top + gap), (1 - _GAP, bottom - top - 2 * gap)
    axes.add_patch(make_patch(corner, size, tile.level))
    is_dark = tile.level is not None and tile.level >= LIGHT_SHADES
    middle = tile.column + 0.5, (top + bottom) / 2
    style: dict[str, Any] = {"ha": "center", "color": "white" if is_dark else INK}
    for number, line in enumerate([*name, tile.label]):
        up = (len(name) - 2 * number) * larger * _HALF_LINE
        write_at(axes, line, middle, (0, up), fontsize=larger * _SIZE, **style)
