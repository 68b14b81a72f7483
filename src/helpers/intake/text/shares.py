"""Numbers side by side whose unit is printed once or not at all: 8.3:43.1:48.6, 2.16和1.66%."""

import re
from collections.abc import Iterator
from decimal import Decimal

from helpers.data.printed.measure_words import MEASURE_PATTERN

_RUN = re.compile(
    r"(?<![0-9.:∶/])[0-9]{1,2}(?:\.[0-9]+)?(?:[:∶][0-9]{1,2}(?:\.[0-9]+)?)+(?![0-9.:∶])"
)
_LISTED_RUN = re.compile(
    r"(?<![0-9.:∶/、])[0-9]{1,2}(?:\.[0-9]+)?(?:[、/][0-9]{1,2}(?:\.[0-9]+)?){2,}(?![0-9.:∶%])"
)
_ITEM = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?[百千万亿]*"
_LIST = re.compile(
    rf"(?<![0-9.:∶/第])(?P<items>(?:{_ITEM}[、和与及/])+)[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?"
    rf"(?P<scale>[百千万亿]*)(?P<measure>{MEASURE_PATTERN})"
)
# 2、3个 may be 2 or 3, and 1、2名 a list: what is listed has a decimal, a scale or three digits.
_LISTED = re.compile(r".*\.|.*[百千万亿]$|[0-9,]{3,}$")
_OF_TIME = frozenset("年月日号届")
_PART = re.compile(r"[0-9.]+")
_CUE = re.compile("[比构成结重][\u4e00-\u9fff]{0,8}$")
_WHOLE = 100
# Every part may be rounded by half of its last digit; most are printed with one decimal.
_ROUNDING = Decimal("0.1")
_SHARE_UNIT = "%"


def find_without_unit(text: str) -> Iterator[tuple[int, int, str]]:
    """Find the numbers whose unit stands apart from them.

    Args:
        text: The passage without layout.

    Yields:
        Where each number begins and ends, and its unit.

    Examples:
        >>> list(find_without_unit("回落2.16和1.66个百分点"))
        [(2, 6, '个百分点')]
    """
    shares = list(find_shares(text))
    yield from ((start, end, _SHARE_UNIT) for start, end in shares)
    for match in _LIST.finditer(text):
        items = list(re.finditer(_ITEM, match["items"]))
        is_list = all(_LISTED.match(item[0]) for item in items)
        if not is_list or match["measure"] in _OF_TIME:
            continue
        for item in items:
            scale = "" if item[0][-1] in "百千万亿" else match["scale"]
            yield match.start() + item.start(), match.start() + item.end(), scale + match["measure"]


def find_shares(text: str) -> Iterator[tuple[int, int]]:
    """Find the numbers of a run that add up to a hundred.

    Args:
        text: The passage without layout.

    Yields:
        Where each number begins and ends.

    Examples:
        >>> list(find_shares("结构为8.3:43.1:48.6"))
        [(3, 6), (7, 11), (12, 16)]
        >>> list(find_shares("上午9:30:61"))
        []
    """
    for run in [*_RUN.finditer(text), *_LISTED_RUN.finditer(text)]:
        parts = [
            (run.start() + part.start(), run.start() + part.end())
            for part in _PART.finditer(run[0])
        ]
        total = sum((Decimal(text[start:end]) for start, end in parts), Decimal(0))
        is_cued = _CUE.search(text[: run.start()]) is not None
        is_told = is_cued or ("." in run[0] and run.re is _RUN)
        if is_told and abs(total - _WHOLE) <= _ROUNDING * len(parts):
            yield from parts
