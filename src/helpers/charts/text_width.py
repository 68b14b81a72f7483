"""The width of a text in the typeface of the charts, and the lines it takes in a column."""

from functools import cache

from matplotlib.font_manager import get_font

from helpers.fonts import find_font_folder

POINTS_PER_INCH = 72
_SCALED_UNITS = 2**16


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


def wrap_text(text: str, room: float, size: float) -> list[str]:
    """Break a text into lines: between words, or between characters where there are no words.

    A single word that is longer than a line stands out.
    """
    if measure_text(text, size) <= room:
        return [text]
    words = text.split(" ")
    is_spaced = len(words) > 2 or text.isascii()
    parts, joint = (words, " ") if is_spaced else (list(text), "")
    lines = [parts[0]]
    for part in parts[1:]:
        longer = lines[-1] + joint + part
        if measure_text(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines
