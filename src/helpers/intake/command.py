"""The command `python -m helpers intake` and its messages."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from helpers.data.raw_data import read_raw_data
from helpers.intake.proposed_rows import Proposals, propose_rows
from helpers.intake.review.filing import file_proposals
from helpers.intake.review.proposed_files import choose_paths, choose_source, write_proposals
from helpers.problems import UsageError
from helpers.project import relative
from helpers.words.language import Language

_MOST_TERMS = 8


def propose(
    project: Path, document: Path, place: str, source: str, output: Path | None
) -> list[str]:
    """Read a document, write its proposals, and return what was found, in lines to print.

    The place is guessed, and the source named after the file, where they are empty; by default the
    proposals go to the folder `intake`.

    Raises:
        UsageError: The document cannot be read, a name is wrong, or a file would be overwritten.
    """
    if source and not re.fullmatch("[a-z0-9-]+", source):
        raise UsageError(
            f"{source!r} is not an identifier; expected small letters, digits and hyphens"
        )
    source = source or choose_source(document)
    paths = choose_paths(project, source, output)
    raw = read_raw_data(project)
    proposals = propose_rows(project, document, raw, source=source, place=place)
    changed = write_proposals(project, proposals, raw, paths)
    written = [f"written  {relative(path, project)}" for path in changed]
    return [
        *_summarise(proposals),
        *written,
        _say_next(proposals, relative(paths.proposals, project)),
    ]


def _say_next(proposals: Proposals, shown: str) -> str:
    if not proposals.rows:
        return "next     nothing to decide: no figure was found; see what was left out, and why"
    return f"next     decide in notebooks/11-intake.ipynb or in the CSV, then intake --file {shown}"


def _summarise(proposals: Proposals) -> Iterator[str]:
    document, facts = proposals.document, proposals.facts
    form = f"{document.kind}{f', {document.encoding}' if document.encoding else ''}"
    yield f"{document.name}: {form}, {len(document.lines)} lines"
    yield f"title    {facts.title}"
    yield f"written  {facts.written or 'not found'}"
    if proposals.place:
        yield f"place    {proposals.place} ({proposals.place_printed})"
    else:
        printed = proposals.place_printed or "none found"
        yield f"place    not in places.csv: {printed}; add a row there, or give --place"
    unread = sum(bool(row["fault"]) for row in proposals.rows)
    named = sum(bool(row["indicator"]) for row in proposals.rows)
    yield (
        f"{len(proposals.rows)} figures proposed, {named} with an indicator"
        f"{f', {unread} that the parser cannot read' if unread else ''}"
    )
    counts = Counter(omission.reason for omission in proposals.omissions)
    yield f"{len(proposals.omissions)} numbers left out"
    english = Language("en")
    for reason, count in counts.most_common():
        meaning = english.say(f"intake_reason_{reason}")
        yield f"{count:7}  {meaning}"
    if proposals.terms:
        shown = [f"{term} ({count})" for term, count in proposals.terms[:_MOST_TERMS]]
        yield f"standard terms without an indicator: {', '.join(shown)}"


def file_accepted(project: Path, proposals: Path) -> list[str]:
    """File the accepted rows, and return what was filed, in lines to print.

    Raises:
        InputError: A row or the source is wrong.
        UsageError: No row is accepted.
    """
    filing = file_proposals(project, proposals)
    lines = [f"{count:5}  {file}" for file, count in filing.counts.items()]
    if filing.new_source:
        lines.append(f"    1  {filing.new_source}")
    if filing.again:
        lines.append(f"filed again, no longer in data/raw: {', '.join(filing.again)}")
    lines.append(f"{filing.rejected} rejected, {filing.undecided} not decided yet")
    return [*lines, "now run make notebooks, and commit what changed"]
