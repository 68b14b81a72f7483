"""A chart of targets: how far the way from the base to each target has been covered.

All lanes share one scale: the tick at 0% is the base, the diamond at 100% the target, the disc the
latest figure. A lane without a disc is empty: nothing is printed to measure by.
On a phone the words of a lane stand above and below it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from helpers.charts.canvas import (
    INK,
    PALE,
    SOFT,
    WHITE_BOX,
    Picture,
    open_chart,
    pair_pictures,
    save_chart,
    set_margins,
    write_at,
)
from helpers.charts.fitting.narrowing import LEAST_SIZE
from helpers.charts.fitting.text_width import POINTS_PER_INCH, wrap_text
from helpers.charts.points import PointMark, draw_marks

_PITCH = 0.3
_MARGIN = 0.5
_SMALL = 7.2
_FURTHEST = 2.5
_ROOM = 0.9
_ROOM_FOR_NAMES = 1.75
_LEADING = 1.15
_STEP = 0.5
_PAST_MARK, _PAST_ARROW = 8, 31
_END_OF_ARROW = 1.4
_MARK_SIZE, _MARK_EDGE = 5.5, 1.2
# For a phone, in inches: larger letters, since a screen shows them smaller than paper.
_PHONE, _PHONE_EDGE, _LINE = 3.65, 0.1, 0.15


@dataclass(frozen=True)
class Bullet:
    """One target to draw.

    Attributes:
        name: What is aimed at.
        verdict: How it stands, in a word.
        target: The target, as the report writes it.
        label: The latest figure with its year, or why there is none.
        way: Share of the way that is covered; None draws an empty lane.
        has_base: Whether the way begins at a base, known or implied by a growth rate.
        qualifier: How the target is qualified: an arrow leads away from a bound.
        basis: `actual` for a printed figure, `derived` where the way follows from rates.
        is_open: Whether the way covered is a lower bound.
    """

    name: str
    verdict: str
    target: str
    label: str
    way: float | None = None
    has_base: bool = False
    qualifier: str = "exact"
    basis: str = "actual"
    is_open: bool = False


def draw_bullets(rows: Sequence[Bullet]) -> Picture:
    """Return the SVG of one lane per target: name on the left, verdict and target right."""
    with open_chart(_MARGIN + _PITCH * len(rows)) as (figure, axes):
        lay_bullets(axes, rows)
        broad = save_chart(figure)
    return pair_pictures(broad, _draw_for_phone(rows))


def _draw_for_phone(rows: Sequence[Bullet]) -> Picture:
    """Draw each lane over the whole width: name, verdict and target above, the figure below."""
    room = _PHONE - 2 * _PHONE_EDGE
    with open_chart(1) as (figure, axes):
        y = 0.0
        for row in rows:
            name = wrap_text(row.name, room, LEAST_SIZE)
            outcome = wrap_text(
                " · ".join(filter(None, (row.verdict, row.target))), room, LEAST_SIZE
            )
            for text, colour in [*((one, INK) for one in name), *((one, SOFT) for one in outcome)]:
                y += _LINE
                write_at(axes, text, (0, y), (0, 0), fontsize=LEAST_SIZE, color=colour)
            y += _LINE
            _draw_lane(axes, y, row, is_on_phone=True)
            y += 2.2 * _LINE
        _scale_ways(axes, rows, 0.3, LEAST_SIZE)
        axes.set_yticks([])
        axes.set_ylim(y, 0)
        sns.despine(ax=axes, left=True, right=True, bottom=True, top=True)
        figure.set_size_inches(_PHONE, y + 0.25)
        set_margins(axes, _PHONE_EDGE, _PHONE_EDGE, 0.25, 0)
        return save_chart(figure)


def lay_bullets(axes: Axes, rows: Sequence[Bullet]) -> None:
    """Draw into axes what `draw_bullets` returns."""
    for number, row in enumerate(rows):
        _draw_lane(axes, number, row)
    right = axes.twinx()
    names = ["\n".join(wrap_text(row.name, _ROOM_FOR_NAMES, _SMALL)) for row in rows]
    outcomes = ["\n".join(filter(None, (row.verdict, row.target))) for row in rows]
    for side, texts in ((axes, names), (right, outcomes)):
        side.set_yticks(range(len(rows)), texts)
        for label in side.get_yticklabels():
            label.set_linespacing(_LEADING)
        side.set_ylim(len(rows) - 0.4, -0.6)
        side.tick_params(axis="y", length=0, labelsize=_SMALL, labelcolor=INK)
    _scale_ways(axes, rows, _ROOM, _SMALL)
    for side in (axes, right):
        sns.despine(ax=side, left=True, right=True, bottom=True, top=True)


def _scale_ways(axes: Axes, rows: Sequence[Bullet], beyond: float, size: float) -> None:
    """Number the way in per cent, with some room beyond the end of the longest lane."""
    ways = [min(row.way, _FURTHEST) for row in rows if row.way is not None]
    end = max([1.0, *ways])
    axes.set_xticks([number * _STEP for number in range(int(end / _STEP) + 1)])
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.tick_params(axis="x", length=0, labelsize=size)
    axes.set_xlim(min([-0.06, *ways]), end + beyond)


def _draw_lane(axes: Axes, number: float, row: Bullet, *, is_on_phone: bool = False) -> None:
    axes.plot([0, 1], [number, number], color=PALE, linewidth=1, zorder=1)
    if row.has_base:
        axes.plot([0], [number], marker="|", markersize=7, color=INK, markeredgewidth=1.4)
    _draw_small(axes, 1.0, number, "target", row.qualifier)
    if row.way is None:
        style: dict[str, Any] = {"ha": "center", "color": SOFT, "bbox": WHITE_BOX}
        style["fontsize"] = LEAST_SIZE if is_on_phone else _SMALL
        write_at(axes, row.label, (0.5, number), (0, 0), **style)
        return
    way = min(row.way, _FURTHEST)
    axes.plot([0, way], [number, number], color=INK, linewidth=3, solid_capstyle="butt", zorder=2)
    is_open = row.is_open or row.way > _FURTHEST
    has_arrow = row.qualifier != "exact" and way < _END_OF_ARROW
    _draw_small(axes, way, number, row.basis, "at_least" if is_open else "exact")
    if is_on_phone:
        side = "left" if way < _STEP else "right"
        below = (0, -0.9 * POINTS_PER_INCH * _LINE)
        write_at(axes, row.label, (way, number), below, ha=side, fontsize=LEAST_SIZE)
        return
    past = _PAST_ARROW if is_open or has_arrow else _PAST_MARK
    write_at(axes, row.label, (max(way, 1.0), number), (past, 0), fontsize=_SMALL)


def _draw_small(axes: Axes, way: float, number: float, basis: str, qualifier: str) -> None:
    before = len(axes.lines)
    draw_marks(axes, [PointMark(way, number, basis, qualifier)], "right")
    for line in axes.lines[before:]:
        line.set_markersize(_MARK_SIZE)
        line.set_markeredgewidth(_MARK_EDGE)
