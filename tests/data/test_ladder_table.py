from collections.abc import Callable
from pathlib import Path

import pytest
from case_tables import read_cases

from helpers.data.codebook import read_codebook
from helpers.data.raw_data import read_raw_data
from helpers.problems import InputError

EditCell = Callable[[str, str, str, str], tuple[str, int]]


def test_the_enterprise_ladder_stands_from_leading_firms_down_to_small_ones(project: Path) -> None:
    rungs = [row["rung"] for row in read_codebook(project).ladder("enterprise")]

    assert rungs[0] == "leading_enterprises"
    assert rungs[-1] == "technology_smes"
    assert rungs.index("high_tech_national") < rungs.index("little_giants")


def test_a_rung_is_placed_by_its_order_not_by_its_line(
    project_copy: Path, edit_cell: EditCell
) -> None:
    edit_cell("ladders", "technology_smes", "order", "99")
    edit_cell("ladders", "leading_enterprises", "order", "8")

    rungs = [row["rung"] for row in read_codebook(project_copy).ladder("enterprise")]

    assert rungs[-2:] == ["leading_enterprises", "technology_smes"]


@pytest.mark.parametrize("column", ["stock", "newly_built", "award"])
def test_a_misspelt_indicator_is_named_by_file_line_and_column(
    project_copy: Path, edit_cell: EditCell, column: str
) -> None:
    _, line = edit_cell("ladders", "pilot_bases", column, "pilot_bases_openend")
    shown = (
        rf"data/raw/henan/ladders\.csv:{line}: {column}: 'pilot_bases_openend' is not in indicators"
    )

    with pytest.raises(InputError, match=shown):
        read_raw_data(project_copy, "henan")


# What was added in five years is not how many there are.
MISFITS = """
makerspaces | stock | provincial_makerspaces_new | is a flow; expected stock
makerspaces | newly_built | innovation_teams | is a stock; expected flow or cumul
makerspaces | award | innovation_teams | is a stock; expected rate
makerspaces | order | 1 | stands already on line
pilot_bases | level | municipal | '中试基地' stands already on line
makerspaces | newly_built | pilot_bases_opened | stands already on line
makerspaces | payers | city | payers: nothing is awarded
pilot_bases_municipal | payers | | payers: the payers of an award are missing
"""


@pytest.mark.parametrize(("rung", "column", "value", "wrong"), read_cases(MISFITS))
def test_a_rung_that_does_not_fit_is_named(
    project_copy: Path, edit_cell: EditCell, rung: str, column: str, value: str, wrong: str
) -> None:
    edit_cell("ladders", rung, column, value)

    with pytest.raises(InputError, match=wrong):
        read_raw_data(project_copy, "henan")


def test_the_same_name_may_stand_on_several_levels(project: Path) -> None:
    rows = read_codebook(project).ladder("platform")

    levels = [row["level"] for row in rows if row["name_zh"] == "产业技术创新联盟"]

    assert levels == ["national", "provincial", "several"]


def test_every_level_has_a_name_in_both_languages(project: Path) -> None:
    levels = read_codebook(project).labels["level"]

    assert levels["not_said"] == {"en": "level not said", "zh": "级别未说明"}
    assert set(levels) == {"national", "provincial", "municipal", "several", "not_said"}
