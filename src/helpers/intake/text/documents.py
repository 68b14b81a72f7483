"""A document as the lines of its text, whatever it was saved as: text, HTML or PDF."""

import hashlib
import io
import logging
import os
import re
import stat
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pypdf
import pypdf.errors
from tqdm import tqdm

from helpers.intake.text.columns import find_rows
from helpers.intake.text.encodings import decode
from helpers.intake.text.web_pages import read_web_page
from helpers.problems import UsageError

_MARKUP = re.compile(r"<!doctype html|<html\b|<body\b|<head\b", re.IGNORECASE)
_HEAD_BYTES = 4096
_EDGE_LINES = 2
# No document has such lines; nobody could look up a figure in one.
_LONGEST_LINE = 200_000
_LONGEST_TEXT = 15_000_000
_MOST_BYTES = 100_000_000
_MOST_PAGES = 2_000
_LONGEST_PART = 20
_SENTENCE_SIGN = re.compile("[。；;，,：:！!？?]")
# What the library raises of itself where a damaged file leads it astray.
_DAMAGES = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
_PAGE_NUMBER = re.compile(
    r"\s*(?P<open>[-—–·]*)\s*(?P<words>第?)\s*(?P<number>[0-9]{1,4})\s*页?\s*"
    r"(?P<of>(?:[/,，]\s*共?|共)\s*[0-9]{1,4})?\s*页?\s*(?P<close>[-—–·]*)\s*"
)
_BARE_CELL = re.compile(r"\s*[-+−]?[0-9][0-9,]*(?:\.[0-9]+)?%?\s*")
_LEAST_BARE = 2


@dataclass(frozen=True)
class SourceLine:
    """One line of a document, and where it is: `line 9` or `page 3`.

    The cells of a row of a table are separated by tabs.
    """

    text: str
    locator: str
    is_cells: bool = False


@dataclass(frozen=True)
class Document:
    """The text of a document.

    Attributes:
        name: File name.
        kind: `text`, `html` or `pdf`.
        encoding: How its characters were saved.
        lines: Its lines in order.
        sha256: Digest of the file as it was given.
        dropped: Page numbers, and the heads and feet that its pages repeat.
    """

    name: str
    kind: str
    encoding: str
    lines: tuple[SourceLine, ...]
    sha256: str
    dropped: tuple[SourceLine, ...] = ()

    @property
    def text(self) -> str:
        """The text whose lines the locators count."""
        return "\n".join(line.text for line in self.lines)

    @property
    def is_plain(self) -> bool:
        """True when the file itself is the text whose lines the locators count."""
        return self.kind == "text" and self.encoding in {"utf-8", "utf-8-sig"}


def read_document(path: Path) -> Document:
    """Read a text, HTML or PDF file, in any encoding of Chinese documents, into lines.

    A line of a text file keeps its number.

    Raises:
        UsageError: The file is missing, empty, not a document, or a PDF without text.
    """
    content = _read_bytes(path)
    if not content.strip():
        raise UsageError(f"{path}: the file is empty; expected a document with text")
    digest = hashlib.sha256(content).hexdigest()
    if b"%PDF" in content[:_HEAD_BYTES]:
        lines, dropped = _read_pages(path, content)
        return Document(path.name, "pdf", "", tuple(lines), digest, tuple(dropped))
    expected = "expected a text, HTML or PDF document"
    if path.suffix.lower() == ".pdf":
        raise UsageError(f"{path}: it is named .pdf but is not a PDF; {expected}")
    if len(content) > _LONGEST_TEXT:
        most = f"{_LONGEST_TEXT // 1_000_000} MB"
        raise UsageError(f"{path}: it has more than {most} of text; expected at most {most}")
    try:
        text, encoding = decode(content)
    except ValueError as error:
        raise UsageError(f"{path}: {error}; {expected}") from error
    is_markup = path.suffix.lower() in {".htm", ".html", ".xhtml", ".shtml"}
    if is_markup or _MARKUP.search(text[:_HEAD_BYTES]):
        try:
            cells = read_web_page(text)
        except ValueError as error:
            raise UsageError(f"{path}: {error}; {expected}") from error
        lines = [
            SourceLine(line, f"line {number}", is_cells)
            for number, (line, is_cells) in enumerate(cells, start=1)
        ]
        kind = "html"
    else:
        lines = [
            SourceLine(line, f"line {number}", "\t" in line.strip())
            for number, line in enumerate(_set_apart(re.split("\r\n|\n|\r", text)), start=1)
        ]
        lines = [
            replace(line, is_cells=line.is_cells or _names_a_part(lines, number))
            for number, line in enumerate(lines)
        ]
        kind = "text"
    if not any(line.text.strip() for line in lines):
        raise UsageError(f"{path}: there is no text in it; expected a document with text")
    for line in lines:
        if len(line.text) > _LONGEST_LINE:
            wrong = f"{line.locator} has {len(line.text):,} characters without a break"
            raise UsageError(f"{path}: {wrong}; expected the lines of a document")
    return Document(path.name, kind, encoding, tuple(lines), digest)


