"""What the tests of the views read out of a section: its tables, its chart, its cells."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from helpers.pages.items import Chart, Section, Table
from helpers.pages.runs import show_plain
from helpers.reports.city_report import CityReport, open_city_report

Write = Callable[..., tuple[CityReport, Section]]
WriteSection = Callable[..., Section]


def write_once(project: Path, write: Callable[[CityReport], Section]) -> Write:
    """Return a function that opens a city and writes a view of it, once for each set of words."""

    @cache
    def open_once(city: str, language: str, as_of: str = "") -> tuple[CityReport, Section]:
        report = open_city_report(city, language, as_of, project)
        return report, write(report)

    return open_once


def read_sections(write: Write) -> WriteSection:
    """Return a function that gives the view of a city alone, in English where not said."""
    return lambda city, language="en", as_of="": write(city, language, as_of)[1]


def find_tables(section: Section) -> list[Table]:
    """Return the tables of a section in their order."""
    return [item for item in section.items if isinstance(item, Table)]


def find_chart(section: Section) -> Chart:
    """Return the only chart of a section."""
    (chart,) = [item for item in section.items if isinstance(item, Chart)]
    return chart


def read_rows(table: Table) -> list[list[str]]:
    """Return the cells of a table as text, without the last column, which holds the marks."""
    return [[show_plain(cell) for cell in row[:-1]] for row in table.rows]


def read_rungs(section: Section) -> dict[tuple[str, str], list[str]]:
    """Return the cells of the first table by its first two columns: rung and level."""
    rows = [[show_plain(cell) for cell in row] for row in find_tables(section)[0].rows]
    return {(row[0], row[1]): row[2:] for row in rows}
