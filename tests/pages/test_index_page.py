import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from page_making import Content, read_content

from helpers.pages.headlines import Move, collect_headline, find_changes, read_headlines
from helpers.pages.page import compile_page
from helpers.runs.rebuilds import write_index

Write = Callable[..., BeautifulSoup]


def describe(report: str, language: str, cards: list[tuple[str, str, str]]) -> Content:
    """Return the content of a report that has a first page only."""
    meta = {"language": language, "running": f"{report} {language}", "known": "known"}
    shown = [
        {"name": name, "value": value, "period": period, "detail": ["Source", {"note": 7}],
         "is_reported": True}
        for name, value, period in cards
    ]  # fmt: skip
    cover = {"kind": "cover", "title": f"{report} rises", "subtitle": "", "cards": shown}
    meta |= {"author": "", "date": "2026-03-22", "contents": "", "page": ""}
    return {"title": f"{report} rises", "meta": meta, "items": [cover]}


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
        return BeautifulSoup(index.read_bytes(), "html.parser")

    return make


def select(page: BeautifulSoup, language: str, selector: str) -> list[Tag]:
    return list(page.select(f"#{language} {selector}"))


def read(page: BeautifulSoup, language: str, selector: str) -> list[str]:
    return [" ".join(tag.get_text(" ").split()) for tag in select(page, language, selector)]


LUOHE = [
    describe("luohe", "zh", [("强度", "2.1%", "2023年"), ("企业", "203家", "2023年")]),
    describe("luohe", "en", [("Intensity", "2.1%", "2023"), ("Enterprises", "203", "2023")]),
]


# --- what is listed ----------------------------------------------------------------------------


def test_every_report_in_the_folder_is_listed_in_both_languages(write: Write) -> None:
    write(*LUOHE)
    page = write(describe("zhengzhou", "zh", []), describe("comparison.henan", "zh", []))

    for language in ("zh", "en"):
        links = {str(link["href"]) for link in select(page, language, ".links a")}
        assert links == {
            f"{name}.{form}"
            for name in ("luohe.zh", "luohe.en", "zhengzhou.zh", "comparison.henan.zh")
            for form in ("html", "pdf")
        }
    # Cities as in places.csv; what is about all of them comes first.
    assert read(page, "zh", ".report h3 a") == ["comparison.henan zh", "郑州", "漯河"]
    assert read(page, "en", ".report h3 a") == ["comparison.henan zh", "Zhengzhou", "Luohe"]


def test_what_was_known_on_a_day_stands_under_its_city_with_the_day(write: Write) -> None:
    days = [
        describe(f"{report}.{day}", "en", [])
        for report in ("luohe", "comparison.henan")
        for day in ("2020-01-31", "2022-12-31")
    ]
    page = write(
        *LUOHE, *days, describe("comparison.henan", "en", []), describe("zhengzhou", "en", [])
    )

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
    page = write(describe("luohe", "zh", [("强度", "2.1%", "2023年")]))

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


def test_headline_figures_are_those_of_the_first_page_with_period_basis_and_source(
    project: Path, tmp_path: Path, write: Write
) -> None:
    content = read_content(project, "luohe.en")
    content["meta"]["running"] = "luohe"
    page = write(content)

    (cover,) = [item for item in content["items"] if item["kind"] == "cover"]
    assert len(cover["cards"]) == 3
    shown = read(page, "en", ".figures > div")
    for card, text in zip(cover["cards"], shown, strict=True):
        for part in (card["name"], card["value"], card["period"], *card["detail"]):
            words = part if isinstance(part, str) else f"[{part['note']}]"
            assert " ".join(words.split()) in text
    # Each number leads to its note in the report.
    marks = {str(link["href"]) for link in select(page, "en", ".figures a.mark")}
    assert marks == {f"luohe.en.html#note-{number}" for number in (1, 2, 3, 4)}
    assert read_headlines(tmp_path)["luohe.en"] == collect_headline(content, "luohe.en")


