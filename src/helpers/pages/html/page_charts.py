"""Charts for the screen: the SVG of a report, put into a page so that it follows its colours."""

import re
from xml.sax.saxutils import escape

_HEAD = re.compile(r"\A.*?(?=<svg\b)", re.DOTALL)
_FURNITURE = re.compile(r"\s*<(metadata|style)\b.*?</\1>", re.DOTALL)
_SIZE = re.compile(r'<svg\b[^>]*?viewBox="([^"]*)"[^>]*>')
_IDENTIFIER = re.compile(r' id="([^"]*)"')
_REFERENCE = re.compile(r'(?:href="|url\()#([^")]*)')
_FAMILY = re.compile(r"\s*font-family: [^;\"]*;?")
_TAG = re.compile("<[^>]*>")
_STYLE = re.compile(r'\s*\bstyle="([^"]*)"')
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_LINE_ENDS = re.compile(r"\s*\n\s*")
# The colours of charts by the names that the style sheet gives them, for light and for dark.
COLOURS = {
    "#17324d": "ink",
    "#5d7183": "soft",
    "#b3541e": "target",
    "#c9d3dc": "pale",
    "#ffffff": "ground",
    "#eef2f5": "shade-1",
    "#cfdae3": "shade-2",
    "#9fb6c8": "shade-3",
    "#537a9a": "shade-4",
}


def set_chart(svg: str, name: str, title: str, alt: str) -> str:
    """Make the SVG file of a chart a part of a page: its text stays text.

    The name begins its identifiers, so that no two charts of a page share one.

    Raises:
        ValueError: The text is no SVG file.
    """
    text = _FURNITURE.sub("", _HEAD.sub("", svg))
    used = set(_REFERENCE.findall(text))

    def keep(found: re.Match[str]) -> str:
        return f' id="{name}-{found[1]}"' if found[1] in used else ""

    text = _IDENTIFIER.sub(keep, text)
    text = _REFERENCE.sub(lambda found: f"{found[0][: -len(found[1])]}{name}-{found[1]}", text)
    text = _FAMILY.sub("", text).replace("xlink:href", "href")
    text = _TAG.sub(lambda tag: _COLOUR.sub(_name_colour, _STYLE.sub(_unfold_style, tag[0])), text)
    start = _SIZE.search(text)
    if start is None:
        raise ValueError(f"{name} is no SVG file with a viewBox")
    opening = (
        f'<svg role="img" aria-labelledby="{name}-title {name}-words" viewBox="{start[1]}">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-words">{escape(alt)}</desc>'
    )
    picture = opening + text[start.end() :]
    return _LINE_ENDS.sub(" ", picture).replace("> <", "><").strip()


def _unfold_style(found: re.Match[str]) -> str:
    """Write a style as attributes: a page allows no style but the sheet whose digest it names."""
    rules = [rule.partition(":") for rule in found[1].split(";") if rule.strip()]
    return "".join(f' {name.strip()}="{value.strip()}"' for name, _, value in rules)


def _name_colour(found: re.Match[str]) -> str:
    name = COLOURS.get(found[0])
    return f"var(--chart-{name})" if name else found[0]
