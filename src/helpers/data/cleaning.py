"""From raw rows to tidy observations: one row stays one printed figure, read and never filled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from pathlib import Path

import pandas as pd

from helpers.data.raw_data import RawData
from helpers.data.revisions import Revisions
from helpers.data.tables.csv_tables import check_table, each_row, write_rows
from helpers.data.tables.data_package import TableSchema, name_nearest, read_package
from helpers.data.tables.folders import find_folders
from helpers.problems import UsageError
from helpers.project import PROCESSED_DESCRIPTOR, write_whole

DERIVED_DIGITS = 12
PARTNERSHIPS = "partnerships"


@dataclass(frozen=True)
class Doubt:
    """A doubt about a printed figure.

    Attributes:
        kinds: Its kinds, parted by `|`.
        bound: Up to where the contradiction widens the figure; None where nothing says that.
    """

    kinds: str
    bound: Decimal | None = None


Doubts = Mapping[str, Doubt]
NO_DOUBT = Doubt("")
NO_DOUBTS: Doubts = {}


def clean_subject(raw: RawData, subject: str, doubts: Doubts = NO_DOUBTS) -> pd.DataFrame:
    """Turn one table of printed figures, or `partnerships`, into tidy observations.

    Returns:
        One row per printed figure in the order of the file; all columns text, as described by
        `docs/data-dictionary.md` (values in the unit, multipliers resolved).

    Raises:
        UsageError: There is no such subject.
    """
    if subject == PARTNERSHIPS:
        return clean_partnerships(raw)
    if subject not in raw.package.subjects:
        choices = [*raw.package.subjects, PARTNERSHIPS]
        raise UsageError(f"no subject {subject!r}; expected {name_nearest(subject, choices)}")
    sources, revisions = raw.index("sources", "source"), Revisions(raw)
    rows = []
    for _, row in each_row(raw.frames[subject]):
        reading = raw.readings[row["figure_id"]]
        figure, period = reading.figure, reading.period
        doubt = doubts.get(row["figure_id"], NO_DOUBT)
        vintage = row["vintage"] or sources[row["source"]]["vintage"]
        rows.append(
            row
            | {
                "subject": subject,
                "period_start": _show_date(period.start),
                "period_end": _show_date(period.end),
                "value": show_number(figure.value),
                "value_low": show_number(figure.value_low),
                "value_high": show_number(figure.value_high),
                "unit": reading.unit,
                "decimals": str(figure.decimals),
                "rounding_unit": show_number(reading.rounding_unit),
                "each": "yes" if figure.each else "no",
                "corrected": reading.corrected,
                "qualifier": figure.qualifier.value,
                "known_from": sources[row["source"]]["written_latest"],
                "vintage": vintage,
                "revision": revisions.find(row["indicator"], row["place"], row["period"], vintage),
                "series": sources[row["source"]]["series"],
                "doubt": doubt.kinds,
                "doubt_bound": show_number(doubt.bound),
            }
        )
    return pd.DataFrame(rows, dtype="str")


def clean_figures(raw: RawData, doubts: Doubts = NO_DOUBTS) -> pd.DataFrame:
    """Return the tidy observations of all subjects, in the order of the descriptor."""
    parts = [clean_subject(raw, subject, doubts) for subject in raw.package.subjects]
    return pd.concat(parts, ignore_index=True)


def clean_partnerships(raw: RawData) -> pd.DataFrame:
    """Add to each named partnership the day from which it counts as known.

    Returns:
        One row per named pair and place in a document, all text.
    """
    frame = raw.frames[PARTNERSHIPS].reset_index(drop=True)
    sources = raw.index("sources", "source")
    known_from = [sources[source]["written_latest"] for source in frame["source"].tolist()]
    return frame.assign(known_from=pd.Series(known_from, index=frame.index, dtype="str"))


def list_processed(project: Path, province: str) -> dict[str, TableSchema]:
    """Return the cleaned tables of a province by name, as they lie in its folder."""
    folder = find_folders(project).processed_for(province)
    tables = read_package(PROCESSED_DESCRIPTOR, project).tables
    return {name: table.inside(folder, project) for name, table in tables.items()}


def write_tables(frames: Mapping[str, pd.DataFrame], project: Path, province: str) -> list[Path]:
    """Write cleaned tables of a province, and return the files that changed.

    Raises:
        InputError: The rows do not fit their description.
    """
    tables = list_processed(project, province)
    return [tables[name].path for name, frame in frames.items() if write_table(frame, tables[name])]


def write_table(frame: pd.DataFrame, table: TableSchema) -> bool:
    """Write a table of `data/processed`, whole or not at all, and return whether it changed.

    Raises:
        InputError: The rows do not fit their description.
    """
    ordered = frame[table.columns]
    check_table(table, ordered)
    return write_whole(table.path, write_rows(table, (row for _, row in each_row(ordered))))


def show_number(number: Decimal | None) -> str:
    """Write a number without exponent and without digits that were not printed."""
    if number is None:
        return ""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def show_rounded(number: Decimal | None) -> str:
    """Write a number that was worked out, with as many digits as `DERIVED_DIGITS` says."""
    if number is None:
        return ""
    with localcontext(prec=DERIVED_DIGITS):
        return show_number(+number)


def _show_date(day: date | None) -> str:
    return day.isoformat() if day else ""
