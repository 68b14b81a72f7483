"""The JSON of a descriptor, read part by part: what is wrong is named where it stands."""

import json
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, cast

from helpers.data.tables.characters import find_character_fault
from helpers.problems import InputError, Problem

_LONGEST_PATH = 200
_CLASS = re.compile(r"\[(?:\\.|[^\]\\])+\]")
_INNERMOST_GROUP = re.compile(
    r"(?<!\\)\((?:\?(?:[:=!]|<[=!]|P<\w+>))?(?P<body>(?:\\.|[^()\\])*)\)(?P<repeat>[*+{]?)"
)
_VARIABLE = re.compile(r"(?<!\\)[*+{?|.]")
_SIGN = re.compile(r"\\?(?P<sign>[^\w\s\[\](){}*+?^$\\])(?![*+?{])")
_MATCHES_ANY_SIGN = re.compile(r"\[\^|\\[WSD]|(?<!\\)[|.]")
_KINDS = {str: "text", bool: "true or false", list: "a list", dict: "an object"}


class Part:
    """An object of a descriptor, and where it stands."""

    def __init__(self, item: object, shown: str, where: str = "") -> None:
        """Take an item that should be an object.

        Args:
            item: What the JSON holds.
            shown: The file as messages name it.
            where: Place in the file, such as `resources[2].schema`.

        Raises:
            InputError: The item is no object.
        """
        self.shown, self.where = shown, where
        if not isinstance(item, dict):
            raise self.refuse(f"{_name_kind(item)} stands here", "an object")
        self.item = item

    def refuse(self, wrong: str, expected: str) -> InputError:
        """Return the error that names a fault of this part."""
        return InputError([Problem(self.shown, 0, self.where, wrong, expected)])

    def text(self, name: str) -> str:
        """Return a text that a report can print and that is not empty."""
        value = cast("str", self._take(name, str))
        fault = find_character_fault(value) or (None if value else ("is empty", "text"))
        if fault:
            raise self.refuse(f"{name}: {fault[0]}", fault[1])
        return value

    def flag(self, name: str) -> bool:
        """Return whether something is so; false where nothing is said."""
        return bool(self._take(name, bool)) if name in self.item else False

    def number(self, name: str, default: int) -> int:
        """Return a whole number, the default where none stands."""
        value = self.item.get(name, default)
        if type(value) is not int or value < 1:
            raise self.refuse(f"{name!r} is {value!r}", "a whole number from 1 on")
        return value

    def part(self, name: str) -> "Part":
        """Return an object inside."""
        return Part(self._take(name, dict), self.shown, self._inside(name))

    def parts(self, name: str) -> list["Part"]:
        """Return the objects of a list; none where there is no list."""
        items = cast("list[Any]", self._take(name, list)) if name in self.item else []
        return [
            Part(item, self.shown, f"{self._inside(name)}[{number}]")
            for number, item in enumerate(items)
        ]

    def only_text(self, name: str) -> str:
        """Return the text of a list that may hold one only, as a key of one column does."""
        items = self._take(name, list)
        if not isinstance(items, list) or len(items) != 1 or not isinstance(items[0], str):
            raise self.refuse(f"{name!r} is {items!r}", "a list of one text")
        return items[0]

    def texts(self, name: str) -> dict[str, str]:
        """Return a text by language: `label` is English, `label_zh` and so on the others."""
        start = f"{name}_"
        others = [key for key in self.item if key.startswith(start)]
        names = {"en": name, "zh": f"{start}zh"} | {key.removeprefix(start): key for key in others}
        return {language: self.text(key) for language, key in names.items()}

    def pattern(self, name: str) -> str | None:
        """Return a regular expression that can be matched in reasonable time."""
        if name not in self.item:
            return None
        pattern = self.text(name)
        try:
            re.compile(pattern)
        except (re.error, RecursionError, OverflowError) as error:
            wrong = f"{name} {pattern!r} is no regular expression: {error}"
            raise self.refuse(wrong, "one that Python can read") from error
        if any(_find_slow_groups(pattern)):
            wrong = f"{name} {pattern!r} repeats a group that can match one text in many ways"
            raise self.refuse(wrong, "repeated groups that begin with a separator")
        return pattern

    def path(self, name: str, folder: Path) -> Path:
        """Return a file inside the folder of the descriptor, which need not exist."""
        value = self.text(name)
        parts = PurePosixPath(value).parts
        path = folder / value
        is_outside = (
            not parts
            or ".." in parts
            or "\\" in value
            or bool(PurePosixPath(value).root or PureWindowsPath(value).anchor)
            or len(value) > _LONGEST_PATH
            or not path.resolve().is_relative_to(folder.resolve())
        )
        if is_outside:
            raise self.refuse(f"{name} {value!r} leads out of the folder", "a file in the folder")
        return path

    def _inside(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name

    def _take(self, name: str, kind: type) -> object:
        if name not in self.item:
            raise self.refuse(f"lacks {name!r}", _KINDS[kind])
        value = self.item[name]
        if not isinstance(value, kind):
            raise self.refuse(f"{name!r} is {_name_kind(value)}", _KINDS[kind])
        return value


def read_descriptor(path: Path, shown: str) -> Part:
    """Read a JSON file that describes tables.

    Raises:
        InputError: The file is missing, is not UTF-8, or holds no JSON object.
    """
    expected, line = "a JSON document in UTF-8", 0
    if not path.is_file():
        problem = Problem(shown, 0, "", "the file is missing", "the description of the tables")
        raise InputError([problem])
    try:
        item = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_refuse_twins)
    except json.JSONDecodeError as error:
        wrong, line, expected = error.msg, error.lineno, "a JSON document"
    except UnicodeDecodeError as error:
        wrong, line = "the file is not UTF-8", error.object.count(b"\n", 0, error.start) + 1
    except RecursionError:
        wrong = "the parts are nested too deep"
    except ValueError as error:
        wrong = str(error)  # a key that stands twice, a number of thousands of digits
    else:
        return Part(item, shown)
    raise InputError([Problem(shown, line, "", wrong, expected)])


