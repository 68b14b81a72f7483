"""The HTML templates of the project, opened and compiled once."""

import base64
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

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
    environment.filters["base64"] = lambda text: base64.b64encode(text.encode()).decode("ascii")
    return environment
