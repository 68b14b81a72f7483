"""Numbers the way Chinese prose prints them: 1,234 / 1.5千万 / 1亿2000万 / 三百二十万 / 百万."""

import math
import re
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from itertools import pairwise

from proces.conf import T2S_DICT

TENTH = "成"
# A tenth of a whole is ten of its hundredths.
_POWERS = {TENTH: 10, "十": 10, "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
_DIGITS = "零一二三四五六七八九"

# 千 opens some units (3千瓦); the quantity is the same either way, but the unit is not.
_THOUSAND = "千(?![米克瓦伏])"
_MYRIADS = "(?:万亿?|亿)"
_ENGLISH = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SCALE_PATTERN = f"(?:(?:百|{_THOUSAND}){_MYRIADS}?|{_MYRIADS}|[ ]?(?:{'|'.join(_ENGLISH)}))"

# Fifteen digits and nine decimals, times any scale, stay exact within the precision below.
_PRECISION = 60
_GROUPED = r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){1,4}|(?:[ \u00a0\u2009\u202f][0-9]{3}){1,4})"
# The text layer of a PDF may set a point apart: 2 . 14.
_POINT = r"[ \u00a0\u2009\u202f]?\.[ \u00a0\u2009\u202f]?"
_PLAIN = rf"(?:{_GROUPED}|[1-9][0-9]{{0,14}}|0)(?:{_POINT}[0-9]{{1,9}})?"
_ARABIC = f"{_PLAIN}(?:{SCALE_PATTERN}(?:{_PLAIN}{SCALE_PATTERN})*(?:[0-9]{{2,8}})?)?"
_CHINESE_DECIMAL = f"[〇两{_DIGITS}十百千]+点[〇{_DIGITS}]{{1,9}}{_MYRIADS}?"
_CHINESE = f"(?:{_CHINESE_DECIMAL}|(?:[〇两{_DIGITS}十百万亿]|{_THOUSAND})+)"
NUMERAL_PATTERN = f"[-−负+]?(?:{_ARABIC}|{_CHINESE}|千)"

_SECTION = re.compile(f"(?P<digits>{_PLAIN})(?P<scale>{SCALE_PATTERN})?")
_BARE = re.compile("[百千]?万?亿?")
# Two is printed 两 on its own and in front of 百 千 万 亿, but neither in nor after a ten.
_MISPLACED_LIANG = re.compile("(?<=.)两$|两(?![百千万亿]|$)|十两")

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def _find_simplified() -> dict[int, int]:
    """Return the simplified form of the characters that simplified text does not have."""
    # What GB 2312 has is in use in simplified text as well: 著 of 显著 stays.
    pairs = {**T2S_DICT, "餘": "余"}.items()
    return {
        ord(other): ord(plain)
        for other, plain in pairs
        if len(other) == len(plain) == 1 and not other.encode("gb2312", "ignore")
    }


_NARROW = _find_simplified() | _FULL_WIDTH


@dataclass(frozen=True)
class Numeral:
    """A number, with what its print tells about its precision.

    Attributes:
        value: The number with its scale words multiplied in.
        decimals: The decimals printed before the scale words.
        scale: The scale words of the last printed part, such as 万 or 千万.
        is_bare: Whether it is a magnitude without a count: 百, 千亿, 十万.
    """

    value: Decimal
    decimals: int
    scale: str
    is_bare: bool

    @property
    def multiplier(self) -> Decimal:
        """The power of ten that the scale words stand for."""
        return scale_of(self.scale)


def scale_of(words: str) -> Decimal:
    """Return the power of ten of a run of scale words: 千万 -> 10000000, nothing -> 1."""
    known = _ENGLISH.get(words.strip())
    return Decimal(known or math.prod(_POWERS[word] for word in words))


def without_layout(text: str) -> str:
    """Narrow full-width characters, simplify traditional ones, drop white space without meaning.

    White space between digits stays: it separates thousands (1 930) or two numbers.
    """
    return re.sub(
        r"(?P<kept>(?<=[0-9.,])\s+(?=[0-9.,]))|\s+",
        lambda space: space["kept"] or "",
        text.translate(_NARROW),
    )


