"""The origin of a figure: document, publisher, line, the token and the words beside it."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from helpers.data.figures import AnyFigure, DerivedValue, Figure, list_derived, list_figures
from helpers.data.tables.data_package import name_nearest
from helpers.explore.audit_signs import Checked
from helpers.explore.open_report import open_figures
from helpers.problems import UsageError
from helpers.reports.report import Report
from helpers.words.figure_text import show_print

_PRINTED = ("source", "as_printed", "qualifier", "scope", "locator", "label")
Told = list[tuple[str, str]]


def trace(figure_id: str, language: str = "en") -> "pd.Series[str]":
    """Return the place a figure was printed; of a derived value, the figures it is made of.

    Args:
        figure_id: Identifier of a printed figure or a derived value, as in every table.
        language: `zh` or `en`.

    Returns:
        Document, publisher, when it was written, where the figure stands, the token as printed,
        the words beside it, what a reader must know, and what the audit found about it, with the
        sum worked out. Two rows of a kind where there are two.

    Raises:
        UsageError: There is no such figure; the nearest identifier is named.

    Example:
        >>> from helpers.explore import trace
        >>> trace("luohe-report-2024:17j")[["As printed", "Where", "Label"]]
        As printed       2.1%
        Where         line 17
        Label          研发投入强度
        Name: luohe-report-2024:17j, dtype: str
    """
    report = open_figures(language)
    if not isinstance(figure_id, str):
        raise UsageError(f"{figure_id!r} is not a figure_id; expected a text as in every table")
    told = tell_origin(report, find_row(report, figure_id), Checked(report))
    labels, texts = zip(*told, strict=True)
    return pd.Series(texts, index=list(labels), name=figure_id, dtype="str")


def find_row(report: Report, identifier: str) -> AnyFigure:
    """Find a printed figure or derived value by its identifier.

    Raises:
        UsageError: There is none; the nearest identifier is named.
    """
    known: dict[str, AnyFigure] = {row.key: row for row in list_figures(report.observations)}
    known |= {row.key: row for row in list_derived(report.derived)}
    if identifier in known:
        return known[identifier]
    raise UsageError(f"no figure {identifier!r}; expected {name_nearest(identifier, list(known))}")


def tell_origin(report: Report, figure: AnyFigure, checked: Checked) -> Told:
    """Return the origin of a figure and the findings about it in words, as labelled texts."""
    return [*_tell_source(report, figure), *checked.tell(figure)]


def _tell_source(report: Report, figure: AnyFigure) -> Told:
    say = report.say
    if not isinstance(figure, DerivedValue):
        return _tell_print(report, figure)
    kind = [(say("explore_trace_kind"), report.label("kind", figure.kind))]
    if figure.implication_id:
        row = report.codebook.implications[figure.implication_id]
        note = (say("explore_trace_note"), report.language.name(row, "note"))
        return [*kind, *_tell_document(report, row["source"]), note]
    parts = report.inputs_of(figure)
    formula = say("note_divided").join(report.write(part) for part in parts)
    factor = say("note_times", per=figure.per) if figure.per != "1" else ""
    told = [*kind, (say("explore_trace_formula"), formula + factor)]
    for part in parts:
        told += _tell_print(report, part)
    return told


def _tell_print(report: Report, figure: Figure) -> Told:
    language, say = report.language, report.say
    period = report.period(figure)
    if figure.period_basis == "inferred":
        evidence = report.label("period_evidence", figure.period_evidence)
        period = say("explore_trace_inferred", period=period, evidence=evidence)
    printed, corrected = show_print(figure), ""
    if figure.corrected:
        corrected = say("note_corrected", printed=printed, corrected=figure.corrected)
    told = [
        (say("explore_trace_printed"), printed),
        (say("explore_trace_label"), figure.label),
        *_tell_document(report, figure.source),
        (say("explore_trace_where"), report.locator(figure.locator)),
        (say("column_period"), period),
        (say("column_statement"), say_statement(report, figure)),
        (say("explore_trace_vintage"), figure.vintage),
        (say("explore_trace_note"), corrected + language.pick(figure.notes)),
        (say("explore_trace_row"), figure.figure_id),
    ]
    return [(label, text) for label, text in told if text]


def say_statement(report: Report, figure: AnyFigure) -> str:
    """Return the kind of statement of a figure, and its status where that adds something."""
    statement = report.statement(figure)
    if isinstance(figure, DerivedValue) or figure.status == "A" or figure.basis == "estimate":
        return statement
    return report.say("statement_comma").join([statement, report.label("status", figure.status)])


def _tell_document(report: Report, source: str) -> Told:
    language, say = report.language, report.say
    row = report.codebook.sources[source]
    first, last = row["written_earliest"], row["written_latest"]
    written = language.day(last)
    if first != last:
        written = say("between", start=language.day(first), end=written)
    inferred = say("date_inferred") if row["written_basis"] == "inferred" else ""
    return [
        (say("explore_trace_document"), language.name(row, "title")),
        (say("explore_trace_publisher"), language.name(row, "publisher")),
        (say("explore_trace_written"), written + inferred),
    ]


def tabulate(report: Report, rows: Sequence[AnyFigure], checked: Checked) -> pd.DataFrame:
    """Set figures in a table that stands by itself: names, numbers, and where each was printed."""
    table = []
    for row in rows:
        is_printed = isinstance(row, Figure)
        kind = ("basis", row.basis) if isinstance(row, Figure) else ("kind", row.kind)
        printed = {name: getattr(row, name) if is_printed else "" for name in _PRINTED}
        document = report.codebook.sources.get(printed["source"])
        name = report.language.name
        written = {
            "place": row.place,
            "place_name": report.place(row.place),
            "indicator": row.indicator,
            "indicator_name": report.indicator(row.indicator),
            "period": row.period,
            "figure": report.write_plain(row),
            "value": _find_float(row.value),
            "value_low": _find_float(row.value_low),
            "value_high": _find_float(row.value_high),
            "unit": row.unit,
            "basis": report.label(*kind),
            **{column: printed[column] for column in ("as_printed", "qualifier", "scope")},
            "status": row.status,
            "vintage": row.vintage,
            "document": name(document, "title") if document else "",
            "publisher": name(document, "publisher") if document else "",
            **{column: printed[column] for column in ("locator", "label")},
            "checked": checked.summarise(row),
            "figure_id": row.key,
        }
        table.append(written)
    return pd.DataFrame(table)


def _find_float(number: Decimal | None) -> float:
    return float("nan") if number is None else float(number)
