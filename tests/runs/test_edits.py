"""What is edited while reports are made is noticed, even when the edit is taken back."""

import shutil
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from helpers.runs.edits import Edits
from helpers.runs.rebuilds import one_at_a_time

CITY, CLEAN = "notebooks/03-city-report.ipynb", "notebooks/01-clean.ipynb"
FIGURES = "data/processed/figures.csv"


@pytest.fixture
def edits(project_copy: Path) -> Edits:
    (project_copy / "notebooks").mkdir()
    for name in (CITY, CLEAN):
        (project_copy / name).write_text("{}", encoding="utf-8")
    return Edits(project_copy)


def test_nothing_is_found_while_nobody_edits(project_copy: Path, edits: Edits) -> None:
    edits.watch_cleaned()

    assert edits.find() == []
    assert not edits.concern(project_copy / CITY)


def test_a_table_that_is_edited_concerns_every_notebook_and_is_named(
    project_copy: Path, edits: Edits
) -> None:
    (project_copy / "data/raw/service.csv").write_bytes(b"x")

    assert edits.concern(project_copy / CITY)
    assert edits.concern(project_copy / CLEAN)
    assert str(edits) == "data/raw/service.csv"


def test_an_edit_that_is_taken_back_is_found(project_copy: Path, edits: Edits) -> None:
    table, copy = project_copy / "data/raw/service.csv", project_copy.parent / "service.csv"
    shutil.copy2(table, copy)
    table.write_bytes(b"x")
    shutil.copy2(copy, table)  # with the time of the original

    assert edits.find() == [table]


@pytest.mark.parametrize("name", ["data/raw/new.csv", "reports/template/new.css"])
def test_a_file_that_is_added_is_found(project_copy: Path, edits: Edits, name: str) -> None:
    (project_copy / name).parent.mkdir(parents=True, exist_ok=True)
    (project_copy / name).write_bytes(b"x")

    assert edits.find() == [project_copy / name]


def test_a_notebook_that_is_edited_concerns_itself_only(project_copy: Path, edits: Edits) -> None:
    (project_copy / CLEAN).write_text("[]", encoding="utf-8")

    assert edits.concern(project_copy / CLEAN)
    assert not edits.concern(project_copy / CITY)


def test_cleaned_data_may_change_until_cleaning_is_done(project_copy: Path, edits: Edits) -> None:
    (project_copy / FIGURES).write_bytes(b"x")
    assert edits.find() == []

    edits.watch_cleaned()
    (project_copy / FIGURES).write_bytes(b"xy")
    assert edits.find() == [project_copy / FIGURES]


def test_a_command_waits_for_another_one_in_the_same_project_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entered = threading.Event()

    def enter() -> None:
        with one_at_a_time(tmp_path):
            entered.set()

    other = FileLock(tmp_path / ".cache/reports.lock")
    waiting = threading.Thread(target=enter)
    with other:
        waiting.start()
        told = ""
        while not told:
            told = capsys.readouterr().err
        assert not entered.is_set()
    waiting.join()

    assert entered.is_set()
    assert told == "another command makes reports here; this one waits for it\n"
