"""One indicator of one publication as a table of cities and years, and how far its steps spread."""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import median

from helpers.audit.facts import Facts, find_whole_year, group_by, is_actual
from helpers.data.figures import Figure

FEWEST_PEERS = 5
_FEWEST_STEPS = 3
_MEASURES = ("flow", "stock", "rate")
# A normal distribution has 1.4826 times its median absolute deviation as standard deviation.
_NORMAL = 1.4826
# The variance of a number that was rounded to a step is a twelfth of the square of the step.
_UNIFORM = 12


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """Distance of a city from what is typical of the other cities; all in logarithms.

    Attributes:
        change: What changed in the city.
        typical: The median of that of the other cities.
        excess: By how much the change exceeds what is typical.
        spread: Standard deviation that such an excess has among the cities, estimated from medians.
        peers: How many other cities there are.
    """

    change: float
    typical: float
    excess: float
    spread: float
    peers: int


@dataclass(frozen=True, kw_only=True)
class Step(Deviation):
    """The change between two years; the usual excess of the city is taken off its excess."""

    first: Figure
    second: Figure


@dataclass(frozen=True, kw_only=True)
class Bend(Deviation):
    """Distance of a figure from the middle of its neighbours.

    Attributes:
        steps: The changes before and after it.
        excesses: The same, less what is typical of the other cities.
    """

    steps: tuple[float, float]
    excesses: tuple[float, float]


@dataclass(frozen=True)
class YearlyTable:
    """The figures of one indicator in one family of publications, for the cities of a province.

    Attributes:
        indicator: The indicator.
        measure: Its measure: a flow, a stock or a rate.
        rows: The figures of each city by year, in the order of the years.
        is_count: Whether single things are counted, so that small numbers vary by chance.
        step_spread: Middle of the spreads of the steps of all years, over all provinces.
        bend_spread: The same of bends.
    """

    indicator: str
    measure: str
    rows: Mapping[str, Mapping[int, Figure]]
    is_count: bool
    step_spread: float = 0.0
    bend_spread: float = 0.0
    _changes: dict[tuple[int, int], Mapping[str, float]] = field(default_factory=dict)

    @cached_property
    def years(self) -> list[int]:
        """The years for which some city has a figure."""
        return sorted({year for row in self.rows.values() for year in row})

    def has_peers(self, first: Figure, second: Figure) -> bool:
        """Return whether enough other cities have figures for both years."""
        return len(self._change_others(first, second)) >= FEWEST_PEERS

    def step(self, first: Figure, second: Figure) -> Step | None:
        """Return a step beside those of five other cities or more; None beside fewer."""
        others = self._change_others(first, second)
        if len(others) < FEWEST_PEERS:
            return None
        change, typical = _change(first, second), median(others)
        noise = sum(self._find_noise(figure) for figure in (first, second))
        beyond = change - typical
        return Step(
            first=first,
            second=second,
            change=change,
            typical=typical,
            # What is usual in a city excuses a step, and makes none out of line.
            excess=min(beyond, beyond - self._find_usual_excess(first, second), key=abs),
            spread=math.hypot(max(find_spread(others), self.step_spread), math.sqrt(noise)),
            peers=len(others),
        )

    def bend(self, before: Figure, own: Figure, after: Figure) -> Bend | None:
        """Return how far a figure stands off its neighbours, beside five other cities or more."""
        bends = dict(self.bends(_year(before), _year(own), _year(after)))
        bend = bends.pop(own.place)
        if len(bends) < FEWEST_PEERS:
            return None
        others = list(bends.values())
        changes = _change(before, own), _change(own, after)
        ends = self._change_others(before, own), self._change_others(own, after)
        noise = self._find_noise(own) + sum(map(self._find_noise, (before, after))) / 4
        return Bend(
            steps=changes,
            excesses=(changes[0] - median(ends[0]), changes[1] - median(ends[1])),
            change=bend,
            typical=median(others),
            excess=bend - median(others),
            spread=math.hypot(max(find_spread(others), self.bend_spread), math.sqrt(noise)),
            peers=len(others),
        )

    def changes(self, first: int, second: int) -> Mapping[str, float]:
        """Return the logarithmic change between two years of every city that has both."""
        if (first, second) not in self._changes:
            self._changes[first, second] = {
                place: _change(row[first], row[second])
                for place, row in self.rows.items()
                if first in row and second in row
            }
        return self._changes[first, second]

    def bends(self, before: int, own: int, after: int) -> dict[str, float]:
        """Return how far each city stands off the middle of two years in a third between them."""
        rises, falls = self.changes(before, own), self.changes(own, after)
        return {place: (rises[place] - falls[place]) / 2 for place in rises if place in falls}

    def _change_others(self, first: Figure, second: Figure) -> list[float]:
        changes = self.changes(_year(first), _year(second))
        return [change for place, change in changes.items() if place != first.place]

    def _find_usual_excess(self, first: Figure, second: Figure) -> float:
        """Return by how much a city exceeds the others in other years: a boom is no error."""
        found = [
            excess
            for one, other, excess in self._excesses[first.place]
            if one is not first and other is not second
        ]
        return median(found) if len(found) >= _FEWEST_STEPS else 0.0

    @cached_property
    def _excesses(self) -> Mapping[str, Sequence[tuple[Figure, Figure, float]]]:
        """By how much each city exceeds the others, by step."""
        found: dict[str, list[tuple[Figure, Figure, float]]] = {place: [] for place in self.rows}
        for place, row in self.rows.items():
            for one, other in itertools.pairwise(row.values()):
                others = self._change_others(one, other)
                if len(others) >= FEWEST_PEERS:
                    found[place].append((one, other, _change(one, other) - median(others)))
        return found

    def _find_noise(self, figure: Figure) -> float:
        """Return the variance of the logarithm that chance and rounding alone bring about."""
        number = float(figure.number)
        chance = 1 / number if self.is_count else 0.0
        return chance + (float(figure.rounding_unit) / number) ** 2 / _UNIFORM


