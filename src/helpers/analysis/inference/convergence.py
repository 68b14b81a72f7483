"""Convergence of places on a measure: their spread by year, and who grows faster."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from helpers.analysis.inference.resampling import Estimate, Numbers, estimate


@dataclass(frozen=True)
class CatchUp:
    """The regression of the yearly growth of places on their level.

    Attributes:
        slope: Change of yearly logarithmic growth for one unit of the logarithm of the level:
            negative where those who stand lower grow faster.
        start: Year of the first level.
        end: Year of the last level.
    """

    slope: Estimate
    start: int
    end: int


def keep_complete(panel: pd.DataFrame) -> pd.DataFrame:
    """Return the logarithms of the places that are known and above zero in every year.

    Args:
        panel: One row per place, one column per year.
    """
    whole = panel.astype("float64")
    return whole[whole.gt(0).all(axis="columns")].map(math.log)


def measure_spread(panel: pd.DataFrame) -> pd.DataFrame:
    """Measure the spread of places in each year (sigma): the standard deviation of logarithms.

    Args:
        panel: One row per place, one column per year; a place that lacks a year is left out of
            all, so that no change comes from who is counted.

    Returns:
        One row per year with `spread`, `low`, `high` and `places`; 0.1 means that places lie
        about a tenth apart from their middle.
    """
    logarithms = keep_complete(panel)
    found = [estimate(_deviate, logarithms[[year]].to_numpy()) for year in logarithms.columns]
    return pd.DataFrame(
        {
            "spread": [one.value for one in found],
            "low": [one.low for one in found],
            "high": [one.high for one in found],
            "places": [one.count for one in found],
        },
        index=logarithms.columns,
    )


def compare_spread(panel: pd.DataFrame) -> Estimate:
    """Return the change of the spread from the first to the last year, with its interval.

    The same places are drawn in both years, so that what they share does not widen the interval.

    Args:
        panel: As for `measure_spread`.
    """
    ends = keep_complete(panel).iloc[:, [0, -1]].to_numpy()
    return estimate(lambda rows: _deviate(rows[..., [1]]) - _deviate(rows[..., [0]]), ends)


def compare_spread_without_one(panel: pd.DataFrame) -> tuple[str, Estimate]:
    """Return the place that moves the change of the spread most, and the change without it.

    Args:
        panel: As for `measure_spread`.
    """
    ends = keep_complete(panel).iloc[:, [0, -1]]
    whole = ends.std().diff().iloc[-1]
    moved = {place: abs(ends.drop(place).std().diff().iloc[-1] - whole) for place in ends.index}
    most = max(moved, key=moved.__getitem__)
    return str(most), compare_spread(panel.drop(most))


def measure_catch_up(panel: pd.DataFrame, level: Literal["first", "last"] = "first") -> CatchUp:
    """Measure whether those who stand lower grow faster (beta).

    An error in the first level makes a place look low and then fast: the slope on the first
    level is too far down, that on the last level too far up (Friedman 1992). Only where both
    are below zero is it sure that those who stand lower grow faster.

    Args:
        panel: As for `measure_spread`, with years as whole numbers.
        level: The level that growth is set against.
    """
    logarithms = keep_complete(panel)
    start, end = int(logarithms.columns[0]), int(logarithms.columns[-1])
    ends = logarithms.iloc[:, [0, -1]].to_numpy()
    growth = (ends[:, 1] - ends[:, 0]) / (end - start)
    levels = ends[:, 0 if level == "first" else 1]
    return CatchUp(estimate(_find_slope, np.column_stack([levels, growth])), start, end)


def summarise_convergence(panels: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what the panels of several measures say of convergence, one row each.

    Args:
        panels: Panels by measure, each as for `measure_spread`; one of a single year is left out.

    Returns:
        For each measure the number of `places`, the years `start` and `end`, the `spread_change`,
        the `first_slope` on the first level and the `last_slope` on the last one, each with the
        ends of its interval in columns such as `first_slope_low` and `first_slope_high`.
    """
    rows = {}
    for name, panel in panels.items():
        if panel.shape[1] < 2:
            continue
        first, last = measure_catch_up(panel), measure_catch_up(panel, "last")
        change = compare_spread(panel)
        row: dict[str, float] = {"places": change.count, "start": first.start, "end": first.end}
        found = {"spread_change": change, "first_slope": first.slope, "last_slope": last.slope}
        for column, one in found.items():
            row |= {column: one.value, f"{column}_low": one.low, f"{column}_high": one.high}
        rows[name] = row
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("measure")
    return table.astype({name: "int64" for name in ("places", "start", "end") if len(table)})


def _deviate(rows: Numbers) -> Numbers:
    return np.asarray(np.std(rows[..., 0], axis=-1, ddof=1))


def _find_slope(rows: Numbers) -> Numbers:
    level = rows[..., 0] - rows[..., 0].mean(axis=-1, keepdims=True)
    growth = rows[..., 1] - rows[..., 1].mean(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((level * growth).sum(axis=-1) / (level**2).sum(axis=-1))
