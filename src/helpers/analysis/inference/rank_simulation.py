"""How much ranks depend on what the figures leave open: rounding, vintages, bounds, doubts."""

import numpy as np
import pandas as pd

from helpers.analysis.inference.resampling import SEED

_DRAWS = 10_000
_CONFIDENCE = 0.9  # share of the draws that a span covers


def simulate_ranks(candidates: pd.DataFrame, seed: int = SEED) -> pd.DataFrame:
    """Return how probable each rank is for each place, if its value may lie anywhere it can.

    In each draw a place takes one of its rows, all with equal chance, and a value between the
    ends of that row, all equally likely. Equal values share the better rank.

    Args:
        candidates: `place`, `low` and `high`, in one unit; one row per print of a place, with
            both ends known.
        seed: Of the draws, so that every run gives the same answer.

    Returns:
        One row per place, likeliest on top first; one column per rank, 1 for the highest value;
        each row adds up to 1.

    Raises:
        ValueError: An end is open: nothing says how far to draw.
    """
    ends = candidates[["low", "high"]].to_numpy(dtype="float64")
    if not np.isfinite(ends).all():
        raise ValueError("an end is open; expected a lowest and a highest value for every row")
    generator = np.random.default_rng(seed)
    grouped = candidates.reset_index(drop=True).groupby("place", sort=False).indices
    drawn = []
    for rows in grouped.values():
        chosen = ends[generator.choice(rows, size=_DRAWS)]
        drawn.append(generator.uniform(chosen[:, 0], chosen[:, 1]))
    values = np.array(drawn)
    ranks = 1 + (values[None, :, :] > values[:, None, :]).sum(axis=1)
    places = range(1, len(values) + 1)
    shares = pd.DataFrame(
        {rank: (ranks == rank).mean(axis=1) for rank in places}, index=pd.Index(list(grouped))
    )
    mean = (shares * shares.columns).sum(axis="columns")
    return shares.loc[mean.sort_values(kind="stable").index].rename_axis("place")


def describe_ranks(shares: pd.DataFrame) -> pd.DataFrame:
    """Return the span of ranks of each place and how sure its likeliest rank is.

    Returns:
        One row per place: `best` and `worst` rank of the span, the `likeliest` one, and its
        `share` of the draws.
    """
    reached = shares.cumsum(axis="columns")
    tail = (1 - _CONFIDENCE) / 2
    return pd.DataFrame(
        {
            "best": reached.gt(tail).idxmax(axis="columns"),
            "worst": reached.ge(1 - tail - 1e-9).idxmax(axis="columns"),
            "likeliest": shares.idxmax(axis="columns"),
            "share": shares.max(axis="columns"),
        }
    )
