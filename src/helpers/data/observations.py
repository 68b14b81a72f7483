"""Readers of data/processed: typed rows in pandas tables, limited to a day or to some columns."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from helpers.data.cleaning import clean_figures
from helpers.data.figures import ROW, DerivedValue, Figure, Value, read_rows, tabulate
from helpers.data.raw_data import RawData
from helpers.data.tables.csv_tables import read_table
from helpers.data.tables.data_package import name_nearest, read_package
from helpers.data.tables.folders import find_folders
from helpers.problems import UsageError
from helpers.project import PROCESSED_DESCRIPTOR, find_project


def read_observations(
    as_of: str = "", project: Path | None = None, *provinces: str
) -> pd.DataFrame:
    """Read the tidy observations that were known on a day.

    Args:
        as_of: Day such as `2022-12-31`; rows of documents written later are left out.
            Empty for everything.
        project: Project folder; found from the working directory by default.
        *provinces: Slugs of the provinces; all by default.

    Returns:
        One row per printed figure, columns as in `docs/data-dictionary.md`;
        numbers as float64 (missing where not printed), dates as datetime64.

    Raises:
        UsageError: `as_of` is not a date.
        InputError: The file does not fit its description.
    """
    return keep_known(_type_rows(Figure, _read_processed("figures", project, provinces)), as_of)


def observe(raw: RawData) -> pd.DataFrame:
    """Turn checked raw data into what `read_observations` returns, but for the doubts."""
    return _type_rows(Figure, clean_figures(raw))


def read_partnerships(
    as_of: str = "", project: Path | None = None, *provinces: str
) -> pd.DataFrame:
    """Read the named partnerships of a day, one row per pair and place in a document.

    Arguments and errors are those of `read_observations`, as of the two functions below.
    """
    return _read_dated("partnerships", as_of, project, provinces)


def read_derived(as_of: str = "", project: Path | None = None, *provinces: str) -> pd.DataFrame:
    """Read the derived values whose inputs were all known on a day, apart from what is printed.

    Returns:
        One row per derived value, bound or implied value; numbers as float64, an end of the
        interval missing where it is open.
    """
    return keep_known(
        _type_rows(DerivedValue, _read_processed("derived", project, provinces)), as_of
    )


def read_refused(as_of: str = "", project: Path | None = None, *provinces: str) -> pd.DataFrame:
    """Read the pairs of figures that were not divided, with the reason."""
    return _read_dated("refused", as_of, project, provinces)


def _read_dated(
    name: str, as_of: str, project: Path | None, provinces: Sequence[str]
) -> pd.DataFrame:
    frame = _read_processed(name, project, provinces)
    return keep_known(frame.assign(known_from=pd.to_datetime(frame["known_from"])), as_of)


def _read_processed(name: str, project: Path | None, provinces: Sequence[str]) -> pd.DataFrame:
    project = project or find_project()
    table, folders = read_package(PROCESSED_DESCRIPTOR, project).tables[name], find_folders(project)
    frames = [
        read_table(table.inside(folders.processed_for(province), project))
        for province in folders.choose(provinces)
    ]
    if len(frames) == 1:
        return frames[0].reset_index(drop=True)
    # What all share stands in the file of each province; only a refusal has no identifier.
    key = None if name == "refused" else [table.columns[0]]
    empty = pd.DataFrame(columns=table.columns, dtype="str")
    return pd.concat([empty, *frames]).drop_duplicates(key, ignore_index=True)


def _type_rows(kind: type[Value], frame: pd.DataFrame) -> pd.DataFrame:
    return tabulate(kind, read_rows(kind, frame))[[*frame.columns, ROW]]


def keep_known(frame: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Return the rows of documents that had been written by a day; all of them without one.

    Raises:
        UsageError: `as_of` is not a date.
    """
    if not as_of:
        return frame
    day = pd.Timestamp(parse_day(as_of))
    return frame[frame["known_from"] <= day].reset_index(drop=True)


def parse_day(text: str) -> date:
    """Read the day of a report.

    Raises:
        UsageError: The text is no such day.
    """
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageError(f"{text!r} is not a date; expected a day such as 2022-12-31")


def select(observations: pd.DataFrame, **criteria: str | list[str]) -> pd.DataFrame:
    """Return the rows whose columns have the values asked for.

    Args:
        observations: What `read_observations` returns.
        **criteria: Column names with one value or a list of values.

    Returns:
        The rows that fulfil all criteria, in their order.

    Raises:
        UsageError: A column does not exist, or a value stands nowhere in its column.

    Example:
        `select(observations, place="luohe", indicator="rd_intensity")`
    """
    chosen = observations
    for column, wanted in criteria.items():
        if column not in observations.columns:
            hint = name_nearest(column, list(observations.columns))
            raise UsageError(f"no column {column!r}; expected {hint}")
        values = [wanted] if isinstance(wanted, str) else wanted
        known = sorted(set(observations[column].astype("str")))
        for value in values:
            if observations.size and value not in known:
                hint = name_nearest(value, known)
                raise UsageError(f"no {value!r} in column {column!r}; expected {hint}")
        chosen = chosen[chosen[column].isin(values)]
    return chosen
