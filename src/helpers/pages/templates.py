"""The HTML templates of the project, opened and compiled once."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpers.pages.links import split_address
from helpers.pages.payload import write_picture
from helpers.pages.typesetting import keep_numbers
from helpers.project import TEMPLATE


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
    }
    return environment
