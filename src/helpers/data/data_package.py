"""Tables as their Data Package describes them: one descriptor is schema, validator and manual."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpers.problems import InputError, Problem


@dataclass(frozen=True)
class Field:
    """One column: its type, what it means in both languages, and what it may hold."""

    name: str
    type: str
    description: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    required: bool = False
    unique: bool = False
    pattern: str | None = None

    def find_fault(self, value: str) -> tuple[str, str] | None:
        """Return what is wrong with a cell and what is expected, or None."""
        if not value:
            return ("the cell is empty", self._expected()) if self.required else None
        if "\r" in value:
            return (f"{value!r} holds a carriage return", "text without one")
        if value != value.strip():
            return (f"{value!r} begins or ends with a space", "no space around the value")
        if self.labels and value not in self.labels:
            return (f"{value!r} is not known", name_nearest(value, self.labels))
        if self.pattern and not re.fullmatch(self.pattern, value):
            return (f"{value!r} has the wrong form", f"the form {self.pattern}")
        if not _has_type(value, self.type):
            return (f"{value!r} is not a {self.type}", self._expected())
        return None

    def _expected(self) -> str:
        forms = {"date": "a date such as 2021-06-24", "integer": "a whole number"}
        if self.labels:
            return "one of " + ", ".join(self.labels)
        return forms.get(self.type, self.description["en"])


@dataclass(frozen=True)
class Table:
    """One CSV file of a package."""

    name: str
    path: Path
    shown_path: str
    title: Mapping[str, str]
    fields: tuple[Field, ...]
    foreign_keys: Mapping[str, tuple[str, str]]
    is_subject: bool = False

    @property
    def columns(self) -> list[str]:
        """The column names in order."""
        return [column.name for column in self.fields]


@dataclass(frozen=True)
class Package:
    """A descriptor and the tables it describes."""

    folder: Path
    tables: Mapping[str, Table] = field(default_factory=dict)

    @property
    def subjects(self) -> list[str]:
        """Names of the tables that hold figures, in the order of the descriptor."""
        return [table.name for table in self.tables.values() if table.is_subject]


def name_nearest(value: str, known: Iterator[str] | Mapping[str, Any] | list[str]) -> str:
    """Name the known value nearest to a misspelt one, for the end of an error message."""
    choices = list(known)
    close = get_close_matches(value, choices, n=1, cutoff=0.5)
    if close:
        return f"perhaps {close[0]!r}"
    return "one of " + ", ".join(choices[:24]) + (", …" if len(choices) > 24 else "")


_FORMS = {
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "integer": r"-?[0-9]+",
    "number": r"-?[0-9]+(\.[0-9]+)?",
}


def _has_type(value: str, kind: str) -> bool:
    if not re.fullmatch(_FORMS.get(kind, ".*"), value, re.DOTALL):
        return False
    try:
        return kind != "date" or bool(date.fromisoformat(value))
    except ValueError:
        return False


def read_package(folder: Path, project: Path) -> Package:
    """Read `datapackage.json`.

    Args:
        folder: Folder of the descriptor.
        project: Project folder, from which paths in messages are counted.

    Returns:
        The package; its tables are not read yet.

    Raises:
        InputError: The descriptor is not JSON or lacks a part.
    """
    files = [folder / "datapackage.json", *folder.glob("*.schema.json")]
    stamps = tuple(file.stat().st_mtime_ns for file in files if file.is_file())
    return _read_package(folder, project, stamps)


@lru_cache(maxsize=16)
def _read_package(folder: Path, project: Path, _stamps: tuple[int, ...]) -> Package:
    path = folder / "datapackage.json"
    descriptor = _read_json(path, project)
    try:
        tables = {
            resource["name"]: _describe_table(resource, folder, project)
            for resource in descriptor["resources"]
        }
    except (KeyError, TypeError) as error:
        shown = path.relative_to(project).as_posix()
        wrong = f"a resource lacks {error}" if isinstance(error, KeyError) else str(error)
        raise InputError([Problem(shown, 0, "", wrong, "a Data Package descriptor")]) from error
    return Package(folder, tables)


def _read_json(path: Path, project: Path) -> Any:
    shown = path.relative_to(project).as_posix()
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        problem = Problem(shown, 0, "", "the file is missing", "the description of the tables")
        raise InputError([problem]) from error
    except json.JSONDecodeError as error:
        problem = Problem(shown, error.lineno, "", error.msg, "a JSON document")
        raise InputError([problem]) from error


def _read_texts(item: Mapping[str, Any], name: str) -> dict[str, str]:
    """Read a text in every language: `label` is English, `label_zh` and so on the others."""
    start = f"{name}_"
    others = {key.removeprefix(start): item[key] for key in item if key.startswith(start)}
    return {"en": item[name], "zh": item[f"{start}zh"], **others}


def _describe_table(resource: dict[str, Any], folder: Path, project: Path) -> Table:
    schema = resource["schema"]
    if isinstance(schema, str):
        schema = _read_json(folder / schema, project)
    fields = []
    for item in schema["fields"]:
        rules = item.get("constraints", {})
        labels = {
            category["value"]: _read_texts(category, "label")
            for category in item.get("categories", [])
        }
        description = _read_texts(item, "description")
        fields.append(
            Field(
                item["name"],
                item["type"],
                description,
                labels,
                bool(rules.get("required")),
                bool(rules.get("unique")),
                rules.get("pattern"),
            )
        )
    keys = {
        key["fields"][0]: (key["reference"]["resource"], key["reference"]["fields"][0])
        for key in schema.get("foreignKeys", [])
    }
    path = folder / resource["path"]
    return Table(
        resource["name"],
        path,
        path.relative_to(project).as_posix(),
        _read_texts(resource, "title"),
        tuple(fields),
        keys,
        bool(resource.get("subject")),
    )
