"""The process that kernels are forked from: it imports what they need, then waits, without threads.

It is a copy of the client that asked for it before doing anything else, or a process started for
the purpose. Each kernel is a child of it that returned from `_serve`. When the client ends,
however it ends, so do the others. (multiprocessing's fork server would import its `__main__`.)

Whatever a fork would not do faithfully is started the usual way, without a word.
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

from helpers.surroundings import STOPPED_BY, forget_signals

PACKAGE = __name__.partition(".")[0]
INLINE_BACKEND = "module://matplotlib_inline.backend_inline"
PRELOADED = ("pandas", "seaborn", "matplotlib.pyplot", "ipykernel.kernelapp", "ipykernel.debugger")
# What those import only when they are first used.
IMPORTED_LATE = (
    *("IPython.core.completerlib", "IPython.core.logger", "IPython.core.oinspect", "cmd", "pdb"),
    *("IPython.extensions.storemagic", "IPython.utils.wildcard", "pandas.core.methods.to_dict"),
    *("pandas.io.formats.csvs", "psutil", "resource", "sqlite3", "tornado.platform.asyncio"),
    *("faulthandler", "zmq.utils.garbage"),
)
RUN_NOTEBOOKS = ("__main__", "cli", "document", "runs")
# Each kernel imports these itself: they look for a shell, and widgets also for who talks to it.
# Only what they import stays; what of ours imports widgets is imported by the kernel as well.
IMPORTED_ANEW = {"matplotlib_inline", "tqdm"}
WIDGETS = {"anywidget", "ipywidgets"}
_LONGEST = 65_536  # bytes of a request
# What Python, the C library or a preloaded package reads only when it starts.
READ_ONCE = (
    *("ARROW_", "HOME", "LANG", "LC_", "LD_", "MALLOC_", "MATPLOTLIB", "MKL_", "MPL", "NPY_"),
    *("OMP_", "OPENBLAS_", "PANDAS_", "PYDEVD", "PYTHON", "TZ", "USER", "XDG_"),
)


@dataclass(frozen=True)
class _Start:
    """What a kernel must find as it was when the server imported things."""

    environment: dict[str, str]
    packages: frozenset[str]
    helpers: dict[str, tuple[int, int]]


def start(control: int) -> NoReturn:
    """Be the server; `control` is the number of the socket on which the client asks for kernels."""
    sys.path[:] = filter(None, sys.path)
    _be_server(socket.socket(fileno=control), _preload())


def copy(control: socket.socket, others: socket.socket) -> int:
    """Import what kernels need, and leave a copy of this process behind as the server.

    Args:
        control: Socket on which the server is asked for kernels.
        others: The other end, which the server must not hold open.

    Returns:
        The number of its process.
    """
    # Python put the folder of the script, or the working directory, in front.
    front = [] if sys.flags.safe_path else [sys.path.pop(0)]
    environment = dict(os.environ)
    os.environ.setdefault("MPLBACKEND", INLINE_BACKEND)
    sys.stdout.flush()
    complaints = os.dup(2)
    # Ctrl-C waits: some of what is imported would take it for an import that failed.
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
        # What was imported wrote into it, too.
        for name in set(os.environ) - set(environment):
            del os.environ[name]
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _silence(*standards: int) -> None:
    with Path(os.devnull).open("r+b", buffering=0) as nothing:
        for standard in standards:
            os.dup2(nothing.fileno(), standard)


def _be_server(control: socket.socket, preloaded: _Start) -> NoReturn:
    """Wait for requests; in each child be the kernel that was asked for."""
    started = preloaded.environment
    gc.freeze()  # or the collector of each kernel goes through all that, and copies it
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
    tempfile.tempdir = None  # chosen anew, from the environment as it is now
    importlib.import_module("numpy.random").seed()  # the standard library's does so by itself
    if _stamp_helpers() != preloaded.helpers:  # edited while JupyterLab runs
        _forget({PACKAGE})
    sys.argv = command[2:]
    kernel = importlib.import_module("ipykernel.kernelapp").IPKernelApp.instance()
    kernel.parent_handle = server  # ipykernel read the variable when it was imported
    kernel.initialize()
    kernel.start()
    # When Python exits, ipykernel first stops the thread that publishes output. If this one has
    # something to publish still, it waits in vain, and the client waits for the kernel.
    kernel.control_thread.stop()
    kernel.control_thread.join(timeout=1)
    # Python would now take apart all that was imported, and so copy it first.
    atexit._run_exitfuncs()
    for stream in filter(None, (sys.__stdout__, sys.__stderr__)):
        with contextlib.suppress(Exception):
            stream.flush()
    os._exit(0)


def _preload() -> _Start:
    """Import everything, and do once what libraries put off until they draw."""
    start = _Start(dict(os.environ), _list_packages(), _stamp_helpers())
    # pandas shows fewer columns if it finds a kernel when imported.
    vars(builtins)["get_ipython"] = lambda: type("Shell", (), {"kernel": None})
    for name in PRELOADED:
        importlib.import_module(name)
    for name in IMPORTED_LATE:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    del vars(builtins)["get_ipython"]
    modules: dict[str, Any] = sys.modules
    modules |= dict.fromkeys(WIDGETS)  # None: whoever imports them fails, and is not kept
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context():
        for module in pkgutil.walk_packages(sys.modules[PACKAGE].__path__, f"{PACKAGE}."):
            if not set(RUN_NOTEBOOKS) & set(module.name.split(".")):
                with contextlib.suppress(Exception):
                    importlib.import_module(module.name)
        figure = Figure()
        figure.subplots().set_title("looks up a font")
        figure.savefig(io.BytesIO(), format="png")
        # Whatever is wrong with our own modules, the kernel that imports them tells.
        with contextlib.suppress(Exception):
            importlib.import_module(f"{PACKAGE}.reports.language").read_catalogue()
            canvas = importlib.import_module(f"{PACKAGE}.reports.canvas")
            with canvas.open_chart(1.0) as (figure, axes):
                axes.set_title("looks up ours")
                canvas.save_chart(figure)
    _forget(IMPORTED_ANEW | WIDGETS)
    return start


def _forget(packages: set[str]) -> None:
    """Have packages imported anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] in packages]:
        del sys.modules[name]


def _list_packages() -> frozenset[str]:
    """Return what tells whether a package was installed, removed or replaced since."""
    packages = Path(sysconfig.get_path("purelib"))
    return frozenset(path.name for path in packages.iterdir()) - {"__pycache__"}


def _stamp_helpers() -> dict[str, tuple[int, int]]:
    """Return what tells whether a file of ours was edited since."""
    files = (f for f in Path(__file__).parents[1].rglob("*") if f.suffix in (".py", ".toml"))
    return {str(file): (file.stat().st_mtime_ns, file.stat().st_size) for file in files}


def _call(request: bytes) -> None:
    """Call a function of ours, for what it remembers; what fails here, the kernel tells."""
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
    """Fork a child for each request; return in the child, with the files it was sent."""
    signal.signal(signal.SIGCHLD, _reap)  # not SIG_IGN: what kernels used would be counted nowhere
    while True:
        request, files, *_ = socket.recv_fds(control, _LONGEST, 3, socket.MSG_CMSG_CLOEXEC)
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
