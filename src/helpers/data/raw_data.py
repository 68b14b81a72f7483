"""The hand-curated tables, read whole and checked for what no single cell can show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pandas as pd

from helpers.data.checking.place_checks import check_places
from helpers.data.checking.row_checks import Reading, RowChecker
from helpers.data.checking.table_checks import check_tables
from helpers.data.printed.printed_figures import PrintedFigureError, parse_printed_figure
from helpers.data.relations import check_relations
from helpers.data.tables.csv_tables import (
    each_row,
    find_cycles,
    find_dangling_keys,
    find_twins,
    index_rows,
)
from helpers.data.tables.data_package import Package, TableSchema, read_package
from helpers.data.tables.folder_tables import digest_tables, join_rows, read_tables
from helpers.data.tables.folders import find_folders
from helpers.data.tables.needed_columns import find_missing_descriptions
from helpers.problems import InputError, Problem, name_line
from helpers.project import DESCRIPTOR, PROCESSED_DESCRIPTOR

_DATING_ZONE = timezone(timedelta(hours=8))  # where the sources are dated
_SAME = ["source", "locator", "place", "entity", "indicator", "period", "label", "as_printed"]
# What was understood of folders: files that hold the same are not checked again.
_understood: dict[tuple[str, ...], tuple[tuple[str, bytes], dict[str, Reading]]] = {}


@dataclass(frozen=True)
class RawData:
    """The raw tables of one province with what all share, or of several.

    Attributes:
        project: Project folder.
        package: The descriptor.
        frames: Every table by name, all text, indexed by line of its file.
        readings: What was understood of each row of figures, by figure_id.
        provinces: The provinces by slug, each as its reports read it; empty in one of them.
    """

    project: Path
    package: Package
    frames: Mapping[str, pd.DataFrame]
    readings: Mapping[str, Reading]
    provinces: Mapping[str, "RawData"] = field(default_factory=dict)

    def index(self, name: str, key: str) -> dict[str, dict[str, str]]:
        """Return the rows of a table by the value of their key column."""
        return index_rows(self.frames[name], key)


def read_raw_data(
    project: Path, *provinces: str, contents: Mapping[Path, bytes] | None = None
) -> RawData:
    """Read and check the tables of `data/raw`, and those of one's own.

    Each province is checked together with what all share, as its reports read it; then the
    identifiers of all of them together. Every token and period is parsed. `contents` is what some
    files would hold, by path.

    Raises:
        InputError: Anything is wrong; all problems of all files are collected.
        UsageError: There is no such province.
    """
    folders = find_folders(project)
    package = read_package(DESCRIPTOR, project)
    problems = list(find_missing_descriptions(package, DESCRIPTOR.as_posix()))
    # What cleaning writes, and all else reads.
    written = read_package(PROCESSED_DESCRIPTOR, project)
    problems += find_missing_descriptions(written, PROCESSED_DESCRIPTOR.as_posix())
    if problems:
        raise InputError(problems)
    found: dict[str, RawData] = {}
    for name in folders.choose(provinces):
        try:
            found[name] = _read_province(project, package, folders.read_for([name]), contents)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError([*dict.fromkeys(problems)])
    if not found:  # what all share is checked even where there is no province
        return _read_province(project, package, folders.shared, contents)
    readings = {key: reading for raw in found.values() for key, reading in raw.readings.items()}
    frames: dict[str, pd.DataFrame] = {}
    for name, table in package.tables.items():
        frames[name] = join_rows(raw.frames[name] for raw in found.values())
        if len(found) > 1:
            problems += find_twins(table, frames[name], of_names=False)
    if len(found) > 1:
        problems += _find_twins(package, frames)
    if problems:
        raise InputError(problems)
    return RawData(project, package, frames, readings, found)


def _read_province(
    project: Path, package: Package, folders: Sequence[Path], contents: Mapping[Path, bytes] | None
) -> RawData:
    frames = read_tables(package, folders, project, contents)
    names = tuple(folder.name for folder in folders)
    day = datetime.now(_DATING_ZONE).date().isoformat()  # a day is refused while it is to come
    seen = day, digest_tables(folders, contents)
    known = _understood.get(names)
    if known is None or known[0] != seen:
        known = _understood[names] = seen, _understand(package, frames)
    return RawData(project, package, frames, dict(known[1]))


def _understand(package: Package, frames: Mapping[str, pd.DataFrame]) -> dict[str, Reading]:
    """Return the reading of every figure, after checking the tables with each other.

    Raises:
        InputError: Anything is wrong; all problems are collected.
    """
    problems: list[Problem] = []
    for name, table in package.tables.items():
        problems += find_dangling_keys(table, frames[name], frames)
        problems += find_cycles(table, frames[name])
        problems += _find_future_days(table, frames[name])
    if problems:
        raise InputError(problems)
    problems += check_places(package.tables["places"], frames["places"])
    problems += check_tables(package, frames)
    problems += _find_twins(package, frames)
    problems += check_relations(package, frames)
    corrected, stale = _apply_corrections(package, frames)
    problems += stale
    readings: dict[str, Reading] = {}
    checker = RowChecker(frames, corrected)
    for name in package.subjects:
        shown = package.tables[name].shown_path
        for line, row in each_row(frames[name]):
            reading, faults = checker.check(name, row)
            problems += [Problem(shown, line, *fault) for fault in faults]
            if reading is not None:
                readings[row["figure_id"]] = reading
    if problems:
        raise InputError(problems)
    return readings


def _find_future_days(table: TableSchema, frame: pd.DataFrame) -> Iterator[Problem]:
    """Name every day and year of a release, a letter or an answer that is still to come."""
    today = datetime.now(_DATING_ZONE).date().isoformat()
    for column in table.fields:
        if column.type in ("date", "year"):
            for line, value in zip(frame.index.tolist(), frame[column.name].tolist(), strict=True):
                if value > today[: len(value)]:
                    wrong = f"{value} is later than today, {today}"
                    yield Problem(table.shown_path, line, column.name, wrong, "a day that has come")


def _find_twins(package: Package, frames: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    identifiers: dict[str, str] = {}
    for name in package.subjects:
        shown = package.tables[name].shown_path
        seen: dict[tuple[str, ...], int] = {}
        frame = frames[name]
        columns = [frame[column].tolist() for column in ("figure_id", *_SAME)]
        for line, identifier, *cells in zip(frame.index.tolist(), *columns, strict=True):
            twin = seen.setdefault(tuple(cells), line)
            if twin != line:
                yield Problem(
                    shown, line, "", f"the row repeats {name_line(twin, line)}", "each figure once"
                )
            here = f"{getattr(line, 'file', shown)}:{line}"
            other = identifiers.setdefault(identifier, here)
            if other != here:
                wrong = f"{identifier!r} stands already in {other}"
                yield Problem(shown, line, "figure_id", wrong, "an identifier of its own")


def _apply_corrections(
    package: Package, frames: Mapping[str, pd.DataFrame]
) -> tuple[dict[str, str], list[Problem]]:
    printed: dict[str, str] = {}
    for name in package.subjects:
        tokens = frames[name]["as_printed"].tolist()
        printed |= dict(zip(frames[name]["figure_id"].tolist(), tokens, strict=True))
    corrected: dict[str, str] = {}
    problems = []
    shown = package.tables["corrections"].shown_path
    for line, row in each_row(frames["corrections"]):
        token = printed.get(row["figure_id"])
        if token is None:
            wrong, expected = f"{row['figure_id']!r} is no figure", "the figure_id of a figure"
            problems.append(Problem(shown, line, "figure_id", wrong, expected))
        elif token != row["expect"]:
            wrong = f"{row['figure_id']} now reads {token!r}"
            expected = f"{row['expect']!r}; mend or remove the correction"
            problems.append(Problem(shown, line, "expect", wrong, expected))
        else:
            try:
                parse_printed_figure(row["corrected"])
            except PrintedFigureError as error:
                problems.append(Problem(shown, line, "corrected", error.wrong, error.expected))
            corrected[row["figure_id"]] = row["corrected"]
    return corrected, problems
