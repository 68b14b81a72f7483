"""Findings of the audit in a report: one sentence each, with the mark that leads to the sum."""

from collections.abc import Sequence

from helpers.audit.facts import Finding
from helpers.pages.items import Column, Item, Runs, Table
from helpers.reports.figure_lists import explain_signs
from helpers.reports.finding_text import write_finding
from helpers.reports.report import Report


def tabulate_findings(report: Report, findings: Sequence[Finding]) -> list[Item]:
    """Set findings in a table for the busy reader: sign, one sentence, mark of the working.

    Args:
        report: Language, names and notes.
        findings: What the audit found, in the order of the rows.

    Returns:
        The table; nothing where nothing was found.
    """
    if not findings:
        return []
    say = report.language.say
    columns = [
        Column(say("column_sign")),
        Column(say("column_finding"), "left", 1),
        Column(say("column_note"), "right"),
    ]
    rows: list[list[Runs]] = [
        [
            [report.sign(finding)],
            [write_finding(report, finding).sentence],
            [report.mark_finding(finding)],
        ]
        for finding in findings
    ]
    notes = explain_signs(report, rows)
    return [Table(say("table_findings"), columns, rows, notes, is_compact=True)]
