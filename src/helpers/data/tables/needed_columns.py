"""Tables, columns and references that the code reads: a descriptor describes them, and may more."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from helpers.data.tables.data_package import Package, TableSchema
from helpers.problems import Problem

_FILE = "needed_columns.toml"
_SUBJECTS = "subjects"  # its section holds for every table of figures


def find_missing_descriptions(package: Package, shown: str) -> Iterator[Problem]:
    """Name each table, column, type or reference that the code reads and nothing describes."""
    for name, needs in _read_needs()[package.name].items():
        if name == _SUBJECTS:
            names = package.subjects
            expected = '"subject": true'
            wrong = "no table is marked as a subject"
        else:
            names = [name] if name in package.tables else []
            expected, wrong = "its description", f"the table {name!r} is missing"
        if not names:
            yield Problem(shown, 0, "resources", wrong, expected)
        found = [list(_find_missing_columns(package.tables[one], needs, shown)) for one in names]
        # Tables of figures share one schema: what it lacks is told once.
        yield from next(filter(None, found), [])


def _find_missing_columns(
    table: TableSchema, needs: Mapping[str, Any], shown: str
) -> Iterator[Problem]:
    fields = {column.name: column for column in table.fields}
    required, types = needs["required"].split(), needs.get("types", {})
    for name in [*required, *needs.get("optional", "").split()]:
        where, kind = f"{table.name}.{name}", types.get(name, "string")
        if name not in fields:
            yield Problem(shown, 0, where, "the column is not described", f"a field of type {kind}")
        elif fields[name].type != kind:
            yield Problem(shown, 0, where, f"the type is {fields[name].type!r}", f"{kind!r}")
        elif name in required and not fields[name].required:
            yield Problem(shown, 0, where, "the cell may be empty", '"required": true')
    for name, other in needs.get("keys", {}).items():
        if name in fields and table.foreign_keys.get(name, ("",))[0] != other:
            wrong = f"the values need not stand in {other}.csv"
            yield Problem(shown, 0, f"{table.name}.{name}", wrong, f"a foreign key to {other!r}")


@cache
def _read_needs() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))
