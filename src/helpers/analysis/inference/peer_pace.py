"""The pace of places, and how well that of the others would have forecast the level of one."""

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd

from helpers.analysis.inference.convergence import keep_complete
from helpers.analysis.inference.resampling import Estimate, Numbers, estimate


def grow_yearly(panel: pd.DataFrame) -> "pd.Series[float]":
    """Return the yearly growth of each place between the first and the last year, in per cent.

    Args:
        panel: One row per place, one column per year as a whole number; a place that lacks a year
            or has none of it is left out.
    """
    return _find_pace(keep_complete(panel)).map(math.expm1) * 100


def find_turn(years: Iterable[int]) -> int:
    """Return the year that is nearest the middle of others, the earlier of two; never an end.

    Args:
        years: At least three, in order; some between the ends may be missing.
    """
    first, *between, last = years
    return min(between, key=lambda year: abs(2 * year - first - last))


def try_forecasts(panel: pd.DataFrame) -> pd.DataFrame:
    """Return how far two simple forecasts would have been off, made in the year of `find_turn`.

    Args:
        panel: As for `grow_yearly`, with at least three years.

    Returns:
        One row per place: the last level forecast from its own pace until then (`own`) and from
        the median pace of the others (`peers`), in per cent too high.
    """
    logarithms = keep_complete(panel)
    turn = find_turn(map(int, logarithms.columns))
    until = logarithms[[year for year in logarithms.columns if int(year) <= turn]]
    pace = _find_pace(until)
    others = pd.Series({place: pace.drop(place).median() for place in pace.index})
    ahead = int(logarithms.columns[-1]) - int(until.columns[-1])
    missing = logarithms.iloc[:, -1] - until.iloc[:, -1]
    forecast = {"own": ahead * pace, "peers": ahead * others}
    return (
        pd.DataFrame({name: (way - missing).map(math.expm1) for name, way in forecast.items()})
        * 100
    )


def compare_forecasts(missed: pd.DataFrame) -> Estimate:
    """Return by how many points the others' pace missed by less than the own one, on average."""
    return estimate(_compare_misses, missed[["own", "peers"]].abs().to_numpy())


def _compare_misses(rows: Numbers) -> Numbers:
    return np.asarray((rows[..., 0] - rows[..., 1]).mean(axis=-1))


def _find_pace(logarithms: pd.DataFrame) -> "pd.Series[float]":
    years = int(logarithms.columns[-1]) - int(logarithms.columns[0])
    return (logarithms.iloc[:, -1] - logarithms.iloc[:, 0]) / years
