import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from helpers.data.cleaning import (
    clean_figures,
    clean_partnerships,
    clean_subject,
    save_cleaned,
    show_number,
    write_table,
)
from helpers.data.derivation import write_processed
from helpers.data.raw_data import RawData, read_raw_data
from helpers.data.tables.csv_tables import index_rows
from helpers.data.tables.data_package import read_package
from helpers.problems import InputError, UsageError
from helpers.project import PROCESSED_DESCRIPTOR

FIGURES = "data/processed/henan/figures.csv"
PROCESSED = ("figures.csv", "partnerships.csv", "derived.csv", "refused.csv")


def clean_row(raw: RawData, subject: str, figure_id: str) -> dict[str, str]:
    return index_rows(clean_subject(raw, subject), "figure_id")[figure_id]


def pick(row: dict[str, str], columns: str) -> dict[str, str]:
    return {column: row[column] for column in columns.split()}


# --- single figures, worked by hand ------------------------------------------------------------


def test_hundred_millions_become_units_with_the_step_of_the_last_printed_digit(
    raw: RawData,
) -> None:
    # 16.15亿元: 16.15 × 10^8 yuan, printed to 0.01 × 10^8 yuan
    row = clean_row(raw, "rd_expenditure", "luohe-plan-2021:9c")

    assert pick(row, "as_printed value value_low value_high unit decimals rounding_unit") == {
        "as_printed": "16.15亿元",
        "value": "1615000000",
        "value_low": "1615000000",
        "value_high": "1615000000",
        "unit": "元",
        "decimals": "2",
        "rounding_unit": "1000000",
    }


def test_a_percentage_keeps_its_printed_precision(raw: RawData) -> None:
    # 1% and 1.14% for the same year: the first is not 1.00%.
    plan = clean_row(raw, "rd_intensity", "luohe-plan-2021:9d")
    report = clean_row(raw, "rd_intensity", "luohe-report-2024:17i")

    columns = "value unit decimals rounding_unit"
    assert pick(plan, columns) == {"value": "1", "unit": "%", "decimals": "0", "rounding_unit": "1"}
    assert pick(report, columns) == {
        "value": "1.14",
        "unit": "%",
        "decimals": "2",
        "rounding_unit": "0.01",
    }


def test_over_three_hundred_has_a_lower_bound_only(raw: RawData) -> None:
    # 300多名
    row = clean_row(raw, "provincial_laboratory", "luohe-report-2024:10i")

    assert pick(row, "value value_low value_high qualifier unit") == {
        "value": "300",
        "value_low": "300",
        "value_high": "",
        "qualifier": "over",
        "unit": "人",
    }


def test_nearly_ten_thousand_has_an_upper_bound_only(raw: RawData) -> None:
    # 近万项
    row = clean_row(raw, "research_projects", "luohe-report-2024:17a")

    assert pick(row, "value value_low value_high qualifier unit") == {
        "value": "10000",
        "value_low": "",
        "value_high": "10000",
        "qualifier": "nearly",
        "unit": "项",
    }


def test_a_range_has_two_bounds_and_no_value(raw: RawData) -> None:
    # 5-8个
    row = clean_row(raw, "research_projects", "luohe-plan-2021:34a")

    assert pick(row, "value value_low value_high qualifier unit") == {
        "value": "",
        "value_low": "5",
        "value_high": "8",
        "qualifier": "range",
        "unit": "个",
    }


def test_a_bare_magnitude_spans_one_power_of_ten(raw: RawData) -> None:
    # 千亿级: from 1000 × 10^8 up to ten times that
    row = clean_row(raw, "plan_targets", "luohe-plan-2021:38a")

    assert pick(row, "value_low value_high qualifier unit") == {
        "value_low": "100000000000",
        "value_high": "1000000000000",
        "qualifier": "order_of_magnitude",
        "unit": "元",
    }


def test_an_amount_printed_for_each_is_marked(raw: RawData) -> None:
    # 市财政、受益财政各奖 300 万元; the next figure, 50 万元, is paid once
    each = clean_row(raw, "technology_finance", "puyang-reply-2022:33d")
    once = clean_row(raw, "technology_finance", "puyang-reply-2022:33e")

    assert pick(each, "each value") == {"each": "yes", "value": "3000000"}
    assert pick(once, "each value") == {"each": "no", "value": "500000"}


