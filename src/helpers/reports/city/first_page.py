"""The first page of a city report: the finding, the chart of positions, what stands out."""

from collections.abc import Iterator, Sequence

from helpers.analysis.claims.absence_claims import AbsenceClaim
from helpers.analysis.claims.claim import Claim
from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.analysis.claims.place_claims import claim_rank
from helpers.analysis.profile import Position
from helpers.data.figures import list_derived, list_figures
from helpers.pages.items import Item, Paragraph, Run, Section, Strong
from helpers.pages.matter import Cover
from helpers.reports.city.city_profile import (
    draw_profile,
    name_inside,
    sign_derived,
)
from helpers.reports.city.key_findings import (
    list_findings_by_rule,
    write_sentence,
    write_title,
)
from helpers.reports.city_report import CityReport
from helpers.reports.standing_text import show_rank

_SENTENCES = 2
_MOST_NAMED = 3
_MOST_MISSING = 6
_HIGH, _LOW = 1 / 3, 2 / 3


def write_first_page(city: CityReport, positions: Sequence[Position]) -> Section:
    """Write the first page: title, two sentences, the chart of positions, and three lines.

    All figures of the city travel inside the file, also those that no page tells.

    Args:
        city: The report.
        positions: What `list_positions` returns.
    """
    report, say = city.report, city.say
    findings = list_findings_by_rule(city, positions, 1 + _SENTENCES)
    cover = Cover(
        write_title(city, findings),
        say("city_subtitle", count=len(city.figures), documents=city.documents),
        [],
        report.furnish(say("city_running", city=city.name), report.observations),
    )
    report.carry([*list_figures(city.figures), *list_derived(city.derived)])
    items: list[Item] = [cover]
    sentences: list[Run] = []
    for finding in findings[1:]:
        sentences += [*write_sentence(city, finding), say("sentence_space")]
    if sentences:
        items.append(Paragraph(sentences))
    if any(one.own.kind != "missing" for one in positions):
        title = say("profile_title", city=city.name, province=report.place(city.province))
        items.append(draw_profile(city, positions, title))
    items += [Paragraph(line) for line in _write_lines(city, positions)]
    return Section(items)


def _write_lines(city: CityReport, positions: Sequence[Position]) -> Iterator[list[Run]]:
    """Write what stands out, what lags, and what is not known; each line where there is any.

    Results come before context in each.
    """
    ranked = [one for one in positions if one.is_narrow]
    high = sorted(
        (one for one in ranked if one.height <= _HIGH), key=lambda one: (one.is_context, one.height)
    )
    low = sorted(
        (one for one in ranked if one.height >= _LOW), key=lambda one: (one.is_context, -one.height)
    )
    for key, chosen in (("high", high), ("low", low)):
        if chosen:
            yield [Strong(city.say(f"line_{key}")), *_name_ranks(city, chosen)]
    unknown = list(_name_unknown(city, positions))
    if unknown:
        parts: list[Run] = [Strong(city.say("line_unknown"))]
        for part in unknown:
            parts += [*part, city.say("sentence_space")]
        yield parts


def _name_ranks(city: CityReport, chosen: Sequence[Position]) -> list[Run]:
    report = city.report
    runs: list[Run] = []
    for position in chosen[:_MOST_NAMED]:
        text = report.claim(
            "line_rank",
            claim_rank(position.comparison, city.city),
            indicator=sign_derived(report, position.measure, name_inside(report, position.measure)),
            rank=show_rank(position.rank, report.language) if position.rank else "",
            total=position.ranked,
        )
        runs += [city.say("list_semicolon") if runs else "", text]
        runs += report.marks([position.own.row]) if position.own.row is not None else []
    if len(chosen) > _MOST_NAMED:
        runs.append(city.say("line_more", count=len(chosen) - _MOST_NAMED))
    return [*runs, city.say("full_stop")]


def _name_unknown(city: CityReport, positions: Sequence[Position]) -> Iterator[list[Run]]:
    """Write which indicators nothing is known of, and of which only a bound is."""
    report, codebook = city.report, city.report.codebook
    missing = list(find_unknown(city, positions))
    if missing:
        claim: Claim = AbsenceClaim(
            indicators=tuple(missing[:_MOST_MISSING]), places=(city.city,), relation="no_actual"
        )
        names = [name_inside(report, name) for name in missing[:_MOST_MISSING]]
        yield [report.claim("line_absent", claim, indicators=report.language.join(names))]
    for position in positions:
        row = position.own.row
        if (
            position.own.kind == "bound"
            and row is not None
            and row.indicator in codebook.indicators
        ):
            claim = ValueClaim(figure=row, place=city.city)
            name, figure = report.indicator(row.indicator, inside=True), report.write_plain(row)
            period = report.period(row)
            text = report.claim("line_bound", claim, indicator=name, figure=figure, period=period)
            yield [text, *report.marks([row]), city.say("full_stop")]


def find_unknown(city: CityReport, positions: Sequence[Position]) -> Iterator[str]:
    """Find the headline and compared indicators of which no actual figure of the city is known."""
    codebook = city.report.codebook
    compared = [one.measure for one in positions if one.own.kind == "missing"]
    for name in dict.fromkeys([*codebook.headline_indicators, *compared]):
        if name in codebook.derived:
            if city.find_derived(name) is None:
                yield name
        elif "actual" not in set(city.of_city(name)["basis"]):
            yield name
