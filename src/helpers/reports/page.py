"""A report as one page for the screen: the content of the PDF, set by a template of its own.

The page holds everything it needs, loads nothing, and is the same bytes for the same content.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpers.project import find_project
from helpers.reports.headlines import DATA_NAME, INDEX, tell_headline, write_data
from helpers.reports.language import Language
from helpers.reports.page_items import prepare_files, prepare_sections

_TEMPLATES = Path("reports/template")


def compile_page(
    content: Mapping[str, Any],
    name: str,
    languages: Sequence[str] = (),
    project: Path | None = None,
) -> bytes:
    """Set content as a page.

    Args:
        content: What `collect_content` returns.
        name: Name of the files of the report, such as `luohe.zh`; the PDF lies beside the page.
        languages: Languages in which the report lies beside the page, its own included.
        project: Project folder; found from the working directory by default.

    Returns:
        The page.
    """
    code = content["meta"]["language"]
    say = Language(code).say
    words = {
        "tag": say("page_tag"),
        "skip": say("page_skip"),
        "editions": say("page_editions"),
        "all_reports": say("page_all_reports"),
        "pdf": say("page_pdf"),
        "files": say("page_files"),
        "to_source": say("page_to_source"),
        "callout": say("page_callout"),
    }
    report = name.removesuffix(f".{code}")
    editions = [
        {
            "href": f"{report}.{other}.html",
            "tag": Language(other).say("page_tag"),
            "name": Language(other).say("page_language"),
        }
        for other in languages
        if other != code
    ]
    return render(
        "page.html",
        project=project,
        title=content["title"],
        meta=content["meta"],
        words=words,
        index=INDEX,
        pdf=f"{name}.pdf",
        editions=editions,
        data_name=DATA_NAME,
        data=write_data(tell_headline(content, name)),
        sections=prepare_sections(content),
        files=prepare_files(content),
        script="page.js",
    )


def render(template: str, *, script: str, project: Path | None = None, **values: object) -> bytes:
    """Render a template with the style of every page and a script put inside.

    Args:
        template: Name of a file of `reports/template`.
        script: Name of another.
        project: Project folder; found from the working directory by default.
        **values: What the template names.
    """
    folder = (project or find_project()) / _TEMPLATES
    environment = _open_templates(folder)
    style = (folder / "screen.css").read_text(encoding="utf-8").strip()
    code = (folder / script).read_text(encoding="utf-8").strip()
    text = environment.get_template(template).render(**values, style=style, script=code)
    return (text.strip() + "\n").encode("utf-8")


@cache
def _open_templates(folder: Path) -> Environment:
    """Return the templates of a folder, each compiled once and again when it is edited."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
