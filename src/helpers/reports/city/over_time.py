"""A city over the years: panels of what it is measured by, and the figures behind them."""

import re
from collections.abc import Sequence
from itertools import chain

from helpers.analysis.changes import Change, list_changes
from helpers.analysis.claims.absence_claims import AbsenceClaim
from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.charts.points import CLOSED, OPEN, Point, pair_points
from helpers.charts.trend_panels import Background, Panel, draw_panels
from helpers.data.figures import AnyFigure, DerivedValue, Figure, tabulate
from helpers.pages.items import Chart, Column, Heading, Item, Section, Table
from helpers.pages.runs import Runs
from helpers.reports.city.city_profile import name_inside, name_shortly, strip_unit
from helpers.reports.city.courses import Course, is_printed, list_measures
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import (
    explain_reliability,
    explain_signs,
    explain_star,
    list_points,
    name_unreliable,
    write_alternative,
)
from helpers.reports.report import Report, is_inferred

_WORDS_BEFORE = re.compile(r"^\D+")
_SCALED = re.compile(r"\d(?:bn|m)\b")  # as the unit `course_scales` explains


def write_over_time(
    city: CityReport, courses: Sequence[Course], drawn: Sequence[Course], most_years: int
) -> Section:
    """Write the panels of the courses drawn, and the table of all courses under them.

    The table has the last `most_years`; earlier ones stay in the attached file. Nothing is written
    where no year of any measure is known.
    """
    if not courses:
        return Section([])
    items: list[Item] = [Heading(city.say("section_over_time"))]
    if drawn:
        items.append(draw_courses(city, drawn, write_course_title(city, drawn)))
    return Section([*items, tabulate_courses(city, courses, most_years)])


def write_course_title(city: CityReport, courses: Sequence[Course]) -> str:
    """Write the longest change to the latest year that holds, of the first course that has one.

    Only points that the panel joins are told, so that the change is seen. A change that a year
    between, or a later one, contradicts is not told; of one that begins at a turn the year before
    it is told too. Figures of one document are told as what it says: it may
    differ from what others print of these years. What the audit leaves open is said.
    """
    report = city.report
    change, before = _find_told(city, courses)
    if change is None:
        return city.say("course_title", city=city.name)
    if before is None:
        text = report.say_change("course", change)
    else:
        text = report.say_change(
            "course_turn",
            change,
            ValueClaim(figure=before),
            before=report.write(before),
            earlier=report.period(before),
        )
    if change.first.source == change.second.source:
        text = city.say("course_cited", text=text, source=report.source(change.first.source))
    is_open = report.list_signs(change.first) or report.list_signs(change.second)
    return city.say("course_open", text=text) if is_open else text


def _find_told(city: CityReport, courses: Sequence[Course]) -> tuple[Change | None, Figure | None]:
    """Return the change that the title tells, and the figure before the turn it begins at."""
    for course in courses:
        for joined in _list_joined(city.report, course):
            frame = tabulate(Figure, joined)
            change = city.report.find_change(frame)
            if change is not None:
                start = change.first.period
                before = [one.first for one in list_changes(frame) if one.first.period < start]
                return change, before[-1] if before else None
    return None, None


def _list_joined(report: Report, course: Course) -> list[list[Figure]]:
    """Return the printed figures that one line of the panel joins, the latest line first."""
    rows = {report.point(row): row for row in course.lines[""]}
    lines: list[list[Point]] = []
    for first, second in sorted(chain(*pair_points([list(rows)])), key=lambda pair: pair[0].when):
        line = next((line for line in lines if line[-1] == first), None)
        if line is None:
            lines.append(line := [first])
        line.append(second)
    latest = sorted(lines, key=lambda line: line[-1].when, reverse=True)
    found = [[rows[point] for point in line] for line in latest]
    return [[row for row in line if isinstance(row, Figure)] for line in found]


def draw_courses(city: CityReport, courses: Sequence[Course], title: str) -> Chart:
    """Draw courses in panels, what the title tells first, the city against the places around it."""
    report = city.report
    change, before = _find_told(city, courses)
    told = [row for row in (before, change and change.first, change and change.second) if row]
    measures = {row.indicator for row in told}
    courses = sorted(courses, key=lambda course: course.measure not in measures)
    panels = [_make_panel(report, course, told) for course in courses]
    rows = [row for course in courses for line in course.lines.values() for row in line]
    parts = [
        (
            report.place(place) if place else _name_drawn(report, course),
            report.join_parts(_tell_each(report, rows, is_named=not place)),
        )
        for course in courses
        for place, rows in course.lines.items()
    ]
    return Chart(
        title,
        city.say("course_subtitle", forms=_say_forms(report, panels, courses)),
        draw_panels(panels),
        write_alternative(report, parts),
        report.source_line(rows),
        list_points(report, [row for course in courses for row in course.own], city.city),
    )


