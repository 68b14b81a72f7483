"""The lexicon of intake: words by kind, phrases of indicators, and standard terms."""

import csv
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.problems import InputError, Problem

# A line is furniture when such words make up most of it.
_MOST_FURNITURE = 60


@dataclass(frozen=True)
class Words:
    """The lexicon.

    Attributes:
        by_kind: Words of each kind, the longest first.
        phrases: Phrases of the general language of statistics, each after its indicator.
        terms: Standard terms without an indicator: the term, its unit and how it is printed.
    """

    by_kind: Mapping[str, tuple[str, ...]]
    phrases: Sequence[Sequence[str]] = ()
    terms: Sequence[Sequence[str]] = ()

    @functools.cached_property
    def _patterns(self) -> dict[str, str]:
        return {
            kind: f"(?:{'|'.join(map(re.escape, words))})" for kind, words in self.by_kind.items()
        }

    def pattern(self, kind: str) -> str:
        """Return a regular expression for any word of a kind.

        Raises:
            KeyError: The lexicon has no word of that kind.
        """
        return self._patterns[kind]

    def finds(self, kind: str, text: str) -> bool:
        """True when a text contains a word of a kind."""
        return re.search(self.pattern(kind), text) is not None

    def is_furniture(self, line: str) -> bool:
        """True when a line is the menu, the path or the foot of a site, not the document."""
        text = re.sub(r"\s+", "", line)
        if not text:
            return False
        if text.count("|") > 2 or text.count("｜") > 2 or text.count(">") > 1:
            return len(text) <= _MOST_FURNITURE * 2 and "。" not in text
        if re.match(self.pattern("furniture_opening"), text):
            return "。" not in text
        return len(text) <= _MOST_FURNITURE and self.finds("furniture", text)

    def is_administrative(self, line: str) -> bool:
        """True when a line names the recipients of a document or who is responsible for it."""
        text = re.sub(r"\s+", "", line).lstrip("(（")
        return re.match(self.pattern("administrative_opening"), text) is not None


def read_words(project: Path) -> Words:
    """Read the lexicon.

    Raises:
        InputError: A file is missing, or one of its rows lacks a cell.
    """
    by_kind: dict[str, list[str]] = {}
    for kind, word in _read_rows(project, "words", ["kind", "word"]):
        by_kind.setdefault(kind, []).append(word)
    return Words(
        {
            kind: tuple(sorted(words, key=lambda word: (-len(word), word)))
            for kind, words in by_kind.items()
        },
        _read_rows(project, "phrases", ["indicator", "phrase"]),
        _read_rows(project, "terms", ["term", "unit", "phrase"]),
    )


def _read_rows(project: Path, name: str, columns: list[str]) -> list[list[str]]:
    shown = f"data/lexicon/{name}.csv"
    try:
        with (project / shown).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
    except FileNotFoundError as error:
        raise InputError([Problem(shown, 0, "", "the file is missing", "the lexicon")]) from error
    problems = []
    if rows[:1] != [columns]:
        problems.append(Problem(shown, 1, "", "the header is another", ",".join(columns)))
    for line, row in enumerate(rows[1:], start=2):
        if len(row) != len(columns) or not all(row):
            problems.append(Problem(shown, line, "", "a cell is empty", " and ".join(columns)))
    if problems:
        raise InputError(problems)
    return rows[1:]
