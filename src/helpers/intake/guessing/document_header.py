"""The header of a document: title, publisher, time of writing, and which plan it is."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.intake.text.passages import Passage

_KIND_OF_TITLE = {
    "规划": "plan",
    "方案": "plan",
    "计划": "plan",
    "要点": "plan",
    "纲要": "plan",
    "答复": "reply",
    "函": "letter",
    "公报": "communique",
    "年鉴": "yearbook",
    "报告": "report",
    "总结": "report",
    "汇报": "report",
    "意见": "plan",
    "通知": "letter",
    "决定": "letter",
}
_TITLE = re.compile("(?:" + "|".join(_KIND_OF_TITLE) + r")(?:[(].{1,12}[)])?$")
_PUBLISHER = re.compile(
    r"^[\u4e00-\u9fff]{2,20}(?:人民政府|科学技术局|科技局|统计局|委员会|办公室|发改委|工信局|局|厅)(?:文件)?$"
)
_FULL_DATE = re.compile(r"([12][0-9]{3})(?:年|[-./])([01]?[0-9])(?:月|[-./])([0-3]?[0-9])")
_DATE_IN_BRACKETS = re.compile(rf"[(][^()0-9]{{0,20}}{_FULL_DATE.pattern}日?[)]")
# 由2010年的2%增加至2019年的3%: both years are over.
_GROWN_TO = re.compile("(?:增加|提高|上升|增长|下降|降低|减少)[到至]$")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}[〔\[﹝【]([12][0-9]{3})[〕\]﹞】]第?[0-9]{1,5}号")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")
_WHOLE_YEAR = re.compile(r"(?<![0-9到至])((?:19|20)[0-9]{2})年(?:度)?(?:,|全|末|底|我|实|完|新|共)")
_PART_OF_NEXT = re.compile(r"(?:^|[。;,])(?:今年)?(?:以来)?(?:上半年|一季度|前三季度|1-[0-9]+月)")
_SINCE = re.compile(r"((?:19|20)[0-9]{2})年以来")
_PART = re.compile(r"上半年|前三季度|(?<![0-9年])1(?:——|[-—–~至到])(?:1[0-2]|[2-9])月|[一二三]季度")
_REPORTING = re.compile("(?:情况|总结|报告|简报|分析|汇报|打算|安排|通报)$")
_FIVE_YEARS = "一二三四五六七八九"
_PLAN = re.compile(rf"十([{_FIVE_YEARS}])五")
_FIRST_OF_TENTH_PLAN = 2001
_PLAN_YEARS = 5
_FIRST_LINES, _LAST_LINES = 40, 15
_LONGEST_TITLE = 60
_OPENING_MONTHS = 4


@dataclass(frozen=True)
class DocumentHeader:
    """Title, publisher and dates that a document prints.

    Attributes:
        title: Its title; the first line where none is recognised.
        kind: Kind of source, as `sources.csv` calls it.
        publisher: Who issued it; empty when the text does not say.
        document_number: Its own number; empty when none is printed at its head.
        written: The day printed under it, as 2022-06-24, or only its year or month.
        is_dated: Whether the day of writing is printed.
        posted: The day on which a site posted it.
        plan: First and last year of the plan that its title names.
        since: First year of the span that it says it reports on, None when it says none.
        part: The part of the year that its title or a line of its head names, such as 上半年.
    """

    title: str
    kind: str
    publisher: str
    document_number: str
    written: str
    is_dated: bool
    posted: str
    plan: tuple[int, int] | None
    since: int | None
    part: str = ""

    @property
    def opens_year(self) -> bool:
        """Whether it was written in the first months, when a report turns to the year begun."""
        month = self.written[5:7]
        return "政府工作报告" in self.title if not month else int(month) <= _OPENING_MONTHS

    @property
    def year(self) -> int | None:
        """The year of writing, None when nothing tells it."""
        return int(self.written[:4]) if self.written else None


def find_plan_years(text: str) -> tuple[int, int] | None:
    """Return the years of the five-year plan that a text names, such as 十四五."""
    match = _PLAN.search(text)
    if match is None:
        return None
    first = _FIRST_OF_TENTH_PLAN + _PLAN_YEARS * (_FIVE_YEARS.index(match[1]) + 1)
    return first, first + _PLAN_YEARS - 1


def find_header(passages: Sequence[Passage]) -> DocumentHeader:
    """Find what a document says of itself.

    Args:
        passages: The passages of the document.

    Returns:
        The facts; a text that is empty stands for what is not said.
    """
    own = [passage for passage in passages if passage.kind not in {"furniture", "cells"}]
    title = _find_title(own)
    whole = "\n".join(passage.text for passage in passages)
    head = [passage.text for passage in own[:_FIRST_LINES]]
    number = next((match for text in head[:8] if (match := _NUMBER.fullmatch(text))), None)
    publisher = next((text for text in head[:8] if _PUBLISHER.match(text)), "")
    foot = [passage.text for passage in passages[-_LAST_LINES:]]
    signed = [
        match
        for text in foot
        if (match := _FULL_DATE.match(text) or _DATE_IN_BRACKETS.fullmatch(text))
    ]
    posted = [
        match
        for passage in passages[:_FIRST_LINES]
        if len(passage.text) <= _LONGEST_TITLE and (match := _FULL_DATE.search(passage.text))
        if match.start() == 0 or passage.kind == "furniture" or "发布" in passage.text
    ]
    plan = find_plan_years(title)
    written = _join(signed[0]) if signed else _guess_written(whole, plan, number)
    if not written and posted:
        written = posted[0][1]
    return DocumentHeader(
        title,
        next((kind for word, kind in _KIND_OF_TITLE.items() if word in title[-8:]), "report"),
        publisher.removesuffix("文件"),
        number[0] if number else "",
        written,
        bool(signed),
        _join(posted[0]) if posted and not signed else "",
        plan,
        next((int(match[1]) for text in head[:8] if (match := _SINCE.search(text))), None),
        next((match[0] for text in [title, *head[:8]] if (match := _find_part(text))), ""),
    )


def _find_part(line: str) -> re.Match[str] | None:
    """Find the part of the year that a title names; a paragraph speaks for itself alone."""
    if len(line) > _LONGEST_TITLE or not _REPORTING.search(line):
        return None
    return _PART.search(line)


def _join(match: re.Match[str]) -> str:
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"


def _find_title(passages: Sequence[Passage]) -> str:
    texts = [re.sub(r"^[#*\s]+|[*\s]+$", "", passage.text) for passage in passages]
    for text in texts[:_FIRST_LINES]:
        if len(text) <= _LONGEST_TITLE and _TITLE.search(text) and "。" not in text:
            return text
    return next((text for text in texts if text), "")[:_LONGEST_TITLE]


def _guess_written(text: str, plan: tuple[int, int] | None, number: re.Match[str] | None) -> str:
    """Guess the year of writing; a newspaper tells the month of what it reports."""
    if number is not None:
        return number[1]
    if plan is not None:
        return str(plan[0])
    whole = [int(match[1]) for match in _WHOLE_YEAR.finditer(text)]
    cited = [int(match[1]) for match in _NUMBER.finditer(text)]
    named = [int(match[1]) for match in _YEAR.finditer(text) if not _is_future(text, match.start())]
    years = [*whole, *cited, *named]
    if not years:
        return ""
    year = max(years)
    if whole and year == max(whole) and _PART_OF_NEXT.search(text):
        return str(year + 1)
    if "本报讯" in text or "本报记者" in text:
        months = Counter(re.findall(r"(?<![0-9年])([01]?[0-9])月[0-3]?[0-9]日", text))
        if months:
            return f"{year}-{int(months.most_common(1)[0][0]):02}"
    return str(year)


def _is_future(text: str, place: int) -> bool:
    if _GROWN_TO.search(text[max(0, place - 4) : place]):
        return False
    return (
        re.search(r"(?:到|至|展望|目标|[0-9][-—–~])$", text[max(0, place - 2) : place]) is not None
    )
