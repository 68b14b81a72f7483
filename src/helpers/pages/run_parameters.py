"""The parameters of a notebook: what its cell says, and what its outputs were made with."""

import ast
import builtins
from collections.abc import Iterator, Mapping
from typing import Any

from nbformat import NotebookNode

TAG, INJECTED = "parameters", "injected-parameters"
# Under this name outputs keep the parameters that they were made with.
KEPT = "city-figures"
_NAMES = ("city", "province", "place", "language", "as_of", "peers")


def list_parameters() -> dict[str, str]:
    """Return the parameters of reports that are set in the notebook that calls this, if any."""
    shell: Any = getattr(builtins, "get_ipython", lambda: None)()
    names = shell.user_ns if shell is not None else {}
    return {name: names[name] for name in _NAMES if isinstance(names.get(name), str)}


def read_parameters(notebook: NotebookNode) -> dict[str, str]:
    """Return what the cell of parameters says, or the one that papermill has added."""
    found: dict[str, str] = {}
    for cell in notebook.cells:
        if {TAG, INJECTED} & set(cell.metadata.get("tags", [])):
            found.update(_list_assigned(cell.source))
    return found


def _list_assigned(source: str) -> Iterator[tuple[str, str]]:
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return
    for statement in statements:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                yield name, text


def find_unrun(notebook: NotebookNode) -> str:
    """Return how the parameters differ from those that the outputs were made with; empty if not."""
    said = read_parameters(notebook)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            made: Mapping[str, str] = output.get("metadata", {}).get(KEPT, {})
            for name, text in made.items():
                if name in said and said[name] != text:
                    told = f"the outputs are for {name} = {text!r}, the parameters say"
                    return f"{told} {said[name]!r}; run all cells"
    return ""
