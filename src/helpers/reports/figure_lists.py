"""Figures in rows and in sentences: tables, series, and the words that stand for a chart."""

from collections.abc import Sequence

from helpers.audit.facts import Finding
from helpers.data.figures import AnyFigure, Figure
from helpers.pages.items import Chart, Column, Item, Run, Runs, Table
from helpers.reports.finding_text import write_finding
from helpers.reports.report import Report


def tabulate_figures(report: Report, figures: Sequence[Figure], caption: str, home: str) -> Table:
    """Set figures in a compact table, one row each, with the mark that leads to the print.

    What is no actual figure says so beside its value.

    Args:
        report: Language, names and notes.
        figures: The figures, in the order of the rows.
        caption: What the table shows.
        home: Place of the report; other places are named in the row.
    """
    say = report.say
    columns = [
        Column(say("column_indicator"), "left", 3.6),
        Column(say("column_period"), "left", 1.7),
        Column(say("column_figure"), "right", 2.3),
        Column(say("column_note"), "right", 1.0),
    ]
    rows: list[list[list[Run]]] = [
        [
            [report.subject_of_figure(figure, home)],
            [report.show_period(figure)],
            [_state_figure(report, figure)],
            report.marks_of(figure),
        ]
        for figure in figures
    ]
    notes = [*explain_star(report, figures), *explain_signs(report, rows)]
    return Table(caption, columns, rows, notes, is_compact=True)


def _state_figure(report: Report, figure: Figure) -> str:
    if figure.basis == "actual":
        return report.write(figure)
    text, basis = report.write(figure), report.label("basis", figure.basis)
    return report.say("figure_stated", figure=text, basis=basis)


def explain_star(report: Report, figures: Sequence[Figure]) -> list[str]:
    """Return the line under a table that says what a star at a period means, where one stands."""
    inferred = any(figure.period_basis == "inferred" for figure in figures)
    return [report.say("inferred_key")] if inferred else []


def explain_signs(report: Report, rows: Sequence[Sequence[Runs]]) -> list[str]:
    """Return the line under a table that says what the signs of the audit mean, where any stand."""
    signs = {verdict: report.say(f"sign_{verdict}") for verdict in ("inconsistent", "undecided")}
    found = {run.strip() for row in rows for cell in row for run in cell if isinstance(run, str)}
    return [report.say(f"sign_key_{verdict}") for verdict, sign in signs.items() if sign in found]


def describe_figure(report: Report, figure: AnyFigure, home: str) -> str:
    """Describe a figure without its value: what, when, and what kind of statement."""
    return report.say(
        "figure_description",
        name=report.subject_of_figure(figure, home),
        period=report.period(figure),
        statement=report.statement(figure),
    )


def write_alternative(report: Report, figures: Sequence[AnyFigure], home: str) -> str:
    """Write what a chart shows for those who cannot see it, from the figures drawn."""
    say = report.say
    parts = [
        say(
            "alternative_part",
            description=describe_figure(report, figure, home),
            figure=report.write(figure),
        )
        for figure in figures
    ]
    return say("alternative", parts=say("list_semicolon").join(parts))


def name_unit(report: Report, figure: AnyFigure) -> str:
    """Name the unit of a figure, or say that it is a count."""
    unit = report.codebook.units[figure.unit]
    if unit["kind"] == "money":
        return report.say("unit_money")
    return report.language.name(unit) or report.say("unit_count")


def list_points(report: Report, figures: Sequence[AnyFigure], home: str) -> list[tuple[str, float]]:
    """List the values behind a chart, each with what it is."""
    return [(describe_figure(report, figure, home), float(figure.number)) for figure in figures]


def chart_figures(
    report: Report, figures: Sequence[AnyFigure], home: str, title: str, subtitle: str, svg: str
) -> Chart:
    """Make a chart of figures: its words, sources and values follow from what is drawn."""
    return Chart(
        title,
        subtitle,
        svg,
        write_alternative(report, figures, home),
        report.source_line(figures),
        list_points(report, figures, home),
    )


def tabulate_findings(report: Report, findings: Sequence[Finding]) -> list[Item]:
    """Set findings in a table for the busy reader: sign, one sentence, mark of the working.

    Args:
        report: Language, names and notes.
        findings: What the audit found, in the order of the rows.

    Returns:
        The table; nothing where nothing was found.
    """
    if not findings:
        return []
    say = report.say
    columns = [
        Column(say("column_sign")),
        Column(say("column_finding"), "left", 1),
        Column(say("column_note"), "right"),
    ]
    rows: list[list[Runs]] = [
        [
            [report.sign(finding)],
            [write_finding(report, finding).sentence],
            [report.mark_finding(finding)],
        ]
        for finding in findings
    ]
    notes = explain_signs(report, rows)
    return [Table(say("table_findings"), columns, rows, notes, is_compact=True)]