def _say_forms(report: Report, panels: Sequence[Panel], courses: Sequence[Course]) -> str:
    """Return what the forms of points and lines mean that some panel draws."""
    rows = [row for one in courses for row in one.lines[""]]
    drawn = [row for row in rows if not row.is_doubted]
    derived = dict.fromkeys(row.indicator for row in drawn if not is_printed(row))
    names = report.language.join([name_inside(report, name) for name in derived])
    points = [point for panel in panels for point in panel.points if not point.is_doubted]
    lines = [line for panel in panels for line in (panel.points, *(a.points for a in panel.around))]
    forms = {
        "derived": bool(derived),
        "bound": any(point.qualifier in (*OPEN, *CLOSED) for point in points),
        "dotted": any(pair_points([line])[1] for line in lines),
    }
    told = [
        report.say(f"course_form_{f}", names=names) for f, is_drawn in forms.items() if is_drawn
    ]
    return "".join([*told, explain_reliability(report, rows)])


def _make_panel(report: Report, course: Course, told: Sequence[Figure]) -> Panel:
    own, *around = (
        Background(place and report.place(place), [_make_point(report, row) for row in rows])
        for place, rows in course.lines.items()
    )
    return Panel(
        _name_drawn(report, course),
        own.points,
        around,
        [report.point(row).when for row in told if row.indicator == course.measure],
    )


def _make_point(report: Report, row: AnyFigure) -> Point:
    return report.point(row, _write_briefly(report, row))


def _write_briefly(report: Report, row: AnyFigure) -> str:
    """Write a figure without what a head or a form says: derived, and its unit in English."""
    is_derived = isinstance(row, DerivedValue)
    text = report.write_plain(row, is_alone=True) if is_derived else report.write(row)
    return strip_unit(text, report.say("profile_units"))


def _name_course(report: Report, course: Course) -> str:
    return name_shortly(report, course.measure)


def _name_drawn(report: Report, course: Course) -> str:
    """Name what a panel draws: the derived measure where nothing of the printed one is known."""
    is_derived = not any(is_printed(row) for row in course.own)
    return report.indicator(course.own[0].indicator) if is_derived else _name_course(report, course)


def _tell_each(report: Report, rows: Sequence[AnyFigure], *, is_named: bool) -> list[str]:
    """Write the figures of a line; a name says of its rows that they are derived where all are."""
    is_plain = is_named and not any(map(is_printed, rows))
    write = report.write_plain if is_plain else report.write
    return [
        report.say("point_label", figure=write(row, is_alone=True), period=report.show_period(row))
        for row in rows
    ]


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
        bounds = _list_bounds(report, course.measure, city.city)
        report.carry([*course.rows, *bounds])
        printed = [row for row in course.own if is_printed(row)]
        by_name = {_name_course(report, course): [*printed, *bounds]}
        derived = [row for row in course.own if not is_printed(row)]
        if derived:
            by_name[report.indicator(derived[0].indicator)] = derived
        for place, found in course.around.items():
            key = "course_around_printed" if derived else "course_around"
            measure = _name_course(report, course)
            by_name[say(key, place=report.place(place), measure=measure)] = found
        report.beside_years |= {row.key for row in (*course.rows, *bounds)}
        written += [row for row in (*course.rows, *bounds) if row.period in years]
        rows += [
            [[name], *cells, marks]
            for name, found in by_name.items()
            if (cells := _write_years(report, found, years))
            and (shown := [row for row in found if row.period in years])
            and (marks := report.marks_with_findings(shown))
        ]
    is_scaled = any(_SCALED.search(str(cell)) for row in rows for cell in row[1:-1])
    scales = [say("course_scales")] if is_scaled else []
    has_gaps = any([say("none_cell")] in row for row in rows)
    scales += [say("course_none")] if has_gaps else []
    ends = {_name_end(row) for row in written if _is_bound(row)}
    scales += [say(f"course_bound_{end}") for end in sorted(ends)]
    notes = [
        *scales,
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


def _list_bounds(report: Report, measure: str, place: str) -> list[AnyFigure]:
    """Return the bound of each year of which no more is known."""
    known = report.collect_standings(measure, [place]).values()
    rows = [standings[place].row for standings in known if standings[place].kind == "bound"]
    return [row for row in rows if row is not None]


def _is_bound(row: AnyFigure) -> bool:
    return isinstance(row, DerivedValue) and row.is_bound


def _name_end(row: AnyFigure) -> str:
    return "ceiling" if row.value_high is not None else "floor"


def _write_cell(report: Report, row: AnyFigure) -> str:
    """Write the figure of a year, a bound by its sign: in a narrow cell its words would break."""
    text = _write_briefly(report, row)
    if not _is_bound(row):
        return text
    return report.say(f"bound_sign_{_name_end(row)}", figure=_WORDS_BEFORE.sub("", text))


def _write_years(report: Report, rows: Sequence[AnyFigure], years: Sequence[str]) -> list[Runs]:
    """Write the figure of each year; an inferred year bears a star, an open question its sign."""
    known = {row.period: row for row in rows}
    if not set(known) & set(years):
        return []
    cells: list[Runs] = []
    for year in years:
        row = known.get(year)
        signs = report.list_signs(row) if row and not row.doubt else []
        text = _write_cell(report, row) if row else report.say("none_cell")
        starred = row is not None and is_inferred(row)
        cells.append([report.say("period_inferred", period=text) if starred else text, *signs])
    return cells
