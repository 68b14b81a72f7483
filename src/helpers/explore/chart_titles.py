"""The finding that a choice shows, as the title of its chart."""

from collections.abc import Sequence

from helpers.analysis.changes import find_change, latest_actual
from helpers.analysis.standings import Comparison
from helpers.data.figures import AnyFigure, DerivedValue, Figure, tabulate
from helpers.reports.report import Report
from helpers.reports.standing_text import write_standing

_FEWEST_COMPARED = 2


def say_finding(
    report: Report, indicator: str, rows: Sequence[AnyFigure], compared: Sequence[Comparison]
) -> str:
    """Return the finding of a choice as a title.

    Of several cities: who is highest and lowest in the latest of the periods that most have. Of
    one: its change within one series, or its latest figure. A figure that is not actual says so.

    Args:
        report: Language and names.
        indicator: What is measured.
        rows: All figures shown.
        compared: The cities beside each other, by period.
    """
    shared = [found for found in compared if len(found.valued) >= _FEWEST_COMPARED]
    if shared:
        best = max(shared, key=lambda found: (len(found.valued), found.period))
        return _say_order(report, indicator, best)
    return _say_one(report, rows)


def _say_order(report: Report, indicator: str, found: Comparison) -> str:
    top, bottom = found.valued[0], found.valued[-1]
    # Rounding may leave open who is first: then both ends are only named.
    is_sure = top.low > found.valued[1].high and found.valued[-2].low > bottom.high
    key = "explore_title_order" if is_sure else "explore_title_span"
    return report.say(
        key,
        measure=report.indicator(indicator),
        period=report.language.period(found.period),
        leader=report.place(top.place),
        top=write_standing(report, top),
        last=report.place(bottom.place),
        bottom=write_standing(report, bottom),
        known=len(found.valued),
    )


def _say_one(report: Report, rows: Sequence[AnyFigure]) -> str:
    printed = [row for row in rows if isinstance(row, Figure)]
    actual = [row for row in printed if row.basis == "actual" and row.value is not None]
    first_place = [row for row in actual if row.place == actual[0].place]
    if len(first_place) > 1:
        change = find_change(tabulate(Figure, first_place))
        if change is not None:
            city = report.place(change.first.place)
            return report.say_change(f"title_{change.direction}", change, city=city)
        latest = latest_actual(tabulate(Figure, first_place))
        first_place = [latest] if latest is not None else first_place
    derived = [row for row in rows if isinstance(row, DerivedValue)]
    shown: AnyFigure = (first_place or derived or printed)[-1]
    is_actual = isinstance(shown, DerivedValue) or shown.basis == "actual"
    write = report.write_plain if isinstance(shown, DerivedValue) else report.write
    return report.say(
        "title_level" if is_actual else "explore_title_stated",
        figure=write(shown),
        period=report.period(shown),
        city=report.place(shown.place),
        indicator=report.indicator(shown.indicator),
        said="" if isinstance(shown, DerivedValue) else report.label("basis", shown.basis),
    )
