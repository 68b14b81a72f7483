"""The folders of a project, and files: written atomically, stamped to see later edits."""

import contextlib
import uuid
from collections.abc import Iterable
from pathlib import Path

from helpers.problems import UsageError

RAW, PROCESSED = Path("data/raw"), Path("data/processed")
CODEBOOK = RAW / "codebook"
DESCRIPTOR, PROCESSED_DESCRIPTOR = (
    CODEBOOK / f"{each.name}.tables.json" for each in (RAW, PROCESSED)
)
# Reports of a whole province, what else stands beside them, and the word for every place.
COMPARISON, AUDIT, ALL = "comparison", "audit", "all"
INDEX, TEMPLATE, BENCH = "index", "template", "bench"
RESERVED_NAMES = frozenset({COMPARISON, AUDIT, INDEX, TEMPLATE, BENCH, ALL})


def find_project(start: Path | None = None) -> Path:
    """Return the project folder: the nearest folder upwards that contains `data/raw`.

    Args:
        start: Folder to start from; the working directory by default.

    Returns:
        The absolute path of the project folder.

    Raises:
        UsageError: Neither `start` nor the installed checkout is inside a project.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[2]):
        if (folder / DESCRIPTOR).is_file():
            return folder
    raise UsageError(f"no {DESCRIPTOR.as_posix()} in or above {here}; run this in the project")


def relative(path: Path, project: Path) -> str:
    """Return a path relative to the project, or unchanged if it is outside."""
    try:
        return path.resolve().relative_to(project.resolve()).as_posix()
    except ValueError:
        return str(path)


def stamp_files(files: Iterable[Path]) -> dict[Path, tuple[int, ...]]:
    """Return the inode, size and times of each file that exists, to see later whether it changed.

    A digest would miss an edit that was undone in between.
    """
    stamps: dict[Path, tuple[int, ...]] = {}
    for path in files:
        if path.is_file():
            facts = path.stat()
            stamps[path] = (facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)
    return stamps


def write_whole(path: Path, content: bytes) -> bool:
    """Write a file atomically: readers see the old or the new content, never a part.

    Args:
        path: The file; its folder is created if missing.
        content: The whole content.

    Returns:
        True if the file changed; an identical file is not touched.
    """
    if path.is_file() and path.read_bytes() == content:
        return False
    # tempfile ignores the umask: its files can be read by their owner only.
    name = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with name.open("xb") as stream:
            stream.write(content)
        name.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            name.unlink()
        if isinstance(error, OSError):  # which names no file, or one that nobody knows
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
    return True
