"""The words beside a figure that tell what it counts or measures."""

import re
from collections.abc import Sequence

from helpers.data.printed.printed_figures import PrintedFigure
from helpers.intake.text.lexicon import Words
from helpers.intake.text.patterns import read_patterns

_PATTERNS = read_patterns("labels")
_LONGEST, _SHORTEST = 18, 2
_RANKED = 4


def find_label(
    before: str, after: str, measure_word: str, words: Words, *, is_rank: bool = False
) -> str:
    """Find the few words that say what a figure counts; empty when none are printed beside it.

    What is counted follows a classifier; a rank names what it ranks before it.
    """
    right = _PATTERNS["head"].sub("", after)
    right = _PATTERNS["after_end"].split(right)[0][:_LONGEST]
    shared = _find_shared(before)
    if shared:
        return shared
    if (
        not is_rank
        and measure_word in words.by_kind["counter"]
        and len(right) >= _SHORTEST
        and "\u4e00" <= right[0] <= "\u9fff"
    ):
        return right
    tail = f"{words.pattern('label_tail')}+$"
    for part in reversed(_PATTERNS["break"].split(before)):
        left = re.sub(tail, "", part)
        if len(left) >= _SHORTEST:
            return left[-_LONGEST:]
    return right


def read_meaning(
    near: str, around: str, clauses: Sequence[str], figure: PrintedFigure | None, after: str
) -> tuple[str, str]:
    """Return the words that tell what a figure measures: beside it, and farther around it."""
    if _PATTERNS["threshold"].match(after) and figure is not None and figure.measure_word == "元":
        return "", ""
    clause = clauses[-1]
    if figure is not None and figure.ordinal and len(clauses) > 1:
        return "".join(clauses[-_RANKED:]) + "位次", around
    if len(clauses) > 1 and _PATTERNS["change"].fullmatch(clause):
        return "新增" + clauses[-2], around
    if len(clauses) > 1 and _PATTERNS["amount"].fullmatch(clause):
        return "".join(clauses[-2:]), around
    if len(clauses) > 1 and _PATTERNS["total"].fullmatch(clause):
        return _PATTERNS["added"].sub("", clauses[-2]) + clause, _PATTERNS["added"].sub("", around)
    return near, around


def _find_shared(before: str) -> str:
    """Return the label that 分别 shares out: the second of 甲、乙分别为1项、2项 is of 乙."""
    clause = _PATTERNS["sentence"].split(before)[-1]
    left, word, right = clause.rpartition("分别")
    if not word or not re.fullmatch("(?:为|达到?|是|有|完成|实现)?(?:[^、和]+[、和])*", right):
        return ""
    labels = re.split("[、和与]", left)
    place = len(re.findall("[、和]", right))
    count = len([label for label in labels if label])
    return labels[place][-_LONGEST:] if place < count and count > 1 else ""
