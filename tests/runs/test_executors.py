import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from helpers.runs import executors
from helpers.runs.executors import open_processes, run_jobs
from helpers.runs.notebook_runs import Run
from helpers.runs.pipeline import Job, JobOutcome
from helpers.runs.rebuilds import Execution, run_all

pytestmark = pytest.mark.slow


def job_of(folder: Path, name: str) -> Job:
    return Job(name, Run(Path("03-city-report.ipynb"), {}), folder / f"{name}.pdf")


def test_outcomes_come_in_the_order_of_the_jobs(tmp_path: Path) -> None:
    jobs = [job_of(tmp_path, name) for name in ("first", "second")]
    second_is_done = threading.Event()

    def task(job: Job) -> JobOutcome:
        if job.name == "first":
            assert second_is_done.wait(timeout=60)
        else:
            second_is_done.set()
        return JobOutcome(job, 0.0)

    with ThreadPoolExecutor(2) as executor:
        outcomes = list(run_jobs(jobs, executor, task))

    assert [outcome.job for outcome in outcomes] == jobs


def test_a_job_that_fails_does_not_keep_the_others_from_their_work(tmp_path: Path) -> None:
    jobs = [job_of(tmp_path, name) for name in ("first", "second", "third")]

    def task(job: Job) -> JobOutcome:
        return JobOutcome(job, 0.0, "failed" if job.name == "second" else "")

    with ThreadPoolExecutor(1) as executor:
        outcomes = list(run_jobs(jobs, executor, task))

    assert [outcome.failure for outcome in outcomes] == ["", "failed", ""]


def test_a_job_that_fails_as_nobody_foresaw_does_not_keep_the_others_from_their_work(
    tmp_path: Path,
) -> None:
    jobs = [job_of(tmp_path, name) for name in ("first", "second", "third")]

    def task(job: Job) -> JobOutcome:
        if job.name == "second":
            raise ZeroDivisionError("division by zero")
        return JobOutcome(job, 0.0)

    with ThreadPoolExecutor(1) as executor:
        outcomes = list(run_jobs(jobs, executor, task))

    first, second, third = (outcome.failure for outcome in outcomes)
    assert (first, third) == ("", "")
    assert "division by zero" in second


class BrokenExecutor(Executor):
    """Stand in for worker processes that are killed at work."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        del fn, args, kwargs
        future: Future[Any] = Future()
        future.set_exception(BrokenProcessPool("terminated abruptly"))
        return future


def test_jobs_whose_worker_is_killed_are_told(tmp_path: Path) -> None:
    jobs = [job_of(tmp_path, name) for name in ("first", "second")]

    outcomes = list(run_jobs(jobs, BrokenExecutor()))

    assert [outcome.job for outcome in outcomes] == jobs
    assert {outcome.failure for outcome in outcomes} == {"the worker process ended unexpectedly"}


class EndedExecutor(Executor):
    """Stand in for worker processes that were killed before all jobs were submitted."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        del fn, args, kwargs
        raise BrokenProcessPool("terminated abruptly")


def test_jobs_that_come_after_the_end_of_their_worker_are_told(tmp_path: Path) -> None:
    jobs = [job_of(tmp_path, name) for name in ("first", "second")]

    outcomes = list(run_jobs(jobs, EndedExecutor()))

    assert [outcome.is_lost for outcome in outcomes] == [True, True]


def test_of_jobs_whose_worker_is_killed_only_the_one_to_blame_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = [job_of(tmp_path, name) for name in ("first", "second", "third")]
    opened: list[object] = []
    made: list[str] = []

    def submit(_: object, task: object, job: Job) -> Future[JobOutcome]:
        del task
        future: Future[JobOutcome] = Future()
        if len(opened) == 1 or job.name == "second":
            future.set_exception(BrokenProcessPool("terminated abruptly"))
        else:
            future.set_result(JobOutcome(job, 0.0))
        return future

    @contextlib.contextmanager
    def open_executor() -> Iterator[Executor]:
        opened.append(None)
        yield BrokenExecutor()

    monkeypatch.setattr(BrokenExecutor, "submit", submit)
    failed = run_all(
        tmp_path,
        Execution(workers=1, cell_timeout=60),
        jobs,
        open_executor=open_executor,
        on_made=lambda job: made.append(job.name),
    )

    assert (failed, made) == (1, ["first", "third"])
    assert capsys.readouterr().err == (
        "failed   second.pdf: the worker process ended unexpectedly\n"
    )


@pytest.mark.parametrize(("system", "asked", "passed"), [("win32", 65, 61), ("linux", 65, 65)])
def test_windows_opens_no_more_processes_than_it_can_wait_for(
    monkeypatch: pytest.MonkeyPatch, system: str, asked: int, passed: int
) -> None:
    opened: list[int] = []

    def open_pool(workers: int, *_: object) -> Executor:
        opened.append(workers)
        return ThreadPoolExecutor(1)

    monkeypatch.setattr(executors, "can_fork", lambda: False)
    monkeypatch.setattr(executors, "ProcessPoolExecutor", open_pool)
    monkeypatch.setattr("sys.platform", system)

    with open_processes(asked):
        assert opened == [passed]


def test_no_jobs_have_no_outcomes() -> None:
    with ThreadPoolExecutor(1) as executor:
        assert list(run_jobs([], executor)) == []


def test_a_file_is_written_as_soon_as_its_job_is_done_and_told_in_its_turn(tmp_path: Path) -> None:
    jobs = [job_of(tmp_path, name) for name in ("first", "second")]

    class SecondIsWritten(threading.Event):
        def wait_for_it(self) -> bool:
            # The file is written by the main thread, which is at work while this one looks.
            return any(jobs[1].output.exists() or self.wait(0.01) for _ in range(6000))

    second = SecondIsWritten()

    def task(job: Job) -> JobOutcome:
        if job.name == "first":
            assert second.wait_for_it()
        return JobOutcome(job, 0.0, files={job.output: job.name.encode()})

    with ThreadPoolExecutor(2) as executor:
        outcomes = list(run_jobs(jobs, executor, task))

    assert [outcome.job.name for outcome in outcomes] == ["first", "second"]
    assert [outcome.failure for outcome in outcomes] == ["", ""]
    assert [job.output.read_text(encoding="utf-8") for job in jobs] == ["first", "second"]


def test_what_is_written_is_not_kept_in_memory(tmp_path: Path) -> None:
    job = job_of(tmp_path, "first")

    def task(job: Job) -> JobOutcome:
        return JobOutcome(job, 0.0, files={job.output: b"report"})

    with ThreadPoolExecutor(1) as executor:
        (outcome,) = run_jobs([job], executor, task)

    assert outcome.files == {}
    assert job.output.read_bytes() == b"report"
