"""The vocabulary of indicators, learnt from the curated rows, the codebook and the lexicon."""

import math
import re
from collections import Counter

from helpers.data.raw_data import RawData
from helpers.data.tables.csv_tables import each_row
from helpers.intake.guessing.vocabulary import Phrase, Vocabulary, split, unify
from helpers.intake.text.lexicon import Words

_LEARNT_FROM = ["source", "indicator", "scope", "basis", "label"]
_LEAST_SIGNS = 2
# Shorter labels, such as those of firms or universities, are printed beside too many figures.
_LEAST_LABEL = 4


def learn_vocabulary(raw: RawData, words: Words, without_source: str = "") -> Vocabulary:
    """Learn how indicators are printed from the curated rows and the lexicon.

    Returns:
        The vocabulary; an indicator that only the left out source prints is not in it.
    """
    texts: dict[str, set[str]] = {}
    only_there: set[str] = set()
    seen: dict[str, set[str]] = {}
    cue = re.compile(f"(?:{words.pattern('growth_rate')}|年均|比|上年|同比|率|速|达到?|数量)+")
    for name in raw.package.subjects:
        for _, row in each_row(raw.frames[name][_LEARNT_FROM]):
            if without_source and row["source"] == without_source:
                only_there.add(row["indicator"])
                continue
            seen.setdefault(row["indicator"], set()).update((row["scope"], row["basis"]))
            if len(row["label"]) >= _LEAST_LABEL and not cue.fullmatch(row["label"]):
                texts.setdefault(row["indicator"], set()).add(row["label"])
    codebook = raw.index("indicators", "indicator")
    for indicator, row in codebook.items():
        if indicator in texts or indicator not in only_there:
            texts.setdefault(indicator, set()).add(row["name_zh"])
    for indicator, phrase in words.phrases:
        texts.setdefault(indicator, set()).add(phrase)
    synonyms = tuple(pair.split("=") for pair in words.by_kind["synonym"])
    phrases = tuple(
        Phrase(indicator, text, frozenset(split(unify(text, synonyms))))
        for indicator, labels in sorted(texts.items())
        for text in sorted(labels)
        if len(text) >= _LEAST_SIGNS
    )
    phrases += tuple(
        Phrase("", text, frozenset(split(unify(text, synonyms))), term, unit)
        for term, unit, text in words.terms
    )
    spread = Counter(part for phrase in phrases for part in phrase.parts)
    weights = {part: math.log(1 + len(phrases) / count) for part, count in spread.items()}
    units: dict[tuple[str, bool], list[str]] = {}
    for _, row in each_row(raw.frames["units"]):
        for word in row["printed_forms"].split("|"):
            units.setdefault((word, row["kind"] == "rank"), []).append(row["unit"])
    return Vocabulary(
        phrases,
        codebook,
        {key: tuple(value) for key, value in units.items()},
        weights,
        synonyms,
        tuple(pair.split("=") for pair in words.by_kind["opposite"]),
        words.by_kind["narrowing"],
        {indicator: frozenset(found) for indicator, found in seen.items()},
    )
