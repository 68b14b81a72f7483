"""The notebook runs that make the reports, and the files of each."""

import tempfile
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpers.data.codebook import Codebook, read_codebook
from helpers.data.observations import parse_day
from helpers.data.raw_data import RawData, read_raw_data
from helpers.data.tables.csv_tables import each_row
from helpers.data.tables.folders import find_folders
from helpers.machine_faults import MACHINE_FAULTS, describe_fault, is_for_every_file
from helpers.pages.document import collect_content, compile_report
from helpers.pages.html.page import compile_page
from helpers.problems import UsageError
from helpers.project import write_whole
from helpers.runs import CELL_TIMEOUT_SECONDS
from helpers.runs.notebook_runs import NotebookError, Run, execute
from helpers.runs.report_notebooks import find_report_notebooks
from helpers.words.language import LANGUAGES, Language


@dataclass(frozen=True)
class Job:
    """A notebook run and the files it makes.

    Attributes:
        name: Name of the report in messages, such as `luohe.zh`.
        run: The notebook and its parameters.
        output: The PDF that is written.
        languages: Languages of this report in the folder, its own included; each links the others.
        province: Slug of the province that it reads; empty for all.
        linked: Names of the reports that this one may link, for they are made beside it.
    """

    name: str
    run: Run
    output: Path
    languages: tuple[str, ...] = ()
    province: str = ""
    linked: tuple[str, ...] = ()

    @property
    def outputs(self) -> list[Path]:
        """The PDF and the page for the screen."""
        return [self.output, self.output.with_suffix(".html")]


@dataclass(frozen=True)
class JobOutcome:
    """The result of a job.

    Attributes:
        job: The job.
        seconds: How long it took.
        failure: What went wrong; empty when all went well.
        files: Content of the files to write, by path.
        is_lost: The worker process ended before the job did.
        told: What the analyst must know of the notebook, such as the outputs that are left out.
    """

    job: Job
    seconds: float
    failure: str = ""
    files: Mapping[Path, bytes] = field(default_factory=dict)
    is_lost: bool = False
    told: tuple[str, ...] = ()


def plan_reports(
    project: Path,
    folder: Path,
    city: str = "",
    language: str = "",
    as_of: str = "",
    province: str = "",
) -> list[Job]:
    """Return the jobs of the reports, after checking every parameter against the registry.

    Cities and provinces are separated by commas. By default all that have figures are planned, with
    the reports on each province and those on nothing in particular, in all languages.

    Raises:
        UsageError: A parameter is not known; the nearest valid one is named.
        InputError: A data file is wrong.
    """
    raw = read_raw_data(project)
    codebook = read_codebook(project)
    known = _find_places(raw, as_of)
    homes = {codebook.city_of(place) for place in known}
    languages = [Language(language).code] if language else list(LANGUAGES)
    folders = find_folders(project)
    provinces = folders.choose(_split(province))
    cities = [str(codebook.find_city(name)["place"]) for name in _split(city)] or [
        slug for slug in codebook.cities if slug in homes and folders.homes.get(slug) in provinces
    ]
    subjects = {"city": [(slug, folders.homes[slug]) for slug in cities], "province": []}
    if not city:
        subjects["province"] = [
            (name, name)
            for name in provinces
            if any(folders.homes.get(place) == name for place in known)
        ]
    if not city and not province:
        subjects["nothing"] = [("", "")]
    jobs = []
    notebooks = find_report_notebooks(project, [*codebook.places])
    for code in languages:
        common = {"language": code, "as_of": as_of}
        for notebook in notebooks:
            for subject, home in subjects.get(notebook.kind, []):
                report = notebook.name_report(subject)
                # Today's report is another one, and stays.
                edition = f"{report}.{as_of}" if as_of else report
                beside = tuple(
                    other
                    for other in LANGUAGES
                    if other in languages or (folder / f"{edition}.{other}.html").is_file()
                )
                name = f"{edition}.{code}"
                run = Run(notebook.path, notebook.bind(subject, common), project)
                reads = "" if notebook.reads_all else home
                jobs.append(Job(name, run, folder / f"{name}.pdf", beside, reads))
    reports = {job.name for job in jobs}
    return [replace(job, linked=_find_cities(job, codebook, reports)) for job in jobs]


def _find_cities(job: Job, codebook: Codebook, reports: Collection[str]) -> tuple[str, ...]:
    """Return those of some reports that are on the cities of the province a job is about."""
    parameters = job.run.parameters
    edition = ".".join(filter(None, [parameters["as_of"], parameters["language"]]))
    cities = codebook.cities_of(str(parameters.get("province", "")))
    return tuple(name for city in cities if (name := f"{city}.{edition}") in reports)


def _split(names: str) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))


def _find_places(raw: RawData, as_of: str) -> set[str]:
    """Find the places that had figures on a day."""
    known = {name: row["written_latest"] for name, row in raw.index("sources", "source").items()}
    day = parse_day(as_of).isoformat() if as_of else max(known.values())
    places = {
        row["place"]
        for subject in raw.package.subjects
        for _, row in each_row(raw.frames[subject])
        if known[row["source"]] <= day
    }
    if not places:
        first = min(known.values())
        raise UsageError(f"nothing was known on {day}; expected a day from {first} on")
    return places


def make(job: Job, cell_timeout: int = CELL_TIMEOUT_SECONDS) -> JobOutcome:
    """Return the files of a job, which `keep` writes, or why it failed; a failure is not raised."""
    start = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="city-figures-") as folder:
            notebook = execute(job.run, Path(folder) / job.run.notebook.name, cell_timeout)
        project = job.run.project or job.run.notebook.parent.parent
        content = collect_content(notebook, job.name, job.linked)
        page = compile_page(content, job.name, job.languages, project)
        files = dict(zip(job.outputs, (compile_report(content, project), page), strict=True))
    except MACHINE_FAULTS as error:
        return JobOutcome(job, time.monotonic() - start, describe_fault(error))
    except (NotebookError, UsageError) as error:
        return JobOutcome(job, time.monotonic() - start, str(error))
    return JobOutcome(job, time.monotonic() - start, files=files, told=tuple(content["told"]))


def keep(outcome: JobOutcome) -> JobOutcome:
    """Write the files of an outcome; where one fails, its old version stays, and it is told.

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
