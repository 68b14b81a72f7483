"""The headlines of the reports in a folder, read from their pages, and which figures moved.

Each page carries the headline of its report as JSON, the comparison also the figures of its
cities; the index carries all of them, so that the next index can be compared with it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    """A figure of a city before and after: each a value with its period."""

    city: str
    name: str
    before: tuple[str, str]
    after: tuple[str, str]


@dataclass(frozen=True)
class Edition:
    """The state of a folder: its headlines, by name of the files, and what moved since before."""

    headlines: Headlines
    moves: Mapping[str, Sequence[Move]] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """Return the edition as JSON."""
        moves = {name: [vars(move) for move in found] for name, found in self.moves.items()}
        return {"headlines": self.headlines, "moves": moves}


def collect_headline(content: Mapping[str, Any], name: str) -> Headline:
    """Return the headline of a report's first page, and of several cities their figures."""
    cover: Headline = next((item for item in content["items"] if item["kind"] == "cover"), {})
    return {
        "report": name.rpartition(".")[0],
        "language": content["meta"]["language"],
        "known": content["meta"]["known"],
        "running": content["meta"]["running"],
        "title": content["title"],
        "overview": cover.get("overview", {}),
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


def read_edition(index: Path) -> Edition:
    """Read the state of a folder that its index keeps; an empty one where it keeps none."""
    data = read_data(index)
    try:
        moves = {
            name: [
                Move(each["city"], each["name"], *(tuple(each[end]) for end in ("before", "after")))
                for each in found
            ]
            for name, found in data["moves"].items()
        }
        return Edition(dict(data["headlines"]), moves)
    except (TypeError, KeyError, ValueError, AttributeError):
        return Edition({})


def follow_edition(before: Edition, headlines: Headlines) -> Edition:
    """Return the state of a folder after another one.

    A report whose figures did not move keeps the moves that it had: they are those since the
    edition before, however often it is made again. A measure is the same by its identifier,
    whatever it is called; an edition without identifiers counts as none.
    """
    moves = {}
    for name, headline in headlines.items():
        old, new = _read_figures(before.headlines.get(name, {})), _read_figures(headline)
        names = _read_names(before.headlines.get(name, {})) | _read_names(headline)
        found = [
            Move(city, names[measure], was, now)
            for city, measure in dict.fromkeys([*new, *old])
            if (was := old.get((city, measure), _NOTHING))[0]
            != (now := new.get((city, measure), _NOTHING))[0]
        ]
        if old and (found or before.moves.get(name)):
            moves[name] = found or before.moves[name]
    return Edition(headlines, moves)


def _read_figures(headline: Headline) -> dict[tuple[str, str], tuple[str, str]]:
    overview = headline.get("overview", {})
    return {
        (row["city"], measure["measure"]): (cell["text"], measure["period"])
        for row in overview.get("cities", [])
        for measure, cell in zip(overview["measures"], row["cells"], strict=True)
        if "measure" in measure
    }


def _read_names(headline: Headline) -> dict[str, str]:
    measures = headline.get("overview", {}).get("measures", [])
    return {each["measure"]: each["name"] for each in measures if "measure" in each}
