"""Numbers that a scan or a text layer damaged, and neighbours that make a number doubtful."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.data.printed.measure_words import MEASURE_PATTERN
from helpers.data.printed.numerals import NUMERAL_PATTERN, SCALE_PATTERN
from helpers.intake.text.reading_faults import write_fault

_DIGIT_OF_LETTER = str.maketrans({"O": "0", "o": "0", "Ｏ": "0", "l": "1", "I": "1"})
_SIGN = "[0-9OoＯlI]"
_RUN = re.compile(
    rf"(?<![A-Za-z0-9.])(?P<number>{_SIGN}+"
    rf"(?:(?:,(?={_SIGN}{{3}}(?!{_SIGN}))| ?[.。·] ?| ){_SIGN}+){{0,6}})"
    rf"(?P<unit>{SCALE_PATTERN}?{MEASURE_PATTERN})"
)
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_CLEAN = re.compile(NUMERAL_PATTERN)
_OF_TIME = re.compile("[年月日号届时点分秒]")
_YEAR_BEFORE_GAP = re.compile("(?:19|20)[0-9]{2}(?: |。)")
_WHOLE = re.compile(r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?|0+[1-9][0-9]*\.[0-9]+")

# What stands right before the rest of a number, or right after its beginning.
_CUT_BEFORE = re.compile(
    # Any sign but one that ends a figure or a clause may be a point that was not read.
    r"(?:[0-9〇](?:_|[^\w%‰℃()（）;!?、。\t\"“”<>≥≤*]){0,3}|[0-9] ?[.。·、x×X*零] ?|[0-9][.,]\s*|"
    r"(?<![0-9.])[0-9]{1,2}、|(?<![A-Za-z])[.] ?|[Ⅰ-ⅿ]|(?<![A-Za-z&])[A-Za-z]|"
    r"[0-9一二三四五六七八九十两百千][十百千万亿点][零〇又]? ?|[0-9]个)$"
)
_CUT_AFTER = re.compile(" ?[.,。·]? ?[0-9OoIl]|[A-Za-z]|[点零〇又][0-9]|[百千万亿]")
_NUMERAL_END = re.compile("[〇零一二三四五六七八九十百千万亿]$")
_OPEN_END = re.compile("[0-9百千万亿]$")
_MINUS = re.compile("(?<![-‐‑‒–—―─━−﹣0-9])[-‐‑‒–—―─━−﹣ーㄧ~⁻➖▲△]$")
_OTHER_MONEY = (
    "港币|港元|韩元|卢布|日圆|日元|台币|新台币|英镑|美金|美元|欧元|法郎|"
    "泰铢|澳元|加元|新元|卢比|越南盾"
)
_MONEY_BEFORE = re.compile(rf"(?:[$€£]|USD ?|EUR ?|(?:{_OTHER_MONEY})(?:约|达|为|近)?)$")
_MONEY_AFTER = re.compile(f"个?(?:{_OTHER_MONEY})")
_LISTED = re.compile(r"[0-9]{1,3} ?\. ?[0-9]+[家个件人名项户所位台套](?!点|百分)")
_AVERAGE = re.compile("平均|[均每]|占有|密度|万人|户籍|比")


@dataclass(frozen=True)
class Damaged:
    """A number with a letter, a gap or a full stop where a digit or a point belongs.

    Attributes:
        start: Its first character.
        end: The place after its unit.
        repaired: What it reads as; empty where that is not certain enough to propose.
        fault: What is wrong with it.
    """

    start: int
    end: int
    repaired: str
    fault: str


def find_damaged(text: str) -> Iterator[Damaged]:
    """Find the numbers of a passage that are damaged.

    Args:
        text: The passage without layout.

    Yields:
        Each with what it most likely reads.

    Examples:
        >>> [(one.repaired, text) for one in find_damaged("增长2O.4%") for text in [one.fault]]
        [('20.4%', '2O.4% is damaged; check it against the document')]
    """
    for match in _RUN.finditer(text):
        number, unit = match["number"], match["unit"]
        if not re.search("[0-9]", number) or _OF_TIME.match(unit.strip()):
            continue
        if _CLEAN.fullmatch(number) or _YEAR_BEFORE_GAP.match(number):
            continue
        plain = re.sub("[。·]", ".", number.translate(_DIGIT_OF_LETTER))
        plain = plain.replace(" ", "").replace(",", "")
        repaired = plain + unit if _WHOLE.fullmatch(plain) else ""
        fault = write_fault("intake_reading_damaged", token=match[0])
        yield Damaged(match.start(), match.end(), repaired, fault)


def find_doubt(text: str, start: int, end: int) -> str:
    """Find what makes it doubtful that a token is one whole number in the unit it shows.

    Args:
        text: The passage without layout.
        start: Where the number begins.
        end: Where its token ends.

    Returns:
        The fault of the row; empty without doubt.

    Examples:
        >>> find_doubt("产值17.3.5亿元", 5, 9)
        '.5亿元 may be a part of a longer number; check it against the document'
    """
    token, before, after = text[start:end], text[max(0, start - 12) : start], text[end : end + 8]
    if token[:1] in {"第", "首", "榜"}:
        return ""
    if _YEAR.fullmatch(token):
        # 2020、2021年 and 达2021、135家: a number without a unit of its own may be a year.
        return write_fault("intake_reading_year", token=token)
    if _MINUS.search(before):
        return write_fault("intake_reading_sign_minus", token=token)
    is_after_numeral = token[:1].isdecimal() and _NUMERAL_END.search(before)
    if (
        _CUT_BEFORE.search(before)
        or is_after_numeral
        or (_OPEN_END.search(token) and _CUT_AFTER.match(after))
    ):
        return write_fault("intake_reading_part", token=token)
    if (token.endswith("个") and after[:1] in {"亿", "万"}) or (
        not token.endswith("元") and _MONEY_AFTER.match(after)
    ):
        return write_fault("intake_reading_unit_goes_on", token=token, after=after[:3])
    if _MONEY_BEFORE.search(before):
        return write_fault("intake_reading_unit_money", token=token)
    if _LISTED.match(token) and not _AVERAGE.search(text[max(0, start - 30) : start]):
        return write_fault("intake_reading_list_numeral", token=token)
    return ""
