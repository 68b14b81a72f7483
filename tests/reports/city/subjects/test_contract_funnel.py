import re
from pathlib import Path

import pytest
from section_reading import Write, find_chart, find_tables, read_rows, write_once

from helpers.pages.items import Chart, Section, Table
from helpers.pages.runs import Mark
from helpers.reports.city.subjects.contract_funnel import list_contracts, write_contract_funnel
from helpers.reports.city_report import open_city_report


@pytest.fixture(scope="module")
def write(project: Path) -> Write:
    return write_once(project, write_contract_funnel)


def find_table(section: Section, start: str) -> Table:
    (table,) = [table for table in find_tables(section) if table.caption.startswith(start)]
    return table


# --- steps -------------------------------------------------------------------------------------


def test_the_chart_counts_firms_from_an_intent_to_those_named(write: Write) -> None:
    chart = find_chart(write("luohe", "en")[1])

    # Letter, lines 35 and 33: 12 firms with an intent; Yingchuan, Zhongda Hengyuan, Weisen.
    # Line 29: five pairs of the open competition, another channel.
    assert [value for _, value in chart.points] == [12, 3, 5]
    assert chart.title == (
        "Luohe: firms that agreed in principle to cooperate, 12; named as having signed, 3"
    )
    assert "3 named, CNY 5.9 million" in chart.svg
    assert "Hatched: another channel" in chart.subtitle
    assert "5 named, CNY 19.3 million" in chart.alt
    assert any(isinstance(run, Mark) for run in chart.source_line)


def test_a_county_is_named_and_one_channel_has_no_hatched_bar(write: Write) -> None:
    chart = find_chart(write("jiaozuo", "zh")[1])

    # Newspaper, lines 19 and 24: 21 firms, two projects signed.
    assert list(chart.points) == [("达成意向（武陟）", 21), ("已签约（武陟）", 2)]
    assert "斜线" not in chart.subtitle
    assert "列名2家，3亿元" in chart.svg


def test_each_kind_is_its_own_row_and_nothing_is_their_sum(write: Write) -> None:
    rows = read_rows(find_table(write("jiaozuo", "en")[1], "Steps"))

    assert rows[:3] == [
        [
            "Firms agreeing in principle",
            "Firms agreeing in principle to cooperate (Wuzhi County)",
            "21",
            "stated in February 2021*",
        ],
        [
            "Signed, contract or investment",
            "Cooperation value signed (Wuzhi County); 2 pairs named",
            "CNY 300 million",
            "stated in February 2021*",
        ],
        [
            "Expected",
            "Cooperation value expected of the other firms (Wuzhi County)",
            "CNY 1.5 billion",
            "stated in February 2021*",
        ],
    ]
    assert "CNY 1.8 billion" not in repr(write("jiaozuo", "en")[1])  # 0.3 + 1.5


def test_two_totals_that_share_a_pair_stand_apart_with_their_pairs(write: Write) -> None:
    section = write("luohe", "zh")[1]
    rows = read_rows(find_table(section, "漯河合同"))

    # Letter, lines 29 and 33: the contracts of the competition, and those of seven agreements.
    competition = "签约合同总金额（“揭榜挂帅”），列名5对"
    assert ["已签合同额", competition, "1930万元", "2021年*"] in rows
    agreements = "技术开发协议合同额（中国科学院），列名3对"
    assert ["已签合同额", agreements, "590万元", "2021年所载*"] in rows
    assert "2520万" not in repr(section)  # 1930 + 590
    assert any(
        "在1930万元和590万元两个总数下均列名" in row[1]
        for row in read_rows(find_tables(section)[-1])
    )


