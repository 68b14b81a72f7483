"""A review at work: every step is saved at once, and every step can be undone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from helpers.data.raw_data import read_raw_data
from helpers.intake.guessing.labels import find_label
from helpers.intake.review.decisions import Review
from helpers.intake.review.filing import Filing, take_back
from helpers.intake.review.highlights import Highlight
from helpers.intake.review.proposed_files import list_columns
from helpers.intake.row_names import is_on_line, name_next
from helpers.intake.text.documents import Document
from helpers.intake.text.lexicon import read_words
from helpers.problems import InputError, Problem, UsageError

Result = TypeVar("Result")
_AROUND = 20


@dataclass(frozen=True)
class ReviewStep:
    """The state before a step, for undo: the rows that it changed, by number, how many there were.

    The number of the row that it was about is -1 for none; a filing is kept where it filed.
    """

    rows: dict[int, dict[str, str]]
    count: int
    source: dict[str, str]
    number: int
    filing: Filing | None = None


@dataclass
class Session:
    """Steps of a review: what was before each of them, the last one last."""

    review: Review
    steps: list[ReviewStep] = field(default_factory=list)

    def accept(self, number: int) -> list[Problem]:
        """Accept a row, unless it has faults, which are returned."""
        return self._take(number, lambda: self.review.accept(number))

    def reject(self, number: int) -> None:
        """Reject a row."""
        self._take(number, lambda: self.review.reject(number))

    def reopen(self, number: int) -> None:
        """Take a decision back."""
        self._take(number, lambda: self.review.reopen(number))

    def edit(self, number: int, column: str, value: str) -> None:
        """Change a cell of a row; its decision is cleared."""
        if self.review.rows[number].get(column) != value.strip():
            self._take(number, lambda: self.review.edit(number, **{column: value}))

    def describe(self, column: str, value: str) -> None:
        """Fill in a cell of the source."""
        if self.review.source.get(column) != value.strip():
            self._take(-1, lambda: self.review.describe(**{column: value}))

    def accept_confident(self, least: Decimal) -> dict[str, list[int]]:
        """Accept the open rows that are without fault or doubt and at least that confident.

        The numbers of all open rows are returned, accepted ones under `certain`, the others under
        `faulty`, `doubtful` and `unsure`.
        """
        kinds: dict[str, list[int]] = {
            kind: [] for kind in ("certain", "faulty", "doubtful", "unsure")
        }
        for number, row in enumerate(self.review.rows):
            if row["decision"]:
                continue
            if self.review.find_faults(number):
                kind = "faulty"
            elif row["doubtful"]:
                kind = "doubtful"
            else:
                kind = "certain" if Decimal(row["confidence"] or 0) >= least else "unsure"
            kinds[kind].append(number)
        certain = kinds["certain"]

        def accept() -> list[int]:
            # A row may clash with one that was accepted just before it.
            return [number for number in certain if self.review.accept(number)]

        clashing = self._take(certain[0] if certain else -1, accept)
        kinds["faulty"] += clashing
        kinds["certain"] = [number for number in certain if number not in clashing]
        return kinds

    def add(self, mark: Highlight) -> int:
        """Add a row for a part of the text that was not proposed, and return its number.

        Raises:
            UsageError: Nothing is printed there.
        """
        review = self.review
        line = review.proposals.document.lines[mark.line]
        token = line.text[mark.start : mark.end].strip()
        if not token:
            raise UsageError("nothing is printed there; expected a number in its line")
        words = read_words(review.project)
        row = dict.fromkeys(list_columns(review.raw), "") | {
            "place": review.proposals.place,
            "locator": line.locator,
            "source": review.source["source"],
            "period_basis": "printed",
            "basis": "actual",
            "scope": "whole_city",
            "status": "A",
            "label": find_label(line.text[: mark.start], line.text[mark.end :], "", words),
            "context": _quote(review.proposals.document, mark),
        }
        if is_on_line(row):
            taken = {other["figure_id"] for other in review.rows} | set(review.raw.readings)
            row["figure_id"] = name_next(row, taken)
        number = len(review.rows)

        def add() -> int:
            review.rows.append(row)
            review.edit(number, as_printed=token)
            return number

        return self._take(number, add)

    def file(self) -> Filing:
        """File the accepted rows with their source.

        Raises:
            InputError: A row or the source is wrong; nothing is filed then.
        """
        before = [dict(row) for row in self.review.rows]
        filing = self.review.file()
        if filing.changed:
            self._keep(before, self.review.source, -1, filing)
        return filing

    def undo(self) -> ReviewStep | None:
        """Undo the last step, filing as well, and return it; None when there is none.

        Raises:
            ChangedElsewhereError: A file was changed elsewhere since.
        """
        if not self.steps:
            return None
        last = self.steps[-1]
        self.review.refuse_changed()
        if last.filing is not None:
            take_back(self.review.project, last.filing)
            self.review.raw = read_raw_data(self.review.project)
        del self.review.rows[last.count :]
        for number, row in last.rows.items():
            self.review.rows[number] = dict(row)
        self.review.source = dict(last.source)
        self.review.save()
        self.steps.pop()
        return last

    def _take(self, number: int, act: Callable[[], Result]) -> Result:
        """Take a step, save its result, and keep the state before it for undo."""
        rows, source = [dict(row) for row in self.review.rows], dict(self.review.source)
        try:
            result = act()
            if (rows, source) != (self.review.rows, self.review.source):
                self.review.save()
                self._keep(rows, source, number)
        except (UsageError, InputError, OSError):
            self.review.rows[:] = rows
            self.review.source = source
            raise
        return result

    def _keep(
        self,
        rows: list[dict[str, str]],
        source: dict[str, str],
        number: int,
        filing: Filing | None = None,
    ) -> None:
        now = self.review.rows
        changed = {place: row for place, row in enumerate(rows) if row != now[place]}
        self.steps.append(ReviewStep(changed, len(rows), dict(source), number, filing))


def _quote(document: Document, mark: Highlight) -> str:
    text = document.lines[mark.line].text
    before = text[max(0, mark.start - _AROUND) : mark.start]
    after = text[mark.end : mark.end + _AROUND]
    return f"{before}【{text[mark.start : mark.end]}】{after}".strip()
