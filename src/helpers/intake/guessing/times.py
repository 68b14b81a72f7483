"""The period of a figure: the time named nearest before it, else that of its section."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.intake.guessing.document_header import DocumentHeader
from helpers.intake.guessing.named_times import (
    TITLE_YEAR,
    find_reported_year,
    find_times,
    name_part,
    read_time,
)
from helpers.intake.text.patterns import read_patterns

_PATTERNS = read_patterns("times")
_RECENT_SENTENCES = 3
_REVIEW_REACH = 1500


@dataclass(frozen=True)
class Guess:
    """A guessed period, whether it is `printed` or `inferred`, and on what that rests."""

    period: str
    basis: str
    evidence: str


def guess_period(
    before: str,
    paragraph: str,
    section: str,
    basis: str,
    facts: DocumentHeader,
    *,
    headings: Sequence[str] = (),
    growth: bool,
) -> Guess:
    """Guess the period of a figure, whether it is printed, and if not, on what it rests.

    A growth rate spans a plan and has no deadline.
    """
    is_target = basis in {"target", "forecast"}
    clause = re.split("[,。;]", before)[-1]
    each = _PATTERNS["each"].search(re.split("[。;]", before)[-1][-30:]) is not None
    if basis == "policy":
        return Guess(f"{facts.year}/.." if facts.year else "", "inferred", "document_date")
    if growth and "年均" in clause and not is_target:
        span = _PATTERNS["whole_growth"].search(before)
        if span is not None and span[1] < span[2]:
            return Guess(f"{int(span[1]) + 1}/{span[2]}", "inferred", "sentence")
        since = _PATTERNS["times_since"].search(before)
        if since is not None and facts.year and int(since[1]) < facts.year:
            until = _find_last(before, facts, None, is_target=False)
            if until is not None and until.period.isdecimal():
                return Guess(f"{int(since[1]) + 1}/{until.period}", "inferred", "sentence")
    # In a review, 全年 means the year of its heading, 今年 the year of writing.
    told = [years[0] for heading in headings if len(years := TITLE_YEAR.findall(heading)) == 1]
    told_by_heading = bool(told)
    if not told_by_heading:
        told = _PATTERNS["reviewed"].findall(section[-_REVIEW_REACH:] + paragraph)
    section_year = int(told[-1]) if told else None
    found = _find_last(before, facts, section_year, is_target=is_target)
    is_counted_up = "累计" in clause or (growth and "年均" in clause)
    # 2025年和“十四五”时期回顾 is first about its year.
    if told_by_heading:
        section = functools.reduce(
            lambda said, heading: said.replace(heading, ""), headings, section
        )
    spans = [] if is_target else _find_past_spans(section, facts)
    if found is None and not is_target and not (is_counted_up and spans):
        recent = re.split("(?<=[。;])", paragraph)[-_RECENT_SENTENCES:]
        found = _find_last("".join(recent), facts, section_year, is_target=False, is_elsewhere=True)
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
    years = [year for heading in headings for year in TITLE_YEAR.findall(heading)]
    parts = [part for heading in headings for part in _PATTERNS["parts"].findall(heading)]
    year = find_reported_year(facts)
    if parts and year and not each and not is_target:
        named = int(years[-1]) if years else year
        return Guess(name_part(named, parts[-1]), "inferred", "section_period")
    if years and not each:
        return Guess(years[-1], "inferred", "section_period")
    return _fall_back(basis, facts, each=each)


def _find_past_spans(section: str, facts: DocumentHeader) -> list[str]:
    """Return the spans that a section names, except plans that were still ahead."""
    spans = [read_time(match, facts, None, is_target=False) for match in _find_spans(section)]
    ends = [(span, span.partition("/")[2]) for span in spans if span]
    return [span for span, end in ends if not facts.year or not end or int(end) <= facts.year]


@functools.lru_cache(maxsize=4)
def _find_spans(section: str) -> list[re.Match[str]]:
    """Return the plans and spans of years that a section names; its figures ask again and again."""
    return [match for match in find_times(section) if match["plan"] or match["from"]]


def _fall_back(basis: str, facts: DocumentHeader, *, each: bool) -> Guess:
    """Return the time of writing, or the span that the document reports on."""
    if not facts.written:
        return Guess("", "inferred", "document_date")
    if each:
        return Guess(f"each {facts.year}/..", "inferred", "document_date")
    start = facts.written[:7]
    titled = TITLE_YEAR.findall(facts.title)
    year = find_reported_year(facts)
    if facts.part and year and basis not in {"target", "forecast"}:
        return Guess(name_part(year, facts.part), "inferred", "document_scope")
    if len(titled) == 1:
        return Guess(titled[0], "inferred", "document_scope")
    if basis in {"target", "forecast"}:
        return Guess(f"{start}/..", "inferred", "document_date")
    if facts.since and facts.year and facts.since < facts.year:
        return Guess(f"{facts.since}/{facts.year}", "inferred", "document_scope")
    return Guess(start, "inferred", "document_date")


def _find_last(
    text: str,
    facts: DocumentHeader,
    section_year: int | None,
    *,
    is_target: bool,
    is_elsewhere: bool = False,
) -> Guess | None:
    for match in reversed(find_times(text)):
        # 自2010年以来 is about its own sentence only.
        if is_elsewhere and text.startswith("以来", match.end()):
            continue
        is_named = match["relative"] or (match["year"] and not match["deadline"])
        is_named = is_named or match["bare_half"]
        if is_named and _is_compared(text, match):
            continue
        if match["now"] and (is_target or is_elsewhere):
            continue
        period = read_time(match, facts, section_year, is_target=is_target)
        if period:
            if match["past_years"] and _PATTERNS["grown_to"].search(text):
                period = period.partition("/")[2]
            names = (
                *("relative", "recent", "bare_half", "until", "month_end", "now"),
                *("past_year", "quarter_end", "past_years", "only_month"),
            )
            word = any(match[name] for name in names)
            inferred = ("inferred", "relative_word") if word else ("printed", "")
            return Guess(period, *inferred)
    return None


def _is_compared(text: str, match: re.Match[str]) -> bool:
    """True when a year is that of another figure, with which this one is compared."""
    if text.startswith(("基础上", "的基础上"), match.end()):
        return True
    compared = _PATTERNS["compared"].search(text[: match.start()][-3:])
    if compared:
        return compared[0][0] not in "比较" or not _PATTERNS["its_own"].match(text[match.end() :])
    is_start = text[: match.start()].endswith(("由", "从"))
    return bool(is_start) and _PATTERNS["grown"].search(text[match.end() :]) is not None
