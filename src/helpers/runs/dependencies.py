"""The key of each report: its notebook, its parameters, and exactly the rows it reads."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from helpers.analysis.changes import latest_actual
from helpers.analysis.standings import COMPARED, Comparison
from helpers.data.cleaning import PARTNERSHIPS
from helpers.reports.city_report import CityReport, view_city
from helpers.reports.report import Report, open_report
from helpers.runs.pipeline import Job
from helpers.runs.records import digest, digest_code, digest_files, digest_notebook

_KEY_OF_A_LANGUAGE = "en"


def find_keys(project: Path, jobs: Sequence[Job], as_of: str) -> Mapping[Path, str]:
    """Work out the key of every report.

    Args:
        project: Project folder; the data in `data/processed` are current.
        jobs: Reports of one day.
        as_of: That day; empty for everything.

    Returns:
        For each output a key that changes whenever the report may.
    """
    report = open_report(_KEY_OF_A_LANGUAGE, as_of, project)
    # What these two say has come into the cleaned figures and partnerships.
    code, codebook = digest_code(project), _digest_codebook(project, "corrections", PARTNERSHIPS)
    everything = _digest_frames(
        report.observations, report.derived, report.refused, report.partnerships
    )
    rows: dict[str, str] = {}
    keys: dict[Path, str] = {}
    regions: dict[str, Report] = {}
    for job in jobs:
        parameters = dict(job.run.parameters)
        city = str(parameters.get("city", ""))
        if city in report.codebook.places and city not in rows:
            province = next(iter(report.codebook.enclosing(city)), city)
            if province not in regions:
                regions[province] = open_report(_KEY_OF_A_LANGUAGE, as_of, project, city)
            region = regions[province]
            rows[city] = digest_city(view_city(region, city, str(parameters.get("peers", ""))))
        words = repr([*sorted(parameters.items()), job.languages])
        notebook = digest_notebook(job.run.notebook)
        keys[job.output] = digest(code, codebook, notebook, words, rows.get(city, everything))
    return keys


def find_cleaning_keys(project: Path, jobs: Sequence[Job]) -> Mapping[Path, str]:
    """Work out the key of every cleaning run: its table, the codebook, the notebook, the helpers.

    Args:
        project: Project folder.
        jobs: Runs with a subject each; one without a subject reads every table.
    """
    code, codebook = digest_code(project), _digest_codebook(project)
    folder = project / "data" / "raw"
    keys: dict[Path, str] = {}
    for job in jobs:
        subject = str(job.run.parameters.get("subject", "*"))
        read = digest_files(folder.glob(f"{subject}.csv"))
        keys[job.output] = digest(code, codebook, digest_notebook(job.run.notebook), read)
    return keys


def digest_city(city: CityReport) -> str:
    """Return a key of everything that the report of a city reads, and of nothing else.

    Its own rows and those of the places around it count whole. Of other cities it reads their
    standings beside it, what the audit sets against its figures, partnerships, which indicators
    it lacks that they have, and the day of the last document.

    Args:
        city: The report.
    """
    report = city.report
    inside = {*city.figures["place"], city.city, *report.codebook.enclosing(city.city)}
    parts = [
        _digest_frames(
            *(frame[frame["place"].isin(inside)] for frame in _frames(report)),
            report.partnerships,
        ),
        repr(city.peers),
        *(repr(_read_standing(city, city.compare(measure))) for measure in COMPARED),
    ]
    for name in report.codebook.headline_indicators:
        latest = latest_actual(city.of_city(name))
        if latest is not None:
            found = city.compare(name, latest.period)
            parts.append(repr(_read_standing(city, found)))
    for finding in city.findings:
        parts += [finding.finding_id, finding.verdict, finding.form, repr(finding.numbers)]
        parts += [repr(figure) for figure in finding.figures]
    parts += [report.known_until(report.observations), *_read_missing(city)]
    return digest(*parts)


def _read_missing(city: CityReport) -> Iterator[str]:
    """Yield what the report tells of subjects in which only others have some indicator."""
    every = city.report.observations
    for subject, rows in every[every["scope"].eq("whole_city")].groupby("subject"):
        is_here = rows["place"].eq(city.city)
        only_there = {*rows["indicator"]} - {*rows.loc[is_here, "indicator"]}
        if only_there:
            yield repr((subject, int((~is_here).sum()), sorted(only_there)))


def _read_standing(city: CityReport, comparison: Comparison | None) -> object:
    if comparison is None:
        return None
    beside = [city.city, *city.peers]
    return (
        comparison.period,
        comparison.ranks.get(city.city),
        len(comparison.known),
        len(comparison.valued),
        [standing.place for standing in comparison.standings if standing.kind == "missing"],
        [standing for standing in comparison.standings if standing.place in beside],
    )


def _frames(report: Report) -> list[pd.DataFrame]:
    return [report.observations, report.derived, report.refused]


def _digest_frames(*frames: pd.DataFrame) -> str:
    return digest(*(frame.to_csv(index=False) for frame in frames))


def _digest_codebook(project: Path, *without: str) -> str:
    """Return a key of the tables that give names and meanings, which every report reads."""
    folder = project / "data" / "raw"
    subjects = set(pd.read_csv(folder / "indicators.csv", dtype="str")["subject"])
    files = [path for path in folder.glob("*") if path.stem not in subjects.union(without)]
    return digest_files([*files, project / "data" / "processed" / "datapackage.json"])
