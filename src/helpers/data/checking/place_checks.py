"""Checks across places: parents, tiles of the map, and unique names."""

from collections.abc import Iterator

import pandas as pd

from helpers.data.checking.table_checks import find_half
from helpers.data.tables.csv_tables import each_row, index_rows
from helpers.data.tables.data_package import TableSchema
from helpers.problems import Problem, name_line
from helpers.project import RESERVED_NAMES

_WIDEST_FIRST = ("nation", "province", "prefecture_city", "county_level")
# Names that Windows gives to devices, whatever stands after a point.
_DEVICES = {"con", "prn", "aux", "nul"}.union(f"{p}{n}" for p in ("com", "lpt") for n in range(10))


def check_places(table: TableSchema, frame: pd.DataFrame) -> Iterator[Problem]:
    """Check what no single cell of the places can show."""
    places = index_rows(frame, "place")
    tiles: dict[tuple[str, str, str], int] = {}
    if not places:
        yield Problem(table.shown_path, 0, "", "no place is listed", "at least one row")
    provinces = [line for line, row in each_row(frame) if row["kind"] == "province"]
    for line in provinces[1:]:
        wrong = f"a second province, beside that of {name_line(provinces[0], line)}"
        yield Problem(table.shown_path, line, "kind", wrong, "a folder of its own")
    for line, row in each_row(frame):
        slug, parent, kind = row["place"], row["parent"], row["kind"]
        if slug in RESERVED_NAMES or slug in _DEVICES:
            wrong = f"{slug!r} is the name of a report, of its parts or of a device"
            yield Problem(table.shown_path, line, "place", wrong, "a name that is free")
        if parent and _WIDEST_FIRST.index(places[parent]["kind"]) >= _WIDEST_FIRST.index(kind):
            wrong = f"{parent!r} is a {places[parent]['kind']} and cannot hold a {kind}"
            yield Problem(table.shown_path, line, "parent", wrong, "a place of a wider kind")
        if not parent and kind == _WIDEST_FIRST[-1]:
            yield Problem(table.shown_path, line, "parent", "the cell is empty", "its city")
        tile = parent, row["tile_row"], row["tile_column"]
        for fault in find_half(row, ("tile_row", "tile_column")):
            yield Problem(table.shown_path, line, *fault)
        if tile[1] and tile[2]:
            twin = tiles.setdefault((parent, str(int(tile[1])), str(int(tile[2]))), line)
            if twin != line:
                wrong = f"row {tile[1]}, column {tile[2]} is the tile of {name_line(twin, line)}"
                yield Problem(table.shown_path, line, "tile_row", wrong, "a tile of its own")
