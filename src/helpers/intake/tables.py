"""Figures of tables: bare numbers, whose unit, indicator and year stand in the head or the side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.data.numerals import NUMERAL_PATTERN
from helpers.data.printed_figures import MEASURE_WORDS, PrintedFigureError, parse_printed_figure
from helpers.intake.passages import Passage

_NUMBER = re.compile(rf"(?![一二三四五六七八九十百千万亿〇两]){NUMERAL_PATTERN}")
_UNIT = re.compile(
    r"(?:[(,]|单位:)\s*([\u4e00-\u9fff%‰㎡]{1,6})\)?$|单位:([\u4e00-\u9fff%‰㎡]{1,6})"
)
_SERIAL = re.compile("^(?:序号|编号|提案编号|建议编号|代码|邮编|电话|联系电话|排序)$")
_CAPTION_YEAR = re.compile("(?:19|20)[0-9]{2}(?=年)")
_YEAR = re.compile("(?:19|20)[0-9]{2}年?")


@dataclass(frozen=True)
class Cell:
    """A number of a table and what its head and side say of it.

    Attributes:
        start: Its first character in the passage of the row.
        end: The place after its last.
        unit: The unit that stands apart, empty where none is found.
        label: The words of its row and its columns.
        year: The year of its column or row, empty where none is named.
    """

    start: int
    end: int
    unit: str
    label: str
    year: str


def find_cells(table: Sequence[Passage], above: str) -> list[list[Cell]]:
    """Find the bare numbers of a table.

    Args:
        table: The passages of its rows, in order.
        above: The text before the table, where its caption may name the unit.

    Returns:
        For each row its numbers; those without any unit are left out.
    """
    heads: list[list[str]] = []
    found: list[list[Cell]] = []
    caption = re.search(_UNIT, above)
    common = next(filter(None, caption.groups()), "") if caption else ""
    for passage in table:
        cells = passage.text.split("\t")
        numbers = [_is_number(cell) for cell in cells]
        if not any(numbers):
            unit = re.fullmatch(r"\(?单位:([^)]+)\)?", passage.text.strip())
            common = unit[1] if unit else common
            heads.append(cells)
            found.append([])
            continue
        if all(number or not cell for number, cell in zip(numbers, cells, strict=True)) and all(
            _YEAR.fullmatch(cell) for cell in cells if cell
        ):
            heads.append(cells)
            found.append([])
            continue
        found.append(list(_read_row(cells, numbers, heads, common, above)))
    return found


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell.strip()) is not None and not _YEAR.fullmatch(cell + "年")


def _read_row(
    cells: list[str], numbers: list[bool], heads: list[list[str]], common: str, caption: str
) -> Sequence[Cell]:
    result = []
    side = "".join(
        cell for cell, number in zip(cells, numbers, strict=True) if not number and len(cell) > 1
    )
    place = 0
    for column, (cell, is_number) in enumerate(zip(cells, numbers, strict=True)):
        start, place = place, place + len(cell) + 1
        if not is_number:
            continue
        above = list(dict.fromkeys(head[column] for head in heads if column < len(head)))
        if any(_SERIAL.match(word) for word in above):
            continue
        unit = next(filter(None, map(_find_unit, [*reversed(above), *cells])), common)
        if not unit or not _parses(cell.strip() + unit):
            continue
        words = [re.sub(r"\([^)]*\)$", "", word) for word in above]
        label = "".join(dict.fromkeys([*words, re.sub(r"\([^)]*\)", "", side)]))
        year = _YEAR.search(" ".join([*above, side])) or _CAPTION_YEAR.search(caption)
        offset = len(cell) - len(cell.lstrip())
        length = len(cell.strip())
        first = start + offset
        result.append(Cell(first, first + length, unit, label, year[0][:4] if year else ""))
    return result


def _find_unit(words: str) -> str:
    """Return the unit that words of a head or a side end in: R&D经费(亿元)."""
    match = re.search(r"[(,]([^()]{1,8})\)?$", words.strip())
    if match and re.fullmatch(
        rf"[百千万亿]*(?:{'|'.join(map(re.escape, MEASURE_WORDS))})", match[1].strip()
    ):
        return match[1].strip()
    return words.strip() if words.strip() in MEASURE_WORDS and len(words.strip()) <= 2 else ""


def _parses(token: str) -> bool:
    try:
        parse_printed_figure(token)
    except PrintedFigureError:
        return False
    return True
