import ast
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
import pytest
from nbformat import NotebookNode
from page_making import read_content
from pdf_text import measure_filled, read_pages
from pypdf import PdfReader
from pypdf.generic import Destination
from raw_paths import raw_path
from samples import FOLDER as SAMPLE_FOLDER
from samples import SAMPLES

from helpers.notebook import notebook_report
from helpers.pages.document import collect_content, compile_report
from helpers.pages.items import Section
from helpers.pages.typesetting import set_signs

pytestmark = pytest.mark.slow

LANGUAGES = ("zh", "en")
REPORTS = [(name, code) for name in ("luohe", "comparison") for code in LANGUAGES]
REPORTS += [("puyang", "zh"), ("jiaozuo", "en")]
OTHER = [("xinyang", code) for code in LANGUAGES]
CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
MOST_PAGES_WITHOUT_CONTENTS = 9
FOOTERS = {"zh": "第{page}页，共{pages}页", "en": "Page{page}of{pages}"}


# --- from the committed notebook to the PDF, without a kernel ------------------------------------


def run_cell(source: str, names: dict[str, Any]) -> Any:
    """Run a cell and return the value of its last line, as Jupyter shows it."""
    module = ast.parse(source)
    last = module.body[-1]
    if not isinstance(last, ast.Expr):
        exec(compile(module, "cell", "exec"), names)  # noqa: S102  # code of the project
        return None
    exec(compile(ast.Module(module.body[:-1], []), "cell", "exec"), names)  # noqa: S102
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307


def run_notebook(path: Path, parameters: Mapping[str, str]) -> NotebookNode:
    """Run the cells of a notebook with other parameters; keep what they show."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            shown: list[Any] = []
            with patch.object(notebook_report, "_display", shown.append):
                value = run_cell(cell.source, names)
            if "parameters" in cell.metadata.get("tags", []):
                assert set(parameters) <= set(names)
                names |= parameters
            sections = [each for each in (*shown, value) if isinstance(each, Section)]
            cell.outputs = [
                nbformat.v4.new_output("display_data", data=section._repr_mimebundle_())
                for section in sections
            ]
    return notebook


@dataclass(frozen=True)
class Made:
    """A report: what was collected for print, and the PDF."""

    language: str
    content: dict[str, Any]
    pdf: bytes

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.pdf))

    @cached_property
    def pages(self) -> list[str]:
        """The words of each page without its footer, and without spaces."""
        shown = ["".join(page.split()) for page in read_pages(self.pdf)]
        footers = [
            FOOTERS[self.language].format(page=number, pages=len(shown))
            for number in range(1, len(shown) + 1)
        ]
        assert all(foot in page for foot, page in zip(footers, shown, strict=True))
        return [page.replace(foot, "") for foot, page in zip(footers, shown, strict=True)]

    def items(self, kind: str) -> list[dict[str, Any]]:
        return [item for item in self.content["items"] if item["kind"] == kind]

    def ends(self, kind: str) -> list[dict[str, Any]]:
        """The sources, the notes or the figures as printed, at the end of the report."""
        return [entry for item in self.items("notes") for entry in item[kind]]

    @property
    def headings(self) -> list[str]:
        first_level = [item["text"] for item in self.items("heading") if item["level"] == 1]
        for notes in self.items("notes"):
            first_level += [notes["source_heading"]]
            first_level += [notes["note_heading"]] if notes["notes"] else []
        return first_level

    @cached_property
    def rows(self) -> dict[str, dict[str, str]]:
        """The attached rows by figure_id."""
        return {row["figure_id"]: row for row in self.read_attached("figures.csv")}

    @cached_property
    def derived(self) -> dict[str, dict[str, str]]:
        """The attached derived rows by derived_id."""
        return {row["derived_id"]: row for row in self.read_attached("derived.csv")}

    def read_attached(self, name: str) -> list[dict[str, str]]:
        content = [item["content"] for item in self.items("attachment") if item["name"] == name]
        return list(csv.DictReader(io.StringIO("".join(content).removeprefix("\ufeff"))))

    def find_codes(self, note: dict[str, Any]) -> list[str]:
        """Return the names of the rows that a note gives, in order."""
        return [run["code"] for run in note["runs"] if isinstance(run, dict) and "code" in run]


Reports = Callable[[str, str], Made]


@pytest.fixture(scope="session")
def reports(project: Path) -> Reports:
    """Return a function that makes a report, once."""

    @cache
    def make(name: str, language: str) -> Made:
        if name == "comparison":
            path, parameters = "04-comparison-report.ipynb", {"language": language}
        else:
            path, parameters = "03-city-report.ipynb", {"language": language, "city": name}
        content = collect_content(run_notebook(project / "notebooks" / path, parameters), name)
        return Made(language, content, compile_report(content))

    return make


@pytest.fixture(params=REPORTS, ids="-".join)
def made(reports: Reports, request: pytest.FixtureRequest) -> Made:
    return reports(*request.param)


@pytest.fixture(params=REPORTS + OTHER, ids="-".join)
def any_made(reports: Reports, request: pytest.FixtureRequest) -> Made:
    """Return a report of the usual ones or of a city with hardly a figure."""
    return reports(*request.param)


@pytest.fixture(params=[name for name, code in REPORTS + OTHER if code == "zh"])
def chinese(reports: Reports, request: pytest.FixtureRequest) -> Made:
    return reports(request.param, "zh")


@pytest.fixture(params=[name for name, code in REPORTS + OTHER if code == "en"])
def english(reports: Reports, request: pytest.FixtureRequest) -> Made:
    return reports(request.param, "en")


def join_runs(runs: list[Any]) -> str:
    return "".join(run if isinstance(run, str) else "".join(map(str, run.values())) for run in runs)


def list_text(data: Any) -> Iterator[str]:
    """Yield the texts of an item that a reader sees, charts in words included."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in {
                "kind",
                "svg",
                "narrow",
                "source",
                "sources",
                "content",
                "name",
                "mime",
                "meta",
            }:
                yield from list_text(value)
            elif key in {"svg", "narrow"}:
                yield from re.findall(r"<text[^>]*>([^<]*)</text>", value)
    elif isinstance(data, list):
        for value in data:
            yield from list_text(value)


