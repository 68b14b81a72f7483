"""The sums that a text shows, worked out again from the numbers as they stand in it."""

import itertools
import re
from collections.abc import Sequence
from decimal import Decimal

from claims.facts.processed_rows import Ends
from claims.texts.written_numbers import SCALES

# Its ends, the step of its last digit, and whether it is written with decimals.
Number = tuple[Ends, Decimal, bool]
_DIGITS = r"\d[\d,]*(?:\.\d+)?"
# A number or a range, with what is said of it and its unit: CNY 9.871–9.880 billion, 20余人.
_NUMBER = re.compile(
    rf"(?:(?:CNY|Over|over|more than) )*({_DIGITS})(?:%?[—–]({_DIGITS}))?"
    r"(?: ?(万亿|万|亿|千|百|million|billion))?"
    r"(%|个百分点| percentage points| (?:people|mu|firms|times)|"
    r"[余多]?[\u4e00-\u9fff]{1,2}(?![\u4e00-\u9fff]))?"
)
_SIGNS = str.maketrans({"−": "-", "×": "*", "÷": "/", "（": "(", "）": ")"})
# What stands in brackets and is no part of a sum: a source, a status, a doubt.
_ASIDE = re.compile(r" *\((?![\dN +*/^-]*\))[^()]*\)")
_SUM = re.compile(
    r"([(N][\dN ()+*/^-]*[-+*/^][\dN ()+*/^-]*?) ?= ?(N\d+)(?:[^N]{0,16}(?:within |介于)(N\d+))?"
)
# The fifth power and the fifth root in Chinese.
_POWER = re.compile(r"的(\d+)次方(根)?")
_GAP = re.compile(r"\((N\d+ - N\d+)\)")


def find_wrong_sums(text: str) -> tuple[int, list[str]]:
    """Return how many sums a text shows, and those that do not come out as written."""
    text = _POWER.sub(lambda one: f"^（1 ÷ {one[1]}）" if one[2] else f"^{one[1]}", text)
    found = list(_NUMBER.finditer(text))
    plain = text
    for number, one in reversed([*enumerate(found)]):
        plain = f"{plain[: one.start()]}N{number:03}{plain[one.end() :]}"
    plain = plain.translate(_SIGNS)
    while (without := _ASIDE.sub("", plain)) != plain:
        plain = without
    known = {f"N{number:03}": _read(one) for number, one in enumerate(found)}
    wrong = []
    sums = list(_SUM.finditer(plain))
    for one in sums:
        for result in filter(None, one.groups()[1:]):
            if not _comes_to(one[1].strip(), known, known[result]):
                wrong.append(f"{text}: {one.group()} of {known}")
    gaps = _GAP.findall(plain)
    for gap in gaps:
        others = [number for name, number in known.items() if name not in gap]
        if not any(_comes_to(gap, known, other) for other in others):
            wrong.append(f"{text}: {gap}")
    return len(sums) + len(gaps), wrong


def _read(found: re.Match[str]) -> Number:
    """Return a number or a range with its precision."""
    first, last, scale, unit = found.groups()
    factor = Decimal(SCALES.get(scale, 1))
    if unit and (unit == "%" or "百分点" in unit or "percentage" in unit):
        factor /= 100
    ends = [Decimal(text.replace(",", "")) for text in (first, last or first)]
    exponent = ends[1].as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return (ends[0] * factor, ends[1] * factor), step * factor, "." in first


def _comes_to(term: str, known: dict[str, Number], result: Number) -> bool:
    """Return whether a term comes to a number; to a range for what rounding leaves open."""
    (low, high), step, _ = result
    names = sorted({*re.findall(r"N\d+", term)})
    if low == high:
        # Whole numbers are what they are; one with decimals may be shown rounded.
        fine = [name for name in names if known[name][2]]
        least, greatest = _spread(term, known, fine)
        return least - step / 2 <= low <= greatest + step / 2
    # Which of the numbers of a range are rounded, the text does not say.
    for number in range(len(names) + 1):
        for rounded in itertools.combinations(names, number):
            least, greatest = _spread(term, known, rounded)
            if abs(least - low) <= step and abs(greatest - high) <= step:
                return True
    return False


def _spread(term: str, known: dict[str, Number], rounded: Sequence[str]) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest that a term may come to."""
    names = sorted({*re.findall(r"N\d+", term)})
    halves = [known[name][1] / 2 if name in rounded else Decimal(0) for name in names]
    ends = [
        {known[name][0][0] - half, known[name][0][1] + half}
        for name, half in zip(names, halves, strict=True)
    ]
    values = [
        _work_out(term, dict(zip(names, one, strict=True))) for one in itertools.product(*ends)
    ]
    return min(values), max(values)


def _work_out(term: str, values: dict[str, Decimal]) -> Decimal:
    return eval(term.replace("^", "**"), {}, values)  # type: ignore[no-any-return]  # noqa: S307
