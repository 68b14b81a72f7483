"""Labels beside marks, which cover no mark and no other label."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from helpers.charts.canvas import SOFT
from helpers.charts.fitting.drawn_content import GAP, TOUCHING, Box, Drawn, find_place, read_drawn
from helpers.charts.fitting.narrowing import find_least_size, repeat_when_narrow
from helpers.charts.fitting.text_width import POINTS_PER_INCH, measure_text, shorten_doubt

# All lengths are in inches, from the lower left corner of the axes.
_HALF_LINE_PER_POINT = 0.0075
OWN = 0.01
# What parts two labels in a line.
APART = 0.07
# Labels that differ less in height stand in one line or hardly apart.
_NEAR = 0.25
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
        beyond: Where an arrow leads away upward or downward, how far in inches, beyond which the
            label may stand too.
    """

    text: str
    x: float
    y: float
    size: float = 8.0
    colour: str = SOFT
    beyond: float = 0.0

    def __post_init__(self) -> None:
        """Take the text as it will be set: its width decides where it has room."""
        object.__setattr__(self, "text", shorten_doubt(self.text))


class Offer(NamedTuple):
    """A position of a label: the offset of its anchor from the mark, and the room it takes."""

    across: float
    up: float
    side: int
    box: Box


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
    written: list[Text] = []

    def clear() -> None:
        for text in [text for text in written if text in axes.texts]:
            text.remove()

    def place() -> list[Label]:
        clear()
        before = list(axes.texts)
        without = _write_labels(
            axes,
            enlarge_labels(axes, labels),
            room_right=room_right,
            prefers_side=prefers_side,
            has_leaders=has_leaders,
        )
        written[:] = [text for text in axes.texts if text not in before]
        return without

    repeat_when_narrow(axes.figure, place, None if room_right else clear)
    return place()


def enlarge_labels(axes: Axes, labels: Sequence[Label]) -> list[Label]:
    """Return labels in the size in which the figure will have them, which decides their room."""
    least = find_least_size(axes.figure)
    return [replace(label, size=max(label.size, least)) for label in labels]


def _write_labels(
    axes: Axes, labels: Sequence[Label], *, room_right: float, prefers_side: bool, has_leaders: bool
) -> list[Label]:
    """Write labels and return those without room, as `label_marks` says."""
    drawn = read_drawn(axes)
    width, height = axes.bbox.width / axes.figure.dpi, axes.bbox.height / axes.figure.dpi
    page = Box(0.0, 0.0, width + room_right, height)
    without, done = list[Label](), list[tuple[str, tuple[float, float]]]()
    for label in sorted(dict.fromkeys(labels), key=lambda one: (-one.x, -one.y)):
        x, y = find_place(axes, label.x, label.y)
        if any(text == label.text and math.dist(place, (x, y)) < TOUCHING for text, place in done):
            continue
        done.append((label.text, (x, y)))
        # Of two values of one year the lower one stands below, and so of two near each other.
        is_under = any(is_above(axes, other, label) for other in labels)
        free = [
            offer
            for offer in _offer_near(label, x, y, is_under=is_under, prefers_side=prefers_side)
            if is_free(offer.box, page, drawn.taken)
            and all(
                offer.box.measure_distance((x, y)) <= offer.box.measure_distance(mark)
                for mark in drawn.marks
            )
        ]
        far = list_far(label, (x, y), page, drawn) if has_leaders else []
        chosen = choose_offer([*free, *far], (x, y), drawn)
        if chosen is None:
            without.append(label)
            continue
        left, bottom, right, top = chosen.box
        drawn.taken.append(Box(left - APART, bottom, right + APART, top))
        write_label(axes, label, chosen, has_leader=chosen not in free)
    return without


def list_far(label: Label, place: tuple[float, float], page: Box, drawn: Drawn) -> list[Offer]:
    """Return the free positions further away from a mark, the nearest first."""
    offers = _offer_far(label, *place)
    return [offer for offer in offers if is_free(offer.box, page, drawn.taken)]


