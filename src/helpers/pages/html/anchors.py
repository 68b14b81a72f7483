"""Names of the places in a page: the same in every report and language, so that links last.

A heading or a caption is written from a message; its anchor is the key of that message.
"""

import re
from collections import Counter
from functools import cache

from helpers.words.language import Language, read_catalogue

_PREFIXES = ("section_", "view_")
_VALUE = re.compile(r"\{[^{}]*\}")
_ANY = 1000  # more letters than a heading has


class Anchors:
    """The anchors of one page; no two are alike."""

    def __init__(self, language: str) -> None:
        """Name the places of a page in a language, such as `zh`."""
        self.language = language
        self.given: Counter[str] = Counter()

    def name(self, heading: str) -> str:
        """Return the anchor of a heading: `over-time`; `part-2` where no message is it."""
        return self.make_unique(_find_key(heading, self.language) or f"part-{self._count()}")

    def name_item(self, section: str, kind: str, caption: str) -> str:
        """Return the anchor of an item of a section: `limits-table-gaps`, `limits-chart`."""
        return self.make_unique(f"{section}-{_find_key(caption, self.language) or kind}")

    def make_unique(self, anchor: str) -> str:
        """Return an anchor, with a number where it was given before."""
        self.given[anchor] += 1
        return anchor if self.given[anchor] == 1 else f"{anchor}-{self.given[anchor]}"

    def _count(self) -> int:
        return 1 + sum(self.given.values())


def _find_key(text: str, language: str) -> str:
    """Return the anchor of the heading, or of the message with a third of its letters, it fits."""
    whole, patterns = _read_messages(language)
    fitting = (
        anchor
        for anchor, letters, made in patterns
        if 3 * letters >= len(text) > 0 and made.fullmatch(text)
    )
    return (text and whole.get(text)) or next(fitting, "")


@cache
def _read_messages(language: str) -> tuple[dict[str, str], list[tuple[str, int, re.Pattern[str]]]]:
    """Return the anchors of messages: by their text, and by patterns where values go in.

    A pattern has the letters of its message beside it, of a heading as many as any text; headings
    come first, then the messages with the most letters.
    """
    pick = Language(language).pick
    whole: dict[str, str] = {}
    patterns = []
    for key in sorted(
        read_catalogue(), key=lambda key: (not key.startswith(_PREFIXES), len(key), key)
    ):
        text, anchor = pick(read_catalogue()[key]), _make_anchor(key)
        parts = _VALUE.split(text)
        if len(parts) == 1:
            whole.setdefault(text, anchor)
        else:
            letters = _ANY if key.startswith(_PREFIXES) else len("".join(parts))
            patterns.append((anchor, letters, re.compile(".+".join(map(re.escape, parts)))))
    return whole, sorted(patterns, key=lambda one: -one[1])


def _make_anchor(key: str) -> str:
    for prefix in _PREFIXES:
        key = key.removeprefix(prefix)
    return key.replace("_", "-")
