"""JupyterLab and Voilà on free ports of this machine, and a browser without a window."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserType, sync_playwright

SECONDS = 60
DASHBOARD = Path(__file__).resolve().parents[2] / "src/helpers/explore/dashboard"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
# Run every cell of the notebook that is open, once its kernel is there.
RUN_ALL = """async () => {
  const { sessionContext } = window.jupyterapp.shell.currentWidget;
  await sessionContext.ready;
  await sessionContext.session.kernel.info;
  await window.jupyterapp.commands.execute("runmenu:run-all");
}"""


@dataclass(frozen=True)
class Server:
    """A server that answers.

    Attributes:
        address: Where it answers, without a slash at the end.
        token: What it asks for.
        process: Its process; kernels are forked from a child of it.
        told: The lines of its log.
    """

    address: str
    token: str
    process: psutil.Process
    told: Sequence[str]

    def list_kernels(self) -> list[psutil.Process]:
        """Return the processes of its kernels."""
        return [kernel for child in self.process.children() for kernel in child.children()]


def launch(kind: BrowserType) -> Browser:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no browser to look with: none of {', '.join(BROWSERS)} is on the PATH")
    return kind.launch(executable_path=path, args=list(OPTIONS))


@contextlib.contextmanager
def open_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        yield browser
        browser.close()


def find_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def keep_apart(folder: Path) -> dict[str, str]:
    """Return an environment in which nothing of the user's Jupyter is read or written."""
    kept = {
        name: str(folder / name.lower())
        for name in (
            *("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR"),
            *("JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR"),
        )
    }
    settings = Path(kept["JUPYTERLAB_SETTINGS_DIR"]) / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True, exist_ok=True)
    quiet = {"fetchNews": "false", "checkForUpdates": False}
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(quiet))
    return {
        **os.environ,
        **kept,
        "JUPYTER_DEFAULT_PROVISIONER_NAME": "forked",
        "JUPYTER_PATH": str(DASHBOARD),
        "JUPYTER_CONFIG_PATH": str(DASHBOARD),
    }


@contextlib.contextmanager
def serve(
    command: Sequence[str], sign: str, folder: Path, port: int, token: str
) -> Iterator[Server]:
    """Run a server until the block ends; wait for the line in which it says that it answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=keep_apart(folder / "jupyter"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    told: list[str] = []
    ready = threading.Event()

    def listen() -> None:
        for line in process.stderr or ():
            told.append(line)
            if sign in line or f":{port}/" in line:
                ready.set()
        ready.set()

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        assert ready.wait(SECONDS), "".join(told)
        assert process.poll() is None, "".join(told)
        yield Server(f"http://127.0.0.1:{port}", token, psutil.Process(process.pid), told)
    finally:
        family = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(SECONDS)
        _, alive = psutil.wait_procs(family, timeout=10)
        for one in alive:
            one.kill()
        listener.join()
        if process.stderr is not None:
            process.stderr.close()
        assert not alive, f"left behind: {alive}"


@contextlib.contextmanager
def serve_lab(folder: Path) -> Iterator[Server]:
    """Serve a folder of notebooks with JupyterLab."""
    port, token = find_port(), secrets.token_hex(16)
    command = [
        *("jupyter", "lab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"),
        *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        *(f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}"),
        *("--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None"),
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    with serve(command, "is running at", folder, port, token) as server:
        yield server


@contextlib.contextmanager
def serve_dashboard(notebook: Path, *options: str) -> Iterator[Server]:
    """Serve a notebook with Voilà, set up as the project has it but for the options."""
    port, token = find_port(), secrets.token_hex(16)
    command = [
        *("voila", str(notebook), "--no-browser", "--Voila.ip=127.0.0.1", f"--port={port}"),
        *("--port_retries=0", f"--token={token}", *options),
    ]
    with serve(command, "is running at", notebook.parent, port, token) as server:
        yield server
