"""Runs jobs on an executor, worker processes of this machine by default, with a progress bar."""

import contextlib
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

from tqdm import tqdm

from helpers.process_setup import STOPPED_BY, forget_signals
from helpers.runs.kernels import can_fork, end_server, start_server
from helpers.runs.pipeline import Job, JobOutcome, keep, make

_MOST_ON_WINDOWS = 61
tqdm.monitor_interval = 0  # its monitor thread does not survive a fork


@contextlib.contextmanager
def open_processes(workers: int) -> Iterator[Executor]:
    """Yield a pool of worker processes that end at once when the work is interrupted.

    Windows allows 61 at most; each runs one notebook at a time.
    """
    if sys.platform == "win32":
        workers = min(workers, _MOST_ON_WINDOWS)
    if can_fork():
        start_server()  # one for all of them
    context = multiprocessing.get_context("fork" if can_fork() else "spawn")
    # A worker that is terminated cannot delete its temporary files: they lie in this folder.
    with tempfile.TemporaryDirectory(prefix="city-figures-", ignore_cleanup_errors=True) as folder:
        executor = ProcessPoolExecutor(workers, context, _prepare_worker, (folder,))
        try:
            yield executor
        except BaseException as reason:
            for child in multiprocessing.active_children():
                child.terminate()
            if isinstance(reason, KeyboardInterrupt):
                end_server()  # or a starting kernel would write into the folder
            raise
        finally:
            executor.shutdown(cancel_futures=True)


@contextlib.contextmanager
def _interrupt_held() -> Iterator[None]:
    """Delay Ctrl-C and other stop signals while workers start, which cannot yet end cleanly."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPED_BY)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare_worker(folder: str) -> None:
    # Otherwise every worker would print a traceback on Ctrl-C.
    forget_signals()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPED_BY)
    os.environ["TMPDIR"] = folder
    tempfile.tempdir = folder
    threading.Thread(target=_end_with_parent, args=[folder], daemon=True).start()


def _end_with_parent(folder: str) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(folder, ignore_errors=True)  # a parent that was killed could not
        os._exit(1)


def run_jobs(
    jobs: Sequence[Job], executor: Executor, task: Callable[[Job], JobOutcome] = make
) -> Iterator[JobOutcome]:
    """Run jobs, write the files of each as soon as it is done, and yield the outcomes in order."""
    with _interrupt_held():
        waiting = {_submit(task, job, executor): job for job in jobs}
    outcomes: dict[str, JobOutcome] = {}
    order = list(jobs)
    with tqdm(total=len(jobs), unit="notebook", disable=None, leave=False) as bar:
        bar.set_description(order[0].name if order else "")
        for future in as_completed(waiting):
            job = waiting.pop(future)  # frees the content of its files
            # On a cluster the job had other paths.
            outcomes[job.name] = keep(replace(_settle(future, job), job=job))
            bar.update()
            while order and order[0].name in outcomes:
                yield outcomes.pop(order.pop(0).name)
            bar.set_description(order[0].name if order else "done")


def _submit(
    task: Callable[[Job], JobOutcome], job: Job, executor: Executor
) -> "Future[JobOutcome]":
    try:
        return executor.submit(task, job)
    except BrokenProcessPool as error:
        broken: Future[JobOutcome] = Future()
        broken.set_exception(error)
        return broken


def _settle(future: "Future[JobOutcome]", job: Job) -> JobOutcome:
    error = future.exception()
    if isinstance(error, BrokenProcessPool):
        return JobOutcome(job, 0.0, "the worker process ended unexpectedly", is_lost=True)
    if error is not None:
        return JobOutcome(job, 0.0, f"{type(error).__name__}: {error}")
    return future.result()
