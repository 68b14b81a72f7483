"""The register of proposals and suggestions answered; what is not printed is said in its cell."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers.data.figures import list_rows
from helpers.pages.items import Column, Runs, Table
from helpers.reports.report import Report
from helpers.words.figure_text import write_ordinal

Proposal = Mapping[str, Any]
Labels = Mapping[str, Mapping[str, Mapping[str, str]]]


def tabulate_proposals(report: Report, proposals: pd.DataFrame, labels: Labels, city: str) -> Table:
    """Set the proposals of a city in a table, one row each, with the lines they were read on.

    Args:
        report: Language, names and notes.
        proposals: Rows of `read_proposals`.
        labels: What `read_proposal_labels` returns.
        city: Name of the city.
    """
    say = report.language.say
    columns = [
        Column(say("service_column_body"), "left", 2.6),
        Column(say("service_column_kind"), "left", 2.5),
        Column(say("service_column_answered"), "left", 1.4),
        Column(say("service_column_issued"), "left", 1.4),
        Column(say("service_column_days"), "left", 2.0),
        Column(say("service_column_result"), "left", 1.0),
        Column(say("service_column_satisfaction"), "left", 1.7),
        Column(say("service_column_points"), "left", 1.5),
        Column(say("column_printed"), "left", 2.2),
    ]
    rows: list[list[Runs]] = []
    notes: list[str] = []
    for proposal in list_rows(proposals):
        rows.append([[cell] for cell in _write_cells(report, proposal, labels)])
        notes += _explain(report, proposal)
    caption = say("service_table_proposals", city=city, count=len(rows))
    return Table(caption, columns, rows, notes, is_compact=True)


def _write_cells(report: Report, proposal: Proposal, labels: Labels) -> list[str]:
    say = report.language.say

    def label(column: str) -> str:
        return report.language.pick(labels[column][str(proposal[column])])

    def begin(text: str) -> str:
        return text[0].upper() + text[1:]

    points = say("service_not_printed")
    if not pd.isna(proposal["points_raised"]):
        answered, raised = proposal["points_answered"], proposal["points_raised"]
        points = say("service_points", answered=answered, raised=raised)
    satisfaction = say("service_not_printed")
    if proposal["satisfaction"]:
        satisfaction = label("satisfaction")
    elif proposal["satisfaction_note_en"]:
        satisfaction = say("service_undecided")
    return [
        _write_body(report, proposal, begin(label("body"))),
        say(
            "service_kind",
            kind=begin(label("kind")),
            role=label("role"),
            addressee=label("addressee_kind"),
        ),
        _write_day(report, proposal["answered"]),
        _write_day(report, proposal["issued"]),
        _write_waits(report, proposal),
        str(proposal["result_class"]) or say("service_not_printed"),
        satisfaction,
        points,
        _write_place(report, proposal),
    ]


def _write_body(report: Report, proposal: Proposal, body: str) -> str:
    say, number = report.language.say, proposal["number"]
    if not proposal["session"]:
        return say("service_body", body=body, number=number)
    term, _, session = str(proposal["session"]).partition("-")
    is_english = report.language.code == "en"
    return say(
        "service_body_session",
        body=body,
        number=number,
        term=write_ordinal(int(term)) if is_english else term,
        session=write_ordinal(int(session)) if is_english else session,
    )


def _write_day(report: Report, day: pd.Timestamp) -> str:
    if pd.isna(day):
        return report.language.say("service_not_printed")
    return report.language.day(str(day.date()))


def _write_waits(report: Report, proposal: Proposal) -> str:
    """Write the days between two printed days, or say that one of them is missing."""
    say = report.language.say
    missing = say("service_no_days")
    if pd.isna(proposal["days_to_answer"]) and pd.isna(proposal["days_to_issue"]):
        return missing
    waits = [
        missing if pd.isna(days) else say("service_days", days=days)
        for days in (proposal["days_to_answer"], proposal["days_to_issue"])
    ]
    return say("service_waits", to_answer=waits[0], to_issue=waits[1])


def _write_place(report: Report, proposal: Proposal) -> str:
    lines = str(proposal["locator"]).removeprefix("line ").split("|")
    return report.language.say(
        "service_printed",
        source=report.source(str(proposal["source"])),
        lines=report.language.say("list_comma").join(lines),
        count=len(lines),
    )


def _explain(report: Report, proposal: Proposal) -> list[str]:
    """Write the document in full, the sums, and what a reader must know of a row."""
    say, language = report.language.say, report.language
    row = report.codebook.sources[str(proposal["source"])]
    number = proposal["document_number"]
    sentences = [
        say(
            "service_document",
            short=language.name(row, "short"),
            title=language.name(row, "title"),
            publisher=language.name(row, "publisher"),
            number=say("source_number", number=number) if number else "",
        )
    ]
    spans = {
        "answer": ("received", "answered", "days_to_answer"),
        "issue": ("answered", "issued", "days_to_issue"),
    }
    for step, (start, end, days) in spans.items():
        if not pd.isna(proposal[days]):
            first, last = (_write_day(report, proposal[name]) for name in (start, end))
            sentences.append(say(f"service_sum_{step}", start=first, end=last, days=proposal[days]))
    sentences += [
        str(proposal[language.column(column, proposal)]) for column in ("note", "satisfaction_note")
    ]
    return [say("note_space").join(filter(None, sentences))]
