"""How a target stands that is no level: growth, so many each year, a total, more than elsewhere."""

import re
from collections.abc import Sequence
from decimal import Decimal

from claims.facts.naming import Row
from claims.facts.processed_rows import Ends, Processed, is_settled, is_whole, is_year

_ABOUT = ("place", "scope", "entity")
_PLAIN = ("exact", "over", "at_least")


def find_aim(target: Row) -> Decimal:
    return Decimal(target["value"] or target["value_low"])


def set_against(ends: Ends, aim: Decimal) -> str:
    return "ahead" if ends[0] >= aim else "short" if ends[1] < aim else "open"


def find_kind(target: Row, data: Processed) -> str:
    if target["period"].startswith("each "):
        return "yearly"
    if target["measure"] == "growth":
        return "growth"
    is_count = data.units[target["unit"]] == "count"
    return "total" if is_count and target["measure"] in ("flow", "cumulative") else "level"


def list_settled(data: Processed, target: Row, indicator: str = "") -> list[Row]:
    """Return what may be held against a target, of its own indicator or of another, by time."""
    rows = [
        row
        for row in data.of(indicator or target["indicator"], target["place"])
        if "figure_id" in row and is_settled(row) and row["value"] and row["qualifier"] in _PLAIN
        if all(row[name] == target[name] for name in _ABOUT)
        if indicator or row["unit"] == target["unit"]
    ]
    own = target["source"]
    return sorted(
        rows, key=lambda row: (row["period_end"], row["source"] == own, row["known_from"])
    )


def find_verdicts(target: Row, data: Processed) -> set[str]:
    """Return the verdicts on a target that the rows bear: two where it rests on a doubt."""
    find = {"growth": _judge_growth, "yearly": _judge_yearly, "total": _judge_total}
    return find[find_kind(target, data)](target, data)


def _find_years(row: Row) -> tuple[int, int] | None:
    """Return the year before a span of whole years, and its last."""
    found = re.fullmatch(r"(?:each )?(\d{4})(?:/(\d{4}|\.\.))?", row["period"])
    if found is None:
        return None
    last = found[2] or found[1]
    return int(found[1]) - 1, 9999 if last == ".." else int(last)


def _say(order: str, *, is_due: bool) -> set[str]:
    ahead = "met" if is_due else "on_track"
    return {{"ahead": ahead, "short": "behind", "open": "cannot_tell"}[order]}


def _find_pair(rows: Sequence[Row], start: int, last: int) -> tuple[Row, Row] | None:
    """Return the level of a year and the latest one after it that is of the same revision."""
    years = [row for row in rows if is_year(row)]
    firsts = {row["revision"]: row for row in years if int(row["period"]) == start}
    later = [row for row in years if start < int(row["period"]) <= last]
    pairs = [(firsts[row["revision"]], row) for row in later if row["revision"] in firsts]
    return pairs[-1] if pairs else None


def _judge_growth(target: Row, data: Processed) -> set[str]:
    span, aim = _find_years(target), find_aim(target)
    if span is None:
        return {"cannot_tell"}
    orders, ends, is_doubted = [], [], False
    for level in data.list_related("indicator", "growth_of", target["indicator"]):
        pair = _find_pair(list_settled(data, target, level), *span)
        if pair is not None and data.ends(pair[0])[0] > 0:
            first, second = map(data.ends, pair)
            length = Decimal(int(pair[1]["period"]) - span[0])
            paces = [
                100 * ((one / other) ** (1 / length) - 1)
                for one, other in ((second[0], first[1]), (second[1], first[0]))
            ]
            orders.append(set_against((paces[0], paces[1]), aim))
            ends.append(int(pair[1]["period"]))
    stated = [(row, years) for row in list_settled(data, target) if (years := _find_years(row))]
    stated = [one for one in stated if one[1][0] == span[0] and one[1][1] <= span[1]]
    if stated:
        row, years_of_rate = stated[-1]
        orders.append(set_against(data.ends({**row, "doubt": ""}), aim))
        ends.append(years_of_rate[1])
        is_doubted = bool(row["doubt"])
    if len({*orders}) != 1:
        return {"cannot_tell"}
    found = _say(orders[0], is_due=max(ends) == span[1])
    return found | ({"cannot_tell"} if is_doubted else set())


