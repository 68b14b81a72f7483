"""What was known on a day, in one language: read once, and again only when a file has changed."""

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pandas as pd

from helpers.analysis.codebook import Codebook, read_codebook
from helpers.analysis.observations import (
    keep_known,
    read_derived,
    read_observations,
    read_partnerships,
    read_refused,
)
from helpers.audit.checks import audit
from helpers.audit.facts import Finding, read_facts
from helpers.problems import UsageError
from helpers.project import find_project
from helpers.reports.language import Language
from helpers.reports.report import Report

_DAYS_KEPT = 32
Stamp = tuple[tuple[str, int, int], ...]


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
        raise UsageError(f"{as_of!r} is no date; expected a day such as '2022-12-31'")
    project = find_project()
    return _open(project, _stamp(project), str(language), as_of)


def open_codebook() -> Codebook:
    """Open the names and meanings of the project.

    Raises:
        InputError: A data file is wrong.
    """
    project = find_project()
    return _read(project, _stamp(project))[0]


def _stamp(project: Path) -> Stamp:
    """Return what tells whether a file of the data has changed since it was read."""
    files = [file for part in ("raw", "processed") for file in os.scandir(project / "data" / part)]
    known = [(file.path, file.stat()) for file in files if file.name.endswith((".csv", ".json"))]
    return tuple(sorted((path, facts.st_mtime_ns, facts.st_size) for path, facts in known))


@lru_cache(maxsize=1)
def _read(project: Path, _: Stamp) -> tuple[Codebook, dict[str, pd.DataFrame]]:
    return read_codebook(project), {
        "observations": read_observations("", project),
        "derived": read_derived("", project),
        "refused": read_refused("", project),
        "partnerships": read_partnerships("", project),
    }


@lru_cache(maxsize=_DAYS_KEPT)
def _open(project: Path, stamp: Stamp, language: str, as_of: str) -> Report:
    codebook, frames = _read(project, stamp)
    known = {name: keep_known(frame, as_of) for name, frame in frames.items()}
    # Days between two documents share what was known, and the audit of it.
    days = [frame["known_from"].max() for frame in known.values() if len(frame)]
    return Report(
        Language(language),
        codebook,
        known["observations"],
        known["derived"],
        known["refused"],
        known["partnerships"],
        as_of,
        _audit(project, stamp, str(max(days).date()) if days else ""),
    )


@lru_cache(maxsize=_DAYS_KEPT)
def _audit(project: Path, stamp: Stamp, day: str) -> Sequence[Finding]:
    if not day:
        return ()
    codebook, frames = _read(project, stamp)
    known = {name: keep_known(frame, day) for name, frame in frames.items()}
    return audit(read_facts(known["observations"], known["partnerships"], codebook))
