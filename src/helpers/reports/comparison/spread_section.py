"""The spread of the cities: a strip for each measure, with province and nation."""

from collections import Counter
from collections.abc import Iterator, Sequence

from helpers.analysis.claims.count_claims import count_places
from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.analysis.claims.place_claims import ExtremeClaim
from helpers.analysis.standings import Comparison
from helpers.charts.places.strip_plot import Strip, draw_strips
from helpers.data.figures import AnyFigure
from helpers.pages.items import Chart, Heading, Paragraph, Section
from helpers.reports.comparison.comparison_report import ComparisonReport
from helpers.reports.how_to_read import join_told
from helpers.reports.measure_names import name_measure
from helpers.reports.missing_text import name_missing
from helpers.reports.report import Report
from helpers.reports.standing_text import (
    describe_standings,
    draw_references,
    find_references,
    list_dots,
    list_values,
    write_standing,
)


def write_spread(comparison: ComparisonReport, measures: Sequence[str]) -> Section:
    """Draw all cities on each measure, from top to bottom, as strokes on a strip.

    The ends are named.
    """
    report, say = comparison.report, comparison.report.say
    found = [comparison.comparisons[name] for name in measures if name in comparison.comparisons]
    if not found:
        return Section([])
    references = [find_references(report, one, comparison.around) for one in found]
    rows = [row for one in found for row in one.rows]
    rows += [s.row for each in references for _, s in each if s.row is not None]
    is_doubted = any(one.row and one.row.is_doubted for each in found for one in each.known)
    keys = [say("spread_doubted") if is_doubted else "", *_say_twice(report, found)]
    chart = Chart(
        _find_title(comparison, found),
        join_told(report, say("spread_subtitle"), *keys),
        draw_strips([_make_strip(comparison, one) for one in found]),
        describe_measures(report, found),
        report.source_line(rows),
        [value for one in found for value in list_values(report, one)],
    )
    doubted = [s.row for one in found for s in one.valued if s.row and s.row.is_doubted]
    texts = [name_missing(report, *found), *(_say_widened(report, row) for row in doubted)]
    told = say("sentence_space").join(filter(None, texts))
    paragraphs = [Paragraph([told])] if told else []
    return Section([Heading(say("section_spread")), chart, *paragraphs])


def _say_twice(report: Report, found: Sequence[Comparison]) -> Iterator[str]:
    """Name the measures that are drawn both as printed and as derived."""
    for names in _find_twice(report, found).items():
        told = [report.indicator(name, inside=True) for name in names[::-1]]
        yield report.say("spread_twice", names=report.language.join(told))


def _find_twice(report: Report, found: Sequence[Comparison]) -> dict[str, str]:
    """Return the derived measures that are drawn as printed too, with the printed ones."""
    drawn, derived = {one.measure for one in found}, report.codebook.derived
    named = {name: derived[name]["compares_with"] for name in drawn & derived.keys()}
    return {one.measure: named[one.measure] for one in found if named.get(one.measure) in drawn}


def _say_widened(report: Report, row: AnyFigure) -> str:
    """Return that a doubted value, which has a rank, is compared as a range."""
    return report.claim(
        "spread_widened",
        ValueClaim(figure=row),
        place=report.place(row.place),
        measure=report.indicator(row.indicator, inside=True),
        period=report.period(row),
        figure=report.write_plain(row),
    )


def describe_measures(report: Report, comparisons: Sequence[Comparison]) -> str:
    """Write what a chart of several measures shows, for those who cannot see it."""
    parts = [
        report.say(
            "spread_alternative",
            measure=name_measure(report, found),
            values=describe_standings(report, found),
        )
        for found in comparisons
    ]
    return report.say("sentence_space").join(parts)


def _make_strip(comparison: ComparisonReport, found: Comparison) -> Strip:
    report = comparison.report
    references = find_references(report, found, comparison.around)
    bounded = [standing for standing in found.known if standing.kind == "bound"]
    label = ""
    if bounded:
        told = count_places(report.known_rows, "bounded", [found])
        bounds = {write_standing(report, standing) for standing in bounded}
        is_one = len(bounds) == 1
        label = report.claim(
            "strip_bounded" if is_one else "strip_bounded_mixed",
            told,
            *(ValueClaim(figure=one.row) for one in bounded if one.row is not None and is_one),
            count=told.low,
            figure=min(bounds),
        )
    return Strip(
        name_measure(report, found),
        list_dots(report, found),
        draw_references(report, references, found.measure),
        label,
    )


def _find_title(comparison: ComparisonReport, found: Sequence[Comparison]) -> str:
    """Return which city leads on most measures, as far as that is sure.

    What is drawn as printed and as derived is one measure, which a city leads where it leads both.
    """
    report = comparison.report
    leads = [
        ExtremeClaim(comparison=one, place=one.valued[0].place, relation="highest")
        for one in found
        if one.valued and len(one.ranks) > 1
    ]
    sure = {lead.comparison.measure: lead for lead in leads if report.holds(lead)}
    twice = _find_twice(report, found)
    once = [lead for name, lead in sure.items() if name not in (*twice, *twice.values())]
    pairs = [(sure[name], sure[twice[name]]) for name in twice if {name, twice[name]} <= {*sure}]
    once += [first for first, second in pairs if first.place == second.place]
    total = len(found) - len(twice)
    if not once or total == 1:
        return report.say("spread_title_plain")
    leader, count = Counter(lead.place for lead in once).most_common(1)[0]
    own = [lead for lead in once if lead.place == leader]
    key = "spread_title_all" if count == total else "spread_title"
    return report.claim(key, *own, place=report.place(leader), count=count, total=total)
