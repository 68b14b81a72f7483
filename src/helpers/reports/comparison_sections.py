"""The drawn sections of the comparison: ranked dots, change, density, a map, and the table."""

from collections.abc import Sequence
from dataclasses import replace

from helpers.analysis.findings import Figure, list_figures
from helpers.analysis.standings import Comparison, Standing
from helpers.reports.charts import Point, draw_timeline
from helpers.reports.comparison_charts import (
    Slope,
    Tile,
    draw_dots,
    draw_scatter,
    draw_slopes,
    draw_tiles,
)
from helpers.reports.comparison_report import ComparisonReport
from helpers.reports.figure_lists import write_alternative
from helpers.reports.items import Chart, Column, Heading, Item, Paragraph, Runs, Section, Table
from helpers.reports.standing_text import (
    describe_standings,
    draw_references,
    find_references,
    list_dots,
    list_values,
    name_missing,
    show_rank,
    write_standing,
)

_SHADES = 5
SHARE, RATIO, DENSITY = (
    "rd_expenditure_share_of_province",
    "rd_expenditure_over_gdp",
    "high_tech_enterprises_per_100000",
)


def write_ranking(comparison: ComparisonReport, section: str, *measures: str) -> Section:
    """Rank the cities on some measures, a dot plot each, with the provincial and national lines.

    Args:
        comparison: The report.
        section: Key of the heading: `rd`, `high_tech` or `contracts`.
        *measures: Printed or derived indicators.
    """
    say = comparison.report.language.say
    charts: list[Item] = [
        _draw_ranking(comparison, comparison.comparisons[name])
        for name in measures
        if name in comparison.comparisons
    ]
    return Section([Heading(say(f"section_rank_{section}")), *charts] if charts else [])


def _name(comparison: ComparisonReport, found: Comparison) -> str:
    report = comparison.report
    period = report.language.period(found.period)
    return report.language.say("measure_in", name=report.indicator(found.measure), period=period)


