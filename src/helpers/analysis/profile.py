"""The position of one place among others, measure by measure: rank, benchmark, middle place."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Literal

from helpers.analysis.standings import Comparison, Rank, Standing
from helpers.data.codebook import Codebook

Side = Literal["above", "below", "level"]
_FEWEST_FOR_A_MIDDLE = 5
_RATE = "rate"


@dataclass(frozen=True)
class Position:
    """One place on one measure.

    Attributes:
        comparison: All places on the measure.
        own: The place itself.
        rank: Its rank among the places with a figure or bound; None where it has none itself.
        ranked: How many places have a figure or bound that takes a rank.
        around: The place around all, such as the province; None where it has no figure.
        nation: The nation; None where it has no figure.
        is_context: Whether the measure tells about the place and is no result of its policy.
    """

    comparison: Comparison
    own: Standing
    rank: Rank | None
    ranked: int
    around: Standing | None
    nation: Standing | None
    is_context: bool

    @property
    def measure(self) -> str:
        """The indicator."""
        return self.comparison.measure

    @property
    def middle(self) -> Decimal | None:
        """The value of the middle place; None where too few have one."""
        values = [
            standing.value for standing in self.comparison.valued if standing.value is not None
        ]
        return median(values) if len(values) >= _FEWEST_FOR_A_MIDDLE else None

    @property
    def benchmark(self) -> Decimal | None:
        """The value of the place around all, or else of the middle place."""
        return self.middle if self.around is None else self.around.value

    @property
    def side(self) -> Side | None:
        """On which side of the place around all it is; None where the printed figures do not tell.

        A bound that reaches across the other figure leaves all open, and so does a doubted figure:
        it is level with nothing, and on a side only where all that it may be lies there.
        """
        if self.around is None or self.own.kind == "missing":
            return None
        side = find_side(self.own, self.around)
        is_open = self.own.value is None or self.own.is_doubted or self.around.is_doubted
        return None if side == "level" and is_open else side

    @property
    def height(self) -> float:
        """The middle of its rank as a share of all ranks: near 0 the highest, near 1 the lowest."""
        if self.rank is None:
            raise ValueError(f"{self.own.place} has no rank on {self.measure}")
        return ((self.rank.best + self.rank.worst) / 2 - 0.5) / self.ranked

    @property
    def is_narrow(self) -> bool:
        """True when its rank among others is known to less than a quarter of all ranks."""
        if self.rank is None or self.ranked < 2:
            return False
        return 4 * (self.rank.worst - self.rank.best) < self.ranked


def find_side(own: Standing, other: Standing) -> Side:
    """Return whether a place surely lies above or below another; `level` where it is hidden."""
    if own.low > other.high:
        return "above"
    return "below" if own.high < other.low else "level"


def take_position(
    comparison: Comparison,
    place: str,
    around: Standing | None,
    nation: Standing | None,
    *,
    is_context: bool = False,
) -> Position:
    """Return the position of a place in a comparison."""
    own, ranks = comparison.of(place), comparison.ranks
    return Position(comparison, own, ranks.get(place), len(ranks), around, nation, is_context)


def list_rates(codebook: Codebook) -> list[tuple[str, bool]]:
    """Return the measures that places of different size are compared on, and which are context.

    They follow the codebook, context last. A size is left out, also where cities are ranked on it.
    """
    return [
        (measure, purpose != "ranked")
        for purpose in ("ranked", "context", "peers")
        for measure in codebook.compared_for(purpose)
        if measure in codebook.derived or codebook.indicators[measure]["measure"] == _RATE
    ]


def find_extremes(positions: Sequence[Position]) -> tuple[Position, Position] | None:
    """Return the positions of the best and the worst rank among those that are narrow.

    There are none where fewer than two measures have a narrow rank, or all are equal.
    """
    narrow = [one for one in positions if one.is_narrow]
    if len(narrow) < 2:
        return None
    best = min(narrow, key=lambda one: one.height)
    worst = max(reversed(narrow), key=lambda one: one.height)
    return (best, worst) if best.height < worst.height else None
