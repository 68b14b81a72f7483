"""Runs jobs on a Dask cluster: input files are sent to the workers, results come back.

No shared disk is needed. Each worker needs this checkout installed, at the same commit; data,
notebooks and template are sent to every worker, also to one that joins later or restarts.

Anyone who reaches a scheduler can run code on every worker, and in the client through the results.
Between machines, use TLS; Dask reads the certificates from its configuration.
"""

import contextlib
import io
import re
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from distributed import Client, Security, Worker, WorkerPlugin, get_worker

from helpers.problems import UsageError
from helpers.project import RAW
from helpers.runs.pipeline import Job, JobOutcome
from helpers.runs.records import digest_helpers, digest_inputs, list_project_files

_ADDRESS = re.compile("[a-z]+://.+:[0-9]+")
_SECONDS_TO_ANSWER = 10
# papermill changes the working directory of its process.
_one_notebook_at_a_time = threading.Lock()


class ProjectFiles(WorkerPlugin):
    """The input files of reports, unpacked on each worker into a folder of its own."""

    def __init__(self, project: Path) -> None:
        """Pack the input files of a project."""
        self.name = f"city-figures-{digest_inputs(project)[:16]}"
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in list_project_files(project):
                if not path.is_relative_to(project):
                    wrong = f"{path} lies outside of the project and is not sent to a cluster"
                    raise UsageError(f"{wrong}; expected data in {project / RAW}")
                if path.is_file():
                    archive.write(path, path.relative_to(project).as_posix())
        self.packed = packed.getvalue()

    def setup(self, worker: Worker) -> None:
        """Unpack the files on a worker."""
        folder = Path(worker.local_directory) / self.name
        with zipfile.ZipFile(io.BytesIO(self.packed)) as archive:
            archive.extractall(folder)

    def teardown(self, worker: Worker) -> None:
        """Remove the files from a worker."""
        shutil.rmtree(Path(worker.local_directory) / self.name, ignore_errors=True)


class ClusterExecutor(Executor):
    """Submits jobs to a cluster; a job whose worker is lost goes to another one."""

    def __init__(self, client: Client, project: Path, files: ProjectFiles) -> None:
        """Wrap the client of a cluster whose workers have the files."""
        self._inner = client.get_executor(pure=False)
        self._project, self._files, self._code = project, files.name, digest_helpers()

    def submit(self, task: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        """Return the future of a task with its one argument, a job."""
        (job,) = args
        notebook = job.run.notebook.relative_to(self._project)
        moved = replace(job, run=replace(job.run, notebook=notebook, project=None))
        future: Future[Any] = self._inner.submit(_run_there, task, moved, self._files, self._code)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  # as the base class has it
        """Accept no more jobs; cancel the waiting ones if asked to."""
        self._inner.shutdown(wait=wait and not cancel_futures)


def _run_there(task: Callable[[Job], JobOutcome], job: Job, files: str, code: str) -> JobOutcome:
    """Return the outcome of a job run on the worker that calls this."""
    worker = get_worker()
    if digest_helpers() != code:
        return JobOutcome(job, 0.0, _tell_difference([worker.address]))
    notebook = Path(worker.local_directory) / files / job.run.notebook
    with _one_notebook_at_a_time:
        return task(replace(job, run=replace(job.run, notebook=notebook)))


def _tell_difference(workers: list[str]) -> str:
    named = ", ".join(workers)
    return f"other helpers are installed on {named}; expected those of this checkout's commit"


def _check_encryption(address: str) -> None:
    """Refuse an address that the certificates of Dask's configuration do not fit."""
    wanted = "expected certificates in Dask's configuration, as in docs/scale-out.md"
    security = Security()
    try:
        context = security.get_connection_args("client").get("ssl_context")
    except OSError as error:
        raise UsageError(f"the certificates for Dask cannot be read: {error}; {wanted}") from error
    is_encrypted = address.startswith("tls://")
    if is_encrypted and context is None:
        raise UsageError(f"no certificate is configured for {address!r}; {wanted}")
    if security.require_encryption and not is_encrypted:
        wrong = f"{address!r} is not encrypted, as Dask's configuration requires"
        raise UsageError(f"{wrong}; expected an address that begins with tls://")


@contextlib.contextmanager
def open_cluster(address: str, project: Path) -> Iterator[Executor]:
    """Open a running Dask cluster by its address, such as `tcp://host:8786` or `tls://host:8786`.

    Raises:
        UsageError: No scheduler answers there, the certificates it needs are not configured, it
            has no worker, or the workers hold other code.
    """
    expected = "expected the address of a running Dask scheduler, such as tcp://host:8786"
    if not _ADDRESS.fullmatch(address):
        raise UsageError(f"{address!r} is not an address; {expected}")
    _check_encryption(address)
    try:
        client = Client(address, timeout=_SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"no scheduler answers at {address!r}; {expected}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_SECONDS_TO_ANSWER)
        except TimeoutError as error:
            wrong = f"the scheduler at {address} has no worker"
            expected = f"expected one, started by: dask worker {address} --nthreads 1"
            raise UsageError(f"{wrong}; {expected}") from error
        code = digest_helpers()
        found = client.run(digest_helpers, on_error="return")
        others = [name for name, value in found.items() if value != code]
        if others:
            raise UsageError(_tell_difference(others))
        files = ProjectFiles(project)
        client.register_plugin(files)
        executor = ClusterExecutor(client, project, files)
        try:
            yield executor
        finally:
            executor.shutdown(cancel_futures=True)
            client.unregister_worker_plugin(files.name)
