"""Filing what was accepted: into `data/raw`, whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.data.raw_data import RawData, read_raw_data
from helpers.data.tables.csv_tables import each_row, write_rows
from helpers.data.tables.data_package import TableSchema
from helpers.data.tables.folders import find_folders
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
        """Name the file as the analyst knows it."""
        self.path = path
        super().__init__(f"{path} was changed elsewhere; open the document anew to take it up")


@dataclass(frozen=True)
class Filing:
    """Rows and files of one filing.

    Attributes:
        counts: Rows of figures filed, by the file as messages show it.
        undecided: Rows without a decision; they stay in the proposals.
        rejected: Rows rejected.
        new_source: The file that the source was added to; empty where it was known.
        changed: What each file of `data/raw` held before, and what it holds since.
        again: Identifiers of the rows that were filed before and were no longer in `data/raw`.
    """

    counts: Mapping[str, int]
    undecided: int
    rejected: int
    new_source: str
    changed: Mapping[Path, tuple[bytes, bytes]]
    again: tuple[str, ...] = ()


def file_proposals(project: Path, proposals: Path) -> Filing:
    """Check the accepted rows, add them and their source to `data/raw`, and mark them as filed.

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
    by_subject: dict[tuple[Path, str], list[dict[str, str]]] = {}
    codebook, folders = raw.index("indicators", "indicator"), find_folders(project)
    for _, row in accepted:
        where = folders.folder_of(row["place"]), codebook[row["indicator"]]["subject"]
        by_subject.setdefault(where, []).append(row)
    added = [(_find_table(raw, *where), rows) for where, rows in by_subject.items()]
    counts, new_source = {table.shown_path: len(rows) for table, rows in added}, ""
    if is_new:
        homes = {folder for folder, _ in by_subject}
        # What more than one province cites stands with the nation.
        home = homes.pop() if len(homes) == 1 else folders.shared[-1]
        sources = _find_table(raw, home, "sources")
        added.append((sources, [source]))
        new_source = sources.shown_path
    contents = {table.path: _add(raw, table, rows) for table, rows in added}
    read_raw_data(project, contents=contents)
    marked = [
        {**row, "decision": FILED if row["decision"] == ACCEPTED else row["decision"]}
        for _, row in rows
    ]
    changed = {table.path: (_read(raw, table), contents[table.path]) for table, _ in added}
    _write_all({**contents, paths.proposals: write_csv(columns, marked)})
    return Filing(
        counts,
        sum(not row["decision"] for _, row in rows),
        sum(row["decision"] == REJECTED for _, row in rows),
        new_source,
        changed,
        again,
    )


def find_filed(raw: RawData, rows: Sequence[Mapping[str, str]]) -> dict[int, dict[str, str]]:
    """Find the rows that are in `data/raw`, where their cells may have been corrected since.

    Each stands under the number of the proposed row, counted from 0.
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


def _find_table(raw: RawData, folder: Path, name: str) -> TableSchema:
    return raw.package.tables[name].inside(folder, raw.project)


def _read(raw: RawData, table: TableSchema) -> bytes:
    """Return what a file holds; the header alone where it is missing."""
    return table.path.read_bytes() if table.path.is_file() else _add(raw, table, [])


def _add(raw: RawData, table: TableSchema, added: Sequence[Mapping[str, str]]) -> bytes:
    """Return a file of a raw table with rows added after those of their source, or at its end."""
    frame = raw.frames[table.name]
    is_here = [line.file == table.shown_path for line in frame.index]
    rows = [row for _, row in each_row(frame[is_here])]
    sources = [row["source"] for row in rows]
    source = added[0]["source"] if added else ""
    end = len(rows) - sources[::-1].index(source) if source in sources else len(rows)
    rows[end:end] = [{column: row[column] for column in table.columns} for row in added]
    return write_rows(table, rows)


def _write_all(contents: Mapping[Path, bytes]) -> None:
    """Write several files, or leave all as they were."""
    before = {path: path.read_bytes() for path in contents if path.is_file()}
    try:
        for path, content in contents.items():
            write_whole(path, content)
    except BaseException:
        for path, content in before.items():
            write_whole(path, content)
        raise
