"""The house style for charts of one's own: fonts with Chinese signs, colours, width."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import AutoLocator, LogFormatter, LogFormatterMathtext, MaxNLocator

from helpers.charts.canvas import INK, PALE, SOFT, TARGET, WIDTH, style_chart
from helpers.charts.places.tile_map import SHADES as _SHADES
from helpers.words.language import Language
from helpers.words.written_numbers import write_number

# Told apart in grey as well: each is lighter or darker than its neighbours.
COLOURS = (INK, TARGET, "#537a9a", "#c58a1d", SOFT, "#9fb6c8")
SHADES = LinearSegmentedColormap.from_list("city-figures", _SHADES)
# A dark page turns the colours of the house, of text and shade alike; any other shade it keeps.
_INKS_ON_HOUSE, _INKS_ON_OTHERS = (INK, "#ffffff"), ("#262626", "#fefefe")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_STYLE: dict[Any, Any] = {
    "axes.axisbelow": True,
    "axes.prop_cycle": f"cycler(color={list(COLOURS)})",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 8.5,
    "figure.constrained_layout.use": True,
    "grid.color": PALE,
    "grid.linewidth": 0.5,
    "legend.frameon": False,
    "lines.linewidth": 1.4,
    "lines.markersize": 5,
    "xtick.major.size": 0,
    "xtick.minor.size": 0,  # or the labels of both would stand at two heights
    "ytick.major.size": 0,
    "ytick.minor.size": 0,
}


class _PlainMinors(LogFormatter):
    """Writes the ticks between powers of ten without exponents, those that matplotlib picks."""

    language: Language

    def __call__(self, x: float, pos: int | None = None) -> str:
        return write_number(x, self.language) if super().__call__(x, pos) else ""


@cache
def _load_backend() -> None:
    """Load the backend of pyplot first: that of notebooks changes settings that must stay."""
    plt.switch_backend(mpl.get_backend())


@contextmanager
def open_figure(height: float, subplots: dict[str, Any]) -> Iterator[tuple[Figure, list[Axes]]]:
    """Open a figure of the page's width in house style, closed again at the end.

    It is the current figure of pyplot meanwhile: what is drawn without `ax=` goes into its last
    axes.

    Args:
        height: Height in inches.
        subplots: As `Figure.subplots` takes them.
    """
    _load_backend()
    with mpl.rc_context(), style_chart():
        mpl.rcParams.update(_STYLE)
        figure: Any = plt.figure(figsize=(WIDTH, height))
        # The report shows it: plt.show() does not show it once more.
        figure._ipython_display_ = lambda: None
        try:
            grid = figure.subplots(squeeze=False, **subplots)
            yield figure, list(grid.flat)
        finally:
            plt.close(figure)


def is_drawn(axes: Axes) -> bool:
    """Return whether anything is drawn into axes."""
    return bool(axes.has_data() or axes.texts or axes.patches)


def finish_axes(figure: Figure, language: Language) -> None:
    """Remove the axes left empty, and write ticks plainly and the numbers in cells readably."""
    for axes in list(figure.axes):
        spec = axes.get_subplotspec()
        if spec is None:
            continue
        if any(is_drawn(twin) for twin in figure.axes if twin.get_subplotspec() == spec):
            _mark_whole_years(axes)
            _write_plain_powers(axes, language)
            _set_inks(axes)
            continue
        for other in figure.axes:  # the one above has shared its labels
            above = other.get_subplotspec()
            if above and above.colspan == spec.colspan and above.rowspan.stop == spec.rowspan.start:
                other.tick_params(axis="x", labelbottom=True)
        axes.remove()


def _mark_whole_years(axes: Axes) -> None:
    low, high = axes.get_xlim()
    is_usual = isinstance(axes.xaxis.get_major_locator(), AutoLocator)
    if is_usual and low > _FIRST_YEAR and high < _LAST_YEAR:
        axes.xaxis.set_major_locator(MaxNLocator("auto", integer=True))


def _write_plain_powers(axes: Axes, language: Language) -> None:
    """Write the ticks of logarithmic axes without TeX, which is not read in house style."""
    for axis in (axes.xaxis, axes.yaxis):
        if isinstance(axis.get_major_formatter(), LogFormatterMathtext):
            axis.set_major_formatter(lambda number, _: write_number(number, language))
            minors = _PlainMinors(minor_thresholds=(1, 0.4))
            minors.language = language
            axis.set_minor_formatter(minors)


def _set_inks(axes: Axes) -> None:
    """Write each number in a cell of a heat map in the ink that stands out more from its shade."""
    for mesh in [mark for mark in axes.collections if isinstance(mark, QuadMesh)]:
        mesh.update_scalarmappable()
        corners: Any = mesh.get_coordinates()
        rows, columns = (size - 1 for size in corners.shape[:2])
        shades = np.reshape(mesh.get_facecolor(), (rows, columns, -1))
        for text in axes.texts:
            x, y = text.get_position()
            column = int(np.searchsorted(corners[0, :, 0], x)) - 1
            row = int(np.searchsorted(corners[:, 0, 1], y)) - 1
            if 0 <= row < rows and 0 <= column < columns and shades[row, column, -1]:
                shade = to_hex(shades[row, column])
                inks = _INKS_ON_HOUSE if shade in _SHADES else _INKS_ON_OTHERS
                text.set_color(max(inks, key=lambda ink: _find_contrast(ink, shade)))


def _find_contrast(one: str, other: str) -> float:
    """Return the ratio of the luminances of two colours as WCAG 2 defines it, from 1 to 21."""
    lights = []
    for colour in (one, other):
        parts = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)
        ]
        lights.append(float(np.dot(parts, (0.2126, 0.7152, 0.0722))))
    return (max(lights) + 0.05) / (min(lights) + 0.05)
