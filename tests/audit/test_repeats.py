"""Figures that stand twice, by how surprising that is."""

import pytest
from figure_factory import figure, gather
from yearly_figures import COUNT, MONEY, RISING, lay, replace_years

from helpers.audit.repeats import check_repeats
from helpers.data.codebook import Codebook
from helpers.data.figures import Figure


def repeat(printed: str, **columns: str) -> list[Figure]:
    return [
        figure("one", "rd_expenditure", printed),
        figure("other", **{"indicator": "rd_expenditure", "as_printed": printed} | columns),
    ]


@pytest.mark.parametrize(
    ("column", "form"),
    [
        ({"period": "2019"}, "years"),
        ({"place": "puyang"}, "places"),
        ({"indicator": "fiscal_science_expenditure"}, "indicators"),
    ],
)
def test_a_cell_that_stands_twice_looks_copied(column: dict[str, str], form: str) -> None:
    rows = repeat("135144万元", **column)

    (finding,) = check_repeats(gather(*rows))

    assert (finding.verdict, finding.form) == ("undecided", form)
    assert {row.figure_id for row in finding.roles["cells"]} == {"one", "other"}


@pytest.mark.parametrize("printed", ["135万元", "1350000元", "超过135144万元", "135144万元左右"])
def test_a_round_short_or_qualified_number_may_stand_twice(printed: str) -> None:
    assert not list(check_repeats(gather(*repeat(printed, period="2019"))))


@pytest.mark.parametrize(
    "column",
    [
        {"source": "other"},  # one thing printed by two documents
        {"period": "2019", "place": "puyang"},
        {"period": "2019", "basis": "target"},
        {"period": "2019", "entity": "firm-a"},
        {"period": "2019", "table_unit": "万元"},
    ],
)
def test_only_one_cell_of_a_table_may_have_been_copied(column: dict[str, str]) -> None:
    assert not list(check_repeats(gather(*repeat("135144万元", **column))))


def test_three_years_with_one_figure_are_one_finding(codebook: Codebook) -> None:
    rows = lay(codebook, replace_years({2016: 56000, 2018: 56000}), MONEY)

    (finding,) = check_repeats(gather(*rows))

    assert [cell.period for cell in finding.roles["cells"]] == ["2016", "2017", "2018"]


@pytest.mark.parametrize(("scale", "found"), [(100, 1), (2000, 0)])
def test_a_small_count_may_be_the_same_by_chance(
    codebook: Codebook, scale: int, found: int
) -> None:
    # 560 firms where cities grow by 6 percent could be anything from 530 to 620; 28 could not
    own = [number / scale for number in replace_years({2018: 56000})]
    growth = (1.02, 0.9, 1.2, 1.3, 0.8, 1.1, 1.4, 1.05)

    assert len(list(check_repeats(gather(*lay(codebook, own, COUNT, 500, growth))))) == (found)


def test_a_stock_that_hardly_moves_may_stay_the_same(codebook: Codebook) -> None:
    # printed in whole ten thousands, 6 million people change by one or two of them a year
    growth = [1 + step / 2000 for step in range(1, 9)]
    own = [number / 100 for number in RISING]
    own[3] = own[2]
    rows = lay(codebook, own, ("resident_population", "万人"), 600, growth)

    assert not list(check_repeats(gather(*rows)))
