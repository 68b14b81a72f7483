"""The words that tell what a figure measures, where its own clause leaves the noun out."""

import re
from collections.abc import Sequence

from helpers.data.printed.printed_figures import PrintedFigure

# 研发投入超亿元企业 are firms: the amount is what sorts them.
_THRESHOLD = re.compile("(?:以上|以下)?的?(?:[\u4e00-\u9fff]{0,4}企业|项目|单位|大户)")
_CHANGE = re.compile("(?:比|较|同比|环比)[\u4e00-\u9fff]{0,4}(?:净?增加|净增|新增)(?:了|约)?")
_TOTAL = re.compile("(?:总数|总量|累计)?(?:达到?|突破|超过|增至|增加到|为)+|总数|总量")
_ADDED = re.compile("净增|新增|增加|新认定|新培育")
_AMOUNT = re.compile("(?:合同)?(?:成交额|交易额|总金额|金额|总额)(?:达到?|为|突破|超过)*")
_RANKED = 4


def read_meaning(
    near: str,
    around: str,
    clauses: Sequence[str],
    figure: PrintedFigure | None,
    after: str,
) -> tuple[str, str]:
    """Return the words that tell what a figure measures: beside it, and farther around it.

    Args:
        near: The words beside it.
        around: Those with the clauses before.
        clauses: The clauses of its sentence up to it.
        figure: What the parser read.
        after: What follows it.
    """
    if _THRESHOLD.match(after) and figure is not None and figure.measure_word == "元":
        return "", ""
    clause = clauses[-1]
    if figure is not None and figure.ordinal and len(clauses) > 1:
        return "".join(clauses[-_RANKED:]) + "位次", around
    if len(clauses) > 1 and _CHANGE.fullmatch(clause):
        return "新增" + clauses[-2], around
    if len(clauses) > 1 and _AMOUNT.fullmatch(clause):
        return "".join(clauses[-2:]), around
    if len(clauses) > 1 and _TOTAL.fullmatch(clause):
        return _ADDED.sub("", clauses[-2]) + clause, _ADDED.sub("", around)
    return near, around
