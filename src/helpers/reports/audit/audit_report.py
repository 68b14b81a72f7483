"""The audit report: what was compared, what does not agree, what cannot be decided."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from helpers.audit.checks import CHECKS, VERDICTS, is_shown
from helpers.audit.facts import Finding
from helpers.data.figures import BELOW_PARTS
from helpers.data.printed.intervals import Verdict
from helpers.data.tables.folders import find_folders
from helpers.pages.items import Column, Heading, Item, Paragraph, Section, Table
from helpers.pages.matter import Card, Cover
from helpers.pages.runs import Lines, Mark, Runs, SignKey, Strong
from helpers.project import find_project
from helpers.reports.city_report import list_findings
from helpers.reports.finding_text import claim_finding, claim_kind, tell_meaning, write_finding
from helpers.reports.how_to_read import list_source_keys, write_how_to_read
from helpers.reports.report import Report, open_report

_COLUMNS = ("check", "verdict", "form", "place", "period", "figures", "rows")
_FEW = 3
_MOST_RUN_ON = 12
_SIGNED: Sequence[Verdict] = ("inconsistent", "undecided")


@dataclass
class AuditReport:
    """A report and the findings it tells of a province or a city, those that hold included."""

    report: Report
    place: str
    findings: Sequence[Finding]

    @property
    def shown(self) -> list[Finding]:
        """The findings that a reader must see."""
        return [finding for finding in self.findings if is_shown(finding)]

    def tabulate(self) -> pd.DataFrame:
        """Return the findings as a table, a row for each, with their figures as printed."""
        rows = [
            {
                "check": finding.check,
                "verdict": finding.verdict,
                "form": finding.form,
                "place": "|".join(dict.fromkeys(figure.place for figure in finding.figures)),
                "period": "|".join(dict.fromkeys(figure.period for figure in finding.figures)),
                "figures": "|".join(figure.as_printed for figure in finding.figures),
                "rows": "|".join(figure.figure_id for figure in finding.figures),
            }
            for finding in self.findings
        ]
        return pd.DataFrame(rows, columns=list(_COLUMNS))

    def count(self, verdict: Verdict, check: str = "") -> int:
        """Count the comparisons with a verdict, of one check or of all."""
        return sum(f.verdict == verdict and check in ("", f.check) for f in self.findings)


def open_audit_report(
    place: str, language: str, as_of: str = "", project: Path | None = None
) -> AuditReport:
    """Open the audit of the figures of a province, or of one city.

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
        say("audit_title" if counts["inconsistent"] else "audit_title_none", place=name, **counts)
        if audit.findings
        else say("audit_none", place=name),
        say(
            "audit_subtitle",
            comparisons=report.language.count(len(audit.findings)),
            checks=len({finding.check for finding in audit.findings}),
            all=len(CHECKS),
        ),
        cards,
        report.furnish(say("audit_running", place=name), own),
    )
    keys = write_how_to_read(
        report,
        *list_source_keys(report),
        SignKey("", say("audit_how_to_read")),
        SignKey("star", say("how_to_read_star")),
        SignKey("doubt", say("audit_doubt_key")),
    )
    return Section([cover, Paragraph([say("audit_intro")]), keys])


def write_contradictions(audit: AuditReport) -> Section:
    """Write in full the figures that cannot all be true."""
    report, say = audit.report, audit.report.say
    found = [finding for finding in audit.shown if finding.verdict == "inconsistent"]
    if not audit.findings:
        return Section([])
    intro = say("contradictions_intro") if found else say("no_contradictions")
    items: list[Item] = [Heading(say("section_contradictions")), Paragraph([intro])]
    texts = [write_finding(report, finding) for finding in found]
    for number, (finding, text) in enumerate(zip(found, texts, strict=True)):
        items += [
            Heading(text.name, level=2),
            Paragraph(
                [claim_finding(report, finding), say("mark_space"), *_mark(report, [finding])]
            ),
            Paragraph([text.work], say("audit_sum")),
        ]
        # What several findings in a row mean is told once, below the last of them.
        if text.so not in [other.so for other in texts[number + 1 : number + 2]]:
            items.append(Paragraph([text.so], say("audit_meaning")))
    return Section(items)


