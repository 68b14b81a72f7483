import csv
import io
import re
from pathlib import Path

import pandas as pd
import pytest

from helpers.data.tables.spreadsheet_csv import (
    SpreadsheetReader,
    protect,
    restore,
    write_for_spreadsheet,
)

FORMULAS = [
    *("=cmd|' /C calc'!A0", "+86", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1"),
    *("＝1+1", "＋1", "－1", "＠A1", "\ufeff=1", "\u200b=1", '"=1"', "-", "-3.4%", "−3.4\t-1"),
    *("a;=1", "a\t=1", "\tplain", "'=1", "''@A1", "=1;=2", "-1e5x"),
]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_cell_that_a_spreadsheet_could_evaluate_is_inert_and_read_back(cell: str) -> None:
    text = write_for_spreadsheet(pd.DataFrame({"name": [cell], "last": ["漯河市"]}))
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))

    for part in row["name"].replace("\t", ";").split(";"):
        assert part.strip('" \r\n\u00a0\u200b\ufeff')[:1] not in tuple("=+-@＝＋－＠")
    assert row["name"] != cell
    assert list(SpreadsheetReader(text)) == [{"name": cell, "last": "漯河市"}]


def test_a_row_that_is_too_short_or_too_long_is_read_as_it_stands() -> None:
    short, long = SpreadsheetReader("name,last\nluohe\nluohe,漯河,市\n")

    assert short == {"name": "luohe", "last": None}
    assert long == {"name": "luohe", "last": "漯河", None: ["市"]}


@pytest.mark.parametrize(
    "cell",
    ["", "-3.4", "-0", "-1e-05", "3.4", "漯河市", "R&D", "'quoted'", "2022-06-24", "a-b", "−3.4"],
)
def test_a_number_and_a_plain_text_are_written_as_they_are(cell: str) -> None:
    assert protect(cell) == restore(cell) == cell


def test_numbers_stay_numbers_and_excel_is_told_the_encoding() -> None:
    text = write_for_spreadsheet(pd.DataFrame({"value": [-3.4, 2.0], "name": ["=1", "郑州市"]}))

    assert text.encode() == "\ufeffvalue,name\n-3.4,'=1\n2,郑州市\n".encode()


def test_no_other_module_writes_a_csv_file_for_people(project: Path) -> None:
    machine = {"data/tables/csv_tables.py"}  # writes the tables for programs
    folder = project / "src/helpers"
    writing = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.suffix in {".py", ".js"}
        and re.search(r"to_csv\(|csv\.(?:Dict)?[wW]riter\(", path.read_text(encoding="utf-8"))
    }

    assert writing - machine == {"data/tables/spreadsheet_csv.py"}