def test_the_turnover_of_the_city_is_a_row_of_its_own(write: Write) -> None:
    rows = read_rows(find_table(write("luohe", "en")[1], "Steps"))

    # Yearbook: 219077万元 = 2.19077 billion; work report: 21.9亿元.
    assert [row[2] for row in rows if row[0] == "Technology contract turnover"] == [
        "CNY 2.19 billion",
        "CNY 2.191 billion",
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("city", ["luohe", "jiaozuo", "hebi"])
def test_no_row_says_its_kind_twice(write: Write, city: str, language: str) -> None:
    start = {"zh": "合同与项目", "en": "Steps"}[language]
    (table,) = [one for one in find_tables(write(city, language)[1]) if start in one.caption]

    assert [row for row in read_rows(table) if row[0] == re.split(r"（| \(", row[1])[0]] == []


def test_where_rows_are_few_each_step_has_one_and_a_project_comes_before_its_parts(
    project: Path,
) -> None:
    (table,) = list_contracts(open_city_report("luohe", "en", project=project), 6)
    assert isinstance(table, Table)
    rows = [row[:3] for row in read_rows(table)]

    # Report, line 11: 106亿元 is the whole, of which 25亿元 and 70亿元 are parts. What is completed
    # is printed of two parts, 11亿元 and 10亿元, and not of the whole.
    assert len(rows) == 6
    assert [row for row in rows if row[0] == "Planned investment"] == [
        [
            "Planned investment",
            "Total project investment (Food Science and Innovation Park project)",
            "CNY 10.6 billion",
        ]
    ]
    assert [row[2] for row in rows if row[0] == "Investment completed"] == [
        "CNY 1.1 billion",
        "CNY 1 billion",
    ]
    # No row is a turnover.
    assert table.notes[0].endswith(
        "an agreement in principle is no contract, a plan is no spending."
    )


def test_a_page_tells_no_size_among_contracts_and_no_turnover_alone(project: Path) -> None:
    # Reply of Puyang: a time to regroup a base; newspaper of Jiaozuo, line 22: a capacity.
    puyang, jiaozuo = (
        list_contracts(open_city_report(city, "zh", project=project), 6)
        for city in ("puyang", "jiaozuo")
    )

    assert puyang == []
    assert "万吨级" not in repr(jiaozuo)
    assert "3亿元" in repr(jiaozuo)


def test_talent_projects_are_no_contracts(write: Write) -> None:
    table = find_table(write("luohe", "en")[1], "Steps")

    assert not any(row[2] in ("211", "50") for row in read_rows(table))
    assert any("Talent projects signed are about people" in note for note in table.notes)


def test_every_figure_of_contracts_and_construction_is_reached_by_a_mark(project: Path) -> None:
    city = open_city_report("luohe", "en", "", project)
    write_contract_funnel(city)
    figures = city.of_subjects("contracts", "construction", "research_projects")
    missing = {f.indicator for f in figures if f.figure_id not in city.report.noted}

    # Buildings stand in the profile of the laboratory, targets for projects in the plan tracker.
    assert missing == {
        "floor_area",
        "construction_duration",
        "talent_apartment_buildings",
        "storeys_built",
        "student_apartment_buildings_rising",
        "student_apartment_buildings_excavating",
        "municipal_major_projects_started",
        "common_technologies",
        "major_results",
        "municipal_major_projects",
    }


# --- the parts of a project --------------------------------------------------------------------


def test_the_park_is_set_against_its_parts_kind_by_kind(write: Write) -> None:
    table = find_table(write("luohe", "zh")[1], "食品科创园项目")

    assert read_rows(table) == [
        ["核心研发区", "未载明", "11亿元", "未载明"],
        ["食品科创园区", "25亿元", "10亿元", "500亩"],
        ["未来食品产业园区", "70亿元", "未载明", "5000亩"],
        ["已载明部分之和（派生）", "95亿元", "21亿元", "5500亩"],  # 25 + 70; 11 + 10; 500 + 5000
        ["整体（原文）", "106亿元", "未载明", "6000亩"],
        ["余数（派生）", "11亿元", "–", "500亩"],  # 106 - 95; 6000 - 5500
    ]
    assert "95亿元 + 11亿元 = 106亿元" in table.notes[0]
    assert "完成投资" in table.notes[0]


def test_the_periods_of_the_columns_are_said(write: Write) -> None:
    table = find_table(write("luohe", "en")[1], "Food Science")

    assert (
        "Total project investment: stated in 2024*; Investment completed: stated in 2024*"
        in table.notes[1]
    )
    assert "10.6 billion" in table.notes[0]


# --- projects and awards -----------------------------------------------------------------------


def test_awards_and_projects_are_listed_without_the_targets(write: Write) -> None:
    table = find_table(write("luohe", "en")[1], "Projects and awards")
    figures = {row[0]: row[2] for row in read_rows(table)}

    # Plan, lines 9 and 13; report, line 17.
    assert figures["National science and technology awards"] == "2"
    assert figures["Municipal science and technology awards"] == "467"
    assert figures["Provincial and above science projects"] == "62"
    assert figures["R&D projects carried out"] == "nearly 10,000"
    assert len(table.rows) == 12
    assert "Major innovation results" not in figures
    assert "Targets" in table.notes[0]


# --- cities with little ------------------------------------------------------------------------


def test_a_city_with_only_a_turnover_has_one_row(write: Write) -> None:
    # Yearbook: 118419万元.
    row = ["技术合同成交额", "鹤壁", "11.84亿元", "2023年"]
    assert read_rows(find_table(write("hebi", "zh")[1], "鹤壁合同")) == [row]


def test_only_what_was_known_is_shown(write: Write) -> None:
    section = write("luohe", "en", "2022-12-31")[1]

    assert [value for _, value in find_chart(section).points] == [12, 3, 5]
    assert not any(table.caption.startswith("Food Science") for table in find_tables(section))
    assert "Talent projects" not in repr(section)
    assert not any(isinstance(i, Chart) for i in write("luohe", "en", "2021-12-31")[1].items)
