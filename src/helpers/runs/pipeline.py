"""Many notebooks: the cleaning of every subject, the reports; each file whole or not at all."""

import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from nbformat import NotebookNode

from helpers.data.cleaning import PARTNERSHIPS
from helpers.data.codebook import read_codebook
from helpers.data.observations import parse_day
from helpers.data.raw_data import RawData, read_raw_data
from helpers.data.tables.csv_tables import each_row
from helpers.data.tables.data_package import read_package
from helpers.machine_faults import MACHINE_FAULTS, describe_fault, is_for_every_file
from helpers.pages.document import collect_content, compile_report
from helpers.pages.page import compile_page
from helpers.problems import UsageError
from helpers.project import ALL, AUDIT, COMPARISON, write_whole
from helpers.runs import CELL_TIMEOUT_SECONDS
from helpers.runs.notebook_runs import (
    NotebookError,
    Run,
    execute,
    write_notebook,
)
from helpers.words.language import LANGUAGES, Language

CLEAN_NOTEBOOK = "notebooks/01-clean.ipynb"
DERIVE_NOTEBOOK = "notebooks/02-derive.ipynb"
CITY_NOTEBOOK = "notebooks/03-city-report.ipynb"
COMPARISON_NOTEBOOK = "notebooks/04-comparison-report.ipynb"
AUDIT_NOTEBOOK = "notebooks/05-audit.ipynb"


@dataclass(frozen=True)
class Job:
    """A notebook run and the files it makes.

    Attributes:
        name: How the run is called in progress and messages.
        run: The notebook and its parameters.
        output: The PDF, or the executed notebook, that is written.
        languages: Those in which a report will lie in the folder, so that each can link the other.
    """

    name: str
    run: Run
    output: Path
    languages: tuple[str, ...] = ()

    @property
    def outputs(self) -> list[Path]:
        """All files of the job: beside a PDF the page for the screen."""
        is_report = self.output.suffix == ".pdf"
        return [self.output, self.output.with_suffix(".html")] if is_report else [self.output]


@dataclass(frozen=True)
class JobOutcome:
    """What became of a job.

    Attributes:
        job: The job.
        seconds: How long it took.
        failure: What went wrong; empty when all went well.
        files: Content of the files it made, by the path they are to be written to.
        is_lost: The process it ran in, or was to run in, has ended.
    """

    job: Job
    seconds: float
    failure: str = ""
    files: Mapping[Path, bytes] = field(default_factory=dict)
    is_lost: bool = False


def plan_cleaning(project: Path) -> list[Job]:
    """Return one job per subject: the cleaning notebook with its parameter."""
    package = read_package(project / "data" / "raw", project)
    return [
        Job(
            f"clean {subject}",
            Run(project / CLEAN_NOTEBOOK, {"subject": subject}),
            project / "notebooks" / "cleaned" / f"{subject}.ipynb",
        )
        for subject in [*package.subjects, PARTNERSHIPS]
    ]


def plan_derivation(project: Path) -> list[Job]:
    """Return the job that derives values from the cleaned figures; its log is the notebook."""
    output = project / "notebooks" / "cleaned" / "derived.ipynb"
    return [Job("derive", Run(project / DERIVE_NOTEBOOK, {}), output)]


def plan_reports(
    project: Path, folder: Path, city: str = "", language: str = "", as_of: str = ""
) -> list[Job]:
    """Return the jobs of the reports, after checking every parameter against the registry.

    Args:
        project: Project folder.
        folder: Folder the PDFs are written to.
        city: One city only; all that have figures, the comparison and the audit, by default.
        language: One language only; all by default.
        as_of: Day such as `2022-12-31`; empty for everything.

    Raises:
        UsageError: A parameter is not known; the nearest valid one is named.
        InputError: A data file is wrong.
    """
    raw = read_raw_data(project)
    codebook = read_codebook(project)
    homes = _find_homes(raw, as_of)
    languages = [Language(language).code] if language else list(LANGUAGES)
    if city:
        codebook.find_city(city)
        cities = [city]
    else:
        cities = [
            slug
            for slug, row in codebook.places.items()
            if slug in homes and row["kind"] == "prefecture_city"
        ]
    jobs = []
    for code in languages:
        common = {"language": code, "as_of": as_of}
        runs = {slug: Run(project / CITY_NOTEBOOK, {"city": slug, **common}) for slug in cities}
        if not city:
            runs[COMPARISON] = Run(project / COMPARISON_NOTEBOOK, common)
            runs[AUDIT] = Run(project / AUDIT_NOTEBOOK, {"city": ALL, **common})
        for report, run in runs.items():
            # Today's report is another one, and stays.
            edition = f"{report}.{as_of}" if as_of else report
            beside = tuple(
                other
                for other in LANGUAGES
                if other in languages or (folder / f"{edition}.{other}.html").is_file()
            )
            name = f"{edition}.{code}"
            jobs.append(Job(name, run, folder / f"{name}.pdf", beside))
    return jobs


def _find_homes(raw: RawData, as_of: str) -> set[str]:
    """Find the cities that had figures on a day, their counties' included."""
    sources, places = raw.index("sources", "source"), raw.index("places", "place")
    known = {name: row["written_latest"] for name, row in sources.items()}
    day = parse_day(as_of).isoformat() if as_of else max(known.values())
    homes = set()
    for subject in raw.package.subjects:
        for _, row in each_row(raw.frames[subject]):
            place = places[row["place"]]
            if known[row["source"]] <= day:
                is_county = place["kind"] == "county_level"
                homes.add(place["parent"] if is_county else place["place"])
    if not homes:
        first = min(known.values())
        raise UsageError(f"nothing was known on {day}; expected a day from {first} on")
    return homes


def make(job: Job, cell_timeout: int = CELL_TIMEOUT_SECONDS) -> JobOutcome:
    """Run a job; a failure is told, not raised.

    Args:
        job: The job.
        cell_timeout: Seconds that each cell of its notebook may take.

    Returns:
        The outcome with the content of its files, which `keep` writes.
    """
    start = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="city-figures-") as folder:
            notebook = execute(job.run, Path(folder) / job.run.notebook.name, cell_timeout)
        files = _set(job, notebook)
    except MACHINE_FAULTS as error:
        return JobOutcome(job, time.monotonic() - start, describe_fault(error))
    except (NotebookError, UsageError) as error:
        return JobOutcome(job, time.monotonic() - start, str(error))
    return JobOutcome(job, time.monotonic() - start, files=files)


def _set(job: Job, notebook: NotebookNode) -> dict[Path, bytes]:
    """Return the content of each file that a job makes of its executed notebook."""
    if job.output.suffix != ".pdf":
        return {job.output: write_notebook(notebook)}
    project = job.run.notebook.parent.parent
    content = collect_content(notebook, job.name)
    page = compile_page(content, job.name, job.languages, project)
    return dict(zip(job.outputs, (compile_report(content, project), page), strict=True))


def keep(outcome: JobOutcome) -> JobOutcome:
    """Write the files of an outcome, each whole; what was there before a failure stays.

    Args:
        outcome: What `make` returned.

    Returns:
        The outcome without the content of its files, with a failure where one was not written.

    Raises:
        OSError: A file was not written, for a reason that holds for every other file as well.
    """
    failure = outcome.failure
    try:
        for path, content in outcome.files.items():
            write_whole(path, content)
    except OSError as error:
        if is_for_every_file(error):
            raise
        failure = describe_fault(error)
    return replace(outcome, failure=failure, files={})
