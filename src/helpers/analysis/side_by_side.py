"""Places beside each other over time: one comparison for each period, one column of a table."""

from collections.abc import Sequence

import pandas as pd

from helpers.analysis.standings import YEAR, Comparison, collect_standings, stand_beside
from helpers.data.codebook import Codebook

_YEAR_OR_PART = f"{YEAR}(-(H[12]|Q[1-4]|[0-9]{{2}}))?"


def compare_periods(
    measure: str,
    places: Sequence[str],
    observations: pd.DataFrame,
    derived: pd.DataFrame,
    codebook: Codebook,
) -> list[Comparison]:
    """Compare places on a measure in every year, and every part of a year, that any of them has.

    Args:
        measure: Printed or derived indicator.
        places: Slugs of the places.
        observations: What `read_observations` returns.
        derived: What `read_derived` returns.
        codebook: Names and meanings.

    Returns:
        One comparison for each period, by the same rule as `standings.compare`, in the order of
        time; a part of a year has a comparison of its own and never stands for the year.
    """
    found = collect_standings(measure, places, observations, derived, codebook, _YEAR_OR_PART)
    return [stand_beside(measure, period, places, known) for period, known in sorted(found.items())]
