"""The items of a report, each as plain text and as data for page, print and notebook.

The data form is what the PDF exporter sets; HTML and plain text are what nbval compares.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from textwrap import shorten
from typing import Any

from helpers.charts.canvas import Picture
from helpers.data.tables.plain_numbers import write_digits
from helpers.pages.payload import REPORT_MIME, pack_items
from helpers.pages.run_parameters import KEPT, list_parameters
from helpers.pages.runs import Runs, show_data, show_plain
from helpers.pages.templates import open_templates
from helpers.project import find_project

_BRIEF = 60


@dataclass(frozen=True)
class Item:
    """A part of a report."""

    def to_data(self) -> dict[str, Any]:
        """Return the item for print, as plain JSON."""
        raise NotImplementedError

    def to_plain(self) -> str:
        """Return the item as short text."""
        raise NotImplementedError

    def to_brief(self) -> str:
        """Return of the text what the HTML of the item does not say, and a line to know it by."""
        return shorten(self.to_plain(), _BRIEF)


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


@dataclass(frozen=True)
class Paragraph(Item):
    """Sentences with links to notes; `callout` sets off what a reader must not miss.

    A remark is set small: what stands under a table, such as its sources.
    """

    runs: Runs
    callout: str = ""
    is_remark: bool = False

    def to_data(self) -> dict[str, Any]:
        """See Item."""
        data = {"kind": "paragraph", "runs": show_data(self.runs), "callout": self.callout}
        return {**data, "remark": True} if self.is_remark else data

    def to_plain(self) -> str:
        """See Item."""
        return (f"{self.callout}: " if self.callout else "") + show_plain(self.runs)


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, alignment and share of the width; 0 is as wide as needed.

    Print shares out only what is left once all rows take the fewest lines.
    """

    head: str
    align: str = "left"
    width: float = 0.0


@dataclass(frozen=True)
class Table(Item):
    """A table with one header row and no merged cells; `notes` stand under it.

    A compact one is set in small type, in print its halves side by side. `shades` tells for each
    cell how dark its ground is: 0 for none, up to 3.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Runs]]
    notes: Sequence[str] = ()
    is_compact: bool = False
    shades: Sequence[Sequence[int]] = ()

    def to_data(self) -> dict[str, Any]:
        """See Item."""
        return {
            "kind": "table",
            "caption": self.caption,
            "columns": [dict(vars(column)) for column in self.columns],
            "rows": [[show_data(cell) for cell in row] for row in self.rows],
            "notes": list(self.notes),
            "compact": self.is_compact,
            **({"shades": [list(row) for row in self.shades]} if self.shades else {}),
        }

    def to_plain(self) -> str:
        """See Item."""
        lines = [self.caption, " | ".join(column.head for column in self.columns)]
        lines += [" | ".join(show_plain(cell) for cell in row) for row in self.rows]
        lines += self.notes
        return "\n".join(lines)


@dataclass(frozen=True)
class SpinePlace:
    """One place of a row of a spine chart, and where it stands in both pictures, in points."""

    row: str
    place: str
    label: str
    x: float
    y: float
    on_phone: tuple[float, float]
    is_own: bool


@dataclass(frozen=True)
class Spine:
    """The places of a spine chart, for the page to tell at the pointer; `pin` names the choice."""

    pin: str
    places: Sequence[SpinePlace]


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
        spine: The places of a spine chart, for the page; None for any other chart.
        is_for_page: Whether only the page shows it, and print leaves it out.
    """

    title: str
    subtitle: str
    svg: str
    alt: str
    source_line: Runs
    points: Sequence[tuple[str, float]]
    spine: Spine | None = None
    is_for_page: bool = False

    def to_data(self) -> dict[str, Any]:
        """See Item; `narrow` is the picture for a phone, empty where there is none."""
        return {
            **({"spine": asdict(self.spine)} if self.spine else {}),
            **({"page_only": True} if self.is_for_page else {}),
            "kind": "chart",
            "title": self.title,
            "subtitle": self.subtitle,
            "svg": self.svg,
            "narrow": self.svg.draw_narrow() if isinstance(self.svg, Picture) else "",
            "alt": self.alt,
            "source_line": show_data(self.source_line),
        }

    def to_plain(self) -> str:
        """See Item."""
        points = [f"{label}: {write_digits(value)}" for label, value in self.points]
        return "\n".join([self.title, self.subtitle, *points, show_plain(self.source_line)])

    def to_brief(self) -> str:
        """See Item; the values behind a picture stand in the text alone."""
        return self.to_plain()


@dataclass(frozen=True)
class Section:
    """Items shown together, as the result of one notebook cell."""

    items: Sequence[Item]

    def __add__(self, other: "Section") -> "Section":
        """Join two sections."""
        return Section([*self.items, *other.items])

    def show_forms(self) -> dict[str, str]:
        """Return the section in each form that a notebook keeps, by media type."""
        content = [item.to_data() for item in self.items]
        return {
            "text/plain": "\n\n".join(item.to_brief() for item in self.items),
            "text/html": _set_in_notebook(content),
            REPORT_MIME: pack_items(content),
        }

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> Any:
        del include, exclude  # IPython passes them by name; every form is always given
        made_with = list_parameters()
        return (self.show_forms(), {KEPT: made_with}) if made_with else self.show_forms()

    def __repr__(self) -> str:
        """Return the items as text."""
        return "\n\n".join(item.to_plain() for item in self.items)


def _set_in_notebook(content: Sequence[dict[str, Any]]) -> str:
    template = open_templates(find_project()).get_template("notebook.html")
    return template.render(content=content, in_notebook=True).strip()
