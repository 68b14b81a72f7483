"""A network of two columns: local parties on the left, the partners they share on the right.

Where the partners are many, those of a single local party are small marks beside it without a
name. The form of a mark tells the kind of partner; a solid line and a filled mark are a tie that
exists, a dashed line and a hollow mark one that is planned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from helpers.charts.canvas import INK, SOFT, TARGET, WIDTH, draw_mark, open_chart, save_chart
from helpers.charts.column_order import order_columns
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
from helpers.charts.text_width import measure_text

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
_LEFT, _RIGHT = 2.85, 4.25


@dataclass(frozen=True)
class Key:
    """The words that explain the chart.

    Attributes:
        existing: A solid line.
        planned: A dashed line.
        kinds: The kinds of partner by key of `FORMS`.
        rest: The row of the local parties without a name.
    """

    existing: str
    planned: str
    kinds: Mapping[str, str]
    rest: str


def draw_network(parties: Mapping[str, Party], ties: Sequence[Tie], key: Key) -> str:
    """Return the SVG of who works with whom.

    Args:
        parties: All parties of the ties by identifier.
        ties: The pairs, each once, those to prefer on top first.
        key: The words that explain the chart.
    """
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
        explained = _explain(axes, parties, ties, key, height + 0.2)
        figure.set_size_inches(WIDTH, explained + 0.1)
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(explained, 0)
        axes.set_axis_off()
        for tie in ties:
            if tie.partner in named:
                _join(axes, left[tie.local].y, right[tie.partner].y, tie)
        for name, row in left.items():
            _draw_local(axes, row, parties, has_node=bool(name))
        for name, row in right.items():
            is_existing = any(tie.is_existing for tie in ties if tie.partner == name)
            _mark(axes, _RIGHT, row.y, parties[name].kind, is_filled=is_existing, size=6)
            _write(axes, _RIGHT + MARGIN, row, "left")
        return save_chart(figure)


def _join(axes: Axes, start: float, end: float, tie: Tie) -> None:
    middle = (_LEFT + _RIGHT) / 2
    bends = [Path.MOVETO, *[Path.CURVE4] * 3]
    for is_drawn, style, colour, shift in (
        (tie.is_existing, "-", SOFT, 0.0),
        (tie.is_planned, (0, (3, 2)), TARGET, 0.045 if tie.is_existing else 0.0),
    ):
        if is_drawn:
            points = [(_LEFT, start), (middle, start + shift), (middle, end + shift), (_RIGHT, end)]
            curve = Path([(x, y + shift) for x, y in points], bends)
            line = {"edgecolor": colour, "linestyle": style, "linewidth": 1.0}
            axes.add_patch(PathPatch(curve, facecolor="none", zorder=1, **line))


def _draw_local(axes: Axes, row: NameRow, parties: Mapping[str, Party], *, has_node: bool) -> None:
    first = row.y - (len(row.beads) - 1) / 2 * STEP
    for number, beads in enumerate(row.beads):
        y = first + number * STEP
        is_existing = beads[0].is_existing
        style, colour = ("-", SOFT) if is_existing else ((0, (3, 2)), TARGET)
        xs = [_LEFT - 0.17 - place * STEP for place in range(len(beads))]
        if has_node:
            ends, levels = [_LEFT, xs[0], xs[-1]], [row.y, y, y]
            axes.plot(ends, levels, color=colour, linestyle=style, linewidth=0.8, zorder=1)
        for x, tie in zip(xs, beads, strict=True):
            _mark(axes, x, y, parties[tie.partner].kind, is_filled=is_existing, size=4)
    if has_node:
        axes.plot([_LEFT], [row.y], "o", color=SOFT, markersize=3.5, zorder=3)
    _write(axes, _LEFT - MARGIN - row.width_of_beads, row, "right")


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
    axes: Axes, parties: Mapping[str, Party], ties: Sequence[Tie], key: Key, top: float
) -> float:
    """Write the key under the chart, on as many lines as it needs; return where it ends."""
    shown = {parties[tie.partner].kind for tie in ties}
    entries = [("-", key.existing)] if any(tie.is_existing for tie in ties) else []
    entries += [("--", key.planned)] if any(tie.is_planned for tie in ties) else []
    entries += [(kind, text) for kind, text in key.kinds.items() if kind in shown]
    x, y = 0.1, top
    for kind, text in entries:
        width = 0.3 + measure_text(text, SIZE) + 0.15
        if x + width > WIDTH:
            x, y = 0.1, y + 0.16
        if kind in FORMS:
            _mark(axes, x + 0.15, y, kind, is_filled=True, size=5)
        else:
            style, colour = ("-", SOFT) if kind == "-" else ((0, (3, 2)), TARGET)
            axes.plot([x, x + 0.25], [y, y], color=colour, linestyle=style, linewidth=1.2)
        axes.text(x + 0.3, y, text, ha="left", va="center_baseline", fontsize=SIZE, color=SOFT)
        x += width
    return y + 0.1
