"""A chart of targets: how far the way from the base to each target has been covered.

All lanes share one scale: the tick at 0% is the base, the diamond at 100% the target, the disc the
latest figure. A lane without a disc is empty: nothing is printed to measure by.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from helpers.charts.canvas import INK, PALE, SOFT, WHITE_BOX, open_chart, save_chart, write_at
from helpers.charts.points import PointMark, draw_marks
from helpers.charts.text_width import wrap_text

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


@dataclass(frozen=True)
class Bullet:
    """One target to draw.

    Attributes:
        name: What is aimed at.
        verdict: How it stands, in a word.
        target: The target, as the report writes it.
        label: The latest figure with its year, or why there is none.
        way: Share of the way that is covered; None draws an empty lane.
        has_base: Whether a base is known.
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


def draw_bullets(rows: Sequence[Bullet]) -> str:
    """Return the SVG of one lane per target, names on the left, verdicts and targets on the right.

    Args:
        rows: Targets from top to bottom.
    """
    with open_chart(_MARGIN + _PITCH * len(rows)) as (figure, axes):
        lay_bullets(axes, rows)
        return save_chart(figure)


def lay_bullets(axes: Axes, rows: Sequence[Bullet]) -> None:
    """Draw into axes what `draw_bullets` returns."""
    ways = [min(row.way, _FURTHEST) for row in rows if row.way is not None]
    for number, row in enumerate(rows):
        _draw_lane(axes, number, row)
    end = max([1.0, *ways])
    right = axes.twinx()
    names = ["\n".join(wrap_text(row.name, _ROOM_FOR_NAMES, _SMALL)) for row in rows]
    outcomes = ["\n".join(filter(None, (row.verdict, row.target))) for row in rows]
    for side, texts in ((axes, names), (right, outcomes)):
        side.set_yticks(range(len(rows)), texts)
        for label in side.get_yticklabels():
            label.set_linespacing(_LEADING)
        side.set_ylim(len(rows) - 0.4, -0.6)
        side.tick_params(axis="y", length=0, labelsize=_SMALL, labelcolor=INK)
    ticks = [number * _STEP for number in range(int(end / _STEP) + 1)]
    axes.set_xticks(ticks)
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.tick_params(axis="x", length=0, labelsize=_SMALL)
    axes.set_xlim(min([-0.06, *ways]), end + _ROOM)
    for side in (axes, right):
        sns.despine(ax=side, left=True, right=True, bottom=True, top=True)


def _draw_lane(axes: Axes, number: int, row: Bullet) -> None:
    axes.plot([0, 1], [number, number], color=PALE, linewidth=1, zorder=1)
    if row.has_base:
        axes.plot([0], [number], marker="|", markersize=7, color=INK, markeredgewidth=1.4)
    _draw_small(axes, 1.0, number, "target", row.qualifier)
    if row.way is None:
        style = {"ha": "center", "fontsize": _SMALL, "color": SOFT, "bbox": WHITE_BOX}
        write_at(axes, row.label, (0.5, number), (0, 0), **style)
        return
    way = min(row.way, _FURTHEST)
    axes.plot([0, way], [number, number], color=INK, linewidth=3, solid_capstyle="butt", zorder=2)
    is_open = row.is_open or row.way > _FURTHEST
    has_arrow = row.qualifier != "exact" and way < _END_OF_ARROW
    _draw_small(axes, way, number, row.basis, "at_least" if is_open else "exact")
    past = _PAST_ARROW if is_open or has_arrow else _PAST_MARK
    write_at(axes, row.label, (max(way, 1.0), number), (past, 0), fontsize=_SMALL)


def _draw_small(axes: Axes, way: float, number: int, basis: str, qualifier: str) -> None:
    before = len(axes.lines)
    draw_marks(axes, [PointMark(way, number, basis, qualifier)], "right")
    for line in axes.lines[before:]:
        line.set_markersize(_MARK_SIZE)
        line.set_markeredgewidth(_MARK_EDGE)
