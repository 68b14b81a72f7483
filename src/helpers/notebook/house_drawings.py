"""Charts of the house that take rows and axes: call them, change what they drew, or replace them.

A disc is an actual figure, a ring an estimate, a diamond a target, a square a derived value, a
question mark a doubted figure; an arrow leads away from a bound.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.canvas import INK, PALE, write_at
from helpers.charts.label_columns import spread_labels
from helpers.charts.places.comparison_charts import Slope, lay_slopes
from helpers.charts.points import Point, PointMark, draw_marks, join_points
from helpers.problems import UsageError

_LABEL_POINTS, _LINE_INCHES = 8, 0.14
_SMALL_MARK, _AIR = 0.55, 1.08
_SPELT = {"ceiling": "at_most", "floor": "at_least", "quotient": "exact"}
_NEEDED = (
    *("place", "name", "period", "year", "value", "low", "high", "basis", "qualifier", "status"),
    *("doubt", "series"),
)
_PROVISIONAL = ("P", "E")


def trend(rows: pd.DataFrame, axes: Axes, highlight: Collection[str] = ()) -> None:
    """Draw figures over the years, a line for each place, named at its end.

    Only points of one series are joined, dotted over years without a figure: nothing is
    interpolated, vintages never mix, and a target, a bound or a doubted figure is in no line.

    Args:
        rows: What `report.figures` returns.
        axes: Where to draw.
        highlight: Slugs of the places in strong colour; the others are grey and without a name.
            All are strong and named when empty.

    Example:
        >>> from helpers.notebook import open_city, trend
        >>> report = open_city("luohe", "en")
        >>> rows = report.figures("rd_intensity", ["luohe", "henan"])
        >>> with report.chart(rows, "R&D intensity", "Per cent of GDP") as axes:
        ...     trend(rows, axes, highlight=["luohe"])  # doctest: +ELLIPSIS
        R&D intensity
        ...
    """
    ends: list[tuple[float, float, str, str]] = []
    heights: list[float] = []
    for place, group in check_rows(rows).groupby("place", sort=False):
        is_strong = not highlight or place in highlight
        colour = INK if is_strong else PALE
        points = [_make_point(row) for row in group.to_dict("records")]
        join_points(axes, [list(filter(_may_be_joined, points))], colour)
        marks = [
            PointMark(p.when, p.value, p.basis, p.qualifier, colour, is_doubted=p.is_doubted)
            for p in points
        ]
        draw_marks(axes, marks, "up", _SMALL_MARK)
        heights += [point.value for point in points]
        last = max(points, key=lambda point: point.when)
        if is_strong:
            ends.append((last.when, last.value, str(group["name"].iloc[0]), colour))
    years = rows["year"].dropna().astype("int64")
    axes.set_xlim(years.min() - 0.3, years.max() + 0.3)
    axes.set_xticks(range(years.min(), years.max() + 1, max(1, (years.max() - years.min()) // 8)))
    axes.set_ylim(min(0.0, *heights) * _AIR, max(heights) * _AIR)
    _name_ends(axes, ends)


def strip(rows: pd.DataFrame, axes: Axes, highlight: Collection[str] = ()) -> None:
    """Draw the spread of places, a line of dots for each period, the highlighted ones named.

    Args:
        rows: What `report.figures` returns, of one indicator.
        axes: Where to draw.
        highlight: Slugs of the places that are named and in strong colour.

    Example:
        >>> from helpers.notebook import open_city, strip
        >>> report = open_city("luohe", "en")
        >>> rows = report.figures("patents_granted_per_10000", years=(2022, 2023))
        >>> with report.chart(rows, "Patents", "Per 10,000 people", height=1.4) as axes:
        ...     strip(rows, axes, highlight=["luohe"])  # doctest: +ELLIPSIS
        Patents
        ...
    """
    heights: list[float] = []
    periods = sorted(check_rows(rows)["period"].unique(), reverse=True)
    for number, period in enumerate(periods):
        group = rows[rows["period"].eq(period)]
        for is_strong in (False, True):
            chosen = group[group["place"].isin(list(highlight)).eq(is_strong)]
            points = [(row, _make_point(row)) for row in chosen.to_dict("records")]
            heights += [point.value for _, point in points]
            colour = INK if is_strong else PALE
            marks = [
                PointMark(p.value, number, p.basis, p.qualifier, colour, is_doubted=p.is_doubted)
                for _, p in points
            ]
            draw_marks(axes, marks, "right", 1 if is_strong else _SMALL_MARK)
            for row, point in points if is_strong else ():
                style = {"ha": "center", "va": "bottom", "fontsize": _LABEL_POINTS}
                write_at(axes, str(row["name"]), (point.value, number), (0, 6), **style)
    axes.set_yticks(range(len(periods)), periods)
    axes.set_ylim(-0.5, len(periods) - 0.2)
    axes.set_xlim(min(0.0, *heights) * _AIR, max(heights) * _AIR)


def slope(rows: pd.DataFrame, axes: Axes) -> None:
    """Draw each place at the first and the last year, on a scale of equal ratios.

    A falling line is dashed.

    Args:
        rows: What `report.figures` returns, of one indicator; a place without both years is
            left out.
        axes: Where to draw.

    Example:
        >>> from helpers.notebook import open_city, slope
        >>> report = open_city("luohe", "en")
        >>> rows = report.figures("rd_intensity", ["luohe", "henan"], years=(2020, 2023))
        >>> with report.chart(rows, "R&D intensity", "Per cent of GDP") as axes:
        ...     slope(rows, axes)  # doctest: +ELLIPSIS
        R&D intensity
        ...
    """
    valued = check_rows(rows).dropna(subset=["value", "year"])
    first, last = valued["year"].min(), valued["year"].max()
    slopes = []
    for _, group in valued.groupby("place", sort=False):
        values = {row["year"]: row["value"] for row in group.to_dict("records")}
        if first not in values or last not in values:
            continue
        pair = values[first], values[last]
        slopes.append(Slope(str(group["name"].iloc[0]), *pair, *map(write_short, pair)))
    if not slopes:
        raise UsageError("no place has a value in both years; expected years that some share")
    if any(value <= 0 for slope in slopes for value in (slope.first, slope.second)):
        raise UsageError("a value is not above zero, and has no ratio; expected positive values")
    lay_slopes(axes, slopes, (str(first), str(last)))


def check_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows that can be drawn: they have the columns of figures, and there are some."""
    missing = [name for name in _NEEDED if name not in rows.columns]
    if missing or rows.empty:
        wrong = f"the rows have no column {missing[0]!r}" if missing else "there are no rows"
        raise UsageError(f"{wrong}; expected what report.figures returns")
    return rows


