import random
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import figure_factory
import pandas as pd
import pytest
from case_tables import read_cases
from figure_factory import CODEBOOK, each_set_of
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.analysis.changes import (
    find_composition,
    judge_target,
    latest_actual,
    list_changes,
    targets_of,
)
from helpers.data.figures import Figure
from helpers.data.observations import read_observations, select

PLAN = {"source": "plan", "known_from": "2021-12-31"}
REPORT = {"source": "report", "known_from": "2024-12-31"}


def observe(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return a table of observations: exact actual yearly rates of the plan where not said."""
    usual = {"place": "here", "measure": "rate", **PLAN}
    return figure_factory.observe(*(figure_factory.make(**usual | row) for row in rows))


def observe_text(text: str) -> pd.DataFrame:
    """Return the rows of a text such as `2019: 1; 2020: 2, basis estimate; 2023: 3, REPORT`."""
    rows = []
    for part in text.split("; "):
        period, value, *columns = re.split(": |, ", part)
        row: dict[str, Any] = {"period": period, "value": Decimal(value)}
        for column in columns:
            row |= REPORT if column == "REPORT" else dict([column.split(" ")])
        rows.append(row)
    return observe(*rows)


@pytest.fixture(scope="module")
def observations(project: Path) -> pd.DataFrame:
    return read_observations(project=project)


def whole_city(frame: pd.DataFrame, place: str, indicator: str) -> pd.DataFrame:
    chosen = frame["place"].eq(place) & frame["indicator"].eq(indicator)
    return frame[chosen & frame["scope"].eq("whole_city")]


def values(figure: Figure | None) -> tuple[str, float]:
    assert figure is not None
    return figure.period, float(figure.number)


# --- change ------------------------------------------------------------------------------------


def test_no_change_is_told_from_a_year_whose_gdp_is_not_said(observations: pd.DataFrame) -> None:
    # The report of 2024 prints 1.14% for 2020 and 2.1% for 2023; GDP was revised from 2023 on.
    assert list_changes(whole_city(observations, "luohe", "rd_intensity")) == []


def test_an_amount_reported_but_provisional_still_makes_a_change(
    observations: pd.DataFrame,
) -> None:
    # 13.45亿元 in 2019 and 16.15亿元 in 2020, both in the plan.
    frame = whole_city(observations, "luohe", "rd_expenditure")
    # Another document prints 13.51 for 2019: the doubt is not what is tried here.
    change, *_ = list_changes(frame[frame["source"].eq("luohe-plan-2021")].assign(doubt=""))

    assert change is not None
    assert values(change.first) == ("2019", 1_345_000_000)
    assert values(change.second) == ("2020", 1_615_000_000)


@pytest.mark.parametrize(
    ("levels", "deadline", "state", "period"),
    [
        ({"2020": 101, "2023": 203}, "2025", "reached", "2023"),
        ({"2020": 101, "2023": 140}, "2025", "open", "2023"),
        ({"2020": 101, "2025": 149}, "2025", "missed", "2025"),
        ({"2015": 51, "2023": 471, "2024": 520}, "2021", "no_figure_at_deadline", "2023"),
        ({}, "2025", "no_figure", None),
    ],
)
def test_a_target_is_set_against_what_was_known_by_its_deadline(
    levels: dict[str, int], deadline: str, state: str, period: str | None
) -> None:
    actual = [{"period": year, "value": value, "status": "A"} for year, value in levels.items()]
    target = {"period": f"by {deadline}", "value": 150, "basis": "target", "status": "A"}
    frame = observe(*actual, target)

    judged, figure = judge_target(frame, targets_of(frame)[0])

    assert (judged, figure and figure.period) == (state, period)


def test_the_change_of_the_yearbooks_runs_over_their_editions(observations: pd.DataFrame) -> None:
    # R&D of Zhengzhou: 1852996万元 for 2018 and 2367000万元 for 2019, in two editions.
    frame = whole_city(observations, "zhengzhou", "rd_expenditure")
    frame = frame[frame["series"].eq("city-yearbook") & frame["period"].isin(["2018", "2019"])]

    change, *_ = list_changes(frame)

    assert change is not None
    assert change.first.source != change.second.source
    assert values(change.first) == ("2018", 18_529_960_000)
    assert values(change.second) == ("2019", 23_670_000_000)


def test_a_provisional_figure_does_not_reach_a_target() -> None:
    aim = {"period": "by 2025", "value": 150, "basis": "target", "status": "A"}
    frame = observe({"period": "2023", "value": 160, "status": "P"}, aim)

    assert judge_target(frame, targets_of(frame)[0]) == ("no_figure", None)


def test_of_several_figures_the_first_that_comes_up_to_a_target_says_so() -> None:
    # 2023 - 1873 = 150
    levels = [
        {"period": str(year), "value": year - 1873, "status": "A"} for year in range(2021, 2026)
    ]
    frame = observe(*levels, {"period": "by 2025", "value": 150, "basis": "target"})

    state, figure = judge_target(frame, targets_of(frame)[0])

    assert (state, values(figure)) == ("reached", ("2023", 150))


@pytest.mark.parametrize(
    ("place", "indicator", "deadline", "state", "period", "value"),
    [
        # 150家 by 2025; 101家 in 2020 and 203家 in 2023
        ("luohe", "high_tech_enterprises", "by 2025", "reached", "2023", 203),
        # 300家以上 in 2021; 51家 in 2015 and then 471家 in 2023
        ("jiaozuo", "high_tech_enterprises", "by 2021", "no_figure_at_deadline", "2023", 471),
        # 2.5% by 2020; 1.64% in 2020
        ("henan", "rd_intensity", "by 2020", "missed", "2020", 1.64),
        # 2.1% in 2024; 2.01% in 2024
        ("henan", "rd_intensity", "by 2024", "missed", "2024", 2.01),
        # 1.96% in 2022; 1.86% was printed, and what later figures imply does not count
        ("henan", "rd_intensity", "by 2022", "missed", "2022", 1.86),
    ],
)
def test_a_printed_target_stands_beside_the_printed_outcome(
    observations: pd.DataFrame,
    place: str,
    indicator: str,
    deadline: str,
    state: str,
    period: str,
    value: float,
) -> None:
    frame = select(observations, place=place, indicator=indicator)
    (target,) = [figure for figure in targets_of(frame) if figure.period == deadline]

    judged, figure = judge_target(frame, target)

    assert (judged, values(figure)) == (state, (period, value))


@pytest.mark.parametrize(("qualifier", "state"), [("at_least", "reached"), ("over", "open")])
def test_a_target_to_be_exceeded_is_not_reached_by_an_exact_hit(qualifier: str, state: str) -> None:
    actual = {"period": "2023", "value": 25, "status": "A"}
    target = {"period": "by 2025", "value": 25, "basis": "target", "status": "A"}
    frame = observe(actual, target | {"qualifier": qualifier})

    assert judge_target(frame, targets_of(frame)[0])[0] == state


# rows | direction, first and second
CHANGES = """
# a change has a direction
2019: 1; 2020: 2 | rose 2019 1 2020 2
2019: 2; 2020: 1 | fell 2019 2 2020 1
2019: 2; 2020: 2 | held 2019 2 2020 2
# editions of one series make a change but not across a revision
2017: 1, source a, series s, revision old; 2018: 2, source b, series s, revision old;
, 2019: 3, source c, series s | rose 2017 1 2018 2
# a change spans the first and the last year of the latest document
2021: 3, REPORT; 2019: 1, REPORT; 2020: 2, REPORT; 2010: 9; 2011: 8 | rose 2019 1 2021 3
# an older document stands in where the latest prints one year only
2019: 1; 2020: 2; 2023: 9, REPORT | rose 2019 1 2020 2
"""
# Of the two figures the second is the odd one.
NO_CHANGES = """
# figures of two documents or series
2019: 0.86; 2023: 2.1, REPORT
2017: 1.1, series yearbook; 2019: 1.3, series bulletin, REPORT
# two figures for one year
2020: 1; 2020: 1.14
"""
ODD_COLUMNS = {
    "basis": "target estimate forecast policy",
    "qualifier": "over at_least at_most under about nearly order_of_magnitude range",
    "period": "2020-H1 2020-Q4 2020-12 2016/2020",
}


@pytest.mark.parametrize(("rows", "expected"), read_cases(CHANGES))
def test_a_change_has_a_direction_and_two_figures(rows: str, expected: str) -> None:
    change, *_ = list_changes(observe_text(rows.replace("; ,", ";")))

    assert change is not None
    ends = (change.first, change.second)
    shown = " ".join(f"{figure.period} {figure.number}" for figure in ends)
    assert f"{change.direction} {shown}" == expected


@pytest.mark.parametrize("rows", read_cases(NO_CHANGES))
def test_figures_that_do_not_belong_together_make_no_change(rows: str) -> None:
    assert not list_changes(observe_text(rows))


@pytest.mark.parametrize(
    ("column", "value"),
    [(name, value) for name, all_ in ODD_COLUMNS.items() for value in all_.split()],
)
def test_what_is_not_an_exact_actual_figure_of_a_year_never_enters_a_change(
    column: str, value: str
) -> None:
    odd = {"period": "2020", "value": 1, column: value}

    assert not list_changes(observe({"period": "2019", "value": 0.86}, odd))


# --- the latest actual figure ------------------------------------------------------------------


def test_a_whole_year_comes_before_a_later_half_year(observations: pd.DataFrame) -> None:
    # 9084人 in 2023, 4804人 in the first half of 2024.
    latest = latest_actual(whole_city(observations, "luohe", "talents_attracted"))

    assert values(latest) == ("2023", 9084)


@pytest.mark.parametrize(
    ("rows", "period", "value"),
    [
        pytest.param("2024-H1: 4804, measure flow", "2024-H1", 4804, id="no year is printed"),
        pytest.param(
            "2020: 18, measure stock; 2021-02: 20, measure stock", "2021-02", 20, id="later stock"
        ),
        pytest.param("2020: 1.14, REPORT; 2020: 1.2", "2020", 1.14, id="later vintage"),
    ],
)
def test_the_latest_actual_figure_is_that_of_the_latest_time_and_vintage(
    rows: str, period: str, value: float
) -> None:
    assert values(latest_actual(observe_text(rows))) == (period, value)


@pytest.mark.parametrize("basis", ["target", "estimate", "forecast", "policy"])
def test_what_is_not_actual_is_never_the_latest_actual_figure(basis: str) -> None:
    frame = observe(
        {"period": "2020", "value": 101}, {"period": "by 2025", "value": 150, "basis": basis}
    )

    assert values(latest_actual(frame)) == ("2020", 101)
    assert latest_actual(frame[frame["basis"].eq(basis)]) is None


def test_jiaozuo_has_a_target_for_high_tech_enterprises_and_no_actual_figure(
    observations: pd.DataFrame,
) -> None:
    frame = whole_city(observations, "jiaozuo", "high_tech_enterprises")
    frame = frame[frame["source"].eq("jiaozuo-daily-2021")]

    assert latest_actual(frame) is None
    assert [(figure.as_printed, figure.qualifier) for figure in targets_of(frame)] == [
        ("300家以上", "at_least")
    ]


def test_puyang_prints_none_of_the_headline_indicators(observations: pd.DataFrame) -> None:
    for indicator in CODEBOOK.headline_indicators:
        frame = whole_city(observations, "puyang", indicator)
        frame = frame[frame["source"].eq("puyang-reply-2022")]
        assert latest_actual(frame) is None
        assert targets_of(frame) == []


# --- estimates and forecasts -------------------------------------------------------------------


def test_targets_come_in_the_order_of_their_deadlines_and_alone() -> None:
    frame = observe(
        {"period": "by 2030", "value": 3, "basis": "target"},
        {"period": "2020", "value": 1},
        {"period": "by 2025", "value": 2, "basis": "target"},
    )

    assert [figure.period for figure in targets_of(frame)] == ["by 2025", "by 2030"]


# --- revisions ---------------------------------------------------------------------------------


def compose(*changed: dict[str, Any]) -> pd.DataFrame:
    """Return 9084 people of 2023 and their four printed parts; rows may be changed or added."""
    parts = {
        "talents_attracted": 9084,
        "talents_attracted_postdoctoral": 15,
        "talents_attracted_doctoral": 42,
        "talents_attracted_master": 937,
        "talents_attracted_bachelor": 8037,
    }
    rows: dict[str, dict[str, Any]] = {
        name: {"indicator": name, "value": value, "period": "2023", "measure": "flow", **REPORT}
        for name, value in parts.items()
    }
    for change in changed:
        rows[change["indicator"]] |= change
    return observe(*rows.values())


def test_the_parts_of_the_talents_leave_53_people_unexplained(observations: pd.DataFrame) -> None:
    # 15 + 42 + 937 + 8037 = 9031; 9084 - 9031 = 53
    frame = whole_city(observations, "luohe", "talents_attracted")

    composition = find_composition(frame, observations, CODEBOOK)

    assert composition is not None
    assert values(composition.total) == ("2023", 9084)
    assert sorted(part.number for part in composition.parts) == [15, 42, 937, 8037]
    assert composition.total.number - composition.remainder == 9031
    assert composition.remainder == 53


def test_high_level_talents_are_not_one_of_the_parts(observations: pd.DataFrame) -> None:
    frame = whole_city(observations, "luohe", "talents_attracted")

    composition = find_composition(frame, observations, CODEBOOK)

    assert composition is not None
    assert 1859 not in [part.value for part in composition.parts]


@each_set_of(
    *("place elsewhere", "scope institution", "period 2022", "source another", "qualifier over"),
    *("basis target", "basis estimate", "basis forecast"),
)
def test_a_part_of_something_else_or_not_actual_is_left_out(column: dict[str, str]) -> None:
    frame = compose({"indicator": "talents_attracted_master", **column})

    composition = find_composition(
        frame[frame["indicator"].eq("talents_attracted")], frame, CODEBOOK
    )

    assert composition is not None
    # 15 + 42 + 8037 = 8094; 9084 - 8094 = 990
    assert int(composition.remainder) == 990


def test_a_total_that_is_only_a_bound_has_no_composition() -> None:
    frame = compose({"indicator": "talents_attracted", "qualifier": "over"})

    assert find_composition(frame[:1], frame, CODEBOOK) is None


def test_a_total_without_two_parts_has_no_composition() -> None:
    frame = compose()

    assert find_composition(frame[:1], frame[:2], CODEBOOK) is None
    assert find_composition(frame[:0], frame, CODEBOOK) is None


# --- nothing depends on the order of the rows --------------------------------------------------


@settings(max_examples=20)
@given(st.randoms())
def test_findings_do_not_depend_on_the_order_of_the_rows(order: random.Random) -> None:
    rows: list[dict[str, Any]] = [
        {"period": "2019", "value": 0.86},
        {"period": "2020", "value": 1, "basis": "estimate"},
        {"period": "2020", "value": 1.14, **REPORT},
        {"period": "2023", "value": 2.1, **REPORT},
        {"period": "by 2025", "value": 3, "basis": "target"},
    ]
    order.shuffle(rows)
    frame = observe(*rows)

    change, *_ = list_changes(frame)

    assert change is not None
    assert (values(change.first)[1], values(change.second)[1]) == (1.14, 2.1)
    assert values(latest_actual(frame)) == ("2023", 2.1)
    assert [figure.value for figure in targets_of(frame)] == [3]


# --- what was known on a day -------------------------------------------------------------------


def test_at_the_end_of_2022_only_the_plan_speaks_of_the_intensity(project: Path) -> None:
    known = read_observations("2022-12-31", project)
    frame = whole_city(known, "luohe", "rd_intensity")

    assert sorted(frame["as_printed"]) == ["0.86%", "1%"]
    assert not list_changes(frame)
    assert values(latest_actual(frame)) == ("2019", 0.86)
