"""The header of a document: title, publisher, time of writing, and which plan it is."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.intake.text.passages import Passage
from helpers.intake.text.patterns import read_patterns

# The kind of document by the end of its title; the first match counts.
_KIND_OF_TITLE = {
    "规划|方案|计划|要点|纲要": "plan",
    "答复": "reply",
    "函": "letter",
    "公报": "communique",
    "年鉴": "yearbook",
    "报告|总结|汇报": "report",
    "意见": "plan",
    "通知|决定": "letter",
}
_PATTERNS = read_patterns("document_header")
_FIVE_YEARS = "一二三四五六七八九"
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
        """True when it was written early in the year, when a report turns to the year ahead."""
        month = self.written[5:7]
        return "政府工作报告" in self.title if not month else int(month) <= _OPENING_MONTHS

    @property
    def year(self) -> int | None:
        """The year of writing, None when it is unknown."""
        return int(self.written[:4]) if self.written else None


def find_plan_years(text: str) -> tuple[int, int] | None:
    """Return the years of the five-year plan that a text names, such as 十四五."""
    match = _PATTERNS["plan"].search(text)
    if match is None:
        return None
    first = _FIRST_OF_TENTH_PLAN + _PLAN_YEARS * (_FIVE_YEARS.index(match[1]) + 1)
    return first, first + _PLAN_YEARS - 1


def find_header(passages: Sequence[Passage]) -> DocumentHeader:
    """Return the header of a document; a text is empty where the document does not state it."""
    own = [passage for passage in passages if passage.kind not in {"furniture", "cells"}]
    title = _find_title(own)
    whole = "\n".join(passage.text for passage in passages)
    head = [passage.text for passage in own[:_FIRST_LINES]]
    number = next(
        (match for text in head[:8] if (match := _PATTERNS["number"].fullmatch(text))), None
    )
    publisher = next((text for text in head[:8] if _PATTERNS["publisher"].match(text)), "")
    foot = [passage.text for passage in passages[-_LAST_LINES:]]
    signed = [
        match
        for text in foot
        if (
            match := _PATTERNS["full_date"].match(text)
            or _PATTERNS["date_in_brackets"].fullmatch(text)
        )
    ]
    posted = [
        match
        for passage in passages[:_FIRST_LINES]
        if len(passage.text) <= _LONGEST_TITLE
        and (match := _PATTERNS["full_date"].search(passage.text))
        if match.start() == 0 or passage.kind == "furniture" or "发布" in passage.text
    ]
    plan = find_plan_years(title)
    written = _join(signed[0]) if signed else _guess_written(whole, plan, number)
    if not written and posted:
        written = posted[0][1]
    return DocumentHeader(
        title,
        next(
            (kind for words, kind in _KIND_OF_TITLE.items() if re.search(words, title[-8:])),
            "report",
        ),
        publisher.removesuffix("文件"),
        number[0] if number else "",
        written,
        bool(signed),
        _join(posted[0]) if posted and not signed else "",
        plan,
        next(
            (int(match[1]) for text in head[:8] if (match := _PATTERNS["since"].search(text))), None
        ),
        next((match[0] for text in [title, *head[:8]] if (match := _find_part(text))), ""),
    )


def _find_part(line: str) -> re.Match[str] | None:
    """Find the part of the year that a title names; a paragraph is about itself only."""
    if len(line) > _LONGEST_TITLE or not _PATTERNS["reporting"].search(line):
        return None
    return _PATTERNS["part"].search(line)


def _join(match: re.Match[str]) -> str:
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"


def _find_title(passages: Sequence[Passage]) -> str:
    texts = [re.sub(r"^[#*\s]+|[*\s]+$", "", passage.text) for passage in passages]
    title = re.compile(f"(?:{'|'.join(_KIND_OF_TITLE)})(?:[(].{{1,12}}[)])?$")
    for text in texts[:_FIRST_LINES]:
        if len(text) <= _LONGEST_TITLE and title.search(text) and "。" not in text:
            return text
    return next((text for text in texts if text), "")[:_LONGEST_TITLE]


def _guess_written(text: str, plan: tuple[int, int] | None, number: re.Match[str] | None) -> str:
    """Guess the year of writing; for a newspaper, with the month that it reports on."""
    if number is not None:
        return number[1]
    if plan is not None:
        return str(plan[0])
    whole = [int(match[1]) for match in _PATTERNS["whole_year"].finditer(text)]
    cited = [int(match[1]) for match in _PATTERNS["number"].finditer(text)]
    named = [
        int(match[1])
        for match in _PATTERNS["year"].finditer(text)
        if not _is_future(text, match.start())
    ]
    years = [*whole, *cited, *named]
    if not years:
        return ""
    year = max(years)
    if whole and year == max(whole) and _PATTERNS["part_of_next"].search(text):
        return str(year + 1)
    if "本报讯" in text or "本报记者" in text:
        months = Counter(re.findall(r"(?<![0-9年])([01]?[0-9])月[0-3]?[0-9]日", text))
        if months:
            return f"{year}-{int(months.most_common(1)[0][0]):02}"
    return str(year)


def _is_future(text: str, place: int) -> bool:
    if _PATTERNS["grown_to"].search(text[max(0, place - 4) : place]):
        return False
    return (
        re.search(r"(?:到|至|展望|目标|[0-9][-—–~])$", text[max(0, place - 2) : place]) is not None
    )
