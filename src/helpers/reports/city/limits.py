"""The limits of a city's figures: contradictions, gaps, and how they are to be read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.analysis.profile import Position
from helpers.analysis.standings import Standing
from helpers.audit.facts import Finding
from helpers.data.figures import AnyFigure
from helpers.pages.items import Column, Heading, Item, Paragraph, Section, Table
from helpers.pages.runs import Mark, Run, Runs, SignKey
from helpers.reports.city.city_profile import name_inside
from helpers.reports.city.first_page import group_unknown, say_alike
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import tabulate_findings
from helpers.reports.how_to_read import list_keys, write_how_to_read
from helpers.reports.missing_text import join_years
from helpers.reports.standing_text import write_caveats


def write_limits(
    city: CityReport,
    positions: Sequence[Position],
    findings: Sequence[Finding],
    most: int,
    old: int,
) -> Section:
    """Write what contradicts itself, what is missing, and how to read the figures.

    Each table has `most` rows; a rate is old whose latest figure is that many years behind.
    """
    report, say = city.report, city.say
    items: list[Item] = [Heading(say("section_limits"))]
    shown = findings[:most]
    items += tabulate_findings(report, shown, len(city.findings) - len(shown))
    if not city.findings:
        items.append(Paragraph([say("findings_none", city=city.name)]))
    gaps = islice(_list_gaps(city, positions, old), most)
    rows: list[list[Runs]] = [[[kind], text] for kind, text in gaps]
    if rows:
        columns = [Column(say("column_gap"), "left", 1.3), Column(say("column_about"), "left", 6.0)]
        items.append(Table(say("table_gaps", city=city.name), columns, rows))
    items += write_caveats(report, (one.measure for one in positions))
    ranks = [
        SignKey("", say("rank_counts")),
        SignKey("bound", say("rank_bounded")),
        SignKey("span", say("rank_spans")),
        SignKey("", say("rank_versions")),
    ]
    items.append(write_how_to_read(report, *list_keys(report), *ranks))
    return Section(items)


def _list_gaps(
    city: CityReport, positions: Sequence[Position], old: int
) -> Iterator[tuple[str, Runs]]:
    """Return what is missing: figures, values behind bounds, recent figures, years."""
    report, say = city.report, city.say
    for claim in group_unknown(city):
        names = {name: replace(claim, indicators=(name,)) for name in claim.indicators}
        told = (
            report.claim("gap_names", one, names=name_inside(report, name)) + say_alike(city, name)
            for name, one in names.items()
        )
        yield say(f"gap_{claim.relation}"), [report.join_parts(told)]
    bounded = [row for one in positions for row in _list_bounds(city, one.measure)]
    if bounded:
        parts: list[Run] = []
        for row in bounded:
            comma = say("list_semicolon") if parts else ""
            parts += [comma, _tell_bound(city, row), *report.marks([row])]
        yield say("gap_bounded"), parts
    for position in positions:
        if position.own.takes_no_rank and position.own.row is not None:
            yield say("gap_doubted"), _tell_doubted(city, position.own.row)
    behind = list(_list_old(city, positions, old))
    if behind:
        yield say("gap_old"), [report.join_parts(behind)]
    years = list(_list_missing_years(city))
    if years:
        yield say("gap_years"), [report.join_parts(years)]


def _list_bounds(city: CityReport, measure: str) -> list[AnyFigure]:
    """Return what is known of the years of which only a bound is known, by year."""
    known = sorted(_list_known(city, measure).items())
    return [one.row for _, one in known if one.kind == "bound" and one.row is not None]


def _list_known(city: CityReport, measure: str) -> dict[str, Standing]:
    """Return what is known of a rate by year; a derived one of the same meaning lives apart."""
    known = city.report.collect_standings(measure, [city.city])
    return {year: standings[city.city] for year, standings in known.items()}


def _claim_bound(city: CityReport, row: AnyFigure) -> str:
    report = city.report
    return report.claim(
        "gap_bound",
        ValueClaim(figure=row, place=city.city),
        name=name_inside(report, row.indicator),
        figure=report.write_plain(row),
        period=report.period(row),
    )


def _tell_bound(city: CityReport, row: AnyFigure) -> str:
    """Write a bound, and what is derived of the same meaning for its year."""
    text = _claim_bound(city, row)
    for name in city.report.codebook.derived_like(row.indicator):
        if int(row.period) in _list_valued(city, name):
            known = name_inside(city.report, name)
            text = city.say("gap_year_derived", years=text, name=known)
    return text


def _tell_doubted(city: CityReport, row: AnyFigure) -> list[Run]:
    """Write a value that takes no rank, with the findings that say why, each once."""
    report = city.report
    marks = report.marks([row])
    told = {letter for mark in marks if isinstance(mark, Mark) for letter in mark.letters}
    runs: list[Run] = [_claim_bound(city, row), *marks]
    for figure in report.inputs_of(row):
        for finding in report.findings_of(figure):
            mark = report.mark_finding(finding)
            runs += [] if told.issuperset(mark.letters) else [f" {report.sign(finding)}", mark]
    return runs


def _list_old(city: CityReport, positions: Sequence[Position], old: int) -> Iterator[str]:
    """Name the rates whose latest figure is years older than the latest of all."""
    report = city.report
    latest = max((one.comparison.period for one in positions), default="")
    for position in positions:
        row = position.own.row
        if row is None or position.own.value is None or _is_of_census(city, row):
            continue
        if int(latest) - int(row.period) < old or _has_later(city, row.indicator, row.period):
            continue
        claim = ValueClaim(figure=row, place=city.city)
        name = name_inside(report, row.indicator)
        told = report.claim("gap_latest", claim, name=name, period=report.period(row))
        yield told + say_alike(city, row.indicator, row.period)


def _is_of_census(city: CityReport, row: AnyFigure) -> bool:
    """Return whether a value rests on a census, which is taken once in ten years."""
    return any(figure.subject == "census" for figure in city.report.inputs_of(row))


def _has_later(city: CityReport, measure: str, period: str) -> bool:
    known = city.report.collect_standings(measure, [city.city])
    return any(year > period for year in known)


def _list_missing_years(city: CityReport) -> Iterator[str]:
    """Name the years between the first and the last figure or bound of a rate that have neither.

    What is derived of the same meaning fills no gap: it is named beside the years.
    """
    report, codebook = city.report, city.report.codebook
    for indicator in codebook.headline_indicators:
        if indicator not in codebook.indicators:
            continue
        derived = {name: _list_valued(city, name) for name in codebook.derived_like(indicator)}
        # A year of which a bound is known is told with the bounds.
        every = {int(year) for year in _list_known(city, indicator)}
        gaps = (
            set(range(min(every), max(every) + 1)) - every
            if _list_valued(city, indicator)
            else set()
        )
        doubted = {name: _list_valued(city, name, is_doubted=True) for name in derived}
        rest = gaps.difference(*derived.values(), *doubted.values())
        told = [("derived", *one) for one in derived.items()]
        told += [("doubted", *one) for one in doubted.items()]
        parts = []
        for kind, name, known in (*told, ("", "", rest)):
            runs = map(report.language.period, join_years(sorted(gaps & known)))
            years = report.language.join([*runs])
            if years and kind:
                named = name_inside(report, name)
                years = report.say(f"gap_year_{kind}", years=years, name=named)
            parts += [years] if years else []
        if parts:
            years = report.say("statement_comma").join(parts)
            yield report.say("gap_year", name=name_inside(report, indicator), years=years)


def _list_valued(city: CityReport, measure: str, *, is_doubted: bool = False) -> set[int]:
    known = _list_known(city, measure).items()
    return {
        int(year)
        for year, one in known
        if one.row and one.value and one.row.is_doubted == is_doubted
    }
