"""Cases of parametrised tests as text: one a line, cells between bars, headings as comments."""

import re
from typing import Any

import pytest


def read_cases(text: str) -> list[Any]:
    """Return the rows of a table as parameters; the heading above a row (`# …`) names it.

    A row that is too long for one line goes on in a line that begins with a bar or comma.
    """
    cases, heading = [], ""
    text = re.sub(r"\n\s*(?=[|,])", " ", text)
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("#"):
            heading = line.lstrip("# ")
        else:
            cells = [cell.strip() for cell in line.split("|")]
            cases.append(pytest.param(*cells, id=heading or cells[0]))
    return cases


def read_pairs(text: str) -> list[tuple[str, str]]:
    """Return the pairs of a text such as `a = 1 | b = 2`; lines that begin with # are left out."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    pairs = [item.partition(" = ") for line in lines for item in line.split(" | ")]
    return [(given.strip(), expected.strip()) for given, _, expected in pairs]


def read_columns(text: str) -> dict[str, str]:
    """Return the columns of a text such as `place puyang, entity, scope firm`."""
    return dict(cell.strip().partition(" ")[::2] for cell in text.split(", "))