def list_described(folder: Path) -> list[Path]:
    """Return a descriptor and the files it names; the descriptor alone where it is damaged."""
    descriptor = folder / "datapackage.json"
    try:
        resources = json.loads(descriptor.read_text(encoding="utf-8-sig"))["resources"]
        items = [item.get(key) for item in resources for key in ("path", "schema")]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        items = []  # reading the tables reports what is wrong
    names = sorted({item for item in items if isinstance(item, str)})
    return [descriptor, *(folder / name for name in names)]


def refuse_twins(parts: list[Part], name: str) -> None:
    """Refuse parts of which two have the same name."""
    seen: set[str] = set()
    for part in parts:
        value = part.text(name)
        if value in seen:
            raise part.refuse(f"{name} {value!r} stands twice", "each once")
        seen.add(value)


def _refuse_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    item = dict(pairs)
    if len(item) < len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twin!r} stands twice in one object")
    return item


def _name_kind(value: object) -> str:
    return next((name for kind, name in _KINDS.items() if isinstance(value, kind)), repr(value))


def _find_slow_groups(pattern: str) -> Iterator[str]:
    """Yield each repeated group that could match one text in more than one way.

    A group is safe where it has one way to match, or begins with a sign that occurs nowhere else
    in it, so that each repetition begins where the sign stands.
    """
    plain = _CLASS.sub(lambda found: re.sub(r"(?<!\\)[()]", r"\\\g<0>", found[0]), pattern)
    while group := _INNERMOST_GROUP.search(plain):
        body, repeat = group["body"], group["repeat"]
        if repeat and _VARIABLE.search(_CLASS.sub("c", body)):
            sign = _SIGN.match(body)
            rest = body[sign.end() :] if sign else body
            if sign is None or sign["sign"] in rest or _MATCHES_ANY_SIGN.search(rest):
                yield group[0]
        plain = plain[: group.start()] + body + repeat + plain[group.end() :]
