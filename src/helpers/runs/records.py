"""What was made from what: a file whose inputs have not changed is not made again.

Only the standard library is needed to see that there is nothing to do.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from helpers.project import write_whole

CACHE = Path(".cache")
_FILE = CACHE / "made.json"
_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass
class Records:
    """Keys of the files made so far, kept in a file that may be deleted at any time.

    Attributes:
        project: Project folder.
        made: For each file the key of its inputs and the digest of its content, by path.
        requests: For each request the key of all inputs, and the files that answered it.
    """

    project: Path
    made: dict[str, dict[str, str]] = field(default_factory=dict)
    requests: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def is_current(self, output: Path, key: str) -> bool:
        """Tell whether a file was made from inputs of this key and is as it was made."""
        return self.made.get(str(output), {}).get("key") == key and self.is_as_made(str(output))

    def is_as_made(self, output: str) -> bool:
        """Tell whether nobody changed or removed a file since it was made."""
        entry, path = self.made.get(output), Path(output)
        return entry is not None and path.is_file() and entry["digest"] == _digest_file(path)

    def keep(self, output: Path, key: str) -> None:
        """Note that a file was made from inputs of a key, and what it holds."""
        self.made[str(output)] = {"key": key, "digest": _digest_file(output)}

    def find_answer(self, request: str, key: str) -> list[str]:
        """Return the files that answer a request, or nothing where any of them must be made."""
        entry = self.requests.get(request, {})
        outputs = entry.get("outputs", [])
        is_same = entry.get("key") == [key]
        return outputs if is_same and all(map(self.is_as_made, outputs)) else []

    def save(self) -> None:
        """Write the records whole."""
        content = {"made": self.made, "requests": self.requests}
        text = json.dumps(content, indent=1, sort_keys=True)
        write_whole(self.project / _FILE, text.encode())


def read_records(project: Path) -> Records:
    """Read the records; without them, or with records of another form, everything is made.

    Args:
        project: Project folder.
    """
    try:
        content = json.loads((project / _FILE).read_text(encoding="utf-8"))
        return Records(project, content["made"], content["requests"])
    except (OSError, ValueError, KeyError, TypeError):
        return Records(project)


def digest_helpers() -> str:
    """Return a key of the helpers installed here."""
    return digest_files(_list_helpers())


def digest_code(project: Path) -> str:
    """Return a key of what makes reports: helpers, template, locked packages, Python itself."""
    return digest(sys.version, digest_helpers(), digest_files(_list_settings(project)))


def digest_inputs(project: Path) -> str:
    """Return a key of everything a report can depend on.

    Args:
        project: Project folder.
    """
    return digest(digest_code(project), digest_files(_list_contents(project)))


def digest_notebook(path: Path) -> str:
    """Return a key of what a notebook says and does, whatever came of it when it was executed."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        for cell in content["cells"]:
            cell.pop("outputs", None)
            cell.pop("execution_count", None)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return digest_files([path])  # who executes it tells what is wrong
    return digest(path.name, json.dumps(content, sort_keys=True))


def list_inputs(project: Path) -> list[Path]:
    """List every file that a report can depend on."""
    return [*_list_helpers(), *_list_settings(project), *_list_contents(project)]


def list_cleaned(project: Path) -> list[Path]:
    """Return the folders that cleaning writes to."""
    return [project / "data" / "processed", project / "notebooks" / "cleaned"]


def _list_helpers() -> list[Path]:
    return [path for path in _PACKAGE.rglob("*") if path.suffix in (".py", ".toml")]


def _list_settings(project: Path) -> list[Path]:
    return [*(project / "reports" / "template").glob("*"), project / "requirements.lock"]


def _list_contents(project: Path) -> list[Path]:
    return [*(project / "data").glob("*/*"), *(project / "notebooks").glob("*.ipynb")]


def digest_files(files: Iterable[Path]) -> str:
    """Return a key of the names and contents of files that exist."""
    parts = [(path.name, _digest_file(path)) for path in sorted(files) if path.is_file()]
    return digest(*(text for part in parts for text in part))


def digest(*texts: str) -> str:
    """Return a key of some texts in their order."""
    whole = hashlib.sha256()
    for text in texts:
        whole.update(f"{len(text)}:".encode() + text.encode())
    return whole.hexdigest()


def describe_request(parameters: Mapping[str, str], folder: Path) -> str:
    """Name a request for reports, so that the same words find its answer."""
    words: Sequence[str] = [f"{name}={value}" for name, value in sorted(parameters.items())]
    return " ".join([*words, str(folder)])


def _digest_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
