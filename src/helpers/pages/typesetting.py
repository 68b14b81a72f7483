"""The content of a report made ready to be set, on a page and in print alike."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from helpers.pages.name_words import join_words, list_line_words, list_words_of_text
from helpers.words.language import LANGUAGES, Language

_NUMBER = r"[第每]?\d[\d.,]*(?:[–—至]\d[\d.,]*)?"
_UNIT = (
    r"(?:[%‰]|[万亿]?(?:[元家人件项个位月日市对户篇处份条名所组次期级亩台倍]|人次)|[万亿]"
    r"| (?:billion|million|people|percentage points?|times)\b)"
)
_BOUND = "(?:不?(?:超过|[高低多少]于)|至[多少])?"
# What stands in brackets is short, or a line would be left empty for it: a word of a few letters,
# with the end of the name before it, or a period. And a document's number.
BRACKET = (
    r"(?:[\u4e00-\u9fff]{0,2}（[^\s（）]{1,2}）|（[^\s（）]{3,4}）"
    r"|[（(][^\s（）()\d]{0,2}\d[^\s（）()，；：、\u4e00-\u9fff]{0,10}[\u4e00-\u9fff]{0,2}\*?[）)])"
)
_DOCUMENT = r"[\u4e00-\u9fff]{1,6}[【〔﹝\[]\d{4}[】〕﹞\]]第?\d+号"
# What no line may break: these, a number with its unit, its bound, currency or sign of calculation,
# a name with the sign that it is derived, and a word with a hyphen.
NUMBER = (
    rf"{BRACKET}|{_DOCUMENT}|\d[\d.,]*[%‰][–—]\d[\d.,]*[%‰]"
    rf"|(?:(?:\d[\d.,]* )?[−+÷×=] (?:CNY )?|CNY ){_NUMBER}{_UNIT}?|{_BOUND}{_NUMBER}{_UNIT}"
    r"|(?:\d{4}年?[–—])?\d{4}年\*?|\d[\d.,]*[%‰]?[–—]\d[\d.,]*|(?:[\u4e00-\u9fff]{2}|[A-Za-z]+)[◇*],?"
    r"|[A-Za-z]+(?:-[A-Za-z]+){1,2}[◇*]?,?"
)
_CLOSING = "。，；：、！？）】》」』”’"
# What no line of print may begin with, though Typst would have it begin one after a box.
_STOPS = "：；！？"
# What a number is raised to, such as 5 or (1 ÷ 3); `^` stands before it in plain text.
POWER = r"\^(?:\d+|[(（][^()（）]*[)）])"
_WIDE = "\u2e80-\uffff"
# What stands between words that are named, such as `追平`, and is hardly more than one word itself.
_JOINT = "[与及和或]"
_REST = re.compile("(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,5})(?![\u4e00-\u9fff])")
# A figure and three marks; a longer row of marks goes over several lines.
_MOST_TOGETHER = 4
_HYPHEN = re.compile(r"(?<![^\s(（：，、至为])-(?=\d)")
# The year in the number of a document stands in one kind of brackets, and a sign of doubt between
# Chinese ones is half as wide as a letter, or it would stand at one side of them.
_OF_A_YEAR = re.compile(r"(?<=[\u4e00-\u9fff])[【〔﹝\[]\s?(\d{4})\s?[】〕﹞\]](?=第?\d+号)")
_WIDE_DOUBT, _DOUBT = "（？）", "（?）"
_VERBATIM = {"svg", "narrow", "data", "code", "url", "formula", "spine"}
# Soft hyphens, joiners and spaces without width, byte order marks; they would be copied along.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff"))


def drop_invisible(text: str) -> str:
    """Return a text without the characters that a reader cannot see and would copy unawares."""
    return text.translate(_INVISIBLE)


def set_signs(data: Any) -> Any:
    """Return content with one sign for one thing; code and pictures stay as they are.

    A hyphen before a number is a minus, and the number of a document is written `豫政〔2021〕14号`.
    """
    if isinstance(data, str):
        text = _OF_A_YEAR.sub(r"〔\1〕", _HYPHEN.sub("−", data))
        return text.replace(_WIDE_DOUBT, _DOUBT)
    if isinstance(data, list):
        return [set_signs(part) for part in data]
    if isinstance(data, dict):
        return {key: part if key in _VERBATIM else set_signs(part) for key, part in data.items()}
    return data


def write_whole(project: Path) -> dict[str, str]:
    """Write the patterns of what a line of print never breaks, and of the end of a paragraph.

    A number takes the stops after it along, a word only those that might begin a line, and each the
    bracket before it, which ends no line. Of words the last ones are an end that is more than two
    letters long.
    """
    words = list_words_of_text(project)
    short, long = (join_words(w for w in words if (len(w) > 2) == is_long) for is_long in (0, 1))
    number = rf"（?(?:{NUMBER})[{_CLOSING}]{{0,3}}"
    word = rf"（?(?:{join_words(words)})[{_STOPS}]?"
    end = rf"(?:(?:{short})(?:{short})|{long})[。）.)]*$"
    return {"number": f"{number}|{word}", "end": end, "power": POWER}


@cache
def _find_end() -> re.Pattern[str]:
    """Return the pattern of the end of a text that a mark belongs to: a number, a sign, a word."""
    word = rf"(?:{join_words(list_line_words())}|[\u4e00-\u9fff]{{1,2}})"
    return re.compile(
        rf"(?:(?:{NUMBER})[,.;:)]?|[^\s{_WIDE}{_CLOSING}]+{word}?|{word}|\S)[{_CLOSING}]{{0,2}}$"
    )


def keep_marks(data: Any) -> Any:
    """Return content in which each mark is one run with the end of the text before it.

    Args:
        data: Items as JSON, or a part of them, such as
            `["GDP of CNY 1.615 billion", {"mark": "3:17"}]`.

    Returns:
        The same with runs that stay on one line, such as
        `["GDP of ", {"whole": ["CNY 1.615 billion", {"mark": "3:17"}]}]`. Marks after a list of
        lines stand in the last one.
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
        elif isinstance(kept[-1], dict) and (lines := kept[-1].get("lines")):
            lines[-1] = [*([lines[-1]] if isinstance(lines[-1], str) else lines[-1]), run]
        elif len(before := _list_whole(kept[-1])) in range(1, _MOST_TOGETHER):
            kept[-1] = {"whole": [*before, run]}
        elif isinstance(kept[-1], str) and (end := _find_end().search(kept[-1])):
            text = kept.pop()
            kept += [text[: end.start()]] if end.start() else []
            kept.append({"whole": [end[0], run]})
        else:
            kept.append(run)
    for lines in (run["lines"] for run in kept if isinstance(run, dict) and "lines" in run):
        lines[-1] = keep_marks(lines[-1])
    return kept


