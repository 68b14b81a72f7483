"""The rows of a spine chart, and the one signed scale of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles

_FEWEST_FOR_MIDDLE_HALF = 8


@dataclass(frozen=True)
class SpineDot:
    """One place with a figure.

    Attributes:
        place: Its name.
        label: Its figure as the report writes it.
        value: The figure.
        is_own: Whether the chart is about this place.
        is_doubted: Whether the audit doubts it; it is drawn as a question mark.
        is_ranked: Whether it takes a rank, and so is among those whose middle half is drawn.
    """

    place: str
    label: str
    value: float
    is_own: bool = False
    is_doubted: bool = False
    is_ranked: bool = True


@dataclass(frozen=True)
class SpineBand:
    """Places of which only a largest value is known."""

    value: float
    text: str


@dataclass(frozen=True)
class SpineRow:
    """One measure.

    Attributes:
        name: The measure.
        period: Its year, which stands beside the name or on a line of its own.
        label: The own figure as the report writes it.
        dots: All places with a figure.
        benchmark: What stands in the middle, such as the figure of the province; None without one.
        nation: The figure of the nation; None without one.
        lowest: The smallest figure as it is written.
        highest: The largest one.
        rank: The own rank among the places with a figure.
        word: What stands in place of the spine where there is no benchmark.
        band: The places that are only bounded; None where there are none.
        is_benchmark_typical: Whether the benchmark is the middle place and not a figure of a
            place around all; its line is dotted.
        is_benchmark_doubted: Whether the audit doubts the benchmark.
    """

    name: str
    period: str
    label: str
    dots: Sequence[SpineDot]
    benchmark: float | None
    nation: float | None
    lowest: str
    highest: str
    rank: str
    word: str = ""
    band: SpineBand | None = None
    is_benchmark_typical: bool = False
    is_benchmark_doubted: bool = False


@dataclass(frozen=True)
class SpineKey:
    """The words of the heads and of the key."""

    own: str
    lowest: str
    highest: str
    rank: str
    others: str
    middle_half: str
    benchmark: str
    benchmark_doubted: str
    typical: str
    nation: str
    doubted: str


def make_scale(values: Sequence[float], benchmark: float | None) -> Callable[[float], float] | None:
    """Return the function that places a value on the signed scale of a row.

    The benchmark is at 0, and the value that is furthest from it at 1 or -1. A larger value is
    never further to the left, whatever the signs of values and benchmark are. Without a benchmark
    or a value there is no scale.
    """
    if benchmark is None or not values:
        return None
    middle = benchmark
    reach = max(abs(max(values) - middle), abs(middle - min(values)))
    return lambda value: (value - middle) / reach if reach else 0.0


def find_middle_half(row: SpineRow) -> tuple[float, float] | None:
    """Return the ends of the middle half of what takes a rank; None where too little does."""
    values = [dot.value for dot in row.dots if dot.is_ranked]
    if row.band is not None or len(values) < _FEWEST_FOR_MIDDLE_HALF:
        return None
    first, _, third = quantiles(values, n=4, method="inclusive")
    return first, third
