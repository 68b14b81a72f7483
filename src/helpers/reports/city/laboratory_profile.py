"""The laboratory of a city as an institution, and the buildings that went up with it."""

from collections.abc import Sequence

from helpers.analysis.contract_steps import group_same
from helpers.analysis.laboratory import (
    SUBJECT,
    find_predecessor,
    group_buildings,
    is_about_building,
    list_laboratories,
)
from helpers.data.figures import Figure
from helpers.pages.items import Column, Heading, Item, Run, Runs, Section, Table
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import explain_signs, explain_star, tabulate_findings


def write_laboratory_profile(city: CityReport) -> Section:
    """Write the profile of each laboratory, and the buildings of its area.

    Args:
        city: The report.

    Returns:
        Nothing where the documents print no figure of a laboratory.
    """
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


def _tabulate_profile(city: CityReport, entity: str, figures: Sequence[Figure]) -> Table:
    report, say = city.report, city.say
    columns = [
        Column(say("laboratory_column_group"), "left", 2.4),
        Column(say("column_indicator"), "left", 4.0),
        Column(say("column_figure"), "right", 2.0),
        Column(say("column_period"), "left", 1.7),
        Column(say("column_note"), "right", 1.0),
    ]
    rows: list[list[Runs]] = [
        [
            [report.begin_label("group", group) if group else say("laboratory_group_other")],
            [report.indicator(figure.indicator)],
            [report.write(figure)],
            [report.show_period(figure)],
            report.marks_of(figure),
        ]
        for figure in figures
        for group in [report.codebook.indicators[figure.indicator]["group"]]
    ]
    known = report.codebook.entities.get(entity)
    name = report.language.name(known) if known else city.name
    notes = [say("laboratory_apart")]
    predecessor = find_predecessor(entity, report.codebook)
    if predecessor is not None:
        notes.append(report.language.name(predecessor, "note"))
    notes += [*explain_star(report, figures), *explain_signs(report, rows)]
    return Table(say("laboratory_table", laboratory=name), columns, rows, notes)


def _tabulate_buildings(city: CityReport, figures: Sequence[Figure]) -> Table:
    report, say = city.report, city.say
    columns = [
        Column(say("laboratory_column_building"), "left", 3.2),
        Column(say("laboratory_column_area"), "right", 2.6),
        Column(say("laboratory_column_duration"), "right", 1.3),
        Column(say("laboratory_column_state"), "left", 3.4),
        Column(say("column_period"), "left", 1.1),
        Column(say("column_note"), "right", 1.0),
    ]
    rows: list[list[Runs]] = []
    groups = group_buildings(group_same(figures, report.codebook))
    for (entity, _), statements in groups.items():
        named = report.codebook.entities.get(entity)
        firsts = [same[0] for same in statements]
        cells: dict[str, list[str]] = {}
        for figure in firsts:
            text, group = (
                report.write(figure),
                report.codebook.indicators[figure.indicator]["group"],
            )
            if group == "building_state":
                text = say("laboratory_state", name=report.indicator(figure.indicator), figure=text)
            cells.setdefault(group, []).append(text)
        marks: list[Run] = report.marks([figure for same in statements for figure in same])
        none = say("none_cell")
        rows.append(
            [
                [report.language.name(named) if named else city.name],
                *(
                    [say("list_semicolon").join(cells.get(group, [none]))]
                    for group in ("building_area", "building_time", "building_state")
                ),
                [report.show_period(firsts[0])],
                marks,
            ]
        )
    notes = [say("none_key"), *explain_star(report, figures)]
    return Table(say("laboratory_buildings", city=city.name), columns, rows, notes)
