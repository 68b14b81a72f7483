from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from page_making import Content, describe, list_two_cities

from helpers.data.codebook import read_codebook
from helpers.pages.headlines import Edition, Move, follow_edition
from helpers.pages.html.index_page import compile_index
from helpers.pages.html.index_tables import list_tiles
from helpers.pages.html.page import compile_page
from helpers.runs.rebuilds import write_index

Write = Callable[..., BeautifulSoup]


@pytest.fixture
def write(project: Path, tmp_path: Path) -> Write:
    """Return a function that makes pages in a folder as a run does, and reads the index."""

    def make(*contents: Content, made: list[str] | None = None) -> BeautifulSoup:
        names = []
        for content in contents:
            language = content["meta"]["language"]
            names.append(f"{content['meta']['running'].split()[0]}.{language}")
            (tmp_path / f"{names[-1]}.html").write_bytes(compile_page(content, names[-1]))
            (tmp_path / f"{names[-1]}.pdf").touch()
        index = write_index(project, tmp_path, names if made is None else made)
        page = BeautifulSoup(index.read_bytes(), "html.parser")
        for kept in page.select(".whole"):  # it says where no line ends, not what there is
            kept.unwrap()
        page.smooth()
        return page

    return make


def select(page: BeautifulSoup, language: str, selector: str) -> list[Tag]:
    return list(page.select(f"#{language} {selector}"))


def read(page: BeautifulSoup, language: str, selector: str) -> list[str]:
    return [" ".join(tag.get_text(" ").split()) for tag in select(page, language, selector)]


LUOHE = [describe("luohe", "zh"), describe("luohe", "en")]
HENAN = [list_two_cities("zh"), list_two_cities("en")]


# --- what is listed ----------------------------------------------------------------------------


def test_every_report_in_the_folder_is_listed_in_both_languages(write: Write) -> None:
    write(*LUOHE)
    page = write(describe("zhengzhou", "zh"), describe("comparison.henan", "zh"))

    for language in ("zh", "en"):
        links = {str(link["href"]) for link in select(page, language, ".links a")}
        assert links == {
            f"{name}.{form}"
            for name in ("luohe.zh", "luohe.en", "zhengzhou.zh", "comparison.henan.zh")
            for form in ("html", "pdf")
        }
    # A report is one in both languages.
    assert read(page, "en", ".subtitle")[0].startswith("3 reports.")
    # Cities as in places.csv; what is about all of them comes first.
    assert read(page, "zh", ".report h3 a") == ["comparison.henan zh", "郑州", "漯河"]
    assert read(page, "en", ".report h3 a") == ["comparison.henan zh", "Zhengzhou", "Luohe"]


def test_what_was_known_on_a_day_stands_under_its_city_with_the_day(write: Write) -> None:
    days = [
        describe(f"{report}.{day}", "en")
        for report in ("luohe", "comparison.henan")
        for day in ("2020-01-31", "2022-12-31")
    ]
    page = write(*LUOHE, *days, describe("comparison.henan", "en"), describe("zhengzhou", "en"))

    assert read(page, "en", ".report h3 a")[3:] == [
        "Zhengzhou",
        "Luohe",
        "Luohe as known on 31 December 2022",
        "Luohe as known on 31 January 2020",
    ]
    assert read(page, "zh", ".report h3 a")[5] == "漯河（截至2022年12月31日已知）"
    assert [str(link["href"]) for link in select(page, "en", "h3 a")][:3] == [
        "comparison.henan.en.html",
        "comparison.henan.2022-12-31.en.html",
        "comparison.henan.2020-01-31.en.html",
    ]
    # Two cities, of which one is reported as of three days.
    assert read(page, "en", "h1") == ["Science and technology figures of 2 cities"]


def test_a_report_that_is_in_one_language_only_says_which(write: Write) -> None:
    page = write(LUOHE[0])

    (what,) = select(page, "en", ".what")
    assert what["lang"] == "zh-Hans"
    assert read(page, "en", ".links li") == ["中文 漯河 中文 网页 漯河 中文 PDF"]


