"""What changed is made again, and only that; what became of each file is told."""

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

from helpers.machine_faults import check_folders
from helpers.problems import UsageError
from helpers.project import relative
from helpers.runs.dependencies import find_cleaning_keys, find_keys
from helpers.runs.edits import Edits
from helpers.runs.executors import open_processes, run_jobs
from helpers.runs.kernels import can_fork, prepare_kernels
from helpers.runs.pipeline import (
    Job,
    JobOutcome,
    make,
    plan_cleaning,
    plan_derivation,
    plan_reports,
)
from helpers.runs.reading_ahead import read_ahead
from helpers.runs.records import (
    CACHE,
    Records,
    describe_request,
    digest_inputs,
    list_cleaned,
    read_records,
)
from helpers.runs.report_index import write_index

Opener = Callable[[], AbstractContextManager[Executor]]


@dataclass(frozen=True)
class Execution:
    """How notebooks are executed.

    Attributes:
        workers: Processes at once on this machine.
        cell_timeout: Seconds that each cell may take.
        scheduler: Address of a Dask cluster that makes the reports instead; none when empty.
    """

    workers: int
    cell_timeout: int
    scheduler: str = ""


def make_changed_reports(
    project: Path,
    folder: Path,
    words: Mapping[str, str],
    execution: Execution,
    edits: Edits,
) -> tuple[int, int]:
    """Clean what changed, then make the reports whose key is another than when they were made.

    Args:
        project: Project folder.
        folder: Folder of the reports.
        words: What was asked for: `city`, `language` and `as_of`, empty for all.
        execution: How their notebooks are executed.
        edits: What was edited since the command began; what is made of it counts as not made.

    Returns:
        How many failed or may mix the old and the new, and how many were current.

    Raises:
        UsageError: A word, the folder or the cluster is wrong.
        InputError: A data file is wrong.
    """
    jobs = plan_reports(project, folder, words["city"], words["language"], words["as_of"])
    check_folders([folder, project / CACHE], project)
    with one_at_a_time(project):
        records = read_records(project)
        failed = _clean_what_changed(project, execution, records, edits)
        if failed:
            return failed, 0
        edits.watch_cleaned()
        keys = find_keys(project, jobs, words["as_of"])
        waiting = [
            job
            for job in jobs
            if not all(records.is_current(path, keys[job.output]) for path in job.outputs)
        ]
        if waiting and not execution.scheduler:
            cities = {str(job.run.parameters.get("city", "")) for job in waiting}
            prepare_reading(project, words["as_of"], *sorted(cities))
        made: list[str] = []
        mixed: list[Job] = []

        def keep(job: Job) -> None:
            made.append(job.name)
            if edits.concern(job.run.notebook):
                mixed.append(job)
                return
            for path in job.outputs:
                records.keep(path, keys[job.output])

        there = open_there(execution.scheduler, project) if execution.scheduler else None
        failed = run_stages(project, execution, waiting, open_executor=there, on_made=keep)
        index = write_index(project, folder, made)
        records.keep(index, "")
        inputs = digest_inputs(project)
        if not failed and not edits.find():
            outputs = [*(path for job in jobs for path in job.outputs), index]
            records.requests[describe_request(words, folder)] = {
                "key": [inputs],
                "outputs": [str(path) for path in outputs],
            }
        records.save()
        if mixed:
            told = f"edited meanwhile: {edits}; {len(mixed)} reports may mix the old and the new"
            print(f"{told}; run this again", file=sys.stderr)
        return failed + len(mixed), len(jobs) - len(waiting)


@contextlib.contextmanager
def one_at_a_time(project: Path) -> Iterator[None]:
    """Wait for another command that makes reports of the same project.

    Args:
        project: Project folder.
    """
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


def _clean_what_changed(project: Path, execution: Execution, records: Records, edits: Edits) -> int:
    """Clean the subjects whose rows changed, derive anew, and count what failed."""
    subjects, derivation = plan_cleaning(project), plan_derivation(project)
    keys = find_cleaning_keys(project, [*subjects, *derivation])
    processed = sorted((project / "data" / "processed").glob("*.csv"))
    is_whole = bool(processed) and all(records.is_as_made(str(path)) for path in processed)
    waiting = [
        job
        for job in subjects
        if not (is_whole and records.is_current(job.output, keys[job.output]))
    ]
    last = derivation[0]
    if is_whole and not waiting and records.is_current(last.output, keys[last.output]):
        return 0
    check_folders(list_cleaned(project), project)
    prepare_reading(project)
    failed = run_stages(project, execution, waiting, derivation)
    notebooks = {job.run.notebook for job in [*subjects, *derivation]}
    if not failed and not any(map(edits.concern, notebooks)):
        for job in [*waiting, *derivation]:
            records.keep(job.output, keys[job.output])
        for path in (project / "data" / "processed").glob("*.csv"):
            records.keep(path, "")
        records.save()
    return failed


def prepare_reading(project: Path, as_of: str = "", *places: str) -> None:
    """Have kernels find what they are going to read; see `read_ahead`."""
    if can_fork():
        reader = f"{read_ahead.__module__}.{read_ahead.__name__}"
        prepare_kernels(reader, str(project), as_of, *places)


def open_there(scheduler: str, project: Path) -> Opener:
    """Return what opens a Dask cluster.

    Raises:
        UsageError: The package it needs is not installed.
    """
    try:
        from helpers.runs.cluster import open_cluster
    except ModuleNotFoundError as error:
        message = "a Dask cluster needs the package distributed; expected it to be installed"
        raise UsageError(message) from error
    return partial(open_cluster, scheduler, project)


def run_stages(
    project: Path,
    execution: Execution,
    *stages: Sequence[Job],
    open_executor: Opener | None = None,
    on_made: Callable[[Job], None] | None = None,
) -> int:
    """Run stages of jobs one after the other and say what became of each.

    Args:
        project: Project folder.
        execution: How their notebooks are executed.
        *stages: Jobs of which each stage needs the one before.
        open_executor: Opens where the jobs run; processes of this machine by default.
        on_made: Told of each job that did not fail.

    Returns:
        How many failed; after a stage with failures the next one is not begun.
    """
    opener = open_executor or partial(open_processes, execution.workers)
    task = partial(make, cell_timeout=execution.cell_timeout)
    failed = 0
    for jobs in filter(None, stages):
        for outcome in _run_stage(jobs, opener, task):
            shown = relative(outcome.job.output, project)
            if outcome.failure:
                failed += 1
                tqdm.write(f"failed   {shown}: {outcome.failure}", file=sys.stderr)
                continue
            tqdm.write(f"{outcome.seconds:6.1f} s  {shown}", file=sys.stdout)
            if on_made is not None:
                on_made(outcome.job)
        if failed:
            break
    return failed


def _run_stage(
    jobs: Sequence[Job], open_executor: Opener, task: Callable[[Job], JobOutcome]
) -> Iterator[JobOutcome]:
    lost: list[Job] = []
    with open_executor() as executor:
        for outcome in run_jobs(jobs, executor, task):
            if outcome.is_lost:
                lost.append(outcome.job)
            else:
                yield outcome
    # A worker that is killed, for want of memory say, takes all jobs with it. Now one at a time,
    # each in a process of its own, so that only the job that is to blame fails.
    for job in lost:
        with open_executor() as executor:
            yield from run_jobs([job], executor, task)
