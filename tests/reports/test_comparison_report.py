import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pytest

from helpers.problems import UsageError
from helpers.reports.comparison_report import (
    ComparisonReport,
    judge,
    open_comparison_report,
    write_confusable,
    write_coverage,
    write_headline,
    write_side_by_side,
    write_verdicts,
)
from helpers.reports.end_matter import write_end_matter
from helpers.reports.items import Item, Mark, Section, Table
from helpers.reports.matter import Cover, Notes

ItemT = TypeVar("ItemT", bound=Item)
Reports = Callable[[str], tuple[ComparisonReport, dict[str, Section]]]
LANGUAGES = ("zh", "en")
each_language = pytest.mark.parametrize("language", LANGUAGES)


def write_all(comparison: ComparisonReport) -> dict[str, Section]:
    return {
        "headline": write_headline(comparison),
        "side_by_side": write_side_by_side(comparison),
        "verdicts": write_verdicts(comparison),
        "confusable": write_confusable(comparison),
        "coverage": write_coverage(comparison),
        "end": write_end_matter(comparison.report),
    }


@pytest.fixture(scope="module")
def reports(project: Path) -> Reports:
    """Return a function that writes the comparison in a language, once."""

    @cache
    def write(language: str) -> tuple[ComparisonReport, dict[str, Section]]:
        comparison = open_comparison_report(language, project=project)
        return comparison, write_all(comparison)

    return write


def only(items: Sequence[Item], kind: type[ItemT]) -> list[ItemT]:
    return [item for item in items if isinstance(item, kind)]


def join_runs(runs: Sequence[Any]) -> str:
    return "".join(run for run in runs if isinstance(run, str))


def list_marks(runs: Sequence[Any]) -> list[int]:
    return [run.number for run in runs if isinstance(run, Mark)]


def read_rows(project: Path, name: str) -> list[dict[str, str]]:
    path = project / "data" / name
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def add_figure(comparison: ComparisonReport, like: str, **changes: Any) -> ComparisonReport:
    """Return the comparison with one more figure, like another one but for some columns."""
    frame = comparison.report.observations
    row = frame[frame["figure_id"].eq(like)].assign(figure_id="added:1a", **changes)
    more = pd.concat([frame, row], ignore_index=True)
    report = replace(comparison.report, observations=more, noted={})
    return ComparisonReport(report, comparison.cities)


# --- which cities ------------------------------------------------------------------------------


def test_the_cities_with_figures_are_compared_in_the_order_of_the_places(reports: Reports) -> None:
    assert reports("en")[0].cities == ["jiaozuo", "puyang", "luohe"]


def test_a_city_of_which_only_a_county_prints_figures_is_compared_too(project_copy: Path) -> None:
    # Wuzhi lies in Jiaozuo, and the report of Jiaozuo covers it.
    path = project_copy / "data" / "processed" / "figures.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(head + "".join(row for row in rows if ",wuzhi," in row), encoding="utf-8")

    assert open_comparison_report("en", project=project_copy).cities == ["jiaozuo"]


def test_an_unknown_language_and_day_are_refused(project: Path) -> None:
    with pytest.raises(UsageError, match="'fr'"):
        open_comparison_report("fr", project=project)
    with pytest.raises(UsageError, match="'2022'"):
        open_comparison_report("en", "2022", project)


# --- verdicts ----------------------------------------------------------------------------------


@each_language
def test_no_headline_indicator_can_be_compared_across_the_three_cities(
    reports: Reports, language: str
) -> None:
    comparison, sections = reports(language)
    (cover,) = only(sections["headline"].items, Cover)

    for indicator in comparison.report.codebook.headline_indicators:
        assert judge(comparison, indicator).grade == "not"
    assert [card.value for card in cover.cards] == [
        comparison.report.language.say("verdict_not")
    ] * 3


@each_language
def test_the_target_of_jiaozuo_is_no_ground_for_a_comparison(
    reports: Reports, language: str
) -> None:
    # 101家 in Luohe is a count of 2020, 300家以上 in Jiaozuo a target.
    comparison, _ = reports(language)
    reasons = judge(comparison, "high_tech_enterprises").reasons
    luohe, jiaozuo = comparison.report.place("luohe"), comparison.report.place("jiaozuo")

    assert [luohe in reason for reason in reasons] == [True, False]
    assert [jiaozuo in reason for reason in reasons] == [False, True]
    assert "300" not in "".join(reasons)


