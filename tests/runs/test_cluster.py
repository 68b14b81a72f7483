import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import dask
import nbformat
import pytest
import yaml
from documentation_pages import read_blocks
from project_copies import copy_short_project, edit_table
from pypdf import PdfReader

from helpers.problems import UsageError
from helpers.runs import cluster
from helpers.runs.cluster import open_cluster
from helpers.runs.executors import run_jobs
from helpers.runs.notebook_runs import Run
from helpers.runs.pipeline import Job, JobOutcome, keep, make, plan_reports

pytestmark = pytest.mark.slow

FILES = "city-figures-*"


class Processes:
    """A scheduler and workers, each a process with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[subprocess.Popen[str]] = []

    def start(self, *words: str, until: str, path: str = "") -> str:
        place = self.folder / str(len(self.started))
        place.mkdir()
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *words, "--host", "127.0.0.1", "--no-dashboard"],
            cwd=place,
            env=os.environ | ({"PYTHONPATH": path} if path else {}),
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return read_log(process, until)

    def stop(self) -> None:
        for process in reversed(self.started):
            process.kill()
            process.communicate()


def read_log(process: subprocess.Popen[str], until: str) -> str:
    """Read the log of a process up to a line with these words, and return the line."""
    assert process.stderr is not None
    return next(line for line in process.stderr if until in line)


@pytest.fixture(scope="module")
def head(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    head = Processes(tmp_path_factory.mktemp("scheduler"))
    yield head
    head.stop()


@pytest.fixture(scope="module")
def scheduler(head: Processes) -> str:
    return head.start("scheduler", "--port", "0", until="Scheduler at:").split()[-1]


@pytest.fixture
def workers(
    tmp_path_factory: pytest.TempPathFactory, head: Processes, scheduler: str
) -> Iterator[Processes]:
    """Start workers of the scheduler; it knows none of them when the test is over."""
    assert scheduler
    workers = Processes(tmp_path_factory.mktemp("workers"))
    yield workers
    workers.stop()
    for _ in workers.started:
        read_log(head.started[0], until="Remove worker")


@pytest.fixture
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    started = Processes(tmp_path_factory.mktemp("cluster"))
    yield started
    started.stop()


@pytest.fixture
def short(project: Path, tmp_path: Path) -> Path:
    return copy_short_project(project, tmp_path / "short")


@pytest.fixture
def certificates(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Make certificates as the page on several machines says, and have what is started use them."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make certificates with")
    blocks = {one.file: one for one in read_blocks(project / "docs/scale-out.md")}
    command = blocks["certificate"].text.split()
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    settings = blocks["tls.yaml"].text.replace("/srv/city-figures", str(tmp_path))
    (tmp_path / "tls.yaml").write_text(settings, encoding="utf-8")
    monkeypatch.setenv("DASK_CONFIG", str(tmp_path / "tls.yaml"))
    merged = dask.config.merge(dask.config.config, yaml.safe_load(settings))
    return {"distributed": merged["distributed"]}


def test_when_a_worker_is_killed_every_report_is_made_and_none_twice(
    short: Path, tmp_path: Path, scheduler: str, workers: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rename(rows: list[list[str]]) -> None:
        (xinyang,) = (row for row in rows if row[0] == "xinyang")
        xinyang[rows[0].index("name_en")] = "Sent-over-the-wire"

    edit_table(short, "places", rename)
    for _ in range(2):
        words = ["worker", scheduler, "--nthreads", "1", "--no-nanny", "--local-directory", "."]
        workers.start(*words, until="Registered to:")
    written: list[Path] = []

    def keep_and_count(outcome: JobOutcome) -> JobOutcome:
        written.extend(outcome.files)
        return keep(outcome)

    monkeypatch.setattr("helpers.runs.executors.keep", keep_and_count)
    jobs = plan_reports(short, tmp_path / "out", "xinyang")
    jobs += plan_reports(short, tmp_path / "out", "zhoukou", "zh")
    with open_cluster(scheduler, short) as executor:
        outcomes = run_jobs(jobs, executor)
        told = [next(outcomes)]
        assert len(list(workers.folder.rglob(FILES))) == 2
        os.kill(workers.started[0].pid, signal.SIGKILL)
        told += outcomes

    assert [outcome.job for outcome in told] == jobs
    assert [outcome.failure for outcome in told] == [""] * len(jobs)
    assert sorted(written) == sorted(path for job in jobs for path in job.outputs)
    cover = PdfReader(tmp_path / "out" / "xinyang.en.pdf").pages[0].extract_text()
    assert "Sent-over-the-wire" in cover
    assert not list((workers.folder / "1").rglob(FILES))


def test_a_cell_on_a_worker_that_does_not_end_within_the_limit_is_ended_and_named(
    project_copy: Path,
    tmp_path: Path,
    scheduler: str,
    workers: Processes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A kernel that imports nothing is started faster than forked.
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "local-provisioner")
    notebook = project_copy / "notebooks/03-city-report.ipynb"
    notebook.parent.mkdir()
    parameters = nbformat.v4.new_code_cell('language = ""\nas_of = ""\nreport_of = "nothing"')
    parameters.metadata["tags"] = ["parameters"]
    cells = [parameters, nbformat.v4.new_code_cell("while True: pass")]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), notebook)
    workers.start("worker", scheduler, "--nthreads", "1", "--no-nanny", until="Registered to:")
    job = Job("endless", Run(notebook, {}), tmp_path / "endless.pdf")

    with open_cluster(scheduler, project_copy) as executor:
        (outcome,) = run_jobs([job], executor, partial(make, cell_timeout=1))

    assert outcome.failure == (
        "03-city-report.ipynb, cell 2 did not end within 1 s, "
        "so its kernel was ended: while True: pass"
    )


def test_reports_are_made_over_tls_and_only_with_the_certificate(
    short: Path,
    tmp_path: Path,
    processes: Processes,
    certificates: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = ["scheduler", "--protocol", "tls", "--port", "0"]
    address = processes.start(*words, until="Scheduler at:").split()[-1]
    assert address.startswith("tls://127.0.0.1:")
    processes.start("worker", address, "--nthreads", "1", "--no-nanny", until="Registered to:")

    jobs = plan_reports(short, tmp_path / "out", "zhoukou", "zh")
    with dask.config.set(certificates), open_cluster(address, short) as executor:
        outcomes = list(run_jobs(jobs, executor))
    assert [outcome.failure for outcome in outcomes] == [""] * len(jobs)
    assert (tmp_path / "out" / "zhoukou.zh.pdf").is_file()

    monkeypatch.setattr(cluster, "_SECONDS_TO_ANSWER", 1)
    plain = address.replace("tls://", "tcp://")
    missing = {**certificates, "distributed.comm.tls.ca-file": str(tmp_path / "none.pem")}
    for settings, tried, message in (
        ({}, address, f"^no certificate is configured for '{address}'; .* docs/scale-out.md$"),
        ({}, plain, f"^no scheduler answers at '{plain}'; "),
        (certificates, plain, f"^'{plain}' is not encrypted, as Dask's configuration requires; "),
        (missing, address, "^the certificates for Dask cannot be read: .*No such file"),
    ):
        with (
            dask.config.set(settings),
            pytest.raises(UsageError, match=message),
            open_cluster(tried, short),
        ):
            pass


def test_workers_with_other_helpers_are_refused_before_any_work(
    project: Path, project_copy: Path, tmp_path: Path, scheduler: str, workers: Processes
) -> None:
    shutil.copytree(project / "src", tmp_path / "src")
    (tmp_path / "src/helpers/problems.py").write_text("# of another commit", encoding="utf-8")
    path = str(tmp_path / "src")
    workers.start("worker", scheduler, "--no-nanny", until="Registered to:", path=path)
    message = r"^other helpers are installed on tcp://127\.0\.0\.1:[0-9]+; expected those of "
    with pytest.raises(UsageError, match=message), open_cluster(scheduler, project_copy):
        pass


def test_a_scheduler_without_workers_is_told_with_the_command_that_starts_one(
    project_copy: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_ANSWER", 1)
    message = f"^the scheduler at {scheduler} has no worker; .* dask worker {scheduler}"
    with pytest.raises(UsageError, match=message), open_cluster(scheduler, project_copy):
        pass


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("127.0.0.1:8786", "^'127.0.0.1:8786' is not an address; expected the address of a"),
        ("tcp://127.0.0.1:9", "^no scheduler answers at 'tcp://127.0.0.1:9'; expected the address"),
    ],
)
def test_an_address_where_no_scheduler_answers_is_told(
    project_copy: Path, monkeypatch: pytest.MonkeyPatch, address: str, message: str
) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_ANSWER", 1)
    with pytest.raises(UsageError, match=message), open_cluster(address, project_copy):
        pass
