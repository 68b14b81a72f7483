"""The HTML templates of the project, opened and compiled once."""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpers.pages.links import split_address
from helpers.pages.name_words import list_words
from helpers.pages.payload import write_picture
from helpers.pages.typesetting import keep_numbers
from helpers.project import TEMPLATE

# As in report.typ: a title breaks after its clauses.
_CLAUSE = re.compile("[^，；：、]+[，；：、]*")


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
        "heading": lambda text: keep_numbers(text, list_words(project)),
    }
    return environment
