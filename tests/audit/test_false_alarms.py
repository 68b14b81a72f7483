"""Pairs that look like contradictions and are none: the checks must not cry wolf."""

from collections.abc import Callable, Iterator

import pytest
from figure_factory import Relation, figure, gather

from helpers.audit.agreement import check_restated
from helpers.audit.facts import Facts, Finding
from helpers.audit.growth import check_growth, check_multiple
from helpers.audit.ratios import check_ranks, check_ratios
from helpers.audit.series import check_falls
from helpers.audit.sums import check_outcomes, check_parts
from helpers.audit.targets import check_yearly_target
from helpers.data.codebook import Codebook
from helpers.data.figures import Figure

Check = Callable[[Facts], Iterator[Finding]]
TYPES: list[Relation] = [
    ("indicator", "part_of", f"rd_expenditure_{kind}", "rd_expenditure")
    for kind in ("basic", "applied", "development")
]
GROWTH: Relation = (
    "indicator",
    "growth_of",
    "rd_expenditure_growth_previous_year",
    "rd_expenditure",
)
YEARLY: Relation = (
    "indicator",
    "adds_to",
    "engineering_centres_provincial_new",
    "engineering_centres_provincial",
)
SAME: Relation = ("figure", "same_as", "again", "first")


def contradictions(
    check: Check, codebook: Codebook, figures: list[Figure], *relations: Relation
) -> list[Finding]:
    found = check(gather(codebook, *figures, relations=relations))
    return [finding for finding in found if finding.verdict == "inconsistent"]


def test_a_part_that_is_not_printed_is_no_contradiction(codebook: Codebook) -> None:
    # 98.49 + 37.49 of 1143.26: the third type is not printed
    figures = [
        figure("total", "rd_expenditure", "1143.26亿元"),
        figure("applied", "rd_expenditure_applied", "98.49亿元"),
        figure("basic", "rd_expenditure_basic", "37.49亿元"),
    ]

    assert contradictions(check_parts, codebook, figures, *TYPES) == []


def test_a_part_printed_twice_is_added_once(codebook: Codebook) -> None:
    # 60 + 40 = 100; the 40 stands in two lines
    figures = [
        figure("total", "rd_expenditure", "100亿元"),
        figure("basic", "rd_expenditure_basic", "20亿元"),
        figure("applied", "rd_expenditure_applied", "40亿元"),
        figure("again", "rd_expenditure_applied", "40亿元", locator="line 9"),
        figure("development", "rd_expenditure_development", "40亿元"),
    ]

    assert contradictions(check_parts, codebook, figures, *TYPES) == []


def test_outcomes_that_are_aimed_at_are_not_held_against_what_was_found(
    codebook: Codebook,
) -> None:
    figures = [
        figure("found", "problems_found", "78项"),
        figure("solved", "problems_solved_on_site", "100项", basis="target"),
        figure("proposed", "improvement_proposals", "100项", basis="target"),
    ]
    relations: list[Relation] = [
        ("indicator", "outcome_of", "problems_solved_on_site", "problems_found"),
        ("indicator", "outcome_of", "improvement_proposals", "problems_found"),
    ]

    assert contradictions(check_outcomes, codebook, figures, *relations) == []


def test_about_one_per_cent_is_not_contradicted_by_a_quotient_of_one_point_two(
    codebook: Codebook,
) -> None:
    # 12 / 1000 = 1.2%
    figures = [
        figure("ratio", "rd_intensity", "1%左右"),
        figure("amount", "rd_expenditure", "12.00亿元"),
        figure("gdp", "gdp", "1000.0亿元"),
    ]

    assert contradictions(check_ratios, codebook, figures) == []


def test_growth_of_half_a_year_is_not_held_against_whole_years(codebook: Codebook) -> None:
    # 10 to 11 is 10%, the half-year grew by 30%
    figures = [
        figure("growth", "rd_expenditure_growth_previous_year", "30%", period="2020-H1"),
        figure("start", "rd_expenditure", "10.00亿元", period="2019"),
        figure("end", "rd_expenditure", "11.00亿元", period="2020"),
    ]

    assert contradictions(check_growth, codebook, figures, GROWTH) == []


def test_a_yearly_target_is_not_held_against_a_target_of_another_year(
    codebook: Codebook,
) -> None:
    # 55 + 5 x 5 = 80 by 2025; 120 are wanted by 2030
    figures = [
        figure(
            "yearly",
            "engineering_centres_provincial_new",
            "5家",
            basis="target",
            period="each 2021/2025",
        ),
        figure("base", "engineering_centres_provincial", "55家"),
        figure("aim", "engineering_centres_provincial", "120家", basis="target", period="by 2030"),
    ]

    assert contradictions(check_yearly_target, codebook, figures, YEARLY) == []


@pytest.mark.parametrize(
    ("first", "again"), [("70家", "70家以上"), ("16.15亿元", "16.2亿元"), ("300家", "近300家")]
)
def test_saying_it_again_in_rounder_words_is_no_contradiction(
    codebook: Codebook, first: str, again: str
) -> None:
    figures = [
        figure("first", "rd_expenditure", first),
        figure("again", "rd_expenditure", again, locator="line 9"),
    ]

    assert contradictions(check_restated, codebook, figures, SAME) == []


def test_a_cumulative_count_that_falls_is_a_contradiction_however_far_it_falls(
    codebook: Codebook,
) -> None:
    for second in ("18项", "2项"):
        figures = [
            figure("first", "common_technologies", "20项", measure="cumulative", period="2019"),
            figure("second", "common_technologies", second, measure="cumulative", period="2020"),
        ]

        assert len(contradictions(check_falls, codebook, figures)) == 1


def test_the_value_of_a_firm_does_not_contradict_the_rank_of_its_city(
    codebook: Codebook,
) -> None:
    figures = [
        figure("rank", "rd_intensity_rank", "第一位", unit="位次"),
        figure("own", "rd_intensity", "2.00%"),
        figure("firm", "rd_intensity", "9.00%", place="hebi", scope="firm", entity="aideao"),
    ]
    relation: Relation = ("indicator", "rank_of", "rd_intensity_rank", "rd_intensity")

    assert contradictions(check_ranks, codebook, figures, relation) == []


def test_a_multiple_of_another_base_is_not_held_against_last_year(codebook: Codebook) -> None:
    # 101 / 3 = 34 at some time of the plan before; 80 in 2019 is no contradiction
    figures = [
        figure("multiple", "high_tech_enterprises_multiple", "3倍"),
        figure("level", "high_tech_enterprises", "101家"),
        figure("before", "high_tech_enterprises", "80家", period="2019"),
    ]
    relation: Relation = (
        "indicator",
        "multiple_of_base",
        "high_tech_enterprises_multiple",
        "high_tech_enterprises",
    )

    assert contradictions(check_multiple, codebook, figures, relation) == []
