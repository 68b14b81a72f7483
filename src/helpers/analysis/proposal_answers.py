"""Proposals and suggestions that an office answered: who asked, when it answered, what came of it.

A day that is not printed stays missing, and so does the time that would be counted from it.
"""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from helpers.data.checking.table_checks import check_proposal, name_faults
from helpers.data.observations import parse_day
from helpers.data.tables.data_package import read_package
from helpers.data.tables.folder_tables import read_tables
from helpers.data.tables.folders import find_folders
from helpers.problems import InputError
from helpers.project import DESCRIPTOR, find_project

_DAYS = ("received", "answered", "issued")
_POINTS = ("points_raised", "points_answered")


def read_proposals(as_of: str = "", project: Path | None = None, *provinces: str) -> pd.DataFrame:
    """Read the proposals and suggestions whose answer was known on a day.

    An answer is known from the day its document was written, or issued where that is later.

    Args:
        as_of: Day such as `2022-12-31`; answers known later are left out. Empty for everything.
        project: Project folder; found from the working directory by default.
        *provinces: Slugs of the provinces; all by default.

    Returns:
        One row per proposal as in `docs/data-dictionary.md`; days as datetime64, points and
        the derived `days_to_answer` and `days_to_issue` as Int64, missing where a day or a point
        is not printed; and `known_from`.

    Raises:
        UsageError: `as_of` is not a date.
        InputError: A row does not fit its description, or its days are in no possible order.
    """
    folder = project or find_project()
    package, folders = read_package(DESCRIPTOR, folder), find_folders(folder)
    frames = read_tables(package, folders.read_for(folders.choose(provinces)), folder)
    raw, sources = frames["proposals"], frames["sources"]
    problems = list(name_faults(package.tables["proposals"], raw, check_proposal))
    if problems:
        raise InputError(problems)
    frame = raw.reset_index(drop=True)
    frame = frame.assign(
        **{name: pd.to_datetime(frame[name].replace("", None)) for name in _DAYS},
        **{name: pd.to_numeric(frame[name].replace("", None)).astype("Int64") for name in _POINTS},
    )
    written = pd.to_datetime(frame["source"].map(sources.set_index("source")["written_latest"]))
    frame = frame.assign(
        days_to_answer=(frame["answered"] - frame["received"]).dt.days.astype("Int64"),
        days_to_issue=(frame["issued"] - frame["answered"]).dt.days.astype("Int64"),
        known_from=written.where(~(frame["issued"] > written), frame["issued"]),
    )
    if as_of:
        frame = frame[frame["known_from"] <= pd.Timestamp(parse_day(as_of))]
    return frame.reset_index(drop=True)


def read_proposal_labels(
    project: Path | None = None,
) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Read the labels of the coded columns of the proposals, by column and value."""
    folder = project or find_project()
    fields = read_package(DESCRIPTOR, folder).tables["proposals"].fields
    return {field.name: field.labels for field in fields if field.labels}
