"""Invented documents and sentences whose figures were listed by hand before intake read them."""

import csv
from decimal import Decimal
from itertools import groupby
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "intake" / "documents"
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".csv")
# The document that a sentence stands in; `whole` is a document of its own.
FRAMES = {
    "whole": "{}",
    "summary": "岚溪市2024年科技工作总结\n一、工作情况\n{}",
    "briefing": "岚溪市科技局工作汇报\n2024年工作情况\n{}\n2024年12月20日\n",
    "report": "岚溪市工作报告\n{}\n2016年3月10日\n",
    "bulletin": "岚溪市2019年统计公报\n2019年，{}\n",
    "city": "漯河市2024年科技工作总结\n{}",
}
Row = dict[str, str]


def read_list(name: str) -> list[Row]:
    return _read_rows(FOLDER / f"{name}.csv")


def read_cases(name: str) -> dict[str, list[Row]]:
    """Return the rows of `cases/NAME.csv` by text; an empty cell of theirs is not checked."""
    rows = _read_rows(FOLDER.parent / "cases" / f"{name}.csv")
    for row in rows:
        row["text"] = FRAMES[row.pop("frame", "whole")].format(row["text"])
        row["text"] = row["text"].replace("\\t", "\t").replace("\\n", "\n")
    return {text: list(group) for text, group in groupby(rows, key=lambda row: row.pop("text"))}


def expect(row: Row) -> Row:
    """Return the cells that a row of cases wants; `-` stands for an empty one."""
    wanted = {name: cell for name, cell in row.items() if cell and name != "token"}
    return {name: "" if cell == "-" else cell for name, cell in wanted.items()}


def is_read(row: Row, want: Row) -> bool:
    is_number = "–" not in want["value"] and want["value"] and row["value"]
    same = (
        Decimal(row["value"]) == Decimal(want["value"])
        if is_number
        else row["value"] == want["value"]
    )
    return same and want["unit"] in {"", row["unit"]} and row["qualifier"] == want["qualifier"]


def _read_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
