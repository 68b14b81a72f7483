from decimal import Decimal

import figure_factory
import pytest
from figure_factory import change

from helpers.analysis.loans_and_awards import AWARDS, add_payers, find_average
from helpers.data.codebook import Codebook
from helpers.data.figures import Figure


def make(indicator: str, value: float, step: float, **changed: str) -> Figure:
    columns = {"entity": "loans", "period": "2024"} | changed
    return figure_factory.make(indicator=indicator, value=value, rounding_unit=step, **columns)


LOANS = make("technology_loans", 226_000_000, 1_000_000)
FIRMS = make("technology_loan_firms", 53, 1)


def test_the_average_carries_the_interval_of_the_rounding() -> None:
    average = find_average([LOANS, FIRMS])

    assert average is not None
    assert average.value == pytest.approx(
        Decimal("4264150.94"), abs=Decimal("0.01")
    )  # 226 million / 53
    assert float(average.low) == pytest.approx(225_500_000 / 53)
    assert float(average.high) == pytest.approx(226_500_000 / 53)
    assert average.rounded == Decimal(4_260_000)


def test_an_amount_without_rounding_is_not_rounded() -> None:
    average = find_average([make("technology_loans", 100, 0), make("technology_loan_firms", 8, 1)])

    assert average is not None
    assert average.rounded == Decimal("12.5")


@pytest.mark.parametrize("column", ["place", "entity", "period", "source"])
def test_figures_of_different_things_are_not_divided(column: str) -> None:
    assert (
        find_average([LOANS, change(FIRMS, **{column: "2023" if column == "period" else "other"})])
        is None
    )


@pytest.mark.parametrize("other", [[], [change(FIRMS, qualifier="over")]])
def test_nothing_is_divided_by_no_count_or_by_a_bound(other: list[Figure]) -> None:
    assert find_average([LOANS, *other]) is None


def test_what_each_payer_pays_is_added_and_one_amount_is_not() -> None:
    award = make("pilot_base_award_provincial", 3_000_000, 1, each="yes")

    assert add_payers(award) == 6_000_000  # 300 + 300
    assert add_payers(change(award, each="no")) == 3_000_000
    assert add_payers(make("pilot_base_award_municipal", 500_000, 1, each="yes")) == 500_000


def test_every_award_of_the_codebook_has_a_level_and_a_payer(codebook: Codebook) -> None:
    rates = [
        name
        for name, row in codebook.indicators.items()
        if row["subject"] == "technology_finance" and row["measure"] == "rate"
    ]

    assert sorted(AWARDS) == sorted(rates)
    assert all(award.payers for award in AWARDS.values())
