"""From an executed notebook to a PDF: report items and Markdown, set by one Typst template.

The result is PDF/A-3a and PDF/UA-1: archivable, tagged, with the rows used inside it. The
same notebook makes the same bytes.
"""

import contextlib
import ctypes
import itertools
import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import typst
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from helpers.fonts import find_font_folder
from helpers.pages.markdown_items import read_markdown
from helpers.pages.payload import unpack_items
from helpers.pages.typesetting import drop_invisible, keep_marks
from helpers.problems import UsageError
from helpers.project import TEMPLATE, find_project

NOTEBOOK_ONLY = "notebook-only"
_TEMPLATE = Path("reports") / TEMPLATE / "report.typ"
_FEWEST_NOTES_FOR_CONTENTS = 60
_REPORTS_REMEMBERED, _TYPST_REMEMBERS = 3, 10
_pages_set = itertools.count(1)
_STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]


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
        return compile_report(collect_content(notebook, name)), resources


def collect_content(notebook: NotebookNode, name: str) -> dict[str, Any]:
    """Collect what a notebook has to print.

    Args:
        notebook: The executed notebook.
        name: Name of the notebook, the title where it has no report cover.

    Returns:
        The content as the template reads it: `title`, `meta`, `contents` and `items`.

    Raises:
        UsageError: There is nothing to print.
    """
    items = [item for cell in notebook.cells for item in _items_of_cell(cell)]
    if not items:
        if any(cell.get("outputs") for cell in notebook.cells):
            raise UsageError(f"{name} is not a report: none of its cells shows a part of one")
        raise UsageError(f"{name} has no executed report cell and no text; run the notebook first")
    headings = [item for item in items if item["kind"] == "heading"]
    if headings and headings[0]["level"] > 1:
        # A reader by ear needs the first heading to be of level 1.
        for item in headings:
            item["level"] = max(1, item["level"] - 1)
    cover = next((item for item in items if item["kind"] == "cover"), None)
    notes = sum(len(item["notes"]) for item in items if item["kind"] == "notes")
    meta = cover["meta"] if cover else _plain_meta(name)
    return {
        "title": cover["title"] if cover else name,
        "meta": meta,
        "contents": notes >= _FEWEST_NOTES_FOR_CONTENTS,
        "items": items,
    }


def _plain_meta(name: str) -> dict[str, str]:
    return {
        "language": "en",
        "running": name,
        "known": "",
        "contents": "Contents",
        "page": "{page} / {pages}",
        "author": "",
        "date": "2000-01-01",
    }


def _items_of_cell(cell: NotebookNode) -> Iterator[dict[str, Any]]:
    if NOTEBOOK_ONLY in cell.metadata.get("tags", []):
        return
    if cell.cell_type == "markdown":
        yield from read_markdown(drop_invisible(cell.source))
    elif cell.cell_type == "code":
        for output in cell.outputs:
            yield from map(_clean, unpack_items(output.get("data", {})))


def _clean(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item as it is set; what a file carries stays as it is."""
    if item["kind"] == "attachment":
        return item
    shown = drop_invisible(json.dumps(item, ensure_ascii=False))
    cleaned: dict[str, Any] = keep_marks(json.loads(shown))
    return cleaned


def compile_report(content: dict[str, Any], project: Path | None = None) -> bytes:
    """Set content as PDF/A-3a and PDF/UA-1.

    Returns:
        The PDF.

    Raises:
        UsageError: The content cannot be set, such as a character that no font has.
    """
    template = (project or find_project()) / _TEMPLATE
    moment = datetime.fromisoformat(content["meta"]["date"]).replace(tzinfo=UTC)
    with tempfile.TemporaryDirectory(prefix="city-figures-") as name:
        folder = Path(name)
        (folder / "content.json").write_text(json.dumps(content), encoding="utf-8")
        (folder / "report.typ").write_bytes(template.read_bytes())
        try:
            pdf: bytes = typst.compile(
                str(folder / "report.typ"),
                root=str(folder),
                font_paths=[str(find_font_folder())],
                ignore_system_fonts=True,
                pdf_standards=[*_STANDARDS],
                timestamp=int(moment.timestamp()),
            )
        except typst.TypstError as error:
            hints = "; ".join(getattr(error, "hints", []))
            raise UsageError(
                f"cannot set the PDF: {error}" + (f" ({hints})" if hints else "")
            ) from error
    if next(_pages_set) % _REPORTS_REMEMBERED == 0:
        _forget_pages()
    return pdf


def _forget_pages() -> None:
    """Free the memory of earlier pages: Typst caches what its last ten documents needed."""
    for _ in range(_TYPST_REMEMBERS + 1):
        typst.compile(b"-", ignore_system_fonts=True)
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)  # or the C library keeps it for itself
