"""Pairs that look like contradictions and are none: the checks must not cry wolf."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import pytest
from figure_factory import Relation, figure, gather

from helpers.audit.agreement import check_restated
from helpers.audit.facts import Facts, Finding
from helpers.audit.growth import check_additions, check_growth, check_multiple
from helpers.audit.ratios import check_ranks, check_ratios
from helpers.audit.series import check_falls
from helpers.audit.sums import check_classes, check_outcomes, check_parts
from helpers.audit.targets import check_yearly_target
from helpers.data.figures import Figure

Check = Callable[[Facts], Iterator[Finding]]
CENTRES = "engineering_centres_provincial"


def relate(subject: str, relation: str, other: str) -> Relation:
    return ("indicator", relation, subject, other)


TYPES = [
    relate(f"rd_expenditure_{kind}", "part_of", "rd_expenditure")
    for kind in ("basic", "applied", "development")
]
GROWTH = relate("rd_expenditure_growth_previous_year", "growth_of", "rd_expenditure")
YEARLY = relate(f"{CENTRES}_new", "adds_to", CENTRES)
SAME: Relation = ("figure", "same_as", "again", "first")


def contradictions(check: Check, figures: list[Figure], *relations: Relation) -> list[Finding]:
    found = check(gather(*figures, relations=relations))
    return [finding for finding in found if finding.verdict == "inconsistent"]


def test_a_part_that_is_not_printed_is_no_contradiction() -> None:
    # 98.49 + 37.49 of 1143.26: the third type is not printed
    figures = [
        figure("total", "rd_expenditure", "1143.26亿元"),
        figure("applied", "rd_expenditure_applied", "98.49亿元"),
        figure("basic", "rd_expenditure_basic", "37.49亿元"),
    ]

    assert contradictions(check_parts, figures, *TYPES) == []


def test_a_part_printed_twice_is_added_once() -> None:
    # 60 + 40 = 100; the 40 stands in two lines
    figures = [
        figure("total", "rd_expenditure", "100亿元"),
        figure("basic", "rd_expenditure_basic", "20亿元"),
        figure("applied", "rd_expenditure_applied", "40亿元"),
        figure("again", "rd_expenditure_applied", "40亿元", locator="line 9"),
        figure("development", "rd_expenditure_development", "40亿元"),
    ]

    assert contradictions(check_parts, figures, *TYPES) == []


def test_outcomes_that_are_aimed_at_are_not_held_against_what_was_found() -> None:
    figures = [
        figure("found", "problems_found", "78项"),
        figure("solved", "problems_solved_on_site", "100项", basis="target"),
        figure("proposed", "improvement_proposals", "100项", basis="target"),
    ]
    relations = [
        relate(name, "outcome_of", "problems_found")
        for name in ("problems_solved_on_site", "improvement_proposals")
    ]

    assert contradictions(check_outcomes, figures, *relations) == []


def test_about_one_per_cent_is_not_contradicted_by_a_quotient_of_one_point_two() -> None:
    # 12 / 1000 = 1.2%
    figures = [
        figure("ratio", "rd_intensity", "1%左右"),
        figure("amount", "rd_expenditure", "12.00亿元"),
        figure("gdp", "gdp", "1000.0亿元"),
    ]

    assert contradictions(check_ratios, figures) == []


def test_growth_of_half_a_year_is_not_held_against_whole_years() -> None:
    # 10 to 11 is 10%, the half-year grew by 30%
    figures = [
        figure("growth", "rd_expenditure_growth_previous_year", "30%", period="2020-H1"),
        figure("start", "rd_expenditure", "10.00亿元", period="2019"),
        figure("end", "rd_expenditure", "11.00亿元", period="2020"),
    ]

    assert contradictions(check_growth, figures, GROWTH) == []


def test_a_yearly_target_is_not_held_against_a_target_of_another_year() -> None:
    # 55 + 5 x 5 = 80 by 2025; 120 are wanted by 2030
    figures = [
        figure("yearly", f"{CENTRES}_new", "5家", basis="target", period="each 2021/2025"),
        figure("base", CENTRES, "55家"),
        figure("aim", CENTRES, "120家", basis="target", period="by 2030"),
    ]

    assert contradictions(check_yearly_target, figures, YEARLY) == []


@pytest.mark.parametrize(
    ("first", "again"), [("70家", "70家以上"), ("16.15亿元", "16.2亿元"), ("300家", "近300家")]
)
def test_saying_it_again_in_rounder_words_is_no_contradiction(first: str, again: str) -> None:
    figures = [
        figure("first", "rd_expenditure", first),
        figure("again", "rd_expenditure", again, locator="line 9"),
    ]

    assert contradictions(check_restated, figures, SAME) == []


def test_the_value_of_a_firm_does_not_contradict_the_rank_of_its_city() -> None:
    figures = [
        figure("rank", "rd_intensity_rank", "第一位", unit="位次"),
        figure("own", "rd_intensity", "2.00%"),
        figure("firm", "rd_intensity", "9.00%", place="hebi", scope="firm", entity="aideao"),
    ]
    relation = relate("rd_intensity_rank", "rank_of", "rd_intensity")

    assert contradictions(check_ranks, figures, relation) == []


def test_a_multiple_of_another_base_is_not_held_against_last_year() -> None:
    # 101 / 3 = 34 at some time of the plan before; 80 in 2019 is no contradiction
    figures = [
        figure("multiple", "high_tech_enterprises_multiple", "3倍"),
        figure("level", "high_tech_enterprises", "101家"),
        figure("before", "high_tech_enterprises", "80家", period="2019"),
    ]
    relation = relate("high_tech_enterprises_multiple", "multiple_of_base", "high_tech_enterprises")

    assert contradictions(check_multiple, figures, relation) == []


# Figures that contradict each other where one document prints them.
AGAINST: Mapping[str, tuple[Check, Relation, list[Figure]]] = {
    "additions": (
        check_additions,
        relate("provincial_key_laboratories_new", "adds_to", "provincial_key_laboratories"),
        [
            figure("before", "provincial_key_laboratories", "1家", period="2019"),
            figure("new", "provincial_key_laboratories_new", "1家"),
            figure("after", "provincial_key_laboratories", "9家"),
        ],
    ),
    "classes": (
        check_classes,
        relate("invention_patents_granted", "within", "patents_granted"),
        [
            figure("narrow", "invention_patents_granted", "300件"),
            figure("wide", "patents_granted", "200件"),
        ],
    ),
    "falls": (
        check_falls,
        relate("cooperating_firms", "within", "cooperating_firms"),
        [
            figure("first", "cooperating_firms", "20家", period="2019"),
            figure("second", "cooperating_firms", "18家"),
        ],
    ),
    "multiple": (
        check_multiple,
        relate("high_tech_enterprises_multiple", "multiple_of", "high_tech_enterprises"),
        [
            figure("multiple", "high_tech_enterprises_multiple", "3倍"),
            figure("level", "high_tech_enterprises", "101家"),
            figure("before", "high_tech_enterprises", "80家", period="2019"),
        ],
    ),
}


@pytest.mark.parametrize("name", AGAINST)
def test_only_what_one_document_prints_together_contradicts_itself(name: str) -> None:
    check, relation, figures = AGAINST[name]
    apart = [*figures[:-1], replace(figures[-1], source="yearbook")]

    assert len(contradictions(check, figures, relation)) == 1
    assert contradictions(check, apart, relation) == []
