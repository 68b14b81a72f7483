"""Observations made by hand for the tests of the audit: read from the token, as the data are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from helpers.audit.facts import Facts, Finding, Quantity
from helpers.data.codebook import Codebook
from helpers.data.figures import Figure
from helpers.data.printed.periods import parse_period
from helpers.data.printed.printed_figures import parse_printed_figure

Relation = tuple[str, str, str, str]


def figure(name: str, indicator: str, as_printed: str, **columns: str) -> Figure:
    """Return an observation as it is printed: actual, of 2020, of Luohe where not said."""
    usual = {
        "place": "luohe",
        "period": "2020",
        "table_unit": "",
        "basis": "actual",
        "measure": "",
        "scope": "whole_city",
        "entity": "",
        "status": "A",
        "source": "report",
        "known_from": "2021-12-31",
        "vintage": "2021",
        "revision": "",
        "series": "",
        "locator": "line 1",
        "subject": "",
    }
    read = parse_printed_figure(as_printed)
    about: dict[str, Any] = usual | {"unit": read.measure_word} | columns
    period = parse_period(about["period"])
    dates = {
        "period_start": period.start,
        "period_end": period.end,
        "known_from": about["known_from"],
    }
    numbers = {
        "value": read.value,
        "value_low": read.value_low,
        "value_high": read.value_high,
        "rounding_unit": read.rounding_unit,
    }
    return {
        **about,
        **{column: pd.Timestamp(day or "NaT") for column, day in dates.items()},
        **{column: float("nan" if n is None else n) for column, n in numbers.items()},
        "figure_id": name,
        "indicator": indicator,
        "as_printed": as_printed,
        "qualifier": read.qualifier.value,
        "decimals": read.decimals,
    }


def ends(finding: Finding, name: str) -> tuple[float | None, float | None]:
    """Return the ends of a number that a finding worked out."""
    number = finding.numbers[name]
    assert isinstance(number, Quantity)
    low, high = number.interval.low, number.interval.high
    return None if low is None else float(low), None if high is None else float(high)


def gather(
    codebook: Codebook,
    *figures: Figure,
    relations: Sequence[Relation] = (),
    partnerships: Mapping[str, Mapping[str, str]] | None = None,
    sources: Mapping[str, Mapping[str, str]] | None = None,
) -> Facts:
    """Return what the checks look at: some observations under the relations given."""
    columns = ("level", "relation", "subject", "object")
    rows = [dict(zip(columns, row, strict=True)) for row in relations]
    known = codebook.sources if sources is None else sources
    return Facts(figures, partnerships or {}, replace(codebook, relations=rows, sources=known))
