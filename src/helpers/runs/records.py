"""Cache keys: which inputs each file was made from, so that only what changed is made again.

Only the standard library is needed to see that there is nothing to do.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from helpers.project import relative, write_whole

CACHE = Path(".cache")
CITY_NOTEBOOK, COMPARISON_NOTEBOOK, AUDIT_NOTEBOOK = (
    f"notebooks/{name}.ipynb" for name in ("03-city-report", "04-comparison-report", "05-audit")
)
RAW, PROCESSED = Path("data/raw"), Path("data/processed")
_FILE = CACHE / "made.json"
_PACKAGE = Path(__file__).resolve().parents[1]
_SOURCE_TYPES = {".css", ".html", ".js", ".py", ".toml", ".typ"}

Stamps = Mapping[Path, tuple[int, ...]]


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
    """Return the records of a project; empty ones where the file is missing or damaged.

    Args:
        project: Project folder.
    """
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

    Of `data` these are the descriptors and what they name, and of the folders of code the
    source files: locks, backups and system files beside them do not count.
    """
    return [*_list_sources(_PACKAGE), *list_project_files(project)]


def list_project_files(project: Path) -> list[Path]:
    """Return the files of a project that reports are made from."""
    notebooks = [project / name for name in (CITY_NOTEBOOK, COMPARISON_NOTEBOOK, AUDIT_NOTEBOOK)]
    described = [*list_described(project / RAW), *list_described(project / PROCESSED)]
    template = _list_sources(project / "reports" / "template")
    return [*described, *template, *notebooks, project / "requirements.lock"]


def list_described(folder: Path) -> list[Path]:
    """Return a descriptor and the files it names; the descriptor alone where it is damaged."""
    descriptor = folder / "datapackage.json"
    try:
        resources = json.loads(descriptor.read_text(encoding="utf-8-sig"))["resources"]
        items = [item.get(key) for item in resources for key in ("path", "schema")]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        items = []  # reading the tables reports what is wrong
    names = sorted({item for item in items if isinstance(item, str)})
    return [descriptor, *(folder / name for name in names)]


def _list_sources(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.suffix in _SOURCE_TYPES and not path.name.startswith(".")
    ]


def digest_helpers() -> str:
    """Return a key of the code installed here."""
    return digest_files(_list_sources(_PACKAGE))


def digest_shared(project: Path) -> str:
    """Return a key of what every report depends on: data, code, template, locked packages."""
    files = (path for path in list_inputs(project) if path.suffix != ".ipynb")
    return digest(sys.version, digest_files(files))


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
    parts = [(path.name, _digest(path)) for path in sorted(files) if path.is_file()]
    return digest(*(text for part in parts for text in part))


def digest(*texts: str) -> str:
    """Return a key of some texts in their order."""
    whole = hashlib.sha256()
    for text in texts:
        whole.update(f"{len(text)}:".encode() + text.encode())
    return whole.hexdigest()


def stamp_files(files: Iterable[Path]) -> Stamps:
    """Return the inode, size and times of each file that exists, to see whether it is edited.

    A digest would miss an edit that is undone before the end, though reports may show it.
    """
    stamps = {}
    for path in files:
        if path.is_file():
            facts = path.stat()
            stamps[path] = (facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)
    return stamps


def name_edits(before: Stamps, project: Path) -> str:
    """Return the names of the input files edited, added or removed since; empty for none."""
    edited = {path for path, _ in before.items() ^ stamp_files(list_inputs(project)).items()}
    return ", ".join(relative(path, project) for path in sorted(edited))


def describe_request(parameters: Mapping[str, str], folder: Path) -> str:
    """Return a name for a request for reports, the same for the same options."""
    words: Sequence[str] = [f"{name}={value}" for name, value in sorted(parameters.items())]
    return " ".join([*words, str(folder)])


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
