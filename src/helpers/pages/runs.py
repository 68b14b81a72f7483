"""Runs of text: words, links, what is set apart, and marks such as `[3:17]` or `[a]` for a note."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from string import ascii_lowercase
from typing import Any

from helpers.pages.links import Link, ReportLink, split_addresses

_FEWEST_IN_A_SPAN = 3


@dataclass(frozen=True)
class SourcePlace:
    """A place in a source.

    Attributes:
        source: Number of the source in the list of sources.
        line: Line or page of a text; empty for a table and for the source as a whole.
        row: Number of the figure in the list of figures as printed; 0 where none is meant.
    """

    source: int
    line: str = ""
    row: int = 0


@dataclass(frozen=True)
class Mark:
    """Where figures were printed, and the letters of the notes about them."""

    places: tuple[SourcePlace, ...] = ()
    letters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Strong:
    """Words set in bold: the token as printed."""

    text: str


@dataclass(frozen=True)
class Code:
    """An identifier, never broken over lines."""

    text: str


@dataclass(frozen=True)
class GapBar:
    """A small bar with a stroke at 1, the target; words beside it say the same."""

    share: float
    text: str = field(default="", init=False)


@dataclass(frozen=True)
class Lines:
    """Parts of a text in a cell: a list on the page, one after the other in print."""

    parts: Sequence[str]

    @property
    def text(self) -> str:
        """The text as a whole."""
        return "".join(self.parts)


@dataclass(frozen=True)
class SignKey:
    """A sentence that explains a sign, and stands only where the report has the sign.

    Attributes:
        sign: Name of the sign, as `arrangement` knows it; empty where the sentence always stands.
        text: The sentence, with the space before it.
    """

    sign: str
    text: str


_Word = str | Strong | Code | Link | ReportLink | GapBar | Lines | SignKey
Run = _Word | Mark
Runs = Sequence[Run]


def show_plain(runs: Runs) -> str:
    """Return runs as text."""
    return "".join(
        f"[{run['mark']}]" if isinstance(run, dict) else _read(run) for run in _join_marks(runs)
    )


def show_data(runs: Runs) -> list[Any]:
    """Return runs as JSON, with the addresses in their texts as links.

    Marks that follow one another are one: each source is named once, with all its lines.
    """
    return [
        part if isinstance(part, dict) else _structure(part)
        for run in _join_marks(runs)
        for part in (split_addresses(run) if isinstance(run, str) else [run])
    ]


def _join_marks(runs: Runs) -> Iterator[_Word | dict[str, Any]]:
    for _, group in groupby(runs, lambda run: isinstance(run, Mark)):
        together = list(group)
        yield from write_brackets(run for run in together if isinstance(run, Mark))
        yield from (run for run in together if not isinstance(run, Mark))


def _read(run: _Word) -> str:
    return run if isinstance(run, str) else run.text


def _structure(run: _Word) -> Any:
    if isinstance(run, str):
        return run
    if isinstance(run, ReportLink):
        return {"report": run.report, "text": run.text}
    if isinstance(run, GapBar):
        return {"bullet": round(run.share, 3), "text": run.text}
    if isinstance(run, Lines):
        return {"lines": [part.strip() for part in run.parts]}
    if isinstance(run, SignKey):
        return {"key": run.sign, "text": run.text}
    if isinstance(run, Link):
        return {"url": run.target, "text": run.text}
    return {"strong" if isinstance(run, Strong) else "code": run.text}


def write_brackets(marks: Iterable[Mark]) -> list[dict[str, Any]]:
    """Write marks that follow one another: a bracket for each source, then one for each note.

    Args:
        marks: Such as those of two lines of source 3 and one of a table of source 5.

    Returns:
        `{"mark": "3:9,17", "source": 3, "rows": [1, 4]}` for a source, in the order of their
        numbers, and `{"mark": "a", "note": "a"}` for a note. Three sources or more that follow one
        another and name no line are a span, such as `{"mark": "5–8", "source": 5, "rows": []}`.
    """
    lines: dict[int, set[str]] = {}
    rows: dict[int, dict[int, None]] = {}
    letters: dict[str, None] = {}
    for mark in marks:
        letters |= dict.fromkeys(mark.letters)
        for place in mark.places:
            lines.setdefault(place.source, set()).add(place.line)
            rows.setdefault(place.source, {})[place.row] = None
    written = [
        {
            "mark": _write_places(sources, lines[sources[0]]),
            "source": sources[0],
            "rows": [*dict.fromkeys(row for source in sources for row in rows[source] if row)],
        }
        for sources in _join_neighbours(lines)
    ]
    ordered = sorted(letters, key=_count_up)
    return [*written, *({"mark": letter, "note": letter} for letter in ordered)]


def _join_neighbours(lines: Mapping[int, set[str]]) -> Iterator[list[int]]:
    """Group the numbers of sources that follow one another and name no line; two stay apart."""
    numbered = enumerate(sorted(lines))
    for (_, is_named), group in groupby(
        numbered, lambda pair: (pair[1] - pair[0], any(lines[pair[1]]))
    ):
        sources = [source for _, source in group]
        is_span = len(sources) >= _FEWEST_IN_A_SPAN and not is_named
        yield from [sources] if is_span else ([one] for one in sources)


def _write_places(sources: Sequence[int], lines: set[str]) -> str:
    named = sorted(filter(None, lines), key=_count_up)
    shown = f"{sources[0]}–{sources[-1]}" if len(sources) > 1 else str(sources[0])
    return f"{shown}:{','.join(named)}" if named else shown


def _count_up(text: str) -> tuple[int, str]:
    """Sort 9 before 17 and z before aa."""
    return len(text), text


def write_letter(number: int) -> str:
    """Return the letter of a note: `a` for 1, `z` for 26, `aa` for 27."""
    before, place = divmod(number - 1, len(ascii_lowercase))
    return (write_letter(before) if before else "") + ascii_lowercase[place]
