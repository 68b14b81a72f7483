"""The chapters of a city report that the codebook names: R&D input, enterprises and talent.

Each shows what is drawn, then every figure in a table, and the findings.
"""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from helpers.analysis.changes import (
    Composition,
    find_composition,
    find_revisions,
    latest_actual,
    targets_of,
)
from helpers.analysis.claims.absence_claims import AbsenceClaim
from helpers.analysis.claims.figure_claims import ShareClaim, ValueClaim
from helpers.charts.bar_chart import Lane, draw_bars
from helpers.charts.points import Point
from helpers.charts.timeline_chart import draw_timeline
from helpers.data.figures import (
    AnyFigure,
    DerivedValue,
    Figure,
    is_later,
    list_derived,
    list_figures,
)
from helpers.pages.items import Chart, Heading, Item, Paragraph, Section
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import (
    chart_figures,
    name_unit,
    tabulate_figures,
    tabulate_findings,
)
from helpers.reports.report import Report
from helpers.reports.target_text import say_target
from helpers.words.figure_text import write_amount


def write_chapter(
    city: CityReport, chapter: str, key: str, items: Sequence[Item], end: Sequence[Item] = ()
) -> Section:
    """Write a chapter; empty where the documents print no figure of it.

    Args:
        city: The report.
        chapter: Chapter of the codebook.
        key: Its messages: `section_<key>` is its heading, `table_<key>` the caption of its table.
        items: What stands before the table.
        end: What stands after it and the findings.
    """
    figures = city.of_chapter(chapter)
    if not figures:
        return Section([])
    table = tabulate_figures(city.report, figures, city.say(f"table_{key}"), city.city)
    findings = tabulate_findings(city.report, city.findings_in(chapter))
    return Section([Heading(city.say(f"section_{key}")), *items, table, *findings, *end])


def say_missing(city: CityReport, indicator: str) -> str:
    """Return that no figure of an indicator is printed for the whole city."""
    return city.report.claim(
        "sentence_missing",
        AbsenceClaim(indicators=(indicator,), places=(city.city,), relation="no_print"),
        indicator=city.report.indicator(indicator),
    )


def _tell_missing(city: CityReport, indicator: str) -> list[Item]:
    """Write that no figure of an indicator is printed; nothing where one is, or without one."""
    if not indicator or not city.of_city(indicator).empty:
        return []
    return [Paragraph([say_missing(city, indicator)])]


def write_rd_input(city: CityReport) -> Section:
    """Write R&D intensity and expenditure: every vintage, revisions, the target."""
    items: list[Item] = []
    for indicator in city.report.codebook.drawn_over_time("rd"):
        frame = city.of_city(indicator)
        items += _tell_missing(city, indicator)
        drawable = frame[frame["value"].notna()]
        derived = _list_same_meaning(city, indicator)
        if len(drawable) + len(derived) > 1:
            items.append(_draw_years(city, indicator, drawable, derived))
    caution = Paragraph([city.say("rd_caution")], city.say("caution"))
    return write_chapter(city, "rd", "rd", items, [caution])


def _list_same_meaning(city: CityReport, indicator: str) -> list[DerivedValue]:
    """List the derived values that mean the same as a printed indicator; they stay apart."""
    frame, same = city.derived, city.report.codebook.derived_like(indicator)
    return list_derived(frame[frame["indicator"].isin(same) & frame["value"].notna()])


def _draw_years(
    city: CityReport, indicator: str, frame: pd.DataFrame, derived: list[DerivedValue]
) -> Chart:
    report, say = city.report, city.say
    printed = list_figures(frame)
    figures: list[AnyFigure] = [*printed, *derived]
    name = report.indicator(indicator)
    title = _find_title(city, indicator, frame, derived)
    return chart_figures(
        report,
        figures,
        city.city,
        title,
        say(
            "subtitle_years_derived" if derived else "subtitle_years",
            indicator=name,
            unit=name_unit(report, figures[0]),
        ),
        draw_timeline([report.point(figure, _label_briefly(report, figure)) for figure in figures]),
    )


