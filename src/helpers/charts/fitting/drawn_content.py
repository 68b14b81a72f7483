"""The content of axes: marks, dots of references, lines, and the room that is taken."""

import math
from itertools import pairwise
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.path import Path
from matplotlib.text import Annotation, Text

from helpers.charts.fitting.text_width import POINTS_PER_INCH

# All lengths are in inches, from the lower left corner of the axes.
GAP = 0.055
TOUCHING = 0.1
# Dots of this name are of a reference: a label beside its own mark would not seem theirs.
REFERENCE = "_reference"


class Box(NamedTuple):
    """A rectangle of room."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "Box") -> bool:
        """Return whether two boxes share room."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def contains(self, other: "Box") -> bool:
        """Return whether another box lies inside."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.bottom <= other.bottom and other.top <= self.top

    def measure_distance(self, place: tuple[float, float]) -> float:
        """Return how far a place is from the edge; zero inside."""
        across = max(self.left - place[0], 0.0, place[0] - self.right)
        return math.hypot(across, max(self.bottom - place[1], 0.0, place[1] - self.top))

    def is_beside(self, place: tuple[float, float]) -> bool:
        """Return whether a place is near; at the height of the text it is from further away."""
        is_level = self.bottom < place[1] < self.top
        return self.measure_distance(place) < TOUCHING * (1 + is_level)


class Drawn(NamedTuple):
    """The content of the axes: marks, dots of references, room that is taken, and lines."""

    marks: list[tuple[float, float]]
    around: list[tuple[float, float]]
    taken: list[Box]
    lines: list[Path]


def find_place(axes: Axes, x: float, y: float) -> tuple[float, float]:
    """Return where a point of the data lies."""
    across, up = (axes.transData.transform((x, y)) - axes.bbox.min) / axes.figure.dpi
    return float(across), float(up)


def read_drawn(axes: Axes) -> Drawn:
    """Return the marks, arrows, texts and lines of the axes."""
    drawn = Drawn([], [], [], [])
    dots = axes.figure.dpi

    def shift(places: Any) -> list[tuple[float, float]]:
        return [(float(x), float(y)) for x, y in (places - axes.bbox.min) / dots]

    for line in axes.lines:
        places = shift(line.get_transform().transform(line.get_xydata()))
        if line.get_linestyle() != "None":
            drawn.lines.extend(
                Path(pair) for pair in pairwise(places) if not any(map(math.isnan, sum(pair, ())))
            )
        if line.get_marker() != "None":
            half = line.get_markersize() / 2 / POINTS_PER_INCH
            drawn.marks.extend(places)
            drawn.taken.extend(Box(x - half, y - half, x + half, y + half) for x, y in places)
    for dots_of in axes.collections:
        if isinstance(dots_of, PathCollection):
            places = shift(axes.transData.transform(dots_of.get_offsets()))
            half = math.sqrt(max(dots_of.get_sizes(), default=0)) / 2 / POINTS_PER_INCH
            (drawn.around if dots_of.get_label() == REFERENCE else drawn.marks).extend(places)
            drawn.taken.extend(Box(x - half, y - half, x + half, y + half) for x, y in places)
    for text in axes.texts:
        if isinstance(text, Annotation) and text.arrow_patch is not None and not text.get_text():
            x, y = find_place(axes, *text.xy)
            across, up = (float(way) / POINTS_PER_INCH for way in text.xyann)
            (left, right), (bottom, top) = sorted((x, x + across)), sorted((y, y + up))
            drawn.taken.append(Box(left - GAP, bottom, right + GAP, top))
        elif text.get_text():
            text.get_window_extent()  # places it
            extent = Text.get_window_extent(text)  # without the line that leads to a label
            (left, bottom), (right, top) = shift(extent.get_points())
            drawn.taken.append(Box(left, bottom, right, top))
    return drawn
