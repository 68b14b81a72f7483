"""Figures as a tidy table, one row a figure, and the way back from a table to its figures."""

import itertools
import math
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from helpers.analysis.standings import Standing, compare_periods
from helpers.data.figures import ROW, AnyFigure, Figure, list_derived, list_figures
from helpers.data.printed.intervals import read_interval
from helpers.data.printed.periods import parse_period
from helpers.explore.selection import Years, keep_years
from helpers.problems import UsageError
from helpers.reports.report import Report, name_series

ID = "figure_id"
SEVERAL = "|"  # between the identifiers of the figures that one row rests on
_KEEP = f'.agg({ID}=("{ID}", "{SEVERAL}".join), …)'
_JOIN = f'merged.assign({ID}=merged["{ID}_x"] + "{SEVERAL}" + merged["{ID}_y"])'
COLUMNS: Mapping[str, tuple[str, Callable[[Report, AnyFigure], Any]]] = {
    "place": ("str", lambda _, row: row.place),
    "name": ("str", lambda report, row: report.place(row.place)),
    "indicator": ("str", lambda _, row: row.indicator),
    "period": ("str", lambda _, row: row.period),
    "year": ("Int64", lambda _, row: _find_year(row)),
    "value": ("float64", lambda _, row: _find_value(row)),
    "low": ("float64", lambda report, row: _find_end(report, row, "low", _find_floor(row))),
    "high": ("float64", lambda report, row: _find_end(report, row, "high", math.inf)),
    "basis": ("str", lambda _, row: row.basis if isinstance(row, Figure) else "derived"),
    "qualifier": ("str", lambda _, row: row.qualifier if isinstance(row, Figure) else row.kind),
    "status": ("str", lambda _, row: row.status),
    "doubt": ("str", lambda _, row: row.doubt),
    "takes_no_rank": ("bool", lambda _, row: row.takes_no_rank),
    "series": ("str", lambda _, row: name_series(row)),
    "vintage": ("str", lambda _, row: row.vintage),
    "unit": ("str", lambda _, row: row.unit),
    "source": ("str", lambda report, row: SEVERAL.join(report.sources_of(row))),
    "locator": ("str", lambda _, row: row.locator if isinstance(row, Figure) else ""),
    ID: ("str", lambda _, row: row.key),
}


def tabulate_tidy(report: Report, rows: Sequence[AnyFigure]) -> pd.DataFrame:
    """Return figures as a tidy table, one row each; the columns are there without a row too."""
    return pd.DataFrame(
        {
            name: pd.Series([write(report, row) for row in rows], dtype=kind)
            for name, (kind, write) in COLUMNS.items()
        }
    )


def _find_year(row: AnyFigure) -> int | None:
    """Return the year a figure speaks of, the last one of a span; None where it is open."""
    if isinstance(row, Figure):
        period = parse_period(row.period)
        return None if period.end is None or period.kind == "one" else period.end.year
    return int(row.period[:4])


def _find_value(row: AnyFigure) -> float | None:
    """Return the value; None for a bound or range, which only its two ends describe."""
    is_one = not isinstance(row, Figure) or row.qualifier in ("exact", "about")
    return float(row.value) if is_one and row.value is not None else None


def _find_floor(row: AnyFigure) -> float:
    """Return what a figure without a lower end lies above: all but a growth is at least zero."""
    is_growth = isinstance(row, Figure) and row.measure == "growth"
    return -math.inf if is_growth else 0.0


def _find_end(report: Report, row: AnyFigure, end: str, is_open: float) -> float:
    ends = read_interval(row, report.codebook.units[row.unit]["kind"])
    found = getattr(ends, end)
    return is_open if found is None else float(found)


def choose_counting(
    report: Report, measure: str, places: Sequence[str], years: Years
) -> list[AnyFigure]:
    """Return the figure that counts for each place and period: settled, actual, latest known.

    The rows follow the order of the places, then time.
    """
    frames = report.observations, report.derived
    found = compare_periods(measure, places, *frames, report.codebook)
    standings: list[Standing] = [s for one in found for s in one.standings if s.row is not None]
    order = {place: number for number, place in enumerate(places)}
    rows = [s.row for s in sorted(standings, key=lambda s: order[s.place]) if s.row is not None]
    return _keep_years(rows, years)


def choose_every(
    report: Report, measure: str, places: Sequence[str], years: Years
) -> list[AnyFigure]:
    """Return every figure of whole places: targets, estimates and what later figures replaced.

    The arguments and the order are those of `choose_counting`.
    """
    order = {place: number for number, place in enumerate(places)}
    own: list[Figure] = _list_of(report.observations, measure, order)
    rows: list[AnyFigure] = [row for row in own if row.is_of_whole_place]
    printed = {(row.place, row.period) for row in own if row.basis == "actual"}
    rows += [
        row
        for row in _list_of(report.derived, measure, order)
        if not row.is_bound or (row.place, row.period) not in printed
    ]
    ordered = sorted(rows, key=lambda row: (order[row.place], row.period, row.known_from))
    return _keep_years(ordered, years)


def _list_of(frame: pd.DataFrame, measure: str, places: Iterable[str]) -> list[Any]:
    return list(frame[frame["indicator"].eq(measure) & frame["place"].isin(list(places))][ROW])


