"""Which period a figure speaks of: the time named nearest before it, else what its section says."""

import calendar
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.intake.facts import Facts, find_plan_years

_YEAR = "(?P<year>(?:19|20)[0-9]{2})"
_TIMES = re.compile(
    r"(?P<from>(?:19|20)[0-9]{2})年?(?:——|[-—–~至到])(?P<to>(?:19|20)[0-9]{2})年?|"
    rf"(?P<deadline>到|至|力争)?{_YEAR}年(?P<part>上半年|下半年|第?[一二三四1-4]季度)?"
    r"(?:(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>[0-3]?[0-9])日)?)?(?:底|末|年底)?(?P<before>之?前)?|"
    r"“?(?P<plan>十[一二三四五六七八九]五)”?(?P<during>期间|时期|以来|末|,)|"
    r"(?P<recent>近|过去|最近)(?P<count>[两二三四五0-9])年|"
    r"(?P<relative>今年|本年度?|去年|上年|上一年|明年)(?P<half>上半年|下半年)?|"
    r"(?P<bare_half>上半年|下半年|前三季度|全年)|"
    r"(?<![0-9年])1(?:——|[-—–~至到])(?P<until>1[0-2]|[2-9])月"
)
_TITLE_YEAR = re.compile("((?:19|20)[0-9]{2})年")
_EACH = re.compile("每年|年均(?!增)|每年度")
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_OFFSETS = {"今年": 0, "本年": 0, "本年度": 0, "去年": -1, "上年": -1, "上一年": -1, "明年": 1}
_RECENT_SENTENCES = 3
_COMPARED = re.compile(r"(?:[比较]|是|同)(?:“|上)?$")


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
    each = _EACH.search(re.split("[。;]", before)[-1][-30:]) is not None
    if basis == "policy":
        return Guess(f"{facts.year}/.." if facts.year else "", "inferred", "document_date")
    found = _find_last(before, facts, is_target=is_target)
    if found is None and not is_target:
        recent = re.split("(?<=[。;])", paragraph)[-_RECENT_SENTENCES:]
        found = _find_last("".join(recent), facts, is_target=False)
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
    if not is_target:
        spans = _find_spans(section)
        period = _read(spans[-1], facts, is_target=False) if spans else ""
        if period:
            return Guess(period, "inferred", "section_period")
    years = [year for heading in headings for year in _TITLE_YEAR.findall(heading)]
    if years and not each:
        return Guess(years[-1], "inferred", "section_period")
    return _fall_back(basis, facts, each=each)


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


def _find_last(text: str, facts: Facts, *, is_target: bool) -> Guess | None:
    for match in reversed(list(_TIMES.finditer(text))):
        if match["relative"] and _COMPARED.search(text[: match.start()]):
            continue
        period = _read(match, facts, is_target=is_target)
        if period:
            word = match["relative"] or match["recent"] or match["bare_half"] or match["until"]
            inferred = ("inferred", "relative_word") if word else ("printed", "")
            return Guess(period, *inferred)
    return None


def _read(match: re.Match[str], facts: Facts, *, is_target: bool) -> str:
    year = find_reported_year(facts)
    if match["from"]:
        return f"{match['from']}/{match['to']}" if match["from"] < match["to"] else ""
    if match["year"]:
        named = int(match["year"])
        is_ahead = year is not None and named > year
        if is_target and (is_ahead or year is None or match["before"]):
            return f"by {named}"
        if match["part"]:
            return f"{named}-{_read_part(match['part'])}"
        return f"{named}-{int(match['month']):02}" if match["month"] else str(named)
    if match["plan"]:
        years = find_plan_years(match["plan"])
        return f"{years[0]}/{years[1]}" if years else ""
    if year is None:
        return ""
    if match["recent"]:
        count = _COUNTS.get(match["count"]) or int(match["count"])
        return f"{year - count + 1}/{year}"
    if match["relative"]:
        named = year + _OFFSETS[match["relative"]]
        return f"{named}-{_read_part(match['half'])}" if match["half"] else str(named)
    if match["until"]:
        last = calendar.monthrange(year, int(match["until"]))[1]
        return f"{year}-01-01/{year}-{int(match['until']):02}-{last}"
    if match["bare_half"] in {"上半年", "下半年"}:
        return f"{year}-{_read_part(match['bare_half'])}"
    return f"{year}-01-01/{year}-09-30" if match["bare_half"] == "前三季度" else str(year)


def _read_part(word: str) -> str:
    if word in {"上半年", "下半年"}:
        return "H1" if word == "上半年" else "H2"
    return f"Q{_QUARTERS[word.removeprefix('第')[0]]}"
