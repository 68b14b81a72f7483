"""The cities of a province in the index: a table with ranks and lines, and a map of tiles."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from helpers.charts.fitting.text_width import POINTS_PER_INCH, break_name

Data = dict[str, Any]
Overview = Mapping[str, Any]
_LINE_WIDTH, _LINE_HEIGHT, _INSET = 88, 24, 3
_TILE_WIDTH, _TILE_HEIGHT, _TILE_GAP = 92, 40, 4
_LETTER, _ROOM_IN_TILE = 14, 84
# The tile of a city without a value is only outlined, as in the charts.
_NO_LEVEL = "none"


def list_rows(overview: Overview) -> list[Data]:
    """Return the cities of an overview with their lines over the years as points of a drawing.

    Each line is in parts, each as points of an SVG; `last`, the latest value, sorts them.
    """
    return [
        {
            "city": row["city"],
            "cells": row["cells"],
            "line": [
                _draw_line(overview, part, max(value for part in row["line"] for _, value in part))
                for part in row["line"]
            ],
            "last": row["line"][-1][-1][1] if row["line"] else None,
        }
        for row in overview["cities"]
    ]


def _draw_line(overview: Overview, part: Sequence[Sequence[float]], highest: float) -> str:
    """Return the points of a part of a line, on a scale from zero."""
    first, last = (float(overview["trend"][end]) for end in ("first", "last"))
    across = (_LINE_WIDTH - 2 * _INSET) / (last - first)
    up = (_LINE_HEIGHT - 2 * _INSET) / highest
    points = (
        (_INSET + (year - first) * across, _LINE_HEIGHT - _INSET - value * up)
        for year, value in part
    )
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def list_tiles(
    overview: Overview, places: Mapping[str, Mapping[str, str]], name: Callable[[str], str]
) -> Data:
    """Return the cities as tiles, roughly where they lie, as `places.csv` has them.

    There are none where a city has no tile.
    """
    cities = [row["city"] for row in overview["cities"]]
    if not all(places[city]["tile_row"] and places[city]["tile_column"] for city in cities):
        return {"tiles": []}
    rows, columns = (
        {city: int(places[city][f"tile_{axis}"]) for city in cities} for axis in ("row", "column")
    )
    top, left = min(rows.values()), min(columns.values())
    across, down = _TILE_WIDTH + _TILE_GAP, _TILE_HEIGHT + _TILE_GAP
    tiles = [
        {
            "city": row["city"],
            "lines": break_name(name(row["city"]), _ROOM_IN_TILE / POINTS_PER_INCH, _LETTER),
            "x": (columns[row["city"]] - left) * across,
            "y": (rows[row["city"]] - top) * down,
            "level": _NO_LEVEL if row["level"] is None else row["level"],
        }
        for row in overview["cities"]
    ]
    return {
        **overview.get("map", {}),
        "tiles": tiles,
        "tile_width": _TILE_WIDTH,
        "tile_height": _TILE_HEIGHT,
        "width": max(tile["x"] for tile in tiles) + _TILE_WIDTH,
        "height": max(tile["y"] for tile in tiles) + _TILE_HEIGHT,
    }
