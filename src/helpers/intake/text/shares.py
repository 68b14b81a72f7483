"""Numbers side by side whose unit is printed once or not at all: 8.3:43.1:48.6, 2.16和1.66%."""

import re
from collections.abc import Iterator
from decimal import Decimal

from helpers.intake.text.patterns import read_patterns

_PATTERNS = read_patterns("shares")
_ITEM = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?[百千万亿]*"
_OF_TIME = frozenset("年月日号届")
_WHOLE = 100
# Every part may be rounded by half of its last digit; most are printed with one decimal.
_ROUNDING = Decimal("0.1")
_SHARE_UNIT = "%"


def find_without_unit(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the numbers whose unit is not printed with them: begin, end and unit of each.

    Examples:
        >>> list(find_without_unit("回落2.16和1.66个百分点"))
        [(2, 6, '个百分点')]
    """
    shares = list(find_shares(text))
    yield from ((start, end, _SHARE_UNIT) for start, end in shares)
    for match in _PATTERNS["list"].finditer(text):
        items = list(re.finditer(_ITEM, match["items"]))
        is_list = all(_PATTERNS["listed"].match(item[0]) for item in items)
        if not is_list or match["measure"] in _OF_TIME:
            continue
        for item in items:
            scale = "" if item[0][-1] in "百千万亿" else match["scale"]
            yield match.start() + item.start(), match.start() + item.end(), scale + match["measure"]


def find_shares(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the numbers of a run that add up to a hundred begin and end.

    Examples:
        >>> list(find_shares("结构为8.3:43.1:48.6"))
        [(3, 6), (7, 11), (12, 16)]
        >>> list(find_shares("上午9:30:61"))
        []
    """
    for run in [*_PATTERNS["run"].finditer(text), *_PATTERNS["listed_run"].finditer(text)]:
        parts = [
            (run.start() + part.start(), run.start() + part.end())
            for part in _PATTERNS["part"].finditer(run[0])
        ]
        total = sum((Decimal(text[start:end]) for start, end in parts), Decimal(0))
        is_cued = _PATTERNS["cue"].search(text[: run.start()]) is not None
        is_told = is_cued or ("." in run[0] and run.re is _PATTERNS["run"])
        if is_told and abs(total - _WHOLE) <= _ROUNDING * len(parts):
            yield from parts
