"""Checks of named parties: counted and named, counted twice, listed twice."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from helpers.audit.facts import Facts, Finding, Number
from helpers.data.printed.intervals import Verdict, compare_intervals, point

# Ties that are no cooperation: somebody came to see, a graduate was hired, an office was asked.
CONTACTS = ("visit", "recruitment", "liaison")
# "Our city": nobody in it is named.
_WE = re.compile("[我本][市县区]")


def find_crossed(rows: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """Return the rows of pairs that a document leaves open: each of its parties with each partner.

    Rows of one line with one remark that are every combination say that some of each side work
    together, not which.
    """
    lines: dict[tuple[str, ...], list[str]] = {}
    for name, row in rows.items():
        if row["note_zh"]:
            key = (str(row[about]) for about in ("source", "locator", "status", "note_zh"))
            lines.setdefault(tuple(key), []).append(name)
    crossed: set[str] = set()
    for group in lines.values():
        sides = [len({rows[name][side] for name in group}) for side in ("local_party", "partner")]
        if min(sides) > 1 and len(group) == sides[0] * sides[1]:
            crossed.update(group)
    return crossed


def find_unnamed(
    rows: Mapping[str, Mapping[str, Any]], places: Mapping[str, Mapping[str, str]]
) -> set[str]:
    """Return the rows of pairs whose local party is not named: the print has its place alone."""
    return {
        name
        for name, row in rows.items()
        if _WE.fullmatch(row["local_as_printed"])
        or row["local_as_printed"]
        in (places[row["place"]]["name_zh"], places[row["place"]]["short_zh"])
    }


def check_named(facts: Facts) -> Iterator[Finding]:
    """Compare a count of parties with the parties that are named beside it.

    Who is named on the same line for the same kind of tie, with a note, may be counted or not.
    """
    for relation, column in (("counts_local_party", "local_party"), ("counts_partner", "partner")):
        named: dict[str, list[str]] = {}
        for row in facts.related("figure", relation):
            named.setdefault(row["subject"], []).append(row["object"])
        for identifier, rows in named.items():
            figure = facts.find(identifier)
            parties = {
                str(facts.partnerships[name][column]) for name in rows if name in facts.partnerships
            }
            if figure is None or not parties:
                continue
            counted = facts.interval(figure)
            verdict: Verdict = compare_intervals(point(len(parties)), counted)
            form = "more" if point(len(parties)).is_above(counted) else ""
            if verdict == "inconsistent" and not form:
                verdict = "undecided"
            numbers: dict[str, Number] = {
                "named": len(parties),
                "listed": facts.quantity(point(len(parties)), figure),
                "parties": "|".join(sorted(parties)),
            }
            others = _find_uncounted(facts, rows, column, parties)
            if others:
                numbers["others"] = "|".join(sorted(set(others.values())))
                numbers["others_note"] = "|".join(others)
                form = form or "open"
            yield Finding("named", verdict, {"count": [figure]}, numbers, form)


def _find_uncounted(
    facts: Facts, rows: Sequence[str], column: str, parties: Set[str]
) -> dict[str, str]:
    """Return who else a line names for the same kind of tie and has a note, by partnership."""
    about = ("source", "locator", "place", "tie", "status")
    counted = [facts.partnerships[name] for name in rows if name in facts.partnerships]
    keys = {tuple(row[one] for one in about) for row in counted}
    return {
        name: str(row[column])
        for name, row in facts.partnerships.items()
        if tuple(row[one] for one in about) in keys
        if row["note_zh"] and str(row[column]) not in parties
    }


def check_counted_twice(facts: Facts) -> Iterator[Finding]:
    """Find a pair of parties that two amounts or counts both include."""
    covered: dict[tuple[str, str], list[str]] = {}
    for row in facts.related("figure", "covers"):
        pair = facts.partnerships.get(row["object"])
        if pair is not None:
            key = str(pair["local_party"]), str(pair["partner"])
            covered.setdefault(key, []).append(row["subject"])
    for (local, partner), identifiers in covered.items():
        for first, second in itertools.combinations(dict.fromkeys(identifiers), 2):
            one, other = facts.find(first), facts.find(second)
            if one is None or other is None or one.unit != other.unit:
                continue
            numbers: dict[str, Number] = {
                "local": local,
                "partner": partner,
                "sum": facts.quantity(facts.interval(one) + facts.interval(other), one),
            }
            yield Finding("counted_twice", "undecided", {"amounts": [one, other]}, numbers)


def check_listed_twice(facts: Facts) -> Iterator[Finding]:
    """Find a tie of two parties that one document lists in two places, or as new once more.

    Of pairs that a document leaves open, those named again are not counted, only said to be left.
    """
    binding = ("agreement", "contract")
    places: dict[tuple[str, ...], list[str]] = {}
    again: dict[tuple[str, str], dict[str, list[str]]] = {}
    is_open: set[tuple[str, str]] = set()
    crossed = find_crossed(facts.partnerships)
    existing: dict[tuple[str, ...], list[str]] = {}
    for name, row in facts.partnerships.items():
        if row["status"] == "existing" and row["tie"] not in CONTACTS:
            key = row["source"], row["local_party"], row["partner"]
            existing.setdefault(key, []).extend([str(row["locator"])] * (name not in crossed))
    for row in facts.partnerships.values():
        key = row["source"], row["local_party"], row["partner"]
        home = str(row["source"]), facts.codebook.city_of(row["place"])
        if row["status"] == "planned" and existing.get(key):
            pair = f"{row['local_party']}+{row['partner']}"
            lines = again.setdefault(home, {}).setdefault(pair, [*existing[key]])
            lines.append(str(row["locator"]))
        elif row["status"] == "planned" and key in existing:
            is_open.add(home)
    for (source, place), pairs in again.items():
        about: dict[str, Number] = {
            "count": len(pairs),
            "source": source,
            "place": place,
            "pairs": "|".join(pairs),
            "lines": "|".join(dict.fromkeys(line for lines in pairs.values() for line in lines)),
        }
        form = "planned_open" if (source, place) in is_open else "planned"
        yield Finding("listed_twice", "undecided", {}, about, form)
    for identifier, row in facts.partnerships.items():
        if row["status"] == "existing" and row["tie"] in binding:
            names = (str(row["source"]), str(row["local_party"]), str(row["partner"]))
            places.setdefault(names, []).append(identifier)
    for (source, local, partner), rows in places.items():
        lines = list(dict.fromkeys(str(facts.partnerships[row]["locator"]) for row in rows))
        if len(lines) > 1:
            numbers = {
                "local": local,
                "partner": partner,
                "source": source,
                "lines": "|".join(lines),
                "place": facts.codebook.city_of(facts.partnerships[rows[0]]["place"]),
            }
            yield Finding("listed_twice", "undecided", {}, numbers)
