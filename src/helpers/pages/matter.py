"""Front and back matter of a report: the first page, the notes and sources, the files inside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from helpers.pages.items import Item
from helpers.pages.runs import Mark, Runs, show_data, show_plain


@dataclass(frozen=True)
class Card:
    """One headline figure: name, large value with its period, and what it rests on."""

    name: str
    value: str
    detail: Runs
    is_reported: bool
    period: str = ""


@dataclass(frozen=True)
class Cover(Item):
    """The first page: the finding as title, and the headline figures.

    Attributes:
        meta: Language, place, dates and the words of the page furniture, for the template.
        overview: What the index of the reports shows of several cities; nothing for one.
    """

    title: str
    subtitle: str
    cards: Sequence[Card]
    meta: dict[str, str]
    overview: Mapping[str, Any] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """See Item."""
        cards = [{**vars(card), "detail": show_data(card.detail)} for card in self.cards]
        return {"kind": "cover", **vars(self), "cards": cards}

    def to_plain(self) -> str:
        """See Item."""
        cards = [
            f"{card.name}: {card.value} {card.period} ({show_plain(card.detail)})"
            for card in self.cards
        ]
        return "\n".join([self.title, self.subtitle, *cards])


@dataclass(frozen=True)
class Note:
    """A note under a letter, for all figures of which it is true."""

    letter: str
    text: Runs


@dataclass(frozen=True)
class SourceEntry:
    """A document of the source list; editions of a series have one entry, each its number."""

    numbers: Sequence[int]
    text: Runs


@dataclass(frozen=True)
class PrintedRow:
    """A figure as it was printed, or how it was derived: what the page shows beside its mark."""

    number: int
    mark: Mark
    text: Runs


@dataclass(frozen=True)
class Notes(Item):
    """The sources and notes at the end; every mark leads here and back.

    The figures as printed are for the page: in print their rows are attached.
    """

    source_heading: str
    note_heading: str
    row_heading: str
    sources: Sequence[SourceEntry]
    notes: Sequence[Note]
    rows: Sequence[PrintedRow]

    def to_data(self) -> dict[str, Any]:
        """See Item."""
        return {
            "kind": "notes",
            "source_heading": self.source_heading,
            "note_heading": self.note_heading if self.notes else "",
            "row_heading": self.row_heading,
            "sources": [
                {"numbers": list(entry.numbers), "runs": show_data(entry.text)}
                for entry in self.sources
            ],
            "notes": [{"letter": n.letter, "runs": show_data(n.text)} for n in self.notes],
            "rows": [
                {"number": row.number, "label": show_plain([row.mark]), "runs": show_data(row.text)}
                for row in self.rows
            ],
        }

    def to_plain(self) -> str:
        """See Item."""
        sources = [
            "".join(f"[{number}]" for number in entry.numbers) + f" {show_plain(entry.text)}"
            for entry in self.sources
        ]
        notes = [f"[{note.letter}] {show_plain(note.text)}" for note in self.notes]
        return "\n".join([self.source_heading, *sources, self.note_heading, *notes])


@dataclass(frozen=True)
class Attachment(Item):
    """A file that the PDF carries inside."""

    name: str
    mime: str
    description: str
    content: str = field(repr=False)

    def to_data(self) -> dict[str, Any]:
        """See Item."""
        return {"kind": "attachment", **vars(self)}

    def to_plain(self) -> str:
        """See Item."""
        return f"{self.name}: {self.description}"
