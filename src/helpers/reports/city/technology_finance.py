"""Technology finance of a city: loans, funds, awards, and budget spending on science beside."""

from collections.abc import Sequence
from decimal import Decimal

from helpers.analysis.loans_and_awards import (
    SUBJECT,
    Average,
    add_payers,
    find_averages,
)
from helpers.audit.facts import Quantity
from helpers.data.figures import DerivedValue, Figure, list_figures
from helpers.data.printed.intervals import Interval, point
from helpers.pages.items import Column, Heading, Item, Paragraph, Run, Runs, Section, Table
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import explain_signs, explain_star, tabulate_findings
from helpers.reports.finding_text import write_quantity

_RULE, _PLANNED = "policy", "target"


def write_technology_finance(city: CityReport) -> Section:
    """Write loans and funds, the awards by level and payer, and budget spending on science.

    Args:
        city: The report.

    Returns:
        One sentence where only budget spending is printed; nothing where that is missing too.
    """
    report, say = city.report, city.say
    figures = city.of_subjects(SUBJECT)
    amounts = [figure for figure in figures if figure.basis != _RULE]
    amounts.sort(key=lambda figure: bool(figure.basis == _PLANNED))
    awards = [figure for figure in figures if figure.basis == _RULE]
    budget = _list_budget(city)
    items: list[Item] = []
    if amounts:
        items.append(_tabulate_amounts(city, amounts, budget))
    elif budget:
        items.append(_write_budget(city, budget, is_alone=not awards))
    if awards:
        items.append(_tabulate_awards(city, awards))
    items += tabulate_findings(report, city.findings_about(SUBJECT))
    return Section([Heading(say("view_technology_finance")), *items] if items else [])


def _list_budget(city: CityReport) -> list[Figure]:
    """List the latest budget spending that stands beside, and its shares of the same year."""
    codebook, derived = city.report.codebook, city.derived
    listed: list[Figure] = []
    for name, row in codebook.indicators.items():
        if row["group"] == "budget":
            listed += list_figures(city.of_city(name))[-1:]
            rates = derived["indicator"].isin(codebook.derived_from(name))
            listed += list_figures(derived[rates & derived["value"].notna()])
    latest = max((figure.period for figure in listed if isinstance(figure, Figure)), default="")
    return [figure for figure in listed if figure.period == latest]


def _tabulate_amounts(
    city: CityReport, amounts: Sequence[Figure], budget: Sequence[Figure]
) -> Table:
    report, say = city.report, city.say
    columns = [
        Column(say("finance_column_state"), "left", 1.9),
        Column(say("column_indicator"), "left", 4.2),
        Column(say("column_figure"), "right", 3.0),
        Column(say("column_period"), "left", 1.4),
        Column(say("column_note"), "right", 1.0),
    ]
    rows: list[list[Runs]] = []
    averages = find_averages(amounts, report.codebook)
    for figure in (*amounts, *budget):
        rows.append(
            [
                [say("finance_state_budget") if figure in budget else _say_state(city, figure)],
                [report.subject_of_figure(figure, city.city)],
                [_write(city, figure)],
                [report.show_period(figure)],
                [report.mark(figure)]
                if isinstance(figure, DerivedValue)
                else report.marks_of(figure),
            ]
        )
        rows += [_write_average(city, one) for one in averages if one.count is figure]
    notes = [*(_work_out(city, average) for average in averages), say("finance_apart")]
    printed = [figure for figure in (*amounts, *budget) if not isinstance(figure, DerivedValue)]
    notes += [*explain_star(report, printed), *explain_signs(report, rows)]
    return Table(say("finance_amounts", city=city.name), columns, rows, notes)


def _write(city: CityReport, figure: Figure) -> str:
    """Write a figure; the name of a derived one says already that it is derived."""
    report = city.report
    return report.write_plain(figure) if isinstance(figure, DerivedValue) else report.write(figure)


def _say_state(city: CityReport, figure: Figure) -> str:
    say = city.say
    is_planned = figure.basis == _PLANNED
    return say("finance_state_planned" if is_planned else "finance_state_granted")


def _write_average(city: CityReport, average: Average) -> list[Runs]:
    report, say = city.report, city.say
    marks: list[Run] = report.marks([average.amount, average.count])
    value = say("derived_value", figure=_write_middle(city, average))
    period = report.show_period(average.amount)
    name = report.language.name(average.relation, "note")
    return [[say("finance_state_derived")], [name], [value], [period], marks]


def _write_middle(city: CityReport, average: Average) -> str:
    quantity = Quantity(point(average.rounded), average.amount.unit)
    return write_quantity(city.report, quantity, is_sum=True)


def _work_out(city: CityReport, average: Average) -> str:
    report = city.report
    quantity = Quantity(Interval(average.low, average.high), average.amount.unit)
    return report.say(
        "finance_arithmetic",
        amount=report.write(average.amount),
        count=report.write(average.count),
        average=_write_middle(city, average),
        interval=write_quantity(report, quantity),
    )


def _write_budget(city: CityReport, budget: Sequence[Figure], *, is_alone: bool) -> Paragraph:
    report, say = city.report, city.say
    runs: list[Run] = [say("finance_nothing_granted")]
    if is_alone:
        runs = [say("finance_nothing_at_all")]
    for figure in budget:
        name = report.indicator(figure.indicator, inside=True)
        text = _write(city, figure)
        runs += [say("list_semicolon") if figure is not budget[0] else say("finance_beside")]
        runs.append(report.say("finance_line", name=name, figure=text))
        runs.append(report.mark(figure))
    year = report.period(budget[0])
    return Paragraph([*runs, say("finance_year", period=year)])


def _tabulate_awards(city: CityReport, awards: Sequence[Figure]) -> Table:
    report, say = city.report, city.say
    columns = [
        Column(say("finance_column_award"), "left", 2.9),
        Column(say("finance_column_level"), "left", 1.4),
        Column(say("finance_column_payer"), "left", 2.3),
        Column(say("column_figure"), "right", 1.9),
        Column(say("finance_column_together"), "right", 3.0),
        Column(say("column_period"), "left", 1.7),
        Column(say("column_note"), "right", 0.9),
    ]
    rows = [_write_award(city, figure) for figure in awards]
    notes = [say("finance_rates"), *explain_star(report, awards), *explain_signs(report, rows)]
    return Table(say("finance_awards", city=city.name), columns, rows, notes)


def _write_award(city: CityReport, figure: Figure) -> list[Runs]:
    report, say = city.report, city.say
    rung = report.codebook.rung_awarded(figure.indicator)
    payers = [say(f"finance_payer_{payer}") for payer in rung["payers"].split("|")] if rung else []
    level = report.begin_label("level", rung["level"]) if rung else say("none_cell")
    together = say("none_cell")
    if rung and figure.each == "yes":
        each, amount = (
            write_quantity(report, Quantity(point(Decimal(str(number))), figure.unit))
            for number in (figure.value, add_payers(figure, report.codebook))
        )
        together = say("finance_together", payers=len(payers), each=each, amount=amount)
    return [
        [report.subject_of_figure(figure, city.city)],
        [level],
        [report.language.join(payers) or say("none_cell")],
        [report.write(figure)],
        [together],
        [report.show_period(figure)],
        report.marks_of(figure),
    ]
