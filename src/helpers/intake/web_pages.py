"""The words of a web page, line by line: its text and tables without what surrounds them."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import (
    Comment,
    Declaration,
    Doctype,
    NavigableString,
    ProcessingInstruction,
    Tag,
)

_DROPPED = (
    *("script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form"),
    *("iframe", "svg", "button", "select", "option", "head"),
)
_SURROUNDINGS = re.compile(
    r"(?:^|[-_ ])(?:(?:top|main|sub|site|head|left|right)?nav(?:bar)?|menu|breadcrumb|crumb|"
    r"footer|foot|sidebar|share|toolbar|pagination|"
    r"position|location|copyright|related|banner)(?:$|[-_ 0-9])",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    (
        *("address", "article", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "ol", "p", "pre", "section"),
        *("table", "tr", "ul", "caption", "figcaption"),
    )
)
_UNSEEN = (Comment, Declaration, Doctype, ProcessingInstruction)
# A page whose words all lie inside of what looks like surroundings is read whole.
_LEAST_CHARACTERS = 60
_LEAST_TITLE = 6
_LONGEST_CELL = 200
_MOST_SPANNED = 50

Line = tuple[str, bool]


def read_web_page(markup: str) -> list[Line]:
    """Return the lines of a page, and for each whether it is a row of a table.

    Args:
        markup: The HTML.

    Returns:
        Lines without empty ones; the cells of a row are separated by tabs.
    """
    title = _find_title(markup)
    lines = _read_lines(markup, without_surroundings=True)
    if sum(len(line) for line, _ in lines) < _LEAST_CHARACTERS:
        lines = _read_lines(markup, without_surroundings=False)
    if title and not any(_is_same(title, line) for line, _ in lines):
        lines.insert(0, (title, False))
    return lines


def _is_same(title: str, line: str) -> bool:
    """Tell whether a line is the title, which a page often gives together with its site's name."""
    return title in line or (len(line) >= _LEAST_TITLE and line in title)


def _find_title(markup: str) -> str:
    soup = BeautifulSoup(markup, "html.parser")
    for name in ("ArticleTitle", "title"):
        found = soup.find("meta", attrs={"name": name})
        if isinstance(found, Tag) and found.get("content"):
            return " ".join(str(found["content"]).split())
    return " ".join(soup.title.get_text().split()) if soup.title else ""


def _read_lines(markup: str, *, without_surroundings: bool) -> list[Line]:
    soup = BeautifulSoup(markup, "html.parser")
    for tag in soup(list(_DROPPED) if without_surroundings else ["script", "style", "head"]):
        tag.decompose()
    if without_surroundings:
        for tag in soup.find_all(_is_surrounding):
            if not tag.decomposed:
                tag.decompose()
    lines: list[Line] = []
    _collect(soup, lines)
    return [(line, is_cells) for line, is_cells in lines if line.strip()]


def _is_surrounding(tag: Tag) -> bool:
    names = [tag.get("id") or "", *(tag.get("class") or [])]
    return tag.name not in {"html", "body"} and any(
        _SURROUNDINGS.search(str(name)) for name in names
    )


def _collect(parent: Tag, lines: list[Line]) -> None:
    words: list[str] = []

    def flush() -> None:
        lines.append((" ".join("".join(words).split()), False))
        words.clear()

    for kind, text in _walk(parent):
        if kind == "text":
            words.append(text)
        else:
            flush()
            if kind == "row":
                lines.append((text, True))
    flush()


def _walk(parent: Tag) -> Iterator[tuple[str, str]]:
    for child in parent.children:
        if isinstance(child, Tag):
            if child.name == "table" and _is_data(child):
                yield from (("row", row) for row in _read_table(child))
            elif child.name in _BLOCKS:
                yield "break", ""
                yield from _walk(child)
                yield "break", ""
            else:
                yield from _walk(child)
        elif isinstance(child, NavigableString) and not isinstance(child, _UNSEEN):
            yield "text", re.sub(r"\s+", " ", str(child))


def _is_data(table: Tag) -> bool:
    """Tell a table of figures from one that only lays out a page."""
    rows = table.find_all("tr")
    widest = max((len(row.find_all(["td", "th"], recursive=False)) for row in rows), default=0)
    longest = max((len(cell.get_text()) for cell in table.find_all(["td", "th"])), default=0)
    is_grid = len(rows) > 1 and widest > 1 and longest <= _LONGEST_CELL
    return is_grid and table.find("table") is None


def _read_table(table: Tag) -> Iterator[str]:
    """Yield the rows; words that span several columns or rows are repeated in each."""
    caption = table.find("caption")
    if caption is not None:
        yield " ".join(caption.get_text().split())
    waiting: dict[int, tuple[int, str]] = {}
    for row in table.find_all("tr"):
        cells: list[str] = []
        for cell in row.find_all(["td", "th"], recursive=False):
            _fill(cells, waiting)
            text = " ".join(cell.get_text().split())
            for offset in range(_span(cell, "colspan")):
                # A number stands once, whatever the width of its cell.
                shown = "" if offset and re.fullmatch(r"[0-9.,%\s-]+", text) else text
                if _span(cell, "rowspan") > 1:
                    waiting[len(cells)] = (_span(cell, "rowspan") - 1, text)
                cells.append(shown)
        _fill(cells, waiting)
        yield "\t".join(cells)


def _fill(cells: list[str], waiting: dict[int, tuple[int, str]]) -> None:
    """Put the cells that reach down from an earlier row in their columns."""
    while len(cells) in waiting:
        left, text = waiting.pop(len(cells))
        if left > 1:
            waiting[len(cells)] = (left - 1, text)
        cells.append("" if re.fullmatch(r"[0-9.,%\s-]+", text) else text)


def _span(cell: Tag, name: str) -> int:
    text = str(cell.get(name) or "1")
    return min(int(text), _MOST_SPANNED) if text.isdigit() and int(text) else 1