def _judge_yearly(target: Row, data: Processed) -> set[str]:
    span, aim = _find_years(target), find_aim(target)
    if span is None:
        return {"cannot_tell"}
    printed = {row["period"]: row for row in list_settled(data, target) if is_year(row)}
    years = {int(year): row for year, row in printed.items() if span[0] < int(year) <= span[1]}
    if years:
        orders = [set_against(data.ends(row), aim) for row in years.values()]
        order = next((one for one in ("short", "open") if one in orders), "ahead")
        return _say(order, is_due={*years} == {*range(span[0] + 1, span[1] + 1)})
    for stock in data.list_related("indicator", "adds_to", target["indicator"]):
        pair = _find_pair(list_settled(data, target, stock), *span)
        if pair is not None:
            last = int(pair[1]["period"])
            added = data.ends(pair[1])[0] - data.ends(pair[0])[1]
            # A stock falls by what is lost: it shows that a target is kept, never that it is not.
            if added >= aim * (last - span[0]):
                return _say("ahead", is_due=last == span[1])
            return {"cannot_tell"}
    return {"cannot_tell"}


def _judge_total(target: Row, data: Processed) -> set[str]:
    written = target["known_from"][:4]
    reached = any(
        row["period_end"] <= target["period_end"]
        and set_against(data.ends(row), find_aim(target)) == "ahead"
        for row in list_settled(data, target)
        if row["period_start"][:4] >= written
    )
    return {"met"} if reached else {"cannot_tell"}


# --- more than elsewhere ------------------------------------------------------------------------


def find_relative_verdict(target: Row, data: Processed) -> str:
    """Return how a place stands to another that it is to reach or to pass, as both are printed."""
    own, other = (_list_levels(target, place, data) for place in ("place", "reference_place"))
    written = data.written[target["source"]][:4]
    first, last = (re.findall(r"\d{4}", target["period"]) * 2)[:2]
    since = str(int(first) - 1) if target["aspect"] == "growth" else written
    both = sorted(key for key in {*own} & {*other} if since <= key[0] <= last)
    if not both:
        return "cannot_tell"
    mine, theirs = own[both[-1]], other[both[-1]]
    if target["aspect"] != "growth":
        ends = data.ends(mine), data.ends(theirs)
        return _stand_beside(target, *ends, is_due=both[-1][0] == last)
    base = (since, mine["revision"])
    if base not in both or both[-1] == base:
        return "cannot_tell"
    factors = []
    for levels in (own, other):
        start, end = data.ends(levels[base]), data.ends(levels[both[-1]])
        factors.append((end[0] / start[1], end[1] / start[0]))
    return _stand_beside(target, *factors, is_due=both[-1][0] == last)


def _stand_beside(target: Row, own: Ends, other: Ends, *, is_due: bool) -> str:
    """Return the verdict where one lies beyond the other; the other may move until the deadline."""
    is_equal = own == other and own[0] == own[1]
    if own[0] > other[1] or (is_equal and target["relation"] == "at_least"):
        return "met" if is_due else "on_track"
    return "behind" if other[0] > own[1] or is_equal else "cannot_tell"


def _list_levels(target: Row, place: str, data: Processed) -> dict[tuple[str, str], Row]:
    """Return by year and revision the settled levels of a place, or its derived shares."""
    found, about = [], target["indicator"]
    if target["aspect"] == "share":
        for row in data.derived.values():
            shown = data.names["en"].measures.get(row["indicator"], {})
            wider = shown.get("denominator", "")
            is_share = ("indicator", "within", about, wider) in data.relations
            if row["place"] == target[place] and row["value"] and is_share:
                found += [row] if shown["numerator"] == about else []
    else:
        found = [
            row
            for row in data.of(about, target[place])
            if "figure_id" in row and is_settled(row) and is_whole(row) and is_year(row)
            if row["qualifier"] == "exact"
        ]
    found.sort(key=lambda row: row["known_from"])
    return {(row["period"], row["revision"]): row for row in found}
