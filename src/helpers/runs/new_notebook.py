"""The start of a notebook of one's own: it runs as it is, and is a report of each city."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat

from helpers.data.codebook import Codebook, read_codebook
from helpers.data.tables.folders import list_own_folders
from helpers.problems import UsageError
from helpers.project import ALL, relative, write_whole
from helpers.runs.notebook_runs import write_notebook
from helpers.runs.report_notebooks import find_report_notebooks

_TAGS = {"parameters": ["parameters"], "notebook": ["notebook-only"]}
_CELLS = (
    (
        "notebook",
        """# {title}

A start that runs: change a cell, run it, and the PDF changes. Whatever a cell shows is set into the
report, unless the cell is tagged `notebook-only` as this one.

可直接运行的起点：改一个单元格并运行，PDF 随之改变。单元格显示的内容都会排入报告，
标有 `notebook-only` 的除外。""",
    ),
    ("parameters", '{parameters}\nlanguage = "en"\nas_of = ""\nreport_of = "{kind}"'),
    (
        "code",
        """import seaborn as sns
from helpers.notebook import COLOURS, {verb}, stop_report

report = {verb}({argument}, language, as_of)
measure = "{measure}"
table = report.wide([measure]).dropna(subset=measure).sort_values(measure, ascending=False)
year = table.attrs["years"][measure]""",
    ),
    (
        "code",
        """question = {{"en": {title!r}, "zh": {title!r}}}
if table.empty:
    stop_report(report, question)
report.cover(question)""",
    ),
    (
        "code",
        """title = {{"en": "A finding in words", "zh": "以文字写出发现"}}
subtitle = {{"en": f"Measure and unit, {{year}}", "zh": f"指标和单位，{{year}}年"}}
with report.chart(table, title, subtitle, height=0.6 + 0.2 * len(table)) as axes:
    sns.barplot(table, x=measure, y="name", color=COLOURS[0], ax=axes)
    axes.set(xlabel="", ylabel="")""",
    ),
    (
        "code",
        """words = {{
    "en": "{{first.name}} has the highest value, {{first}}; {{last.name}} the lowest, {{last}}.",
    "zh": "{{first.name}}最高，为{{first}}；{{last.name}}最低，为{{last}}。",
}}
report.text(words, first=table.iloc[0], last=table.iloc[-1])""",
    ),
    ("code", "report.sources()"),
)
_VERBS = {"city": "open_city", "province": "open_question", "nothing": "open_question"}


def start_notebook(project: Path, title: str, kind: str) -> Iterator[str]:
    """Write a notebook of one's own, which runs, and tell how its reports are made.

    It lies beside data of one's own. Each report is about a `city`, a `province` or `nothing`.

    Raises:
        UsageError: There is such a notebook already, or the name is taken.
    """
    words = re.findall("[a-z0-9]+", title.lower())
    name = "-".join(words) or "question"
    folder = [project, *list_own_folders()][-1] / "notebooks"
    path = folder / f"{name}.ipynb"
    codebook = read_codebook(project)
    taken = [each.name for each in find_report_notebooks(project)]
    if path.exists() or name in (*taken, *codebook.places):
        raise UsageError(f"{name!r} is taken; expected another title, in Latin letters")
    write_whole(path, write_notebook(_compose(codebook, title, kind)))
    yield f"written  {relative(path, project)}: a report of {_tell(kind)}"
    yield "make reports makes them with the others; CITY= and PROVINCE= choose some"


def _tell(kind: str) -> str:
    return "its own" if kind == "nothing" else f"each {kind}"


def _compose(codebook: Codebook, title: str, kind: str) -> Any:
    subject = {"city": codebook.cities, "province": codebook.provinces}.get(kind, [""])
    measures = [name for name in codebook.compared if name in codebook.derived]
    values = {
        "title": title,
        "kind": kind,
        "parameters": "" if kind == "nothing" else f'{kind} = "{next(iter(subject))}"',
        "argument": repr(ALL) if kind == "nothing" else kind,
        "verb": _VERBS[kind],
        "measure": next(iter(measures)),
    }
    make: Any = nbformat.v4
    cells = [_make_cell(form, text.format(**values).strip()) for form, text in _CELLS]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number:02d}"
    return make.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        },
    )


def _make_cell(form: str, text: str) -> Any:
    make: Any = nbformat.v4
    tags: Sequence[str] = _TAGS.get(form, [])
    new = make.new_markdown_cell if form == "notebook" else make.new_code_cell
    return new(text, metadata={"tags": tags} if tags else {})
