"""Many small invented data sets, on which every writer speaks and nothing may be false."""

import os
import random
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from figure_factory import derive, make, observe

from claims.checker import find_faults
from claims.processed_rows import Processed
from claims.sentences import find_misstatements
from claims.told import LANGUAGES, without_pictures
from helpers.data.figures import AnyFigure, DerivedValue, Figure, tabulate
from helpers.explore.chart_titles import say_finding
from helpers.reports.assertions import tabulate_claims
from helpers.reports.city.key_findings import (
    list_findings_by_rule,
    write_sentence,
    write_title,
)
from helpers.reports.city_report import CityReport
from helpers.reports.comparison.comparability import judge
from helpers.reports.comparison.comparison_report import (
    ComparisonReport,
    write_comparison_headline,
)
from helpers.reports.comparison.every_city import write_every_city
from helpers.reports.comparison.heat_table import write_heat_table
from helpers.reports.comparison.map_sections import write_maps
from helpers.reports.comparison.spread_section import write_spread
from helpers.reports.report import Report, open_report
from helpers.reports.standing_text import say_rank

MEASURE = "rd_intensity"
CITIES = ("luohe", "puyang", "jiaozuo", "luoyang")
# More of them by `ATTACK_SETS=2000`.
SETS = int(os.environ.get("ATTACK_SETS", "75"))
_PERIODS = ("2019", "2020", "2021", "2021", "2021", "2021-H1", "2021-06", "2022")
_VALUES = (1.9, 2.0, 2.0, 2.1, 2.1, 2.65, 2.8, 3.4)


def invent(number: int) -> list[AnyFigure]:
    """Return the rows of one small set: few or many, with ties, bounds, gaps and doubts."""
    chance = random.Random(number)  # noqa: S311  # no secret
    places = chance.choice((CITIES[:1], CITIES[:2], CITIES, (*CITIES, "wuzhi"), ()))
    rows: list[AnyFigure] = []
    for place in places:
        for turn in range(chance.choice((0, 1, 1, 2, 4))):
            rows.append(_invent_figure(chance, place, f"{place}.{turn}"))
        if place in CITIES and chance.random() < 0.3:
            end = str(chance.choice(_VALUES))
            kind = chance.choice(("ceiling", "floor"))
            ends = {"value_high": end} if kind == "ceiling" else {"value_low": end}
            name = f"{kind}.{place}"
            rows.append(
                derive(
                    derived_id=name,
                    kind=kind,
                    indicator=MEASURE,
                    place=place,
                    period="2021",
                    **ends,
                )
            )
    for place, scope in (("henan", "province"), ("china", "nation")):
        if chance.random() < 0.7:
            rows.append(_invent_figure(chance, place, place, scope=scope, entity=""))
    return rows


def _invent_figure(chance: random.Random, place: str, name: str, **fixed: str) -> Figure:
    value = chance.choice(_VALUES)
    columns: dict[str, Any] = {
        "figure_id": name,
        "place": place,
        "indicator": MEASURE,
        "period": chance.choice(_PERIODS),
        "value": value,
        "value_low": value,
        "value_high": value,
        "as_printed": f"{value}%",
        "decimals": 1,
        "rounding_unit": chance.choice(("0.1", "0.1", "0.01")),
        "scope": "county" if place == "wuzhi" else "whole_city",
        "source": chance.choice(("luohe-plan-2021", "luohe-plan-2021", "luohe-report-2024")),
        "known_from": f"{chance.choice((2021, 2022, 2023))}-12-31",
    }
    odd = chance.random()
    if odd < 0.1:
        columns |= {"basis": "target", "period": chance.choice(("by 2021", "by 2022"))}
    elif odd < 0.2:
        columns |= {"status": "P"}
    elif odd < 0.3:
        columns |= {"doubt": "out_of_line"}
    elif odd < 0.35:
        columns |= {"basis": "forecast"}
    elif odd < 0.4:
        columns |= {"qualifier": "over", "value_high": None, "as_printed": f"超过{value}%"}
    elif odd < 0.45:
        columns |= {"scope": "programme"}
    elif odd < 0.5:
        columns |= {"revision": "economic-census-5"}
    return make(**columns | fixed)


