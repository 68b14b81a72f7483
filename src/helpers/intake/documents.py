"""A document as the lines of its text, whatever it was saved as: text, HTML or PDF."""

import hashlib
import io
import logging
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pypdf
import pypdf.errors

from helpers.intake.columns import find_rows
from helpers.intake.encodings import decode
from helpers.intake.web_pages import read_web_page
from helpers.problems import UsageError

_MARKUP = re.compile(r"<!doctype html|<html\b|<body\b|<head\b", re.IGNORECASE)
_HEAD_BYTES = 4096
_EDGE_LINES = 2
# No document is printed so; a figure on such a line could be looked up by nobody.
_LONGEST_LINE = 200_000
_LONGEST_PART = 20
_SENTENCE_SIGN = re.compile("[。；;，,：:！!？?]")
# What the library raises of itself where a damaged file leads it astray.
_DAMAGES = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
_PAGE_FOOT = re.compile(
    r"\s*[-—–·]*\s*(?:第\s*)?[0-9]{1,4}\s*页?\s*(?:(?:[/,，]\s*共?|共)\s*[0-9]{1,4}\s*页?)?\s*[-—–·]*\s*"
)


@dataclass(frozen=True)
class SourceLine:
    """One line of a document.

    Attributes:
        text: The line as it stands.
        locator: Where a row says it stands: `line 9` or `page 3`.
        is_cells: Whether it is a row of a table, its cells separated by tabs.
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
    """

    name: str
    kind: str
    encoding: str
    lines: tuple[SourceLine, ...]
    sha256: str

    @property
    def text(self) -> str:
        """The text whose lines the locators count."""
        return "\n".join(line.text for line in self.lines)

    @property
    def is_plain(self) -> bool:
        """Whether the file itself is the text whose lines the locators count."""
        return self.kind == "text" and self.encoding in {"utf-8", "utf-8-sig"}


def read_document(path: Path) -> Document:
    """Read a document into lines.

    Args:
        path: A text, HTML or PDF file, in any encoding that Chinese documents are saved in.

    Returns:
        The document; a line of a text file keeps its number.

    Raises:
        UsageError: The file is missing, empty, no document, or a PDF without text.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(f"{path}: there is no such file; expected a document") from error
    except IsADirectoryError as error:
        raise UsageError(f"{path}: it is a folder; expected one document") from error
    except OSError as error:
        raise UsageError(f"{path}: it cannot be read ({error.strerror})") from error
    if not content.strip():
        raise UsageError(f"{path}: the file is empty; expected a document with text")
    digest = hashlib.sha256(content).hexdigest()
    if b"%PDF" in content[:_HEAD_BYTES]:
        return Document(path.name, "pdf", "", tuple(_read_pages(path, content)), digest)
    expected = "expected a text, HTML or PDF document"
    if path.suffix.lower() == ".pdf":
        raise UsageError(f"{path}: it is named .pdf and is no PDF; {expected}")
    try:
        text, encoding = decode(content)
    except ValueError as error:
        raise UsageError(f"{path}: {error}; {expected}") from error
    is_markup = path.suffix.lower() in {".htm", ".html", ".xhtml", ".shtml"}
    if is_markup or _MARKUP.search(text[:_HEAD_BYTES]):
        cells = read_web_page(text)
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


def _names_a_part(lines: list[SourceLine], number: int) -> bool:
    """Tell whether a line alone between two rows names a part of their table."""
    text = lines[number].text.strip()
    if not 0 < number < len(lines) - 1 or len(text) > _LONGEST_PART or _SENTENCE_SIGN.search(text):
        return False
    return bool(text) and lines[number - 1].is_cells and lines[number + 1].is_cells


def _set_apart(lines: list[str], *, by_one_space: bool = False) -> list[str]:
    """Separate the cells of rows that spaces or bars set apart by tabs."""
    rows = find_rows(lines, by_one_space=by_one_space)
    return [rows.get(number, line) for number, line in enumerate(lines)]


def _find_repeated(pages: list[str]) -> set[str]:
    """Return the first and last lines that most pages share: their head and their foot."""
    edges = Counter(
        line
        for page in pages
        for lines in [[text.strip() for text in page.splitlines() if text.strip()]]
        for line in {*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]}
    )
    return {line for line, count in edges.items() if count > 1 and count * 2 > len(pages)}


def _read_pages(path: Path, content: bytes) -> list[SourceLine]:
    # A damaged file makes the library warn line by line; the one line below says it all.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UsageError(f"{path}: the PDF is locked by a password; expected an open one")
        pages = [page.extract_text() for page in reader.pages]
    except pypdf.errors.DependencyError as error:
        raise UsageError(f"{path}: the PDF is encrypted; expected an open one") from error
    except (pypdf.errors.PyPdfError, *_DAMAGES) as error:
        raise UsageError(f"{path}: the PDF is damaged and cannot be read") from error
    repeated = _find_repeated(pages)
    lines = [
        SourceLine(line, f"page {number}", "\t" in line)
        for number, page in enumerate(pages, start=1)
        for line in _set_apart(
            [
                text.replace("\t", " ")
                for text in page.splitlines()
                if not _PAGE_FOOT.fullmatch(text) and text.strip() not in repeated
            ],
            by_one_space=True,
        )
    ]
    if not any(line.text.strip() for line in lines):
        wrong = "the PDF holds images and no text"
        raise UsageError(f"{path}: {wrong}; expected one with text (run text recognition first)")
    return lines
