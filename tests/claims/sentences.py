"""Does a sentence say what its claims assert: names, words of the relation, numbers, marks?"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from claims.naming import Row
from claims.processed_rows import Claim, Processed, names

SCALES = {
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
_WORDS |= {"both": 2, "两": 2, "首": 1, **SCALES, "千亿": 10**11, "百亿": 10**10}
NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万亿|万|亿|千|百|million|billion)?")
# The rows that a sentence writes: of each kind, those of these columns.
_WRITTEN = {
    "value": ("figures",),
    "change": ("figures", "against"),
    "share": ("figures", "against"),
    "extreme": ("figures",),
    "target": ("figures", "against"),
    "line": ("figures", "against"),
    "count": ("against",),
}
_AHEAD = re.compile(r"提前(\d+)年|(\d+) years? ahead")
# Of how many places: what a rank, an extreme or a count says before these words.
_TOTAL = re.compile(r"(\d+)(?: cities|市)|\bof (\d+)(?![\d.,%])")
_COUNTED = ("rank", "count", "pairs")
# Kinds that speak of measures and places by name.
_NAMED = ("value", "change", "line", "share", "extreme", "rank", "count", "absence", "target")


@cache
def read_words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def group_by_sentence(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Return together what one sentence claims."""
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        groups.setdefault((claim["sentence"], claim["message"]), []).append(claim)
    return list(groups.values())


def find_misstatements(
    claims: Sequence[Claim], language: str, data: Processed, home: str | None = None
) -> Iterator[str]:
    """Yield what a sentence does not say of all that it claims, or says beyond or against it.

    Args:
        claims: What one sentence claims.
        language: Its language.
        data: The rows.
        home: Place of the report, which need not be named; None where no place need be.
    """
    sentence = claims[0]["sentence"]
    measures, places, rest = data.names[language].read(sentence)
    yield from _find_wrong_names(claims, data, measures, places, home)
    yield from _find_wrong_words(claims, language, data, rest)
    last = max(claim["period"] for claim in claims)
    for claim in claims:
        # Of a line that was crossed, only the later side is told with its figures.
        is_told = claim["kind"] != "line" or claim["period"] == last
        yield from _find_wrong_numbers(claim, language, data) if is_told else ()
    yield from _find_wrong_totals(claims)
    is_all = claims[0]["message"].startswith("side_") and re.search(r"\ball\b|均", sentence)
    if _is_listed("counted", "messages", claims[0]) and not is_all:
        exact = {number for number, _ in read_numbers(sentence)}
        if Decimal(len({tuple(claim.values()) for claim in claims})) not in exact:
            yield "does not say how many it claims"


def _is_listed(table: str, column: str, claim: Claim) -> bool:
    return bool(re.fullmatch(read_words()[table][column], claim["message"]))


def _rows(claim: Claim, data: Processed, *columns: str) -> list[Row]:
    known = (data.printed, data.derived)
    return [
        data.find(name)
        for column in columns
        for name in names(claim, column)
        if any(name in rows for rows in known)
    ]


# --- names ------------------------------------------------------------------------------------


def _find_wrong_names(
    claims: Sequence[Claim],
    data: Processed,
    measures: Sequence[tuple[int, set[str]]],
    places: Sequence[set[str]],
    home: str | None,
) -> Iterator[str]:
    rows = [row for claim in claims for row in _rows(claim, data, "figures", "against")]
    own = [name for claim in claims for name in names(claim, "indicator")]
    about = {*own, *(row["indicator"] for row in rows)}
    where = {row["place"] for row in rows}
    for claim in claims:
        if claim["kind"] in ("absence", "pairs"):
            where |= {*names(claim, "places")}
        if claim["kind"] == "estimate":
            where |= {*names(claim, "against")}
    around = {
        data.places[place]["parent"]
        for place in where.union(*(names(claim, "places") for claim in claims))
        if place in data.places
    }
    for _, slugs in measures:
        if not slugs & about:
            yield f"names another measure, {sorted(slugs)}"
    is_open = any(claim["kind"] in ("contradiction", "pace") for claim in claims)
    for slugs in places:
        if not slugs & {*where, *around, home} and not is_open:
            yield f"names another place, {sorted(slugs)}"
    if any(claim["kind"] not in _NAMED for claim in claims):
        return
    said = {slug for _, slugs in measures for slug in slugs}
    if not _is_listed("beside", "measure", claims[0]):
        if not {*own} <= said:
            yield f"does not name {sorted({*own} - said)}"
        elif len({*own}) > 1 and _are_several_ranks(claims):
            yield from _find_swaps(claims, measures)
    if home is not None and not _is_listed("beside", "place", claims[0]):
        missing = where - {home, ""} - {slug for slugs in places for slug in slugs}
        if missing:
            yield f"does not name {sorted(missing)}"


