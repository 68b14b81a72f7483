import pandas as pd
from figure_factory import CODEBOOK, make

from helpers.analysis.laboratory import (
    find_predecessor,
    group_buildings,
    has_laboratory,
    is_about_building,
    list_laboratories,
)


def test_every_indicator_of_a_laboratory_is_in_a_group() -> None:
    rows = CODEBOOK.indicators.values()

    assert all(row["group"] for row in rows if row["subject"] == "provincial_laboratory")


def test_visits_and_people_and_both_kinds_of_team_are_four_groups() -> None:
    names = (
        "laboratory_academician_visits",
        "laboratory_expert_visitors",
        "laboratory_visiting_teams",
        "laboratory_full_time_teams",
    )

    assert len({CODEBOOK.indicators[name]["group"] for name in names}) == 4


def test_figures_are_listed_by_laboratory_and_group() -> None:
    figures = [
        make(entity="one", indicator="laboratory_events"),
        make(entity="two", indicator="laboratory_events"),
        make(entity="one", indicator="laboratory_full_time_teams"),
    ]

    assert list_laboratories(figures, CODEBOOK) == {
        "one": [figures[2], figures[0]],
        "two": [figures[1]],
    }


def test_the_earlier_name_is_found() -> None:
    found = find_predecessor("zhongyuan-food-laboratory", CODEBOOK)

    assert found is not None
    assert found["object"] == "henan-food-laboratory"
    assert find_predecessor("henan-food-laboratory", CODEBOOK) is None


def test_rows_of_one_building_stand_together_by_period() -> None:
    rows = [
        [make(entity=building, period=period)]
        for building, period in (("a", "2024"), ("b", "2024"), ("a", "2022"), ("a", "2024"))
    ]

    groups = group_buildings(rows)

    assert list(groups) == [("a", "2022"), ("a", "2024"), ("b", "2024")]
    assert groups["a", "2024"] == [rows[0], rows[3]]


def test_months_to_build_are_about_a_building_and_land_is_not() -> None:
    assert is_about_building(make(indicator="construction_duration"), CODEBOOK)
    assert not is_about_building(make(indicator="land_area"), CODEBOOK)


def test_a_laboratory_is_there_only_with_figures() -> None:
    assert has_laboratory(pd.DataFrame({"subject": ["contracts", "provincial_laboratory"]}))
    assert not has_laboratory(pd.DataFrame({"subject": ["contracts"]}))
