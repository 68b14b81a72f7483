"""Identifiers of rows: source, line and letters, or what the cells of the row make."""

import itertools
import string
from collections import Counter
from collections.abc import Container, Mapping, Sequence


def is_on_line(row: Mapping[str, str]) -> bool:
    """True when a row cites a line of a text, not a page or a table."""
    return row["locator"].startswith("line ")


def name_all(rows: Sequence[dict[str, str]]) -> None:
    """Write the identifier of each row: those of one line are lettered in their order."""
    counts: Counter[str] = Counter()
    for row in rows:
        if is_on_line(row):
            row["figure_id"] = _name_on_line(row, counts[row["locator"]])
            counts[row["locator"]] += 1
        else:
            row["figure_id"] = make_identifier(row)


def name_next(row: Mapping[str, str], taken: Container[str]) -> str:
    """Return the first free identifier for a row that cites a line of its source.

    Examples:
        >>> name_next({"source": "letter", "locator": "line 9"}, {"letter:9a"})
        'letter:9b'
    """
    names = (_name_on_line(row, number) for number in itertools.count())
    return next(name for name in names if name not in taken)


def make_identifier(row: Mapping[str, str]) -> str:
    """Return the identifier of a row without a line: its place, indicator and period."""
    period = row["period"].removesuffix("?").replace(" ", "-").replace("/", "-")
    return f"{row['source']}:{row['place']}.{row['indicator']}.{period}"


def _name_on_line(row: Mapping[str, str], number: int) -> str:
    """Return source, line and letters: a, b, …, z, aa, ab."""
    letters = ""
    while number >= 0:
        number, place = divmod(number, len(string.ascii_lowercase))
        letters = string.ascii_lowercase[place] + letters
        number -= 1
    return f"{row['source']}:{row['locator'].removeprefix('line ')}{letters}"
