"""Every city over the years: R&D over GDP as derived and as printed, with the province's line."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from helpers.analysis.claims.absence_claims import AbsenceClaim
from helpers.analysis.claims.count_claims import count_places
from helpers.analysis.standings import Standing, weigh
from helpers.charts.places.small_multiples import Reference, SmallPanel, draw_small_multiples
from helpers.charts.points import Point, pair_points
from helpers.data.figures import (
    AnyFigure,
    are_of_whole_places,
    are_settled,
    list_derived,
    list_figures,
)
from helpers.pages.items import Chart, Heading, Section
from helpers.reports.comparison.comparison_report import ComparisonReport
from helpers.reports.figure_lists import (
    describe_figures,
    drop_doubles,
    explain_reliability,
    list_points,
)
from helpers.reports.missing_text import name_missing
from helpers.reports.standing_text import (
    choose_form,
    find_references,
    say_lead_about,
    write_standing,
)


def write_every_city(
    comparison: ComparisonReport, lines: Mapping[str, Sequence[AnyFigure]], columns: int
) -> Section:
    """Draw R&D intensity of every city over the years, on one scale.

    An open square is derived, a disc printed; only figures of one series are joined. The cities
    follow the order of the lines, as `list_course` returns them, some columns in a row.
    """
    report, say = comparison.report, comparison.report.say
    known = [row for rows in lines.values() for row in rows]
    if not known:
        return Section([])
    since = min(row.period for row in known)
    place, _ = _find_reference(comparison)
    around = [row for row in list_course(comparison, place) if row.period >= since]
    panels = [
        SmallPanel(
            report.place(city),
            [_make_point(comparison, row) for row in rows],
            "" if rows else _say_none(comparison, city),
        )
        for city, rows in lines.items()
    ]
    found = comparison.comparisons.get(comparison.rd_ratio)
    told = int(found.period) if found and found.valued else None
    name, unit = report.place(place), report.codebook.measure(comparison.rd_ratio)["unit"]
    line = [_make_point(comparison, row) for row in around]
    is_dotted = any(pair_points([points])[1] for points in (line, *(one.points for one in panels)))
    signs = {sign.strip() for row in known for sign in report.list_signs(row)}
    named = report.language.join(sorted(signs))
    forms = say("course_form_open", signs=named) if signs else ""
    forms += say("course_form_dotted") if is_dotted else ""
    forms += explain_reliability(report, known)
    band = say("every_city_told", year=report.language.period(str(told))) if told else ""
    subtitle = say("every_city_subtitle", province=name, forms=forms, told=band)
    left_out = [*filter(None, [name_missing(report, found)])] if found else []
    reference = Reference(name, line, told, is_nation=place != comparison.province)
    chart = Chart(
        _find_title(comparison),
        say("sentence_space").join([subtitle, *left_out]),
        draw_small_multiples(panels, reference, columns, unit),
        describe_figures(report, [*known, *around], "", is_signed=True),
        report.source_line([*known, *around]),
        list_points(report, known, ""),
    )
    return Section([Heading(say("section_every_city")), chart])


def _say_none(comparison: ComparisonReport, city: str) -> str:
    """Return that no settled figure is known; a dash where there is one that has no value."""
    report, printed = comparison.report, comparison.report.codebook.headline_of("rd")
    names = (printed, comparison.rd_ratio)
    none = AbsenceClaim(indicators=names, places=(city,), relation="no_settled")
    return (
        report.claim("profile_no_settled", none) if report.holds(none) else report.say("none_cell")
    )


def list_course(comparison: ComparisonReport, place: str) -> list[AnyFigure]:
    """Return the figures of R&D intensity of a place over the years, derived ones where it can be.

    In each year the printed one with a value that counts in ranks; derived ones fill other years.
    """
    report = comparison.report
    printed, ratio = report.codebook.headline_of("rd"), comparison.rd_ratio
    frame = report.observations
    chosen = frame[
        frame["indicator"].eq(printed)
        & frame["place"].eq(place)
        & frame["value"].notna()
        & are_settled(frame)
        & are_of_whole_places(frame)
    ]
    latest = {figure.period: figure for figure in sorted(list_figures(chosen), key=weigh)}
    derived = report.derived
    own = derived[
        derived["indicator"].eq(ratio) & derived["place"].eq(place) & derived["value"].notna()
    ]
    rows = drop_doubles([*latest.values(), *list_derived(own)])
    return sorted(rows, key=lambda row: row.period)


def _make_point(comparison: ComparisonReport, row: AnyFigure) -> Point:
    report = comparison.report
    point = report.point(row, report.star(report.write_plain(row), row))
    return replace(point, sign="".join(report.list_signs(row)))


def _find_title(comparison: ComparisonReport) -> str:
    """Return how many cities lie above the line drawn, in the year that most of them have."""
    report = comparison.report
    found = comparison.comparisons.get(comparison.rd_ratio)
    if not found or not found.valued:
        return report.say("every_city_title_plain")
    place, line = _find_reference(comparison)
    if line is None or line.row is None:
        return say_lead_about(report, found)
    above = count_places(report.known_rows, "above", [found], [line.row], is_of_known=True)
    if above.total < 2 or (above.high is None and not above.low):
        return say_lead_about(report, found)
    figure = write_standing(report, line)
    if line.row.indicator != found.measure:
        figure = report.say("level_printed", figure=figure)
    return report.claim(
        f"every_city_title{choose_form(above)}",
        above,
        count=above.low,
        total=above.total,
        measure=report.indicator(found.measure, inside=True),
        period=report.language.period(found.period),
        province=report.place(place),
        figure=figure,
    )


def _find_reference(comparison: ComparisonReport) -> tuple[str, Standing | None]:
    """Return the province, or the nation where only that has a figure of the year that counts."""
    report, province = comparison.report, comparison.province
    found = comparison.comparisons.get(comparison.rd_ratio)
    around = [province, *report.codebook.enclosing(province)]
    return next(iter(find_references(report, found, around) if found else []), (province, None))
