"""Figures on the rungs of a ladder: stock, newly built and target apart, and how far it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import pandas as pd

from helpers.analysis.changes import latest_actual, targets_of
from helpers.data.codebook import Codebook
from helpers.data.figures import Figure, list_figures
from helpers.data.printed.intervals import Interval, read_interval

_CITY_WIDE = ("whole_city",)
_OR_OF_A_PROGRAMME = ("whole_city", "programme")

GapState = Literal["met", "open", "undecided"]


@dataclass(frozen=True)
class Rung:
    """One rung and what is printed for it.

    Attributes:
        row: Its row of ladders.csv.
        stock: The latest actual stock of the whole city.
        targets: Targets for the stock, earliest deadline first.
        newly_built: The latest actual count of what was added, or counted up from a start.
        additions: Targets for what is to be added.
        award: What one of them is awarded.
    """

    row: Mapping[str, str]
    stock: Figure | None
    targets: Sequence[Figure]
    newly_built: Figure | None
    additions: Sequence[Figure]
    award: Figure | None

    @property
    def counts(self) -> list[Figure]:
        """The counts of firms or platforms, without awards, in the order they are shown."""
        listed = (self.stock, *self.targets, self.newly_built, *self.additions)
        return [figure for figure in listed if figure is not None]

    @property
    def is_only_newly_built(self) -> bool:
        """True when nothing but a count of what was built is printed."""
        return self.newly_built is not None and self.counts == [self.newly_built]


@dataclass(frozen=True)
class Gap:
    """The distance of the latest stock from a target.

    Attributes:
        state: Whether the target is met, still open, or cannot be decided.
        stock: The latest stock.
        target: The target.
        distance: Target less stock where it is open, stock less target where it is met.
        is_late: Whether the stock is of a time after the deadline.
    """

    state: GapState
    stock: Figure
    target: Figure
    distance: Interval
    is_late: bool


def leave_out_foreign(
    rows: Sequence[Mapping[str, str]], figures: pd.DataFrame, city: str, codebook: Codebook
) -> list[Mapping[str, str]]:
    """Return the rungs without those of which figures are printed for one other city alone.

    Such a class is that of one document; to say that it is not printed here says nothing.
    """
    named: dict[str, set[str]] = {}
    for figure in list_figures(figures):
        named.setdefault(figure.indicator, set()).add(codebook.city_of(figure.place))

    def is_foreign(row: Mapping[str, str]) -> bool:
        columns = ("stock", "newly_built", "award")
        places = set().union(*(named.get(row[column], ()) for column in columns))
        return len(places) == 1 and places <= set(codebook.cities) - {city}

    return [row for row in rows if not is_foreign(row)]


def lay_figures(rows: Sequence[Mapping[str, str]], figures: pd.DataFrame, city: str) -> list[Rung]:
    """Lay the figures of a city on the rungs of a ladder.

    Figures of counties, firms and institutions are no rungs of a city.
    """
    own = figures[figures["place"].eq(city)]
    by_indicator, none = dict(iter(own.groupby("indicator"))), own[:0]

    def choose(indicator: str, scopes: Sequence[str]) -> pd.DataFrame:
        chosen = by_indicator.get(indicator)
        return none if chosen is None else chosen[chosen["scope"].isin(scopes)]

    rungs = []
    for row in rows:
        stock = choose(row["stock"], _CITY_WIDE)
        built = choose(row["newly_built"], _OR_OF_A_PROGRAMME)
        awards = list_figures(choose(row["award"], _CITY_WIDE))
        rungs.append(
            Rung(
                row,
                latest_actual(stock),
                targets_of(stock),
                latest_actual(built),
                targets_of(built),
                max(awards, key=lambda award: award.known_from, default=None),
            )
        )
    return rungs


def find_gaps(rung: Rung, unit_kind: str) -> list[Gap]:
    """Set the latest stock of a rung against each target for it.

    What is newly built is never taken for its stock.
    """
    if rung.stock is None:
        return []
    gaps = [_find_gap(target, rung.stock, unit_kind) for target in rung.targets]
    return [gap for gap in gaps if gap is not None]


def _find_gap(target: Figure, stock: Figure, unit_kind: str) -> Gap | None:
    aim, own = read_interval(target, unit_kind), read_interval(stock, unit_kind)
    if aim.low is None:
        return None  # a ceiling is not climbed
    # "300 or more" is met at 300, a range or "about" only where its upper end is.
    line = Interval(aim.low, aim.low if aim.high is None else aim.high)
    must_exceed = target.qualifier == "over"
    state: GapState = "undecided"
    distance = aim - own
    if _reaches(own.low, line.high, must_exceed=must_exceed):
        state, distance = "met", own - line
    elif own.high is not None and not _reaches(own.high, line.low, must_exceed=must_exceed):
        state = "open"
    is_late = stock.ends_after(target.period_end)
    return Gap(state, stock, target, distance, is_late)


def _reaches(end: Decimal | None, line: Decimal | None, *, must_exceed: bool) -> bool:
    if end is None or line is None:
        return False
    return end > line if must_exceed else end >= line


def find_nested(
    rungs: Sequence[Rung], figures: pd.DataFrame, codebook: Codebook
) -> list[tuple[Figure, Figure]]:
    """Find the rungs that lie within another one, and so must not be added to it.

    Of each pair the narrower figure comes first: that of the same period where it is printed, else
    the latest.
    """
    shown = [figure for rung in rungs for figure in (rung.stock, rung.newly_built) if figure]
    by_indicator = {figure.indicator: figure for figure in shown}
    pairs = []
    for name, narrow in by_indicator.items():
        wide = by_indicator.get(codebook.wider_class_of(name))
        if wide is None:
            continue
        same = figures["basis"].eq("actual") & figures["indicator"].eq(name)
        for column, value in (("place", wide.place), ("period", wide.period)):
            same &= figures[column].eq(value)
        found = latest_actual(figures[same & figures["scope"].eq(narrow.scope)])
        pairs.append((found or narrow, wide))
    return pairs
