"""The register of proposals answered: what its rows must fulfil beyond their single cells."""

from collections.abc import Iterator

import pandas as pd

from helpers.data.tables.csv_tables import each_row
from helpers.data.tables.data_package import TableSchema
from helpers.problems import Problem


def check_proposals(table: TableSchema, frame: pd.DataFrame) -> Iterator[Problem]:
    """Name every row whose days or points cannot be true together."""
    for line, row in each_row(frame):
        for earlier, later in (("received", "answered"), ("answered", "issued")):
            if row[earlier] and row[later] and row[later] < row[earlier]:
                wrong = f"{row[later]} is before {earlier}, {row[earlier]}"
                yield Problem(table.shown_path, line, later, wrong, "a day on or after it")
        raised, answered = (row[name] for name in ("points_raised", "points_answered"))
        if bool(raised) != bool(answered):
            name = "points_answered" if raised else "points_raised"
            yield Problem(table.shown_path, line, name, "the cell is empty", "both or neither")
        elif raised and int(answered) > int(raised):
            wrong = f"{answered} of {raised} points are answered"
            yield Problem(table.shown_path, line, "points_answered", wrong, f"at most {raised}")
        if row["satisfaction"] and row["satisfaction_note_en"]:
            wrong = "a degree stands beside the reason why none can be told"
            yield Problem(table.shown_path, line, "satisfaction", wrong, "one of the two")
