"""Which places lack a figure of a measure that others have, or have none at all, in words."""

from collections.abc import Container, Iterator, Mapping, Sequence

from helpers.analysis.claims.absence_claims import Absence, AbsenceClaim
from helpers.analysis.claims.claim import Claim
from helpers.analysis.claims.count_claims import count_places
from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.analysis.standings import Comparison
from helpers.data.codebook import list_numerators
from helpers.data.figures import AnyFigure
from helpers.reports.measure_names import sign_derived
from helpers.reports.report import Report

# In the order in which they are told.
_KINDS = ("no_figure", "unsettled", "doubted", "approximate")


def find_absence(
    report: Report, indicator: str, place: str, *, period: str = "", since: str = ""
) -> AbsenceClaim | None:
    """Find the claim that a place has no actual figure, or none that is settled, if it holds."""
    relations: Sequence[Absence] = ("no_actual", "no_settled")
    claims = (
        AbsenceClaim(
            indicators=(indicator,), places=(place,), relation=one, period=period, since=since
        )
        for one in relations
    )
    return next((claim for claim in claims if report.holds(claim)), None)


def list_doubted(comparison: Comparison) -> list[AbsenceClaim]:
    """Claim that the places whose doubted value is shown have no rank."""
    return [
        AbsenceClaim(
            indicators=(comparison.measure,),
            places=(one.place,),
            relation="no_rank",
            period=comparison.period,
        )
        for one in comparison.doubted
    ]


def name_missing(report: Report, *comparisons: Comparison) -> str:
    """Name the places without a value or bound, and those whose doubted value takes no rank.

    A place of which a provisional figure or an estimate is printed has a figure, only none that
    is settled; an approximate figure takes no rank. Each place is named once, of several measures
    with all that it lacks, of one with the years.
    """
    is_one = len({comparison.measure for comparison in comparisons}) == 1
    groups: dict[str, dict[str, dict[str, Claim]]] = {}
    for comparison in comparisons:
        name = report.language.period(comparison.period)
        if not is_one:
            inside = sign_derived(report, comparison.measure, is_inside=True)
            name = report.say("gap_measure", name=inside, period=name)
        for kind, place, claim in _list_missing(report, comparison):
            groups.setdefault(kind, {}).setdefault(place, {})[name] = claim
    sentences = []
    for kind in _KINDS:
        either = _join_or(report, kind)
        alike: dict[tuple[str, ...], list[str]] = {}
        for place, lacking in groups.get(kind, {}).items():
            alike.setdefault(tuple(lacking), []).append(place)
        for names, places in alike.items():
            claims = [groups[kind][place][name] for place in places for name in names]
            text = report.claim(
                f"{kind}_for",
                *claims,
                places=report.language.join([report.place(place) for place in places]),
                count=len(places),
                period=report.language.join(names, either),
            )
            sentences.append(text)
    return report.say("sentence_space").join(sentences)


def say_left_out(report: Report, comparisons: Sequence[Comparison]) -> str:
    """Return which places take no rank, on how many measures, and why; empty without one."""
    parts = []
    for comparison in comparisons:
        bounded = count_places(report.known_rows, "bounded", [comparison])
        if bounded.low:
            name = sign_derived(report, comparison.measure, is_inside=True)
            parts.append(report.claim("left_out_bound", bounded, count=bounded.low, measure=name))
    groups: dict[tuple[str, str], list[Claim]] = {}
    for comparison in comparisons:
        for kind, place, claim in _list_missing(report, comparison):
            groups.setdefault((kind, place), []).append(claim)
    parts += [
        report.claim(f"left_out_{kind}", *claims, place=report.place(place), count=len(claims))
        for (kind, place), claims in groups.items()
    ]
    return report.say("left_out", parts=report.language.join(parts)) if parts else ""


