"""A city beside its peers: a table of rates, shaded by where each stands in the province."""

from collections.abc import Sequence

import pandas as pd

from helpers.analysis.claims.absence_claims import AbsenceClaim
from helpers.analysis.profile import Position
from helpers.analysis.standings import Comparison, Standing
from helpers.data.figures import AnyFigure
from helpers.pages.items import Column, Heading, Item, Paragraph, Section, Table
from helpers.pages.runs import Run, Runs, show_plain
from helpers.project import ALL
from helpers.reports.city.city_profile import name_inside, name_shortly, strip_unit, write_short
from helpers.reports.city.course_table import explain_bounds, sign_bound
from helpers.reports.city_report import CityReport
from helpers.reports.report import Report
from helpers.reports.standing_text import is_unshaded, say_printed, write_ranked


def tabulate_peers(
    city: CityReport, positions: Sequence[Position], places: Sequence[str]
) -> pd.DataFrame:
    """Return the values of places on each measure, missing for a bound, to look at."""
    found = [[_find_beside(city, one, place) for place in places] for one in positions]
    values = [[s and s.value and float(s.value) for s in row] for row in found]
    names = [name_shortly(city.report, one.measure) for one in positions]
    return pd.DataFrame(values, pd.Index(names, name="measure"), list(places), dtype="float64")


def write_peers(city: CityReport, positions: Sequence[Position], peers: Sequence[str]) -> Section:
    """Write the table of the city, its peers and its province, a row for each rate.

    The shade of a cell tells in which third of the ranks it lies, dark the highest; the rank stands
    in brackets. Without a peer there is no table.
    """
    report, say = city.report, city.say
    if not peers or not positions:
        return Section([])
    places = [city.city, *peers]
    names = [_name_peer(city, slug) for slug in places]
    is_nearest = [*peers] == [*city.peers[: len(peers)]]
    rule = {"": "", ALL: "_all"}.get(city.peers_asked if is_nearest else "chosen", "_chosen")
    found = [one for name in report.codebook.compared_for("peers") if (one := city.compare(name))]
    nearest_in = [one for one in found if one.of(city.city).value is not None]
    text = say(
        f"peers_intro{rule}",
        city=city.name,
        peers=report.language.join(names[1:]),
        count=len(nearest_in),
        measures=report.language.join([name_inside(report, one.measure) for one in nearest_in]),
        lacking="".join(_tell_lacking(city, one) for one in found if one not in nearest_in),
    )
    intro: list[Run] = [text, say("full_stop")]
    if rule != "_chosen":
        found_near = (
            report.find_standing(one.measure, place, one.period)
            for one in nearest_in
            for place in places
        )
        intro[1:1] = report.marks([one.row for one in found_near if one and one.row])
        intro += [say("sentence_space"), say("peers_far")]
    heads = [*names, report.place(city.province)]
    columns = [
        Column(say("column_indicator"), "left", 2),
        *(Column(head, "right", 1) for head in heads),
        Column(say("column_note"), "right"),
    ]
    printed = say_printed(report, positions, is_nation_shown=False)
    rows: list[list[Runs]] = []
    shades: list[list[int]] = []
    written: list[AnyFigure] = []
    for position in positions:
        cells, shade, behind = _write_places(city, position, places)
        around = position.around
        cells.append([_write_around(city, position)])
        behind += [around.row] if around is not None and around.row is not None else []
        written += behind
        name = say(
            "measure_in",
            name=name_shortly(report, position.measure),
            period=report.language.period(position.comparison.period),
        )
        name, cells = _name_unit(report, name, cells)
        rows.append([[name], *cells, report.marks(behind)])
        shades.append([0, *shade, 0, 0])
    notes = [say("peers_key")]
    compared = [one.comparison for one in positions]
    if any(is_unshaded(report, one, place) for one in compared for place in places):
        notes[0] += say("sentence_space") + say("heat_white")
    if any(cell == [say("none_cell")] for row in rows for cell in row[1:-1]):
        notes[0] += say("sentence_space") + say("none_key")
    notes[0] += "".join(say("sentence_space") + text for text in explain_bounds(report, written))
    notes += [say("whole_sentence", sentence=printed)] if printed else []
    items: list[Item] = [
        Heading(say("section_peers")),
        Paragraph(intro),
        Table(
            say("table_peers", city=city.name), columns, rows, notes, is_compact=True, shades=shades
        ),
    ]
    return Section(items)


def _tell_lacking(city: CityReport, comparison: Comparison) -> str:
    """Write that a city cannot be near others on a measure of which it has no figure."""
    report, measure, period = city.report, comparison.measure, comparison.period
    lacking = AbsenceClaim(
        indicators=(measure,), places=(city.city,), relation="no_actual", period=period
    )
    name = name_inside(report, measure)
    told = report.say("gap_measure", name=name, period=report.language.period(period))
    return report.claim("peers_lacking", lacking, city=city.name, measures=told)


def _write_places(
    city: CityReport, position: Position, places: Sequence[str]
) -> tuple[list[Runs], list[int], list[AnyFigure]]:
    """Write the cells of the cities, with their shades and the rows behind them."""
    report, comparison = city.report, position.comparison
    cells: list[Runs] = []
    shades: list[int] = []
    behind: list[AnyFigure] = []
    for place in places:
        standing = _find_beside(city, position, place)
        if standing is None or standing.row is None:
            cells.append([report.say("none_cell")])
            shades.append(0)
            continue
        behind.append(standing.row)
        text = _write_value(report, standing, standing.row)
        cell, shade = write_ranked(report, comparison, place, text)
        cells.append([cell])
        shades.append(shade)
    return cells, shades, behind


def _name_unit(report: Report, name: str, cells: list[Runs]) -> tuple[str, list[Runs]]:
    """Return the name and the cells of a row, with the unit of all in the name.

    English names it already.
    """
    unit, texts = report.say("peers_unit"), [show_plain(cell) for cell in cells]
    if not unit or not all(unit in text for text in texts if text != report.say("none_cell")):
        return name, cells
    told = report.say("peers_name_unit", name=name, unit=unit)
    return told, [[text.replace(unit, "")] for text in texts]


def _find_beside(city: CityReport, position: Position, place: str) -> Standing | None:
    comparison = position.comparison
    if place in city.rivals:
        return comparison.of(place)
    return city.report.find_standing(comparison.measure, place, comparison.period)


def _write_around(city: CityReport, position: Position) -> str:
    around = position.around
    if around is None or around.row is None:
        return city.say("none_cell")
    return _write_value(city.report, around, around.row)


def _write_value(report: Report, standing: Standing, row: AnyFigure) -> str:
    text = strip_unit(write_short(report, standing), report.say("peers_units"))
    return sign_bound(report, row, text)


def _name_peer(city: CityReport, slug: str) -> str:
    """Name a peer, with its province where that is another."""
    report, province = city.report, city.report.codebook.places[slug]["parent"]
    if province == city.province:
        return report.place(slug)
    return city.say("peer_elsewhere", place=report.place(slug), province=report.place(province))
