from pathlib import Path

import pytest
from section_reading import Write, find_chart, find_tables, write_once

from helpers.charts.bullet_chart import Bullet
from helpers.pages.items import Section
from helpers.pages.runs import Mark, show_plain
from helpers.reports.city.subjects import plan_tracker
from helpers.reports.city.subjects.plan_tracker import judge_targets, write_plan_tracker
from helpers.reports.city_report import open_city_report

LANGUAGES = ("zh", "en")


@pytest.fixture(scope="module")
def write(project: Path) -> Write:
    return write_once(project, write_plan_tracker)


def read_row(section: Section, start: str) -> list[str]:
    """Return the cells of the row whose target begins so, without the marks."""
    (row,) = [row for row in find_tables(section)[0].rows if show_plain(row[0]).startswith(start)]
    return [show_plain(cell) for cell in row[:-1]]


def test_a_target_met_early_says_when_and_how_fast(write: Write) -> None:
    row = read_row(write("luohe", "en")[1], "National high-tech enterprises: 150")

    # 101 in 2020 (plan, line 11), 203 in 2023: (203/101)^(1/3) - 1 = 26.2%; 102 in 3 years are 34.
    assert row[1:] == ["101 (2020)", "203 (2023)", "–", "26.2% (34)", "met by 2023"]


def test_the_same_row_in_chinese(write: Write) -> None:
    row = read_row(write("luohe", "zh")[1], "国家高新技术企业：150家")

    assert row[1:] == ["101家（2020年）", "203家（2023年）", "–", "26.2%（34家）", "2023年已达到"]


def test_a_growth_target_is_judged_by_the_printed_rate_with_its_doubt(write: Write) -> None:
    row = read_row(write("luohe", "en")[1], "Average annual growth of R&D expenditure: 12%")

    assert row[3:5] == ["12%", "at least 30%; derived: 26.1–28.6% (?)"]
    assert row[5].startswith("on track up to 2023*: rate doubted")


def test_a_lane_is_labelled_with_the_rate_that_it_is_drawn_at(write: Write) -> None:
    chart = find_chart(write("luohe", "en")[1])

    # Report, line 17: at least 30% a year, its period inferred. At 30% the mark would stand at
    # (1.3^3 - 1) / (1.12^5 - 1) = 157%; the audit finds 26.1%: 1.005 / 0.762 = 132%.
    assert "26.1–28.6% derived (?)" in chart.svg
    assert "on track up to 2023*" in chart.svg
    assert "a doubted growth rate is drawn at its lowest derived value" in chart.subtitle


def test_the_lane_of_a_derived_rate_has_its_base_and_the_sources_of_what_it_follows_from(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Bullet] = []

    def keep(rows: list[Bullet]) -> str:
        drawn.extend(rows)
        return ""

    monkeypatch.setattr(plan_tracker, "draw_bullets", keep)
    city = open_city_report("luohe", "en", project=project)
    sources = show_plain(find_chart(write_plan_tracker(city)).source_line)

    rates = [row for row in drawn if row.basis == "derived" and row.way is not None]
    assert [row.has_base for row in rates] == [True]
    # The ratios of 2020 and 2023 are of the report, over the GDP of these years.
    (rate,) = [one for one in judge_targets(city) if one.implied_by]
    assert {row.period for row in rate.implied_by} == {"2020", "2023"}
    for row in rate.implied_by:
        assert city.report.source(row.source) in sources


def test_a_lane_stars_the_deadline_that_is_inferred(write: Write) -> None:
    chart = find_chart(write("luohe", "en")[1])

    assert "150, by 2025*" in chart.svg
    assert "150, by 2025<" not in chart.svg


def test_a_relative_target_within_rounding_cannot_be_told_and_says_the_interval(
    write: Write,
) -> None:
    row = read_row(write("luohe", "en")[1], "R&D intensity: at least that of Henan")

    # Report, line 17: 1.14% in 2020, 2.1% in 2023; the province published 2.05% for 2023.
    assert row[1:3] == ["1.14% (2020)", "2.1% (2023)"]
    assert row[5] == "not judged: rounding leaves it open (2.05–2.15% against 2.05%)"


def test_an_amount_without_a_settled_figure_cannot_be_told(write: Write) -> None:
    row = read_row(write("luohe", "en")[1], "R&D expenditure: over CNY 2.5 billion")

    # 13.45 to 25 from 2019 to 2025: (25 / 13.45)^(1/6) - 1 = 10.9%, from 13.51 it is 10.8%; 16.15
    # of 2020 is provisional.
    assert row[1:5] == ["CNY 1.345 billion (?) (2019)", "–", "10.8–10.9%", "–"]
    assert row[5] == "not judged: no final figure since 2019; newer base provisional"


