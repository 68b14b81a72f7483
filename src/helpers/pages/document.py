"""From an executed notebook to a PDF: report items and Markdown, set by one Typst template.

The result is PDF/A-3a and PDF/UA-1: archivable, tagged, with the rows used inside it. The
same notebook makes the same bytes.
"""

import base64
import contextlib
import ctypes
import hashlib
import itertools
import json
import tempfile
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from helpers.pages.arrangement import arrange_items
from helpers.pages.name_words import keep_names, keep_words
from helpers.pages.own.markdown_items import read_markdown
from helpers.pages.own.own_outputs import Tell, is_echo, read_output
from helpers.pages.payload import REPORT_MIME, unpack_items
from helpers.pages.pdf.column_widths import PAGE_WIDTH, fit_columns
from helpers.pages.pdf.glyphs import list_missing, replace_missing
from helpers.pages.pdf.page_fit import set_pages
from helpers.pages.pdf.structure_tags import write_tags
from helpers.pages.run_parameters import INJECTED, find_unrun, read_parameters
from helpers.pages.typesetting import (
    drop_invisible,
    has_row_heads,
    keep_marks,
    set_signs,
    speak_doubts,
    write_whole,
)
from helpers.problems import UsageError
from helpers.project import TEMPLATE, find_project
from helpers.words.language import LANGUAGES, Language

NOTEBOOK_ONLY = "notebook-only"
_TEMPLATE = Path("reports") / TEMPLATE / "report.typ"
_REPORTS_REMEMBERED, _TYPST_REMEMBERS = 3, 10
_pages_set = itertools.count(1)


