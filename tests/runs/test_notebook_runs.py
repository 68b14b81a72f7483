import json
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat import NotebookNode

from helpers.problems import UsageError
from helpers.runs.notebook_runs import NotebookError, Run, execute, strip_traces, write_notebook

pytestmark = pytest.mark.slow

PARAMETERS = 'city = "luohe"\nlanguage = "en"'
SHOWN = "from pathlib import Path\nprint(city, language)\nPath.cwd().name"


def write(folder: Path, *sources: str, kernel: str = "python3", name: str = "report") -> Path:
    """Write a notebook of a title, a parameters cell and code cells."""
    cells = [
        nbformat.v4.new_markdown_cell("# 报告", id="title"),
        nbformat.v4.new_code_cell(PARAMETERS, id="parameters", metadata={"tags": ["parameters"]}),
    ]
    cells += [
        nbformat.v4.new_code_cell(source, id=f"cell-{number}", metadata={"tags": ["kept"]})
        for number, source in enumerate(sources, start=3)
    ]
    metadata = {"kernelspec": {"name": kernel, "display_name": "Python", "language": "python"}}
    path = folder / "notebooks" / f"{name}.ipynb"
    path.parent.mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
    return path


@pytest.fixture(autouse=True, scope="module")
def kernels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        # Kernels that import nothing are started faster than forked.
        patch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "local-provisioner")
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        yield


# --- refused before a kernel starts ------------------------------------------------------------

# Such a kernel cannot be started: who tries is found out.
NO_KERNEL = "no-such-kernel"


def test_a_parameter_that_the_notebook_does_not_have_is_refused(tmp_path: Path) -> None:
    notebook = write(tmp_path, SHOWN, kernel=NO_KERNEL)

    with pytest.raises(UsageError) as caught:
        execute(Run(notebook, {"city": "luohe", "langauge": "zh"}), tmp_path / "out.ipynb")

    expected = "report.ipynb has no parameter 'langauge'; expected city, language"
    assert str(caught.value) == expected


def test_a_notebook_whose_kernel_is_not_installed_is_told(tmp_path: Path) -> None:
    notebook = write(tmp_path, SHOWN, kernel=NO_KERNEL)

    message = rf"^report\.ipynb: its kernel did not start: .*{NO_KERNEL}"
    with pytest.raises(NotebookError, match=message):
        execute(Run(notebook, {}), tmp_path / "out.ipynb")


def test_a_notebook_that_names_no_kernel_is_told(tmp_path: Path) -> None:
    notebook = write(tmp_path, SHOWN, kernel="")

    with pytest.raises(UsageError, match=r"^report\.ipynb names no kernel; expected the kernel"):
        execute(Run(notebook, {}), tmp_path / "out.ipynb")


def test_a_notebook_without_parameters_takes_none(tmp_path: Path) -> None:
    notebook = write(tmp_path, kernel=NO_KERNEL)
    content = nbformat.read(notebook, as_version=4)
    content.cells[1].metadata.tags = []
    nbformat.write(content, notebook)

    with pytest.raises(UsageError, match="no parameter 'city'; expected a cell tagged parameters"):
        execute(Run(notebook, {"city": "luohe"}), tmp_path / "out.ipynb")


def test_a_file_that_is_no_notebook_is_named(tmp_path: Path) -> None:
    notebook = tmp_path / "report.ipynb"
    notebook.write_text('{"cells": [', encoding="utf-8")

    with pytest.raises(UsageError, match=r"^report\.ipynb is .*; expected a Jupyter notebook$"):
        execute(Run(notebook, {"city": "luohe"}), tmp_path / "out.ipynb")


# --- executed ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("executed")


@pytest.fixture(scope="module")
def executed(folder: Path) -> NotebookNode:
    notebook = write(folder, SHOWN)
    return execute(Run(notebook, {"city": "puyang"}), folder / "first.ipynb")


def test_the_parameters_given_take_the_place_of_those_in_the_notebook(
    executed: NotebookNode,
) -> None:
    assert executed.cells[-1].outputs[0].text == "puyang en\n"


def test_a_notebook_runs_in_its_own_folder(executed: NotebookNode) -> None:
    assert executed.cells[-1].outputs[1].data["text/plain"] == "'notebooks'"


def test_an_executed_notebook_names_its_kernel_and_language_only(executed: NotebookNode) -> None:
    assert set(executed.metadata) == {"kernelspec", "language_info"}
    assert executed.metadata.kernelspec.name == "python3"
    assert executed.metadata.language_info == {"name": "python"}


def test_cells_keep_their_tags_and_nothing_else(executed: NotebookNode) -> None:
    assert [dict(cell.metadata) for cell in executed.cells] == [
        {},
        {"tags": ["parameters"]},
        {"tags": ["injected-parameters"]},
        {"tags": ["kept"]},
    ]


