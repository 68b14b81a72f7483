"""Rows of tables that a text only sets apart by spaces or bars, as a PDF gives them back."""

import re
from collections.abc import Sequence

from helpers.data.printed.measure_words import is_unit
from helpers.data.printed.numerals import without_layout
from helpers.intake.text.patterns import read_patterns

_PATTERNS = read_patterns("columns")
_LEAST_ROWS = 2
_MOST_HEADS = 2
_LONGEST_CELL = 40


def find_rows(lines: Sequence[str], *, by_one_space: bool) -> dict[int, str]:
    """Find the lines that are rows of a table, by number, their cells separated by tabs.

    In the text of a PDF one space may part two cells.

    Examples:
        >>> lines = ["指标 单位 2020年", "研发强度 % 1.92", "企业数 家 412"]
        >>> find_rows(lines, by_one_space=True)[1].split()
        ['研发强度', '%', '1.92']
    """
    rows = _find_barred(lines)
    lines = ["" if number in rows else line for number, line in enumerate(lines)]
    cells = [_split(line, by_one_space=by_one_space) for line in lines]
    block: list[int] = []
    for number in range(len(lines) + 1):
        if number < len(lines) and _is_row(cells[number], by_one_space=by_one_space):
            block.append(number)
            continue
        if number < len(lines) and block and not lines[number].strip():
            continue
        if len(block) >= _LEAST_ROWS:
            width = len(cells[block[0]])
            heads = [
                above
                for above in range(max(0, block[0] - _MOST_HEADS), block[0])
                if len(cells[above]) == width and not _PATTERNS["sentence"].search(lines[above])
            ]
            # A row that lacks a cell would put its numbers below the heads of others.
            whole = [row for row in block if not heads or len(cells[row]) == width]
            rows |= {row: "\t".join(cells[row]) for row in [*heads, *whole]}
        block = []
    return rows


def _find_barred(lines: Sequence[str]) -> dict[int, str]:
    """Find the rows whose cells bars set apart; their rules become blank lines."""
    rows: dict[int, str] = {}
    block: list[int] = []
    for number in range(len(lines) + 1):
        if number < len(lines) and lines[number].count("|") > 1:
            block.append(number)
            continue
        # A head may leave its first cell open where the rows below open with a name.
        is_led = all(lines[row].lstrip().startswith("|") for row in block)
        cells = {
            row: lines[row].strip().removeprefix("|" if is_led else "").removesuffix("|").split("|")
            for row in block
        }
        with_number = [
            row
            for row, parts in cells.items()
            if any(_PATTERNS["holds_number"].match(part) for part in parts)
        ]
        # The menu of a site has bars too, but hardly a number in every other line.
        if len(block) >= _LEAST_ROWS and 2 * len(with_number) >= len(block):
            for row, parts in cells.items():
                is_rule = _PATTERNS["rule"].fullmatch(lines[row])
                rows[row] = "" if is_rule else "\t".join(part.strip() for part in parts)
        block = []
    return rows


def _split(line: str, *, by_one_space: bool) -> list[str]:
    # What tabs set apart already may leave its first cell empty.
    if "\t" in line and not by_one_space:
        return []
    text = line.strip()
    if _PATTERNS["rule"].fullmatch(text):
        return []
    if text.count("|") > 1:
        return [cell.strip() for cell in text.strip("|").split("|")]
    gap = r"\s+" if by_one_space else r"\s{2,}|\u3000+|\t"
    return [
        part for cell in re.split(gap, text) for part in _PATTERNS["closed"].split(cell) if part
    ]


def _is_row(cells: Sequence[str], *, by_one_space: bool) -> bool:
    """True when a line is a row of a table: it has numbers that no measure word follows."""
    plain = [without_layout(cell) for cell in cells]
    numbers = [_PATTERNS["number"].fullmatch(cell) is not None for cell in plain]
    has_unit = any(is_unit(cell) for cell in plain)
    count = sum(numbers)
    # A name and a number that a wide gap parts are a row of two columns.
    is_pair = not by_one_space and len(cells) == 2 and numbers[-1]
    is_enough = count > 1 or (count and has_unit) or is_pair
    if len(cells) < 2 or count == len(cells) or not is_enough:
        return False
    if any(len(cell) > _LONGEST_CELL or _PATTERNS["sentence"].search(cell) for cell in plain):
        return False
    following = zip(numbers, plain[1:], numbers[1:], strict=False)
    return not any(
        is_number and not is_next_number and (_PATTERNS["goes_on"].match(after) or is_unit(after))
        for is_number, after, is_next_number in following
    )