def test_a_pdf_that_is_not_in_the_folder_is_not_linked(
    project: Path, tmp_path: Path, write: Write
) -> None:
    write(LUOHE[0])
    (tmp_path / "luohe.zh.pdf").unlink()

    index = write_index(project, tmp_path, ["luohe.zh"]).read_text(encoding="utf-8")

    assert "luohe.zh.html" in index
    assert "luohe.zh.pdf" not in index


def test_the_cities_of_a_province_stand_in_a_table_with_value_and_rank(write: Write) -> None:
    page = write(*HENAN, *LUOHE)

    assert read(page, "en", "table.cities thead th") == [
        "City",
        "Intensity 2021–2023",
        "Intensity 2023",
    ]
    rows = select(page, "en", "table.cities tbody tr")
    assert [row.select("td")[1].get_text(" ").split() for row in rows] == [
        ["2.72%", "1"],
        ["2.1%", "2"],
    ]
    # The city that has reports leads to them in both languages; the other has none.
    links = [[str(link["href"]) for link in row.select("a")] for row in rows]
    luohe = ["luohe.en.html", "luohe.en.pdf", "luohe.zh.html", "luohe.zh.pdf"]
    assert links == [[], luohe]
    assert [row.select_one("th").get_text(" ").split() for row in rows] == [  # type: ignore[union-attr]
        ["Zhengzhou", "郑州"],
        ["Luohe", "Luohe", "PDF", "漯河", "漯河", "PDF"],
    ]


def test_a_line_over_the_years_goes_by_year_and_by_the_city_s_own_scale(write: Write) -> None:
    page = write(*HENAN)

    lines = [str(line["points"]) for line in select(page, "en", "polyline")]

    # From 3 to 85 across, from 21 (zero) to 3 (the highest value) up: 2 of 4 is at 12.
    assert lines == ["3.0,12.0 44.0,3.0 85.0,3.0", "85.0,3.0"]


def test_the_map_leads_to_the_reports_from_where_the_cities_lie(write: Write) -> None:
    page = write(*HENAN, *LUOHE)

    (link,) = select(page, "zh", ".map a")
    (tile,) = select(page, "zh", ".map > svg > g")
    assert (link["href"], link.get_text(strip=True)) == ("luohe.zh.html", "漯河")
    assert tile.get_text(strip=True) == "郑州"
    # places.csv: Zhengzhou in row 3, column 2; Luohe two rows below it in the same column.
    places = [(int(str(each.rect["x"])), int(str(each.rect["y"]))) for each in (tile, link)]  # type: ignore[index]
    assert places[0] == (0, 0)
    assert places[1][0] == 0
    assert places[1][1] > 0
    # What the shades stand for is told: measure, year, and the ends.
    assert read(page, "zh", ".map h3") == ["强度 2023年"]
    assert read(page, "zh", ".map p")[0].startswith("2.1% 2.72% 由浅至深")


def test_a_long_name_takes_two_lines_of_its_tile() -> None:
    overview = {"cities": [{"city": "pingdingshan", "level": 1}]}
    place = {"tile_row": "1", "tile_column": "1"}

    (tile,) = list_tiles(overview, {"pingdingshan": place}, str.capitalize)["tiles"]

    assert tile["lines"] == ["Ping-", "dingshan"]


def test_a_report_named_by_its_finding_tells_it_once(write: Write) -> None:
    page = write({**describe("convergence.henan", "en"), "title": "convergence.henan en"}, LUOHE[0])

    assert read(page, "en", ".report .finding") == ["luohe rises"]


def test_the_comparison_s_finding_stands_on_top(write: Write) -> None:
    page = write(*HENAN, *LUOHE)

    assert read(page, "en", ".leads li") == ["comparison.henan rises comparison.henan en known"]
    assert [str(link["href"]) for link in select(page, "zh", ".leads a")] == [
        "comparison.henan.zh.html"
    ]


# --- what changed ------------------------------------------------------------------------------


def test_a_first_edition_has_nothing_that_moved(write: Write) -> None:
    assert select(write(*HENAN), "en", ".changes") == []


def test_figures_that_moved_are_told_by_city_from_what_to_what(write: Write) -> None:
    write(*HENAN, *LUOHE)
    page = write(list_two_cities("zh", luohe="2.3%"), list_two_cities("en", luohe="2.3%"))

    assert read(page, "en", ".moves > div") == ["Luohe 漯河 Intensity: 2.1% (2023) → 2.3% (2023)"]
    assert read(page, "zh", ".moves > div") == ["漯河 Luohe 强度：2.1%（2023年）→2.3%（2023年）"]


