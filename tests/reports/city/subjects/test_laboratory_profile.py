from pathlib import Path

import pytest
from section_reading import Write, find_tables, read_rows, write_once

from helpers.pages.items import Heading, Section
from helpers.pages.runs import Mark
from helpers.reports.city.subjects.laboratory_profile import (
    list_laboratories_shortly,
    write_laboratory_profile,
)


@pytest.fixture(scope="module")
def write(project: Path) -> Write:
    return write_once(project, write_laboratory_profile)


def test_visiting_and_full_time_visits_and_people_are_apart(write: Write) -> None:
    profile = find_tables(write("luohe", "zh")[1])[0]
    rows = [(row[0], row[2]) for row in read_rows(profile)]

    # Report, line 10.
    assert ("全职团队", "10个") in rows
    assert [figure for group, figure in rows if group == "柔性团队"] == ["13个", "12名", "29名"]
    assert ("人员（未分全职、柔性）", "300多名") in rows
    assert ("来访人次", "40余人次") in rows
    assert ("来访人数", "200余人") in rows
    assert len(rows) == 17
    assert "23个" not in repr(profile)  # 13 + 10
    assert "240" not in repr(profile)  # 40 + 200


def test_a_table_that_is_cut_says_how_many_rows_it_leaves_out(write: Write) -> None:
    city, _ = write("luohe", "en")
    (table,) = find_tables(Section(list_laboratories_shortly(city, 10)))

    # Ten of the seventeen rows above.
    assert (len(table.rows), table.notes[2]) == (10, "7 more in figures.csv.")


def test_counts_are_said_to_be_cumulative_and_the_earlier_name_is_told(write: Write) -> None:
    profile = find_tables(write("luohe", "en")[1])[0]

    assert profile.caption == "Zhongyuan Food Laboratory: people, projects, results"
    assert profile.notes[0].startswith("Counts over several years are cumulative")
    assert "no document says so" in profile.notes[1]
    assert [
        "Results",
        "Representative research results released by the laboratory",
        "61",
        "2022–2024*",
    ] in read_rows(profile)
    people = "Staff, full-time and visiting not told apart"  # Report, line 10: 科研骨干300多名.
    assert [
        people,
        "Core researchers at the laboratory",
        "over 300 people",
        "stated in 2024*",
    ] in read_rows(profile)


def test_buildings_are_listed_by_building_and_period(write: Write) -> None:
    buildings = find_tables(write("luohe", "en")[1])[1]
    rows = read_rows(buildings)

    # Report, line 10: in use after 5 and 8 months, the apartments in 2022 or 2023; line 11: floor
    # areas and storeys.
    name, apartments = "Zhongyuan Food Laboratory", "Talent apartment buildings: 2"
    assert rows[0] == [name, "–", "5 months", "–", "2022*"]
    assert rows[1] == [name, "–", "–", apartments, "2022 or 2023*"]
    assert rows[2] == [name, "12,000 square metres", "–", "–", "stated in 2024*"]
    assert [row[2] for row in rows if row[2] != "–"] == ["5 months", "8 months"]
    assert any("Storeys built: 9 storeys" in row[3] for row in rows)


def test_the_same_two_buildings_printed_twice_are_one_row_with_both_marks(write: Write) -> None:
    city, section = write("luohe", "zh")
    buildings = find_tables(section)[1]

    assert sum("人才公寓楼栋" in row[3] for row in read_rows(buildings)) == 1
    assert {"luohe-report-2024:10c", "luohe-report-2024:11k"} <= set(city.report.noted)


def test_every_figure_of_the_laboratory_is_reached_by_a_mark(write: Write) -> None:
    city, section = write("luohe", "en")

    for table in find_tables(section):
        assert all(any(isinstance(run, Mark) for run in row[-1]) for row in table.rows)
    figures = city.of_subjects("provincial_laboratory")
    assert {figure.figure_id for figure in figures} <= set(city.report.noted)


def test_the_section_begins_with_its_name_and_ends_with_the_findings(write: Write) -> None:
    section = write("luohe", "zh")[1]

    assert section.items[0] == Heading("实验室")
    assert "筹建时的名称" in repr(section.items[-1])


@pytest.mark.parametrize("city", ["puyang", "jiaozuo", "hebi"])
def test_a_city_without_a_laboratory_has_no_section(write: Write, city: str) -> None:
    assert write(city, "en")[1].items == []


def test_before_the_report_was_written_there_is_no_section(write: Write) -> None:
    assert write("luohe", "en", "2022-12-31")[1].items == []
