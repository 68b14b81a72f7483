"""Executes one notebook with parameters, reproducibly."""

import logging
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode, ValidationError
from nbformat.reader import NotJSONError
from papermill.exceptions import PapermillExecutionError

from helpers.problems import UsageError
from helpers.project import write_whole
from helpers.runs import CELL_TIMEOUT_SECONDS
from helpers.runs.kernels import can_fork
from helpers.runs.report_notebooks import list_notebook_files

_LINES_OF_TRACEBACK = 3
_WIDGET_MIME = "application/vnd.jupyter.widget-view+json"


class NotebookError(Exception):
    """A notebook failed; the message names the cell and the error."""


@dataclass(frozen=True)
class Run:
    """A notebook with its parameters.

    Attributes:
        notebook: The file.
        parameters: Their values by name.
        project: Folder of the project that it reads, where the notebook may lie elsewhere.
    """

    notebook: Path
    parameters: Mapping[str, str]
    project: Path | None = None

    @property
    def folder(self) -> Path:
        """The working directory of its kernel: in the project, beside the notebooks."""
        beside = self.notebook.parent
        if self.project is None or beside.is_relative_to(self.project):
            return beside
        return self.project / "notebooks"


def execute(run: Run, output: Path, cell_timeout: int = CELL_TIMEOUT_SECONDS) -> NotebookNode:
    """Return a notebook executed by papermill, without times and other traces of the run.

    Each parameter must exist in the parameters cell. A kernel is ended after the timeout of a cell.

    Raises:
        UsageError: The notebook has no such parameter.
        NotebookError: A cell failed or reached the limit, or the kernel died; the cell is named.
    """
    try:
        source = nbformat.read(run.notebook, 4)
    except (NotJSONError, ValidationError) as error:
        raise UsageError(f"{run.notebook.name} is damaged; expected a Jupyter notebook") from error
    if not source.metadata.get("kernelspec", {}).get("name"):
        raise UsageError(f"{run.notebook.name} names no kernel; expected the kernel python3")
    source.metadata.setdefault("language_info", NotebookNode(name="python"))  # some editors omit it
    for cell in source.cells:
        if cell.cell_type == "code":
            cell.outputs = []  # papermill would copy them first
    known = papermill.inspect_notebook(source)
    for name in run.parameters:
        if name not in known:
            expected = ", ".join(known) or "a cell tagged parameters"
            raise UsageError(f"{run.notebook.name} has no parameter {name!r}; expected {expected}")
    if can_fork():
        os.environ.setdefault("JUPYTER_DEFAULT_PROVISIONER_NAME", "forked")
    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # its errors are raised here
    begun: list[NotebookNode] = []

    def note_cell(cell: NotebookNode, **_: object) -> None:
        begun.append(cell)

    try:
        notebook = papermill.execute_notebook(
            source,
            str(output),
            parameters=dict(run.parameters),
            progress_bar=False,
            request_save_on_cell_execute=False,
            cwd=str(run.folder),
            # A kernel shut down while it answers would log the interrupt as an error.
            extra_arguments=["--log-level=CRITICAL"],
            execution_timeout=cell_timeout,
            iopub_timeout=cell_timeout,  # output arrives late on a busy machine
            on_cell_start=note_cell,
        )
    except PapermillExecutionError as error:
        raise NotebookError(_describe_failure(run, error, begun)) from None
    except CellTimeoutError:
        told = f"did not end within {cell_timeout} s, so its kernel was ended"
        raise NotebookError(_describe_end(run, begun, told)) from None
    except DeadKernelError:
        raise NotebookError(_describe_end(run, begun, "ended its kernel")) from None
    except (NoSuchKernel, RuntimeError) as error:
        if begun:
            raise
        raise NotebookError(f"{run.notebook.name}: its kernel did not start: {error}") from None
    return strip_traces(notebook)


def execute_committed(project: Path, cell_timeout: int) -> Iterator[tuple[Path, bool]]:
    """Execute the notebooks of a project as they are committed, and tell of each if it changed.

    Raises:
        NotebookError: One failed; it stays as it was.
    """
    for path in list_notebook_files(project):
        with tempfile.TemporaryDirectory() as folder:
            notebook = execute(Run(path, {}, project), Path(folder) / path.name, cell_timeout)
        yield path, write_whole(path, write_notebook(notebook))


def _describe_failure(run: Run, error: PapermillExecutionError, begun: list[NotebookNode]) -> str:
    cell = "\n".join(f"    {line}" for line in error.source.strip().splitlines())
    reason = f"{error.ename}: {error.evalue}".strip().splitlines()[:_LINES_OF_TRACEBACK]
    told = "\n".join(f"    {line}" for line in reason)
    number = _count_own(begun[: error.cell_index + 1])
    return f"{run.notebook.name}, cell {number} failed:\n{cell}\n{told}"


def _describe_end(run: Run, begun: list[NotebookNode], told: str) -> str:
    first = begun[-1].source.strip().partition("\n")[0]
    return f"{run.notebook.name}, cell {_count_own(begun)} {told}: {first}"


def _count_own(cells: list[NotebookNode]) -> int:
    """Return the number of cells without the one that papermill adds for the parameters."""
    return sum("injected-parameters" not in cell.metadata.get("tags", []) for cell in cells)


def strip_traces(notebook: NotebookNode) -> NotebookNode:
    """Strip a notebook, in place, of what differs between runs: times, versions, widget states."""
    title = {"title": notebook.metadata.title} if "title" in notebook.metadata else {}
    notebook.metadata = NotebookNode(
        kernelspec=notebook.metadata.get("kernelspec", {}),
        language_info=NotebookNode(name="python"),
        **title,
    )
    for number, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags", [])
        cell.metadata = NotebookNode(tags=tags) if tags else NotebookNode()
        if "injected-parameters" in tags:
            cell.id = f"injected-{number:02d}"
        for output in cell.get("outputs", []):
            if output.get("data", {}).pop(_WIDGET_MIME, None):
                output.metadata["widget"] = True  # so that a report can tell it from a result
    return notebook


def write_notebook(notebook: NotebookNode) -> bytes:
    """Return the content of the file of a notebook."""
    text: str = nbformat.v4.writes(notebook)
    return (text.rstrip("\n") + "\n").encode("utf-8")
