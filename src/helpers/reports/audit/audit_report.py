"""The audit report: what was compared, what does not agree, what cannot be decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.audit.checks import CHECKS, VERDICTS, find_check, is_shown
from helpers.audit.facts import Finding
from helpers.data.printed.intervals import Verdict
from helpers.data.tables.folders import find_folders
from helpers.pages.items import Column, Heading, Item, Paragraph, Runs, Section, Table
from helpers.pages.matter import Card, Cover
from helpers.project import find_project
from helpers.reports.city_report import list_findings
from helpers.reports.finding_text import write_finding
from helpers.reports.report import Report, open_report

_MOST_MARKS = 3
# A sum longer than this reads better over the whole width than in the cell of a table.
_LONGEST_CELL = 150


@dataclass
class AuditReport:
    """A report and the findings it tells.

    Attributes:
        report: What every report shares.
        place: Slug of the province or the city that the findings are about.
        findings: All findings in their order, those that hold included.
    """

    report: Report
    place: str
    findings: Sequence[Finding]

    @property
    def shown(self) -> list[Finding]:
        """The findings that a reader must see."""
        return [finding for finding in self.findings if is_shown(finding)]

    def count(self, verdict: Verdict, check: str = "") -> int:
        """Count the comparisons with a verdict, of one check or of all."""
        return sum(f.verdict == verdict and check in ("", f.check) for f in self.findings)


def open_audit_report(
    place: str, language: str, as_of: str = "", project: Path | None = None
) -> AuditReport:
    """Open the audit of the figures of a province, or of one city.

    Args:
        place: Slug of the province or of the city.
        language: `zh` or `en`.
        as_of: Day such as `2022-12-31`: only documents written by then are used. Empty for all.
        project: Project folder; found from the working directory by default.

    Raises:
        UsageError: The city, language or day is not known; the nearest one is named.
        InputError: A data file is wrong.
    """
    project = project or find_project()
    report = open_report(language, as_of, project, around=place)
    if place in find_folders(project).provinces:
        return AuditReport(report, place, report.findings)
    report.codebook.find_city(place)
    return AuditReport(report, place, list_findings(report, place))


def write_audit_headline(audit: AuditReport) -> Section:
    """Write the first page: how much was compared, and what came of it."""
    report, say = audit.report, audit.report.say
    name = report.place(audit.place)
    counts = {verdict: audit.count(verdict) for verdict in VERDICTS}
    cards = [
        Card(
            say(f"verdict_{verdict}"),
            report.language.count(count),
            [say(f"verdict_{verdict}_detail")],
            is_reported=verdict != "consistent",
        )
        for verdict, count in counts.items()
    ]
    frame = report.observations
    is_city = report.codebook.places[audit.place]["kind"] == "prefecture_city"
    inside = report.codebook.within(audit.place)
    own = frame[frame["place"].isin(inside)] if is_city else frame
    cover = Cover(
        say("audit_title", place=name, **counts)
        if audit.findings
        else say("audit_none", place=name),
        say("audit_subtitle", comparisons=len(audit.findings), checks=len(CHECKS)),
        cards,
        report.furnish(say("audit_running", place=name), own),
    )
    text = Paragraph([say("audit_how_to_read")], say("marks"))
    return Section([cover, Paragraph([say("audit_intro")]), text])


def write_overview(audit: AuditReport) -> Section:
    """Write how many comparisons each check made, and with what verdict."""
    report, say = audit.report, audit.report.say
    heads = [Column(say(f"verdict_{verdict}"), "right") for verdict in VERDICTS]
    columns = [Column(say("column_check"), "left", 1), *heads]
    rows: list[list[Runs]] = []
    for check in CHECKS:
        counts = [audit.count(verdict, check.name) for verdict in VERDICTS]
        if any(counts):
            cells = [report.language.count(count) if count else "–" for count in counts]
            rows.append([[cell] for cell in (say(f"audit_{check.name}_name"), *cells)])
    if not rows:
        return Section([])
    table = Table(say("table_checks"), columns, rows, [say("table_checks_note")])
    return Section([Heading(say("section_checks")), table])


def write_contradictions(audit: AuditReport) -> Section:
    """Write the figures that cannot all be true."""
    found = [finding for finding in audit.shown if finding.verdict == "inconsistent"]
    say = audit.report.say
    return _write_findings(audit, found, say("section_contradictions"), say("contradictions_intro"))


def write_undecided(audit: AuditReport, weight: int) -> Section:
    """Write what cannot be decided, of one weight.

    Args:
        audit: The report.
        weight: 1 for what changes what may be quoted, 2 for sums and comparisons, 3 for the rest.
    """
    found = [
        finding
        for finding in audit.shown
        if finding.verdict == "undecided" and find_check(finding.check).weight == weight
    ]
    say = audit.report.say
    heading = say(f"section_undecided_{weight}")
    return _write_findings(audit, found, heading, say("undecided_intro"))


def _write_findings(
    audit: AuditReport, findings: Sequence[Finding], heading: str, intro: str
) -> Section:
    say = audit.report.say
    if not findings:
        return Section([])
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.check, finding.form), []).append(finding)
    items: list[Item] = [Heading(heading), Paragraph([intro])]
    named = ""
    for (check, _), group in groups.items():
        name = say(f"audit_{check}_name")
        if name != named:
            items.append(Heading(name, level=2))
        named = name
        items += _write_group(audit.report, group)
    return Section(items)


def _write_group(report: Report, group: Sequence[Finding]) -> list[Item]:
    """Write one finding as sentences, several of a kind as a table with one explanation."""
    say = report.say
    texts = [write_finding(report, finding) for finding in group]
    meaning = Paragraph([texts[0].so], say("audit_meaning"))
    if len(group) == 1 or max(len(text.work) for text in texts) > _LONGEST_CELL:
        items: list[Item] = []
        for finding, text in zip(group, texts, strict=True):
            marks = report.marks(finding.figures[:_MOST_MARKS])
            items.append(Paragraph([text.sentence, say("mark_space"), *marks]))
            items.append(Paragraph([text.work], say("audit_sum")))
        return [*items, meaning]
    columns = [
        Column(say("column_finding"), "left", 5),
        Column(say("audit_sum"), "left", 4),
        Column(say("column_note"), "left", 1.2),
    ]
    rows: list[list[Runs]] = [
        [[text.sentence], [text.work], report.marks(finding.figures[:_MOST_MARKS])]
        for finding, text in zip(group, texts, strict=True)
    ]
    return [Table(say("table_cases", count=len(rows)), columns, rows), meaning]
