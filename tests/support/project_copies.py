"""Copies of the project for tests that run commands: whole, or with little to clean and print."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
from raw_paths import raw_path

from helpers.runs.report_notebooks import find_report_notebooks

# The last section of a short report of a city, a comparison and an audit; the notes follow.
LAST_SHORT = {"03": "write_over_time", "04": "write_heat_table", "05": "write_audit_headline"}


def copy_project(project: Path, folder: Path) -> Path:
    generated = shutil.ignore_patterns(".ipynb_checkpoints", "*.tmp")
    for part in ("data", "notebooks", "reports/template"):
        shutil.copytree(project / part, folder / part, ignore=generated)
    return folder


def copy_report_notebooks(project: Path, copy: Path) -> Path:
    """Copy the notebooks that make reports, for tests of what is planned."""
    (copy / "notebooks").mkdir()
    for notebook in find_report_notebooks(project):
        shutil.copy(notebook.path, copy / "notebooks")
    return copy


def write_report_notebook(path: Path, kind: str, *lines: str, source: str = "1") -> Path:
    """Write a notebook of one cell that makes reports, with further lines of parameters."""
    about = [] if kind == "nothing" else [f'{kind} = "luohe"']
    parameters = [*about, 'language = "en"', 'as_of = ""', f'report_of = "{kind}"', *lines]
    make: Any = nbformat.v4
    cell = make.new_code_cell("\n".join(parameters), metadata={"tags": ["parameters"]})
    notebook = make.new_notebook(
        cells=[cell, make.new_code_cell(source)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def copy_short_project(project: Path, folder: Path) -> Path:
    """Copy a project in which a report of a city takes a second: for tests of what runs it."""
    copy_project(project, folder)
    keep_subjects(folder, "rd_intensity")
    keep_places(folder, "luohe", "puyang", "xinyang", "zhoukou")
    shorten_reports(folder)
    return folder


def shorten_reports(folder: Path) -> None:
    """Leave the first sections and the notes of the reports on cities, comparisons and audits."""
    for number, last in LAST_SHORT.items():
        (path,) = folder.glob(f"notebooks/{number}-*.ipynb")
        notebook = nbformat.read(path, as_version=4)
        cells = notebook.cells
        end = max(at for at, cell in enumerate(cells) if f"{last}(" in cell.source)
        notebook.cells = [*cells[: end + 1], cells[-1]]
        nbformat.write(notebook, path)


def edit_table(project: Path, table: str, edit: Callable[[list[list[str]]], None]) -> str:
    shown = raw_path(table)
    edit_file(project / shown, edit)
    return shown


def edit_file(path: Path, edit: Callable[[list[list[str]]], None]) -> None:
    rows = read_rows(path)
    edit(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def list_subjects(project: Path) -> Iterator[str]:
    """Yield the names of the tables of figures."""
    descriptor = project / "data/raw/codebook/raw.tables.json"
    for resource in json.loads(descriptor.read_text(encoding="utf-8"))["resources"]:
        if resource.get("subject"):
            yield resource["name"]


def list_subject_files(project: Path) -> Iterator[Path]:
    """Yield the files of the tables of figures, of the nation and of each province."""
    for subject in list_subjects(project):
        yield from project.glob(f"data/raw/*/{subject}.csv")


def keep_subjects(project: Path, *subjects: str) -> None:
    """Leave few tables of figures to clean: with all of them there is more to wait for only."""
    descriptor = project / "data/raw/codebook/raw.tables.json"
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        resource["subject"] = resource["name"] in subjects
    descriptor.write_text(json.dumps(package), encoding="utf-8")

    def adopt(rows: list[list[str]]) -> None:
        place = rows[0].index("subject")
        for row in rows[1:]:
            if row[place] not in subjects:
                row[place] = subjects[0]

    edit_table(project, "indicators", adopt)
    # What it corrects is no longer there.
    edit_table(project, "corrections", lambda rows: rows.__delitem__(slice(1, None)))
    keep_relations(project)


def keep_places(project: Path, *places: str) -> None:
    """Leave the figures of few places and of the nation: a report of every city takes minutes."""

    def keep(rows: list[list[str]]) -> None:
        column = rows[0].index("place")
        rows[1:] = [row for row in rows[1:] if row[column] in (*places, "china")]

    for path in list_subject_files(project):
        edit_file(path, keep)
    keep_relations(project)


def keep_relations(project: Path) -> None:
    """Leave the relations whose figures are left."""
    left = {row[0] for path in list_subject_files(project) for row in read_rows(path)}

    def keep(rows: list[list[str]]) -> None:
        ends = [rows[0].index(name) for name in ("subject", "object")]
        rows[1:] = [
            row
            for row in rows[1:]
            if all(":" not in row[end] or row[end] in left or ":p" in row[end] for end in ends)
        ]

    edit_table(project, "relations", keep)
