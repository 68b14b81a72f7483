"""The measures of a city that can be followed over the years, and those of the places around."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from helpers.data.figures import AnyFigure, DerivedValue, list_figures
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import drop_doubles
from helpers.reports.report import Report

_YEARS_BEFORE = 2


@dataclass(frozen=True)
class Course:
    """One measure of a city over the years.

    Attributes:
        measure: The printed indicator.
        own: The figures of the city, one a year, provisional where none is settled; of the same
            meaning, derived ones too.
        around: Those of the places around it, by place, the nearest first.
    """

    measure: str
    own: Sequence[AnyFigure]
    around: dict[str, list[AnyFigure]]

    @property
    def years(self) -> list[str]:
        """The years with a figure of the city, in their order."""
        return sorted({row.period for row in self.own})

    @property
    def rows(self) -> list[AnyFigure]:
        """All figures: of the city, then of the places around it."""
        return [*self.own, *(row for rows in self.around.values() for row in rows)]

    @property
    def lines(self) -> dict[str, list[AnyFigure]]:
        """The values drawn, by year: of the city, without a name, and of the places around it."""
        own = sorted(drop_doubles(self.own), key=lambda row: row.period)
        since = str(int(own[0].period[:4]) - _YEARS_BEFORE)
        around = {
            place: [row for row in rows if row.period >= since]
            for place, rows in self.around.items()
        }
        return {"": own, **{place: rows for place, rows in around.items() if rows}}


def list_courses(city: CityReport) -> list[Course]:
    """Return what can be followed over the years, in the order of the codebook.

    A measure counts whose places are compared, itself or by a rate. Only rates have places around.
    """
    report, courses = city.report, []
    for measure, is_rate in list_measures(report):
        same = report.codebook.derived_like(measure)
        own = _list_years(report, [measure, *same], city.city)
        own += _list_provisional(city, measure, {row.period for row in own if is_printed(row)})
        around = report.codebook.enclosing(city.city) if is_rate else []
        known = {place: _list_years(report, [measure], place) for place in around}
        courses.append(Course(measure, own, known))
    return [course for course in courses if course.own]


def list_measures(report: Report) -> list[tuple[str, bool]]:
    """Return the printed indicators whose places are compared, and whether each is a rate."""
    book = report.codebook
    is_sized = {name: book.is_ranked_by_rate(name) for name in book.indicators}
    return [(name, not sized) for name, sized in is_sized.items() if sized or name in book.compared]


def _list_years(report: Report, measures: Sequence[str], place: str) -> list[AnyFigure]:
    """Return the figure with a value that counts in each year, of each of some measures."""
    rows: list[AnyFigure] = []
    for measure in measures:
        for _, places in sorted(report.collect_standings(measure, [place]).items()):
            row = places[place].row
            if row is not None and row.value is not None:
                rows.append(row)
    return rows


def _list_provisional(city: CityReport, measure: str, settled: Set[str]) -> list[AnyFigure]:
    """Return the provisional figures of the years that have no settled one, the latest of each."""
    rows = list_figures(city.of_city(measure))
    known = {row.period: row for row in rows if row.is_provisional and row.basis == "actual"}
    return [row for year, row in known.items() if year not in settled]


def is_printed(row: AnyFigure) -> bool:
    """Return whether a figure is printed, not derived."""
    return not isinstance(row, DerivedValue)