def _read_bytes(path: Path) -> bytes:
    """Return the content of a regular file of a size that a document may have."""
    try:
        # A pipe without a writer would hold up whoever opens it to wait.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise UsageError(f"{path}: it is a pipe or a device; expected a document in a file")
            content = stream.read(_MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise UsageError(f"{path}: there is no such file; expected a document") from error
    except IsADirectoryError as error:
        raise UsageError(f"{path}: it is a folder; expected one document") from error
    except OSError as error:
        raise UsageError(f"{path}: it cannot be read ({error.strerror})") from error
    if len(content) > _MOST_BYTES:
        most = f"{_MOST_BYTES // 1_000_000} MB"
        raise UsageError(f"{path}: it has more than {most}; expected a document of at most {most}")
    return content


def _names_a_part(lines: list[SourceLine], number: int) -> bool:
    """True when a line alone between two rows names a part of their table."""
    text = lines[number].text.strip()
    if not 0 < number < len(lines) - 1 or len(text) > _LONGEST_PART or _SENTENCE_SIGN.search(text):
        return False
    return bool(text) and lines[number - 1].is_cells and lines[number + 1].is_cells


def _set_apart(lines: list[str], *, by_one_space: bool = False) -> list[str]:
    """Separate the cells of rows that spaces or bars set apart by tabs."""
    rows = find_rows(lines, by_one_space=by_one_space)
    return [rows.get(number, line) for number, line in enumerate(lines)]


def _find_edges(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """Return for each page the lines that are its number, or a head or foot that most share."""
    filled = [[place for place, line in enumerate(page) if line.strip()] for page in pages]
    edges = [{*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]} for lines in filled]
    shared = Counter(
        line
        for page, places in zip(pages, edges, strict=True)
        for line in {page[place].strip() for place in places}
    )
    numbers: dict[tuple[bool, int], list[tuple[int, int]]] = {}
    found: list[set[int]] = [set() for _ in pages]
    for number, (page, lines) in enumerate(zip(pages, filled, strict=True)):
        for place in edges[number]:
            count = shared[page[place].strip()]
            if count > 1 and count * 2 > len(pages):
                found[number].add(place)
        for is_foot, outer in ((False, lines[:1]), (True, lines[-1:])):
            printed = _PAGE_NUMBER.fullmatch(page[outer[0]]) if outer else None
            if printed is None:
                continue
            if printed["words"] or printed["of"] or (printed["open"] and printed["close"]):
                found[number].add(outer[0])
            offset = int(printed["number"]) - number
            numbers.setdefault((is_foot, offset), []).append((number, outer[0]))
    for same in numbers.values():
        # A bare number is one of a page only where the next page counts on from it.
        if any(after - before == 1 for (before, _), (after, _) in pairwise(same)):
            for number, place in same:
                found[number].add(place)
    return found


def _extract_text(page: pypdf.PageObject) -> tuple[list[str], bool]:
    """Return the lines of a page, and whether they keep their positions: cells drawn one by one."""
    lines = page.extract_text().splitlines()
    is_scattered = sum(_BARE_CELL.fullmatch(line) is not None for line in lines) >= _LEAST_BARE
    placed = page.extract_text(extraction_mode="layout").splitlines() if is_scattered else []
    return (placed, True) if any(placed) else (lines, False)


def _read_pages(path: Path, content: bytes) -> tuple[list[SourceLine], list[SourceLine]]:
    """Return the lines of a PDF, and those at the edges of its pages that hold a number."""
    # A damaged file makes the library warn line by line; the one line below says it all.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UsageError(f"{path}: the PDF is locked by a password; expected an open one")
        if len(reader.pages) > _MOST_PAGES:
            wrong = f"it has {len(reader.pages):,} pages"
            raise UsageError(f"{path}: {wrong}; expected a document of at most {_MOST_PAGES:,}")
        shown = tqdm(reader.pages, unit="page", disable=None, leave=False)
        extracted = [_extract_text(page) for page in shown]
    except pypdf.errors.DependencyError as error:
        raise UsageError(f"{path}: the PDF is encrypted; expected an open one") from error
    except (pypdf.errors.PyPdfError, *_DAMAGES) as error:
        raise UsageError(f"{path}: the PDF is damaged and cannot be read") from error
    lines: list[SourceLine] = []
    dropped: list[SourceLine] = []
    edges = _find_edges([page for page, _ in extracted])
    for number, ((page, is_placed), edge) in enumerate(zip(extracted, edges, strict=True), 1):
        kept = [line.replace("\t", " ") for place, line in enumerate(page) if place not in edge]
        lines += [
            SourceLine(line, f"page {number}", "\t" in line)
            for line in _set_apart(kept, by_one_space=not is_placed)
        ]
        dropped += [
            SourceLine(page[place].strip(), f"page {number}")
            for place in sorted(edge)
            if re.search("[0-9]", page[place])
        ]
    if not any(line.text.strip() for line in lines):
        wrong = "the PDF contains images but no text"
        raise UsageError(f"{path}: {wrong}; expected one with text (run text recognition first)")
    return lines, dropped
