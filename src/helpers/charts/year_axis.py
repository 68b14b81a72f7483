"""An axis of years: a tick for each, and as many of them written as there is room for."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from helpers.charts.canvas import PALE, SOFT
from helpers.charts.fitting.narrowing import repeat_when_narrow
from helpers.charts.fitting.text_width import measure_text

_TICK, _PAD, _GAP = 2.5, 2.0, 0.12
_ROUND = 5


def draw_years(axes: Axes, first: int, last: int, size: float, told: Sequence[int] = ()) -> None:
    """Draw a tick for every year, and write years centred under theirs; nothing else is drawn.

    Written are all, every second, or the two ends, the years told and each fifth, as far as
    they do not touch.

    Args:
        axes: Where to draw. Its limits and its size are known.
        first: The first year.
        last: The last year.
        size: Font size in points.
        told: The years that a title tells.
    """
    years = range(first, last + 1)
    axes.set_yticks([])
    axes.set_xticks(years, minor=True)
    axes.tick_params(which="both", length=_TICK, width=0.6, color=SOFT, pad=_PAD, labelsize=size)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(PALE)

    def write_years() -> None:
        written = _choose_years(axes, years, size, told)
        axes.set_xticks(written, [str(year) for year in written])

    write_years()
    repeat_when_narrow(axes.figure, write_years)


def _choose_years(axes: Axes, years: range, size: float, told: Sequence[int]) -> list[int]:
    low, high = axes.get_xlim()
    pitch = axes.bbox.width / axes.figure.dpi / (high - low)
    least = (measure_text(str(years[-1]), size) + _GAP) / pitch
    for step in (1, 2):
        every = years[::-step][::-1]
        if every[0] == years[0] and set(told) <= set(every) and step >= least:
            return list(every)
    written: list[int] = []
    fifths = [year for year in years if year % _ROUND == 0]
    for year in (years[0], years[-1], *told, *fifths):
        if all(abs(year - other) >= least for other in written):
            written.append(year)
    return sorted(written)
