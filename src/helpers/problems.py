"""Errors in inputs and commands, each reported in one line."""

from collections.abc import Sequence
from dataclasses import dataclass


class Line(int):
    """The number of a line that knows its file: the rows of a table may lie in several files."""

    file: str

    def __new__(cls, number: int, file: str) -> "Line":
        """Return a line.

        Args:
            number: Its number from 1.
            file: Path of its file, as messages show it.
        """
        line = super().__new__(cls, number)
        line.file = file
        return line

    def __eq__(self, other: object) -> bool:
        """Return whether the other is the same line of the same file."""
        is_same = super().__eq__(other)  # NotImplemented, which counts as true, beside a text
        return getattr(other, "file", self.file) == self.file if is_same is True else is_same

    def __ne__(self, other: object) -> bool:
        """Return whether the other is another line, or one of another file."""
        return not self == other

    __hash__ = int.__hash__


def name_line(line: int, other: int) -> str:
    """Name a line in a message about another one: with its file where that is another."""
    file = getattr(line, "file", "")
    return f"line {line}" if file == getattr(other, "file", "") else f"{file}:{line}"


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in an input file.

    Attributes:
        file: Path relative to the project folder; that of the line where the line knows its own.
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

    def __post_init__(self) -> None:
        """Take the file from the line."""
        object.__setattr__(self, "file", getattr(self.line, "file", self.file))

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