def list_marks(data: Any) -> Iterator[int | str]:
    """Yield the marks: numbers of sources, letters of notes."""
    if isinstance(data, dict) and "mark" in data:
        yield data.get("source") or data["note"]
    elif isinstance(data, (dict, list)):
        for value in data.values() if isinstance(data, dict) else data:
            yield from list_marks(value)


def read_table(project: Path, name: str) -> list[dict[str, str]]:
    path = project / raw_path(name)
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def without_spaces(text: str) -> str:
    return "".join(text.split())


# --- pages -------------------------------------------------------------------------------------


def test_a_report_has_several_pages_with_words_on_each(made: Made) -> None:
    pages = made.pages

    assert len(pages) > 1
    assert [number for number, page in enumerate(pages, start=1) if len(page) < 100] == []


@pytest.mark.parametrize(("name", "most"), [("luohe.en", 9), ("comparison.en", 6), ("audit.en", 6)])
def test_a_committed_report_keeps_to_its_page_plan(project: Path, name: str, most: int) -> None:
    assert len(read_pages(compile_report(read_content(project, name), project))) <= most


def test_no_page_ends_with_a_heading_a_caption_or_a_head_of_a_table(any_made: Made) -> None:
    lonely = [item["text"] for item in any_made.items("heading")] + any_made.headings
    lonely += [item["title"] for item in any_made.items("chart")]
    lonely += [item["subtitle"] for item in any_made.items("chart")]
    for table in any_made.items("table"):
        heads = "".join(column["head"] for column in table["columns"])
        lonely += [table["caption"], heads]
    ends = tuple(without_spaces(text) for text in lonely)

    assert [
        (number, page[-40:])
        for number, page in enumerate(any_made.pages[:-1], start=1)
        if page.endswith(ends)
    ] == []


def test_every_page_but_the_first_says_what_it_is_and_what_it_knows(made: Made) -> None:
    meta = made.content["meta"]

    for page in made.pages:
        assert without_spaces(meta["running"]) in page
        assert without_spaces(meta["known"]) in page


def test_every_section_is_in_the_contents_and_in_the_outline(made: Made) -> None:
    outline = [entry for entry in made.reader.outline if isinstance(entry, Destination)]

    assert [str(entry.title) for entry in outline] == made.headings
    if len(made.pages) > MOST_PAGES_WITHOUT_CONTENTS:
        for heading in made.headings:
            assert without_spaces(heading) in made.pages[0]
    else:
        assert without_spaces(made.content["meta"]["contents"]) not in made.pages[0]


# --- marks, notes, rows ------------------------------------------------------------------------


def test_every_link_inside_is_there_and_leads_to_a_page(any_made: Made) -> None:
    pages = {
        page.indirect_reference.idnum for page in any_made.reader.pages if page.indirect_reference
    }
    targets = [
        annotation.get_object()["/Dest"].get_object()[0].idnum
        for page in any_made.reader.pages
        for annotation in page.get("/Annots", [])
        if "/Dest" in annotation.get_object()
    ]
    # The figures as printed are for the page.
    items = [
        {**item, "rows": []} if item["kind"] == "notes" else item
        for item in any_made.content["items"]
    ]
    marks = list(list_marks(items))
    is_long = len(any_made.pages) > MOST_PAGES_WITHOUT_CONTENTS
    contents = len(any_made.headings) if is_long else 0

    assert set(targets) <= pages
    # A link per mark; one back from each source and note with a mark of its own.
    assert len(targets) == len(marks) + len(set(marks)) + contents


