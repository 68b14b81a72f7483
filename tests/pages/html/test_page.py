import base64
import copy
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from page_making import NOTEBOOKS, Content, collect, make_short_report, read_content
from pdf_text import read_pages

from helpers.pages.document import compile_report
from helpers.pages.html.page import compile_page
from helpers.pages.html.page_charts import COLOURS, set_chart
from helpers.pages.items import Heading, Paragraph, Section
from helpers.pages.matter import Note, Notes, PrintedRow, SourceEntry
from helpers.pages.runs import Mark, SourcePlace

pytestmark = pytest.mark.slow

NAMES = (*NOTEBOOKS, "luohe.zh")
MOST_BYTES = 2_000_000
LEAST_CONTRAST = 4.5


@dataclass(frozen=True)
class Page:
    """A page: the content it is made of, its source, and its elements."""

    name: str
    content: Content
    source: str
    soup: BeautifulSoup

    def items(self, kind: str) -> list[dict[str, Any]]:
        return [item for item in self.content["items"] if item["kind"] == kind]


@pytest.fixture(scope="module")
def pages(project: Path) -> dict[str, Page]:
    contents = {name: read_content(project, name) for name in NOTEBOOKS}
    made = {}
    for name, content in {**contents, "luohe.zh": make_short_report(project)}.items():
        source = compile_page(content, name, ("zh", "en")).decode("utf-8")
        made[name] = Page(name, content, source, BeautifulSoup(source, "html.parser"))
    return made


@pytest.fixture(params=NAMES)
def page(pages: dict[str, Page], request: pytest.FixtureRequest) -> Page:
    return pages[request.param]


UNSHOWN = {"kind", "align", "content", "mime", "meta", "overview", "source", "sources"}


def squeeze(text: str) -> str:
    """Leave out what the layout decides: spaces, line ends, how a power or a doubt is set."""
    return "".join(text.split()).replace("^", "").replace("（？）", "（?）")


def read_words(page: BeautifulSoup) -> str:
    """Return what a reader sees or hears of a page."""
    body = copy.copy(page.body)
    assert body is not None
    for tag in body.find_all(["script", "style"]):
        tag.decompose()
    return squeeze(body.get_text())


def join_runs(runs: list[Any]) -> str:
    def show(run: Any) -> str:
        if isinstance(run, str):
            return run
        if "mark" in run:
            return f"[{run['mark']}]"
        if "lines" in run:
            return "".join(map(join_runs, run["lines"]))
        if "whole" in run:
            return join_runs(run["whole"])
        return str(list(run.values())[-1])

    return squeeze("".join(map(show, runs)))


