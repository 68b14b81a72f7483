import codecs
import copy
import csv
import io
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbformat
import pytest
from nbconvert.exporters import get_exporter
from nbformat import NotebookNode
from page_making import write_short_report
from pdf_structure import list_structure, look_up
from pdf_text import read_pages
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject
from pypdfium2 import PdfDocument

from helpers.charts.bar_chart import Lane, draw_bars
from helpers.charts.points import Point
from helpers.data.figures import list_figures
from helpers.pages.document import ReportPDFExporter, collect_content, compile_report
from helpers.pages.items import Chart, Column, Heading, Item, Paragraph, Section, Table
from helpers.pages.links import ReportLink
from helpers.pages.runs import Mark, Run, Runs, SourcePlace
from helpers.problems import UsageError
from helpers.reports.city_report import open_city_report
from helpers.reports.end_matter import write_end_matter
from helpers.reports.report import open_report

pytestmark = pytest.mark.slow

LANGUAGES = ("zh", "en")
SEVEN = Mark((SourcePlace(7),))
each_language = pytest.mark.parametrize("language", LANGUAGES)


# --- notebooks ---------------------------------------------------------------------------------


def execute(section: Section, tags: list[str] | None = None) -> NotebookNode:
    """Return a code cell as it is after it has shown a section."""
    bundle = json.loads(json.dumps(section._repr_mimebundle_()))
    shown = nbformat.v4.new_output("execute_result", data=bundle, execution_count=1)
    cell: NotebookNode = nbformat.v4.new_code_cell(
        "section", execution_count=1, outputs=[shown], metadata={"tags": tags or []}
    )
    return cell


def write_words(source: str, tags: list[str] | None = None) -> NotebookNode:
    cell: NotebookNode = nbformat.v4.new_markdown_cell(source, metadata={"tags": tags or []})
    return cell


def compose(*cells: NotebookNode) -> NotebookNode:
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=list(cells))
    return notebook


def compile_cells(*cells: NotebookNode) -> bytes:
    return compile_report(collect_content(compose(*cells), "notebook"))


def read_text(pdf: bytes) -> str:
    """Return the words of a PDF without spaces and line ends, which its layout decides."""
    return "".join("".join(page.split()) for page in read_pages(pdf))


# --- one report in both languages --------------------------------------------------------------


@dataclass(frozen=True)
class Document:
    """A short report of Luohe: its language, the content and the PDF made of it."""

    language: str
    content: dict[str, Any]
    pdf: bytes

    @property
    def reader(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.pdf))

    def items(self, kind: str) -> list[dict[str, Any]]:
        return [item for item in self.content["items"] if item["kind"] == kind]

    def ends(self, kind: str) -> list[dict[str, Any]]:
        """The sources, the notes or the figures as printed, at the end of the report."""
        return [entry for item in self.items("notes") for entry in item[kind]]


@pytest.fixture(scope="module", params=LANGUAGES)
def document(project: Path, request: pytest.FixtureRequest) -> Document:
    city = open_city_report("luohe", request.param, project=project)
    content = collect_content(compose(*map(execute, write_short_report(city))), "luohe")
    return Document(request.param, content, compile_report(content))


@dataclass(frozen=True)
class Place:
    """A place on a page."""

    page: int
    left: float
    top: float

    def is_near(self, other: "Place") -> bool:
        return self.is_in_line(other, 16) and abs(self.left - other.left) < 20

    def is_in_line(self, other: "Place", height: float) -> bool:
        return self.page == other.page and abs(self.top - other.top) < height


@dataclass(frozen=True)
class Link:
    """A link inside the document: where it stands and where it leads."""

    at: Place
    to: Place


