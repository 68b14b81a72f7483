"""Names of the places in a page: the same in every report and language, so that links last.

A heading is written from a message; its anchor is the key of that message.
"""

import re
from collections import Counter
from functools import cache

from helpers.words.language import Language, read_catalogue

_PREFIXES = ("section_", "view_")
_VALUE = re.compile(r"\{[^{}]*\}")


class Anchors:
    """The anchors of one page; no two are alike."""

    def __init__(self, language: str) -> None:
        """Name the places of a page in a language, such as `zh`."""
        self.language = language
        self.given: Counter[str] = Counter()

    def name(self, heading: str) -> str:
        """Return the anchor of a heading: `rank-rd`; `part-2` where no message is it."""
        return self.make_unique(_find_key(heading, self.language) or f"part-{self._count()}")

    def make_unique(self, anchor: str) -> str:
        """Return an anchor, with a number where it was given before."""
        self.given[anchor] += 1
        return anchor if self.given[anchor] == 1 else f"{anchor}-{self.given[anchor]}"

    def _count(self) -> int:
        return 1 + sum(self.given.values())


def _find_key(heading: str, language: str) -> str:
    whole, patterns = _read_headings(language)
    found = whole.get(heading)
    return found or next((key for key, made in patterns if made.fullmatch(heading)), "")


@cache
def _read_headings(language: str) -> tuple[dict[str, str], list[tuple[str, re.Pattern[str]]]]:
    """Return the messages that are headings: by their text, and as patterns where values go in."""
    pick = Language(language).pick
    whole: dict[str, str] = {}
    patterns = []
    # A message that is no heading by its key names one only where no other has its text.
    for key in sorted(
        read_catalogue(), key=lambda key: (not key.startswith(_PREFIXES), len(key), key)
    ):
        text, anchor = pick(read_catalogue()[key]), _make_anchor(key)
        if not _VALUE.search(text):
            whole.setdefault(text, anchor)
        elif key.startswith(_PREFIXES):
            parts = map(re.escape, _VALUE.split(text))
            patterns.append((anchor, re.compile(".+".join(parts))))
    return whole, patterns


def _make_anchor(key: str) -> str:
    for prefix in _PREFIXES:
        key = key.removeprefix(prefix)
    return key.replace("_", "-")
