import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from case_tables import read_cases, read_columns

from helpers.audit.doubts import write_processed
from helpers.data.cleaning import (
    clean_figures,
    clean_partnerships,
    clean_subject,
    show_number,
    write_table,
)
from helpers.data.raw_data import RawData, read_raw_data
from helpers.data.tables.csv_tables import index_rows
from helpers.data.tables.data_package import read_package
from helpers.problems import InputError, UsageError
from helpers.project import PROCESSED_DESCRIPTOR

FIGURES = "data/processed/henan/figures.csv"
PROCESSED = ("figures.csv", "partnerships.csv", "derived.csv", "refused.csv")


def clean_row(raw: RawData, subject: str, figure_id: str) -> dict[str, str]:
    return index_rows(clean_subject(raw, subject), "figure_id")[figure_id]


# --- single figures, worked by hand ------------------------------------------------------------

CLEANED = """
# hundred millions become units with the step of the last printed digit: 0.01 × 10^8 yuan
rd_expenditure | luohe-plan-2021:9c | as_printed 16.15亿元, value 1615000000, value_low 1615000000
, value_high 1615000000, unit 元, decimals 2, rounding_unit 1000000
# a percentage keeps its printed precision: 1% and 1.14%, the first is not 1.00%
rd_intensity | luohe-plan-2021:9d | value 1, unit %, decimals 0, rounding_unit 1
rd_intensity | luohe-report-2024:17i | value 1.14, unit %, decimals 2, rounding_unit 0.01
# over three hundred (300多名) has a lower bound only
provincial_laboratory | luohe-report-2024:10i | value 300, value_low 300, value_high
, qualifier over, unit 人
# nearly ten thousand (近万项) has an upper bound only
research_projects | luohe-report-2024:17a | value 10000, value_low, value_high 10000
, qualifier nearly, unit 项
# a range (5-8个) has two bounds and no value
research_projects | luohe-plan-2021:34a | value, value_low 5, value_high 8, qualifier range, unit 个
# a bare magnitude (千亿级) spans one power of ten
plan_targets | luohe-plan-2021:38a | value_low 100000000000, value_high 1000000000000
, qualifier order_of_magnitude, unit 元
# an amount printed for each (各奖 300 万元) is marked; the next, 50 万元, is paid once
technology_finance | puyang-reply-2022:33d | each yes, value 3000000
technology_finance | puyang-reply-2022:33e | each no, value 500000
# a deadline has no first day
high_tech_enterprises | luohe-plan-2021:32b | period by 2025, period_start, period_end 2025-12-31
# an open period has no last day
technology_finance | luohe-letter-2021:37a | period_start 2021-01-01, period_end
# half a year (上半年, 4804人) is not stretched
talent_inflows | luohe-report-2024:15s | value 4804, period_start 2024-01-01, period_end 2024-06-30
# a misprint is read as corrected and kept as printed
construction | puyang-reply-2022:33c | as_printed 2 月多月, corrected 2个多月, value 2, value_low 2
, value_high, unit 个月, qualifier over
# a figure counts as known from the last day of its source: 24 June 2022; before new year 2021
cooperation | puyang-reply-2022:27a | known_from 2022-06-24
contracts | jiaozuo-daily-2021:25a | known_from 2021-02-12
# a figure without a release year takes that of its source, or has its own
rd_expenditure | luohe-plan-2021:9a | vintage 2021
economy | city-database-6:luohe.gdp.2022 | vintage 2023
economy | city-database-6:luohe.gdp.2023 | vintage 2024
# a figure of a table is read with the unit of the table: 135144 × 10^4 yuan, to 10^4 yuan
rd_expenditure | city-yearbook-2020:luohe.rd_expenditure.2019 | as_printed 135144, unit 元
, table_unit 万元, value 1351440000, rounding_unit 10000, series city-yearbook
# digits that a copy added are no precision: 1764.0 in 亿元 is rounded to 1亿元
economy | city-database-6:luohe.gdp.2023 | value 176400000000, rounding_unit 100000000
"""


@pytest.mark.parametrize(("subject", "figure_id", "cells"), read_cases(CLEANED))
def test_a_figure_is_cleaned_as_worked_by_hand(
    raw: RawData, subject: str, figure_id: str, cells: str
) -> None:
    row = clean_row(raw, subject, figure_id)
    expected = read_columns(cells.replace(" , ", ", "))

    assert {column: row[column] for column in expected} == expected


def test_what_was_curated_is_not_changed(raw: RawData) -> None:
    sources = raw.index("sources", "source")
    for subject in raw.package.subjects:
        cleaned = index_rows(clean_subject(raw, subject), "figure_id")
        for figure_id, row in raw.index(subject, "figure_id").items():
            # The release year is that of the source where the row has none of its own.
            vintage = row["vintage"] or sources[row["source"]]["vintage"]
            expected = row | {"vintage": vintage}
            assert {column: cleaned[figure_id][column] for column in row} == expected