def _are_several_ranks(claims: Sequence[Claim]) -> bool:
    ranks = {(claim["low"], claim["high"], claim["total"]) for claim in claims}
    return len(ranks) > 1 and {claim["kind"] for claim in claims} == {"rank"}


def _find_swaps(claims: Sequence[Claim], measures: Sequence[tuple[int, set[str]]]) -> Iterator[str]:
    """Yield it where the numbers of ranks stand neither all before nor all after their measures."""
    sentence = claims[0]["sentence"]
    starts = [start for start, _ in measures]
    before = zip([0, *starts], starts, strict=False)
    after = zip(starts, [*starts[1:], len(sentence)], strict=True)
    for spans in (list(before), list(after)):
        numbers = [
            {number for number, _ in read_numbers(sentence[start:end])} for start, end in spans
        ]
        is_right = all(
            Decimal(claim["low"]) in said and Decimal(claim["total"]) in said
            for claim in claims
            for (_, slugs), said in zip(measures, numbers, strict=True)
            if claim["indicator"] in slugs
        )
        if is_right:
            return
    yield "gives a measure the rank of another"


# --- words ------------------------------------------------------------------------------------


def _find_wrong_words(
    claims: Sequence[Claim], language: str, data: Processed, rest: str
) -> Iterator[str]:
    words = read_words()
    allowed: list[str] = []
    is_known = all(claim["truth"] == "true" for claim in claims)
    for claim in claims:
        relation = re.sub("_(of_known|everywhere|named)$", "", claim["relation"])
        message = re.sub("^(headline|key)_", "", claim["message"])
        told = words.get(f"{message} {relation}") or words.get(f"{claim['kind']} {relation}")
        if claim["message"] == "gap_names":  # a list under a heading that says what is missing
            return
        is_known &= claim["kind"] == "value" if told is None else claim["kind"] != "contradiction"
        if told is None:
            continue
        if not re.search(told[language], claim["sentence"]):
            yield f"does not say {relation}"
        allowed += [told[language], told.get("also", "")]
    allowed.append(words["beside_claims"].get(claims[0]["message"], ""))
    rows = [row for claim in claims for row in _rows(claim, data, "figures", "against")]
    allowed += [words["figure"][mark][language] for row in rows for mark in _list_marks(row)]
    free = "|".join(filter(None, allowed)).replace("#", r"\b")
    for found in re.finditer(words["lexicon"][language], rest) if is_known else ():
        if not re.search(free or "$^", found.group(), re.IGNORECASE):
            yield f"says {found.group()}, which no claim of it does"


# --- numbers ----------------------------------------------------------------------------------


