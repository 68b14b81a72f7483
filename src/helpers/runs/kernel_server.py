"""The fork server: imports what kernels need, then forks one kernel per request.

It has no threads. It is either forked from its client early on, or started as a new process.
Each kernel is a child of it that returned from `_serve`. When the client ends, for whatever
reason, server and kernels end too. (multiprocessing's fork server would import `__main__`.)

A kernel that cannot be forked faithfully is started the usual way, without a message.
"""

import atexit
import builtins
import contextlib
import ctypes
import gc
import importlib
import io
import json
import os
import pkgutil
import signal
import socket
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from helpers.process_setup import STOPPED_BY, forget_signals

PACKAGE = __name__.partition(".")[0]
INLINE_BACKEND = "module://matplotlib_inline.backend_inline"
PRELOADED = ("pandas", "seaborn", "matplotlib.pyplot", "ipykernel.kernelapp", "ipykernel.debugger")
# Modules that those import only when first used.
IMPORTED_LATE = (
    *("IPython.core.completerlib", "IPython.core.logger", "IPython.core.oinspect", "cmd", "pdb"),
    *("IPython.extensions.storemagic", "IPython.utils.wildcard", "pandas.core.methods.to_dict"),
    *("pandas.io.formats.csvs", "psutil", "resource", "sqlite3", "tornado.platform.asyncio"),
    *("faulthandler", "zmq.utils.garbage"),
)
# Modules that run notebooks or export them, which no notebook imports, or that only one imports.
NOT_PRELOADED = tuple(
    f"{PACKAGE}.{name}" for name in ("__main__", "cli", "pages.document", "runs", "intake")
)
# Each kernel imports these itself, since they look for its shell, and widgets also for its front
# end. Their dependencies stay loaded; our own modules that import widgets are not preloaded.
IMPORTED_ANEW = {"matplotlib_inline", "tqdm"}
WIDGETS = {"anywidget", "ipywidgets"}
_MOST_REQUEST_BYTES = 65_536
# Environment variables that Python, the C library or a preloaded package reads only at start.
READ_ONCE = (
    *("ARROW_", "HOME", "LANG", "LC_", "LD_", "MALLOC_", "MATPLOTLIB", "MKL_", "MPL", "NPY_"),
    *("OMP_", "OPENBLAS_", "PANDAS_", "PYDEVD", "PYTHON", "TZ", "USER", "XDG_"),
)


@dataclass(frozen=True)
class _Start:
    """State at the time of the imports; a kernel that finds another state cannot be forked."""

    environment: dict[str, str]
    packages: frozenset[str]
    helpers: dict[str, tuple[int, int]]


def start(control: int) -> NoReturn:
    """Run as the server, asked for kernels on the socket of a file number."""
    sys.path[:] = filter(None, sys.path)
    _be_server(socket.socket(fileno=control), _preload())


def copy(control: socket.socket, others: socket.socket) -> int:
    """Import what kernels need, and fork this process: the child becomes the server.

    It is asked on `control` and closes `others`. Its process identifier is returned.
    """
    # The first entry is the folder of the script, or the working directory.
    front = [] if sys.flags.safe_path else [sys.path.pop(0)]
    environment = dict(os.environ)
    os.environ.setdefault("MPLBACKEND", INLINE_BACKEND)
    sys.stdout.flush()
    complaints = os.dup(2)
    # Delay Ctrl-C: some packages would take it for a failed import.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPED_BY)
    try:
        _silence(2)
        preloaded = _preload()
        pid = os.fork()
        if pid == 0:
            with contextlib.suppress(BaseException):
                os.setsid()
                forget_signals()
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
                os.close(complaints)
                others.close()
                os.chdir("/")
                _silence(0, 1)
                _be_server(control, preloaded)
            os._exit(1)
        return pid
    finally:
        os.dup2(complaints, 2)
        os.close(complaints)
        sys.path[:0] = front
        # The imports set variables as well.
        for name in set(os.environ) - set(environment):
            del os.environ[name]
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _silence(*standards: int) -> None:
    with Path(os.devnull).open("r+b", buffering=0) as nothing:
        for standard in standards:
            os.dup2(nothing.fileno(), standard)


