"""One notebook with one of each kind of output, run once and read back from its PDF."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from helpers.pages.document import collect_content, compile_report
from helpers.runs.notebook_runs import Run, execute

pytestmark = pytest.mark.slow

WORDS = r"""## Words of the analyst

A formula $\beta = \frac{1}{n}$ inside.

- first entry
- second entry

| City | Share |
|:--|--:|
| Example | 77.5 |

$$\sigma = \sqrt{x}$$
"""
OPEN = """import matplotlib.pyplot as plt
import seaborn as sns
from helpers.notebook import open_question
report = open_question(province, language, as_of)
report.cover("One of each kind", "What an analyst shows")"""
CHART = """rows = report.figures("rd_intensity", ["luohe", "sanmenxia"], 2023)
with report.chart(rows, "Drawn by seaborn", "Per cent of GDP") as axes:
    sns.barplot(rows, x="value", y="name", ax=axes)"""
PLOT = """figure, axes = plt.subplots()
rows.plot.bar(x="name", y="value", ax=axes)"""


@dataclass(frozen=True)
class Export:
    """The notebook as it was set: text, alternative texts, kinds of tags, what was told."""

    text: str
    alternatives: list[str]
    tags: set[str]
    told: list[str]


def list_elements(node: Any) -> Iterator[DictionaryObject]:
    value = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(value, ArrayObject):
        for part in value:
            yield from list_elements(part)
    elif isinstance(value, DictionaryObject) and "/S" in value:
        yield value
        yield from list_elements(value.get("/K"))


@pytest.fixture(scope="module")
def exported(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Export:
    folder = tmp_path_factory.mktemp("own")
    make: Any = nbformat.v4
    code, words = make.new_code_cell, make.new_markdown_cell
    parameters = 'province = "henan"\nlanguage = "en"\nas_of = ""'
    notebook = make.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        cells=[
            code(parameters, metadata={"tags": ["parameters"]}),
            code(OPEN),
            words(WORDS),
            words("只在中文中出现。", metadata={"tags": ["zh"]}),
            code(CHART),
            code(PLOT),
            code('rows[["name", "value"]]'),
            code('print("printed 12345")'),
            code('report.text("{row.name} reached {row}.", row=rows.iloc[0])'),
            code("open"),
            code("report.sources()"),
        ],
    )
    path = folder / "notebooks" / "own.ipynb"
    path.parent.mkdir()
    for part in ("data", "reports"):
        (folder / part).symlink_to(project / part)
    nbformat.write(notebook, path)
    content = collect_content(execute(Run(path, {}), folder / "ran.ipynb"), "own.en")
    reader = PdfReader(io.BytesIO(compile_report(content)))
    root: Any = reader.root_object["/StructTreeRoot"]
    elements = list(list_elements(root.get_object()["/K"]))
    return Export(
        " ".join(" ".join(page.extract_text() for page in reader.pages).split()),
        [str(element["/Alt"]) for element in elements if "/Alt" in element],
        {str(element["/S"]) for element in elements},
        content["told"],
    )


@pytest.mark.parametrize(
    "seen",
    [
        "Drawn by seaborn Per cent of GDP",
        "first entry",
        "Example 77.5",
        "Luohe 2.1",  # a row of the DataFrame
        "printed 12345",
        "Luohe reached 2.1%",
        "The analyst's own; no rows of this report stand behind it.",
    ],
)
def test_what_an_analyst_shows_is_in_the_pdf(exported: Export, seen: str) -> None:
    assert seen in exported.text.replace("’", "'")


def test_what_is_for_the_other_language_is_not(exported: Export) -> None:
    assert "只在中文" not in exported.text


def test_pictures_and_formulas_have_words_for_those_who_cannot_see(exported: Export) -> None:
    chart, *_ = (text for text in exported.alternatives if text.startswith("Drawn by seaborn"))

    # The figures as printed: 2.1% in the report of the city, 2.67% in a list of cities.
    assert "Luohe" in chart
    assert "2.1%" in chart
    assert "2.67%" in chart
    assert r"\sigma = \sqrt{x}" in exported.alternatives
    assert r"\beta = \frac{1}{n}" in exported.alternatives
    assert "Picture by the analyst, without a description in words." in exported.alternatives


def test_what_is_shown_is_tagged_as_what_it_is(exported: Export) -> None:
    assert {"/H1", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure"} <= exported.tags


def test_what_cannot_be_set_is_told(exported: Export) -> None:
    picture, output = exported.told

    assert picture.startswith("cell 6: a picture has no description in words")
    assert output.startswith("cell 10: an output is left out (<")
