"""Kernels forked from a process that has already imported what reports need.

Most of a small report's time goes into importing pandas, matplotlib and seaborn. With
`JUPYTER_DEFAULT_PROVISIONER_NAME=forked`, papermill, nbclient, nbval and JupyterLab get each kernel
as a copy of one preloaded process instead. Every kernel is still a process of its own.

The *client* is papermill, say. The *server* imports everything, then waits in `_serve`, without
threads. The *kernel* is a child of the server that returned from there. When the client ends,
however it ends, so do the others. (multiprocessing's fork server would import its `__main__`.)

Whatever a fork would not do faithfully is started the usual way, without a word.
"""

import asyncio
import atexit
import builtins
import contextlib
import ctypes
import functools
import gc
import importlib
import io
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
import uuid
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

PACKAGE = __name__.partition(".")[0]
LAUNCHER = [sys.executable, "-m", "ipykernel_launcher"]
INLINE_BACKEND = "module://matplotlib_inline.backend_inline"
PRELOADED = ("pandas", "seaborn", "matplotlib.pyplot", "ipykernel.kernelapp", "ipykernel.debugger")
RUN_NOTEBOOKS = ("__main__", "cli", "document", "runs")
# Each kernel imports these itself: they look for a shell, and widgets also for who talks to it.
# Only what they import stays; what of ours imports widgets is imported by the kernel as well.
IMPORTED_ANEW = {"matplotlib_inline", "tqdm"}
WIDGETS = {"anywidget", "ipywidgets"}
# What Python, the C library or a preloaded package reads only when it starts.
READ_ONCE = (
    *("ARROW_", "HOME", "LANG", "LC_", "LD_", "MALLOC_", "MATPLOTLIB", "MKL_", "MPL", "NPY_"),
    *("OMP_", "OPENBLAS_", "PANDAS_", "PYDEVD", "PYTHON", "TZ", "USER", "XDG_"),
)
_MOMENT_SECONDS = 0.25
_lock = threading.Lock()


def can_fork() -> bool:
    """Tell whether this is Linux, and new enough (macOS has libraries that do not survive fork)."""
    with contextlib.suppress(AttributeError, OSError):
        os.close(os.pidfd_open(os.getpid()))
        return True
    return False


class ForkedKernel(subprocess.Popen[bytes]):
    """A kernel's process. Only its parent, the server, could know its exit code: here it is 0."""

    stdin = stdout = stderr = None

    def __init__(self, command: list[str], pid: int, handle: int) -> None:
        """Take over a running kernel; `handle` is a file that becomes readable when it ends."""
        self.args, self.pid, self._handle = command, pid, handle
        self.returncode: int | None = None

    def __del__(self) -> None:
        """Let go of the process."""
        os.close(self._handle)

    def poll(self) -> int | None:
        """Return None while the kernel runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(timeout=0)
        return self.returncode

    async def end(self, timeout: float) -> None:
        """Return once the kernel has ended, or the time in seconds is over; block nobody else."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._handle, ended.set)
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), timeout)
        finally:
            loop.remove_reader(self._handle)

    def wait(self, timeout: float | None = None) -> int:
        """Return once the kernel has ended."""
        end = select.poll()
        end.register(self._handle, select.POLLIN)
        if not end.poll(None if timeout is None else timeout * 1000):
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        self.returncode = 0
        return 0


