import runpy
from pathlib import Path

import nbformat
import pytest
from project_copies import copy_project

from helpers.runs.new_notebook import start_notebook

pytestmark = pytest.mark.slow


def run_start(project: Path, kind: str, **parameters: str) -> str:
    """Write a start, run its cells with other parameters, and return how it ended."""
    list(start_notebook(project, "A question", kind))
    notebook = nbformat.read(project / "notebooks/a-question.ipynb", as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    chosen = [f"{name} = {value!r}" for name, value in parameters.items()]
    script = project / "start.py"
    script.write_text("\n".join([cells[0], *chosen, *cells[1:]]), encoding="utf-8")
    try:
        runpy.run_path(str(script))
    except SystemExit as end:
        return f"ended early with {end.code}"
    return "ran to its end"


@pytest.fixture
def copy(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copied = copy_project(project, tmp_path)
    monkeypatch.chdir(copied)
    return copied


@pytest.mark.parametrize("kind", ["city", "nothing"])
def test_a_start_runs_in_chinese_too(
    copy: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_start(copy, kind, language="zh") == "ran to its end"
    shown = capsys.readouterr().out
    assert "以文字写出发现" in shown
    assert "最高，为" in shown


def test_a_start_ends_early_where_nothing_is_known_and_has_one_first_page(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_start(copy, "province", as_of="2012-12-31") == "ended early with 0"
    assert capsys.readouterr().out.count("A question") == 1
