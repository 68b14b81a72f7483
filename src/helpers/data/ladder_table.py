"""The check of ladders.csv: each rung is counted by indicators of the right kind."""

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from helpers.data.tables.csv_tables import each_row, index_rows
from helpers.data.tables.data_package import TableSchema
from helpers.problems import Problem, name_line

_MEASURES: Final[Mapping[str, tuple[str, ...]]] = {
    "stock": ("stock",),
    "newly_built": ("flow", "cumulative"),
    "award": ("rate",),
}
_ONCE_ON_A_LADDER = (("ladder", "order"), ("ladder", "level", "name_zh"))
_ONCE_AT_ALL = (("stock",), ("newly_built",), ("award",))


def check_ladders(
    table: TableSchema, frame: pd.DataFrame, indicators: pd.DataFrame
) -> Iterator[Problem]:
    """Check that every rung is counted by indicators of the right kind, and every award is paid."""
    known = index_rows(indicators, "indicator")
    for line, row in each_row(frame):
        for column, fitting in _MEASURES.items():
            measure = known.get(row[column], {}).get("measure", fitting[0])
            if measure not in fitting:
                wrong = f"{row[column]!r} is a {measure}"
                yield Problem(table.shown_path, line, column, wrong, " or ".join(fitting))
        if (row["award"] == "") != (row["payers"] == ""):
            wrong = "the payers of an award are missing" if row["award"] else "nothing is awarded"
            yield Problem(table.shown_path, line, "payers", wrong, "both award and payers, or none")
    for columns in (*_ONCE_ON_A_LADDER, *_ONCE_AT_ALL):
        seen: dict[tuple[str, ...], int] = {}
        for line, row in each_row(frame):
            cells = tuple(row[column] for column in columns)
            if cells[-1] and seen.setdefault(cells, line) != line:
                wrong = f"{cells[-1]!r} stands already on {name_line(seen[cells], line)}"
                yield Problem(table.shown_path, line, columns[-1], wrong, "a value of its own")
