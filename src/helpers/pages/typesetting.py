"""The content of a report made ready to be set, on a page and in print alike."""

import re
from collections.abc import Sequence
from typing import Any

# The end of a text that a mark belongs to: a number with its unit, a sign, a word.
_WIDE = "\u2e80-\uffff"
_CLOSING = "。，；：、！？）】》」』”’"
_END = re.compile(rf"(?:[^\s{_WIDE}]+|(?=\S))[^\W\d_a-zA-Z]{{0,4}}[{_CLOSING}]{{0,2}}$")
# A figure and three marks; a longer row of marks goes over several lines.
_MOST_TOGETHER = 4
# Soft hyphens, joiners and spaces without width, byte order marks; they would be copied along.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff"))


def drop_invisible(text: str) -> str:
    """Return a text without the characters that a reader cannot see and would copy unawares."""
    return text.translate(_INVISIBLE)


def keep_marks(data: Any) -> Any:
    """Return content in which each mark is one run with the end of the text before it.

    Args:
        data: Items as JSON, or a part of them, such as
            `["GDP of CNY 1.615 billion", {"mark": "3:17"}]`.

    Returns:
        The same with runs that stay on one line, such as
        `["GDP of CNY 1.615 ", {"whole": ["billion", {"mark": "3:17"}]}]`.
    """
    if isinstance(data, dict):
        return {name: keep_marks(part) for name, part in data.items()}
    if not isinstance(data, list):
        return data
    kept: list[Any] = []
    for part in data:
        run = keep_marks(part)
        if not (kept and isinstance(run, dict) and "mark" in run):
            kept.append(run)
        elif len(before := _list_whole(kept[-1])) in range(1, _MOST_TOGETHER):
            kept[-1] = {"whole": [*before, run]}
        elif isinstance(kept[-1], str) and (end := _END.search(kept[-1])):
            text = kept.pop()
            kept += [text[: end.start()]] if end.start() else []
            kept.append({"whole": [end[0], run]})
        else:
            kept.append(run)
    return kept


def _list_whole(run: Any) -> list[Any]:
    return run.get("whole", []) if isinstance(run, dict) else []


def has_row_heads(rows: Sequence[Sequence[Any]]) -> bool:
    """Return whether the first cells of a table head their rows: a sign says nothing of its row."""
    return not any(len("".join(map(str, row[0]))) == 1 for row in rows)