def _keep_years(rows: Sequence[AnyFigure], years: Years) -> list[AnyFigure]:
    frame = pd.DataFrame({"period": [row.period for row in rows]}, dtype="str")
    return [rows[number] for number in keep_years(frame, years).index]


def tabulate_wide(
    report: Report, measures: Sequence[str], places: Sequence[str], year: str
) -> pd.DataFrame:
    """Return indicators side by side, one row for each place that has any.

    Of each indicator stands the year that most places have, where none is given.
    """
    years: dict[str, str] = {}
    rows: dict[str, dict[str, Any]] = {}
    for measure in measures:
        found = report.compare(measure, places, year)
        years[measure] = found.period if found else ""
        for standing in found.known if found else []:
            row = rows.setdefault(standing.place, {ID: []})
            row[measure] = None if standing.takes_no_rank else standing.value
            row[ID].append(standing.row.key if standing.row else "")
    known = [place for place in places if place in rows]
    columns: dict[str, list[Any]] = {
        "place": known,
        "name": [report.place(place) for place in known],
        **{name: [rows[place].get(name) for place in known] for name in measures},
        ID: [SEVERAL.join(rows[place][ID]) for place in known],
    }
    frame = pd.DataFrame(columns)
    frame = frame.astype(dict.fromkeys(measures, "float64"))
    frame.attrs["years"] = years
    return frame


def tell_years(report: Report, years: Mapping[str, str]) -> None:
    """Print a warning where indicators side by side differ in year; the export has it too."""
    if len(set(filter(None, years.values()))) > 1:
        parts = [f"{name} {year}" for name, year in years.items() if year]
        choices = {"one": f"year={max(years.values())}", "each": 'year="each"'}
        told = report.say("own_years", years=report.join_parts(parts), **choices)
        print(told, file=sys.stderr)


def list_known(report: Report) -> dict[str, AnyFigure]:
    """Return every printed figure and derived value of a report by identifier."""
    rows: list[AnyFigure] = [*list_figures(report.observations)]
    rows += list_derived(report.derived)
    return {row.key: row for row in rows}


def find_figures(known: Mapping[str, AnyFigure], rows: object) -> list[AnyFigure]:
    """Return the figures that a table rests on, each once, in its order.

    Args:
        known: What `list_known` returns.
        rows: A table with the column `figure_id`, or one row of it. A cell that names several
            figures has `|` between them.

    Raises:
        UsageError: The column is gone, or names a figure that the report does not know.
    """
    figures = [figure for cell in _list_cells(rows) for figure in read_cell(known, cell)]
    return list({figure.key: figure for figure in figures}.values())


def find_drawn(known: Mapping[str, AnyFigure], rows: pd.DataFrame) -> list[AnyFigure]:
    """Return the figures behind a chart: of indicators side by side, none without a value there.

    Raises:
        UsageError: As `find_figures`.
    """
    figures = find_figures(known, rows)
    drawn = {
        figure.key
        for row in rows.to_dict("records")
        for figure in read_cell(known, row[ID])
        if pd.notna(row.get(figure.indicator, 0))
    }
    return [figure for figure in figures if figure.key in drawn]


def keep_panels(
    rows: pd.DataFrame, panels: Mapping[str, pd.DataFrame], by: str = "indicator"
) -> pd.DataFrame:
    """Return the rows that stand in panels, so that a chart of these names no other source.

    Args:
        rows: What `report.figures` returns.
        panels: One row per place, one column per year, by what `by` holds.
        by: The column of `rows` that tells them apart.

    Example:
        >>> from helpers.notebook import keep_panels, open_question
        >>> rows = open_question("henan", "en").figures("rd_personnel")
        >>> panel = rows.pivot(index="place", columns="year", values="value")[[2017, 2019]]
        >>> set(keep_panels(rows, {"rd_personnel": panel.dropna()})["year"]) == {2017, 2019}
        True
    """
    cells = {
        (name, *cell)
        for name, panel in panels.items()
        for cell in itertools.product(panel.index, panel.columns)
    }
    return rows[[cell in cells for cell in zip(rows[by], rows["place"], rows["year"], strict=True)]]


def read_cell(known: Mapping[str, AnyFigure], cell: object) -> list[AnyFigure]:
    """Return the figures that one cell of the column `figure_id` names; none for a missing one.

    Raises:
        UsageError: The report does not know one of them.
    """
    if not isinstance(cell, str):
        return []
    names = [name for name in cell.split(SEVERAL) if name]
    for name in names:
        if name not in known:
            raise UsageError(f"no figure {name!r}; expected a {ID} that figures() returned")
    return [known[name] for name in names]


def _list_cells(rows: object) -> list[object]:
    if isinstance(rows, pd.DataFrame):
        if ID in rows.columns:
            return list(rows[ID])
        told = f"the table has lost its column {ID!r}, so that nothing leads to its sources"
        raise UsageError(f"{told}; expected it kept, as by rows.groupby(…){_KEEP} or {_JOIN}")
    if isinstance(rows, pd.Series) and ID in rows.index:
        return [rows[ID]]
    if hasattr(rows, ID):  # a row as itertuples gives it
        return [getattr(rows, ID)]
    raise UsageError(f"a {type(rows).__name__} has no {ID!r}; expected a table or row that has it")
