"""Fills the caches of the process that kernels are forked from."""

from pathlib import Path

from helpers.reports.city_report import view_city
from helpers.reports.report import open_report

_ANY_LANGUAGE = "en"


def read_ahead(project: str, as_of: str, *places: str) -> None:
    """Read, audit and compare once what many reports of one day need."""
    for place in places:
        report = open_report(_ANY_LANGUAGE, as_of, Path(project), around=place)
        if report.codebook.places.get(place, {}).get("kind") == "prefecture_city":
            for measure in report.codebook.compared:
                view_city(report, place).compare(measure)