def list_links(reader: PdfReader) -> list[Link]:
    numbers = {
        page.indirect_reference.idnum: number
        for number, page in enumerate(reader.pages)
        if page.indirect_reference is not None
    }
    links = []
    for number, page in enumerate(reader.pages):
        for annotation in map(look_up, page.get("/Annots", ArrayObject())):
            if annotation["/Subtype"] == "/Link" and "/Dest" in annotation:
                left, _, _, top = (float(edge) for edge in annotation["/Rect"])
                page_object, kind, to_left, to_top, _ = look_up(annotation["/Dest"])
                assert kind == "/XYZ"
                target = Place(numbers[page_object.idnum], float(to_left), float(to_top))
                links.append(Link(Place(number, left, top), target))
    return links


def test_a_link_to_a_report_that_is_not_made_is_only_its_text() -> None:
    names: list[Run] = [ReportLink("Luohe", "luohe.en"), " ", ReportLink("Hebi", "hebi.en")]
    notebook = compose(execute(Section([Paragraph(names)])))

    (item,) = collect_content(notebook, "comparison.en", ["hebi.en"])["items"]

    assert item["runs"] == ["Luohe", " ", {"report": "hebi.en", "text": "Hebi"}]


def list_marks(content: dict[str, Any]) -> list[int | str]:
    """Return the marks in print: numbers of sources and letters of notes, in reading order."""

    def walk(data: Any) -> Iterator[int | str]:
        if isinstance(data, dict) and "mark" in data:
            yield data.get("source") or data["note"]
        elif isinstance(data, (dict, list)):
            for part in data.values() if isinstance(data, dict) else data:
                yield from walk(part)

    # The figures as printed are for the page.
    printed = [
        {**item, "rows": []} if item["kind"] == "notes" else item for item in content["items"]
    ]
    return list(walk(printed))


def test_the_title_of_the_file_is_the_finding(document: Document) -> None:
    metadata = document.reader.metadata

    assert metadata is not None
    assert metadata.title == document.content["title"]
    for word in ({"zh": "漯河", "en": "Luohe"}[document.language], "2.05%", "2.1%"):
        assert word in str(metadata.title)


def test_the_file_says_its_language(document: Document) -> None:
    assert str(document.reader.root_object["/Lang"]).startswith(document.language)


def test_the_file_is_dated_by_what_it_knows_and_not_by_when_it_was_made(document: Document) -> None:
    metadata = document.reader.metadata

    assert metadata is not None
    assert metadata.creation_date is not None
    assert metadata.creation_date.date().isoformat() == "2026-03-22"