def _list_whole(run: Any) -> list[Any]:
    return run.get("whole", []) if isinstance(run, dict) else []


@cache
def _list_doubts() -> Mapping[str, str]:
    """Return the signs of doubt, such as `（？）`, with the words to hear in their place."""
    says = [Language(code).say for code in LANGUAGES]
    signs = {say("doubted", figure="").strip(): say("page_doubt") for say in says}
    return signs | {set_signs(sign): words for sign, words in signs.items()}


def speak_doubts(text: str) -> str:
    """Return a text in which a reader by ear hears that a figure is in doubt."""
    for sign, words in _list_doubts().items():
        text = text.replace(sign, re.sub("[?？]", words, sign))
    return text


def _mark_doubts(text: str) -> Markup:
    """Return a text for the page with each sign of doubt as a mark of its own."""
    mark = Markup('<span class="doubt" role="img" aria-label="{}">{}</span>')
    doubts = _list_doubts()
    if not any(sign in text for sign in doubts):
        return escape(text)
    parts = re.split(f"({'|'.join(map(re.escape, doubts))})", text)
    return Markup("").join(mark.format(doubts[p], p) if p in doubts else p for p in parts)


@cache
def _find_kept(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of what stays on a line of the page: powers, doubts, numbers, words."""
    doubts = "|".join(map(re.escape, _list_doubts()))
    doubted = rf"(?:(?:{NUMBER}|\d[\d.,]*) ?)?(?:{doubts})"
    named = [rf"{_JOINT}?(?:{'|'.join(map(re.escape, words))})[◇*]?"] if words else []
    return re.compile(f"({'|'.join([POWER, doubted, NUMBER, *named])})")


def keep_numbers(text: str, words: tuple[str, ...] = ()) -> Markup:
    """Return a text for the page: a number on a line with its unit and doubt, each power raised.

    Args:
        text: Such as `2023年研发投入强度`.
        words: What stays on a line as well, such as `研发投入强度`; of two, the longer one first.
            A few characters between them stay together then.
    """
    whole, raised = Markup('<span class="whole">{}</span>'), Markup("<sup>{}</sup>")
    parts = _find_kept(words).split(text)
    for number, part in enumerate(parts):
        if number % 2:
            parts[number] = (
                raised.format(part[1:]) if part[0] == "^" else whole.format(_mark_doubts(part))
            )
        elif words:
            between = enumerate(_REST.split(part))
            parts[number] = Markup("").join(whole.format(w) if n % 2 else w for n, w in between)
    return Markup("").join(parts)


def has_row_heads(rows: Sequence[Sequence[Any]]) -> bool:
    """Return whether the first cells of a table head their rows: no sign does, nor a whole row."""
    return not any(len(row) == 1 or len("".join(map(str, row[0]))) == 1 for row in rows)
