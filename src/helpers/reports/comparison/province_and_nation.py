"""Province and nation over the years, with their own sources and what was revised."""

from collections.abc import Sequence
from dataclasses import replace

from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.audit.checks import is_shown
from helpers.charts.points import Point
from helpers.charts.timeline_chart import draw_timeline
from helpers.data.figures import AnyFigure, DerivedValue, Figure, list_derived, list_figures
from helpers.pages.items import Chart, Heading, Item, Paragraph, Section
from helpers.reports.comparison.comparison_report import ComparisonReport
from helpers.reports.figure_lists import describe_figures, tabulate_findings
from helpers.reports.report import Report


def write_references(comparison: ComparisonReport) -> Section:
    """Draw R&D intensity of province and nation over the years, with what was revised."""
    report, say = comparison.report, comparison.report.say
    measure = report.codebook.headline_of("rd")
    frame = report.observations
    chosen = frame[frame["indicator"].eq(measure) & frame["place"].isin(comparison.around)]
    printed = chosen[chosen["basis"].eq("actual") & chosen["value"].notna()]
    if printed.empty:
        return Section([])
    implied = report.derived[
        report.derived["indicator"].eq(measure)
        & report.derived["kind"].eq("implied")
        & report.derived["place"].isin(comparison.around)
    ]
    figures = list_figures(
        printed.sort_values(["place", "period_end", "known_from"], kind="stable")
    )
    rows: list[AnyFigure] = [*figures, *list_derived(implied)]
    findings = [
        finding
        for finding in report.findings
        if is_shown(finding)
        and any(figure.place in comparison.around for figure in finding.figures)
    ]
    points = [_draw_point(comparison, row, rows) for row in rows]
    ends = _find_ends(figures, comparison.around)
    title = report.join_parts(_say_ends(report, *pair) for pair in ends)
    chart = Chart(
        title,
        say("subtitle_reference", measure=report.indicator(measure)),
        draw_timeline(points),
        describe_figures(report, rows, ""),
        report.source_line(rows),
        [(f"{report.place(row.place)} {row.period}", float(row.number)) for row in rows],
    )
    items: list[Item] = [Heading(say("section_references")), chart]
    for row in list_derived(implied):
        same = [f for f in figures if f.place == row.place and f.period == row.period]
        if same:
            text = report.claim(
                "reference_revised",
                ValueClaim(figure=same[0]),
                ValueClaim(figure=row),
                place=report.place(row.place),
                period=report.period(row),
                first=report.write(same[0]),
                implied=report.write_plain(row),
            )
            items.append(Paragraph([text, *report.marks([same[0], row])], say("revised")))
    return Section([*items, *tabulate_findings(report, findings)])


def _draw_point(comparison: ComparisonReport, row: AnyFigure, rows: Sequence[AnyFigure]) -> Point:
    report = comparison.report
    of_place = [other for other in rows if other.place == row.place]
    years = sorted(other.period for other in of_place)
    is_end = row.period in (years[0], years[-1]) or isinstance(row, DerivedValue)
    name = report.place(row.place)
    label = f"{name} {report.write_plain(row)}" if is_end else ""
    point = report.point(row, label or " ")
    return replace(point, series=f"{row.place} {row.revision}")


def _find_ends(figures: Sequence[Figure], around: Sequence[str]) -> list[tuple[Figure, Figure]]:
    ends = []
    for place in around:
        of_place = [figure for figure in figures if figure.place == place]
        if of_place:
            of_place.sort(key=lambda figure: figure.period)
            ends.append((of_place[0], of_place[-1]))
    return ends


def _say_ends(report: Report, first: Figure, last: Figure) -> str:
    """Return the first and the last figure of a place, or the only one."""
    ends = [first, last] if first.period != last.period else [last]
    return report.claim(
        "reference_span" if len(ends) > 1 else "reference_one",
        *(ValueClaim(figure=row, place=row.place) for row in ends),
        place=report.place(last.place),
        first=report.write(first),
        start=report.period(first),
        second=report.write(last),
        end=report.period(last),
    )
