"""Visitors of the dashboard come and go: their kernels end, and that of one who stays does not."""

import contextlib
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import psutil
import pytest
from notebook_servers import Server, launch, open_browser, serve_dashboard
from playwright.sync_api import Browser, Page

from helpers.runs import kernels

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not kernels.can_fork(), reason="kernels cannot be forked here"),
]

SECONDS = 60
# An idle time that is short, yet longer than from the last cell of a page to its connection.
SETTINGS = (
    *("--MappingKernelManager.cull_idle_timeout=6", "--MappingKernelManager.cull_interval=1"),
    "--Voila.tornado_settings={'ws_ping_interval': 500, 'ws_ping_timeout': 2000}",
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    cell = nbformat.v4.new_code_cell("6 * 7")
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel})
    nbformat.write(notebook, tmp_path / "page.ipynb")
    with serve_dashboard(tmp_path / "page.ipynb", *SETTINGS) as server:
        yield server


@pytest.fixture
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture
def lost(browser: Browser) -> Iterator[Callable[[Server, signal.Signals], None]]:
    """Return a function that visits with a browser of its own, then sends it a signal."""
    started: list[psutil.Process] = []

    def visit(server: Server, number: signal.Signals) -> None:
        before = psutil.Process().children(recursive=True)
        open_page(launch(browser.browser_type), server)
        own = set(psutil.Process().children(recursive=True)) - {*before, *server.list_kernels()}
        started.extend(own)
        for process in own:
            process.send_signal(number)

    yield visit
    for process in started:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(started, SECONDS)


def open_page(browser: Browser, server: Server) -> Page:
    page = browser.new_context().new_page()
    page.set_default_timeout(SECONDS * 1000)
    with page.expect_websocket():
        page.goto(f"{server.address}/?token={server.token}")
    page.get_by_text("42").wait_for()
    return page


def test_kernels_end_however_visitors_leave_and_stay_while_they_stay(
    browser: Browser, server: Server, lost: Callable[[Server, signal.Signals], None]
) -> None:
    reader = open_page(browser, server)  # and nothing more until the end
    (kept,) = server.list_kernels()
    open_page(browser, server).close(run_before_unload=True)
    moved = open_page(browser, server)
    with moved.expect_websocket():
        moved.reload()
    moved.goto("about:blank")
    open_page(browser, server).close(run_before_unload=False)
    lost(server, signal.SIGKILL)  # the browser's end: no request, and the connection is closed
    lost(server, signal.SIGSTOP)  # a network's: no request, and the connection stays open

    visited = [kernel for kernel in server.list_kernels() if kernel != kept]
    _, left = psutil.wait_procs(visited, SECONDS)
    assert left == []
    assert server.list_kernels() == [kept]
    log = "".join(server.told)
    assert log.count("Culling '") == 3  # of who could not say that they leave
    assert "403 POST" not in log

    reader.close(run_before_unload=True)
    _, left = psutil.wait_procs([kept], SECONDS)
    assert left == []
