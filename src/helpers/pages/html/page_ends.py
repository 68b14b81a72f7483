"""Where the marks of a page lead: its sources, its notes, and the figures as printed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Data = dict[str, Any]
# A mark of more figures leads to their source: nobody reads so many beside it.
_MOST_SHOWN = 6
_SOURCES, _NOTES, _ROWS = "sources", "notes", "rows"


def prepare_ends(texts: Sequence[Data], matter: Sequence[Data]) -> list[Data]:
    """Name every mark and what it leads to; return the sections at the end of a page.

    Args:
        texts: Items with marks. Each mark is given its `id`, the `end` that it leads to and all
            ends `shown` beside it.
        matter: The items of sources and notes; a report has one at most.

    Returns:
        Sections of sources, of notes, and of the figures as printed, each entry with the sign and
        the name of its ends and the mark to lead back to.
    """
    known = {end for item in matter for end in _list_ends(item)}
    first = _name_marks(texts, known)
    sections = []
    for item in matter:
        sources = [_prepare(entry, entry["numbers"], "source", first) for entry in item["sources"]]
        notes = [_prepare(entry, [entry["letter"]], "note", first) for entry in item["notes"]]
        for entry in item[_ROWS]:
            label = entry["label"].removeprefix("[").removesuffix("]")
            entry["ends"] = [_prepare_end(f"row-{entry['number']}", label, first)]
        sections += [
            _write_section(_SOURCES, item["source_heading"], sources),
            _write_section(_NOTES, item["note_heading"], notes),
            _write_section(_ROWS, item["row_heading"], item[_ROWS]),
        ]
    return [section for section in sections if section["items"][0]["entries"]]


def _list_ends(item: Data) -> Iterator[str]:
    yield from (f"source-{number}" for entry in item["sources"] for number in entry["numbers"])
    yield from (f"note-{entry['letter']}" for entry in item["notes"])
    yield from (f"row-{entry['number']}" for entry in item[_ROWS])


def _prepare(entry: Data, signs: Sequence[object], kind: str, first: Mapping[str, str]) -> Data:
    ends = [_prepare_end(f"{kind}-{sign}", str(sign), first) for sign in signs]
    return {"runs": entry["runs"], "ends": ends}


def _prepare_end(name: str, sign: str, first: Mapping[str, str]) -> Data:
    return {"id": name, "sign": sign, "mark": first.get(name, "")}


def _write_section(name: str, title: str, entries: Sequence[Data]) -> Data:
    listed = {"kind": "ends", "name": name, "entries": entries}
    return {"id": name, "title": title, "items": [listed]}


def _name_marks(items: Sequence[Data], known: set[str]) -> dict[str, str]:
    """Name every mark, the first of an end after it; return the first mark of each end."""
    counted: Counter[str] = Counter()
    first: dict[str, str] = {}
    for mark in _find_marks(items):
        source = f"source-{mark['source']}" if "source" in mark else f"note-{mark['note']}"
        rows = [f"row-{row}" for row in mark.get("rows", ())]
        shown = rows if rows and len(rows) <= _MOST_SHOWN and known >= set(rows) else [source]
        end = shown[0]
        if end in known:
            counted[end] += 1
            name = f"mark-{end}" if counted[end] == 1 else f"mark-{end}-{counted[end]}"
            mark.update(id=name, end=end, shown=shown)
            for each in (*rows, source):
                first.setdefault(each, name)
    return first


def _find_marks(data: Any) -> Iterator[Data]:
    if isinstance(data, dict) and "mark" in data:
        yield data
    elif isinstance(data, (dict, list)):
        for part in data.values() if isinstance(data, dict) else data:
            yield from _find_marks(part)
