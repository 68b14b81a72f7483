"""Passages: wrapped lines joined to paragraphs; each character keeps its line and column."""

import functools
import re
import statistics
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_lowercase

from helpers.data.printed.numerals import without_layout
from helpers.intake.text.documents import Document, SourceLine
from helpers.intake.text.lexicon import Words
from helpers.intake.text.patterns import read_patterns

_PATTERNS = read_patterns("passages")
_NUMERAL = "[一二三四五六七八九十百零〇0-9]"
_LONGEST_HEADING = 40
# Lines under 相关阅读 are links to other pages.
_LONGEST_LINK = 60
_LONGEST_PASSAGE = 4000
# More than any line has; a pair per character would take ten times the memory.
_COLUMNS = 2**32
_LEAST_WRAPPED = 12
_OF_NUMBER = frozenset("0123456789.,")
_WIDEST_GAP = 40
_PAGE_WIDTH = 80
_NARROW = 0.75


@dataclass(frozen=True)
class Passage:
    """A paragraph, a heading, a row of a table, or a line of what surrounds a text.

    Attributes:
        text: Its characters, half width and without meaningless white space.
        origins: For every character, its line in the document and its column, as one number.
        kind: `prose`, `heading`, `cells`, `furniture` or `administrative`.
        headings: The headings above it, outermost first.
    """

    text: str
    origins: "array[int]"
    kind: str
    headings: tuple[str, ...] = ()

    def locate(self, place: int) -> tuple[int, int]:
        """Return the line and the column of a character."""
        return divmod(self.origins[place], _COLUMNS)

    def quote(self, document: Document, start: int, end: int) -> str:
        """Return a part of the passage as its document prints it."""
        line, first = self.locate(start)
        pieces = []
        for place in range(start + 1, end):
            number, column = self.locate(place)
            if number != line:
                pieces.append(document.lines[line].text[first:].rstrip())
                line, first = number, column
        last_column = self.locate(end - 1)[1]
        pieces.append(document.lines[line].text[first : last_column + 1])
        return "".join(piece.strip() for piece in pieces)


def find_passages(document: Document, words: Words) -> list[Passage]:
    """Join the lines of a document to passages, in order; blank lines are in none."""
    passages: list[Passage] = []
    headings: list[tuple[int, str]] = []
    is_elsewhere = False
    for group in _join_wrapped(document.lines, words):
        lines = [(number, document.lines[number].text) for number in group]
        text, origins = _squeeze(lines)
        if not text.strip():
            continue
        kind = _find_kind(document.lines[group[0]], text, words)
        is_link = len(text) <= _LONGEST_LINK and "。" not in text
        opens_links = re.fullmatch(words.pattern("furniture_heading") + ":?", text) is not None
        is_elsewhere = opens_links or (is_elsewhere and is_link)
        if is_elsewhere:
            kind = "furniture"
        if kind == "heading":
            level = _find_level(lines[0][1])
            headings = [*((depth, title) for depth, title in headings if depth < level)]
            headings.append((level, text))
        above = tuple(title for _, title in headings)
        for start, end in _cut(text):
            passages.append(Passage(text[start:end], origins[start:end], kind, above))
    return passages


