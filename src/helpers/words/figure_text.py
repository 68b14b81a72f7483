"""The text of a figure: as printed in Chinese, in English scale words, never more precise."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from helpers.data.figures import DerivedValue, Figure
from helpers.data.printed.numerals import read_numeral
from helpers.data.printed.printed_figures import attach_unit, parse_printed_figure
from helpers.words.language import Language
from helpers.words.written_numbers import (
    HUNDRED_MILLION,
    MILLION,
    MYRIAD,
    SCALES,
    join_unit,
    write_ordinal,
)

_HUNDRED, _THOUSAND = Decimal(100), Decimal(1000)
# Between the ends of a range, whichever dash a document prints.
_DASH = re.compile(r"(?<=[0-9%亿万元家人项个名])(?:[-‐–−~〜～]|—+)(?=[0-9])")
_THOUSANDS = re.compile("(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
# A whole number in Chinese numerals, of a count or a rank, with no word of magnitude after it.
_CHINESE_NUMERAL = re.compile(
    "(?:(?!第)|第(?=[^位名]+[位名]$))(?P<number>[一二两三四五六七八九十][零一二三四五六七八九十百]*+)"
    "(?![〇两点千万亿])"
)
# What a share or a density is usually printed to.
_USUAL_STEP = {"share": Decimal("0.01"), "density": Decimal("0.1")}


def write_figure(row: Figure, unit: Mapping[str, str], language: Language) -> str:
    """Write a figure with its unit and qualifier.

    Args:
        row: An observation.
        unit: Its row of units.csv.
        language: In Chinese the print is kept, without separators of thousands, which some
            publications print and most do not, and in digits: `3个` for 三个, while 千亿级 stays;
            in English it is written out from the value.

    Returns:
        Such as `16.15亿元` or `CNY 1.615 billion`, `300多名` or `over 300 people`.
    """
    if language.code == "zh":
        if row.table_unit and row.qualifier == "exact":
            return _write_table_cell(row, unit)
        printed = attach_unit(str(row.corrected or row.as_printed), row.table_unit)
        if unit["kind"] == "rank":  # 第三 is written as 第三位 is
            printed = re.sub("^第[一二三四五六七八九十百]+$", r"\g<0>位", printed)
        text = _write_digits(_join_digits(unicodedata.normalize("NFKC", printed)), row)
        text = re.sub("大$", unit["name_zh"], text)  # 六大 stands before a noun, and here alone
        return _DASH.sub(language.span("", ""), text) if row.qualifier == "range" else text
    if row.qualifier == "range":
        ends = [
            _write_number(end or Decimal(0), row, unit) for end in (row.value_low, row.value_high)
        ]
        # Only the finer end tells the decimals; the other one is not made more precise than it is.
        text = "–".join(
            re.sub(r"\.0+(?![0-9])|(\.[0-9]*[1-9])0+(?![0-9])", r"\1", end) for end in ends
        )
    else:
        text = _write_number(row.number, row, unit)
    text = _add_unit(text, row, unit)
    if row.qualifier not in ("exact", "range"):
        text = language.say(f"qualifier_{row.qualifier}", figure=text)
    return language.say("figure_each", figure=text) if row.each == "yes" else text


def show_print(figure: Figure) -> str:
    """Return the token as printed, with the unit that its table prints apart from it."""
    return attach_unit("".join(figure.as_printed.split()), figure.table_unit)


def write_implied(printed: str, unit: Mapping[str, str], language: Language) -> str:
    """Write the value of an implication, as precise as it was written down and no more.

    Args:
        printed: One exact number with its unit, such as `2.0%` or `77.21分`.
        unit: Its row of units.csv.
        language: In Chinese the text is kept.
    """
    if language.code == "zh":
        return printed
    figure = parse_printed_figure(printed)
    text = f"{figure.value:,.{_count_decimals(figure.rounding_unit)}f}"
    return f"CNY {text}" if unit["kind"] == "money" else join_unit(text, figure.value, unit)


def write_derived(
    row: DerivedValue,
    unit: Mapping[str, str],
    language: Language,
    beside: Iterable[DerivedValue] = (),
) -> str:
    """Write a derived value, no finer than its interval allows.

    Two places of different rank are never written alike: what surely differs from another value
    of the same column has as many digits as tell the two apart.

    Args:
        row: A derived value.
        unit: Its row of units.csv.
        language: Language of the report.
        beside: The values of other places that it stands beside.

    Returns:
        Such as `0.86%`, `8.6 per 100,000 people`; a bound as `at most 2.65%`.
    """
    if row.value is None:
        bound = row.value_high if row.value_high is not None else row.value_low
        text = _write_value(bound or Decimal(0), _find_step(unit), unit, language)
        key = "qualifier_at_most" if row.value_high is not None else "qualifier_at_least"
        return language.say(key, figure=text)
    return _write_value(row.value, _find_written_step(row, unit, beside), unit, language)


def write_ends(
    row: DerivedValue,
    unit: Mapping[str, str],
    language: Language,
    beside: Iterable[DerivedValue] = (),
) -> list[str]:
    """Write the ends of the interval of a derived value, to one place and outward.

    The place is so coarse that the value lies between them as it is written.

    Returns:
        Such as `13.362` and `13.400%`, with the unit once; nothing where they say no more than the
        value.
    """
    value, low, high = row.value, row.value_low, row.value_high
    if value is None or low is None or high is None:
        return []
    is_scaled = unit["kind"] == "money" and language.code == "zh"
    shown, scale = _find_written_step(row, unit, beside), MYRIAD if is_scaled else Decimal(1)
    written, low, high, shown = (one / scale for one in (_round(value, shown), low, high, shown))
    step = Decimal(1).scaleb(min(0, (high * scale).adjusted() - 4)) / scale
    is_narrow = high - low < step * 10
    while True:
        ends = _round(low, step, ROUND_FLOOR), _round(high, step, ROUND_CEILING)
        if ends[0] <= written <= ends[1]:
            break
        step *= 10
    if is_narrow or (step >= shown and _round(low, shown) == _round(high, shown)):
        return []
    if language.code == "zh":
        return [f"{ends[0]:f}", f"{ends[1]:f}{'万' if is_scaled else ''}{unit['name_zh']}"]
    first, last = (f"{end:,f}" for end in ends)
    is_money = unit["kind"] == "money"
    return [f"CNY {first}", last] if is_money else [first, join_unit(last, high, unit)]


def _find_written_step(
    row: DerivedValue, unit: Mapping[str, str], beside: Iterable[DerivedValue]
) -> Decimal:
    low, high, value = row.value_low, row.value_high, row.number
    width = high - low if low is not None and high is not None else Decimal(0)
    finest = Decimal(10) ** width.adjusted() if width else Decimal(0)
    step = max(_find_step(unit), finest)
    if unit["kind"] == "money" and low is not None and high is not None:
        # The next digit is borne where its interval leaves at most half of the ten open: hundreds
        # always, so that a column has them throughout, more only where fewer lie outside.
        while width * 2 <= step > finest and (
            step == _THOUSAND or not low <= _round(value, step) <= high
        ):
            step /= 10
    # Only what lies within a step of it may be written alike.
    near = (one for one in beside if one.value is not None and abs(one.value - value) < step)
    others = [one.number for one in near if _is_apart(one, row)]
    while step / 10 >= finest and _round(value, step) in {_round(one, step) for one in others}:
        step /= 10
    return step


def _is_apart(one: DerivedValue, other: DerivedValue) -> bool:
    """Return whether one of two values surely lies above the other."""
    return any(
        lower.value_high is not None
        and higher.value_low is not None
        and lower.value_high < higher.value_low
        for lower, higher in ((one, other), (other, one))
    )


def _find_step(unit: Mapping[str, str]) -> Decimal:
    """Return what a value of a unit is usually printed to."""
    if unit["kind"] == "money":
        return _THOUSAND
    return _USUAL_STEP.get(unit["kind"], Decimal(1))


def _write_value(value: Decimal, step: Decimal, unit: Mapping[str, str], language: Language) -> str:
    if unit["kind"] == "money":
        if language.code == "zh":
            return f"{_round(value / MYRIAD, step / MYRIAD):f}万{unit['name_zh']}"
        return f"CNY {_round(value, step):,f}"
    number = f"{_round(value, step):,f}"
    if language.code == "zh":
        return f"{_round(value, step):f}{unit['name_zh']}"
    return join_unit(number, value, unit)


def _round(value: Decimal, step: Decimal, way: str = ROUND_HALF_UP) -> Decimal:
    rounded = (value / step).quantize(Decimal(1), way) * step
    return Decimal(f"{rounded:.{_count_decimals(step)}f}")


def _count_decimals(step: Decimal) -> int:
    exponent = step.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _write_table_cell(row: Figure, unit: Mapping[str, str]) -> str:
    """Write the cell of a statistical table in the units of running text."""
    value, step = row.number, find_shown_step(row)
    if unit["kind"] == "money" and abs(value) >= HUNDRED_MILLION:
        return f"{_round(value / HUNDRED_MILLION, step / HUNDRED_MILLION):f}亿{unit['name_zh']}"
    if row.rounded_to:
        scale = MYRIAD if "万" in row.table_unit else Decimal(1)
        return f"{_round(value / scale, step / scale):f}{row.table_unit}"
    return attach_unit(_join_digits(row.as_printed), row.table_unit)


def _join_digits(printed: str) -> str:
    return _THOUSANDS.sub("", re.sub(r"\s+", "", printed))


def _write_digits(printed: str, row: Figure) -> str:
    """Write a number printed in Chinese numerals in digits, as columns of numbers have them."""
    found = _CHINESE_NUMERAL.match(printed)
    if found is None or row.qualifier != "exact":
        return printed
    value = read_numeral(found["number"]).value
    # 三成 is no three.
    if value != row.number:
        return printed
    return f"{printed[: found.start('number')]}{value:f}{printed[found.end('number') :]}"


def find_shown_step(row: Figure) -> Decimal:
    """Return the step a figure is shown to: tables print CNY 10,000, text reads in millions."""
    step = row.rounding_unit
    if row.table_unit and abs(row.number) >= HUNDRED_MILLION:
        return max(step, MILLION)
    return step


def _write_number(value: Decimal, row: Figure, unit: Mapping[str, str]) -> str:
    step = find_shown_step(row) if unit["kind"] == "money" else row.rounding_unit
    if unit["kind"] == "rank":
        return write_ordinal(int(value))
    is_coarse = step >= _HUNDRED and value % MYRIAD == 0
    in_millions = unit["kind"] == "count" and value >= MILLION and is_coarse
    if unit["kind"] == "money" or in_millions:
        for scale, word in SCALES if unit["kind"] == "money" else SCALES[1:]:
            if abs(value) >= scale:
                number = f"{value / scale:,.{_count_decimals(step / scale)}f}"
                if not row.table_unit and not row.decimals and "." in number:
                    # 300万 is 3 million: its zeros were not printed as decimals.
                    number = number.rstrip("0").rstrip(".")
                return f"{number} {word}"
    return f"{value:,.{_count_decimals(step)}f}"


def _add_unit(text: str, row: Figure, unit: Mapping[str, str]) -> str:
    if unit["kind"] == "money":
        return f"CNY {text}"
    value = row.number if row.qualifier != "range" else row.value_high
    return join_unit(text, value, unit)
