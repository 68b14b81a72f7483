"""How wide the columns of a table are: figures stay whole, and heads take the fewest lines."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from helpers.charts.text_width import POINTS_PER_INCH, measure_text, wrap_text
from helpers.pages.items import Column, Runs, show_plain

_SIZE, _HEAD = 8.5, 7.5
_PAGE, _INSET = 487, 6
# The first column may break its names anywhere in a language without spaces.
_MOST_WHOLE = 78
_LINES = (1, 2, 3)
_BOLD = 1.06
# Where a cell may break: before a mark or a word in brackets, and if need be before another word.
_BREAKS = re.compile(r" (?=\([^\d?])|(?=（[^\d?？])|(?=\[)")
_BREAKS_IF_NEEDED = re.compile(rf" (?!\()|{_BREAKS.pattern}")
_WORDS = re.compile(r"\d+年|[^\s\u4e00-\u9fff]+")


def fit_columns(
    columns: Sequence[Column], rows: Sequence[Sequence[Runs]], size: float = _SIZE
) -> list[Column]:
    """Return the columns of a table with their widths in points.

    The widths they have tell how they share what is left of the page.
    """
    texts = [[show_plain(row[number]) for row in rows] for number in range(len(columns))]
    needs: list[float] = []
    for breaks, lines in product((False, True), _LINES):
        needs = [
            max(
                *(_measure(text, size, breaks=breaks or column.align == "left") for text in cells),
                _measure_head(column.head, lines),
            )
            + _INSET
            for column, cells in zip(columns, texts, strict=True)
        ]
        if sum(needs) <= _PAGE:
            break
    left = max(0.0, _PAGE - sum(needs)) / sum(column.width for column in columns)
    return [
        replace(column, width=round(need + left * column.width, 1))
        for column, need in zip(columns, needs, strict=True)
    ]


def _measure(text: str, size: float, *, breaks: bool) -> float:
    parts = (_BREAKS_IF_NEEDED if breaks else _BREAKS).split(text)
    widest = max(measure_text(part.replace("）", ")"), size) for part in parts)
    return min(widest * POINTS_PER_INCH, _MOST_WHOLE)


def _measure_head(head: str, lines: int) -> float:
    """Return the least width in which a head takes no more than some lines, its words whole."""
    least = max((measure_text(word, _HEAD) for word in _WORDS.findall(head)), default=0.0)
    whole, step = measure_text(head, _HEAD), 1 / POINTS_PER_INCH
    room = max(least, whole / lines)
    while room < whole and len(wrap_text(head, room, _HEAD)) > lines:
        room += step
    return min(room, whole) * POINTS_PER_INCH * _BOLD
