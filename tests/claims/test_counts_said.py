"""Counts that reports say without a claim: each is counted anew from the processed data."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

import pytest

from claims.facts.checker import count_least
from claims.facts.naming import Row
from claims.facts.processed_rows import Processed
from claims.test_wording import list_texts
from claims.told import Told
from helpers.pages.items import Section, Table
from helpers.words.language import read_catalogue

Found = Mapping[str, str]
Counts = Mapping[str, Sequence[int]]
_MONTHS = read_catalogue()["months"]["en"].split("|")
_NUMBER = r"\d[\d,]*"
_RUNG_SCOPES = {"stock": ["whole_city"], "newly_built": ["whole_city", "programme"]}


def _list_own(told: Told, data: Processed) -> list[Row]:
    inside = {place for place, row in data.places.items() if row["parent"] == told.home}
    return [row for row in data.printed.values() if row["place"] in {told.home, *inside}]


def _list_of_cities(told: Told, data: Processed, rows: Mapping[str, Row]) -> list[Row]:
    return [row for row in rows.values() if data.places[row["place"]]["parent"] == told.home]


def _count_sources(rows: Sequence[Row]) -> int:
    return len({row["source"] for row in rows})


def count_city(told: Told, _: Found, data: Processed) -> Counts:
    rows = _list_own(told, data)
    return {"count": [len(rows)], "documents": [_count_sources(rows)]}


def count_province(told: Told, _: Found, data: Processed) -> Counts:
    rows = _list_of_cities(told, data, data.printed)
    derived = _list_of_cities(told, data, data.derived)
    bounds = sum(row["kind"] in ("ceiling", "floor") for row in derived)
    return {
        "cities": [sum(row["parent"] == told.home for row in data.places.values())],
        "count": [len(rows)],
        "documents": [_count_sources(rows)],
        "derived": [len(derived) - bounds],
        "bounds": [bounds] if bounds else [],
    }


def count_kinds(told: Told, _: Found, data: Processed) -> Counts:
    pairs = {
        (row["local_party"], row["partner"], row["tie"])
        for row in data.pairs
        if row["city"] == told.home and row["status"] == "existing"
    }
    rows = [row for row in data.pairs if row["city"] == told.home and row["status"] == "existing"]
    counts = []
    for tie, most in Counter(tie for *_, tie in pairs).items():
        least = count_least([row for row in rows if row["tie"] == tie], data)
        counts += [least, most] if least < most else [most]
    return {"kinds": sorted(counts)}


def count_comparisons(_: Told, found: Found, __: Processed) -> Counts:
    """Count what the table of checks under the title adds up to."""
    rows = [[int(cell) for cell in row.split("+")] for row in found["cells"].split("|")]
    applied = [row for row in rows if any(row)]
    total = sum(number for row in rows for number in row)
    return {"comparisons": [total], "checks": [len(applied)], "all": [len(rows)]}


def count_days(_: Told, found: Found, __: Processed) -> Counts:
    return {"days": [(_read_day(found["end"]) - _read_day(found["start"])).days]}


def _read_day(text: str) -> date:
    if numbers := re.fullmatch(r"(\d+)年(\d+)月(\d+)日", text):
        return date(*map(int, numbers.groups()))
    day, month, year = text.split()
    return date(int(year), _MONTHS.index(month) + 1, int(day))


def count_waits(told: Told, found: Found, data: Processed) -> Counts:
    """Count the days between the printed days of the proposal that is told."""
    spans = (("to_answer", "received", "answered"), ("to_issue", "answered", "issued"))
    every = []
    for row in data.proposals:
        if row["place"] == told.home:
            days = {name: (row[first], row[last]) for name, first, last in spans}
            every.append(
                {
                    name: [(date.fromisoformat(last) - date.fromisoformat(first)).days]
                    if first and last
                    else []
                    for name, (first, last) in days.items()
                }
            )
    return _choose(every, found)


def count_rungs(told: Told, found: Found, data: Processed) -> Counts:
    """Count the rungs of the ladder that is told, those with a figure, and those with a stock."""
    return _choose([_count_ladder(name, told, data) for name in _list_ladders(data)], found)


def _list_ladders(data: Processed) -> list[str]:
    return [*dict.fromkeys(row["ladder"] for row in data.ladders)]


def _count_ladder(name: str, told: Told, data: Processed) -> Counts:
    count = filled = stocks = 0
    for rung in data.ladders:
        columns = [rung[column] for column in ("stock", "newly_built", "award") if rung[column]]
        cities = {
            place["parent"] if place["kind"] == "county_level" else row["place"]
            for row in data.printed.values()
            if row["indicator"] in columns
            for place in [data.places[row["place"]]]
        }
        is_foreign = len(cities) == 1 and told.home not in cities
        if rung["ladder"] != name or is_foreign:
            continue
        known = {
            column: [
                row["basis"]
                for row in data.of(rung[column], told.home)
                if row.get("scope") in scopes and row["basis"] in ("actual", "target")
            ]
            for column, scopes in _RUNG_SCOPES.items()
        }
        count += 1
        filled += any(known.values())
        stocks += "actual" in known["stock"]
    return {"count": [count], "filled": [filled], "stocks": [stocks]}


def _choose(every: Sequence[Counts], found: Found) -> Counts:
    """Return the counts that are told; the first where none of them are."""
    told = (one for one in every if all(_read(found[name]) == [*one[name]] for name in one))
    return next(told, every[0])


COUNTED: Mapping[str, Callable[[Told, Found, Processed], Counts]] = {
    "city_subtitle": count_city,
    "city_subtitle_counties": count_city,
    "compared_subtitle": count_province,
    "audit_subtitle": count_comparisons,
    "cooperation_kinds": count_kinds,
    "service_sum_issue": count_days,
    "service_waits": count_waits,
    "ladder_intro": count_rungs,
}
_WORDS = {"to_answer", "to_issue", "city", "province", "kinds", "bounds", "start", "end"}


def find_said(told: Told, key: str) -> Iterator[Found]:
    """Yield what stands in the braces of a message wherever a report says it."""
    message = re.sub(r"\{\w+:[^}]*\}", "{}", read_catalogue()[key][told.language]).strip()
    parts = (
        _hold(part[1:-1]) if part.startswith("{") else re.escape(part)
        for part in re.split(r"(\{\w*\})", message)
    )
    pattern, checks = "".join(parts), "|".join(_list_checks(told.sections))
    for section in told.sections:
        for item in section.items:
            for text in (
                list_texts(item.to_data()) if item.to_data()["kind"] != "attachment" else ()
            ):
                for found in re.finditer(pattern, text.strip()):
                    yield {**found.groupdict(), "cells": checks}


def _hold(name: str) -> str:
    if not name:
        return r"\w+"
    words = "[^.。=]*" if name in ("bounds", "to_issue") else "[^.。=]*?"
    return f"(?P<{name}>{words if name in _WORDS else _NUMBER})"


def _list_checks(sections: Sequence[Section]) -> Iterator[str]:
    captions = read_catalogue()["table_checks"].values()
    for item in (one for section in sections for one in section.items):
        if isinstance(item, Table) and item.caption in captions:
            for row in item.rows:
                yield "+".join(str(cell[0]).replace(",", "").replace("–", "0") for cell in row[1:4])
            # The last note names those without any.
            known = (v for key, v in read_catalogue().items() if re.fullmatch("audit_.*_name", key))
            named = [one for one in known if any(text in item.notes[-1] for text in one.values())]
            yield from ["0+0+0"] * len(named)


def _read(text: str) -> list[int]:
    return sorted(int(one.replace(",", "")) for one in re.findall(_NUMBER, text))


def find_wrong(told: Told, key: str, found: Found, data: Processed) -> Iterator[str]:
    for name, numbers in COUNTED[key](told, found, data).items():
        said = _read(found[name])
        if said != [*numbers]:
            yield f"{name} is {numbers}, not {said}"


@pytest.mark.parametrize("key", COUNTED)
def test_a_count_is_that_of_the_processed_data_and_another_one_is_found(
    key: str, every_report: list[Told], processed: Mapping[str, Processed]
) -> None:
    said = [
        (told, found, processed[told.province])
        for told in every_report
        for found in find_said(told, key)
    ]
    wrong = [fault for told, found, data in said for fault in find_wrong(told, key, found, data)]
    unnoticed = [
        name
        for told, found, data in said
        for name in COUNTED[key](told, found, data)
        if not [*find_wrong(told, key, {**found, name: f"{found[name]} 9"}, data)]
    ]

    assert {told.language for told, _, _ in said} == {"zh", "en"}
    assert wrong == unnoticed == []


def test_who_is_left_out_of_a_number_of_cities_is_named_in_the_report(
    every_report: list[Told],
) -> None:
    unnamed, counted = set(), 0
    for told in every_report:
        absences = [
            one
            for one in told.claims
            if one["kind"] == "absence" or "approximate" in one["message"]
        ]
        for claim in told.claims:
            left_out = len(claim["places"].split("|")) - int(claim["total"] or 0)
            if claim["kind"] not in ("rank", "extreme", "count") or left_out <= 0:
                continue
            counted += 1
            named = {
                place
                for one in absences
                if {*one["indicator"].split("|")} & {*claim["indicator"].split("|")}
                for place in one["places"].split("|")
                if place in claim["places"].split("|")
            }
            if len(named) < left_out:
                unnamed.add((told.name, told.language, claim["sentence"]))

    assert counted
    assert unnamed == set()
