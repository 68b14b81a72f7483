"""A statistic of a few places with the interval that their choice leaves: the seeded bootstrap."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
# Takes numbers of shape (..., places, columns), gives one number for each leading index.
Statistic = Callable[[Numbers], Numbers]

SEED = 20_260_101
DRAWS = 10_000
CONFIDENCE = 0.95
_NORMAL = NormalDist()
# A share of draws of none or all has no place on the normal curve.
_LEAST_SHARE = 0.5 / DRAWS


@dataclass(frozen=True)
class Estimate:
    """A statistic and the interval in which other draws of such places would leave it.

    Attributes:
        value: The statistic of the places themselves.
        low: Lower end of the 95% interval; NaN where fewer than four places are known.
        high: Upper end.
        count: Number of places.
    """

    value: float
    low: float
    high: float
    count: int


def estimate(statistic: Statistic, places: Numbers, seed: int = SEED) -> Estimate:
    """Work out a statistic and its interval: places are drawn again, with replacement.

    The interval is the bias-corrected and accelerated one (Efron 1987): a spread is smaller among
    places drawn twice, and a correlation is skew, which percentiles alone would not see.

    Args:
        statistic: Takes numbers of shape (..., places, columns) and reduces the last two axes.
        places: One row per place.
        seed: Of the draws, so that every run gives the same interval.

    Returns:
        The estimate; without ends where fewer than four places are known, or no statistic.
    """
    count = len(places)
    value = float(statistic(places)) if count > 1 else math.nan
    if count < 4 or math.isnan(value):
        return Estimate(value, math.nan, math.nan, count)
    chosen = np.random.default_rng(seed).integers(count, size=(DRAWS, count))
    drawn = statistic(places[chosen])
    # Where one place is drawn again and again there is no statistic.
    drawn = drawn[np.isfinite(drawn)]
    below = (np.mean(drawn < value) + np.mean(drawn <= value)) / 2
    bias = _NORMAL.inv_cdf(min(max(float(below), _LEAST_SHARE), 1 - _LEAST_SHARE))
    acceleration = find_acceleration(statistic, places)
    ends = []
    for tail in ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2):
        reach = bias + _NORMAL.inv_cdf(tail)
        share = _NORMAL.cdf(bias + reach / (1 - acceleration * reach))
        ends.append(float(np.quantile(drawn, share)))
    return Estimate(value, ends[0], ends[1], count)


def find_acceleration(statistic: Statistic, places: Numbers) -> float:
    """Return how fast the spread of a statistic changes with it, from leaving each place out."""
    left = np.array([statistic(np.delete(places, place, axis=0)) for place in range(len(places))])
    left = left[np.isfinite(left)]
    distance = left.mean() - left
    scale = float(np.sum(distance**2)) ** 1.5
    return float(np.sum(distance**3)) / (6 * scale) if scale else 0.0
