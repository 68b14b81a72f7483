"""A report as one page for the screen: the content of the PDF, set by a template of its own.

The page holds everything it needs, loads nothing, and is the same bytes for the same content.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from helpers.pages.headlines import DATA_NAME, INDEX_FILE, collect_headline, write_data
from helpers.pages.html.page_items import prepare_files, prepare_sections
from helpers.pages.templates import open_templates
from helpers.project import TEMPLATE, find_project
from helpers.words.language import Language

_WORDS = (
    *("tag", "skip", "editions", "all_reports", "pdf", "files", "callout"),
    *("unfold", "show", "hide", "link", "copied"),
)


def compile_page(
    content: Mapping[str, Any],
    name: str,
    languages: Sequence[str] = (),
    project: Path | None = None,
) -> bytes:
    """Set content as a page beside the PDF of a name, with links to its other languages."""
    code = content["meta"]["language"]
    say = Language(code).say
    words = {name: say(f"page_{name}") for name in _WORDS}
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
    sections = prepare_sections(content)
    return render(
        "page.html",
        project=project,
        rules=_set_widths(sections),
        title=content["title"],
        meta=content["meta"],
        words=words,
        index=INDEX_FILE,
        pdf=f"{name}.pdf",
        editions=editions,
        data_name=DATA_NAME,
        data=write_data(collect_headline(content, name)),
        sections=sections,
        has_pictures=any(kind in repr(sections) for kind in ("'picture'", "'formula'")),
        files=prepare_files(content),
        scripts=["scroll.js", "page.js", "spine.js"],
    )


def _set_widths(sections: Sequence[Mapping[str, Any]]) -> str:
    """Return the rules of the widths of columns, which no attribute may set."""
    tables = [item for section in sections for item in section["items"] if item["kind"] == "table"]
    shares = {column["share"] for table in tables for column in table["columns"]} - {0}
    return "".join(f"\n.share-{share} {{ width: {share}%; }}" for share in sorted(shares))


def render(
    template: str,
    *,
    scripts: Sequence[str],
    rules: str = "",
    project: Path | None = None,
    **values: object,
) -> bytes:
    """Render a template with the style of every page and its scripts put inside.

    The content security policy of the page allows only these two, by their digests. Rules are style
    for this page alone.
    """
    project = project or find_project()
    folder = project / "reports" / TEMPLATE
    style = (folder / "screen.css").read_text(encoding="utf-8").strip() + rules
    code = "\n".join((folder / name).read_text(encoding="utf-8").strip() for name in scripts)
    text = (
        open_templates(project)
        .get_template(template)
        .render(
            **values, style=style, style_hash=_digest(style), script=code, script_hash=_digest(code)
        )
    )
    return (text.strip() + "\n").encode("utf-8")


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
