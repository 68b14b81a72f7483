"""Markdown cells as report items: headings, paragraphs, lists, quotes and code."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import mistune

from helpers.pages.items import show_data
from helpers.pages.links import Link

_parse = mistune.create_markdown(renderer="ast")

Token = dict[str, Any]


def read_markdown(source: str) -> Iterator[dict[str, Any]]:
    """Read a Markdown cell.

    Yields:
        Items as the page template reads them. Pictures and raw HTML are left out.
    """
    for token in _parse(source):
        if isinstance(token, dict):
            yield from _read_block(token)


def _read_block(token: Token) -> Iterator[dict[str, Any]]:
    kind = token["type"]
    if kind == "heading":
        text = _show_plain(token["children"])
        yield {"kind": "heading", "level": min(token["attrs"]["level"], 2), "text": text}
    elif kind in ("paragraph", "block_text"):
        yield {"kind": "paragraph", "runs": _read_runs(token["children"]), "callout": ""}
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


def _read_runs(tokens: Sequence[Token]) -> list[Any]:
    """Read the words of a block; an address in them is a link if it may be opened."""
    runs: list[Any] = []
    for is_text, group in groupby(_read_tokens(tokens), lambda run: isinstance(run, str)):
        # An address may come in pieces: it is looked for in the whole of the text.
        part = list(group)
        runs += show_data(["".join(part)]) if is_text else part
    return runs


def _read_tokens(tokens: Sequence[Token]) -> Iterator[Any]:
    for token in tokens:
        kind = token["type"]
        if kind == "text":
            yield token["raw"]
        elif kind in ("softbreak", "linebreak"):
            yield " "
        elif kind == "codespan":
            yield {"code": token["raw"]}
        elif kind == "link":
            address = token["attrs"]["url"]
            link = Link(_show_plain(token["children"]) or address, address)
            yield from show_data([link if link.target else link.text])
        elif kind in ("strong", "emphasis"):
            for run in _read_runs(token["children"]):
                yield {kind: run} if isinstance(run, str) else run


def _show_plain(tokens: Sequence[Token]) -> str:
    runs = _read_runs(tokens)
    return "".join(run if isinstance(run, str) else list(run.values())[-1] for run in runs)
