"""Figures in rows and in sentences: tables, series, and the words that stand for a chart."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.audit.facts import Finding
from helpers.data.figures import AnyFigure, DerivedValue, Figure
from helpers.pages.items import Column, Item, Table
from helpers.pages.runs import Run, Runs
from helpers.reports.finding_text import claim_finding, tell_period
from helpers.reports.report import Report, is_inferred

Row = TypeVar("Row")


def say_rows_left(report: Report, count: int, most: int | None) -> list[str]:
    """Return the note that a table shows `most` of its rows; empty where it shows them all."""
    left = count - most if most is not None else 0
    return [report.say("rows_left", count=left)] if left > 0 else []


def tabulate_rows(
    report: Report,
    caption: str,
    rows: Iterable[Row],
    columns: Mapping[Column, Callable[[Row], Runs]],
    notes: Sequence[str] = (),
    figures: Sequence[AnyFigure] = (),
    *,
    is_compact: bool = False,
) -> Table:
    """Set rows in a table, with the lines under it that explain its stars and signs.

    Each column comes with the function that writes its cell; a star marks an inferred period of the
    figures behind the rows.
    """
    written = [[write(row) for write in columns.values()] for row in rows]
    cells = [[[cell] if isinstance(cell, str) else cell for cell in row] for row in written]
    empty = [] if report.say("none_key") in notes else explain_empty(report, cells)
    lines = [*notes, *empty, *explain_star(report, figures), *explain_signs(report, cells)]
    return Table(caption, list(columns), cells, lines, is_compact)


def explain_empty(report: Report, cells: Sequence[Sequence[Runs]]) -> list[str]:
    """Return the line under a table that says what a dash alone in a cell means, where one is."""
    empty = [report.say("none_cell")]
    return [report.say("empty_key")] if any([*c] == empty for row in cells for c in row) else []


def drop_empty_columns(report: Report, table: Table) -> Table:
    """Return a table without the columns in which no row says anything."""
    empty = [report.say("none_cell")]
    kept = [
        number
        for number in range(len(table.columns))
        if any([*row[number]] != empty for row in table.rows)
    ]
    rows = [[row[number] for number in kept] for row in table.rows]
    lines = [line for line in table.notes if line != report.say("empty_key")]
    return replace(
        table,
        columns=[table.columns[number] for number in kept],
        rows=rows,
        notes=[*lines, *explain_empty(report, rows)],
    )


def tabulate_figures(report: Report, figures: Sequence[Figure], caption: str, home: str) -> Table:
    """Set figures in a compact table, one row each, with the mark that leads to the print.

    A figure that is not actual says so beside its value. Places other than the home of the report
    are named in the row.
    """
    say = report.say
    columns: dict[Column, Callable[[Figure], Runs]] = {
        Column(say("column_indicator"), "left", 3.6): lambda f: report.subject_of_figure(f, home),
        Column(say("column_period"), "left", 1.7): partial(tell_period, report),
        Column(say("column_figure"), "right", 2.3): report.state,
        Column(say("column_note"), "right", 1.0): report.marks_of,
    }
    return tabulate_rows(report, caption, figures, columns, (), figures, is_compact=True)


def explain_star(report: Report, figures: Sequence[AnyFigure]) -> list[str]:
    """Return the line under a table that says what a star at a period means, where one stands."""
    inferred = any(is_inferred(figure) for figure in figures)
    return [report.say("inferred_key")] if inferred else []


def explain_reliability(report: Report, rows: Iterable[AnyFigure]) -> str:
    """Return which figures of a chart are provisional, of low reliability or doubted, if any.

    A printed one is drawn as a ring; a derived one is a square like any other, so it is named; a
    doubted one is a question mark.
    """
    rows = list(rows)
    drawn = [row for row in rows if not row.is_doubted]
    printed = [row for row in drawn if isinstance(row, Figure)]
    kinds = {
        "provisional": any(row.is_provisional for row in printed),
        "unreliable": any(row.is_of_low_reliability for row in printed),
    }
    words = [report.say(f"ring_{kind}") for kind, is_drawn in kinds.items() if is_drawn]
    named = report.language.join(words, report.say("list_or"))
    told = report.say("course_form_ring", kinds=named) if words else ""
    told += report.say("course_form_doubted") if len(drawn) < len(rows) else ""
    derived = [row for row in drawn if row.is_of_low_reliability and row not in printed]
    if not derived:
        return told
    places = [report.place(place) for place in dict.fromkeys(row.place for row in derived)]
    years = [report.language.period(year) for year in sorted({row.period for row in derived})]
    join = report.language.join
    return told + report.say("course_form_unreliable", places=join(places), years=join(years))


def name_unreliable(report: Report, rows: Iterable[AnyFigure]) -> list[str]:
    """Return the line under a table of years that names its figures of low reliability, if any."""
    years: dict[str, list[str]] = {}
    for row in rows:
        if row.is_of_low_reliability:
            name = report.indicator(row.indicator, inside=True)
            years.setdefault(name, []).append(report.language.period(row.period))
    join = report.language.join
    parts = [report.say("name_inside", name=n, inside=join(each)) for n, each in years.items()]
    return [report.say("course_unreliable", names=join(parts))] if parts else []


def drop_doubles(rows: Sequence[AnyFigure]) -> list[AnyFigure]:
    """Return figures of one place to draw: a printed one goes before a derived one of its year."""
    printed = {row.period for row in rows if not isinstance(row, DerivedValue)}
    return [row for row in rows if not isinstance(row, DerivedValue) or row.period not in printed]


def explain_signs(report: Report, rows: Sequence[Sequence[Runs]]) -> list[str]:
    """Return the lines under a table that say what its signs of audit and doubt mean, if any."""
    signs = {verdict: report.say(f"sign_{verdict}") for verdict in ("inconsistent", "undecided")}
    found = {run.strip() for row in rows for cell in row for run in cell if isinstance(run, str)}
    keys = [report.say(f"sign_key_{verdict}") for verdict, sign in signs.items() if sign in found]
    is_doubted = any(report.say("doubted", figure="").strip() in text for text in found)
    return [*keys, *([report.say("audit_doubt_key")] if is_doubted else [])]


def describe_figure(report: Report, figure: AnyFigure, home: str) -> str:
    """Describe a figure without its value: what, when, and what kind of statement."""
    return report.say(
        "figure_description",
        name=report.subject_of_figure(figure, home),
        period=report.show_period(figure),
        statement=report.statement(figure),
    )


def join_runs(report: Report, parts: Iterable[Sequence[Run]]) -> list[Run]:
    """Join parts of a sentence with semicolons."""
    joined: list[Run] = []
    for part in parts:
        joined += [report.say("list_semicolon"), *part] if joined else part
    return joined


def write_alternative(report: Report, parts: Iterable[tuple[str, str]]) -> str:
    """Write what a chart shows for those who cannot see it: what is drawn, and its figure."""
    written = [report.say("alternative_part", description=what, figure=f) for what, f in parts]
    return report.say("alternative", parts=report.join_parts(written))


def describe_figures(
    report: Report, figures: Sequence[AnyFigure], home: str, *, is_signed: bool = False
) -> str:
    """Write what a chart of some figures shows for those who cannot see it.

    The signs of the audit stand with the figures where the chart draws them (`is_signed`).
    Where the name of a figure says that it is derived, its value does not say so again.
    """
    parts = []
    for figure in figures:
        description = describe_figure(report, figure, home)
        is_told = report.say("profile_derived") in description
        written = report.write_plain(figure) if is_told else report.write(figure)
        written += "".join(report.list_signs(figure)) if is_signed else ""
        claim = ValueClaim(figure=figure, is_named=True)
        parts.append(
            report.claim("alternative_value", claim, description=description, figure=written)
        )
    return report.say("alternative", parts=report.join_parts(parts))


def name_unit(report: Report, figure: AnyFigure) -> str:
    """Name the unit of a figure, or say that it is a count."""
    unit = report.codebook.units[figure.unit]
    if unit["kind"] == "money":
        return report.say("unit_money")
    return report.language.name(unit) or report.say("unit_count")


def list_points(report: Report, figures: Sequence[AnyFigure], home: str) -> list[tuple[str, float]]:
    """List the values behind a chart, each with what it is."""
    return [(describe_figure(report, figure, home), float(figure.number)) for figure in figures]


def tabulate_findings(report: Report, findings: Sequence[Finding], left: int = 0) -> list[Item]:
    """Set findings in a table for the busy reader: sign, one sentence, mark of the working.

    The caption tells how many are left to the audit report.
    """
    if not findings:
        return []
    say = report.say
    columns: dict[Column, Callable[[Finding], Runs]] = {
        Column(say("column_sign")): report.sign,
        Column(say("column_finding"), "left", 1): lambda f: claim_finding(report, f),
        Column(say("column_note"), "right"): lambda f: [report.mark_finding(f)],
    }
    caption = say("table_findings_left", count=left) if left else say("table_findings")
    return [tabulate_rows(report, caption, findings, columns, is_compact=True)]
