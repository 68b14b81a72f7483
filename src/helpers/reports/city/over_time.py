"""A city over the years: panels of what it is measured by, and the figures behind them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from helpers.analysis.changes import Change, list_changes
from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.charts.points import CLOSED, OPEN, Point, pair_points
from helpers.charts.trend_panels import Background, Panel, draw_panels
from helpers.data.figures import AnyFigure, Figure, tabulate
from helpers.pages.items import Chart, Heading, Item, Section
from helpers.reports.city.city_profile import name_inside
from helpers.reports.city.course_table import (
    name_as_printed,
    name_course,
    tabulate_courses,
    write_cell,
)
from helpers.reports.city.courses import Course, is_bound, is_derived
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import explain_reliability, list_points, write_alternative
from helpers.reports.report import Report


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
            _name_line(report, course, place) if place else _name_drawn(report, course),
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
    derived = dict.fromkeys(row.indicator for row in drawn if is_derived(row))
    names = report.language.join([name_inside(report, name) for name in derived])
    points = [point for panel in panels for point in panel.points if not point.is_doubted]
    lines = [line for panel in panels for line in (panel.points, *(a.points for a in panel.around))]
    forms = {
        "derived": bool(derived),
        "bound": any(point.qualifier in (*OPEN, *CLOSED) for point in points),
        "open": bool(signs := {sign.strip() for row in rows for sign in report.list_signs(row)}),
        "dotted": any(pair_points([line])[1] for line in lines),
    }
    values = {"names": names, "signs": report.language.join(sorted(signs))}
    told = [report.say(f"course_form_{form}", **values) for form in filter(forms.get, forms)]
    return "".join([*told, explain_reliability(report, rows), *_say_printed(report, courses)])


def _say_printed(report: Report, courses: Sequence[Course]) -> list[str]:
    """Return which lines around are of the printed measure where a panel is of the derived one."""
    found = [(one, [*one.lines][1:]) for one in courses if _is_all_derived(one)]
    return [
        report.say(
            "course_form_around",
            places=report.language.join([report.place(place) for place in places]),
            measure=name_inside(report, course.measure),
        )
        for course, places in found
        if places
    ]


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
    point = report.point(row, report.star(write_cell(report, row), row))
    return replace(point, sign="".join(report.list_signs(row)))


def _name_drawn(report: Report, course: Course) -> str:
    """Name what a panel draws: the derived measure where nothing of the printed one is known."""
    name = course.own[0].indicator
    return report.indicator(name) if _is_all_derived(course) else name_course(report, course)


def _name_line(report: Report, course: Course, place: str) -> str:
    """Name the line of a place around, and its measure where the panel is of the derived one."""
    return name_as_printed(report, course, place, is_told=_is_all_derived(course))


def _is_all_derived(course: Course) -> bool:
    """Return whether neither figure nor bound of the printed measure is drawn of the city."""
    return all(map(is_derived, course.lines[""]))


def _tell_each(report: Report, rows: Sequence[AnyFigure], *, is_named: bool) -> list[str]:
    """Write the figures of a line; a name says of its rows that they are derived where all are."""
    is_plain = is_named and all(map(is_derived, rows))
    write = report.write_plain if is_plain else report.write
    told = []
    for row in rows:
        text = "".join([write(row, is_alone=True), *report.list_signs(row)])
        if row.is_of_low_reliability:
            status = report.label("status", row.status)
            text = report.say("provisional", figure=text, status=status)
        values = {"figure": text, "period": report.show_period(row)}
        if is_bound(row):  # its words assert on which side the value lies
            name, claim = report.indicator(row.indicator, inside=True), ValueClaim(figure=row)
            told.append(report.claim("point_bound", claim, name=name, **values))
        else:
            told.append(report.say("point_label", **values))
    return told
