"""What a report is made of: items that show themselves as HTML, plain text and data for print.

The data form (`REPORT_MIME`) is what the PDF exporter sets; the plain text is what nbval compares.
"""

import base64
import html
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.data.tables.plain_numbers import write_digits
from helpers.pages.links import Link, split_addresses

# JSON as text, not as an object: nbval sanitises text only, and pictures are not compared.
REPORT_MIME = "application/vnd.city-figures.report"


@dataclass(frozen=True)
class Mark:
    """A link to a note, shown as its number in brackets."""

    number: int


@dataclass(frozen=True)
class Strong:
    """Words set in bold: the token as printed."""

    text: str


@dataclass(frozen=True)
class Code:
    """An identifier, never broken over lines."""

    text: str


Run = str | Mark | Strong | Code | Link
Runs = Sequence[Run]


def show_plain(runs: Runs) -> str:
    """Return runs as text."""
    return "".join(_show_run(run) for run in runs)


def _show_run(run: Run) -> str:
    if isinstance(run, Mark):
        return f"[{run.number}]"
    return run if isinstance(run, str) else run.text


def show_data(runs: Runs) -> list[Any]:
    """Return runs as JSON, with the addresses in their texts as links."""
    return [_structure_run(part) for run in runs for part in _find_links(run)]


def _find_links(run: Run) -> Iterable[Run]:
    return split_addresses(run) if isinstance(run, str) else [run]


def _structure_run(run: Run) -> Any:
    if isinstance(run, str):
        return run
    if isinstance(run, Mark):
        return {"note": run.number}
    if isinstance(run, Link):
        return {"url": run.target, "text": run.text}
    return {"strong" if isinstance(run, Strong) else "code": run.text}


def show_html(runs: Runs) -> str:
    """Return runs as HTML, with the addresses in their texts as links."""
    return "".join(_mark_up_run(part) for run in runs for part in _find_links(run))


def _mark_up_run(run: Run) -> str:
    if isinstance(run, Mark):
        return f'<a href="#note-{run.number}">[{run.number}]</a>'
    if isinstance(run, str):
        return html.escape(run)
    text = html.escape(run.text)
    if isinstance(run, Link):
        target = html.escape(run.target)
        return f'<a href="{target}" rel="noreferrer">{text}</a>' if target else text
    tag = "strong" if isinstance(run, Strong) else "code"
    return f"<{tag}>{text}</{tag}>"


@dataclass(frozen=True)
class Item:
    """A part of a report."""

    def to_data(self) -> dict[str, Any]:
        """Return the item for print, as plain JSON."""
        raise NotImplementedError

    def to_plain(self) -> str:
        """Return the item as short text."""
        raise NotImplementedError

    def to_html(self) -> str:
        """Return the item as HTML."""
        raise NotImplementedError


@dataclass(frozen=True)
class Heading(Item):
    """A heading of level 1 or 2."""

    text: str
    level: int = 1

    def to_data(self) -> dict[str, Any]:
        """See Item."""
        return {"kind": "heading", "text": self.text, "level": self.level}

    def to_plain(self) -> str:
        """See Item."""
        return f"{'#' * self.level} {self.text}"

    def to_html(self) -> str:
        """See Item."""
        tag = f"h{self.level + 1}"
        return f"<{tag}>{html.escape(self.text)}</{tag}>"


