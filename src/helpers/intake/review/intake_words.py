"""The words of the review: its fields, its buttons, and the locator and reading of a number."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from helpers.data.raw_data import RawData
from helpers.data.tables.data_package import TableSchema
from helpers.words.language import Language

ROW_FIELDS = (
    *("indicator", "as_printed", "table_unit", "period", "place", "basis", "scope", "measure"),
    *("entity", "label", "period_basis", "period_evidence", "status", "note_zh", "note_en"),
)
SOURCE_FIELDS = (
    *("title_zh", "title_en", "short_zh", "short_en", "publisher_zh", "publisher_en"),
    *("kind", "document_number", "written_earliest", "written_latest", "written_basis"),
    *("written_evidence_zh", "written_evidence_en", "posted", "access", "address"),
    *("confidence", "vintage", "series"),
)
THRESHOLDS = tuple(Decimal(number) / 100 for number in (90, 80, 70, 60, 50))
_WORDS = (
    *("accept", "reject", "reopen", "previous", "next", "undo", "propose", "keys", "more"),
    *("show", "all", "open", "accepted", "rejected", "filed", "left_out", "with_fault"),
    *("accept_confident", "at_least", "confidence", "text", "source", "source_known"),
    *("no_answer", "nothing_chosen", "select_hint", "is_filed", "confirm", "settle"),
)


def say_words(language: Language) -> dict[str, str]:
    """Return the labels of buttons and fields by name."""
    words = {name: language.say(f"intake_word_{name}") for name in _WORDS}
    return {**words, "semicolon": language.say("list_semicolon")}


def describe_fields(
    names: Sequence[str], table: TableSchema, language: Language
) -> list[dict[str, Any]]:
    """Describe columns of a table as fields of a form, in its order, as plain data."""
    columns = {column.name: column for column in table.fields}
    return [
        {
            "name": name,
            "label": language.say(f"intake_field_{name}"),
            "help": language.pick(columns[name].description),
            "options": [
                [value, language.pick(texts)] for value, texts in columns[name].labels.items()
            ],
            "has_list": name in table.foreign_keys,
        }
        for name in names
    ]


def say_where(locator: str, language: Language) -> str:
    """Return the location of a number, such as `line 9`."""
    kind, _, where = locator.partition(" ")
    return language.say(f"locator_{kind}", where=where)


def say_reason(reason: str, language: Language) -> str:
    """Return why a number was left out."""
    return language.say(f"intake_reason_{reason}")


def say_read(row: Mapping[str, str], raw: RawData, language: Language) -> str:
    """Return what the parser reads of a token: the number in full, with its unit."""
    if not row["value"]:
        return ""
    try:
        ends = [f"{Decimal(part):,f}" for part in row["value"].split("–")]
    except InvalidOperation:
        ends = [row["value"]]
    unit = raw.index("units", "unit").get(row["unit"])
    name = language.name(unit) if unit else row["unit"]
    space = "" if language.code == "zh" or name in ("", "%") else " "
    figure = f"{'–'.join(ends)}{space}{name}"
    if row["qualifier"] in ("", "exact", "range"):
        return figure
    return language.say(f"qualifier_{row['qualifier']}", figure=figure)


def say_reading(row: Mapping[str, str], raw: RawData, language: Language) -> str:
    """Return what is confirmed of a row: its place, its unit and its sign."""
    place = raw.index("places", "place").get(row["place"])
    unit = raw.index("units", "unit").get(row["unit"])
    return language.say(
        "intake_reading",
        place=language.name(place) if place else language.say("intake_not_found"),
        unit=(language.name(unit) if unit else row["unit"]) or language.say("intake_no_unit"),
        sign="−" if row["value"].startswith("-") else "+",
    )


def pack_confident(rows: Sequence[Mapping[str, Any]], language: Language) -> Iterator[list[str]]:
    """Yield each confidence with its words, and what accepting all from it on confirms."""
    say = language.say
    undecided = [row for row in rows if row["decision"] == "open"]
    sound = [row for row in undecided if not row["faults"]]
    certain = [row for row in sound if not row["doubtful"]]
    faulty, doubtful = len(undecided) - len(sound), len(sound) - len(certain)
    for least in THRESHOLDS:
        chosen = [row for row in certain if Decimal(row["cells_confidence"]) >= least]
        if chosen:
            groups = Counter(row["reading"] for row in chosen).most_common()
            parts = [
                say("intake_confirms_group", reading=reading, rows=count)
                for reading, count in groups
            ]
            confirms = say("intake_confirms", groups=say("list_semicolon").join(parts))
            skipped = say_skipped(language, faulty, doubtful, len(certain) - len(chosen))
            yield [
                f"{least:.2f}",
                say("intake_at_least", percent=f"{least:.0%}", rows=len(chosen)),
                confirms + say("sentence_space") + skipped,
            ]


def say_skipped(language: Language, faulty: int, doubtful: int, unsure: int) -> str:
    """Return how many open rows are not accepted together with those that are certain, and why.

    They have a fault, or a place, unit or sign not printed beside them, or less confidence.
    """
    return language.say("intake_skipped", faulty=faulty, doubtful=doubtful, unsure=unsure)