def write_undecided(audit: AuditReport) -> Section:
    """Write what cannot be decided as one table, findings of one kind in one row.

    The working and what it means follow the finding in its cell: beside it, the longest of the
    three would set the height.
    """
    report, say = audit.report, audit.report.say
    found = [finding for finding in audit.shown if finding.verdict == "undecided"]
    if not found:
        return Section([])
    columns = [Column(say("column_finding"), "left", 1)]
    rows: list[list[Runs]] = []
    space = say("sentence_space")
    for group in _group(report, found):
        text = claim_kind(report, group) if len(group) > 1 else None
        works = [text.work] if text else []
        if text is None:
            texts = [write_finding(report, finding) for finding in group]
            sentences = [claim_finding(report, finding) for finding in group]
            works = [*dict.fromkeys(each.work for each in texts)]
            text = replace(texts[0], parts=["", *(one + space for one in sentences)])
        name = Strong(say("finding_lead", name=text.name))
        work = Strong(say("working_lead", name=say("audit_sum")))
        marks = [say("mark_space"), *_mark(report, group), space]
        lead, *parts = text.parts
        works = [one + space for one in works]
        told: list[Runs] = [["".join(texts).rstrip()] for texts in (parts, works)]
        if len(parts) + len(works) > _MOST_RUN_ON:
            told = [[Lines(texts)] if len(texts) > 1 else texts for texts in (parts, works)]
        meaning = Strong(say("working_lead", name=say("audit_meaning")))
        rows.append([[name, lead, *told[0], *marks, work, *told[1], space, meaning, text.so]])
    caption = say("table_undecided", count=len(found))
    return Section(
        [Heading(say("section_undecided")), Table(caption, columns, rows, is_compact=True)]
    )


def _group(report: Report, findings: Sequence[Finding]) -> list[list[Finding]]:
    """Group findings of one check that mean the same, in the order of their weight."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        key = finding.check, tell_meaning(report, finding)
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def _mark(report: Report, findings: Sequence[Finding]) -> Runs:
    """Return where the figures behind findings stand.

    The table itself tells what a note would tell of them. What no figure stands behind is marked
    with the lines that it names; a total below its parts, which is shown with their sum, with them.
    """
    figures = [figure for finding in findings for figure in finding.figures]
    low = (figure for figure in figures if BELOW_PARTS in figure.doubt)
    figures += [part for one in low for each in report.find_doubts(one) for part in each.figures]
    for figure in figures:
        report.noted.setdefault(figure.key, figure)
    places = [place for each in figures for place in report.find_places(each)]
    places += [place for finding in findings for place in report.find_named(finding)]
    return [Mark(tuple(places))]


def write_checks(audit: AuditReport) -> Section:
    """Write how many results of each verdict a check recorded, and when it stays silent.

    The checks that recorded none are named below; of a few it is said when each stays silent.
    """
    report, say = audit.report, audit.report.say
    heads = [Column(say(f"sign_{verdict}"), "right") for verdict in _SIGNED]
    columns = [
        Column(say("column_check"), "left", 3),
        *heads,
        Column(say("column_consistent"), "right"),
        Column(say("column_silent"), "left", 9),
    ]
    rows: list[list[Runs]] = []
    without: dict[str, str] = {}
    for check in CHECKS:
        counts = [audit.count(verdict, check.name) for verdict in VERDICTS]
        name, silent = say(f"audit_{check.name}_name"), say(f"audit_{check.name}_silent")
        if not any(counts):
            without[name] = silent
            continue
        cells = [report.language.count(count) for count in counts]
        cells[-1] = cells[-1] if counts[-1] else say("none_cell")
        rows.append([[name], *([cell] for cell in cells), [silent]])
    keys = [*(say(f"sign_key_{verdict}") for verdict in _SIGNED), say("checks_key")]
    if without:
        every = say("list_semicolon").join(without) + say("full_stop")
        told = [say("check_not_judged", name=n, silent=text) for n, text in without.items()]
        names = say("sentence_space").join(told) if len(without) <= _FEW else every
        keys.append(say("checks_without", count=len(without), names=names))
    table = Table(say("table_checks"), columns, rows, keys, is_compact=True)
    return Section([Heading(say("section_checks")), table] if rows else [])