def _make_point(row: Mapping[Any, Any]) -> Point:
    """Return a row as a point; a bound stands at the end that is known."""
    ends = (row["value"], row["high"], row["low"])
    height = next(float(end) for end in ends if math.isfinite(end))
    qualifier = _SPELT.get(row["qualifier"], row["qualifier"])
    basis = "estimate" if row["status"] in _PROVISIONAL else row["basis"]
    year = float(row["year"]) if not pd.isna(row["year"]) else 0.0
    return Point("", height, year, basis, qualifier, row["series"], is_doubted=bool(row["doubt"]))


def write_short(value: float) -> str:
    """Write a value to three digits, a larger one to the unit."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _may_be_joined(point: Point) -> bool:
    return point.basis != "target" and point.qualifier in ("exact", "about")


def _name_ends(axes: Axes, ends: Sequence[tuple[float, float, str, str]]) -> None:
    """Write names in a column beside the axes, as near to the ends of their lines as fits."""
    figure: Any = axes.figure
    figure.draw_without_rendering()  # which lays it out: the height of the axes is known then
    bottom, top = axes.get_ylim()
    inches = axes.bbox.height / figure.dpi
    wanted = [(value - bottom) / (top - bottom) for _, value, _, _ in ends]
    places = spread_labels(wanted, _LINE_INCHES / inches)
    for (when, value, name, colour), place in zip(ends, places, strict=True):
        axes.annotate(
            name,
            (when, value),
            xytext=(1.02, place),
            textcoords="axes fraction",
            ha="left",
            va="center",
            fontsize=_LABEL_POINTS,
            color=colour,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": PALE, "linewidth": 0.6, "shrinkB": 4},
        )
