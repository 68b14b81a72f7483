"""The text of a number that no document prints: amounts, plain numbers, ordinals."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from helpers.data.tables.plain_numbers import write_digits
from helpers.words.language import Language

MYRIAD, MILLION, HUNDRED_MILLION = (Decimal(10) ** n for n in (4, 6, 8))
SCALES: Sequence[tuple[Decimal, str]] = ((Decimal(10) ** 9, "billion"), (MILLION, "million"))
CHINESE_SCALES: Sequence[tuple[Decimal, str]] = ((HUNDRED_MILLION, "亿"), (MYRIAD, "万"))
_DIGITS = 6
_CHINESE = "〇一二三四五六七八九"


def write_amount(
    value: float | Decimal, unit: Mapping[str, str], language: Language, decimals: int = 0
) -> str:
    """Write a derived number of a unit, such as the part that the parts do not explain."""
    amount, is_zh = Decimal(value), language.code == "zh"
    if unit["kind"] == "money":
        scales = CHINESE_SCALES if is_zh else SCALES
        scale, word = next((one for one in scales if abs(amount) >= one[0]), scales[-1])
        number = write_number(amount / scale, language, _DIGITS)
        return f"{number}{word}{unit['name_zh']}" if is_zh else f"CNY {number} {word}"
    scale, word = find_count_scale([amount], language, unit)
    number = f"{amount:{'' if is_zh else ','}.{decimals}f}"
    number = f"{write_number(amount / scale, language, _DIGITS)}{word}" if word else number
    return f"{number}{unit['name_zh']}" if is_zh else join_unit(number, value, unit)


def find_count_scale(
    ends: Sequence[Decimal], language: Language, unit: Mapping[str, str]
) -> tuple[Decimal, str]:
    """Return the scale of counts that are round, with its word: 8411万, 84.11 million."""
    least, large = MILLION, (MILLION, " million")
    if language.code == "zh":
        least, large = 10 * MYRIAD, (MYRIAD, "万")
    is_large = unit["kind"] == "count" and max(map(abs, ends)) >= least
    return large if is_large and not any(end % MYRIAD for end in ends) else (Decimal(1), "")


def write_number(number: float | Decimal, language: Language, digits: int | None = None) -> str:
    """Write a number without a unit, with separators of thousands where the language has them.

    Args:
        number: Such as the end of an interval or a tick of an axis.
        language: Language of the text.
        digits: Significant digits of its fraction; all by default.
    """
    text = write_digits(number) if digits is None else write_digits(number, digits)
    return text if language.code == "zh" else f"{Decimal(text):,f}"


def write_ordinal(number: int) -> str:
    """Write an English ordinal: `1st`, `12th`, `23rd`."""
    tens = number % 100
    suffix = "th" if 10 < tens < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def write_chinese_ordinal(number: int) -> str:
    """Write a number up to 99 as Chinese numerals, as sessions are counted: `八`, `十二`."""
    tens, ones = divmod(number, 10)
    start = "" if not tens else "十" if tens == 1 else f"{_CHINESE[tens]}十"
    return start + (_CHINESE[ones] if ones or not tens else "")


def join_unit(text: str, value: float | Decimal | None, unit: Mapping[str, str]) -> str:
    """Join an English number and its unit: `1 person`, `2 people`, `3%`."""
    word = unit["name_en"]
    if not word:
        return text
    if word == "%":
        return f"{text}%"
    if value == 1:
        word = {"people": "person"}.get(word, word.removesuffix("s"))
    return f"{text} {word}"
