"""Cache keys: which inputs each file was made from, so that only what changed is made again.

Only the standard library is needed to see that there is nothing to do.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from helpers.data.tables.folders import find_folders
from helpers.project import relative, stamp_files, write_whole
from helpers.runs.report_notebooks import find_report_notebooks

CACHE = Path(".cache")
_FILE = CACHE / "made.json"
_PACKAGE = Path(__file__).resolve().parents[1]
_SOURCE_TYPES = {".css", ".html", ".js", ".py", ".toml", ".typ"}


@dataclass
class Records:
    """Cache keys of the files made so far; the file they are kept in may be deleted at any time.

    Attributes:
        project: Project folder.
        made: For each file, by path: the key of its inputs and the digest of its content.
        requests: For each request: the key of all inputs, then the files that answered it.
    """

    project: Path
    made: dict[str, list[str]] = field(default_factory=dict)
    requests: dict[str, list[str]] = field(default_factory=dict)

    def is_current(self, output: Path, key: str) -> bool:
        """True when a file was made from inputs with this key and has not changed since."""
        return self.made.get(str(output), [])[:1] == [key] and self.is_as_made(str(output))

    def is_as_made(self, output: str) -> bool:
        """True when nobody changed or removed a file since it was made."""
        return Path(output).is_file() and self.made.get(output, [])[1:] == [_digest(Path(output))]

    def keep(self, output: Path, key: str) -> None:
        """Record the key of the inputs a file was made from, and its content."""
        self.made[str(output)] = [key, _digest(output)]

    def find_answer(self, request: str, key: str) -> list[str]:
        """Return the files that answer a request, or nothing where any of them must be made."""
        known = self.requests.get(request, [])
        is_answer = known[:1] == [key] and all(map(self.is_as_made, known[1:]))
        return known[1:] if is_answer else []

    def save(self) -> None:
        """Write the records to `.cache`."""
        content = {"made": self.made, "requests": self.requests}
        text = json.dumps(content, indent=1, sort_keys=True)
        write_whole(self.project / _FILE, text.encode())


def read_records(project: Path) -> Records:
    """Return the records of a project; empty ones where the file is missing or damaged."""
    try:
        content = json.loads((project / _FILE).read_text(encoding="utf-8"))
        parts = content["made"], content["requests"]
        if all(isinstance(text, str) for part in parts for row in part.values() for text in row):
            return Records(project, *({name: [*row] for name, row in p.items()} for p in parts))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    return Records(project)


def list_inputs(project: Path) -> list[Path]:
    """Return every file that reports are made from.

    These are the tables and descriptors of all folders of data, and the source files in the
    folders of code. Locks, backups and system files beside them do not count.
    """
    return [*_list_sources(_PACKAGE), *list_project_files(project)]


def list_project_files(project: Path) -> list[Path]:
    """Return the files of a project that reports are made from."""
    notebooks = [notebook.path for notebook in find_report_notebooks(project)]
    template = _list_sources(project / "reports" / "template")
    return [*_list_data(project), *template, *notebooks, project / "requirements.lock"]


def _list_data(project: Path, *provinces: str) -> list[Path]:
    folders = find_folders(project)
    return folders.list_files(folders.choose(provinces))


def _list_sources(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.suffix in _SOURCE_TYPES and not path.name.startswith(".")
    ]


def digest_helpers() -> str:
    """Return a key of the code installed here."""
    return digest_files(_list_sources(_PACKAGE))


def digest_shared(project: Path, province: str) -> str:
    """Return a key of what every report of a province depends on: code, template, packages, data.

    Its data are those of the province and what all share; of all provinces where it is empty.
    """
    data = set(_list_data(project))
    files = [path for path in list_inputs(project) if path.suffix != ".ipynb" and path not in data]
    return digest(
        sys.version, digest_files([*files, *_list_data(project, *filter(None, [province]))])
    )


def digest_inputs(project: Path) -> str:
    """Return a key of everything that reports are made from."""
    return digest(sys.version, digest_files(list_inputs(project)))


def digest_notebook(path: Path) -> str:
    """Return a key of the cells of a notebook, whatever their outputs."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        for cell in content["cells"]:
            cell.pop("outputs", None)
            cell.pop("execution_count", None)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return digest_files([path])  # executing it reports what is wrong
    return digest(path.name, json.dumps(content, sort_keys=True))


def digest_files(files: Iterable[Path]) -> str:
    """Return a key of the names and contents of those files that exist."""
    parts = [
        (path.parent.name, path.name, _digest(path)) for path in sorted(files) if path.is_file()
    ]
    return digest(*(text for part in parts for text in part))


def digest(*texts: str) -> str:
    """Return a key of some texts in their order."""
    whole = hashlib.sha256()
    for text in texts:
        whole.update(f"{len(text)}:".encode() + text.encode())
    return whole.hexdigest()


def name_edits(
    before: Mapping[Path, tuple[int, ...]], project: Path, notebook: Path | None = None
) -> str:
    """Return the names of the input files edited, added or removed since; empty for none.

    A report reads no other notebook than its own.
    """
    edited = {path for path, _ in before.items() ^ stamp_files(list_inputs(project)).items()}
    if notebook:
        edited = {path for path in edited if path.suffix != ".ipynb" or path == notebook}
    return ", ".join(relative(path, project) for path in sorted(edited))


def describe_request(parameters: Mapping[str, str], folder: Path) -> str:
    """Return a name for a request for reports, the same for the same options."""
    words: Sequence[str] = [f"{name}={value}" for name, value in sorted(parameters.items())]
    return " ".join([*words, str(folder)])


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
