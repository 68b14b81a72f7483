"""Markdown cells as report items: headings, paragraphs, lists, quotes and code."""

from collections.abc import Iterator, Sequence
from typing import Any

import mistune

_parse = mistune.create_markdown(renderer="ast")

Token = dict[str, Any]


def read_markdown(source: str) -> Iterator[dict[str, Any]]:
    """Read a Markdown cell.

    Args:
        source: Text of the cell.

    Yields:
        Items as the page template reads them. Pictures and raw HTML are left out.
    """
    for token in _parse(source):
        if isinstance(token, dict):
            yield from _read_block(token)


def _read_block(token: Token) -> Iterator[dict[str, Any]]:
    kind = token["type"]
    if kind == "heading":
        text = "".join(_show_plain(run) for run in _read_runs(token["children"]))
        yield {"kind": "heading", "level": min(token["attrs"]["level"], 2), "text": text}
    elif kind in ("paragraph", "block_text"):
        yield {"kind": "paragraph", "runs": list(_read_runs(token["children"])), "callout": ""}
    elif kind == "list":
        entries = [
            [item for block in entry["children"] for item in _read_block(block)]
            for entry in token["children"]
        ]
        yield {"kind": "list", "ordered": token["attrs"]["ordered"], "entries": entries}
    elif kind == "block_quote":
        items = [item for block in token["children"] for item in _read_block(block)]
        yield {"kind": "quote", "items": items}
    elif kind == "block_code":
        yield {"kind": "code", "text": token["raw"].rstrip("\n")}


def _read_runs(tokens: Sequence[Token]) -> Iterator[Any]:
    for token in tokens:
        kind = token["type"]
        if kind == "text":
            yield token["raw"]
        elif kind in ("softbreak", "linebreak"):
            yield " "
        elif kind == "codespan":
            yield {"code": token["raw"]}
        elif kind in ("strong", "emphasis", "link"):
            text = "".join(_show_plain(run) for run in _read_runs(token["children"]))
            yield {"url": token["attrs"]["url"], "text": text} if kind == "link" else {kind: text}


def _show_plain(run: Any) -> str:
    if isinstance(run, str):
        return run
    return str(run.get("text") or next(iter(run.values())))
