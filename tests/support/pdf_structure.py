"""The tags of a PDF, as a screen reader finds them."""

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

Element = Any  # a dictionary, whose values pypdf types as less than they are


def look_up(value: PdfObject | None) -> Any:
    return value.get_object() if value is not None else None


def list_structure(reader: PdfReader) -> Iterator[Element]:
    """Yield the elements of the tag tree in the order of reading."""
    return list_below(look_up(reader.root_object["/StructTreeRoot"]))


def list_below(element: Element) -> Iterator[Element]:
    """Yield the elements below one of them, in the order of reading."""
    waiting = [element.get("/K")]
    while waiting:
        node = look_up(waiting.pop())
        if isinstance(node, ArrayObject):
            waiting += reversed(node)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield node
            waiting.append(node.get("/K"))


def list_children(element: Element) -> list[Element]:
    """Return the elements right below one of them."""
    children = look_up(element["/K"])
    below = map(look_up, children if isinstance(children, ArrayObject) else [children])
    return [child for child in below if isinstance(child, DictionaryObject) and "/S" in child]
