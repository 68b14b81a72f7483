"""The parts of a project against the whole, each kind of figure added up by itself."""

from decimal import Decimal

from helpers.analysis.contract_steps import Project
from helpers.audit.facts import Quantity
from helpers.data.figures import Figure
from helpers.data.printed.intervals import point
from helpers.pages.items import Column, Runs, Table
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import explain_star
from helpers.reports.finding_text import write_quantity


def tabulate_parts(city: CityReport, project: Project) -> Table:
    """Set the parts of a project against the whole, with the sum worked out.

    Args:
        city: The report.
        project: The project, its parts and their figures.
    """
    report, say = city.report, city.report.language.say
    names = report.codebook.entities
    columns = [Column(say("funnel_column_part"), "left", 4.2)]
    columns += [Column(report.indicator(name), "right", 2.2) for name in project.indicators]
    columns.append(Column(say("column_note"), "right", 1.4))
    rows: list[list[Runs]] = [
        _write_row(city, project, part, report.language.name(names[part])) for part in project.parts
    ]
    nothing: Runs = [say("none_cell")]
    sums = [_write_number(city, project, name, is_rest=False) for name in project.indicators]
    rests = [_write_number(city, project, name, is_rest=True) for name in project.indicators]
    rows.append([[say("funnel_sum")], *([text] for text in sums), nothing])
    rows.append(_write_row(city, project, project.entity, say("funnel_whole")))
    rows.append([[say("funnel_rest")], *([text] for text in rests), nothing])
    caption = say("funnel_parts", project=report.language.name(names[project.entity]))
    notes = [*_explain_rest(city, project), *_explain_periods(city, project)]
    return Table(caption, columns, rows, notes)


def _write_row(city: CityReport, project: Project, entity: str, name: str) -> list[Runs]:
    report, say = city.report, city.report.language.say
    cells: list[Runs] = [[name]]
    drawn: list[Figure] = []
    for indicator in project.indicators:
        figure = project.figures.get((entity, indicator))
        cells.append([report.write(figure) if figure else say("funnel_not_printed")])
        if figure:
            drawn.append(figure)
    return [*cells, report.marks(drawn)]


def _write_number(city: CityReport, project: Project, indicator: str, *, is_rest: bool) -> str:
    number = project.find_rest(indicator) if is_rest else project.add_parts(indicator)
    if number is None:
        return city.report.language.say("none_cell")
    return _write_amount(city, project, indicator, number)


def _write_amount(city: CityReport, project: Project, indicator: str, number: Decimal) -> str:
    unit = project.of_parts(indicator)[0].unit
    return write_quantity(city.report, Quantity(point(Decimal(str(number))), unit), is_sum=True)


def _explain_periods(city: CityReport, project: Project) -> list[str]:
    """Return a sentence that names the period of each column."""
    report, say = city.report, city.report.language.say
    parts = []
    for indicator in project.indicators:
        drawn = [figure for key, figure in project.figures.items() if key[1] == indicator]
        periods = dict.fromkeys(report.show_period(figure) for figure in drawn)
        listed, name = report.language.join(list(periods)), report.indicator(indicator)
        parts.append(say("funnel_part_period", column=name, period=listed))
    stars = explain_star(report, list(project.figures.values()))
    return [say("list_semicolon").join(parts), *stars]


def _explain_rest(city: CityReport, project: Project) -> list[str]:
    """Return the projects whose total counts a part that is printed as completed."""
    report = city.report
    steps = {report.codebook.indicators[name]["step"]: name for name in project.indicators}
    planned, done = steps.get("investment", ""), steps.get("spent", "")
    rest, total = project.find_rest(planned), project.add_parts(planned)
    without = [part for part in project.parts if (part, planned) not in project.figures]
    completed = [figure for part in without if (figure := project.figures.get((part, done)))]
    if total is None or len(completed) != 1 or len(without) != 1:
        return []
    if completed[0].number != rest:
        return []
    text = report.language.say(
        "funnel_rest_is_completed",
        part=report.language.name(report.codebook.entities[without[0]]),
        completed=report.write(completed[0]),
        sum=_write_amount(city, project, planned, total),
        whole=report.write(project.figures[project.entity, planned]),
    )
    return [text]
