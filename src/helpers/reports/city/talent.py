"""The talent inflow of a city: its parts, what they leave open, and shorter periods apart."""

from helpers.analysis.changes import Composition, find_composition
from helpers.charts.bar_chart import Lane, draw_bars
from helpers.charts.points import Point
from helpers.data.figures import Figure, list_figures
from helpers.pages.items import Chart, Heading, Item, Paragraph, Section
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import (
    list_points,
    tabulate_figures,
    tabulate_findings,
    write_alternative,
)
from helpers.reports.report import Report
from helpers.words.figure_text import write_amount


def write_talent(city: CityReport) -> Section:
    """Write the talent inflow: its parts, what they leave open, shorter periods apart."""
    report, say = city.report, city.say
    headline = report.codebook.printed_lead_of("talent")
    figures = city.of_chapter("talent")
    if not figures:
        return Section([])
    inflow = city.of_city(headline)
    missing = say("sentence_missing", indicator=report.indicator(headline))
    items: list[Item] = [
        Heading(say("section_talent")),
        *([Paragraph([missing])] if inflow.empty else []),
    ]
    composition = find_composition(inflow, city.figures, report.codebook)
    if composition is not None:
        period = composition.total.period
        shorter = [figure for figure in list_figures(inflow) if figure.period != period]
        items.append(_draw_composition(city, composition, shorter))
    items.append(tabulate_figures(report, figures, say("table_talent"), city.city))
    items += tabulate_findings(report, city.findings_in("talent"))
    return Section(items)


def _write_rest(report: Report, composition: Composition) -> str:
    unit = report.codebook.units[composition.total.unit]
    return write_amount(composition.remainder, unit, report.language)


def _draw_composition(city: CityReport, composition: Composition, shorter: list[Figure]) -> Chart:
    report, say = city.report, city.say
    total, parts, rest = composition.total, list(composition.parts), composition.remainder

    def draw_whole(figure: Figure) -> Lane:
        name = report.indicator(figure.indicator)
        title = say("lane_whole", name=name, period=report.period(figure))
        return Lane(title, report.point(figure), is_apart=figure is not total)

    lanes = [draw_whole(total)]
    lanes += [Lane(report.indicator(part.indicator), report.point(part)) for part in parts]
    points = list_points(report, [total, *parts, *shorter], city.city)
    if rest:
        rest_point = Point(_write_rest(report, composition), float(rest))
        lanes.append(Lane(say("lane_rest"), rest_point, is_apart=True))
        points.append((say("lane_rest"), float(rest)))
    lanes += [draw_whole(figure) for figure in shorter]
    largest = max(parts, key=lambda part: part.number)
    title = report.say_figure(
        "chart_composition",
        largest,
        total=report.write(total),
        part=report.indicator(largest.indicator, inside=True),
    )
    drawn = [total, *parts, *shorter]
    return Chart(
        title,
        say("subtitle_talent"),
        draw_bars(lanes),
        write_alternative(report, drawn, city.city),
        report.source_line(drawn),
        points,
    )
