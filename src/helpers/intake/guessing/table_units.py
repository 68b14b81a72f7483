"""The unit of a number of a table: that of its head, its side, its group of rows or a caption."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from helpers.data.printed.measure_words import is_unit
from helpers.intake.text.patterns import read_patterns

_RATES = frozenset(["%", "‰", "个百分点"])
_PATTERNS = read_patterns("table_units")


@dataclass
class RowUnits:
    """The unit of a row after another: 构成(%) is also the unit of 第一产业 named again below it.

    Attributes:
        caption: The unit that a caption names for the whole table.
        group: That of the group of rows, None outside of one.
        is_index: Whether the group is an index, which has no unit.
        last: The unit that the row named that named one last.
        is_part: Whether this row may tell a part of that one.
        seen: The names of the rows so far.
    """

    caption: str
    group: str | None = None
    is_index: bool = False
    last: str = ""
    is_part: bool = False
    seen: set[str] = field(default_factory=set)

    def enter(self, side: str) -> None:
        """Go on to a row by its first cell."""
        own = find_unit(side)
        if own or _PATTERNS["index"].search(side):
            self.group, self.is_index = own, not own
        elif side not in self.seen:
            self.group, self.is_index = None, False
        self.seen.add(side)
        self.last = own or self.last
        self.is_part = _PATTERNS["part_of_row"].match(side) is not None

    def choose(self, above: Sequence[str], cells: Sequence[str], column: int) -> str | None:
        """Choose the unit of a number: a rate in its head, else that of its row, else of its head.

        A caption speaks only where neither does; an index has none, which is not known to be
        missing.
        """
        if any(_PATTERNS["rank"].search(word) for word in above):
            return "第位"
        headed = [unit for unit in map(find_unit, reversed(above)) if unit]
        sided = [unit for unit in map(find_unit, _list_beside(cells, column)) if unit]
        rates = [unit for unit in headed if unit in _RATES]
        found = next(iter([*rates, *sided, *headed]), "")
        if found:
            return found
        if self.is_index or any(_PATTERNS["index"].search(word) for word in above):
            return ""
        common = self.caption if self.group is None else self.group
        return common or (self.last if self.is_part else "") or None


def _list_beside(cells: Sequence[str], column: int) -> list[str]:
    """Return the words that speak of a number: those before its run of numbers, or just after."""
    is_number = [any(sign.isdigit() for sign in cell) or not cell.strip() for cell in cells]
    last = column
    while last > 1 and is_number[last - 1]:
        last -= 1
    first = last
    while first > 0 and not is_number[first - 1]:
        first -= 1
    left = list(reversed(cells[first:last]))
    if first > 0:
        # In a second panel, a unit before the name is that of the panel before.
        names = [place for place, cell in enumerate(left) if not is_unit(cell.strip())]
        left = left[: names[0] + 1] if names else left
    after = next((place for place in range(column, len(cells)) if not is_number[place]), None)
    right = [cells[after]] if after is not None and is_unit(cells[after].strip()) else []
    return [*left, cells[0], *right] if first == 0 else [*left, *right]


def find_caption_unit(text: str) -> str:
    """Return the unit that a caption names for the whole table; of several, none is meant."""
    match = re.search(r"单位:([^)\s]+)", text) or re.search(r"[(,]([^(),]{1,8})\)$", text)
    return match[1] if match and is_unit(match[1]) else ""


def find_unit(words: str) -> str:
    """Return the unit that words of a head or a side end in: R&D经费(亿元), 同比增长%.

    Examples:
        >>> find_unit("R&D经费(亿元)"), find_unit("同比增长%"), find_unit("指标")
        ('亿元', '%', '')
    """
    text = words.strip()
    if re.search(r"个?百分点\)?$", text):
        return "个百分点"
    match = re.search(r"[(,:/]([^():]{1,12})\)?$", text) or re.search("([%‰])$", text)
    if match and is_unit(match[1].strip()):
        return match[1].strip()
    return text if is_unit(text) else ""
