"""The ranks of a city in its province, its peers, and its derived values."""

from collections.abc import Callable

from helpers.analysis.standings import Comparison
from helpers.charts.comparison_charts import RankSpan, draw_ranks
from helpers.data.figures import DerivedValue, list_derived, list_rows
from helpers.pages.items import Chart, Column, Heading, Item, Paragraph, Run, Runs, Section, Table
from helpers.project import ALL
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import tabulate_rows, write_alternative
from helpers.reports.standing_text import (
    find_references,
    name_measure,
    say_rank,
    show_rank,
    write_standing,
)


def write_standing_section(city: CityReport) -> Section:
    """Write the ranks of the city among the cities of its province, and the city beside its peers.

    Returns:
        Nothing where the city has no value and no bound on any measure, and where it is the only
        city of its province.
    """
    if not city.has_rivals:
        return Section([])
    report, say = city.report, city.say
    comparisons = [
        found for found in map(city.compare, report.codebook.compared) if found is not None
    ]
    own = [found for found in comparisons if city.city in found.ranks]
    doubted = [found for found in comparisons if found.of(city.city).takes_no_rank]
    if not own and not doubted:
        return Section([])
    province = report.place(city.province)
    heading = say("section_standing", city=city.name, province=province, count=len(city.rivals))
    items: list[Item] = [
        Heading(heading),
        Paragraph([say("standing_intro", count=len(city.rivals), province=province)]),
    ]
    if own:
        items += [_draw_spans(city, own), _tabulate_ranks(city, own)]
    items += [_say_without_rank(city, found) for found in doubted]
    return Section([*items, *_set_beside_peers(city, own)])


def _say_without_rank(city: CityReport, comparison: Comparison) -> Paragraph:
    """Write a measure on which the city has a value but, for a doubt about it, no rank."""
    report, standing = city.report, comparison.of(city.city)
    text = report.say(
        "standing_doubted",
        measure=name_measure(report, comparison),
        figure=write_standing(report, standing),
    )
    if standing.row is None:
        return Paragraph([text])
    marks: list[Run] = [report.mark(standing.row)]
    for figure in report.inputs_of(standing.row):
        for finding in report.findings_of(figure):
            marks += [f" {report.sign(finding)}", report.mark_finding(finding)]
    return Paragraph([text, *marks])


def _draw_spans(city: CityReport, comparisons: list[Comparison]) -> Chart:
    report, say = city.report, city.say
    count = len(city.rivals)
    spans = [
        RankSpan(
            name_measure(report, comparison),
            show_rank(rank, report.language),
            rank.best,
            rank.worst,
        )
        for comparison in comparisons
        for rank in [comparison.ranks[city.city]]
    ]
    best = min(comparisons, key=lambda found: (found.ranks[city.city].worst, found.measure))
    title = say(
        "chart_best_rank",
        city=city.name,
        measure=name_measure(city.report, best),
        rank=say_rank(report, best, city.city),
    )
    rows = [row for found in comparisons if (row := found.of(city.city).row) is not None]
    ends = (say("rank_first"), say("rank_last", count=count))
    return Chart(
        title,
        say("subtitle_ranks", count=count),
        draw_ranks(spans, count, ends),
        write_alternative(report, [(span.name, span.label) for span in spans]),
        report.source_line(rows),
        [(span.name, float(span.best)) for span in spans],
    )


