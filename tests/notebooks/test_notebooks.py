import ast
import csv
import functools
import io
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from pypdf import PdfReader

from helpers.data.raw_data import RawData
from helpers.pages.document import ReportPDFExporter
from helpers.problems import UsageError
from helpers.runs.notebook_runs import write_notebook

ROOT = Path(__file__).resolve().parents[2]
# The shipped ones; a notebook of one's own has no number and any form.
PATHS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
NOT_IN_PRINT = [path for path in PATHS if re.search("-(?:explore|clean|derive|intake)$", path.stem)]
REPORTS = [path for path in PATHS if path not in NOT_IN_PRINT]
MACHINE = re.compile(r"(?<![\w.:/])/(?:home|root|work|Users|tmp|opt|usr|var|mnt|private)/|[A-Z]:\\")
MOST_LINES = 12
FIRST_QUESTION = 20
MOST_BYTES = 500_000

each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


@functools.cache
def read(path: Path) -> NotebookNode:
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tagged(notebook: NotebookNode, tag: str) -> list[NotebookNode]:
    return [cell for cell in code_cells(notebook) if tag in cell.metadata.get("tags", [])]


# --- every committed notebook ------------------------------------------------------------------


def test_steps_and_questions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:2]) for path in PATHS]
    steps = [number for number in numbers if number < FIRST_QUESTION]

    assert len(steps) > 10
    assert steps == list(range(len(steps)))
    assert numbers[len(steps) :] == list(range(FIRST_QUESTION, FIRST_QUESTION + 4))


@each_notebook
def test_every_code_cell_has_been_run_once_and_in_order(path: Path) -> None:
    # nbval does not compare a cell that was never run: it would verify nothing.
    counts = [cell.execution_count for cell in code_cells(read(path))]

    assert counts == list(range(1, len(counts) + 1))


@each_notebook
def test_no_cell_failed_and_none_complained(path: Path) -> None:
    outputs = [output for cell in code_cells(read(path)) for output in cell.outputs]

    assert [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"] == []


@each_notebook
def test_cells_are_short_and_no_line_ends_in_a_semicolon(path: Path) -> None:
    for cell in code_cells(read(path)):
        lines = cell.source.splitlines()
        assert len(lines) <= MOST_LINES
        assert [line for line in lines if line.rstrip().endswith(";")] == []


@each_notebook
def test_no_path_of_a_machine_is_left_behind(path: Path) -> None:
    assert MACHINE.findall(path.read_text(encoding="utf-8")) == []


@each_notebook
def test_a_notebook_has_one_cell_of_parameters_with_plain_ascii_texts(path: Path) -> None:
    (cell,) = tagged(read(path), "parameters")
    statements = ast.parse(cell.source).body

    assert statements
    for statement in statements:
        assert isinstance(statement, ast.Assign)
        value = ast.literal_eval(statement.value)
        # Other signs would be written as \u6f2f into the notebook.
        assert isinstance(value, str)
        assert value.isascii()


@each_notebook
def test_the_metadata_tell_nothing_of_the_run(path: Path) -> None:
    notebook = read(path)

    assert set(notebook.metadata) - {"title"} == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.language_info == {"name": "python"}
    assert [cell.metadata for cell in notebook.cells if set(cell.metadata) - {"tags"}] == []


@each_notebook
def test_a_notebook_is_stored_in_one_form_only(path: Path) -> None:
    content = path.read_bytes()

    assert write_notebook(read(path)) == content
    assert content.endswith(b"}\n")


@each_notebook
def test_a_notebook_is_small_enough_to_be_shown_on_a_code_hosting_site(path: Path) -> None:
    assert path.stat().st_size < MOST_BYTES


@each_notebook
def test_the_cells_of_a_notebook_have_names_of_their_own(path: Path) -> None:
    names = [cell.id for cell in read(path).cells]

    assert len(set(names)) == len(names)


@each_notebook
def test_a_notebook_explains_itself_in_words_that_stay_out_of_print_or_are_in_one_language(
    path: Path,
) -> None:
    words = [cell for cell in read(path).cells if cell.cell_type == "markdown"]

    assert words
    assert words[0].source.startswith("# ")
    assert all(set(cell.metadata.get("tags", [])) & {"notebook-only", "zh", "en"} for cell in words)


@each_notebook
def test_a_notebook_holds_no_logic_of_its_own(path: Path) -> None:
    # An essay may go over its panels, and leave out a chart of nothing; more is worth a test.
    logic = (ast.FunctionDef, ast.ClassDef, ast.While, ast.Try, ast.Lambda)
    for cell in code_cells(read(path)):
        assert [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, logic)] == []