def test_every_source_and_note_stands_at_the_end_under_its_sign(made: Made) -> None:
    text = "".join(made.pages)
    signs = [str(number) for entry in made.ends("sources") for number in entry["numbers"]]
    signs += [note["letter"] for note in made.ends("notes")]

    assert [sign for sign in signs if f"[{sign}]" not in text] == []
    for entry in made.ends("sources"):
        assert without_spaces(entry["runs"][0])[:8] in text


def test_the_rows_inside_the_file_are_those_behind_the_marks(made: Made) -> None:
    inside = made.reader.attachments

    assert inside["figures.csv"][0].decode("utf-8-sig").startswith("figure_id,")
    run = json.loads(inside["run.json"][0])
    assert run["figures"] == len(made.ends("rows"))
    assert run["language"] == made.language
    for printed in made.ends("rows"):
        codes = made.find_codes(printed)
        rows = [made.rows[code] for code in codes if code in made.rows]
        if rows:  # a printed figure, or the two that were divided
            assert len(rows) == len(codes)
            for row in rows:
                assert without_spaces(row["as_printed"]) in join_runs(printed["runs"])
        else:  # a bound or an implied value
            (code,) = codes
            assert code in {row["implication_id"] for row in made.derived.values()}
    # Each source of a row that is marked is in the list: its number, and its row of the file.
    names = {row["source"] for row in made.read_attached("sources.csv")}
    listed = [number for entry in made.ends("sources") for number in entry["numbers"]]
    assert sorted(listed) == list(range(1, len(listed) + 1))
    assert len(listed) <= len(names)


# --- the samples -------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_says_what_the_code_writes(project: Path, reports: Reports, sample: str) -> None:
    name, *_, language = sample.split(".")
    pdf = (project / SAMPLE_FOLDER / f"{sample}.pdf").read_bytes()

    assert len(pdf) < 700_000
    assert read_pages(pdf) == read_pages(reports(name, language).pdf), "run make samples"


# --- language ----------------------------------------------------------------------------------


def test_a_chinese_report_has_no_english_sentence(chinese: Made) -> None:
    texts = list_text(chinese.content["items"])
    sentence = re.compile(r"(?:[A-Za-z][a-z'’-]*[ ,;]+){3,}[A-Za-z]+")

    assert [text for text in texts if sentence.search(text)] == []


def test_a_chinese_report_has_no_ascii_punctuation_beside_chinese(chinese: Made) -> None:
    beside = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
    texts = [item for item in chinese.content["items"] if item["kind"] != "notes"]

    # A chart sets the sign of doubt half as wide.
    shown = [text.replace("(?)", "") for text in list_text(texts)]
    assert [text for text in shown if beside.search(text)] == []


def test_an_english_report_has_chinese_only_where_it_quotes_the_print(
    project: Path, english: Made
) -> None:
    texts = [item for item in english.content["items"] if item["kind"] != "notes"]
    quotes = [row["label"] for row in read_table(project, "relative_targets")]
    quotes += [row["document_number"] for row in read_table(project, "proposals")]
    quotes += [row["session"] for row in read_table(project, "proposals")]
    quotes += [set_signs(row["document_number"]) for row in read_table(project, "measures")]

    def leave_out(text: str) -> str:
        for quote in filter(None, quotes):
            text = text.replace(quote, "")
        return text.removeprefix("\u3000")  # it sets a row under the one above it

    assert [text for text in list_text(texts) if CHINESE.search(leave_out(text))] == []

    for note in english.ends("rows"):
        text = join_runs(note["runs"])
        for code in english.find_codes(note):
            row = english.rows.get(code, {})
            printed = without_spaces(row.get("as_printed", "")) + row.get("table_unit", "")
            # A note of the curator may quote the print as well.
            others = [row.get(name, "") for name in ("label", "corrected", "note_en")]
            others.append(row.get("locator", "").partition(" ")[2])  # the title of a table
            for quoted in (printed, *others):
                text = text.replace(quoted, "")
        assert not CHINESE.search(text)


def test_an_english_list_of_sources_has_chinese_only_in_document_numbers_and_addresses(
    project: Path, reports: Reports
) -> None:
    rows = read_table(project, "sources")
    numbers = {row[name] for row in rows for name in ("document_number", "address")} - {""}
    (notes,) = reports("comparison", "en").items("notes")

    for source in notes["sources"]:
        text = str(source["runs"])
        for number in numbers:
            text = text.replace(number, "")
        assert not CHINESE.search(text)


