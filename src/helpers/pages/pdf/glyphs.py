"""Characters that no font of the PDF has, such as emoji: told, and replaced by words or a box."""

import json
import unicodedata
from functools import cache
from typing import Any, Literal

import typst
from matplotlib.ft2font import FT2Font

from helpers.fonts import FAMILY, find_font_folder, list_font_files

STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]
_BOX = "□"
_TRIED = '#set document(title: "-")\n#set text(font: "{font}")\n= #"-\\u{{{code:x}}}-"'


@cache
def read_fonts() -> typst.Fonts:
    """Return the typeface and the fonts that Typst brings, read once: they are 66 MB."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(find_font_folder())])


def list_missing(data: Any) -> list[str]:
    """Return the characters of items or other JSON that cannot be set, each once, in order."""
    text = json.dumps(data, ensure_ascii=False)
    return [sign for sign in sorted(set(text) - _list_covered(), key=text.index) if _fails(sign)]


def replace_missing(data: Any) -> Any:
    """Return JSON that can be set: with the name of a symbol in brackets, or a box for a letter."""
    missing = {ord(sign): _replace(sign) for sign in list_missing(data)}
    return json.loads(json.dumps(data, ensure_ascii=False).translate(missing)) if missing else data


def _replace(sign: str) -> str:
    name = unicodedata.name(sign, "").lower()
    return f"[{name}]" if unicodedata.category(sign)[0] == "S" and name else _BOX


@cache
def _list_covered() -> frozenset[str]:
    """Return the characters of the typeface."""
    return frozenset(map(chr, FT2Font(str(list_font_files()[0])).get_charmap()))


@cache
def _fails(sign: str) -> bool:
    """Return whether Typst, which brings fonts for some letters of other scripts, refuses it."""
    source: Any = _TRIED.format(font=FAMILY, code=ord(sign)).encode()
    try:
        typst.compile(source, font_paths=read_fonts(), pdf_standards=[*STANDARDS], timestamp=0)
    except typst.TypstError:
        return True
    return False
