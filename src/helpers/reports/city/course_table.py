"""The table of a city year by year: a row for each measure and place, a column for each year."""

import re
from collections.abc import Iterable, Sequence

from helpers.analysis.claims.absence_claims import AbsenceClaim
from helpers.data.figures import AnyFigure, DerivedValue
from helpers.pages.items import Column, Table
from helpers.pages.runs import Runs
from helpers.reports.city.city_profile import name_shortly, strip_unit
from helpers.reports.city.courses import Course, is_bound, is_derived, is_printed, list_measures
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import explain_signs, explain_star, name_unreliable
from helpers.reports.report import Report

_WORDS_BEFORE = re.compile(r"^\D+")
_SCALE = re.compile(r"(?<=\d)(?:bn|m)\b")  # as `course_scale` explains each


def tabulate_courses(city: CityReport, courses: Sequence[Course], most_years: int) -> Table:
    """Set courses in a table, a row for each measure and place, a column for each year."""
    report, say = city.report, city.say
    every = sorted({row.period for course in courses for row in course.rows})
    years = every[-most_years:]
    columns = [Column(say("column_indicator"))]
    columns += [Column(report.language.period(year), "right", 1) for year in years]
    columns.append(Column(say("column_note"), "right"))
    rows: list[list[Runs]] = []
    written: list[AnyFigure] = []
    for course in courses:
        report.carry(course.rows)
        printed = [row for row in course.own if is_printed(row)]
        by_name = {name_course(report, course): [*printed, *course.bounds]}
        derived = [row for row in course.own if not is_printed(row)]
        if derived:
            by_name[report.indicator(derived[0].indicator)] = derived
        for place, found in course.around.items():
            name = name_as_printed(report, course, place, is_told=bool(derived))
            by_name[say("course_around", place=name)] = found
        report.beside_years |= {row.key for row in course.rows}
        written += [row for row in course.rows if row.period in years]
        rows += [
            [[name], *cells, marks]
            for name, found in by_name.items()
            if (cells := _write_years(report, found, years))
            and (shown := [row for row in found if row.period in years])
            and (marks := report.marks_with_findings(shown))
        ]
    within = [cell for row in rows for cell in row[1:-1]]
    used = {scale for cell in within for scale in _SCALE.findall(str(cell))}
    scales = [say(f"course_scale_{scale}") for scale in sorted(used)]
    if [say("none_cell")] in within:
        has_derived = any(map(is_derived, written))
        scales.append(say("course_none_apart") if has_derived else say("none_key"))
    notes = [
        *scales,
        *explain_bounds(report, written),
        *_say_lacking(city, courses),
        *name_unreliable(report, written),
        *explain_star(report, written),
        *explain_signs(report, rows),
    ]
    is_whole = all(row.period >= years[0] for course in courses for row in course.own)
    caption = say("course_table_whole" if is_whole else "course_table", city=city.name)
    return Table(caption, columns, rows, notes)


def _say_lacking(city: CityReport, courses: Sequence[Course]) -> list[str]:
    """Name the measures of which nothing of the city is known, so that they have no row."""
    report, followed = city.report, {course.measure for course in courses}
    lacking = tuple(
        name
        for name, _ in list_measures(report)
        if name not in followed and report.holds(_claim_absence(city, name))
    )
    if not lacking:
        return []
    names = report.join_parts(report.indicator(name, inside=True) for name in lacking)
    return [report.claim("course_lacking", _claim_absence(city, *lacking), names=names)]


def _claim_absence(city: CityReport, *indicators: str) -> AbsenceClaim:
    return AbsenceClaim(indicators=indicators, places=(city.city,), relation="no_actual")


def _write_years(report: Report, rows: Sequence[AnyFigure], years: Sequence[str]) -> list[Runs]:
    """Write the figure of each year; an inferred year bears a star, an open question its sign."""
    known = {row.period: row for row in rows}
    if not set(known) & set(years):
        return []
    cells: list[Runs] = []
    for year in years:
        row = known.get(year)
        signs = report.list_signs(row) if row else []
        text = report.star(write_cell(report, row), row) if row else report.say("none_cell")
        cells.append([text, *signs])
    return cells


def _name_end(row: AnyFigure) -> str:
    return "ceiling" if row.value_high is not None else "floor"


def write_cell(report: Report, row: AnyFigure) -> str:
    """Write the figure of a year, a bound by its sign."""
    return sign_bound(report, row, _write_briefly(report, row))


def sign_bound(report: Report, row: AnyFigure, text: str) -> str:
    """Return a written figure, a bound by its sign: in a narrow cell its words would break."""
    if not is_bound(row):
        return text
    return report.say(f"bound_sign_{_name_end(row)}", figure=_WORDS_BEFORE.sub("", text))


def explain_bounds(report: Report, rows: Iterable[AnyFigure]) -> list[str]:
    """Return what the signs of bounds stand for."""
    ends = {_name_end(row) for row in rows if is_bound(row)}
    return [report.say(f"course_bound_{end}") for end in sorted(ends)]


def _write_briefly(report: Report, row: AnyFigure) -> str:
    """Write a figure without what a head or a form says: derived, and its unit in English."""
    is_plain = isinstance(row, DerivedValue)
    text = report.write_plain(row, is_alone=True) if is_plain else report.write(row)
    return strip_unit(text, report.say("profile_units"))


def name_course(report: Report, course: Course) -> str:
    """Name the printed measure of a course."""
    return name_shortly(report, course.measure)


def name_as_printed(report: Report, course: Course, place: str, *, is_told: bool) -> str:
    """Name a place around, where told with the measure that is printed of it."""
    name, measure = report.place(place), name_course(report, course)
    return report.say("course_place_printed", place=name, measure=measure) if is_told else name
