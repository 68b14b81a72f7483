"""All cities on one page: a table shaded by rank, in the order of its first measure."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from helpers.analysis.standings import Comparison
from helpers.data.figures import AnyFigure
from helpers.pages.items import Column, Paragraph, Section, Table
from helpers.pages.links import ReportLink
from helpers.pages.runs import Run, Runs, Strong, show_plain
from helpers.reports.comparison.comparison_report import ComparisonReport
from helpers.reports.how_to_read import join_told
from helpers.reports.measure_names import name_measure, sign_derived
from helpers.reports.missing_text import name_missing
from helpers.reports.standing_text import (
    find_references,
    is_printed_instead,
    is_unshaded,
    say_about,
    write_number,
    write_ranked,
)


def list_rates(comparison: ComparisonReport) -> list[str]:
    """Return the measures that rank cities, no count among them, in the order of the codebook."""
    is_count = comparison.report.codebook.is_ranked_by_rate
    return [measure for measure in comparison.comparisons if not is_count(measure)]


def tabulate_rates(comparison: ComparisonReport, measures: Sequence[str]) -> pd.DataFrame:
    """Return cities, provinces and nation on measures, to look at and to sort.

    Returns:
        Columns `name` and one for each measure that is known, missing where there is only a bound
        or a value that takes no rank; the index is the place.
    """
    report, places = comparison.report, [*comparison.cities, *comparison.around]
    table: dict[str, dict[str, Any]] = {"name": {place: report.place(place) for place in places}}
    for one in _list_known(comparison, measures):
        around = [standing for _, standing in find_references(report, one, comparison.around)]
        valued = [standing for standing in (*one.valued, *around) if standing.value is not None]
        table[one.measure] = {standing.place: float(standing.height) for standing in valued}
    return pd.DataFrame(table, pd.Index(places, name="place"))


def _list_known(comparison: ComparisonReport, measures: Sequence[str]) -> list[Comparison]:
    return [comparison.comparisons[name] for name in measures if name in comparison.comparisons]


def write_heat_table(
    comparison: ComparisonReport, measures: Sequence[str], places: Sequence[str]
) -> Section:
    """Write cities, province and nation with value and rank.

    The shade tells in which third of the ranks a value lies, dark the highest. A name leads to the
    report. Where the first measure decides the order of the places, the line under the table says
    so.
    """
    report, say = comparison.report, comparison.report.say
    found = _list_known(comparison, measures)
    if not found:
        return Section([])
    behind: list[AnyFigure] = []
    lines = [_write_row(comparison, found, place, behind) for place in places]
    heads = [Column(sign_derived(report, one.measure), "right", 1) for one in found]
    years: list[Runs] = [[report.language.period(one.period)] for one in found]
    rows = [[[say("heat_year")], *years], *(cells for cells, _ in lines)]
    columns = [Column(say("column_city")), *heads]
    bounded = [any(one.kind == "bound" for one in each.standings) for each in found]
    ending = "_bounded" if any(bounded) else ""
    spans = any(map(_has_spans, found))
    is_open = any(is_unshaded(report, one, place) for one in found for place in one.ranks)
    shown = [show_plain(cell) for cells, _ in lines for cell in cells]
    printed = say("cell_printed", figure="")
    notes = [
        say("heat_shades"),
        say("rank_key"),
        say(f"rank_span_key{ending}") if spans else "",
        say("heat_white") if is_open else "",
        say("heat_precision"),
        say("none_key") if say("none_cell") in shown else "",
        say("heat_printed") if any(cell.endswith(printed) for cell in shown) else "",
        say("audit_doubt_key") if any(say("doubt_sign") in cell for cell in shown) else "",
        say("derived_key"),
        say("bounded_key") if any(bounded) else "",
    ]
    ranked = tabulate_rates(comparison, measures).loc[list(places)].iloc[:, 1]
    if ranked.equals(ranked.sort_values(ascending=False, kind="stable")):
        order = say("heat_order", measure=name_measure(report, found[0]))
        notes = [order, say("heat_order_bounded") if bounded[0] else "", *notes]
    table = Table(
        say(f"table_all{ending}"),
        columns,
        rows,
        [join_told(report, *notes)],
        is_compact=True,
        shades=[[0] * len(columns), *(shades for _, shades in lines)],
    )
    # The title tells of the first.
    after = [one for one in found if one.valued][1:3]
    told = [
        say("whole_sentence", sentence=text[:1].upper() + text[1:])
        for text in (say_about(report, one) for one in after)
    ]
    told += filter(None, [name_missing(report, *after)])
    lead = [Paragraph([say("sentence_space").join(told)])] if told else []
    return Section([*lead, table, Paragraph(report.source_line(behind), is_remark=True)])


def _has_spans(one: Comparison) -> bool:
    """Return whether the rank of a city with a value is a span."""
    ranks = one.ranks.items()
    return any(not rank.is_certain and one.of(place).kind != "bound" for place, rank in ranks)


def _write_row(
    comparison: ComparisonReport, found: Sequence[Comparison], place: str, behind: list[AnyFigure]
) -> tuple[list[Runs], list[int]]:
    """Write a city, the province or the nation, with the shade of each cell.

    The rows behind it are added to those of the table.
    """
    report = comparison.report
    is_city = place in comparison.cities
    cells: list[Runs] = []
    shades = [0]
    for one in found:
        text, shade, row = _write_cell(comparison, one, place)
        cells.append([text if is_city else Strong(text)])
        shades.append(shade)
        behind += [row] if row is not None else []
    name: Run = Strong(report.place(place))
    if is_city:
        edition = f"{place}.{report.as_of}" if report.as_of else place
        name = ReportLink(report.place(place), f"{edition}.{report.language.code}")
    return [[name], *cells], shades


def _write_cell(
    comparison: ComparisonReport, found: Comparison, place: str
) -> tuple[str, int, AnyFigure | None]:
    report = comparison.report
    if place not in comparison.cities:
        known = find_references(report, found, [place])
        if not known:
            return report.say("none_cell"), 0, None
        text, standing = write_number(report, known[0][1]), known[0][1]
        if is_printed_instead(standing, found.measure):
            text = report.say("cell_printed", figure=text)
        return text, 0, standing.row
    standing = found.of(place)
    return *write_ranked(report, found, place, write_number(report, standing)), standing.row