def _find_title(
    city: CityReport, indicator: str, frame: pd.DataFrame, derived: Sequence[DerivedValue]
) -> str:
    """Return what the years show: a change, a revision, or the latest figure."""
    report = city.report
    change, latest = report.find_change(frame), latest_actual(frame)
    revised = [pair for pair in find_revisions(frame) if is_later(*pair)]
    if change is not None:
        return report.say_change("chart", change)
    if revised:
        earlier, later = revised[-1]
        return report.claim(
            "chart_revised",
            ValueClaim(figure=earlier, place=city.city),
            ValueClaim(figure=later, place=city.city),
            indicator=report.indicator(indicator),
            period=report.period(later),
            earlier=report.write(earlier),
            later=report.write(later),
        )
    shown = latest or derived[-1]
    values = {
        "indicator": report.indicator(indicator),
        "figure": report.write(shown),
        "period": report.period(shown),
    }
    value = ValueClaim(figure=shown, place=city.city)
    absence = AbsenceClaim(indicators=(indicator,), places=(city.city,), relation="no_print")
    if latest is None and report.holds(absence):
        return report.claim("chart_derived", absence, value, **values)
    return report.claim("chart_level", value, **values)


def _label_briefly(report: Report, figure: AnyFigure) -> str:
    """Label a point without what its form or the subtitle says: derived, and the unit of money."""
    text = report.write_plain(figure) if isinstance(figure, DerivedValue) else report.write(figure)
    for word in report.say("money_words").split("|"):
        text = text.replace(word, "")
    return text


def write_high_tech_enterprises(city: CityReport) -> Section:
    """Write the stock of high-tech enterprises; wider and narrower classes stay apart."""
    codebook = city.report.codebook
    charts = [
        _draw_stock(city, indicator)
        for indicator in codebook.drawn_over_time("enterprises")
        if len(city.of_city(indicator)) > 1
    ]
    items = [*_tell_missing(city, codebook.headline_of("enterprises")), *charts]
    return write_chapter(city, "enterprises", "high_tech", items)


def _draw_stock(city: CityReport, indicator: str) -> Chart:
    """Draw the stock over the years with its targets: the plan and what came of it."""
    report, say = city.report, city.say
    frame = city.of_city(indicator)
    drawable = list_figures(frame[frame["value"].notna()])
    name, latest, targets = report.indicator(indicator), latest_actual(frame), targets_of(frame)
    shown = latest or drawable[-1]
    title = say_target(report, targets[-1], name) if targets else ""
    if not title:
        title = report.claim(
            "chart_level",
            ValueClaim(figure=shown, place=city.city),
            indicator=name,
            figure=report.write(shown),
            period=report.period(shown),
        )
    return chart_figures(
        report,
        drawable,
        city.city,
        title,
        say("subtitle_stock", indicator=name),
        draw_timeline([report.point(figure) for figure in drawable]),
    )


def write_talent(city: CityReport) -> Section:
    """Write the talent inflow: its parts, what they leave open, shorter periods apart."""
    headline = city.report.codebook.printed_lead_of("talent")
    inflow, items = city.of_city(headline), _tell_missing(city, headline)
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
    title = report.claim(
        "chart_composition",
        ShareClaim(parts=(largest,), total=total),
        whole=report.indicator(total.indicator),
        total=report.write(total),
        part=report.indicator(largest.indicator, inside=True),
        figure=report.write(largest),
        period=report.period(total),
    )
    drawn, svg = [total, *parts, *shorter], draw_bars(lanes)
    chart = chart_figures(report, drawn, city.city, title, say("subtitle_talent"), svg)
    points = [(say("lane_rest"), float(rest))] if rest else []
    return replace(chart, points=[*chart.points, *points])
