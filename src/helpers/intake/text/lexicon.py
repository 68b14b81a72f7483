"""The words that intake goes by, kept as data: what surrounds a text, and what cues a statement."""

import csv
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from helpers.problems import InputError, Problem

LEXICON = Path("data/lexicon/words.csv")
PHRASES = Path("data/lexicon/phrases.csv")
TERMS = Path("data/lexicon/terms.csv")
# A line is furniture when such words make up most of it.
_MOST_FURNITURE = 60


@dataclass(frozen=True)
class Words:
    """The lexicon: words by kind.

    Attributes:
        by_kind: Words of each kind, the longest first.
    """

    by_kind: Mapping[str, tuple[str, ...]]

    @functools.cached_property
    def _patterns(self) -> dict[str, str]:
        return {
            kind: "(?:" + "|".join(re.escape(word) for word in words) + ")"
            for kind, words in self.by_kind.items()
        }

    def pattern(self, kind: str) -> str:
        """Return a regular expression for any word of a kind.

        Raises:
            KeyError: The lexicon has no word of that kind.
        """
        return self._patterns[kind]

    def finds(self, kind: str, text: str) -> bool:
        """Return whether any word of a kind stands in a text."""
        return re.search(self.pattern(kind), text) is not None

    def is_furniture(self, line: str) -> bool:
        """Return whether a line is the menu, the path or the foot of a site, not the document."""
        text = re.sub(r"\s+", "", line)
        if not text:
            return False
        if text.count("|") > 2 or text.count("｜") > 2 or text.count(">") > 1:
            return len(text) <= _MOST_FURNITURE * 2 and "。" not in text
        if re.match(self.pattern("furniture_opening"), text):
            return "。" not in text
        return len(text) <= _MOST_FURNITURE and self.finds("furniture", text)

    def is_administrative(self, line: str) -> bool:
        """Return whether a line says whom a document goes to and who answers for it."""
        text = re.sub(r"\s+", "", line).lstrip("(（")
        return re.match(self.pattern("administrative_opening"), text) is not None


def read_words(project: Path) -> Words:
    """Read the lexicon.

    Args:
        project: Project folder.

    Returns:
        The words by kind.

    Raises:
        InputError: The file is missing or a row is not a kind and a word.
    """
    by_kind: dict[str, list[str]] = {}
    for kind, word in _read_pairs(project, LEXICON, ["kind", "word"]):
        by_kind.setdefault(kind, []).append(word)
    return Words(
        {
            kind: tuple(sorted(words, key=lambda word: (-len(word), word)))
            for kind, words in by_kind.items()
        }
    )


def read_phrases(project: Path) -> list[tuple[str, str]]:
    """Read the phrases of the general language of statistics, each with its indicator.

    Args:
        project: Project folder.

    Returns:
        Pairs of an indicator and a phrase.

    Raises:
        InputError: The file is missing or a row is not an indicator and a phrase.
    """
    return _read_pairs(project, PHRASES, ["indicator", "phrase"])


def read_terms(project: Path) -> list[tuple[str, str, str]]:
    """Read the standard terms of official statistics that no indicator stands for yet.

    Args:
        project: Project folder.

    Returns:
        Triples of a term, its unit and how it is printed.

    Raises:
        InputError: The file is missing or a row is not a term, a unit and a phrase.
    """
    rows = _read_rows(project, TERMS, ["term", "unit", "phrase"])
    return [(term, unit, phrase) for term, unit, phrase in rows]


def _read_pairs(project: Path, path: Path, columns: list[str]) -> list[tuple[str, str]]:
    return [(first, second) for first, second in _read_rows(project, path, columns)]


def _read_rows(project: Path, path: Path, columns: list[str]) -> list[list[str]]:
    shown = path.as_posix()
    try:
        with (project / path).open(encoding="utf-8-sig", newline="") as stream:
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
