"""Numbers that were worked out, in words: scale, unit, and the digits that rounding leaves."""

import math
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from helpers.audit.facts import Quantity
from helpers.reports.report import Report
from helpers.words.written_numbers import find_count_scale

_HUNDRED_MILLION, _MYRIAD = 10**8, 10**4
_BILLION, _MILLION = 10**9, 10**6
_MOST_DECIMALS, _MOST_WORKED, _MOST_DIGITS = 3, 4, 5
# Digits that a number must keep when both ends round to it.
_FEWEST_DIGITS, _FEWEST_OF_SHARES = 3, 2
# Sums of money in 亿 to the million, as a communiqué prints them.
_DECIMALS_OF_LARGE = 2


def write_quantity(
    report: Report, quantity: Quantity, *, is_sum: bool = False, is_worked_with: bool = False
) -> str:
    """Write a number that was worked out, as a span where rounding leaves it one.

    A negative one is written without its sign. Where it follows from printed numbers alone, as a
    sum does, the middle is the result; about so much where one of them is. One that is worked with
    keeps the decimals of its ends, so that the result comes out of what is written.
    """
    say, interval = report.say, quantity.interval
    low, high, is_loose = interval.low, interval.high, False
    if low is not None and high is not None:
        if is_sum:
            low = high = interval.middle or Decimal(0)
            is_loose = interval.is_loose
        if high <= 0:
            low, high = -high, -low
        whole = low.to_integral_value(ROUND_CEILING), high.to_integral_value(ROUND_FLOOR)
        if report.codebook.units[quantity.unit]["kind"] == "count" and whole[0] <= whole[1]:
            low, high = whole
    ends = [end for end in (low, high) if end is not None]
    if not ends:
        return say("not_reported")
    scale, decimals = _find_scale(report, quantity.unit, ends)
    if is_worked_with and report.codebook.units[quantity.unit]["kind"] == "money":
        decimals = min(_MOST_WORKED, max(_count_decimals(end / scale) for end in ends))
    texts = list(dict.fromkeys(f"{float(end / scale):,.{decimals}f}" for end in ends))
    if report.language.code == "zh":
        texts = [text.replace(",", "") for text in texts]
        if report.codebook.units[quantity.unit]["name_zh"] == "%":
            texts = [*(f"{text}%" for text in texts[:-1]), texts[-1]]
    number = texts[0] if len(texts) == 1 else report.language.span(*texts)
    text = _add_unit(report, number, quantity.unit, scale)
    if is_loose:
        return say("qualifier_about", figure=text)
    if low is None:
        return say("audit_below", figure=text)
    return say("audit_above", figure=text) if high is None else text


def _find_scale(report: Report, unit: str, ends: Sequence[Decimal]) -> tuple[int, int]:
    """Choose the scale of money and people, and the decimals that the interval bears.

    Where both ends round to one number of enough digits, that number is written; not of money,
    where such a number would stand beside the spans of others.
    """
    row, largest = report.codebook.units[unit], max(abs(end) for end in ends)
    kind, scale = row["kind"], int(find_count_scale(ends, report.language, row)[0])
    if kind == "money":
        large, small = (
            (_HUNDRED_MILLION, _MYRIAD) if report.language.code == "zh" else (_BILLION, _MILLION)
        )
        scale = large if largest >= large else small
    width = float(abs(ends[-1] - ends[0]) / scale)
    if width > 0:
        fewest = {"share": _FEWEST_OF_SHARES, "money": math.inf}.get(kind, _FEWEST_DIGITS)
        finest = min(_MOST_DECIMALS, max(0, 1 - math.floor(math.log10(width))))
        finest = min(finest, max(_count_decimals(end / scale) for end in ends))
        finest = min(finest, max(0, _MOST_DIGITS - 1 - math.floor(math.log10(largest / scale))))
        for decimals in range(finest, -1, -1):
            digits = 1 + math.floor(math.log10(largest / scale)) + decimals
            if digits >= fewest and len({f"{end / scale:.{decimals}f}" for end in ends}) == 1:
                return scale, decimals
        return scale, finest
    most = 0 if kind == "count" and scale == 1 else _MOST_DECIMALS
    most = _DECIMALS_OF_LARGE if scale == _HUNDRED_MILLION else most
    return scale, min(most, _count_decimals(ends[0] / scale))


def _count_decimals(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))


def _add_unit(report: Report, number: str, unit: str, scale: int) -> str:
    row = report.codebook.units[unit]
    if report.language.code == "zh":
        word = {_HUNDRED_MILLION: "亿", _MYRIAD: "万"}.get(scale, "")
        return f"{number}{word}{row['name_zh']}"
    if row["kind"] == "money":
        return f"CNY {number} {'billion' if scale == _BILLION else 'million'}"
    if row["name_en"] == "%":
        return f"{number}%"
    word = "million" if scale == _MILLION else ""
    return " ".join(filter(None, (number, word, row["name_en"])))
