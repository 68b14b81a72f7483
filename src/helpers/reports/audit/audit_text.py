"""The verdicts of the audit for a terminal: a table of the checks, then a line for each finding."""

from collections.abc import Iterator

import pandas as pd

from helpers.audit.checks import CHECKS, audit, is_shown
from helpers.audit.facts import Finding, read_facts
from helpers.data.cleaning import clean_partnerships
from helpers.data.codebook import read_codebook
from helpers.data.observations import observe
from helpers.data.printed.intervals import Verdict
from helpers.data.raw_data import RawData
from helpers.reports.finding_text import write_finding
from helpers.reports.report import Report
from helpers.words.language import Language

_VERDICTS: tuple[Verdict, ...] = ("inconsistent", "undecided", "consistent")


def audit_raw_data(raw: RawData) -> list[Finding]:
    """Audit raw data as it stands, cleaned or not.

    Args:
        raw: What `read_raw_data` returns.
    """
    project = raw.package.folder.parents[1]
    return audit(read_facts(observe(raw), clean_partnerships(raw), read_codebook(project)))


def print_audit(raw: RawData, language: str) -> Iterator[str]:
    """Write the lines that show the audit of raw data in a terminal.

    Args:
        raw: What `read_raw_data` returns.
        language: `zh` or `en`.

    Yields:
        A table with a row for each check that had something to compare, then every finding that
        a reader must see; of a contradiction also the sum and the rows.

    Raises:
        UsageError: The language is not known.
    """
    project = raw.package.folder.parents[1]
    codebook, observations = read_codebook(project), observe(raw)
    findings = audit_raw_data(raw)
    nothing = pd.DataFrame()
    report = Report(
        Language(language),
        codebook,
        observations,
        nothing,
        nothing,
        clean_partnerships(raw),
        "",
        findings,
    )
    say = report.language.say
    heads = [say(f"verdict_{verdict}") for verdict in _VERDICTS]
    yield "  ".join([*(f"{head:>17}" for head in heads), say("column_check")])
    for check in CHECKS:
        own = [finding.verdict for finding in findings if finding.check == check.name]
        if own:
            counts = [f"{own.count(verdict) or '–':>17}" for verdict in _VERDICTS]
            yield "  ".join([*counts, say(f"audit_{check.name}_name")])
    yield ""
    for finding in filter(is_shown, findings):
        text = write_finding(report, finding)
        yield f"{report.sign(finding)} {text.sentence}"
        if finding.verdict == "inconsistent":
            yield f"    {text.work}"
            yield "    " + " ".join(figure.figure_id for figure in finding.figures[:4])
