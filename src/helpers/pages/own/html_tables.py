"""Tables in HTML, as pandas shows a DataFrame, as tables of the report."""

import re
from collections.abc import Sequence
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

_CELLS = ("th", "td")
_LAST_NARROW = 0x2E7F
_LETTERS_ACROSS, _LETTERS_BETWEEN = 118, 2
_BOLD = 1.15  # heads are wider than cells
# What pandas writes under a long table.
_SIZE = re.compile(r"\d+ rows × \d+ columns")
_NOT_SET = "img, svg, canvas, iframe, video, audio, object, embed"


def read_tables(html: str) -> list[tuple[list[str], list[list[str]]]]:
    """Return heads and rows of each table of a page; a merged cell stands in each of its own."""
    return [_read_table(table) for table in LexborHTMLParser(html).css("table")]


def split_columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[int]]:
    """Return the columns of a table in parts that fit in print, where words are not broken.

    Each part begins with the first column, which names the rows.
    """
    texts = zip(heads, *rows, strict=True)
    widths = [
        _LETTERS_BETWEEN + max(_BOLD * _measure(head), *map(_measure, cells))
        for head, *cells in texts
    ]
    if sum(widths) <= _LETTERS_ACROSS:
        return [list(range(len(heads)))]
    parts, room = [[0]], _LETTERS_ACROSS - widths[0]
    for number, width in enumerate(widths[1:], start=1):
        if width > room and len(parts[-1]) > 1:
            parts.append([0])
            room = _LETTERS_ACROSS - widths[0]
        parts[-1].append(number)
        room -= width
    return parts


def _measure(text: str) -> int:
    """Return the width of the longest part of a text that is not broken; each Chinese sign is."""
    letters = "".join(f" {sign} " if ord(sign) > _LAST_NARROW else sign for sign in text)
    return max(map(len, letters.split()), default=0)


def read_words(html: str) -> str:
    """Return the words of a page that stand in no cell of a table."""
    page = LexborHTMLParser(html)
    page.strip_tags(["script", "style", "tr"])
    text = page.body.text(separator=" ") if page.body else ""
    return " ".join(_SIZE.sub("", text).split())


def list_not_set(html: str) -> list[str]:
    """Return what a page shows besides words and tables: names of elements, or `colours`."""
    names = sorted({str(node.tag) for node in LexborHTMLParser(html).css(_NOT_SET)})
    return [*names, *(["colours"] if "background" in html else [])]


def _read_table(table: LexborNode) -> tuple[list[str], list[list[str]]]:
    rows = table.css("tr")
    above = [row for row in rows if _is_head(row)]
    grid = _spread([*above, *(row for row in rows if row not in above)])
    heads, body = grid[: len(above)], grid[len(above) :]
    width = max((len(row) for row in grid), default=0)
    names = [_name_column([row[n] for row in heads if row[n:]], heads) for n in range(width)]
    return names, [row + [""] * (width - len(row)) for row in body]


def _name_column(own: Sequence[str], heads: Sequence[Sequence[str]]) -> str:
    """Return the head of a column; the names of an index stand in a last line of their own."""
    has_line = bool(heads and heads[-1][0] and "" in heads[-1])
    return own[-1] if has_line and own and own[-1] else " ".join(dict.fromkeys(own)).strip()


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
