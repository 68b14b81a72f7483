"""The end of a report: the note behind every mark, the sources, and the rows carried inside."""

import hashlib
import json

import pandas as pd

from helpers.analysis.findings import Figure
from helpers.reports.items import Code, Runs, Section, Strong
from helpers.reports.matter import Attachment, Note, Notes, SourceEntry
from helpers.reports.report import Report


def write_end_matter(report: Report) -> Section:
    """Write the notes of all figures cited so far, their sources, and the attached files."""
    notes = [
        Note(number, _write_note(report, figure), str(figure["source"]))
        for number, figure in enumerate(report.noted.values(), start=1)
    ]
    used = {note.source for note in notes}
    entries = [
        SourceEntry(
            name,
            describe_source(report, name, sum(note.source == name for note in notes)),
            [note.number for note in notes if note.source == name],
        )
        for name in report.codebook.sources
        if name in used
    ]
    say = report.language.say
    if not notes:
        return Section([])
    return Section([Notes(say("notes"), say("sources"), notes, entries), *_attach_files(report)])


def _write_note(report: Report, figure: Figure) -> Runs:
    say = report.language.say
    start = say(
        "note_printed",
        name=report.subject_of_figure(figure, str(figure["place"])),
        period=report.period(figure),
        label=figure["label"],
        source=report.source(str(figure["source"])),
        locator=report.locator(figure),
    )
    parts = []
    if figure["corrected"]:
        parts.append(say("note_corrected", corrected=figure["corrected"]))
    if figure["period_basis"] == "inferred":
        evidence = report.label("period_evidence", figure)
        parts.append(say("note_inferred", evidence=evidence))
    parts.append(str(figure[f"note_{report.language.code}"]))
    printed = Strong("".join(str(figure["as_printed"]).split()))
    rest = say("note_space").join(part for part in parts if part)
    end = say("full_stop") + (say("note_space") + rest if rest else "")
    return [printed, start, Code(str(figure["figure_id"])), end]


def describe_source(report: Report, name: str, count: int) -> str:
    """Write the entry of a document in the list of sources, with its date and the evidence.

    Args:
        report: Language and codebook.
        name: Identifier of the source.
        count: Number of notes that cite it.
    """
    row, language = report.codebook.sources[name], report.language
    say = language.say
    earliest, latest = row["written_earliest"], row["written_latest"]
    written = language.day(latest)
    if earliest != latest:
        written = say("between", start=language.day(earliest), end=written)
    number = row["document_number"]
    parts = [
        say(
            "source_entry",
            short=language.name(row, "short"),
            title=language.name(row, "title"),
            publisher=language.name(row, "publisher"),
            number=say("source_number", number=number) if number else "",
            written=written,
            inferred=say("date_inferred") if row["written_basis"] == "inferred" else "",
        ),
        language.name(row, "written_evidence"),
    ]
    if row["posted"]:
        parts.append(say("source_posted", day=language.day(row["posted"])))
    parts.append(say("source_text", file=row["file"], digest=row["sha256"][:16], count=count))
    return say("note_space").join(parts)


def _attach_files(report: Report) -> list[Attachment]:
    say = report.language.say
    frame = report.observations
    figures = _to_csv(frame[frame["figure_id"].isin(list(report.noted))])
    used = {str(figure["source"]) for figure in report.noted.values()}
    rows = [row for name, row in report.codebook.sources.items() if name in used]
    run = {
        "as_of": report.as_of or report.known_until(report.observations),
        "language": report.language.code,
        "figures": len(report.noted),
        "figures_sha256": hashlib.sha256(figures.encode()).hexdigest(),
    }
    return [
        Attachment("figures.csv", "text/csv", say("attached_figures"), figures),
        Attachment("sources.csv", "text/csv", say("attached_sources"), _to_csv(pd.DataFrame(rows))),
        Attachment("run.json", "application/json", say("attached_run"), json.dumps(run, indent=2)),
    ]


def _to_csv(frame: pd.DataFrame) -> str:
    return str(frame.to_csv(index=False, lineterminator="\n", float_format="%.12g"))
