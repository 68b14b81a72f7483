"""The rows of a province shaken: some left out, printed otherwise, of another year or document.

What the documents of today print is one case of many. Shaken, their rows reach the checks of the
audit and the subjects of a report in forms that the next document may bring about.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from figure_factory import change

from helpers.audit.checks import audit
from helpers.audit.doubts import collect_doubts
from helpers.audit.facts import Facts
from helpers.data.cleaning import NO_DOUBT
from helpers.data.codebook import Codebook
from helpers.data.derivation import requote
from helpers.data.figures import AnyFigure, DerivedValue, Figure
from helpers.data.printed.printed_figures import attach_unit, parse_printed_figure

_LEFT_OUT, _SHAKEN, _PRINTED_TWICE, _TABLES = 0.15, 0.3, 0.3, 4
_WAYS = ("print", "print", "print", "year", "source", "other")
_FACTORS = (0.1, 0.5, 0.8, 0.94, 1, 1, 1.06, 1.3, 2, 3, 10)
_PREFIXES = ("", "", "", "超过", "约", "近", "不到")
_NUMBER, _YEAR = re.compile(r"\d[\d,]*(\.\d+)?"), re.compile(r"20\d\d")
_DOCUMENT = ("source", "series", "known_from", "vintage")
_OTHER: tuple[dict[str, Any], ...] = (
    {"basis": "target", "status": "A"},
    {"basis": "estimate", "status": "E"},
    {"basis": "actual", "status": "A"},
    {"status": "P"},
    {"status": "U"},
    {"revision": "economic-census-4"},
    {"period_basis": "inferred", "period_evidence": "document_date"},
    {"entity": ""},
)


def shake(
    number: int, known: Sequence[Figure], derived: Sequence[DerivedValue], codebook: Codebook
) -> list[AnyFigure]:
    """Return most rows of the documents and of a few tables, with the doubts that they raise."""
    chance = random.Random(number)  # noqa: S311  # no secret
    tables = chance.sample(sorted({row.indicator for row in known if row.series}), _TABLES)
    rows: list[Figure] = []
    for row in known:
        if (row.series and row.indicator not in tables) or chance.random() < _LEFT_OUT:
            continue
        shaken = _shake(chance, row, known) if chance.random() < _SHAKEN else row
        is_twice = shaken is not row and chance.random() < _PRINTED_TWICE
        rows += [row, replace(shaken, figure_id=f"{row.figure_id}-b")] if is_twice else [shaken]
    facts = Facts([replace(row, doubt="", doubt_bound=None) for row in rows], {}, codebook)
    doubts = collect_doubts(audit(facts), facts)
    found = {}
    for row in rows:
        doubt = doubts.get(row.figure_id, NO_DOUBT)
        found[row.figure_id] = replace(row, doubt=doubt.kinds, doubt_bound=doubt.bound)
    kept = {row.figure_id: row for row in rows}
    same = {row.figure_id for row in known if kept.get(row.figure_id) is row}
    values = [value for value in derived if same.issuperset(value.input_ids)]
    return [*found.values(), *(requote(value, found, codebook.units) for value in values)]


def _shake(chance: random.Random, row: Figure, known: Sequence[Figure]) -> Figure:
    match chance.choice(_WAYS):
        case "year" if len({*_YEAR.findall(row.period)}) == 1:
            shift = chance.choice((-1, 1))
            return change(row, period=_YEAR.sub(lambda m: str(int(m[0]) + shift), row.period))
        case "source":
            other = chance.choice(known)
            return replace(row, **{name: getattr(other, name) for name in _DOCUMENT})
        case "other" if not row.period.startswith("by"):
            return replace(row, **chance.choice(_OTHER))
    return _print(chance, row)


def _print(chance: random.Random, row: Figure) -> Figure:
    """Return a row with another number, or the same one hedged."""
    found = _NUMBER.search(row.as_printed)
    if found is None or row.corrected or row.rounded_to or row.qualifier == "range":
        return row
    number = float(found[0].replace(",", "")) * chance.choice(_FACTORS)
    before, after = row.as_printed[: found.start()], row.as_printed[found.end() :]
    is_plain = row.qualifier == "exact" and not row.table_unit and not before
    hedge = chance.choice(_PREFIXES) if is_plain else ""
    number = max(number, 1) if "第" in f"{row.table_unit}{before}" else number
    # No document prints 120000人 for 12万人.
    number += number >= 10**5 and number % 10**4 == 0
    printed = f"{hedge}{before}{number:.{len((found[1] or '.')[1:])}f}{after}"
    read = parse_printed_figure(attach_unit(printed, row.table_unit))
    return replace(
        row,
        as_printed=printed,
        **{name: getattr(read, name) for name in ("value", "value_low", "value_high", "decimals")},
        rounding_unit=read.rounding_unit,
        qualifier=read.qualifier.value,
    )
