"""Association of two measures of places: correlation of their ranks, and who stands out."""

import numpy as np
import pandas as pd

from helpers.analysis.inference.resampling import Estimate, Numbers, estimate

_NOTHING = 1e-9


def correlate_ranks(frame: pd.DataFrame, first: str, second: str, given: str = "") -> Estimate:
    """Correlate the ranks of places on two measures (Spearman), with a bootstrap interval.

    Args:
        frame: One row per place; places that lack a measure are left out.
        first: Column of one measure.
        second: Column of the other.
        given: Column of a third measure, whose part in both is taken out (partial correlation).
    """
    columns = [first, second, *([given] if given else [])]
    return estimate(_correlate, frame[columns].dropna().to_numpy(dtype="float64"))


def name_outliers(frame: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Show how far apart the two ranks of each place are, and what it alone does to the whole.

    Args:
        frame: One row per place; places that lack a measure are left out.
        first: Column of one measure.
        second: Column of the other.

    Returns:
        One row per place, the largest distance first: the rank on each measure (1 is the
        highest), `distance` of the second from the first (positive: higher on the second), and
        `without`, the correlation of all others.
    """
    known = frame[[first, second]].dropna()
    numbers = known.to_numpy(dtype="float64")
    ranks = known.rank(ascending=False)
    without = [
        float(_correlate(np.delete(numbers, place, axis=0))) for place in range(len(numbers))
    ]
    table = ranks.assign(distance=ranks[first] - ranks[second], without=without)
    return table.sort_values("distance", key=lambda gap: -gap.abs(), kind="stable")


def rank_rows(values: Numbers) -> Numbers:
    """Return ranks along the last axis, 1 for the smallest; equal values share their middle."""
    own, others = values[..., :, None], values[..., None, :]
    return np.asarray((own > others).sum(axis=-1) + ((own == others).sum(axis=-1) + 1) / 2)


def _correlate(rows: Numbers) -> Numbers:
    ranks = rank_rows(np.moveaxis(rows, -1, -2))
    ranks = ranks - ranks.mean(axis=-1, keepdims=True)
    products = ranks @ np.moveaxis(ranks, -1, -2)
    scale = np.sqrt(np.diagonal(products, axis1=-2, axis2=-1))
    with np.errstate(invalid="ignore", divide="ignore"):
        between = products / (scale[..., :, None] * scale[..., None, :])
        simple = between[..., 0, 1]
        if rows.shape[-1] == 2:
            return np.asarray(simple)
        one, other = between[..., 0, 2], between[..., 1, 2]
        left = (1 - one**2) * (1 - other**2)
        # Where the third measure explains one of them wholly, nothing is left to correlate.
        return np.where(left > _NOTHING, (simple - one * other) / np.sqrt(left), np.nan)
