import asyncio
import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import AsyncKernelManager, KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from nbclient.exceptions import DeadKernelError

from helpers.runs import kernel_server, kernels
from helpers.runs.kernels import ForkedKernel, ForkedProvisioner

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not kernels.can_fork(), reason="kernels cannot be forked here"),
]

LOOK = """
import json, os, signal, sys
import matplotlib, pandas, seaborn
import matplotlib.pyplot as plt
handlers = [str(signal.getsignal(number)) for number in sorted(signal.valid_signals())]
names = {"JPY_PARENT_PID", "JUPYTER_DEFAULT_PROVISIONER_NAME", "PYTEST_CURRENT_TEST"}
print(json.dumps({
    "figures": [matplotlib.get_backend(), plt.get_fignums(), dict(matplotlib.rcParams)],
    "units": sorted(map(str, matplotlib.units.registry)),
    "pandas": [pandas.get_option("display.max_columns"), pandas.get_option("display.width")],
    "places": [os.getcwd(), sys.path],
    "environment": {name: os.environ[name] for name in sorted(os.environ.keys() - names)},
    "process": [os.getpgid(0) == os.getsid(0) == os.getpid(), handlers, sys.stdin.read()],
    "arguments": [sys.argv[1], len(sys.argv)],
    "watch": [os.environ["JPY_PARENT_PID"] == str(os.getppid()),
              type(get_ipython().kernel.parent.poller).__name__],
}, default=str))
"""
IS_FORKED = "import sys; print('seaborn' in sys.modules)"


@pytest.fixture(autouse=True)
def forked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # The factory reads the variable only once.
    KernelProvisionerFactory.clear_instance()
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "forked")
    yield
    KernelProvisionerFactory.clear_instance()


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[KernelManager]:
    manager = KernelManager()
    with (tmp_path / "stdout").open("w") as stdout, (tmp_path / "stderr").open("w") as stderr:
        manager.start_kernel(stdout=stdout, stderr=stderr)
    yield manager
    manager.shutdown_kernel(now=True)


@pytest.fixture
def client(manager: KernelManager) -> Iterator[BlockingKernelClient]:
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    yield client
    client.stop_channels()


def process_of(manager: KernelManager) -> Any:
    assert isinstance(manager.provisioner, ForkedProvisioner)
    return manager.provisioner.process


def is_started_the_usual_way(manager: KernelManager) -> bool:
    manager.start_kernel()
    process = process_of(manager)
    manager.shutdown_kernel(now=True)
    return type(process) is subprocess.Popen


def test_a_kernel_takes_no_port_that_another_one_might_take(manager: KernelManager) -> None:
    # A port is chosen by the client and taken by the kernel later; between them another may come.
    other = KernelManager()
    other.start_kernel()
    try:
        assert (manager.transport, other.transport) == ("ipc", "ipc")
        assert manager.ip != other.ip
        assert not Path(manager.ip).exists()
    finally:
        other.shutdown_kernel(now=True)


def write_notebook(path: Path, *cells: str) -> Path:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    sources = [nbformat.v4.new_code_cell(cell) for cell in cells]
    notebook = nbformat.v4.new_notebook(cells=sources, metadata={"kernelspec": kernel})
    nbformat.write(notebook, path)
    return path


def execute(folder: Path, *cells: str, **options: Any) -> list[Any]:
    path = write_notebook(folder / "notebook.ipynb", *cells)
    notebook = papermill.execute_notebook(path, None, progress_bar=False, **options)
    return [output for cell in notebook.cells for output in cell.outputs]


def printed(folder: Path, *cells: str, **options: Any) -> str:
    outputs = execute(folder, *cells, **options)
    return "".join(output.text for output in outputs if output.output_type == "stream").strip()


