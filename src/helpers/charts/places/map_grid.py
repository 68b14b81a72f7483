"""Maps of tiles of the same places side by side, one for each measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.charts.canvas import INK, PALE, WIDTH, Picture, pair_pictures, save_chart, write_at
from helpers.charts.fitting.text_width import POINTS_PER_INCH, break_name, measure_text, wrap_text
from helpers.charts.panel_grid import open_panels
from helpers.charts.places.tile_map import SHADES, Tile

_LIGHT_SHADES = 3
# Rows are one unit high, columns one unit wide; in inches:
_ROW, _LINE, _GUTTER = 0.255, 0.14, 0.08
_GAP = 0.02
_HALF_LINE, _SIZE, _TITLE = 3.8, 7.0, 8.5
_INSET, _LEAST = 0.03, 6.2
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
    """Return the SVG of maps, two in a row; a darker tile is a higher value, a hatched one unknown.

    All maps have the same places.
    """
    narrow = _draw(maps, _LARGER_ON_A_PHONE, _SIZE, _WIDTH_ON_A_PHONE)
    return pair_pictures(
        _draw(maps, 1.0, _LEAST, WIDTH / 2 - _GUTTER), Picture(narrow.draw_narrow())
    )


def _draw(maps: Sequence[TileMap], larger: float, least: float, width: float) -> Picture:
    """Draw maps of a width in inches, with larger letters that have a least size."""
    tiles = [tile for one in maps for tile in one.tiles]
    top, left = min(tile.row for tile in tiles), min(tile.column for tile in tiles)
    down = max(tile.row for tile in tiles) - top + 1
    across = max(tile.column for tile in tiles) - left + 1
    titles = [wrap_text(one.title, _ROOM_FOR_TITLE, _TITLE) for one in maps]
    above = _LINE * (1 + max(map(len, titles)))
    # A name that would touch the edges is set smaller, and broken where it still would.
    room = width / across - 2 * _INSET
    names = {tile.name: break_name(tile.name, room, larger * least) for tile in tiles}
    most = max(map(len, names.values()))
    height = above + larger * (_ROW + (most - 1) * 2 * _HALF_LINE / POINTS_PER_INCH) * down
    with open_panels(len(maps), 2, height, above=above, gutter=_GUTTER) as (figure, panels):
        for axes, one, title in zip(panels, maps, titles, strict=True):
            axes.set_xlim(left, left + across)
            axes.set_ylim(top + down, top)
            style: dict[str, Any] = {"fontsize": _TITLE, "fontweight": "bold", "color": INK}
            axes.set_title("\n".join(title), loc="left", pad=4, **style)
            axes.set_axis_off()
            for tile in one.tiles:
                share = room / max(measure_text(line, _SIZE * larger) for line in names[tile.name])
                sizes = larger * min(_SIZE, max(least, _SIZE * share)), larger * _SIZE
                _draw_tile(axes, tile, names[tile.name], sizes)
        return save_chart(figure)


def _draw_tile(axes: Axes, tile: Tile, name: Sequence[str], sizes: tuple[float, float]) -> None:
    """Draw a tile with its name and its value, each in its size."""
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
    half = sizes[1] / _SIZE * _HALF_LINE
    style: dict[str, Any] = {"ha": "center", "color": "white" if is_dark else INK}
    for number, line in enumerate([*name, tile.label]):
        up = (len(name) - 2 * number) * half
        write_at(axes, line, middle, (0, up), fontsize=sizes[number == len(name)], **style)