class ReportPDFExporter(Exporter):
    """Export the report items and Markdown cells of an executed notebook as PDF."""

    export_from_notebook = "Report PDF (City Figures)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own PDF exporter: bytes
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Set a notebook.

        Args:
            nb: The executed notebook.
            resources: What nbconvert hands from step to step.
            **kw: Passed on to nbconvert.

        Returns:
            The PDF and the resources.

        Raises:
            UsageError: The notebook holds nothing to print, or cannot be set.
        """
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        name = resources.get("metadata", {}).get("name", "report")
        resources["output_extension"] = ".pdf"
        content = collect_content(notebook, name)
        for text in content["told"]:
            self.log.warning("%s, %s", name, text)
        return compile_report(content), resources


def collect_content(
    notebook: NotebookNode, name: str, linked: Collection[str] = ()
) -> dict[str, Any]:
    """Collect what a notebook has to print.

    Args:
        notebook: The executed notebook.
        name: Name of the notebook, the title where it has no report cover.
        linked: Names of the reports beside this one; a link to any other is only its text.

    Returns:
        The content as the template reads it: `title`, `meta` and `items`; and under `told` what
        the analyst must know, such as the outputs that are left out.

    Raises:
        UsageError: There is nothing to print.
    """
    told = [text for text in [find_unrun(notebook)] if text]
    cells = [cell for cell in notebook.cells if INJECTED not in cell.metadata.get("tags", [])]
    language = _find_language(notebook)
    if not any(map(_has_items, cells)):
        if any(cell.get("outputs") for cell in cells):
            raise UsageError(f"{name} is not a report: none of its cells shows a part of one")
        raise UsageError(f"{name} has no executed report cell and no text; run the notebook first")
    items: list[dict[str, Any]] = []
    for number, cell in enumerate(cells, start=1):

        def tell(text: str, number: int = number) -> None:
            told.append(f"cell {number}: {text}")

        own = [*_items_of_cell(cell, language, linked, tell)]
        if missing := list_missing([item for item in own if item["kind"] != "attachment"]):
            tell(f"no font has {' '.join(missing)}; the PDF names a symbol and boxes a letter")
        items += own
    items = arrange_items(items, told.append)
    cover = next((item for item in items if item["kind"] == "cover"), None)
    meta = cover["meta"] if cover else _plain_meta(name, language)
    return {"title": cover["title"] if cover else name, "meta": meta, "items": items, "told": told}


def _plain_meta(name: str, language: Language) -> dict[str, str]:
    return {
        "language": language.code,
        "running": name,
        "known": "",
        "contents": language.say("contents"),
        "continued": language.say("continued"),
        "page": language.say("page"),
        "author": "",
        "date": "2000-01-01",
    }


def _find_language(notebook: NotebookNode) -> Language:
    """Return the language of a report: of its first page, else of its parameters, else English."""
    items = (item for cell in notebook.cells for item in _list_report_items(cell))
    cover = next((item for item in items if item["kind"] == "cover"), None)
    code = cover["meta"]["language"] if cover else read_parameters(notebook).get("language", "")
    return Language(code if code in LANGUAGES else "en")


def _list_report_items(cell: NotebookNode) -> Iterator[dict[str, Any]]:
    for output in cell.get("outputs", []):
        yield from unpack_items(output.get("data", {}))


def _has_items(cell: NotebookNode) -> bool:
    """Return whether a cell makes a notebook a report: by an item, or by words to print."""
    if NOTEBOOK_ONLY in cell.metadata.get("tags", []):
        return False
    return cell.cell_type == "markdown" or any(
        REPORT_MIME in output.get("data", {}) for output in cell.get("outputs", [])
    )


def _items_of_cell(
    cell: NotebookNode, language: Language, linked: Collection[str], tell: Tell
) -> Iterator[dict[str, Any]]:
    tags = set(cell.metadata.get("tags", []))
    if NOTEBOOK_ONLY in tags or tags & (set(LANGUAGES) - {language.code}):
        return
    if cell.cell_type == "markdown":
        yield from read_markdown(drop_invisible(cell.source), tell)
    elif cell.cell_type == "raw":
        tell("a raw cell is left out; write it as Markdown")
    elif cell.cell_type == "code":
        shown = [output for output in cell.outputs if not is_echo(output)]
        for output in shown or cell.outputs:
            data = output.get("data", {})
            is_part = REPORT_MIME in data  # perhaps of nothing, where there is nothing to say
            items = unpack_items(data) if is_part else read_output(output, language, tell)
            yield from (_clean(item, linked) for item in items)


def _clean(item: dict[str, Any], linked: Collection[str]) -> dict[str, Any]:
    """Return an item as it is set; what a file carries stays as it is."""
    if item["kind"] == "attachment":
        return item
    shown = drop_invisible(json.dumps(item, ensure_ascii=False))

    def cut_link(found: dict[str, Any]) -> Any:
        is_lost = set(found) == {"report", "text"} and found["report"] not in linked
        return found["text"] if is_lost else found

    cleaned: dict[str, Any] = keep_marks(set_signs(json.loads(shown, object_hook=cut_link)))
    if cleaned["kind"] == "chart":
        cleaned["alt"] = speak_doubts(cleaned["alt"])
    return cleaned


def compile_report(content: dict[str, Any], project: Path | None = None) -> bytes:
    """Set content as PDF/A-3a and PDF/UA-1.

    Returns:
        The PDF.

    Raises:
        UsageError: The content cannot be set, such as a picture that cannot be read.
    """
    template = (project := project or find_project()) / _TEMPLATE
    moment = datetime.fromisoformat(content["meta"]["date"]).replace(tzinfo=UTC)
    with tempfile.TemporaryDirectory(prefix="city-figures-") as name:
        folder = Path(name)
        printed = [item for item in content["items"] if not item.get("page_only")]
        shown = replace_missing({**content, **write_whole(project), "items": []})
        shown["items"] = [_prepare(item, folder, project) for item in printed]
        (folder / "content.json").write_text(json.dumps(shown), encoding="utf-8")
        (folder / "report.typ").write_bytes(template.read_bytes())
        pdf = set_pages(folder / "report.typ", int(moment.timestamp()))
    if next(_pages_set) % _REPORTS_REMEMBERED == 0:
        _forget_pages()
    return write_tags(pdf)


def _prepare(item: dict[str, Any], folder: Path, project: Path) -> dict[str, Any]:
    """Return an item as it can be set: a picture as a file, for Typst reads no Base64."""
    if item["kind"] == "attachment":
        return item
    item = replace_missing(item)
    if item["kind"] == "table":
        columns = [{**one, "runs": keep_words(one["head"], project)} for one in item["columns"]]
        rows, has_heads = item["rows"], has_row_heads(item["rows"])
        if has_heads:
            rows = [[keep_names(first, project), *others] for first, *others in rows]
        table = {**item, "columns": columns, "rows": rows}
        widths = fit_columns(table)
        # Without shares it is as wide as its text where that has room, and as the page otherwise.
        is_full = any(column["width"] for column in columns) or sum(widths) > PAGE_WIDTH
        sizes = [f"{width}{'fr' if is_full else 'pt'}" for width in widths]
        return {**table, "sizes": sizes, "has_row_heads": has_heads}
    if item["kind"] != "picture":
        return item
    data, form = item["data"], item["format"]
    content = data.encode("utf-8") if form == "svg" else base64.b64decode(data)
    name = f"{hashlib.sha256(content).hexdigest()[:16]}.{form}"
    (folder / name).write_bytes(content)
    return {**item, "data": name}


def _forget_pages() -> None:
    """Free the memory of earlier pages: Typst caches what its last ten documents needed."""
    for _ in range(_TYPST_REMEMBERS + 1):
        typst.compile(b"-", ignore_system_fonts=True)
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)  # or the C library keeps it for itself
