"""A fault of a proposed row as one sentence beside its field."""

from collections.abc import Mapping
from difflib import get_close_matches

from helpers.data.printed.printed_figures import try_printed_figure
from helpers.data.raw_data import RawData
from helpers.data.tables.data_package import Field
from helpers.problems import Problem
from helpers.words.language import Language

_NEAR = 0.5


def say_fault(fault: Problem, row: Mapping[str, str], raw: RawData, language: Language) -> str:
    """Return what is wrong with a cell of a row, in one sentence."""
    say, name = language.say, fault.column
    table = raw.package.tables[raw.package.subjects[0]]
    value = row.get(name, "")
    if name in table.foreign_keys and value:
        other, key = table.foreign_keys[name]
        known = raw.index(other, key)
        if value not in known:
            return _say_unknown(value, list(known), f"{other}.csv", language)
    if name == "as_printed" and value:
        return _say_token(row, raw, language)
    indicator = raw.index("indicators", "indicator").get(row["indicator"])
    if name == "measure" and indicator:
        measure = indicator["measure"]
        labels = {column.name: column.labels for column in table.fields}["measure"]
        return say("intake_fault_measure", measure=language.pick(labels[measure]))
    if name == "period" and value:
        return say("intake_fault_period", value=value)
    if name == "period_evidence":
        key = "intake_fault_evidence" if not value else "intake_fault_no_evidence"
        return say(key)
    if name == "entity" and not value:
        return say("intake_fault_entity")
    if name in ("note_zh", "note_en") and not value:
        return say("intake_fault_note")
    if name == "basis" and value:
        return say("intake_fault_basis", period=language.period(row["period"]))
    if name == "figure_id":
        return say("intake_fault_figure_id", value=value)
    fields = {column.name: column for column in table.fields}
    return say_cell_fault(fault, value, fields.get(name), language)


def say_cell_fault(fault: Problem, value: str, column: Field | None, language: Language) -> str:
    """Return what is wrong with a cell taken by itself, in one sentence."""
    if column is None:
        return f"{fault.wrong}; {fault.expected}"
    if column.name == "source":
        return language.say("intake_fault_source", value=value)
    described = language.pick(column.description)
    key = "intake_fault_form" if value else "intake_fault_empty"
    if value and column.type == "date":
        key = "intake_fault_date"
    return language.say(key, value=value, described=described)


def _say_unknown(value: str, known: list[str], file: str, language: Language) -> str:
    close = get_close_matches(value, known, n=1, cutoff=_NEAR)
    if close:
        return language.say("intake_fault_near", value=value, file=file, near=close[0])
    return language.say("intake_fault_unknown", value=value, file=file)


def _say_token(row: Mapping[str, str], raw: RawData, language: Language) -> str:
    token = row["as_printed"]
    figure = try_printed_figure(token, row["table_unit"])
    indicator = raw.index("indicators", "indicator").get(row["indicator"])
    if figure is None or indicator is None:
        return language.say("intake_fault_token", value=token)
    units = [
        language.name(unit)
        for name, unit in raw.index("units", "unit").items()
        if name in indicator["unit"].split("|")
    ]
    return language.say(
        "intake_fault_unit",
        value=token,
        printed=figure.measure_word or language.say("intake_no_unit"),
        indicator=language.name(indicator),
        units=language.join(units),
    )
