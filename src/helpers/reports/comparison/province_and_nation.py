"""The section of the audit's findings about the figures of province and nation."""

from collections.abc import Sequence

from helpers.audit.facts import Finding
from helpers.pages.items import Heading, Paragraph, Section
from helpers.reports.comparison.comparison_report import ComparisonReport
from helpers.reports.figure_lists import tabulate_findings


def list_contradictions(comparison: ComparisonReport) -> list[Finding]:
    """List the findings on figures of province and nation that cannot be true beside others.

    What the audit cannot decide stands in the audit.
    """
    return [
        finding
        for finding in comparison.report.findings
        if finding.verdict == "inconsistent"
        and any(figure.place in comparison.around for figure in finding.figures)
    ]


def write_contradictions(comparison: ComparisonReport, findings: Sequence[Finding]) -> Section:
    """Set findings in a table; nothing without one."""
    report = comparison.report
    items = tabulate_findings(report, findings)
    if not items:
        return Section([])
    rest = Paragraph([report.say("contradictions_rest")], is_remark=True)
    return Section([Heading(report.say("section_contradictions_around")), *items, rest])
