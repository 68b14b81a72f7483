"""Labels close to their marks, which nobody reads as those of another mark or of a reference."""

import math
from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes
from matplotlib.text import Text

from helpers.charts.canvas import WHITE_BOX
from helpers.charts.fitting.drawn_content import GAP, TOUCHING, Box, Drawn, find_place, read_drawn
from helpers.charts.fitting.narrowing import repeat_when_narrow
from helpers.charts.fitting.text_width import measure_text
from helpers.charts.label_placement import (
    APART,
    Label,
    Offer,
    choose_offer,
    count_crossings,
    count_led_over,
    enlarge_labels,
    is_above,
    is_free,
    list_far,
    make_offer,
    write_label,
)

# In inches: from a mark to its label, and what parts two labels, or one and the axis, in height.
_CLOSE, _ABOVE_OTHER, _ABOVE_AXIS = 0.08, 0.04, 0.01
_HALF_LINE_PER_POINT = 0.0065


def label_closely(
    axes: Axes,
    labels: Sequence[Label],
    *,
    room_left: float = 0.0,
    room_right: float = 0.0,
    has_leaders: bool = False,
) -> list[Label]:
    """Write labels close to marks that are drawn, the most important first; return those left out.

    A label stands above or below its mark, or beside it where there is no other way, or so at the
    end of an arrow that leads away from it. It is left out where another mark or a dot of a
    reference is as near to it or another mark to its middle, or where a line runs through it or
    between the two: on the far side of a reference it would seem to be a value of that one.

    Args:
        axes: Where to write, as `label_marks` needs it.
        labels: The labels, the most important first.
        room_left: Room beyond the left end of the axes that labels may use, if the figure has it.
        room_right: The same beyond the right end.
        has_leaders: Whether a label without room close to its mark may stand further away, with a
            line that leads to it.
    """
    written, without = list[Text](), list[Label]()

    def place_labels() -> None:
        for text in written:
            text.remove()
        before = list(axes.texts)
        page = _find_page(axes, room_left, room_right)
        without[:] = _place_labels(
            axes, enlarge_labels(axes, labels), page, has_leaders=has_leaders
        )
        written[:] = [text for text in axes.texts if text not in before]

    place_labels()
    repeat_when_narrow(axes.figure, place_labels)
    return without


def _place_labels(
    axes: Axes, labels: Sequence[Label], page: Box, *, has_leaders: bool
) -> list[Label]:
    drawn, without = read_drawn(axes), list[Label]()
    for label in dict.fromkeys(labels):
        place = find_place(axes, label.x, label.y)
        is_under = any(is_above(axes, other, label) for other in labels)
        offers = (
            offer._replace(up=offer.up + beyond)
            for beyond in dict.fromkeys((0.0, label.beyond))
            for end in [(place[0], place[1] + beyond)]
            for offer in _offer_close(label, end, is_under=is_under or beyond < 0)
            if is_free(offer.box, page, drawn.taken) and _is_own(offer, end, drawn)
        )
        chosen = next(offers, None)
        is_led = chosen is None and has_leaders
        if is_led:
            chosen = choose_offer(list_far(label, place, page, drawn), place, drawn)
        if chosen is None:
            without.append(label)
            continue
        left, bottom, right, top = chosen.box
        apart = Box(left - APART, bottom - _ABOVE_OTHER, right + APART, top + _ABOVE_OTHER)
        drawn.taken.append(apart)
        write_label(axes, label, chosen, has_leader=is_led, bbox=WHITE_BOX)
    return without


def _find_page(axes: Axes, room_left: float, room_right: float) -> Box:
    """Return the room for labels: above the axis, and what they may use beside of the figure."""
    figure, plot = axes.figure.bbox, axes.bbox
    dots = axes.figure.dpi
    left = min(room_left, (plot.x0 - figure.x0) / dots)
    right = min(room_right, (figure.x1 - plot.x1) / dots)
    return Box(-left, _ABOVE_AXIS, plot.width / dots + right, plot.height / dots)


def _is_own(offer: Offer, place: tuple[float, float], drawn: Drawn) -> bool:
    """Return whether a label would be read as that of its own mark, and of nothing else."""
    box, own = offer.box, offer.box.measure_distance(place)
    others = [mark for mark in drawn.marks + drawn.around if math.dist(mark, place) > GAP]
    alike = [mark for mark in drawn.marks if math.dist(mark, place) > TOUCHING]
    middle = ((box.left + box.right) / 2, (box.bottom + box.top) / 2)
    return (
        all(box.measure_distance(mark) > own for mark in others)
        and all(math.dist(middle, mark) > math.dist(middle, place) for mark in alike)
        and not any(map(box.is_beside, alike))
        and not count_crossings(box, drawn.lines)
        and not count_led_over(offer, place, drawn.lines)
    )


def _offer_close(label: Label, place: tuple[float, float], *, is_under: bool) -> Iterator[Offer]:
    """Offer positions, the best first: above and below a mark, reaching over it; then beside."""
    half = label.size * _HALF_LINE_PER_POINT
    away = _CLOSE + half
    width = measure_text(label.text, label.size)
    most = max(width / 2 - GAP, 0.0)
    for aside in (0.0, most / 2, -most / 2, most, -most):
        for up in (-1, 1) if is_under else (1, -1):
            yield make_offer(label, place, (aside, up * away, 0), half)
    for side in (1, -1):
        yield make_offer(label, place, (_CLOSE * side, 0.0, side), half)