def _cut(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of an overlong text, so that the work grows linearly with its length."""
    start = 0
    while len(text) - start > _LONGEST_PASSAGE:
        window = text[start : start + _LONGEST_PASSAGE]
        length = next(
            (window.rfind(sign) + 1 for sign in "。;,、\t" if sign in window), _LONGEST_PASSAGE
        )
        yield start, start + length
        start += length
    yield start, len(text)


def _find_kind(line: SourceLine, text: str, words: Words) -> str:
    if words.is_administrative(text):
        return "administrative"
    if line.is_cells:
        return "cells"
    if words.is_furniture(text):
        return "furniture"
    is_short = len(text) <= _LONGEST_HEADING and "。" not in text and "；" not in text
    if is_short and (_PATTERNS["heading"].match(text) or line.text.lstrip().startswith("#")):
        return "heading"
    return "prose"


def _find_level(line: str) -> int:
    """Return the depth of a heading: 一、 is above （一）, and that above 1."""
    text = line.lstrip("#* \u3000")
    if re.match(rf"第{_NUMERAL}+[章部篇]", text):
        return 1
    if re.match("第", text):
        return 2
    if re.match("[一二三四五六七八九十]", text):
        return 3
    return 4 if re.match("[(（]", text) else 5


def _join_wrapped(lines: Sequence[SourceLine], words: Words) -> Iterator[list[int]]:
    """Yield the numbers of the lines that make up one paragraph each."""
    filled = [number for number, line in enumerate(lines) if line.text.strip()]
    widths = {number: _measure(lines[number].text) for number in filled}
    group: list[int] = filled[:1]
    for above, below in pairwise(filled):
        if _is_wrapped(lines, above, below, widths, words):
            group.append(below)
        else:
            yield group
            group = [below]
    if group:
        yield group


def _measure(text: str) -> float:
    """Return the width in a text file, whose font sets a Latin character at half width."""
    return sum(1.0 if ord(character) > 0x2000 else 0.5 for character in text.strip())


def _is_wrapped(
    lines: Sequence[SourceLine], above: int, below: int, widths: dict[int, float], words: Words
) -> bool:
    first, second = lines[above], lines[below]
    if first.is_cells or second.is_cells or _PATTERNS["opens_paragraph"].match(second.text):
        return False
    if _PATTERNS["terminal"].search(first.text) and not second.text.startswith(
        ("”", "》", "）", "，", "。")
    ):
        return False
    if below - above > 1 and first.text.rstrip().endswith((")", "）")):
        return False
    if any(words.is_furniture(line.text) for line in (first, second)):
        return False
    if words.is_administrative(second.text) or _is_heading(first.text, words):
        return False
    if widths[above] > _PAGE_WIDTH:
        # A long line is a paragraph of its own, unless a page ended in the middle of it.
        return not re.match("[\u3000 ]{2}", second.text)
    near = [widths[number] for number in range(max(0, above - 6), below + 7) if number in widths]
    full = statistics.median_high([width for width in near if width >= _LEAST_WRAPPED] or [0])
    if full > _PAGE_WIDTH or widths[above] < _LEAST_WRAPPED:
        return False
    return widths[above] >= full * _NARROW


def _is_heading(line: str, words: Words) -> bool:
    """True when a line with a numeral is a heading, not the start of a paragraph."""
    ends = f"(?:{words.pattern('past_heading')}|{words.pattern('target_heading')}|工作)\\s*$"
    is_short = len(line.strip()) <= _LONGEST_HEADING
    return is_short and bool(_PATTERNS["heading"].match(line) and re.search(ends, line))


# A document has few different characters.
_narrow = functools.cache(without_layout)


def _squeeze(lines: Sequence[tuple[int, str]]) -> "tuple[str, array[int]]":
    """Narrow the characters and drop white space, as the reader of figures does, by character.

    A space stays between the words of an English text, and within what may be one number.
    """
    characters: list[str] = []
    origins = array("Q")
    for number, line in lines:
        for column, character in enumerate(line):
            narrow = _narrow(character) if not character.isspace() else character
            if character == "\t":
                narrow = "\t"
            elif character.isspace() or character in "\u200b\ufeff":
                # Space between digits stays: it separates thousands or two numbers.
                after = line[column + 1 : column + _WIDEST_GAP].lstrip()[:1]
                last = characters[-1:] or [""]
                is_between = last[0] in _OF_NUMBER and (after.isdigit() or after == ".")
                is_between |= last[0] in ascii_lowercase and after.isascii() and after.isalnum()
                narrow = " " if last[0] and is_between and line[column - 1 : column].strip() else ""
            if narrow:
                characters.append(narrow)
                origins.append(number * _COLUMNS + column)
    return "".join(characters), origins
