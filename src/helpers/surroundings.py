"""What a shell hands to a command, put in order so that nothing further in need care."""

import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

_SEARCHED = "PYTHONPATH"
STOPPED_BY = [
    number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None))
]


class Stopped(KeyboardInterrupt):
    """Somebody wants the command to end: by Ctrl-C, by `kill`, by closing the terminal."""

    def __init__(self, number: int) -> None:
        """Take the number of the signal."""
        super().__init__()
        self.number = number


def put_in_order() -> None:
    """Open standard streams that are closed, make paths absolute, and listen for signals."""
    _open_streams()
    entries = os.environ.get(_SEARCHED)
    if entries:  # notebooks run in another folder than the command
        absolute = (str(Path(entry).absolute()) for entry in entries.split(os.pathsep))
        os.environ[_SEARCHED] = os.pathsep.join(absolute)
    for number in STOPPED_BY:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(number, _stop)


def forget_signals() -> None:
    """Let signals do what they usually do: in a process that is a copy of the command."""
    for number in STOPPED_BY:
        if signal.getsignal(number) is _stop:
            signal.signal(number, signal.SIG_DFL)


def _open_streams() -> None:
    """Open closed streams on nothing, or the next file or socket would get their numbers."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
        if getattr(sys, name) is None:
            mode = "w" if number else "r"
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
    # A folder may have a name that the encoding of the terminal lacks.
    reconfigure: Any = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _stop(number: int, _: object) -> NoReturn:
    """Stop the command; what follows while it tidies up is not heard."""
    for each in STOPPED_BY:
        signal.signal(each, signal.SIG_IGN)
    raise Stopped(number)
