"""Charts of the house that take a table, one row for each place or target, and axes."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.bullet_chart import Bullet, lay_bullets
from helpers.charts.canvas import INK, SOFT
from helpers.charts.places.tile_map import Tile, lay_tiles
from helpers.notebook.drawn_numbers import RANKS
from helpers.notebook.house_drawings import write_short
from helpers.notebook.house_style import SHADES
from helpers.problems import UsageError

_LABEL_POINTS = 8
_SHADES_OF_TILES = 5
_UNKNOWN = "–"


def tiles(table: pd.DataFrame, axes: Axes, grid: Mapping[str, tuple[int, int]]) -> None:
    """Draw a tile for each place, roughly where it lies, darker for a higher value.

    The shades are fifths of the places with a value; a tile that is only outlined has none.

    Args:
        table: What `report.wide` returns; its first measure is drawn.
        axes: Where to draw; three inches high for seven rows of tiles.
        grid: Row and column of each place: `report.grid`, or your own.

    Raises:
        UsageError: No place of the table is in the grid, or none has a value.

    Example:
        >>> from helpers.notebook import open_comparison, tiles
        >>> report = open_comparison("henan", "en")
        >>> table = report.wide(["patents_granted_per_10000"])
        >>> with report.chart(table, "Patents", "Per 10,000 people", height=3) as axes:
        ...     tiles(table, axes, report.grid)  # doctest: +ELLIPSIS
        Patents
        ...
    """
    measure = _list_measures(table)[0]
    placed = table[table["place"].isin(list(grid))]
    values = placed.set_index("place")[measure].dropna().sort_values()
    if values.empty:
        raise UsageError("no place of the grid has a value; expected grid=report.grid")
    levels = {place: n * _SHADES_OF_TILES // len(values) for n, place in enumerate(values.index)}
    shown = [
        Tile(name, _write_cell(value), *grid[place], levels.get(place))
        for place, name, value in placed[["place", "name", measure]].itertuples(index=False)
    ]
    legend = [_write_ends(values, levels, shade) for shade in range(_SHADES_OF_TILES)]
    lay_tiles(axes, shown, [*legend, *([_UNKNOWN] if len(values) < len(placed) else [])])


def bullets(table: pd.DataFrame, axes: Axes) -> None:
    """Draw how far the way from the base to each target has been covered, a lane for each.

    Args:
        table: Columns `name`, `base`, `latest` and `target`, each in one unit along a row. A lane
            without a base or a latest value is empty: nothing is there to measure by.
        axes: Where to draw; 0.5 inches and 0.3 for each lane high.

    Raises:
        UsageError: A column is missing, there is no row, or a base is its target.

    Example:
        >>> import pandas as pd
        >>> from helpers.notebook import bullets, open_city
        >>> report = open_city("luohe", "en")
        >>> rows = report.figures("rd_intensity", "luohe", every=True).set_index("figure_id")
        >>> first, last = rows.query("basis == 'actual'").index[[0, -1]]
        >>> ends = {"base": rows.at[first, "value"], "latest": rows.at[last, "value"]}
        >>> lane = {"name": "R&D intensity", **ends, "target": 2.5, "figure_id": f"{first}|{last}"}
        >>> table = pd.DataFrame([lane])
        >>> with report.chart(table, "If 2.5% were aimed at", "Way covered", height=0.8) as axes:
        ...     bullets(table, axes)  # doctest: +ELLIPSIS
        If 2.5% were aimed at
        ...
    """
    needed = ("name", "base", "latest", "target")
    missing = [name for name in needed if name not in table.columns]
    if missing or table.empty:
        wrong = f"the table has no column {missing[0]!r}" if missing else "the table has no rows"
        raise UsageError(f"{wrong}; expected a row for each target with {', '.join(needed)}")
    lanes = []
    for name, base, latest, target in table[list(needed)].itertuples(index=False):
        if base == target:
            raise UsageError(f"base and target of {name!r} are the same; expected a way to go")
        way = (latest - base) / (target - base)
        is_known = not pd.isna(way)
        lanes.append(
            Bullet(
                str(name),
                "",
                _write_cell(target),
                _write_cell(latest),
                float(way) if is_known else None,
                has_base=not pd.isna(base),
            )
        )
    lay_bullets(axes, lanes)


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
    measures = _list_measures(table)
    values = table[measures]
    shares = (values.rank() - 1) / (values.count() - 1).clip(lower=1)
    shades = np.ma.masked_invalid(shares.to_numpy())
    axes.pcolormesh(shades, cmap=SHADES, edgecolors="white", linewidth=1.5, gid=RANKS)
    for (row, column), value in np.ndenumerate(values.to_numpy()):
        place = column + 0.5, row + 0.5
        if math.isnan(value):
            axes.text(
                *place, _UNKNOWN, ha="center", va="center", color=SOFT, fontsize=_LABEL_POINTS
            )
            continue
        style: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": _LABEL_POINTS}
        axes.text(*place, write_short(value), color=INK, **style)
    shown = [(heads or {}).get(name, name) for name in measures]
    axes.set_xticks(np.arange(len(measures)) + 0.5, shown)
    axes.set_yticks(np.arange(len(table)) + 0.5, list(table["name"]))
    axes.xaxis.tick_top()
    axes.invert_yaxis()
    axes.spines[:].set_visible(False)


def _list_measures(table: pd.DataFrame) -> list[Any]:
    """Return the columns of measures of a table with one row for each place."""
    if "period" in table.columns or not {"place", "name"} <= set(table.columns) or table.empty:
        raise UsageError("the table is not one row for each place; expected report.wide(…)")
    return [name for name in table.columns if pd.api.types.is_float_dtype(table[name])]


def _write_cell(value: float) -> str:
    return _UNKNOWN if pd.isna(value) else write_short(value)


def _write_ends(values: "pd.Series[float]", levels: Mapping[str, int], shade: int) -> str:
    inside: Sequence[float] = [values[place] for place in values.index if levels[place] == shade]
    return "–".join(dict.fromkeys(map(write_short, (inside[0], inside[-1])))) if inside else ""