# --- the headline, once more, on the printed page ----------------------------------------------


@pytest.mark.parametrize(
    ("name", "language", "words"),
    [
        ("luohe", "zh", ["1.14%", "2.1%", "101家", "203家", "9084人"]),
        ("luohe", "en", ["1.14%", "2.1%", "9,084people"]),
        ("puyang", "zh", ["不高于2.65%", "191家"]),
        ("jiaozuo", "en", ["2.82%", "target"]),
        ("comparison", "zh", ["18市中6市", "3.47%（1）", "不高于2.65%", "2.05%"]),
        ("comparison", "en", ["6of18cities", "3.47%(1)", "atmost2.65%", "2.05%"]),
    ],
)
def test_the_figures_of_the_documents_stand_on_the_pages(
    reports: Reports, name: str, language: str, words: list[str]
) -> None:
    text = "".join(reports(name, language).pages)

    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("name", "most"), [("luohe", 9), ("xinyang", 5), ("comparison", 6)])
def test_a_report_has_few_pages_and_none_half_empty_but_the_last(
    reports: Reports, name: str, most: int, language: str
) -> None:
    filled = measure_filled(reports(name, language).pdf)

    assert len(filled) <= most
    assert [share for share in filled[:-1] if share < 0.5] == []


def test_no_placeholder_and_no_missing_value_is_printed(any_made: Made) -> None:
    texts = list_text([item for item in any_made.content["items"] if item["kind"] != "attachment"])
    wrong = re.compile(r"[{}]|\b(?:nan|NaN|NaT|None(?! of)|inf)\b")

    assert [text for text in texts if wrong.search(text)] == []
    assert Counter("".join(any_made.pages))["\ufffd"] == 0


# --- a cell changed is a report changed ----------------------------------------------------------


def make_changed(
    project: Path, folder: Path, name: str, changes: Mapping[str, str], **parameters: str
) -> Made:
    """Make a report from a notebook in which some cells are changed."""
    path = folder / f"{name}.ipynb"
    text = (project / "notebooks" / path.name).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    content = collect_content(run_notebook(path, {"language": "en", **parameters}), name)
    return Made("en", content, compile_report(content))


def test_rows_orders_and_thresholds_of_a_city_are_changed_in_its_notebook(
    project: Path, tmp_path: Path, reports: Reports
) -> None:
    changes = {
        "order = stands.index": "order = stands.index[::-1]",
        "parts = 3 ": "parts = 2 ",
        "nearest = opened.peers[:5]": "nearest = opened.peers[:2]",
        "drawn = [course for course in courses if len(course.years) >= 3][:4]": "drawn = []",
        "most=5, old=3": "most=2, old=3",
    }
    before = reports("luohe", "en")
    after = make_changed(project, tmp_path, "03-city-report", changes, city="luohe")

    def list_spine(made: Made) -> list[str]:
        (spine,) = [chart["spine"] for chart in made.items("chart") if chart.get("spine")]
        return list(dict.fromkeys(place["row"] for place in spine["places"]))

    assert list_spine(after) == list_spine(before)[::-1]
    first_page = after.pages[0]
    assert "Tophalf:" in first_page
    assert "third:" not in first_page
    (heads,) = [
        [column["head"] for column in table["columns"]]
        for table in after.items("table")
        if table["caption"] == "Luohe and its peers"
    ]
    assert len(heads) == 1 + 1 + 2 + 1 + 1  # measure, city, two peers, province, note
    assert "PeersofLuohe:SanmenxiaandXuchang." in "".join(after.pages)
    assert len(after.items("chart")) == len(before.items("chart")) - 1
    caption = "Checked against each other"
    (found,) = [t for t in after.items("table") if t["caption"].startswith(caption)]
    assert len(found["rows"]) == 2


def test_columns_and_order_of_the_comparison_are_changed_in_its_notebook(
    project: Path, tmp_path: Path
) -> None:
    changes = {
        "columns = list_rates(comparison)[:7]": "columns = list_rates(comparison)[:3]",
        "rates.sort_values(columns, ascending=False": "rates.sort_values('name'",
        "pairs[:5]": "pairs[:2]",
    }
    after = make_changed(project, tmp_path, "04-comparison-report", changes, province="henan")
    table = after.items("table")[0]
    places = [show_first(row) for row in table["rows"][1:]]

    assert len(table["columns"]) == 1 + 3
    assert places == sorted(places)
    assert "In the order of" not in table["notes"][0]


def show_first(row: list[list[Any]]) -> str:
    (run,) = row[0]
    return run if isinstance(run, str) else str(run.get("text") or run["strong"])
