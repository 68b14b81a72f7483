"""Stretches of a passage whose numbers are not figures: dates, titles, slogans, file numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.intake.text.lexicon import Words
from helpers.intake.text.patterns import read_patterns

_PATTERNS = read_patterns("spans")


@dataclass(frozen=True)
class TextSpan:
    """A stretch of a passage whose numbers are no figures, with the reason that the table names."""

    start: int
    end: int
    reason: str


def find_spans(text: str, words: Words) -> list[TextSpan]:
    """Return the stretches of a passage whose numbers are no figures, in order, apart."""
    fixed = re.compile(words.pattern("fixed_word"))
    spans = [TextSpan(match.start(), match.end(), "word") for match in fixed.finditer(text)]
    for name, pattern in _PATTERNS.items():
        for start, end in _find_free(pattern, text, spans):
            spans.append(TextSpan(start, end, name.partition("_of_")[0]))
    return sorted(spans, key=lambda span: span.start)


def _find_free(
    pattern: re.Pattern[str], text: str, taken: list[TextSpan]
) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        # A title or a quotation may hold what an earlier pattern found; it is the wider stretch.
        inside = [span for span in taken if span.start < match.end() and match.start() < span.end]
        if match.end() > match.start() and all(
            match.start() <= span.start
            and span.end <= match.end()
            and span.end - span.start < match.end() - match.start()
            for span in inside
        ):
            for span in inside:
                taken.remove(span)
            yield match.start(), match.end()
