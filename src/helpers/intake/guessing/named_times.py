"""The times that a text names, read into periods."""

import calendar
import functools
import re

from helpers.intake.guessing.document_header import DocumentHeader, find_plan_years
from helpers.intake.text.patterns import read_patterns

_PATTERNS = read_patterns("named_times")
TITLE_YEAR = re.compile("((?:19|20)[0-9]{2})年")
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "十": 10}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_OFFSETS = {"今年": 0, "本年": 0, "本年度": 0, "去年": -1, "上年": -1, "上一年": -1, "明年": 1}
_UNTIL = {"二季度": "上半年", "三季度": "前三季度"}
_HALF, _YEAR_END = 6, 12


@functools.lru_cache(maxsize=8)
def find_times(text: str) -> list[re.Match[str]]:
    """Return the times that a text names; the figures of a sentence ask for the same ones."""
    return list(_PATTERNS["times"].finditer(text))


def find_reported_year(facts: DocumentHeader) -> int | None:
    """Return the year that a document calls this year: that of its title, else of its writing."""
    titled = TITLE_YEAR.findall(facts.title)
    if len(titled) == 1 and facts.year and int(titled[0]) <= facts.year:
        return int(titled[0])
    return facts.year


def read_time(
    match: re.Match[str], facts: DocumentHeader, section_year: int | None, *, is_target: bool
) -> str:
    """Return the period of a time that `find_times` found; empty when it says none.

    Of the year of the heading speak 全年 and 上半年; a target is yet to be reached.
    """
    if match["from"]:
        return f"{match['from']}/{match['to']}" if match["from"] < match["to"] else ""
    year = find_reported_year(facts)
    if match["english"]:
        return match["english"]
    if match["only_month"]:
        return _read_month(match, facts)
    if match["past_years"] and year is not None:
        # A report of January looks back on the years that are over.
        last = year - facts.opens_year
        return f"{last - _COUNTS[match['past_years']] + 1}/{last}"
    if match["year"]:
        named = int(match["year"])
        is_ahead = year is not None and named > year
        if is_target and (is_ahead or year is None or match["before"]):
            return f"by {named}"
        if match["part"]:
            return name_part(named, match["part"])
        return f"{named}-{int(match['month']):02}" if match["month"] else str(named)
    if match["plan"]:
        return _read_plan(match, year, is_target=is_target)
    is_of_section = any(match[name] for name in ("bare_half", "until", "quarter_end", "past_year"))
    if section_year is not None and is_of_section:
        year = section_year
    elif match["past_year"] and year is not None and facts.opens_year:
        year -= 1
    return "" if year is None else _read_relative(match, year, facts.written[:7])


def _read_month(match: re.Match[str], facts: DocumentHeader) -> str:
    """Return a month of the year that was named before it, else of the year of writing."""
    month, year = int(match["only_month"]), facts.year
    earlier = [
        time
        for time in find_times(match.string[: match.start()])
        if time["year"] or time["relative"]
    ]
    if earlier and earlier[-1]["year"]:
        year = int(earlier[-1]["year"])
    elif earlier and year is not None:
        year += _OFFSETS[earlier[-1]["relative"]]
    elif year is not None and facts.written[5:7].isdecimal():
        # What is reported in January of December was the December before.
        year -= month > int(facts.written[5:7])
    return "" if year is None else f"{year}-{month:02}"


def _read_plan(match: re.Match[str], year: int | None, *, is_target: bool) -> str:
    years = find_plan_years(match["plan"])
    if years is None:
        return ""
    if match["during"] == "末":
        return f"by {years[1]}" if is_target else str(years[1])
    is_begun = match["during"] == "以来" and year is not None and years[0] < year < years[1]
    return f"{years[0]}/{year}" if is_begun else f"{years[0]}/{years[1]}"


def _read_relative(match: re.Match[str], year: int, written: str) -> str:
    """Read words such as 今年 or 上半年, which depend on the year of writing."""
    if match["now"]:
        return written
    if match["past_year"]:
        return str(year)
    if match["quarter_end"]:
        return name_part(year, _UNTIL.get(match["quarter_end"][-3:], match["quarter_end"]))
    if match["month_end"]:
        return f"{year}-{int(match['month_end']):02}"
    if match["recent"]:
        count = _COUNTS.get(match["count"]) or int(match["count"])
        return f"{year - count + 1}/{year}"
    if match["relative"]:
        named = year + _OFFSETS[match["relative"]]
        return name_part(named, match["half"]) if match["half"] else str(named)
    if match["until"]:
        return name_part(year, match[0])
    return str(year) if match["bare_half"] == "全年" else name_part(year, match["bare_half"])


def name_part(year: int, word: str) -> str:
    """Return a part of a year: a half or a quarter by its name, other months as a span."""
    if word in {"上半年", "下半年"}:
        return f"{year}-{'H1' if word == '上半年' else 'H2'}"
    if re.fullmatch("[0-9]+月", word):
        return f"{year}-{int(word[:-1]):02}"
    if word == "前三季度":
        return f"{year}-01-01/{year}-09-30"
    months = re.search("([0-9]+)月$", word)
    if months is None:
        return f"{year}-Q{_QUARTERS[word.removeprefix('第')[0]]}"
    last = int(months[1])
    if last in {_HALF, _YEAR_END}:
        return f"{year}-H1" if last == _HALF else str(year)
    return f"{year}-01-01/{year}-{last:02}-{calendar.monthrange(year, last)[1]}"
