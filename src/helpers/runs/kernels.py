"""Kernels forked from a process that has already imported what reports need.

Importing pandas, matplotlib and seaborn takes most of the time of a small report. With
`JUPYTER_DEFAULT_PROVISIONER_NAME=forked`, papermill, nbclient, nbval and JupyterLab fork each
kernel from one preloaded process instead. Every kernel is still a process of its own.

This is the side of the *client*, such as papermill. See `kernel_server` for the other side.
"""

import asyncio
import atexit
import contextlib
import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import uuid
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from helpers.runs import kernel_server
from helpers.runs.kernel_server import INLINE_BACKEND, PACKAGE

LAUNCHER = [sys.executable, "-m", "ipykernel_launcher"]
_MOMENT_SECONDS = 0.25
_lock = threading.Lock()
_copied: list[socket.socket] = []
_servers = contextlib.ExitStack()
atexit.register(_servers.close)


def can_fork() -> bool:
    """True on a recent Linux; macOS has libraries that do not survive a fork."""
    with contextlib.suppress(AttributeError, OSError):
        os.close(os.pidfd_open(os.getpid()))
        return True
    return False


class ForkedKernel(subprocess.Popen[bytes]):
    """The process of a kernel; its exit code, which only its parent the server knows, reads 0."""

    stdin = stdout = stderr = None

    def __init__(self, command: list[str], pid: int, handle: int) -> None:
        """Wrap a running kernel; the file `handle` becomes readable when it ends."""
        self.args, self.pid, self._handle = command, pid, handle
        self.returncode: int | None = None

    def __del__(self) -> None:
        """Close the handle of the process."""
        os.close(self._handle)

    def poll(self) -> int | None:
        """Return None while the kernel runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(timeout=0)
        return self.returncode

    async def end(self, timeout: float) -> None:
        """Wait until the kernel has ended, for `timeout` seconds at most, without blocking."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._handle, ended.set)
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), timeout)
        finally:
            loop.remove_reader(self._handle)

    def wait(self, timeout: float | None = None) -> int:
        """Return 0 once the kernel has ended."""
        end = select.poll()
        end.register(self._handle, select.POLLIN)
        if not end.poll(None if timeout is None else timeout * 1000):
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        self.returncode = 0
        return 0


class ForkedProvisioner(LocalProvisioner):
    """Forks the IPython kernels of this interpreter, and starts others as `LocalProvisioner`."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Return the launch options, with encryption where possible and no TCP ports on Linux.

        A port is chosen by the client and opened by the kernel later, so two kernels that start
        together may get the same one, and the second never answers. Socket names cannot collide.
        """
        if hasattr(self.parent, "transport_encryption") and zmq.has("curve"):
            kwargs.setdefault("transport_encryption", "auto")  # ipykernel warns when it is not
        if self.parent is not None and self.parent.transport == "tcp" and can_fork():
            self.parent.transport = "ipc"
            self.parent.cache_ports = False
            self.parent.ip = f"@{PACKAGE}-{uuid.uuid4().hex}"  # abstract: without a file
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Return how to connect to a kernel launched by a command line.

        Args:
            cmd: The command line.
            **kwargs: Those of `subprocess.Popen`.
        """
        kernel = await _fork(cmd, **self._scrub_kwargs(kwargs)) if can_fork() else None
        if kernel is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = kernel
        self.pid = self.pgid = kernel.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def poll(self) -> int | None:
        """Return None while the kernel runs.

        A kernel that is shut down ends within milliseconds, but the client polls only every
        0.1 s, a good part of the time of a small report; so wait for the end here.
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
    """Return a forked kernel, or None if it must be started the usual way."""
    files = (stdout or 1, stderr or 2)
    streams = [file if isinstance(file, int) else file.fileno() for file in files]
    directory = Path.cwd() / (cwd or "")
    # Negative streams are subprocess.PIPE and the like.
    if command[:3] != LAUNCHER or others or min(streams) < 0 or not directory.is_dir():
        return None
    # ipykernel sets MPLBACKEND too, but too late: matplotlib is already imported.
    environment = {**env, "MPLBACKEND": env.get("MPLBACKEND") or INLINE_BACKEND}
    request = json.dumps([command, environment, str(directory)]).encode()
    # An empty answer (ValueError) means that the server has ended, or could not start.
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


def start_server_here() -> None:
    """Fork the server from this process, so that both share the imports.

    If this process already has threads or has imported pandas, the server is later started as a
    new process instead.
    """
    if not can_fork() or threading.active_count() > 1 or "pandas" in sys.modules:
        return
    control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        pid = kernel_server.copy(theirs, control)
    _servers.callback(os.waitpid, pid, 0)
    _servers.callback(os.kill, pid, signal.SIGKILL)
    _servers.callback(control.close)
    _copied.append(control)


def prepare_kernels(function: str, *arguments: str) -> None:
    """Call a function in the server, so that all kernels inherit what it caches."""
    with contextlib.suppress(OSError):
        start_server().send(json.dumps([function, *arguments]).encode())


@functools.cache
def start_server() -> socket.socket:
    """Return the socket on which the server takes requests; the first call starts the server.

    Processes forked from this one share its server.
    """
    if _copied:
        return _copied[0]
    control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    module = kernel_server.__name__
    with theirs:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", f"from {module} import start; start({theirs.fileno()})"],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",  # so that no file of the project shadows a module
            env={"MPLBACKEND": INLINE_BACKEND, **os.environ},
            start_new_session=True,
        )
    _servers.callback(process.wait)
    _servers.callback(process.kill)
    _servers.callback(control.close)
    return control


def end_server() -> None:
    """End the server, and with it all kernels; later ones are started the usual way."""
    _servers.close()
