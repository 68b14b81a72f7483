"""Tags of a PDF that the Python package of Typst cannot write: heads of rows, and notes.

The template marks both as a quote within a line, which reports do not have. Typst writes the
structure as plain objects, so that those are exchanged here in a few milliseconds.
"""

import re

_ELEMENT = re.compile(rb"\d+ 0 obj\n<</Type/StructElem/S/(\w+)/P (\d+) 0 R")
_TREE = re.compile(rb"\d+ 0 obj\n<</Type/StructTreeRoot")
_NAMES = re.compile(rb"/IDTree<</Names\[(.*?)\]>>", re.DOTALL)
_NAMED = re.compile(rb"(\([^)]*\))(\d+) 0 R")

Objects = dict[int, bytes]


def write_tags(pdf: bytes) -> bytes:
    """Return a PDF in which the marked cells are heads of their rows, and the marked notes notes.

    The PDF is as Typst writes it, with one table of cross-references, at its end.
    """
    end = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    table, trailer = pdf[end:].split(b"trailer")
    entries = [entry.split() for entry in table.splitlines()[2:]]
    places = sorted(int(place) for place, _, kind in entries if kind == b"n")
    parts = (pdf[here:after] for here, after in zip(places, [*places[1:], end], strict=True))
    objects = {int(part.split(maxsplit=1)[0]): part for part in parts}
    _add_names(objects, _exchange_marked(objects))
    position, moved = places[0], dict[int, int]()
    for number, part in objects.items():
        moved[number] = position
        position += len(part)
    lines = [
        b"%010d 00000 n\r\n" % moved[number] if number in moved else b" ".join(entry) + b"\r\n"
        for number, entry in enumerate(entries)
    ]
    head = b"xref\n0 %d\n" % len(lines)
    trailer = trailer.replace(b"startxref\n%d" % end, b"startxref\n%d" % position)
    return b"".join([pdf[: places[0]], *objects.values(), head, *lines, b"trailer", trailer])


def _exchange_marked(objects: Objects) -> dict[bytes, int]:
    """Exchange the marked elements; return the identifiers of what they have become."""
    found = {number: _ELEMENT.match(part) for number, part in objects.items()}
    elements = {number: (match[1], int(match[2])) for number, match in found.items() if match}
    named = {}
    row_names = {}
    for number, (tag, parent) in elements.items():
        if tag != b"Quote":
            continue
        if elements[parent][0] == b"TD":
            name = b"(row-%d)" % parent
            named[name], row_names[elements[parent][1]] = parent, name
            _replace(objects, parent, b"/S/TD", b"/S/TH/ID" + name)
            _replace(objects, parent, b"/O/Table", b"/O/Table/Scope/Row")
            _replace(objects, number, b"/S/Quote", b"/S/Span")
        else:
            name = b"(note-%d)" % number
            named[name] = number
            _replace(objects, number, b"/S/Quote", b"/S/Note/ID" + name)
    for number, (tag, parent) in elements.items():
        # A cell names the heads of its column and of its row.
        if tag == b"TD" and parent in row_names and row_names[parent] not in objects[number]:
            _replace(objects, number, b")]", b")" + row_names[parent] + b"]")
    return named


def _replace(objects: Objects, number: int, old: bytes, new: bytes) -> None:
    objects[number] = objects[number].replace(old, new, 1)


def _add_names(objects: Objects, named: dict[bytes, int]) -> None:
    """Add identifiers to the index of the structure, which is in the order of their bytes."""
    (root,) = (number for number, part in objects.items() if _TREE.match(part))
    known = _NAMES.search(objects[root])
    pairs = {name: int(number) for name, number in _NAMED.findall(known[1] if known else b"")}
    listed = [b"%s%d 0 R" % pair for pair in sorted({**pairs, **named}.items())]
    index = b"/IDTree<</Names[" + b"".join(listed) + b"]>>"
    part = objects[root]
    objects[root] = _NAMES.sub(index, part) if known else part.replace(b"/K[", index + b"/K[", 1)
