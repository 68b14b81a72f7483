from pathlib import Path

import pytest
from section_reading import find_tables

from helpers.pages.items import Heading, Table
from helpers.pages.runs import show_plain
from helpers.reports.city.subjects.measures_table import list_measures, write_measures
from helpers.reports.city_report import open_city_report


def list_rows(project: Path, city: str, language: str = "zh", as_of: str = "") -> list[list[str]]:
    opened = open_city_report(city, language, as_of, project)
    section = write_measures(opened, list_measures(opened))
    tables = [item for item in section.items if isinstance(item, Table)]
    return [[show_plain(cell) for cell in row] for table in tables for row in table.rows]


@pytest.mark.parametrize(
    ("language", "title", "grants", "line"),
    [
        ("zh", "政策措施与机构", "市财政、受益财政各奖300万元", ":33]"),
        ("en", "Measures and institutions", "CNY 3 million each", ":33]"),
    ],
)
def test_a_measure_is_told_with_its_year_what_it_grants_and_its_line(
    project: Path, language: str, title: str, grants: str, line: str
) -> None:
    city = open_city_report("puyang", language, project=project)
    section = write_measures(city, list_measures(city))
    rows = list_rows(project, "puyang", language)

    assert section.items[0] == Heading(title)
    (row,) = [row for row in rows if grants in row[2]]
    assert "2022" in row[1]
    assert line in row[3]


def test_policies_come_first_and_a_document_number_stands_beside_its_title(project: Path) -> None:
    rows = list_rows(project, "luohe")

    assert rows[0][0] == "政策文件"
    # The number tells the year, which is not told again.
    (named,) = [row[1] for row in rows if "漯发【2021】14号" in row[1]]
    assert named.endswith("（漯发【2021】14号）")
    # Report, line 19, of 2024: when the plan was issued is not printed.
    (named,) = [row[1] for row in rows if "“科技贷”业务实施方案" in row[1]]
    assert named.endswith("（2024年*）")


@pytest.mark.parametrize(("slug", "told"), [("luohe", 1), ("jiaozuo", 0)])
def test_document_numbers_are_explained_where_one_stands(
    slug: str, told: int, project: Path
) -> None:
    city = open_city_report(slug, "zh", project=project)
    (table,) = find_tables(write_measures(city, list_measures(city)))

    assert [*table.notes].count("文号照原文，年份括号统一为〔〕。") == told


def test_where_a_measure_grants_nothing_a_dash_says_so(project: Path) -> None:
    cells = [row[2] for row in list_rows(project, "luohe")]

    assert "" not in cells
    assert "–" in cells


def test_a_measure_of_a_county_names_it_and_one_of_the_province_is_not_of_the_city(
    project: Path,
) -> None:
    names = [row[1] for row in list_rows(project, "jiaozuo")]

    assert "《高层次人才引进实施方案》（武陟）" in names
    assert "八大战略重点（2021年*）" in names
    assert not [name for name in names if "十方面" in name]


def test_a_city_without_measures_and_a_day_before_them_have_no_table(project: Path) -> None:
    assert list_rows(project, "hebi") == []
    assert list_rows(project, "puyang", as_of="2022-01-31") == []