@pytest.mark.parametrize(
    ("changes", "grade"),
    [
        ({}, "comparable"),
        ({"period": "2022", "period_end": pd.Timestamp("2022-12-31")}, "caveat"),
        ({"qualifier": "at_least"}, "caveat"),
        ({"basis": "estimate", "status": "E"}, "not"),
        ({"basis": "target"}, "not"),
        ({"basis": "forecast"}, "not"),
        ({"scope": "county", "place": "wuzhi"}, "not"),
        ({"scope": "institution"}, "not"),
        ({"indicator": "rd_over_main_business_revenue"}, "not"),
    ],
    ids=lambda value: (
        " ".join(str(cell) for cell in value.values())[:20] if isinstance(value, dict) else value
    ),
)
@each_language
def test_the_rule_is_same_indicator_actual_same_period_whole_city(
    reports: Reports, language: str, changes: dict[str, Any], grade: str
) -> None:
    # Beside 2.1% of Luohe in 2023 stands another figure, of Jiaozuo unless it is changed.
    comparison = add_figure(
        reports(language)[0],
        "luohe-report-2024:17j",
        **{"place": "jiaozuo", "as_printed": "1.9%", "value": 1.9, **changes},
    )

    verdict = judge(comparison, "rd_intensity")

    assert verdict.grade == grade
    assert all(verdict.reasons)


@each_language
def test_what_can_be_compared_is_counted_in_the_title(reports: Reports, language: str) -> None:
    comparison = add_figure(reports(language)[0], "luohe-report-2024:17j", place="jiaozuo")

    (cover,) = only(write_headline(comparison).items, Cover)

    assert [card.is_reported for card in cover.cards] == [True, False, False]
    assert "1" in cover.title


@each_language
def test_every_leading_indicator_has_a_verdict_and_a_reason(
    reports: Reports, language: str
) -> None:
    comparison, sections = reports(language)
    report = comparison.report
    (table,) = only(sections["verdicts"].items, Table)

    assert [join_runs(row[0]) for row in table.rows] == [
        report.indicator(name) for name in report.codebook.leading_indicators
    ]
    assert all(join_runs(cell).strip() for row in table.rows for cell in row)


# --- side by side ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "target", "cells"),
    [
        ("zh", "目标", {"rd_intensity": "2.1%", "high_tech": "101家", "talents": "9084人"}),
        ("en", "target", {"rd_intensity": "2.1%", "high_tech": "101", "talents": "9,084 people"}),
    ],
)
def test_side_by_side_stand_the_latest_actual_figures_and_a_target_is_called_one(
    reports: Reports, language: str, target: str, cells: dict[str, str]
) -> None:
    comparison, sections = reports(language)
    missing = comparison.report.language.say("not_reported")
    (table,) = only(sections["side_by_side"].items, Table)
    intensity, high_tech, talents, *_ = [[join_runs(cell) for cell in row] for row in table.rows]

    assert len(table.columns) == 1 + len(comparison.cities)
    assert [cell == missing for cell in intensity[1:]] == [True, True, False]
    assert intensity[3].startswith(cells["rd_intensity"])
    assert high_tech[2] == missing
    assert high_tech[3].startswith(cells["high_tech"])
    assert high_tech[1].startswith(target)
    assert "300" in high_tech[1]
    assert [cell == missing for cell in talents[1:]] == [True, True, False]
    assert talents[3].startswith(cells["talents"])


@each_language
def test_a_cell_has_a_figure_with_its_mark_or_says_that_there_is_none(
    reports: Reports, language: str
) -> None:
    comparison, sections = reports(language)
    missing = comparison.report.language.say("not_reported")
    (table,) = only(sections["side_by_side"].items, Table)

    for row in table.rows:
        for city, cell in zip(comparison.cities, row[1:], strict=True):
            assert (join_runs(cell) == missing) == (list_marks(cell) == [])
            for mark in list_marks(cell):
                figure = list(comparison.report.noted.values())[mark - 1]
                assert (figure["place"], figure["scope"]) == (city, "whole_city")


# --- what looks alike --------------------------------------------------------------------------


