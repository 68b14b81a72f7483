"""Many notebooks: the cleaning of every subject, the reports; each file whole or not at all."""

import contextlib
import multiprocessing
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode
from tqdm import tqdm

from helpers.analysis.codebook import read_codebook
from helpers.analysis.observations import parse_day
from helpers.data.cleaning import PARTNERSHIPS
from helpers.data.csv_tables import each_row
from helpers.data.data_package import read_package
from helpers.data.raw_data import RawData, read_raw_data
from helpers.problems import UsageError
from helpers.project import relative, write_whole
from helpers.reports.language import LANGUAGES, Language
from helpers.runs.notebook_runs import NotebookError, Run, execute, write_notebook

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
class Outcome:
    """What became of a job.

    Attributes:
        job: The job.
        seconds: How long it took.
        failure: What went wrong; empty when the file was written.
    """

    job: Job
    seconds: float
    failure: str = ""


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
            runs["comparison"] = Run(project / COMPARISON_NOTEBOOK, common)
            runs["audit"] = Run(project / AUDIT_NOTEBOOK, {"city": "all", **common})
        for report, run in runs.items():
            beside = tuple(
                other
                for other in LANGUAGES
                if other in languages or (folder / f"{report}.{other}.html").is_file()
            )
            name = f"{report}.{code}"
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


def make(job: Job) -> Outcome:
    """Run a job and write its files; a failure is told, and the files before it stay."""
    start = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="city-figures-") as folder:
            notebook = execute(job.run, Path(folder) / job.run.notebook.name)
        for path, content in _set(job, notebook).items():
            write_whole(path, content)
    except (NotebookError, UsageError, OSError) as error:
        return Outcome(job, time.monotonic() - start, str(error))
    return Outcome(job, time.monotonic() - start)


def _set(job: Job, notebook: NotebookNode) -> dict[Path, bytes]:
    """Return the content of each file that a job makes of its executed notebook."""
    if job.output.suffix != ".pdf":
        return {job.output: write_notebook(notebook)}
    from helpers.reports.document import collect_content, compile_report
    from helpers.reports.page import compile_page

    content = collect_content(notebook, job.name)
    page = compile_page(content, job.name, job.languages)
    return dict(zip(job.outputs, (compile_report(content), page), strict=True))


@contextlib.contextmanager
def open_executor(workers: int) -> Iterator[Executor]:
    """Open worker processes that end at once when the work is interrupted."""
    context = multiprocessing.get_context("spawn")
    # A worker that is ended cannot tidy up: what it leaves lies in a folder that is ours.
    with tempfile.TemporaryDirectory(prefix="city-figures-", ignore_cleanup_errors=True) as folder:
        executor = ProcessPoolExecutor(workers, context, _prepare_worker, (folder,))
        try:
            yield executor
        except BaseException:
            for child in multiprocessing.active_children():
                child.terminate()
            raise
        finally:
            executor.shutdown(cancel_futures=True)


@contextlib.contextmanager
def _interrupt_held() -> Iterator[None]:
    """Hold Ctrl-C back while workers start, which is not yet able to end them quietly."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare_worker(folder: str) -> None:
    # Without this every worker would print a traceback of its own on Ctrl-C.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    os.environ["TMPDIR"] = folder
    tempfile.tempdir = folder
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def run_jobs(
    jobs: Sequence[Job], executor: Executor, task: Callable[[Job], Outcome] = make
) -> list[Outcome]:
    """Run jobs, showing a progress bar that names the work in hand.

    Args:
        jobs: What to run.
        executor: Where to run it.
        task: What to do with each job.

    Returns:
        The outcomes in the order of the jobs.
    """
    with _interrupt_held():
        waiting = {executor.submit(task, job): job for job in jobs}
    outcomes: dict[str, Outcome] = {}
    with tqdm(total=len(jobs), unit="notebook", disable=None, leave=False) as bar:
        bar.set_description(_name_next(jobs, outcomes))
        for future in as_completed(waiting):
            job, error = waiting[future], future.exception()
            if isinstance(error, BrokenProcessPool):
                outcomes[job.name] = Outcome(job, 0.0, "the worker process ended unexpectedly")
            elif error is not None:
                outcomes[job.name] = Outcome(job, 0.0, f"{type(error).__name__}: {error}")
            else:
                outcomes[job.name] = future.result()
            bar.update()
            bar.set_description(_name_next(jobs, outcomes))
    return [outcomes[job.name] for job in jobs]


def _name_next(jobs: Sequence[Job], outcomes: dict[str, Outcome]) -> str:
    return next((job.name for job in jobs if job.name not in outcomes), "done")


def check_folder(folder: Path, project: Path) -> None:
    """Check before any work that files can be written to a folder.

    Raises:
        UsageError: They cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        shown = relative(folder, project)
        message = f"cannot write to {shown}: {reason}; expected a folder you may write to"
        raise UsageError(message) from error
