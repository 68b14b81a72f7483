"""Findings on parties, documents and lone figures: worked out anew from the rows and pairs."""

import itertools
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from statistics import median

from claims.facts.naming import Row
from claims.facts.processed_rows import Claim, Processed, is_whole, names, order

_CONTACTS, _BINDING = ("visit", "recruitment"), ("agreement", "contract")
_ALIKE = ("source", "locator", "place", "tie", "status")
_ABOUT_LINE = ("source", "locator", "status", "note_zh")
_YEAR, _FEWEST, _OUTLYING = 365, 5, 20
# A figure stands off its neighbours by a tenth; a step off those of the other cities by 2%.
_OFF, _LEAST_STEP = math.log(1.1), math.log(1.02)

Check = Callable[[Claim, Sequence[Row], Processed], bool]


def find_crossed(rows: Sequence[Row]) -> set[str]:
    """Return the rows of one line and remark that are every combination of their names."""
    lines: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        if row["note_zh"]:
            lines.setdefault(tuple(row[name] for name in _ABOUT_LINE), []).append(row)
    crossed: set[str] = set()
    for group in lines.values():
        sides = [len({row[side] for row in group}) for side in ("local_party", "partner")]
        if min(sides) > 1 and len(group) == sides[0] * sides[1]:
            crossed |= {row["partnership_id"] for row in group}
    return crossed


def _is_named(claim: Claim, rows: Sequence[Row], data: Processed) -> bool:
    count, told = rows[0], {*names(claim, "against")}
    is_more = "_more" in claim["message"]
    for relation, column in (("counts_local_party", "local_party"), ("counts_partner", "partner")):
        listed = data.list_related("figure", relation, count["figure_id"])
        found = {row[column] for row in data.listed if row["partnership_id"] in listed}
        if found and found | _find_left(listed, found, column, data) == told:
            lies = order((len(found),) * 2, data.ends(count))  # type: ignore[arg-type]
            return is_more == (lies == "above")
    return False


def _find_left(listed: Collection[str], found: set[str], column: str, data: Processed) -> set[str]:
    """Return who is noted on a line of those counted, tied alike, and not among them."""
    counted = [row for row in data.listed if row["partnership_id"] in listed]
    return {
        row[column]
        for row in data.listed
        if row["note_zh"] and any(all(row[name] == one[name] for name in _ALIKE) for one in counted)
    } - found


def _is_counted_twice(claim: Claim, rows: Sequence[Row], data: Processed) -> bool:
    """Return whether each of two figures covers the pair that is told."""
    covered = [
        {
            (row["local_party"], row["partner"])
            for row in data.listed
            if row["partnership_id"] in data.list_related("figure", "covers", one["figure_id"])
        }
        for one in rows
    ]
    return tuple(names(claim, "against")) in set.intersection(*covered)


def _find_city(row: Row, data: Processed) -> str:
    place = data.places[row["place"]]
    return place["parent"] if place["kind"] == "county_level" else row["place"]


def _is_again(claim: Claim, _: Sequence[Row], data: Processed) -> bool:
    """Return whether a document plans just the pairs told, which it also lists as existing.

    How many they are is open just where it plans others that it lists only in combination.
    """
    crossed, told = find_crossed(data.listed), {*names(claim, "against")}
    existing, combined = (
        {
            (row["source"], row["local_party"], row["partner"])
            for row in data.listed
            if row["status"] == "existing" and row["tie"] not in _CONTACTS
            if (row["partnership_id"] in crossed) == is_crossed
        }
        for is_crossed in (False, True)
    )
    found: dict[str, set[str]] = {}
    left: set[str] = set()
    for row in data.listed:
        key = (row["source"], row["local_party"], row["partner"])
        is_here = _find_city(row, data) == claim["places"]
        if is_here and row["status"] == "planned" and key in existing:
            found.setdefault(row["source"], set()).add(f"{row['local_party']}+{row['partner']}")
        elif is_here and row["status"] == "planned" and key in combined:
            left.add(row["source"])
    is_open = claim["message"].endswith("_open")
    return any(told == pairs and is_open == (name in left) for name, pairs in found.items())


def _is_listed_twice(claim: Claim, _: Sequence[Row], data: Processed) -> bool:
    lines: dict[str, set[str]] = {}
    for row in data.listed:
        is_told = [row["local_party"], row["partner"]] == names(claim, "against")
        if is_told and row["status"] == "existing" and row["tie"] in _BINDING:
            lines.setdefault(row["source"], set()).add(row["locator"])
    return any(len(found) > 1 for found in lines.values())


def _is_renamed(claim: Claim, rows: Sequence[Row], data: Processed) -> bool:
    return all(
        ("entity", "successor_of", row["entity"], former) in data.relations
        for row in rows
        for former in names(claim, "against")
    )


