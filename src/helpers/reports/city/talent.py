"""The talent inflow of a city: its parts, what they leave open, and shorter periods apart."""

from dataclasses import replace

from helpers.analysis.changes import Composition, find_composition
from helpers.charts.bar_chart import Lane, draw_bars
from helpers.charts.points import Point
from helpers.data.figures import Figure, list_figures
from helpers.pages.items import Chart, Section
from helpers.reports.city.chapters import say_missing, write_chapter
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import chart_figures
from helpers.words.figure_text import write_amount


def write_talent(city: CityReport) -> Section:
    """Write the talent inflow: its parts, what they leave open, shorter periods apart."""
    headline = city.report.codebook.printed_lead_of("talent")
    inflow, items = city.of_city(headline), say_missing(city, headline)
    composition = find_composition(inflow, city.figures, city.report.codebook)
    if composition is not None:
        period = composition.total.period
        shorter = [figure for figure in list_figures(inflow) if figure.period != period]
        items.append(_draw_composition(city, composition, shorter))
    return write_chapter(city, "talent", "talent", items)


def _draw_composition(city: CityReport, composition: Composition, shorter: list[Figure]) -> Chart:
    report, say = city.report, city.say
    total, parts, rest = composition.total, list(composition.parts), composition.remainder

    def draw_whole(figure: Figure) -> Lane:
        name = report.indicator(figure.indicator)
        title = say("lane_whole", name=name, period=report.period(figure))
        return Lane(title, report.point(figure), is_apart=figure is not total)

    lanes = [draw_whole(total)]
    lanes += [Lane(report.indicator(part.indicator), report.point(part)) for part in parts]
    if rest:
        text = write_amount(rest, report.codebook.units[total.unit], report.language)
        lanes.append(Lane(say("lane_rest"), Point(text, float(rest)), is_apart=True))
    lanes += [draw_whole(figure) for figure in shorter]
    largest = max(parts, key=lambda part: part.number)
    title = report.say_figure(
        "chart_composition",
        largest,
        total=report.write(total),
        part=report.indicator(largest.indicator, inside=True),
    )
    drawn, svg = [total, *parts, *shorter], draw_bars(lanes)
    chart = chart_figures(report, drawn, city.city, title, say("subtitle_talent"), svg)
    points = [(say("lane_rest"), float(rest))] if rest else []
    return replace(chart, points=[*chart.points, *points])