def _find_wrong_numbers(claim: Claim, language: str, data: Processed) -> Iterator[str]:
    sentence = claim["sentence"]
    if not _is_listed("unwritten", "messages", claim):
        rows = _rows(claim, data, *_WRITTEN.get(claim["kind"], ()))
        # Of several parts that make a whole, the sum is written, and the last.
        for row in rows[-2:] if claim["relation"] == "whole" else rows:
            is_bare = _is_listed("bare", "messages", claim)
            around = data.names[language].hide(sentence)
            yield from _find_wrong_figure(sentence, around, row, language, is_bare=is_bare)
    exact = {number for number, _ in read_numbers(sentence)}
    if claim["relation"] == "times":
        low, high = Decimal(claim["low"]), Decimal(claim["high"])
        if not any(low <= number <= high for number in exact):
            yield "does not write its quotient"
    for ahead in _AHEAD.findall(sentence) if claim["kind"] == "target" else ():
        years = [row["period_end"][:4] for row in _rows(claim, data, "against", "figures")]
        if int("".join(ahead)) != int(years[0]) - int(years[1]):
            yield "is not so many years ahead"
    is_many = claim["kind"] == "pace" and (claim["total"] or claim["low"] != "1")
    if is_many and Decimal(claim["low"]) not in exact:
        yield "does not say how many targets"
    if claim["kind"] in _COUNTED and not _is_listed("unwritten", "messages", claim):
        said = [claim["low"], claim["high"]] if claim["kind"] == "rank" else [claim["low"]]
        if not {Decimal(number) for number in said if number.strip("0")} <= exact:
            yield "does not write its number"
        is_exact = bool(claim["high"]) or claim["kind"] == "rank"
        if is_exact == bool(re.search("至少|[Aa]t least", sentence)):
            yield "says at least of an exact number, or the other way round"


def _find_wrong_totals(claims: Sequence[Claim]) -> Iterator[str]:
    columns = ("total", "low", "high")
    known = {claim[name] for claim in claims if claim["total"] for name in columns}
    if known and all(claim["kind"] in ("rank", "extreme", "count") for claim in claims):
        said = {number for pair in _TOTAL.findall(claims[0]["sentence"]) for number in pair}
        if not said - {""} <= known and not _is_listed("counted", "messages", claims[0]):
            yield f"is not of {sorted(said - known)}"


def _find_wrong_figure(
    sentence: str, around: str, row: Row, language: str, *, is_bare: bool
) -> Iterator[str]:
    name = row.get("figure_id") or row["derived_id"]
    spots = [
        found.span() for found in NUMBER.finditer(sentence) if is_written(_read_number(found), row)
    ]
    if not spots:
        words = (Decimal(value) for word, value in _WORDS.items() if word in sentence)
        if not any(is_written((value, Decimal(0)), row) for value in words):
            yield f"does not write {name}"
        return
    wanted = {*_list_marks(row)}
    patterns = {mark: one[language] for mark, one in read_words()["figure"].items()}
    faults = []
    for start, end in spots:
        shown = f"{around[max(0, start - 25) : start]}#{around[end : end + 25]}"
        found = {mark for mark, pattern in patterns.items() if re.search(pattern, shown)}
        if is_bare or (wanted <= found and (wanted or not found)):
            return
        faults.append(f"writes {name} as {sorted(found)}, not {sorted(wanted)}")
    yield from faults


def _list_marks(row: Row) -> Iterator[str]:
    """Yield what must be said with the number of a row: qualifier, doubt, that it may change."""
    if "derived_id" in row:
        if row["kind"] in ("ceiling", "floor"):
            yield row["kind"]
    elif row["qualifier"] not in ("exact", "range"):
        yield row["qualifier"]
    if row["doubt"]:
        yield "doubted"
    if row.get("status") == "P" and "figure_id" in row:
        yield "provisional"


def _read_number(found: re.Match[str]) -> tuple[Decimal, Decimal]:
    digits, scale = found.groups()
    number = Decimal(digits.replace(",", ""))
    factor = SCALES.get(scale, 1)
    exponent = number.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return number * factor, step * factor


def read_numbers(sentence: str) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield each number of a sentence with the step of its last digit, in plain units."""
    yield from map(_read_number, NUMBER.finditer(sentence))
    for word, value in _WORDS.items():
        if word in sentence:
            yield Decimal(value), Decimal(0)


def is_written(number: tuple[Decimal, Decimal], row: Row) -> bool:
    """Return whether a number is that of a row, no more precise than it, however rounded."""
    value, step = number
    if "derived_id" in row and value == value.to_integral_value():
        # What is derived is no finer than its interval allows: the last zeros may stand for less.
        step = max(step, Decimal(10) ** (len(f"{value:f}") - len(f"{value:f}".rstrip("0"))))
    texts = [row[name] for name in ("value", "value_low", "value_high")]
    return any(abs(value - Decimal(text)) <= step / 2 for text in texts if text)
