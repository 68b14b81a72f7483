"""The characters that a cell may hold so that a report can print it, and names that look alike."""

import re
import unicodedata
from functools import cache
from typing import Any

from helpers.fonts import FAMILY, list_font_files

_UNPRINTABLE = {
    "Cc": "a control character",
    "Cf": "an invisible character",
    "Cn": "a character that Unicode does not assign",
    "Co": "a private-use character",
    "Cs": "half of a character",
    "Zl": "a line separator",
    "Zp": "a paragraph separator",
}
# Blank or without a shape of their own, though Unicode counts them among letters and symbols.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]")
_LOST = "\ufffd"
_LONGEST_QUOTE = 60

# Letters that are drawn like those of another script; NFKC knows full-width and styled forms.
_LOOKS_LATIN = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХԌԚԜаеѕіјорсухһԁԛԝ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧικνορυ",
        "ABESIJKMHOPCTYXGQWaesijopcyxhdqw" + "ABEZHIKMNOPTYXiKvopu",
        strict=True,
    )
)
_LOOKS_HAN = dict(
    zip(
        "エオカタチトニハヒミムメロ" + "⺁⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
        "工才力夕千卜二八匕三厶乂口" + "厂民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙",
        strict=True,
    )
)
_LOOKS_SAME = str.maketrans("01I|", "Olll")
_DASHES, _QUOTES, _DOTS = "‐‑‒–—―−－ー─━", "‘’‛′`´“”„″", "•‧∙⋅・･"
_LOOKS = str.maketrans(
    _LOOKS_LATIN
    | _LOOKS_HAN
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_QUOTES, "'")
    | dict.fromkeys(_DOTS, "·")
    | dict.fromkeys("〇◯", "○")
)
_WORD = re.compile(r"[^\W\d_]+")


def find_character_fault(text: str) -> tuple[str, str] | None:
    """Return what no report can print or no reader can see in a text, and what is expected."""
    if text.isascii() and text.isprintable():
        return None
    for number, character in enumerate(text, start=1):
        trouble = _find_trouble(character)
        if trouble:
            code = f"U+{ord(character):04X}"
            name = unicodedata.name(character, "").lower()
            shown = f"{code} ({name})" if name else code
            wrong = f"character {number} of {show(text)} is {shown}, {trouble}"
            return wrong, f"characters that {FAMILY} draws"
    for word in _WORD.findall(text):
        foreign = next((letter for letter in word if letter in _LOOKS_LATIN), None)
        if foreign and re.search("[A-Za-z]", word):
            name = unicodedata.name(foreign).lower()
            return f"{word!r} mixes Latin letters with U+{ord(foreign):04X} ({name})", "one script"
    return None


def show(text: str) -> str:
    """Return a text as a message quotes it, cut short where it is long."""
    return repr(text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…")


def fold_alike(text: str) -> str:
    """Return what a text looks like: the same for two that a reader takes for one another.

    Examples:
        >>> fold_alike("ＲＤ 中心（漯河）") == fold_alike("RD中心(漯河)")
        True
    """
    # Radicals and quotes before NFKC takes them apart, full-width forms after it.
    plain = unicodedata.normalize("NFKC", text.translate(_LOOKS)).translate(_LOOKS)
    return "".join(plain.split()).translate(_LOOKS_SAME).casefold()


@cache
def _find_trouble(character: str) -> str:
    """Return what is wrong with a character; empty where nothing is."""
    category = unicodedata.category(character)
    if category in _UNPRINTABLE:
        return _UNPRINTABLE[category]
    if _BLANK.match(character):
        return "an invisible character"
    if character == _LOST:
        return "which stands for one that was lost"
    return "" if _is_drawn(character) else "which the typeface of the reports lacks"


def _is_drawn(character: str) -> bool:
    """Return whether the typeface of the reports has a character."""
    try:
        # The typeface has all of GB 2312, which spares opening it for nearly every text.
        character.encode("gb2312")
    except UnicodeEncodeError:
        return bool(_open_typeface().get_char_index(ord(character)))
    return True


@cache
def _open_typeface() -> Any:
    from matplotlib.ft2font import FT2Font  # which takes longer than reading a table

    return FT2Font(str(list_font_files()[0]))
