"""Does a sentence say what its claim asserts: the words of the relation, and the numbers?"""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from claims.checker import Claim, names
from claims.processed_rows import Processed, Row

_SCALES = {
    "万": 10**4,
    "亿": 10**8,
    "万亿": 10**12,
    "千": 10**3,
    "百": 10**2,
    "million": 10**6,
    "billion": 10**9,
}
# 三个, 两所, 首家, 超亿元, 千亿级.
_WORDS = {word: number for number, word in enumerate("零一二三四五六七八九十")}
_WORDS |= {"两": 2, "首": 1, **_SCALES, "千亿": 10**11, "百亿": 10**10}
_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万亿|万|亿|千|百|million|billion)?")
# Kinds whose sentences write the figures that they speak of.
_WRITTEN = {"value": ("figures",), "change": ("figures", "against"), "share": ("figures",)}
_COUNTED = ("rank", "count", "pairs")
_UNWRITTEN = ("reason_few", "missing_no_headline", "gap_latest")
# A list under a heading that says it, and sentences that claim both one thing and its contrary.
_WORDLESS = re.compile("gap_names|key_sides|headline_(crossed|turn).*")


@cache
def read_words() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def find_misstatements(claim: Claim, language: str, data: Processed) -> Iterator[str]:
    """Yield what a sentence does not say of its claim, or says against it."""
    sentence = claim["sentence"]
    relation = re.sub("_(of_known|everywhere|named)$", "", claim["relation"])
    words = read_words().get(f"{claim['kind']} {relation}")
    if words is not None and not _WORDLESS.fullmatch(claim["message"]):
        if not re.search(words[language], sentence):
            yield f"does not say {relation}"
        if re.search(words["never"], sentence) and claim["truth"] == "true":
            yield f"says the contrary of {relation}"
    numbers = list(read_numbers(sentence))
    if claim["message"] in _UNWRITTEN:
        return
    for column in _WRITTEN.get(claim["kind"], ()):
        for name in names(claim, column):
            if not any(is_written(number, data.find(name)) for number in numbers):
                yield f"does not write {name}"
    if claim["kind"] in _COUNTED:
        said = [claim["low"], claim["high"]] if claim["kind"] == "rank" else [claim["low"]]
        exact = {number for number, _ in numbers}
        if not {Decimal(number) for number in said if number.strip("0")} <= exact:
            yield "does not write its number"
        is_exact = bool(claim["high"]) or claim["kind"] == "rank"
        if is_exact == bool(re.search("至少|[Aa]t least", sentence)):
            yield "says at least of an exact number, or the other way round"


def read_numbers(sentence: str) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield each number of a sentence with the step of its last digit, in plain units."""
    for digits, scale in _NUMBER.findall(sentence):
        number = Decimal(digits.replace(",", ""))
        factor = _SCALES.get(scale, 1)
        exponent = number.as_tuple().exponent
        step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        yield number * factor, step * factor
    for word, value in _WORDS.items():
        if word in sentence:
            yield Decimal(value), Decimal(0)


def is_written(number: tuple[Decimal, Decimal], row: Row) -> bool:
    """Return whether a number is that of a row, no more precise than it, however rounded."""
    value, step = number
    texts = [row[name] for name in ("value", "value_low", "value_high")]
    return any(abs(value - Decimal(text)) <= step / 2 for text in texts if text)