def _is_posted_late(_: Claim, rows: Sequence[Row], data: Processed) -> bool:
    source = rows[0]["source"]
    posted, written = data.posted[source], data.written[source]
    same = ("indicator", "place", "scope", "entity")
    newer = [row for row in rows if row["source"] != source and row["known_from"] < posted]
    is_late = (date.fromisoformat(posted) - date.fromisoformat(written)).days > _YEAR
    return is_late and all(
        row in newer
        or any(
            one["period_end"] > row["period_end"] and all(one[n] == row[n] for n in same)
            for one in newer
        )
        for row in rows
    )


def _is_single(_: Claim, rows: Sequence[Row], __: Processed) -> bool:
    odd, *beside = (float(row["value"]) for row in rows)
    steps = [math.log(odd / other) for other in beside]
    return len(steps) == 2 and steps[0] * steps[1] > 0 and min(map(abs, steps)) >= _OFF


def _is_out_of_line(claim: Claim, rows: Sequence[Row], data: Processed) -> bool:
    """Return whether a step between two years told, up or down as told, is off that of others."""
    years = sorted(rows, key=lambda row: row["period"])
    way = {"rise": 1, "fall": -1}.get(claim["message"].rpartition("_")[2], 0)
    return any(
        abs(_take_step(first, second) - typical) >= _LEAST_STEP
        for first, second in itertools.pairwise(years)
        if _take_step(first, second) * way >= 0
        for typical in _find_typical(first, second, data)
    )


def _stays(_: Claim, rows: Sequence[Row], data: Processed) -> bool:
    """Return whether one year steps off, and the next of its series is nearer to it than before."""
    years = sorted(rows, key=lambda row: row["period"])
    before, odd = years[0], years[-1]
    series = odd["series"] or odd["source"]
    after = [
        row
        for row in data.of(odd["indicator"], odd["place"])
        if row["period"] > odd["period"] and row.get("figure_id") and row["value"]
        if (row["series"] or row["source"]) == series
    ]
    following = min(after, key=lambda row: row["period"], default=None)
    return following is not None and (
        abs(_take_step(odd, following)) < abs(_take_step(before, following))
    )


def _take_step(first: Row, second: Row) -> float:
    return math.log(float(second["value"]) / float(first["value"]))


def _find_typical(first: Row, second: Row, data: Processed) -> Iterator[float]:
    home = data.places[first["place"]]["parent"]
    steps = []
    for place, about in data.places.items():
        known = {
            row["period"]: row
            for row in data.of(first["indicator"], place)
            if "figure_id" in row and row["value"] and float(row["value"]) > 0 and is_whole(row)
            if (row["series"] or row["source"]) == (first["series"] or first["source"])
        }
        if about["parent"] == home and place != first["place"]:
            begin, end = known.get(first["period"]), known.get(second["period"])
            steps += [_take_step(begin, end)] if begin and end else []
    if steps:
        yield median(steps)


def _is_outlying(_: Claim, rows: Sequence[Row], data: Processed) -> bool:
    """Return whether a quotient lies many times off the middle of places of its kind."""
    amount, under = rows
    kind = data.places[amount["place"]]["kind"]
    for rule in data.names["en"].measures.values():
        below = rule.get("denominator", "").split("|")
        is_of = amount["indicator"] in rule.get("numerator", "").split("+")
        if not is_of or under["indicator"] not in below or rule["denominator_place"] != "same":
            continue
        found = [
            float(one["value"]) / float(other["value"])
            for place, about in data.places.items()
            if about["kind"] == kind
            for one in _list_beside(data, amount["indicator"], place, amount)
            for other in _find_under(data, below, one)
        ]
        factor = float(amount["value"]) / float(under["value"]) / median(found)
        if len(found) >= _FEWEST and not 1 / _OUTLYING < factor < _OUTLYING:
            return True
    return False


def _list_beside(data: Processed, indicator: str, place: str, like: Row) -> list[Row]:
    return [
        row
        for row in data.of(indicator, place)
        if "figure_id" in row and row["basis"] == "actual" and is_whole(row)
        if row["period"] == like["period"] and row["value"] and float(row["value"]) > 0
    ]


def _find_under(data: Processed, below: Sequence[str], amount: Row) -> list[Row]:
    """Return what an amount is divided by: of its own document first, else of the nearest year."""
    found = [row for name in below for row in _list_beside(data, name, amount["place"], amount)]
    year = int(amount["vintage"] or 0)
    return sorted(
        found,
        key=lambda row: (row["source"] != amount["source"], abs(int(row["vintage"] or 0) - year)),
    )[:1]


PARTY_CHECKS: Mapping[str, Check] = {
    "named(_more|_open)?": _is_named,
    "counted_twice": _is_counted_twice,
    "listed_twice": _is_listed_twice,
    "listed_twice_planned(_open)?": _is_again,
    "renamed": _is_renamed,
    "posting": _is_posted_late,
    "out_of_line_single": _is_single,
    "out_of_line_level": _stays,
    "out_of_line.*": _is_out_of_line,
    "outliers": _is_outlying,
}