def _draw_ranking(comparison: ComparisonReport, found: Comparison) -> Chart:
    report, say = comparison.report, comparison.report.language.say
    references = find_references(report, found, comparison.around)
    valued = found.valued
    title = say("chart_classes", count=len(found.known))
    if valued:
        title = say(
            "chart_ranked" if len(valued) > 1 else "chart_ranked_one",
            leader=report.place(valued[0].place),
            top=write_standing(report, valued[0]),
            last=report.place(valued[-1].place),
            bottom=write_standing(report, valued[-1]),
            known=len(valued),
        )
    rows = [*found.rows, *(s.row for _, s in references if s.row is not None)]
    return Chart(
        title,
        say(
            "subtitle_measure",
            measure=_name(comparison, found),
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
    report, say = comparison.report, comparison.report.language.say
    years = sorted(set(report.derived.loc[report.derived["indicator"].eq(SHARE), "period"]))
    found = [one for year in years if (one := comparison.compare(SHARE, str(year))) is not None]
    most = max((len(one.valued) for one in found), default=0)
    covered = [one for one in found if len(one.valued) == most]
    if len(covered) < 2 or most < 2:
        return Section([])
    first, second = covered[0], covered[-1]
    both = [
        (one, other) for one in first.valued if (other := second.of(one.place)).value is not None
    ]
    slopes = [_draw_slope(comparison, one, other) for one, other in both]
    rose = sum(slope.second > slope.first for slope in slopes)
    gained = max(slopes, key=lambda slope: slope.second - slope.first)
    years_named = [report.language.period(one.period) for one in (first, second)]
    chart = Chart(
        say(
            "slope_title",
            rose=rose,
            count=len(slopes),
            first=years_named[0],
            second=years_named[1],
            most=gained.name,
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
        one.value or 0.0,
        other.value or 0.0,
        write_standing(report, one),
        write_standing(report, other),
    )


def _explain_refusal(comparison: ComparisonReport, start: str, end: str) -> list[Item]:
    """Say why the ratio to GDP has no such chart, where a revision lies between the two years."""
    report, say = comparison.report, comparison.report.language.say
    ratios = [comparison.compare(RATIO, year) for year in (start, end)]
    revisions = [
        {str(row["revision"]) for row in one.rows} if one is not None else set() for one in ratios
    ]
    between = sorted(revisions[1] - revisions[0])
    if not between or not revisions[0]:
        return []
    revision = report.language.name(report.codebook.revisions[between[-1]])
    first, second = (report.language.period(year) for year in (start, end))
    text = say("slope_refused", first=first, second=second, revision=revision)
    return [Paragraph([text], say("not_computed"))]


def write_density(comparison: ComparisonReport) -> Section:
    """Draw high-tech density against R&D over GDP, and density on a map of tiles."""
    density, ratio = (comparison.comparisons.get(name) for name in (DENSITY, RATIO))
    if density is None:
        return Section([])
    items: list[Item] = []
    if ratio is not None:
        items.append(_draw_scatter(comparison, ratio, density))
    items.append(_draw_map(comparison, density))
    return Section(items)


def _draw_scatter(comparison: ComparisonReport, ratio: Comparison, density: Comparison) -> Chart:
    report, say = comparison.report, comparison.report.language.say
    others = {standing.place: standing for standing in density.valued}
    both = [standing for standing in ratio.valued if standing.place in others]
    values = {standing.place: others[standing.place].value or 0.0 for standing in both}
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
    if lines[0] and lines[1]:
        high = sum(dot.value > lines[0].value and dot.other > lines[1].value for dot in dots)
        title = say("scatter_title", both=high, count=len(both))
    names = (_name(comparison, ratio), _name(comparison, density))
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
    report, say = comparison.report, comparison.report.language.say
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
    ratio = (top.value or 0.0) / (bottom.value or 1.0)
    title = say(
        "tiles_title",
        leader=report.place(top.place),
        last=report.place(bottom.place),
        ratio=f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}",
        measure=report.indicator(found.measure, inside=True),
    )
    return Chart(
        title,
        say("subtitle_tiles", measure=_name(comparison, found)),
        draw_tiles(tiles, [*legend, say("tile_none")]),
        describe_standings(report, found),
        report.source_line(found.rows),
        list_values(report, found),
    )


def write_references(comparison: ComparisonReport) -> Section:
    """Draw the leading indicator of province and nation over the years, with what was revised."""
    report, say = comparison.report, comparison.report.language.say
    measure = report.codebook.headline_indicators[0]
    frame = report.observations
    chosen = frame[frame["indicator"].eq(measure) & frame["place"].isin(comparison.around)]
    printed = chosen[chosen["basis"].eq("actual") & chosen["value"].notna()]
    if printed.empty:
        return Section([])
    implied = report.derived[
        report.derived["indicator"].eq(measure)
        & report.derived["kind"].eq("implied")
        & report.derived["place"].isin(comparison.around)
    ]
    figures = list_figures(
        printed.sort_values(["place", "period_end", "known_from"], kind="stable")
    )
    rows = [*figures, *list_figures(implied)]
    points = [_draw_point(comparison, row, rows) for row in rows]
    ends = _find_ends(figures, comparison.around)
    title = say("chart_printed", indicator=report.indicator(measure), count=len(figures))
    if len(ends) > 1:
        (first, last), (_, other) = ends[0], ends[1]
        title = say(
            "reference_title",
            place=report.place(str(first["place"])),
            first=report.write(first),
            start=report.period(first),
            second=report.write(last),
            end=report.period(last),
            other=report.place(str(other["place"])),
            other_figure=report.write(other),
        )
    chart = Chart(
        title,
        say("subtitle_reference", measure=report.indicator(measure)),
        draw_timeline(points),
        write_alternative(report, rows, ""),
        report.source_line(rows),
        [
            (f"{report.place(str(row['place']))} {row['period']}", float(row["value"]))
            for row in rows
        ],
    )
    items: list[Item] = [Heading(say("section_references")), chart]
    for row in list_figures(implied):
        same = [f for f in figures if f["place"] == row["place"] and f["period"] == row["period"]]
        if same:
            text = say(
                "reference_revised",
                place=report.place(str(row["place"])),
                period=report.period(row),
                first=report.write(same[0]),
                implied=report.write_plain(row),
            )
            items.append(Paragraph([text, *report.marks([same[0], row])], say("revised")))
    return Section(items)


def _draw_point(comparison: ComparisonReport, row: Figure, rows: Sequence[Figure]) -> Point:
    report = comparison.report
    of_place = [other for other in rows if other["place"] == row["place"]]
    years = sorted(str(other["period"]) for other in of_place)
    is_end = str(row["period"]) in (years[0], years[-1]) or "derived_id" in row
    name = report.place(str(row["place"]))
    label = f"{name} {report.write_plain(row)}" if is_end else ""
    point = report.point(row, label or " ")
    return replace(point, series=f"{row['place']} {row['revision']}")


def _find_ends(figures: Sequence[Figure], around: Sequence[str]) -> list[tuple[Figure, Figure]]:
    ends = []
    for place in around:
        of_place = [figure for figure in figures if figure["place"] == place]
        if of_place:
            of_place.sort(key=lambda figure: str(figure["period"]))
            ends.append((of_place[0], of_place[-1]))
    return ends


def write_all_cities(comparison: ComparisonReport) -> Section:
    """Set all cities in one table: every measure with its value, status and rank."""
    report, say = comparison.report, comparison.report.language.say
    if not comparison.comparisons:
        return Section([])
    found = list(comparison.comparisons.values())
    columns = [Column(say("column_city"), "left", 1.5)]
    has_bounds = [any(s.kind == "bound" for s in one.standings) for one in found]
    columns += [
        Column(_name(comparison, one), "right", 3.0 if bounded else 2.0)
        for one, bounded in zip(found, has_bounds, strict=True)
    ]
    columns.append(Column(say("column_note"), "right", 1.7))
    rows: list[list[Runs]] = []
    for city in comparison.cities:
        standings = [one.of(city) for one in found]
        cells: list[Runs] = [[report.place(city)]]
        for one, standing in zip(found, standings, strict=True):
            text = write_standing(report, standing)
            rank = one.ranks.get(city)
            if rank is not None:
                text = say("cell_ranked", figure=text, rank=show_rank(rank))
            cells.append([text])
        marks = report.marks([s.row for s in standings if s.row is not None])
        rows.append([*cells, marks or [say("none_cell")]])
    notes = [say("rank_key"), say("none_key")]
    table = Table(say("table_all"), columns, rows, notes)
    return Section([Heading(say("section_all")), Paragraph([say("all_intro")]), table])
