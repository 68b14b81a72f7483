"""The end of a report: the note behind every mark, the sources, and the rows carried inside."""

import hashlib
import json
from collections.abc import Mapping, Sequence

import pandas as pd

from helpers.audit.facts import Finding
from helpers.data.figures import ROW, AnyFigure, DerivedValue, Figure, tabulate
from helpers.data.tables.plain_numbers import write_digits
from helpers.data.tables.spreadsheet_csv import write_for_spreadsheet
from helpers.pages.items import Code, Run, Runs, Section, Strong
from helpers.pages.links import Link
from helpers.pages.matter import Attachment, Note, Notes, SourceEntry
from helpers.reports.assertions import tabulate_claims
from helpers.reports.finding_text import write_finding
from helpers.reports.report import Report
from helpers.words.figure_text import show_print, write_number

_DIGITS_SHOWN = len("0.856")
_DIGITS_OF_INTERVAL = 5
_ADDRESS = "\N{OBJECT REPLACEMENT CHARACTER}"


def write_end_matter(report: Report) -> Section:
    """Write the notes of all figures cited so far, their sources, and the attached files."""
    notes = [
        Note(number, _write_note(report, noted), _list_sources(report, noted))
        for number, noted in enumerate(report.noted.values(), start=1)
    ]
    used = {source for note in notes for source in note.sources}
    named = [name for name in report.codebook.sources if name in used]
    texts = _describe_sources(report, named)
    entries = [
        SourceEntry(name, texts[name], [note.number for note in notes if name in note.sources])
        for name in named
    ]
    say = report.say
    if not notes:
        return Section([])
    return Section([Notes(say("notes"), say("sources"), notes, entries), *_attach_files(report)])


def _list_sources(report: Report, noted: AnyFigure | Finding) -> list[str]:
    if not isinstance(noted, Finding):
        return report.sources_of(noted)
    named = noted.numbers.get("source")
    sources = [figure.source for figure in noted.figures] or [str(named)]
    return list(dict.fromkeys(sources))


def _write_finding_note(report: Report, finding: Finding) -> Runs:
    """Write the sum behind a finding, what it means, and the rows it concerns."""
    say, text = report.say, write_finding(report, finding)
    rows = [figure.figure_id for figure in finding.figures]
    runs: list[Run] = [Strong(text.name), say("note_finding", work=text.work)]
    for number, row in enumerate(rows):
        runs += [say("list_comma") if number else say("note_rows"), Code(row)]
    return [*runs, say("full_stop")] if rows else runs


def _write_note(report: Report, figure: AnyFigure | Finding) -> Runs:
    say = report.say
    if isinstance(figure, Finding):
        return _write_finding_note(report, figure)
    if isinstance(figure, DerivedValue):
        return _write_derived_note(report, figure)
    is_told = figure.label and figure.label not in figure.locator
    label = say("note_label", label=figure.label) if is_told else ""
    start = say(
        "note_printed",
        label=label,
        source=report.source(figure.source),
        locator=report.locator(figure.locator),
    )
    parts = []
    if figure.corrected:
        parts.append(say("note_corrected", corrected=figure.corrected))
    if figure.period_basis == "inferred":
        evidence = report.label("period_evidence", figure.period_evidence)
        parts.append(say("note_inferred", evidence=evidence))
    if figure.figure_confidence:
        confidence = report.label("confidence", figure.figure_confidence)
        parts.append(say("note_confidence", confidence=confidence))
    parts.append(report.language.pick(figure.notes))
    printed = Strong(show_print(figure))
    rest = say("note_space").join(part for part in parts if part)
    end = say("full_stop") + (say("note_space") + rest if rest else "")
    return [printed, start, Code(figure.figure_id), end]


def _write_derived_note(report: Report, figure: DerivedValue) -> Runs:
    """Write how a value was derived: its inputs with their rows, its interval, its vintage."""
    say = report.say
    place = report.place(figure.place)
    value = Strong(report.write_plain(figure))
    if figure.implication_id:
        row = report.codebook.implications[figure.implication_id]
        text = say(f"note_{figure.kind}", source=report.source(row["source"]), place=place)
        note = report.language.name(row, "note")
        return [
            value,
            text,
            Code(figure.implication_id),
            say("full_stop") + say("note_space") + note,
        ]
    runs: list[Run] = [value, say("note_derived")]
    *above, below = report.inputs_of(figure)
    for number, part in enumerate(above):
        runs += [say("note_added") if number else "", *_write_input(report, part)]
    if len(above) > 1:
        runs = [*runs[:2], "(", *runs[2:], ")"]
    runs += [say("note_divided"), *_write_input(report, below)]
    factor = say("note_times", per=figure.per) if figure.per != "1" else ""
    ends = [end for end in (figure.value_low, figure.value_high) if end is not None]
    # An interval that does not show in the digits written says nothing more than they do.
    is_told = len({write_digits(end, _DIGITS_OF_INTERVAL)[:_DIGITS_SHOWN] for end in ends}) == 2
    written = [write_number(end, report.language, _DIGITS_OF_INTERVAL) for end in ends]
    interval = say("note_interval", low=written[0], high=written[-1]) if is_told else ""
    weak = say("note_unreliable") if figure.status == "U" else ""
    return [*runs, factor + say("full_stop") + interval + weak]


