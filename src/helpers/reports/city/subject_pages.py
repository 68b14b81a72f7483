"""Pages on what only some cities' documents tell, a chart or table for each subject."""

from collections.abc import Sequence

import networkx as nx

from helpers.analysis.changes import Composition, find_composition
from helpers.analysis.claims.share_claims import ShareClaim
from helpers.analysis.ladders import Rung
from helpers.charts.stacked_bar import StackPart, draw_stack
from helpers.pages.items import Chart, Heading, Item, Section
from helpers.reports.city.subjects.contract_funnel import list_contracts
from helpers.reports.city.subjects.cooperation_network import list_cooperation
from helpers.reports.city.subjects.laboratory_profile import list_laboratories_shortly
from helpers.reports.city.subjects.ladder_sections import list_ladder
from helpers.reports.city.subjects.technology_finance import list_finance
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import describe_figures, list_points
from helpers.words.written_numbers import write_amount


def write_talent_and_enterprises(city: CityReport, rungs: Sequence[Rung], most: int) -> Section:
    """Write the people recruited by degree, and the ladder of innovative enterprises."""
    people = list_composition(city)
    ladder = list_ladder(city, "enterprise", rungs, most)
    heading = city.say("section_talent_page" if people else "view_enterprise_ladder")
    return _write_page(heading, [*people, *ladder])


def write_platforms_and_laboratory(
    city: CityReport, rungs: Sequence[Rung], most: tuple[int, int]
) -> Section:
    """Write the platforms by level, and the laboratory as an institution.

    The first of `most` counts the rows of rungs, the second those of the laboratory.
    """
    ladder = list_ladder(city, "platform", rungs, most[0])
    laboratories = list_laboratories_shortly(city, most[1])
    heading = city.say("section_platforms_page" if laboratories else "view_platform_ladder")
    return _write_page(heading, [*ladder, *laboratories])


def write_cooperation_and_money(
    city: CityReport, network: nx.MultiGraph, most: tuple[int, int]
) -> Section:
    """Write with whom the city works, what was contracted, and what was lent and granted.

    The first of `most` counts the rows of partners, the second those of contracts. Nothing is
    written where neither a pair nor a loan is printed: a lone turnover is in the first pages.
    """
    pairs, money = list_cooperation(city, network, most[0]), list_finance(city)
    if not pairs and not money:
        return Section([])
    contracts = list_contracts(city, most[1])
    parts = {"cooperation": pairs, "contracts": contracts, "money": money}
    told = "_".join(name for name, items in parts.items() if items)
    return _write_page(city.say(f"section_{told}_page"), [*pairs, *contracts, *money])


def _write_page(heading: str, items: Sequence[Item]) -> Section:
    return Section([Heading(heading), *items] if items else [])


def list_composition(city: CityReport) -> list[Item]:
    """Return the chart of the people recruited, by degree; nothing without two parts of a total."""
    codebook = city.report.codebook
    inflow = city.of_city(codebook.printed_lead_of("talent"))
    composition = find_composition(inflow, city.figures, codebook)
    return [_draw_composition(city, composition)] if composition is not None else []


def _draw_composition(city: CityReport, composition: Composition) -> Chart:
    report, say = city.report, city.say
    total, parts, rest = composition.total, list(composition.parts), composition.remainder
    drawn = []
    for part in sorted(parts, key=lambda part: part.number, reverse=True):
        label = say(
            "part_label",
            name=report.part(part.indicator, total.indicator),
            figure=report.write(part),
            share=f"{100 * part.number / total.number:.1f}",
        )
        drawn.append(StackPart(label, float(part.number)))
    if rest > 0:
        text = write_amount(rest, report.codebook.units[total.unit], report.language)
        share = f"{100 * rest / total.number:.1f}"
        label = say("part_label", name=say("lane_rest"), figure=text, share=share)
        drawn.append(StackPart(label, float(rest), is_rest=True))
    largest = max(parts, key=lambda part: part.number)
    title = report.claim(
        "chart_composition",
        ShareClaim(parts=(largest,), total=total),
        figure=report.write(largest),
        period=report.period(largest),
        whole=report.indicator(total.indicator),
        total=report.write(total),
        part=report.part(largest.indicator, total.indicator),
    )
    figures = [total, *parts]
    rests = [(say("lane_rest"), float(rest))] if rest else []
    return Chart(
        title,
        say("subtitle_talent"),
        draw_stack(drawn),
        describe_figures(report, figures, city.city),
        report.source_line(figures),
        [*list_points(report, figures, city.city), *rests],
    )
