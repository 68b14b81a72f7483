"""The findings of the audit about the figures of a choice: a sign each, and its arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from helpers.audit.checks import is_about
from helpers.audit.facts import Finding
from helpers.data.figures import AnyFigure
from helpers.reports.finding_text import FindingText, write_finding
from helpers.reports.report import Report


@dataclass(frozen=True)
class Checked:
    """The findings about figures in the language of a report; each finding is written once.

    A derived value stands or falls with its inputs: what was found about them is found about it.
    """

    report: Report
    _texts: dict[int, FindingText] = field(default_factory=dict)

    def list_findings(self, figures: Iterable[AnyFigure]) -> list[Finding]:
        """List what was found about some figures, each finding once, what matters most first."""
        found = {
            id(finding)
            for figure in figures
            for printed in self.report.inputs_of(figure)
            for finding in self.report.findings_of(printed)
        }
        return [self.report.findings[place] for place in sorted(self._order[one] for one in found)]

    @cached_property
    def _order(self) -> dict[int, int]:
        return {id(finding): place for place, finding in enumerate(self.report.findings)}

    def write(self, finding: Finding) -> FindingText:
        """Write a finding: what was found, the sum worked out, what it means."""
        if id(finding) not in self._texts:
            self._texts[id(finding)] = write_finding(self.report, finding)
        return self._texts[id(finding)]

    def sign(self, figure: AnyFigure) -> str:
        """Return the signs of what was found about a figure, a contradiction first."""
        return " ".join(dict.fromkeys(map(self.report.sign, self._list_about(figure))))

    def _list_about(self, figure: AnyFigure) -> list[Finding]:
        """List what was found about the number of a figure, not about another beside it."""
        found, behind = self.list_findings([figure]), self.report.inputs_of(figure)
        return [one for one in found if any(is_about(one, row) for row in behind)]

    def add_sign(self, text: str, figure: AnyFigure) -> str:
        """Set the signs of a figure after it; the text of a doubted one bears a mark already."""
        signs = self.sign(figure)
        if figure.is_doubted:
            signs = signs.replace(self.report.say("sign_undecided"), "")
        return f"{text} {signs}".rstrip()

    def say_verdicts(self, figure: AnyFigure) -> str:
        """Return the signs of a figure in words."""
        say = self.report.say
        verdicts = dict.fromkeys(one.verdict for one in self._list_about(figure))
        return self.report.join_parts(say(f"verdict_{verdict}") for verdict in verdicts)

    def explain_signs(self, figures: Iterable[AnyFigure]) -> str:
        """Return the meaning of the signs of some figures; empty where none has one."""
        say = self.report.say
        verdicts = dict.fromkeys(finding.verdict for finding in self.list_findings(figures))
        return say("sentence_space").join(say(f"explore_key_{verdict}") for verdict in verdicts)

    def tell(self, figure: AnyFigure) -> list[tuple[str, str]]:
        """Return the findings about a figure, as pairs of a label and a text."""
        say, told = self.report.say, []
        for finding in self.list_findings([figure]):
            text, verdict = self.write(finding), say(f"verdict_{finding.verdict}")
            label = say("explore_finding", sign=self.report.sign(finding), verdict=verdict)
            told.append((label, say("sentence_space").join([text.sentence, text.so])))
            told.append((say("explore_column_work"), text.work))
        return told

    def summarise(self, figure: AnyFigure) -> str:
        """Write what was found about a figure, with the sums, in one cell of a table."""
        space = self.report.say("sentence_space")
        texts = [(one, self.write(one)) for one in self.list_findings([figure])]
        told = (f"{self.report.sign(one)} {text.sentence}{space}{text.work}" for one, text in texts)
        return " ".join(told)