def list_texts(data: Any) -> Iterator[str]:
    """Yield every text of the content that is set, each run of marks and words as one."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in {"runs", "detail", "source_line"}:
                yield join_runs(value)
            elif key == "rows" and data["kind"] == "table":
                yield from (join_runs(cell) for row in value for cell in row)
            elif key in {"svg", "narrow"}:
                yield from re.findall(r"<text[^>]*>([^<]*)</text>", value)
            elif key not in UNSHOWN:
                yield from list_texts(value)
        if data.get("kind") == "notes":
            yield from (join_runs(entry["runs"]) for entry in data["sources"])
    elif isinstance(data, list):
        for value in data:
            yield from list_texts(value)
    elif isinstance(data, str):
        yield data


def find(page: BeautifulSoup, selector: str) -> Tag:
    (found,) = page.select(selector)
    return found


# --- the same content --------------------------------------------------------------------------


def test_every_text_of_the_report_is_on_the_page(page: Page) -> None:
    words = read_words(page.soup)
    texts = {squeeze(text.replace("&amp;", "&")) for text in list_texts(page.content["items"])}

    assert len(texts) > 100
    assert [text for text in texts if text not in words] == []


def test_the_names_in_a_heading_are_kept_on_a_line(pages: dict[str, Page]) -> None:
    heading = find(pages["luohe.zh"].soup, "h1")
    clauses = [clause.get_text() for clause in heading.find_all("span", recursive=False)]
    assert len(clauses) > 1
    assert all(clause.endswith(tuple("，；：、")) for clause in clauses[:-1])

    kept = [part.get_text() for part in heading.select(".whole")]
    assert {"漯河", "研发投入强度", "2023年"} <= {*kept}
    assert heading.get_text() == pages["luohe.zh"].content["title"]


def test_the_words_in_the_name_of_a_row_are_kept_on_a_line(pages: dict[str, Page]) -> None:
    heads = pages["luohe.zh"].soup.select("th[scope=row]")
    (head,) = {h for h in heads if h.get_text().startswith("研发投入与地区生产总值之比（派生）")}

    kept = [part.get_text() for part in head.select(".whole")]
    assert kept[:4] == ["研发投入", "与地区", "生产总值之比", "（派生）"]


def test_every_table_has_its_cells_in_their_order(page: Page) -> None:
    tables = page.items("table")
    shown = page.soup.select("table")

    assert len(shown) == len(tables)
    for item, table in zip(tables, shown, strict=True):
        assert squeeze(find_text(table, "caption")) == squeeze(item["caption"])
        heads = [squeeze(head.get_text()) for head in table.select("thead th[scope=col]")]
        assert heads == [squeeze(column["head"]) for column in item["columns"]]
        rows = [
            [squeeze(cell.get_text()) for cell in row.select("th[scope=row], td")]
            for row in table.select("tbody tr")
        ]
        assert rows == [[join_runs(cell) for cell in row] for row in item["rows"]]
        inset = [row[0][0][1:] for row in item["rows"] if str(row[0][0]).startswith("\u3000")]
        assert [head.get_text() for head in table.select("th.inset")] == inset
    assert "\u3000" not in page.soup.get_text()


def find_text(tag: Tag, selector: str) -> str:
    found = tag.select_one(selector)
    assert found is not None
    return found.get_text()


@pytest.mark.parametrize("name", ["comparison.en", "luohe.zh"])
def test_every_word_and_number_of_the_pdf_is_on_the_page(pages: dict[str, Page], name: str) -> None:
    content = pages[name].content
    # Names that stand side by side in a chart come out of the PDF as one.
    part = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+|[\u4e00-\u9fff]")
    furniture = set(part.findall(content["meta"]["page"] + content["meta"]["contents"]))
    printed: set[str] = set()
    for page in read_pages(compile_report(content)):
        lines = page.splitlines()
        # The foot of the page, which is the first or the last line, counts pages.
        printed |= {word for line in lines[1:-1] for word in part.findall(line)}
    words = find(pages[name].soup, "body").get_text(" ")
    shown = set(part.findall(words))

    assert len(printed) > 300
    # A word that the PDF breaks over two lines is whole on the page; two labels of a chart that
    # stand side by side come out of the PDF as one.
    missing = {
        word
        for word in printed - shown - furniture
        if word not in words
        and not any({word[:cut], word[cut:]} <= shown for cut in range(1, len(word)))
    }
    assert missing == set()


def test_charts_are_pictures_of_live_text_told_in_words(page: Page) -> None:
    charts = page.items("chart")
    pictures = page.soup.select("figure .chart:not(.narrow) svg[role=img]")

    assert len(pictures) == len(charts)
    for chart, picture in zip(charts, pictures, strict=True):
        title, words = (page.soup.find(id=name) for name in str(picture["aria-labelledby"]).split())
        assert title is not None
        assert words is not None
        assert (title.get_text(), words.get_text()) == (chart["title"], chart["alt"])
        assert len(picture.select("text")) == len(re.findall(r"<text\b", chart["svg"]))


def test_the_files_inside_the_pdf_can_be_saved_from_the_page(page: Page) -> None:
    saved = {}
    for link in page.soup.select("a[download]"):
        code = str(link["href"]).partition(";base64,")[2]
        saved[str(link["download"])] = base64.b64decode(code).decode("utf-8")

    attached = page.items("attachment")
    assert saved == {item["name"]: item["content"] for item in attached}
    assert "figures.csv" in saved


def test_a_chart_has_a_second_picture_for_a_phone_with_the_same_words(
    pages: dict[str, Page],
) -> None:
    figures = pages["luohe.zh"].soup.select("figure")

    assert len(figures) == 2
    for figure in figures:
        wide, narrow = figure.select("svg")
        # The view box is in points: half a page of 468 points, and no letter smaller.
        assert [str(svg["viewbox"]).split()[2] for svg in (wide, narrow)] == ["468", "262.8"]
        words = [{text.get_text() for text in svg.select("text")} for svg in (wide, narrow)]
        # The positions leave out the ends of each row, and set names on a line of their own.
        assert len(words[0] & words[1]) > len(words[0]) / 2
        sizes = [
            float(str(text["font-size"]).strip("px")) for text in narrow.select("text[font-size]")
        ]
        assert min(sizes) >= 7


# --- one page that stands alone ----------------------------------------------------------------


def test_the_page_loads_nothing(page: Page) -> None:
    assert page.soup.select("[src], link, iframe, object, img, base, form[action]") == []
    assert "@import" not in page.source
    assert re.findall(r"url\((?!#)", page.source) == []
    policy = str(find(page.soup, "meta[http-equiv=Content-Security-Policy]")["content"])
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert page.soup.select("[style], [onclick], [onload]") == []
    # The only addresses are those that the sources are cited by.
    addresses = {str(link["href"]) for link in page.soup.select('a[href*="//"]')}
    assert addresses == {str(link["href"]) for link in page.soup.select('.sources a[href*="//"]')}


def test_the_page_is_small_and_the_same_for_the_same_content(page: Page) -> None:
    again = compile_page(copy.deepcopy(page.content), page.name, ("zh", "en"))

    assert again == page.source.encode("utf-8")
    assert len(again) < MOST_BYTES


def test_every_link_inside_leads_to_one_place(page: Page) -> None:
    names = Counter(str(tag["id"]) for tag in page.soup.select("[id]"))
    targets = {str(link["href"])[1:] for link in page.soup.select('a[href^="#"]')}
    targets |= {str(tag["href"])[1:] for tag in page.soup.select("use")}
    targets |= set(re.findall(r"url\(#([^)]+)\)", str(page.soup)))
    targets |= {part for tag in page.soup.select("[aria-labelledby]") for part in
                str(tag["aria-labelledby"]).split()}  # fmt: skip

    assert [each for each, count in names.items() if count > 1] == []
    assert targets - set(names) == set()


def test_a_mark_leads_to_a_figure_a_source_or_a_note_and_each_back_to_a_mark(page: Page) -> None:
    marks = page.soup.select("a.mark")
    ends = {f"#{tag['id']}": tag for tag in page.soup.select(".back[id]")}
    names = {f"#{mark['id']}" for mark in marks}

    assert {str(mark["href"]) for mark in marks} <= set(ends)
    assert {str(tag["href"]) for tag in page.soup.select("a.back")} <= names
    for mark in marks:
        kind = str(mark["href"])[1:].partition("-")[0]
        assert kind == ("note" if mark.get_text()[1:-1].isalpha() else kind)
        assert kind in {"row", "source", "note"}
        # What is shown beside a mark is there.
        assert {f"#{name}" for name in str(mark.get("data-shown", "")).split()} <= set(ends)


def test_a_mark_shows_the_figure_as_printed_with_its_line_and_its_row(page: Page) -> None:
    (item,) = page.items("notes")
    entries = {tag["id"]: tag.find_parent("li") for tag in page.soup.select(".back[id]")}

    assert item["rows"]
    for row in item["rows"]:
        entry = entries[f"row-{row['number']}"]
        assert entry is not None
        assert find_text(entry, ".back") == row["label"]
        assert squeeze(find_text(entry, ".text")) == join_runs(row["runs"])


def test_headings_go_down_one_level_at_a_time_from_a_single_title(page: Page) -> None:
    levels = [int(tag.name[1]) for tag in find(page.soup, "main").select("h1, h2, h3")]

    assert find(page.soup, "h1").get_text() == page.content["title"]
    assert levels[0] == 1
    steps = [after - before for before, after in itertools.pairwise(levels)]
    assert max(steps) == 1
    listed = [link.get_text() for link in page.soup.select(".contents a")]
    assert listed == [head.get_text() for head in page.soup.select("main h2")]


@pytest.mark.parametrize(("name", "tag"), [("luohe.en", "en"), ("luohe.zh", "zh-Hans")])
def test_the_page_says_its_language_and_leads_to_the_other_and_to_the_pdf(
    pages: dict[str, Page], name: str, tag: str
) -> None:
    links = {str(link["href"]) for link in pages[name].soup.select(".banner nav a")}
    other = {"luohe.en": "luohe.zh", "luohe.zh": "luohe.en"}[name]

    assert find(pages[name].soup, "html")["lang"] == tag
    assert links == {f"index.html#{name[-2:]}", f"{name}.pdf", f"{other}.html"}


def test_a_language_that_is_not_in_the_folder_is_not_linked(pages: dict[str, Page]) -> None:
    page = compile_page(pages["luohe.zh"].content, "luohe.zh", ("zh",)).decode("utf-8")

    assert "luohe.en.html" not in page


# --- what is in a text stays text --------------------------------------------------------------


def test_signs_of_the_markup_language_are_only_signs() -> None:
    signs = '<b>&amp; "1" </script><!-- {{ x }} {% y %} \\1'
    mark = Mark((SourcePlace(1, "7", 1),), ("a",))
    lists = [SourceEntry([1], [signs])], [Note("a", [signs])], [PrintedRow(1, mark, [signs])]
    notes = Notes("Sources", "Notes", "Figures as printed", *lists)
    section = Section([Heading(signs), Paragraph([signs, mark], signs), notes])

    page = BeautifulSoup(compile_page(collect(section), "signs.en"), "html.parser")

    # In the heading and the contents, twice in the paragraph, in each list at the end.
    assert find(page, "body").get_text().count(signs) == 7
    assert len(page.select("script")) == 2


def test_two_charts_drawn_alike_share_no_name_on_a_page() -> None:
    svg = (
        '<?xml version="1.0"?><!DOCTYPE svg><svg width="4pt" viewBox="0 0 4 4">'
        '<metadata>m</metadata><defs><style type="text/css">*{x: y}</style><path id="a"/></defs>'
        '<g id="b"><use xlink:href="#a" style="fill: #17324d"/></g>'
        '<rect clip-path="url(#a)" fill="#ffffff"/></svg>'
    )

    made = [set_chart(svg, name, "Title <1>", "\\1 words") for name in ("chart-1", "chart-2")]

    assert made[0] == (
        '<svg role="img" aria-labelledby="chart-1-title chart-1-words" viewBox="0 0 4 4">'
        '<title id="chart-1-title">Title &lt;1&gt;</title>'
        '<desc id="chart-1-words">\\1 words</desc>'
        '<defs><path id="chart-1-a"/></defs>'
        '<g><use href="#chart-1-a" fill="var(--chart-ink)"/></g>'
        '<rect clip-path="url(#chart-1-a)" fill="var(--chart-ground)"/></svg>'
    )
    assert made[1] == made[0].replace("chart-1", "chart-2")


# --- colours, which no browser checks inside a picture -----------------------------------------


def read_colours(project: Path) -> list[dict[str, str]]:
    """Read the colours of the style sheet: those for light, those for dark."""
    style = (project / "reports/template/screen.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block)) for block in blocks]


def find_contrast(one: str, other: str) -> float:
    """Work out the contrast of two colours as WCAG 2 defines it."""

    def lighten(colour: str) -> float:
        digits = colour[1:] if len(colour) > 4 else "".join(2 * digit for digit in colour[1:])
        parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((lighten(one), lighten(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_the_words_in_charts_can_be_read(project: Path, scheme: int) -> None:
    colours = read_colours(project)[scheme]
    pairs = [("ink", "ground"), ("soft", "ground"), ("target", "ground")]
    # Tiles: dark letters on the three light shades, white ones on the two dark shades.
    pairs += [("ink", f"shade-{number}") for number in (1, 2, 3)]
    pairs += [("ground", "ink"), ("ground", "shade-4")]
    found = {pair: find_contrast(*(colours[f"chart-{name}"] for name in pair)) for pair in pairs}

    assert {pair: value for pair, value in found.items() if value < LEAST_CONTRAST} == {}


def test_every_colour_of_a_chart_has_its_name(pages: dict[str, Page]) -> None:
    unnamed = Counter[str]()
    for page in pages.values():
        for item in page.content["items"]:
            for element in re.findall(r"<(?:text|path|use|rect)\b[^>]*>", item.get("svg", "")):
                colours = set(re.findall(r"#[0-9a-f]{6}\b", element.partition("style=")[2]))
                # A path without a line, and its like in a legend, are not seen.
                if not re.search(r'd="M [\d. ]+\s*"', element):
                    unnamed.update(colours - set(COLOURS))

    assert [colour for colour in unnamed if colour not in INVISIBLE] == []


# matplotlib's own first colours, which it gives to the lines of markers that have no line.
INVISIBLE = (
    *("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd"),
    *("#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"),
)
