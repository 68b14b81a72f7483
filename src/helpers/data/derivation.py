"""Derived values: quotients of printed figures, bounds and implied values, each with its inputs.

They live apart from what is printed. Above the line may stand a sum of figures of one
publication, such as men and women. A quotient is refused where its inputs are of different
release years, provisional, not positive, or qualified without a bound; its interval follows from
their rounding.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext

import pandas as pd

from helpers.data.cleaning import DERIVED_DIGITS, Doubts, clean_figures, show_rounded
from helpers.data.codebook import list_numerators
from helpers.data.figures import LOW_RELIABILITY, SUM, DerivedValue, Figure, KnownValue, read_rows
from helpers.data.implied_values import list_implied
from helpers.data.printed.intervals import Interval, add_all, read_interval
from helpers.data.raw_data import RawData
from helpers.data.revisions import Revisions
from helpers.data.tables.csv_tables import each_row
from helpers.data.tables.data_package import read_package
from helpers.project import PROCESSED_DESCRIPTOR

Row = dict[str, str]
Addends = tuple[Figure, ...]
Rows = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Derivation:
    """The values derived from printed figures, and the pairs that were refused, with the reason."""

    derived: pd.DataFrame
    refused: pd.DataFrame


def derive(raw: RawData, doubts: Doubts) -> Derivation:
    """Derive every value that `derived_indicators.csv` and `implications.csv` describe.

    Values stand in the order of indicators, places and periods; a quotient has the doubts of its
    inputs.
    """
    if raw.provinces:
        parts = [derive(part, doubts) for part in raw.provinces.values()]
        return Derivation(
            pd.concat([part.derived for part in parts]).drop_duplicates("derived_id"),
            pd.concat([part.refused for part in parts]).drop_duplicates(),
        )
    figures = [
        figure
        for figure in read_rows(Figure, clean_figures(raw, doubts))
        if figure.basis == "actual" and figure.is_of_whole_place
    ]
    derived: list[Row] = []
    refused: list[Row] = []
    for _, rule in each_row(raw.frames["derived_indicators"]):
        found, not_found = _divide_all(rule, figures, raw)
        derived += found
        refused += not_found
    derived += list_implied(raw, figures)
    tables = read_package(PROCESSED_DESCRIPTOR, raw.project).tables
    return Derivation(
        pd.DataFrame(derived, columns=tables["derived"].columns, dtype="str"),
        pd.DataFrame(refused, columns=tables["refused"].columns, dtype="str"),
    )


def _divide_all(rule: Row, figures: list[Figure], raw: RawData) -> tuple[list[Row], list[Row]]:
    places = raw.index("places", "place")
    below: dict[tuple[str, str], list[Figure]] = {}
    denominators = rule["denominator"].split("|")
    for figure in figures:
        if figure.indicator in denominators:
            below.setdefault((figure.place, figure.period), []).append(figure)
    found: list[Row] = []
    refused: list[Row] = []
    units, revisions = raw.index("units", "unit"), Revisions(raw)
    above = _add_up(list_numerators(rule), figures)
    order = {place: number for number, place in enumerate(places)}
    for place, period in sorted(above, key=lambda key: (order[key[0]], key[1])):
        other = place if rule["denominator_place"] == "same" else _find_province(place, places)
        pairs = list(itertools.product(above[place, period], below.get((other, period), [])))
        reasons = [_find_reason(addends, below_line) for addends, below_line in pairs]
        fitting = [pair for pair, reason in zip(pairs, reasons, strict=True) if not reason]
        if fitting:
            best = min(fitting, key=lambda pair: _preference(pair[0], pair[1], denominators))
            found.append(_write_quotient(rule, *best, units, revisions))
            continue
        for (addends, denominator), reason in zip(pairs, reasons, strict=True):
            refused.append(
                {
                    "indicator": rule["derived"],
                    "place": place,
                    "period": period,
                    "numerator_id": _join(addends),
                    "denominator_id": denominator.figure_id,
                    "reason": reason,
                    "known_from": f"{max(figure.known_from for figure in (*addends, denominator))}",
                }
            )
    return found, refused


def _add_up(numerators: list[str], figures: list[Figure]) -> dict[tuple[str, str], list[Addends]]:
    """Return by place and period what may stand above the line: sums within one publication."""
    alike: dict[tuple[str, str, str], dict[str, list[Figure]]] = {}
    for figure in figures:
        if figure.indicator in numerators:
            # A single figure stands alone, whatever published it.
            source = figure.source if len(numerators) > 1 else figure.figure_id
            own = alike.setdefault((figure.place, figure.period, source), {})
            own.setdefault(figure.indicator, []).append(figure)
    sums: dict[tuple[str, str], list[Addends]] = {}
    for (place, period, _), own in alike.items():
        found = itertools.product(*(own.get(name, []) for name in numerators))
        sums.setdefault((place, period), []).extend(found)
    return sums


def _join(addends: Addends) -> str:
    return SUM.join(figure.figure_id for figure in addends)


def _find_province(place: str, places: Mapping[str, Mapping[str, str]]) -> str:
    parent = places[place]["parent"]
    return parent if parent and places[parent]["kind"] == "province" else ""


def _find_reason(addends: Addends, denominator: Figure) -> str:
    """Return why figures must not be divided; empty where nothing is against it."""
    inputs = (*addends, denominator)
    if min(map(_find_top, addends)) < 0 or _find_top(denominator) <= 0:
        return "not_positive"
    if not all(figure.is_settled for figure in inputs):
        return "provisional"
    if len({figure.vintage for figure in inputs}) > 1:
        return "vintage"
    if any(figure.qualifier == "about" for figure in inputs):
        return "inexact"
    return ""


def _find_top(figure: Figure) -> Decimal:
    """Return the highest value that a figure may stand for; 1 where the print leaves it open."""
    top = figure.value_high if figure.value is None else figure.value
    return Decimal(1) if top is None else top


def _preference(
    addends: Addends, denominator: Figure, denominators: list[str]
) -> tuple[bool, int, bool, Decimal, date, str]:
    """Order pairs that fit: no doubt, preferred denominator, one publication, finer, earlier."""
    inputs = (*addends, denominator)
    return (
        any(figure.is_doubted for figure in inputs),
        denominators.index(denominator.indicator),
        addends[0].source != denominator.source,
        sum((figure.rounding_unit for figure in inputs), Decimal(0)),
        max(figure.known_from for figure in inputs),
        _join(inputs),
    )


def _write_quotient(
    rule: Row, addends: Addends, denominator: Figure, units: Mapping[str, Row], revisions: Revisions
) -> Row:
    inputs = (*addends, denominator)
    ends = _find_ends(inputs, units, rule["per"])
    value = None
    if all(figure.qualifier == "exact" for figure in inputs):
        with localcontext(prec=DERIVED_DIGITS * 2):
            total = sum((figure.number for figure in addends), Decimal(0))
            value = total / denominator.number * Decimal(rule["per"])
    first = addends[0]
    return {
        "derived_id": f"{rule['derived']}.{first.place}.{first.period}",
        "kind": "quotient",
        "indicator": rule["derived"],
        "place": first.place,
        "period": first.period,
        "value": show_rounded(value),
        "value_low": show_rounded(ends.low),
        "value_high": show_rounded(ends.high),
        "unit": rule["unit"],
        "numerator_id": _join(addends),
        "denominator_id": denominator.figure_id,
        "per": rule["per"],
        "implication_id": "",
        "status": LOW_RELIABILITY if any(one.is_of_low_reliability for one in inputs) else "A",
        "vintage": first.vintage,
        "revision": revisions.find(rule["derived"], first.place, first.period, first.vintage),
        "known_from": f"{max(figure.known_from for figure in inputs)}",
        "doubt": join_doubts(inputs),
    }


def _find_ends(inputs: Sequence[Figure], units: Rows, per: str) -> Interval:
    *above, below = (read_interval(figure, units[figure.unit]["kind"]) for figure in inputs)
    return (add_all(above) / below).times(Decimal(per))


def requote(value: DerivedValue, figures: Mapping[str, Figure], units: Rows) -> DerivedValue:
    """Return a derived value with the doubts its inputs now have, and its interval."""
    if not value.numerator_id:
        return value
    inputs = [figures[name] for name in value.input_ids]
    doubt = join_doubts(inputs)
    if doubt == value.doubt:
        return value
    ends = _find_ends(inputs, units, value.per)
    return replace(value, doubt=doubt, value_low=ends.low, value_high=ends.high)


def join_doubts(figures: Sequence[KnownValue]) -> str:
    """Return the kinds of doubt of what something is made of, each once."""
    kinds = {kind for figure in figures for kind in figure.doubt.split("|") if kind}
    return "|".join(sorted(kinds))
