"""The text of `check-data`: what was read, the findings counted, and on request each of them."""

from collections.abc import Iterator, Sequence

import pandas as pd

from helpers.audit.checks import CHECKS, audit, is_shown
from helpers.audit.facts import Finding, read_facts
from helpers.data.cleaning import clean_partnerships
from helpers.data.codebook import read_codebook
from helpers.data.observations import observe
from helpers.data.printed.intervals import Verdict
from helpers.data.raw_data import RawData
from helpers.reports.city_report import list_findings
from helpers.reports.finding_text import write_finding
from helpers.reports.known_figures import merge_findings
from helpers.reports.report import Report
from helpers.words.language import Language

_SHOWN: tuple[Verdict, ...] = ("inconsistent", "undecided")
# Tables beside those of figures are counted on this many lines.
_LINES = 3


def audit_raw_data(raw: RawData) -> list[Finding]:
    """Return the findings of the audit on raw data, cleaned or not."""
    return merge_findings(
        audit(read_facts(observe(part), clean_partnerships(part), read_codebook(raw.project, name)))
        for name, part in raw.provinces.items()
    )


def print_check(
    raw: RawData, language: str, city: str = "", *, everything: bool = False
) -> Iterator[str]:
    """Yield the lines that `check-data` prints for raw data without a mistake.

    What was read is told in five lines, or by table; then the findings counted by check. On
    request, or for one city, the findings follow, a contradiction with its sum and its rows.

    Raises:
        UsageError: The language or the city is not known.
    """
    report = _open_report(raw, language)
    say = report.say
    if city:
        report.codebook.find_city(city)
    found = list_findings(report, city) if city else report.findings
    shown = [finding for finding in found if is_shown(finding)]
    yield from _count_rows(raw, report.language, everything=everything)
    verdicts = {verdict: sum(f.verdict == verdict for f in shown) for verdict in _SHOWN}
    head = report.place(city) if city else say("checked_audit")
    yield say("checked_findings", head=head, comparisons=len(found), **verdicts)
    yield ""
    yield from _count_findings(report, shown)
    if city or everything:
        for finding in shown:
            yield from _write_finding(report, finding)
    elif shown:
        yield say("checked_more")


def _open_report(raw: RawData, language: str) -> Report:
    nothing = pd.DataFrame()
    tables = observe(raw), nothing, nothing, clean_partnerships(raw), nothing
    names = Language(language), read_codebook(raw.project, *raw.provinces)
    return Report(*names, raw.project, *tables, as_of="", findings=audit_raw_data(raw))


def _count_rows(raw: RawData, language: Language, *, everything: bool) -> Iterator[str]:
    tables, subjects = raw.package.tables, raw.package.subjects
    if everything:
        for name, table in tables.items():
            yield f"{len(raw.frames[name]):5}  {table.path.name}"
    figures = len(raw.readings)
    yield language.say("checked_read", figures=figures, tables=len(subjects))
    if not everything:
        others = [
            f"{table.path.name} {len(raw.frames[name])}"
            for name, table in tables.items()
            if name not in subjects
        ]
        each = -(-len(others) // _LINES)
        for start in range(0, len(others), each):
            yield "  " + "  ".join(others[start : start + each])


def _count_findings(report: Report, shown: Sequence[Finding]) -> Iterator[str]:
    if not shown:
        return
    say = report.say
    yield "".join(f"{say(f'sign_{verdict}'):>5}" for verdict in _SHOWN)
    for check in CHECKS:
        verdicts = [finding.verdict for finding in shown if finding.check == check.name]
        if verdicts:
            counts = "".join(f"{verdicts.count(verdict) or '–':>5}" for verdict in _SHOWN)
            yield f"{counts}  {say(f'audit_{check.name}_name')}"
    yield ""


def _write_finding(report: Report, finding: Finding) -> Iterator[str]:
    text = write_finding(report, finding)
    yield f"{report.sign(finding)} {text.sentence}"
    if finding.verdict == "inconsistent":
        yield f"    {text.work}"
        yield "    " + " ".join(figure.figure_id for figure in finding.figures[:4])