def _year(figure: Figure) -> int:
    return int(figure.period)


def _change(first: Figure, second: Figure) -> float:
    return math.log(second.number / first.number)


def find_spread(values: Sequence[float]) -> float:
    """Return the standard deviation of values, from medians so that few do not sway it."""
    middle = median(values)
    return _NORMAL * median(abs(value - middle) for value in values)


def read_yearly_tables(facts: Facts) -> Iterator[YearlyTable]:
    """Return the tables of cities and years, with the spread of what happens in them."""
    for indicator, entry in facts.codebook.indicators.items():
        if entry["measure"] not in _MEASURES:
            continue
        known = [figure for figure in facts.of(indicator) if _belongs(figure)]
        tables = [
            YearlyTable(
                indicator,
                entry["measure"],
                {place: lay_by_year(own) for (place,), own in group_by(group, "place").items()},
                facts.kind(group[0]) == "count",
            )
            for group in _group_by_province(facts, known)
        ]
        steps: list[float] = []
        bends: list[float] = []
        for table in tables:
            for year in table.years:
                steps += _list_spread(table.changes(year - 1, year))
                bends += _list_spread(table.bends(year - 1, year, year + 1))
        for table in tables:
            yield replace(table, step_spread=_middle(steps), bend_spread=_middle(bends))


def _list_spread(values: Mapping[str, float]) -> list[float]:
    enough = len(values) > FEWEST_PEERS
    return [spread for spread in [find_spread([*values.values()])] if spread] if enough else []


def _middle(values: Sequence[float]) -> float:
    return median(values) if values else 0.0


def _belongs(figure: Figure) -> bool:
    return (
        is_actual(figure)
        and figure.scope == "whole_city"
        and not figure.entity
        and figure.qualifier == "exact"
        and find_whole_year(figure) is not None
        and (figure.value or 0) > 0
    )


def _group_by_province(facts: Facts, figures: list[Figure]) -> Iterator[list[Figure]]:
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        parent = facts.codebook.places[figure.place]["parent"]
        groups.setdefault((parent, figure.series or figure.source), []).append(figure)
    yield from groups.values()


def lay_by_year(figures: Iterable[Figure]) -> dict[int, Figure]:
    """Return figures of whole years by year; of the latest vintage of each the finest print."""
    ordered = sorted(
        figures, key=lambda f: (find_whole_year(f) or 0, f.vintage, -f.rounding_unit, f.known_from)
    )
    return {find_whole_year(figure) or 0: figure for figure in ordered}
