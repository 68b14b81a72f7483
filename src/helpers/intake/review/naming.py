"""Identifiers for rows that stand on a line: the line and the next free letter."""

import string
from collections.abc import Container


def is_on_line(row: dict[str, str]) -> bool:
    """Tell whether a row cites a line of a text, not a page or a table."""
    return row["locator"].startswith("line ")


def name_row(row: dict[str, str], taken: Container[str]) -> str:
    """Return the first free identifier for a row that stands on a line.

    Args:
        row: The row, with its source and its locator.
        taken: Identifiers of other rows.

    Returns:
        Source, line and one or two letters.

    >>> name_row({"source": "letter", "locator": "line 9"}, {"letter:9a"})
    'letter:9b'
    """
    line = row["locator"].removeprefix("line ")
    letters = string.ascii_lowercase
    ends = [*letters, *(first + second for first in letters for second in letters)]
    names = (f"{row['source']}:{line}{end}" for end in ends)
    return next(name for name in names if name not in taken)
