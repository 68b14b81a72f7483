"""The words that Chinese names are made of, and a name that breaks between them alone."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
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
# What has more letters breaks between the words of running text, in parts of about as many.
_LONG, _SHORT = 7, 4


@cache
def list_line_words() -> frozenset[str]:
    """List the words of two to four letters that no line of Chinese text breaks."""
    lines = files("helpers.words").joinpath("line_words.txt").read_text("utf-8").splitlines()
    return frozenset(" ".join(line for line in lines if line[:1] != "#").split())


def list_words_of_text(project: Path) -> frozenset[str]:
    """List what no line of Chinese text breaks: words, and the names of places."""
    rows = read_codebook(project).places.values()
    return list_line_words() | {row[name] for row in rows for name in ("short_zh", "name_zh")}


def join_words(words: Iterable[str]) -> str:
    """Return a pattern of any of some words, the longest that fits."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


@cache
def list_words(project: Path) -> tuple[str, ...]:
    """List the words that names and the shortest messages are made of, the longest first.

    What consists of two of them is not one, and what is long is each of its parts.
    """
    codebook = read_codebook(project)
    tables = codebook.indicators, codebook.derived, codebook.entities
    names = {row["name_zh"] for table in tables for row in table.values()}
    names |= {row["short_zh"] for row in codebook.places.values()}
    names |= {each["zh"] for each in read_catalogue().values() if _NAME.fullmatch(each["zh"])}
    parts = {part for name in names for part in _BETWEEN.split(name)}
    words = {part for part in parts if _SHORTEST <= len(part) <= _LONGEST}
    words = {piece for word in words for piece in _split_long(word)}
    joined = {w for w in words for at in range(2, len(w)) if {w[:at], w[at:]} <= words}
    return tuple(sorted(words - joined, key=lambda word: (-len(word), word)))


def keep_words(name: str, project: Path) -> list[Any]:
    """Return a Chinese name in parts that stay on a line, any other name as one.

    What joins two words begins a line, and what follows a word stays with it. What is long breaks
    between shorter words; what is long and consists of no known word may break anywhere.

    Args:
        name: Such as `研发投入与生产总值之比`, of which the runs are `{"whole": ["研发投入"]}` and
            `{"whole": ["与生产总值之比"]}`.
        project: The folder of the project, whose words these are.
    """
    if not _NAME.search(name):
        return [name]
    known = list_words(project)
    # Of 创新 and 创新型 the longer one.
    words = join_words({*known, *(word for word in list_line_words() if word.startswith(known))})
    whole = rf"[与及和或]?(?:{words})(?:之比|[中的])?|（[^）]*）|\w{{2,7}}的"
    kept = [""]
    for part in filter(None, re.split(f"({whole})", name)):
        joined, letters = kept[-1] + part, len(_LETTER.findall(part))
        if not letters or (letters <= _END and len(_LETTER.findall(joined)) <= _LONGEST):
            kept[-1] = joined
        else:
            kept.append(part)
    kept = [piece for part in kept for piece in _split_long(part)]
    is_whole = [len(_LETTER.findall(part)) <= _LONGEST for part in kept]
    return [{"whole": [p]} if w else p for p, w in zip(kept, is_whole, strict=True) if p]


def _split_long(part: str) -> list[str]:
    """Split what has many letters between its words; a letter between them joins the one before."""
    words = re.findall(rf"（[^）]*）|[与及和或]?(?:{join_words(list_line_words())})|.", part)
    if len(_LETTER.findall(part)) <= _LONG or max(map(len, words)) == 1:
        return [part]
    pieces = [""]
    for word in words:
        if len(_LETTER.findall(pieces[-1] + word)) <= (_SHORT if len(word) > 1 else _LONG):
            pieces[-1] += word
        else:
            pieces.append(word)
    return pieces


def keep_names(runs: list[Any], project: Path) -> list[Any]:
    """Return the name of a row with its words as `keep_words` does; what is inset or long stays."""
    kept: list[Any] = []
    for run in runs:
        is_name = isinstance(run, str) and _END < len(run) <= _LONGEST_NAME and run[0] != _INSET
        kept += keep_words(run, project) if is_name else [run]
    return kept
