"""The measures of a place: what their rows must fulfil beyond their single cells."""

from collections.abc import Iterator

import pandas as pd

from helpers.data.tables.csv_tables import each_row
from helpers.data.tables.data_package import TableSchema
from helpers.problems import Problem


def check_measures(table: TableSchema, frame: pd.DataFrame) -> Iterator[Problem]:
    """Name every row that does not stand where it says, or grants in one language only."""
    for line, row in each_row(frame):
        start = f"{row['source']}:{row['locator'].removeprefix('line ')}m"
        if not row["measure_id"].startswith(start):
            wrong = f"{row['measure_id']!r} is of another line"
            yield Problem(table.shown_path, line, "measure_id", wrong, f"{start} and a letter")
        if bool(row["grants_zh"]) != bool(row["grants_en"]):
            name = "grants_en" if row["grants_zh"] else "grants_zh"
            yield Problem(table.shown_path, line, name, "the cell is empty", "both or neither")
        first, _, last = row["year"].partition("/")
        if last and last <= first:
            wrong = f"{row['year']!r} ends before it starts"
            yield Problem(table.shown_path, line, "year", wrong, "a span such as 2016/2020")
