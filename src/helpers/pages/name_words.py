"""The words that Chinese names are made of, and a name that breaks between them alone."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from helpers.data.codebook import read_codebook
from helpers.words.language import read_catalogue

# Words of a name, and what stands between them.
_BETWEEN = re.compile("[与的每及或和（）、，/A-Za-z0-9]+(?:万人?)?|之(?!比)")
_NAME = re.compile("[\u4e00-\u9fff]+")
_SHORTEST, _LONGEST = 2, 8
# No line consists of two letters where they have room on the one before.
_LETTER, _END = re.compile("[\\w“”]"), 2
_LONGEST_NAME, _INSET = 30, "\u3000"


@cache
def list_words(project: Path) -> list[str]:
    """List the words that names and the shortest messages are made of, the longest first.

    What consists of two of them is not one.
    """
    codebook = read_codebook(project)
    tables = codebook.indicators, codebook.derived, codebook.entities
    names = {row["name_zh"] for table in tables for row in table.values()}
    names |= {row["short_zh"] for row in codebook.places.values()}
    names |= {each["zh"] for each in read_catalogue().values() if _NAME.fullmatch(each["zh"])}
    parts = {part for name in names for part in _BETWEEN.split(name)}
    words = {part for part in parts if _SHORTEST <= len(part) <= _LONGEST}
    joined = {w for w in words for at in range(2, len(w)) if {w[:at], w[at:]} <= words}
    return sorted(words - joined, key=lambda word: (-len(word), word))


def keep_words(name: str, project: Path) -> list[Any]:
    """Return a Chinese name in parts that stay on a line, any other name as one.

    What joins two words begins a line, what follows a word stays with it, and what is long and
    no known word may break.

    Args:
        name: Such as `研发投入与生产总值之比`, of which the runs are `{"whole": ["研发投入"]}` and
            `{"whole": ["与生产总值之比"]}`.
        project: The folder of the project, whose words these are.
    """
    if not _NAME.search(name):
        return [name]
    words = "|".join(map(re.escape, list_words(project)))
    whole = rf"[与及和或]?(?:{words})[中的]?|（[^）]*）|\w{{2,7}}的"
    kept = [""]
    for part in filter(None, re.split(f"({whole})", name)):
        joined, letters = kept[-1] + part, len(_LETTER.findall(part))
        if letters <= _END and len(_LETTER.findall(joined)) <= _LONGEST:
            kept[-1] = joined
        else:
            kept.append(part)
    is_whole = [len(_LETTER.findall(part)) <= _LONGEST for part in kept]
    return [{"whole": [p]} if w else p for p, w in zip(kept, is_whole, strict=True) if p]


def keep_names(runs: list[Any], project: Path) -> list[Any]:
    """Return the name of a row with its words as `keep_words` does; what is inset or long stays."""
    kept: list[Any] = []
    for run in runs:
        is_name = isinstance(run, str) and _END < len(run) <= _LONGEST_NAME and run[0] != _INSET
        kept += keep_words(run, project) if is_name else [run]
    return kept
