"""The notes about a figure that stand beside it: one sentence for each matter."""

from collections.abc import Iterable, Iterator

from helpers.data.figures import LOW_RELIABILITY, AnyFigure, DerivedValue, Figure
from helpers.words.figure_text import show_print
from helpers.words.names import Names


def write_notes(
    names: Names, figure: AnyFigure, inputs: Iterable[Figure]
) -> dict[str, list[AnyFigure]]:
    """Write the notes of a figure, the same sentence for all figures of which it is true.

    They say that it or one of its inputs is misprinted, inferred, revised, or less sure than its
    source, and what the curator noted. Of most figures there is nothing to note.

    Returns:
        By note, of which of the figure and its inputs it is; of none where it names a revision
        that begins with a release.
    """
    notes: dict[str, list[AnyFigure]] = {}
    if isinstance(figure, DerivedValue):
        notes = {note: [figure] for note in _note_derived(names, figure)}
    for part in inputs:
        if part.revision:
            is_dated = names.codebook.revisions[part.revision]["first_vintage"]
            notes.setdefault(_note_revision(names, part), []).extend([] if is_dated else [part])
        for note in filter(None, _note_printed(names, part)):
            notes.setdefault(note, []).append(part)
    return notes


def _note_printed(names: Names, figure: Figure) -> Iterator[str]:
    say = names.say
    if figure.corrected:
        yield say("note_corrected", printed=show_print(figure), corrected=figure.corrected)
    if figure.period_basis == "inferred":
        evidence = names.label("period_evidence", figure.period_evidence)
        yield say("note_inferred", evidence=evidence)
    if figure.figure_confidence:
        confidence = names.label("confidence", figure.figure_confidence)
        yield say("note_confidence", confidence=confidence)
    yield names.language.pick(figure.notes)


def _note_revision(names: Names, figure: Figure) -> str:
    """Write to which revision a figure belongs, or that it is not said."""
    row = names.codebook.revisions[figure.revision]
    name, note = names.language.name(row), names.language.name(row, "note")
    if not row["first_vintage"]:
        return note
    return names.say("note_revision", revision=name[0].upper() + name[1:], note=note)


def _note_derived(names: Names, value: DerivedValue) -> Iterator[str]:
    if value.implication_id:
        yield names.language.name(names.codebook.implications[value.implication_id], "note")
    if value.status == LOW_RELIABILITY:
        yield names.say("note_unreliable")
