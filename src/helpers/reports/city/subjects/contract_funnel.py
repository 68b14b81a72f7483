"""Contracts and projects of a city: from an intent to what is completed, kind by kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.analysis.claims.pair_claims import SignedClaim
from helpers.analysis.claims.share_claims import ShareClaim
from helpers.analysis.contract_steps import (
    ContractStep,
    Project,
    find_covered,
    find_pairs,
    find_projects,
    find_steps,
    group_same,
    lead_with_each,
)
from helpers.analysis.laboratory import has_laboratory, is_about_building
from helpers.audit.facts import Quantity
from helpers.charts.bar_chart import Lane, draw_bars
from helpers.charts.points import Point
from helpers.data.figures import Figure, list_rows
from helpers.data.printed.intervals import point
from helpers.pages.items import Chart, Column, Heading, Item, Section, Table
from helpers.pages.runs import Mark, Run, Runs
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import (
    explain_star,
    say_rows_left,
    tabulate_figures,
    tabulate_findings,
    tabulate_rows,
    write_alternative,
)
from helpers.reports.finding_text import tell_period
from helpers.reports.quantity_text import write_quantity

# Of which steps it is said that they are not added: what a reader could take for one another.
_APART: Mapping[str, set[str]] = {
    "intent": {"intent"},
    "investment": {"investment", "spent"},
    "turnover": {"turnover"},
}


def write_contract_funnel(city: CityReport) -> Section:
    """Write the steps of contracts and projects, the parts of projects, and the awards."""
    report, say = city.report, city.say
    figures = _list_figures(city)
    projects = find_projects(figures, report.codebook)
    inside = {id(figure) for project in projects for figure in project.figures.values()}
    groups = group_same([f for f in figures if id(f) not in inside], report.codebook)
    known = {str(row["partnership_id"]): row for row in list_rows(report.partnerships)}
    steps = find_steps(figures, known, report.codebook)
    items: list[Item] = []
    if steps:
        items.append(_draw_steps(city, steps, known))
    if groups:
        items.append(_tabulate_steps(city, groups, len(groups)))
    items += [_tabulate_parts(city, project) for project in projects]
    items += _tabulate_awards(city)
    items += tabulate_findings(report, city.findings_about("contracts", "construction"))
    return Section([Heading(say("view_contract_funnel")), *items] if items else [])


def list_contracts(city: CityReport, most: int) -> list[Item]:
    """Return at most `most` rows of contracts; a turnover alone stands on another page."""
    figures = [figure for figure in _list_figures(city) if _find_step(city, figure)]
    if {_find_step(city, figure) for figure in figures} <= {"turnover"}:
        return []
    codebook = city.report.codebook
    groups, total = lead_with_each(figures, codebook, most), len(group_same(figures, codebook))
    return [_tabulate_steps(city, groups, total)] if groups else []


def _list_figures(city: CityReport) -> list[Figure]:
    """List contracts, intents and construction by step; buildings stand with a laboratory."""
    figures = city.of_subjects("cooperation", "contracts", "construction")
    codebook, with_laboratory = city.report.codebook, has_laboratory(city.figures)
    chosen = [
        figure
        for figure in figures
        if (figure.subject != "cooperation" or _find_step(city, figure) == "intent")
        and not (with_laboratory and is_about_building(figure, codebook))
    ]
    return sorted(chosen, key=lambda figure: codebook.order_of(figure.indicator, "step"))


def _find_step(city: CityReport, figure: Figure) -> str:
    return city.report.codebook.indicators[figure.indicator]["step"]


def _draw_steps(
    city: CityReport, steps: Sequence[ContractStep], known: Mapping[str, Mapping[str, str]]
) -> Chart:
    report, say = city.report, city.say
    lanes = [_draw_step(city, step) for step in steps]
    first = steps[0]
    signed = next((step for step in steps if step.is_named and not step.is_apart), steps[-1])
    title = report.claim(
        "funnel_chart",
        ValueClaim(figure=first.figure, is_named=True),
        SignedClaim(
            amount=signed.figure, pairs=known, number=int(signed.firms), place=first.figure.place
        ),
        place=report.language.name(report.codebook.places[first.figure.place]),
        firms=report.write(first.figure),
        signed=report.language.count(signed.firms),
    )
    return Chart(
        title,
        say("funnel_subtitle_apart" if any(lane.is_apart for lane in lanes) else "funnel_subtitle"),
        draw_bars(lanes),
        write_alternative(report, [(lane.name, lane.point.label) for lane in lanes]),
        report.source_line([step.figure for step in steps]),
        [(lane.name, lane.point.value) for lane in lanes],
    )


def _draw_step(city: CityReport, step: ContractStep) -> Lane:
    report, say = city.report, city.say
    figure = step.figure
    channel = _name_holder(city, figure)
    if not step.is_named:
        return Lane(say("funnel_step_intent", channel=channel), report.point(figure))
    firms = report.language.count(step.firms)
    label = say("funnel_label_named", firms=firms, amount=report.write(figure))
    point = Point(label, float(step.firms), basis="derived")
    return Lane(say("funnel_step_signed", channel=channel), point, step.is_apart)


def _name_holder(city: CityReport, figure: Figure) -> str:
    """Name whom a figure is of: its entity, or else its place."""
    report = city.report
    entity = report.codebook.entities.get(figure.entity)
    return report.language.name(entity) if entity else report.place(figure.place)


def _tabulate_steps(city: CityReport, groups: Sequence[Sequence[Figure]], total: int) -> Table:
    report, say = city.report, city.say
    known = {str(row["partnership_id"]): row for row in list_rows(report.partnerships)}

    def name_step(group: Sequence[Figure]) -> str:
        step = _find_step(city, group[0])
        return report.begin_label("step", step) if step else say("funnel_kind_other")

    columns: dict[Column, Callable[[Sequence[Figure]], Runs]] = {
        Column(say("funnel_column_kind"), "left", 2.7): name_step,
        Column(say("funnel_column_what"), "left", 4.9): lambda g: _name_subject(city, g[0], known),
        Column(say("column_figure"), "right", 2.4): lambda group: report.write(group[0]),
        Column(say("column_period"), "left", 2.2): lambda group: tell_period(report, group[0]),
        Column(say("column_note"), "right", 2.0): lambda g: _cite(city, g, known),
    }
    steps = {_find_step(city, group[0]) for group in groups}
    told = [step for step, kinds in _APART.items() if kinds <= steps and len(steps) > 1]
    apart = [say(f"funnel_apart_{step}") for step in told]
    notes = [say("funnel_never_added", apart=say("statement_comma").join(apart))] if apart else []
    indicators = report.codebook.indicators
    if "talent_project" in {indicators[name]["group"] for name in city.figures["indicator"]}:
        notes.append(say("funnel_no_talent"))
    notes += say_rows_left(report, total, len(groups))
    every = [figure for group in groups for figure in group]
    places = dict.fromkeys([city.city, *(figure.place for figure in every)])
    caption = say("funnel_steps", city=report.language.join([*map(report.place, places)]))
    return tabulate_rows(report, caption, groups, columns, notes, every, is_compact=True)


def _cite(
    city: CityReport, group: Sequence[Figure], known: Mapping[str, Mapping[str, str]]
) -> list[Run]:
    """Return the marks of the figures of a row and of the named pairs that the first covers."""
    report = city.report
    pairs = find_covered(group[0], known, report.codebook)
    lines = [Mark((report.locate_line(row["source"], row["locator"]),)) for row in pairs]
    return [*lines, *report.marks_of(group[0]), *report.marks(group[1:])]


def _name_subject(city: CityReport, figure: Figure, known: Mapping[str, Mapping[str, str]]) -> str:
    """Name what a figure is about; where its kind says that already, whom it is of."""
    report, step = city.report, _find_step(city, figure)
    is_told = step and report.begin_label("step", step) == report.indicator(figure.indicator)
    subject = _name_holder(city, figure) if is_told else report.subject_of_figure(figure, city.city)
    pairs = find_pairs(figure, known, report.codebook)
    is_money = report.codebook.units[figure.unit]["kind"] == "money"
    if not pairs or not is_money:
        return subject
    return report.say("funnel_pairs", subject=subject, pairs=len(pairs))


def _tabulate_awards(city: CityReport) -> list[Item]:
    report, say = city.report, city.say
    figures = city.of_subjects("research_projects")
    shown = [figure for figure in figures if figure.basis != "target"]
    if not shown:
        return []
    table = tabulate_figures(report, shown, say("funnel_awards", city=city.name), city.city)
    if len(shown) == len(figures):
        return [table]
    notes = [say("funnel_targets_elsewhere"), *table.notes]
    return [replace(table, notes=notes, is_compact=False)]


def _tabulate_parts(city: CityReport, project: Project) -> Table:
    """Set the parts of a project against the whole, with the sum worked out."""
    report, say = city.report, city.say
    names = {
        name: report.language.name(report.codebook.entities[name])
        for name in (*project.parts, project.entity)
    }
    columns = [Column(say("funnel_column_part"), "left", 4.2)]
    columns += [Column(report.indicator(name), "right", 2.2) for name in project.indicators]
    columns.append(Column(say("column_note"), "right", 1.4))
    rows: list[list[Runs]] = [
        _write_part(city, project, part, names[part]) for part in project.parts
    ]
    rows.append(_write_numbers(city, project, say("funnel_sum"), project.add_parts))
    rows.append(_write_part(city, project, project.entity, say("funnel_whole")))
    rows.append(_write_numbers(city, project, say("funnel_rest"), project.find_rest))
    caption = say("funnel_parts", project=names[project.entity])
    notes = [*_explain_rest(city, project), *_explain_periods(city, project)]
    return Table(caption, columns, rows, notes)


def _write_part(city: CityReport, project: Project, entity: str, name: str) -> list[Runs]:
    report, say = city.report, city.say
    cells: list[Runs] = [[name]]
    drawn: list[Figure] = []
    for indicator in project.indicators:
        figure = project.figures.get((entity, indicator))
        cells.append([report.write(figure) if figure else say("funnel_not_printed")])
        if figure:
            drawn.append(figure)
    return [*cells, report.marks(drawn)]


def _write_numbers(
    city: CityReport, project: Project, head: str, work_out: Callable[[str], Decimal | None]
) -> list[Runs]:
    """Write a row of numbers that are worked out, one for each indicator."""
    numbers = {name: work_out(name) for name in project.indicators}
    cells = [
        city.say("none_cell") if number is None else _write_amount(city, project, name, number)
        for name, number in numbers.items()
    ]
    return [[cell] for cell in (head, *cells, city.say("none_cell"))]


def _write_amount(city: CityReport, project: Project, indicator: str, number: Decimal) -> str:
    unit = project.of_parts(indicator)[0].unit
    return write_quantity(city.report, Quantity(point(number), unit), is_sum=True)


def _explain_periods(city: CityReport, project: Project) -> list[str]:
    """Return a sentence that names the period of each column."""
    report, say = city.report, city.say
    parts = []
    for indicator in project.indicators:
        drawn = [figure for key, figure in project.figures.items() if key[1] == indicator]
        periods = dict.fromkeys(tell_period(report, figure) for figure in drawn)
        listed, name = report.language.join(list(periods)), report.indicator(indicator)
        parts.append(say("funnel_part_period", column=name, period=listed))
    stars = explain_star(report, list(project.figures.values()))
    return [report.join_parts(parts), *stars]


def _explain_rest(city: CityReport, project: Project) -> list[str]:
    """Return the projects whose total counts a part that is printed as completed."""
    report = city.report
    steps = {report.codebook.indicators[name]["step"]: name for name in project.indicators}
    planned, done = steps.get("investment", ""), steps.get("spent", "")
    rest, total = project.find_rest(planned), project.add_parts(planned)
    without = [part for part in project.parts if (part, planned) not in project.figures]
    completed = [figure for part in without if (figure := project.figures.get((part, done)))]
    if total is None or len(completed) != 1 or len(without) != 1 or completed[0].number != rest:
        return []
    whole = project.figures[project.entity, planned]
    parts = *project.of_parts(planned), *completed
    claim = ShareClaim(parts=parts, total=whole, relation="whole")
    values = {
        "part": report.language.name(report.codebook.entities[without[0]]),
        "completed": report.write(completed[0]),
        "sum": _write_amount(city, project, planned, total),
        "whole": report.write(whole),
    }
    key = "funnel_rest_is_completed"
    return [report.claim(key, claim, **values)] if report.holds(claim) else []
