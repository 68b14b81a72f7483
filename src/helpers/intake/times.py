"""Which period a figure speaks of: the time named nearest before it, else what its section says."""

import calendar
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.intake.facts import Facts, find_plan_years

_YEAR = "(?P<year>(?:19|20)[0-9]{2})"
_MONTHS = r"1(?:——|[-—–~至到])(?:1[0-2]|[2-9])月"
_PART = f"上半年|下半年|前三季度|第?[一二三四1-4]季度|{_MONTHS}"
_TIMES = re.compile(
    r"(?P<from>(?:19|20)[0-9]{2})年?(?:——|[-—–~至到])(?P<to>(?:19|20)[0-9]{2})年?|"
    rf"(?P<deadline>到|至|力争)?{_YEAR}年(?P<part>{_PART})?"
    r"(?:(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>[0-3]?[0-9])日)?)?(?:底|末|年底)?(?P<before>之?前)?|"
    r"“?(?P<plan>十[一二三四五六七八九]五)”?(?P<during>期间|时期|以来|末|,)|"
    r"(?P<recent>近|过去|最近)(?P<count>[两二三四五0-9])年|"
    rf"(?P<relative>今年|本年度?|去年|上年|上一年|明年)(?P<half>{_PART})?|"
    r"(?P<bare_half>上半年|下半年|前三季度|全年)|"
    r"(?<![0-9年])1(?:——|[-—–~至到])(?P<until>1[0-2]|[2-9])月|"
    r"截[至止](?P<month_end>1[0-2]|[1-9])月(?:份|底|末)|(?P<now>截[至止]目前|目前|现有|现在|迄今)"
)
_TITLE_YEAR = re.compile("((?:19|20)[0-9]{2})年")
_EACH = re.compile(
    "每年|年均(?=新增|新建|引进|培育|完成|实现|投入|研发|转化|组织|实施|培训)|每年度"
)
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_OFFSETS = {"今年": 0, "本年": 0, "本年度": 0, "去年": -1, "上年": -1, "上一年": -1, "明年": 1}
_RECENT_SENTENCES = 3
_COMPARED = re.compile(r"(?:[比较]|是|同|为|相当于|与)(?:“|上)?$")
# From 2020年的245家 to 612家: the second of them is not of 2020.
_GROWN = re.compile("(?:增|升|提高|提升|上升|增长|增加|发展|扩大|下降|降|减少|壮大)(?:至|到|为)")
_WHOLE_GROWTH = re.compile(r"由((?:19|20)[0-9]{2})年.*?((?:19|20)[0-9]{2})年")
_PARTS = re.compile(_PART)
_HALF, _YEAR_END = 6, 12


@dataclass(frozen=True)
class Guess:
    """A guessed period.

    Attributes:
        period: In the form of `periods`; empty when nothing tells it.
        basis: `printed` or `inferred`.
        evidence: What an inferred period rests on.
    """

    period: str
    basis: str
    evidence: str


def guess_period(
    before: str,
    paragraph: str,
    section: str,
    basis: str,
    facts: Facts,
    *,
    headings: Sequence[str] = (),
    growth: bool,
) -> Guess:
    """Guess the period of a figure.

    Args:
        before: The sentence of the figure up to it.
        paragraph: The paragraph up to that sentence.
        section: The headings above and the paragraphs before, under the same heading.
        basis: What kind of statement the figure is.
        facts: What the document says of itself.
        headings: The headings above.
        growth: Whether it is a growth rate, which spans a plan and has no deadline.

    Returns:
        The period, whether it is printed, and if not, on what it rests.
    """
    is_target = basis in {"target", "forecast"}
    clause = re.split("[,。;]", before)[-1]
    each = _EACH.search(re.split("[。;]", before)[-1][-30:]) is not None
    if basis == "policy":
        return Guess(f"{facts.year}/.." if facts.year else "", "inferred", "document_date")
    if growth and "年均" in clause and not is_target:
        span = _WHOLE_GROWTH.search(before)
        if span is not None and span[1] < span[2]:
            return Guess(f"{int(span[1]) + 1}/{span[2]}", "inferred", "sentence")
    found = _find_last(before, facts, is_target=is_target)
    is_counted_up = "累计" in clause or (growth and "年均" in clause)
    spans = [] if is_target else _find_past_spans(section, facts)
    if found is None and not is_target and not (is_counted_up and spans):
        recent = re.split("(?<=[。;])", paragraph)[-_RECENT_SENTENCES:]
        found = _find_last("".join(recent), facts, is_target=False, is_elsewhere=True)
        if found is not None and found.basis == "printed":
            found = Guess(found.period, "inferred", "paragraph")
    if found is not None and not (each and found.period.startswith("by ")):
        is_yearly = each and "/" in found.period
        return Guess(f"each {found.period}", found.basis, found.evidence) if is_yearly else found
    if is_target and facts.plan:
        first, last = facts.plan
        if each or growth:
            return Guess(f"{'each ' if each else ''}{first}/{last}", "inferred", "plan_period")
        return Guess(f"by {last}", "inferred", "plan_period")
    if spans:
        return Guess(spans[-1], "inferred", "section_period")
    years = [year for heading in headings for year in _TITLE_YEAR.findall(heading)]
    parts = [part for heading in headings for part in _PARTS.findall(heading)]
    year = find_reported_year(facts)
    if parts and year and not each and not is_target:
        named = int(years[-1]) if years else year
        return Guess(_name_part(named, parts[-1]), "inferred", "section_period")
    if years and not each:
        return Guess(years[-1], "inferred", "section_period")
    return _fall_back(basis, facts, each=each)


