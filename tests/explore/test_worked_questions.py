"""The worked questions of the exploring notebook, run here as its cells stand there."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from helpers.explore import compare, label, targets
from helpers.explore.widget import Explorer

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_the_project")]

OpenShell = Callable[..., Any]


def ask_again(project: Path, open_shell: OpenShell, **choice: object) -> list[Any]:
    """Run the notebook, choose something else, and run the cells below the explorer again."""
    text = (project / "notebooks/00-explore.ipynb").read_text(encoding="utf-8")
    cells = ["".join(c["source"]) for c in json.loads(text)["cells"] if c["cell_type"] == "code"]
    shell = open_shell()
    for cell in cells[:2]:
        shell.run_cell(cell)
    explorer: Explorer = shell.user_ns["explorer"]
    explorer.set_state(choice)
    answers = [shell.run_cell(cell) for cell in cells[2:]]
    assert all(answer.success for answer in answers)
    return [answer.result for answer in answers]


def read_words(table: pd.DataFrame) -> list[str]:
    shown = table.reset_index()
    return [str(word) for word in [*shown.columns, *shown.to_numpy().ravel()]]


def test_the_results_follow_the_language_of_the_switch(
    project: Path, open_shell: OpenShell
) -> None:
    *tables, origin = ask_again(project, open_shell, language="zh")
    first, pace, versions = tables

    assert first.loc["洛阳", "首次越线"] == "2020"
    assert pace["地区"].tolist() == ["焦作"]
    assert versions.loc[("洛阳", "2020年"), "值"].tolist() == [2.80, 2.82]
    words = [word for table in [*tables, origin] for word in read_words(table)]
    latin = [word for word in words if re.search("[A-Za-z]{3}", word)]
    assert set(latin) <= {"index", origin.columns[0]}  # the identifier of a row has no other name


@pytest.mark.parametrize("indicator", ["talents_attracted", "rd_expenditure_over_gdp"])
def test_a_question_without_an_answer_gives_an_empty_table(
    project: Path, open_shell: OpenShell, indicator: str
) -> None:
    first, _, versions, _ = ask_again(
        project, open_shell, indicator=indicator, as_of="2013-01-01", language="zh"
    )

    assert (len(first), len(versions)) == (0, 0)


def test_a_label_changes_what_is_shown_and_not_the_table() -> None:
    table = targets("jiaozuo")
    shown = label(table, "zh")

    assert shown.iloc[0]["地区"] == "焦作"
    assert table.iloc[0]["place"] == "jiaozuo"
    assert label(pd.DataFrame({"my own": ["x"]}), "zh").columns.tolist() == ["my own"]


def test_a_label_names_places_and_periods_in_both_directions_of_a_table() -> None:
    shown = label(compare("talents_attracted", "luohe"), "zh")

    assert (shown.index.tolist(), shown.columns.tolist()) == (["漯河"], ["2023年", "2024年上半年"])
    assert (shown.index.name, shown.columns.name) == ("地区", "时期")


def test_targets_in_words_have_their_reason_in_words() -> None:
    (row,) = targets("jiaozuo", language="en").to_dict("records")[:1]

    assert (row["target"], row["verdict"]) == ("at least 300", "not judged")
    assert row["reason"] == "no figure for 2021 (nearest before: 2015, nearest after: 2023)"
