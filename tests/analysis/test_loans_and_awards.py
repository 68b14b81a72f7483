from dataclasses import replace
from decimal import Decimal

import figure_factory
import pytest
from figure_factory import CODEBOOK, change

from helpers.analysis.loans_and_awards import add_payers, find_averages
from helpers.data.figures import Figure


def make(indicator: str, value: float, step: float, **changed: str) -> Figure:
    unit = "家" if indicator.endswith("firms") else "元"
    columns = {"entity": "loans", "period": "2024", "unit": unit} | changed
    return figure_factory.make(indicator=indicator, value=value, rounding_unit=step, **columns)


LOANS = make("technology_loans", 226_000_000, 1_000_000)
FIRMS = make("technology_loan_firms", 53, 1)


def test_the_average_carries_the_interval_of_the_rounding() -> None:
    (average,) = find_averages([LOANS, FIRMS], CODEBOOK)

    assert float(average.value) == pytest.approx(4_264_150.94, abs=0.01)  # 226 million / 53
    assert float(average.low) == pytest.approx(225_500_000 / 53)
    assert float(average.high) == pytest.approx(226_500_000 / 53)
    assert average.rounded == Decimal(4_260_000)


def test_an_amount_without_rounding_is_not_rounded() -> None:
    figures = [make("technology_loans", 100, 0), make("technology_loan_firms", 8, 1)]

    (average,) = find_averages(figures, CODEBOOK)

    assert average.rounded == Decimal("12.5")


@pytest.mark.parametrize(
    "counts",
    [
        [],
        [change(FIRMS, qualifier="over")],
        [change(FIRMS, place="puyang")],
        [change(FIRMS, entity="other")],
        [change(FIRMS, period="2023")],
        [change(FIRMS, source="other")],
    ],
)
def test_nothing_is_divided_by_no_count_a_bound_or_a_count_of_something_else(
    counts: list[Figure],
) -> None:
    assert find_averages([LOANS, *counts], CODEBOOK) == []


def test_an_amount_that_is_related_otherwise_is_not_divided() -> None:
    (granted,) = (row for row in CODEBOOK.relations if row["subject"] == LOANS.indicator)
    part = replace(CODEBOOK, relations=[{**granted, "relation": "part_of"}])

    assert find_averages([LOANS, FIRMS], part) == []


def test_what_each_payer_pays_is_added_and_one_amount_is_not() -> None:
    award = make("pilot_base_award_provincial", 3_000_000, 1, each="yes")
    of_one = make("pilot_base_award_municipal", 500_000, 1, each="yes")

    assert add_payers(award, CODEBOOK) == 6_000_000  # 300 + 300
    assert add_payers(change(award, each="no"), CODEBOOK) == 3_000_000
    assert add_payers(of_one, CODEBOOK) == 500_000


def test_every_award_of_the_codebook_has_a_rung_with_its_level() -> None:
    rates = [
        name
        for name, row in CODEBOOK.indicators.items()
        if row["subject"] == "technology_finance" and row["measure"] == "rate"
    ]

    assert rates
    assert all(CODEBOOK.rung_awarded(name) for name in rates)
