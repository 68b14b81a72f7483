"""Targets for a rate over years: growth, so many each year, and totals of the years of a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from helpers.analysis.plans.pace import (
    Order,
    Pace,
    find_end_year,
    find_interval,
    find_line,
    find_unit_kind,
    find_way_of_growth,
    is_of_full_year,
    measure_pace,
    set_against,
)
from helpers.analysis.plans.plan_standing import (
    Reason,
    TargetStanding,
    Verdict,
    find_settled,
    follow_order,
)
from helpers.audit.years import find_span
from helpers.data.codebook import Codebook
from helpers.data.figures import Figure, list_figures
from helpers.data.printed.intervals import Interval, point
from helpers.data.printed.periods import parse_period

_BY_VERDICT: Mapping[Verdict, Order] = {"met": "ahead", "on_track": "ahead", "behind": "short"}


def list_related(indicator: str, relation: str, codebook: Codebook) -> list[str]:
    """List the levels that an indicator is the growth of, or adds to."""
    related = codebook.related("indicator", relation)
    return [row["object"] for row in related if row["subject"] == indicator]


def judge_growth(
    observations: pd.DataFrame, targets: Sequence[Figure], codebook: Codebook
) -> TargetStanding:
    """Judge a target for yearly growth by two levels, or by a printed rate from the same base."""
    target, span = targets[0], find_span(targets[0])
    standing = TargetStanding("growth", targets=targets)
    levels = list_related(target.indicator, "growth_of", codebook)
    stated = _find_stated(find_settled(observations, target), span)
    if span is None or not (levels or stated):
        return replace(standing, reasons=("no_figure",))
    line, orders, ends = find_line(target), list[Order](), list[int]()
    for level in levels:
        pair = _find_pair(find_settled(observations, target, level), span)
        if pair is not None:
            standing = replace(standing, base=pair[0], latest=pair[1])
            so_far = _measure(pair, codebook)
            if so_far is not None and so_far.growth is not None:
                standing = replace(standing, so_far=so_far)
                orders.append(set_against(so_far.growth, point(line)))
                ends.append(so_far.end)
    if stated is not None:
        years = find_span(stated)
        rate = find_interval(stated, codebook)
        standing = replace(standing, stated=stated)
        orders.append(set_against(rate, point(line)))
        if years is not None:
            ends.append(years[1])
    if not orders:
        return replace(standing, reasons=("no_two_levels",))
    if len(set(orders)) > 1:
        return replace(standing, reasons=("evidence_differs",))
    standing = follow_order(standing, orders[0], is_due=max(ends) == span[1])
    return measure_way(standing)


def doubt_rate(standing: TargetStanding, implied: Interval) -> TargetStanding:
    """Set beside a stated rate what other figures imply; where they disagree, nothing is told."""
    line = point(find_line(standing.targets[0]))
    reasons: tuple[Reason, ...] = ("rate_doubted", *standing.reasons)
    doubted = replace(standing, implied=implied, reasons=reasons)
    if set_against(implied, line) == _BY_VERDICT.get(standing.verdict):
        return measure_way(doubted)
    return replace(doubted, verdict="cannot_tell", way=None, reasons=("evidence_differs",))


def measure_way(standing: TargetStanding) -> TargetStanding:
    """Work out the share of the way that growth has covered, by the lowest rate that is shown."""
    span, target = find_span(standing.targets[0]), standing.targets[0]
    pace, stated = standing.so_far, standing.stated
    years = find_span(stated) if stated is not None else (pace.start, pace.end) if pace else None
    rates = [] if stated is None else [stated.number]
    rates += [part.low for part in (pace and pace.growth, standing.implied) if part and part.low]
    if span is None or years is None or not rates:
        return standing
    lengths = years[1] - years[0], span[1] - span[0]
    way = find_way_of_growth(min(rates), lengths[0], find_line(target), lengths[1])
    return replace(standing, way=way)


def _find_stated(frame: pd.DataFrame, span: tuple[int, int] | None) -> Figure | None:
    """Find the latest printed rate that starts from the base of the target."""
    same = []
    for figure in list_figures(frame):
        years = find_span(figure)
        if span and years and years[0] == span[0] and years[1] <= span[1]:
            same.append(figure)
    return same[-1] if same else None


def _find_pair(frame: pd.DataFrame, span: tuple[int, int]) -> tuple[Figure, Figure] | None:
    """Find the level of the base year and the latest one after it, of one revision."""
    levels = [figure for figure in list_figures(frame) if is_of_full_year(figure)]
    starts = [figure for figure in levels if find_end_year(figure) == span[0]]
    for last in reversed([f for f in levels if span[0] < find_end_year(f) <= span[1]]):
        same = [figure for figure in starts if figure.revision == last.revision]
        if same:
            return same[-1], last
    return None


def _measure(pair: tuple[Figure, Figure], codebook: Codebook) -> Pace | None:
    first, last = pair
    ends = [find_interval(figure, codebook) for figure in pair]
    kind = find_unit_kind(first, codebook)
    return measure_pace(ends[0], ends[1], find_end_year(first), find_end_year(last), kind)


def judge_yearly(
    observations: pd.DataFrame, targets: Sequence[Figure], codebook: Codebook
) -> TargetStanding:
    """Judge a target for each year by the years printed, or by what a stock has grown by.

    What is new in a year is at least what the stock grows by, for some lapse: a stock can show
    that a target is kept, never that it is missed.
    """
    target = targets[0]
    standing = TargetStanding("yearly", targets=targets)
    period, line = parse_period(target.period), point(find_line(target))
    if period.start is None:
        return replace(standing, reasons=("no_figure",))
    first, last = period.start.year, period.end.year if period.end else None
    years = {
        find_end_year(figure): figure
        for figure in list_figures(find_settled(observations, target))
        if is_of_full_year(figure)
        and first <= find_end_year(figure) <= (last or find_end_year(figure))
    }
    if years:
        orders = {year: set_against(find_interval(f, codebook), line) for year, f in years.items()}
        newest = years[max(years)]
        short = [year for year, order in orders.items() if order == "short"]
        if short:
            return replace(standing, latest=newest, stated=years[short[0]], verdict="behind")
        is_whole = last is not None and set(years) == set(range(first, last + 1))
        order: Order = "open" if "open" in orders.values() else "ahead"
        return follow_order(replace(standing, latest=newest), order, is_due=is_whole)
    for stock in list_related(target.indicator, "adds_to", codebook):
        frame = find_settled(observations, target, stock)
        pair = _find_pair(frame, (first - 1, last or pd.Timestamp.max.year))
        so_far = _measure(pair, codebook) if pair else None
        if pair and so_far and so_far.added:
            standing = replace(standing, base=pair[0], latest=pair[1], so_far=so_far)
            if set_against(so_far.added, line) == "ahead":
                return follow_order(standing, "ahead", is_due=so_far.end == last)
            return replace(standing, reasons=("net_of_losses",))
    return replace(standing, reasons=("no_figure",))


def judge_total(
    observations: pd.DataFrame, targets: Sequence[Figure], codebook: Codebook
) -> TargetStanding:
    """Judge a target for a total of the years of a plan: totals of other years do not count."""
    target = targets[0]
    standing = TargetStanding("total", targets=targets)
    settled = list_figures(find_settled(observations, target))
    written = target.known_from.year
    inside = [f for f in settled if f.period_start is not None and f.period_start.year >= written]
    if not inside:
        if settled:
            return replace(standing, base=settled[-1], reasons=("other_span",))
        return replace(standing, reasons=("no_figure",))
    line, due = point(find_line(target)), target.period_end
    for figure in inside:
        is_late = figure.ends_after(due)
        if not is_late and set_against(find_interval(figure, codebook), line) == "ahead":
            return replace(standing, latest=inside[-1], reached=figure, verdict="met")
    return replace(standing, latest=inside[-1], reasons=("no_whole_total",))
