"""Is the reason right for which a target cannot be judged, as far as rows alone tell?"""

import re
from collections.abc import Callable, Iterator, Mapping

from claims.facts.naming import Row
from claims.facts.pace_checks import list_settled
from claims.facts.processed_rows import Processed, is_settled, is_whole, is_year

_MOVES = ("growth_of", "adds_to")


def _list_near(target: Row, data: Processed) -> set[str]:
    """Return the indicator of a target and those of the levels that it moves, either way."""
    own = target["indicator"]
    levels = {own} | {row[3] for row in data.relations if row[1] in _MOVES and row[2] == own}
    return levels | {row[2] for row in data.relations if row[1] in _MOVES and row[3] in levels}


def _has_two_lines(target: Row, data: Processed) -> bool:
    return any(
        row is not target and row["basis"] == "target"
        for name in _list_near(target, data)
        for row in data.of(name, target["place"])
        if row.get("source") == target["source"]
    )


def _has_provisional(target: Row, data: Processed) -> bool:
    return any(
        row.get("status") == "P" and is_year(row)
        for name in _list_near(target, data)
        for row in data.of(name, target["place"])
    )


def _has_other_years(target: Row, data: Processed) -> bool:
    rows, written = list_settled(data, target), target["known_from"][:4]
    return bool(rows) and all(row["period_start"][:4] < written for row in rows)


def _has_no_average(target: Row, data: Processed) -> bool:
    """Return whether no year of the plan has a level of both places; growth is left alone."""
    if target.get("aspect") != "level":
        return "aspect" in target
    first, last = data.written[target["source"]][:4], target["period"].removeprefix("by ")
    years = [
        {
            row["period"]
            for row in data.of(target["indicator"], target[place])
            if "figure_id" in row and is_settled(row) and is_whole(row) and row["value"]
            if row["qualifier"] == "exact" and not row["doubt"]
            if is_year(row) and first <= row["period"] <= last
        }
        for place in ("place", "reference_place")
    ]
    return not years[0] & years[1]


def _list_nearest(target: Row, data: Processed) -> list[list[str]]:
    """Return the last year before the deadline of a target and the first after it, if any."""
    years = sorted({row["period_end"][:4] for row in list_settled(data, target)})
    due = target["period_end"][:4]
    before, after = ([y for y in years if y < due], [y for y in years if y > due])
    return [before[-1:], after[:1]]


# What is said, and what must be so of the target.
_REASONS: Mapping[str, Callable[[Row, Processed], bool]] = {
    "two lines|两条高低不同的线": _has_two_lines,
    "base provisional|较新基数为初步数": _has_provisional,
    "covers other years|属于其他年份": _has_other_years,
    "average is not printed|未载明平均水平": _has_no_average,
}
_SIDES = ("nearest before: |此前最近为", "nearest after: |此后最近为")


def find_wrong_reasons(sentence: str, target: Row, data: Processed) -> Iterator[str]:
    """Yield the reasons in the sentence on a target that the rows do not bear out."""
    for words, rule in _REASONS.items():
        if re.search(words, sentence) and not rule(target, data):
            yield f"is open for another reason than {words}"
    told = [re.findall(rf"(?:{words})(\d{{4}})", sentence) for words in _SIDES]
    if any(told) and told != _list_nearest(target, data):
        yield "names other years as the last before and the first after"
