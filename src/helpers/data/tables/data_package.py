"""Tables as their Data Package describes them: one descriptor is schema, validator and manual."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpers.data.tables.characters import find_character_fault, show
from helpers.data.tables.descriptors import Part, read_descriptor, refuse_twins
from helpers.project import relative


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
    minimum: str | None = None
    maximum: str | None = None
    longest: int = 2000

    def find_fault(self, value: str) -> tuple[str, str] | None:
        """Return what is wrong with a cell and what is expected, or None."""
        if not value:
            return ("the cell is empty", self._expected()) if self.required else None
        if value != value.strip():
            return (f"{show(value)} begins or ends with a space", "no space around the value")
        if fault := find_character_fault(value):
            return fault
        if len(value) > self.longest:
            return (f"{show(value)} has {len(value)} characters", f"{self.longest} at most")
        if self.labels and value not in self.labels:
            return (f"{show(value)} is not known", name_nearest(value, self.labels))
        if self.pattern and not re.fullmatch(self.pattern, value, re.ASCII):
            return (f"{show(value)} has the wrong form", f"the form {self.pattern}")
        if not _has_type(value, self.type):
            return (f"{show(value)} is not a {self.type}", self._expected())
        if not self._is_within(value):
            ends = f"{self.minimum or 'any'} to {self.maximum or 'any'}"
            return (f"{show(value)} is out of range", f"{self.type} from {ends}")
        return None

    def _is_within(self, value: str) -> bool:
        if self.minimum is None and self.maximum is None:
            return True
        # Days are written so that their text sorts as they do.
        read: Callable[[str], Any] = str if self.type == "date" else Decimal
        low = self.minimum is None or read(self.minimum) <= read(value)
        return low and (self.maximum is None or read(value) <= read(self.maximum))

    def _expected(self) -> str:
        forms = {
            "date": "a date such as 2021-06-24",
            "integer": "a whole number",
            "year": "a year such as 2021",
        }
        if self.labels:
            return "one of " + ", ".join(self.labels)
        return forms.get(self.type, self.description["en"])


@dataclass(frozen=True)
class TableSchema:
    """One CSV file of a package.

    Attributes:
        name: Name of the resource.
        path: The file.
        shown_path: The file as messages name it.
        title: Title in both languages.
        fields: Its columns.
        foreign_keys: Table and key column that a column refers to, by column.
        is_subject: Whether it holds figures.
        chapter: Chapter of the reports that its figures belong to; empty for none.
        is_own: Whether it lies outside the project. It may be older than the description, and
            lack a column that may be empty.
    """

    name: str
    path: Path
    shown_path: str
    title: Mapping[str, str]
    fields: tuple[Field, ...]
    foreign_keys: Mapping[str, tuple[str, str]]
    is_subject: bool = False
    chapter: str = ""
    is_own: bool = False

    def inside(self, folder: Path, project: Path) -> "TableSchema":
        """Return the table as it lies in a folder."""
        path = folder / self.path.name
        is_own = not path.is_relative_to(project)
        return replace(self, path=path, shown_path=relative(path, project), is_own=is_own)

    @property
    def columns(self) -> list[str]:
        """The column names in order."""
        return [column.name for column in self.fields]


@dataclass(frozen=True)
class Package:
    """A descriptor, `raw` or `processed`, and the tables it describes, which lie in any folder."""

    name: str
    tables: Mapping[str, TableSchema] = field(default_factory=dict)

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
    "integer": r"-?[0-9]{1,18}",
    "number": r"-?[0-9]{1,30}(\.[0-9]{1,30})?",
    "string": ".*",
    "year": r"[0-9]{4}",
}
# What the reference implementation of Data Packages takes for each type.
_RULES_OF_TYPE = dict.fromkeys(("date", "integer", "number", "year"), ("minimum", "maximum"))
_RULES_OF_TYPE["string"] = ("pattern", "maxLength")
_RULES = ("required", "unique")
# The columns of a table, and its foreign keys.
_Schema = tuple[tuple[Field, ...], Mapping[str, tuple[str, str]]]
# Chapters of the reports that show the tables of figures they are named for.
_CHAPTERS = ["rd", "enterprises", "talent", "contracts", "context"]


def _has_type(value: str, kind: str) -> bool:
    if not re.fullmatch(_FORMS[kind], value):
        return False
    try:
        return kind != "date" or bool(date.fromisoformat(value))
    except ValueError:
        return False


def read_package(descriptor: Path, project: Path) -> Package:
    """Read a descriptor of the codebook; its tables are not read yet.

    Raises:
        InputError: The descriptor is not JSON, or a part of it is missing or wrong.
    """
    path = project / descriptor
    files = [path, *path.parent.glob("*.schema.json")]
    stamps = tuple(file.stat().st_mtime_ns for file in files if file.is_file())
    return _read_package(path, project, stamps)


@lru_cache(maxsize=16)
def _read_package(path: Path, project: Path, _stamps: tuple[int, ...]) -> Package:
    folder = path.parent
    descriptor = read_descriptor(path, path.relative_to(project).as_posix())
    resources = descriptor.parts("resources")
    if not resources:
        raise descriptor.refuse("no tables are described", "a list of resources")
    refuse_twins(resources, "name")
    schemas: dict[Path, _Schema] = {}  # most tables share one
    tables = {
        item.text("name"): _describe_table(item, folder, project, schemas) for item in resources
    }
    for resource in resources:
        _check_references(resource, tables)
    return Package(path.name.partition(".")[0], tables)


def _check_references(resource: Part, tables: Mapping[str, TableSchema]) -> None:
    table = tables[resource.text("name")]
    for column, (other, key) in table.foreign_keys.items():
        if column not in table.columns:
            wrong = f"foreignKeys: {column!r} is no column"
            raise resource.refuse(wrong, name_nearest(column, table.columns))
        if other not in tables:
            wrong = f"foreignKeys: {other!r} is no table"
            raise resource.refuse(wrong, name_nearest(other, tables))
        if key not in tables[other].columns:
            wrong = f"foreignKeys: {key!r} is no column of {other!r}"
            raise resource.refuse(wrong, name_nearest(key, tables[other].columns))


def _describe_table(
    resource: Part, folder: Path, project: Path, schemas: dict[Path, _Schema]
) -> TableSchema:
    if isinstance(resource.item.get("schema"), str):
        file = resource.path("schema", folder)
        if file not in schemas:
            shown = file.relative_to(project).as_posix()
            schemas[file] = _describe_schema(read_descriptor(file, shown))
        fields, foreign_keys = schemas[file]
    else:
        fields, foreign_keys = _describe_schema(resource.part("schema"))
    path = resource.path("path", folder)
    chapter = resource.text("chapter") if "chapter" in resource.item else ""
    if chapter and chapter not in _CHAPTERS:
        raise resource.refuse(
            f"the chapter {chapter!r} is not known", name_nearest(chapter, _CHAPTERS)
        )
    return TableSchema(
        resource.text("name"),
        path,
        path.relative_to(project).as_posix(),
        resource.texts("title"),
        fields,
        foreign_keys,
        resource.flag("subject"),
        chapter,
    )


def _describe_schema(schema: Part) -> _Schema:
    items = schema.parts("fields")
    if not items:
        raise schema.refuse("no fields are described", "a list of fields")
    refuse_twins(items, "name")
    foreign_keys = {
        key.only_text("fields"): (
            key.part("reference").text("resource"),
            key.part("reference").only_text("fields"),
        )
        for key in schema.parts("foreignKeys")
    }
    return tuple(_describe_field(item) for item in items), foreign_keys


def _describe_field(item: Part) -> Field:
    name, kind = item.text("name"), item.text("type")
    if kind not in _FORMS:
        raise item.refuse(f"type {kind!r} is not known", name_nearest(kind, _FORMS))
    categories = item.parts("categories")
    refuse_twins(categories, "value")
    rules = item.part("constraints") if "constraints" in item.item else Part({}, item.shown)
    allowed = [*_RULES, *_RULES_OF_TYPE[kind]]
    for rule in rules.item:
        if rule not in allowed:
            raise rules.refuse(f"{rule!r} does not go with type {kind!r}", ", ".join(allowed))
    ends = {}
    for rule in ("minimum", "maximum"):
        value = ends[rule] = str(rules.item[rule]) if rule in rules.item else None
        if value is not None and not _has_type(value, kind):
            raise rules.refuse(f"{rule} {value!r} is no {kind}", f"a {kind}")
    return Field(
        name,
        kind,
        item.texts("description"),
        {category.text("value"): category.texts("label") for category in categories},
        rules.flag("required"),
        rules.flag("unique"),
        rules.pattern("pattern"),
        **ends,
        longest=rules.number("maxLength", Field.longest),
    )
