"""Which places lack a figure of a measure that others have, in words."""

from collections.abc import Iterator

from helpers.analysis.claims.absence_claims import Absence, AbsenceClaim
from helpers.analysis.claims.claim import Claim
from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.analysis.standings import Comparison
from helpers.reports.report import Report
from helpers.reports.standing_text import sign_derived

# In the order in which they are told.
_KINDS = ("no_figure", "unsettled", "doubted", "approximate")


def name_missing(report: Report, *comparisons: Comparison) -> str:
    """Name the places without a value or bound, and those whose doubted value takes no rank.

    A place of which a provisional figure or an estimate is printed has a figure, only none that
    is settled; an approximate figure takes no rank. Of several measures each place is named once,
    with all measures that it lacks; of one, only the year.
    """
    groups: dict[str, dict[str, dict[str, Claim]]] = {}
    for comparison in comparisons:
        name = report.language.period(comparison.period)
        if len(comparisons) > 1:
            inside = sign_derived(report, comparison.measure, is_inside=True)
            name = report.say("gap_measure", name=inside, period=name)
        for kind, place, claim in _list_missing(report, comparison):
            groups.setdefault(kind, {}).setdefault(place, {})[name] = claim
    sentences = []
    for kind in _KINDS:
        alike: dict[tuple[str, ...], list[str]] = {}
        for place, lacking in groups.get(kind, {}).items():
            alike.setdefault(tuple(lacking), []).append(place)
        for names, places in alike.items():
            claims = [groups[kind][place][name] for place in places for name in names]
            text = report.claim(
                f"{kind}_for",
                *claims,
                places=report.language.join([report.place(place) for place in places]),
                period=report.language.join(names),
            )
            sentences.append(text)
    return report.say("sentence_space").join(sentences)


def _list_missing(report: Report, comparison: Comparison) -> Iterator[tuple[str, str, Claim]]:
    """Yield what is missing of a measure: its kind, the place, and what is claimed of it."""
    measure, period = comparison.measure, comparison.period

    def assert_none(relation: Absence, place: str) -> AbsenceClaim:
        return AbsenceClaim(
            indicators=(measure,), places=(place,), relation=relation, period=period
        )

    for standing in comparison.standings:
        place = standing.place
        if standing.kind != "missing":
            if standing.takes_no_rank:
                yield "doubted", place, assert_none("no_rank", place)
            continue
        rough = [
            row
            for row in report.known_rows.list_printed(measure, place)
            if row.period == period and row.is_settled and row.is_of_whole_place
        ]
        if report.holds(none := assert_none("no_actual", place)):
            yield "no_figure", place, none
        elif rough:
            yield "approximate", place, ValueClaim(figure=rough[-1])
        else:
            yield "unsettled", place, assert_none("no_settled", place)
