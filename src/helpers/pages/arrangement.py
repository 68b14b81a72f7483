"""Rules for the items of a report as a whole: its headings, and its sources at the end."""

import json
from collections.abc import Callable, Sequence
from typing import Any

Tell = Callable[[str], None]


def arrange_items(items: Sequence[dict[str, Any]], tell: Tell) -> list[dict[str, Any]]:
    """Return the items of a report without empty headings, the first heading of level 1.

    Of several lists of sources the last stays, since it names what all cells before it show. Told
    is where figures lead to no source.
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
    return [item for n, item in enumerate(shown) if n == last[_name(item)] or not _name(item)]


def _name(item: dict[str, Any]) -> str:
    """Name what a report has once: its sources, and each file; empty for anything else."""
    return {"notes": "notes", "attachment": f"file {item.get('name')}"}.get(item["kind"], "")