def test_an_executed_notebook_carries_no_times_and_no_paths(
    executed: NotebookNode, folder: Path
) -> None:
    text = write_notebook(executed).decode("utf-8")

    traces = ["papermill", "iopub", "_time", "duration", 'execution":', str(folder)]
    assert [trace for trace in traces if trace in text] == []


def test_a_second_run_makes_the_same_file(executed: NotebookNode, folder: Path) -> None:
    run = Run(folder / "notebooks/report.ipynb", {"city": "puyang"})

    second = execute(run, folder / "second.ipynb")

    assert write_notebook(second) == write_notebook(executed)


def test_the_notebook_itself_stays_as_it_is(tmp_path: Path) -> None:
    notebook = write(tmp_path)
    before = notebook.read_bytes()

    execute(Run(notebook, {"city": "puyang"}), tmp_path / "out.ipynb")

    assert notebook.read_bytes() == before


# --- failed ------------------------------------------------------------------------------------


def fail(folder: Path, *sources: str) -> str:
    with pytest.raises(NotebookError) as caught:
        execute(Run(write(folder, *sources), {"city": "puyang"}), folder / "out.ipynb")
    return str(caught.value)


def test_a_cell_that_fails_is_told_with_its_source_and_error(tmp_path: Path) -> None:
    failing = "rows = {}\nrows[city]"

    told = fail(tmp_path, "1 + 1", failing, "raise SystemExit")

    assert told == (
        "report.ipynb, cell 4 failed:\n    rows = {}\n    rows[city]\n    KeyError: 'puyang'"
    )


def test_a_cell_that_ends_the_run_leaves_the_rest_out_without_a_failure(tmp_path: Path) -> None:
    notebook = write(tmp_path, "raise SystemExit(0)", "raise ValueError")

    executed = execute(Run(notebook, {}), tmp_path / "out.ipynb")

    assert [cell.execution_count for cell in executed.cells[2:]] == [2, None]


def test_a_long_error_is_told_by_its_first_lines(tmp_path: Path) -> None:
    told = fail(tmp_path, 'raise ValueError("\\n".join("abcdef"))')

    assert told.splitlines()[2:] == ["    ValueError: a", "    b", "    c"]


def test_a_kernel_that_ends_midway_is_told_with_its_cell(tmp_path: Path) -> None:
    # As when the system is out of memory and ends the greediest process.
    told = fail(tmp_path, "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")

    assert told == "report.ipynb, cell 3 ended its kernel: import os, signal"


# Hears no signal that can be ignored, and never returns to Python, which is locked meanwhile.
DEAF = """
import ctypes, os, signal, subprocess
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "infinity"])
open("processes", "w").write(f"{os.getpid()} {child.pid}")
ctypes.PyDLL(None).pause()
"""


@pytest.mark.parametrize(
    ("provisioner", "parameters"), [("forked", {"city": "puyang"}), ("local-provisioner", {})]
)
def test_a_cell_that_does_not_end_within_the_limit_is_ended_and_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    provisioner: str,
    parameters: dict[str, str],
) -> None:
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", provisioner)
    notebook = write(tmp_path, "1 + 1", DEAF)

    with pytest.raises(NotebookError) as caught:
        execute(Run(notebook, parameters), tmp_path / "out.ipynb", cell_timeout=3)

    assert str(caught.value) == (
        "report.ipynb, cell 4 did not end within 3 s, so its kernel was ended: "
        "import ctypes, os, signal, subprocess"
    )
    assert capfd.readouterr().err == ""
    started = (notebook.parent / "processes").read_text(encoding="utf-8").split()
    assert [pid for pid in map(int, started) if is_running(pid)] == []


def is_running(pid: int) -> bool:
    """Return whether a process runs; one that only waits to be reaped has ended."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


# --- files -------------------------------------------------------------------------------------


def test_a_cell_that_papermill_put_in_has_the_same_name_each_time() -> None:
    def notebook(name: str) -> NotebookNode:
        tags = {"tags": ["injected-parameters"]}
        cells = [
            nbformat.v4.new_code_cell("a = 1", id="own"),
            nbformat.v4.new_code_cell("a = 2", id=name, metadata=tags),
        ]
        made: NotebookNode = nbformat.v4.new_notebook(cells=cells)
        return made

    first, second = (strip_traces(notebook(name)) for name in ("41d7ad82", "9b0ff5a1"))

    assert first == second
    assert first.cells[0].id == "own"


def test_a_notebook_is_written_as_readable_text_that_ends_in_one_line_break() -> None:
    cell = nbformat.v4.new_markdown_cell("# 漯河市", id="title")
    content = write_notebook(nbformat.v4.new_notebook(cells=[cell]))

    text = content.decode("utf-8")
    assert "# 漯河市" in text
    assert text.endswith("}\n")
    assert json.loads(text)["cells"][0]["source"] == ["# 漯河市"]
