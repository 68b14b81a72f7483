"""Filing what was accepted: into `data/raw`, whole or not at all."""

import csv
import io
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.data.raw_data import RawData, read_raw_data
from helpers.data.tables.csv_tables import each_row
from helpers.intake.review.confirmation import find_unconfirmed
from helpers.intake.review.faults import find_faults, find_source_faults
from helpers.intake.review.proposed_files import Paths, list_columns, read_csv, write_csv
from helpers.problems import InputError, Problem, UsageError
from helpers.project import relative, write_whole

ACCEPTED, REJECTED, FILED = "accept", "reject", "filed"
DECISIONS = ("", ACCEPTED, REJECTED, FILED)


class ChangedElsewhereError(UsageError):
    """A file that a review wrote was changed elsewhere since."""

    def __init__(self, path: str) -> None:
        """Name the file.

        Args:
            path: The file as the analyst knows it.
        """
        self.path = path
        super().__init__(f"{path} was changed elsewhere; open the document anew to take it up")


@dataclass(frozen=True)
class Filing:
    """Rows and files of one filing.

    Attributes:
        counts: Rows filed by subject.
        undecided: Rows without a decision; they stay in the proposals.
        rejected: Rows rejected.
        is_new_source: Whether the source was added to `sources.csv`.
        changed: What each file of `data/raw` held before, and what it holds since.
        again: Identifiers of the rows that were filed before and were no longer in `data/raw`.
    """

    counts: Mapping[str, int]
    undecided: int
    rejected: int
    is_new_source: bool
    changed: Mapping[Path, tuple[bytes, bytes]]
    again: tuple[str, ...] = ()


def file_proposals(project: Path, proposals: Path) -> Filing:
    """Check the accepted rows and add them and their source to `data/raw`.

    Args:
        project: Project folder.
        proposals: The proposals with their decisions.

    Returns:
        What was filed; the filed rows are marked so in the proposals.

    Raises:
        InputError: A row or the source is wrong; every fault is named, and nothing is written.
        UsageError: There is nothing to file.
    """
    raw = read_raw_data(project)
    paths = Paths(proposals.resolve())
    shown = relative(paths.proposals, project)
    columns = list_columns(raw)
    rows = read_csv(paths.proposals, columns, project)
    problems = [
        Problem(
            shown,
            line,
            "decision",
            f"{row['decision']!r} is not a decision",
            f"{ACCEPTED}, {REJECTED} or nothing",
        )
        for line, row in rows
        if row["decision"] not in DECISIONS
    ]
    if problems:
        raise InputError(problems)
    filed = find_filed(raw, [row for _, row in rows])
    accepted = [
        (line, dict(row))
        for number, (line, row) in enumerate(rows)
        if row["decision"] == ACCEPTED or (row["decision"] == FILED and number not in filed)
    ]
    if not accepted and any(row["decision"] == FILED for _, row in rows):
        raise UsageError(f"{shown}: every accepted row is already in data/raw")
    if not accepted:
        raise UsageError(f"{shown}: no row is accepted; write {ACCEPTED} in the column decision")
    again = tuple(row["figure_id"] for _, row in accepted if row["decision"] == FILED)
    source, is_new = _read_source(project, raw, paths, accepted)
    _check_rows(raw, accepted, shown, source)
    by_subject: dict[str, list[dict[str, str]]] = {}
    codebook = raw.index("indicators", "indicator")
    for _, row in accepted:
        by_subject.setdefault(codebook[row["indicator"]]["subject"], []).append(row)
    contents = {
        raw.package.tables[name].path: _add(raw, name, added) for name, added in by_subject.items()
    }
    if is_new:
        contents[raw.package.tables["sources"].path] = _add(raw, "sources", [source])
    _check_whole(project, contents)
    marked = [
        {**row, "decision": FILED if row["decision"] == ACCEPTED else row["decision"]}
        for _, row in rows
    ]
    changed = {path: (path.read_bytes(), content) for path, content in contents.items()}
    _write_all({**contents, paths.proposals: write_csv(columns, marked)})
    return Filing(
        {name: len(added) for name, added in by_subject.items()},
        sum(not row["decision"] for _, row in rows),
        sum(row["decision"] == REJECTED for _, row in rows),
        is_new,
        changed,
        again,
    )


