"""Sentences, numbers and periods in each language, from one message catalogue."""

import string
import tomllib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from helpers.data.printed.periods import parse_period
from helpers.problems import InputError, Problem, UsageError

BASIC_LANGUAGES = ("zh", "en")
_YEAR = len("2020")
# Beside its texts, a message that asserts something names its kind of claim.
_CLAIM = "claim"
Listed = TypeVar("Listed")


class _Formatter(string.Formatter):
    """`{count:firm|firms}` chooses the word by the count; all else is as in `str.format`."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            one, many = format_spec.split("|")
            return one if value == 1 else many
        return str(super().format_field(value, format_spec))


def cut_list(items: Sequence[Listed], most: int) -> Sequence[Listed]:
    """Return the first of some items; all where more than one would not be left out."""
    return items if len(items) <= most + 1 else items[:most]


@cache
def read_catalogue() -> Mapping[str, Mapping[str, str]]:
    """Read the message catalogue: every message by key, with its text in each language.

    A message may stand in several files: a further language has a file of its own.
    """
    return {
        key: {code: text for code, text in texts.items() if code != _CLAIM}
        for key, texts in read_messages().items()
    }


@cache
def read_claim_kinds() -> Mapping[str, str]:
    """Read of each message that asserts something of figures which kind of claim it writes."""
    return {key: texts[_CLAIM] for key, texts in read_messages().items() if _CLAIM in texts}


@cache
def read_messages() -> Mapping[str, Mapping[str, str]]:
    """Read the messages as they are written: their texts, and the kind of claim where they claim.

    Raises:
        InputError: A file is no TOML.
    """
    folder = files("helpers.words")
    catalogue: dict[str, dict[str, str]] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml") and not file.name.startswith("."):
            try:
                content = tomllib.loads(file.read_text(encoding="utf-8"))
            except tomllib.TOMLDecodeError as error:
                problem = Problem(file.name, 0, "", str(error), 'a line such as de = "Quelle"')
                raise InputError([problem]) from error
            for key, texts in content.items():
                catalogue.setdefault(key, {}).update(texts)
    return catalogue


def _list_languages() -> tuple[str, ...]:
    """List the languages of the catalogue: a language is there once it names itself."""
    named = set(read_catalogue()["page_language"])
    return (*BASIC_LANGUAGES, *sorted(named - set(BASIC_LANGUAGES)))


LANGUAGES = _list_languages()


@dataclass(frozen=True)
class Language:
    """One language of the reports.

    Attributes:
        code: One of `LANGUAGES`, such as `zh`.
    """

    code: str

    def __post_init__(self) -> None:
        """Refuse a language that has no catalogue.

        Raises:
            UsageError: The catalogue does not name the language.
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
        text = self.pick(read_catalogue()[key])
        # Few messages choose a word; the formatter that can is ten times slower.
        told = _Formatter().format(text, **values) if "|" in text else text.format(**values)
        # A sentence that ends with an abbreviation has its full stop.
        return told[:-1] if text.endswith("}.") and told.endswith("..") else told

    def pick(self, texts: Mapping[str, str]) -> str:
        """Return the text in this language; in English what is not translated yet."""
        return texts.get(self.code, texts["en"])

    def column(self, name: str, known: Container[str]) -> str:
        """Return the column of a text in this language; the English one where there is none."""
        column = f"{name}_{self.code}"
        return column if column in known else f"{name}_en"

    def name(self, row: Mapping[str, str], column: str = "name") -> str:
        """Return a text of a codebook row, such as its name; in English where it has no other."""
        return row.get(f"{column}_{self.code}") or row[f"{column}_en"]

    def short_place(self, row: Mapping[str, str]) -> str:
        """Return the short name of a place."""
        return row["short_zh"] if self.code == "zh" else self.name(row)

    def join(self, parts: Sequence[str], last: str = "") -> str:
        """Join words into a list: `A, B and C`, or with another word before the last."""
        if len(parts) < 2:
            return "".join(parts)
        return self.say("list_comma").join(parts[:-1]) + (last or self.say("list_and")) + parts[-1]

    def span(self, low: str, high: str) -> str:
        """Write a range from one end to the other, with the dash of the language."""
        return self.say("number_range", low=low, high=high)

    def count(self, number: float | Decimal) -> str:
        """Write a whole number with separators where the language has them."""
        return f"{number:.0f}" if self.code == "zh" else f"{number:,.0f}"

    def period(self, text: str) -> str:
        """Write a period, such as `the first half of 2024` or `2024年上半年`."""
        period = parse_period(text)
        if period.kind == "by":
            return self.say("period_by", end=self._part(text.removeprefix("by ")))
        start, _, end = text.removeprefix("each ").removesuffix("?").partition("/")
        each = "each_" if period.kind == "each" else ""
        if period.kind == "one":
            is_pair = int(end) == int(start) + 1
            return self.say("period_either" if is_pair else "period_one", start=start, end=end)
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
