"""Verification of rows against document texts: checksum, token on its line, label beside it."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.data.raw_data import RawData
from helpers.data.tables.csv_tables import each_row
from helpers.problems import InputError, Problem, UsageError

_LINES_OF_CONTEXT = 3
_LABEL_REACH = 45
# A row is looked for by the first of them that it has, and the second stands beside that.
_PRINTED = ("as_printed", "partner_as_printed", "label")


@dataclass(frozen=True)
class Verification:
    """The outcome: rows checked, rows whose text is not held, documents read, and every fault."""

    checked: int
    unheld: int
    documents: int
    problems: tuple[Problem, ...]


def verify_against_documents(raw: RawData, documents: Path) -> Verification:
    """Compare every row of the raw data with the text that `sources.csv` names for it.

    Raises:
        UsageError: The folder does not exist.
        InputError: A document is missing or is not the text that the rows were read from.
    """
    if not documents.is_dir():
        expected = "expected the folder of the source documents"
        raise UsageError(f"{documents} is not a folder; {expected}")
    texts = _read_documents(raw, documents)
    problems: list[Problem] = []
    checked = unheld = 0
    for name in (*raw.package.subjects, "partnerships", "measures"):
        shown = raw.package.tables[name].shown_path
        for line, row in each_row(raw.frames[name]):
            if row["source"] not in texts:
                unheld += 1
                continue
            checked += 1
            text = texts[row["source"]]
            parts = [(column, row[column]) for column in _PRINTED if column in row]
            problems += _find_faults(shown, line, text, row["locator"], parts)
            local = row.get("local_as_printed", "")
            if squeeze(local) not in squeeze("".join(text)):
                wrong, expected = f"{local!r} is not in the document", "the name as printed"
                problems.append(Problem(shown, line, "local_as_printed", wrong, expected))
    return Verification(checked, unheld, len(texts), tuple(sorted(problems)))


def _read_documents(raw: RawData, documents: Path) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    problems = []
    shown = raw.package.tables["sources"].shown_path
    for line, row in each_row(raw.frames["sources"]):
        if not row["file"]:
            continue
        path = documents / row["file"]
        if not path.is_file():
            wrong = f"{row['file']!r} is not in {documents}"
            problems.append(Problem(shown, line, "file", wrong, "the document's text"))
            continue
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if digest != row["sha256"]:
            wrong = f"{row['file']} has {digest[:12]}…"
            expected = f"{row['sha256'][:12]}…, the text the rows were read from"
            problems.append(Problem(shown, line, "sha256", wrong, expected))
            continue
        texts[row["source"]] = content.decode("utf-8").split("\n")
    if problems:
        raise InputError(problems)
    return texts


def _find_faults(
    shown: str, number: int, text: Sequence[str], locator: str, parts: Sequence[tuple[str, str]]
) -> Iterator[Problem]:
    kind, _, where = locator.partition(" ")
    column, token = parts[0]
    if kind != "line":
        wrong = f"{locator!r} cannot be found in a text"
        yield Problem(shown, number, "locator", wrong, "a locator such as line 9")
        return
    line = int(where) - 1
    if line >= len(text):
        wrong = f"the document has {len(text)} lines"
        yield Problem(shown, number, "locator", wrong, f"a line of it, not {locator}")
        return
    own = squeeze(text[line])
    after = squeeze("".join(text[line + 1 : line + 1 + _LINES_OF_CONTEXT]))
    # The tail of a longer number is another number: 6.15 does not stand where 16.15 is printed.
    whole_token = rf"(?<![0-9])(?<![0-9][.,]){re.escape(squeeze(token))}"
    positions = [
        match.start() for match in re.finditer(whole_token, own + after) if match.start() < len(own)
    ]
    if not positions:
        wrong = f"{token!r} is not on {locator}"
        yield Problem(shown, number, column, wrong, "the token as printed")
        return
    before = squeeze("".join(text[max(0, line - _LINES_OF_CONTEXT) : line]))
    whole = before + own + after
    for column, label in parts[1:]:
        wanted = squeeze(label)
        near = any(
            wanted in whole[max(0, start - _LABEL_REACH) : start + len(token) + _LABEL_REACH]
            for start in (position + len(before) for position in positions)
        )
        if not near:
            wrong = f"{label!r} is not near {token!r} on {locator}"
            yield Problem(shown, number, column, wrong, "words printed beside the figure")


def squeeze(text: str) -> str:
    """Drop spaces and fold full-width forms: a page wraps and spaces figures as it likes."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