def name_uncounted(
    report: Report, places: Sequence[str], counted: Mapping[str, tuple[Container[str], list[str]]]
) -> str:
    """Name the places that a count of several years leaves out, each with the years that it lacks.

    Args:
        report: What was known.
        places: All that could be counted.
        counted: Of each measure the places that are, and the years that they have.
    """
    claims: list[Claim] = []
    alike: dict[str, list[str]] = {}
    for measure, (kept, periods) in counted.items():
        lacking: dict[str, dict[str, list[str]]] = {}
        for comparison in filter(None, (report.compare(measure, places, p) for p in periods)):
            for kind, place, claim in _list_missing(report, comparison):
                if place not in kept:
                    lacking.setdefault(place, {}).setdefault(kind, []).append(comparison.period)
                    claims.append(claim)
        groups: dict[str, list[str]] = {}
        for place, kinds in lacking.items():
            why = [
                report.say(f"own_lacks_{kind}", periods=_name_years(report, kind, years))
                for kind, years in kinds.items()
            ]
            groups.setdefault(report.say("list_comma").join(why), []).append(report.place(place))
        texts = [
            report.say("own_lacking", places=report.language.join(names), why=why)
            for why, names in groups.items()
        ]
        if texts:
            name = report.indicator(measure, inside=True)
            alike.setdefault(report.say("list_comma").join(texts), []).append(name)
    parts = [
        report.say("own_uncounted_part", measures=report.language.join(names), places=text)
        for text, names in alike.items()
    ]
    told = report.say("own_uncounted", parts=report.join_parts(parts))
    return report.claim_own(told, *claims) if claims else ""


def name_gaps(
    report: Report, places: Sequence[str], counted: Mapping[str, tuple[Container[str], list[str]]]
) -> str:
    """Name the years between those of `name_uncounted` for which no place has a figure."""
    texts = []
    for measure, (_, periods) in counted.items():
        # Of the two ends of a span the years between are not looked at.
        between = range(int(periods[0]), int(periods[-1])) if len(periods) > 2 else ()
        gaps = [
            AbsenceClaim(
                indicators=(measure,), places=(*places,), relation="no_actual", period=f"{year}"
            )
            for year in between
        ]
        known = list(filter(report.holds, gaps))
        if known:
            text = report.claim(
                "own_gap",
                *known,
                measure=report.indicator(measure, inside=True),
                years=report.language.join([report.language.period(one.period) for one in known]),
            )
            texts.append(text)
    return report.say("sentence_space").join(texts)


def _name_years(report: Report, kind: str, years: list[str]) -> str:
    runs = map(report.language.period, join_years([int(year) for year in years]))
    return report.language.join([*runs], _join_or(report, kind))


def join_years(years: Sequence[int]) -> list[str]:
    """Return years as periods, three or more in a row as one, such as `2016/2022`."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [
        part
        for run in runs
        for part in ([f"{run[0]}/{run[-1]}"] if len(run) > 2 else [f"{year}" for year in run])
    ]


def _join_or(report: Report, kind: str) -> str:
    """Return what joins the last of several after a word of lack; empty for the usual one."""
    return report.say("list_or") if kind in ("no_figure", "unsettled") else ""


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


def say_uncovered(report: Report, measure: str, places: Sequence[str]) -> str:
    """Return that no place has an actual figure on a measure, or which have one, and when.

    Every period counts, and a figure that is provisional: who has one is named with its period.
    """
    latest = {place: _find_latest(report, measure, place) for place in places}
    known = {place: row for place, row in latest.items() if row is not None}
    rest = tuple(place for place in places if place not in known)
    absence = AbsenceClaim(indicators=(measure,), places=rest, relation="no_actual")
    if not known:
        lacking = _list_lacking(report, measure, rest)
        if not lacking:
            return report.claim("reason_none", absence)
        absence = AbsenceClaim(indicators=tuple(lacking), places=rest, relation="no_actual")
        names = [report.indicator(name, inside=True) for name in lacking]
        either = report.language.join(names, report.say("list_or"))
        return report.claim("reason_lacking", absence, names=either)
    listed = [
        report.say("reason_place", place=report.place(place), period=report.period(row))
        for place, row in known.items()
    ]
    values = [ValueClaim(figure=row, place=place) for place, row in known.items()]
    return report.claim("reason_few", absence, *values, places=report.language.join(listed))


def _list_lacking(report: Report, measure: str, places: tuple[str, ...]) -> list[str]:
    """List what a derived measure is made of and no place has; of alternatives the first."""
    rule = report.codebook.derived.get(measure)
    if rule is None:
        return []

    def lack(name: str) -> bool:
        return report.holds(AbsenceClaim(indicators=(name,), places=places, relation="no_actual"))

    below = rule["denominator"].split("|")
    return [*filter(lack, list_numerators(rule)), *(below[:1] if all(map(lack, below)) else [])]


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
