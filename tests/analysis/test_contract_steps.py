import figure_factory
import pytest
from figure_factory import CODEBOOK

from helpers.analysis.contract_steps import (
    find_pairs,
    find_projects,
    find_steps,
    group_same,
    lead_with_each,
)
from helpers.data.figures import Figure

PARK = "food-science-and-innovation-park-project"
CORE = "food-science-and-innovation-core-research-area"


def make(identifier: str, indicator: str, value: float, entity: str = "", **changed: str) -> Figure:
    unit = "家" if indicator.startswith("firms") else "元"
    columns = {"figure_id": identifier, "unit": unit, "entity": entity} | changed
    return figure_factory.make(indicator=indicator, value=value, **columns)


def test_pairs_are_the_ones_an_amount_covers_and_that_are_known() -> None:
    amount = make("luohe-letter-2021:33b", "technology_contract_value", 5.9e6)
    known = {
        "luohe-letter-2021:p35": {"local_party": "a", "partner": "x"},
        "luohe-letter-2021:p36": {"local_party": "a", "partner": "x"},
        "luohe-letter-2021:p24": {"local_party": "b", "partner": "y"},  # another amount covers it
    }

    # p37 is covered but not known; p35 and p36 are one pair twice here.
    assert find_pairs(amount, known, CODEBOOK) == [("a", "x")]


def test_steps_count_firms_and_set_another_channel_apart() -> None:
    academy = "chinese-academy-of-sciences"
    figures = [
        make("luohe-letter-2021:29a", "technology_contract_value", 19.3e6, "programme"),
        make("luohe-letter-2021:33b", "technology_contract_value", 5.9e6, academy),
        make("luohe-letter-2021:35a", "firms_with_cooperation_intent", 12, academy),
    ]
    known = {
        f"luohe-letter-2021:p{number}": {"local_party": f"firm {number}", "partner": "x"}
        for number in (24, 25, 26, 27, 28, 35, 36, 37)
    }

    steps = find_steps(figures, known, CODEBOOK)

    assert [(int(step.firms), step.is_named, step.is_apart) for step in steps] == [
        (12, False, False),
        (3, True, False),
        (5, True, True),
    ]
    assert find_steps(figures[:2], known, CODEBOOK) == []
    assert find_steps(figures, {}, CODEBOOK) == []


def test_parts_are_added_column_by_column_and_never_across() -> None:
    figures = [
        make("w", "project_investment_total", 106, PARK),
        make("l", "land_area", 6000, PARK),
        make("c", "project_investment_completed", 11, CORE),
        make("p", "project_investment_total", 25, "food-science-and-innovation-park"),
        make("d", "project_investment_completed", 10, "food-science-and-innovation-park"),
        make("f", "project_investment_total", 70, "future-food-industrial-park"),
    ]

    (project,) = find_projects(figures, CODEBOOK)

    assert project.add_parts("project_investment_total") == 95  # 25 + 70, without the 11
    assert project.find_rest("project_investment_total") == 11  # 106 - 95
    assert project.add_parts("project_investment_completed") == 21  # 11 + 10
    assert project.find_rest("project_investment_completed") is None  # no whole is printed
    assert project.find_rest("land_area") is None  # no part is printed


def test_parts_that_are_no_exact_numbers_are_not_added() -> None:
    figures = [
        make("w", "project_investment_total", 106, PARK),
        make("p", "project_investment_total", 25, "food-science-and-innovation-park"),
        make("f", "project_investment_total", 70, CORE, qualifier="over"),
    ]

    (project,) = find_projects(figures, CODEBOOK)

    assert project.add_parts("project_investment_total") is None
    assert project.find_rest("project_investment_total") is None


def test_a_whole_without_two_parts_is_no_project_to_divide() -> None:
    figures = [
        make("w", "project_investment_total", 106, PARK),
        make("p", "project_investment_total", 25, "food-science-and-innovation-park"),
    ]

    assert find_projects(figures, CODEBOOK) == []


def test_one_statement_printed_twice_is_one_group() -> None:
    names = ["luohe-report-2024:10c", "luohe-report-2024:10d", "luohe-report-2024:11k"]
    figures = [make(name, "talent_apartment_buildings", 2) for name in names]

    groups = group_same(figures, CODEBOOK)

    assert [[figure.figure_id for figure in group] for group in groups] == [
        [names[0], names[2]],
        [names[1]],
    ]


TOTAL, SPENT = "project_investment_total", "project_investment_completed"
INNER, OUTER = "food-science-and-innovation-park", "future-food-industrial-park"


@pytest.mark.parametrize(
    ("most", "chosen"),
    [
        (1, "w"),  # what is spent on two parts does not fit, and is not parted
        (2, "w"),
        (3, "wcd"),  # a step has some before another has more
        (4, "wcd"),  # the planned amounts of the two parts do not fit
        (5, "wpfcd"),
    ],
)
def test_a_table_that_is_cut_never_parts_one_indicator_of_one_project(
    most: int, chosen: str
) -> None:
    figures = [
        make("p", TOTAL, 25, INNER),
        make("f", TOTAL, 70, OUTER),
        make("w", TOTAL, 106, PARK),
        make("c", SPENT, 11, CORE),
        make("d", SPENT, 10, INNER),
    ]

    groups = lead_with_each(figures, CODEBOOK, most)

    assert [group[0].figure_id for group in groups] == list(chosen)


def test_a_table_that_is_cut_never_parts_the_years_of_one_figure() -> None:
    turnover = "technology_contract_turnover"
    figures = [
        make("i", "firms_with_cooperation_intent", 12),
        make("t", turnover, 21, period="2023"),
        make("u", turnover, 22, period="2024"),
    ]

    cut = [[g[0].figure_id for g in lead_with_each(figures, CODEBOOK, most)] for most in (2, 3)]

    assert cut == [["i"], ["i", "t", "u"]]
