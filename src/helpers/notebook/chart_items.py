"""A chart of one's own as an item of the report: its words and sources follow from its rows."""

import sys
from collections.abc import Collection, Sequence
from decimal import Decimal

from matplotlib.figure import Figure
from matplotlib.text import Text

from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.charts.canvas import save_chart
from helpers.charts.points import draw_question_mark
from helpers.data.figures import AnyFigure
from helpers.notebook.drawn_numbers import compare_with_rows
from helpers.notebook.house_style import finish_axes, is_drawn
from helpers.notebook.tidy_figures import tabulate_tidy
from helpers.pages.items import Chart
from helpers.problems import UsageError
from helpers.reports.figure_lists import describe_figure, describe_figures
from helpers.reports.report import Report

# A longer list in an alternative text serves nobody.
_MOST_LISTED = 40
_NOTHING_DRAWN = (
    "nothing is drawn into the axes of the chart; expected ax=axes, in a function that takes it:"
    " relplot, catplot and lmplot open a figure of their own; scatterplot, boxplot and regplot do"
    " not"
)


def make_chart(
    report: Report,
    figure: Figure,
    rows: Sequence[AnyFigure],
    words: tuple[str, str, str | None],
    home: str,
) -> Chart:
    """Return a drawn figure, with the figures behind it, as a chart of the report.

    The words are title, subtitle, and the alternative text, which is written from the rows where it
    is None, with places other than home named.

    Raises:
        UsageError: Nothing is drawn, or there are no rows behind it.
    """
    if not rows:
        raise UsageError(
            "the chart has no rows behind it; expected a table with some: `if len(table):`"
        )
    if not any(map(is_drawn, figure.axes)):
        raise UsageError(_NOTHING_DRAWN)
    finish_axes(figure, report.language)
    title, subtitle, alternative = words
    if alternative is None:
        alternative = _write_alternative(report, rows, title, subtitle, home)
    points = [(describe_figure(report, row, home), _find_height(row)) for row in rows]
    known = [float(end) for row in rows for end in _list_ends(row) if end is not None]
    is_computed, strange = compare_with_rows(figure.axes, known)
    line = report.source_line(rows)
    if is_computed:
        line = [report.say("own_calculation"), *line]
    if strange:
        told = report.say("own_numbers", numbers=report.join_parts(strange))
        print(told, file=sys.stderr)  # the export names it on the terminal too
    picture = save_chart(figure)
    shown = {text.get_text() for text in figure.findobj(Text)}
    if unmarked := _list_unmarked(report, figure, rows, shown):
        told = report.say(
            "own_unmarked", places=report.language.join(unmarked), source="report.name_places(rows)"
        )
        print(told, file=sys.stderr)
    if any(report.say("doubt_sign") in text for text in shown):
        line = [report.say("own_doubt"), *line]
    return Chart(title, subtitle, picture, alternative, line, points)


def _list_unmarked(
    report: Report, figure: Figure, rows: Sequence[AnyFigure], shown: Collection[str]
) -> list[str]:
    """List the places that are named in a chart without the sign of the doubt in their figures."""
    marks = [line.get_marker() for axes in figure.axes for line in axes.lines]
    if any(mark is draw_question_mark() for mark in marks):
        return []
    doubted = dict.fromkeys(report.place(row.place) for row in rows if row.is_doubted)
    return [name for name in doubted if name in shown]


def _list_ends(row: AnyFigure) -> Sequence[Decimal | None]:
    return row.value, row.value_high, row.value_low


def _find_height(row: AnyFigure) -> float:
    """Return the value of a figure, or of a bound the end that is known."""
    return next(float(end) for end in _list_ends(row) if end is not None)


def _write_alternative(
    report: Report, rows: Sequence[AnyFigure], title: str, subtitle: str, home: str
) -> str:
    if len(rows) <= _MOST_LISTED:
        figures = describe_figures(report, rows, home)
    else:
        figures = _summarise(report, rows)
    return report.say("own_alternative", title=title, subtitle=subtitle, figures=figures)


def _summarise(report: Report, rows: Sequence[AnyFigure]) -> str:
    """Write how many figures are drawn, of what, and for each indicator the two ends."""
    frame = tabulate_tidy(report, rows)
    years = frame["year"].dropna()
    parts = []
    for measure in dict.fromkeys(frame["indicator"]):
        valued = [row for row in rows if row.indicator == measure and row.value is not None]
        ends = sorted(valued, key=lambda row: row.number)
        first, last = (
            report.claim(
                "own_end",
                ValueClaim(figure=row, is_named=True),
                figure=report.write(row),
                period=report.period(row),
                place=report.place(row.place),
            )
            for row in (ends[0], ends[-1])
        )
        name = report.indicator(measure)
        parts.append(report.say("own_ends", measure=name, first=first, last=last))
    return report.say(
        "own_alternative_many",
        count=len(rows),
        places=frame["place"].nunique(),
        first=years.min(),
        last=years.max(),
        ends=report.say("sentence_space").join(parts),
    )
