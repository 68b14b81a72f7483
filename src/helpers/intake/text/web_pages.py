"""The words of a web page, line by line: its text and tables without what surrounds them."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from helpers.intake.text.patterns import read_patterns

_PATTERNS = read_patterns("web_pages")
# A page whose words all lie inside of what looks like surroundings is read whole.
_LEAST_CHARACTERS = 60
_LEAST_TITLE = 6
_LONGEST_CELL = 200
_MOST_SPANNED = 50
# No browser shows what is nested deeper; the time to read it would grow with its square.
_DEEPEST = 10_000

Line = tuple[str, bool]


def read_web_page(markup: str) -> list[Line]:
    """Return the lines of a page, and for each whether it is a row of a table.

    Empty ones and what a browser hides are left out; the cells of a row are separated by tabs.

    Raises:
        ValueError: Its elements are nested deeper than any page's; the message says how deep.
    """
    _refuse_nested(markup)
    page = LexborHTMLParser(markup)
    hidden, layout = _find_hidden(page), _find_layout(page)
    title = _find_title(page)
    lines = _Reader(hidden, layout, without_surroundings=True).read(page)
    if sum(len(line) for line, _ in lines) < _LEAST_CHARACTERS:
        lines = _Reader(hidden, layout, without_surroundings=False).read(page)
    if title and not any(_is_same(title, line) for line, _ in lines):
        lines.insert(0, (title, False))
    return lines


def _refuse_nested(markup: str) -> None:
    depth = 0
    for end, name in _PATTERNS["tag"].findall(markup):
        if not _PATTERNS["without_end"].fullmatch(name):
            depth = max(0, depth - 1) if end else depth + 1
        if depth > _DEEPEST:
            raise ValueError(f"its elements are nested more than {_DEEPEST:,} deep")


def _is_same(title: str, line: str) -> bool:
    """True when a line is the title, which a page often gives with its site's name."""
    return title in line or (len(line) >= _LEAST_TITLE and line in title)


def _find_title(page: LexborHTMLParser) -> str:
    for name in ("ArticleTitle", "title"):
        for found in page.css(f'meta[name="{name}" i]'):
            content = found.attributes.get("content")
            if content:
                return " ".join(content.split())
    title = page.css_first("title")
    return " ".join(title.text().split()) if title else ""


def _find_hidden(page: LexborHTMLParser) -> set[int]:
    """Return the elements that the rules of the page itself hide."""
    hidden: set[int] = set()
    for style in page.css("style"):
        rules = _PATTERNS["conditional"].sub("", _PATTERNS["comment"].sub("", style.text()))
        for selector, declarations in _PATTERNS["rule"].findall(rules):
            if not _PATTERNS["hiding"].search(declarations):
                continue
            try:
                hidden.update(node.mem_id for node in page.css(selector.strip()))
            except (SelectolaxError, ValueError):
                continue  # a selector that the parser does not know, such as a vendor's own
    return hidden


def _find_layout(page: LexborHTMLParser) -> set[int]:
    """Return the tables that hold a table: they only lay out a page."""
    layout: set[int] = set()
    stack = [(node, 0) for node in [page.root] if node is not None]
    while stack:
        node, table = stack.pop()
        if node.tag == "table":
            layout.add(table)
            table = node.mem_id
        stack += [(child, table) for child in node.iter(include_text=False)]
    return layout