def choose_offer(offers: Sequence[Offer], place: tuple[float, float], drawn: Drawn) -> Offer | None:
    """Return the position that is least mistaken for that of another mark; None without any."""
    # Beside another mark it would seem to be the label of that one, whatever leads to it.
    seen = drawn.marks + drawn.around
    others = [mark for mark in seen if math.dist(mark, place) > TOUCHING]
    costs = [
        count_crossings(offer.box, drawn.lines)
        + 2 * count_led_over(offer, place, drawn.lines)
        + 3 * _is_led_through(offer, place, drawn.taken)
        + 2 * any(map(offer.box.is_beside, others))
        for offer in offers
    ]
    return offers[costs.index(min(costs))] if offers else None


def is_above(axes: Axes, other: Label, label: Label) -> bool:
    """Return whether another label is of the same year or near, and higher."""
    return other.y > label.y and (abs(other.x - label.x) < 1 or _is_near(axes, label, other))


def _is_near(axes: Axes, label: Label, other: Label) -> bool:
    """Return whether two labels above their marks would touch or seem to."""
    (x, y), (x_other, y_other) = (find_place(axes, one.x, one.y) for one in (label, other))
    width, beside = (measure_text(one.text, one.size) for one in (label, other))
    reach = width if x < width / 2 else width / 2  # at the left edge it begins at its mark
    return abs(x - x_other) < reach + beside / 2 + APART and abs(y - y_other) < _NEAR


def is_free(box: Box, page: Box, taken: Sequence[Box]) -> bool:
    """Return whether a box lies on the page and on nothing that is taken."""
    return page.contains(box) and not any(box.meets(other) for other in taken)


def count_crossings(box: Box, lines: Sequence[Path]) -> int:
    """Return how many lines run through a box."""
    bounds = Bbox.from_extents(*box)
    return sum(line.intersects_bbox(bounds, filled=False) for line in lines)


def _is_led_through(offer: Offer, place: tuple[float, float], taken: Sequence[Box]) -> bool:
    """Return whether the line to a label runs through another mark or text than its own."""
    end = place[0] + offer.across, place[1] + offer.up
    return any(
        Path([place, end]).intersects_bbox(Bbox.from_extents(*box), filled=False)
        for box in taken
        if box.measure_distance(place) > 0
    )


def count_led_over(offer: Offer, place: tuple[float, float], lines: Sequence[Path]) -> int:
    """Return how many lines part a label from its mark, those through the mark aside."""
    x, y = place
    mark = Box(x - OWN, y - OWN, x + OWN, y + OWN)
    leader = Path([place, (x + offer.across, y + offer.up)])
    others = [line for line in lines if not count_crossings(mark, [line])]
    return sum(leader.intersects_path(line, filled=False) for line in others)


def make_offer(
    label: Label, place: tuple[float, float], way: tuple[float, float, int], half: float
) -> Offer:
    """Return a label at a way from its mark: to the left of it, centred or to the right.

    Half of its height is given.
    """
    across, up, side = way
    width = measure_text(label.text, label.size)
    left = place[0] + across - {-1: width, 0: width / 2, 1: 0.0}[side]
    middle = place[1] + up
    return Offer(across, up, side, Box(left, middle - half, left + width, middle + half))


def _offer_near(
    label: Label, x: float, y: float, *, is_under: bool, prefers_side: bool
) -> Iterator[Offer]:
    """Offer the eight positions around a mark, the best first."""
    beside = 2 * GAP
    half = label.size * _HALF_LINE_PER_POINT
    away = beside + half
    above = (-1, 1) if is_under else (1, -1)
    centred = [(0.0, up * away, 0) for up in above]
    sides = [(beside * side, 0.0, side) for side in (1, -1)]
    corners = [(GAP * -side, up * away, side) for side in (1, -1) for up in above]
    first, second = (sides, centred) if prefers_side else (centred, sides)
    for way in (*first, *second, *corners):
        yield make_offer(label, (x, y), way, half)


def _offer_far(label: Label, x: float, y: float) -> Iterator[Offer]:
    """Offer positions on rings around a mark, the nearest first."""
    for distance in _DISTANCES:
        for across, up in _DIRECTIONS:
            side = round(across)
            half = label.size * _HALF_LINE_PER_POINT
            yield make_offer(label, (x, y), (across * distance, up * distance, side), half)


def write_label(axes: Axes, label: Label, offer: Offer, *, has_leader: bool, **style: Any) -> None:
    """Write a label where it was offered."""
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
        **style,
    )
