"""The content of a report, prepared for the screen: sections, charts, tables, files."""

import base64
import copy
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from helpers.pages.headlines import write_data
from helpers.pages.html.anchors import Anchors
from helpers.pages.html.page_charts import set_chart
from helpers.pages.html.page_ends import prepare_ends
from helpers.pages.typesetting import has_row_heads
from helpers.words.language import Language

Data = dict[str, Any]
_OPENING = "opening"
_FEW_COLUMNS = 4
# Columns of half-width type up to which the text of a cell stays on one line.
_SHORT, _SHORT_IF_WIDE = 12, 18
_SHORT_HEAD = 8
# What is longer needs room on a narrow screen, and what is much longer is folded there.
_WORDY, _LONG = 18, 240
_ON_A_NARROW_SCREEN = 48
_NOTHING = ("", "–")
# A row that belongs to the one above begins with it, as in report.typ.
_INSET = "\u3000"
_YEAR = re.compile("[0-9]{4}年?")
# What a dash stands for, as a sentence, and what a note says besides.
_KEY_OF_DASHES = re.compile(r"(–[:：].*?(?:。|\.(?: |$)))?(.*)", re.DOTALL)


def prepare_sections(content: Mapping[str, Any]) -> list[Data]:
    """Prepare the content of a report, which stays as it is, for the page template.

    Each section has `id`, `title` and `items`. The first one has no title: it holds the cover and
    what follows it.
    """
    items = [copy.deepcopy(item) for item in content["items"] if item["kind"] != "attachment"]
    matter = [item for item in items if item["kind"] == "notes"]
    texts = [item for item in items if item["kind"] != "notes"]
    ends = prepare_ends(texts, matter)
    anchors = Anchors(content["meta"]["language"])
    sections: list[Data] = [{"id": _OPENING, "title": "", "items": []}]
    for item in texts:
        if item["kind"] == "heading" and item["level"] == 1:
            name = anchors.name(item["text"])
            sections.append({"id": name, "title": item["text"], "items": []})
        else:
            _prepare(item, sections[-1]["id"], anchors)
            sections[-1]["items"].append(item)
    return sections + ends


def prepare_files(content: Mapping[str, Any]) -> list[Data]:
    """Return the files that the PDF carries inside, each with an address that holds all of it."""
    files = []
    for item in content["items"]:
        if item["kind"] == "attachment":
            raw = item["content"].encode("utf-8")
            code = base64.b64encode(raw).decode("ascii")
            mime = f"{item['mime']};charset=utf-8"
            size = max(1, round(len(raw) / 1000))
            files.append({**item, "href": f"data:{mime};base64,{code}", "kilobytes": size})
    return files


def _prepare(item: Data, section: str, anchors: Anchors) -> None:
    kind = item["kind"]
    if kind == "heading":
        item["id"] = anchors.name(item["text"])
        return
    item["id"] = anchors.name_item(section, kind, item.get("caption", ""))
    if kind == "table":
        _prepare_table(item)
    elif kind == "chart":
        words = item["title"], item["alt"]
        item["picture"] = set_chart(item["svg"], item["id"], *words)
        narrow = item.get("narrow", "")  # a notebook executed before there were any has none
        item["narrow"] = set_chart(narrow, f"{item['id']}-narrow", *words) if narrow else ""
        if "spine" in item:
            item["spine"]["colon"] = Language(anchors.language).say("page_colon")
            item["spine"]["data"] = write_data(item["spine"]["places"])


def _prepare_table(table: Data) -> None:
    rows, widths = table["rows"], [column["width"] for column in table["columns"]]
    # A column without a share is as wide as needed, and so are all where one is.
    is_shared = all(widths)
    for number, column in enumerate(table["columns"]):
        column["share"] = round(100 * column["width"] / sum(widths)) if is_shared else 0
        column["is_short"] = _measure([column["head"]]) <= _SHORT_HEAD
        column["letters"] = max((_measure(row[number]) for row in rows), default=0)
        column["is_wordy"] = column["letters"] > _WORDY
    table["has_row_heads"] = has_row_heads(rows)
    letters = sum(min(column["letters"], _WORDY) for column in table["columns"])
    table["is_wide"] = len(widths) > _FEW_COLUMNS and letters > _ON_A_NARROW_SCREEN
    # Words in several columns tell of one thing a row, and so does a long text.
    wordy = [column["is_wordy"] for column in table["columns"][1:]]
    is_told = sum(wordy) > 1 or (table["is_wide"] and any(wordy[:-1])) or _is_text(table["columns"])
    is_text = table["columns"][0]["letters"] > _LONG
    heads = [column["head"] for column in table["columns"][1:]]
    is_yearly = sum(_YEAR.fullmatch(head) is not None for head in heads) > 1
    # On a phone figures stand behind each other, each with its short head, or under each other.
    is_brief = is_yearly or all(_measure([head]) <= _WORDY for head in heads)
    has_figures = len(widths) > _FEW_COLUMNS and not any(wordy)
    is_told = is_told or is_text or (has_figures and not is_brief and not table["is_wide"])
    table["is_records"] = is_told and not is_yearly
    is_many = table["is_wide"] or has_figures
    table["is_listed"] = is_brief and is_many and not table["is_records"]
    short = _SHORT_IF_WIDE if table["is_wide"] else _SHORT
    shades = table.get("shades") or [[0] * len(row) for row in rows]
    found = (_KEY_OF_DASHES.fullmatch(note) for note in table["notes"])
    table["notes"] = [note.groups("") for note in found if note]
    table["rows"] = [
        [
            {
                "runs": [run.lstrip(_INSET) if isinstance(run, str) else run for run in cell],
                "is_inset": _read_all(cell).startswith(_INSET),
                # A bound or a rank in a shaded table may go under another line.
                "is_short": "shades" not in table and _is_short(cell, short),
                "is_long": _measure(cell) > _LONG,
                "is_none": _read_all(cell) in _NOTHING,
                "shade": shade,
            }
            for cell, shade in zip(row, row_shades, strict=True)
        ]
        for row, row_shades in zip(rows, shades, strict=True)
    ]


def _is_text(columns: Sequence[Data]) -> bool:
    """Return whether a table of three columns or more has a text beside a long name."""
    name, *others = columns
    is_text = any(one["align"] == "left" and one["letters"] >= _WORDY for one in others)
    return bool(name["is_wordy"]) and is_text and len(others) > 1


def _is_short(cell: Sequence[Any], short: int) -> bool:
    """Return whether a cell stays on one line; one with marks may be broken between them."""
    return all(isinstance(run, str) for run in cell) and _measure(cell) <= short


def _measure(cell: Sequence[Any]) -> int:
    """Return the width of a cell in letters."""
    widths = map(unicodedata.east_asian_width, _read_all(cell))
    return sum(2 if width in "WF" else 1 for width in widths)


def _read_all(cell: Sequence[Any]) -> str:
    return "".join(map(_read, cell))


def _read(run: Any) -> str:
    if isinstance(run, str):
        return run
    if isinstance(run, list):
        return _read_all(run)
    kinds = ("text", "strong", "emphasis", "code", "mark")
    return "".join(
        map(
            _read,
            run.get("whole") or run.get("lines") or [run[kind] for kind in kinds if kind in run],
        )
    )
