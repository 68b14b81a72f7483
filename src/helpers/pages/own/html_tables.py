"""Tables in HTML, as pandas shows a DataFrame, as tables of the report."""

from collections.abc import Sequence
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

_CELLS = ("th", "td")
_LAST_NARROW = 0x2E7F
_LETTERS_ACROSS, _LETTERS_BETWEEN = 118, 2


def read_tables(html: str) -> list[tuple[list[str], list[list[str]]]]:
    """Return the heads and rows of each table of a page; a merged cell stands in each of its own.

    Args:
        html: As pandas writes a DataFrame, a styled one too.
    """
    return [_read_table(table) for table in LexborHTMLParser(html).css("table")]


def count_fitting(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Return how many columns of a table fit side by side in print, where words are not broken.

    Args:
        heads: Heads of the columns.
        rows: The texts of the cells.
    """
    width = 0
    for number, head in enumerate(heads):
        width += _LETTERS_BETWEEN + max(map(_measure, [head, *(row[number] for row in rows)]))
        if width > _LETTERS_ACROSS:
            return number
    return len(heads)


def _measure(text: str) -> int:
    """Return the width of the longest part of a text that is not broken; each Chinese sign is."""
    letters = "".join(f" {sign} " if ord(sign) > _LAST_NARROW else sign for sign in text)
    return max(map(len, letters.split()), default=0)


def read_words(html: str) -> str:
    """Return the words of a page that is no table."""
    page = LexborHTMLParser(html)
    page.strip_tags(["script", "style"])
    return " ".join(page.body.text(separator=" ").split()) if page.body else ""


def _read_table(table: LexborNode) -> tuple[list[str], list[list[str]]]:
    rows = table.css("tr")
    above = [row for row in rows if _is_head(row)]
    grid = _spread([*above, *(row for row in rows if row not in above)])
    heads, body = grid[: len(above)], grid[len(above) :]
    width = max((len(row) for row in grid), default=0)
    names = [" ".join(dict.fromkeys(row[n] for row in heads if row[n:])) for n in range(width)]
    return [name.strip() for name in names], [row + [""] * (width - len(row)) for row in body]


def _is_head(row: LexborNode) -> bool:
    return row.parent is not None and row.parent.tag == "thead"


def _spread(rows: Sequence[LexborNode]) -> list[list[str]]:
    """Return the text of the cells, that of a merged one at each place that it covers."""
    held: dict[tuple[int, int], str] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row.iter():
            if cell.tag not in _CELLS:
                continue
            while (y, x) in held:
                x += 1
            across, down = (_read_span(cell, name) for name in ("colspan", "rowspan"))
            text = " ".join(cell.text().split())
            for right in range(across):
                held.update({(y + under, x + right): text for under in range(down)})
            x += across
    widths = [max((x for line, x in held if line == y), default=-1) + 1 for y in range(len(rows))]
    return [[held.get((y, x), "") for x in range(width)] for y, width in enumerate(widths)]


def _read_span(cell: LexborNode, name: str) -> int:
    text: Any = cell.attributes.get(name)
    return int(text) if text and text.isdigit() and text != "0" else 1
