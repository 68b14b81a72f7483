"""All cities of a province as the index of the reports shows them: values, ranks, the years."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from helpers.analysis.standings import Comparison, Standing
from helpers.charts.places.tile_map import SHADES
from helpers.reports.report import Report
from helpers.reports.standing_text import show_rank_of, write_standing

_FEWEST_YEARS = 3


def list_overview(
    report: Report, cities: Sequence[str], comparisons: Mapping[str, Comparison]
) -> dict[str, Any]:
    """Return the cities on each rate that ranks them, with the years of the best known one.

    Args:
        report: Figures and names.
        cities: Slugs of the cities.
        comparisons: The cities on each measure.

    Returns:
        `measures` (measure, name, period), `trend` (name, period, first and last year;
        empty where no rate is known for three years), `map` (name, period, lowest and highest value
        of the rate by which tiles are shaded; empty where most cities have none), and `cities`:
        slug, a cell for each measure (text, value, whether it is a bound, rank), the parts of its
        line over the years, and its shade on the map, from 0 for the lowest.
    """
    rates = [
        found for name, found in comparisons.items() if not report.codebook.is_ranked_by_rate(name)
    ]
    series = [_read_years(report, cities, found.measure) for found in rates]
    years = max(series, key=_count_values, default={})
    is_drawn = len(years) >= _FEWEST_YEARS
    mapped = next((found for found in rates if _is_well_known(found)), None)
    levels = mapped.sort_into(len(SHADES)) if mapped else {}
    return {
        "measures": [_describe(report, found, found.period) for found in rates],
        "trend": {
            **_describe(report, next(iter(years.values())), f"{min(years)}/{max(years)}"),
            "first": min(years),
            "last": max(years),
        }
        if is_drawn
        else {},
        "map": _describe_map(report, mapped) if mapped else {},
        "cities": [
            {
                "city": city,
                "cells": [_write_cell(report, found, city) for found in rates],
                "line": _split_line(years, city) if is_drawn else [],
                "level": levels.get(city),
            }
            for city in cities
        ],
    }


def _describe(report: Report, found: Comparison, period: str) -> dict[str, Any]:
    return {
        "measure": found.measure,
        "name": report.indicator(found.measure),
        "period": report.language.period(period),
    }


def _describe_map(report: Report, found: Comparison) -> dict[str, Any]:
    highest, lowest = (write_standing(report, found.valued[at]) for at in (0, -1))
    return {**_describe(report, found, found.period), "low": lowest, "high": highest}


def _is_well_known(found: Comparison) -> bool:
    """Return whether most cities have a value."""
    return len(found.valued) * 2 > len(found.standings)


def _count_values(years: Mapping[int, Comparison]) -> int:
    return sum(len(found.valued) for found in years.values())


def _write_cell(report: Report, found: Comparison, city: str) -> dict[str, Any]:
    standing = found.of(city)
    return {
        "text": write_standing(report, standing) if standing.row else "",
        "value": None if standing.kind == "missing" else float(standing.height),
        "is_bound": standing.kind == "bound",
        "rank": show_rank_of(report, found, city),
    }


def _read_years(report: Report, cities: Sequence[str], measure: str) -> dict[int, Comparison]:
    """Return the cities on a measure by year, as far as most of them have a value."""
    derived = report.derived
    periods = set(map(str, derived.loc[derived["indicator"].eq(measure), "period"]))
    found = {
        int(year): report.compare(measure, cities, year)
        for year in sorted(periods)
        if year.isdigit()
    }
    return {year: one for year, one in found.items() if one is not None and _is_well_known(one)}


def _split_line(years: dict[int, Comparison], city: str) -> list[list[tuple[int, float]]]:
    """Return the values over the years, in parts that no revision separates."""
    known: list[tuple[int, Standing]] = [
        (year, standing)
        for year, found in years.items()
        if (standing := found.of(city)) and standing.value is not None
    ]
    parts = groupby(known, key=lambda each: each[1].row.revision if each[1].row else "")
    return [[(year, float(one.height)) for year, one in part] for _, part in parts]