@each_language
def test_a_pair_that_looks_alike_is_of_two_cities_and_two_indicators(
    reports: Reports, language: str
) -> None:
    comparison, sections = reports(language)
    report = comparison.report
    parents = {name: row["parent"] for name, row in report.codebook.places.items()}
    (table,) = only(sections["confusable"].items, Table)

    assert table.rows
    for row in table.rows:
        marks = [mark for cell in row for mark in list_marks(cell)]
        one, other = [list(report.noted.values())[mark - 1] for mark in marks]
        homes = {
            figure["place"] if figure["place"] in comparison.cities else parents[figure["place"]]
            for figure in (one, other)
        }
        assert len(homes) == 2
        assert homes <= set(comparison.cities)
        assert one["indicator"] != other["indicator"]
        for cell, figure in zip(row, (one, other), strict=True):
            assert report.write(figure) in join_runs(cell)
            assert report.place(figure["place"]) in join_runs(cell)


@each_language
def test_the_share_of_sales_of_one_firm_is_set_apart_from_intensity(
    reports: Reports, language: str
) -> None:
    # 公司每年投入不低于销售额6%的资金作为研发经费, a firm in Wuzhi
    comparison, sections = reports(language)
    (table,) = only(sections["confusable"].items, Table)
    figures = list(comparison.report.noted.values())
    pairs = [
        {figures[mark - 1]["indicator"] for cell in row for mark in list_marks(cell)}
        for row in table.rows
    ]

    assert {"firm_rd_over_sales", "rd_intensity"} in pairs


# --- what each city prints ---------------------------------------------------------------------


def count_rows(project: Path, cities: Sequence[str]) -> Counter[tuple[str, str]]:
    """Count the rows of the file by subject and city; a county counts for its city."""
    parents = {row["place"]: row["parent"] for row in read_rows(project, "raw/places.csv")}
    return Counter(
        (
            row["subject"],
            row["place"] if row["place"] in cities else parents[row["place"]],
        )
        for row in read_rows(project, "processed/figures.csv")
    )


@each_language
def test_coverage_counts_the_rows_of_each_city_and_its_counties(
    project: Path, reports: Reports, language: str
) -> None:
    comparison, sections = reports(language)
    counted = count_rows(project, comparison.cities)
    subjects = comparison.report.codebook.subjects
    (table,) = only(sections["coverage"].items, Table)
    shown = {join_runs(row[0]): [join_runs(cell) for cell in row[1:]] for row in table.rows}

    for subject, title in subjects.items():
        assert shown[title[language]] == [
            str(counted[subject, city]) if counted[subject, city] else "–"
            for city in comparison.cities
        ]
    # One newspaper page, one reply; a plan, a letter and a report.
    assert ["1", "1", "3"] in shown.values()


@each_language
def test_the_first_page_counts_the_figures_of_the_cities(
    project: Path, reports: Reports, language: str
) -> None:
    comparison, sections = reports(language)
    counted = count_rows(project, comparison.cities)
    total = sum(count for (_, city), count in counted.items() if city in comparison.cities)
    (cover,) = only(sections["headline"].items, Cover)

    assert str(total) in cover.subtitle


# --- the whole report --------------------------------------------------------------------------


@each_language
def test_every_mark_has_a_note(reports: Reports, language: str) -> None:
    _, sections = reports(language)
    (notes,) = only(sections["end"].items, Notes)
    cited = {
        mark
        for section in sections.values()
        for table in only(section.items, Table)
        for row in table.rows
        for cell in row
        for mark in list_marks(cell)
    }

    assert cited == {note.number for note in notes.notes}


def test_both_languages_cite_the_same_figures(reports: Reports) -> None:
    assert list(reports("zh")[0].report.noted) == list(reports("en")[0].report.noted)


@pytest.mark.parametrize("as_of", ["2022-12-31", "2021-06-01"])
@each_language
def test_a_comparison_of_an_earlier_day_knows_less(
    project: Path, language: str, as_of: str
) -> None:
    comparison = open_comparison_report(language, as_of, project)

    sections = write_all(comparison)

    (cover,) = only(sections["headline"].items, Cover)
    assert cover.meta["date"] <= as_of
    assert "luohe-report-2024" not in {row["source"] for row in comparison.report.noted.values()}


@each_language
def test_a_day_before_all_documents_gives_a_message_or_a_report_and_no_crash(
    project: Path, language: str
) -> None:
    try:
        write_all(open_comparison_report(language, "2020-01-01", project))
    except UsageError as error:
        assert "2020-01-01" in str(error)  # noqa: PT017  # either is fine
