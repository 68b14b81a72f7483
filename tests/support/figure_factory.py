"""Figures and derived values made by hand for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from case_tables import read_columns

from helpers.audit.facts import Facts, Finding, Quantity
from helpers.data.codebook import Codebook, read_codebook
from helpers.data.figures import DerivedValue, Figure, tabulate
from helpers.data.printed.periods import parse_period
from helpers.data.printed.printed_figures import parse_printed_figure

Relation = tuple[str, str, str, str]

CODEBOOK = read_codebook(Path(__file__).resolve().parents[2])


def make(**columns: Any) -> Figure:
    """Return an exact, actual figure of Luohe in 2020 but for the columns given."""
    usual = read_columns(
        "figure_id one, subject, place luohe, indicator rd_intensity, period 2020, "
        "period_basis printed, period_evidence, as_printed, table_unit, rounded_to, unit %, "
        "each no, corrected, basis actual, qualifier exact, measure, scope whole_city, entity, "
        "status A, source report, known_from 2021-12-31, vintage 2021, revision, series, "
        "locator line 1, label, figure_confidence, note_zh, note_en, doubt"
    )
    numbers = {"value": None, "value_low": None, "value_high": None, "decimals": 0}
    numbers["doubt_bound"] = None
    columns = {**usual, **numbers, "rounding_unit": 1, **columns}
    return Figure(**_read(columns, with_days=True))


def derive(**columns: Any) -> DerivedValue:
    """Return a quotient of Luohe in 2020 but for the columns given."""
    usual = read_columns(
        "derived_id one, kind quotient, indicator rd_expenditure_over_gdp, place luohe, "
        "period 2020, unit %, numerator_id, denominator_id, per 100, implication_id, status A, "
        "vintage 2021, revision, known_from 2021-12-31, doubt"
    )
    columns = {**usual, "value": None, "value_low": None, "value_high": None, **columns}
    return DerivedValue(**_read(columns, with_days=False))


def change(figure: Figure, **columns: Any) -> Figure:
    """Return a figure with other columns; its days follow from its period."""
    return Figure(**_read(asdict(figure) | columns, with_days=True))


def observe(*figures: Figure) -> pd.DataFrame:
    """Return a table of observations."""
    return tabulate(Figure, figures)


def _read(columns: dict[str, Any], *, with_days: bool) -> dict[str, Any]:
    period = parse_period(columns["period"])
    days = {"period_start": period.start, "period_end": period.end} if with_days else {}
    numbers = {
        name: Decimal(str(columns[name]))
        for name in ("value", "value_low", "value_high", "rounding_unit", "doubt_bound")
        if columns.get(name) is not None
    }
    known_from = date.fromisoformat(str(columns["known_from"]))
    return columns | days | numbers | {"known_from": known_from}


def figure(name: str, indicator: str, as_printed: str, **columns: str) -> Figure:
    """Return an observation as it is printed: actual, of 2020, of Luohe where not said."""
    read = parse_printed_figure(as_printed)
    return make(
        **{"unit": read.measure_word} | columns,
        figure_id=name,
        indicator=indicator,
        as_printed=as_printed,
        value=read.value,
        value_low=read.value_low,
        value_high=read.value_high,
        rounding_unit=read.rounding_unit,
        qualifier=read.qualifier.value,
        decimals=read.decimals,
    )


def ends(finding: Finding, name: str) -> tuple[float | None, float | None]:
    """Return the ends of a number that a finding worked out."""
    number = finding.numbers[name]
    assert isinstance(number, Quantity)
    low, high = number.interval.low, number.interval.high
    return None if low is None else float(low), None if high is None else float(high)


def each_set_of(*columns: str) -> pytest.MarkDecorator:
    """Return a mark that gives a test one `column` after the other: `place puyang, scope firm`."""
    sets = [read_columns(text) for text in columns]
    return pytest.mark.parametrize("column", sets, ids=columns)


def gather(
    *figures: Figure,
    codebook: Codebook = CODEBOOK,
    relations: Sequence[Relation] = (),
    partnerships: Mapping[str, Mapping[str, str]] | None = None,
    sources: Mapping[str, Mapping[str, str]] | None = None,
) -> Facts:
    """Return what the checks look at: some observations under the relations given."""
    columns = ("level", "relation", "subject", "object")
    rows = [dict(zip(columns, row, strict=True)) for row in relations]
    known = codebook.sources if sources is None else sources
    return Facts(figures, partnerships or {}, replace(codebook, relations=rows, sources=known))
