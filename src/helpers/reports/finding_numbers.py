"""The numbers of findings in words: what was worked out, and who or what else a finding names."""

from collections.abc import Sequence
from decimal import Decimal

from helpers.audit.facts import Finding, Number, Quantity
from helpers.data.figures import list_rows
from helpers.data.printed.intervals import Interval
from helpers.reports.quantity_text import write_quantity
from helpers.reports.report import Report
from helpers.words.figure_text import find_shown_step

# What is worked out from figures that may be shown shortened, and the roles of these.
_SHORTENED = {"quotient": ("amount", "under"), "implied": ("amount",)}


def widen_as_shown(finding: Finding, name: str, number: Number) -> Number:
    """Widen a quotient by what the figures it is worked out from are shortened as shown."""
    if name not in _SHORTENED or not isinstance(number, Quantity):
        return number
    roles = _SHORTENED[name]
    shown = [figure for role in roles for figure in finding.roles[role] if figure.number]
    halves = (max(find_shown_step(one) - one.rounding_unit, Decimal()) / 2 for one in shown)
    room = sum((half / abs(one.number) for half, one in zip(halves, shown, strict=True)), Decimal())
    low, high = number.interval.low, number.interval.high
    return Quantity(Interval(low and low * (1 - room), high and high * (1 + room)), number.unit)


def write_number(report: Report, name: str, number: Number, *, is_sum: bool) -> dict[str, object]:
    """Return what messages may say of a number that the audit worked out, by name."""
    language, codebook = report.language, report.codebook
    if isinstance(number, Quantity):
        return {name: write_quantity(report, number, is_sum=is_sum)}
    if not isinstance(number, str):
        return {name: number}
    parts = number.split("|")
    match name:
        case "local" | "partner" | "entity" | "former":
            text = language.name(codebook.entities[number])
        case "county" | "city" | "place":
            text = report.place(number)
        case "source":
            text = report.source(number)
        case "missing":
            text = language.join([report.place(part) for part in parts if part])
            without = report.say("audit_without", missing=text) if text else ""
            return {name: text, "without": without}
        case "others_note":
            rows = (r for r in list_rows(report.partnerships) if r["partnership_id"] in parts)
            notes = dict.fromkeys(language.name(row, "note").rstrip("。.") for row in rows)
            text = language.say("list_semicolon").join(notes)
        case "parties" | "others":
            text = language.join([language.name(codebook.entities[part]) for part in parts])
        case "pairs":
            pairs = [
                language.span(*(language.name(codebook.entities[one]) for one in part.split("+")))
                for part in parts
            ]
            text = language.say("list_semicolon").join(pairs)
        case "lines":
            numbers = [part.partition(" ")[2] for part in parts]
            text = language.join([language.say("locator_line", where=line) for line in numbers])
        case "ranks":
            text = language.span(*parts) if len(parts) > 1 else number
        case "relation":
            text = _find_relation(report, parts)
        case "vintages":
            text = report.say(f"audit_vintages_{number}")
        case "measure":
            text = report.indicator(number, inside=True)
        case "posted" | "written":
            text = language.day(number)
        case _:
            text = number
    return {name: text}


def _find_relation(report: Report, pair: Sequence[str]) -> str:
    """Return the note of the relation between two rows."""
    notes = (
        report.language.name(row, "note")
        for row in report.codebook.relations
        if [row["subject"], row["object"]] == list(pair)
    )
    return next(notes, "")
