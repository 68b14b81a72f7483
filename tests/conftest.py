import atexit
import csv
import gc
import io
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config
from xdist.scheduler import LoadScopeScheduling

from helpers.data.codebook import Codebook, read_codebook
from helpers.data.raw_data import RawData, read_raw_data

CLAIMS = "tests/claims/"
gc.disable()  # until everything is imported
# A busy machine is no fault of the code. `make check` asks for the quick profile.
settings.register_profile("thorough", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=25)
settings.load_profile("thorough")


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # which is not typed
    """Give the tests of a module to one process, and those that share every report as well."""

    def _split_scope(self, nodeid: str) -> str:
        return CLAIMS if nodeid.startswith(CLAIMS) else str(super()._split_scope(nodeid))


def pytest_xdist_auto_num_workers() -> int:
    """Return one process more than there are cores: a quarter of the time a test waits."""
    return (os.cpu_count() or 1) + 1


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    return Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that at the end no process waits for another one."""
    for item in items:
        if item.nodeid.startswith(CLAIMS):  # they open every report
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: item.path.suffix == ".py" and not item.get_closest_marker("slow"))


def pytest_collection_finish() -> None:
    """Leave out what is imported when garbage is collected: a tenth of the time goes into it."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(10_000, 20, 20)


pytest_plugins = ["intake_fixtures"]


@pytest.fixture(scope="session")
def project() -> Path:
    return Path(__file__).resolve().parents[1]


@pytest.fixture
def in_the_project(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    """Run a test in the project, as a notebook runs."""
    monkeypatch.chdir(project)


@pytest.fixture(scope="session")
def documents(project: Path) -> Path:
    folder = project.parent / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip(f"the source documents are not beside the checkout: no {folder}")
    return folder


@pytest.fixture(scope="session")
def raw(project: Path) -> RawData:
    return read_raw_data(project)


@pytest.fixture(scope="session")
def codebook(project: Path) -> Codebook:
    return read_codebook(project)


@pytest.fixture
def project_copy(project: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "project"
    for folder in ("data/raw", "data/processed"):
        shutil.copytree(project / folder, copy / folder)
    return copy


@pytest.fixture
def edit_cell(project_copy: Path) -> Callable[[str, str, str, str], tuple[str, int]]:
    """Return a function that changes one cell of a raw table and says in which file and line.

    Its arguments are the table, the key of the row (its first or second cell), the column and
    the new value.
    """

    def edit(table: str, key: str, column: str, value: str) -> tuple[str, int]:
        for path in project_copy.glob(f"data/raw/*/{table}.csv"):
            rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
            if any(key in row[:2] for row in rows):
                break
        shown = path.relative_to(project_copy).as_posix()
        number = next(place for place, row in enumerate(rows) if key in row[:2])
        rows[number][rows[0].index(column)] = value
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8")
        # No committed cell holds a line break, so rows and lines are the same thing.
        return shown, number + 1

    return edit


@pytest.fixture
def open_shell() -> Iterator[Callable[..., Any]]:
    """Return a function that opens a shell as a notebook has one, without a history on disk."""
    opened: list[Any] = []

    def open_one(**names: object) -> Any:
        make: Any = InteractiveShell
        opened.append(make(user_ns=names, config=Config(HistoryManager={"enabled": False})))
        return opened[-1]

    yield open_one
    for shell in opened:
        # At exit each would go through all objects once more, for a second.
        atexit.unregister(shell.atexit_operations)
