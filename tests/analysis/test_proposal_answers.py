import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from helpers.analysis.proposal_answers import read_proposal_labels, read_proposals
from helpers.data.figures import list_rows
from helpers.data.raw_data import read_raw_data
from helpers.problems import InputError, UsageError

Edit = Callable[[str, str, str, str], tuple[str, int]]
LETTER, REPLY = "luohe-letter-2021:r1", "puyang-reply-2022:r1"


def find(frame: pd.DataFrame, identifier: str) -> dict[str, Any]:
    (row,) = list_rows(frame[frame["proposal_id"].eq(identifier)])
    return row


@pytest.fixture(scope="module")
def proposals(project: Path) -> pd.DataFrame:
    return read_proposals("", project)


def test_the_days_of_the_reply_are_read_and_the_time_to_issue_is_worked_out(
    proposals: pd.DataFrame,
) -> None:
    reply = find(proposals, REPLY)

    # Lines 47 and 59: 28 June - 24 June = 4 days; the day of receipt is not printed.
    assert reply["answered"] == pd.Timestamp("2022-06-24")
    assert reply["issued"] == pd.Timestamp("2022-06-28")
    assert reply["days_to_issue"] == 4
    assert pd.isna(reply["received"])
    assert pd.isna(reply["days_to_answer"])


def test_an_undated_letter_has_no_days_and_no_points(proposals: pd.DataFrame) -> None:
    letter = find(proposals, LETTER)
    unknown = ["received", "answered", "issued", "days_to_answer", "days_to_issue"]

    assert all(pd.isna(letter[name]) for name in (*unknown, "points_raised", "points_answered"))
    assert letter["role"] == "assisting"


def test_the_degree_of_satisfaction_is_left_open_with_the_reason(proposals: pd.DataFrame) -> None:
    reply = find(proposals, REPLY)

    assert (reply["result_class"], reply["satisfaction"]) == ("A", "")
    assert reply["satisfaction_note_en"]
    assert reply["satisfaction_note_zh"]


@pytest.mark.parametrize(
    ("as_of", "known"),
    [
        ("2022-06-23", []),
        # Written on the 24th, but the row prints the 28th, which nobody knew before.
        ("2022-06-27", []),
        ("2022-06-28", [REPLY]),
        # The letter was written by 22 September 2022 at the latest.
        ("2022-09-21", [REPLY]),
        ("2022-09-22", [LETTER, REPLY]),
    ],
)
def test_an_answer_is_known_once_it_is_written_and_issued(
    project: Path, as_of: str, known: list[str]
) -> None:
    assert read_proposals(as_of, project)["proposal_id"].tolist() == known


def test_a_day_that_is_none_is_refused(project: Path) -> None:
    with pytest.raises(UsageError, match="not a date"):
        read_proposals("2022-02-30", project)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("issued", "2022-06-23", "issued: 2022-06-23 is before answered, 2022-06-24"),
        ("received", "2022-06-25", "answered: 2022-06-24 is before received, 2022-06-25"),
        ("answered", "24 June 2022", "answered: '24 June 2022' is not a date"),
        ("points_answered", "5", "points_answered: 5 of 4 points are answered"),
        ("points_raised", "", "points_raised: the cell is empty"),
        ("satisfaction", "satisfied", "satisfaction: a degree stands beside the reason"),
        ("satisfaction", "delighted", "satisfaction: 'delighted' is not known"),
        ("body", "people_congres", "body: 'people_congres' is not known; expected perhaps"),
    ],
)
def test_a_row_that_cannot_be_is_named_by_file_line_and_column(
    project_copy: Path, edit_cell: Edit, column: str, value: str, told: str
) -> None:
    file, line = edit_cell("proposals", REPLY, column, value)

    with pytest.raises(InputError, match=re.escape(f"{file}:{line}: {told}")):
        read_proposals("", project_copy)


def test_a_reply_issued_on_the_day_it_is_dated_took_no_day(
    project_copy: Path, edit_cell: Edit
) -> None:
    edit_cell("proposals", REPLY, "issued", "2022-06-24")
    edit_cell("proposals", REPLY, "received", "2022-05-25")

    reply = find(read_proposals("", project_copy), REPLY)

    # May has 31 days: 31 - 25 + 24 = 30.
    assert (reply["days_to_answer"], reply["days_to_issue"]) == (30, 0)


def test_coded_values_have_labels_in_both_languages(project: Path) -> None:
    labels = read_proposal_labels(project)

    assert labels["kind"]["proposal"] == {"en": "proposal", "zh": "提案"}
    assert set(labels) == {"body", "kind", "role", "addressee_kind", "satisfaction"}


def test_a_table_that_is_missing_is_named(project_copy: Path) -> None:
    (project_copy / "data/raw/henan/proposals.csv").unlink()

    with pytest.raises(InputError, match=r"data/raw/henan/proposals\.csv: the file is missing"):
        read_proposals("", project_copy)


# --- held against the documents ----------------------------------------------------------------


@pytest.fixture(scope="module")
def reply_lines(project: Path, documents: Path) -> list[str]:
    sources = pd.read_csv(project / "data/raw/henan/sources.csv", dtype=str).set_index("source")
    name = sources.loc["puyang-reply-2022", "file"]
    return (documents / str(name)).read_text(encoding="utf-8").splitlines()


def test_the_lines_cited_for_the_reply_print_what_the_row_says(
    reply_lines: list[str], proposals: pd.DataFrame
) -> None:
    cited = find(proposals, REPLY)["locator"].removeprefix("line ").split("|")
    text = "\n".join(reply_lines[int(line) - 1] for line in cited)

    for token in ("办理结果：A", "八届六次", "第178号提案", "濮科〔2022〕32号", "✓"):
        assert token in text
    assert re.search("2022年6月24日\n2022年6月28日印发", text)


def test_the_points_of_the_reply_are_those_under_numbered_headings(
    reply_lines: list[str], proposals: pd.DataFrame
) -> None:
    # 一、关于…的建议。 to 四、关于…的建议。, each with text below it before the next.
    headings = [
        number
        for number, line in enumerate(reply_lines)
        if re.match("[一二三四五六]、关于.*的建议。$", line)
    ]
    reply = find(proposals, REPLY)

    assert len(headings) == reply["points_raised"] == 4
    answered = [number for number in headings if reply_lines[number + 2].strip()]
    assert len(answered) == reply["points_answered"]


def test_no_name_and_no_telephone_number_stands_in_the_register(project: Path) -> None:
    text = (project / "data/raw/henan/proposals.csv").read_text(encoding="utf-8")

    assert not re.search(r"[0-9]{7}|联系人|签发人|委员[:：]", text)


@pytest.mark.parametrize("key", ["place", "source"])
def test_a_row_that_refers_to_nothing_is_refused(
    project_copy: Path, edit_cell: Edit, key: str
) -> None:
    edit_cell("proposals", REPLY, key, "nowhere")

    with pytest.raises(InputError, match=f"{key}: 'nowhere' is not in {key}s.csv"):
        read_raw_data(project_copy)
