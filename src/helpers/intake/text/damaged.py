"""Numbers that a scan or a text layer damaged, and neighbours that make a number doubtful."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.intake.text.patterns import read_patterns
from helpers.intake.text.reading_faults import write_fault

_DIGIT_OF_LETTER = str.maketrans({"O": "0", "o": "0", "Ｏ": "0", "l": "1", "I": "1"})
_PATTERNS = read_patterns("damaged")


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
    """Find the damaged numbers of a passage without layout, each with what it most likely reads.

    Examples:
        >>> [(one.repaired, text) for one in find_damaged("增长2O.4%") for text in [one.fault]]
        [('20.4%', '2O.4% is damaged; check it against the document')]
    """
    for match in _PATTERNS["run"].finditer(text):
        number, unit = match["number"], match["unit"]
        if not re.search("[0-9]", number) or _PATTERNS["of_time"].match(unit.strip()):
            continue
        if _PATTERNS["clean"].fullmatch(number) or _PATTERNS["year_before_gap"].match(number):
            continue
        plain = re.sub("[。·]", ".", number.translate(_DIGIT_OF_LETTER))
        plain = plain.replace(" ", "").replace(",", "")
        repaired = plain + unit if _PATTERNS["whole"].fullmatch(plain) else ""
        fault = write_fault("intake_reading_damaged", token=match[0])
        yield Damaged(match.start(), match.end(), repaired, fault)


def find_doubt(text: str, start: int, end: int) -> str:
    """Find what makes it doubtful that a token is one whole number in the unit it shows.

    The fault of the row is returned; empty without doubt.

    Examples:
        >>> find_doubt("产值17.3.5亿元", 5, 9)
        '.5亿元 may be a part of a longer number; check it against the document'
    """
    token, before, after = text[start:end], text[max(0, start - 12) : start], text[end : end + 8]
    if token[:1] in {"第", "首", "榜"}:
        return ""
    if _PATTERNS["year"].fullmatch(token):
        # 2020、2021年 and 达2021、135家: a number without a unit of its own may be a year.
        return write_fault("intake_reading_year", token=token)
    if _PATTERNS["minus"].search(before):
        return write_fault("intake_reading_sign_minus", token=token)
    is_after_numeral = token[:1].isdecimal() and _PATTERNS["numeral_end"].search(before)
    if (
        _PATTERNS["cut_before"].search(before)
        or is_after_numeral
        or (_PATTERNS["open_end"].search(token) and _PATTERNS["cut_after"].match(after))
    ):
        return write_fault("intake_reading_part", token=token)
    if (token.endswith("个") and after[:1] in {"亿", "万"}) or (
        not token.endswith("元") and _PATTERNS["money_after"].match(after)
    ):
        return write_fault("intake_reading_unit_goes_on", token=token, after=after[:3])
    if _PATTERNS["money_before"].search(before):
        return write_fault("intake_reading_unit_money", token=token)
    if _PATTERNS["listed"].match(token) and not _PATTERNS["average"].search(
        text[max(0, start - 30) : start]
    ):
        return write_fault("intake_reading_list_numeral", token=token)
    return ""
