"""A network of two columns: local parties on the left, the partners they share on the right.

On a phone it is a list: below each partner the local parties that share it. Where the partners are
many, those of a single local party are small marks beside it, or below, without a name. The form of
a mark tells the kind of partner, and a tick is a local party; a solid line and a filled mark are a
tie that exists, a dotted line one that the print leaves open, a dashed line and a hollow mark one
that is planned.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from helpers.charts.canvas import (
    INK,
    SOFT,
    TARGET,
    WIDTH,
    Picture,
    draw_mark,
    open_chart,
    pair_pictures,
    save_chart,
)
from helpers.charts.column_order import order_columns
from helpers.charts.fitting.text_width import measure_text, wrap_text
from helpers.charts.network_layout import (
    LINE,
    MARGIN,
    SIZE,
    STEP,
    NameRow,
    Party,
    Tie,
    choose_named,
    group_ties,
    make_row,
    spread,
)

FORMS: Mapping[str, str] = {
    "university": "o",
    "vocational_college": "p",
    "research_institute": "s",
    "laboratory": "h",
    "firm": "^",
    "team": "D",
    "government": "v",
    "platform": "P",
    "other": "X",
}

_STYLES: Mapping[str, tuple[Any, str]] = {
    "existing": ("-", SOFT),
    "open": ((0, (1, 1.5)), INK),
    "planned": ((0, (3, 2)), TARGET),
}
# In inches: where the columns of marks stand; on a phone names, and the local parties below them.
_LEFT, _RIGHT = 2.85, 4.25
_PHONE, _NAME, _BELOW, _GAP = 3.05, 0.25, 0.55, 0.08
# Half of a mark of a partner with and without a name: a line ends there, not inside of the mark.
_HALF, _HALF_BEAD = 0.045, 0.035


@dataclass(frozen=True)
class Key:
    """The words that explain the chart.

    Attributes:
        existing: A solid line.
        open: A dotted line.
        planned: A dashed line.
        kinds: The kinds of partner by key of `FORMS`.
        rest: The row of the local parties without a name.
    """

    existing: str
    open: str
    planned: str
    kinds: Mapping[str, str]
    rest: str


def draw_network(parties: Mapping[str, Party], ties: Sequence[Tie], key: Key) -> Picture:
    """Return the SVG of who works with whom, and a list of it for a phone.

    The ties come once each, those to prefer on top first.
    """
    return pair_pictures(_draw(parties, ties, key), _list(parties, ties, key))


def _draw(parties: Mapping[str, Party], ties: Sequence[Tie], key: Key) -> Picture:
    local, partners = choose_named(ties)
    named = set(partners)
    lines = [(tie.local, tie.partner) for tie in ties if tie.partner in named]
    local, partners = order_columns(local, partners, lines)
    beads = {
        name: [tie for tie in found if tie.partner not in named]
        for name, found in group_ties(ties, "local").items()
    }
    rest = [tie for name, found in beads.items() if name not in local for tie in found]
    with open_chart(1) as (figure, axes):
        left = {name: make_row(parties[name].label, _LEFT, beads[name]) for name in local}
        if rest:
            left[""] = make_row(key.rest, _LEFT, rest)
        right = {name: make_row(parties[name].label, WIDTH - _RIGHT) for name in partners}
        height = max(sum(row.height for row in column.values()) for column in (left, right))
        left, right = spread(left, height), spread(right, height)
        _explain(axes, parties, ties, key, (WIDTH, height + 0.2))
        for tie in ties:
            if tie.partner in named:
                end = _RIGHT - _HALF, right[tie.partner].y
                _join(axes, (_LEFT, left[tie.local].y), end, tie)
        for name, row in left.items():
            _draw_local(axes, _LEFT, row, parties, has_node=bool(name))
        for name, row in right.items():
            is_existing = any(tie.is_existing for tie in ties if tie.partner == name)
            _mark(axes, _RIGHT, row.y, parties[name].kind, is_filled=is_existing, size=6)
            _write(axes, _RIGHT + MARGIN, row, "left")
        return save_chart(figure)


def _list(parties: Mapping[str, Party], ties: Sequence[Tie], key: Key) -> Picture:
    local, partners = choose_named(ties)
    shared, beads = group_ties(ties, "partner"), {name: list[Tie]() for name in [*local, ""]}
    for tie in ties:
        if tie.partner not in partners:
            beads[tie.local if tie.local in local else ""].append(tie)
    with open_chart(1) as (figure, axes):
        y = MARGIN
        for name in partners:
            is_existing = any(tie.is_existing for tie in shared[name])
            _mark(axes, MARGIN, y, parties[name].kind, is_filled=is_existing, size=6)
            y = _write_below(axes, parties[name].label, (_NAME, y), fontweight="bold")
            for tie in shared[name]:
                for style, colour, shift in _list_lines(tie):
                    ends = [_NAME, _BELOW - MARGIN], [y + shift] * 2
                    axes.plot(*ends, color=colour, linestyle=style, linewidth=1.0)
                y = _write_below(axes, parties[tie.local].label, (_BELOW, y))
            y += _GAP
        for name, found in beads.items():
            if found:
                y = _write_below(axes, parties[name].label if name else key.rest, (_NAME, y))
            for row in make_row("", _PHONE, found).beads:
                for place, tie in enumerate(row):
                    kind, x = parties[tie.partner].kind, _NAME + (place + 0.5) * STEP
                    _mark(axes, x, y, kind, is_filled=tie.is_existing, size=4)
                y += STEP
            y += _GAP * bool(found)
        _explain(axes, parties, ties, key, (_PHONE, y + _GAP))
        return save_chart(figure)


def _write_below(axes: Axes, text: str, place: tuple[float, float], **style: Any) -> float:
    """Write a text in lines down to the edge of the phone; return where the next begins."""
    x, y = place
    for line in wrap_text(text, _PHONE - x - MARGIN, SIZE):
        axes.text(x, y, line, va="center_baseline", fontsize=SIZE, **style)
        y += LINE
    return y + LINE / 4


def _list_lines(tie: Tie) -> Iterator[tuple[Any, str, float]]:
    """Yield the lines of a tie: style, colour, and how far below its place."""
    if tie.is_existing:
        yield *_STYLES["open" if tie.is_open else "existing"], 0.0
    if tie.is_planned:
        yield *_STYLES["planned"], 0.045 if tie.is_existing else 0.0


def _join(axes: Axes, start: tuple[float, float], end: tuple[float, float], tie: Tie) -> None:
    middle = (start[0] + end[0]) / 2
    bends = [Path.MOVETO, *[Path.CURVE4] * 3]
    for style, colour, shift in _list_lines(tie):
        points = [start, (middle, start[1] + shift), (middle, end[1] + shift), end]
        curve = Path([(x, y + shift) for x, y in points], bends)
        line = {"edgecolor": colour, "linestyle": style, "linewidth": 1.0}
        axes.add_patch(PathPatch(curve, facecolor="none", zorder=1, **line))


def _draw_local(
    axes: Axes, x_node: float, row: NameRow, parties: Mapping[str, Party], *, has_node: bool
) -> None:
    first = row.y - (len(row.beads) - 1) / 2 * STEP
    for number, beads in enumerate(row.beads):
        y = first + number * STEP
        is_existing = beads[0].is_existing
        style, colour, _ = next(_list_lines(beads[0]))
        xs = [x_node - 0.17 - place * STEP for place in range(len(beads))]
        if has_node:
            ends, levels = [x_node, xs[0] + _HALF_BEAD], [row.y, y]
            axes.plot(ends, levels, color=colour, linestyle=style, linewidth=0.8, zorder=1)
        for x, tie in zip(xs, beads, strict=True):
            _mark(axes, x, y, parties[tie.partner].kind, is_filled=is_existing, size=4)
    if has_node:
        # No disc, which would be a partner.
        axes.plot([x_node], [row.y], "|", color=SOFT, markersize=8, markeredgewidth=1.8, zorder=3)
    _write(axes, x_node - MARGIN - row.width_of_beads, row, "right")


def _mark(axes: Axes, x: float, y: float, kind: str, *, is_filled: bool, size: float) -> None:
    colour = INK if is_filled else TARGET
    face = INK if is_filled else "white"
    form = FORMS.get(kind, FORMS["other"])
    draw_mark(axes, (x, y), form, size, face, colour, markeredgewidth=0.8)


def _write(axes: Axes, x: float, row: NameRow, side: str) -> None:
    first = row.y - (len(row.lines) - 1) / 2 * LINE
    for number, text in enumerate(row.lines):
        y = first + number * LINE
        axes.text(x, y, text, ha=side, va="center_baseline", fontsize=SIZE)


def _explain(
    axes: Axes,
    parties: Mapping[str, Party],
    ties: Sequence[Tie],
    key: Key,
    room: tuple[float, float],
) -> None:
    """Write the key below the width and height of the chart, which is as large as both."""
    whole, y = room
    shown = {parties[tie.partner].kind for tie in ties}
    lines = {line[:2] for tie in ties for line in _list_lines(tie)}
    words = {"existing": key.existing, "open": key.open, "planned": key.planned}
    entries = [(name, text) for name, text in words.items() if _STYLES[name] in lines]
    entries += [(kind, text) for kind, text in key.kinds.items() if kind in shown]
    x = 0.1
    for kind, text in entries:
        width = 0.3 + measure_text(text, SIZE) + 0.15
        if x + width > whole:
            x, y = 0.1, y + 0.16
        if kind in FORMS:
            _mark(axes, x + 0.15, y, kind, is_filled=True, size=5)
        else:
            style, colour = _STYLES[kind]
            axes.plot([x, x + 0.25], [y, y], color=colour, linestyle=style, linewidth=1.2)
        axes.text(x + 0.3, y, text, ha="left", va="center_baseline", fontsize=SIZE, color=SOFT)
        x += width
    axes.figure.set_size_inches(whole, y + 0.2)  # type: ignore[union-attr]
    axes.set_xlim(0, whole)
    axes.set_ylim(y + 0.1, 0)
    axes.set_axis_off()
