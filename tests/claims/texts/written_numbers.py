"""Are the numbers of a sentence those of its claims, with all that must be said of each?"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from claims.facts.naming import Row
from claims.facts.processed_rows import Claim, Processed, names

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
WRITTEN = {
    "value": ("figures",),
    "change": ("figures", "against"),
    "share": ("figures", "against"),
    "extreme": ("figures",),
    "target": ("figures", "against"),
    "line": ("figures", "against"),
    "count": ("against",),
    "contradiction": ("figures",),
}
_AHEAD = re.compile(r"(至少|at least )?(?:提前(\d+)年|(\d+) years? ahead)")
# Of how many places: what a rank, an extreme or a count says before these words.
_TOTAL = re.compile(r"(\d+)(?: cities|市)|\bof (\d+)(?![\d.,%])")
_OF_THINGS = (
    r"# ?(?:st|nd|rd|th|cities|city|rungs|级中|of (?!which)|市|项|[—至或、]第)"
    r"|(?:\bor |第|提前)#|# years? ahead|#[月处]"
    r"|# ?(?:classes|pairs|counts|ranks|cases|times)|, # ?: "
)
# A number, shown as #, with the other end of a range.
_SPAN = re.compile(r"#\D{0,2}[–—]\d|\d\D{0,2}[–—]#")
_HEDGES = {"over", "at_least", "floor", "ceiling", "at_most", "under", "nearly", "about"}
_HEDGES |= {"order_of_magnitude", "widened"}
# What stands with a doubted figure.
_DOUBT = re.compile(r"（？[^）]*）|\(\?[^)]*\)")
_COUNTED = ("rank", "count", "pairs")


@cache
def read_words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def is_listed(table: str, column: str, claim: Claim) -> bool:
    return bool(re.fullmatch(read_words()[table][column], claim["message"]))


def list_rows(claim: Claim, data: Processed, *columns: str) -> list[Row]:
    known = (data.printed, data.derived)
    return [
        data.find(name)
        for column in columns
        for name in names(claim, column)
        if any(name in rows for rows in known)
    ]


def find_wrong_numbers(claim: Claim, language: str, data: Processed) -> Iterator[str]:
    sentence = claim["sentence"]
    if not is_listed("unwritten", "messages", claim):
        rows = list_rows(claim, data, *WRITTEN.get(claim["kind"], ()))
        # Of several parts that make a whole, the sum is written, and the last.
        for row in rows[-2:] if claim["relation"] == "whole" else rows:
            # What is said of the figures of a finding, it may say of several at once.
            is_bare = is_listed("bare", "messages", claim) or claim["kind"] == "contradiction"
            around = data.names[language].hide(sentence)
            yield from _find_wrong_figure(around, row, language, is_bare=is_bare)
    exact = {number for number, _ in read_numbers(sentence)}
    if claim["relation"] == "times":
        low, high = Decimal(claim["low"]), Decimal(claim["high"])
        if not any(low <= number <= high for number in exact):
            yield "does not write its quotient"
    for hedge, *ahead in _AHEAD.findall(sentence) if claim["kind"] == "target" else ():
        years = [row["period_end"][:4] for row in list_rows(claim, data, "against", "figures")]
        # It may have been met in a year before, of which no figure is known.
        if not hedge or int("".join(ahead)) != int(years[0]) - int(years[1]):
            yield "is not so many years ahead"
    is_many = claim["kind"] == "pace" and (claim["total"] or claim["low"] != "1")
    if is_many and Decimal(claim["low"]) not in exact:
        yield "does not say how many targets"
    if claim["kind"] in _COUNTED and not is_listed("unwritten", "messages", claim):
        said = [claim["low"], claim["high"]] if claim["kind"] == "rank" else [claim["low"]]
        if not {Decimal(number) for number in said if number.strip("0")} <= exact:
            yield "does not write its number"
        is_exact = bool(claim["high"]) or claim["kind"] == "rank"
        hedged = rf"(?:至少|[Aa]t least ){claim['low']}(?![\d.,])"
        if is_exact == bool(re.search(hedged, _DOUBT.sub("", sentence))):
            yield "says at least of an exact number, or the other way round"


def find_unhedged(claims: Sequence[Claim], language: str, data: Processed) -> Iterator[str]:
    """Yield the numbers that stand without what must be said of them, in whatever is claimed.

    A number that is worked out from a bound, as what one figure leaves of another, is one too.
    """
    if any(
        re.search("_(bases|counties)$", claim["relation"])
        or claim["message"].startswith("plan_tracker_count")
        or (claim["kind"] == "pace" and len(names(claim, "against")) > 1)
        for claim in claims
    ):
        return
    sentence, shown = claims[0]["sentence"], read_words()["figure"]
    around = data.names[language].hide(sentence)
    spots = [(_show(around, found), read_number(found)[0]) for found in NUMBER.finditer(sentence)]
    spots += [
        (_show(around, found), Decimal(_WORDS[found.group()]))
        for found in re.finditer(r"(?<!\d)[千百]亿", sentence)
    ]
    hedged = "|".join(shown[mark][language] for mark in _HEDGES)
    # Ranks and numbers of places or targets are none of figures, unless hedged: 约14项.
    spots = [
        (text, number)
        for text, number in spots
        if not re.search(_OF_THINGS, text) or re.search(hedged, text)
    ]
    groups = [list_rows(claim, data, "figures", "against") for claim in claims]
    rows = [row for group in groups for row in group if row.get("value")]
    # What finds a total below its parts says so itself.
    is_below = any(re.search("_(province|parts)", claim["relation"]) for claim in claims)
    hedges = _HEDGES - {"widened"} if is_below else _HEDGES
    is_worked_out = any(claim["relation"].endswith(("_growth", "_ratios")) for claim in claims)
    bounded = [row for row in rows if hedges & {*list_marks(row)}]
    for row in [] if is_listed("bare", "messages", claims[0]) else bounded:
        value = Decimal(row["value"])
        own = [text for text, number in spots if number == value]
        equal = [one for one in rows if Decimal(one["value"]) == value]
        for mark in hedges & {*list_marks(row)}:
            # What levels give may come to what is printed as nearly so much.
            alike = sum(mark not in list_marks(one) for one in equal) + is_worked_out
            bare = [text for text in own if not re.search(shown[mark][language], text)]
            if own and (len(bare) == len(own) or len(bare) > alike):
                yield f"writes {row['value']} without {mark}"
    rests = {
        rest
        for claim, group in zip(claims, groups, strict=True)
        if claim["kind"] in ("target", "contradiction")
        # A target is a line: what lies above it is above the line.
        if any(row in bounded and not _is_passed(row, claim) for row in group)
        for rest in _list_rests([row for row in group if row.get("value")])
        # What all exact ones add up to is exact.
        if rest != sum(Decimal(row["value"]) for row in group if row in rows and row not in bounded)
    }
    for text, number in spots:
        if _SPAN.search(text):  # not exact: between the two
            continue
        is_rest = number in rests and all(number != Decimal(row["value"]) for row in rows)
        if is_rest and not any(re.search(shown[mark][language], text) for mark in hedges):
            yield f"writes {number} as exact, which is worked out from a bound"


def _is_passed(row: Row, claim: Claim) -> bool:
    """Return whether a row is a target that a claim takes for a line, as one that is reached."""
    is_line = claim["relation"] in ("reached", "above", "untold")
    is_line |= claim["relation"].endswith(("_yearly_target", "_growth"))
    return row.get("basis") == "target" and is_line


def _list_rests(rows: Sequence[Row]) -> Iterator[Decimal]:
    """Yield what one of two figures leaves of the other, and what all others leave of one."""
    values = [Decimal(row["value"]) for row in rows]
    for value in values:
        yield from (abs(value - other) for other in values)
        yield abs(2 * value - sum(values))


def _show(around: str, found: re.Match[str]) -> str:
    """Return the words about a number, which is #."""
    return f"{around[max(0, found.start() - 25) : found.start()]}#{around[found.end() :][:45]}"


