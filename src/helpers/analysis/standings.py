"""The standings of places on one measure in one year: values, bounds, ranks as intervals."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

import pandas as pd

from helpers.data.codebook import Codebook
from helpers.data.figures import AnyFigure, DerivedValue, Figure, list_derived, list_figures
from helpers.data.printed.intervals import read_interval

Kind = Literal["printed", "derived", "bound", "missing"]
_INFINITE = Decimal("Infinity")
_YEAR = "[0-9]{4}"
_YEAR_OR_PART = f"{_YEAR}(-(H[12]|Q[1-4]|[0-9]{{2}}))?"


@dataclass(frozen=True)
class Standing:
    """One place on one measure in one year.

    Attributes:
        place: Slug of the place.
        kind: Whether the value is printed, derived, only bounded, or missing.
        row: The observation or derived row behind it; None where it is missing.
        value: The value; None for a bound and where it is missing.
        low: Smallest value it can have.
        high: Largest value it can have.
    """

    place: str
    kind: Kind
    row: AnyFigure | None
    value: Decimal | None
    low: Decimal
    high: Decimal

    @property
    def height(self) -> Decimal:
        """The value, or the one end that is known, at which it is drawn."""
        if self.value is not None:
            return self.value
        return self.high if self.high.is_finite() else self.low

    @property
    def is_doubted(self) -> bool:
        """True when the audit doubts the value."""
        return self.row is not None and self.row.is_doubted

    @property
    def takes_no_rank(self) -> bool:
        """True when the audit doubts the value, and nothing says how far it may be off."""
        return self.row is not None and self.row.takes_no_rank


StandingsByYear = dict[str, dict[str, Standing]]


@dataclass(frozen=True)
class Rank:
    """A rank among some places, from the best to the worst one possible; 1 is the highest value."""

    best: int
    worst: int
    is_tied: bool

    @property
    def is_certain(self) -> bool:
        """True when only one rank is possible."""
        return self.best == self.worst


@dataclass(frozen=True)
class Comparison:
    """All places of a comparison on one measure in one year, missing ones included."""

    measure: str
    period: str
    standings: Sequence[Standing]

    @cached_property
    def ranks(self) -> Mapping[str, Rank]:
        """The rank of each place among those with a value or bound that may be ranked."""
        return rank([standing for standing in self.known if not standing.takes_no_rank])

    def of(self, place: str) -> Standing:
        """Return the standing of a place."""
        return next(standing for standing in self.standings if standing.place == place)

    @property
    def doubted(self) -> list[Standing]:
        """The standings that are shown but take no rank."""
        return [standing for standing in self.known if standing.takes_no_rank]

    @property
    def known(self) -> list[Standing]:
        """The standings that are known, highest first, then the doubted, floors and ceilings."""
        known = [standing for standing in self.standings if standing.kind != "missing"]

        def sort(one: Standing) -> tuple[bool, bool, bool, Decimal]:
            return one.value is None, one.takes_no_rank, one.high.is_finite(), -one.height

        return sorted(known, key=sort)

    @property
    def valued(self) -> list[Standing]:
        """The standings with a value that may be ranked, highest first."""
        return [s for s in self.known if s.value is not None and not s.takes_no_rank]

    def sort_into(self, parts: int) -> dict[str, int]:
        """Return in which part of the places with a value each is, from 0 for the lowest.

        Places of one value are in one part.
        """
        values = [standing.height for standing in self.valued]
        return {
            one.place: sum(value < one.height for value in values) * parts // len(values)
            for one in self.valued
        }

    @property
    def rows(self) -> list[AnyFigure]:
        """The rows behind the known standings."""
        return [standing.row for standing in self.known if standing.row is not None]


def rank(standings: Sequence[Standing]) -> dict[str, Rank]:
    """Rank places, highest first, as far as values and bounds decide it.

    A place is surely above another when its smallest value exceeds the other's largest. Whatever is
    missing or takes no rank can stand anywhere. Equal exact values share a rank. Places that are
    missing must be given too: they widen the ranks of the others.
    """
    ranks = {}
    for own in standings:
        if own.kind == "missing" or own.takes_no_rank:
            continue
        others = [other for other in standings if other.place != own.place]
        above = sum(other.low > own.high for other in others)
        perhaps = sum(other.high > own.low for other in others)
        tied = own.low == own.high and any(other.low == other.high == own.low for other in others)
        ranks[own.place] = Rank(above + 1, perhaps + 1, tied)
    return ranks


def compare_in_year(
    measure: str,
    places: Sequence[str],
    observations: pd.DataFrame,
    derived: pd.DataFrame,
    codebook: Codebook,
    period: str = "",
) -> Comparison | None:
    """Compare places on a measure in one year.

    Only actual, settled figures for the whole place count; a derived measure holds derived values
    only, so that they never mix with printed ones. Where nothing is printed, a bound stands in. By
    default it is the latest of the years for which most places are known.
    """
    found = collect_standings(measure, places, observations, derived, codebook)
    return choose_year(measure, places, found, period)


def compare_periods(
    measure: str,
    places: Sequence[str],
    observations: pd.DataFrame,
    derived: pd.DataFrame,
    codebook: Codebook,
) -> list[Comparison]:
    """Compare places as `compare_in_year` does in every period that any of them has, by time.

    A part of a year has a comparison of its own and never stands for the year.
    """
    found = collect_standings(measure, places, observations, derived, codebook, _YEAR_OR_PART)
    return [
        _stand_beside(measure, period, places, known) for period, known in sorted(found.items())
    ]


def choose_year(
    measure: str,
    places: Sequence[str],
    found: Mapping[str, Mapping[str, Standing]],
    period: str = "",
) -> Comparison | None:
    """Compare places as `compare_in_year` does, from what `collect_standings` returns."""
    chosen: Mapping[str, Standing]
    if period:
        chosen = found.get(period, {})
    else:
        years = sorted(found, key=lambda year: (len(found[year]), year))
        period, chosen = (years[-1], found[years[-1]]) if years else ("", {})
    if not chosen:
        return None
    return _stand_beside(measure, period, places, chosen)


def _stand_beside(
    measure: str, period: str, places: Sequence[str], known: Mapping[str, Standing]
) -> Comparison:
    """Set the known standings of a period beside each other, and say which are missing."""
    missing = {
        place: Standing(place, "missing", None, None, -_INFINITE, _INFINITE) for place in places
    }
    return Comparison(measure, period, [known.get(place, missing[place]) for place in places])


def collect_standings(
    measure: str,
    places: Sequence[str],
    observations: pd.DataFrame,
    derived: pd.DataFrame,
    codebook: Codebook,
    periods: str = _YEAR,
) -> StandingsByYear:
    """Return the standings by year and place; values win over bounds, later over earlier ones."""
    found: StandingsByYear = {}
    rows = [row for row in list_derived(derived) if row.indicator == measure]
    known: list[AnyFigure] = [row for row in rows if row.is_bound]
    known += [row for row in rows if row.kind == "quotient"]
    settled = [
        row
        for row in list_figures(observations)
        if row.indicator == measure
        and row.is_settled
        and row.is_of_whole_place
        and row.qualifier not in ("about", "order_of_magnitude")
        and re.fullmatch(periods, row.period)
    ]
    settled.sort(key=weigh)
    known += settled
    for row in known:
        if row.place in places:
            found.setdefault(row.period, {})[row.place] = stand(row, codebook)
    return found


def weigh(row: Figure) -> tuple[bool, date, bool, Decimal]:
    """Return by what the last of the figures of one place and period is the one that counts.

    One whose period is printed goes before one whose period is inferred, the later before the
    earlier; of two that may be of one day, that of a series which prints other years too, and the
    finer.
    """
    is_dated = row.period_basis != "inferred"
    return is_dated, row.known_from, row.series != "", -row.rounding_unit


def stand(row: AnyFigure, codebook: Codebook) -> Standing:
    """Return a figure as the standing of its place."""
    ends = read_interval(row, codebook.units[row.unit]["kind"])
    # What places are ranked by is never below zero.
    low = Decimal(0) if ends.low is None else ends.low
    high = _INFINITE if ends.high is None else ends.high
    if isinstance(row, DerivedValue):
        kind: Kind = "bound" if row.is_bound else "derived"
        if row.kind == "floor":
            # The place lies above the line, the others at most on it.
            low = low.next_plus()
    else:
        kind = "printed" if row.qualifier == "exact" else "bound"
    value = None if kind == "bound" or row.value is None else row.value
    if row.takes_no_rank:
        low, high = -_INFINITE, _INFINITE
    return Standing(row.place, kind, row, value, low, high)
