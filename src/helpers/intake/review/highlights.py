"""The position of the number of a row in the lines of its document."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from helpers.data.verification import squeeze
from helpers.intake.text.documents import Document

_Character = tuple[str, int, int]


@dataclass(frozen=True)
class Highlight:
    """A stretch of one line, which is counted from 0, up to the place after its last character."""

    line: int
    start: int
    end: int


@dataclass(frozen=True)
class MarkedText:
    """The lines of a document, in which tokens are looked for."""

    document: Document

    @functools.cached_property
    def _lines(self) -> dict[str, list[int]]:
        """The numbers of the lines by locator: a page of a PDF has many."""
        lines: dict[str, list[int]] = {}
        for number, line in enumerate(self.document.lines):
            lines.setdefault(line.locator, []).append(number)
        return lines

    def find(self, locator: str, token: str, context: str) -> list[Highlight]:
        """Find a token where its context is; a token that breaks gives a mark per line.

        The context has the token in 【】 and decides between two equals.
        """
        here = self._lines.get(locator, [])
        needle = squeeze(token)
        if not here or not needle:
            return []
        # A token may break off at the end of its line.
        stream = [part for number in [*here, here[-1] + 1] for part in self._read(number)]
        text = "".join(character for character, _, _ in stream)
        before, _, rest = squeeze(context).rpartition("【")
        after = rest.rpartition("】")[2]
        known = set(here)
        best, most = -1, -1
        start = text.find(needle)
        while start >= 0:
            alike = _count_same(before[::-1], text[:start][::-1])
            alike += _count_same(after, text[start + len(needle) :])
            if stream[start][1] in known and alike > most:
                best, most = start, alike
            start = text.find(needle, start + 1)
        if best < 0:
            return []
        found = stream[best : best + len(needle)]
        return [
            Highlight(line, parts[0][2], parts[-1][2] + 1)
            for line, parts in (
                (line, list(group)) for line, group in groupby(found, key=lambda part: part[1])
            )
        ]

    def _read(self, number: int) -> Iterator[_Character]:
        lines = self.document.lines
        for column, printed in enumerate(lines[number].text if number < len(lines) else ""):
            for character in squeeze(printed):
                yield character, number, column


def _count_same(one: str, other: str) -> int:
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count
