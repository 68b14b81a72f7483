from pathlib import Path

import pandas as pd
import pytest

from helpers.problems import UsageError
from helpers.reports.known_figures import audit_known, read_known
from helpers.reports.report import open_report

pytestmark = pytest.mark.slow

PROCESSED = Path("data/processed/henan/figures.csv")


def test_what_was_read_is_not_read_again_while_no_file_changes(project_copy: Path) -> None:
    assert read_known(project_copy) is read_known(project_copy)
    assert audit_known(project_copy, around="luohe") is audit_known(project_copy, around="puyang")


def test_a_file_that_changes_is_read_again(project_copy: Path) -> None:
    before = read_known(project_copy)
    path = project_copy / PROCESSED
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8", newline="")

    after = read_known(project_copy)

    assert len(after.observations) == len(before.observations) - 1


def test_figures_of_documents_written_later_are_left_out(project: Path) -> None:
    known = read_known(project, "2022-12-31")

    assert known.observations["known_from"].max() <= pd.Timestamp("2022-12-31")
    assert 0 < len(known.observations) < len(read_known(project).observations)


def test_standings_of_one_day_are_not_those_of_another(project: Path) -> None:
    early, late = (open_report("en", day, project) for day in ("2022-12-31", ""))

    # The yearbook of 2024 printed Luohe's high-tech enterprises of 2023.
    assert late.find_standing("high_tech_enterprises", "luohe", "2023") is not None
    assert early.find_standing("high_tech_enterprises", "luohe", "2023") is None


def test_days_between_two_documents_share_what_was_known(project: Path) -> None:
    last = read_known(project).observations["known_from"].max()
    one, two = (str((last + pd.Timedelta(days=days)).date()) for days in (400, 401))

    assert read_known(project, one) is read_known(project, two)


def test_nothing_is_known_before_the_first_document(project: Path) -> None:
    assert read_known(project, "1999-12-31").observations.empty
    assert audit_known(project, "1999-12-31") == ()


def test_a_day_that_is_none_is_told_each_time(project: Path) -> None:
    for _ in range(2):
        with pytest.raises(UsageError, match="is not a date"):
            read_known(project, "yesterday")


def test_all_text_lies_in_one_array_and_is_as_it_was_read(project: Path) -> None:
    frame = read_known(project).observations

    assert frame["as_printed"].dtype == "object"
    assert not frame[["as_printed", "entity", "note_zh"]].isna().to_numpy().any()