class ForkedProvisioner(LocalProvisioner):
    """Forks the IPython kernels of this interpreter, and starts others as `LocalProvisioner`."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose how to talk to the kernel: encrypted where possible, without ports on Linux.

        Ports are chosen by the client and taken by the kernel later; of many kernels that start at
        once two may be given the same one, and the second never answers. Names cannot collide.
        """
        if hasattr(self.parent, "transport_encryption") and zmq.has("curve"):
            kwargs.setdefault("transport_encryption", "auto")  # ipykernel warns when it is not
        if self.parent is not None and self.parent.transport == "tcp" and can_fork():
            self.parent.transport = "ipc"
            self.parent.cache_ports = False
            self.parent.ip = f"@{PACKAGE}-{uuid.uuid4().hex}"  # of Linux: no file stands for it
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch a kernel by its command line; `kwargs` are those of `subprocess.Popen`."""
        kernel = await _fork(cmd, **self._scrub_kwargs(kwargs)) if can_fork() else None
        if kernel is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = kernel
        self.pid = self.pgid = kernel.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def poll(self) -> int | None:
        """Return None while the kernel runs.

        A kernel that is being shut down ends within moments, but who shuts it down looks only
        every tenth of a second: that would be a good part of a small report's time.
        """
        if isinstance(self.process, ForkedKernel) and getattr(self.parent, "shutting_down", False):
            await self.process.end(timeout=_MOMENT_SECONDS)
        return await super().poll()


async def _fork(
    command: list[str],
    *,
    env: dict[str, str],
    cwd: str | None = None,
    stdout: Any = None,
    stderr: Any = None,
    **others: Any,
) -> ForkedKernel | None:
    """Fork a kernel, or return None if it has to be started the usual way."""
    files = (stdout or 1, stderr or 2)
    streams = [file if isinstance(file, int) else file.fileno() for file in files]
    directory = Path.cwd() / (cwd or "")
    # Streams below zero are subprocess.PIPE and its kin.
    if command[:3] != LAUNCHER or others or min(streams) < 0 or not directory.is_dir():
        return None
    # ipykernel sets it as well, but trusts that matplotlib has not been imported by then.
    environment = {**env, "MPLBACKEND": env.get("MPLBACKEND") or INLINE_BACKEND}
    request = json.dumps([command, environment, str(directory)]).encode()
    # Without an answer the number is no number: the server has ended, or could not start.
    with contextlib.suppress(OSError, ValueError):
        channel, theirs = socket.socketpair()
        with channel:
            with theirs, _lock:
                socket.send_fds(start_server(), [b"\0"], [theirs.fileno(), *streams])
            channel.settimeout(0)
            async with asyncio.timeout(60):
                loop = asyncio.get_running_loop()
                await loop.sock_sendall(channel, request)
                channel.shutdown(socket.SHUT_WR)
                pid = int(await loop.sock_recv(channel, 20))
                return ForkedKernel(command, pid, os.pidfd_open(pid))
    return None


@functools.cache
def start_server() -> socket.socket:
    """Return the socket on which the server takes requests; it starts at the first call.

    Processes forked from this one share its server.
    """
    control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", f"from {__name__} import _main; _main({theirs.fileno()})"],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",  # where no file can pass for a module
            env={"MPLBACKEND": INLINE_BACKEND, **os.environ},
            start_new_session=True,
        )
    atexit.register(process.wait)
    atexit.register(process.kill)
    atexit.register(control.close)
    return control


def _main(control: int) -> None:
    """Be the server, and in its children the kernel; `control` is the socket of the client."""
    started = dict(os.environ)
    sys.path[:] = filter(None, sys.path)
    packages = Path(sysconfig.get_path("purelib"))
    installed, helpers = packages.stat().st_mtime_ns, _stamp_helpers()
    _preload()
    gc.freeze()  # or the collector of each kernel goes through all that, and copies it
    server = os.getpid()
    channel, *streams = _serve(socket.socket(fileno=control))
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
        or packages.stat().st_mtime_ns != installed
    ):
        os.execve(command[0], command, environment)  # noqa: S606
    for name in started:
        os.environ.pop(name, None)
    os.environ.update(environment)
    tempfile.tempdir = None  # chosen anew, from the environment as it is now
    importlib.import_module("numpy.random").seed()  # the standard library's does so by itself
    if _stamp_helpers() != helpers:  # edited while JupyterLab runs
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
    for stream in (sys.__stdout__, sys.__stderr__):
        with contextlib.suppress(Exception):
            if stream is not None:
                stream.flush()
    os._exit(0)


def _preload() -> None:
    """Import everything, and do once what libraries put off until they draw."""
    # pandas shows fewer columns if it finds a kernel when imported.
    vars(builtins)["get_ipython"] = lambda: type("Shell", (), {"kernel": None})
    for name in PRELOADED:
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
            charts = importlib.import_module(f"{PACKAGE}.reports.charts")
            with charts.open_chart(1.0) as (figure, axes):
                axes.set_title("looks up ours")
                charts.save_chart(figure)
    _forget(IMPORTED_ANEW | WIDGETS)


def _forget(packages: set[str]) -> None:
    """Have packages imported anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] in packages]:
        del sys.modules[name]


def _stamp_helpers() -> dict[str, tuple[int, int]]:
    """Return what tells whether a file of ours was edited since."""
    files = Path(__file__).parents[1].rglob("*")
    stats = {str(file): file.stat() for file in files if file.suffix in (".py", ".toml")}
    return {name: (stat.st_mtime_ns, stat.st_size) for name, stat in stats.items()}


def _reap(*_: object) -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _serve(control: socket.socket) -> list[int]:
    """Fork a child for each request; return in the child, with the files it was sent."""
    signal.signal(signal.SIGCHLD, _reap)  # not SIG_IGN: what kernels used would be counted nowhere
    while True:
        files = socket.recv_fds(control, 1, 3, socket.MSG_CMSG_CLOEXEC)[1]
        if not files:
            sys.exit()
        with contextlib.suppress(OSError):
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                control.close()
                return files
        for file in files:
            os.close(file)
