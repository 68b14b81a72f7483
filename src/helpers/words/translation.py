"""The catalogue of a further language: one file to translate, `messages.<code>.toml`."""

import re
import string
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from helpers.problems import InputError, Problem, UsageError
from helpers.project import relative, write_whole
from helpers.words.language import BASIC_LANGUAGES, read_catalogue

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


def write_translation(project: Path, code: str) -> str:
    """Write the messages of a language that are to be translated; what is translated stays.

    Args:
        project: Project folder, from which paths are counted.
        code: Two letters of ISO 639, such as `de`.

    Returns:
        How many messages there are, and how many still read as in English.

    Raises:
        UsageError: The code is not two letters, or its messages stand in the catalogue itself.
        InputError: A translation names other values than its message; nothing is written.
    """
    if not re.fullmatch("[a-z]{2}", code):
        raise UsageError(f"{code!r} is not a language; expected two letters of ISO 639, such as de")
    if code in BASIC_LANGUAGES:
        raise UsageError(f"{code!r} stands in messages*.toml itself; expected another language")
    path = Path(str(files("helpers.words"))) / f"messages.{code}.toml"
    messages = {key: texts for key, texts in read_catalogue().items() if "en" in texts}
    done = {key: texts.get(code, texts["en"]) for key, texts in messages.items()}
    problems = list(_find_faults(messages, done, path, relative(path, project)))
    if problems:
        raise InputError(problems)
    lines = [f"# The messages in {code}. Keep what stands in braces."]
    for key, texts in messages.items():
        lines += ["", f"[{key}]", *(f"# {_quote(texts[basic])}" for basic in BASIC_LANGUAGES)]
        lines.append(f"{code} = {_quote(done[key])}")
    write_whole(path, ("\n".join(lines) + "\n").encode("utf-8"))
    same = sum(done[key] == texts["en"] for key, texts in messages.items())
    return f"{len(messages)} messages in {relative(path, project)}; {same} read as in English"


def _find_faults(
    messages: Mapping[str, Mapping[str, str]], done: Mapping[str, str], path: Path, shown: str
) -> Iterator[Problem]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for key, texts in messages.items():
        names = {f"{{{name}}}" for name in _list_values(texts["en"])}
        other = {f"{{{name}}}" for name in _list_values(done[key])} ^ names
        if other:
            wrong = f"{', '.join(sorted(other))} stands in one language only"
            expected = f"{', '.join(sorted(names)) or 'no value'} in both"
            yield Problem(shown, lines.index(f"[{key}]") + 1, key, wrong, expected)


def _list_values(text: str) -> set[str]:
    """List the values a message prints; a count that only chooses a word may be left out."""
    parts = string.Formatter().parse(text)
    return {name for _, name, way, _ in parts if name is not None and "|" not in (way or "")}


def _quote(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'
