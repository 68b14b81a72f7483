"""All reports of the project, opened once in this process: what they assert and what they print."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from helpers import reports
from helpers.data.tables.folders import find_folders
from helpers.pages.items import Section
from helpers.reports.assertions import Assertions, tabulate_claims
from helpers.reports.audit.audit_report import open_audit_report
from helpers.reports.city_report import open_city_report
from helpers.reports.comparison.comparison_report import open_comparison_report

LANGUAGES = ("zh", "en")
_PICTURE = "<svg></svg>"
_OPENED = ("city_report", "comparison", "audit")
_NOTEBOOKS = {
    "city": "03-city-report.ipynb",
    "comparison": "04-comparison-report.ipynb",
    "audit": "05-audit.ipynb",
}
_NOT_TOLD = {"parameters", "notebook-only"}


@dataclass(frozen=True)
class Told:
    """One report: its claims as rows of text, and its sections."""

    name: str
    province: str
    language: str
    claims: list[dict[str, str]]
    sections: list[Section]


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
    comparison = open_comparison_report(province, language, "", project)
    yield _run(project, "comparison", comparison, comparison.report, province, province, language)
    audit = open_audit_report(province, language, "", project)
    yield _run(project, "audit", audit, audit.report, province, province, language)
    for city in comparison.cities:
        report = open_city_report(city, language, "", project)
        yield _run(project, "city", report, report.report, city, province, language)


def tell_one(project: Path, city: str, language: str) -> Told:
    """Open the report of one city, or of the province where the name is one of a province."""
    with without_pictures():
        if city in find_folders(project).provinces:
            comparison = open_comparison_report(city, language, "", project)
            opened: Any = comparison
            return _run(project, "comparison", opened, opened.report, city, city, language)
        opened = open_city_report(city, language, "", project)
        return _run(project, "city", opened, opened.report, city, opened.province, language)


def _run(
    project: Path, kind: str, opened: Any, report: Assertions, name: str, province: str, code: str
) -> Told:
    """Run the cells of a notebook that show a section, as they stand."""
    cells = nbformat.read(project / "notebooks" / _NOTEBOOKS[kind], as_version=4).cells
    names: dict[str, Any] = {}
    sections = []
    for cell in cells:
        if cell.cell_type != "code" or _NOT_TOLD & set(cell.metadata.get("tags", [])):
            continue
        lines = cell.source.splitlines()
        if "import" in cell.source:
            imports = [line for line in lines if line.startswith("from ")]
            exec("\n".join(imports), names)  # noqa: S102  # code of the project
            names |= dict.fromkeys(_OPENED, opened)
        elif cell.source.startswith("write_") and "end_matter" not in cell.source:
            sections.append(eval(cell.source, names))  # noqa: S307
    table = tabulate_claims(report, "")
    rows = [dict(zip(table.columns, map(str, row), strict=True)) for row in table.to_numpy()]
    return Told(f"{kind}-{name}", province, code, rows, sections)


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
        yield
