"""The register of notes: the figures and findings that a report cites, and their marks."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from helpers.audit.checks import find_check, is_shown
from helpers.audit.doubts import name_doubt
from helpers.audit.facts import Finding
from helpers.data.figures import AnyFigure
from helpers.pages.items import Mark, Run
from helpers.words.names import Names

_FEWEST_IN_A_SPAN = 2


@dataclass(kw_only=True)
class Citations(Names):
    """The figures and findings cited so far, numbered in the order of their first mark.

    Attributes:
        findings: The findings of the audit, what matters most first.
        noted: Figures and findings cited so far by identifier, in the order of their note numbers.
        carried: Rows that the attached files hold though nothing in the text cites them.
    """

    findings: Sequence[Finding] = ()
    noted: dict[str, AnyFigure | Finding] = field(default_factory=dict)
    carried: dict[str, AnyFigure] = field(default_factory=dict)

    def mark(self, figure: AnyFigure) -> Mark:
        """Return the mark that leads from a figure to its note, registering it when new."""
        self.noted.setdefault(figure.key, figure)
        return Mark(list(self.noted).index(figure.key) + 1)

    def mark_finding(self, finding: Finding) -> Mark:
        """Return the mark that leads from a finding to its sum, registering it when new."""
        self.noted.setdefault(finding.finding_id, finding)
        return Mark(list(self.noted).index(finding.finding_id) + 1)

    def marks_of(self, figure: AnyFigure) -> list[Run]:
        """Return the mark of a figure and of what the audit found about it, each with its sign."""
        runs: list[Run] = [self.mark(figure)]
        for finding in self.findings_of(figure):
            runs += [f" {self.sign(finding)}", self.mark_finding(finding)]
        return runs

    def findings_of(self, figure: AnyFigure) -> Sequence[Finding]:
        """Return what the audit found about a printed figure that a reader must see."""
        return self._local_findings.get(figure.key, ())

    @cached_property
    def _local_findings(self) -> Mapping[str, Sequence[Finding]]:
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            check = find_check(finding.check)
            local = finding.roles.get(check.marked, finding.figures) if check.is_local else ()
            if is_shown(finding):
                for row in name_doubt(finding)[1] or local:
                    found.setdefault(row.figure_id, []).append(finding)
        return found

    def carry(self, figures: Sequence[AnyFigure]) -> None:
        """Include rows in the attached files that the text does not cite one by one."""
        for figure in figures:
            self.carried[figure.key] = figure

    def marks(self, figures: Sequence[AnyFigure]) -> list[Run]:
        """Return the marks of several figures in order; three or more in a row as a span."""
        numbers = sorted({self.mark(figure).number for figure in figures})
        runs: list[Run] = []
        for _, group in itertools.groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
            together = [Mark(number) for _, number in group]
            if len(together) > _FEWEST_IN_A_SPAN:
                runs += [together[0], "–", together[-1]]
            else:
                runs += together
        return runs

    def sign(self, finding: Finding) -> str:
        """Return the sign of a finding: figures that cannot all be true, or cannot be decided."""
        return self.say(f"sign_{finding.verdict}")
