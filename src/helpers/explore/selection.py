"""The figures of some places, indicators and years, chosen by identifiers that are known."""

from collections.abc import Iterable
from numbers import Integral
from typing import Any

import pandas as pd

from helpers.analysis.standings import Comparison, compare_periods
from helpers.data.observations import select
from helpers.data.tables.data_package import name_nearest
from helpers.explore.choices import indicators, places
from helpers.problems import UsageError
from helpers.reports.report import Report

Years = int | tuple[int, int] | None
_YEAR_OF = "([0-9]{4})"
# What can be misspelt as a column, because any other word is taken for one.
_PARAMETERS = ("years", "as_of")


def choose_figures(
    report: Report, wanted: list[str], measures: list[str], years: Years = None, **columns: Any
) -> pd.DataFrame:
    """Choose figures of a report as `figures` does, by identifiers that are known.

    The indicators are all printed or all derived.
    """
    is_derived = all(name in report.codebook.derived for name in measures)
    frame = report.derived if is_derived else report.observations
    chosen = frame[frame["indicator"].isin(measures) & frame["place"].isin(wanted)]
    for column in columns:
        if column not in frame.columns:
            known = [*frame.columns, *_PARAMETERS]
            raise UsageError(f"no column {column!r}; expected {name_nearest(column, known)}")
    chosen = select(keep_years(chosen, years), **columns)
    keys = pd.DataFrame(
        {
            "place": _number(chosen["place"], places),
            "indicator": _number(chosen["indicator"], indicators),
            "year": find_years(chosen)[1],
            "known_from": chosen["known_from"],
        }
    )
    order = keys.sort_values(list(keys.columns), kind="stable").index
    return chosen.loc[order].reset_index(drop=True)


def _number(names: "pd.Series[str]", known: Iterable[str]) -> "pd.Series[int]":
    return names.map({name: number for number, name in enumerate(known)})


def find_years(frame: pd.DataFrame) -> tuple["pd.Series[float]", "pd.Series[float]"]:
    """Return the first and the last year that each row speaks of; an open end has no last year."""
    found = frame["period"].str.findall(_YEAR_OF)
    return found.str[0].astype("float64"), found.str[-1].astype("float64")


def keep_years(frame: pd.DataFrame, years: Years) -> pd.DataFrame:
    """Return the rows of some years, also those whose span or deadline covers one in part.

    Raises:
        UsageError: The years are none.
    """
    if years is None:
        return frame
    start, end = read_years(years)
    first, last = find_years(frame)
    return frame[(last >= start) & (first <= end)]


def read_years(years: object) -> tuple[int, int]:
    """Read one year, or the first and the last one, also in numbers of pandas.

    Raises:
        UsageError: The years are none.
    """
    pair = [years, years] if isinstance(years, Integral) else years
    if isinstance(pair, tuple | list) and len(pair) == len(("first", "last")):
        first, last = pair
        if isinstance(first, Integral) and isinstance(last, Integral) and first <= last:
            return int(first), int(last)
    raise UsageError(f"{years!r} are not years; expected 2023, or (2019, 2023)")


def compare_choice(
    report: Report, indicator: str, wanted: list[str], years: Years = None
) -> list[Comparison]:
    """Compare places on an indicator in the periods of some years that any of them has."""
    found = compare_periods(indicator, wanted, report.observations, report.derived, report.codebook)
    periods = pd.DataFrame({"period": [one.period for one in found]}, dtype="str")
    kept = set(keep_years(periods, years)["period"])
    return [one for one in found if one.period in kept]
