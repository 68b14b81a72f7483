"""Invented documents whose figures were listed by hand before intake read them."""

import csv
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).parent / "intake" / "documents"
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".csv")


def read_list(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def is_read(row: dict[str, str], want: dict[str, str]) -> bool:
    is_number = "–" not in want["value"] and want["value"] and row["value"]
    same = (
        Decimal(row["value"]) == Decimal(want["value"])
        if is_number
        else row["value"] == want["value"]
    )
    return same and want["unit"] in {"", row["unit"]} and row["qualifier"] == want["qualifier"]
