"""The figures known on a day: read and audited once, and again only after a file has changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

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
from helpers.data.tables.descriptors import list_data_files
from helpers.project import stamp_files

_DAYS_KEPT, _REGIONS_KEPT = 32, 64
Stamp = tuple[tuple[Path, tuple[int, ...]], ...]


@dataclass(frozen=True)
class KnownFigures:
    """Rows that reports share; to be read, never changed.

    Attributes:
        codebook: Names and meanings.
        observations: As `read_observations` returns them, but text as objects.
        derived: As `read_derived` returns them.
        refused: As `read_refused` returns them.
        partnerships: As `read_partnerships` returns them.
        standings: Those worked out of these rows so far, by measure and places.
    """

    codebook: Codebook
    observations: pd.DataFrame
    derived: pd.DataFrame
    refused: pd.DataFrame
    partnerships: pd.DataFrame
    standings: dict[tuple[str, tuple[str, ...]], StandingsByYear] = field(default_factory=dict)

    @property
    def frames(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """The tables in their order."""
        return self.observations, self.derived, self.refused, self.partnerships


def read_known(project: Path, as_of: str = "", around: str = "") -> KnownFigures:
    """Read what was known on a day.

    Args:
        project: Project folder.
        as_of: Day such as `2022-12-31`; empty for everything.
        around: Slug of a place: only what lies in its province or around it is kept, so that a
            report costs the same however many provinces there are. Everything when empty.

    Raises:
        UsageError: The day is none.
        InputError: A data file is wrong.
    """
    return _limit(*_find_key(project, as_of, around))


def audit_known(project: Path, as_of: str = "", around: str = "") -> Sequence[Finding]:
    """Return the findings about what `read_known` returns, what matters most first."""
    return _audit(*_find_key(project, as_of, around))


def stamp_data(project: Path) -> Stamp:
    """Return the state of the data files, to see whether one has changed since it was read."""
    return tuple(sorted(stamp_files(list_data_files(project)).items()))


def _find_key(project: Path, as_of: str, around: str) -> tuple[Path, Stamp, str, frozenset[str]]:
    """Return what decides what is known: the files as they are, the day, the places."""
    stamp = stamp_data(project)
    return project, stamp, _find_day(project, stamp, as_of), _find_region(project, stamp, around)


def _find_day(project: Path, stamp: Stamp, as_of: str) -> str:
    """Return the last day on which something became known: days between two share all of it."""
    if not as_of:
        return ""
    known = _read(project, stamp)
    days = {day for frame in known.frames for day in frame["known_from"].unique()}
    until = [day for day in days if day <= pd.Timestamp(parse_day(as_of))]
    return str(max(until).date()) if until else as_of


def _find_region(project: Path, stamp: Stamp, around: str) -> frozenset[str]:
    codebook = _read(project, stamp).codebook
    # An unknown city is told by whoever opens its report.
    known = around in codebook.places
    return frozenset(codebook.region_of(around) if known else codebook.places)


@lru_cache(maxsize=1)
def _read(project: Path, _: Stamp) -> KnownFigures:
    readers = read_observations, read_derived, read_refused, read_partnerships
    observations, derived, refused, named = (_gather(read("", project)) for read in readers)
    return KnownFigures(read_codebook(project), observations, derived, refused, named)


def _gather(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with all its text in one array.

    Each `str` column is an array of its own: reports choose rows thousands of times, and take a
    third less time for all they do without figures and pages when there is one.
    """
    return frame.astype(dict.fromkeys(frame.select_dtypes("str").columns, "object")).copy()


@lru_cache(maxsize=_DAYS_KEPT)
def _keep(project: Path, stamp: Stamp, as_of: str) -> KnownFigures:
    every = _read(project, stamp)
    known = _choose_rows(every, lambda frame: keep_known(frame, as_of))
    return _doubt_anew(known) if as_of else known


def _doubt_anew(known: KnownFigures) -> KnownFigures:
    """Return figures with the doubts that could be had on the day, not those of today."""
    facts = read_facts(known.observations, known.partnerships, known.codebook)
    doubts = collect_doubts(audit(facts))
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


@lru_cache(maxsize=_REGIONS_KEPT)
def _limit(project: Path, stamp: Stamp, as_of: str, region: frozenset[str]) -> KnownFigures:
    known = _keep(project, stamp, as_of)

    def keep(frame: pd.DataFrame) -> pd.DataFrame:
        is_inside = frame["place"].isin(region)
        return frame if is_inside.all() else frame[is_inside].reset_index(drop=True)

    return _choose_rows(known, keep)


def _choose_rows(
    known: KnownFigures, choose: Callable[[pd.DataFrame], pd.DataFrame]
) -> KnownFigures:
    observations, derived, refused, named = map(choose, known.frames)
    return KnownFigures(known.codebook, observations, derived, refused, named)


@lru_cache(maxsize=_REGIONS_KEPT)
def _audit(project: Path, stamp: Stamp, as_of: str, region: frozenset[str]) -> tuple[Finding, ...]:
    known = _limit(project, stamp, as_of, region)
    return tuple(audit(read_facts(known.observations, known.partnerships, known.codebook)))
