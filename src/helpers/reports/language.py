"""Sentences, numbers and periods in Chinese and English, from one message catalogue."""

import string
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from helpers.data.periods import parse_period
from helpers.problems import UsageError

LANGUAGES = ("zh", "en")
_YEAR = len("2020")


class _Formatter(string.Formatter):
    """`{count:firm|firms}` chooses the word by the count; all else is as in `str.format`."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            one, many = format_spec.split("|")
            return one if value == 1 else many
        return str(super().format_field(value, format_spec))


@cache
def read_catalogue() -> Mapping[str, Mapping[str, str]]:
    """Read the message catalogue: every message by key, with its text in each language."""
    folder = files("helpers.reports")
    catalogue: dict[str, Mapping[str, str]] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            catalogue |= tomllib.loads(file.read_text(encoding="utf-8"))
    return catalogue


@dataclass(frozen=True)
class Language:
    """One language of the reports.

    Attributes:
        code: `zh` or `en`.
    """

    code: str

    def __post_init__(self) -> None:
        """Refuse a language that has no catalogue.

        Raises:
            UsageError: The code is neither `zh` nor `en`.
        """
        if self.code not in LANGUAGES:
            choices = ", ".join(LANGUAGES)
            raise UsageError(f"no language {self.code!r}; expected one of {choices}")

    def say(self, key: str, **values: object) -> str:
        """Return a message of the catalogue with its values filled in.

        Args:
            key: Key of the message.
            **values: What the message names in braces.

        Raises:
            KeyError: The catalogue has no such message.
        """
        return _Formatter().format(read_catalogue()[key][self.code], **values)

    def name(self, row: Mapping[str, str], column: str = "name") -> str:
        """Return the text of a codebook row in this language, such as its name."""
        return row[f"{column}_{self.code}"]

    def short_place(self, row: Mapping[str, str]) -> str:
        """Return the short name of a place."""
        return row["short_zh"] if self.code == "zh" else row["name_en"]

    def join(self, parts: Sequence[str]) -> str:
        """Join words into a list: `A, B and C`."""
        if len(parts) < 2:
            return "".join(parts)
        comma, last = self.say("list_comma"), self.say("list_and")
        return comma.join(parts[:-1]) + last + parts[-1]

    def count(self, number: float) -> str:
        """Write a whole number with separators where the language has them."""
        return f"{number:,.0f}" if self.code == "en" else f"{number:.0f}"

    def period(self, text: str) -> str:
        """Write a period, such as `first half of 2024` or `2024年上半年`."""
        period = parse_period(text)
        if period.kind == "by":
            return self.say("period_by", end=self._part(text.removeprefix("by ")))
        start, _, end = text.removeprefix("each ").partition("/")
        each = "each_" if period.kind == "each" else ""
        if end == "..":
            return self.say(f"period_{each}from", start=self._part(start))
        if end and (len(start) > _YEAR or len(end) > _YEAR):
            return self.say("period_parts", start=self._part(start), end=self._part(end))
        if end:
            return self.say(f"period_{each}span", start=start, end=end)
        return self.say("period_each", start=start) if each else self._part(start)

    def _part(self, part: str) -> str:
        year, _, rest = part.partition("-")
        if not rest:
            return self.say("period_year", year=year)
        if rest[0] in "HQ":
            return self.say(f"period_{rest.lower()}", year=year)
        month, _, day = rest.partition("-")
        key = "period_day" if day else "period_month"
        months = self.say("months").split("|")
        return self.say(key, year=year, month=months[int(month) - 1], day=int(day or 1))

    def day(self, iso: str) -> str:
        """Write a day given as `2021-06-24`."""
        return self._part(iso)
