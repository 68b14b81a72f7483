"""Pages of docs/ as steps: the rows, commands and outputs of their fenced blocks, in order."""

import contextlib
import csv
import io
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

_FENCE = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MAKE_OPTIONS = {
    "CITY": "--city",
    "PROVINCE": "--province",
    "DATA": "--data",
    "LANGUAGE": "--language",
    "DOCUMENTS": "--documents",
}


@dataclass(frozen=True)
class Block:
    """One fenced block: its kind, the file it speaks of, how it is meant, and its text."""

    kind: str
    file: str
    meant: tuple[str, ...]
    text: str

    @property
    def is_mistake(self) -> bool:
        return "mistake" in self.meant


def read_blocks(page: Path) -> list[Block]:
    blocks = []
    for kind, about, text in _FENCE.findall(page.read_text(encoding="utf-8")):
        file, *meant = about.split() or [""]
        blocks.append(Block(kind, file, tuple(meant), text))
    return blocks


def list_commands(block: Block) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words of each command of a console block after `helpers`, and its output."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, *output = part.splitlines()
        words = shlex.split(command)
        if words[0] == "make":
            settings = [word.partition("=") for word in words[2:]]
            words = [words[1]] + [w for n, _, v in settings for w in (MAKE_OPTIONS[n], v)]
        else:
            assert words[:3] == [".venv/bin/python", "-m", "helpers"]
            words = words[3:]
        yield words, output


def match_output(shown: list[str], told: str) -> bool:
    """Whether the lines shown on the page are told in this order; `…` is anything left out."""
    lines = iter(told.splitlines())
    for line in shown:
        if line == "…":
            continue
        pattern = ".*".join(re.escape(part.strip()) for part in line.split("…"))
        if not any(re.fullmatch(pattern, each.strip()) for each in lines):
            return False
    return True


def apply(project: Path, block: Block) -> None:
    """Do in a project what a block of rows or of code tells the reader to do."""
    path = project / block.file
    if block.kind == "python":
        notebook = nbformat.read(path, as_version=4)
        make: Any = nbformat.v4
        notebook.cells.insert(-1, make.new_code_cell(block.text.rstrip()))
        nbformat.write(notebook, path)
        return
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(_edit(text, block), encoding="utf-8")


@contextlib.contextmanager
def apply_for_a_while(project: Path, block: Block) -> Iterator[None]:
    path = project / block.file
    before = path.read_bytes()
    apply(project, block)
    yield
    path.write_bytes(before)


def _edit(text: str, block: Block) -> str:
    if block.kind == "toml":
        for key, texts in tomllib.loads(block.text).items():
            (line,) = (f'{code} = "{said}"' for code, said in texts.items())
            entry = re.search(rf"^\[{key}\]\n(?:#.*\n)*(.*)$", text, re.MULTILINE)
            assert entry is not None, key
            text = text[: entry.start(1)] + line + text[entry.end(1) :]
        return text
    if block.kind == "json":
        package = json.loads(text)
        (table,) = (r for r in package["resources"] if r["name"] == block.meant[0])
        table["schema"]["fields"].append(json.loads(block.text))
        return json.dumps(package, ensure_ascii=False)
    given = list(csv.reader(io.StringIO(block.text)))
    rows = list(csv.reader(io.StringIO(text)))
    if "column" in block.meant:
        (key, column), *pairs = given
        assert rows[0][0] == key
        values = dict(pairs)
        rows = [[*row, values.get(row[0], "")] for row in rows]
        rows[0][-1] = column
    elif {"decision", "confirmed"} & set(block.meant):
        place = rows[0].index(block.meant[0])
        for name, decision in given:
            (row,) = (row for row in rows if row[0] == name)
            row[place] = decision
    elif "cells" in block.meant:
        for name, value in given:
            rows[1][rows[0].index(name)] = value
    else:
        assert {len(row) for row in given} == {len(rows[0])}
        rows += given
    edited = io.StringIO(newline="")
    csv.writer(edited, lineterminator="\n").writerows(rows)
    return edited.getvalue()
