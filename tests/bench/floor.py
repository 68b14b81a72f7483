"""The floor: the charts and pages of every report, drawn and set in one warm process.

Run as a process of its own; prints the CPU seconds of charts and pages as JSON.
"""

import ast
import contextlib
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.formatters import MimeBundleFormatter

from helpers.charts import canvas
from helpers.pages.document import collect_content, compile_report
from helpers.project import find_project
from helpers.runs.pipeline import Job, plan_reports


class Meter:
    """CPU seconds spent between opening a chart and leaving it."""

    def __init__(self) -> None:
        """Start at nothing."""
        self.seconds = 0.0

    def wrap(self, draw: Any) -> Any:
        """Return a context manager that counts what happens inside."""

        @contextlib.contextmanager
        def measured(*arguments: Any, **named: Any) -> Iterator[Any]:
            start = time.process_time()
            with draw(*arguments, **named) as opened:
                yield opened
            self.seconds += time.process_time() - start

        return measured


def replace_everywhere(name: str, old: object, new: object) -> None:
    """Put another function in the place of one, wherever it was imported."""
    for module in [module for key, module in sys.modules.items() if key.startswith("helpers")]:
        if getattr(module, name, None) is old:
            setattr(module, name, new)


def run_cells(job: Job) -> nbformat.NotebookNode:
    """Run the cells of a report here, keeping what its last expressions show."""
    notebook: nbformat.NotebookNode = nbformat.read(job.run.notebook, 4)
    names: dict[str, Any] = {}
    formatter = MimeBundleFormatter()
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        *lines, last = compile_cell(cell.source)
        for line in lines:
            exec(line, names)  # noqa: S102
        value = eval(last, names) if last else None  # noqa: S307
        if "parameters" in cell.metadata.get("tags", []):
            names |= job.run.parameters
        bundle = formatter(value) if value is not None else None
        data = (bundle[0] if isinstance(bundle, tuple) else bundle) or {}
        cell.outputs = [nbformat.v4.new_output("display_data", data=data)]
    return notebook


def compile_cell(source: str) -> tuple[Any, Any]:
    """Compile a cell: its statements, and its last expression or nothing."""
    tree = ast.parse(source)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = compile(ast.Expression(tree.body.pop().value), "cell", "eval")  # type: ignore[attr-defined]
    return compile(tree, "cell", "exec"), last


def main() -> None:
    """Draw and set every report twice in this process, and count the second time."""
    project = find_project()
    jobs = plan_reports(project, Path("unused"))
    run_cells(jobs[0])
    meter = Meter()
    replace_everywhere("open_chart", canvas.open_chart, meter.wrap(canvas.open_chart))
    compiling = drawing = everything = 0.0
    for job in jobs:
        start = time.process_time()
        notebook = run_cells(job)
        content = collect_content(notebook, job.name)
        before = time.process_time()
        compile_report(content)
        compiling += time.process_time() - before
        everything += time.process_time() - start
    drawing = meter.seconds
    print(json.dumps({"charts": drawing, "pages": compiling, "all": everything, "n": len(jobs)}))


if __name__ == "__main__":
    main()
