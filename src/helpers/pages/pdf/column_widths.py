"""Widths of the columns of a printed table, so that its rows take the fewest lines."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpers.charts.fitting.text_width import POINTS_PER_INCH, measure_text
from helpers.pages.name_words import join_words, list_line_words
from helpers.pages.typesetting import BRACKET, NUMBER

# As report.typ sets them, in points: the page, the room beside a cell, its type and its marks.
PAGE_WIDTH, _BESIDE, _BESIDE_IN_MANY, _FEW = 487.0, 8.0, 5.0, 7
_SIZE, _COMPACT, _HEAD, _OF_MARKS, _BULLET = 8.5, 8.0, 7.5, 0.88, 3.4
_BOLD, _SPARE, _STEP = 1.06, 1.02, 3.0
# What a cell of many lines costs where another keeps the row as high as it is; it grows up to six.
_TALL_CELL, _TALLEST = 0.02, 5
_LEAST = 1e-6
_WIDE, _OPENING, _CLOSING = "\u2e80-\uffff", "（《“〔【(", "）》”〕】)。，、；："
# What stays with a figure: its rank or year.
_AFTER = r" ?[(（][\d?？—–年]+\*?[)）]"
_RANK = re.compile(r"（[\d—–/]+）")
# A short text stays whole as well; in widths of a letter.
_SHORT = 5.5
_MARK = re.compile("[^,]+,?")
# As report.typ sets it: a row that belongs to the one above stands a letter further in.
_INSET = "\u3000"


class _Text(NamedTuple):
    """Where the pieces of a text begin and end, were it one line."""

    starts: list[float]
    ends: list[float]
    longest: float
    inset: float

    def count_lines(self, room: float) -> int:
        lines = at = 0
        while at < len(self.starts):
            at = max(at + 1, bisect_right(self.ends, self.starts[at] + room - self.inset))
            lines += 1
        return lines


def fit_columns(table: dict[str, Any]) -> list[float]:
    """Return the widths of the columns of a table in points.

    Room goes first where it saves the most lines; the shares of the columns tell who gets what is
    left over.

    Args:
        table: The table as JSON, its marks kept with the text before them.
    """
    columns, is_shaded = table["columns"], "shades" in table
    size = _COMPACT if table.get("compact") else _SIZE
    beside = _BESIDE_IN_MANY if is_shaded or len(columns) > _FEW else _BESIDE
    options = [
        _list_options(
            [
                _read_text(
                    column.get("runs", [column["head"]]), (_HEAD if is_shaded else size) * _BOLD
                ),
                *(_read_text(row[number], size) for row in table["rows"]),
            ]
        )
        for number, column in enumerate(columns)
    ]
    widths = _choose_widths(options, PAGE_WIDTH - beside * len(columns))
    left = max(0.0, PAGE_WIDTH - sum(widths) - beside * len(columns))
    shares = [column["width"] for column in columns]
    each = left / (sum(shares) or 1)
    return [round(w + beside + each * s, 1) for w, s in zip(widths, shares, strict=True)]


def _read_text(runs: Sequence[Any], size: float) -> _Text:
    pieces = [piece for run in runs for piece in _read_pieces(run, size)]
    if (whole := sum(map(sum, pieces))) < _SHORT * size:
        pieces = [(whole, 0.0)]
    after = list(accumulate((width + space for width, space in pieces), initial=0.0))
    ends = [start + width for start, (width, _) in zip(after, pieces, strict=False)]
    inset = size if runs and str(runs[0]).startswith(_INSET) else 0.0
    longest = max((width for width, _ in pieces), default=0.0)
    return _Text(after[:-1], ends, longest + inset, inset)


def _read_pieces(run: Any, size: float) -> Iterator[tuple[float, float]]:
    """Yield the width of each piece of a run, and of the space after it."""
    if isinstance(run, str):
        for text, space in _find_pieces().findall(run):
            yield _measure(text, size), _measure(space, size)
    elif "whole" in run:
        yield (
            sum(map(sum, (piece for part in run["whole"] for piece in _read_pieces(part, size)))),
            0,
        )
    elif "mark" in run:
        yield from (
            (_measure(part, size * _OF_MARKS), 0) for part in _MARK.findall(f"[{run['mark']}]")
        )
    elif "lines" in run:
        for line in run["lines"]:
            for part in [line] if isinstance(line, str) else line:
                yield from _read_pieces(part, size)
    elif "bullet" in run:
        yield _BULLET * size, 0
    else:
        text = run.get("text") or next(iter(run.values()))
        yield from _read_pieces(text if isinstance(text, str) else "", size * _BOLD)


@cache
def _find_pieces() -> re.Pattern[str]:
    """Return the pattern of what no line breaks, with the space after it: a number, a word."""
    return re.compile(
        rf"((?:{BRACKET}|[{_OPENING}]*(?:(?:{NUMBER}|[\d.,]+){_AFTER}|{NUMBER}"
        rf"|{join_words(list_line_words())}|[^\s{_WIDE}-]+-?|\S))[{_CLOSING}]*)(\s*)"
    )


def _measure(text: str, size: float) -> float:
    # A rank is set as a box, whose brackets lose the half of their square that is empty.
    trimmed = size * len(_RANK.findall(text))
    return measure_text(text, size) * POINTS_PER_INCH * _SPARE - trimmed


_Options = list[tuple[float, NDArray[np.int64]]]


def _list_options(texts: Sequence[_Text]) -> _Options:
    """Return the widths at which a column takes fewer lines, with the lines of each cell."""
    least = max(text.longest for text in texts)
    most = min(
        PAGE_WIDTH, max((text.ends[-1] + text.inset for text in texts if text.ends), default=0.0)
    )
    options: _Options = []
    for width in [*np.arange(least, most, _STEP), most]:
        lines = np.array([text.count_lines(width + 0.01) for text in texts])
        if not options or (lines < options[-1][1]).any():
            options.append((float(width), lines))
    return options


def _choose_widths(options: Sequence[_Options], room: float) -> list[float]:
    """Return the widths that save the most lines, each time the most for the room they take.

    Then one column is narrowed wherever the room saves more lines in another.
    """
    chosen = [0] * len(options)
    for narrows in (False, True):
        while (better := _choose_better(options, chosen, room, narrows=narrows)) is not None:
            chosen = better
    return [one[at][0] for one, at in zip(options, chosen, strict=True)]


def _choose_better(
    options: Sequence[_Options], chosen: Sequence[int], room: float, *, narrows: bool
) -> list[int] | None:
    steps = [(number, to) for number, one in enumerate(options) for to in range(len(one))]
    wider = [(number, to) for number, to in steps if to > chosen[number]]
    narrower = [(number, to) for number, to in steps if to < chosen[number]]
    cost, width = _rate(options, chosen), _measure_all(options, chosen)
    best, most = None, _LEAST
    for change in product(narrower, wider) if narrows else zip(wider):
        ways = [*chosen]
        for number, to in change:
            ways[number] = to
        taken = _measure_all(options, ways)
        if taken > room:
            continue
        saved = cost - _rate(options, ways)
        saved = saved if narrows else saved / (taken - width)
        if saved > most:
            best, most = ways, saved
    return best


def _measure_all(options: Sequence[_Options], chosen: Sequence[int]) -> float:
    return sum(one[at][0] for one, at in zip(options, chosen, strict=True))


def _rate(options: Sequence[_Options], chosen: Sequence[int]) -> float:
    lines = np.stack([one[at][1] for one, at in zip(options, chosen, strict=True)])
    tall = (np.minimum(lines - 1, _TALLEST) ** 2).sum()
    return float(lines.max(axis=0).sum() + _TALL_CELL * tall)
