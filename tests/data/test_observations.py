import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from helpers.data.observations import (
    read_derived,
    read_observations,
    read_partnerships,
    read_refused,
    select,
)
from helpers.problems import UsageError


@pytest.fixture(scope="module")
def observations(project: Path) -> pd.DataFrame:
    return read_observations(project=project)


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def find_row(observations: pd.DataFrame, figure_id: str) -> dict[str, Any]:
    (row,) = observations[observations["figure_id"].eq(figure_id)].to_dict("records")
    return {str(name): value for name, value in row.items()}


# --- reading -----------------------------------------------------------------------------------


def test_every_row_of_the_file_is_read_in_its_order(project: Path) -> None:
    rows = read_rows(project / "data/processed/henan/figures.csv")
    observations = read_observations("", project, "henan")

    assert observations["figure_id"].tolist() == [row["figure_id"] for row in rows]
    assert observations.columns.tolist() == [*rows[0], "figure"]
    assert observations.index.tolist() == list(range(len(rows)))


def test_numbers_are_numbers_and_what_is_not_printed_is_missing(observations: pd.DataFrame) -> None:
    amount = find_row(observations, "luohe-plan-2021:9c")  # 16.15亿元
    span = find_row(observations, "luohe-plan-2021:110b")  # 2-3家 has no single value
    bound = find_row(observations, "jiaozuo-daily-2021:288a")  # 300家以上

    assert (amount["value"], amount["rounding_unit"]) == (1_615_000_000, 1_000_000)
    assert pd.isna(span["value"])
    assert (span["value_low"], span["value_high"]) == (2, 3)
    assert bound["value_low"] == 300
    assert pd.isna(bound["value_high"])


def test_columns_have_the_types_that_are_promised_and_no_text_is_nan(
    observations: pd.DataFrame,
) -> None:
    for name in ("value", "value_low", "value_high", "rounding_unit"):
        assert observations[name].dtype == "float64"
    assert observations["decimals"].dtype == "int64"
    for name in ("period_start", "period_end", "known_from"):
        assert pd.api.types.is_datetime64_any_dtype(observations[name])
    text = [name for name in observations.columns if observations[name].dtype == "str"]
    assert {"figure_id", "as_printed", "period", "entity", "note_zh"} <= set(text)
    assert not observations[text].isna().to_numpy().any()


def test_another_project_is_read_where_it_is_given(
    project_copy: Path, observations: pd.DataFrame
) -> None:
    path = project_copy / "data/processed/henan/figures.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:3]), encoding="utf-8")

    assert len(read_observations("", project_copy, "henan")) == 2
    assert len(observations) > 2


# --- what was known on a day -------------------------------------------------------------------


def test_a_document_is_known_from_the_last_day_it_can_have_been_written(project: Path) -> None:
    # The plan was written in 2021; on what day is not printed.
    before = read_observations("2021-12-30", project)
    on_the_day = read_observations("2021-12-31", project)

    assert "luohe-plan-2021" not in set(before["source"])
    assert "luohe-plan-2021" in set(on_the_day["source"])


def test_at_the_end_of_2022_the_report_of_2024_is_not_known(project: Path) -> None:
    known = read_observations("2022-12-31", project)
    assert known.columns.tolist() == read_observations("", project).columns.tolist()
    assert known.index.tolist() == list(range(len(known)))

    texts = {"luohe-plan-2021", "luohe-letter-2021", "puyang-reply-2022", "jiaozuo-daily-2021"}
    assert set(known["source"]) & {"luohe-report-2024", *texts} == texts
    assert known["known_from"].max() <= pd.Timestamp("2022-12-31")
    assert "city-yearbook-2021" in set(known["source"])  # out by the end of 2022
    assert "city-yearbook-2022" not in set(known["source"])
    assert known.index.tolist() == list(range(len(known)))


def test_before_the_first_document_nothing_is_known_and_without_a_day_all(
    project: Path, observations: pd.DataFrame
) -> None:
    assert read_observations("2013-06-29", project).empty  # the first yearbook: by 30 June 2013
    assert not read_observations("2013-06-30", project).empty
    assert read_partnerships("2020-12-31", project).empty
    assert len(read_observations("9999-12-31", project)) == len(observations)


def test_a_derived_value_is_known_when_both_its_inputs_are(project: Path) -> None:
    # R&D and GDP of 2019 are in the yearbooks of 2020, out by the end of 2021.
    name = "rd_expenditure_over_gdp.luohe.2019"

    assert name not in set(read_derived("2021-12-30", project)["derived_id"])
    assert name in set(read_derived("2021-12-31", project)["derived_id"])


def test_a_refusal_is_known_when_both_its_figures_are(project: Path) -> None:
    # The plan is known from the end of 2021, GDP of 2020 from the end of 2022.
    name = "city-yearbook-2021-gdp:luohe.gdp.2020"

    assert name not in set(read_refused("2022-12-30", project)["denominator_id"])
    assert name in set(read_refused("2022-12-31", project)["denominator_id"])


def test_partnerships_have_the_same_days(project: Path) -> None:
    assert set(read_partnerships("2021-06-01", project)["source"]) == {"jiaozuo-daily-2021"}


@pytest.mark.parametrize("read", [read_observations, read_partnerships])
@pytest.mark.parametrize("day", ["2022", "2022-13-01", "2022-02-30", "31.12.2022", "last year"])
def test_what_is_no_day_is_refused_and_named(
    project: Path, read: Callable[[str, Path], pd.DataFrame], day: str
) -> None:
    with pytest.raises(UsageError, match=r"2022-12-31") as caught:
        read(day, project)

    assert repr(day) in str(caught.value)


# --- choosing ----------------------------------------------------------------------------------


def test_rows_are_chosen_by_the_values_of_their_columns(observations: pd.DataFrame) -> None:
    chosen = select(observations, place="luohe", indicator="rd_intensity")

    assert sorted(chosen["as_printed"]) == ["0.86%", "1%", "1.14%", "2.1%"]


def test_a_list_of_values_keeps_the_order_of_the_rows(observations: pd.DataFrame) -> None:
    chosen = select(observations, figure_id=["luohe-report-2024:17i", "luohe-plan-2021:9b"])

    assert chosen["figure_id"].tolist() == ["luohe-plan-2021:9b", "luohe-report-2024:17i"]


def test_no_criteria_keep_everything(observations: pd.DataFrame) -> None:
    assert len(select(observations)) == len(observations)


def test_what_one_place_does_not_print_is_nothing_and_no_error(observations: pd.DataFrame) -> None:
    # Both values exist; that Puyang prints no R&D intensity is a result.
    assert select(observations, place="puyang", indicator="rd_intensity").empty
    assert select(observations, indicator="rd_intensity", place="puyang").empty


def test_a_column_that_does_not_exist_is_refused_and_the_nearest_is_named(
    observations: pd.DataFrame,
) -> None:
    with pytest.raises(UsageError, match=r"'indicater'.*'indicator'"):
        select(observations, indicater="rd_intensity")


@pytest.mark.parametrize("wanted", ["loohe", ["luohe", "loohe"]])
def test_a_value_that_stands_nowhere_is_refused_and_the_nearest_is_named(
    observations: pd.DataFrame, wanted: str | list[str]
) -> None:
    with pytest.raises(UsageError, match=r"'loohe'.*'luohe'"):
        select(observations, place=wanted)


def test_choosing_leaves_the_table_as_it_was(observations: pd.DataFrame) -> None:
    before = observations.copy()

    select(observations, place="luohe")

    pd.testing.assert_frame_equal(observations, before)
