"""The sign of a figure: the word of decline before it, or shared with other numbers."""

import re
from dataclasses import dataclass

from helpers.data.printed.printed_figures import PrintedFigure
from helpers.intake.text.patterns import read_patterns
from helpers.intake.text.reading_faults import write_fault

_PATTERNS = read_patterns("signs")
_SHARES = frozenset(["%", "‰", "‱", "个百分点", "个基点", "基点", "倍", "℃"])
_PLACES = frozenset(["位", "名"])
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
    """Find the word of decline before a number, and what makes its sign doubtful.

    For a number of a table, `head` has the words at the head of its column.

    Examples:
        >>> from helpers.data.printed.printed_figures import parse_printed_figure
        >>> find_sign("同比下降3%", 4, parse_printed_figure("3%")).lead
        2
    """
    if figure.ordinal:
        return Sign()
    before = text[max(0, start - _REACH) : start]
    clause = _PATTERNS["clause"].split(before)[-1]
    token = figure.as_printed
    if (match := _PATTERNS["before"].search(before)) is not None:
        if figure.measure_word in _PLACES and re.search("位|排名|名次", before[-12:] + token):
            return Sign(fault=write_fault("intake_reading_sign_rank", token=token))
        if _PATTERNS["of_decline"].search(before[max(0, match.start() - 10) : match.start()]):
            return Sign(fault=write_fault("intake_reading_sign_change", word=match[0], token=token))
        return Sign(lead=len(match[0]))
    if (shared := _PATTERNS["shared"].search(before)) is not None:
        return Sign(shared=shared["word"])
    if _PATTERNS["minus"].search(before):
        return Sign(lead=1)
    if _PATTERNS["loss"].search(before):
        return Sign(fault=write_fault("intake_reading_sign_loss", word=before[-2:], token=token))
    is_share = figure.measure_word in _SHARES
    if is_share and (before.endswith(("负", "负的", "零下"))):
        return Sign(fault=write_fault("intake_reading_sign_below", word=before[-2:], token=token))
    if _PATTERNS["name_of_decline"].search(before):
        return Sign(fault=write_fault("intake_reading_sign_size", token=token))
    if is_share and _PATTERNS["behind"].search(before):
        return Sign(fault=write_fault("intake_reading_sign_lag", token=token))
    declines = list(_PATTERNS["declines"].finditer(clause))
    if is_share and declines and not _PATTERNS["goes_on"].search(clause[declines[-1].end() :]):
        return Sign(
            fault=write_fault("intake_reading_sign_clause", word=declines[-1][0], token=token)
        )
    if (less := _PATTERNS["less"].search(clause)) and not _PATTERNS["least"].search(clause):
        return Sign(fault=write_fault("intake_reading_sign_clause", word=less[0], token=token))
    is_positive = figure.value is not None and figure.value > 0
    if (
        is_positive
        and _PATTERNS["head_of_decline"].search(head)
        and not _PATTERNS["head_of_both"].search(head)
    ):
        return Sign(fault=write_fault("intake_reading_sign_column", token=token))
    return Sign()
