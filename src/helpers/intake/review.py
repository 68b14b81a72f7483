"""Deciding on proposals: accept, edit, reject, and file, with every fault told at once."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from helpers.data.printed_figures import PrintedFigureError, parse_printed_figure
from helpers.data.raw_data import RawData, read_raw_data
from helpers.intake.filing import (
    ACCEPTED,
    DECISIONS,
    FILED,
    REJECTED,
    Filing,
    file_proposals,
    find_faults,
)
from helpers.intake.omissions import REASONS
from helpers.intake.proposal_files import (
    Paths,
    choose_paths,
    choose_source,
    describe_source,
    list_columns,
    read_csv,
    write_csv,
    write_proposals,
)
from helpers.intake.proposals import Proposals, propose_rows
from helpers.intake.sizes import read_size
from helpers.problems import Problem, UsageError
from helpers.project import find_project, write_whole

_SHOWN = ["locator", "as_printed", "label", "indicator", "place", "period", "basis", "measure"]
_LINES_BESIDE = 2
_DERIVED = frozenset({"figure_id", "source", "locator", "value", "unit", "qualifier", "context"})


@dataclass
class Review:
    """The proposals of one document while a person decides on them.

    Attributes:
        project: Project folder.
        raw: The checked raw data.
        proposals: What the document prints.
        paths: Where the files of the intake are.
        rows: The proposed rows with their decisions, in the order of the document.
        source: The row for `sources.csv`.
    """

    project: Path
    raw: RawData
    proposals: Proposals
    paths: Paths
    rows: list[dict[str, str]]
    source: dict[str, str] = field(default_factory=dict)

    def accept(self, number: int) -> list[Problem]:
        """Accept a row, unless it has faults.

        Args:
            number: Its place among the rows, counted from 0.

        Returns:
            The faults; empty when the row is accepted now.
        """
        faults = self.find_faults(number)
        if not faults:
            self._decide(number, ACCEPTED)
        return faults

    def reject(self, number: int) -> None:
        """Reject a row."""
        self._decide(number, REJECTED)

    def edit(self, number: int, **values: str) -> list[Problem]:
        """Change cells of a row; it is to be decided on anew.

        Args:
            number: Its place among the rows, counted from 0.
            **values: New values by column.

        Returns:
            The faults that the row has now.

        Raises:
            UsageError: A column does not exist or is read from the document.
        """
        row = self.rows[number]
        for name in values:
            if name not in row or name in _DERIVED or name == "decision":
                raise UsageError(f"no column {name!r} to edit; expected one of the raw columns")
        self._decide(number, "")
        row.update({name: value.strip() for name, value in values.items()})
        if {"as_printed", "table_unit"} & set(values):
            try:
                figure = parse_printed_figure(row["as_printed"] + row["table_unit"])
            except PrintedFigureError as error:
                row["value"], row["qualifier"], row["fault"] = "", "", str(error)
            else:
                row["value"], row["qualifier"] = read_size(figure)
                row["unit"], row["fault"] = figure.measure_word, ""
        return self.find_faults(number)

    def describe(self, **values: str) -> list[Problem]:
        """Fill in what the document does not tell of itself.

        Args:
            **values: New values by column of `sources.csv`.

        Returns:
            What is still wrong with the row of the source.

        Raises:
            UsageError: There is no such column.
        """
        for name in values:
            if name not in self.source or name == "source":
                raise UsageError(f"no column {name!r} to fill in; expected one of sources.csv")
        self.source.update(values)
        table = self.raw.package.tables["sources"]
        faults = (
            (column.name, column.find_fault(self.source[column.name])) for column in table.fields
        )
        return [Problem(self.paths.source.name, 2, name, *fault) for name, fault in faults if fault]

    def find_faults(self, number: int) -> list[Problem]:
        """Return what keeps a row from being filed."""
        others = [row for place, row in enumerate(self.rows) if place != number]
        taken = {row["figure_id"] for row in others if row["decision"] == ACCEPTED}
        year = self.source["written_latest"] or self.source["vintage"]
        source = {**self.source, "written_latest": year or "9999-12-31"}
        # A cell of a CSV file holds no line break, so rows and lines are the same thing.
        return find_faults(
            self.raw, dict(self.rows[number]), number + 2, self.paths.proposals.name, source, taken
        )

    def read_beside(self, number: int) -> list[tuple[str, str]]:
        """Return the lines around a figure, each with its locator."""
        lines = self.proposals.document.lines
        here = [
            place
            for place, line in enumerate(lines)
            if line.locator == self.rows[number]["locator"]
        ]
        if not here:
            return []
        if here[-1] - here[0] > _LINES_BESIDE:
            return [(self.rows[number]["locator"], self.rows[number]["context"])]
        first, last = max(0, here[0] - _LINES_BESIDE), here[-1] + _LINES_BESIDE + 1
        return [(line.locator, line.text) for line in lines[first:last] if line.text.strip()]

    def count(self) -> Counter[str]:
        """Count the rows by decision."""
        return Counter(row["decision"] for row in self.rows)

    def tabulate(self) -> pd.DataFrame:
        """Return the proposals as a table, numbered as the decisions count them."""
        columns = [*_SHOWN, "confidence", "decision"]
        return pd.DataFrame(
            [[row[name] for name in columns] for row in self.rows], columns=columns, dtype="str"
        )

    def tabulate_omissions(self) -> pd.DataFrame:
        """Return what was left out, with the reason."""
        rows = [
            (omission.locator, omission.token, REASONS[omission.reason])
            for omission in self.proposals.omissions
        ]
        return pd.DataFrame(rows, columns=["locator", "token", "left out as"], dtype="str")

    def save(self) -> None:
        """Write the rows with their decisions, and the row of the source."""
        if not self.paths.omissions.is_file():
            write_proposals(self.project, self.proposals, self.raw, self.paths)
        write_whole(self.paths.proposals, write_csv(list_columns(self.raw), self.rows))
        write_whole(self.paths.source, write_csv(list(self.source), [self.source]))

    def file(self) -> Filing:
        """Save, and file the accepted rows with their source.

        Returns:
            What was filed; nothing while no row is accepted.

        Raises:
            InputError: A row or the source is wrong; nothing is filed then.
        """
        counts = self.count()
        if not counts[ACCEPTED]:
            return Filing({}, counts[""], counts[REJECTED], is_new_source=False)
        self.save()
        filing = file_proposals(self.project, self.paths.proposals)
        for row in self.rows:
            row["decision"] = FILED if row["decision"] == ACCEPTED else row["decision"]
        self.raw = read_raw_data(self.project)
        return filing

    def _decide(self, number: int, decision: str) -> None:
        if not 0 <= number < len(self.rows):
            raise UsageError(f"no row {number}; expected 0 to {len(self.rows) - 1}")
        if self.rows[number]["decision"] == FILED:
            raise UsageError(f"row {number} is filed; change it in data/raw")
        self.rows[number]["decision"] = decision


def open_review(
    document: str, place: str = "", source: str = "", project: Path | None = None
) -> Review:
    """Read a document for review; decisions saved earlier are taken up again.

    Args:
        document: Path of the document, counted from the project folder.
        place: Identifier of its place; guessed when empty.
        source: Identifier that it shall have; made from its file name when empty.
        project: Project folder; found from the working directory by default.

    Returns:
        The review. Nothing is written before it is saved.

    Raises:
        UsageError: The document cannot be read.
        InputError: The saved proposals are damaged.
    """
    project = project or find_project()
    path = project / document
    source = source or choose_source(path)
    paths = choose_paths(project, source, None)
    raw = read_raw_data(project)
    proposals = propose_rows(project, path, raw, source=source, place=place)
    columns = list_columns(raw)
    rows = [{**dict.fromkeys(columns, ""), **row} for row in proposals.rows]
    described = describe_source(proposals, paths)
    if paths.proposals.is_file():
        rows = [row for _, row in read_csv(paths.proposals, columns, project)]
        unknown = [row for row in rows if row["decision"] not in DECISIONS]
        for row in unknown:
            row["decision"] = ""
    if paths.source.is_file():
        saved = read_csv(paths.source, list(described), project)
        described = saved[0][1] if saved else described
    return Review(project, raw, proposals, paths, rows, described)
