"""Why there is nothing to show, in one sentence, and what is nearest."""

from collections.abc import Sequence

import pandas as pd

from helpers.data.figures import ROW, AnyFigure, DerivedValue
from helpers.explore.open_report import open_figures
from helpers.explore.selection import Years, find_years, read_years
from helpers.reports.report import Report

_MOST_NAMED = 6


def say_nothing(report: Report, cities: Sequence[str], indicator: str, years: Years) -> str:
    """Return why a choice shows nothing, and the nearest figure."""
    say = report.say
    if not cities:
        return say("explore_nothing_chosen")
    about = {
        "measure": report.indicator(indicator, inside=True),
        "places": report.language.join([report.place(name) for name in cities]),
    }
    own = _list_rows(report, indicator, cities)
    if own:
        near = _find_nearest(own, years)
        return say("explore_nothing_in_years", nearest=_name(report, near), **about)
    later = _list_rows(open_figures(report.language.code), indicator, cities)
    if later:
        first = min(later, key=lambda row: (isinstance(row, DerivedValue), row.known_from))
        return say(
            "explore_nothing_by_day",
            day=report.language.day(report.as_of),
            later=report.language.day(first.known_from.isoformat()),
            nearest=_name(report, first),
            **about,
        )
    others = [row.place for row in _list_rows(report, indicator, list(report.codebook.places))]
    names = [report.place(name) for name in dict.fromkeys(others)]
    if not names:
        return say("explore_nothing_at_all", **about)
    listed = report.language.join(names[:_MOST_NAMED])
    key = "explore_nothing_here" if len(names) <= _MOST_NAMED else "explore_nothing_here_more"
    return say(key, nearest=listed, count=len(names) - _MOST_NAMED, **about)


def _list_rows(report: Report, indicator: str, cities: Sequence[str]) -> list[AnyFigure]:
    return [
        row
        for frame in (report.observations, report.derived)
        for row in frame[frame["indicator"].eq(indicator) & frame["place"].isin(list(cities))][ROW]
    ]


def _find_nearest(rows: Sequence[AnyFigure], years: Years) -> AnyFigure:
    """Find the figure whose year is nearest to the years chosen."""
    if years is None:
        return rows[-1]
    ends = read_years(years)
    frame = pd.DataFrame({"period": [row.period for row in rows]}, dtype="str")
    first, last = find_years(frame)
    distance = (ends[0] - last).clip(lower=0) + (first - ends[1]).clip(lower=0)
    return rows[int(distance.to_numpy().argmin())]


def _name(report: Report, row: AnyFigure) -> str:
    return report.say_figure("explore_nearest", row, place=report.place(row.place))
