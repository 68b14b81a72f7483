"""The first page of a city report: the finding, the chart of positions, what stands out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from helpers.analysis.claims.absence_claims import AbsenceClaim
from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.analysis.claims.place_claims import claim_rank
from helpers.analysis.profile import Position, list_rates
from helpers.data.figures import list_derived, list_figures
from helpers.pages.items import Paragraph, Section
from helpers.pages.matter import Cover
from helpers.pages.runs import Run, Strong
from helpers.problems import UsageError
from helpers.reports.city.beside_province import list_distinct
from helpers.reports.city.city_profile import draw_profile, name_inside
from helpers.reports.city.key_findings import KeyFinding, write_sentence, write_stated, write_title
from helpers.reports.city_report import CityReport
from helpers.reports.measure_names import sign_derived, sign_doubt
from helpers.reports.missing_text import list_doubted, say_left_out
from helpers.reports.standing_text import show_rank
from helpers.words.language import cut_list

_PARTS, _ROUNDING = range(2, 6), 1e-9
_OLD = 3  # years
_BOTH = 2


def write_headline(city: CityReport, findings: Sequence[KeyFinding]) -> Section:
    """Write the title, which is the first finding, and the sentences under it.

    All figures of the city travel inside the file, also those that no page tells.
    """
    report, say = city.report, city.say
    counties = "" if city.figures["place"].eq(city.city).all() else "_counties"
    cover = Cover(
        write_title(city, findings),
        say(f"city_subtitle{counties}", count=len(city.figures), documents=city.documents),
        [],
        report.furnish(say("city_running", city=city.name), report.observations),
    )
    report.carry([*list_figures(city.figures), *list_derived(city.derived)])
    sentences = write_stated(city, findings)
    for finding in findings[1:]:
        sentences += [*write_sentence(city, finding), say("sentence_space")]
    return Section([cover, *([Paragraph(sentences)] if sentences else [])])


def write_profile(
    city: CityReport,
    positions: Sequence[Position],
    high: Sequence[Position],
    low: Sequence[Position],
    parts: int,
) -> Section:
    """Draw where the city stands on each measure; nothing where it has no figure of any.

    The title counts the measures of science and talent with a clear rank, and how many of them
    stand out or lag. Of two measures of one meaning one counts, as `list_distinct` says.

    Args:
        city: The report.
        positions: What to draw, from top to bottom.
        high: Those that stand out: of the first half, third, quarter or fifth of the ranks.
        low: Those that lag, likewise.
        parts: Into how many parts the ranks are divided, which the title says.

    Raises:
        UsageError: The ranks have no such parts, or one is not in the part that the title names.
    """
    if all(one.own.kind == "missing" for one in positions):
        return Section([])
    counted, repeated = _count_results(city, positions)
    _check_part(high, "high", parts)
    _check_part(low, "low", parts)
    ends = {
        key: sum(one.measure in counted for one in chosen)
        for key, chosen in (("high", high), ("low", low))
    }
    title = _write_chart_title(city, [*counted.values()], ends, parts)
    left_out = say_left_out(city.report, [one.comparison for one in positions])
    rest = [Paragraph([left_out], is_remark=True)] if left_out else []
    notes = [city.say("profile_subtitle_clear")] if counted else []
    notes += [_say_counted_once(city, repeated)] if repeated else []
    return Section([draw_profile(city, positions, title, notes), *rest])


def _write_chart_title(
    city: CityReport, counted: Sequence[Position], ends: Mapping[str, int], parts: int
) -> str:
    """Write how many of the measures stand out and lag; the subject where fewer than two count."""
    say, total = city.say, len(counted)
    if total < _BOTH:
        return say("profile_title", city=city.name, province=city.report.place(city.province))
    part = say(f"fraction_{parts}")
    claims = [claim_rank(one.comparison, city.city) for one in counted]
    for key, count in ends.items():
        if count == total:
            number = say("sides_both" if total == _BOTH else "sides_all", count=total)
            return city.report.claim(
                f"profile_title_all_{key}", *claims, city=city.name, part=part, counted=number
            )
    names = "_".join(key for key, count in ends.items() if count) or "neither"
    said = say(f"profile_title_{names}", part=part, **ends)
    return city.report.claim("profile_title_ranks", *claims, city=city.name, ends=said, total=total)


def write_standouts(
    city: CityReport,
    positions: Sequence[Position],
    high: Sequence[Position],
    low: Sequence[Position],
    parts: int,
    most: tuple[int, int],
) -> Section:
    """Write what stands out, what lags, and what is not known; each line where there is any.

    Args:
        city: The report.
        positions: What `list_positions` returns.
        high: Those that stand out, in their order: of the first half, third, quarter or fifth of
            the ranks.
        low: Those that lag, likewise.
        parts: Into how many parts the ranks are divided, which the lines say.
        most: How many ranks, and how many indicators without a figure, are named in a line.

    Raises:
        UsageError: The ranks have no such parts, or one is not in the part that its line names.
    """
    part, lines = city.say(f"fraction_{parts}"), list[list[Run]]()
    _, repeated = _count_results(city, positions)
    for key, chosen in (("high", high), ("low", low)):
        _check_part(chosen, key, parts)
        results = [one for one in chosen if not one.is_context and one.measure not in repeated]
        context = [one for one in chosen if one.is_context]
        line: list[Run] = []
        for name, group in ((f"line_{key}", results), (f"line_context_{key}", context)):
            if group:
                line += [city.say("sentence_space")] if line else []
                line += [Strong(city.say(name, part=part)), *_name_ranks(city, group, most[0])]
        lines += [line] if line else []
    unknown = list(_name_unknown(city, positions, most[1]))
    if unknown:
        runs: list[Run] = [Strong(city.say("line_unknown"))]
        for told in unknown:
            runs += [*told, city.say("sentence_space")]
        lines.append(runs)
    return Section([Paragraph(line) for line in lines])


def _count_results(
    city: CityReport, positions: Sequence[Position]
) -> tuple[dict[str, Position], set[str]]:
    """Return the results with a clear rank, one of each meaning, and which they stand for."""
    narrow = [one for one in positions if one.is_narrow and not one.is_context]
    counted = {one.measure: one for one in list_distinct(city, narrow)}
    return counted, {one.measure for one in narrow} - {*counted}


def _check_part(chosen: Iterable[Position], key: str, parts: int) -> None:
    """Raise UsageError where not all that is chosen lies in one of the outer parts of the ranks."""
    if parts not in _PARTS:
        raise UsageError(f"{parts} parts of the ranks; expected {_PARTS[0]} to {_PARTS[-1]}")
    for one in chosen:
        if parts * (one.height if key == "high" else 1 - one.height) > 1 + _ROUNDING:
            wrong = f"{one.measure} has the height {one.height:.2f}"
            raise UsageError(f"{wrong}; expected one {key} by {parts} parts of the ranks")


def _say_counted_once(city: CityReport, repeated: Iterable[str]) -> str:
    """Write which measures count as one, each of `repeated` with the other of its meaning."""
    pairs = [(city.report.codebook.twins[name], name) for name in sorted(repeated)]
    names = [name_inside(city.report, name) for pair in pairs for name in pair]
    return city.say("profile_subtitle_once", names=city.report.language.join(names))


def _name_ranks(city: CityReport, chosen: Sequence[Position], most: int) -> list[Run]:
    report = city.report
    runs: list[Run] = []
    for position in (first := cut_list(chosen, most)):
        without = list_doubted(position.comparison)
        name = sign_derived(report, position.measure, is_inside=True)
        text = report.claim(
            "line_rank_without" if without else "line_rank",
            claim_rank(position.comparison, city.city),
            *without,
            indicator=sign_doubt(report, name, position.own.row),
            period=report.language.period(position.comparison.period),
            rank=show_rank(position.rank, report.language) if position.rank else "",
            total=position.ranked,
            places=report.language.join([report.place(one.places[0]) for one in without]),
        )
        runs += [city.say("list_semicolon") if runs else "", text]
        runs += report.marks([position.own.row]) if position.own.row is not None else []
    if left := len(chosen) - len(first):
        runs.append(city.say("line_more", count=left))
    return [*runs, city.say("full_stop")]


def _name_unknown(
    city: CityReport, positions: Sequence[Position], most: int
) -> Iterator[list[Run]]:
    """Write of what nothing is known, of what only a bound, and of what nothing recent."""
    report, codebook, say = city.report, city.report.codebook, city.say
    for claim in chain.from_iterable(_split_alike(city, one) for one in group_unknown(city)):
        told = replace(claim, indicators=tuple(cut_list(claim.indicators, most)))
        names = report.language.join([name_inside(report, name) for name in told.indicators])
        absent = report.claim(f"line_{claim.relation}", told, indicators=names)
        left = len(claim.indicators) - len(told.indicators)
        more = say("line_more", count=left) if left else say_alike(city, claim.indicators[0])
        yield [absent, more, say("full_stop")]
    latest = max((one.comparison.period for one in positions), default="")
    for position in positions:
        row = position.own.row
        if (
            position.own.kind == "bound"
            and row is not None
            and row.indicator in codebook.indicators
        ):
            bound = ValueClaim(figure=row, place=city.city)
            name, figure = report.indicator(row.indicator, inside=True), report.write_plain(row)
            period = report.period(row)
            text = report.claim("line_bound", bound, indicator=name, figure=figure, period=period)
            yield [text, *report.marks([row]), say("full_stop")]
        if row is not None and position.own.value is not None and _is_old(city, position, latest):
            since = AbsenceClaim(
                indicators=(row.indicator,),
                places=(city.city,),
                relation="no_actual",
                since=row.period,
            )
            if report.holds(since):
                name, period = name_inside(report, row.indicator), report.period(row)
                text = report.claim("line_old", since, indicator=name, period=period)
                yield [text, say_alike(city, row.indicator, row.period), say("full_stop")]


def _split_alike(city: CityReport, claim: AbsenceClaim) -> Iterator[AbsenceClaim]:
    """Yield each measure alone of whose meaning another one is known, then the others together."""
    alike = [name for name in claim.indicators if city.find_alike(name)]
    rest = tuple(name for name in claim.indicators if name not in alike)
    yield from (replace(claim, indicators=(name,)) for name in alike)
    if rest:
        yield replace(claim, indicators=rest)


def say_alike(city: CityReport, measure: str, after: str = "") -> str:
    """Write that a measure of the same meaning is known, and for when; empty where none is."""
    report, row = city.report, city.find_alike(measure, after)
    if row is None:
        return ""
    return report.claim(
        "known_alike",
        ValueClaim(figure=row, place=city.city),
        alike=name_inside(report, row.indicator),
        period=report.period(row),
    )


def _is_old(city: CityReport, position: Position, latest: str) -> bool:
    """Return whether a printed headline rate is years behind the other rates."""
    codebook = city.report.codebook
    is_headline = position.measure in codebook.headline_indicators
    is_printed = position.measure in codebook.indicators
    years = int(latest) - int(position.comparison.period)
    return is_headline and is_printed and years >= _OLD


def group_unknown(city: CityReport) -> Iterator[AbsenceClaim]:
    """Claim of what nothing at all is known, then of what only no actual figure is."""
    nothing = AbsenceClaim(indicators=(), places=(city.city,), relation="none")
    unknown = {name: replace(nothing, indicators=(name,)) for name in find_unknown(city)}
    none = tuple(name for name, claim in unknown.items() if city.report.holds(claim))
    some = tuple(name for name in unknown if name not in none)
    if none:
        yield replace(nothing, indicators=none)
    if some:
        yield replace(nothing, indicators=some, relation="no_actual")


def find_unknown(city: CityReport) -> Iterator[str]:
    """Find the rates of which no actual figure of the city is known, headline ones first.

    A count stands behind the rate that ranks the cities in its place. Those that no city of the
    province has are among them.
    """
    codebook = city.report.codebook
    rates = [name for name, _ in list_rates(codebook)]
    for name in dict.fromkeys([*codebook.headline_indicators, *rates]):
        if name in codebook.derived:
            is_known = city.find_derived(name) is not None
        else:
            is_known = "actual" in set(city.of_city(name)["basis"])
        if not is_known and not codebook.is_ranked_by_rate(name):
            yield name
