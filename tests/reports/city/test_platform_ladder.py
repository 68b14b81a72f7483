from pathlib import Path

import pytest
from section_reading import (
    Write,
    WriteSection,
    find_chart,
    find_tables,
    read_rungs,
    read_sections,
    write_once,
)

from helpers.pages.items import Heading, Paragraph, Section, Table
from helpers.pages.runs import Mark, show_plain
from helpers.reports.city.subject_pages import write_platforms_and_laboratory
from helpers.reports.city.subjects.ladder_sections import list_rungs, write_platform_ladder
from helpers.reports.city_report import open_city_report

each_language = pytest.mark.parametrize("language", ["zh", "en"])
NONE = "–"


@pytest.fixture(scope="module")
def open_and_write(project: Path) -> Write:
    return write_once(project, write_platform_ladder)


@pytest.fixture(scope="module")
def write(open_and_write: Write) -> WriteSection:
    return read_sections(open_and_write)


def say_paragraphs(section: Section) -> str:
    paragraphs = [item for item in section.items if isinstance(item, Paragraph)]
    return "\n".join(show_plain(paragraph.runs) for paragraph in paragraphs)


def test_a_target_of_at_least_leaves_a_gap_of_at_least(write: WriteSection) -> None:
    # Plan, line 12: 省级55家; line 33: 70家以上, 每年新培育5家. 70 - 55 = 15.
    row = read_rungs(write("luohe"))["Engineering research centres", "provincial"]

    assert row[:4] == [
        "55 (2020*)",
        NONE,
        "at least 70 (by 2025); new: 5 (each year, 2021–2025*)",
        "as of 2020, at least 15 short (70 − 55)",
    ]
    assert "还差至少15家" in find_chart(write("luohe", "zh")).title


def test_what_was_newly_built_is_not_taken_for_the_stock(write: WriteSection) -> None:
    # Plan, line 12: 新增1家省级重点实验室, 新建2家省新型研发机构; line 33: 3家以上, 2家以上.
    rows = read_rungs(write("luohe"))

    assert rows["Key laboratories", "provincial"][:4] == [
        NONE,
        "1 (2016–2020)",
        "at least 3 (by 2025)",
        "no stock printed",
    ]
    assert rows["New-type R&D institutions", "provincial"][:2] == [NONE, "2 (2016–2020)"]


def test_levels_stand_apart(write: WriteSection) -> None:
    # Plan, line 12: 总数达197家, 其中省级55家; line 33: 市级10家 a year; line 12: 市级以上56家.
    rows = read_rungs(write("luohe"))

    assert rows["Engineering research centres", "several levels"][0] == "197 (2020*)"
    assert rows["Engineering research centres", "municipal"][:3] == [
        NONE,
        NONE,
        "new: 10 (each year, 2021–2025*)",
    ]
    assert rows["Innovation teams", "several levels"][0] == "56 (2020*)"
    assert rows["Advanced manufacturing parks", "level not said"][0] == "20 (stated in 2021*)"


def test_what_a_plan_sets_out_to_build_is_no_level_to_reach(write: WriteSection) -> None:
    # Plan, line 110: 布局建设10家以上市级农业科技园区, 新培育建设省级农业科技园区2-3家.
    rows = read_rungs(write("luohe"))

    for level, target in (("municipal", "at least 10"), ("provincial", "2–3")):
        told = [NONE, NONE, f"new: {target} (by 2025*)", NONE]
        assert rows["Agricultural science and technology parks", level][:4] == told


def test_a_range_is_drawn_by_its_two_ends(write: WriteSection) -> None:
    # Plan, line 110: 省级农业科技园区2-3家.
    points = [
        value
        for label, value in find_chart(write("luohe")).points
        if label.startswith("New provincial agricultural science and technology parks")
    ]

    assert points == [2, 3]


def test_a_long_ladder_tells_in_a_sentence_what_was_only_built(write: WriteSection) -> None:
    # Plan, lines 10 and 12: 众创空间4家, 星创天地8家, 联盟2家; letter: 省市联盟10家 so far;
    # report, line 13: 平台24个 in a project drive, which is not the whole city.
    text = say_paragraphs(write("luohe"))

    for part in (
        "makerspaces (provincial) 4 (2016–2020*)[",
        "rural makerspaces (provincial) 8 (2016–2020*)[",
        "industrial technology innovation alliances (provincial) 2 (2016–2020*)[",
        "technology innovation alliances (several levels) 10 (stated in 2021*), cumulative[",
        "major projects (several levels) 24 (2022–2024*), cumulative, within one project",
    ):
        assert part in text


def test_a_wider_class_is_not_added_to_the_narrower_one(write: WriteSection) -> None:
    text = say_paragraphs(write("luohe"))

    # Of different years where they stand in the table, so the sentence sets no two side by side.
    assert (
        "provincial engineering research centres fall under engineering research centres[" in text
    )
    # Plan, line 46: three centres that are each called one of the province.
    assert (
        "provincial salt-chemical engineering centres fall under provincial engineering research"
        " centres["
    ) in text
    assert "252" not in repr(write("luohe"))  # 55 + 197


