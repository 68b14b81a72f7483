"""What somebody edits while reports are made: nobody then knows what the reports show of it."""

from collections.abc import Iterable
from pathlib import Path

from helpers.project import relative
from helpers.runs.records import list_inputs

_Stamp = tuple[int, int, int, int]


class Edits:
    """The files that reports are made from, as they were when the command began.

    Content alone would not tell: who edits and takes the edit back has changed what was read.
    """

    def __init__(self, project: Path) -> None:
        """Look at all files but those that the command itself writes: the cleaned data."""
        self._project = project
        self._sources = _stamp(self._list_sources())
        self._cleaned: dict[Path, _Stamp] | None = None

    def watch_cleaned(self) -> None:
        """Look at the cleaned data as well, which nobody writes from here on."""
        self._cleaned = _stamp(self._list_cleaned())

    def find(self) -> list[Path]:
        """Return the files that were edited, added or removed since."""
        changed = self._sources.items() ^ _stamp(self._list_sources()).items()
        if self._cleaned is not None:
            changed |= self._cleaned.items() ^ _stamp(self._list_cleaned()).items()
        return sorted({path for path, _ in changed})

    def concern(self, notebook: Path) -> bool:
        """Tell whether what a notebook makes may show some of the edits."""
        return any(path == notebook or path.suffix != notebook.suffix for path in self.find())

    def __str__(self) -> str:
        """Return the names of the files."""
        return ", ".join(relative(path, self._project) for path in self.find())

    def _list_sources(self) -> list[Path]:
        return list(set(list_inputs(self._project)).difference(self._list_cleaned()))

    def _list_cleaned(self) -> Iterable[Path]:
        return (self._project / "data" / "processed").glob("*.csv")


def _stamp(files: Iterable[Path]) -> dict[Path, _Stamp]:
    stamps = {}
    for path in files:
        if path.is_file():
            facts = path.stat()
            stamps[path] = (facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)
    return stamps
