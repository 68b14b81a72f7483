"""Markdown cells as report items: headings, paragraphs, lists, tables, formulas, quotes, code."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

import mistune

from helpers.pages.links import Link
from helpers.pages.own.formulas import draw_formula
from helpers.pages.runs import show_data

_parse = mistune.create_markdown(renderer="ast", plugins=["table", "math"])
_LEFT_OUT = {
    "image": "a picture of Markdown is left out ({}); show it from a code cell",
    "block_html": "HTML in Markdown is left out ({}); write it as Markdown",
    "inline_html": "HTML in Markdown is left out ({}); write it as Markdown",
}

Token = dict[str, Any]
Tell = Callable[[str], None]


def read_markdown(source: str, tell: Tell) -> Iterator[dict[str, Any]]:
    """Yield a Markdown cell as items; told is what is left out, such as raw HTML."""
    tokens = _parse(source)
    for token in tokens if isinstance(tokens, list) else []:
        for part in _list_parts(token):
            if part["type"] in _LEFT_OUT:
                what = part.get("raw") or part["attrs"]["url"]
                tell(_LEFT_OUT[part["type"]].format(what.strip()))
            elif part["type"] in ("inline_math", "block_math") and _draw(part["raw"]) is None:
                tell(f"a formula is shown as TeX ({part['raw'].strip()}); use simpler commands")
        yield from _read_block(token)


def _list_parts(token: Token) -> Iterator[Token]:
    yield token
    for part in token.get("children", []):
        yield from _list_parts(part)


def _draw(source: str) -> dict[str, Any] | None:
    """Return a formula as a run; None where it cannot be set."""
    try:
        return draw_formula(source)
    except ValueError:
        return None


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
    elif kind == "table":
        yield _read_table(token)
    elif kind == "block_math":
        run = _draw(token["raw"])
        yield {"kind": "formula", **run} if run else _set_code(token["raw"].strip())
    elif kind == "block_code":
        yield _set_code(token["raw"].rstrip("\n"))


def _set_code(text: str) -> dict[str, Any]:
    return {"kind": "code", "text": text, "note": ""}


def _read_table(token: Token) -> dict[str, Any]:
    head, *body = token["children"]
    rows = [row["children"] for part in body for row in part["children"]]
    columns = [
        {
            "head": _show_plain(cell["children"]),
            "align": cell["attrs"]["align"] or "left",
            "width": 0.0,
        }
        for cell in head["children"]
    ]
    return {
        "kind": "table",
        "caption": "",
        "columns": columns,
        "rows": [[_read_runs(cell["children"]) for cell in row] for row in rows],
        "notes": [],
        "compact": False,
    }


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
        elif kind == "inline_math":
            yield _draw(token["raw"]) or {"code": token["raw"]}
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
    return "".join(
        run if isinstance(run, str) else run.get("formula") or list(run.values())[-1]
        for run in runs
    )
