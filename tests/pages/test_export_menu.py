"""The export menu of JupyterLab: the address its server offers gives the PDF of the pipeline."""

import contextlib
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_making import NOTEBOOKS, read_content

from helpers.pages.document import compile_report

pytestmark = pytest.mark.slow

pytest.importorskip("jupyter_server")

NAME = "comparison.en"
# Tenths of a second that are enough on the slowest machine.
PATIENCE = 600
# What the menu needs is the server itself.
NOT_NEEDED = ("jupyterlab", "jupyter_lsp", "jupyter_server_terminals", "notebook_shim",
              "voila.server_extension")  # fmt: skip
Get = Callable[[str], tuple[str, bytes]]


@pytest.fixture(scope="module")
def get(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """Start a server on a free port of this machine; return a function that asks it."""
    home, token = tmp_path_factory.mktemp("home"), secrets.token_hex()
    folders = {f"JUPYTER_{kind}_DIR": str(home / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"),
            *("--ip=127.0.0.1", "--port=0", "--ServerApp.root_dir=notebooks"),
            f"--ServerApp.jpserver_extensions={dict.fromkeys(NOT_NEEDED, False)}",
        ],
        cwd=project,
        env={**os.environ, **folders, "HOME": str(home), "JUPYTER_TOKEN": token},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stderr is not None
    with process:
        said: list[str] = []
        for line in process.stderr:
            said.append(line)
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if found:
                break
        else:
            pytest.fail("the server did not start: " + "".join(said))
        wait_for_port(process, int(found[1]))

        def ask(address: str) -> tuple[str, bytes]:
            headers = {"Authorization": f"token {token}"}
            request = urllib.request.Request(found[0] + address, headers=headers)  # noqa: S310
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(request, timeout=60) as answer:
                return answer.headers["Content-Disposition"], answer.read()

        try:
            yield ask
        finally:
            process.terminate()


def wait_for_port(process: subprocess.Popen[str], port: int) -> None:
    """Return once the server listens: it says where a moment before it does."""
    for _ in range(PATIENCE):
        with contextlib.suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            pytest.fail(f"the server ended with {process.wait(timeout=0.1)}")
    pytest.fail("the server does not listen")


def test_the_menu_offers_the_report(get: Get) -> None:
    _, offered = get("api/nbconvert")

    assert json.loads(offered)["report_pdf"] == {"output_mimetype": "application/pdf"}


def test_the_menu_gives_the_very_bytes_that_a_run_makes(get: Get, project: Path) -> None:
    name, pdf = get(f"nbconvert/report_pdf/{NOTEBOOKS[NAME]}?download=true")

    assert name.endswith(NOTEBOOKS[NAME].replace(".ipynb", ".pdf"))
    assert pdf == compile_report(read_content(project, NAME))