def _write_input(report: Report, figure: Figure) -> list[Run]:
    """Write an input of a derived value as printed, with its row."""
    text = report.say("note_input", figure=show_print(figure))
    return [text, Code(figure.figure_id), report.say("note_input_end")]


def _describe_sources(report: Report, names: Sequence[str]) -> dict[str, Runs]:
    """Write the entry of each source; editions of one series are told together, by the first."""
    sources = report.codebook.sources
    alike: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        row = sources[name]
        same = (row["series"], row["address"], row["access"], row["confidence"])
        alike.setdefault(same if row["series"] else (name,), []).append(name)
    texts: dict[str, Runs] = dict.fromkeys(names, ())
    for editions in alike.values():
        is_series = len(editions) > 1
        first = editions[0]
        texts[first] = (
            _describe_series(report, editions) if is_series else _describe_source(report, first)
        )
    return texts


def _describe_series(report: Report, editions: Sequence[str]) -> Runs:
    language = report.language
    rows = sorted((report.codebook.sources[name] for name in editions), key=lambda r: r["vintage"])
    first, last = rows[0], rows[-1]
    years = (first["vintage"], last["vintage"])

    def span(text: str) -> str:
        return text.replace(years[0], language.say("editions_span", first=years[0], last=years[1]))

    entry = language.say(
        "source_series",
        short=span(language.name(first, "short")),
        title=span(language.name(first, "title")),
        publisher=language.name(first, "publisher"),
        count=len(rows),
        earliest=language.day(first["written_earliest"]),
        latest=language.day(last["written_latest"]),
    )
    return [entry, language.say("note_space"), *_say_how_read(report, last)]


def _describe_source(report: Report, name: str) -> Runs:
    """Write the entry of a document in the list of sources, with its date and the evidence."""
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
    space = say("note_space")
    return [space.join([*parts, ""]), *_say_how_read(report, row)]


def _say_how_read(report: Report, row: Mapping[str, str]) -> Runs:
    """Write how a document was read, with its address as a link."""
    say, pick = report.say, report.language.pick
    if row["access"] == "text":
        return [say("source_text", file=row["file"], digest=row["sha256"][:16])]
    before, _, after = say(
        "source_read",
        access=pick(report.codebook.labels["access"][row["access"]]),
        address=say("source_address", address=_ADDRESS) if row["address"] else "",
        confidence=pick(report.codebook.labels["confidence"][row["confidence"]]),
    ).partition(_ADDRESS)
    return [before, Link(row["address"]), after] if row["address"] else [before]


def _attach_files(report: Report) -> list[Attachment]:
    say = report.say
    frame = report.observations
    cited = [noted for noted in report.noted.values() if not isinstance(noted, Finding)]
    findings = [noted for noted in report.noted.values() if isinstance(noted, Finding)]
    checked = {row.figure_id for finding in findings for row in finding.figures}
    carried = [row for name, row in report.carried.items() if name not in report.noted]
    derived = [figure for figure in [*cited, *carried] if isinstance(figure, DerivedValue)]
    inputs = {name for figure in derived for name in figure.input_ids}
    values = tabulate(DerivedValue, derived)[[*report.derived.columns.drop(ROW)]]
    is_behind = frame["figure_id"].isin({*report.noted, *inputs, *checked, *report.carried})
    figures = write_for_spreadsheet(frame[is_behind].drop(columns=ROW))
    behind = [*report.noted.values(), *carried]
    used = {name for noted in behind for name in _list_sources(report, noted)}
    rows = [row for name, row in report.codebook.sources.items() if name in used]
    run = {
        "as_of": report.as_of or report.known_until(report.observations),
        "language": report.language.code,
        "figures": len(cited),
        "findings": len(findings),
        "figures_sha256": hashlib.sha256(figures.encode()).hexdigest(),
    }
    day = f".{report.as_of}" if report.as_of else ""
    tables = {
        "figures": figures,
        **({"derived": write_for_spreadsheet(values)} if derived else {}),
        "sources": write_for_spreadsheet(pd.DataFrame(rows)),
    }
    if report.claims:
        tables["claims"] = write_for_spreadsheet(tabulate_claims(report, str(run["as_of"])))
    name, told = f"run{day}.json", say("attached_run")
    return [
        *(
            Attachment(f"{table}{day}.csv", "text/csv", say(f"attached_{table}"), text)
            for table, text in tables.items()
        ),
        Attachment(name, "application/json", told, json.dumps(run, indent=2)),
    ]
