import re
from pathlib import Path

import pytest
from section_reading import (
    WriteSection,
    find_chart,
    find_tables,
    read_rungs,
    read_sections,
    write_once,
)

from helpers.pages.items import Heading, Paragraph
from helpers.pages.runs import show_plain
from helpers.reports.city.subjects.ladder_sections import write_enterprise_ladder
from helpers.reports.city_report import open_city_report

each_language = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.fixture(scope="module")
def write(project: Path) -> WriteSection:
    return read_sections(write_once(project, write_enterprise_ladder))


def test_the_rungs_of_luohe_stand_as_the_plan_prints_them(write: WriteSection) -> None:
    # Plan, line 11: 龙头企业1家, 试点企业58家, 其中省级21家, 小巨人11家, 市级以上236家.
    stocks = {key: row[0] for key, row in read_rungs(write("luohe")).items()}

    assert stocks == {
        ("Leading innovative enterprises", "provincial"): "1 (2020)",
        ("Pilot innovative enterprises", "several levels"): "58 (2020)",
        ("Pilot innovative enterprises", "provincial"): "21 (2020)",
        ("High-tech enterprises", "national"): "203 (2023)",
        ("High-tech enterprises of municipal level and above", "several levels"): "236 (2020)",
        ("Tech little giants under cultivation", "provincial"): "11 (2020)",
        ("Technology-based SMEs", "level not said"): "–",
    }


def test_a_target_that_is_met_says_by_how_much(write: WriteSection) -> None:
    # Plan, line 32: 150家; yearbook for 2023: 203. 203 - 150 = 53.
    rows = read_rungs(write("luohe"))

    assert rows["High-tech enterprises", "national"][1:4] == [
        "25 (2019)",
        "150 (by 2025*)",
        "met, 53 above (203 − 150)",
    ]
    assert "53 above the target of 150 (by 2025)" in find_chart(write("luohe")).title
    assert "比目标150家（到2025年）多53家" in find_chart(write("luohe", "zh")).title


def test_a_target_without_a_stock_has_no_gap(write: WriteSection) -> None:
    # Plan, line 32: 科技型中小企业达到300家; no stock of them is printed.
    row = read_rungs(write("luohe"))["Technology-based SMEs", "level not said"]

    assert row[:4] == ["–", "–", "300 (by 2025*)", "no stock printed"]


@each_language
def test_a_wider_class_is_not_added_to_the_narrower_one(write: WriteSection, language: str) -> None:
    # The table has 203 of 2023 and 236 of 2020: counts of two years are not set side by side here.
    cautions = [item for item in write("luohe", language).items if isinstance(item, Paragraph)]
    (text,) = [show_plain(item.runs) for item in cautions if item.callout]

    wide = {"zh": "国家高新技术企业的口径包含在市级以上高新技术企业之内", "en": "fall under high"}
    assert wide[language] in text
    assert re.findall(r"[（(]\d|\d{4}", text) == []
    assert "337" not in repr(write("luohe", language))  # 101 + 236


def test_an_empty_rung_is_named_in_its_lane_and_in_words(write: WriteSection) -> None:
    section = write("luohe")

    assert ">not reported<" in find_chart(section).svg
    assert "No count is printed for: gazelle firms" in find_chart(section).alt
    assert any("gazelle firms (level not said)" in note for note in find_tables(section)[0].notes)


def test_the_scale_and_the_marks_are_explained(write: WriteSection) -> None:
    subtitle = find_chart(write("luohe")).subtitle

    for words in ("square-root", "disc: stock", "plus", "diamond: target", "bound"):
        assert words in subtitle


def test_the_points_are_the_figures_drawn(write: WriteSection) -> None:
    values = [value for _, value in find_chart(write("luohe")).points]

    assert values == [1, 58, 21, 203, 150, 25, 236, 11, 300]


def test_a_stock_after_the_deadline_is_told_from_one_in_time(write: WriteSection) -> None:
    # Newspaper of 2021, line 288: 300家以上; briefing of 2025: 520 in 2024. 520 - 300 = 220.
    section = write("jiaozuo")
    (row,) = read_rungs(section).values()
    untold = "no figure for the deadline, so whether it was met in time cannot be told"

    assert row[:4] == [
        "520 (2024)",
        "49 (2024)",
        "at least 300 (by 2021*)",
        f"220 above (520 − 300); {untold}",
    ]
    assert "no figure for the deadline" in find_chart(section).title
    # Gazelle firms, which no document counts, and small firms, of which the province has a number.
    assert find_chart(section).svg.count(">not reported<") == 2


def test_only_what_was_known_on_the_day_stands_on_the_ladder(write: WriteSection) -> None:
    # Known by the end of 2021: 51 of 2015 and the target. 300 - 51 = 249.
    (row,) = read_rungs(write("jiaozuo", as_of="2021-12-31")).values()

    assert row[:4] == [
        "51 (2015)",
        "10 (2015)",
        "at least 300 (by 2021*)",
        "as of 2015, at least 249 short (300 − 51)",
    ]


@pytest.mark.parametrize(("city", "printed"), [("puyang", "191"), ("hebi", "148")])
def test_a_single_figure_is_told_in_words(write: WriteSection, city: str, printed: str) -> None:
    # Yearbook for 2023: 191 in Puyang, 148 in Hebi, and nothing else on the ladder.
    heading, paragraph = write(city).items

    assert isinstance(heading, Heading)
    assert isinstance(paragraph, Paragraph)
    assert f"High-tech enterprises (national), {printed} (2023)[1]" in show_plain(paragraph.runs)
    assert "technology-based SMEs" in show_plain(paragraph.runs)


@each_language
def test_what_has_no_rung_is_printed_beside_the_ladder(write: WriteSection, language: str) -> None:
    # Plan, line 78: 年营业收入超亿元 is a threshold for one firm, not a count of firms.
    text = show_plain(
        [run for p in write("luohe", language).items if isinstance(p, Paragraph) for run in p.runs]
    )

    assert ("超亿元" if language == "zh" else "over CNY 100 million") in text


def test_a_report_shows_the_ladder_of_the_project_it_was_opened_on(project_copy: Path) -> None:
    path = project_copy / "data/raw/henan/ladders.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("High-tech enterprises", "Firms of the copy"), encoding="utf-8")

    rungs = read_rungs(write_enterprise_ladder(open_city_report("luohe", "en", "", project_copy)))

    assert ("Firms of the copy", "national") in rungs
    assert ("High-tech enterprises", "national") not in rungs
