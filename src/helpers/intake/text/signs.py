"""The sign of a figure: the word of decline that stands before it, or that it shares."""

import re
from dataclasses import dataclass

from helpers.data.printed.measure_words import MEASURE_PATTERN
from helpers.data.printed.numerals import NUMERAL_PATTERN, SCALE_PATTERN
from helpers.data.printed.printed_changes import DECLINE
from helpers.data.printed.printed_figures import PrintedFigure
from helpers.intake.text.reading_faults import write_fault

_BEFORE = re.compile(f"(?:{DECLINE})$")
_ITEM = rf"{NUMERAL_PATTERN}{SCALE_PATTERN}?{MEASURE_PATTERN}?"
_SHARED = re.compile(rf"(?P<word>{DECLINE})(?::|(?:约|近)?(?:{_ITEM}(?:[、和与及]|以及))+)$")
_MINUS = re.compile("(?:^|[为是长率达速,:、和\t(])负$")
_LOSS = re.compile("(?:净流出|流失|损失|蒸发|亏损|逆差|赤字|[跌降]破)了?$")
_SHARES = frozenset(["%", "‰", "‱", "个百分点", "个基点", "基点", "倍", "℃"])
_PLACES = frozenset(["位", "名"])
_CLAUSE = re.compile(r"[,;。:!?\t\n(、0-9]")
# A smaller decline is a better year; how its size is signed, the words alone do not tell.
_OF_DECLINE = re.compile("(?:降幅|跌幅|减幅|亏损|逆差|赤字|负增长)")
_NAME_OF_DECLINE = re.compile(
    "(?:[降跌减]幅|(?:下降|降低|减少|递减|下跌|减排|负增长|缩减)(?:率|幅度|速度|比例))[^,。;0-9]{0,6}$"
)
_DECLINES = re.compile(
    "负增长|下降|减少|降低|回落|下滑|缩减|下跌|下挫|萎缩|缩小|收窄|减排|压减|decrease|decline"
)
# 少支1.2亿元: an amount by which less was spent.
_LESS = re.compile("[少减減](?![至到于為为])[\u4e00-\u9fff]了?$")
_LEAST = re.compile("(?:[至最不缺多]少|[升增加]减|减[排免税负])[\u4e00-\u9fff]?了?$")
_GOES_ON = re.compile("[至到为达]|增长|提高|上升|上涨|增加|占|比重|实现|完成|超过|[高快]于")
_BEHIND = re.compile("(?:低于|慢于|落后于?|少于|不及|逊于)[^,。;0-9]{1,16}$")
_HEAD_OF_DECLINE = re.compile("下降|减少|降低|回落|下滑|缩减|[降跌减]幅|负增长")
_HEAD_OF_BOTH = re.compile("增减|升降|增长|[增加升±]")
_REACH = 60


@dataclass(frozen=True)
class Sign:
    """The word before a number that makes it negative.

    Attributes:
        lead: Length of the word right before it, which belongs to its token.
        shared: The word that it shares with the numbers before it.
        fault: Why its sign is not certain.
    """

    lead: int = 0
    shared: str = ""
    fault: str = ""


def find_sign(text: str, start: int, figure: PrintedFigure, head: str = "") -> Sign:
    """Find the sign of a number.

    Args:
        text: The passage without layout.
        start: Where the number begins.
        figure: What the parser read.
        head: The words at the head of its column, for a number of a table.

    Returns:
        The word of decline before it, and what makes the sign doubtful.

    Examples:
        >>> from helpers.data.printed.printed_figures import parse_printed_figure
        >>> find_sign("同比下降3%", 4, parse_printed_figure("3%")).lead
        2
    """
    if figure.ordinal:
        return Sign()
    before = text[max(0, start - _REACH) : start]
    clause = _CLAUSE.split(before)[-1]
    token = figure.as_printed
    if (match := _BEFORE.search(before)) is not None:
        if figure.measure_word in _PLACES and re.search("位|排名|名次", before[-12:] + token):
            return Sign(fault=write_fault("intake_reading_sign_rank", token=token))
        if _OF_DECLINE.search(before[max(0, match.start() - 10) : match.start()]):
            return Sign(fault=write_fault("intake_reading_sign_change", word=match[0], token=token))
        return Sign(lead=len(match[0]))
    if (shared := _SHARED.search(before)) is not None:
        return Sign(shared=shared["word"])
    if _MINUS.search(before):
        return Sign(lead=1)
    if _LOSS.search(before):
        return Sign(fault=write_fault("intake_reading_sign_loss", word=before[-2:], token=token))
    is_share = figure.measure_word in _SHARES
    if is_share and (before.endswith(("负", "负的", "零下"))):
        return Sign(fault=write_fault("intake_reading_sign_below", word=before[-2:], token=token))
    if _NAME_OF_DECLINE.search(before):
        return Sign(fault=write_fault("intake_reading_sign_size", token=token))
    if is_share and _BEHIND.search(before):
        return Sign(fault=write_fault("intake_reading_sign_lag", token=token))
    declines = list(_DECLINES.finditer(clause))
    if is_share and declines and not _GOES_ON.search(clause[declines[-1].end() :]):
        return Sign(
            fault=write_fault("intake_reading_sign_clause", word=declines[-1][0], token=token)
        )
    if (less := _LESS.search(clause)) and not _LEAST.search(clause):
        return Sign(fault=write_fault("intake_reading_sign_clause", word=less[0], token=token))
    is_positive = figure.value is not None and figure.value > 0
    if is_positive and _HEAD_OF_DECLINE.search(head) and not _HEAD_OF_BOTH.search(head):
        return Sign(fault=write_fault("intake_reading_sign_column", token=token))
    return Sign()