def test_a_share_above_an_average_that_is_not_printed_cannot_be_told(write: Write) -> None:
    row = read_row(
        write("luohe", "en")[1], "Science's share of budget spending (derived): above Henan"
    )

    # Yearbook: 139700 / 2640976 in 2023 = 5.29%
    assert row[2] == "5.29% (derived) (2023)"
    assert row[5] == "not judged: the average to compare with is not given in the documents read"


def test_a_deadline_without_a_figure_is_not_judged_by_later_ones(write: Write) -> None:
    (row,) = find_tables(write("jiaozuo", "en")[1])[0].rows

    # 51 in 2015; (300/51)^(1/6) - 1 = 34.4% was needed until 2021, 29.4% came until 520 in 2024.
    assert [show_plain(cell) for cell in row[1:5]] == [
        "51 (2015)",
        "520 (2024)",
        "34.4% (41.5)",
        "29.4% (52.1)",
    ]
    assert (
        show_plain(row[5])
        == "not judged: no figure for 2021 (nearest before: 2015, nearest after: 2023)"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_target_of_the_city_stands_in_one_row(write: Write, language: str) -> None:
    report, section = write("luohe", language)
    frame = report.figures
    # The planned size of a fund (report, line 19) is no target of the city.
    whole = frame["scope"].isin(["whole_city", "county"]) & frame["entity"].eq("")
    targets = set(frame[frame["basis"].eq("target") & whole]["figure_id"])
    noted = set(report.report.noted)

    # 29 figures, one of them printed twice, and four relative ones
    assert len(targets) == 29
    assert targets <= noted
    assert sum(len(table.rows) for table in find_tables(section)[:2]) == 28 + 4
    assert all(len(table.rows) <= 25 for table in find_tables(section))


def test_the_statement_printed_twice_is_one_row_with_both_marks(write: Write) -> None:
    report, section = write("luohe", "en")
    (row,) = [
        row
        for row in find_tables(section)[1].rows
        if show_plain(row[0]) == "Municipal major projects started per year"
    ]
    marks = [run for run in row[-1] if isinstance(run, Mark)]
    numbers = [place.row for mark in marks for place in mark.places]

    noted = list(report.report.noted)
    assert [noted[number - 1] for number in numbers] == [
        "luohe-plan-2021:34a",
        "luohe-plan-2021:97a",
    ]


def test_projects_and_firms_have_no_place_here(write: Write) -> None:
    text = repr(write("luohe", "en")[1]) + repr(write("jiaozuo", "en")[1])

    assert "Luohe" in text
    assert "Size of project" not in text
    assert "Annual capacity" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_leads_to_its_print(write: Write, language: str) -> None:
    section = write("luohe", language)[1]

    for table in find_tables(section):
        for row in table.rows:
            assert any(isinstance(run, Mark) for run in row[-1])
    notes = " ".join(find_tables(section)[0].notes)
    for line in ("31", "32"):
        assert (f"第{line}行" if language == "zh" else f"line {line};") in notes


def test_the_chart_draws_only_ways_that_are_known(write: Write) -> None:
    chart = find_chart(write("luohe", "en")[1])

    assert chart.title == (
        "Luohe, 32 targets for the whole city: 1 met; 1 on track up to the latest figure (?); "
        "30 are not judged"
    )
    ways = {name: round(way, 2) for name, way in chart.points}
    # (203 - 101) / (150 - 101) = 2.08; (1.261^3 - 1) / (1.12^5 - 1) = 1.32;
    # From 1.14% to 2.1% there is none: GDP was revised between.
    assert ways == {
        "National high-tech enterprises": 2.08,
        "Average annual growth of R&D expenditure": 1.32,
    }
    assert "2.1% (2023)" in chart.svg
    assert chart.svg.count("no figure since") == 2
    assert "7 lanes with no progress drawn" in chart.alt
    assert any(isinstance(run, Mark) for run in chart.source_line)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_findings_about_targets_are_told(write: Write, language: str) -> None:
    report, section = write("luohe", language)
    checks = [
        finding.check
        for finding in report.findings
        # Two stand at the figures of the lanes only.
        if finding.finding_id in report.report.noted and finding.check not in ("growth", "versions")
    ]

    assert len(find_tables(section)[-1].rows) == len(checks)
    assert set(checks) == {"bases", "growth_target", "yearly_target", "target_base"}


def test_as_of_the_plan_nothing_later_is_known(write: Write) -> None:
    section = write("luohe", "en", "2021-12-31")[1]
    row = read_row(section, "National high-tech enterprises: 150")

    # (150 / 101)^(1/5) - 1 = 8.23%, and 8.2% would not do; 49 in five years are 9.8
    assert row[2:4] == ["–", "8.3% (9.8)"]
    assert row[5] == "not judged: no figure since 2020"
    assert find_chart(section).points == []
