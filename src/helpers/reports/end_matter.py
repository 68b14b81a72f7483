"""The end of a report: its sources, its notes, and the rows carried inside."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from helpers.audit.checks import find_check
from helpers.audit.facts import Finding
from helpers.data.figures import ROW, AnyFigure, DerivedValue, Figure, tabulate
from helpers.data.tables.spreadsheet_csv import write_for_spreadsheet
from helpers.pages.items import Section
from helpers.pages.links import Link
from helpers.pages.matter import Attachment, Note, Notes, PrintedRow, SourceEntry
from helpers.pages.runs import Code, Mark, Run, Runs, Strong, write_letter
from helpers.reports.assertions import tabulate_claims
from helpers.reports.figure_notes import write_notes
from helpers.reports.finding_text import write_finding
from helpers.reports.report import Report
from helpers.words.figure_text import show_print

_ADDRESS = "\N{OBJECT REPLACEMENT CHARACTER}"


def write_end_matter(report: Report) -> Section:
    """Write the sources of all figures cited so far, what is noted, and the attached files."""
    if not report.noted:
        return Section([])
    say = report.say
    # The notes come first: a finding may cite a source that nothing before it cites.
    notes = [
        Note(write_letter(number), _write_note(report, noted))
        for number, noted in enumerate(report.lettered.values(), start=1)
    ]
    rows = [
        PrintedRow(number, Mark(report.find_places(noted)), _write_row(report, noted))
        for number, noted in enumerate(report.noted.values(), start=1)
        if not isinstance(noted, Finding)
    ]
    entries = _describe_sources(report, list(report.numbers))
    headings = say("sources"), say("notes"), say("rows")
    matter = Notes(*headings, entries, notes, rows)
    return Section([matter, *_attach_files(report)])


def _write_note(report: Report, noted: str | Finding) -> Runs:
    """Write a note; that of a finding tells its sum. Each tells where its figures were printed.

    The mark may stand in the row of another city: what it is about is named where it is one.
    """
    if isinstance(noted, str):
        quoted = [Mark(report.find_places(row)) for row in _list_quoted(report, noted)]
        return [report.name_noted(noted) + noted, *quoted]
    text = write_finding(report, noted)
    places = [Mark(report.find_places(figure)) for figure in noted.figures]
    places += [Mark(named)] if (named := report.find_named(noted)) else []
    names = {report.subject_of_figure(figure, home="") for figure in noted.figures}
    is_named = len(names) == 1 and find_check(noted.check).is_of_number
    about = report.say("note_finding_of", name=names.pop()) if is_named else ""
    return [Strong(text.name), about, report.say("note_finding", work=text.work), *places]


def _list_quoted(report: Report, note: str) -> list[AnyFigure]:
    """List the figures that a note sets beside each other, such as two prints of one; cite them.

    They are of its indicator and place, and of the same period or of one that the note names.
    """
    bearers = {one.key: one for _, some in report.find_bearers(note) for one in some}
    known, quoted = report.known_rows, dict[str, AnyFigure]()
    for one in bearers.values():
        series = one.indicator, one.place
        rows: list[AnyFigure] = [*known.list_printed(*series), *known.list_derived(*series)]
        for row in rows:
            text = re.escape(report.write_plain(replace(row, doubt="")))
            is_quoted = re.search(rf"(?<![\d.,]){text}(?!\d)", note) is not None
            is_timely = row.period == one.period or row.period in note
            if is_quoted and is_timely:
                quoted[row.key] = row
    if quoted.keys() <= bearers.keys():  # their own marks stand by the figures
        return []
    report.noted.update(quoted)
    return [*quoted.values()]


def _write_row(report: Report, figure: AnyFigure) -> Runs:
    """Write a figure as printed, where it stands, what kind of statement it is, and its row."""
    say = report.say
    if isinstance(figure, DerivedValue):
        return _write_derived_row(report, figure)
    is_told = figure.label and figure.label not in figure.locator
    start = say(
        "note_printed",
        label=say("note_label", label=figure.label) if is_told else "",
        source=report.source(figure.source),
        locator=report.locator(figure.locator),
        period=report.period(figure),
        statement=report.statement(figure),
    )
    printed = Strong(show_print(figure))
    return [printed, start, Code(figure.figure_id), say("full_stop"), *_end_row(report, figure)]


def _end_row(report: Report, figure: AnyFigure) -> list[Run]:
    """Write the notes of a row; one of an input of a derived value names the input first."""
    space = report.say("note_space")
    return [
        space + (report.name_inputs(of, note) if of and figure not in of else "") + note
        for note, of in write_notes(report, figure, report.inputs_of(figure)).items()
    ]


def _write_derived_row(report: Report, figure: DerivedValue) -> Runs:
    """Write how a value was derived: its inputs with their rows, and its interval."""
    say = report.say
    value = Strong(report.write_plain(figure))
    if figure.implication_id:
        source = report.codebook.implications[figure.implication_id]["source"]
        text = say(f"note_{figure.kind}", source=report.source(source))
        row = Code(figure.implication_id)
        return [value, text, row, say("full_stop"), *_end_row(report, figure)]
    runs: list[Run] = [value, say("note_derived")]
    *above, below = report.inputs_of(figure)
    for number, part in enumerate(above):
        runs += [say("note_added") if number else "", *_write_input(report, part)]
    if len(above) > 1:
        runs = [*runs[:2], "(", *runs[2:], ")"]
    runs += [say("note_divided"), *_write_input(report, below)]
    factor = say("note_times", per=figure.per) if figure.per != "1" else ""
    ends = report.write_ends(figure)
    interval = say("note_interval", low=ends[0], high=ends[1]) if ends else ""
    return [*runs, factor + say("full_stop") + interval, *_end_row(report, figure)]


def _write_input(report: Report, figure: Figure) -> list[Run]:
    """Write an input of a derived value as printed, with its row."""
    text = report.say("note_input", figure=show_print(figure))
    return [text, Code(figure.figure_id), report.say("note_input_end")]


def _describe_sources(report: Report, names: Sequence[str]) -> list[SourceEntry]:
    """Write the entry of each source; editions of one series share one, by the first mentioned."""
    sources = report.codebook.sources
    alike: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        row = sources[name]
        same = (row["series"], row["address"], row["access"], row["confidence"])
        alike.setdefault(same if row["series"] else (name,), []).append(name)
    entries = []
    for found in alike.values():
        editions = sorted(found, key=report.number)
        write = _describe_series if len(editions) > 1 else _describe_source
        numbers = [report.number(name) for name in editions]
        entries.append(SourceEntry(numbers, write(report, *editions)))
    return entries


def _describe_series(report: Report, *editions: str) -> Runs:
    """Write the entry of several editions by year, each with its number if that is out of order."""
    language = report.language
    by_year = sorted(editions, key=lambda name: report.codebook.sources[name]["vintage"])
    rows = [report.codebook.sources[name] for name in by_year]
    first, *_, last = rows
    year, is_in_order = first["vintage"], by_year == [*editions]
    numbers = ["" if is_in_order else f" [{report.number(name)}]" for name in by_year]
    told = [
        language.say("source_edition", year=row["vintage"], number=number)
        for row, number in zip(rows, numbers, strict=True)
    ]

    def name(kind: str) -> str:
        return language.name(first, kind).replace(f" {year}", "").replace(year, "")

    entry = language.say(
        "source_series",
        short=name("short"),
        title=name("title"),
        publisher=language.name(first, "publisher"),
        editions=language.join(told),
        earliest=language.day(first["written_earliest"]),
        latest=language.day(last["written_latest"]),
    )
    return [entry, language.say("note_space"), *_say_how_read(report, last)]


def _describe_source(report: Report, name: str) -> Runs:
    """Write the entry of a document in the list of sources.

    The evidence of its date is told where the date is inferred.
    """
    row, language = report.codebook.sources[name], report.language
    say = language.say
    earliest, latest = row["written_earliest"], row["written_latest"]
    written = language.day(latest)
    if earliest != latest:
        written = say("between", start=language.day(earliest), end=written)
    number, is_inferred = row["document_number"], row["written_basis"] == "inferred"
    parts = [
        say(
            "source_entry",
            short=language.name(row, "short"),
            title=language.name(row, "title"),
            publisher=language.name(row, "publisher"),
            number=say("source_number", number=number) if number else "",
            written=written,
            inferred=say("date_inferred") if is_inferred else "",
        )
    ]
    if is_inferred:
        parts.append(language.name(row, "written_evidence"))
    if row["posted"] not in ("", latest):
        parts.append(say("source_posted", day=language.day(row["posted"])))
    space = say("note_space")
    return [space.join([*parts, ""]), *_say_how_read(report, row)]


def _say_how_read(report: Report, row: Mapping[str, str]) -> Runs:
    """Write how a document was read, with its address as a link, and what is less than certain."""
    say, pick = report.say, report.language.pick
    if row["access"] == "text":
        return [say("source_text", file=row["file"], digest=row["sha256"][:16])]
    level = pick(report.codebook.labels["confidence"][row["confidence"]])
    before, _, after = say(
        "source_read",
        access=pick(report.codebook.labels["access"][row["access"]]),
        address=say("source_address", address=_ADDRESS) if row["address"] else "",
        confidence="" if row["confidence"] == "high" else say("source_confidence", level=level),
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
    used = {*report.numbers, *report.sources_of_all(carried)}
    rows = [row for name, row in report.codebook.sources.items() if name in used]
    run = {
        "as_of": report.as_of or report.known_until(report.observations),
        "language": report.language.code,
        "figures": len(cited),
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
