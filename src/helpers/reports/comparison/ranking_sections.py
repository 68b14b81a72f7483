"""The drawn sections of the comparison: ranked dots, change, density, a map, and the table."""

import math

from helpers.analysis.claims.count_claims import count_places
from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.analysis.standings import Comparison, Standing
from helpers.charts.comparison_charts import Slope, draw_dots, draw_slopes
from helpers.pages.items import Chart, Column, Heading, Item, Paragraph, Section, Table
from helpers.reports.comparison.comparison_report import ComparisonReport
from helpers.reports.standing_text import (
    describe_standings,
    draw_references,
    find_references,
    list_dots,
    list_values,
    name_measure,
    name_missing,
    say_ends,
    write_city,
    write_standing,
)

_CHAPTERS = ("rd", "enterprises", "talent", "contracts")
_MOST_COLUMNS = 5


def write_ranking(comparison: ComparisonReport, chapter: str) -> Section:
    """Rank the cities on the measures of a chapter, with the provincial and national lines.

    Each compared measure has a dot plot; a count of which a rate is compared has none.

    Args:
        comparison: The report.
        chapter: `rd`, `enterprises`, `talent`, `contracts`, or `others` for every other chapter.
    """
    report = comparison.report
    charts: list[Item] = [
        _draw_ranking(comparison, found)
        for name, found in comparison.comparisons.items()
        for own in [report.codebook.chapter_of(name)]
        if (own if own in _CHAPTERS else "others") == chapter
        and not report.codebook.is_ranked_by_rate(name)
    ]
    heading = report.language.say(f"section_rank_{chapter}")
    return Section([Heading(heading), *charts] if charts else [])


def _draw_ranking(comparison: ComparisonReport, found: Comparison) -> Chart:
    report, say = comparison.report, comparison.report.say
    references = find_references(report, found, comparison.around)
    bounded = count_places(report.known_rows, "bounded", [found])
    if len(found.valued) > 1:
        title = say_ends(report, found)
    elif found.valued and found.valued[0].row is not None:
        valued = count_places(report.known_rows, "valued", [found])
        title = report.claim(
            "chart_ranked_one",
            ValueClaim(figure=found.valued[0].row, place=found.valued[0].place),
            valued,
            count=valued.low,
            total=valued.total,
            place=report.place(found.valued[0].place),
            figure=write_standing(report, found.valued[0]),
        )
    else:
        title = report.claim("chart_bounded", bounded, count=bounded.low)
    rows = [*found.rows, *(s.row for _, s in references if s.row is not None)]
    return Chart(
        title,
        say(
            "subtitle_measure",
            measure=name_measure(comparison.report, found),
            missing=name_missing(report, found),
        ),
        draw_dots(list_dots(report, found), draw_references(report, references, found.measure)),
        describe_standings(report, found),
        report.source_line(rows),
        list_values(report, found),
    )


def write_change(comparison: ComparisonReport) -> Section:
    """Draw how the cities' shares of the province changed, over the longest span that most cover.

    The ratio to GDP is not compared where a revision of GDP lies between the two years.
    """
    report, say = comparison.report, comparison.report.say
    codebook, ratio = report.codebook, comparison.rd_ratio
    numerator = codebook.derived[ratio]["numerator"] if ratio else ""
    share = next(iter(codebook.derived_from(numerator, "province")), "")
    years = sorted(set(report.derived.loc[report.derived["indicator"].eq(share), "period"]))
    found = [one for year in years if (one := comparison.compare(share, str(year))) is not None]
    most = max((len(one.valued) for one in found), default=0)
    covered = [one for one in found if len(one.valued) == most]
    if len(covered) < 2 or most < 2:
        return Section([])
    first, second = covered[0], covered[-1]
    both = [
        (one, other) for one in first.valued if (other := second.of(one.place)).value is not None
    ]
    slopes = [_draw_slope(comparison, one, other) for one, other in both]
    rose = count_places(report.known_rows, "rose", [first, second], is_of_known=True)
    years_named = [report.language.period(one.period) for one in (first, second)]
    chart = Chart(
        report.claim(
            "slope_title" if rose.high is not None else "slope_title_at_least",
            rose,
            rose=rose.low,
            count=rose.total,
            first=years_named[0],
            second=years_named[1],
        ),
        say("subtitle_slope", missing=name_missing(report, first)),
        draw_slopes(slopes, (years_named[0], years_named[1])),
        describe_standings(report, second),
        report.source_line([*first.rows, *second.rows]),
        [
            (f"{slope.name} {year}", value)
            for slope in slopes
            for year, value in zip(years_named, (slope.first, slope.second), strict=True)
        ],
    )
    return Section([chart, *_explain_refusal(comparison, first.period, second.period)])


def _draw_slope(comparison: ComparisonReport, one: Standing, other: Standing) -> Slope:
    report = comparison.report
    return Slope(
        report.place(one.place),
        float(one.value or 0),
        float(other.value or 0),
        write_standing(report, one),
        write_standing(report, other),
    )


def _explain_refusal(comparison: ComparisonReport, start: str, end: str) -> list[Item]:
    """Write why the ratio to GDP has no such chart where a revision lies between the two years."""
    report, say = comparison.report, comparison.report.say
    ratios = [comparison.compare(comparison.rd_ratio, year) for year in (start, end)]
    revisions = [{row.revision for row in one.rows} if one is not None else set() for one in ratios]
    between = sorted(revisions[1] - revisions[0])
    if not between or not revisions[0]:
        return []
    revision = report.language.name(report.codebook.revisions[between[-1]])
    first, second = (report.language.period(year) for year in (start, end))
    text = say("slope_refused", first=first, second=second, revision=revision)
    return [Paragraph([text], say("not_computed"))]


def write_all_cities(comparison: ComparisonReport) -> Section:
    """Set all cities in tables as wide as a page: each measure with its value and rank."""
    say = comparison.report.say
    found = list(comparison.comparisons.values())
    if not found:
        return Section([])
    pages = math.ceil(len(found) / _MOST_COLUMNS)
    parts = [
        found[page * len(found) // pages : (page + 1) * len(found) // pages]
        for page in range(pages)
    ]
    tables = [_tabulate_cities(comparison, part) for part in parts]
    return Section([Heading(say("section_all")), Paragraph([say("all_intro")]), *tables])


def _tabulate_cities(comparison: ComparisonReport, found: list[Comparison]) -> Table:
    report, say = comparison.report, comparison.report.say
    columns = [Column(say("column_city"), "left", 1.5)]
    has_bounds = [any(s.kind == "bound" for s in one.standings) for one in found]
    columns += [
        Column(name_measure(comparison.report, one), "right", 3.0 if bounded else 2.0)
        for one, bounded in zip(found, has_bounds, strict=True)
    ]
    columns.append(Column(say("column_note"), "right", 1.7))
    rows = [write_city(report, found, city, is_ranked=True) for city in comparison.cities]
    notes = [say("rank_key"), say("none_key")]
    return Table(say("table_all"), columns, rows, notes)
