"""Process set-up for the command line: standard streams, `PYTHONPATH` and signals."""

import gc
import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

_SEARCHED = "PYTHONPATH"
_COLLECTED_AFTER = 100_000, 50, 50
STOPPED_BY = [
    number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None))
]


class Stopped(KeyboardInterrupt):
    """The command was asked to stop: Ctrl-C, `kill`, or a closed terminal."""

    def __init__(self, number: int) -> None:
        """Store the signal.

        Args:
            number: Number of the signal.
        """
        super().__init__()
        self.number = number


def prepare_process() -> None:
    """Reopen closed standard streams, make `PYTHONPATH` absolute, and handle stop signals."""
    _open_streams()
    # What is imported and read stays until the end: looking through it often takes time only.
    gc.set_threshold(*_COLLECTED_AFTER)
    entries = os.environ.get(_SEARCHED)
    if entries:  # notebooks run in another folder than the command
        absolute = (str(Path(entry).absolute()) for entry in entries.split(os.pathsep))
        os.environ[_SEARCHED] = os.pathsep.join(absolute)
    for number in STOPPED_BY:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup sets it to ignored
            signal.signal(number, _stop)


def forget_signals() -> None:
    """Restore the default signal handlers, in a process forked from the command."""
    for number in STOPPED_BY:
        if signal.getsignal(number) is _stop:
            signal.signal(number, signal.SIG_DFL)


def _open_streams() -> None:
    """Open closed streams on the null device; otherwise a later file would get their numbers."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest free number
        if getattr(sys, name) is None:
            mode = "w" if number else "r"
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
    # A path may contain characters that the encoding of the terminal lacks.
    reconfigure: Any = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _stop(number: int, _: object) -> NoReturn:
    """Raise `Stopped`, and ignore further signals while the command cleans up."""
    for each in STOPPED_BY:
        signal.signal(each, signal.SIG_IGN)
    raise Stopped(number)
