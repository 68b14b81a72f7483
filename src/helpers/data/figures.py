"""Rows of the table of figures as plain mappings."""

from typing import Any

import pandas as pd

Figure = dict[str, Any]


def list_figures(frame: pd.DataFrame) -> list[Figure]:
    """Return the rows of a table of observations as plain mappings."""
    if frame.empty:
        return []
    names = [str(name) for name in frame.columns]
    # to_dict does the same several times slower, and reports ask this hundreds of times.
    return [dict(zip(names, row, strict=True)) for row in frame.to_numpy(dtype="object").tolist()]


def is_later(earlier: Figure, later: Figure) -> bool:
    """Tell whether the second of two figures is surely the newer one, a revision of the first.

    Two publications whose days of writing may coincide merely disagree.
    """
    return bool(later["known_from"] > earlier["known_from"])
