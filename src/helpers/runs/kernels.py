"""Kernels forked from a process that has already imported what reports need.

Most of a small report's time goes into importing pandas, matplotlib and seaborn. With
`JUPYTER_DEFAULT_PROVISIONER_NAME=forked`, papermill, nbclient, nbval and JupyterLab get each kernel
as a copy of one preloaded process instead. Every kernel is still a process of its own.

This is the side of the *client*: papermill, say. See `kernel_server` for the other side.
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


def start_server_here() -> None:
    """Start the server as a copy of this process, which imports what kernels need for both.

    Where this process has begun anything that a kernel must not find, the server is started as
    another process, as it is when nobody calls this.
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
    """Have the server call a function, so that kernels find what it remembers.

    Args:
        function: Full name of a function of the helpers.
        *arguments: What it is called with.
    """
    with contextlib.suppress(OSError):
        start_server().send(json.dumps([function, *arguments]).encode())


@functools.cache
def start_server() -> socket.socket:
    """Return the socket on which the server takes requests; it starts at the first call.

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
            cwd="/",  # where no file can pass for a module
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
