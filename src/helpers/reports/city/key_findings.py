"""The most important findings about the performance of a city, by a rule: title and sentences.

In this order: a line crossed, a target met or missed, a turn, the best and the worst rank by rate,
on which side of the province how many rates lie, the level that is known. Context, such as GDP per
head or who is registered elsewhere, is no performance and never among them. A size never leads
where a rate is known: sizes come last, and only for a city without any rank.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from helpers.analysis.changes import judge_target, latest_actual, list_changes, targets_of
from helpers.analysis.claims.absence_claims import AbsenceClaim
from helpers.analysis.claims.claim import Claim
from helpers.analysis.claims.figure_claims import ChangeClaim, LineClaim, ValueClaim
from helpers.analysis.claims.place_claims import claim_rank
from helpers.analysis.claims.target_claims import TargetClaim
from helpers.analysis.profile import Position, find_extremes, find_side
from helpers.analysis.standings import Standing
from helpers.data.figures import AnyFigure, DerivedValue, Figure
from helpers.pages.runs import Run
from helpers.reports.city.beside_province import count_sides, list_distinct
from helpers.reports.city.city_profile import name_inside
from helpers.reports.city_report import CityReport
from helpers.reports.measure_names import sign_doubt
from helpers.reports.report import Report
from helpers.reports.standing_text import say_rank, write_standing

_FEW = 2
# A rate so many years older than the newest one is no news.
_OLD = 6


@dataclass(frozen=True)
class KeyFinding:
    """One finding, ready to be told in a title or in a sentence.

    Attributes:
        name: Its messages are `headline_<name>` and `key_<name>`.
        claims: What it asserts.
        rows: The figures it rests on.
        values: What its messages name.
        apart: What follows the sentence, of what it leaves out.
    """

    name: str
    claims: Sequence[Claim]
    rows: Sequence[AnyFigure]
    values: dict[str, object] = field(default_factory=dict)
    apart: str = ""


def list_findings_by_rule(
    city: CityReport, positions: Sequence[Position], count: int
) -> list[KeyFinding]:
    """Return what is to be said of a city, what matters most first; each holds as it is told."""
    results = [one for one in positions if not one.is_context]
    told = [one for one in results if not city.find_overtaking(one)]
    rules: Sequence[Callable[[CityReport, Sequence[Position]], Iterator[KeyFinding]]] = (
        _find_crossings,
        _find_targets,
        _find_turns,
        _find_ranks,
        partial(_find_sides, every=results),
        _find_levels,
    )
    found = (
        next((one for one in rule(city, told) if city.report.holds(*one.claims)), None)
        for rule in rules
    )
    return list(islice((one for one in found if one is not None), count))


def write_title(city: CityReport, findings: Sequence[KeyFinding]) -> str:
    """Write the most important finding as a title; that nothing is known where there is none."""
    if not findings:
        indicators = tuple(city.report.codebook.leading_indicators)
        claim = AbsenceClaim(indicators=indicators, places=(city.city,), relation="no_actual")
        return city.report.claim("headline_nothing", claim, city=city.name)
    first = findings[0]
    return city.report.claim(
        f"headline_{first.name}", *first.claims, city=city.name, **first.values
    )


def write_sentence(city: CityReport, finding: KeyFinding) -> list[Run]:
    """Write a finding as a sentence with the marks of its figures."""
    report = city.report
    text = report.claim(f"key_{finding.name}", *finding.claims, city=city.name, **finding.values)
    return [text + finding.apart, *report.marks(finding.rows), report.say("full_stop")]


def write_stated(city: CityReport, findings: Sequence[KeyFinding]) -> list[Run]:
    """Write which figures level with a line their own documents put above it, each once."""
    report, runs = city.report, list[Run]()
    lines = [one for found in findings for one in found.claims if isinstance(one, LineClaim)]
    level = {one.figure.key: one for one in lines if one.relation == "level"}
    for claim in (replace(one, relation="stated_above") for one in level.values()):
        figure = claim.figure
        if isinstance(figure, Figure) and report.holds(claim):
            text = report.claim(
                "key_stated_above",
                claim,
                source=report.source(figure.source),
                indicator=name_inside(report, figure.indicator),
                figure=report.write(figure),
                period=report.period(figure),
                line=report.write(claim.line),
                province=report.place(claim.line.place),
            )
            runs += [text, *report.marks([figure, claim.line]), report.say("full_stop")]
            runs.append(report.say("sentence_space"))
    return runs


def _find_crossings(city: CityReport, positions: Sequence[Position]) -> Iterator[KeyFinding]:
    """Find rates that lay below the province in an earlier year and no longer do, or reverse."""
    report = city.report
    for position in positions:
        measure = position.measure
        own = _list_valued(city, measure, city.city)
        other = _list_valued(city, measure, city.province)
        years = sorted(set(own) & set(other), reverse=True)
        for earlier in years[1:]:
            last = years[0]
            sides = [find_side(own[year], other[year]) for year in (earlier, last)]
            if "below" not in sides or sides[0] == sides[1] or sides == ["level", "below"]:
                continue
            claims = [
                LineClaim(figure=figure, line=line, relation=side)
                for year, side in ((last, sides[1]), (earlier, sides[0]))
                if (figure := own[year].row) is not None and (line := other[year].row) is not None
            ]
            rows = [row for claim in claims for row in (claim.figure, claim.line)]
            values = {
                **_name(report, measure),
                "period": report.language.period(last),
                "figure": write_standing(report, own[last]),
                "line": write_standing(report, other[last]),
                "province": report.place(city.province),
            }
            name = "fell_below" if sides[1] == "below" else f"crossed_{sides[1]}"
            yield KeyFinding(name, claims, rows, values)
            break


def _list_valued(city: CityReport, measure: str, place: str) -> dict[str, Standing]:
    if not place:
        return {}
    known = city.report.collect_standings(measure, [place])
    return {
        year: standings[place]
        for year, standings in known.items()
        if standings[place].value is not None and not standings[place].takes_no_rank
    }


def _find_targets(city: CityReport, _: Sequence[Position]) -> Iterator[KeyFinding]:
    """Find targets of the headline indicators that were met in time, or missed."""
    report = city.report
    for indicator in report.codebook.headline_indicators:
        frame = city.of_city(indicator)
        for target in targets_of(frame):
            state, figure = judge_target(frame, target)
            if figure is None or state not in ("reached", "missed"):
                continue
            ends = target.period_end, figure.period_end
            early = ends[0].year - ends[1].year if ends[0] and ends[1] else 0
            values = {
                **_name(report, indicator),
                "figure": report.write(figure),
                "period": report.period(figure),
                "target": report.write(target),
                "deadline": report.show_period(target),
                "years": early,
            }
            name = "target_early" if state == "reached" and early else f"target_{state}"
            claim = TargetClaim(target=target, figure=figure, relation=state)
            yield KeyFinding(name, [claim], [figure, target], values)


def _find_turns(city: CityReport, positions: Sequence[Position]) -> Iterator[KeyFinding]:
    """Find whose latest step leads back from where it had gone, and is no older than the ranks.

    Only what cities are compared on counts, of the chapters that the headline indicators lead.
    """
    report, codebook = city.report, city.report.codebook
    latest = max((one.comparison.period for one in positions), default="9999")
    chapters = dict.fromkeys(map(codebook.chapter_of, codebook.headline_indicators))
    for indicator in (name for chapter in chapters for name in codebook.drawn_over_time(chapter)):
        changes = list_changes(city.of_city(indicator))
        if len(changes) < 2 or changes[0].second.period < latest:
            continue
        before, last = changes[-1].first, changes[-1].second
        went, came = before.number - changes[-2].first.number, last.number - before.number
        if went * came >= 0:
            continue
        values = {
            **_name(report, indicator),
            "period": report.period(last),
            "figure": report.write(last),
            "earlier": report.period(before),
            "first": report.write(before),
        }
        claim = ChangeClaim(first=before, second=last, relation=changes[-1].direction)
        yield KeyFinding(f"turn_{changes[-1].direction}", [claim], [last, before], values)


def _find_ranks(city: CityReport, positions: Sequence[Position]) -> Iterator[KeyFinding]:
    """Find the best and the worst rank, or the one rank that the city has on several measures."""
    report = city.report
    newest = max((int(one.comparison.period) for one in positions), default=0)
    recent = [one for one in positions if newest - int(one.comparison.period) < _OLD]
    narrow = [one for one in list_distinct(city, recent) if one.is_narrow]
    extremes: Sequence[Position] = find_extremes(recent) or ()
    name = "ranks"
    values: dict[str, object] = {}
    ranks = {(one.rank, one.ranked) for one in narrow}
    if len(narrow) > 1 and len(ranks) == 1:
        # An older rate is no news by itself, but counts where it has the rank that all have.
        told = {report.codebook.twins.get(one.measure) for one in narrow}
        old = [one for one in positions if one not in recent and one.measure not in told]
        narrow += [one for one in old if one.is_narrow and (one.rank, one.ranked) in ranks]
        extremes = sorted(narrow, key=positions.index)
        values = {"count": len(narrow)}
        name = "ranks_both" if len(narrow) <= _FEW else "ranks_every"
        years = sorted({one.comparison.period for one in narrow})
        ends = years[0], report.language.period(years[-1])
        values |= {"years": report.language.span(*ends) if len(years) > 1 else ends[1]}
    if not extremes:
        return
    for end, one in (("best", extremes[0]), ("worst", extremes[-1])):
        values |= {end: sign_doubt(report, name_inside(report, one.measure), one.own.row)}
        values |= {f"{end}_period": report.language.period(one.comparison.period)}
        values |= {f"{end}_rank": say_rank(report, one.comparison, city.city)}
    claims = [claim_rank(one.comparison, city.city) for one in extremes]
    yield KeyFinding(name, claims, [one.own.row for one in extremes if one.own.row], values)


def _find_sides(
    city: CityReport, positions: Sequence[Position], every: Sequence[Position]
) -> Iterator[KeyFinding]:
    """Find on which side of the province the rates lie; `every` tells what is not counted."""
    return (KeyFinding(*found) for found in count_sides(city, positions, every))


def _find_levels(city: CityReport, positions: Sequence[Position]) -> Iterator[KeyFinding]:
    """Find the level of the first rate, beside that of the province or else with its rank.

    For a city without any rate, the level of what may lead a report.
    """
    report = city.report
    for one in positions:
        row = one.own.row
        if row is None or one.own.value is None:
            continue
        values = _tell_level(report, row)
        if one.side and one.around and one.around.row and not one.around.is_doubted:
            side = LineClaim(figure=row, line=one.around.row, relation=one.side)
            line = write_standing(report, one.around)
            if one.around.row.indicator != row.indicator:
                line = report.say("level_printed", figure=line)
            values |= {"line": line, "province": report.place(city.province)}
            yield KeyFinding(f"level_{one.side}", [side], [row, one.around.row], values)
        elif one.rank is not None and one.ranked > 1 and not row.is_doubted:
            claims = [claim_rank(one.comparison, city.city), ValueClaim(figure=row)]
            values |= {"rank": say_rank(report, one.comparison, city.city)}
            yield KeyFinding("level_rank", claims, [row], values)
    rates = [one.own.row for one in positions if one.own.value is not None]
    sizes = map(latest_actual, map(city.of_city, report.codebook.leading_indicators))
    for row in (*rates, *sizes):
        if row is not None:
            is_plain = isinstance(row, DerivedValue) or row.qualifier == "exact"
            name = "level" if is_plain else "level_bound"
            claim = ValueClaim(figure=row, place=city.city)
            yield KeyFinding(name, [claim], [row], _tell_level(report, row))


def _tell_level(report: Report, row: AnyFigure) -> dict[str, object]:
    period = report.period(row)
    return {**_name(report, row.indicator), "figure": report.write(row), "period": period}


def _name(report: Report, measure: str) -> dict[str, object]:
    """Return the name of a measure inside a sentence and at its beginning."""
    inside = name_inside(report, measure)
    return {"indicator": inside, "subject": inside[0].upper() + inside[1:]}
