"""What the audit finds about the figures of province and nation."""

from helpers.pages.items import Heading, Section
from helpers.reports.comparison.comparison_report import ComparisonReport
from helpers.reports.figure_lists import tabulate_findings


def write_contradictions(comparison: ComparisonReport) -> Section:
    """List the figures of province and nation that cannot be true beside others.

    What the audit cannot decide stands in the audit.
    """
    report = comparison.report
    findings = [
        finding
        for finding in report.findings
        if finding.verdict == "inconsistent"
        and any(figure.place in comparison.around for figure in finding.figures)
    ]
    items = tabulate_findings(report, findings)
    return Section([Heading(report.say("section_contradictions_around")), *items] if items else [])
