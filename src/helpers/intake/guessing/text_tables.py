"""Figures of tables: bare numbers, whose unit, indicator and year are in the head or the side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpers.data.printed.measure_words import is_unit
from helpers.data.printed.printed_figures import try_printed_figure
from helpers.intake.guessing.table_units import RowUnits, find_caption_unit, find_unit
from helpers.intake.text.passages import Passage
from helpers.intake.text.patterns import read_patterns

_PATTERNS = read_patterns("text_tables")


@dataclass(frozen=True)
class Cell:
    """A number of a table and what its head and side say of it.

    Attributes:
        start: Its first character in the passage of the row.
        end: The place after its last.
        unit: The unit that stands apart, empty where none is found.
        label: The words of its row and its columns.
        year: The year of its column or row, empty where none is named.
        part: The part of the year that they name, such as 1-9月; empty for all of it.
        sides: The cells that name its row, and the part of the table it belongs to.
        heads: The cells that head its column.
        corner: The cells that head the column of the row's name.
        neighbours: The names of all rows of its table, and the heads of all its columns.
    """

    start: int
    end: int
    unit: str
    label: str
    year: str
    part: str = ""
    sides: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    corner: tuple[str, ...] = ()
    neighbours: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


def find_cells(table: Sequence[Passage], above: str) -> list[list[Cell]]:
    """Find for each row of a table its bare numbers; those without any unit are left out.

    The caption in the text above may name the unit.
    """
    heads: list[list[str]] = []
    found: list[list[Cell]] = []
    whole = find_caption_unit(above)
    units = RowUnits(whole)
    serial = _find_serial(table)
    led = ""
    for passage in table:
        cells = passage.text.split("\t")
        numbers = [
            _is_number(cell) or _is_count(cells, place, heads) for place, cell in enumerate(cells)
        ]
        if not any(numbers):
            is_lone = len({cell.strip() for cell in cells if cell.strip()}) == 1
            said = find_caption_unit(passage.text.strip())
            if is_lone:
                units.caption = said or whole
                heads = [head for head in heads if len({*head} - {""}) > 1]
            elif "单位" in passage.text:
                units.caption = whole = said
            # A head below rows of numbers begins another table; a lone cell only names a part.
            if any(found) and not is_lone:
                heads.clear()
            heads.append(cells)
            found.append([])
            continue
        if all(number or not cell for number, cell in zip(numbers, cells, strict=True)) and all(
            _PATTERNS["year"].fullmatch(cell) for cell in cells if cell
        ):
            heads.append(cells)
            found.append([])
            continue
        if cells[0].strip() in serial:
            numbers[0] = False
        units.enter(_name_side(cells, numbers))
        led = cells[0].strip() or led
        row = _read_row(cells, numbers, heads, units, above)
        if not cells[0].strip() and len(cells) > 1 and cells[1].strip() and not numbers[1]:
            # A name that spans several rows is printed in the first only.
            row = [replace(cell, sides=(led, *cell.sides)) for cell in row]
        found.append(list(row))
    every = [cell for row in found for cell in row]
    rows = frozenset(name for cell in every for name in cell.sides)
    columns = frozenset(name for cell in every for name in cell.heads)
    return [[replace(cell, neighbours=(rows, columns)) for cell in row] for row in found]


def _name_side(cells: Sequence[str], numbers: Sequence[bool]) -> str:
    """Return the first words of a row: its first cell may be empty, or count the rows."""
    named = (cell.strip() for cell, is_number in zip(cells, numbers, strict=True) if not is_number)
    return next((cell for cell in named if cell and not cell.isdecimal()), "")


def _find_serial(table: Sequence[Passage]) -> set[str]:
    """Return the numbers of a first column that counts its rows: 1, 2, 3."""
    first = [passage.text.split("\t")[0].strip() for passage in table]
    numbers = [cell for cell in first if cell.isdecimal()]
    is_serial = numbers == [str(number) for number in range(1, len(numbers) + 1)]
    return set(numbers) if is_serial and len(numbers) > 1 else set()


def _is_number(cell: str) -> bool:
    return _PATTERNS["number"].fullmatch(cell.strip()) is not None and not _PATTERNS[
        "years"
    ].fullmatch(cell.strip())


def _is_count(cells: Sequence[str], place: int, heads: list[list[str]]) -> bool:
    """True when a number that looks like a year, 2013 in a column of firms, is a count."""
    if not "".join(cells[:place]).strip() or not re.fullmatch("[0-9]{4}", cells[place].strip()):
        return False
    above = [head[place] for head in heads if place < len(head)]
    return any(map(find_unit, above)) and not any(map(_PATTERNS["year"].search, above))


def _read_row(
    cells: list[str], numbers: list[bool], heads: list[list[str]], units: RowUnits, caption: str
) -> Sequence[Cell]:
    result = []
    first = numbers.index(True) if any(numbers) else 0
    side = "".join(cell for cell in cells[:first] if len(cell) > 1 and not is_unit(cell))
    place = 0
    for column, (cell, is_number) in enumerate(zip(cells, numbers, strict=True)):
        start, place = place, place + len(cell) + 1
        if not is_number:
            continue
        above = list(dict.fromkeys(head[column] for head in heads if column < len(head)))
        if any(_PATTERNS["serial"].match(word) for word in above):
            continue
        unit = units.choose(above, cells, column)
        printed = _PATTERNS["number"].fullmatch(cell.strip())
        if unit is None or printed is None or not try_printed_figure(printed["number"], unit):
            continue
        words = [re.sub(r"\([^)]*\)$", "", word) for word in above]
        label = "".join(dict.fromkeys([*words, re.sub(r"\([^)]*\)", "", side)]))
        near = " ".join([*above, side])
        year = _PATTERNS["year"].search(near) or _PATTERNS["caption_year"].search(caption)
        offset = len(cell) - len(cell.lstrip())
        ends = start + offset + printed.start("number"), start + offset + printed.end("number")
        part = _PATTERNS["part"].search(near) or _PATTERNS["part"].search(caption)
        told = year[0][:4] if year else "", part[0] if part else ""
        parts = [head[0].strip() for head in heads if len({*head} - {""}) == 1]
        sides = [cell.strip() for cell in cells[:first] if len(cell) > 1 and not is_unit(cell)]
        corner = [cell for head in heads for cell in head[:first] if cell.strip()]
        names = (*parts, *sides), tuple(above), tuple(corner)
        result.append(Cell(*ends, unit, label, *told, *names))
    return result
