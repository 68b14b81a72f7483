"""Formulas in TeX as pictures: what matplotlib's mathtext can set."""

import io
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser

from helpers.charts.canvas import INK

_STYLE: dict[Any, Any] = {
    "mathtext.fontset": "stix",
    "svg.fonttype": "path",
    "svg.hashsalt": "city-figures",
    "text.parse_math": True,
}
_POINTS, _DPI = 10.0, 72
_LAST_NARROW = 0x2E7F


@cache
def draw_formula(source: str) -> dict[str, Any]:
    r"""Return a formula as a run of text.

    Args:
        source: TeX without the dollar signs around it, such as `\frac{a}{b}`.

    Returns:
        The source, as the alternative text, under `formula`; the picture under `svg`; its size
        and what of it hangs below the line in points.

    Raises:
        ValueError: mathtext does not know a command, or has no such sign.
    """
    if any(ord(sign) > _LAST_NARROW for sign in source):
        raise ValueError("the fonts of formulas have no Chinese signs")
    text = f"${' '.join(source.split())}$"
    font = FontProperties(size=_POINTS)
    with mpl.rc_context(_STYLE):
        parser: Any = MathTextParser("path")
        width, height, depth, _, _ = parser.parse(text, dpi=_DPI, prop=font)
        figure = Figure(figsize=(width / _DPI, height / _DPI))
        figure.patch.set_visible(False)
        figure.text(0, depth / height, text, fontproperties=font, color=INK)
        stream = io.StringIO()
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(stream, metadata={"Date": None, "Creator": None})
    svg = stream.getvalue()
    return {
        "formula": source.strip(),
        "svg": svg[svg.index("<svg") :],
        "width": round(width, 2),
        "height": round(height, 2),
        "depth": round(depth, 2),
    }
