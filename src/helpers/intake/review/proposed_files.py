"""The files of an intake: proposed rows, what was left out, the source, and the text they cite."""

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.data.raw_data import RawData
from helpers.data.tables.csv_tables import decode_table
from helpers.data.tables.spreadsheet_csv import SpreadsheetReader, write_for_spreadsheet
from helpers.intake.proposed_rows import Proposals
from helpers.intake.review.confirmation import find_doubts
from helpers.problems import InputError, Problem, UsageError
from helpers.project import relative, write_whole
from helpers.words.language import Language

ADDED = (
    *("value", "unit", "qualifier", "confidence", "term", "fault", "doubtful", "context"),
    *("confirmed", "decision"),
)
# Proposals that were written before a column was added are read without it.
_LATER = frozenset({"term", "doubtful", "confirmed", "figure_confidence"})
OMISSION_COLUMNS = ("locator", "token", "reason", "meaning", "context")
FOLDER = "intake"
_RAW = Path("data/raw")


@dataclass(frozen=True)
class Paths:
    """Paths of the files of an intake, named after that of the proposed rows."""

    proposals: Path

    @property
    def omissions(self) -> Path:
        """The list of what was left out."""
        return self.proposals.with_suffix(".left-out.csv")

    @property
    def source(self) -> Path:
        """The row for `sources.csv`."""
        return self.proposals.with_suffix(".source.csv")

    @property
    def text(self) -> Path:
        """The text whose lines are cited, when the document is not plain UTF-8."""
        return self.proposals.with_suffix(".txt")


def choose_source(path: Path) -> str:
    """Make an identifier of a source from a file name; `new-source` where it has no Latin name."""
    slug = re.sub("[^a-z0-9]+", "-", path.stem.lower()).strip("-")
    return slug if re.search("[a-z]", slug) else "new-source"


def choose_paths(project: Path, source: str, output: Path | None) -> Paths:
    """Choose where the files of an intake go, and refuse the raw data as their folder.

    Raises:
        UsageError: The file lies in `data/raw` or is not a CSV.
    """
    path = (output or project / FOLDER / f"{source}.csv").resolve()
    if (project / _RAW).resolve() in path.parents:
        raise UsageError(
            f"{relative(path, project)}: proposals never go into data/raw itself; "
            "expected another folder"
        )
    if path.suffix.lower() != ".csv":
        raise UsageError(f"{relative(path, project)}: expected a file that ends in .csv")
    return Paths(path)


def write_proposals(project: Path, proposals: Proposals, raw: RawData, paths: Paths) -> list[Path]:
    """Write the files of an intake; what a person may have edited is not overwritten.

    Raises:
        UsageError: A file is there already and holds something else.
    """
    source = describe_source(proposals, raw, paths)
    contents = {
        paths.proposals: write_csv(list_columns(raw), make_rows(proposals, raw)),
        **_write_rest(proposals, paths),
        paths.source: write_csv(list(source), [source]),
    }
    for path, content in contents.items():
        if path.is_file() and path.read_bytes() != content:
            raise UsageError(
                f"{relative(path, project)} already exists and holds something else, perhaps "
                "decisions; move it away or choose another --output"
            )
    return [path for path, content in contents.items() if write_whole(path, content)]


def write_rest(proposals: Proposals, paths: Paths) -> None:
    """Write the files that nobody edits, where they are missing."""
    for path, content in _write_rest(proposals, paths).items():
        if not path.is_file():
            write_whole(path, content)


def _write_rest(proposals: Proposals, paths: Paths) -> dict[Path, bytes]:
    """Return the files that nobody edits: the list of what was left out, and the text."""
    say, document = Language("en").say, proposals.document
    omissions = [
        {**vars(omission), "meaning": say(f"intake_reason_{omission.reason}")}
        for omission in proposals.omissions
    ]
    contents = {paths.omissions: write_csv(OMISSION_COLUMNS, omissions)}
    return contents if document.is_plain else {**contents, paths.text: document.text.encode()}


def list_columns(raw: RawData) -> list[str]:
    """Return the columns of a proposal: those of the raw data first, in their order."""
    return [*raw.package.tables[raw.package.subjects[0]].columns, *ADDED]


def make_rows(proposals: Proposals, raw: RawData) -> list[dict[str, str]]:
    """Return the proposed rows with all their columns, none confirmed or decided."""
    places = raw.index("places", "place")
    rows = [{**dict.fromkeys(list_columns(raw), ""), **row} for row in proposals.rows]
    for row in rows:
        row["doubtful"] = find_doubts(row, proposals.place, places.get(row["place"]))
    return rows


def describe_source(proposals: Proposals, raw: RawData, paths: Paths) -> dict[str, str]:
    """Return the row for `sources.csv` as far as the document tells it; a person fills the rest."""
    facts, document = proposals.facts, proposals.document
    year = facts.written[:4]
    is_day = len(facts.written) == len("2022-06-24")
    row = dict.fromkeys(raw.package.tables["sources"].columns, "") | {
        "source": proposals.rows[0]["source"] if proposals.rows else paths.proposals.stem,
        "title_zh": f"《{facts.title}》" if facts.title else "",
        "publisher_zh": facts.publisher,
        "kind": facts.kind,
        "document_number": facts.document_number,
        "written_earliest": facts.written if is_day else f"{year}-01-01" if year else "",
        "written_latest": facts.written if is_day else f"{year}-12-31" if year else "",
        "written_basis": "printed" if facts.is_dated else "inferred",
        "posted": facts.posted,
        "vintage": year,
    }
    if document.kind == "pdf":
        return {**row, "access": "copy", "confidence": "medium"}
    row |= {"access": "text", "confidence": "high"}
    if document.is_plain:
        return {**row, "file": document.name, "sha256": document.sha256}
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    return {**row, "file": paths.text.name, "sha256": digest}


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return a CSV file for a spreadsheet; `read_csv` finds its cells unchanged."""
    frame = pd.DataFrame(list(rows), columns=list(columns), dtype="str")
    return write_for_spreadsheet(frame).encode()


def read_csv(path: Path, columns: Sequence[str], project: Path) -> list[tuple[int, dict[str, str]]]:
    """Read the rows of a CSV file that a person may have edited, each with its line.

    Raises:
        InputError: The file is missing, is not UTF-8 or lacks a column.
    """
    shown = relative(path, project)
    try:
        text = decode_table(path.read_bytes(), shown)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise InputError([Problem(shown, 0, "", "the file is missing", "the proposals")]) from error
    rows_found = SpreadsheetReader(text)
    reader = rows_found.reader
    try:
        header = list(reader.fieldnames or [])
        found = [(reader.line_num, row) for row in rows_found]
    except csv.Error as error:
        problem = Problem(shown, reader.line_num, "", str(error), "well formed CSV")
        raise InputError([problem]) from error
    missing = [name for name in columns if name not in header and name not in _LATER]
    if missing:
        wrong = f"columns are missing: {', '.join(missing)}"
        raise InputError([Problem(shown, 1, "", wrong, "the columns that intake wrote")])
    rows: list[tuple[int, dict[str, str]]] = []
    line = 2
    for end, row in found:
        if None in row or None in row.values():
            wrong = "the row has another number of cells"
            raise InputError([Problem(shown, line, "", wrong, "one per column")])
        rows.append((line, {**dict.fromkeys(_LATER & set(columns), ""), **row}))
        line = end + 1
    return rows