@dataclass(frozen=True)
class Paragraph(Item):
    """Sentences with links to notes; `callout` sets off what a reader must not miss."""

    runs: Runs
    callout: str = ""

    def to_data(self) -> dict[str, Any]:
        """See Item."""
        return {"kind": "paragraph", "runs": show_data(self.runs), "callout": self.callout}

    def to_plain(self) -> str:
        """See Item."""
        return (f"{self.callout}: " if self.callout else "") + show_plain(self.runs)

    def to_html(self) -> str:
        """See Item."""
        word = f"<strong>{html.escape(self.callout)}</strong> " if self.callout else ""
        return f"<p>{word}{show_html(self.runs)}</p>"


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, alignment and share of the width; 0 is as wide as needed."""

    head: str
    align: str = "left"
    width: float = 0.0


@dataclass(frozen=True)
class Table(Item):
    """A table with one header row and no merged cells; `notes` stand under it.

    A compact one is set in small type, in print its halves side by side.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Runs]]
    notes: Sequence[str] = ()
    is_compact: bool = False

    def to_data(self) -> dict[str, Any]:
        """See Item."""
        return {
            "kind": "table",
            "caption": self.caption,
            "columns": [
                {"head": column.head, "align": column.align, "width": column.width}
                for column in self.columns
            ],
            "rows": [[show_data(cell) for cell in row] for row in self.rows],
            "notes": list(self.notes),
            "compact": self.is_compact,
        }

    def to_plain(self) -> str:
        """See Item."""
        lines = [self.caption, " | ".join(column.head for column in self.columns)]
        lines += [" | ".join(show_plain(cell) for cell in row) for row in self.rows]
        lines += self.notes
        return "\n".join(lines)

    def to_html(self) -> str:
        """See Item."""
        styles = [f' style="text-align:{column.align}"' for column in self.columns]
        head = "".join(
            f'<th scope="col"{style}>{html.escape(column.head)}</th>'
            for column, style in zip(self.columns, styles, strict=True)
        )
        body = "".join(
            "<tr>"
            + "".join(
                f"<td{style}>{show_html(cell)}</td>"
                for cell, style in zip(row, styles, strict=True)
            )
            + "</tr>"
            for row in self.rows
        )
        caption = html.escape(self.caption)
        notes = "".join(f"<p><small>{html.escape(note)}</small></p>" for note in self.notes)
        table = f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>{body}</table>"
        return table + notes


@dataclass(frozen=True)
class Chart(Item):
    """A chart as SVG with live text.

    Attributes:
        title: The finding.
        subtitle: The measure and unit.
        svg: The picture; its text is text.
        alt: What the chart shows, in words, written from the data.
        source_line: The documents behind it, with links to notes.
        points: The values drawn, as (label, value) pairs.
    """

    title: str
    subtitle: str
    svg: str
    alt: str
    source_line: Runs
    points: Sequence[tuple[str, float]]

    def to_data(self) -> dict[str, Any]:
        """See Item."""
        return {
            "kind": "chart",
            "title": self.title,
            "subtitle": self.subtitle,
            "svg": self.svg,
            "alt": self.alt,
            "source_line": show_data(self.source_line),
        }

    def to_plain(self) -> str:
        """See Item."""
        points = [f"{label}: {write_digits(value)}" for label, value in self.points]
        return "\n".join([self.title, self.subtitle, *points, show_plain(self.source_line)])

    def to_html(self) -> str:
        """See Item."""
        # From a notebook not trusted yet JupyterLab strips inline SVG, but not a picture.
        picture = base64.b64encode(self.svg.encode("utf-8")).decode("ascii")
        return (
            f'<figure role="group" aria-label="{html.escape(self.title, quote=True)}">'
            f"<strong>{html.escape(self.title)}</strong><br>{html.escape(self.subtitle)}"
            f'<div><img alt="{html.escape(self.alt, quote=True)}"'
            f' src="data:image/svg+xml;base64,{picture}"></div>'
            f"<figcaption>{show_html(self.source_line)}</figcaption></figure>"
        )


@dataclass(frozen=True)
class Section:
    """Items shown together, as the result of one notebook cell."""

    items: Sequence[Item]

    def __add__(self, other: "Section") -> "Section":
        """Join two sections."""
        return Section([*self.items, *other.items])

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> dict[str, Any]:
        del include, exclude  # IPython passes them by name; every form is always given
        return {
            "text/plain": repr(self),
            "text/html": "\n".join(item.to_html() for item in self.items),
            REPORT_MIME: json.dumps([item.to_data() for item in self.items], ensure_ascii=False),
        }

    def __repr__(self) -> str:
        """Return the items as short text, which is what nbval compares."""
        return "\n\n".join(item.to_plain() for item in self.items)
