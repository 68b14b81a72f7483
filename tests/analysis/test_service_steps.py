from collections.abc import Sequence
from pathlib import Path

import pytest
from figure_factory import CODEBOOK, change, each_set_of

from helpers.analysis.service_steps import find_service_steps
from helpers.data.figures import Figure, list_figures
from helpers.data.observations import read_observations


@pytest.fixture(scope="module")
def service(project: Path) -> list[Figure]:
    frame = read_observations("", project)
    return list_figures(frame[frame["subject"].eq("service")])


def name(figures: Sequence[Figure]) -> list[str]:
    return [figure.figure_id.partition(":")[2] for figure in figures]


def test_the_steps_of_the_drive_stand_together_and_all_else_apart(service: list[Figure]) -> None:
    found = find_service_steps(service, CODEBOOK)

    assert found is not None
    # Letter, line 31: 11 experts, 30 firms, 20 reports, 78 problems, 11 solved, 75 proposals.
    assert [figure.value for figure in found.steps] == [11, 30, 20, 78, 11, 75]
    assert found.whole.value == 78
    assert [figure.value for figure in found.outcomes] == [11, 75]
    # Plan, line 14 (over 100 firms, 45 events, 86 problems) and line 77 (50 advisers, a target).
    assert name(found.beside) == ["14a", "14b", "14c", "77a"]
    # The doctoral team of the same line and the reviews of one project are other things.
    assert name(found.others) == ["31g", "31h", "13h", "13i", "13j"]


def test_every_figure_stands_in_one_place_only(service: list[Figure]) -> None:
    found = find_service_steps(service, CODEBOOK)

    assert found is not None
    shown = name([*found.steps, *found.beside, *found.others])
    assert sorted(shown) == sorted(name(service))


def test_without_outcomes_there_is_no_drive(service: list[Figure]) -> None:
    outcomes = ("problems_solved_on_site", "improvement_proposals")
    rest = [figure for figure in service if figure.indicator not in outcomes]

    assert find_service_steps(rest, CODEBOOK) is None
    assert find_service_steps([], CODEBOOK) is None


@each_set_of("period 2020", "entity", "source luohe-plan-2021", "place puyang")
def test_an_outcome_of_another_drive_is_none_of_this_one(
    service: list[Figure], column: dict[str, str]
) -> None:
    changed = [
        change(figure, **column) if figure.indicator == "improvement_proposals" else figure
        for figure in service
    ]

    found = find_service_steps(changed, CODEBOOK)

    assert found is not None
    assert [figure.indicator for figure in found.outcomes] == ["problems_solved_on_site"]


def test_a_target_is_no_step_of_a_drive(service: list[Figure]) -> None:
    changed = [
        change(figure, basis="target") if figure.indicator == "improvement_proposals" else figure
        for figure in service
    ]

    found = find_service_steps(changed, CODEBOOK)

    assert found is not None
    assert "improvement_proposals" not in [figure.indicator for figure in found.steps]


def test_the_latest_drive_is_drawn(service: list[Figure]) -> None:
    later = [
        change(figure, figure_id=f"later:{number}", period="2023", known_from="2024-01-01")
        for number, figure in enumerate(service)
        if figure.indicator in ("problems_found", "problems_solved_on_site")
    ]

    found = find_service_steps([*later, *service], CODEBOOK)

    assert found is not None
    assert [figure.period for figure in found.steps] == ["2023", "2023"]
    assert "31d" in name(found.others)
