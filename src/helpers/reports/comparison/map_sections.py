"""Where on the map, and who gained: tile maps of four measures, and the change of shares."""

from collections.abc import Sequence
from decimal import Decimal

from helpers.analysis.claims.count_claims import count_places
from helpers.analysis.claims.figure_claims import LineClaim
from helpers.analysis.standings import Comparison
from helpers.charts.places.change_bars import ChangeBar, draw_changes
from helpers.charts.places.map_grid import TileMap, draw_tile_maps
from helpers.charts.places.tile_map import SHADES, Tile
from helpers.pages.items import Chart, Heading, Item, Paragraph, Section
from helpers.reports.comparison.comparison_report import ComparisonReport
from helpers.reports.comparison.spread_section import describe_measures
from helpers.reports.figure_lists import explain_reliability
from helpers.reports.how_to_read import join_told
from helpers.reports.measure_names import name_measure
from helpers.reports.missing_text import name_missing
from helpers.reports.report import Report, name_series
from helpers.reports.standing_text import list_values, say_about, write_number

_STEPS_OF_TIMES = (Decimal("0.1"), Decimal(1))


def write_maps(comparison: ComparisonReport, measures: Sequence[str]) -> Section:
    """Draw the cities as tiles, roughly where they lie, a map for each measure, in order."""
    report, say = comparison.report, comparison.report.say
    known = (comparison.comparisons.get(name) for name in measures)
    found = [one for one in known if one is not None and one.valued]
    heading = Heading(say("section_maps"))
    places = report.codebook.places
    if not found or not any(places[city]["tile_row"] for city in comparison.cities):
        told = say("tiles_missing", province=report.place(comparison.province))
        return Section([heading, Paragraph([told])])
    is_outlined = any(len(one.valued) < len(one.standings) for one in found)
    times = filter(None, (_say_times(report, one) for one in found[1:]))
    chart = Chart(
        next(times, "") or say_about(report, found[0]),
        join_told(report, say("maps_subtitle"), say("maps_outlined") if is_outlined else ""),
        draw_tile_maps([_make_map(comparison, one) for one in found]),
        describe_measures(report, found),
        report.source_line([row for one in found for row in one.rows]),
        [value for one in found for value in list_values(report, one)],
    )
    return Section([heading, chart])


def _make_map(comparison: ComparisonReport, found: Comparison) -> TileMap:
    report, places = comparison.report, comparison.report.codebook.places
    level = found.sort_into(len(SHADES))
    tiles = [
        Tile(
            report.place(standing.place),
            write_number(report, standing),
            int(places[standing.place]["tile_row"]),
            int(places[standing.place]["tile_column"]),
            level.get(standing.place),
        )
        for standing in found.standings
        if places[standing.place]["tile_row"]
    ]
    return TileMap(name_measure(report, found), tiles)


def _say_times(report: Report, found: Comparison) -> str:
    """Return how many times as much the first place has as the last; empty where it is not sure."""
    top, bottom = found.valued[0].row, found.valued[-1].row
    if top is None or bottom is None or not bottom.value or top.value == bottom.value:
        return ""
    for step in _STEPS_OF_TIMES:
        ratio = (top.number / bottom.number).quantize(step)
        told = LineClaim(
            figure=top, line=bottom, relation="times", low=ratio - step / 2, high=ratio + step / 2
        )
        if report.holds(told):
            return report.claim(
                "tiles_title",
                told,
                leader=report.place(top.place),
                last=report.place(bottom.place),
                ratio=f"{ratio:f}",
                measure=report.indicator(found.measure, inside=True),
                period=report.period(top),
            )
    return ""


def write_change(
    comparison: ComparisonReport, span: Sequence[Comparison], places: Sequence[str]
) -> Section:
    """Draw how the cities' shares of the province changed between the two years of a span.

    Each place with a value in both years has a bar, from top to bottom.
    """
    report, say = comparison.report, comparison.report.say
    if not span:
        return Section([])
    first, second = span
    bars = []
    for place in places:
        start, end = first.of(place).value, second.of(place).value
        if start is not None and end is not None:
            change = end - start
            text = f"{change:+.2f}".replace("-", "−")
            rows = first.of(place).row, second.of(place).row
            if any(row is not None and row.is_doubted for row in rows):
                text = say("doubted", figure=text)
            bars.append(ChangeBar(report.place(place), float(change), text))
    rose = count_places(report.known_rows, "rose", [first, second], is_of_known=True)
    years = [report.language.period(one.period) for one in span]
    named = say("change_name", first=years[0], second=years[1])
    told = [say("alternative_part", description=bar.name, figure=bar.label) for bar in bars]
    items: list[Item] = [
        Chart(
            report.claim(
                "slope_title" if rose.high is not None else "slope_title_at_least",
                rose,
                rose=rose.low,
                count=rose.total,
                first=years[0],
                second=years[1],
            ),
            say(
                "change_subtitle",
                change=named,
                forms=explain_reliability(report, [*first.rows, *second.rows]),
                missing=name_missing(report, *span),
            ),
            draw_changes(bars),
            say("spread_alternative", measure=named, values=report.join_parts(told)),
            report.source_line([*first.rows, *second.rows]),
            [(bar.name, bar.value) for bar in bars],
        )
    ]
    return Section(items)


def find_span(comparison: ComparisonReport) -> list[Comparison]:
    """Return the shares of the province's R&D in the first and last year that most cities have.

    Shares rest on amounts, which no revision of GDP touches; both years are of the same series.
    None where no two years are known.
    """
    report, ratio = comparison.report, comparison.rd_ratio
    numerator = report.codebook.derived[ratio]["numerator"] if ratio else ""
    share = next(iter(report.codebook.derived_from(numerator, "province")), "")
    years = sorted(set(report.derived.loc[report.derived["indicator"].eq(share), "period"]))
    found = [one for year in years if (one := comparison.compare(share, str(year))) is not None]
    most = max((len(one.valued) for one in found), default=0)
    alike: dict[frozenset[tuple[str, ...]], list[Comparison]] = {}
    for one in found:
        if len(one.valued) == most > 1:
            series = frozenset(tuple(map(name_series, report.inputs_of(row))) for row in one.rows)
            alike.setdefault(series, []).append(one)
    spans = [[some[0], some[-1]] for some in alike.values() if len(some) > 1]
    return max(spans, key=lambda span: span[1].period, default=[])