@pytest.mark.parametrize("name", ["01-clean", "02-derive"])
def test_the_notebooks_about_data_show_tables_and_no_raw_text(name: str) -> None:
    cells = code_cells(read(ROOT / f"notebooks/{name}.ipynb"))
    outputs = [output for cell in cells for output in cell.outputs]

    assert len(outputs) >= 3
    assert all("text/html" in output.get("data", {}) for output in outputs)


def test_the_cleaning_notebook_shows_every_row_it_read(raw: RawData) -> None:
    notebook = read(ROOT / "notebooks/01-clean.ipynb")
    (cell,) = tagged(notebook, "parameters")
    province, subject = re.findall('"(.*)"', cell.source)
    frame = raw.provinces[province].frames[subject]
    tables = [output.data["text/html"] for c in code_cells(notebook) for output in c.outputs]
    texts = [*frame["figure_id"], *frame["as_printed"]]

    assert len(frame) > 10
    assert [text for text in texts if f">{text}<" not in tables[1]] == []


# --- from a notebook to print ------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_committed_report_can_be_exported_as_it_is(path: Path) -> None:
    pdf, _ = ReportPDFExporter().from_filename(str(path))  # type: ignore[no-untyped-call]

    assert len(PdfReader(io.BytesIO(pdf)).pages) > 1


@pytest.mark.parametrize("path", NOT_IN_PRINT, ids=lambda path: path.stem)
def test_what_makes_or_explores_data_has_nothing_to_print_and_says_so(path: Path) -> None:
    with pytest.raises(UsageError, match=path.stem):
        ReportPDFExporter().from_filename(str(path))  # type: ignore[no-untyped-call]


# --- no code names a city ----------------------------------------------------------------------


@functools.cache
def list_places() -> re.Pattern[str]:
    """Return what finds the slug or a name of any place, in words of their own where Latin."""
    with (ROOT / "data/raw/henan/places.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    chinese = {row[column] for row in rows for column in ("name_zh", "short_zh")}
    chinese -= {"全国"}  # a word for the whole nation, not its name
    latin = {row[column] for row in rows for column in ("place", "name_en")}
    latin |= {name.removesuffix(" County").removesuffix(" District") for name in latin}
    return re.compile(rf"{'|'.join(chinese)}|(?<![A-Za-z])(?i:{'|'.join(latin)})(?![A-Za-z])")


def list_words(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the names and texts of a module.

    Left out are docstrings, and what argparse shows as help: there a city may be an example.
    """
    left_out: set[int] = set()
    for node in ast.walk(module):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr):
                left_out.add(id(first.value))
        elif isinstance(node, ast.keyword) and node.arg in ("help", "description", "epilog"):
            left_out.update(id(part) for part in ast.walk(node.value))
    for node in ast.walk(module):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg


def test_no_code_names_a_place() -> None:
    modules = {
        path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8"))
        for path in (ROOT / "src/helpers").rglob("*.py")
    }

    assert len(modules) > 100
    assert [
        (path, line, word)
        for path, module in modules.items()
        for line, word in list_words(module)
        if list_places().search(word.replace("_", " "))
    ] == []


@pytest.mark.parametrize("name", ["src/helpers/words/messages.toml", "reports/template/report.typ"])
def test_no_message_and_no_template_names_a_place(name: str) -> None:
    assert list_places().findall((ROOT / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_no_code_of_a_notebook_names_a_place_but_its_parameters(path: Path) -> None:
    notebook = read(path)
    parameters = tagged(notebook, "parameters")
    code = [cell.source for cell in code_cells(notebook) if cell not in parameters]

    assert [source for source in code if list_places().search(source)] == []


def test_a_place_is_found_where_it_is_named() -> None:
    places = list_places()

    for text in ("luohe", "漯河市", "write luohe title", "Wuzhi County", "if city == 'Luohe'"):
        assert places.search(text)
    for text in ("province", "whole_city", "haleluohex"):
        assert not places.search(text)
