"""The outputs of cells that are no part of a report: set as they are, or named as left out."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from helpers.pages.own.formulas import draw_formula
from helpers.pages.own.html_tables import list_not_set, read_tables, read_words, split_columns
from helpers.pages.own.markdown_items import read_markdown
from helpers.pages.own.pictures import read_picture
from helpers.words.language import Language

Tell = Callable[[str], None]
_PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
_NOT_DESCRIBED = (
    "a picture has no description in words; draw it by report.chart, or show it by"
    ' display(figure, metadata={"alt": "…"}) and plt.close(figure)'
)
Tables = Sequence[tuple[list[str], list[list[str]]]]
_WIDGET = "application/vnd.jupyter.widget-view+json"
# What objects say of themselves when nobody has written how to show them, such as axes.
_EARLY_END = "SystemExit", "0"  # as `stop_report` ends a run: nothing is lost by it
_OBJECT = re.compile(r"\A[\[({]*(?:<|Text\()|\Aarray\(\[+<")
_COLOUR = re.compile(r"\x1b\[[\d;]*m")  # of a terminal
_WRITTEN_OVER = re.compile(r"[^\n]*\r")
_PLACE_IN_CODE = re.compile(r"\A\S+:\d+: ")  # of a warning
_LONG_WORD = re.compile(r"([!-~]{84})(?=[!-~])")
_NUMBER = re.compile(r"-?[\d,. ]+%?|NaN|-|–|")


def read_output(output: Mapping[str, Any], language: Language, tell: Tell) -> Iterator[Any]:
    """Yield an output that holds no items of a report as items, marked as the analyst's own.

    Told is what is left out, and what to write instead.
    """
    kind = output["output_type"]
    if kind == "stream" and output["name"] == "stdout":
        yield _set_print(output["text"], language)
    elif kind == "stream":
        tell(f"a message is left out ({_read_message(output['text'])}); print it to have it set")
    elif kind == "error" and (output["ename"], output["evalue"]) != _EARLY_END:
        what = _begin(f"{output['ename']}: {output['evalue']}")
        tell(f"an error is left out ({what}); run the cell until it succeeds")
    elif kind != "error":
        yield from _read_data(output["data"], output.get("metadata", {}), language, tell)


def is_echo(output: Mapping[str, Any]) -> bool:
    """Return whether an output is nothing but the name of an object, as of the axes drawn into."""
    data = output.get("data", {})
    return set(data) == {"text/plain"} and bool(_OBJECT.match(str(data["text/plain"])))


def _read_data(
    data: Mapping[str, Any], about: Mapping[str, Any], language: Language, tell: Tell
) -> Iterator[Any]:
    say = language.say
    plain = str(data.get("text/plain", ""))
    if _WIDGET in data or about.get("widget"):
        tell(f"a widget is left out ({_begin(plain)}); show a chart or a table instead")
        return
    for mime in _PICTURES:
        if mime in data:
            # Where notebooks keep it: of the output, or of one form of it.
            words = about.get(mime, {}).get("alt") or about.get("alt")
            if not words:
                tell(_NOT_DESCRIBED)
            yield read_picture(mime, data[mime], words or say("own_picture"), say("own_output"))
            return
    html = str(data.get("text/html", ""))
    tables, words = (read_tables(html), read_words(html)) if html else ([], "")
    if tables or words:
        yield from _read_html(tables, words, language, tell)
        if left := ", ".join(list_not_set(html)):
            tell(f"of an HTML output is left out: {left}; show it as a picture")
    elif "text/markdown" in data:
        yield from read_markdown(str(data["text/markdown"]), tell)
    elif "text/latex" in data:
        yield from _read_formula(str(data["text/latex"]), tell)
    elif plain and not html and not _OBJECT.match(plain):
        yield _set_print(plain, language)
    else:
        what = plain or html or ", ".join(data)
        tell(f"an output is left out ({_begin(what)}); show it by report.chart, table or text")


def _read_html(tables: Tables, words: str, language: Language, tell: Tell) -> Iterator[Any]:
    if words:
        yield _set_print(words, language)
    for heads, rows in tables:
        parts = split_columns(heads, rows) if rows else []
        if not parts:
            tell("a table is empty")
        elif len(parts) > 1:
            tell(f"a table of {len(heads)} columns is set in {len(parts)} parts; choose columns")
        for part in parts:
            own = [[row[number] for number in part] for row in rows]
            yield _set_table([heads[number] for number in part], own, language)


def _read_formula(text: str, tell: Tell) -> Iterator[Any]:
    source = text.strip().strip("$").removeprefix(r"\displaystyle")
    try:
        yield {"kind": "formula", **draw_formula(source)}
    except ValueError:
        tell(f"a formula is left out ({_begin(source)}); write it with simpler commands")


def _set_print(text: str, language: Language) -> dict[str, Any]:
    # Of a line that was written over, such as a bar of progress, the last state.
    text = _WRITTEN_OVER.sub("", _COLOUR.sub("", text).replace("\r\n", "\n")).rstrip("\n")
    text = _LONG_WORD.sub(r"\1\n", text)  # which would run off the page
    text = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) != "Cc")
    return {"kind": "code", "text": text, "note": language.say("own_output")}


def _set_table(heads: list[str], rows: list[list[str]], language: Language) -> dict[str, Any]:
    say = language.say
    sides = [
        "right" if all(_NUMBER.fullmatch(row[number]) for row in rows) else "left"
        for number in range(len(heads))
    ]
    columns = [
        {"head": head, "align": side, "width": 0.0} for head, side in zip(heads, sides, strict=True)
    ]
    return {
        "kind": "table",
        "caption": say("own_table"),
        "columns": columns,
        "rows": [[[cell] for cell in row] for row in rows],
        "notes": [say("own_output")],
        "compact": False,
    }


def _read_message(text: str) -> str:
    """Return what a message says: of a traceback its last line, of a warning not its place."""
    lines = _COLOUR.sub("", text).strip().splitlines() or [""]
    line = lines[-1 if lines[0].startswith("Traceback") else 0]
    return _begin(_PLACE_IN_CODE.sub("", line))


def _begin(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= (most := 90) else f"{line[:most]}…"
