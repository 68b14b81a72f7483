"""Derived values: quotients of printed figures, bounds and implied values, each with its inputs.

They live apart from what is printed. A quotient is refused where its inputs are of different
release years, provisional, not positive, or qualified without a bound; its interval follows from
their rounding.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from pathlib import Path

import pandas as pd

from helpers.data.cleaning import clean_figures, save_cleaned, show_number, write_tables
from helpers.data.figures import Figure, read_rows
from helpers.data.printed.intervals import read_interval
from helpers.data.printed.printed_figures import parse_printed_figure
from helpers.data.raw_data import RawData
from helpers.data.revisions import Revisions
from helpers.data.tables.csv_tables import each_row
from helpers.data.tables.data_package import read_package
from helpers.project import PROCESSED_DESCRIPTOR

Row = dict[str, str]

_DIGITS = 12


@dataclass(frozen=True)
class Derivation:
    """The values derived from printed figures, and the pairs that were refused.

    Attributes:
        derived: One row per value, columns as in `docs/data-dictionary.md`; all text.
        refused: One row per pair of figures that must not be divided, with the reason.
    """

    derived: pd.DataFrame
    refused: pd.DataFrame


def derive(raw: RawData) -> Derivation:
    """Derive every value that `derived_indicators.csv` and `implications.csv` describe.

    Args:
        raw: The checked raw data.

    Returns:
        The derived values in the order of indicators, places and periods, and the refusals.
    """
    if raw.provinces:
        parts = [derive(part) for part in raw.provinces.values()]
        return Derivation(
            pd.concat([part.derived for part in parts]).drop_duplicates("derived_id"),
            pd.concat([part.refused for part in parts]).drop_duplicates(),
        )
    figures = [
        figure
        for figure in read_rows(Figure, clean_figures(raw))
        if figure.basis == "actual" and figure.is_of_whole_place
    ]
    derived: list[Row] = []
    refused: list[Row] = []
    for _, rule in each_row(raw.frames["derived_indicators"]):
        found, not_found = _divide_all(rule, figures, raw)
        derived += found
        refused += not_found
    derived += _apply_implications(raw, figures)
    tables = read_package(PROCESSED_DESCRIPTOR, raw.project).tables
    return Derivation(
        pd.DataFrame(derived, columns=tables["derived"].columns, dtype="str"),
        pd.DataFrame(refused, columns=tables["refused"].columns, dtype="str"),
    )


def save_derived(raw: RawData, project: Path) -> list[Path]:
    """Write `derived.csv` and `refused.csv` of each province to `data/processed`.

    Args:
        raw: The checked raw data.
        project: Project folder.

    Returns:
        The files that changed.

    Raises:
        InputError: The rows do not fit their description.
    """
    changed = []
    for province, part in raw.provinces.items():
        derivation = derive(part)
        frames = {"derived": derivation.derived, "refused": derivation.refused}
        changed += write_tables(frames, project, province)
    return changed


def write_processed(raw: RawData, project: Path) -> list[Path]:
    """Write all of `data/processed`: cleaned figures, partnerships, derived values, refusals.

    What stands there before is not read, so a damaged or missing file is made anew.

    Args:
        raw: The checked raw data.
        project: Project folder.

    Returns:
        The files that changed.
    """
    return [*save_cleaned(raw, project), *save_derived(raw, project)]


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
    above = [figure for figure in figures if figure.indicator == rule["numerator"]]
    order = {place: number for number, place in enumerate(places)}
    above.sort(key=lambda figure: (order[figure.place], figure.period))
    for (place, period), group in itertools.groupby(
        above, key=lambda figure: (figure.place, figure.period)
    ):
        other = place if rule["denominator_place"] == "same" else _find_province(place, places)
        pairs = list(itertools.product(group, below.get((other, period), [])))
        reasons = [_find_reason(above_line, below_line) for above_line, below_line in pairs]
        fitting = [pair for pair, reason in zip(pairs, reasons, strict=True) if not reason]
        if fitting:
            best = min(fitting, key=lambda pair: _preference(pair[0], pair[1], denominators))
            found.append(_write_quotient(rule, *best, units, revisions))
            continue
        for (numerator, denominator), reason in zip(pairs, reasons, strict=True):
            refused.append(
                {
                    "indicator": rule["derived"],
                    "place": place,
                    "period": period,
                    "numerator_id": numerator.figure_id,
                    "denominator_id": denominator.figure_id,
                    "reason": reason,
                    "known_from": f"{max(numerator.known_from, denominator.known_from)}",
                }
            )
    return found, refused


def _find_province(place: str, places: Mapping[str, Mapping[str, str]]) -> str:
    parent = places[place]["parent"]
    return parent if parent and places[parent]["kind"] == "province" else ""


def _find_reason(numerator: Figure, denominator: Figure) -> str:
    """Return why two figures must not be divided; empty where nothing is against it."""
    if _find_top(numerator) < 0 or _find_top(denominator) <= 0:
        return "not_positive"
    if not (numerator.is_settled and denominator.is_settled):
        return "provisional"
    if numerator.vintage != denominator.vintage:
        return "vintage"
    if "about" in (numerator.qualifier, denominator.qualifier):
        return "inexact"
    return ""


def _find_top(figure: Figure) -> Decimal:
    """Return the highest value that a figure may stand for; 1 where the print leaves it open."""
    top = figure.value_high if figure.value is None else figure.value
    return Decimal(1) if top is None else top


def _preference(
    numerator: Figure, denominator: Figure, denominators: list[str]
) -> tuple[int, bool, Decimal, date, str]:
    """Order pairs that fit: preferred denominator, one publication, finer print, earlier."""
    finest = numerator.rounding_unit + denominator.rounding_unit
    return (
        denominators.index(denominator.indicator),
        numerator.source != denominator.source,
        finest,
        max(numerator.known_from, denominator.known_from),
        numerator.figure_id + denominator.figure_id,
    )


def _write_quotient(
    rule: Row,
    numerator: Figure,
    denominator: Figure,
    units: Mapping[str, Row],
    revisions: Revisions,
) -> Row:
    inputs = (numerator, denominator)
    first, second = (read_interval(figure, units[figure.unit]["kind"]) for figure in inputs)
    ends = (first / second).times(Decimal(rule["per"]))
    value = None
    if all(figure.qualifier == "exact" for figure in inputs):
        with localcontext(prec=_DIGITS * 2):
            value = numerator.number / denominator.number * Decimal(rule["per"])
    return {
        "derived_id": f"{rule['derived']}.{numerator.place}.{numerator.period}",
        "kind": "quotient",
        "indicator": rule["derived"],
        "place": numerator.place,
        "period": numerator.period,
        "value": _show(value),
        "value_low": _show(ends.low),
        "value_high": _show(ends.high),
        "unit": rule["unit"],
        "numerator_id": numerator.figure_id,
        "denominator_id": denominator.figure_id,
        "per": rule["per"],
        "implication_id": "",
        "status": "U" if any(figure.status == "U" for figure in inputs) else "A",
        "vintage": numerator.vintage,
        "revision": revisions.find(rule["derived"], numerator.vintage),
        "known_from": f"{max(figure.known_from for figure in inputs)}",
    }


def _apply_implications(raw: RawData, figures: list[Figure]) -> Iterator[Row]:
    sources, places = raw.index("sources", "source"), raw.index("places", "place")
    indicators, revisions = raw.index("indicators", "indicator"), Revisions(raw)
    for _, row in each_row(raw.frames["implications"]):
        value = parse_printed_figure(row["implied"])
        ceiling = row["kind"] == "ceiling"
        named = {
            figure.place
            for figure in figures
            if (figure.source, figure.indicator, figure.period)
            == (row["source"], row["indicator"], row["period"])
        }
        inside = [slug for slug, place in places.items() if place["parent"] == row["place"]]
        # It follows from two printed figures, each half a step uncertain.
        step, vintage = value.rounding_unit, sources[row["source"]]["vintage"]
        for place in [slug for slug in inside if slug not in named] if ceiling else [row["place"]]:
            number = value.value or Decimal(0)
            yield {
                "derived_id": f"{row['indicator']}.{place}.{row['period']}.{row['kind']}",
                "kind": "ceiling" if ceiling else "implied",
                "indicator": row["indicator"],
                "place": place,
                "period": row["period"],
                "value": "" if ceiling else _show(number),
                "value_low": "" if ceiling else _show(number - step),
                "value_high": _show(number if ceiling else number + step),
                "unit": indicators[row["indicator"]]["unit"],
                "numerator_id": "",
                "denominator_id": "",
                "per": "",
                "implication_id": row["implication_id"],
                "status": "A",
                "vintage": vintage,
                "revision": revisions.find(row["indicator"], vintage),
                "known_from": sources[row["source"]]["written_latest"],
            }


def _show(number: Decimal | None) -> str:
    if number is None:
        return ""
    with localcontext(prec=_DIGITS):
        return show_number(+number)
