"""Contents of reports for the tests of pages: from the executed notebooks, without a kernel."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat

from helpers.analysis.profile import Position
from helpers.pages.document import collect_content
from helpers.pages.items import Section
from helpers.reports.city.city_profile import list_positions
from helpers.reports.city.courses import list_courses
from helpers.reports.city.first_page import write_headline, write_profile, write_standouts
from helpers.reports.city.key_findings import list_findings_by_rule
from helpers.reports.city.over_time import write_over_time
from helpers.reports.city_report import CityReport, open_city_report
from helpers.reports.end_matter import write_end_matter

NOTEBOOKS = {
    "luohe.en": "03-city-report.ipynb",
    "comparison.en": "04-comparison-report.ipynb",
    "audit.en": "05-audit.ipynb",
}

Content = dict[str, Any]


def collect(*sections: Section) -> Content:
    """Collect content as from a notebook whose cells have shown these sections."""
    cells = []
    for section in sections:
        shown = nbformat.v4.new_output("display_data", data=section._repr_mimebundle_())
        cells.append(nbformat.v4.new_code_cell("section", outputs=[shown]))
    return collect_content(nbformat.v4.new_notebook(cells=cells), "notebook")


def read_content(project: Path, name: str) -> Content:
    """Read the content of a committed notebook by the name of its report."""
    notebook = nbformat.read(project / "notebooks" / NOTEBOOKS[name], as_version=4)
    return collect_content(notebook, name)


def make_short_report(project: Path) -> Content:
    """Make the first page, one section and the notes of a report in Chinese."""
    city = open_city_report("luohe", "zh", project=project)
    return collect(*write_short_report(city))


def write_short_report(city: CityReport) -> list[Section]:
    """Write the first page, the years and the notes of a city."""
    courses = list_courses(city)
    first = write_first_page(city, list_positions(city))
    years = write_over_time(city, courses, courses[:4], 7)
    return [first, years, write_end_matter(city.report)]


def write_first_page(city: CityReport, positions: Sequence[Position]) -> Section:
    """Write the first page as the notebook does: a third of the ranks stands out, one lags."""
    ranked = sorted((one for one in positions if one.is_narrow), key=lambda one: one.height)
    ranked.sort(key=lambda one: one.is_context)
    high = [one for one in ranked if one.height <= 1 / 3]
    low = [one for one in ranked if one.height >= 2 / 3]
    low.sort(key=lambda one: (one.is_context, -one.height))
    findings = list_findings_by_rule(city, positions, 4)
    first = write_headline(city, findings) + write_profile(city, positions, high, low, 3)
    return first + write_standouts(city, positions, high, low, 3, (3, 6))


def describe(report: str, language: str, overview: dict[str, Any] | None = None) -> Content:
    """Return the content of a report that has a first page only."""
    meta = {"language": language, "running": f"{report} {language}", "known": "known"}
    title = f"{report} rises"
    cover = {
        "kind": "cover",
        "title": title,
        "subtitle": "",
        "cards": [],
        "overview": overview or {},
    }
    meta |= {"author": "", "date": "2026-03-22", "contents": "", "page": ""}
    return {"title": title, "meta": meta, "items": [cover]}


def list_two_cities(language: str, luohe: str = "2.1%", zhengzhou: str = "2.72%") -> Content:
    """Return the comparison of two cities of Henan on one rate, known over three years."""
    cells = {
        city: [
            {
                "text": text,
                "value": float(text.strip("%<")) if text else None,
                "is_bound": text.startswith("<"),
                "rank": rank,
            }
        ]
        for city, text, rank in (("zhengzhou", zhengzhou, "1"), ("luohe", luohe, "2"))
    }
    lines = {"zhengzhou": [[[2021, 2.0], [2022, 4.0], [2023, 4.0]]], "luohe": [[[2023, 1.0]]]}
    rate = {"zh": "强度", "en": "Intensity"}[language]
    year = {"zh": "2023年", "en": "2023"}[language]
    overview = {
        "measures": [{"measure": "rd_intensity", "name": rate, "period": year}],
        "trend": {"name": rate, "period": "2021–2023", "first": 2021, "last": 2023},
        "map": {"name": rate, "period": year, "low": luohe, "high": zhengzhou},
        "cities": [
            {"city": city, "cells": cells[city], "line": lines[city], "level": level}
            for city, level in (("zhengzhou", 4), ("luohe", 0))
        ],
    }
    return describe("comparison.henan", language, overview)
