"""Rules for the items of a report as a whole: its headings, and its sources at the end."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

Tell = Callable[[str], None]
# The signs that are explained only where they stand, as the data of items hold them.
_SIGNS = {
    "": "",
    "line": r'"mark": "\d+:|"label": "[^"]*\[\d+:',  # the latter of a figure as printed
    "letter": r'"mark": "[a-z]+", "note"',
    "star": r"[\d年月日]\*",
    "doubt": r"[（(][？?][）);；，,]",
    "bound": r"高于\d|at most \d|above \d|≤\d",
    "span": r"[（(]\d{1,2}[—–]\d{1,2}[）)]|\d[—–]\d{1,2}/\d",
}


def arrange_items(items: Sequence[dict[str, Any]], tell: Tell) -> list[dict[str, Any]]:
    """Return the items of a report without empty headings, the first heading of level 1.

    Of several lists of sources the last stays, since it names what all cells before it show. What
    explains a sign stays where the sign stands, and once. Told is where figures lead to no source.
    """
    shown = [item for item in items if item["kind"] != "heading" or item["text"].strip()]
    headings = [item for item in shown if item["kind"] == "heading"]
    if headings and headings[0]["level"] > 1:
        # A reader by ear needs the first heading to be of level 1.
        for item in headings:
            item["level"] = max(1, item["level"] - 1)
    last = {_name(item): number for number, item in enumerate(shown)}
    below = shown[last.get("notes", -1) + 1 :]
    if any(item["kind"] != "attachment" and '"mark"' in json.dumps(item) for item in below):
        tell("figures lead to no source; end the notebook with report.sources()")
    kept = [item for n, item in enumerate(shown) if n == last[_name(item)] or not _name(item)]
    return _keep_keys(kept)


def _keep_keys(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return items without sentences on a sign that no other item has, and each sentence once."""
    said = [
        "" if item["kind"] == "attachment" else json.dumps(item, ensure_ascii=False)
        for item in items
    ]
    kept, told = list[dict[str, Any]](), set[str]()
    for number, item in enumerate(items):
        if '"key": ' in said[number] and item["kind"] == "paragraph":
            others = "\n".join([*said[:number], *said[number + 1 :]])
            texts = [one["text"] for one in item["runs"] if re.search(_SIGNS[one["key"]], others)]
            texts = [text for text in texts if text.strip() not in told]
            told.update(map(str.strip, texts))
            item["runs"] = ["".join(texts).lstrip()]
            if not texts:
                continue
        kept.append(item)
    return kept


def _name(item: dict[str, Any]) -> str:
    """Name what a report has once: its sources, and each file; empty for anything else."""
    return {"notes": "notes", "attachment": f"file {item.get('name')}"}.get(item["kind"], "")
