"""The headline figures of the reports in a folder, read from their pages, and their changes.

Each page carries the headline of its report as JSON; the index carries all of them, so that the
next index can be compared with it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.project import INDEX

INDEX_FILE = f"{INDEX}.html"
DATA_NAME = "headline-data"
_DATA = re.compile(rf'<script type="application/json" id="{DATA_NAME}">(.*?)</script>', re.DOTALL)

_NOTHING = ("", "")

Headline = Mapping[str, Any]
Headlines = Mapping[str, Headline]


@dataclass(frozen=True)
class Move:
    """A headline figure before and after: each a value with its period."""

    report: str
    name: str
    before: tuple[str, str]
    after: tuple[str, str]


@dataclass(frozen=True)
class Changes:
    """The changes of a run.

    Attributes:
        is_first: There was no index before.
        made: Reports that the run made.
        new: Reports that the index before did not list.
        gone: Reports that only the index before listed.
        moves: Headline figures that moved.
    """

    is_first: bool
    made: Sequence[str]
    new: Sequence[str]
    gone: Sequence[str]
    moves: Sequence[Move]


def collect_headline(content: Mapping[str, Any], name: str) -> Headline:
    """Return the headline and the cards of a report's first page.

    Args:
        content: What `collect_content` returns.
        name: Name of its files, such as `luohe.zh` or `luohe.2022-12-31.zh`.
    """
    cover: Headline = next((item for item in content["items"] if item["kind"] == "cover"), {})
    return {
        "report": name.rpartition(".")[0],
        "language": content["meta"]["language"],
        "known": content["meta"]["known"],
        "running": content["meta"]["running"],
        "title": content["title"],
        "cards": cover.get("cards", []),
    }


def write_data(data: object) -> str:
    """Write data for a script element, which no text in it can end."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def read_data(page: Path) -> Any:
    """Read the data that a page carries; None where it carries none."""
    try:
        found = _DATA.search(page.read_text(encoding="utf-8"))
        return json.loads(found[1]) if found else None
    except (OSError, ValueError):
        return None


def read_headlines(folder: Path) -> dict[str, Headline]:
    """Read the headlines of the pages in a folder, by the name of their files."""
    pages = {page.stem: read_data(page) for page in sorted(folder.glob("*.*.html"))}
    return {name: data for name, data in pages.items() if isinstance(data, dict)}


def find_changes(before: Headlines | None, after: Headlines, made: Sequence[str]) -> Changes:
    """Return the changes of a run.

    Args:
        before: What the index before the run said; None where there was none.
        after: What the pages say now.
        made: Names of the reports that the run made.
    """
    known = before or {}
    moves = []
    for name in sorted(known.keys() & after.keys()):
        old, new = _read_cards(known[name]), _read_cards(after[name])
        for card in dict.fromkeys([*new, *old]):
            pair = old.get(card, _NOTHING), new.get(card, _NOTHING)
            if pair[0] != pair[1]:
                moves.append(Move(name, card, *pair))
    return Changes(
        before is None,
        sorted(made),
        sorted(after.keys() - known.keys()),
        sorted(known.keys() - after.keys()),
        moves,
    )


def _read_cards(headline: Headline) -> dict[str, tuple[str, str]]:
    return {card["name"]: (card["value"], card["period"]) for card in headline["cards"]}
