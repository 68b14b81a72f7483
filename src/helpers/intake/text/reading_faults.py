"""Faults of a reading: why a proposed row must be decided by a person, in each language."""

import functools
import re

from helpers.words.language import Language, read_catalogue

ASPECTS = ("place", "unit", "sign")
_KEY = re.compile(rf"intake_reading_(?:(?P<aspect>{'|'.join(ASPECTS)})_)?")


def write_fault(key: str, **values: str) -> str:
    """Return a fault as the column `fault` shows it: its aspect, if it is of one, and its text.

    The key is `intake_reading_`, followed by the aspect; values fill its message.

    Examples:
        >>> write_fault("intake_reading_sign_size", token="7.5%")
        'sign: 7.5% is the size of a decline; confirm its sign'
    """
    match = _KEY.match(key)
    aspect = match["aspect"] if match else None
    return f"{aspect}: " * bool(aspect) + Language("en").say(key, **values)


def translate_fault(reason: str, language: Language) -> str:
    """Return the text of a fault, without its aspect, in a language that has it."""
    for key, pattern in _compile_messages().items():
        match = pattern.fullmatch(reason)
        if match is not None:
            return language.say(key, **match.groupdict())
    return reason


@functools.cache
def _compile_messages() -> dict[str, re.Pattern[str]]:
    return {
        key: re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(texts["en"])), re.DOTALL)
        for key, texts in read_catalogue().items()
        if _KEY.match(key)
    }
