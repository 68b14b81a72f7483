"""Why a table of figures is empty: what is nearest, and which quotients were not formed."""

from collections.abc import Sequence

from helpers.data.figures import list_rows
from helpers.explore.missing_reasons import say_nothing
from helpers.explore.selection import Years, keep_years
from helpers.reports.report import Report

_MOST_REFUSED = 3


def say_why(report: Report, measures: Sequence[str], places: Sequence[str], years: Years) -> str:
    """Return why there is no figure, and for a derived indicator why none was derived.

    Args:
        report: What was known.
        measures: Printed or derived indicators.
        places: Slugs of the places.
        years: One year, or the first and the last one; None for all.
    """
    told = [say_nothing(report, places, measure, years) for measure in measures]
    refused = report.refused
    own = refused[refused["indicator"].isin(list(measures)) & refused["place"].isin(list(places))]
    told += [
        report.say_refusal("refused", row, report.find_refused(row)).strip()
        for row in list_rows(keep_years(own, years))[:_MOST_REFUSED]
    ]
    return report.say("sentence_space").join(told)
