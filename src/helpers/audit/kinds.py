"""Checks of meaning: classes that look alike, amounts of different kinds, names, places, bases."""

import itertools
from collections.abc import Iterator

from helpers.audit.facts import Facts, Finding, Number, group_by, is_actual
from helpers.audit.years import is_about_same
from helpers.data.figures import Figure
from helpers.data.printed.intervals import compare_intervals

_FEWEST_ALIKE = 3


def check_look_alikes(facts: Facts) -> Iterator[Finding]:
    """Find figures of one city whose names are alike and whose classes differ."""
    seen: set[str] = set()
    for indicator in facts.codebook.leading_indicators:
        # A stock and its additions are compared by what they add up to.
        told = {
            (row["subject"], row["object"])
            for row in facts.related("indicator", "not_added_to", "adds_to")
        }
        others = [
            other
            for other in facts.codebook.look_alikes(indicator)
            if (other, indicator) not in told
        ]
        for (place,), own in group_by(filter(is_actual, facts.of(indicator)), "place").items():
            alike: list[Figure] = []
            for other in others:
                rows = [
                    f
                    for f in facts.of(other)
                    if is_actual(f) and f.place == place and facts.kind(f) == facts.kind(own[0])
                ]
                alike += rows[-1:]
            if alike and own[-1].figure_id not in seen:
                seen.update(figure.figure_id for figure in alike)
                # A document that prints both for one year sets them beside each other itself.
                near = {(figure.source, figure.period, "exact") for figure in alike}
                closest = [f for f in own if (f.source, f.period, f.qualifier) in near]
                roles = {"own": (closest or own)[-1:], "others": alike}
                same = {_find_class(facts, row) for row in alike} == {_find_class(facts, own[-1])}
                yield Finding("look_alikes", "undecided", roles, form="unsaid" if same else "")


def _find_class(facts: Facts, figure: Figure) -> str:
    """Return the class on a ladder that a stock counts, of whatever level; else the indicator."""
    rungs = facts.codebook.rungs.values()
    return next((r["name_zh"] for r in rungs if r["stock"] == figure.indicator), figure.indicator)


def check_kinds(facts: Facts) -> Iterator[Finding]:
    """Find amounts and counts of different kinds in one document that a reader would add."""
    for row in facts.related("indicator", "not_added_to"):
        seen: set[str] = set()
        for one, other in itertools.product(facts.of(row["subject"]), facts.of(row["object"])):
            alike = one.source == other.source and one.place == other.place
            about = {one.entity, other.entity} - {""}
            if alike and len(about) < 2 and one.figure_id not in seen:
                seen.add(one.figure_id)
                numbers = {"relation": f"{row['subject']}|{row['object']}"}
                yield Finding("kinds", "undecided", {"pair": [one, other]}, numbers)


def check_names(facts: Facts) -> Iterator[Finding]:
    """Find two things under nearly one name that one document gives different sizes."""
    entities = facts.codebook.entities
    known = [f for f in facts.figures if f.entity]
    pairs: dict[tuple[str, str], list[tuple[Figure, Figure]]] = {}
    for group in group_by(known, "source", "indicator", "measure").values():
        for one, other in itertools.combinations(group, 2):
            names = [entities[f.entity]["name_zh"] for f in (one, other)]
            first, second = sorted((name.removesuffix("项目") for name in names), key=len)
            alike = names[0] != names[1] and second.startswith(first)
            if (
                alike
                and compare_intervals(facts.interval(one), facts.interval(other)) == "inconsistent"
            ):
                key = one.entity, other.entity
                pairs.setdefault(key, []).append((one, other))
    for rows in pairs.values():
        roles = {"one": [one for one, _ in rows], "other": [other for _, other in rows]}
        yield Finding("names", "undecided", roles)


def check_renamed(facts: Facts) -> Iterator[Finding]:
    """Name bodies that documents print under an earlier and a later name."""
    for row in facts.related("entity", "successor_of"):
        later = [f for f in facts.figures if f.entity == row["subject"]]
        if later:
            numbers = {
                "entity": row["subject"],
                "former": row["object"],
                "relation": f"{row['subject']}|{row['object']}",
            }
            if row.get("source"):  # where the earlier name stands, of which no figure is printed
                numbers |= {"source": row["source"], "lines": row["locator"]}
            yield Finding("renamed", "undecided", {"later": later[:1]}, numbers)


def check_counties(facts: Facts) -> Iterator[Finding]:
    """Find counties whose figures a reader might take for those of their city."""
    places = facts.codebook.places
    inside = [
        f for f in facts.figures if is_actual(f) and places[f.place]["kind"] == "county_level"
    ]
    for (place,), rows in group_by(inside, "place").items():
        city = places[place]["parent"]
        only = [
            f
            for f in rows
            if f.scope == "county"
            and not any(other.place == city for other in facts.of(f.indicator))
        ]
        if only:
            numbers: dict[str, Number] = {"county": place, "city": city, "count": len(only)}
            yield Finding("counties", "undecided", {"figures": only}, numbers)


def check_bases(facts: Facts) -> Iterator[Finding]:
    """List the targets of a document for which no actual figure of the same thing is known.

    A target that a document repeats counts once; the size of a body, such as a fund, is none.
    """
    repeated = {row["subject"] for row in facts.related("figure", "same_as")}
    targets = [
        f
        for f in facts.figures
        if f.basis == "target" and f.is_of_whole_place and f.figure_id not in repeated
    ]
    for (source, place), rows in group_by(targets, "source", "place").items():
        without = [
            f
            for f in rows
            if not any(
                is_actual(other) and is_about_same(other, f)
                for other in facts.of(f.indicator, place)
            )
        ]
        if without:
            numbers: dict[str, Number] = {
                "count": len(without),
                "total": len(rows),
                "source": source,
                "place": place,
            }
            form = "all" if len(without) == len(rows) else ""
            yield Finding("bases", "undecided", {"targets": without}, numbers, form)


def check_odd_ones(facts: Facts) -> Iterator[Finding]:
    """Find the one row of a table or document that is of another year or city than all others."""
    places = facts.codebook.places
    tables = [f for f in facts.figures if f.locator.startswith("table") and is_actual(f)]
    for rows in group_by(tables, "source").values():
        yield from _find_odd([(f.period, f) for f in rows], "period")
    cities = [
        f for f in facts.figures if f.scope == "whole_city" and not f.locator.startswith("table")
    ]
    for rows in group_by(cities, "source").values():
        homes = [places[f.place]["parent"] or f.place for f in rows]
        if len(set(homes)) == 1:
            yield from _find_odd([(f.place, f) for f in rows], "place")


def _find_odd(rows: list[tuple[str, Figure]], form: str) -> Iterator[Finding]:
    values = [value for value, _ in rows]
    common = max(values, key=values.count, default="")
    odd = [figure for value, figure in rows if value != common]
    if len(odd) == 1 and values.count(common) >= _FEWEST_ALIKE:
        others = [figure for value, figure in rows if value == common]
        numbers: dict[str, Number] = {"count": len(others)}
        yield Finding("odd_ones", "undecided", {"odd": odd, "like": others[:1]}, numbers, form)
