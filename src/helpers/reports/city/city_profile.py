"""The position of a city among all cities of its province, and the chart of it."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import pandas as pd

from helpers.analysis.profile import Position, list_rates, take_position
from helpers.analysis.standings import Standing
from helpers.charts.places.spine_chart import draw_spines, locate_dots
from helpers.charts.places.spine_rows import SpineBand, SpineDot, SpineKey, SpineRow
from helpers.data.figures import AnyFigure
from helpers.pages.items import Chart, Spine, SpinePlace
from helpers.pages.runs import Run
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import join_runs
from helpers.reports.measure_names import sign_derived
from helpers.reports.missing_text import find_absence
from helpers.reports.report import Report
from helpers.reports.standing_text import (
    find_references,
    say_ends,
    say_printed,
    say_reference,
    show_rank_of,
    write_standing,
)
from helpers.words.written_numbers import write_number


def list_positions(city: CityReport) -> list[Position]:
    """Return the position of a city on every rate that some city of its province has.

    Measures on which nothing is known of the city itself are among them: they have no rank.
    """
    positions = []
    for measure, is_context in list_rates(city.report.codebook):
        comparison = city.compare(measure)
        if comparison is None or len(comparison.known) < 2:
            continue
        around = city.report.codebook.enclosing(city.city)
        found = dict(find_references(city.report, comparison, around))
        province, nation = (found.get(place) for place in [*around, "", ""][:2])
        positions.append(
            take_position(comparison, city.city, province, nation, is_context=is_context)
        )
    return positions


def tabulate_positions(city: CityReport, positions: Sequence[Position]) -> pd.DataFrame:
    """Return positions as a table, one row each, to look at or to filter.

    Returns:
        Columns `measure`, `year`, `value` (missing for a bound), `low` and `high` (the ends that
        rounding and bounds leave), `best` and `worst` rank, `of` (cities ranked), `height` (the
        middle of the rank as a share of all ranks, 0 the highest), `is_context`, `is_narrow`
        (whether the rank is known to less than a quarter of all ranks), `province`, `nation`, and
        `figure_id`. The index is the number of the position.
    """
    columns: dict[str, Callable[[Position], object]] = {
        "measure": lambda one: name_shortly(city.report, one.measure),
        "year": lambda one: one.comparison.period,
        "value": lambda one: _draw_at(one.own.value),
        "low": lambda one: float(one.own.low),
        "high": lambda one: float(one.own.high),
        "best": lambda one: one.rank.best if one.rank else None,
        "worst": lambda one: one.rank.worst if one.rank else None,
        "of": lambda one: one.ranked,
        "height": lambda one: one.height if one.rank else None,
        "is_narrow": lambda one: one.is_narrow,
        "is_context": lambda one: one.is_context,
        "province": lambda one: _draw_at(one.around.value) if one.around else None,
        "nation": lambda one: _draw_at(one.nation.value) if one.nation else None,
        "figure_id": lambda one: one.own.row.key if one.own.row else "",
    }
    frame = pd.DataFrame({name: [read(one) for one in positions] for name, read in columns.items()})
    return frame.astype({"is_narrow": "bool", "is_context": "bool"})


def list_behind(positions: Sequence[Position]) -> list[AnyFigure]:
    """Return the rows that positions tell of: those of the city and of the places around."""
    standings = [
        standing
        for position in positions
        for standing in (position.own, position.around, position.nation)
    ]
    return [found.row for found in standings if found is not None and found.row is not None]


def draw_profile(
    city: CityReport, positions: Sequence[Position], title: str, notes: Sequence[str] = ()
) -> Chart:
    """Draw where a city stands on each measure, from top to bottom, among its province.

    A measure without a figure of the city is drawn with the others alone. The title is the finding;
    the notes on it stand in the subtitle.
    """
    report, say = city.report, city.say
    rows = [make_spine_row(report, position) for position in positions]
    places = [
        SpinePlace(rows[number].name, dot.place, dot.label, *broad, narrow, dot.is_own)
        for number, dot, (broad, narrow) in locate_dots(rows)
    ]
    drawn = [row for position in positions for row in position.comparison.rows]
    typical = any(row.is_benchmark_typical for row in rows if row.benchmark is not None)
    subtitle = say(
        "profile_subtitle",
        province=report.place(city.province),
        typical=say("profile_subtitle_typical") if typical else "",
        bounded=say_bounded(report, positions),
    )
    printed = say_printed(report, positions, is_nation_shown=True)
    untold = any(say("none_cell") in (row.lowest, row.rank) for row in rows)
    told = [say("profile_subtitle_untold")] if untold else []
    subtitle = say("list_semicolon").join(
        [subtitle, *notes, *told, *([printed] if printed else [])]
    )
    behind = list(dict.fromkeys([*list_behind(positions), *drawn]))
    return Chart(
        title,
        subtitle,
        draw_spines(rows, name_key(report, city.city, city.province)),
        say("profile_alt", parts=report.join_parts(_describe(report, one) for one in positions)),
        [*report.source_line(behind), *_tell_doubted(report, positions)],
        [(row.name, dot.value) for row in rows for dot in row.dots if dot.is_own],
        Spine(say("profile_pin"), places),
    )


def say_bounded(report: Report, positions: Sequence[Position]) -> str:
    """Return that ranks count cities of which only a bound is known, where any is."""
    known = (standing for one in positions for standing in one.comparison.known)
    return report.say("profile_subtitle_bounded") if any(s.value is None for s in known) else ""


def _tell_doubted(report: Report, positions: Sequence[Position]) -> list[Run]:
    """Name what is drawn as a question mark, with the notes that say why."""
    parts = list[list[Run]]()
    for measure, one in ((p.measure, one) for p in positions for one in p.comparison.known):
        if one.row is None or one.value is None or not one.is_doubted:
            continue
        told = report.say(
            f"profile_doubted_{'unranked' if one.takes_no_rank else 'ranked'}",
            measure=sign_derived(report, measure, is_inside=True),
            place=report.place(one.place),
            period=report.period(one.row),
        )
        parts.append([told, report.mark_doubts(one.row)])
    start, end = report.say("profile_doubts"), report.say("full_stop")
    return [start, *join_runs(report, parts), end] if parts else []


def name_key(report: Report, own: str, benchmark: str) -> SpineKey:
    """Return the words of the heads and of the key of a spine chart about a place."""
    say, nation = report.say, report.codebook.enclosing(own)[-1]
    return SpineKey(
        report.place(own),
        say("profile_lowest"),
        say("profile_highest"),
        say("profile_rank"),
        say("profile_others"),
        say("profile_middle_half"),
        report.place(benchmark),
        say("profile_benchmark_doubted", place=report.place(benchmark)),
        say("profile_typical"),
        report.place(nation),
        say("profile_doubted"),
    )


def name_shortly(report: Report, measure: str) -> str:
    """Name a measure for a row or a panel: a sign marks a derived one, and money is named once."""
    name = sign_derived(report, measure)
    unit = report.codebook.units[report.codebook.measure(measure)["unit"]]
    return name + report.say("profile_money") if unit["kind"] == "money" else name


def name_inside(report: Report, measure: str) -> str:
    """Name a measure inside a sentence, without the word that says it is derived."""
    return report.indicator(measure, inside=True).removesuffix(report.say("profile_derived"))


def write_short(report: Report, standing: Standing) -> str:
    """Write the figure of a standing in a column; English leaves the unit to the name."""
    if standing.row is None and standing.value is not None:  # worked out by an analyst
        return write_number(float(standing.value), report.language, 3)
    text = write_standing(report, standing)
    return text if standing.row is None else strip_unit(text, report.say("profile_units"))


def strip_unit(text: str, units: str) -> str:
    """Return a written figure without the units that the names of measures tell.

    Strokes part the units; one may name the short form that stays: ` billion=bn`.
    """
    for word, _, short in (unit.partition("=") for unit in units.split("|")):
        text = text.replace(word, short)
    return text


def write_rank(report: Report, position: Position) -> str:
    """Write a rank in a cell, with the number of cities that have a figure: `7–8/17`."""
    rank = show_rank_of(report, position.comparison, position.own.place)
    if not rank:
        return report.say("none_cell")
    return report.say("profile_rank_of", rank=rank, count=position.ranked)


def make_spine_row(report: Report, position: Position) -> SpineRow:
    """Return a position as a row of a spine chart."""
    comparison, own = position.comparison, position.own
    valued = [one for one in comparison.known if one.value is not None]
    dots = [
        SpineDot(
            report.place(one.place),
            write_standing(report, one),
            float(one.value),
            is_own=one.place == own.place,
            is_doubted=one.is_doubted,
            is_ranked=not one.takes_no_rank,
        )
        for one in valued
        if one.value is not None
    ]
    bounded = [one for one in comparison.known if one.value is None]
    ranked = comparison.valued
    lowest, highest = (
        (write_short(report, ranked[end]) if ranked else report.say("none_cell")) for end in (-1, 0)
    )
    around = position.around
    return SpineRow(
        name_shortly(report, position.measure),
        report.language.period(comparison.period),
        report.say("profile_no_figure") if own.kind == "missing" else write_short(report, own),
        dots,
        _draw_at(position.benchmark),
        _draw_at(None if position.nation is None else position.nation.value),
        report.say("none_cell") if bounded else lowest,
        highest,
        write_rank(report, position),
        report.say("profile_no_benchmark"),
        _make_band(report, bounded),
        is_benchmark_typical=around is None,
        is_benchmark_doubted=around is not None
        and around.row is not None
        and around.row.is_doubted,
    )


def _draw_at(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _make_band(report: Report, bounded: Sequence[Standing]) -> SpineBand | None:
    """Return the band of the places below one ceiling; floors alone make none."""
    capped = [one for one in bounded if one.high == max(other.high for other in bounded)]
    if not capped or not capped[0].high.is_finite():
        return None
    figure = write_short(report, capped[0])
    text = report.say("profile_band", count=len(capped), figure=figure)
    return SpineBand(float(capped[0].high), text)


def _describe(report: Report, position: Position) -> str:
    """Write what a row shows, for those who cannot see it."""
    say, comparison = report.say, position.comparison
    name, period = name_shortly(report, position.measure), report.language.period(comparison.period)
    parts = [say("profile_alt_own", name=name, period=period, figure=_say_own(report, position))]
    parts += [
        say_reference(report, standing, position.measure, write_short(report, standing))
        for standing in (position.around, position.nation)
        if standing is not None
    ]
    if comparison.valued:
        parts.append(say_ends(report, comparison, write_short))
    return say("profile_alt_comma").join(parts)


def _say_own(report: Report, position: Position) -> str:
    if position.own.kind == "missing":
        return _say_missing(report, position)
    figure = write_short(report, position.own)
    rank = show_rank_of(report, position.comparison, position.own.place)
    if not rank:
        return figure
    return report.say("profile_alt_rank", figure=figure, rank=rank, count=position.ranked)


def _say_missing(report: Report, position: Position) -> str:
    """Return the note that a city has no figure, or none that is settled; empty for a rough one."""
    period, place = position.comparison.period, position.own.place
    absence = find_absence(report, position.measure, place, period=period)
    if absence is None:
        return report.say("none_cell")
    return report.claim(f"profile_{absence.relation}", absence)
