"""The regular expressions of intake, read from `patterns.toml`."""

import functools
import re
import tomllib
from importlib.resources import files
from typing import Any

from helpers.data.printed.measure_words import LATIN_UNITS, MEASURE_PATTERN
from helpers.data.printed.numerals import NUMERAL_PATTERN, SCALE_PATTERN
from helpers.data.printed.printed_changes import DECLINE
from helpers.data.printed.printed_shares import FRACTION, HALF

_FILE = files("helpers.intake") / "patterns.toml"
_PRINTED = {
    "numeral": NUMERAL_PATTERN,
    "scale": SCALE_PATTERN,
    "measure": MEASURE_PATTERN,
    "latin_unit": LATIN_UNITS,
    "decline": DECLINE,
    "fraction": FRACTION,
    "half": HALF,
}
_FRAGMENT = re.compile("[{]([a-z_]+)[}]")


def read_patterns(section: str) -> dict[str, re.Pattern[str]]:
    """Return the compiled patterns of a section, named after its module, in the order of the file.

    `{name}` in them stands for a fragment or a pattern of printed figures.
    """
    tables = _read_tables()
    fragments = {**_PRINTED, **tables["fragments"]}

    def expand(pattern: str) -> str:
        return _FRAGMENT.sub(lambda match: expand(fragments[match[1]]), pattern)

    return {
        name: re.compile(expand(text if isinstance(text, str) else "|".join(text)))
        for name, text in tables[section].items()
    }


@functools.cache
def _read_tables() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