@dataclass(frozen=True)
class _Reader:
    """The parts of a page that are read and that are skipped."""

    hidden: Set[int]
    layout: Set[int]
    without_surroundings: bool

    def read(self, page: LexborHTMLParser) -> list[Line]:
        """Return the lines of a page without empty ones."""
        lines: list[Line] = []
        words: list[str] = []
        for kind, text in [*self._walk(page.body or page.root), ("break", "")]:
            if kind == "text":
                words.append(text)
                continue
            lines.append((" ".join("".join(words).split()), False))
            words.clear()
            if kind == "row":
                lines.append((text, True))
        return [(line, is_cells) for line, is_cells in lines if line.strip()]

    def _walk(self, top: LexborNode | None, *, is_cell: bool = False) -> Iterator[tuple[str, str]]:
        """Yield the text below an element, its breaks and its rows, however deep it nests."""
        before = ""
        stack: list[LexborNode | str] = [top] if top is not None else []
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                yield "break", node
            elif node.is_text_node:
                before = re.sub(r"\s+", " ", node.text_content or "")
                yield "text", before
            elif not node.is_element_node or self._is_passed_over(node):
                continue
            elif node.tag == "sup" and before[-1:].isdigit():
                # The 1 of 16.2¹ is a footnote; 10⁴ is ten thousand, not 104.
                mark = node.text().strip()
                yield (
                    "text",
                    f"^{mark}" if _PATTERNS["ten"].search(before) and mark.isdigit() else "",
                )
            elif node.tag == "table" and not is_cell and (rows := self._read_table(node)):
                yield "break", ""
                yield from (("row", row) for row in rows)
            else:
                is_block = _is(node, "block")
                stack += [""] * is_block
                stack += reversed(list(node.iter(include_text=True)))
                stack += [""] * is_block

    def _is_passed_over(self, node: LexborNode) -> bool:
        attributes = node.attributes
        is_closed = node.tag == "dialog" and "open" not in attributes
        if _is(node, "never_shown") or is_closed or "hidden" in attributes:
            return True
        if node.mem_id in self.hidden or _PATTERNS["hiding"].search(attributes.get("style") or ""):
            return True
        if not self.without_surroundings:
            return False
        names = [attributes.get("id") or "", *(attributes.get("class") or "").split()]
        is_surrounding = any(_PATTERNS["surroundings"].search(name) for name in names)
        return _is(node, "dropped") or (node.tag not in {"html", "body"} and is_surrounding)

    def _read_table(self, table: LexborNode) -> list[str]:
        """Return the rows of a table of figures; none for one that only lays out a page."""
        if table.mem_id in self.layout:
            return []
        captions, rows = [], []
        for part in self._list_shown(table):
            if part.tag == "caption":
                captions.append(self._read_words(part))
            elif part.tag == "tr":
                rows.append(part)
            elif part.tag in {"thead", "tbody", "tfoot"}:
                rows += [row for row in self._list_shown(part) if row.tag == "tr"]
        cells = [
            [
                (cell, self._read_words(cell))
                for cell in self._list_shown(row)
                if cell.tag in {"td", "th"}
            ]
            for row in rows
        ]
        longest = max((len(words) for row in cells for _, words in row), default=0)
        is_grid = len(rows) > 1 and max(map(len, cells)) > 1 and longest <= _LONGEST_CELL
        return [*captions, *_set_in_columns(cells)] if is_grid else []

    def _list_shown(self, parent: LexborNode) -> list[LexborNode]:
        children = parent.iter(include_text=False)
        return [child for child in children if not self._is_passed_over(child)]

    def _read_words(self, node: LexborNode) -> str:
        """Return the words of a cell; what a break sets apart does not run together."""
        walk = self._walk(node, is_cell=True)
        return " ".join("".join(text or " " * (kind == "break") for kind, text in walk).split())


def _is(node: LexborNode, kind: str) -> bool:
    """True when the tag of an element is of a kind."""
    return _PATTERNS[kind].fullmatch(node.tag or "") is not None


def _set_in_columns(rows: list[list[tuple[LexborNode, str]]]) -> Iterator[str]:
    """Yield the rows; words that span several columns or rows are repeated in each."""
    waiting: dict[int, tuple[int, str]] = {}
    for row in rows:
        cells: list[str] = []
        for cell, text in row:
            _fill(cells, waiting)
            for offset in range(_span(cell, "colspan")):
                if _span(cell, "rowspan") > 1:
                    waiting[len(cells)] = (_span(cell, "rowspan") - 1, text)
                cells.append(_repeat(text) if offset else text)
        _fill(cells, waiting)
        yield "\t".join(cells)


def _repeat(text: str) -> str:
    """Return what the further columns of a cell show: a number only once, a year in all."""
    return (
        ""
        if _PATTERNS["number"].fullmatch(text) and not _PATTERNS["year"].fullmatch(text)
        else text
    )


def _fill(cells: list[str], waiting: dict[int, tuple[int, str]]) -> None:
    """Put the cells that reach down from an earlier row in their columns."""
    while len(cells) in waiting:
        left, text = waiting.pop(len(cells))
        if left > 1:
            waiting[len(cells)] = (left - 1, text)
        cells.append(_repeat(text))


def _span(cell: LexborNode, name: str) -> int:
    text = cell.attributes.get(name) or "1"
    return min(int(text), _MOST_SPANNED) if text.isdecimal() and int(text) else 1
