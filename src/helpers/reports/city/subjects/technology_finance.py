"""Technology finance of a city: loans, funds, awards, and budget spending on science beside."""

from collections.abc import Callable, Sequence
from functools import partial

from helpers.analysis.claims.absence_claims import AbsenceClaim
from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.analysis.loans_and_awards import SUBJECT, Average, add_payers, find_averages
from helpers.audit.facts import Quantity
from helpers.data.figures import DerivedValue, Figure, list_figures
from helpers.data.printed.intervals import Interval, point
from helpers.pages.items import Column, Heading, Item, Paragraph, Section, Table
from helpers.pages.runs import Run, Runs
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import join_runs, tabulate_findings, tabulate_rows
from helpers.reports.finding_text import tell_period
from helpers.reports.quantity_text import write_quantity

_RULE, _PLANNED = "policy", "target"


def write_technology_finance(city: CityReport) -> Section:
    """Write loans and funds, the awards by level and payer, and budget spending on science.

    One sentence suffices where only budget spending is printed.
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


def list_finance(city: CityReport) -> list[Item]:
    """Return loans and funds in a table; nothing where only budget spending is printed."""
    amounts = [figure for figure in city.of_subjects(SUBJECT) if figure.basis != _RULE]
    amounts.sort(key=lambda figure: bool(figure.basis == _PLANNED))
    return [_tabulate_amounts(city, amounts, _list_budget(city))] if amounts else []


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
    averages = find_averages(amounts, report.codebook)
    rows: list[Figure | Average] = []
    for figure in (*amounts, *budget):
        rows += [figure, *(average for average in averages if average.count is figure)]

    def say_state(row: Figure | Average) -> str:
        if isinstance(row, Average):
            return say("finance_state_derived")
        if row in budget:
            return say("finance_state_budget")
        return say(f"finance_state_{'planned' if row.basis == _PLANNED else 'granted'}")

    def name(row: Figure | Average) -> str:
        if isinstance(row, Average):
            return report.language.name(row.relation, "note")
        return report.subject_of_figure(row, city.city)

    def write(row: Figure | Average) -> str:
        if isinstance(row, Average):
            return say("derived_value", figure=_write_middle(city, row))
        return _write(city, row)

    def mark(row: Figure | Average) -> Runs:
        if isinstance(row, Average):
            return report.marks([row.amount, row.count])
        return [report.mark(row)] if isinstance(row, DerivedValue) else report.marks_of(row)

    columns: dict[Column, Callable[[Figure | Average], Runs]] = {
        Column(say("finance_column_state"), "left", 1.9): say_state,
        Column(say("column_indicator"), "left", 4.2): name,
        Column(say("column_figure"), "right", 2.6): write,
        Column(say("column_period"), "left", 1.4): lambda row: tell_period(
            report, row.amount if isinstance(row, Average) else row
        ),
        Column(say("column_note"), "right", 1.8): mark,
    }
    notes = [*(_work_out(city, average) for average in averages), say("finance_apart")]
    caption = say("finance_amounts", city=city.name)
    return tabulate_rows(
        report, caption, rows, columns, notes, [*amounts, *budget], is_compact=True
    )


def _write(city: CityReport, figure: Figure) -> str:
    """Write a figure; the name of a derived one says already that it is derived."""
    report = city.report
    return report.write_plain(figure) if isinstance(figure, DerivedValue) else report.write(figure)


def _write_middle(city: CityReport, average: Average) -> str:
    quantity = Quantity(point(average.rounded), average.amount.unit)
    return write_quantity(city.report, quantity, is_sum=True)


def _work_out(city: CityReport, average: Average) -> str:
    report = city.report
    quantity = Quantity(Interval(average.low, average.high), average.amount.unit)
    return report.claim(
        "finance_arithmetic",
        *(ValueClaim(figure=row, is_named=True) for row in (average.amount, average.count)),
        amount=report.write(average.amount),
        count=report.write(average.count),
        average=_write_middle(city, average),
        interval=write_quantity(report, quantity),
    )


def _write_budget(city: CityReport, budget: Sequence[Figure], *, is_alone: bool) -> Paragraph:
    report, say = city.report, city.say
    claim = AbsenceClaim(
        indicators=tuple(
            name for name, row in report.codebook.indicators.items() if row["subject"] == SUBJECT
        ),
        places=(city.city,),
        relation="no_print" if is_alone else "no_actual",
        is_everywhere=True,
    )
    start = report.claim("finance_nothing_at_all" if is_alone else "finance_nothing_granted", claim)
    lines: list[list[Run]] = [
        [
            say(
                "finance_line",
                name=report.indicator(figure.indicator, inside=True),
                figure=_write(city, figure),
            ),
            report.mark(figure),
        ]
        for figure in budget
    ]
    end = say("finance_year", period=report.period(budget[0]))
    return Paragraph([start, say("finance_beside"), *join_runs(report, lines), end])


def _tabulate_awards(city: CityReport, awards: Sequence[Figure]) -> Table:
    report, say = city.report, city.say

    def find_payers(figure: Figure) -> list[str]:
        rung = report.codebook.rung_awarded(figure.indicator)
        return [say(f"finance_payer_{one}") for one in rung["payers"].split("|")] if rung else []

    def name_level(figure: Figure) -> str:
        rung = report.codebook.rung_awarded(figure.indicator)
        return report.begin_label("level", rung["level"]) if rung else say("none_cell")

    def write_together(figure: Figure) -> str:
        payers = find_payers(figure)
        if not payers or figure.each != "yes":
            return say("none_cell")
        each, amount = (
            write_quantity(report, Quantity(point(number), figure.unit))
            for number in (figure.number, add_payers(figure, report.codebook))
        )
        return say("finance_together", payers=len(payers), each=each, amount=amount)

    columns: dict[Column, Callable[[Figure], Runs]] = {
        Column(say("finance_column_award"), "left", 2.9): lambda f: report.subject_of_figure(
            f, city.city
        ),
        Column(say("finance_column_level"), "left", 1.4): name_level,
        Column(say("finance_column_payer"), "left", 2.3): lambda f: (
            report.language.join(find_payers(f)) or say("none_cell")
        ),
        Column(say("column_figure"), "right", 1.9): report.write,
        Column(say("finance_column_together"), "right", 3.0): write_together,
        Column(say("column_period"), "left", 1.7): partial(tell_period, report),
        Column(say("column_note"), "right", 0.9): report.marks_of,
    }
    caption = say("finance_awards", city=city.name)
    return tabulate_rows(report, caption, awards, columns, [say("finance_rates")], awards)
