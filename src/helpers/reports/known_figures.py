"""The figures known on a day: read and audited once, and again only after a file has changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from helpers.analysis.proposal_answers import read_proposals
from helpers.analysis.standings import StandingsByYear
from helpers.audit.checks import audit
from helpers.audit.doubts import collect_doubts
from helpers.audit.facts import Finding, read_facts
from helpers.data.cleaning import NO_DOUBT
from helpers.data.codebook import Codebook, read_codebook
from helpers.data.derivation import requote
from helpers.data.figures import list_derived, list_figures, put_rows
from helpers.data.observations import (
    keep_known,
    parse_day,
    read_derived,
    read_observations,
    read_partnerships,
    read_refused,
)
from helpers.data.tables.folders import find_folders
from helpers.project import stamp_files

# The tables of `KnownFigures`, in their order.
_Frames = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]
_DAYS_KEPT, _PROVINCES_KEPT = 64, 8
Stamp = tuple[tuple[Path, tuple[int, ...]], ...]


@dataclass(frozen=True)
class KnownFigures:
    """Rows that reports share, as their readers return them, but text as objects; never changed."""

    codebook: Codebook
    observations: pd.DataFrame
    derived: pd.DataFrame
    refused: pd.DataFrame
    partnerships: pd.DataFrame
    proposals: pd.DataFrame
    standings: dict[tuple[str, tuple[str, ...]], StandingsByYear] = field(default_factory=dict)

    @property
    def frames(self) -> _Frames:
        """The tables in their order."""
        return self.observations, self.derived, self.refused, self.partnerships, self.proposals


def read_known(project: Path, as_of: str = "", around: str = "") -> KnownFigures:
    """Read what was known on a day, or of everything, in the province of a place, or in all.

    Raises:
        UsageError: The day is none.
        InputError: A data file is wrong.
    """
    return _keep(*_find_key(project, as_of, around))


def audit_known(project: Path, as_of: str = "", around: str = "") -> Sequence[Finding]:
    """Return the findings about what `read_known` returns, what matters most first."""
    return _audit(*_find_key(project, as_of, around))


def stamp_data(project: Path, *provinces: str) -> Stamp:
    """Return the state of the data files, to see whether one has changed since it was read."""
    folders = find_folders(project)
    return tuple(sorted(stamp_files(folders.list_files(folders.choose(provinces))).items()))


def _find_key(project: Path, as_of: str, around: str) -> tuple[Path, Stamp, tuple[str, ...], str]:
    """Return what decides what is known: the files as they are, the provinces, the day."""
    # An unknown city is told by whoever opens its report.
    provinces = tuple(find_folders(project).around(around))
    stamp = stamp_data(project, *provinces)
    return project, stamp, provinces, _find_day(project, stamp, provinces, as_of)


def _find_day(project: Path, stamp: Stamp, provinces: tuple[str, ...], as_of: str) -> str:
    """Return the last day on which something became known: days between two share all of it."""
    if not as_of:
        return ""
    known = _read(project, stamp, provinces)
    days = {day for frame in known.frames for day in frame["known_from"].unique()}
    until = [day for day in days if day <= pd.Timestamp(parse_day(as_of))]
    return str(max(until).date()) if until else as_of


@lru_cache(maxsize=_PROVINCES_KEPT)
def _read(project: Path, _: Stamp, provinces: tuple[str, ...]) -> KnownFigures:
    readers = read_observations, read_derived, read_refused, read_partnerships, read_proposals
    frames = (_gather(read("", project, *provinces)) for read in readers)
    observations, derived, refused, named, asked = frames
    codebook = read_codebook(project, *provinces)
    return KnownFigures(codebook, observations, derived, refused, named, asked)


def _gather(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with all its text in one array.

    Each `str` column is an array of its own: reports choose rows thousands of times, and take a
    third less time for all they do without figures and pages when there is one.
    """
    return frame.astype(dict.fromkeys(frame.select_dtypes("str").columns, "object")).copy()


@lru_cache(maxsize=_DAYS_KEPT)
def _keep(project: Path, stamp: Stamp, provinces: tuple[str, ...], as_of: str) -> KnownFigures:
    every = _read(project, stamp, provinces)
    frames = (keep_known(frame, as_of) for frame in every.frames)
    observations, derived, refused, named, asked = frames
    known = KnownFigures(every.codebook, observations, derived, refused, named, asked)
    return _doubt_anew(known) if as_of else known


def _doubt_anew(known: KnownFigures) -> KnownFigures:
    """Return figures with the doubts that could be had on the day, not those of today."""
    facts = read_facts(known.observations, known.partnerships, known.codebook)
    doubts = collect_doubts(audit(facts), facts)
    figures = {}
    for figure in list_figures(known.observations):
        doubt = doubts.get(figure.figure_id, NO_DOUBT)
        figures[figure.figure_id] = replace(figure, doubt=doubt.kinds, doubt_bound=doubt.bound)
    values = [
        requote(value, figures, known.codebook.units) for value in list_derived(known.derived)
    ]
    return replace(
        known,
        observations=put_rows(known.observations, list(figures.values())),
        derived=put_rows(known.derived, values),
    )


@lru_cache(maxsize=_DAYS_KEPT)
def _audit(
    project: Path, stamp: Stamp, provinces: tuple[str, ...], as_of: str
) -> tuple[Finding, ...]:
    if len(provinces) == 1:
        known = _keep(project, stamp, provinces, as_of)
        return tuple(audit(read_facts(known.observations, known.partnerships, known.codebook)))
    return tuple(merge_findings(audit_known(project, as_of, name) for name in provinces))


def merge_findings(parts: Iterable[Sequence[Finding]]) -> list[Finding]:
    """Return the findings of several provinces; what all share is audited with each of them."""
    return list({found.finding_id: found for part in parts for found in part}.values())
