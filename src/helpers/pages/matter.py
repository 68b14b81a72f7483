"""Front and back matter of a report: the first page, the notes and sources, the files inside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from helpers.pages.items import Item, Runs, show_data, show_plain


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
    """A numbered note: the row of a figure and the place it was printed."""

    number: int
    text: Runs
    sources: Sequence[str]


@dataclass(frozen=True)
class SourceEntry:
    """A document of the source list, with the notes that lead to it.

    Its text is empty where the entry of another edition of the series tells of it.
    """

    source: str
    text: Runs
    notes: Sequence[int]


@dataclass(frozen=True)
class Notes(Item):
    """The notes and sources at the end; every mark leads here and back."""

    note_heading: str
    source_heading: str
    notes: Sequence[Note]
    sources: Sequence[SourceEntry]

    def to_data(self) -> dict[str, Any]:
        """See Item."""
        return {
            "kind": "notes",
            "note_heading": self.note_heading,
            "source_heading": self.source_heading,
            "notes": [
                {"number": note.number, "runs": show_data(note.text), "sources": list(note.sources)}
                for note in self.notes
            ],
            "sources": [
                {
                    "source": entry.source,
                    "runs": show_data(entry.text),
                    "notes": list(entry.notes),
                }
                for entry in self.sources
            ],
        }

    def to_plain(self) -> str:
        """See Item."""
        notes = [f"[{note.number}] {show_plain(note.text)}" for note in self.notes]
        sources = [f"- {show_plain(entry.text)}" for entry in self.sources if entry.text]
        return "\n".join([self.note_heading, *notes, self.source_heading, *sources])


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