@each_language
def test_what_each_level_is_awarded_stands_beside_it(write: WriteSection, language: str) -> None:
    # Letter, line 37: 国家级50万元, 省级30万元.
    text = say_paragraphs(write("luohe", language))
    national, provincial = (
        ("产业技术创新联盟（国家级）50万元", "产业技术创新联盟（省级）30万元")
        if language == "zh"
        else (
            "industrial technology innovation alliances (national): CNY 500,000",
            "industrial technology innovation alliances (provincial): CNY 300,000",
        )
    )

    assert national in text
    assert provincial in text


def test_an_award_of_two_payers_says_so(write: WriteSection) -> None:
    # Reply, line 33: 市财政、受益财政各奖300万元; municipal: 受益财政奖50万元.
    text = say_paragraphs(write("puyang"))

    assert "test bases (provincial): CNY 3 million each (stated in 2022)[" in text
    assert (
        "from the city budget and from the budget of the area that benefits,"
        " CNY 6 million together."
    ) in text
    assert "test bases (municipal): CNY 500,000 (stated in 2022)[" in text
    assert "“各”指每一级财政的一份" in say_paragraphs(write("puyang", "zh"))
    assert "part of one payer" not in say_paragraphs(write("luohe"))


def test_the_first_batch_of_puyang_is_newly_built_and_no_stock(write: WriteSection) -> None:
    # Reply, line 33, of the first working day of 2022: 首批10家产业研究院、4家中试基地.
    rows = read_rungs(write("puyang"))

    assert rows == {
        ("Pilot-scale test bases", "level not said"): [
            NONE,
            "4 (January 2022)",
            NONE,
            NONE,
            "[1:33][a]",  # the year is inferred
        ],
        ("Industry research institutes", "level not said"): [
            NONE,
            "10 (January 2022)",
            NONE,
            NONE,
            "[1:33][a]",
        ],
    }
    assert "newly built or unveiled: 10" in find_chart(write("puyang")).title


def test_an_empty_rung_is_named_where_the_documents_of_the_city_know_the_class(
    write: WriteSection,
) -> None:
    (note,) = [note for note in find_tables(write("puyang"))[0].notes if "No count" in note]

    # What is awarded for a base says nothing about how many there are. The centres of the salt
    # industry and all other classes stand in documents of other cities alone.
    named = "pilot-scale test bases (provincial); pilot-scale test bases (municipal)"
    assert note == f"No count is printed for: {named}."


def test_the_workstations_of_two_kinds_stand_on_two_rungs(write: WriteSection) -> None:
    # Newspaper of 2021, line 360: 20家省院士工作站, 第三位; that of 2016: 19, level not said.
    section = write("jiaozuo")
    rows = read_rungs(section)

    assert rows["Academician workstations", "provincial"][0] == "20 (stated in February 2021*)"
    assert rows["Academician workstations", "level not said"][0] == "19 (2015)"
    assert "workstations, 3rd (February 2021, actual)[" in say_paragraphs(section)


@pytest.mark.parametrize(
    ("city", "language"), [("luohe", "zh"), ("luohe", "en"), ("puyang", "zh"), ("jiaozuo", "en")]
)
def test_every_figure_of_the_subject_is_cited(
    open_and_write: Write, city: str, language: str
) -> None:
    opened, section = open_and_write(city, language)

    figures = opened.of_subjects("innovation_platforms")

    assert {figure.figure_id for figure in figures} <= set(opened.report.noted)
    for row in find_tables(section)[0].rows:
        assert any(isinstance(run, Mark) for run in row[-1])


@each_language
def test_what_the_audit_found_stands_at_the_end(write: WriteSection, language: str) -> None:
    # 20 workstations of the province and 19 of a level not said are no series.
    last = write("jiaozuo", language).items[-1]

    assert isinstance(last, Table)
    assert "20" in last.to_plain()
    assert "19" in last.to_plain()


@each_language
def test_a_table_promises_levels_only_where_one_is_printed(
    write: WriteSection, language: str
) -> None:
    # Reply of Puyang, line 33: bases and institutes without a level; Jiaozuo: 20 provincial ones.
    captions = {
        city: [item.caption for item in write(city, language).items if isinstance(item, Table)]
        for city in ("puyang", "jiaozuo")
    }

    puyang, jiaozuo = (
        ("Platforms of Puyang, by kind", "Platforms of Jiaozuo, by level")
        if language == "en"
        else ("濮阳创新平台：分类数量", "焦作创新平台：分级数量")
    )
    assert puyang in captions["puyang"]
    assert jiaozuo in captions["jiaozuo"]


def test_a_later_document_does_not_reach_back(write: WriteSection) -> None:
    # The drive of 2022 to 2024 is in the report of 2024 only.
    assert "Platforms cultivated in projects (several levels) 24" not in say_paragraphs(
        write("luohe", as_of="2022-12-31")
    )
    assert read_rungs(write("luohe", as_of="2022-12-31"))["Innovation teams", "several levels"]


@pytest.mark.parametrize(
    ("city", "heading"), [("luohe", "Platforms and the laboratory"), ("puyang", "Platforms")]
)
def test_a_page_promises_no_laboratory_where_there_is_none(
    city: str, heading: str, project: Path
) -> None:
    opened = open_city_report(city, "en", project=project)

    section = write_platforms_and_laboratory(opened, list_rungs(opened, "platform"), (12, 10))

    assert isinstance(section.items[0], Heading)
    assert section.items[0].text == heading
