"""The curated ladders: which rungs there are, in which order, and which indicators count them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from helpers.data.tables.csv_tables import each_row, find_dangling_keys, index_rows, read_table
from helpers.data.tables.data_package import TableSchema, read_package
from helpers.problems import InputError, Problem

_TABLE = "ladders"
_MEASURES: Final[Mapping[str, tuple[str, ...]]] = {
    "stock": ("stock",),
    "newly_built": ("flow", "cumulative"),
    "award": ("rate",),
}
_ONCE_ON_A_LADDER = (("ladder", "order"), ("ladder", "level", "name_zh"))
_ONCE_AT_ALL = (("stock",), ("newly_built",), ("award",))


@dataclass(frozen=True)
class Ladder:
    """One ladder as it is curated.

    Attributes:
        rows: Its rows of ladders.csv, from the top.
        levels: Names of the levels in both languages, by value.
    """

    rows: Sequence[Mapping[str, str]]
    levels: Mapping[str, Mapping[str, str]]


def read_ladder(name: str, project: Path) -> Ladder:
    """Read a ladder.

    Args:
        name: `enterprise` or `platform`.
        project: Project folder.

    Raises:
        InputError: A row is wrong; file, line and column are named.
    """
    package = read_package(project / "data" / "raw", project)
    table = package.tables[_TABLE]
    frame, indicators = read_table(table), read_table(package.tables["indicators"])
    problems = list(check_ladders(table, frame, indicators))
    if problems:
        raise InputError(problems)
    (levels,) = [field.labels for field in table.fields if field.name == "level"]
    rows = [row for _, row in each_row(frame) if row["ladder"] == name]
    return Ladder(sorted(rows, key=lambda row: int(row["order"])), levels)


def check_ladders(
    table: TableSchema, frame: pd.DataFrame, indicators: pd.DataFrame
) -> Iterator[Problem]:
    """Check that every rung is counted by indicators that exist and are of the right kind.

    Args:
        table: The table of the rungs as described.
        frame: Its rows.
        indicators: The rows of indicators.csv.

    Yields:
        One problem per fault.
    """
    yield from find_dangling_keys(table, frame, {"indicators": indicators})
    known = index_rows(indicators, "indicator")
    for line, row in each_row(frame):
        for column, fitting in _MEASURES.items():
            measure = known.get(row[column], {}).get("measure", fitting[0])
            if measure not in fitting:
                wrong = f"{row[column]!r} is a {measure}"
                yield Problem(table.shown_path, line, column, wrong, " or ".join(fitting))
    for columns in (*_ONCE_ON_A_LADDER, *_ONCE_AT_ALL):
        seen: dict[tuple[str, ...], int] = {}
        for line, row in each_row(frame):
            cells = tuple(row[column] for column in columns)
            if cells[-1] and seen.setdefault(cells, line) != line:
                wrong = f"{cells[-1]!r} stands already on line {seen[cells]}"
                yield Problem(table.shown_path, line, columns[-1], wrong, "a value of its own")
