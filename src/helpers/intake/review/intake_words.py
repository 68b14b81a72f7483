"""The words of the review: its fields, its buttons, and what stands beside a number."""

from collections.abc import Mapping, Sequence
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
_WORDS = (
    *("accept", "reject", "reopen", "previous", "next", "undo", "propose", "keys", "more"),
    *("show", "all", "open", "accepted", "rejected", "filed", "left_out", "with_fault"),
    *("accept_confident", "at_least", "confidence", "text", "source", "source_known"),
    *("no_answer", "nothing_chosen", "select_hint", "is_filed", "confirm", "settle"),
)


def say_words(language: Language) -> dict[str, str]:
    """Return what stands on buttons and beside fields, by its name."""
    words = {name: language.say(f"intake_word_{name}") for name in _WORDS}
    return {**words, "semicolon": language.say("list_semicolon")}


def describe_fields(
    names: Sequence[str], table: TableSchema, language: Language
) -> list[dict[str, Any]]:
    """Describe columns as fields of a form.

    Args:
        names: The columns in the order of the form.
        table: Their table.
        language: Language of every word.

    Returns:
        A field per column, as plain data.
    """
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
    """Return where a number stands, such as `line 9`."""
    kind, _, where = locator.partition(" ")
    return language.say(f"locator_{kind}", where=where)


def say_reason(reason: str, language: Language) -> str:
    """Return why a number was left out."""
    return language.say(f"intake_reason_{reason}")


def say_read(row: Mapping[str, str], raw: RawData, language: Language) -> str:
    """Return what the parser reads of a token: the number in full, with its unit.

    Args:
        row: The proposed row.
        raw: The raw data, for the names of the units.
        language: Language of the sentence.
    """
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
