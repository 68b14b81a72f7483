"""Figures out of line with their neighbours: one year, some years, or a level that breaks.

A step from one year to the next is set against the steps of the other cities of the province in
the same publication and years. It counts as out of line when it lies more than four robust
standard deviations off, and by a fifth at least.

A single figure is out of line when it stands off both its neighbours and the series returns. A
rise that stays is growth; a fall that stays, or a rise that is later lost, is a level that broke,
as when another thing was counted. Then the side that is farther from the other cities in its share
of the wider class is marked, else a side of one figure, else the first figure after the break.
If the next one is nearer to that figure than to the last before it, the level is said to have
stayed.
"""

import itertools
import math
from collections.abc import Container, Iterable, Iterator, Sequence
from statistics import median

from helpers.audit.facts import Facts, Finding, Number, is_actual
from helpers.audit.yearly_tables import FEWEST_PEERS, Bend, Step, YearlyTable, read_yearly_tables
from helpers.data.figures import Figure

# The usual cut of modified z scores is 3.5; here thousands of steps are looked at, and growth of
# real cities has long tails.
_SCORE = 4.0
_LEAST_EXCESS = math.log(1.2)
# Off both neighbours by a tenth, and at least half of the way back.
_LEAST_OFF = math.log(1.1)
_LEAST_RETURN = 0.5
_LEAST_FALL = {"stock": 0.05, "flow": 0.20, "rate": 0.20}
# In a table whose cities hardly differ in growth, smaller steps tell: GDP, registered population.
_STEADY_FLOW, _STEADY_FALL = 0.03, 0.10
_STEADY_STOCK, _STEADY_STEP = 0.01, math.log(1.02)
# No city multiplies a yearly figure by this at once; a unit or a column does.
_LEAST_MULTIPLE = math.log(5)


def check_out_of_line(facts: Facts) -> Iterator[Finding]:
    """Find figures out of line with their neighbours, as measured by the other cities.

    A figure that a relation says to be of another extent than those before begins a new series.
    """
    extents = {row["subject"] for row in facts.related("figure", "other_extent")}
    for table in read_yearly_tables(facts):
        for row in table.rows.values():
            for years in _split(row.values(), extents):
                yield from _follow(facts, table, years)


def _split(row: Iterable[Figure], extents: Container[str]) -> Iterator[list[Figure]]:
    """Yield the figures of a city in runs of one revision and of one extent."""
    run: list[Figure] = []
    for figure in row:
        if run and (figure.revision != run[-1].revision or figure.figure_id in extents):
            yield run
            run = []
        run.append(figure)
    if run:
        yield run


def _follow(facts: Facts, table: YearlyTable, row: list[Figure]) -> Iterator[Finding]:
    figures = list(row)
    for before, own, after in zip(row, row[1:], row[2:], strict=False):
        bend = table.bend(before, own, after)
        if bend and _is_single(bend):
            figures.remove(own)
            yield _tell("single", [own], before, after, bend)
    parts = [figures[:1]]
    breaks: list[Step] = []
    for first, second in itertools.pairwise(figures):
        step = table.step(first, second)
        if step and _is_break(table, step):
            breaks.append(step)
            parts.append([])
        parts[-1].append(second)
    for number, step in enumerate(breaks):
        side, other = parts[number : number + 2]
        follows = step.excess * breaks[number - 1].excess < 0 if number else False
        is_followed = number + 1 < len(breaks) and step.excess * breaks[number + 1].excess < 0
        if follows:
            continue
        if is_followed:
            yield _tell("some", other, step.first, step.second, step)
        elif step.excess < 0 or step.excess > _LEAST_MULTIPLE or _is_steady_stock(table):
            odd = _choose_side(facts, side, other)
            is_level = list(odd) == other[:1] and _stays(step.first, other)
            form = "level" if is_level else f"break_{_name_direction(step)}"
            yield _tell(form, odd, step.first, step.second, step)
        elif other == figures[-1:]:
            form = f"last_{_name_direction(step)}"
            yield _tell(form, other, step.first, step.second, step)


