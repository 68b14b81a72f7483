"""The folder of a new province: its cities from the packaged list, and the headers of tables."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

from helpers.data.tables.csv_tables import write_rows
from helpers.data.tables.data_package import name_nearest, read_package
from helpers.data.tables.folder_packages import write_package
from helpers.data.tables.folders import find_folders
from helpers.problems import UsageError
from helpers.project import CODEBOOK, DESCRIPTOR, write_whole

_DIVISIONS = "divisions.csv"
_SLUG = re.compile("[a-z][a-z0-9-]*")
# A letter or two amiss, such as `fuijan`; a name that is less alike is one of its own.
_MISSPELT = 0.8
_NAMES = ("place", "name_zh", "short_zh", "name_en")
_README = """# {title}

Printed figures of {name_en}, one row each; `docs/add-a-province.md` of City Figures tells how.
In its checkout: `make check-data DATA={folder}`, then `make reports DATA={folder}`.
"""


def start_province(project: Path, province: str, folder: Path) -> Iterator[str]:
    """Write the folder of a province of one's own, which may exist only if it is empty.

    The province is given by its slug or its name in either language; one that the packaged list
    lacks gets a row to fill in.

    Yields:
        What was written, and what is left for the analyst.

    Raises:
        UsageError: There is no such province, the checkout has it already, or the folder is taken.
    """
    folder = folder.expanduser().absolute()
    rows = list_divisions()
    row = _find_province(rows, province)
    known = find_folders(project)
    is_listed = bool(row["code"])
    if row["place"] in known.provinces:
        taken = known.provinces[row["place"]][0]
        raise UsageError(f"{province!r} has a folder already, {taken}; expected another province")
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty; expected the name of a new folder")
    cities = [each for each in rows if each["parent"] == row["place"]]
    tables = read_package(DESCRIPTOR, project).tables
    for name, table in tables.items():
        if not (project / CODEBOOK / table.path.name).is_file() or name == "relations":
            listed = [row, *cities] if name == "places" else []
            write_whole(folder / table.path.name, write_rows(table, listed))
    write_whole(folder / "README.md", _README.format(folder=folder, **_name(row)).encode())
    write_package(project, DESCRIPTOR, folder)
    yield f"written  {folder}: {row['place']} and {len(cities)} cities"
    if is_listed:
        yield "left empty in places.csv: tile_row and tile_column, the map of the comparison"
        yield "not listed: counties, and cities that the province administers without a prefecture"
    else:
        yield "not in the packaged list: fill in its row of places.csv, and add its cities"
    yield f"next: add sources and figures, then make check-data DATA={folder}"


def list_divisions() -> Sequence[Mapping[str, str]]:
    """Return the provinces of China, and their divisions of prefecture level, by GB/T 2260 code."""
    text = files(__package__).joinpath(_DIVISIONS).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _find_province(rows: Sequence[Mapping[str, str]], name: str) -> Mapping[str, str]:
    provinces = [row for row in rows if row["kind"] == "province"]
    for row in provinces:
        if name.strip().casefold() in [row[column].casefold() for column in _NAMES]:
            return row
    known = [row["place"] for row in provinces]
    if get_close_matches(name, known, n=1, cutoff=_MISSPELT) or not _SLUG.fullmatch(name):
        raise UsageError(f"no province {name!r}; expected {name_nearest(name, known)}")
    return {
        **dict.fromkeys(rows[0], ""),
        "place": name,
        "kind": "province",
        "parent": rows[0]["parent"],
    }


def _name(row: Mapping[str, str]) -> Mapping[str, str]:
    """Return the names of a province; its identifier stands for one that is not known."""
    name = row["name_en"] or row["place"]
    return {"name_en": name, "title": f"{name} {row['short_zh']}".strip()}
