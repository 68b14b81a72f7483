"""Phrases that figures are printed with, compared by their pairs of characters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Phrase:
    """Words that an indicator was printed with.

    Attributes:
        indicator: The indicator; empty for a standard term that none stands for yet.
        text: The words.
        parts: Their pairs of characters.
        term: The standard term, empty where there is an indicator.
        unit: The unit of the term.
    """

    indicator: str
    text: str
    parts: frozenset[str]
    term: str = ""
    unit: str = ""


def unify(text: str, synonyms: Sequence[Sequence[str]]) -> str:
    """Write words that mean the same in one way."""
    for _ in range(2):
        for word, same in synonyms:
            text = text.replace(word, same)
    return text


def split(text: str) -> Iterable[str]:
    """Split a text into pairs of characters: Chinese prints no spaces between its words."""
    plain = "".join(character for character in text if character.isalnum() or character == "&")
    return [plain[place : place + 2] for place in range(len(plain) - 1)] or [plain]
