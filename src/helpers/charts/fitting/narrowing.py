"""A chart laid out again for a phone: panels in fewer columns, long names above their rows.

The plot becomes narrower, the letters no smaller; labels that were placed by the size of
the plot are placed once more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from typing import Any
from weakref import WeakKeyDictionary

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from helpers.charts.fitting.narrow_grid import (
    count_columns,
    fit_cells,
    join_lines,
    name_columns,
    wrap_rows,
)
from helpers.charts.fitting.text_width import POINTS_PER_INCH, measure_text, wrap_text

_WIDTHS = (3.65, 4.4)
_ROOM_FOR_NAMES = 1.15
_ROW, _LEAST_PLOT = 0.42, 1.0
_MANY_COLUMNS, _GAP, _GAP_BELOW, _EDGE = 3, 0.1, 0.2, 0.05
_PASSES = 6
_SHRUNK = 2  # pixels, by which boxes of texts are too small
_APART = 3.5  # pixels between such boxes of labels in a line, or two read as one
# No line of the plot runs through a name.
_GROUND: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
LEAST_SIZE = 8.3  # points; eleven pixels
_later: "WeakKeyDictionary[Figure, list[Callable[[], object]]]" = WeakKeyDictionary()
_before: "WeakKeyDictionary[Figure, list[Callable[[], None]]]" = WeakKeyDictionary()
_least: "WeakKeyDictionary[Figure, float]" = WeakKeyDictionary()


@dataclass
class _Panel:
    """Axes in one place, and the height of their plot in inches."""

    axes: list[Any]
    height: float


def repeat_when_narrow(
    figure: Any, step: Callable[[], object], clear: Callable[[], None] | None = None
) -> None:
    """Take a step of a drawing again once the figure has the width of a phone.

    Args:
        figure: The figure.
        step: What depends on the size of the plot; it removes what it drew before.
        clear: Removes what the step drew where that lies inside the plot: it takes no room around.
    """
    _later.setdefault(figure, []).append(step)
    if clear:
        _before.setdefault(figure, []).append(clear)


def find_least_size(figure: Any) -> float:
    """Return the size in points of the smallest letters that a figure has now."""
    return _least.get(figure, 0.0)


def make_narrow(figure: Figure) -> bool:
    """Set a drawn figure to the width of a phone, and return whether its labels fit."""
    FigureCanvasAgg(figure)  # it measures, at the resolution of the figure
    figure.set_layout_engine("none")
    panels = [_Panel(axes, axes[0].bbox.height / figure.dpi) for axes in _find_cells(figure)]
    if not panels:
        return False
    for panel in panels:
        panel.height = max(_raise_names(one, panel.height) for one in panel.axes)
    wide = max(panel.axes[0].get_subplotspec().get_gridspec().ncols for panel in panels)
    columns = min(2 if wide >= _MANY_COLUMNS else 1, len(panels))
    sizes = {text: float(text.get_fontsize()) for text in _list_all_texts(figure)}
    return any(
        _fit(figure, panels, columns, width, least, sizes) and _is_readable(figure)
        for width, least in product(_WIDTHS, (LEAST_SIZE, 0.0))
    )


def _list_all_texts(figure: Figure) -> list[Text]:
    return [text for axes in figure.axes for text in _list_texts(axes)]


def _enlarge(figure: Figure, least: float, sizes: Mapping[Text, float]) -> None:
    """Set smaller letters in the least size; those that were there before have their own sizes."""
    for text in _list_all_texts(figure):
        text.set_fontsize(max(sizes.get(text, float(text.get_fontsize())), least))


def _fit(
    figure: Figure,
    panels: Sequence[_Panel],
    columns: int,
    width: float,
    least: float,
    sizes: Mapping[Text, float],
) -> bool:
    """Lay the panels out until nothing moves, then place labels again; false where no plot fits."""
    for clear in _before.get(figure, []):
        clear()
    _least[figure] = least
    _enlarge(figure, least, sizes)
    places: list[list[float]] = []
    while len(places) < 2 or (len(places) < _PASSES and places[-1] != places[-2]):
        places.append(_arrange(figure, panels, columns, width))
        if not places[-1]:
            return False
        for panel in panels:
            _wrap_title(panel.axes[0])
            _thin_ticks(panel.axes[0])
    for step in list(_later.get(figure, [])):
        step()
    _enlarge(figure, least, sizes)
    for panel in panels:
        fit_cells(panel.axes[0])
    return True


def _find_cells(figure: Figure) -> list[list[Any]]:
    """Return the axes of each panel in reading order; two that share a place are one panel."""
    cells: dict[tuple[int, int], list[Any]] = {}
    for axes in figure.axes:
        spec: Any = axes.get_subplotspec()
        if spec is not None:
            cells.setdefault((spec.rowspan.start, spec.colspan.start), []).append(axes)
    return [cells[place] for place in sorted(cells)]


def _raise_names(axes: Axes, height: float) -> float:
    """Write long names of rows above the rows, in a heat map in lines; return the height needed."""
    ticks = axes.yaxis.get_ticklabels()
    names = [join_lines(tick.get_text()) for tick in ticks]
    on_left = axes.yaxis.get_ticks_position() != "right"
    sizes = [float(tick.get_fontsize()) for tick in ticks]
    widest = max(map(measure_text, names, sizes), default=0.0)
    if not on_left or widest <= _ROOM_FOR_NAMES:
        return height
    if count_columns(axes):
        return wrap_rows(axes, height)
    places = [float(place) for place in axes.get_yticks()]
    up = -0.5 if axes.yaxis_inverted() else 0.5
    step = min((abs(b - a) for a, b in pairwise(sorted(places))), default=1.0)
    for place, tick, name in zip(places, ticks, names, strict=True):
        axes.text(
            0.0, place + up * step, name, transform=axes.get_yaxis_transform(),
            va="center", fontsize=tick.get_fontsize(), color=tick.get_color(), bbox=_GROUND,
        )  # fmt: skip
    axes.set_yticks(places, [""] * len(places))
    return max(height, _ROW * len(places))


def _arrange(figure: Figure, panels: Sequence[_Panel], columns: int, whole: float) -> list[float]:
    """Place the panels so that what stands around each plot has its room.

    Returns:
        The sizes in inches; none where there is no room for a plot.
    """
    around = [_measure_around(figure, panel.axes) for panel in panels]
    lefts, rights = (
        [max(one[side] for one in around[column::columns]) for column in range(columns)]
        for side in (0, 2)
    )
    width = (whole - _GAP * (columns - 1)) / columns
    plots = [width - left - right for left, right in zip(lefts, rights, strict=True)]
    if min(plots) < _LEAST_PLOT:
        return []
    rows = [slice(at, at + columns) for at in range(0, len(panels), columns)]
    bottoms, tops = ([max(one[side] for one in around[row]) for row in rows] for side in (1, 3))
    inner = [max(panel.height for panel in panels[row]) for row in rows]
    height = sum(bottoms) + sum(tops) + sum(inner) + _GAP_BELOW * (len(rows) - 1)
    figure.set_size_inches(whole, height)
    top = height + _GAP_BELOW
    for number, row in enumerate(rows):
        top -= tops[number] + _GAP_BELOW
        for column, panel in enumerate(panels[row]):
            x, y = column * (width + _GAP) + lefts[column], top - panel.height
            box = x / whole, y / height, plots[column] / whole, panel.height / height
            for axes in panel.axes:
                axes.set_position(box)
        top -= inner[number] + bottoms[number]
    return [round(size, 2) for size in (*plots, height)]


def _measure_around(figure: Figure, axes: Sequence[Axes]) -> tuple[float, ...]:
    """Return the inches that the labels of a panel take left, below, right and above its plot."""
    plot = axes[0].bbox
    boxes = [*_list_boxes(figure, axes), plot]
    beyond = (
        plot.x0 - min(box.x0 for box in boxes),
        plot.y0 - min(box.y0 for box in boxes),
        max(box.x1 for box in boxes) - plot.x1,
        max(box.y1 for box in boxes) - plot.y1,
    )
    return tuple(max(_EDGE, (length + _SHRUNK) / figure.dpi) for length in beyond)


def _wrap_title(axes: Axes) -> None:
    """Break a name above a panel that is wider than its plot."""
    name = axes.get_title(loc="left")
    for text in [one for one in _list_texts(axes) if name and one.get_text() == name]:
        room = axes.bbox.width / axes.figure.dpi
        text.set_text("\n".join(wrap_text(join_lines(name), room, float(text.get_fontsize()))))


def _thin_ticks(axes: Axes) -> None:
    """Leave out labels of the horizontal axis that would touch, and break its long name."""
    room = axes.bbox.width / axes.figure.dpi
    name = axes.xaxis.label
    size = float(name.get_fontsize())
    name.set_text("\n".join(wrap_text(join_lines(name.get_text()), room, size)))
    if name_columns(axes):
        return
    low, high = sorted(axes.get_xlim())
    ticks = [float(tick) for tick in axes.get_xticks() if low <= tick <= high]
    labels = [str(label) for label in axes.xaxis.get_major_formatter().format_ticks(ticks)]
    while len(ticks) > 2 and _is_crowded(axes, ticks, labels):
        ticks, labels = ticks[::-2][::-1], labels[::-2][::-1]
        axes.set_xticks(ticks, labels)


def _is_crowded(axes: Axes, ticks: Sequence[float], labels: Sequence[str]) -> bool:
    shown = axes.xaxis.get_ticklabels()
    if not shown:  # the panel below shows them for this one
        return False
    size = float(shown[0].get_fontsize())
    places = [axes.transData.transform((tick, 1))[0] / axes.figure.dpi for tick in ticks]
    halves = [measure_text(label, size) / 2 for label in labels]
    gap = size / POINTS_PER_INCH / 2
    return any(
        abs(places[b] - places[a]) < halves[a] + halves[b] + gap
        for a, b in pairwise(range(len(ticks)))
    )


def _list_boxes(figure: Figure, panel: Sequence[Axes]) -> list[Any]:
    """Return the boxes of all texts that are seen in some axes."""
    texts = [text for axes in panel for text in _list_texts(axes) if text.get_text().strip()]
    canvas: Any = figure.canvas
    renderer = canvas.get_renderer()
    for axis in [axis for axes in panel if axes.axison for axis in (axes.xaxis, axes.yaxis)]:
        axis.get_tightbbox(renderer)  # which sets the name of the axis beside its labels
    return _list_own_boxes(figure, texts)


def _list_own_boxes(figure: Figure, texts: Sequence[Text]) -> list[Any]:
    canvas: Any = figure.canvas
    renderer = canvas.get_renderer()
    for text in texts:
        if isinstance(text, Annotation):
            text.update_positions(renderer)
    return [Text.get_window_extent(text, renderer).padded(-1.0) for text in texts]


def _list_texts(axes: Axes) -> list[Text]:
    """Return the texts of a plot; a tick beyond the limits of its axis is not drawn."""
    texts = [child for child in axes.get_children() if isinstance(child, Text)]
    if not axes.axison:
        return texts
    for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
        if not axis.get_visible():
            continue
        low, high = sorted(limits)
        ticks = zip(axis.get_majorticklocs(), axis.get_majorticklabels(), strict=False)
        texts += [axis.label, *(label for place, label in ticks if low <= place <= high)]
    return texts


def _is_readable(figure: Figure) -> bool:
    """Return whether no text covers another or leaves the picture, and no label adjoins one."""
    boxes, page = _list_boxes(figure, figure.axes), figure.bbox.padded(2.0)
    inside = all(
        page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1
        for box in boxes
    )
    every = _list_all_texts(figure)
    labels = [one for one in every if isinstance(one, Annotation) and one.get_text()]
    wider = [one.padded(_APART / 2, 0) for one in _list_own_boxes(figure, labels)]
    return inside and not any(
        one.overlaps(other) for some in (boxes, wider) for one, other in combinations(some, 2)
    )
