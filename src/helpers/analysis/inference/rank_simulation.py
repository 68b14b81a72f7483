"""Simulation of ranks over what the figures leave open: rounding, vintages, bounds, doubts."""

import numpy as np
import pandas as pd

from helpers.analysis.inference.resampling import SEED

_DRAWS = 10_000
_CONFIDENCE = 0.9  # share of the draws that a span covers


def simulate_ranks(
    candidates: pd.DataFrame, loose: pd.DataFrame | None = None, seed: int = SEED
) -> pd.DataFrame:
    """Return how probable each rank is for each place, if its value may lie anywhere it can.

    In each draw a place takes one of its rows, all with equal chance, and a value between the
    ends of that row, all equally likely. Equal values share the better rank. A place of which
    only a bound is known is not drawn, since nothing says how far to draw: it has no probability,
    and no place has that it could stand above as well as below.

    Args:
        candidates: `place`, `low` and `high`, in one unit; one row per print of a place, with
            both ends known.
        loose: Places that are not drawn, with the same columns; an end may be infinite.
        seed: Of the draws, so that every run gives the same answer.

    Returns:
        One row per place, likeliest on top first; one column per rank, 1 for the highest value;
        each row adds up to 1, or holds nothing.

    Raises:
        ValueError: An end of a row to draw is open.
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
    others = candidates.iloc[:0] if loose is None else loose
    own = _find_ends(candidates).loc[list(grouped)]
    reach = others["high"].to_numpy() > own[["low"]].to_numpy()
    certain = others["low"].to_numpy() >= own[["high"]].to_numpy()
    ranks += (reach & certain).sum(axis=1)[:, None]
    places = range(1, len(values) + len(others) + 1)
    shares = pd.DataFrame(
        {rank: (ranks == rank).mean(axis=1) for rank in places}, index=pd.Index(list(grouped))
    )
    shares = shares.loc[np.asarray(~(reach & ~certain).any(axis=1))]
    mean = (shares * shares.columns).sum(axis="columns")
    order = [*mean.sort_values(kind="stable").index, *grouped, *others["place"]]
    return shares.reindex(pd.unique(pd.Series(order))).rename_axis("place")


def widen(rows: pd.DataFrame, error: float) -> pd.DataFrame:
    """Return rows whose ends lie further out, for errors that no print shows.

    Args:
        rows: `low` and `high` of each row, not below zero.
        error: By how much, in per cent of each end.
    """
    return rows.assign(low=rows["low"] * (1 - error / 100), high=rows["high"] * (1 + error / 100))


def describe_ranks(shares: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the span of ranks of each place and how sure its likeliest rank is.

    Args:
        shares: What `simulate_ranks` returns.
        rows: The rows it was given, those that are not drawn included.

    Returns:
        One row per place: `best` and `worst` rank of the span, and the `share` of the draws that
        its likeliest rank has. Without a probability the span holds every rank that the ends
        leave possible, and there is no share.
    """
    tail = (1 - _CONFIDENCE) / 2
    known = shares.dropna()
    reached = known.cumsum(axis="columns")
    ends = _find_ends(rows).loc[shares.index]
    low, high = ends["low"].to_numpy(), ends["high"].to_numpy()
    described = pd.DataFrame(
        {
            "best": 1 + (low[None, :] > high[:, None]).sum(axis=1),
            "worst": 1 + (high[None, :] > low[:, None]).sum(axis=1) - (high > low),
            "share": known.max(axis="columns"),
        },
        index=shares.index,
    )
    described.loc[known.index, "best"] = reached.gt(tail).idxmax(axis="columns")
    described.loc[known.index, "worst"] = reached.ge(1 - tail - 1e-9).idxmax(axis="columns")
    return described


def _find_ends(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the lowest and the highest value of each place over all its prints."""
    return rows.groupby("place").agg({"low": "min", "high": "max"})
