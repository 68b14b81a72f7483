"""Faults of the machine rather than of an input: disk, memory, limits, packages; each one line."""

import errno
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from helpers.problems import UsageError
from helpers.project import relative

MACHINE_FAULTS = (OSError, MemoryError, ImportError)
_KERNEL_OPENS = 128
_WANTED_OPEN_FILES = 1024
_PROBE_BYTES = 65_536
# Where IPython, matplotlib and Jupyter write, unless these say otherwise.
_WRITTEN_AT_HOME = ("IPYTHONDIR", "MPLCONFIGDIR", "JUPYTER_RUNTIME_DIR")
_ROOM = "free space there"
_FILES = f"a limit of {_WANTED_OPEN_FILES} or more (ulimit -n {_WANTED_OPEN_FILES})"
_WRITABLE = "a folder you may write to"
_EXPECTED = {
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EMFILE: _FILES,
    errno.ENFILE: _FILES,
    errno.EROFS: _WRITABLE,
    errno.EACCES: _WRITABLE,
    errno.EPERM: _WRITABLE,
    errno.EAGAIN: "a higher limit of processes (ulimit -u), or fewer of ours (--jobs 1)",
    errno.ENOMEM: "more memory, or fewer processes (--jobs 1)",
}
# With these no other file could be written either.
_FOR_EVERY_FILE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE}


def describe_fault(error: OSError | MemoryError | ImportError) -> str:
    """Return one line: the file where one is to blame, the reason, and what was expected."""
    if isinstance(error, MemoryError):
        return f"the memory is full; expected {_EXPECTED[errno.ENOMEM]}"
    if isinstance(error, ImportError):
        reason = " ".join(str(error).split())
        return f"a package is missing or damaged: {reason}; expected those of requirements.lock"
    shown = f"{relative(Path(os.fsdecode(error.filename)), Path.cwd())}: " if error.filename else ""
    expected = _EXPECTED.get(error.errno or 0)
    return f"{shown}{error.strerror or error}" + (f"; expected {expected}" if expected else "")


def is_for_every_file(error: OSError) -> bool:
    """Return whether writing any other file would fail for the same reason."""
    return error.errno in _FOR_EVERY_FILE


def check_folders(folders: Iterable[Path], project: Path) -> None:
    """Check before any work that files can be written to folders, and to the temporary one.

    Args:
        folders: Folders that files will be written to; made when missing.
        project: Project folder.

    Raises:
        UsageError: They cannot.
    """
    try:
        temporary = Path(tempfile.gettempdir())
    except OSError as error:
        message = (
            "no temporary folder can be written to; expected free space, or TMPDIR to name one"
        )
        raise UsageError(message) from error
    for folder in (*folders, temporary):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder) as probe:
                probe.write(bytes(_PROBE_BYTES))
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            expected = _EXPECTED.get(error.errno or 0, _WRITABLE)
            shown = relative(folder, project)
            message = f"cannot write to {shown}: {reason}; expected {expected}"
            raise UsageError(message) from error


def check_semaphores() -> None:
    """Check before any work that processes can share semaphores, as a pool of them does.

    Raises:
        UsageError: They cannot.
    """
    try:
        multiprocessing.get_context().Lock()
    except (OSError, ImportError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno == errno.EMFILE:
            raise
        reason = getattr(error, "strerror", None) or error
        wrong = f"processes cannot share semaphores: {reason}"
        raise UsageError(f"{wrong}; expected /dev/shm, mounted and writable") from error


def prepare_machine(project: Path) -> None:
    """Allow this process and its kernels the files and folders that they need.

    Raises:
        UsageError: Too few files may be open at once.
    """
    _raise_limit_of_files()
    try:
        with tempfile.TemporaryFile(dir=Path.home()) as probe:
            probe.write(bytes(_PROBE_BYTES))
    except (OSError, RuntimeError):
        for name in _WRITTEN_AT_HOME:
            os.environ.setdefault(name, str(project / ".cache" / name.lower()))


def _raise_limit_of_files() -> None:
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= _WANTED_OPEN_FILES:
        return
    is_limited = hard != resource.RLIM_INFINITY
    soft = min(hard, _WANTED_OPEN_FILES) if is_limited else _WANTED_OPEN_FILES
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft < _KERNEL_OPENS:
        raise UsageError(f"only {soft} files may be open at once; expected {_FILES}")