def _name_direction(step: Step) -> str:
    return "rise" if step.change > 0 else "fall"


def _is_single(bend: Bend) -> bool:
    """Return whether a figure stands off both its neighbours, and the series returns."""
    back = sorted(abs(excess) for excess in bend.excesses)
    return (
        bend.steps[0] * bend.steps[1] < 0
        and min(map(abs, bend.steps)) >= _LEAST_OFF
        and back[0] >= _LEAST_RETURN * back[1]
        and abs(bend.excess) >= max(_LEAST_EXCESS, _SCORE * bend.spread)
    )


def _is_break(table: YearlyTable, step: Step) -> bool:
    """Return whether a step is out of line, and not an ordinary fall."""
    size = abs(step.excess)
    if size < _SCORE * step.spread:
        return False
    if _is_steady_stock(table):
        return size >= _STEADY_STEP
    if step.excess > 0:
        return size >= _LEAST_EXCESS
    is_steady = 0 < table.step_spread < _STEADY_FLOW
    least = _STEADY_FALL if is_steady else _LEAST_FALL[table.measure]
    return step.change < math.log(1 - least)


def _stays(before: Figure, after: Sequence[Figure]) -> bool:
    """Return whether what follows the first figure of a level is nearer to it than to the last."""
    if len(after) == 1:
        return False
    first, following = after[0].number, after[1].number
    return abs(math.log(following / first)) < abs(math.log(following / before.number))


def _is_steady_stock(table: YearlyTable) -> bool:
    return table.measure == "stock" and 0 < table.step_spread < _STEADY_STOCK


def _choose_side(
    facts: Facts, before: Sequence[Figure], after: Sequence[Figure]
) -> Sequence[Figure]:
    """Return the figures on the side of a break that is out of line."""
    distances = [_measure_distance(facts, side) for side in (before, after)]
    if distances[0] is not None and distances[1] is not None:
        return before if distances[0] > distances[1] else after
    if len(before) == 1:
        # Of two lone figures, nothing says which one is wrong.
        return before if len(after) > 1 else [*before, *after]
    return after[:1]


def _measure_distance(facts: Facts, figures: Sequence[Figure]) -> float | None:
    """Return how far the share of the wider class lies from that of the other cities."""
    wider = facts.codebook.wider_class_of(figures[0].indicator)
    found = []
    for figure in figures if wider else ():
        shares = _list_shares(facts, figure, wider)
        own = shares.pop(figure.place, None)
        if own is not None and len(shares) >= FEWEST_PEERS:
            found.append(abs(own - median(shares.values())))
    return median(found) if found else None


def _list_shares(facts: Facts, like: Figure, wider: str) -> dict[str, float]:
    """Return the logarithm of each city's share in the province and year of a figure."""
    places = facts.codebook.places
    shares = {}
    for narrow in facts.of(like.indicator):
        if (narrow.period, narrow.series or narrow.source, narrow.scope) != (
            like.period,
            like.series or like.source,
            like.scope,
        ) or places[narrow.place]["parent"] != places[like.place]["parent"]:
            continue
        wholes = [
            wide
            for wide in facts.of(wider, narrow.place)
            if (wide.period, wide.source) == (narrow.period, narrow.source) and is_actual(wide)
        ]
        if wholes and (narrow.value or 0) > 0 and (wholes[-1].value or 0) > 0:
            shares[narrow.place] = math.log(narrow.number / wholes[-1].number)
    return shares


def _tell(
    form: str, odd: Sequence[Figure], first: Figure, second: Figure, found: Step | Bend
) -> Finding:
    numbers: dict[str, Number] = {
        "factor": f"{math.exp(found.change):.2f}",
        "typical": f"{math.exp(found.typical):.2f}",
        "limit": f"{_SCORE:.0f}",
        "peers": found.peers,
    }
    roles = {"odd": odd, "first": [first], "second": [second]}
    return Finding("out_of_line", "undecided", roles, numbers, form)
