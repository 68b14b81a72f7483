"""Charts of the house that take rows and axes: call them, change what they drew, or replace them.

A disc is an actual figure, a ring an estimate, a diamond a target, a square a derived value, a
question mark a doubted figure; an arrow leads away from a bound.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.canvas import INK, PALE, SOFT, TARGET, write_at
from helpers.charts.label_placement import spread_labels
from helpers.charts.points import Point, PointMark, draw_marks, join_points
from helpers.notebook.house_style import SHADES
from helpers.problems import UsageError

_LABEL_POINTS, _LINE_INCHES = 8, 0.14
_SMALL_MARK, _AIR = 0.55, 1.08
_DARK = 0.6  # a share from which white reads better on its shade
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
    for place, group in _check(rows).groupby("place", sort=False):
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
    _name_ends(axes, ends, "right")


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
    periods = sorted(_check(rows)["period"].unique(), reverse=True)
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
    """Draw each place at the first and the last year of some rows; a falling line is dashed.

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
    valued = _check(rows).dropna(subset=["value", "year"])
    first, last = valued["year"].min(), valued["year"].max()
    ends: dict[str, list[tuple[float, float, str, str]]] = {"left": [], "right": []}
    for _, group in valued.groupby("place", sort=False):
        values = {row["year"]: row["value"] for row in group.to_dict("records")}
        if first not in values or last not in values:
            continue
        falls = values[last] < values[first]
        colour, style = (TARGET, (0, (3, 2))) if falls else (INK, "-")
        pair = [values[first], values[last]]
        axes.plot([0, 1], pair, color=colour, linestyle=style, marker="o", markersize=3.5)
        name = str(group["name"].iloc[0])
        ends["left"].append((0, pair[0], f"{name} {_write_short(pair[0])}", colour))
        ends["right"].append((1, pair[1], f"{_write_short(pair[1])} {name}", colour))
    if not ends["left"]:
        raise UsageError("no place has a value in both years; expected years that some share")
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 1], [str(first), str(last)])
    axes.set_yticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    for side, entries in ends.items():
        _name_ends(axes, entries, side)


def heat(table: pd.DataFrame, axes: Axes, heads: Mapping[str, str] | None = None) -> None:
    """Draw a table as cells, darker for a higher value of the column, a dash where none is known.

    Args:
        table: What `report.wide` returns, in the order of the rows.
        axes: Where to draw.
        heads: The heads of the columns by indicator.

    Example:
        >>> from helpers.notebook import heat, open_city
        >>> report = open_city("luohe", "en")
        >>> table = report.wide(["rd_expenditure_over_gdp", "patents_granted_per_10000"])
        >>> with report.chart(table, "Two measures", "Per cent; per 10,000", height=4) as axes:
        ...     heat(table, axes)  # doctest: +ELLIPSIS
        Two measures
        ...
    """
    if "period" in table.columns or "name" not in table.columns:
        raise UsageError("the table is not one row for each place; expected report.wide(…)")
    measures = [name for name in table.columns if pd.api.types.is_float_dtype(table[name])]
    values = table[measures]
    shares = (values.rank() - 1) / (values.count() - 1).clip(lower=1)
    shades = np.ma.masked_invalid(shares.to_numpy())
    axes.pcolormesh(shades, cmap=SHADES, edgecolors="white", linewidth=1.5)
    for (row, column), value in np.ndenumerate(values.to_numpy()):
        place = column + 0.5, row + 0.5
        if math.isnan(value):
            axes.text(*place, "–", ha="center", va="center", color=SOFT, fontsize=_LABEL_POINTS)
            continue
        is_dark = shades[row, column] > _DARK
        style: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": _LABEL_POINTS}
        axes.text(*place, _write_short(value), color="white" if is_dark else INK, **style)
    shown = [(heads or {}).get(name, name) for name in measures]
    axes.set_xticks(np.arange(len(measures)) + 0.5, shown)
    axes.set_yticks(np.arange(len(table)) + 0.5, list(table["name"]))
    axes.xaxis.tick_top()
    axes.invert_yaxis()
    axes.spines[:].set_visible(False)


def _check(rows: pd.DataFrame) -> pd.DataFrame:
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


def _write_short(value: float) -> str:
    """Write a value to three digits, a larger one to the unit."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _may_be_joined(point: Point) -> bool:
    return point.basis != "target" and point.qualifier in ("exact", "about")


def _name_ends(axes: Axes, ends: Sequence[tuple[float, float, str, str]], side: str) -> None:
    """Write names in a column beside the axes, as near to the ends of their lines as fits."""
    figure: Any = axes.figure
    figure.draw_without_rendering()  # which lays it out: the height of the axes is known then
    bottom, top = axes.get_ylim()
    inches = axes.bbox.height / figure.dpi
    wanted = [(value - bottom) / (top - bottom) for _, value, _, _ in ends]
    places = spread_labels(wanted, _LINE_INCHES / inches)
    is_right = side == "right"
    for (when, value, name, colour), place in zip(ends, places, strict=True):
        axes.annotate(
            name,
            (when, value),
            xytext=(1.02 if is_right else -0.02, place),
            textcoords="axes fraction",
            ha="left" if is_right else "right",
            va="center",
            fontsize=_LABEL_POINTS,
            color=colour,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": PALE, "linewidth": 0.6, "shrinkB": 4},
        )
