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
        bounds: The bound of each year of which no more is known.
        around: Those of the places around it, by place, the nearest first.
    """

    measure: str
    own: Sequence[AnyFigure]
    bounds: Sequence[AnyFigure]
    around: dict[str, list[AnyFigure]]

    @property
    def years(self) -> list[str]:
        """The years with a figure of the city, in their order."""
        return sorted({row.period for row in self.own})

    @property
    def rows(self) -> list[AnyFigure]:
        """All figures: of the city, then of the places around it."""
        around = (row for rows in self.around.values() for row in rows)
        return [*self.own, *self.bounds, *around]

    @property
    def lines(self) -> dict[str, list[AnyFigure]]:
        """The figures drawn, by year: of the city, without a name, and of the places around it."""
        bounds = [row for row in self.bounds if row.period not in self.years]
        own = sorted([*drop_doubles(self.own), *bounds], key=lambda row: row.period)
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
        courses.append(Course(measure, own, _list_bounds(report, measure, city.city), known))
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


def _list_bounds(report: Report, measure: str, place: str) -> list[AnyFigure]:
    """Return the bound of each year of which no more is known."""
    known = report.collect_standings(measure, [place]).values()
    rows = [standings[place].row for standings in known if standings[place].kind == "bound"]
    return [row for row in rows if row is not None]


def _list_provisional(city: CityReport, measure: str, settled: Set[str]) -> list[AnyFigure]:
    """Return the provisional figures of the years that have no settled one, the latest of each."""
    rows = list_figures(city.of_city(measure))
    known = {row.period: row for row in rows if row.is_provisional and row.basis == "actual"}
    return [row for year, row in known.items() if year not in settled]


def is_printed(row: AnyFigure) -> bool:
    """Return whether a figure is printed, not derived."""
    return not isinstance(row, DerivedValue)


def is_derived(row: AnyFigure) -> bool:
    """Return whether a figure is derived and has a value."""
    return not is_printed(row) and not is_bound(row)


def is_bound(row: AnyFigure) -> bool:
    """Return whether only one end of what a figure may be is known."""
    return isinstance(row, DerivedValue) and row.is_bound
