"""High-tech density: against R&D input, and on a map of tiles."""

from dataclasses import replace

from helpers.analysis.standings import Comparison
from helpers.charts.scatter_chart import draw_scatter
from helpers.charts.tile_map import Tile, draw_tiles
from helpers.pages.items import Chart, Item, Paragraph, Section
from helpers.reports.comparison.comparison_report import ComparisonReport
from helpers.reports.standing_text import (
    describe_standings,
    draw_references,
    find_references,
    list_dots,
    list_values,
    name_measure,
    name_missing,
    write_standing,
)

_SHADES = 5


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
    is_sure = not any(standing.row and standing.row.is_doubted for standing in province)
    if lines[0] and lines[1] and is_sure:
        high = sum(dot.value > lines[0].value and dot.other > lines[1].value for dot in dots)
        title = say("scatter_title", both=high, count=len(both))
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
    top, bottom = found.valued[0], found.valued[-1]
    ratio = (top.value or 0) / (bottom.value or 1)
    title = say(
        "tiles_title",
        leader=report.place(top.place),
        last=report.place(bottom.place),
        ratio=f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}",
        measure=report.indicator(found.measure, inside=True),
    )
    return Chart(
        title,
        say("subtitle_tiles", measure=name_measure(comparison.report, found)),
        draw_tiles(tiles, [*legend, say("tile_none")]),
        describe_standings(report, found),
        report.source_line(found.rows),
        list_values(report, found),
    )