def show(row: AnyFigure) -> dict[str, str]:
    """Return a row as it stands in the processed data."""

    def write(value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, Decimal):
            return f"{value:f}"
        return value.isoformat() if isinstance(value, date) else str(value)

    return {name: write(value) for name, value in asdict(row).items()}


def process(rows: list[AnyFigure], like: Processed) -> Processed:
    printed = {row.figure_id: show(row) for row in rows if isinstance(row, Figure)}
    derived = {row.derived_id: show(row) for row in rows if isinstance(row, DerivedValue)}
    return Processed(printed, derived, like.units, like.parts, like.places)


def speak(report: Report) -> None:
    """Let every writer speak of the rows of a report."""
    comparison = ComparisonReport(report, "henan", list(CITIES), ["henan", "china"])
    found = comparison.compare(MEASURE)
    if found is not None:
        comparison = replace(comparison, comparisons={MEASURE: found})
        for place in found.ranks:
            say_rank(report, found, place)
        rows = [row for row in found.rows if row is not None]
        say_finding(report, MEASURE, rows, [found])
    write_comparison_headline(comparison)
    judge(comparison, MEASURE)
    write_heat_table(comparison, [MEASURE])
    write_spread(comparison, [MEASURE])
    write_maps(comparison, [MEASURE])
    write_every_city(comparison, 4)
    for place in CITIES:
        own_figures = report.observations[report.observations["place"].eq(place)]
        city = CityReport(report, place, own_figures, [])
        findings = list_findings_by_rule(city, [], 6)
        write_title(city, findings)
        for finding in findings:
            write_sentence(city, finding)
    for place in (*CITIES, "wuzhi"):
        frame = report.observations[report.observations["place"].eq(place)]
        own = report.known_rows.list_printed(MEASURE, place)
        if own:
            say_finding(report, MEASURE, own, [])
        change = report.find_change(frame)
        if change is not None:
            report.say_change("title", change, city=report.place(place))


@pytest.fixture(scope="module")
def opened(project: Path) -> Iterator[Mapping[str, Report]]:
    with without_pictures():
        yield {code: open_report(code, "", project, around="henan") for code in LANGUAGES}


@pytest.mark.parametrize("start", range(0, SETS, 25))
def test_nothing_false_is_said_of_invented_data_in_either_language(
    start: int, opened: Mapping[str, Report], processed: Mapping[str, Processed]
) -> None:
    faults = [
        (number, fault)
        for number in range(start, min(start + 25, SETS))
        for fault in attack(number, opened, processed["henan"])
    ]

    assert faults == []


def attack(number: int, opened: Mapping[str, Report], like: Processed) -> Iterator[str]:
    """Yield what is false of what is said of one invented set, and where languages differ."""
    rows = invent(number)
    data = process(rows, like)
    figures = observe(*(row for row in rows if isinstance(row, Figure)))
    derived = tabulate(DerivedValue, [row for row in rows if isinstance(row, DerivedValue)])
    told = []
    for language in LANGUAGES:
        report = replace(
            opened[language],
            observations=figures,
            derived=derived,
            findings=(),
            standings={},
            noted={},
            carried={},
            claims=[],
        )
        speak(report)
        table = tabulate_claims(report, "")
        claims = [dict(zip(table.columns, map(str, row), strict=True)) for row in table.values]
        for claim in claims:
            for fault in (*find_faults(claim, data), *find_misstatements(claim, language, data)):
                yield f"{claim['sentence']}: {fault}"
        told.append([(claim["message"], claim["figures"], claim["low"]) for claim in claims])
    if told[0] != told[1]:
        yield "the languages say different things"
