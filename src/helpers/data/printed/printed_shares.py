"""Shares printed in words: 四分之三 is 75%, 过半 over five tenths; 三分之一 ends in no percent."""

import re
from decimal import Decimal, localcontext
from fractions import Fraction

from helpers.data.printed.numerals import read_numeral

_WHOLE = 100
_COUNT = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
FRACTION = rf"(?P<parts>{_COUNT})分之(?P<count>{_COUNT})(?![0-9一二三四五六七八九十百千万亿.点])"
# 半 opens words such as 半年, and 一半 alone is a manner of speaking; 过半 and 半数 are shares.
HALF = (
    "(?:一半(?=以上|左右|多)|(?<=[过近超约])一半|半数|(?<=[过近超])半数?)"
    "(?![年月天日个径导岛山球小场程])"
)
_FRACTION = re.compile(FRACTION)
_HALF = re.compile(HALF)
_PRECISION = 30


def write_share(text: str) -> tuple[str, Decimal | None]:
    """Write a share that a token without layout prints in words as a percentage.

    Returns:
        The token with its percentage, and what the print rounds it to: one of its parts.

    Raises:
        ValueError: The share is no number of percent that ends, or is no part of a whole.

    Examples:
        >>> write_share("近四分之三")
        ('近75%', Decimal('25'))
        >>> write_share("过半"), write_share("16.15亿元")
        (('过五成', None), ('16.15亿元', None))
    """
    match = _FRACTION.search(text)
    if match is None:
        return _HALF.sub("五成", text), None
    parts, count = (int(read_numeral(match[name]).value) for name in ("parts", "count"))
    if not 0 < count < parts:
        raise ValueError(f"{match[0]} is no part of a whole")
    with localcontext(prec=_PRECISION):
        part = Decimal(_WHOLE) / parts
        percent = part * count
    if Fraction(part) != Fraction(_WHOLE, parts):
        raise ValueError(
            f"{match[0]} has no exact decimal, and a rounded one would claim more than is printed"
        )
    return f"{text[: match.start()]}{percent:f}%{text[match.end() :]}", part
