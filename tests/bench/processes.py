"""One command measured as a whole: wall and CPU time of all its processes, and their memory."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_SECONDS_BETWEEN_LOOKS = 0.4


@dataclass(frozen=True)
class Measured:
    """What a command took.

    Attributes:
        wall_seconds: From start to end.
        cpu_seconds: Of it and of all processes it waited for, kernels included.
        peak_bytes: Highest sum of proportional memory seen; 0 where it was not looked at.
        output: What it printed.
    """

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int
    output: str


def measure(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    *,
    with_memory: bool = False,
) -> Measured:
    """Run a command and measure it.

    Args:
        command: Its words.
        folder: Working directory.
        environment: Variables beside those of this process.
        with_memory: Whether to look at its memory, which costs a little time.

    Raises:
        RuntimeError: It failed.
    """
    start = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**_environment(), **(environment or {})},
        stdout=subprocess.PIPE,
        text=True,
    )
    peak = _Peak(process.pid) if with_memory else None
    assert process.stdout is not None
    output = process.stdout.read()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    highest = peak.stop() if peak else 0
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{output}")
    return Measured(wall, usage.ru_utime + usage.ru_stime, highest, output)


def _environment() -> dict[str, str]:
    # A search path of ours would keep kernels from being forked, and Python compiles each module
    # once, unless it is told to do so at each start.
    unusual = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if name not in unusual}


class _Peak:
    """Looks at a process and its children until told to stop."""

    def __init__(self, pid: int) -> None:
        self._process, self._highest = psutil.Process(pid), 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def stop(self) -> int:
        self._end.set()
        self._thread.join()
        return self._highest

    def _look(self) -> None:
        while not self._end.wait(_SECONDS_BETWEEN_LOOKS):
            try:
                family = [self._process, *self._process.children(recursive=True)]
            except psutil.Error:
                return
            self._highest = max(self._highest, sum(map(_find_size, family)))


def _find_size(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0
