"""High-tech density: against R&D input, and on a map of tiles."""

from dataclasses import replace
from decimal import Decimal

from helpers.analysis.claims.count_claims import count_places
from helpers.analysis.claims.figure_claims import LineClaim
from helpers.analysis.standings import Comparison
from helpers.charts.scatter_chart import draw_scatter
from helpers.charts.tile_map import Tile, draw_tiles
from helpers.pages.items import Chart, Item, Paragraph, Section
from helpers.reports.comparison.comparison_report import ComparisonReport
from helpers.reports.report import Report
from helpers.reports.standing_text import (
    describe_standings,
    draw_references,
    find_references,
    list_dots,
    list_values,
    name_measure,
    name_missing,
    say_ends,
    write_standing,
)

_SHADES = 5
_STEPS_OF_TIMES = (Decimal("0.1"), Decimal(1))


def write_density(comparison: ComparisonReport) -> Section:
    """Draw high-tech density against R&D over GDP, and density on a map of tiles."""
    codebook = comparison.report.codebook
    rates = codebook.derived_from(codebook.headline_of("enterprises"), "same")
    found = comparison.comparisons
    density = next((found[name] for name in rates if name in found), None)
    ratio = found.get(comparison.rd_ratio)
    if density is None:
        return Section([])
    items: list[Item] = []
    if ratio is not None:
        items.append(_draw_scatter(comparison, ratio, density))
    places = comparison.report.codebook.places
    if any(places[standing.place]["tile_row"] for standing in density.standings):
        items.append(_draw_map(comparison, density))
    else:
        province = comparison.report.place(comparison.province)
        items.append(Paragraph([comparison.report.say("tiles_missing", province=province)]))
    return Section(items)


def _draw_scatter(comparison: ComparisonReport, ratio: Comparison, density: Comparison) -> Chart:
    report, say = comparison.report, comparison.report.say
    others = {standing.place: standing for standing in density.valued}
    both = [standing for standing in ratio.valued if standing.place in others]
    values = {standing.place: float(others[standing.place].value or 0) for standing in both}
    chosen = replace(ratio, standings=both)
    dots = [
        replace(dot, other=values[standing.place])
        for dot, standing in zip(list_dots(report, chosen), chosen.known, strict=True)
    ]
    lines, province = [], []
    for found in (ratio, density):
        references = find_references(report, found, comparison.around[:1])
        drawn = draw_references(report, references, found.measure)
        lines.append(drawn[0] if drawn else None)
        province += [standing for _, standing in references]
    title = say("scatter_title_plain", count=len(both))
    behind = [standing.row for standing in province if standing.row is not None]
    if lines[0] and lines[1] and len(behind) == 2 and not any(row.is_doubted for row in behind):
        above = count_places(report.known_rows, "above", [ratio, density], behind, is_of_known=True)
        title = report.claim(
            "scatter_title" if above.high is not None else "scatter_title_at_least",
            above,
            both=above.low,
            count=above.total,
        )
    names = (name_measure(comparison.report, ratio), name_measure(comparison.report, density))
    rows = [s.row for s in (*both, *others.values(), *province) if s.row is not None]
    return Chart(
        title,
        say(
            "subtitle_scatter",
            first=names[0],
            second=names[1],
            missing=name_missing(report, density),
        ),
        draw_scatter(dots, names, (lines[0], lines[1])),
        describe_standings(report, density),
        report.source_line(rows),
        [(dot.name, dot.value) for dot in dots] + [(dot.name, dot.other) for dot in dots],
    )


def _draw_map(comparison: ComparisonReport, found: Comparison) -> Chart:
    report, say = comparison.report, comparison.report.say
    rising = list(reversed(found.valued))
    level = {s.place: number * _SHADES // len(rising) for number, s in enumerate(rising)}
    places = report.codebook.places
    tiles = [
        Tile(
            report.place(standing.place),
            write_standing(report, standing),
            int(places[standing.place]["tile_row"]),
            int(places[standing.place]["tile_column"]),
            level.get(standing.place),
        )
        for standing in found.standings
        if places[standing.place]["tile_row"]
    ]
    legend = []
    for shade in range(_SHADES):
        inside = [s for s in rising if level[s.place] == shade]
        ends = [write_standing(report, s) for s in (inside[0], inside[-1])] if inside else ["", ""]
        legend.append(say("tile_class", low=ends[0], high=ends[1]) if inside else "")
    title = _say_times(report, found) or say_ends(report, found)
    return Chart(
        title,
        say("subtitle_tiles", measure=name_measure(comparison.report, found)),
        draw_tiles(tiles, [*legend, say("tile_none")]),
        describe_standings(report, found),
        report.source_line(found.rows),
        list_values(report, found),
    )


def _say_times(report: Report, found: Comparison) -> str:
    """Return how many times as much the first place has as the last; empty where it is not sure."""
    top, bottom = found.valued[0].row, found.valued[-1].row
    if top is None or bottom is None or not bottom.value:
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
            )
    return ""