def test_a_deadline_has_no_first_day(raw: RawData) -> None:
    row = clean_row(raw, "high_tech_enterprises", "luohe-plan-2021:32b")

    assert pick(row, "period period_start period_end") == {
        "period": "by 2025",
        "period_start": "",
        "period_end": "2025-12-31",
    }


def test_an_open_period_has_no_last_day(raw: RawData) -> None:
    row = clean_row(raw, "technology_finance", "luohe-letter-2021:37a")

    assert pick(row, "period_start period_end") == {"period_start": "2021-01-01", "period_end": ""}


def test_half_a_year_is_not_stretched(raw: RawData) -> None:
    # 上半年, 4804人
    row = clean_row(raw, "talent_inflows", "luohe-report-2024:15s")

    assert pick(row, "value period_start period_end") == {
        "value": "4804",
        "period_start": "2024-01-01",
        "period_end": "2024-06-30",
    }


def test_a_misprint_is_read_as_corrected_and_kept_as_printed(raw: RawData) -> None:
    row = clean_row(raw, "construction", "puyang-reply-2022:33c")

    assert pick(row, "as_printed corrected value value_low value_high unit qualifier") == {
        "as_printed": "2 月多月",
        "corrected": "2个多月",
        "value": "2",
        "value_low": "2",
        "value_high": "",
        "unit": "个月",
        "qualifier": "over",
    }


def test_a_figure_counts_as_known_from_the_last_day_its_source_can_have_been_written(
    raw: RawData,
) -> None:
    # The reply is dated 24 June 2022; the newspaper appeared before 12 February 2021, new year.
    assert clean_row(raw, "cooperation", "puyang-reply-2022:27a")["known_from"] == "2022-06-24"
    assert clean_row(raw, "contracts", "jiaozuo-daily-2021:25a")["known_from"] == "2021-02-12"


def test_what_was_curated_is_not_changed(raw: RawData) -> None:
    sources = raw.index("sources", "source")
    for subject in raw.package.subjects:
        cleaned = index_rows(clean_subject(raw, subject), "figure_id")
        for figure_id, row in raw.index(subject, "figure_id").items():
            # The release year is that of the source where the row has none of its own.
            vintage = row["vintage"] or sources[row["source"]]["vintage"]
            expected = row | {"vintage": vintage}
            assert {column: cleaned[figure_id][column] for column in row} == expected


def test_a_figure_without_a_release_year_takes_that_of_its_source(raw: RawData) -> None:
    # The plan is of 2021. The database of 2024 gives GDP of 2022 as it was released in 2023.
    plan = clean_row(raw, "rd_expenditure", "luohe-plan-2021:9a")
    earlier = clean_row(raw, "economy", "city-database-6:luohe.gdp.2022")
    own = clean_row(raw, "economy", "city-database-6:luohe.gdp.2023")

    assert [row["vintage"] for row in (plan, earlier, own)] == ["2021", "2023", "2024"]


def test_a_figure_of_a_table_is_read_with_the_unit_of_the_table(raw: RawData) -> None:
    # 135144 in a table of 万元: 135144 × 10^4 yuan, printed to 10^4 yuan
    row = clean_row(raw, "rd_expenditure", "city-yearbook-2020:luohe.rd_expenditure.2019")

    assert pick(row, "as_printed table_unit value unit rounding_unit series") == {
        "as_printed": "135144",
        "table_unit": "万元",
        "value": "1351440000",
        "unit": "元",
        "rounding_unit": "10000",
        "series": "city-yearbook",
    }


