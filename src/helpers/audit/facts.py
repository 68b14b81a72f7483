"""The input of the audit: observations with intervals, partnerships, and relations of rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import pandas as pd

from helpers.data.codebook import Codebook
from helpers.data.figures import Figure, list_figures, list_rows
from helpers.data.printed.intervals import Interval, Verdict, read_interval, read_print
from helpers.data.tables.plain_numbers import write_digits

_TEN = 10


@dataclass(frozen=True)
class Quantity:
    """A number that the audit worked out, the interval it lies in, in a unit of the codebook."""

    interval: Interval
    unit: str


Number = Quantity | Decimal | int | str


@dataclass(frozen=True)
class Finding:
    """The result of one check for one group of figures.

    Attributes:
        check: Name of the check.
        verdict: Whether the figures can all be true.
        roles: The figures by the part they play in the sum; one or several each.
        numbers: What was worked out, by name, and identifiers of what else the sentence names.
        form: Which of several sentences of the check fits; empty for its only one.
        beside: Figures that it only counts; it is not about them.
    """

    check: str
    verdict: Verdict
    roles: Mapping[str, Sequence[Figure]]
    numbers: Mapping[str, Number] = field(default_factory=dict)
    form: str = ""
    beside: Sequence[Figure] = ()

    @cached_property
    def figures(self) -> list[Figure]:
        """All figures, in the order of their parts."""
        listed = [figure for group in self.roles.values() for figure in group]
        return list({figure.figure_id: figure for figure in listed}.values())

    @property
    def finding_id(self) -> str:
        """Identifier: the check and the rows it concerns."""
        rows = [figure.figure_id for figure in self.figures]
        return f"{self.check}:{'+'.join(rows or map(str, self.numbers.values()))}"


@dataclass(frozen=True)
class Facts:
    """Everything the checks look at; the named partnerships stand by identifier."""

    figures: Sequence[Figure]
    partnerships: Mapping[str, Mapping[str, Any]]
    codebook: Codebook
    _by_id: dict[str, Figure] = field(default_factory=dict)
    _by_indicator: dict[str, list[Figure]] = field(default_factory=dict)
    _by_place: dict[tuple[str, str], list[Figure]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the observations once."""
        for figure in self.figures:
            self._by_id[figure.figure_id] = figure
            indicator, place = figure.indicator, figure.place
            self._by_indicator.setdefault(indicator, []).append(figure)
            self._by_place.setdefault((indicator, place), []).append(figure)

    def of(self, indicator: str, place: str = "") -> list[Figure]:
        """Return the observations of an indicator in their order, of all places by default."""
        if place:
            return self._by_place.get((indicator, place), [])
        return self._by_indicator.get(indicator, [])

    def find(self, identifier: str) -> Figure | None:
        """Return the observation with an identifier; None where it was not known yet."""
        return self._by_id.get(identifier)

    def interval(self, figure: Figure) -> Interval:
        """Return between which values a print leaves an observation, to compare two prints."""
        return read_print(figure, self.kind(figure))

    def set_interval(self, figure: Figure) -> Interval:
        """Return between which values an observation lies, a target where it is set."""
        return read_interval(figure, self.kind(figure))

    def kind(self, figure: Figure) -> str:
        """Return the kind of unit of an observation, such as `money`."""
        return self.codebook.units[figure.unit]["kind"]

    def quantity(self, interval: Interval, like: Figure) -> Quantity:
        """Return a number in the unit of an observation."""
        return Quantity(interval, like.unit)

    def difference(self, interval: Interval, like: Figure) -> Quantity:
        """Return the difference of two observations: of shares, in percentage points."""
        kinds = {row["kind"]: unit for unit, row in self.codebook.units.items()}
        is_share = self.codebook.units[like.unit]["kind"] == "share"
        return Quantity(interval, kinds["points"] if is_share else like.unit)

    def related(self, level: str, *relations: str) -> list[Mapping[str, str]]:
        """Return the curated relations of some kinds."""
        return self.codebook.related(level, *relations)

    def groups(self, level: str, *relations: str) -> dict[str, list[str]]:
        """Return the subjects of some relations by their object."""
        found: dict[str, list[str]] = {}
        for row in self.related(level, *relations):
            found.setdefault(row["object"], []).append(row["subject"])
        return found


def read_facts(observations: pd.DataFrame, partnerships: pd.DataFrame, codebook: Codebook) -> Facts:
    """Gather what the audit looks at."""
    named = {str(row["partnership_id"]): row for row in list_rows(partnerships)}
    return Facts(list_figures(observations), named, codebook)


def is_actual(figure: Figure) -> bool:
    """Return whether a figure states what was, not an estimate, forecast or target."""
    return bool(figure.basis == "actual")


def find_whole_year(figure: Figure) -> int | None:
    """Return the year that a figure speaks of; None for anything but one whole year."""
    text = figure.period
    return int(text) if len(text) == len("2020") and text.isdigit() else None


def settle(verdict: Verdict, figures: Iterable[Figure]) -> Verdict:
    """Return the verdict on figures: only what one document prints together can contradict itself.

    Two documents may have used another base, vintage or day, which neither of them prints.
    """
    is_one = len({figure.source for figure in figures}) == 1
    return "undecided" if verdict == "inconsistent" and not is_one else verdict


def group_by(figures: Iterable[Figure], *columns: str) -> dict[tuple[str, ...], list[Figure]]:
    """Group figures by the values of some columns, in the order of their first one."""
    groups: dict[tuple[str, ...], list[Figure]] = {}
    for figure in figures:
        key = tuple(str(getattr(figure, column)) for column in columns)
        groups.setdefault(key, []).append(figure)
    return groups


def write_factor(factor: float) -> str:
    """Write a factor to two or three digits, never as a power of ten."""
    return f"{factor:,.0f}" if factor >= _TEN else write_digits(factor, 2)