def test_what_is_not_reported_is_set_apart_in_words_and_not_by_colour_alone(write: Write) -> None:
    content = describe("luohe", "en", [("Intensity", "Estimate: 1%", "2020")])
    content["items"][0]["cards"][0]["is_reported"] = False
    page = write(content)

    (figure,) = select(page, "en", ".figures .unreported")
    assert "Estimate: 1%" in figure.get_text()


# --- what changed ------------------------------------------------------------------------------


def change(content: Content, place: int, value: str, period: str) -> Content:
    changed = copy.deepcopy(content)
    changed["items"][0]["cards"][place] |= {"value": value, "period": period}
    return changed


def test_the_first_run_says_so(write: Write) -> None:
    page = write(*LUOHE)

    assert read(page, "en", ".changes p") == [
        "This is the first run in this folder: there is nothing to compare with."
    ]
    assert read(page, "zh", ".changes p") == ["这是本文件夹的首次运行，没有可比的上一次。"]


def test_a_headline_figure_that_moved_is_told_from_what_to_what(write: Write) -> None:
    write(*LUOHE)
    page = write(
        change(LUOHE[0], 0, "2.3%", "2024年"),
        change(LUOHE[1], 0, "2.3%", "2024"),
    )

    assert read(page, "en", ".moves li") == ["Luohe Intensity: 2.1% (2023) → 2.3% (2024)"]
    assert read(page, "zh", ".moves li") == ["漯河 强度：2.1%（2023年）→2.3%（2024年）"]
    assert read(page, "en", ".changes > p") == [
        "2 reports were made again or anew. 1 headline figure moved:"
    ]
    assert read(page, "zh", ".changes details li") == ["漯河（中文和English）"]
    assert read(page, "en", ".changes details li") == ["Luohe (中文 and English)"]


def test_a_report_that_was_made_again_with_the_same_headline_did_not_move(write: Write) -> None:
    write(*LUOHE)
    page = write(LUOHE[1])

    assert read(page, "en", ".moves li") == []
    assert read(page, "en", ".changes > p") == [
        "1 report was made again or anew. No headline figure moved."
    ]
    assert read(page, "en", ".changes details li") == ["Luohe (English)"]


def test_reports_that_came_and_went_are_told(tmp_path: Path, write: Write) -> None:
    write(*LUOHE)
    for language in ("zh", "en"):
        (tmp_path / f"luohe.{language}.html").unlink()
    page = write(describe("zhengzhou", "en", []))

    (told,) = read(page, "en", ".changes > p")
    assert "Listed for the first time: Zhengzhou (English)." in told
    assert "No longer in the folder: Luohe (中文 and English)." in told


def test_a_run_that_changed_nothing_leaves_what_the_last_one_said(
    project: Path, tmp_path: Path, write: Write
) -> None:
    write(*LUOHE)
    write(change(LUOHE[0], 0, "2.3%", "2024年"), change(LUOHE[1], 0, "2.3%", "2024"))
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

    assert "first run" in read(page, "en", ".changes p")[0]
    assert len(select(page, "en", ".report")) == 1


def test_a_figure_that_appears_or_is_no_longer_told_moved_as_well() -> None:
    def tell(*cards: tuple[str, str]) -> dict[str, Any]:
        return {"cards": [{"name": name, "value": value, "period": ""} for name, value in cards]}

    changes = find_changes({"a.en": tell(("x", "1"))}, {"a.en": tell(("y", "2"))}, ["a.en"])

    assert list(changes.moves) == [
        Move("a.en", "y", ("", ""), ("2", "")),
        Move("a.en", "x", ("1", ""), ("", "")),
    ]


def test_both_languages_say_the_same_things(write: Write) -> None:
    page = write(*LUOHE)

    def outline(language: str) -> list[str]:
        return [tag.name for tag in select(page, language, "*")]

    assert outline("zh") == outline("en")
    for language, tag in (("zh", "zh-Hans"), ("en", "en")):
        (edition,) = page.select(f"#{language}")
        assert edition["lang"] == tag
