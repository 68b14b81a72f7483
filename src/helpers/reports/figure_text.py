"""How a figure is written: as printed in Chinese, in English scale words, never more precise."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from helpers.reports.language import Language

_SCALES = ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


def write_figure(row: Mapping[str, Any], unit: Mapping[str, str], language: Language) -> str:
    """Write a figure with its unit and qualifier.

    Args:
        row: An observation; numbers may be text or float.
        unit: Its row of units.csv.
        language: In Chinese the print is kept; in English it is written out from the value.

    Returns:
        Such as `16.15亿元` or `CNY 1.615 billion`, `300多名` or `over 300 people`.
    """
    if language.code == "zh":
        printed = unicodedata.normalize("NFKC", str(row["corrected"] or row["as_printed"]))
        return re.sub(r"\s+", "", printed)
    if row["qualifier"] == "range":
        ends = [_write_number(_decimal(row[end]), row, unit) for end in ("value_low", "value_high")]
        # Only the finer end tells the decimals; the other one is not made more precise than it is.
        text = "–".join(
            re.sub(r"\.0+(?![0-9])|(\.[0-9]*[1-9])0+(?![0-9])", r"\1", end) for end in ends
        )
    else:
        text = _write_number(_decimal(row["value"]), row, unit)
    text = _add_unit(text, row, unit)
    if row["qualifier"] not in ("exact", "range"):
        text = language.say(f"qualifier_{row['qualifier']}", figure=text)
    return language.say("figure_each", figure=text) if row["each"] == "yes" else text


def write_amount(
    value: float, unit: Mapping[str, str], language: Language, decimals: int = 0
) -> str:
    """Write a derived number of a unit, such as the part that the parts do not explain."""
    if language.code == "en":
        return _join_unit(f"{value:,.{decimals}f}", value, unit)
    return f"{value:.{decimals}f}{unit['name_zh']}"


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))


def _write_number(value: Decimal, row: Mapping[str, Any], unit: Mapping[str, str]) -> str:
    step = _decimal(row["rounding_unit"])
    if unit["kind"] == "rank":
        return _ordinal(int(value))
    if unit["kind"] == "money":
        for scale, word in _SCALES:
            if abs(value) >= scale:
                number = _round_to_print(value / scale, step / scale)
                if not int(row["decimals"]) and "." in number:
                    # 300万 is 3 million: its zeros were not printed as decimals.
                    number = number.rstrip("0").rstrip(".")
                return f"{number} {word}"
    return _round_to_print(value, step)


def _round_to_print(value: Decimal, step: Decimal) -> str:
    exponent = step.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return f"{value:,.{decimals}f}"


def _ordinal(number: int) -> str:
    tens = number % 100
    suffix = "th" if 10 < tens < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _add_unit(text: str, row: Mapping[str, Any], unit: Mapping[str, str]) -> str:
    if unit["kind"] == "money":
        return f"CNY {text}"
    value = row["value"] if row["qualifier"] != "range" else row["value_high"]
    return _join_unit(text, float(value), unit)


def _join_unit(text: str, value: float, unit: Mapping[str, str]) -> str:
    word = unit["name_en"]
    if not word:
        return text
    if word == "%":
        return f"{text}%"
    if value == 1:
        word = {"people": "person"}.get(word, word.removesuffix("s"))
    return f"{text} {word}"
