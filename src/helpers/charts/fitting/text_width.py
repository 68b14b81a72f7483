"""The width of a text in the typeface of the charts, and the lines it takes in a column."""

import re
from functools import cache

from matplotlib.font_manager import get_font

from helpers.fonts import find_font_folder

POINTS_PER_INCH = 72
_SCALED_UNITS = 2**16
_OPENING, _CLOSING, _BONUS = "（(《“", "）)》”，、。：；", 0.1
# Between the syllables of a name in pinyin, as in Ping-ding-shan, and between Chinese characters.
_BREAK = re.compile(
    "(?<=[aeiouünrg ])(?=(?:[zcs]h|[bpmfdtlkjqxzcsyw])[aeiouü])|(?<=[-\u4e00-\u9fff])(?=.)"
)
# A full-width sign of doubt fills three squares, half of them empty: charts set it in half-width.
_DOUBT = "（？）", "(?)"
_PART = re.compile(rf"(?:（[^（）]{{1,6}}）|[{_OPENING}]*(?:[0-9A-Za-z.,%]+|.))[{_CLOSING}]*")


def shorten_doubt(text: str) -> str:
    """Return a text as charts set it: its sign of doubt in half-width."""
    return text.replace(*_DOUBT)


def measure_text(text: str, size: float) -> float:
    """Return the width of a text in inches."""
    return sum(_measure_letter(letter) for letter in text) * size / POINTS_PER_INCH


@cache
def _measure_letter(letter: str) -> float:
    """Return the advance width of a letter as a share of the font size; of one not there, 1."""
    font = get_font(find_font_folder() / "NotoSansCJKsc-Regular.otf")
    if not font.get_char_index(ord(letter)):
        return 1.0
    font.set_size(POINTS_PER_INCH, POINTS_PER_INCH)
    return float(font.load_char(ord(letter)).linearHoriAdvance) / _SCALED_UNITS / POINTS_PER_INCH


def break_name(name: str, room: float, size: float) -> list[str]:
    """Break the name of a place that is wider than some inches in two lines.

    It breaks between syllables, where a hyphen joins them, or between Chinese characters.
    """
    if measure_text(name, size) <= room:
        return [name]
    ends = [found.start() for found in _BREAK.finditer(name)]
    cuts = [(name[:end] + "-" * name[end - 1].islower(), name[end:]) for end in ends]
    widest = [(max(measure_text(line, size) for line in cut), *cut) for cut in cuts]
    return [line.strip() for line in min(widest)[1:]] if widest else [name]


def wrap_text(text: str, room: float, size: float) -> list[str]:
    """Break a text into as few lines as there can be, of about one length.

    A line ends between words or, where there are none, between characters: at brackets and stops
    if it can, never inside a number or before what closes.

    A single word that is longer than a line stands out.
    """
    if measure_text(text, size) <= room:
        return [text]
    words = text.split(" ")
    is_spaced = len(words) > 2 or text.isascii()
    parts, joint = (words, " ") if is_spaced else (_PART.findall(text), "")
    # From the end: the fewest lines for what is left, their unevenness, and the lines.
    best: list[tuple[int, float, list[str]]] = [(0, 0.0, [])]
    for start in reversed(range(len(parts))):
        found: list[tuple[int, float, list[str]]] = []
        for end in range(start + 1, len(parts) + 1):
            line = joint.join(parts[start:end])
            width = measure_text(line, size)
            if width > room and found:
                break
            count, cost, others = best[len(parts) - end]
            is_apart = line[-1] in _CLOSING or "".join(others)[:1] in _OPENING
            cost += max(0.0, 1 - width / room) ** 2 - _BONUS * is_apart
            found.append((count + 1, cost, [line, *others]))
        best.append(min(found))
    return best[-1][2]
