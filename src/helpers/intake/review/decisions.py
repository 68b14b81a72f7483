"""Deciding on proposals: accept, edit, reject, and file, with all faults reported at once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from helpers.data.printed.printed_figures import try_printed_figure
from helpers.data.raw_data import RawData, read_raw_data
from helpers.intake.proposed_rows import Proposals
from helpers.intake.review.confirmation import ALL_CONFIRMED, find_doubts
from helpers.intake.review.faults import find_faults, find_source_faults, split_fault
from helpers.intake.review.filing import (
    ACCEPTED,
    FILED,
    REJECTED,
    ChangedElsewhereError,
    Filing,
    file_proposals,
    find_filed,
)
from helpers.intake.review.proposed_files import Paths, list_columns, write_csv, write_rest
from helpers.intake.text.reading_faults import write_fault
from helpers.intake.text.sizes import read_size
from helpers.problems import Problem, UsageError
from helpers.project import relative, write_whole

_SHOWN = ["locator", "as_printed", "label", "indicator", "place", "value", "unit", "period"]
_DERIVED = frozenset(
    {"figure_id", "source", "locator", "value", "unit", "qualifier", "context", "doubtful"}
)


@dataclass
class Review:
    """The proposals of one document while a person decides on them, and the row of its source.

    `seen` is what stood in the files of the intake when they were last read or written.
    """

    project: Path
    raw: RawData
    proposals: Proposals
    paths: Paths
    rows: list[dict[str, str]]
    source: dict[str, str] = field(default_factory=dict)
    seen: Mapping[Path, bytes] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """True when the source is in `sources.csv` already."""
        return self.source["source"] in self.raw.index("sources", "source")

    def accept(self, number: int) -> list[Problem]:
        """Accept a row and confirm its place, unit and sign, unless it has the faults returned."""
        faults = self.find_faults(number)
        if not faults:
            self._decide(number, ACCEPTED)
        return faults

    def reject(self, number: int) -> None:
        """Reject a row."""
        self._decide(number, REJECTED)

    def reopen(self, number: int) -> None:
        """Take a decision back."""
        self._decide(number, "")

    def edit(self, number: int, **values: str) -> list[Problem]:
        """Change cells of a row, whose decision is cleared, and return its faults now.

        An empty `fault` says that the reading is right.

        Raises:
            UsageError: A column does not exist or is read from the document.
        """
        row = self.rows[number]
        for name in values:
            if name not in row or name in _DERIVED or name in ("decision", "confirmed"):
                raise UsageError(f"no column {name!r} to edit; expected one of the raw columns")
        self._decide(number, "")
        row.update({name: value.strip() for name, value in values.items()})
        # Cells that follow from another one are filled in.
        indicators = self.raw.index("indicators", "indicator")
        if "measure" not in values and row["indicator"] in indicators:
            row["measure"] = indicators[row["indicator"]]["measure"]
        if row["period_basis"] == "printed" and "period_evidence" not in values:
            row["period_evidence"] = ""
        if {"as_printed", "table_unit"} & set(values):
            figure = try_printed_figure(row["as_printed"], row["table_unit"])
            row["value"], row["qualifier"] = read_size(figure)
            if figure is None:
                row["fault"] = write_fault("intake_reading_unread", token=row["as_printed"])
            else:
                row["unit"], row["fault"] = figure.measure_word, ""
        elif row["fault"] and split_fault(row["fault"], row)[0] in values:
            row["fault"] = ""
        places = self.raw.index("places", "place")
        row["doubtful"] = find_doubts(row, self.proposals.place, places.get(row["place"]))
        return self.find_faults(number)

    def describe(self, **values: str) -> list[Problem]:
        """Fill in what the document does not tell of itself; return what is still wrong there.

        Raises:
            UsageError: There is no such column.
        """
        for name in values:
            if name not in self.source or name == "source":
                raise UsageError(f"no column {name!r} to fill in; expected one of sources.csv")
        self.source.update({name: value.strip() for name, value in values.items()})
        shown = relative(self.paths.source, self.project)
        return find_source_faults(self.raw, self.source, shown, 2)

    def find_faults(self, number: int) -> list[Problem]:
        """Return what keeps a row from being filed."""
        others = [row for place, row in enumerate(self.rows) if place != number]
        taken = {row["figure_id"] for row in others if row["decision"] == ACCEPTED}
        year = self.source["written_latest"] or self.source["vintage"]
        source = {**self.source, "written_latest": year or "9999-12-31"}
        # A cell of a CSV file has no line break: every row is one line.
        return find_faults(
            self.raw, dict(self.rows[number]), number + 2, self.paths.proposals.name, source, taken
        )

    def count(self) -> Counter[str]:
        """Count the rows by decision."""
        return Counter(row["decision"] for row in self.rows)

    def tabulate(self) -> pd.DataFrame:
        """Return the proposals as a table, numbered as the decisions count them."""
        columns = [*_SHOWN, "basis", "measure", "doubtful", "confidence", "decision"]
        return pd.DataFrame(
            [[row[name] for name in columns] for row in self.rows], columns=columns, dtype="str"
        )

    def refuse_changed(self) -> None:
        """Refuse to overwrite changes made elsewhere.

        Raises:
            ChangedElsewhereError: A file of the intake was changed elsewhere since it was read.
        """
        for path in (self.paths.proposals, self.paths.source):
            held = path.read_bytes() if path.is_file() else None
            if held != self.seen.get(path):
                raise ChangedElsewhereError(relative(path, self.project))

    def save(self) -> None:
        """Write the rows with their decisions, and the row of the source.

        Raises:
            ChangedElsewhereError: A file was changed elsewhere since it was read.
        """
        self.refuse_changed()
        write_rest(self.proposals, self.paths)
        columns = list_columns(self.raw)
        contents = {
            self.paths.proposals: write_csv(columns, self.rows),
            self.paths.source: write_csv(list(self.source), [self.source]),
        }
        for path, content in contents.items():
            write_whole(path, content)
        self.seen = contents

    def file(self) -> Filing:
        """Save, and file the accepted rows with their source.

        Returns:
            What was filed; nothing while no row is accepted.

        Raises:
            InputError: A row or the source is wrong; nothing is filed then.
        """
        self.raw = read_raw_data(self.project)
        filed = find_filed(self.raw, self.rows)
        for number, row in enumerate(self.rows):
            if row["decision"] == FILED and number not in filed:
                row["decision"] = ACCEPTED
        counts = self.count()
        if not counts[ACCEPTED]:
            return Filing({}, counts[""], counts[REJECTED], new_source="", changed={})
        self.save()
        filing = file_proposals(self.project, self.paths.proposals)
        for row in self.rows:
            row["decision"] = FILED if row["decision"] == ACCEPTED else row["decision"]
        self.seen = {path: path.read_bytes() for path in self.seen}
        self.raw = read_raw_data(self.project)
        return filing

    def _decide(self, number: int, decision: str) -> None:
        if not 0 <= number < len(self.rows):
            raise UsageError(f"no row {number}; expected 0 to {len(self.rows) - 1}")
        if self.rows[number]["decision"] == FILED:
            raise UsageError(f"row {number} is filed; change it in data/raw")
        self.rows[number]["decision"] = decision
        self.rows[number]["confirmed"] = ALL_CONFIRMED if decision == ACCEPTED else ""