def test_the_file_declares_itself_archivable_and_accessible(document: Document) -> None:
    root = document.reader.root_object
    declared = look_up(root["/Metadata"]).get_data().decode("utf-8")

    for part, value in [("pdfaid:part", "3"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")]:
        assert re.search(rf"{part}(?:>|=\")\s*{value}\b", declared)
    assert look_up(root["/OutputIntents"])
    assert look_up(root["/ViewerPreferences"])["/DisplayDocTitle"]


def test_the_file_is_tagged(document: Document) -> None:
    reader = document.reader
    tags = Counter(str(node["/S"]) for node in list_structure(reader))

    assert look_up(reader.root_object["/MarkInfo"])["/Marked"]
    tables, charts = document.items("table"), document.items("chart")
    assert tags["/Table"] == len(tables)
    # The cells of the head, and the first cell of each row.
    assert tags["/TH"] == sum(len(table["columns"]) + len(table["rows"]) for table in tables)
    assert tags["/TR"] == sum(1 + len(table["rows"]) for table in tables)
    assert tags["/Caption"] == len(tables) + len(charts)
    # Sources and notes are lists, each entry under its sign.
    assert tags["/Lbl"] == len(document.ends("sources")) + len(document.ends("notes"))
    # The title of the cover, each heading, notes and sources.
    assert tags["/H1"] == 1 + len(document.items("heading")) + 2
    assert {"/P", "/TD", "/Figure", "/Link"} <= set(tags)


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_no_fault_in_the_structure_of_the_file(
    document: Document, tmp_path: Path
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(document.pdf)

    checked = subprocess.run(
        ["qpdf", "--check", str(path)],  # wherever it is installed
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stderr) == (0, "")


def test_every_chart_has_its_words_for_those_who_cannot_see_it(document: Document) -> None:
    figures = [node for node in list_structure(document.reader) if str(node["/S"]) == "/Figure"]

    assert [str(node["/Alt"]) for node in figures] == [
        chart["alt"] for chart in document.items("chart")
    ]
    assert len(figures) == 2


def test_the_text_of_charts_is_text(document: Document) -> None:
    # Typst sets the picture, so its labels are words of the page.
    text = read_text(document.pdf)

    assert {"zh": "中间50%的市", "en": "middlehalf"}[document.language] in text


def test_all_type_is_embedded_and_of_one_family(document: Document) -> None:
    fonts: dict[str, DictionaryObject] = {}
    for page in document.reader.pages:
        for font in look_up(look_up(page["/Resources"])["/Font"]).values():
            (descendant,) = look_up(look_up(font)["/DescendantFonts"])
            descendant = look_up(descendant)
            fonts[str(look_up(font)["/BaseFont"])] = look_up(descendant["/FontDescriptor"])

    assert fonts
    for name, descriptor in fonts.items():
        assert re.match(r"/[A-Z]{6}\+NotoSansCJKsc-", name)
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_rows_behind_the_figures_travel_inside(document: Document) -> None:
    reader = document.reader
    inside = {name: contents[0] for name, contents in reader.attachments.items()}

    assert set(inside) == {"figures.csv", "derived.csv", "sources.csv", "claims.csv", "run.json"}
    for attachment in document.items("attachment"):
        assert inside[attachment["name"]].decode("utf-8") == attachment["content"]
    assert {data[:3] for name, data in inside.items() if name.endswith(".csv")} == {codecs.BOM_UTF8}
    rows = list(csv.DictReader(io.StringIO(inside["figures.csv"].decode("utf-8-sig"))))
    text = json.dumps(document.ends("rows"), ensure_ascii=False)
    derived = list(csv.DictReader(io.StringIO(inside["derived.csv"].decode("utf-8-sig"))))
    # The inputs of what was derived travel along, and the note of the quotient names them.
    named = [row[name] for row in derived for name in ("numerator_id", "denominator_id")]
    inputs = {part for name in named for part in name.split("+")}
    names = {row["figure_id"] for row in rows}
    run = json.loads(inside["run.json"])
    noted = run["figures"] - len(derived)
    assert 0 < noted <= len(names)
    assert inputs - {""} <= names
    assert sum(name in text for name in names) >= noted
    sources = list(csv.DictReader(io.StringIO(inside["sources.csv"].decode("utf-8-sig"))))
    cited = [number for entry in document.ends("sources") for number in entry["numbers"]]
    # What is carried without a mark has its source in the file as well.
    assert len(sources) >= len(cited)
    assert run["figures"] >= len(document.ends("rows"))
    related = [look_up(file)["/AFRelationship"] for file in look_up(reader.root_object["/AF"])]
    assert related == ["/Data"] * len(inside)


def check_ways(document: Document) -> None:
    """Check that each mark leads to its source or note, and each of these back to a mark."""
    links = list_links(document.reader)
    ways: dict[Place, list[Link]] = {}
    for link in links:
        ways.setdefault(link.to, []).append(link)
    cited = Counter(list_marks(document.content))
    numbers = [number for entry in document.ends("sources") for number in entry["numbers"]]
    letters = [note["letter"] for note in document.ends("notes")]
    assert set(cited) <= {*numbers, *letters}
    # A link per mark; one back to the first of them.
    assert len(links) == cited.total() + len(cited)
    assert sum(1 for to in ways if not any(link.at.is_near(to) for link in links)) == 0


def test_every_mark_leads_to_its_source_or_note_and_these_lead_back(document: Document) -> None:
    check_ways(document)


def test_the_same_content_makes_the_same_bytes(document: Document) -> None:

    assert compile_report(copy.deepcopy(document.content)) == document.pdf


# --- pages -------------------------------------------------------------------------------------


def set_table(count: int, before: int = 32) -> list[str]:
    """Set paragraphs and a table after them; return the text of each page."""
    rows: list[list[Runs]] = [[[f"Row {number}"], [f"{number}%", SEVEN]] for number in range(count)]
    table = Table("Rates of cities", [Column("City", "left", 1), Column("Rate", "right", 1)], rows)
    lines = [Paragraph([f"Line {number}."]) for number in range(before)]
    pdf = compile_cells(execute(Section([*lines, table])))
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def test_a_table_over_pages_repeats_its_head_and_its_caption() -> None:
    pages = set_table(120)

    assert len(pages) > 2
    assert "Rates of cities (continued)" not in pages[0]
    for page in pages[1:]:
        lines = page.splitlines()
        assert lines.index("Rates of cities (continued)") < lines.index("City Rate")
    # Its rows go on in their order: it is in no halves side by side.
    rows = [int(number) for page in pages for number in re.findall(r"Row (\d+)", page)]
    assert rows == list(range(120))


def test_a_short_table_is_not_broken() -> None:
    first, second = set_table(30, before=40)

    assert "Row" not in first
    assert second.count("Row") == 30
    assert "continued" not in second


def test_a_row_of_several_lines_is_not_halved_at_the_end_of_a_page() -> None:
    rows: list[list[Runs]] = [
        [[f"begun {number}, {'and so on, ' * 60} ended {number}."]] for number in range(30)
    ]
    table = Table("Findings", [Column("Finding", "left", 1)], rows)

    pages = read_pages(compile_cells(execute(Section([Paragraph(["Line."]), table]))))

    begun, ended = (
        [re.findall(rf"{word} (\d+)", page) for page in pages] for word in ("begun", "ended")
    )
    assert len(pages) > 2
    assert begun == ended


def test_a_row_that_no_page_holds_goes_on_over_pages() -> None:
    table = Table("Findings", [Column("Finding", "left", 1)], [[["word " * 3000]]])

    pages = read_pages(compile_cells(execute(Section([table]))))

    assert sum(page.count("word") for page in pages) == 3000


def test_a_power_is_raised_without_its_sign() -> None:
    pdf = compile_cells(execute(Section([Paragraph(["(1 + 12%)^5 and （甲）^（1 ÷ 3）."])])))

    assert "(1+12%)5and（甲）（1÷3）." in read_text(pdf)


def test_nothing_is_set_below_seven_points(document: Document) -> None:
    sizes: dict[float, str] = {}

    def note(text: str, _: Any, matrix: list[float], __: Any, size: float) -> None:
        if text.strip():
            sizes[round(size * abs(matrix[3] or matrix[1]), 1)] = text

    for page in document.reader.pages:
        page.extract_text(visitor_text=note)

    assert {size: text for size, text in sizes.items() if size < 7} == {}


# --- what cannot be set ------------------------------------------------------------------------


@pytest.mark.parametrize("alt", ["", None])
def test_a_chart_without_words_is_refused(alt: str | None) -> None:
    svg = draw_bars([Lane("Talents", Point("9,084", 9084))])
    section = Section([Chart("Title", "Subtitle", svg, "words", ["Source"], [])])
    content = collect_content(compose(execute(section)), "x")
    content["items"][0]["alt"] = alt

    with pytest.raises(UsageError, match="alt"):
        compile_report(content)


@pytest.mark.parametrize(
    "cells",
    [
        [],
        [nbformat.v4.new_code_cell("write_city_headline(city_report)")],
        [write_words("Only for the analyst.", ["notebook-only"])],
        [nbformat.v4.new_code_cell("1", execution_count=1, outputs=[])],
    ],
    ids=["empty", "not run", "notebook only", "nothing shown"],
)
def test_a_notebook_with_nothing_to_print_is_refused_by_name(cells: list[NotebookNode]) -> None:
    with pytest.raises(UsageError, match=r"03-city-report.*run the notebook"):
        collect_content(compose(*cells), "03-city-report")


# --- the words of the analyst ------------------------------------------------------------------


WORDS = """# Findings

Some **bold**, *soft* and `code` words, and [a link](https://example.org/page).

- one
- two
  - inner

1. first
2. second

> quoted words
"""


@pytest.fixture(scope="module")
def words() -> bytes:
    return compile_cells(
        write_words("Hidden from print.", ["notebook-only"]),
        write_words(WORDS),
        execute(Section([Heading("Shown"), Paragraph(["Executed words."])])),
        execute(Section([Paragraph(["Hidden result."])]), ["notebook-only"]),
    )


def test_a_notebook_that_ran_and_is_no_report_is_not_told_to_run() -> None:
    ran = nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("stream", text="1,286\n")])

    with pytest.raises(UsageError, match=r"^01-clean is not a report"):
        collect_content(compose(ran), "01-clean")


def test_a_notebook_of_words_only_is_set_under_its_name() -> None:
    pdf = compile_cells(write_words(WORDS))
    metadata = PdfReader(io.BytesIO(pdf)).metadata

    assert metadata is not None
    assert metadata.title == "notebook"
    assert "quotedwords" in read_text(pdf)


def test_words_stand_in_the_order_of_the_cells(words: bytes) -> None:
    text = read_text(words)

    assert text.index("Findings") < text.index("quoted") < text.index("Executedwords.")


def test_what_is_for_the_notebook_only_is_not_printed(words: bytes) -> None:
    assert "Hidden" not in read_text(words)


def list_addresses(pdf: bytes) -> list[str]:
    """Return the addresses that a PDF opens, each with words for those who cannot see it."""
    annotations = [
        look_up(annotation)
        for page in PdfReader(io.BytesIO(pdf)).pages
        for annotation in page.get("/Annots", [])
    ]
    opened = [found for found in annotations if "/A" in found]
    assert all(str(found.get("/Contents", "")) for found in opened)
    return [str(look_up(found["/A"])["/URI"]) for found in opened]


def test_a_link_of_the_analyst_is_a_link_in_the_file(words: bytes) -> None:
    assert list_addresses(words) == ["https://example.org/page"]


def test_addresses_in_words_are_links_and_whole() -> None:
    long = "https://example.org/" + "/".join(["part-of-a-path"] * 9) + "?year=2024&page=2"
    pdf = compile_cells(
        write_words(
            f"见https://example.org/a_(b)?c=1&d=2（附件）。See {long}.\n\n[x](javascript:y)"
        ),
        execute(Section([Paragraph(["Read at http://example.org/d.html. Then ", SEVEN])])),
    )

    found = dict.fromkeys(list_addresses(pdf))  # a link over several lines has several boxes
    assert list(found) == ["https://example.org/a_(b)?c=1&d=2", long, "http://example.org/d.html"]
    text = read_text(pdf)
    assert all(address in text for address in found)
    assert "javascript" not in text


@each_language
def test_the_address_of_a_source_is_a_link_and_stands_on_one_line(
    project: Path, language: str
) -> None:
    report = open_report(language, "", project)
    rows = {
        figure.source: figure
        for figure in list_figures(report.observations)
        if report.codebook.sources[figure.source]["address"]
    }
    report.noted.update((figure.figure_id, figure) for figure in rows.values())
    pdf = compile_cells(execute(write_end_matter(report)))

    addresses = {report.codebook.sources[name]["address"] for name in rows}
    linked = {address for address in addresses if address.startswith(("http://", "https://"))}
    assert len(linked) > 20
    assert {unquote(address) for address in list_addresses(pdf)} == linked
    # Those that fit into their column; the others break after one of their signs.
    lines = read_pages(pdf)
    assert [
        address
        for address in linked
        if len(address) <= 52 and not any(address in text for text in lines)
    ] == []


def test_what_is_copied_from_the_file_has_no_character_that_cannot_be_seen(
    document: Document,
) -> None:
    pages = [page.extract_text() for page in document.reader.pages]
    hidden = compile_cells(write_words("soft\u00adhy\u200bphen\u2060s\ufeff"))

    assert re.findall("[\u00ad\u200b-\u200d\u2060\ufeff]", "".join(pages)) == []
    assert "softhyphens" in PdfReader(io.BytesIO(hidden)).pages[0].extract_text()


def test_no_line_ends_between_a_number_and_its_mark() -> None:
    # Of lines of all lengths some would end there.
    texts: list[list[Run]] = [
        ["字" * count + "增至16.15亿元", SEVEN, "，余下"] for count in range(28, 52)
    ]
    pdf = compile_cells(execute(Section([Paragraph(text) for text in texts])))

    lines = PdfReader(io.BytesIO(pdf)).pages[0].extract_text().splitlines()
    assert sum("16.15亿元[7]" in line for line in lines) == len(texts)


def test_no_line_of_print_ends_inside_a_number_with_its_unit() -> None:
    texts: list[Runs] = [["x" * count + " CNY 16.15 billion, 1615万元"] for count in range(50, 90)]
    pdf = compile_cells(execute(Section([Paragraph(text) for text in texts])))

    lines = [line for page in read_pages(pdf) for line in page.splitlines()]
    for number in ("CNY 16.15 billion", "1615万元"):
        assert sum(number in line for line in lines) == len(texts)


def test_a_table_without_shares_keeps_an_amount_with_its_doubt() -> None:
    amount, words = "CNY 1.345 billion (?)", "Average annual growth of expenditure"
    row: list[Runs] = [[words], *([amount] for _ in range(4)), [words]]
    table = Table("Amounts", [Column("Some head of words") for _ in row], [row], [])
    pdf = compile_cells(execute(Section([table])))

    assert " ".join(read_pages(pdf)).count(amount) == 4


@pytest.mark.parametrize("before", [["字", SEVEN], ["字24项"]])
def test_no_line_begins_with_a_stop_after_a_mark_or_a_number(before: list[Run]) -> None:
    texts: list[list[Run]] = [["字" * count, *before, "；余下"] for count in range(36, 52)]
    pdf = compile_cells(execute(Section([Paragraph(text) for text in texts])))

    lines = PdfReader(io.BytesIO(pdf)).pages[0].extract_text().splitlines()
    assert [line for line in lines if line.startswith("；")] == []
    assert sum("；" in line for line in lines) == len(texts)


def test_no_paragraph_ends_in_a_line_of_a_letter_or_a_word() -> None:
    letters = ["字" * count + "。" for count in range(46, 62)]
    words = ["word " * 17 + "x" * count + " at the end." for count in range(1, 30)]
    pdf = compile_cells(execute(Section([Paragraph([text]) for text in (*letters, *words)])))

    lines = [line for page in read_pages(pdf) for line in page.splitlines()]
    assert min(len(line) for line in lines if line.endswith("。")) >= 5
    assert min(len(line.split()) for line in lines if line.endswith("end.")) >= 2


def test_no_line_parts_a_power_from_its_sum() -> None:
    texts: list[Runs] = [
        ["字" * count + "（1 + 12%）^5，（1 + 3%）^（1 ÷ 3）"] for count in range(30, 50)
    ]
    pdf = compile_cells(execute(Section([Paragraph(text) for text in texts])))

    lines = ["".join(line.split()) for page in read_pages(pdf) for line in page.splitlines()]
    for power in ("（1+12%）5", "（1+3%）（1÷3）"):
        assert sum(power in line for line in lines) == len(texts)


def test_a_long_table_begins_with_more_than_a_row() -> None:
    columns, rows = [Column("City", "left", 1)], [[[f"Row {number}"]] for number in range(80)]
    for count in range(40, 50, 2):
        lines: list[Item] = [Paragraph([f"Line {number}."]) for number in range(count)]
        section = Section([*lines, Heading("Rates"), Table("Rates of cities", columns, rows)])
        pages = read_pages(compile_cells(execute(section)))

        (begun,) = [page for page in pages if "Rates\n" in page]
        assert begun.count("Row") > 1, count
        assert "Rates of cities" in begun


def test_a_list_of_sources_begins_with_more_than_one() -> None:
    heads = {"source_heading": "Sources", "note_heading": "Notes", "row_heading": "Rows"}
    entries = [
        {"numbers": [n], "runs": [f"begun {n}, {'and so on, ' * 30}."]} for n in range(1, 60)
    ]
    for count in range(34, 46, 3):
        lines = Section([Paragraph([f"Line {number}."]) for number in range(count)])
        content = collect_content(compose(execute(lines)), "notebook")
        ends = {"kind": "notes", **heads, "sources": entries, "notes": [], "rows": []}
        content["items"].append(ends)

        (begun,) = [page for page in read_pages(compile_report(content)) if "Sources\n" in page]
        assert begun.count("begun") > 1, count


@pytest.mark.parametrize("document", ["zh"], indirect=True)
def test_a_title_breaks_after_its_clause(document: Document) -> None:
    first, second = (
        "甲市每10万人本科及以上学历人数居18市第6位（2020年），",
        "财政支出中科学支出占比居17市第15位（2023年）",
    )
    (cover,) = document.items("cover")
    items = [{**cover, "title": first + second}]

    page = read_pages(compile_report({**document.content, "items": items}))[0]

    assert f"{first}\n{second}" in page.replace(" ", "")


@pytest.mark.parametrize("document", ["en"], indirect=True)
def test_a_title_is_set_smaller_before_it_takes_a_third_line(document: Document) -> None:
    # 114 letters: two lines of 487 points hold some 97 of 20 points, and 120 of 16.
    title = (
        "Luohe's R&D intensity of 2.1% in 2023 cannot be distinguished from Henan's 2.05%"
        " once that is taken after rounding"
    )
    (cover,) = document.items("cover")

    page = read_pages(compile_report({**document.content, "items": [{**cover, "title": title}]}))[0]

    (begun,) = re.findall(r"Luohe's R&D intensity[^\n]*\n[^\n]*", page)
    assert begun.replace("\n", " ").endswith("after rounding")


@pytest.mark.parametrize("document", ["zh"], indirect=True)
def test_a_chinese_head_of_a_column_breaks_between_its_words(document: Document) -> None:
    heads = ["城市", *["每10万人高新技术企业◇"] * 6]
    rows = [[["漯河"], *[["12.3（4）"]] * 6]]
    columns = [Column(head, "right", 1) for head in heads]
    table = execute(Section([Table("各市", columns, rows, shades=[[0] * 7])]))
    (item,) = collect_content(compose(table), "notebook")["items"]

    page = read_pages(compile_report({**document.content, "items": [item]}))[0].replace(" ", "")

    assert "每10万人\n高新技术企业◇" in page
    assert page.replace("每10万人\n", "每10万人").count("每10万人高新技术企业◇") == 6


@pytest.mark.parametrize("document", ["zh"], indirect=True)
def test_a_title_that_is_too_long_for_every_size_is_set_whole(document: Document) -> None:
    title = "财政支出中科学支出占比居17市第15位（2023年），" * 5
    (cover,) = document.items("cover")

    page = read_pages(compile_report({**document.content, "items": [{**cover, "title": title}]}))[0]

    assert title in "".join(page.split())


def test_sources_that_run_over_by_few_lines_begin_on_the_last_page(project: Path) -> None:
    report = open_report("en", "", project)
    rows = {figure.source: figure for figure in list_figures(report.observations)}
    report.noted.update((figure.figure_id, figure) for figure in [*rows.values()][:12])
    ends = execute(write_end_matter(report))

    for count in range(22, 34, 3):
        lines = execute(Section([Paragraph([f"Line {number}."]) for number in range(count)]))
        pages = PdfReader(io.BytesIO(compile_cells(lines, ends))).pages
        # A page of a few lines at the end would be paper for nothing.
        assert len(pages) == 1 or len(pages[-1].extract_text().splitlines()) > 12, count


def test_no_source_is_halved_and_both_columns_end_alike() -> None:
    content = collect_content(compose(execute(Section([Paragraph(["Words."])]))), "notebook")
    entries = [
        {"numbers": [n], "runs": [f"begun {n}, {'and so on, ' * (n % 7 * 5)} ended {n}."]}
        for n in range(1, 121)
    ]
    heads = {"source_heading": "Sources", "note_heading": "Notes", "row_heading": "Rows"}
    content["items"].append({"kind": "notes", **heads, "sources": entries, "notes": [], "rows": []})

    pdf = compile_report(content)
    pages = read_pages(pdf)

    assert len(pages) > 2
    for page in pages:
        assert re.findall(r"begun (\d+)", page) == re.findall(r"ended (\d+)", page)
    # The last entry of each column of the last page; the longest one has eight lines.
    with PdfDocument(pdf) as shown:
        text = shown[len(shown) - 1].get_textpage()
        boxes = [text.get_rect(number) for number in range(text.count_rects())]
    # Above the footer.
    ends = [min(box[1] for box in boxes if (box[0] > 290) is side and box[1] > 60)
            for side in (False, True)]  # fmt: skip
    assert abs(ends[0] - ends[1]) < 8 * 11


def test_a_few_lines_too_many_are_drawn_in_to_the_page_before() -> None:
    for count in (46, 49, 52):
        section = Section([Paragraph([f"Line {number}."]) for number in range(count)])
        assert len(read_pages(compile_cells(execute(section)))) == 1, count


def test_a_last_section_goes_to_a_last_page_that_would_be_nearly_empty() -> None:
    # A line holds some nineteen of these words, a page some fifty lines.
    first, last = ([Paragraph(["word " * 19 * lines])] for lines in (40, 20))
    pages = read_pages(compile_cells(execute(Section([*first, Heading("Last"), *last]))))

    assert ["Last" in page for page in pages] == [False, True]


def test_lists_quotes_and_code_are_tagged_as_such(words: bytes) -> None:
    tags = Counter(str(node["/S"]) for node in list_structure(PdfReader(io.BytesIO(words))))

    # Two lists and one inside; five entries.
    assert tags["/L"] == 3
    assert tags["/LI"] == 5
    assert tags["/Code"] == 1
    assert tags["/BlockQuote"] == 1
    assert {"/Strong", "/Em"} <= set(tags)


def test_bold_words_are_set_in_bold(words: bytes) -> None:
    fonts = {
        str(look_up(font)["/BaseFont"])
        for page in PdfReader(io.BytesIO(words)).pages
        for font in look_up(look_up(page["/Resources"])["/Font"]).values()
    }

    assert any("Bold" in font for font in fonts)


def test_signs_of_the_typesetting_language_are_only_signs() -> None:
    signs = "#set $x$ @ref <lbl> _u_ = ~ \\ // */ [x] {y} #{1+1}"
    section = Section([Heading(signs), Paragraph([signs]), Paragraph([signs], signs)])

    text = read_text(compile_cells(execute(section)))

    assert text.count("".join(signs.split())) == 4


# --- the export menu ---------------------------------------------------------------------------


def test_the_exporter_is_registered_with_nbconvert() -> None:
    names = [
        entry.name
        for entry in entry_points(group="nbconvert.exporters")
        if entry.value == f"{ReportPDFExporter.__module__}:{ReportPDFExporter.__name__}"
    ]

    assert len(names) == 1
    assert get_exporter(names[0]) is ReportPDFExporter  # type: ignore[no-untyped-call]
    # JupyterLab's export address takes no hyphen.
    assert re.fullmatch(r"\w+", names[0])
    assert ReportPDFExporter.export_from_notebook


def test_the_exporter_makes_a_pdf_of_a_notebook_file(tmp_path: Path) -> None:
    path = tmp_path / "findings.ipynb"
    nbformat.write(compose(write_words(WORDS)), path)

    exporter = ReportPDFExporter()  # type: ignore[no-untyped-call]
    pdf, resources = exporter.from_filename(str(path))

    metadata = PdfReader(io.BytesIO(pdf)).metadata
    assert metadata is not None
    assert metadata.title == "findings"
    assert resources["output_extension"] == ".pdf"
