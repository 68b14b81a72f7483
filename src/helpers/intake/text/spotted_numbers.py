"""The numbers of a passage: figures, and others with the reason to leave them out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from helpers.data.printed.measure_words import MEASURE_WORDS
from helpers.data.printed.printed_changes import DOUBLING
from helpers.data.printed.printed_figures import (
    PrintedFigure,
    Qualifier,
    find_end_of_figure,
    try_printed_figure,
)
from helpers.intake.text.damaged import find_damaged, find_doubt
from helpers.intake.text.lexicon import Words
from helpers.intake.text.omissions import find_reason
from helpers.intake.text.patterns import read_patterns
from helpers.intake.text.reading_faults import write_fault
from helpers.intake.text.shares import find_without_unit
from helpers.intake.text.signs import find_sign
from helpers.intake.text.spans import TextSpan, find_spans

_PATTERNS = read_patterns("spotted_numbers")
_MORE = re.compile(f"[多余]个?(?:{'|'.join(MEASURE_WORDS)})")
_DOUBLING = re.compile(f"{DOUBLING}(?:以上|多)?")
# Where any of them may begin: what lies between is passed over at once.
_CANDIDATE = re.compile(
    "|".join(
        one.pattern
        for one in (_PATTERNS["fraction"], _DOUBLING, _PATTERNS["share"], _PATTERNS["may_begin"])
    )
)
_NEVER_BEFORE = {
    "破": "打突跌降",
    "近": "附邻相临最",
    "超": "高反",
    "约": "节预签合公制",
    "过": "通经超不透越",
    "上": "以线网路海之早晚会加跨迈登踏",
}


@dataclass(frozen=True)
class SpottedNumber:
    """A number of a passage.

    Attributes:
        start: Its first character.
        end: The place after its last.
        figure: What the parser read; None where it could not read it.
        reason: Why it is left out; empty for a figure.
        fault: What the parser said of a figure that it could not read.
        unit: The unit that is not printed with it, empty where its token contains it.
        lead: Length of the word of decline that its token opens with.
    """

    start: int
    end: int
    figure: PrintedFigure | None
    reason: str = ""
    fault: str = ""
    unit: str = ""
    lead: int = 0


def find_figures(text: str, words: Words) -> list[SpottedNumber]:
    """Find every number of a passage without layout, and say of each whether it is a figure."""
    findings = [
        *_find_without_unit(text),
        *(
            SpottedNumber(one.start, one.end, try_printed_figure(one.repaired), fault=one.fault)
            for one in find_damaged(text)
        ),
    ]
    found = [(finding.start, finding.end) for finding in findings]
    spans = [TextSpan(start, end, "") for start, end in found]
    spans += [
        span
        for span in find_spans(text, words)
        if all(span.end <= start or end <= span.start for start, end in found)
    ]
    spans.sort(key=lambda span: span.start)
    stretches = list(_find_stretches(text, spans))
    findings += [_judge(text, start, end, words) for start, end in stretches]
    findings += [
        SpottedNumber(span.start, span.end, None, span.reason)
        for span in spans
        if span.reason
        and any(character.isnumeric() for character in text[span.start : span.end])
        and not any(start <= span.start < end for start, end in stretches)
    ]
    findings.sort(key=lambda finding: finding.start)
    # Every figure is checked: its sign, and that it is not a part of a longer number.
    return [check_figure(text, finding) for finding in findings]


def check_figure(text: str, finding: SpottedNumber, head: str = "") -> SpottedNumber:
    """Return a finding with the sign that the words around it tell, and with what is doubtful.

    For a number of a table, `head` has the words at the head of its column.
    """
    start, end, figure, unit = finding.start, finding.end, finding.figure, finding.unit
    if finding.reason:
        return finding
    # A run such as 8.3:43.1:48.6 was judged as a whole.
    is_of_run = bool(unit) and not head
    fault = finding.fault or (
        ""
        if is_of_run and not _PATTERNS["year"].fullmatch(text[start:end])
        else find_doubt(text, start, end)
    )
    if figure is None:
        return replace(finding, fault=fault)
    if figure.qualifier is Qualifier.RANGE and _PATTERNS["led_by_change"].search(
        text[:start][-12:]
    ):
        fault = fault or write_fault("intake_reading_two_figures", token=text[start:end])
    sign = find_sign(text, start, figure, head)
    token = text[start - sign.lead : end]
    if finding.fault:
        token = text[start - sign.lead : start] + figure.as_printed
    if sign.lead or sign.shared:
        unit = sign.shared + unit
        figure = try_printed_figure(token, unit)
        if figure is None:
            unread = write_fault("intake_reading_unread", token=token)
            return replace(finding, figure=None, fault=fault or unread)
    return SpottedNumber(
        start - sign.lead, end, figure, "", fault or sign.fault, unit, lead=sign.lead
    )


def _find_without_unit(text: str) -> Iterator[SpottedNumber]:
    """Yield numbers without a unit of their own, and ratios: 城乡收入比2.51:1, 按1:1配套."""
    found = list(find_without_unit(text))
    for match in _PATTERNS["ratio"].finditer(text):
        before = text[max(0, match.start() - 26) : match.start()]
        if _PATTERNS["ratio_before"].search(before) or _PATTERNS["ratio_after"].match(
            text, match.end()
        ):
            found.append((match.start(), match.end(), ""))
    for start, end, unit in found:
        if figure := try_printed_figure(text[start:end] + unit):  # 05:30:65 is none
            yield SpottedNumber(start, end, figure, unit=unit)


def _find_stretches(text: str, spans: list[TextSpan]) -> Iterator[tuple[int, int]]:
    """Yield where each number outside of the spans begins and ends."""
    place, following = 0, 0
    while (candidate := _CANDIDATE.search(text, place)) is not None:
        place = candidate.start()
        # The spans are in order and none overlaps another.
        while following < len(spans) and spans[following].end <= place:
            following += 1
        span = spans[following] if following < len(spans) else None
        if span is not None and span.start <= place:
            place = span.end
            continue
        end = _find_stretch_end(text, place, span.start if span else len(text))
        if end > place:
            yield place, end
        place = max(end, place + 1)


def _find_stretch_end(text: str, place: int, limit: int) -> int:
    """Return where a fraction, a doubling, a share or a number ends; its start where none does."""
    fraction = _PATTERNS["fraction"].match(text, place)
    if fraction and not _PATTERNS["hundredths"].match(fraction[0]):
        return fraction.end()
    doubling = _DOUBLING.match(text, place)
    if doubling:
        return doubling.end()
    share = _PATTERNS["share"].match(text, place)
    if share and _is_share(text, share):
        return share.end()
    return _find_end(text[:limit], place)


def _is_share(text: str, share: re.Match[str]) -> bool:
    """True when words are a share, neither a slogan nor what the parser reads."""
    if share["parts"]:
        return not _PATTERNS["hundredths"].search(share[0])
    before = text[max(0, share.start() - 12) : share.start()]
    is_told = (
        "数" in share[0] or share[0].endswith("以上") or _PATTERNS["share_before"].search(before)
    )
    return bool(is_told or _PATTERNS["share_after"].match(text, share.end()))


def _find_end(text: str, place: int) -> int:
    """Return where the number ends that begins here; the same place where none does."""
    match = _PATTERNS["may_begin"].match(text, place)
    if match is None:
        return place
    before = text[place - 1 : place]
    if match["before"] and before and before in _NEVER_BEFORE.get(match["before"], ""):
        return place
    if text[place] in "+-−" and before:
        # After a word, a sign belongs to a rate that may be negative: 自然增长率-1.12‰.
        is_word = "\u4e00" <= before <= "\u9fff" or before in "(,:=、"
        if not is_word or not _PATTERNS["signed"].match(text, place):
            return place
    if text[place] == "负" and before:
        return place
    if match["number"] in {"首", "榜首"}:
        return place + len("首家")
    end = find_end_of_figure(text, place)
    if (match["each"] or "").startswith("分别"):
        # 分别给予500万元、200万元 shares out a list; it does not grant 500万元 to each.
        end = place if _PATTERNS["next_of_list"].match(text, end) else end
    # 多 or 余 after the token means that the token continues: 2月多月.
    rest = _MORE.match(text, end) if end > place else None
    end = rest.end() if rest else end
    is_points = _PATTERNS["rate_before"].search(text[max(0, place - 16) : place])
    if text[place:end].endswith("个点") and not is_points:
        return end - 1
    change = _PATTERNS["both_ends"].match(text, place)
    if (
        change
        and change.end() == end
        and _PATTERNS["led_by_change"].search(text[max(0, place - 12) : place])
    ):
        # From 12家至15家 after 增加 or 由: what it was or grew by, and what it is.
        return change.end("low")
    return end


def _judge(text: str, start: int, end: int, words: Words) -> SpottedNumber:
    token = text[start:end]
    fraction = _PATTERNS["fraction"].match(text, start)
    if fraction and fraction.end() == end:
        return SpottedNumber(
            start, end, None, fault=write_fault("intake_reading_unread", token=token)
        )
    figure = try_printed_figure(token)
    if figure is None:
        if token.endswith("级"):
            # 6000米级 is a class that the number opens; 千亿级 is a magnitude and was read.
            return _judge(text, start, end - 1, words)
        unread = write_fault("intake_reading_unread", token=token)
        if _PATTERNS["share"].fullmatch(token):
            return SpottedNumber(start, end, None, fault=unread)
        is_count = _MORE.search(token) or re.search(r"[0-9].*[^0-9.,\\s]$", token)
        return SpottedNumber(start, end, None, "" if is_count else "not_read", unread)
    return SpottedNumber(start, end, figure, find_reason(text, start, end, figure, words))
