"""The notebooks that make reports: each says in its cell of parameters what it is a report of.

    report_of = "city"          # or "province", or "nothing"
    report_name = "question"    # optional: by default the name of the file without its number

Only the standard library is needed to find them.
"""

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.data.tables.folders import list_own_folders
from helpers.problems import UsageError
from helpers.project import ALL, BENCH, INDEX, TEMPLATE, relative

KIND, NAME = "report_of", "report_name"
KINDS = ("city", "province", "nothing")
_COMMON = ("language", "as_of")
_NUMBER = re.compile(r"^[0-9]+-")
_PLAIN = re.compile("[a-z][a-z0-9-]*")
_READS_ALL = re.compile(rf"""["']{ALL}["']""")


@dataclass(frozen=True)
class ReportNotebook:
    """A notebook that makes reports.

    Attributes:
        path: The file.
        kind: What each of its reports is about: a city, a province, or nothing in particular.
        name: What the names of its reports begin with; empty for the report of a city itself.
        parameter: The parameter that takes the slug of the city or province.
        reads_all: Whether it may read other provinces than that of its report.
    """

    path: Path
    kind: str
    name: str
    parameter: str = ""
    reads_all: bool = False

    def name_report(self, subject: str) -> str:
        """Return the name of a report, such as `question.luohe`, without day and language."""
        return ".".join(filter(None, [self.name, subject]))

    def bind(self, subject: str, common: Mapping[str, str]) -> dict[str, str]:
        """Return the parameters of a report: its city or province, if any, language and day."""
        return {**({self.parameter: subject} if subject else {}), **common}


def list_notebook_files(project: Path) -> list[Path]:
    """Return the notebooks of a project, then those beside the data of one's own."""
    folders = [project, *list_own_folders()]
    return [path for f in folders for path in sorted((f / "notebooks").glob("[!.]*.ipynb"))]


def find_report_notebooks(project: Path, places: Sequence[str] = ()) -> list[ReportNotebook]:
    """Find the notebooks that make reports, in the order of their files.

    No report may be called like a place.

    Raises:
        UsageError: A notebook is not clear about what it is a report of, or its name is taken.
    """
    found: dict[str, ReportNotebook] = {}
    for path in list_notebook_files(project):
        one = _read_notebook(path, project)
        if one is None:
            continue
        shown = relative(path, project)
        if one.name in (INDEX, TEMPLATE, BENCH, ALL, *places):
            raise UsageError(f"{shown}: the name {one.name!r} is taken; {_advise(one.name)}")
        if one.name in found:
            other = relative(found[one.name].path, project)
            told = f"{shown}: {other} makes reports called {one.name!r} too"
            raise UsageError(f"{told}; {_advise(one.name)}")
        found[one.name] = one
    return list(found.values())


def _advise(name: str) -> str:
    return f"expected another, such as {NAME} = {f'{name}-question'!r} in its cell of parameters"


def _read_notebook(path: Path, project: Path) -> ReportNotebook | None:
    """Return what a notebook says of its reports; None where it makes none."""
    raw = path.read_bytes()
    if KIND.encode() not in raw:
        return None
    try:
        cells = json.loads(raw)["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
        parameters = dict(_list_assigned("".join(tagged[0]["source"]))) if tagged else {}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # executing it tells what is wrong
    kind = parameters.get(KIND)
    if kind is None:
        return None
    shown = relative(path, project)
    if kind not in KINDS:
        expected = ", ".join(map(repr, KINDS))
        raise UsageError(f"{shown}: {KIND} = {kind!r}; expected one of {expected}")
    about = "place" if kind not in parameters and "place" in parameters else kind
    needed = [*([] if kind == "nothing" else [about]), *_COMMON]
    missing = [name for name in needed if name not in parameters]
    if missing:
        told = f"{shown}: its cell of parameters does not set {', '.join(missing)}"
        raise UsageError(f"{told}; expected a line such as {missing[0]} = ''")
    name = parameters.get(NAME, _NUMBER.sub("", path.stem))
    if not _PLAIN.fullmatch(name) and NAME not in parameters:
        told = f"{shown}: its name is not made of small Latin letters, digits and hyphens"
        raise UsageError(f"{told}; expected {NAME} = 'question' in its cell of parameters")
    reads_all = kind == "nothing" or any(map(_READS_ALL.search, sources))
    return ReportNotebook(path, kind, name, about, reads_all)


def _list_assigned(source: str) -> Iterator[tuple[str, str]]:
    for statement in ast.parse(source).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                yield name, text
