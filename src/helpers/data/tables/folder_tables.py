"""Tables whose rows lie in several folders, read as one."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from helpers.data.tables.csv_tables import find_twins, read_table
from helpers.data.tables.data_package import Package, name_nearest
from helpers.data.tables.descriptors import list_described
from helpers.data.tables.folders import list_tables
from helpers.problems import InputError, Problem
from helpers.project import relative


def read_tables(
    package: Package,
    folders: Sequence[Path],
    project: Path,
    contents: Mapping[Path, bytes] | None = None,
) -> dict[str, pd.DataFrame]:
    """Read every table of a package from all folders that hold a part of it.

    `contents` is what some files would hold, by path.

    Returns:
        The rows of each table in the order of the folders, as `read_table` returns them.

    Raises:
        InputError: A part is wrong, a file is missing or no table, or an identifier stands twice.
    """
    problems: list[Problem] = []
    described = {path for folder in folders for path in list_described(folder)}
    for folder in folders:
        shown_folder = relative(folder, project)
        for path in list_tables(folder):
            shown = f"{shown_folder}/{path.name}"
            if path.stem not in package.tables:
                expected = name_nearest(path.stem, list(package.tables))
                problems.append(Problem(shown, 0, "", "is no table", expected))
            elif path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
                problems.append(Problem(shown, 0, "", "leads out of the folder", "a file in it"))
    frames: dict[str, pd.DataFrame] = {}
    for name, table in package.tables.items():
        parts = []
        for folder in folders:
            path = folder / table.path.name
            content = (contents or {}).get(path)
            if content is not None or path in described or path.is_file():
                try:
                    parts.append(read_table(table.inside(folder, project), content))
                except InputError as error:
                    problems += error.problems
        frames[name] = join_rows(parts or [read_table(table, ",".join(table.columns).encode())])
        if len(parts) > 1:
            problems += find_twins(table, frames[name])
    if problems:
        raise InputError(problems)
    return frames


def digest_tables(folders: Sequence[Path], contents: Mapping[Path, bytes] | None = None) -> bytes:
    """Return what tells the tables of folders, and how they are described, from any others.

    `contents` is what some files would hold, by path.
    """
    found = hashlib.sha256()
    for folder in folders:
        files = [path for end in ("csv", "json") for path in folder.glob(f"*.{end}")]
        would_be = {path: text for path, text in (contents or {}).items() if path.parent == folder}
        for path in sorted({*files, *would_be}):
            if path in would_be or path.is_file():
                content = would_be[path] if path in would_be else path.read_bytes()
                found.update(f"{path.name} {len(content)} ".encode() + content)
    return found.digest()


def join_rows(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of several parts of a table, those of a line that stands in several once."""
    parts = list(frames)
    parts = [part for part in parts if len(part)] or parts[:1]  # most tables stand in one folder
    if len(parts) == 1:
        return parts[0].copy(deep=False)
    rows = pd.concat(parts, ignore_index=True)
    # pandas would make plain numbers of the lines, which know their file.
    lines = [line for part in parts for line in part.index.tolist()]
    rows.index = pd.Index(lines, name="line", dtype="object")
    first = {(line.file, line): number for number, line in reversed(list(enumerate(lines)))}
    return rows if len(first) == len(lines) else rows.iloc[sorted(first.values())]
