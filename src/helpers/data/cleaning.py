"""From raw rows to tidy observations: one row stays one printed figure, read and never filled."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
from filelock import FileLock

from helpers.data.raw_data import RawData
from helpers.data.revisions import Revisions
from helpers.data.tables.csv_tables import check_table, each_row, read_table
from helpers.data.tables.data_package import TableSchema, name_nearest, read_package
from helpers.problems import UsageError
from helpers.project import write_whole

PARTNERSHIPS = "partnerships"
_READING_OF_FIGURES = [
    "figure_id",
    "as_printed",
    "table_unit",
    "value",
    "value_low",
    "value_high",
    "unit",
    "qualifier",
    "basis",
    "period",
]
_READING_OF_PARTNERSHIPS = ["partnership_id", "local_party", "partner", "tie", "status", "year"]


def clean_subject(raw: RawData, subject: str) -> pd.DataFrame:
    """Turn one table of printed figures into tidy observations.

    Args:
        raw: The checked raw data.
        subject: Name of a table of figures, or `partnerships`.

    Returns:
        One row per printed figure in the order of the file; all columns text, as described by
        `data/processed/datapackage.json` (values in the unit, multipliers resolved).

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
                "revision": revisions.find(row["indicator"], vintage),
                "series": sources[row["source"]]["series"],
            }
        )
    return pd.DataFrame(rows, dtype="str")


def clean_partnerships(raw: RawData) -> pd.DataFrame:
    """Add to each named partnership the day from which it counts as known.

    Args:
        raw: The checked raw data.

    Returns:
        One row per named pair and place in a document, all text.
    """
    frame = raw.frames[PARTNERSHIPS].reset_index(drop=True)
    sources = raw.index("sources", "source")
    known_from = [sources[source]["written_latest"] for source in frame["source"].tolist()]
    return frame.assign(known_from=pd.Series(known_from, index=frame.index, dtype="str"))


def show_reading(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the columns that show how each row was read, for the log of a cleaning run.

    Args:
        rows: What `clean_subject` returns.
    """
    shown = _READING_OF_FIGURES if "figure_id" in rows else _READING_OF_PARTNERSHIPS
    return rows[shown]


def save_subject(rows: pd.DataFrame, subject: str, project: Path) -> str:
    """Write the cleaned rows of a subject, or the partnerships, to `data/processed`.

    Args:
        rows: What `clean_subject` returns.
        subject: The subject they were cleaned for.
        project: Project folder.

    Returns:
        What was written, in words.

    Raises:
        InputError: The rows do not fit their description.
    """
    if subject == PARTNERSHIPS:
        return save_partnerships(rows, project)
    return save_observations(rows, project, subject)


def save_observations(observations: pd.DataFrame, project: Path, subject: str) -> str:
    """Put the observations of one subject in their place in `data/processed/figures.csv`.

    The rows of other subjects stay as they are, so that a subject can be cleaned alone.

    Args:
        observations: What `clean_subject` returns.
        project: Project folder.
        subject: The subject they were cleaned for.

    Returns:
        What was written, in words.

    Raises:
        InputError: The rows, or those already in the file, do not fit their description.
    """
    table = read_package(project / "data" / "processed", project).tables["figures"]
    order = read_package(project / "data" / "raw", project).subjects
    lock = project / ".cache" / "figures.lock"
    lock.parent.mkdir(exist_ok=True)
    with FileLock(lock):
        parts = {subject: observations} if len(observations) else {}
        if table.path.is_file():
            stored = read_table(table)
            for name, part in stored.groupby("subject", sort=False):
                if name != subject:
                    # A row that moved here from another subject has not left it yet.
                    moved = part["figure_id"].isin(observations.get("figure_id", []))
                    parts[str(name)] = part[~moved]
        whole = pd.concat([parts[name] for name in order if name in parts], ignore_index=True)
        write_table(whole, table)
    return f"{len(observations)} rows of {subject} in {table.shown_path}"


def save_partnerships(partnerships: pd.DataFrame, project: Path) -> str:
    """Write `data/processed/partnerships.csv`.

    Args:
        partnerships: What `clean_partnerships` returns.
        project: Project folder.

    Returns:
        What was written, in words.

    Raises:
        InputError: The rows do not fit their description.
    """
    table = read_package(project / "data" / "processed", project).tables[PARTNERSHIPS]
    write_table(partnerships, table)
    return f"{len(partnerships)} rows in {table.shown_path}"


def write_table(frame: pd.DataFrame, table: TableSchema) -> None:
    """Write a table of `data/processed`, whole or not at all.

    Args:
        frame: All text; columns in any order.
        table: Its description.

    Raises:
        InputError: The rows do not fit their description.
    """
    ordered = frame[table.columns]
    check_table(table, ordered)
    text = io.StringIO(newline="")
    ordered.to_csv(text, index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    write_whole(table.path, text.getvalue().encode("utf-8"))


def show_number(number: Decimal | None) -> str:
    """Write a number without exponent and without digits that were not printed."""
    if number is None:
        return ""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _show_date(day: date | None) -> str:
    return day.isoformat() if day else ""
