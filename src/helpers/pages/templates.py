"""The HTML templates of the project, opened and compiled once."""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpers.data.codebook import read_codebook
from helpers.pages.links import split_address
from helpers.pages.payload import write_picture
from helpers.pages.typesetting import keep_numbers
from helpers.project import TEMPLATE
from helpers.words.language import read_catalogue

# Words of a name, and what stands between them.
_BETWEEN = re.compile("[与的每及或和（）、，/A-Za-z0-9]+(?:万人?)?|之(?!比)")
_NAME = re.compile("[\u4e00-\u9fff]+")
# As in report.typ: a title breaks after its clauses.
_CLAUSE = re.compile("[^，；：、]+[，；：、]*")
_SHORTEST, _LONGEST = 2, 8


@cache
def open_templates(project: Path) -> Environment:
    """Return the templates of a project, each compiled once and again when it is edited."""
    environment = Environment(
        loader=FileSystemLoader(project / "reports" / TEMPLATE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "picture": write_picture,
        "parts": split_address,
        "keep": keep_numbers,
        "clauses": _CLAUSE.findall,
        "heading": lambda text: keep_numbers(text, _list_words(project)),
    }
    return environment


@cache
def _list_words(project: Path) -> list[str]:
    """List the words that names and the shortest messages are made of, the longest first."""
    codebook = read_codebook(project)
    tables = codebook.indicators, codebook.derived, codebook.entities
    names = {row["name_zh"] for table in tables for row in table.values()}
    names |= {row["short_zh"] for row in codebook.places.values()}
    names |= {each["zh"] for each in read_catalogue().values() if _NAME.fullmatch(each["zh"])}
    words = {word for name in names for word in _BETWEEN.split(name)}
    return sorted((w for w in words if _SHORTEST <= len(w) <= _LONGEST), key=lambda w: (-len(w), w))
