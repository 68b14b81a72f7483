"""What is wrong with an input, where it stands, and what was expected instead."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in an input file, told in one line.

    Attributes:
        file: The file as the analyst knows it, relative to the project folder.
        line: Line of the file, counted from 1; 0 when the file as a whole is meant.
        column: Name of the column; empty when the line as a whole is meant.
        wrong: What is wrong.
        expected: What was expected instead.
    """

    file: str
    line: int
    column: str
    wrong: str
    expected: str

    def __str__(self) -> str:
        """Return `file:line: column: what is wrong; expected what`."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        column = f"{self.column}: " if self.column else ""
        return f"{place}: {column}{self.wrong}; expected {self.expected}"


class InputError(Exception):
    """An input that the analyst must mend before the work can go on.

    Attributes:
        problems: Every problem found, in the order of file and line.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Collect the problems.

        Args:
            problems: At least one problem.
        """
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()  # what a notebook shows instead of a traceback


class UsageError(Exception):
    """A command or parameter that cannot be carried out as given; told in one line."""

    def _render_traceback_(self) -> list[str]:
        return [f"error: {self}"]  # what a notebook shows instead of a traceback
