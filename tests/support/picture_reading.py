"""Where the words of a chart stand, read from its SVG."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from itertools import combinations

from helpers.charts.fitting.text_width import POINTS_PER_INCH, measure_text

_TEXT = "{http://www.w3.org/2000/svg}text"
_SIZE = re.compile(r"([0-9.]+)px")
_PLACE = re.compile(r"translate\(([0-9.-]+)[ ,]([0-9.-]+)\)")
# What letters leave free above and below within their line, as a share of the size.
_ASCENT, _DESCENT = 0.72, 0.1


@dataclass(frozen=True)
class Word:
    """A text of a chart and the box that it takes, in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Word") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def list_words(svg: str) -> list[Word]:
    """Return the texts of a chart that are set level, with their boxes."""
    words = []
    for element in ET.fromstring(svg).iter(_TEXT):  # noqa: S314  # our own
        text = "".join(element.itertext())
        style = element.get("style", "")
        size = float((_SIZE.search(style) or _SIZE.search("10px"))[1])  # type: ignore[index]
        moved = _PLACE.search(element.get("transform", ""))
        x, y = (moved[1], moved[2]) if moved else (element.get("x"), element.get("y"))
        wide = measure_text(text, size) * POINTS_PER_INCH
        anchor = "middle" if "middle" in style else "end" if "anchor: end" in style else "start"
        left = float(x or 0) - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        top, bottom = float(y or 0) - _ASCENT * size, float(y or 0) + _DESCENT * size
        words.append(Word(text, left, top, left + wide, bottom))
    return words


def find_overlaps(svg: str) -> list[tuple[str, str]]:
    """Return the pairs of texts of a chart that cover each other."""
    pairs = combinations(list_words(svg), 2)
    return [(one.text, other.text) for one, other in pairs if one.covers(other)]
