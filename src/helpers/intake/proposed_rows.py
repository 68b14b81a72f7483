"""Proposed rows: the figures of a document with value, unit and guesses, to be decided on."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tqdm import tqdm

from helpers.data.printed.printed_figures import try_printed_figure
from helpers.data.raw_data import RawData
from helpers.data.tables.data_package import name_nearest
from helpers.intake.guessing.bodies import find_entities, learn_register
from helpers.intake.guessing.document_header import DocumentHeader, find_header
from helpers.intake.guessing.guesses import Guesser
from helpers.intake.guessing.learning import learn_vocabulary
from helpers.intake.guessing.places.home_places import find_home
from helpers.intake.guessing.subjects import Subjects
from helpers.intake.guessing.text_tables import Cell, find_cells
from helpers.intake.row_names import name_all
from helpers.intake.text.documents import Document, read_document
from helpers.intake.text.lexicon import Words, read_words
from helpers.intake.text.passages import Passage, find_passages
from helpers.intake.text.reading_faults import write_fault
from helpers.intake.text.spotted_numbers import SpottedNumber, check_figure, find_figures
from helpers.problems import UsageError

_CONTEXT = 40
_WIDE_COMMA = re.compile("[0-9] ?，")
# A row with a fault is never a confident one.
_MOST_WITH_FAULT = "0.50"


@dataclass(frozen=True)
class Omission:
    """A number that is not a figure.

    Attributes:
        locator: Where it is.
        token: The number as printed.
        reason: The end of a key `intake_reason_…` of the messages.
        context: The words around it.
    """

    locator: str
    token: str
    reason: str
    context: str


@dataclass(frozen=True)
class Proposals:
    """Proposed rows and omissions of a document.

    Attributes:
        document: The document.
        facts: What it says of itself.
        place: Identifier of its place; empty when it is not in `places.csv`.
        place_printed: The name of its place as printed.
        rows: Proposed rows by column, in the order of the document.
        omissions: What was left out.
        terms: Standard terms without an indicator, with the number of their figures.
    """

    document: Document
    facts: DocumentHeader
    place: str
    place_printed: str
    rows: tuple[dict[str, str], ...]
    omissions: tuple[Omission, ...]
    terms: tuple[tuple[str, int], ...] = ()


def propose_rows(
    project: Path,
    path: Path,
    raw: RawData,
    *,
    source: str = "new-source",
    place: str = "",
    without_source: str = "",
) -> Proposals:
    """Read a document and propose a row for every figure that it prints.

    Its place is guessed by default. Nothing is learnt from the source left out, when the reading is
    measured.

    Raises:
        UsageError: The document cannot be read, or the place is not known.
    """
    places = raw.index("places", "place")
    if place and place not in places:
        raise UsageError(
            f"no place {place!r} in places.csv; expected {name_nearest(place, places)}"
        )
    words = read_words(project)
    document = read_document(path)
    passages = find_passages(document, words)
    facts = find_header(passages)
    gazetteer = find_home(places, facts, passages, place, words.by_kind["place_name"])
    vocabulary = learn_vocabulary(raw, words, without_source)
    register = learn_register(words, find_entities(raw, without_source), places)
    subjects = Subjects(register, passages, facts.publisher)
    guesser = Guesser(words, vocabulary, gazetteer, facts, subjects)
    rows: list[dict[str, str]] = []
    omissions = [Omission(line.locator, line.text, "page_edge", "") for line in document.dropped]
    terms: Counter[str] = Counter()
    for number, passage, finding, cell in _show_progress(_find_all(passages, words), passages):
        reason = finding.reason
        if passage.kind in {"furniture", "administrative"}:
            reason = passage.kind
        token = passage.quote(document, finding.start, finding.end)
        locator = document.lines[passage.locate(finding.start)[0]].locator
        context = _around(passage.text, finding)
        if reason:
            if not _is_trivial(token, reason):
                omissions.append(Omission(locator, token, reason, context))
            continue
        row = guesser.fill(passages, number, finding, cell)
        if not row["fault"] and _WIDE_COMMA.search(token):
            row["fault"] = write_fault("intake_reading_comma", token=token)
        if row["fault"]:
            row["confidence"] = min(row["confidence"], _MOST_WITH_FAULT)
        terms.update([row["term"]] if row["term"] else [])
        row |= {"as_printed": token, "locator": locator, "source": source, "context": context}
        rows.append(row)
    name_all(rows)
    return Proposals(
        document,
        facts,
        gazetteer.home,
        gazetteer.printed,
        tuple(rows),
        tuple(omissions),
        tuple(terms.most_common()),
    )


_Found = tuple[int, Passage, SpottedNumber, Cell | None]


def _show_progress(found: Iterable[_Found], passages: Sequence[Passage]) -> Iterator[_Found]:
    """Yield what is found; a bar counts the passages on a terminal while a long text is read."""
    with tqdm(total=len(passages), unit="passage", disable=None, leave=False, delay=1) as bar:
        for one in found:
            bar.update(one[0] - bar.n)
            yield one


def _find_all(passages: Sequence[Passage], words: Words) -> Iterator[_Found]:
    """Yield every number with its passage; those of a table with what its head says."""
    in_order = enumerate(passages)
    for is_table, group in groupby(in_order, key=lambda pair: pair[1].kind == "cells"):
        members = list(group)
        above = passages[members[0][0] - 1].text if members[0][0] else ""
        table = [passage for _, passage in members]
        cells = find_cells(table, above) if is_table else [[] for _ in members]
        for (number, passage), known in zip(members, cells, strict=True):
            found: list[tuple[SpottedNumber, Cell | None]] = [
                (finding, None)
                for finding in find_figures(passage.text, words)
                if not any(cell.start <= finding.start < cell.end for cell in known)
            ]
            for cell in known:
                figure = try_printed_figure(passage.text[cell.start : cell.end], cell.unit)
                finding = SpottedNumber(cell.start, cell.end, figure, unit=cell.unit)
                found.append((check_figure(passage.text, finding, cell.label), cell))
            for finding, own in sorted(found, key=lambda pair: pair[0].start):
                yield number, passage, finding, own


def _is_trivial(token: str, reason: str) -> bool:
    """True when a number is a part of a common word, which nobody needs to check."""
    return reason in {"word", "indefinite"} and token[:1] in {"一", "千", "万", "百"}


def _around(text: str, finding: SpottedNumber) -> str:
    before = text[max(0, finding.start - _CONTEXT) : finding.start]
    after = text[finding.end : finding.end + _CONTEXT // 2]
    token = text[finding.start : finding.end]
    return re.sub(r"\s+", " ", f"{before}【{token}】{after}").strip()
