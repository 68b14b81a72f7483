"""Labels beside marks, which cover no mark and no other label."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.path import Path
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from helpers.charts.canvas import SOFT
from helpers.charts.fitting.narrowing import repeat_when_narrow
from helpers.charts.fitting.text_width import POINTS_PER_INCH, measure_text

# All lengths are in inches, from the lower left corner of the axes.
_HALF_LINE_PER_POINT = 0.0075
_GAP = 0.055
_TOUCHING, _OWN = 0.1, 0.01
# What parts two labels in a line.
_APART = 0.07
# Labels that differ less in height stand in one line or hardly apart.
_NEAR = 0.25
# Dots of this name are of something behind: a label beside its own mark would not seem theirs.
BEHIND = "_behind"
_ALIGNMENTS = {-1: "right", 0: "center", 1: "left"}
_DIRECTIONS = [(math.cos(turn * math.pi / 8), math.sin(turn * math.pi / 8)) for turn in range(16)]
_DISTANCES = (0.22, 0.3, 0.4, 0.5, 0.65, 0.8, 1.0)


@dataclass(frozen=True)
class Label:
    """A text that belongs to a mark.

    Attributes:
        text: The text.
        x: Place of the mark on the horizontal axis.
        y: Place of the mark on the vertical axis.
        size: Font size in points.
        colour: Colour of the text.
    """

    text: str
    x: float
    y: float
    size: float = 8.0
    colour: str = SOFT


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "_Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def contains(self, other: "_Box") -> bool:
        across = self.left <= other.left and other.right <= self.right
        return across and self.bottom <= other.bottom and other.top <= self.top

    def measure_distance(self, place: tuple[float, float]) -> float:
        across = max(self.left - place[0], 0.0, place[0] - self.right)
        return math.hypot(across, max(self.bottom - place[1], 0.0, place[1] - self.top))

    def is_beside(self, place: tuple[float, float]) -> bool:
        """Return whether a place is near; at the height of the text it is from further away."""
        is_level = self.bottom < place[1] < self.top
        return self.measure_distance(place) < _TOUCHING * (1 + is_level)


class _Offer(NamedTuple):
    """A position of a label: the offset of its anchor from the mark, and the room it takes."""

    across: float
    up: float
    side: int
    box: _Box


class _Drawn(NamedTuple):
    """The content of the axes: marks, dots behind, room that is taken, and lines."""

    marks: list[tuple[float, float]]
    behind: list[tuple[float, float]]
    taken: list[_Box]
    lines: list[Path]


def label_marks(
    axes: Axes,
    labels: Sequence[Label],
    *,
    room_right: float = 0.0,
    prefers_side: bool = False,
    has_leaders: bool = True,
) -> list[Label]:
    """Write labels beside marks that are drawn, the rightmost and highest first.

    A label covers no mark, arrow, text or other label, stays inside the axes, is nearer to its own
    mark than to any other, crosses few lines and has few between it and its mark.

    Args:
        axes: Where to write. Its limits are set, its marks and lines are drawn, and its size is
            known: either its margins are set or the figure has been laid out.
        labels: The labels; of alike ones whose marks touch only one is written.
        room_right: Room beyond the right end of the axes that labels may use.
        prefers_side: Whether a label stands beside its mark rather than above or below it.
        has_leaders: Whether a label without room beside its mark may stand further away, with a
            line that leads to it.

    Returns:
        The labels without room.
    """
    drawn, before = _read_drawn(axes), list(axes.texts)
    width, height = axes.bbox.width / axes.figure.dpi, axes.bbox.height / axes.figure.dpi
    page = _Box(0.0, 0.0, width + room_right, height)
    without, done = list[Label](), list[tuple[str, tuple[float, float]]]()
    for label in sorted(dict.fromkeys(labels), key=lambda one: (-one.x, -one.y)):
        x, y = _find_place(axes, label.x, label.y)
        if any(text == label.text and math.dist(place, (x, y)) < _TOUCHING for text, place in done):
            continue
        done.append((label.text, (x, y)))
        # Of two values of one year the lower one stands below, and so of two near each other.
        is_under = any(
            other.y > label.y and (abs(other.x - label.x) < 1 or _is_near(axes, label, other))
            for other in labels
        )
        free = [
            offer
            for offer in _offer_near(label, x, y, is_under=is_under, prefers_side=prefers_side)
            if _is_free(offer.box, page, drawn.taken)
            and all(
                offer.box.measure_distance((x, y)) <= offer.box.measure_distance(mark)
                for mark in drawn.marks
            )
        ]
        far = [
            offer
            for offer in (_offer_far(label, x, y) if has_leaders else ())
            if _is_free(offer.box, page, drawn.taken)
        ]
        offers = [*free, *far]
        # Beside another mark it would seem to be the label of that one, whatever leads to it.
        seen = drawn.marks + drawn.behind
        others = [mark for mark in seen if math.dist(mark, (x, y)) > _TOUCHING]
        costs = [
            _count_crossings(offer.box, drawn.lines)
            + 2 * _count_led_over(offer, (x, y), drawn.lines)
            + 3 * _is_led_through(offer, (x, y), drawn.taken)
            + 2 * any(map(offer.box.is_beside, others))
            for offer in offers
        ]
        chosen = offers[costs.index(min(costs))] if offers else None
        if chosen is None:
            without.append(label)
            continue
        left, bottom, right, top = chosen.box
        drawn.taken.append(_Box(left - _APART, bottom, right + _APART, top))
        _write(axes, label, chosen, has_leader=chosen not in free)

    def place_again() -> None:
        for text in [text for text in written if text in axes.texts]:
            text.remove()
        label_marks(axes, labels, room_right=room_right, prefers_side=prefers_side,
                    has_leaders=has_leaders)  # fmt: skip

    written = [text for text in axes.texts if text not in before]
    repeat_when_narrow(axes.figure, place_again)
    return without


def _find_place(axes: Axes, x: float, y: float) -> tuple[float, float]:
    across, up = (axes.transData.transform((x, y)) - axes.bbox.min) / axes.figure.dpi
    return float(across), float(up)


def _is_near(axes: Axes, label: Label, other: Label) -> bool:
    """Return whether two labels above their marks would touch or seem to."""
    (x, y), (x_other, y_other) = (_find_place(axes, one.x, one.y) for one in (label, other))
    width, beside = (measure_text(one.text, one.size) for one in (label, other))
    reach = width if x < width / 2 else width / 2  # at the left edge it begins at its mark
    return abs(x - x_other) < reach + beside / 2 + _APART and abs(y - y_other) < _NEAR


def _read_drawn(axes: Axes) -> _Drawn:
    """Return the marks, arrows, texts and lines of the axes."""
    drawn = _Drawn([], [], [], [])
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
            drawn.taken.extend(_Box(x - half, y - half, x + half, y + half) for x, y in places)
    for dots_of in axes.collections:
        if isinstance(dots_of, PathCollection):
            places = shift(axes.transData.transform(dots_of.get_offsets()))
            half = math.sqrt(max(dots_of.get_sizes(), default=0)) / 2 / POINTS_PER_INCH
            (drawn.behind if dots_of.get_label() == BEHIND else drawn.marks).extend(places)
            drawn.taken.extend(_Box(x - half, y - half, x + half, y + half) for x, y in places)
    for text in axes.texts:
        if isinstance(text, Annotation) and text.arrow_patch is not None:
            x, y = _find_place(axes, *text.xy)
            across, up = (float(way) / POINTS_PER_INCH for way in text.xyann)
            (left, right), (bottom, top) = sorted((x, x + across)), sorted((y, y + up))
            drawn.taken.append(_Box(left - _GAP, bottom, right + _GAP, top))
        elif text.get_text():
            extent = text.get_window_extent()
            (left, bottom), (right, top) = shift(extent.get_points())
            drawn.taken.append(_Box(left, bottom, right, top))
    return drawn


def _is_free(box: _Box, page: _Box, taken: Sequence[_Box]) -> bool:
    return page.contains(box) and not any(box.meets(other) for other in taken)


def _count_crossings(box: _Box, lines: Sequence[Path]) -> int:
    bounds = Bbox.from_extents(*box)
    return sum(line.intersects_bbox(bounds, filled=False) for line in lines)


def _is_led_through(offer: _Offer, place: tuple[float, float], taken: Sequence[_Box]) -> bool:
    """Return whether the line to a label runs through another mark or text than its own."""
    end = place[0] + offer.across, place[1] + offer.up
    return any(
        Path([place, end]).intersects_bbox(Bbox.from_extents(*box), filled=False)
        for box in taken
        if box.measure_distance(place) > 0
    )


def _count_led_over(offer: _Offer, place: tuple[float, float], lines: Sequence[Path]) -> int:
    """Return how many lines part a label from its mark, those through the mark aside."""
    x, y = place
    mark = _Box(x - _OWN, y - _OWN, x + _OWN, y + _OWN)
    leader = Path([place, (x + offer.across, y + offer.up)])
    others = [line for line in lines if not _count_crossings(mark, [line])]
    return sum(leader.intersects_path(line, filled=False) for line in others)


def _make_offer(label: Label, place: tuple[float, float], way: tuple[float, float, int]) -> _Offer:
    across, up, side = way
    half = label.size * _HALF_LINE_PER_POINT
    width = measure_text(label.text, label.size)
    left = place[0] + across - {-1: width, 0: width / 2, 1: 0.0}[side]
    middle = place[1] + up
    return _Offer(across, up, side, _Box(left, middle - half, left + width, middle + half))


def _offer_near(
    label: Label, x: float, y: float, *, is_under: bool, prefers_side: bool
) -> Iterator[_Offer]:
    """Offer the eight positions around a mark, the best first."""
    beside = 2 * _GAP
    away = beside + label.size * _HALF_LINE_PER_POINT
    above = (-1, 1) if is_under else (1, -1)
    centred = [(0.0, up * away, 0) for up in above]
    sides = [(beside * side, 0.0, side) for side in (1, -1)]
    corners = [(_GAP * -side, up * away, side) for side in (1, -1) for up in above]
    first, second = (sides, centred) if prefers_side else (centred, sides)
    for way in (*first, *second, *corners):
        yield _make_offer(label, (x, y), way)


def _offer_far(label: Label, x: float, y: float) -> Iterator[_Offer]:
    """Offer positions on rings around a mark, the nearest first."""
    for distance in _DISTANCES:
        for across, up in _DIRECTIONS:
            side = round(across)
            yield _make_offer(label, (x, y), (across * distance, up * distance, side))


def _write(axes: Axes, label: Label, offer: _Offer, *, has_leader: bool) -> None:
    leader: Any = {"arrowstyle": "-", "color": SOFT, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 3}
    axes.annotate(
        label.text,
        (label.x, label.y),
        xytext=(offer.across * POINTS_PER_INCH, offer.up * POINTS_PER_INCH),
        textcoords="offset points",
        ha=_ALIGNMENTS[offer.side],
        va="center",
        fontsize=label.size,
        color=label.colour,
        arrowprops=leader if has_leader else None,
    )
