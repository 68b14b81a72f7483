"""Numbers that were worked out, in words: scale, unit, and the digits that rounding leaves."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from helpers.audit.facts import Quantity
from helpers.data.printed.intervals import round_down, round_up
from helpers.reports.report import Report
from helpers.words.written_numbers import find_count_scale

_HUNDRED_MILLION, _MYRIAD = 10**8, 10**4
_BILLION, _MILLION = 10**9, 10**6
_MOST_DECIMALS, _MOST_DIGITS = 3, 4
_WIDTH_DIGITS = 2
# Digits that a number must keep when both ends round to it.
_FEWEST_DIGITS, _FEWEST_OF_SHARES = 3, 2
# Sums of money in 亿 to the million, as a communiqué prints them.
_DECIMALS_OF_LARGE = 2


def write_quantity(
    report: Report, quantity: Quantity, *, is_sum: bool = False, is_worked_with: bool = False
) -> str:
    """Write a number that was worked out, as a span where rounding leaves it one.

    A negative one is written without its sign. Where it follows from printed numbers alone, as a
    sum does, the middle is the result; about so much where one of them is. The ends of a span are
    exact where few digits suffice, else rounded outward, to the same step in every language. One
    that is worked with keeps its ends, so that the result comes out of what is written.
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
    kind, scale = (
        report.codebook.units[quantity.unit]["kind"],
        _find_scale(report, quantity.unit, ends),
    )
    if low == high:
        most = 0 if kind == "count" and scale == 1 else _MOST_DECIMALS
        most = _DECIMALS_OF_LARGE if scale == _HUNDRED_MILLION else most
        decimals = min(most, _count_decimals(ends[0] / scale))
    else:
        step = _find_step(kind, ends, is_worked_with=is_worked_with)
        decimals = _count_decimals(step / scale)
        if len({round(end / step) for end in ends}) > 1 or None in (low, high):
            low = low if low is None else round_down(low, -step.adjusted())
            high = high if high is None else round_up(high, -step.adjusted())
            ends = [end for end in (low, high) if end is not None]
    texts = list(dict.fromkeys(f"{end / scale:,.{decimals}f}" for end in ends))
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


def _find_scale(report: Report, unit: str, ends: Sequence[Decimal]) -> int:
    """Choose the scale of money and people."""
    row, is_zh = report.codebook.units[unit], report.language.code == "zh"
    if row["kind"] != "money":
        return int(find_count_scale(ends, report.language, row)[0])
    large, small = (_HUNDRED_MILLION, _MYRIAD) if is_zh else (_BILLION, _MILLION)
    return large if max(map(abs, ends)) >= large else small


def _find_step(kind: str, ends: Sequence[Decimal], *, is_worked_with: bool) -> Decimal:
    """Choose the step to which the ends of an interval are written, whatever their scale.

    Where both ends round to one number of enough digits, that number is written; not of money,
    where such a number would stand beside the spans of others.
    """
    exact = min(Decimal(1).scaleb(int(end.normalize().as_tuple().exponent)) for end in ends)
    if is_worked_with and kind == "money":
        return max(exact, Decimal(_MYRIAD))
    largest = max(map(abs, ends)).adjusted()
    short = Decimal(1).scaleb(largest - _MOST_DIGITS + 1)
    width = Decimal(1).scaleb(abs(ends[-1] - ends[0]).adjusted() - _WIDTH_DIGITS + 1)
    step = exact if exact >= short else max(short, width)
    if kind == "money":
        return step
    step = max(exact, min(Decimal(1), max(step, Decimal(1).scaleb(-_MOST_DECIMALS))))
    fewest = _FEWEST_OF_SHARES if kind == "share" else _FEWEST_DIGITS
    coarser = step
    while coarser <= 1 and largest - coarser.adjusted() + 1 >= fewest:
        if len({round(end / coarser) for end in ends}) == 1:
            return coarser
        coarser *= 10
    return step


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
