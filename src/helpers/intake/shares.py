"""Shares that a text prints side by side without their unit: 8.3:43.1:48.6 of three industries."""

import re
from collections.abc import Iterator
from decimal import Decimal

_RUN = re.compile(
    r"(?<![0-9.:∶/])[0-9]{1,2}(?:\.[0-9]+)?(?:[:∶][0-9]{1,2}(?:\.[0-9]+)?)+(?![0-9.:∶])"
)
_PART = re.compile(r"[0-9.]+")
_CUE = re.compile("[比构成结重][\u4e00-\u9fff]{0,8}$")
_WHOLE = 100
# Every part may be rounded by half of its last digit; most are printed with one decimal.
_ROUNDING = Decimal("0.1")
UNIT = "%"


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
    for run in _RUN.finditer(text):
        parts = [
            (run.start() + part.start(), run.start() + part.end())
            for part in _PART.finditer(run[0])
        ]
        total = sum((Decimal(text[start:end]) for start, end in parts), Decimal(0))
        is_told = "." in run[0] or _CUE.search(text[: run.start()])
        if is_told and abs(total - _WHOLE) <= _ROUNDING * len(parts):
            yield from parts