def find_wrong_totals(claims: Sequence[Claim]) -> Iterator[str]:
    columns = ("total", "low", "high")
    known = {claim[name] for claim in claims if claim["total"] for name in columns}
    if known and all(claim["kind"] in ("rank", "extreme", "count") for claim in claims):
        said = {number for pair in _TOTAL.findall(claims[0]["sentence"]) for number in pair}
        if not said - {""} <= known and not is_listed("counted", "messages", claims[0]):
            yield f"is not of {sorted(said - known)}"


def _find_wrong_figure(around: str, row: Row, language: str, *, is_bare: bool) -> Iterator[str]:
    name = row.get("figure_id") or row["derived_id"]
    spots = [
        _show(around, found)
        for found in NUMBER.finditer(around)
        if is_written(read_number(found), row)
    ]
    if not spots:
        # 千亿级 is no exact number.
        longest = 2 if row.get("qualifier") == "order_of_magnitude" else 1
        words = (
            word for word in _WORDS if word in around and (word == "both" or len(word) <= longest)
        )
        if not any(is_written((Decimal(_WORDS[word]), Decimal(0)), row) for word in words):
            yield f"does not write {name}"
        return
    wanted = {*list_marks(row)}
    patterns = {mark: one[language] for mark, one in read_words()["figure"].items()}
    faults = []
    for shown in spots:
        found = {mark for mark, pattern in patterns.items() if re.search(pattern, shown)}
        if is_bare or (wanted <= found and (wanted or not found)):
            return
        faults.append(f"writes {name} as {sorted(found)}, not {sorted(wanted)}")
    yield from faults


def list_marks(row: Row) -> Iterator[str]:
    """Yield what must be said with the number of a row: qualifier, doubt, that it may change."""
    if "derived_id" in row:
        if row["kind"] in ("ceiling", "floor"):
            yield row["kind"]
    elif row["qualifier"] not in ("exact", "range"):
        yield row["qualifier"]
    if row["doubt"]:
        yield "doubted"
    if "below_parts" in row["doubt"] and "figure_id" in row:
        yield "widened"
    if row.get("status") == "P" and "figure_id" in row:
        yield "provisional"


def read_number(found: re.Match[str]) -> tuple[Decimal, Decimal]:
    digits, scale = found.groups()
    number = Decimal(digits.replace(",", ""))
    factor = SCALES.get(scale, 1)
    exponent = number.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return number * factor, step * factor


def read_numbers(sentence: str) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield each number of a sentence with the step of its last digit, in plain units."""
    yield from map(read_number, NUMBER.finditer(sentence))
    for word, value in _WORDS.items():
        if word in sentence:
            yield Decimal(value), Decimal(0)


def is_written(number: tuple[Decimal, Decimal], row: Row) -> bool:
    """Return whether a number is that of a row, no more precise than it, however rounded."""
    value, step = number
    if "derived_id" in row and step >= 1:
        # What is derived is no finer than its interval allows: the last zeros may stand for less.
        digits = f"{value / step:.0f}"
        step *= 10 ** (len(digits) - len(digits.rstrip("0")))
    texts = [row[name] for name in ("value", "value_low", "value_high")]
    return any(abs(value - Decimal(text)) <= step / 2 for text in texts if text)