def _be_server(control: socket.socket, preloaded: _Start) -> NoReturn:
    """Wait for requests; in each child, run the kernel asked for."""
    started = preloaded.environment
    gc.freeze()  # or garbage collection in each kernel would touch, and so copy, all of it
    server = os.getpid()
    channel, *streams = _serve(control)
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: when the server ends
    os.setsid()
    for standard, given in enumerate(streams, start=1):
        os.dup2(given, standard)
        os.close(given)
    with socket.socket(fileno=channel) as client, client.makefile() as request:
        command, environment, directory = json.load(request)
        # Not before setsid: the client signals the process group of this number.
        client.send(str(os.getpid()).encode())
    os.chdir(directory)
    environment["JPY_PARENT_PID"] = str(server)
    if (
        any(name.startswith(READ_ONCE) for name, _ in started.items() ^ environment.items())
        or any(entry[:1] != "/" for entry in environment.get("PYTHONPATH", "/").split(":"))
        or Path("matplotlibrc").exists()
        or _list_packages() != preloaded.packages
    ):
        os.execve(command[0], command, environment)  # noqa: S606
    for name in started:
        os.environ.pop(name, None)
    os.environ.update(environment)
    tempfile.tempdir = None  # so that it is derived from the new environment
    importlib.import_module("numpy.random").seed()  # random seeds itself after a fork
    if _stamp_helpers() != preloaded.helpers:  # edited while JupyterLab runs
        _forget({PACKAGE})
    sys.argv = command[2:]
    kernel = importlib.import_module("ipykernel.kernelapp").IPKernelApp.instance()
    kernel.parent_handle = server  # ipykernel read the variable when it was imported
    kernel.initialize()
    kernel.start()
    # At exit, ipykernel first stops the thread that publishes output. If the control thread still
    # has something to publish, it would wait forever, and the client with it.
    kernel.control_thread.stop()
    kernel.control_thread.join(timeout=1)
    # A normal exit would destroy every imported object, and so copy its memory first.
    atexit._run_exitfuncs()
    for stream in filter(None, (sys.__stdout__, sys.__stderr__)):
        with contextlib.suppress(Exception):
            stream.flush()
    os._exit(0)


def _preload() -> _Start:
    """Import everything, and draw once so that libraries do their lazy initialization."""
    start = _Start(dict(os.environ), _list_packages(), _stamp_helpers())
    # pandas sets its display options for a kernel only if it finds one when imported.
    vars(builtins)["get_ipython"] = lambda: type("Shell", (), {"kernel": None})
    for name in PRELOADED:
        importlib.import_module(name)
    for name in IMPORTED_LATE:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    del vars(builtins)["get_ipython"]
    modules: dict[str, Any] = sys.modules
    modules |= dict.fromkeys(WIDGETS)  # None makes importing them fail
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context():
        for module in pkgutil.walk_packages(sys.modules[PACKAGE].__path__, f"{PACKAGE}."):
            if not f"{module.name}.".startswith(tuple(f"{name}." for name in NOT_PRELOADED)):
                with contextlib.suppress(Exception):
                    importlib.import_module(module.name)
        figure = Figure()
        figure.subplots().set_title("looks up a font")
        figure.savefig(io.BytesIO(), format="png")
        # A fault in our own modules is reported by the kernel that imports them.
        with contextlib.suppress(Exception):
            from helpers.charts.canvas import open_chart, save_chart

            with open_chart(1.0) as (figure, axes):
                axes.set_title("looks up ours")
                save_chart(figure)
    _forget(IMPORTED_ANEW | WIDGETS)
    return start


def _forget(packages: set[str]) -> None:
    """Remove packages from `sys.modules`, so that they are imported anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] in packages]:
        del sys.modules[name]


def _list_packages() -> frozenset[str]:
    """Return the installed packages with their versions, as the names of their folders."""
    packages = Path(sysconfig.get_path("purelib"))
    return frozenset(path.name for path in packages.iterdir()) - {"__pycache__"}


def _stamp_helpers() -> dict[str, tuple[int, int]]:
    """Return the time and size of each file of the helpers, to see whether one was edited."""
    files = (path for path in Path(__file__).parents[1].rglob("[!.]*.*") if path.is_file())
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_size)
        for path in files
        if path.suffix in (".py", ".toml")
    }


def _call(request: bytes) -> None:
    """Call a function of the helpers to fill its cache; a kernel will report what fails here."""
    with contextlib.suppress(Exception):
        function, *arguments = json.loads(request)
        module, _, name = function.rpartition(".")
        getattr(importlib.import_module(module), name)(*arguments)
    gc.freeze()


def _reap(*_: object) -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _serve(control: socket.socket) -> list[int]:
    """Fork a child for each request; return in the child, with the file numbers it was sent."""
    signal.signal(signal.SIGCHLD, _reap)  # with SIG_IGN their CPU time would not be counted
    while True:
        request, files, *_ = socket.recv_fds(
            control, _MOST_REQUEST_BYTES, 3, socket.MSG_CMSG_CLOEXEC
        )
        if not request:
            os._exit(0)
        if not files:
            _call(request)
            continue
        with contextlib.suppress(OSError):
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                control.close()
                return files
        for file in files:
            os.close(file)