def find_filed(raw: RawData, rows: Sequence[Mapping[str, str]]) -> dict[int, dict[str, str]]:
    """Find the rows that are in `data/raw`, where their cells may have been corrected since.

    Args:
        raw: The checked raw data.
        rows: Proposed rows.

    Returns:
        The row of `data/raw` by the number of the proposed row, counted from 0.
    """
    sources = {row["source"] for row in rows}
    held = {
        row["figure_id"]: row
        for name in raw.package.subjects
        for _, row in each_row(raw.frames[name])
        if row["source"] in sources
    }
    found: dict[int, dict[str, str]] = {}
    for number, row in enumerate(rows):
        if row["decision"] == FILED and row["figure_id"] in held:
            found[number] = held.pop(row["figure_id"])
    printed: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in held.values():
        printed.setdefault(_cite(row), []).append(row)
    # Of two equal tokens of a line, the one that was filed is the one that is marked so.
    for number in sorted(range(len(rows)), key=lambda number: rows[number]["decision"] != FILED):
        same = printed.get(_cite(rows[number]))
        if number not in found and same:
            found[number] = same.pop(0)
    return found


def _cite(row: Mapping[str, str]) -> tuple[str, ...]:
    return row["source"], row["locator"], row["as_printed"]


def take_back(project: Path, filing: Filing) -> None:
    """Put `data/raw` back to what it held before rows were filed.

    Args:
        project: Project folder.
        filing: What was filed.

    Raises:
        ChangedElsewhereError: A file was changed since; nothing is put back then.
    """
    for path, (_, since) in filing.changed.items():
        if path.read_bytes() != since:
            raise ChangedElsewhereError(relative(path, project))
    _write_all({path: before for path, (before, _) in filing.changed.items()})


def _read_source(
    project: Path, raw: RawData, paths: Paths, accepted: Sequence[tuple[int, dict[str, str]]]
) -> tuple[dict[str, str], bool]:
    """Return the row of the source and whether it is a new one."""
    known = raw.index("sources", "source")
    name = accepted[0][1]["source"]
    table = raw.package.tables["sources"]
    if name in known and not paths.source.is_file():
        return known[name], False
    shown = relative(paths.source, project)
    ((line, row), *rest) = read_csv(paths.source, table.columns, project) or [(0, {})]
    problems = []
    if not row or rest or row["source"] != name:
        wrong = f"it does not describe {name!r}"
        problems.append(Problem(shown, line, "source", wrong, "one row for the source of the rows"))
    if row:
        faults = find_source_faults(raw, row, shown, line)
        # sources.csv takes precedence for sources that it lists; this file adds nothing to it.
        problems += [one for one in faults if name not in known or one.column == "source"]
    if problems:
        raise InputError(problems)
    if name in known:
        return known[name], False
    return {column: row[column] for column in table.columns}, True


def _check_rows(
    raw: RawData,
    accepted: Sequence[tuple[int, dict[str, str]]],
    shown: str,
    source: Mapping[str, str],
) -> None:
    """Check every accepted row as the raw data are checked, named by its line in the proposals."""
    problems: list[Problem] = []
    taken: set[str] = set()
    for line, row in accepted:
        problems += find_faults(raw, row, line, shown, source, taken)
        problems += find_unconfirmed(row, line, shown)
        taken.add(row["figure_id"])
    if problems:
        raise InputError(problems)


def _add(raw: RawData, name: str, added: Sequence[Mapping[str, str]]) -> bytes:
    """Return a raw table with rows added: after those of the same source, else at its end."""
    table = raw.package.tables[name]
    rows = [row for _, row in each_row(raw.frames[name])]
    sources = [row["source"] for row in rows]
    source = added[0]["source"]
    end = len(rows) - sources[::-1].index(source) if source in sources else len(rows)
    rows[end:end] = [{column: row[column] for column in table.columns} for row in added]
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, table.columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def _check_whole(project: Path, contents: Mapping[Path, bytes]) -> None:
    """Read the raw data as they would be, in a copy."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(project / "data" / "raw", copy / "data" / "raw")
        for path, content in contents.items():
            (copy / "data" / "raw" / path.name).write_bytes(content)
        read_raw_data(copy)


def _write_all(contents: Mapping[Path, bytes]) -> None:
    """Write several files, or leave all as they were."""
    before = {path: path.read_bytes() for path in contents}
    try:
        for path, content in contents.items():
            write_whole(path, content)
    except BaseException:
        for path, content in before.items():
            write_whole(path, content)
        raise
