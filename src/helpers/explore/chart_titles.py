"""The finding that a choice shows, as the title of its chart."""

from collections.abc import Sequence

from helpers.analysis.changes import latest_actual
from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.analysis.standings import Comparison
from helpers.data.figures import AnyFigure, DerivedValue, Figure, tabulate
from helpers.reports.report import Report
from helpers.reports.standing_text import say_ends

_FEWEST_COMPARED = 2


def say_finding(
    report: Report, indicator: str, rows: Sequence[AnyFigure], compared: Sequence[Comparison]
) -> str:
    """Return the finding of a choice as a title.

    Of several cities: who is highest and lowest in the latest of the periods that most have. Of
    one: its change within one series, or its latest figure. A figure that is not actual says so.
    """
    shared = [found for found in compared if len(found.valued) >= _FEWEST_COMPARED]
    if shared:
        best = max(shared, key=lambda found: (len(found.valued), found.period))
        return _say_order(report, indicator, best)
    return _say_one(report, rows)


def _say_order(report: Report, indicator: str, found: Comparison) -> str:
    return report.say(
        "explore_title_order",
        measure=report.indicator(indicator),
        period=report.language.period(found.period),
        ends=say_ends(report, found),
    )


def _say_one(report: Report, rows: Sequence[AnyFigure]) -> str:
    """Return what is said of a single place: its change, or its latest figure."""
    printed = [row for row in rows if isinstance(row, Figure)]
    actual = [row for row in printed if row.basis == "actual" and row.value is not None]
    first_place = [row for row in actual if row.place == actual[0].place]
    if len(first_place) > 1:
        change = report.find_change(tabulate(Figure, first_place))
        if change is not None:
            return report.say_change("title", change, city=report.place(change.first.place))
        latest = latest_actual(tabulate(Figure, first_place))
        first_place = [latest] if latest is not None else first_place
    derived = [row for row in rows if isinstance(row, DerivedValue)]
    shown: AnyFigure = (first_place or derived or printed)[-1]
    is_actual = isinstance(shown, DerivedValue) or shown.basis == "actual"
    write = report.write_plain if isinstance(shown, DerivedValue) else report.write
    return report.claim(
        "title_level" if is_actual else "explore_title_stated",
        ValueClaim(figure=shown, is_named=True),
        figure=write(shown),
        period=report.period(shown),
        city=report.place(shown.place),
        indicator=report.subject_of_figure(shown, shown.place),
        said="" if isinstance(shown, DerivedValue) else report.label("basis", shown.basis),
    )
