"""Errors in inputs and commands, each reported in one line."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in an input file.

    Attributes:
        file: Path relative to the project folder.
        line: Line number from 1; 0 for the whole file.
        column: Name of the column; empty for the whole line.
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
    """Mistakes in input files that must be corrected first.

    Attributes:
        problems: All problems, ordered by file and line.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Store the problems in order.

        Args:
            problems: At least one problem.
        """
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()  # shown in a notebook instead of a traceback


class UsageError(Exception):
    """A command or parameter that is not valid; the message is one line."""

    def _render_traceback_(self) -> list[str]:
        return [f"error: {self}"]  # shown in a notebook instead of a traceback
