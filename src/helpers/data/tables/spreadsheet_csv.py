"""CSV files that people open in a spreadsheet: no cell is evaluated, and Chinese is legible.

The tables of `data/raw` and `data/processed` are not written by this module: programs compare them
byte by byte and cite their cells as printed, so a mark in a cell would be another value.
"""

import csv
import io
import re
from collections.abc import Iterator

import pandas as pd

from helpers.data.tables.plain_numbers import write_digits

# Excel, WPS and LibreOffice take a cell that begins with one of these signs for a formula; editions
# for East Asia take the full-width signs too. What is invisible before it may be lost on the way.
_SIGN = "[=+\\-@＝＋－＠﹦﹢﹣﹫]"
_PASSED_OVER = (
    r'(?:[^\S\t]|["\x00-\x08\x0e-\x1f\x7f\u00ad'
    r"\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])"
)
# LibreOffice, and Excel with a decimal comma, split a line at semicolons and tabs as well.
_START, _FORMULA = r"(^|[;\t])", rf"(?='*(?:[\t\r\n]|{_PASSED_OVER}*{_SIGN}))"
_OPEN, _MARKED = re.compile(_START + _FORMULA), re.compile(f"{_START}'{_FORMULA}")
_QUOTED_OR_END = re.compile('("(?:[^"]|"")*")|\r\n')
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def protect(cell: str) -> str:
    """Return a cell that a spreadsheet shows as it is and never evaluates.

    An apostrophe is put before whatever could begin a formula; a plain number keeps its minus. A
    cell that has such apostrophes already gets one more, so that `restore` finds it unchanged.
    """
    return cell if _NUMBER.fullmatch(cell) else _OPEN.sub(r"\1'", cell)


def restore(cell: str) -> str:
    """Return the text of which `protect` made a cell."""
    return _MARKED.sub(r"\1", cell)


def write_for_spreadsheet(frame: pd.DataFrame) -> str:
    """Return a table as the text of a CSV file for people.

    It begins with the byte order mark, without which Excel reads UTF-8 as GBK on a Chinese system.
    Columns of numbers are written as numbers.
    """
    shown = frame.map(lambda cell: protect(cell) if isinstance(cell, str) else cell)
    text = shown.to_csv(
        index=False,
        # Only characters of the line end are sure to be quoted: a carriage return would end a row.
        lineterminator="\r\n",
        float_format=lambda number: write_digits(float(str(number))),
    )
    return "\ufeff" + _QUOTED_OR_END.sub(lambda match: match[1] or "\n", text)


class SpreadsheetReader:
    """The rows of a CSV file that `write_for_spreadsheet` wrote and a person may have edited."""

    def __init__(self, text: str) -> None:
        """Read the text of a file, with or without a byte order mark."""
        self.reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Yield each row with its cells as they were before they were written."""
        for row in self.reader:
            yield {
                name: restore(cell) if isinstance(cell, str) else cell for name, cell in row.items()
            }