def test_what_moved_stays_told_until_something_else_moves(write: Write) -> None:
    write(*HENAN)
    write(list_two_cities("en", luohe="2.3%"))
    # Made again, another report besides, another language: nothing moved.
    write(list_two_cities("en", luohe="2.3%"), *LUOHE)
    page = write(list_two_cities("zh", luohe="2.1%"))
    assert read(page, "en", ".moves dd") == ["Intensity: 2.1% (2023) → 2.3% (2023)"]

    page = write(list_two_cities("en", luohe="2.3%", zhengzhou="2.8%"))

    assert read(page, "en", ".moves dd") == ["Intensity: 2.72% (2023) → 2.8% (2023)"]


def test_a_run_that_changed_nothing_leaves_the_index_as_it_is(
    project: Path, tmp_path: Path, write: Write
) -> None:
    write(*HENAN)
    write(list_two_cities("en", luohe="2.3%"))
    before = (tmp_path / "index.html").read_bytes()

    write_index(project, tmp_path, [])

    assert (tmp_path / "index.html").read_bytes() == before


@pytest.mark.parametrize("content", ["", "<html>", '<script type="application/json" id="x">{</'])
def test_an_index_that_cannot_be_read_counts_as_none(
    tmp_path: Path, write: Write, content: str
) -> None:
    (tmp_path / "index.html").write_text(content, encoding="utf-8")
    (tmp_path / "notes.of.mine.html").write_text("not a report", encoding="utf-8")

    page = write(LUOHE[0])

    assert select(page, "en", ".changes") == []
    assert len(select(page, "en", ".report")) == 1


def test_of_many_cities_that_moved_twelve_stand_open(project: Path, tmp_path: Path) -> None:
    codebook = read_codebook(project)
    cities = list(codebook.places)[:14]
    moves = [Move(city, "Intensity", ("1%", "2023"), ("2%", "2023")) for city in cities]
    headline = {"report": "comparison.henan", "language": "en", "running": "Henan", "known": ""}
    edition = Edition({"comparison.henan.en": headline}, {"comparison.henan.en": moves})

    page = BeautifulSoup(compile_index(codebook, edition, tmp_path), "html.parser")

    assert len(select(page, "en", ".changes > .moves dd")) == 12
    assert len(select(page, "en", ".changes details dd")) == 2


def tell(measure: str, text: str, name: str = "") -> dict[str, Any]:
    row = {"city": "luohe", "cells": [{"text": text}]}
    named = {"measure": measure, "name": name or measure.upper(), "period": "2023"}
    return {"overview": {"measures": [named], "cities": [row]}}


def test_a_figure_that_appears_or_is_no_longer_known_moved_as_well() -> None:
    after = follow_edition(Edition({"a.en": tell("x", "1")}), {"a.en": tell("y", "2")})

    assert after.moves["a.en"] == [
        Move("luohe", "Y", ("", ""), ("2", "2023")),
        Move("luohe", "X", ("1", "2023"), ("", "")),
    ]


def test_a_measure_that_is_called_otherwise_did_not_move() -> None:
    before, after = tell("x", "1"), tell("x", "1", name="another name")

    assert follow_edition(Edition({"a.en": before}), {"a.en": after}).moves == {}


def test_an_edition_without_identifiers_of_measures_counts_as_none() -> None:
    before = tell("x", "1")
    del before["overview"]["measures"][0]["measure"]
    told = Edition({"a.en": before}, {"a.en": [Move("luohe", "X", ("", ""), ("1", "2023"))]})

    assert follow_edition(told, {"a.en": tell("x", "2")}).moves == {}


def test_both_languages_say_the_same_things(write: Write) -> None:
    page = write(*HENAN, *LUOHE)

    def outline(language: str) -> list[str]:
        return [tag.name for tag in select(page, language, "*")]

    assert outline("zh") == outline("en")
    for language, tag in (("zh", "zh-Hans"), ("en", "en")):
        (edition,) = page.select(f"#{language}")
        assert edition["lang"] == tag