def _tabulate_ranks(city: CityReport, comparisons: list[Comparison]) -> Table:
    report, say = city.report, city.say
    around = report.codebook.enclosing(city.city)
    columns = [
        Column(say("column_indicator"), "left", 3.4),
        Column(city.name, "right", 1.6),
        Column(say("column_rank"), "right", 1.2),
        *(Column(report.place(place), "right", 1.4) for place in around),
        Column(say("column_note"), "right", 1.6),
    ]
    rows: list[list[Runs]] = []
    for comparison in comparisons:
        standing = comparison.of(city.city)
        references = dict(find_references(report, comparison, around))
        cells: list[Runs] = [
            [name_measure(city.report, comparison)],
            [write_standing(report, standing)],
            [show_rank(comparison.ranks[city.city], report.language)],
        ]
        for place in around:
            reference = references.get(place)
            cells.append([write_standing(report, reference) if reference else say("none_cell")])
        behind = [standing, *references.values()]
        marks = report.marks([found.row for found in behind if found.row is not None])
        rows.append([*cells, marks])
    caption = say("table_ranks", city=city.name, count=len(city.rivals))
    notes = [say("rank_key")]
    if any(say("none_cell") in cell for row in rows for cell in row[:-1]):
        notes.append(say("none_key"))
    if any(comparison.measure in report.codebook.derived for comparison in comparisons):
        notes.append(say("reference_key"))
    return Table(caption, columns, rows, notes)


def _set_beside_peers(city: CityReport, comparisons: list[Comparison]) -> list[Item]:
    report, say = city.report, city.say
    if not city.peers:
        return []
    names = {slug: _name_peer(city, slug) for slug in (city.city, *city.peers)}
    key = "peers_intro_all" if city.peers_asked == ALL else "peers_intro"
    peers = report.language.join([names[slug] for slug in city.peers])
    text = say(key, city=city.name, peers=peers)
    columns = [Column(say("column_indicator"), "left", 3.0)]
    columns += [Column(name, "right", 1.4) for name in names.values()]
    columns.append(Column(say("column_note"), "right", 1.6))
    rows: list[list[Runs]] = []
    for comparison in comparisons:
        standings = [
            comparison.of(slug)
            if slug in city.rivals
            else report.find_standing(comparison.measure, slug, comparison.period)
            for slug in names
        ]
        cells: list[Runs] = [[name_measure(report, comparison)]]
        cells += [[write_standing(report, s) if s else say("none_cell")] for s in standings]
        marks: list[Run] = report.marks([s.row for s in standings if s and s.row is not None])
        rows.append([*cells, marks or [say("none_cell")]])
    heading = Heading(say("section_peers"), 2)
    return [heading, Paragraph([text]), Table(say("table_peers", city=city.name), columns, rows)]


def _name_peer(city: CityReport, slug: str) -> str:
    """Name a peer, with its province where that is another."""
    report, province = city.report, city.report.codebook.places[slug]["parent"]
    if province == city.province:
        return report.place(slug)
    return city.say("peer_elsewhere", place=report.place(slug), province=report.place(province))


def write_derived_values(city: CityReport) -> Section:
    """List the latest value derived for each measure, and every pair that was not divided.

    The whole series travels inside the file; its years are drawn where the measure is.
    """
    report, say = city.report, city.say
    frame = city.derived
    if frame.empty:
        return Section([])
    order = {name: number for number, name in enumerate(report.codebook.derived)}
    sorted_rows = sorted(
        list_derived(frame), key=lambda row: (order.get(row.indicator, -1), row.period)
    )
    report.carry(sorted_rows)
    latest = {(row.indicator, row.kind): row for row in sorted_rows}.values()
    columns: dict[Column, Callable[[DerivedValue], Runs]] = {
        Column(say("column_measure"), "left", 4.4): lambda row: report.indicator(row.indicator),
        Column(say("column_period"), "left", 0.8): report.period,
        Column(say("column_figure"), "right", 1.7): report.write_plain,
        Column(say("column_note"), "right", 0.9): lambda row: [report.mark(row)],
    }
    items: list[Item] = [
        Heading(say("section_derived")),
        Paragraph([say("derived_intro")]),
        tabulate_rows(
            report, say("table_derived", city=city.name), latest, columns, is_compact=True
        ),
    ]
    refused = report.refused[report.refused["place"].eq(city.city)]
    runs: list[Run] = []
    for row in list_rows(refused):
        inputs = report.find_refused(row)
        text = report.say_refusal("refused", row, inputs)
        runs += [say("sentence_space") if runs else "", text, *report.marks(inputs)]
    if runs:
        items.append(Paragraph(runs, say("not_computed")))
    return Section(items)