def _find_past_spans(section: str, facts: Facts) -> list[str]:
    """Return the spans that a section names, but for plans that were still to come."""
    spans = [_read(match, facts, is_target=False) for match in _find_spans(section)]
    ends = [(span, span.partition("/")[2]) for span in spans if span]
    return [span for span, end in ends if not facts.year or not end or int(end) <= facts.year]


@functools.lru_cache(maxsize=8)
def _find_times(text: str) -> list[re.Match[str]]:
    """Return the times that a text names; the figures of a sentence ask for the same ones."""
    return list(_TIMES.finditer(text))


@functools.lru_cache(maxsize=4)
def _find_spans(section: str) -> list[re.Match[str]]:
    """Return the plans and spans of years that a section names; its figures ask again and again."""
    return [match for match in _TIMES.finditer(section) if match["plan"] or match["from"]]


def _fall_back(basis: str, facts: Facts, *, each: bool) -> Guess:
    """Return the time of writing, or the span that the document reports on."""
    if not facts.written:
        return Guess("", "inferred", "document_date")
    if each:
        return Guess(f"each {facts.year}/..", "inferred", "document_date")
    start = facts.written[:7]
    titled = _TITLE_YEAR.findall(facts.title)
    year = find_reported_year(facts)
    if facts.part and year and basis not in {"target", "forecast"}:
        return Guess(_name_part(year, facts.part), "inferred", "document_scope")
    if len(titled) == 1:
        return Guess(titled[0], "inferred", "document_scope")
    if basis in {"target", "forecast"}:
        return Guess(f"{start}/..", "inferred", "document_date")
    if facts.since and facts.year and facts.since < facts.year:
        return Guess(f"{facts.since}/{facts.year}", "inferred", "document_scope")
    return Guess(start, "inferred", "document_date")


def find_reported_year(facts: Facts) -> int | None:
    """Return the year that a document calls this year: that of its title, else of its writing."""
    titled = _TITLE_YEAR.findall(facts.title)
    if len(titled) == 1 and facts.year and int(titled[0]) <= facts.year:
        return int(titled[0])
    return facts.year


def _find_last(
    text: str, facts: Facts, *, is_target: bool, is_elsewhere: bool = False
) -> Guess | None:
    for match in reversed(_find_times(text)):
        is_named = match["relative"] or (match["year"] and not match["deadline"])
        if is_named and _is_compared(text, match):
            continue
        if match["now"] and (is_target or is_elsewhere):
            continue
        period = _read(match, facts, is_target=is_target)
        if period:
            names = ("relative", "recent", "bare_half", "until", "month_end", "now")
            word = any(match[name] for name in names)
            inferred = ("inferred", "relative_word") if word else ("printed", "")
            return Guess(period, *inferred)
    return None


def _is_compared(text: str, match: re.Match[str]) -> bool:
    """Tell whether a year is that of another figure, with which this one is compared."""
    if _COMPARED.search(text[: match.start()][-3:]):
        return True
    is_start = match["year"] and text[: match.start()].endswith(("由", "从"))
    return bool(is_start) and _GROWN.search(text[match.end() :]) is not None


def _read(match: re.Match[str], facts: Facts, *, is_target: bool) -> str:
    if match["from"]:
        return f"{match['from']}/{match['to']}" if match["from"] < match["to"] else ""
    year = find_reported_year(facts)
    if match["year"]:
        named = int(match["year"])
        is_ahead = year is not None and named > year
        if is_target and (is_ahead or year is None or match["before"]):
            return f"by {named}"
        if match["part"]:
            return _name_part(named, match["part"])
        return f"{named}-{int(match['month']):02}" if match["month"] else str(named)
    if match["plan"]:
        return _read_plan(match, year, is_target=is_target)
    return "" if year is None else _read_relative(match, year, facts.written[:7])


def _read_plan(match: re.Match[str], year: int | None, *, is_target: bool) -> str:
    years = find_plan_years(match["plan"])
    if years is None:
        return ""
    if match["during"] == "末":
        return f"by {years[1]}" if is_target else str(years[1])
    is_begun = match["during"] == "以来" and year is not None and years[0] < year < years[1]
    return f"{years[0]}/{year}" if is_begun else f"{years[0]}/{years[1]}"


def _read_relative(match: re.Match[str], year: int, written: str) -> str:
    """Read words such as 今年 or 上半年, which mean nothing without the year of writing."""
    if match["now"]:
        return written
    if match["month_end"]:
        return f"{year}-{int(match['month_end']):02}"
    if match["recent"]:
        count = _COUNTS.get(match["count"]) or int(match["count"])
        return f"{year - count + 1}/{year}"
    if match["relative"]:
        named = year + _OFFSETS[match["relative"]]
        return _name_part(named, match["half"]) if match["half"] else str(named)
    if match["until"]:
        return _name_part(year, match[0])
    return str(year) if match["bare_half"] == "全年" else _name_part(year, match["bare_half"])


def _name_part(year: int, word: str) -> str:
    """Return a part of a year: a half or a quarter by its name, other months as a span."""
    if word in {"上半年", "下半年"}:
        return f"{year}-{'H1' if word == '上半年' else 'H2'}"
    if word == "前三季度":
        return f"{year}-01-01/{year}-09-30"
    months = re.search("([0-9]+)月$", word)
    if months is None:
        return f"{year}-Q{_QUARTERS[word.removeprefix('第')[0]]}"
    last = int(months[1])
    if last in {_HALF, _YEAR_END}:
        return f"{year}-H1" if last == _HALF else str(year)
    return f"{year}-01-01/{year}-{last:02}-{calendar.monthrange(year, last)[1]}"