def simplest(value: Decimal) -> Decimal:
    """Return the same number without trailing zeros, exponent or negative zero."""
    return Decimal(format((value + 0).normalize(), "f"))


def read_numeral(text: str) -> Numeral:
    """Read one number, such as `-1,234`, `16.15亿`, `1万2千` or `三百二十万`.

    Raises:
        ValueError: If the text is not one well-formed number.
    """
    unsigned = re.sub("^[-−负+]", "", text)
    read = _read_arabic if re.fullmatch(_ARABIC, unsigned) else _read_chinese
    with localcontext(prec=_PRECISION):
        numeral = read(unsigned)
        is_negative = text[:1] in {"-", "−", "负"}
        return replace(numeral, value=simplest(-numeral.value if is_negative else numeral.value))


def _read_arabic(text: str) -> Numeral:
    sections = [
        (re.sub("[^0-9.]", "", match["digits"]), match["scale"] or "")
        for match in _SECTION.finditer(text)
    ]
    for (_, scale), (next_digits, next_scale) in pairwise(sections):
        upper = scale_of(scale)
        # 1万2 may be said for 12000, so a rest without scale word must fill every place.
        fills = bool(next_scale) or Decimal(10) ** len(next_digits) == upper
        if not fills or Decimal(next_digits) * scale_of(next_scale) >= upper or "." in text:
            raise ValueError(f"the parts of {text!r} do not add up to one number")
    value = sum((Decimal(digits) * scale_of(scale) for digits, scale in sections), Decimal(0))
    digits, scale = sections[-1]
    return Numeral(value, len(digits.partition(".")[2]), scale, is_bare=False)


def _read_chinese(text: str) -> Numeral:
    if not re.fullmatch(_CHINESE, text):
        raise ValueError(f"{text!r} is not one number")
    complaint = f"{text!r} is not a well-formed Chinese numeral"
    if _MISPLACED_LIANG.search(text) or text.count("亿") > 1:
        raise ValueError(complaint)
    scale = text[len(text.rstrip("万亿")) :]
    is_bare = text != "十" and set(text) <= set("十百千万亿")
    whole, _, fraction = text.replace("〇", "零").replace("两", "二").partition("点")
    if _BARE.fullmatch(whole):
        whole = "一" + whole
    number = _add_up(whole)
    # 三百五 adds up to 305 and 二三 to 5; only the spelling that the sum itself has is accepted.
    # 一 in front of a leading 十 may be left out, and so may 零 between 亿 and a count of 万.
    spelled = _spell(number)
    if re.sub("^十|(?<=零)十", "一十", whole) not in {
        spelled,
        re.sub("亿零(?=.*万)", "亿", spelled),
    }:
        raise ValueError(complaint)
    if not fraction:
        return Numeral(Decimal(number), 0, scale, is_bare)
    places = "".join(str(_DIGITS.index(digit)) for digit in fraction.rstrip("万亿"))
    value = Decimal(f"{number}.{places}") * scale_of(scale)
    return Numeral(value, len(places), scale, is_bare=False)


def _add_up(chinese: str) -> int:
    """Return the number that digits and powers of ten add up to, whatever their order."""
    for power in "亿万":
        upper, found, lower = chinese.rpartition(power)
        if found:
            return _add_up(upper) * _POWERS[power] + _add_up(lower)
    places = re.findall(f"([{_DIGITS[1:]}]?)([千百十])|([{_DIGITS}])", chinese)
    return sum(
        (_DIGITS.index(digit) if digit else 1) * _POWERS[power] if power else _DIGITS.index(unit)
        for digit, power, unit in places
    )


def _spell(number: int) -> str:
    """Return a whole number in Chinese, with every 一 and 零 that may be written."""
    for power in "亿万":
        upper, lower = divmod(number, _POWERS[power])
        if upper:
            gap = "零" if 0 < lower < _POWERS[power] // 10 else ""
            return _spell(upper) + power + gap + (_spell(lower) if lower else "")
    places = zip(f"{number:04}", ("千", "百", "十", ""), strict=True)
    spelled = "".join(
        _DIGITS[int(digit)] + power if digit != "0" else "零" for digit, power in places
    )
    return re.sub("零+", "零", spelled).strip("零") or "零"
