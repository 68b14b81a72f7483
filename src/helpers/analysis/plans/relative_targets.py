"""Targets without a number: to reach, or to lie above, another place.

They are judged only where figures of both places are printed for the same year, settled and of
one revision.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from helpers.analysis.plans.pace import (
    Order,
    find_end_year,
    find_interval,
    find_way,
    is_of_full_year,
)
from helpers.analysis.plans.plan_standing import TargetStanding, follow_order
from helpers.data.codebook import Codebook
from helpers.data.figures import Figure, list_figures, order_by_period
from helpers.data.printed.intervals import Interval
from helpers.data.printed.periods import parse_period


def list_relative(
    codebook: Codebook, places: Collection[str], as_of: str
) -> list[Mapping[str, str]]:
    """List the relative targets of some places that were known on a day."""
    return [
        row
        for row in codebook.relative_targets.values()
        if row["place"] in places
        and (not as_of or codebook.sources[row["source"]]["written_latest"] <= as_of)
    ]


def find_share(indicator: str, codebook: Codebook) -> str:
    """Return the derived share of an indicator in the wider amount it lies within; may be empty."""
    wider = codebook.wider_class_of(indicator)
    return next(
        (
            name
            for name, row in codebook.derived.items()
            if (row["numerator"], row["denominator"]) == (indicator, wider)
        ),
        "",
    )


def judge_relative(
    row: Mapping[str, str], observations: pd.DataFrame, derived: pd.DataFrame, codebook: Codebook
) -> TargetStanding:
    """Judge a relative target by the figures of both places."""
    own, other = (
        _list_levels(row, place, observations, derived, codebook)
        for place in (row["place"], row["reference_place"])
    )
    written = int(codebook.sources[row["source"]]["written_latest"][:4])
    before = [figure for figure in own if find_end_year(figure) < written]
    standing = TargetStanding(
        "relative",
        relative=row,
        base=before[-1] if before else None,
        latest=own[-1] if own else None,
    )
    if not own:
        return replace(standing, reasons=("no_figure",))
    if len(before) == len(own):
        return replace(standing, reasons=("no_figure_since",))
    if row["aspect"] == "growth":
        return _judge_growth(standing, row, own, other, codebook)
    end = parse_period(row["period"]).end
    deadline = end.year if end else written
    of_one_year = [
        (mine, theirs)
        for mine in own
        for theirs in other
        if find_end_year(mine) == find_end_year(theirs)
        and written <= find_end_year(mine) <= deadline
    ]
    pairs = [pair for pair in of_one_year if _are_alike(*pair)]
    if not pairs:
        return replace(standing, reasons=("revised" if of_one_year else "no_average",))
    mine, theirs = pairs[-1]
    standing = _add_base(replace(standing, latest=mine, reference=theirs), before)
    ends = find_interval(mine, codebook), find_interval(theirs, codebook)
    return _set_beside(standing, *ends, row, is_due=find_end_year(mine) == deadline)


def _add_base(standing: TargetStanding, before: list[Figure]) -> TargetStanding:
    """Choose a base of the revision of the latest figure, and measure the way from it."""
    mine, theirs = standing.latest, standing.reference
    if mine is None or theirs is None:
        return standing
    same = [figure for figure in before if figure.revision == mine.revision]
    if not same:
        return standing
    base = same[-1]
    numbers = [figure.number for figure in (base, mine, theirs)]
    return replace(standing, base=base, way=find_way(*numbers) if numbers[0] < numbers[2] else None)


def _judge_growth(
    standing: TargetStanding,
    row: Mapping[str, str],
    own: list[Figure],
    other: list[Figure],
    codebook: Codebook,
) -> TargetStanding:
    """Set growth against growth, over the same years from the base of the target."""
    period = parse_period(row["period"])
    if period.start is None or period.end is None:
        return replace(standing, reasons=("no_average",))
    base = period.start.year - 1
    spans: list[tuple[Figure, Figure, Figure, Figure]] = []
    for end, other_end in ((m, t) for m in own for t in other if _are_alike(m, t)):
        starts = [
            (m, t)
            for m in own
            for t in other
            if find_end_year(m) == find_end_year(t) == base
            and {m.revision, t.revision} == {end.revision}
        ]
        if starts and base < find_end_year(end) <= period.end.year:
            spans.append((*starts[-1], end, other_end))
    if not spans:
        return replace(standing, reasons=("no_average",))
    first, theirs_first, last, theirs_last = spans[-1]
    mine = find_interval(last, codebook) / find_interval(first, codebook)
    theirs = find_interval(theirs_last, codebook) / find_interval(theirs_first, codebook)
    standing = replace(standing, base=first, latest=last, reference=theirs_last)
    return _set_beside(standing, mine, theirs, row, is_due=find_end_year(last) == period.end.year)


def _set_beside(
    standing: TargetStanding,
    mine: Interval,
    theirs: Interval,
    row: Mapping[str, str],
    *,
    is_due: bool,
) -> TargetStanding:
    """Judge by both intervals: until the deadline the other place may still move."""
    order: Order = "open"
    is_equal = mine.is_point and mine == theirs
    if mine.is_above(theirs) or (is_equal and row["relation"] == "at_least"):
        order = "ahead"
    elif theirs.is_above(mine) or is_equal:
        order = "short"
    judged = follow_order(standing, order, is_due=is_due)
    if order == "ahead" and row["relation"] == "well_above":
        return replace(judged, reasons=("clearly_unsaid",))
    return judged


def _are_alike(mine: Figure, theirs: Figure) -> bool:
    return bool(
        find_end_year(mine) == find_end_year(theirs)
        and mine.revision == theirs.revision
        and mine.unit == theirs.unit
    )


def _list_levels(
    row: Mapping[str, str],
    place: str,
    observations: pd.DataFrame,
    derived: pd.DataFrame,
    codebook: Codebook,
) -> list[Figure]:
    """List the settled whole-year levels of a place, earliest first."""
    if row["aspect"] == "share":
        share = find_share(row["indicator"], codebook)
        chosen = derived[
            derived["indicator"].eq(share) & derived["place"].eq(place) & derived["value"].notna()
        ]
        return list_figures(chosen.sort_values("period", kind="stable"))
    about = observations["indicator"].eq(row["indicator"]) & observations["place"].eq(place)
    return order_by_period(
        figure
        for figure in list_figures(observations[about])
        if figure.is_of_whole_place
        and figure.is_settled
        and figure.qualifier == "exact"
        and is_of_full_year(figure)
    )
