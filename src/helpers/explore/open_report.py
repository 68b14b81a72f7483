"""The report of a day in one language, cached until a file changes."""

from functools import lru_cache
from pathlib import Path

from helpers.data.codebook import Codebook
from helpers.problems import UsageError
from helpers.project import find_project
from helpers.reports.known_figures import Stamp, read_known, stamp_data
from helpers.reports.report import Report, open_report

_DAYS_KEPT = 32


def open_figures(language: str = "en", as_of: str = "") -> Report:
    """Open the figures that were known on a day, with what is needed to write them.

    Args:
        language: `zh` or `en`.
        as_of: Day such as `2022-12-31`; empty for everything.

    Returns:
        What every report shares, with what the audit finds about these figures; to be read, not
        changed.

    Raises:
        UsageError: The language or the day is not known.
        InputError: A data file is wrong.
    """
    if not isinstance(as_of, str):
        raise UsageError(f"{as_of!r} is not a date; expected a day such as '2022-12-31'")
    project = find_project()
    return _open(project, stamp_data(project), str(language), as_of)


def open_codebook() -> Codebook:
    """Open the names and meanings of the project."""
    return read_known(find_project()).codebook


@lru_cache(maxsize=_DAYS_KEPT)
def _open(project: Path, _: Stamp, language: str, as_of: str) -> Report:
    return open_report(language, as_of, project)