def status(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def is_readable(file: int) -> bool:
    return bool(select.select([file], [], [], 60)[0])


def ends(pid: int) -> bool:
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return is_readable(handle)
    finally:
        os.close(handle)


def test_kernels_started_at_once_share_one_server_which_has_no_threads() -> None:
    async def find_server() -> int:
        manager = AsyncKernelManager()
        await manager.start_kernel()
        server = int(status(process_of(manager).pid)["PPid"])
        assert status(server)["Threads"] == "1"
        await manager.shutdown_kernel(now=True)
        return server

    kernels.start_server.cache_clear()
    with ThreadPoolExecutor(3) as threads:
        starts = [threads.submit(asyncio.run, find_server()) for _ in range(3)]
        [server] = {start.result() for start in starts}
    assert int(status(server)["PPid"]) == os.getpid()


def test_a_notebook_finds_its_imports_already_done_and_shows_its_chart(tmp_path: Path) -> None:
    chart = "import seaborn; seaborn.barplot(x=['a', 'b'], y=[1, 2]);"
    modules, value, figure = execute(tmp_path, IS_FORKED, "1 + 1", chart)
    assert modules.text == "True\n"
    assert value.data == {"text/plain": "2"}
    assert figure.output_type == "display_data"
    assert "image/png" in figure.data


def test_kernels_find_the_helpers_imported_that_reports_need_and_no_others(tmp_path: Path) -> None:
    assert all(map(find_spec, kernel_server.NOT_PRELOADED))
    ours = "import sys; print(*(name for name in sys.modules if name.startswith('helpers.')))"
    found = printed(tmp_path, ours).split()

    assert {"helpers.charts.canvas", "helpers.reports.city_report"} <= {*found}
    assert not {"helpers.cli", "helpers.pages.document", "helpers.runs.pipeline"} & {*found}


def test_nothing_leaks_from_one_notebook_to_the_next(tmp_path: Path) -> None:
    imports = "import os, pandas, matplotlib"
    show = """print(os.getcwd(), os.environ.get("LEAK"), callable(pandas.read_csv),
    matplotlib.rcParams["font.size"], pandas.get_option("display.max_rows"))"""
    spoil = """os.chdir("/"); os.environ["LEAK"] = "yes"; pandas.read_csv = None
matplotlib.rcParams["font.size"] = 77; pandas.set_option("display.max_rows", 7)"""
    spoilt = printed(tmp_path, imports, show, spoil, show).splitlines()
    assert spoilt == [f"{Path.cwd()} None True 10.0 60", "/ yes False 77.0 7"]
    assert printed(tmp_path, imports, show) == spoilt[0]


def test_a_forked_kernel_finds_what_any_kernel_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MPLBACKEND", raising=False)
    forked = json.loads(printed(tmp_path, LOOK))
    monkeypatch.setattr(kernels, "can_fork", lambda: False)
    assert forked == json.loads(printed(tmp_path, LOOK))


CLIENT = """import os, signal, sys, threading
print(os.getcwd(), sys.path[0], os.environ.get("MPLBACKEND"), threading.active_count(),
      signal.pthread_sigmask(signal.SIG_BLOCK, []), {"ipywidgets", "tqdm"} & set(sys.modules))"""
IS_READ_AHEAD = "from helpers.data.tables import csv_tables; print(len(csv_tables._checked) > 10)"


@pytest.fixture(scope="module")
def seen(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run a script that has a copy of itself as the server; return what it and its kernels see."""
    folder = tmp_path_factory.mktemp("script")
    notebook = write_notebook(folder / "notebook.ipynb", IS_FORKED, LOOK, IS_READ_AHEAD)
    run = f"""notebook = papermill.execute_notebook({str(notebook)!r}, None, progress_bar=False)
print("".join(o.text for cell in notebook.cells for o in cell.outputs), end="")"""
    reader = "helpers.runs.reading_ahead.read_ahead"
    lines = [
        "from helpers import process_setup",
        "process_setup.prepare_process()",
        "from helpers.runs import kernels",
        "kernels.start_server_here()",
        CLIENT,
        "import papermill",
        "os.chdir('/')",
        run,
        "kernels.prepare_kernels('helpers.nothing.at_all')",
        "kernels.start_server().send(b'[' * 70_000)",  # more than a request may be long
        f"kernels.prepare_kernels({reader!r}, {str(project)!r}, '', 'luohe')",
        run,
        "kernels.can_fork = lambda: False",
        run,
    ]
    (folder / "script.py").write_text("\n".join(lines), encoding="utf-8")
    environment = {**os.environ, "JUPYTER_DEFAULT_PROVISIONER_NAME": "forked"}
    environment.pop("MPLBACKEND", None)
    command = [sys.executable, str(folder / "script.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    client, *kernels_saw = done.stdout.splitlines()
    names = [
        f"{kernel}: {what}"
        for kernel in ("first", "told to read", "usual")
        for what in ("is forked", "finds", "is read ahead")
    ]
    return {"folder": str(folder), "client": client, **dict(zip(names, kernels_saw, strict=True))}


def test_a_kernel_of_a_server_that_is_a_copy_of_its_client_finds_what_any_kernel_finds(
    seen: dict[str, str],
) -> None:
    assert (seen["first: is forked"], seen["usual: is forked"]) == ("True", "False")
    assert json.loads(seen["first: finds"]) == json.loads(seen["usual: finds"])


def test_a_client_finds_itself_as_it_was_when_a_copy_of_it_has_become_the_server(
    seen: dict[str, str],
) -> None:
    assert seen["client"] == f"{Path.cwd()} {seen['folder']} None 1 set() set()"


def test_kernels_find_what_the_server_was_told_to_read_even_after_something_that_fails(
    seen: dict[str, str],
) -> None:
    assert seen["told to read: is forked"] == "True"
    assert (seen["first: is read ahead"], seen["told to read: is read ahead"]) == ("False", "True")


def test_no_copy_is_made_of_a_client_that_has_begun_something(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    begun = "import os, psutil, pandas\nfrom helpers.runs import kernels\n"
    look = "kernels.start_server_here()\nprint(psutil.Process().children())"
    script.write_text(begun + look, encoding="utf-8")

    assert subprocess.check_output([sys.executable, str(script)], text=True) == "[]\n"


def test_a_kernel_has_the_helpers_as_they_are_edited_while_the_server_runs(
    tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "helpers"
    shutil.copytree(project / "src/helpers", package)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    kernels.start_server.cache_clear()
    look = "import sys; print('helpers.problems' in sys.modules)"
    show = "import helpers.problems; print(helpers.problems.__doc__)"
    before = printed(tmp_path, look, show).splitlines()
    file = package / "problems.py"
    file.write_text('"""Edited."""\n' + file.read_text(encoding="utf-8"), encoding="utf-8")
    after = printed(tmp_path, look, show).splitlines()
    kernels.start_server.cache_clear()

    assert (before[0], after) == ("True", ["False", "Edited."])
    assert before[1] != "Edited."


def test_kernels_draw_different_random_numbers(tmp_path: Path) -> None:
    draw = "import random, numpy; print(random.random()); print(numpy.random.random())"
    first, second = printed(tmp_path, draw).split(), printed(tmp_path, draw).split()
    assert not set(first) & set(second)


def test_environment_and_working_directory_are_those_of_the_launch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITY", "漯河")
    monkeypatch.delenv("PATH")
    folder = tmp_path / "工作"
    folder.mkdir()
    show = "import os; print(os.getcwd(), os.environ['CITY'], os.environ.get('PATH'))"
    assert printed(tmp_path, IS_FORKED, show, cwd=str(folder)) == f"True\n{folder} 漯河 None"


def test_a_variable_that_python_reads_when_it_starts_is_honoured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    assert printed(tmp_path, "import sys; print(sys.flags.hash_randomization)") == "0"


def test_settings_of_matplotlib_in_the_working_directory_are_honoured(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 23\n")
    show = "import matplotlib; print(matplotlib.rcParams['font.size'])"
    assert printed(tmp_path, show, cwd=str(tmp_path)) == "23.0"


def test_another_kernelspec_is_started_the_usual_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "script.py"
    script.write_text("from ipykernel import kernelapp\nkernelapp.launch_new_instance()\n")
    folder = tmp_path / "kernels" / "other"
    folder.mkdir(parents=True)
    argv = [sys.executable, str(script), "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "Other", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    assert is_started_the_usual_way(KernelManager(kernel_name="other"))


def test_where_fork_is_not_available_kernels_are_started_the_usual_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kernels, "can_fork", lambda: False)
    assert is_started_the_usual_way(KernelManager())


def test_a_crash_is_noticed_and_leaves_nothing_behind(
    tmp_path: Path, manager: KernelManager
) -> None:
    server = Path("/proc", status(process_of(manager).pid)["PPid"])
    files = len(list((server / "fd").iterdir()))
    with pytest.raises(DeadKernelError):
        execute(tmp_path, "import os; os._exit(3)")
    children = (server / "task" / server.name / "children").read_text().split()
    assert children == [str(process_of(manager).pid)]
    assert len(list((server / "fd").iterdir())) <= files


def test_an_interrupted_cell_stops_and_the_kernel_goes_on(
    manager: KernelManager, client: BlockingKernelClient
) -> None:
    def interrupt(message: dict[str, Any]) -> None:
        if message["msg_type"] == "stream":
            manager.interrupt_kernel()

    wait = "import signal; print('ready', flush=True); signal.pause()"
    reply = client.execute_interactive(wait, timeout=60, output_hook=interrupt)
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    reply = client.execute_interactive("1 + 1", timeout=60)
    assert reply["content"]["status"] == "ok"


def test_shutting_down_ends_the_process_and_removes_the_connection_file(
    manager: KernelManager,
) -> None:
    file = Path(manager.connection_file)
    process = process_of(manager)
    assert file.exists()
    assert process.poll() is None
    manager.shutdown_kernel()
    assert not file.exists()
    assert process.poll() == process.wait() == 0
    assert ends(process.pid)


def test_output_beside_the_notebook_goes_where_the_launch_said(
    tmp_path: Path, manager: KernelManager, client: BlockingKernelClient
) -> None:
    client.execute_interactive("import os; os.write(1, b'one'); os.write(2, b'two')", timeout=60)
    manager.shutdown_kernel()
    assert (tmp_path / "stdout").read_text() == "one"
    # And no warning that the connection is not encrypted.
    assert (tmp_path / "stderr").read_text() == "two"


def test_neither_kernel_nor_server_outlives_papermill(tmp_path: Path) -> None:
    runs = {}
    for signum in (signal.SIGINT, signal.SIGKILL):
        pids = tmp_path / signum.name
        os.mkfifo(pids)
        # The cell ends up holding the interpreter's lock, so no thread of the kernel can end it.
        cell = f"""import ctypes, os
with open({str(pids)!r}, "w") as pids:
    print(os.getpid(), os.getppid(), file=pids)
ctypes.PyDLL(None).pause()"""
        notebook = write_notebook(pids.with_suffix(".ipynb"), cell)
        command = [sys.executable, "-m", "papermill", str(notebook), os.devnull]
        reader = os.open(pids, os.O_RDONLY | os.O_NONBLOCK)
        runs[signum, reader] = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    for (signum, reader), run in runs.items():
        assert is_readable(reader)
        kernel, server = map(int, os.read(reader, 100).split())
        os.close(reader)
        assert int(status(server)["PPid"]) == run.pid
        run.send_signal(signum)
        assert run.wait(timeout=30) != 0
        assert ends(kernel)
        assert ends(server)


def test_kernels_end_with_their_server_and_later_ones_are_started_the_usual_way(
    manager: KernelManager,
) -> None:
    kernel = process_of(manager)
    assert isinstance(kernel, ForkedKernel)
    os.kill(int(status(kernel.pid)["PPid"]), signal.SIGKILL)
    assert kernel.wait(timeout=30) == 0
    assert is_started_the_usual_way(KernelManager())
    kernels.start_server.cache_clear()
