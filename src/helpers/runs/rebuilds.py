"""Makes the reports whose inputs changed, and only those, and prints the result of each."""

import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout
from tqdm import tqdm

from helpers.audit.doubts import write_processed
from helpers.data.codebook import read_codebook
from helpers.data.raw_data import read_raw_data
from helpers.data.tables.folders import find_folders
from helpers.machine_faults import check_folders
from helpers.pages.headlines import INDEX_FILE, follow_edition, read_edition, read_headlines
from helpers.pages.html.index_page import compile_index
from helpers.problems import UsageError
from helpers.project import relative, stamp_files, write_whole
from helpers.runs.executors import open_processes, run_jobs
from helpers.runs.kernels import can_fork, prepare_kernels
from helpers.runs.pipeline import Job, JobOutcome, make, plan_reports
from helpers.runs.reading_ahead import read_ahead
from helpers.runs.records import (
    CACHE,
    describe_request,
    digest,
    digest_inputs,
    digest_notebook,
    digest_shared,
    name_edits,
    read_records,
)

Opener = Callable[[], AbstractContextManager[Executor]]


@dataclass(frozen=True)
class Execution:
    """The settings for executing notebooks, here or on the Dask cluster of a scheduler."""

    workers: int
    cell_timeout: int
    scheduler: str = ""


def make_changed_reports(
    project: Path,
    folder: Path,
    options: Mapping[str, str],
    execution: Execution,
    stamps: Mapping[Path, tuple[int, ...]],
) -> tuple[int, int]:
    """Write `data/processed` anew, then the reports whose inputs differ from when they were made.

    A report made after an input was edited, by its stamp, counts as not made. Returned is how many
    failed or may mix old and new inputs, and how many were current.

    Raises:
        UsageError: An option, the folder or the cluster is wrong.
        InputError: A data file is wrong.
    """
    jobs = plan_reports(project, folder, **options)
    folders = find_folders(project)
    provinces = folders.choose([])
    check_folders([folder, *map(folders.processed_for, provinces)], project)
    with one_at_a_time(project):
        for path in write_processed(read_raw_data(project), project):
            print(f"written  {relative(path, project)}")
        before = {**stamps, **stamp_files(folders.list_processed(provinces))}
        records = read_records(project)
        keys = find_keys(project, jobs)
        waiting = [
            job
            for job in jobs
            if not all(records.is_current(path, keys[job.output]) for path in job.outputs)
        ]
        if waiting and not execution.scheduler:
            places = {str(job.run.parameters.get("city", job.province)) for job in waiting}
            prepare_reading(project, options["as_of"], *sorted(places))
        made: list[str] = []
        mixed: list[Job] = []

        def record(job: Job) -> None:
            made.append(job.name)
            if name_edits(before, project, job.run.notebook):
                mixed.append(job)
                return
            for path in job.outputs:
                records.keep(path, keys[job.output])

        opener = _find_cluster(execution.scheduler, project) if execution.scheduler else None
        failed = run_all(project, execution, waiting, opener, record)
        index = write_index(project, folder, made)
        records.keep(index, "")
        inputs, edits = digest_inputs(project), name_edits(before, project)
        if not failed and not edits:
            outputs = [*(path for job in jobs for path in job.outputs), index]
            records.requests[describe_request(options, folder)] = [inputs, *map(str, outputs)]
        records.save()
        if mixed:
            warning = f"edited meanwhile: {edits}; {len(mixed)} reports may mix the old and the new"
            print(f"{warning}; run this again", file=sys.stderr)
        return failed + len(mixed), len(jobs) - len(waiting)


def find_keys(project: Path, jobs: Sequence[Job]) -> dict[Path, str]:
    """Return the cache key of each report: its notebook, parameters, and what its province reads.

    `data/processed` must be current.
    """
    shared = {name: digest_shared(project, name) for name in {job.province for job in jobs}}
    return {
        job.output: digest(
            shared[job.province],
            digest_notebook(job.run.notebook),
            repr([*sorted(job.run.parameters.items()), job.languages, job.linked]),
        )
        for job in jobs
    }


def write_index(project: Path, folder: Path, made: Sequence[str]) -> Path:
    """Write the index of the reports in a folder; unchanged where nothing was made or removed."""
    path = folder / INDEX_FILE
    before, headlines = read_edition(path), read_headlines(folder)
    if made or not path.is_file() or before.headlines != headlines:
        edition = follow_edition(before, headlines)
        write_whole(path, compile_index(read_codebook(project), edition, folder))
    return path


@contextlib.contextmanager
def one_at_a_time(project: Path) -> Iterator[None]:
    """Wait for another command that makes reports of the same project."""
    lock = FileLock(project / CACHE / "reports.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print("another command makes reports here; this one waits for it", file=sys.stderr)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def prepare_reading(project: Path, as_of: str, *places: str) -> None:
    """Fill the caches of forked kernels with what the reports on some places read."""
    if can_fork():
        reader = f"{read_ahead.__module__}.{read_ahead.__name__}"
        prepare_kernels(reader, str(project), as_of, *places)


def _find_cluster(scheduler: str, project: Path) -> Opener:
    """Return the function that opens a Dask cluster."""
    try:
        from helpers.runs.cluster import open_cluster  # the only import of an optional package
    except ModuleNotFoundError as error:
        message = "a Dask cluster needs the package distributed; expected it to be installed"
        raise UsageError(message) from error
    return partial(open_cluster, scheduler, project)


def run_all(
    project: Path,
    execution: Execution,
    jobs: Sequence[Job],
    open_executor: Opener | None = None,
    on_made: Callable[[Job], None] | None = None,
) -> int:
    """Run jobs, print the result of each, and return how many failed.

    They run in processes of this machine by default; each that did not fail is handed on.
    """
    opener = open_executor or partial(open_processes, execution.workers)
    task = partial(make, cell_timeout=execution.cell_timeout)
    failed = 0
    for outcome in _run(jobs, opener, task):
        shown = relative(outcome.job.output, project)
        if outcome.failure:
            failed += 1
            tqdm.write(f"failed   {shown}: {outcome.failure}", file=sys.stderr)
            continue
        tqdm.write(f"{outcome.seconds:6.1f} s  {shown}", file=sys.stdout)
        for text in outcome.told:
            tqdm.write(f"note     {shown}, {text}", file=sys.stderr)
        if on_made is not None:
            on_made(outcome.job)
    return failed


def _run(
    jobs: Sequence[Job], open_executor: Opener, task: Callable[[Job], JobOutcome]
) -> Iterator[JobOutcome]:
    if not jobs:
        return
    lost: list[Job] = []
    with open_executor() as executor:
        for outcome in run_jobs(jobs, executor, task):
            if outcome.is_lost:
                lost.append(outcome.job)
            else:
                yield outcome
    # A worker that is killed, for lack of memory say, takes all jobs with it. Retry them one at
    # a time, each in a process of its own, so that only the job at fault fails.
    for job in lost:
        with open_executor() as executor:
            yield from run_jobs([job], executor, task)
