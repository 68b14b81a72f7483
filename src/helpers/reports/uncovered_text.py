"""What is known on a measure on which places cannot be compared, in words."""

from collections.abc import Sequence

from helpers.analysis.claims.absence_claims import AbsenceClaim
from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.data.figures import AnyFigure
from helpers.reports.report import Report


def say_uncovered(report: Report, measure: str, places: Sequence[str]) -> str:
    """Return that no place has an actual figure on a measure, or which have one, and when.

    Every period counts, and a figure that is provisional: who has one is named with its period.
    """
    latest = {place: _find_latest(report, measure, place) for place in places}
    known = {place: row for place, row in latest.items() if row is not None}
    rest = tuple(place for place in places if place not in known)
    absence = AbsenceClaim(indicators=(measure,), places=rest, relation="no_actual")
    if not known:
        return report.claim("reason_none", absence)
    listed = [
        report.say("reason_place", place=report.place(place), period=report.period(row))
        for place, row in known.items()
    ]
    values = [ValueClaim(figure=row, place=place) for place, row in known.items()]
    return report.claim("reason_few", absence, *values, places=report.language.join(listed))


def _find_latest(report: Report, measure: str, place: str) -> AnyFigure | None:
    known = report.known_rows
    printed = [
        row
        for row in known.list_printed(measure, place)
        if row.basis == "actual" and row.is_of_whole_place
    ]
    if printed:
        return max(printed, key=lambda row: (str(row.period_end), row.known_from))
    derived = [row for row in known.list_derived(measure, place) if not row.is_bound]
    return max(derived, key=lambda row: row.period, default=None)
