"""The service of a city to its firms, the proposals it answered, and its help to villages."""

from collections.abc import Sequence
from pathlib import Path

from helpers.analysis.proposal_answers import read_proposal_labels, read_proposals
from helpers.analysis.service_steps import ServiceSteps, find_service_steps
from helpers.charts.bar_chart import Lane, draw_bars
from helpers.data.figures import Figure
from helpers.pages.items import Chart, Heading, Item, Paragraph, Section
from helpers.reports.city.proposal_table import tabulate_proposals
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import chart_figures, tabulate_figures
from helpers.reports.finding_lists import tabulate_findings
from helpers.reports.report import Report

_SERVICE, _ASSISTANCE = "service", "rural_assistance"


def write_service_record(city: CityReport, project: Path | None = None) -> Section:
    """Write what a city did for firms, which proposals it answered, and what it built in villages.

    Args:
        city: The report.
        project: Project folder; found from the working directory by default.

    Returns:
        Nothing where the documents print none of it.
    """
    report, say = city.report, city.report.language.say
    service, assistance = city.of_subjects(_SERVICE), city.of_subjects(_ASSISTANCE)
    proposals = read_proposals(report.as_of, project)
    own = proposals[proposals["place"].eq(city.city)]
    if not service and not assistance and own.empty:
        return Section([])
    items: list[Item] = [Heading(say("view_service_record"))]
    steps = find_service_steps(service, report.codebook)
    if steps is not None:
        items.append(_draw_steps(city, steps))
    rest = service if steps is None else list(steps.others)
    if rest:
        caption = say("service_others" if steps else "service_all", city=city.name)
        items.append(tabulate_figures(report, rest, caption, city.city))
    if own.empty:
        items.append(Paragraph([say("service_no_reply")], say("not_reported")))
    else:
        labels = read_proposal_labels(project)
        items.append(tabulate_proposals(report, own, labels, city.name))
    if assistance:
        title = report.language.pick(report.codebook.subjects[_ASSISTANCE])
        caption = say("table_subject", subject=title, city=city.name)
        items.append(tabulate_figures(report, assistance, caption, city.city))
    items += tabulate_findings(report, city.findings_about(_SERVICE, _ASSISTANCE))
    return Section(items)


def _draw_steps(city: CityReport, found: ServiceSteps) -> Chart:
    report, say = city.report, city.report.language.say
    outcome = found.outcomes[0]
    title = say(
        "service_title",
        outcome=report.indicator(outcome.indicator),
        count=report.write(outcome),
        total=report.write(found.whole),
        period=report.period(found.whole),
    )
    beside = _name_programmes(report, found.beside)
    entity = found.whole.entity
    subtitle = say(
        "service_subtitle",
        programme=report.language.name(report.codebook.entities[entity]) if entity else city.name,
        beside=say("service_beside", programmes=beside) if beside else "",
    )
    drawn = [*found.steps, *found.beside]
    lanes = [_draw_lane(report, figure, is_beside=figure in found.beside) for figure in drawn]
    return chart_figures(report, drawn, city.city, title, subtitle, draw_bars(lanes))


def _name_programmes(report: Report, figures: Sequence[Figure]) -> str:
    """Name the programmes that figures of the whole city were counted in, where one is printed."""
    say, entities = report.language.say, report.codebook.entities
    named = [
        say(
            "service_programme",
            name=report.indicator(figure.indicator, inside=True),
            programme=report.language.name(entities[figure.entity]),
        )
        for figure in figures
        if figure.entity
    ]
    return say("list_semicolon").join(named)


def _draw_lane(report: Report, figure: Figure, *, is_beside: bool) -> Lane:
    say, name = report.language.say, report.indicator(figure.indicator)
    text = say("service_lane", name=name, period=report.period(figure))
    if figure.basis == "actual":
        return Lane(text, report.point(figure), is_apart=is_beside)
    basis = report.label("basis", figure.basis)
    label = say("figure_stated", figure=report.write(figure), basis=basis)
    return Lane(text, report.point(figure, label))