def test_digits_that_a_copy_added_do_not_count_as_precision(raw: RawData) -> None:
    # 1764.0 in 亿元, rounded to 1亿元 in the compilation
    row = clean_row(raw, "economy", "city-database-6:luohe.gdp.2023")

    assert pick(row, "value rounding_unit") == {
        "value": "176400000000",
        "rounding_unit": "100000000",
    }


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
    [
        (None, ""),
        (Decimal("0"), "0"),
        (Decimal("0.86"), "0.86"),
        (Decimal("2.10"), "2.1"),
        (Decimal("5.00"), "5"),
        (Decimal("1E+9"), "1000000000"),
        (Decimal("1000"), "1000"),
        (Decimal("0.0000001"), "0.0000001"),
        (Decimal("-3.20"), "-3.2"),
    ],
)
def test_numbers_are_written_without_exponent_and_empty_digits(
    number: Decimal | None, text: str
) -> None:
    assert show_number(number) == text


# --- saving ------------------------------------------------------------------------------------


def test_subjects_stand_in_the_order_of_the_descriptor(raw: RawData) -> None:
    assert list(dict.fromkeys(clean_figures(raw)["subject"])) == raw.package.subjects


def test_saving_twice_changes_nothing(project_copy: Path, raw: RawData) -> None:
    path = project_copy / FIGURES
    path.unlink()
    assert save_cleaned(raw, project_copy) == [path]
    inode = path.stat().st_ino

    assert save_cleaned(raw, project_copy) == []
    assert path.stat().st_ino == inode


def test_a_row_that_does_not_fit_its_description_is_not_saved(
    project_copy: Path, raw: RawData
) -> None:
    before = (project_copy / FIGURES).read_bytes()
    table = read_package(PROCESSED_DESCRIPTOR, project_copy).tables["figures"]

    with pytest.raises(InputError, match="'about one' is not a number"):
        write_table(clean_subject(raw, "rd_intensity").assign(value="about one"), table)

    assert (project_copy / FIGURES).read_bytes() == before


def test_a_saved_file_is_utf_8_with_plain_line_ends_and_its_described_header(
    project_copy: Path, raw: RawData
) -> None:
    (project_copy / FIGURES).unlink()

    save_cleaned(raw, project_copy)

    content = (project_copy / FIGURES).read_bytes()
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


# --- what is committed -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "damage", ["missing", "truncated", "conflict marker", "not CSV", "another encoding"]
)
def test_the_committed_files_are_what_cleaning_gives_today_whatever_stood_there(
    project: Path, project_copy: Path, raw: RawData, damage: str
) -> None:
    for committed in PROCESSED:
        path = project_copy / "data/processed/henan" / committed
        content = path.read_bytes()
        path.unlink()
        if damage != "missing":
            path.write_bytes(
                {
                    "truncated": content[: len(content) // 2],
                    "conflict marker": b"<<<<<<< HEAD\n" + content + b">>>>>>> theirs\n",
                    "not CSV": b"\x00\x01\xff",
                    "another encoding": content.decode().encode("utf-16"),
                }[damage]
            )

    write_processed(raw, project_copy)

    for committed in PROCESSED:
        made, kept = (
            folder / "data/processed/henan" / committed for folder in (project_copy, project)
        )
        assert made.read_bytes() == kept.read_bytes()


def test_a_changed_raw_row_changes_its_own_line_of_the_output_only(
    project_copy: Path, edit_cell: Callable[[str, str, str, str], tuple[str, int]]
) -> None:
    before = (project_copy / FIGURES).read_text(encoding="utf-8").splitlines()
    edit_cell("rd_intensity", "luohe-plan-2021:9b", "as_printed", "0.87%")

    assert save_cleaned(read_raw_data(project_copy), project_copy) == [project_copy / FIGURES]

    after = (project_copy / FIGURES).read_text(encoding="utf-8").splitlines()
    (changed,) = [line for line, old in zip(after, before, strict=True) if line != old]
    assert changed.startswith("luohe-plan-2021:9b,")
    assert changed.count("0.87") == 4  # as printed, value, lower and upper bound


def test_a_subject_that_lost_its_last_row_leaves_no_rows_behind(project_copy: Path) -> None:
    path = project_copy / "data/raw/henan/rural_assistance.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")

    save_cleaned(read_raw_data(project_copy), project_copy)

    stored = (project_copy / FIGURES).read_text(encoding="utf-8")
    assert "rural_assistance" not in stored
    assert "rd_intensity" in stored
