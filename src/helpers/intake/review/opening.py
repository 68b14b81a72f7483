"""Opening a document for review: earlier decisions are restored."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from helpers.data.raw_data import RawData, read_raw_data
from helpers.data.tables.spreadsheet_csv import SpreadsheetReader
from helpers.intake.proposed_rows import Proposals, propose_rows
from helpers.intake.review.decisions import Review
from helpers.intake.review.filing import ACCEPTED, DECISIONS, FILED, find_filed
from helpers.intake.review.proposed_files import (
    FOLDER,
    Paths,
    choose_paths,
    choose_source,
    describe_source,
    list_columns,
    make_rows,
    read_csv,
)
from helpers.intake.row_names import is_on_line, name_next
from helpers.problems import UsageError
from helpers.project import find_project, relative

Rows = list[dict[str, str]]


def open_review(
    document: str, place: str = "", source: str = "", project: Path | None = None
) -> Review:
    """Read a document for review; saved decisions are restored.

    Args:
        document: Path of the document, counted from the project folder.
        place: Identifier of its place; guessed when empty.
        source: Identifier for it. When empty, it is that under which the same text
            is known or under review, else one made from the file name.
        project: Project folder; found from the working directory by default.

    Returns:
        The review. Nothing is written before it is saved.

    Raises:
        UsageError: The document cannot be read, or the saved proposals are of another one.
        InputError: The saved proposals are damaged.
    """
    project = project or find_project()
    path = project / document
    raw = read_raw_data(project)
    guessed = source or choose_source(path)
    proposals = propose_rows(project, path, raw, source=guessed, place=place)
    paths = choose_paths(project, guessed, None)
    described = describe_source(proposals, raw, paths)
    if not source and described["sha256"]:
        found = _find_source(project, raw, described["sha256"])
        if found and found != guessed:
            proposals = _rename(proposals, found)
            paths = choose_paths(project, found, None)
            described = {**describe_source(proposals, raw, paths), "source": found}
    described["source"] = described["source"] or guessed
    seen = {file: file.read_bytes() for file in (paths.proposals, paths.source) if file.is_file()}
    columns = list_columns(raw)
    fresh = make_rows(proposals, raw)
    rows = fresh
    if paths.source.is_file():
        saved = read_csv(paths.source, list(described), project)
        _refuse_another(saved[0][1] if saved else described, described, paths, project)
        described = saved[0][1] if saved else described
    if paths.proposals.is_file():
        rows = [row for _, row in read_csv(paths.proposals, columns, project)]
        _take_up(rows, fresh)
    known = raw.index("sources", "source").get(described["source"])
    if known:
        described = {**described, **known} if not paths.source.is_file() else described
    _mark_filed(raw, rows)
    return Review(project, raw, proposals, paths, rows, described, seen)


def _find_source(project: Path, raw: RawData, digest: str) -> str:
    """Find under which identifier a text is known, or else is under review."""
    for name, row in raw.index("sources", "source").items():
        if row["sha256"] == digest:
            return name
    for path in sorted((project / FOLDER).glob("*.source.csv")):
        for row in SpreadsheetReader(path.read_text("utf-8", "replace")):
            if row.get("sha256") == digest and row.get("source"):
                return str(row["source"])
    return ""


def _rename(proposals: Proposals, source: str) -> Proposals:
    rows = tuple(
        {**row, "source": source, "figure_id": f"{source}:{row['figure_id'].partition(':')[2]}"}
        for row in proposals.rows
    )
    return replace(proposals, rows=rows)


def _refuse_another(
    saved: dict[str, str], described: dict[str, str], paths: Paths, project: Path
) -> None:
    if saved["sha256"] and described["sha256"] and saved["sha256"] != described["sha256"]:
        raise UsageError(
            f"{relative(paths.proposals, project)} holds the rows of another text; "
            "choose another source"
        )


def _take_up(rows: Rows, fresh: Iterable[dict[str, str]]) -> None:
    """Refuse unknown decisions, and fill in a place that was not in `places.csv` before."""
    places = {(row["figure_id"], row["as_printed"]): row["place"] for row in fresh}
    for row in rows:
        if row["decision"] not in DECISIONS:
            row["decision"] = ""
        if not row["place"] and not row["decision"]:
            row["place"] = places.get((row["figure_id"], row["as_printed"]), "")


def _mark_filed(raw: RawData, rows: Rows) -> None:
    """Mark the rows that are in `data/raw`, and give the others free identifiers."""
    filed = find_filed(raw, rows)
    taken = set(raw.readings)
    for number, row in enumerate(rows):
        if number in filed:
            row.update(filed[number], decision=FILED)
        elif row["decision"] == FILED:
            row["decision"] = ACCEPTED  # data/raw was put back to what it held before
    for row in rows:
        if row["decision"] != FILED and is_on_line(row):
            if row["figure_id"] in taken:
                row["figure_id"] = name_next(row, taken)
            taken.add(row["figure_id"])
