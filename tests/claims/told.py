"""All reports of the project, opened once in this process: what they assert and what they print."""

import ast
import importlib
import pkgutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
import seaborn as sns
from matplotlib.axes import Axes

from helpers import notebook, reports
from helpers.data.tables.folders import find_folders
from helpers.notebook import chart_items, notebook_report
from helpers.pages.items import Section
from helpers.reports.assertions import tabulate_claims
from helpers.reports.comparison.comparison_report import open_comparison_report
from helpers.words.language import Language

LANGUAGES = ("zh", "en")
_PICTURE = "<svg></svg>"
# The notebook of each report, its parameter, and the name under which it keeps the report.
_NOTEBOOKS = {
    "city": ("03-city-report.ipynb", "city", "report"),
    "comparison": ("04-comparison-report.ipynb", "province", "comparison"),
    "audit": ("05-audit.ipynb", "place", "audit"),
    "convergence": ("20-convergence.ipynb", "province", "report"),
    "talent": ("21-talent-and-firms.ipynb", "province", "report"),
    "ranks": ("22-rank-uncertainty.ipynb", "province", "report"),
    "targets": ("23-realistic-targets.ipynb", "province", "report"),
    "plan": ("06-targets.ipynb", "city", "report"),
    "ladders": ("07-ladders.ipynb", "city", "report"),
    "partners": ("08-partners.ipynb", "city", "report"),
    "contracts": ("09-contracts.ipynb", "city", "report"),
    "service": ("10-laboratory-money-service.ipynb", "city", "report"),
}
# Messages that only a picture shows.
_DRAWN = ("part_label", "profile_band")
_OF_A_PROVINCE = [kind for kind, (_, about, _) in _NOTEBOOKS.items() if about != "city"]
# What hardly any document prints of other cities.
_OF_A_CITY = ("plan", "ladders", "partners", "contracts", "service")


@dataclass(frozen=True)
class Told:
    """One report: its claims as rows of text, its sections, and messages that stand in pictures."""

    name: str
    province: str
    language: str
    claims: list[dict[str, str]]
    sections: list[Section]
    drawn: list[tuple[str, str]]

    @property
    def home(self) -> str:
        """Place that the report is about."""
        return self.name.partition("-")[2]


def tell_all(project: Path) -> list[Told]:
    """Open the reports of every city and province in both languages, without pictures."""
    with without_pictures():
        return [
            told
            for language in LANGUAGES
            for province in find_folders(project).provinces
            for told in tell_province(project, province, language)
        ]


def tell_province(project: Path, province: str, language: str) -> Iterator[Told]:
    for kind in _OF_A_PROVINCE:
        yield _run(project, kind, province, province, language)
    opened = open_comparison_report(province, language, "", project)
    for city in opened.cities:
        yield _run(project, "city", city, province, language)
        if opened.report.partnerships["place"].eq(city).any():
            yield from (_run(project, kind, city, province, language) for kind in _OF_A_CITY)


def tell_one(project: Path, city: str, language: str) -> Told:
    """Open the report of one city, or of the province where the name is one of a province.

    Of other notebooks than those of reports the name leads, as in `contracts-luohe`.
    """
    folders = find_folders(project)
    kind, _, city = city.rpartition("-")
    with without_pictures():
        if city in folders.provinces:
            return _run(project, "comparison", city, city, language)
        return _run(project, kind or "city", city, folders.homes[city], language)


def _run(project: Path, kind: str, name: str, province: str, code: str) -> Told:
    """Run the cells of a notebook as they stand, and keep the sections that they show."""
    file, about, holder = _NOTEBOOKS[kind]
    cells = nbformat.read(project / "notebooks" / file, as_version=4).cells
    given = {about: name, "language": code}
    names: dict[str, Any] = {}
    sections: list[Section] = []
    drawn: list[tuple[str, str]] = []
    say = Language.say

    def keep(self: Language, key: str, **values: object) -> str:
        text = say(self, key, **values)
        drawn.extend([(key, text)] if key in _DRAWN else [])
        return text

    with chdir(project), pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # what seaborn calls of matplotlib
        patch.setattr(notebook_report, "_display", sections.append)
        patch.setattr(Language, "say", keep)
        for cell in cells:
            # The end repeats what is cited, and asserts nothing.
            is_end = "write_end_matter(" in cell.source or ".sources()" in cell.source
            if cell.cell_type == "code" and not is_end:
                value = _execute(cell.source, names)
                names |= given if "parameters" in cell.metadata.get("tags", []) else {}
                sections += [value] if isinstance(value, Section) else []
    opened = names[holder]
    report = opened.report if kind in ("comparison", "audit") else opened.base
    table = tabulate_claims(report, "")
    rows = [dict(zip(table.columns, map(str, row), strict=True)) for row in table.to_numpy()]
    return Told(f"{kind}-{name}", province, code, rows, sections, drawn)


def _execute(source: str, names: dict[str, Any]) -> Any:
    """Run a cell, and return what its last line shows."""
    tree = ast.parse(source)
    last = tree.body[-1]
    shown = ast.Expression(last.value) if isinstance(last, ast.Expr) else None
    tree.body = tree.body[:-1] if shown else tree.body
    exec(compile(tree, "cell", "exec"), names)  # noqa: S102  # code of the project
    return eval(compile(shown, "cell", "eval"), names) if shown else None  # noqa: S307


def _draw_points(table: pd.DataFrame, *, x: str, y: str, ax: Axes, **_: object) -> None:
    """Draw the points of a regression without its interval, which is drawn anew each time."""
    ax.scatter(table[x], table[y])


@contextmanager
def without_pictures() -> Iterator[None]:
    """Let every section draw nothing: the words do not depend on the pictures."""
    for found in pkgutil.walk_packages(reports.__path__, "helpers.reports."):
        importlib.import_module(found.name)
    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if not name.startswith("helpers.") or name.startswith("helpers.charts"):
                continue
            for key, value in list(vars(module).items()):
                origin = str(getattr(value, "__module__", ""))
                if key.startswith("draw_") and origin.startswith("helpers.charts"):
                    patch.setattr(module, key, lambda *_, **__: _PICTURE)
        patch.setattr(chart_items, "save_chart", lambda *_: _PICTURE)
        patch.setattr(notebook, "name_points", lambda *_, **__: None)
        patch.setattr(sns, "regplot", _draw_points)
        patch.setattr(sns, "heatmap", lambda table, *, ax, **_: ax.imshow(table))
        yield
