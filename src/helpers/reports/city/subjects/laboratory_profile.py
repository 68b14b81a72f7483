"""The laboratory of a city as an institution, and the buildings that went up with it."""

from collections.abc import Callable, Sequence
from functools import partial

from helpers.analysis.contract_steps import group_same
from helpers.analysis.laboratory import (
    SUBJECT,
    find_predecessor,
    group_buildings,
    is_about_building,
    list_laboratories,
)
from helpers.data.figures import Figure
from helpers.pages.items import Column, Heading, Item, Section, Table
from helpers.pages.runs import Runs
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import say_rows_left, tabulate_findings, tabulate_rows
from helpers.reports.finding_text import tell_period

Statements = Sequence[Sequence[Figure]]


def write_laboratory_profile(city: CityReport) -> Section:
    """Write the profile of each laboratory, and the buildings of its area."""
    report, say = city.report, city.say
    laboratories = list_laboratories(city.of_subjects(SUBJECT), report.codebook)
    if not laboratories:
        return Section([])
    items: list[Item] = [Heading(say("view_laboratory_profile"))]
    items += [_tabulate_profile(city, name, rows) for name, rows in laboratories.items()]
    buildings = [
        figure
        for figure in city.of_subjects("construction")
        if is_about_building(figure, report.codebook)
    ]
    if buildings:
        items.append(_tabulate_buildings(city, buildings))
    items += tabulate_findings(report, city.findings_about(SUBJECT))
    return Section(items)


def list_laboratories_shortly(city: CityReport, most: int) -> list[Item]:
    """Return `most` rows of the laboratory with the most figures; its buildings are left out."""
    laboratories = list_laboratories(city.of_subjects(SUBJECT), city.report.codebook)
    if not laboratories:
        return []
    name, rows = max(laboratories.items(), key=lambda item: len(item[1]))
    return [_tabulate_profile(city, name, rows, most)]


def _tabulate_profile(
    city: CityReport, entity: str, figures: Sequence[Figure], most: int | None = None
) -> Table:
    report, say = city.report, city.say
    known = report.codebook.entities.get(entity)
    name = report.language.name(known) if known else city.name
    notes = [say("laboratory_apart")]
    predecessor = find_predecessor(entity, report.codebook)
    if predecessor is not None:
        notes.append(report.language.name(predecessor, "note"))

    def name_group(figure: Figure) -> str:
        group = report.codebook.indicators[figure.indicator]["group"]
        return report.begin_label("group", group) if group else say("laboratory_group_other")

    columns: dict[Column, Callable[[Figure], Runs]] = {
        Column(say("laboratory_column_group"), "left", 2.4): name_group,
        Column(say("column_indicator"), "left", 4.0): lambda f: report.indicator(f.indicator),
        Column(say("column_figure"), "right", 2.0): report.write,
        Column(say("column_period"), "left", 1.7): partial(tell_period, report),
        Column(say("column_note"), "right", 1.8): report.marks_of,
    }
    notes += say_rows_left(report, len(figures), most)
    caption, shown = say("laboratory_table", laboratory=name), figures[:most]
    return tabulate_rows(report, caption, shown, columns, notes, shown, is_compact=True)


def _tabulate_buildings(city: CityReport, figures: Sequence[Figure]) -> Table:
    report, say = city.report, city.say

    def name_building(statements: Statements) -> str:
        named = report.codebook.entities.get(statements[0][0].entity)
        return report.language.name(named) if named else city.name

    def write_group(group: str, statements: Statements) -> str:
        firsts = [same[0] for same in statements]
        texts = [
            say("laboratory_state", name=report.indicator(first.indicator), figure=text)
            if group == "building_state"
            else text
            for first in firsts
            if report.codebook.indicators[first.indicator]["group"] == group
            for text in [report.write(first)]
        ]
        return report.join_parts(texts) or say("none_cell")

    columns: dict[Column, Callable[[Statements], Runs]] = {
        Column(say("laboratory_column_building"), "left", 3.2): name_building,
        Column(say("laboratory_column_area"), "right", 2.6): partial(write_group, "building_area"),
        Column(say("laboratory_column_duration"), "right", 1.3): partial(
            write_group, "building_time"
        ),
        Column(say("laboratory_column_state"), "left", 3.4): partial(write_group, "building_state"),
        Column(say("column_period"), "left", 1.1): lambda each: tell_period(report, each[0][0]),
        Column(say("column_note"), "right", 1.0): lambda each: report.marks(
            [figure for same in each for figure in same]
        ),
    }
    groups = group_buildings(group_same(figures, report.codebook)).values()
    caption = say("laboratory_buildings", city=city.name)
    return tabulate_rows(report, caption, groups, columns, [say("none_key")], figures)
