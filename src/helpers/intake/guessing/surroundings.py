"""The words around a figure: its sentence and clauses, what follows it, and its headings."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.data.printed.printed_figures import PrintedFigure
from helpers.intake.guessing.text_tables import Cell
from helpers.intake.text.passages import Passage
from helpers.intake.text.patterns import read_patterns
from helpers.intake.text.spotted_numbers import SpottedNumber

_PATTERNS = read_patterns("surroundings")
_REACH_AFTER = 14
_REACH_BACK = 12
_NEAR = 80
# No section is longer, and the work is to grow only linearly with the length of a document.
_LONGEST_REACH = 4000
_LONGEST_SENTENCE = 600


@dataclass(frozen=True)
class Surroundings:
    """A figure in its text.

    The paragraph is what its passage says before its sentence; the sentence goes up to it.
    """

    passages: Sequence[Passage]
    number: int
    spotted: SpottedNumber
    cell: Cell | None
    paragraph: str
    sentence: str
    after: str

    @property
    def passage(self) -> Passage:
        """The passage of the figure."""
        return self.passages[self.number]

    @property
    def figure(self) -> PrintedFigure | None:
        """The figure that the parser read; None where it could not."""
        return self.spotted.figure

    @functools.cached_property
    def clauses(self) -> list[str]:
        """The clauses of the sentence up to the figure; the last one is its own."""
        return _PATTERNS["clause_end"].split(self.sentence)

    @property
    def clause(self) -> str:
        """The clause of the figure up to it."""
        return self.clauses[-1]

    @functools.cached_property
    def right(self) -> str:
        """The rest of its clause, a few characters."""
        return _PATTERNS["clause_end"].split(self.after)[0][:_REACH_AFTER]

    @functools.cached_property
    def earlier(self) -> str:
        """The text before its sentence, in this passage and those before."""
        before = self.passages[max(0, self.number - _REACH_BACK) : self.number]
        return ("".join(passage.text for passage in before) + self.paragraph)[-_LONGEST_REACH:]

    @functools.cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings above it, and the one that opens its own passage."""
        run_in = _PATTERNS["run_in"].match(self.passage.text)
        return (*self.passage.headings, run_in[1]) if run_in else self.passage.headings

    @functools.cached_property
    def section(self) -> str:
        """The headings above it and the passages before it under the last of them."""
        headings = self.passage.headings
        first, length = self.number, 0
        while first and self.passages[first - 1].headings == headings and length < _LONGEST_REACH:
            first -= 1
            length += len(self.passages[first].text)
        said = "".join(passage.text for passage in self.passages[first : self.number])
        return "".join(headings) + said

    @property
    def table_caption(self) -> str:
        """The passage above its table."""
        first = self.number
        while first and self.passages[first].kind == "cells":
            first -= 1
        return self.passages[first].text


def read_surroundings(
    passages: Sequence[Passage], number: int, spotted: SpottedNumber, cell: Cell | None
) -> Surroundings:
    """Return the words around a figure."""
    text = passages[number].text
    start = spotted.start + spotted.lead
    before = text[max(0, start - _LONGEST_REACH) : start]
    before = before[:-_NEAR] + _PATTERNS["changed"].sub("", before[-_NEAR:])
    ends = [match.end() for match in _PATTERNS["sentence_end"].finditer(before)]
    # In a text without full stops, words far before a figure say nothing about it.
    cut = max(ends[-1] if ends else 0, len(before) - _LONGEST_SENTENCE)
    after = text[spotted.end : spotted.end + _LONGEST_SENTENCE]
    return Surroundings(passages, number, spotted, cell, before[:cut], before[cut:], after)
