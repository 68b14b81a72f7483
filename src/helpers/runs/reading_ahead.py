"""What many reports read, read once: their kernels are copies of the process that did it."""

from pathlib import Path

from helpers.analysis.standings import COMPARED
from helpers.data.tables.csv_tables import read_table
from helpers.data.tables.data_package import read_package
from helpers.reports.city_report import view_city
from helpers.reports.report import open_report

_ANY_LANGUAGE = "en"


def read_ahead(project: str, as_of: str, *places: str) -> None:
    """Read, audit and compare what the reports on some places of one day are going to read.

    Args:
        project: Project folder.
        as_of: Day such as `2022-12-31`; empty for everything.
        *places: Slugs of cities; a word that is none stands for everything. Without them only
            the tables of `data/raw` are read.
    """
    folder = Path(project)
    package = read_package(folder / "data" / "raw", folder)
    for table in package.tables.values():
        read_table(table)
    for place in places:
        report = open_report(_ANY_LANGUAGE, as_of, folder, around=place)
        if place in report.codebook.places:
            for measure in COMPARED:
                view_city(report, place).compare(measure)