def test_rows_stay_in_the_order_of_the_file(raw: RawData) -> None:
    cleaned = clean_subject(raw, "talent_inflows")

    assert cleaned["figure_id"].tolist() == raw.frames["talent_inflows"]["figure_id"].tolist()


def test_an_unknown_subject_is_told_with_the_nearest_one(raw: RawData) -> None:
    with pytest.raises(UsageError, match=r"'talent_inflow'.*perhaps 'talent_inflows'"):
        clean_subject(raw, "talent_inflow")


def test_a_partnership_counts_as_known_from_the_last_day_of_its_source(raw: RawData) -> None:
    rows = index_rows(clean_partnerships(raw), "partnership_id")

    assert rows["puyang-reply-2022:p3"]["known_from"] == "2022-06-24"
    assert rows["luohe-letter-2021:p1"]["known_from"] == "2022-09-22"


@pytest.mark.parametrize(
    ("number", "text"),
    read_cases(
        """
        0 | 0
        0.86 | 0.86
        2.10 | 2.1
        5.00 | 5
        1E+9 | 1000000000
        1000 | 1000
        0.0000001 | 0.0000001
        -3.20 | -3.2
        """
    ),
)
def test_numbers_are_written_without_exponent_and_empty_digits(number: str, text: str) -> None:
    assert show_number(Decimal(number)) == text
    assert show_number(None) == ""


# --- saving ------------------------------------------------------------------------------------


def test_subjects_stand_in_the_order_of_the_descriptor(raw: RawData) -> None:
    rows = clean_figures(raw)

    assert list(dict.fromkeys(rows["subject"])) == raw.package.subjects
    assert rows.index.is_unique


def test_a_row_that_does_not_fit_its_description_is_not_saved(
    project_copy: Path, raw: RawData
) -> None:
    before = (project_copy / FIGURES).read_bytes()
    table = read_package(PROCESSED_DESCRIPTOR, project_copy).tables["figures"]

    with pytest.raises(InputError, match="'about one' is not a number"):
        write_table(clean_subject(raw, "rd_intensity").assign(value="about one"), table)

    assert (project_copy / FIGURES).read_bytes() == before


def test_a_saved_file_is_utf_8_with_plain_line_ends_and_its_header_and_saved_once(
    project_copy: Path, raw: RawData
) -> None:
    path = project_copy / FIGURES
    path.unlink()

    assert write_processed(raw, project_copy) == [path]

    content = path.read_bytes()
    descriptor = (project_copy / "data/raw/codebook/processed.tables.json").read_text(
        encoding="utf-8"
    )
    (fields,) = [
        resource["schema"]["fields"]
        for resource in json.loads(descriptor)["resources"]
        if resource["path"] == "figures.csv"
    ]
    header = ",".join(item["name"] for item in fields)
    assert content.decode("utf-8").startswith(f"{header}\n")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert not content.endswith(b"\n\n")
    inode = path.stat().st_ino
    assert write_processed(raw, project_copy) == []
    assert path.stat().st_ino == inode


# --- what is committed -------------------------------------------------------------------------


def test_the_committed_files_are_what_cleaning_gives_today_whatever_stood_there(
    project: Path, project_copy: Path, raw: RawData
) -> None:
    folders = [folder / "data/processed/henan" for folder in (project_copy, project)]
    figures, partnerships, derived, refused = (folders[0] / name for name in PROCESSED)
    figures.write_bytes(figures.read_bytes()[: figures.stat().st_size // 2])
    partnerships.write_bytes(b"<<<<<<< HEAD\n" + partnerships.read_bytes() + b">>>>>>> theirs\n")
    derived.write_bytes(derived.read_bytes().decode().encode("utf-16"))
    refused.unlink()

    write_processed(raw, project_copy)

    for name in PROCESSED:
        made, kept = (folder / name for folder in folders)
        assert made.read_bytes() == kept.read_bytes()


def test_a_changed_raw_row_changes_its_own_line_of_the_output_only(
    project_copy: Path, edit_cell: Callable[[str, str, str, str], tuple[str, int]]
) -> None:
    before = (project_copy / FIGURES).read_text(encoding="utf-8").splitlines()
    edit_cell("rd_intensity", "luohe-plan-2021:9b", "as_printed", "0.87%")

    raw = read_raw_data(project_copy)
    assert write_processed(raw, project_copy) == [project_copy / FIGURES]

    after = (project_copy / FIGURES).read_text(encoding="utf-8").splitlines()
    (changed,) = [line for line, old in zip(after, before, strict=True) if line != old]
    assert changed.startswith("luohe-plan-2021:9b,")
    assert changed.count("0.87") == 4  # as printed, value, lower and upper bound


def test_a_subject_that_lost_its_last_row_leaves_no_rows_behind(project_copy: Path) -> None:
    path = project_copy / "data/raw/henan/rural_assistance.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")

    write_processed(read_raw_data(project_copy), project_copy)

    stored = (project_copy / FIGURES).read_text(encoding="utf-8")
    assert "rural_assistance" not in stored
    assert "rd_intensity" in stored
