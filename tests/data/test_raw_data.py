from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from raw_paths import raw_path

from helpers.data.raw_data import RawData, read_raw_data
from helpers.problems import InputError, Problem

EditCell = Callable[[str, str, str, str], tuple[str, int]]


def read_problems(project: Path) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read_raw_data(project)
    return caught.value.problems


def read_problem(project: Path) -> Problem:
    problems = read_problems(project)
    assert len(problems) == 1, problems
    return problems[0]


def place_of(problem: Problem) -> tuple[str, int]:
    return problem.file, problem.line


def repeat_row(project: Path, table: str, key: str, new_key: str) -> int:
    path = project / raw_path(table)
    lines = path.read_text(encoding="utf-8").splitlines()
    (row,) = [line for line in lines if line.startswith(f"{key},")]
    lines.append(row.replace(key, new_key, 1))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


# --- what is understood ------------------------------------------------------------------------


def test_every_row_of_figures_has_been_read(raw: RawData) -> None:
    identifiers = [key for name in raw.package.subjects for key in raw.frames[name]["figure_id"]]

    assert sorted(raw.readings) == sorted(identifiers)


def test_a_reading_has_number_unit_and_period_of_the_row(raw: RawData) -> None:
    # 漯河 plan, line 9: 2020年全社会R&D投入共统计上报16.15亿元
    reading = raw.readings["luohe-plan-2021:9c"]

    assert reading.figure.as_printed == "16.15亿元"
    assert reading.figure.value == Decimal(1_615_000_000)
    assert (reading.unit, reading.period.text) == ("元", "2020")
    assert reading.corrected == ""


@pytest.mark.parametrize(
    ("figure_id", "unit"),
    [
        ("luohe-report-2024:10e", "人"),  # 12名
        ("luohe-report-2024:13i", "人"),  # 5位
        ("luohe-report-2024:10q", "人次"),  # 40余人次
        ("luohe-report-2024:10s", "次"),  # 62场次
        ("luohe-report-2024:17l", "位次"),  # 第二位
        ("luohe-report-2024:15t", "位次"),  # 第一名
        ("jiaozuo-daily-2021:375a", "位次"),  # 第一个
        ("jiaozuo-daily-2021:84a", "位次"),  # 第一, no measure word
        ("luohe-report-2024:15h", "个"),  # 211个
        ("luohe-plan-2021:34a", "个"),  # 5-8个
        ("luohe-plan-2021:97a", "项"),  # 5-8项, the same indicator
        ("luohe-letter-2021:41a", "元"),  # 万亿, no unit printed
        ("jiaozuo-daily-2021:22a", "吨"),  # 万吨级
    ],
)
def test_the_printed_measure_word_stands_for_a_unit_of_the_codebook(
    raw: RawData, figure_id: str, unit: str
) -> None:
    assert raw.readings[figure_id].unit == unit


def test_rows_can_be_looked_up_by_their_key(raw: RawData) -> None:
    assert raw.index("places", "place")["luohe"]["name_zh"] == "漯河市"


# --- references --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "key", "column", "misspelt", "meant"),
    [
        ("rd_intensity", "luohe-plan-2021:9b", "place", "luohee", "luohe"),
        ("rd_intensity", "luohe-plan-2021:9b", "indicator", "rd_intensty", "rd_intensity"),
        ("rd_intensity", "luohe-plan-2021:9b", "source", "luohe-plan-2012", "luohe-plan-2021"),
        (
            "firm_figures",
            "jiaozuo-daily-2021:378a",
            "entity",
            "jinye-acetate-fiber",
            "jinye-acetate-fibre",
        ),
        (
            "partnerships",
            "luohe-letter-2021:p8",
            "partner",
            "henan-univercity-of-technology",
            "henan-university-of-technology",
        ),
        ("places", "wuzhi", "parent", "jiaozou", "jiaozuo"),
    ],
)
def test_a_name_that_is_not_in_its_list_is_told_with_the_nearest_one(
    project_copy: Path,
    edit_cell: EditCell,
    table: str,
    key: str,
    column: str,
    misspelt: str,
    meant: str,
) -> None:
    place = edit_cell(table, key, column, misspelt)

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (place, column)
    assert problem.wrong.startswith(f"{misspelt!r} is not in ")
    assert problem.expected == f"perhaps {meant!r}"


# --- tokens, units and periods -----------------------------------------------------------------


@pytest.mark.parametrize("token", ["若干家", "101家101", "101 zhang"])
def test_a_token_that_cannot_be_read_is_named(
    project_copy: Path, edit_cell: EditCell, token: str
) -> None:
    place = edit_cell("high_tech_enterprises", "luohe-plan-2021:11a", "as_printed", token)

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (place, "as_printed")
    assert repr(token) in problem.wrong


@pytest.mark.parametrize(
    ("table", "key", "token", "word", "expected"),
    [
        ("rd_intensity", "luohe-plan-2021:9b", "0.86亿元", "'元'", "% for rd_intensity"),
        ("rd_expenditure", "luohe-plan-2021:9a", "13.45%", "'%'", "元 for rd_expenditure"),
        (
            "rd_expenditure",
            "luohe-report-2024:17l",
            "2位",
            "'位'",
            "位次 for rd_activity_coverage_rank",
        ),
        (
            "research_projects",
            "luohe-plan-2021:97a",
            "5-8家",
            "'家'",
            "个 or 项 for municipal_major_projects_started",
        ),
        (
            "research_projects",
            "luohe-plan-2021:97a",
            "5-8",
            "'no unit'",
            "个 or 项 for municipal_major_projects_started",
        ),
    ],
)
def test_a_unit_that_is_not_one_of_the_indicator_is_refused(
    project_copy: Path,
    edit_cell: EditCell,
    table: str,
    key: str,
    token: str,
    word: str,
    expected: str,
) -> None:
    place = edit_cell(table, key, "as_printed", token)

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (place, "as_printed")
    assert problem.wrong == f"{token!r} is printed in {word}"
    assert problem.expected == expected


@pytest.mark.parametrize("text", ["2019-13", "2020/2016"])
def test_a_period_that_cannot_be_read_is_named(
    project_copy: Path, edit_cell: EditCell, text: str
) -> None:
    place = edit_cell("rd_intensity", "luohe-plan-2021:9b", "period", text)

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (place, "period")
    assert repr(text) in problem.wrong
    assert problem.expected.startswith("a period such as ")


# --- what kind of statement --------------------------------------------------------------------


def test_a_measure_that_contradicts_the_codebook_is_refused(
    project_copy: Path, edit_cell: EditCell
) -> None:
    place = edit_cell("rd_intensity", "luohe-plan-2021:9b", "measure", "stock")

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (place, "measure")
    assert problem.wrong.startswith("'stock' contradicts")
    assert problem.expected.startswith("'rate'")


@pytest.mark.parametrize(
    ("table", "key", "basis", "written"),
    [
        # by 2025, each 2021/2025 and 2021/.. in documents of 2021 and 2022
        ("rd_intensity", "luohe-plan-2021:31a", "actual", "2021-12-31"),
        ("rd_intensity", "luohe-plan-2021:31a", "estimate", "2021-12-31"),
        ("rd_expenditure", "luohe-plan-2021:31c", "actual", "2021-12-31"),
        ("cooperation", "luohe-letter-2021:37f", "actual", "2022-09-22"),
        # by 2021 in a newspaper of February 2021
        ("high_tech_enterprises", "jiaozuo-daily-2021:288a", "actual", "2021-02-12"),
    ],
)
def test_a_target_is_not_taken_for_a_statement_about_the_past(
    project_copy: Path, edit_cell: EditCell, table: str, key: str, basis: str, written: str
) -> None:
    place = edit_cell(table, key, "basis", basis)

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (place, "basis")
    assert repr(basis) in problem.wrong
    assert f"written by {written}" in problem.wrong
    assert problem.expected == "target, forecast or policy"


def test_an_actual_of_a_year_after_the_source_was_written_is_refused(
    project_copy: Path, edit_cell: EditCell
) -> None:
    place = edit_cell("rd_intensity", "luohe-plan-2021:9b", "period", "2022")

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (place, "basis")


@pytest.mark.parametrize("basis", ["forecast", "policy"])
def test_a_statement_about_the_future_may_reach_beyond_its_source(
    project_copy: Path, edit_cell: EditCell, basis: str
) -> None:
    edit_cell("rd_intensity", "luohe-plan-2021:31a", "basis", basis)

    assert read_raw_data(project_copy).readings["luohe-plan-2021:31a"].period.text == "by 2025"


def test_an_inferred_period_needs_its_evidence(project_copy: Path, edit_cell: EditCell) -> None:
    place = edit_cell("rd_intensity", "luohe-plan-2021:31a", "period_evidence", "")

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (place, "period_evidence")
    assert "inferred" in problem.wrong


def test_a_printed_period_has_no_evidence(project_copy: Path, edit_cell: EditCell) -> None:
    place = edit_cell("rd_intensity", "luohe-plan-2021:9b", "period_evidence", "sentence")

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (place, "period_evidence")
    assert "printed" in problem.wrong


@pytest.mark.parametrize(
    ("table", "key", "scope"),
    [
        ("firm_figures", "jiaozuo-daily-2021:378a", "firm"),
        ("provincial_laboratory", "luohe-report-2024:10e", "institution"),
    ],
)
def test_a_figure_of_one_firm_or_institution_names_it(
    project_copy: Path, edit_cell: EditCell, table: str, key: str, scope: str
) -> None:
    place = edit_cell(table, key, "entity", "")

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (place, "entity")
    assert repr(scope) in problem.wrong


@pytest.mark.parametrize("column", ["note_zh", "note_en"])
def test_a_note_stands_in_both_languages(
    project_copy: Path, edit_cell: EditCell, column: str
) -> None:
    place = edit_cell("rd_intensity", "luohe-plan-2021:9d", column, "")

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (place, column)
    assert "one language only" in problem.wrong


@pytest.mark.parametrize(
    ("column", "value", "beginning"),
    [
        ("locator", "line 31", "luohe-plan-2021:31"),
        ("source", "luohe-letter-2021", "luohe-letter-2021:9"),
        ("figure_id", "luohe-plan-2021:10y", "luohe-plan-2021:9"),
    ],
)
def test_an_identifier_names_the_source_and_line_of_its_row(
    project_copy: Path, edit_cell: EditCell, column: str, value: str, beginning: str
) -> None:
    place = edit_cell("rd_intensity", "luohe-plan-2021:9b", column, value)

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (place, "figure_id")
    assert problem.expected.endswith(f" {beginning}")


def test_an_indicator_in_the_file_of_another_subject_is_told_where_it_belongs(
    project_copy: Path, edit_cell: EditCell
) -> None:
    # Also a rate in per cent: nothing but the subject is wrong.
    place = edit_cell("rd_intensity", "luohe-plan-2021:9b", "indicator", "firm_rd_over_sales")

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (place, "indicator")
    assert problem.wrong == "'firm_rd_over_sales' belongs to firm_figures.csv"


# --- twins -------------------------------------------------------------------------------------


def test_a_row_that_repeats_another_is_told_with_its_line(project_copy: Path) -> None:
    line = repeat_row(project_copy, "rd_intensity", "luohe-plan-2021:9b", "luohe-plan-2021:9z")

    problem = read_problem(project_copy)

    assert place_of(problem) == ("data/raw/henan/rd_intensity.csv", line)
    assert problem.wrong == "the row repeats line 2"


def test_the_same_token_with_another_label_is_another_figure(
    project_copy: Path, edit_cell: EditCell
) -> None:
    repeat_row(project_copy, "rd_intensity", "luohe-plan-2021:9b", "luohe-plan-2021:9z")
    edit_cell("rd_intensity", "luohe-plan-2021:9z", "label", "占GDP比重")

    assert "luohe-plan-2021:9z" in read_raw_data(project_copy).readings


def test_an_identifier_used_twice_in_a_file_is_refused(project_copy: Path) -> None:
    line = repeat_row(project_copy, "rd_intensity", "luohe-plan-2021:9b", "luohe-plan-2021:9b")

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (
        ("data/raw/henan/rd_intensity.csv", line),
        "figure_id",
    )
    assert problem.wrong.endswith("stands already on line 2")


def test_an_identifier_used_in_two_files_is_told_with_the_other_place(
    project_copy: Path, edit_cell: EditCell
) -> None:
    place = edit_cell("rd_expenditure", "luohe-plan-2021:9a", "figure_id", "luohe-plan-2021:9b")

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (place, "figure_id")
    assert (
        problem.wrong == "'luohe-plan-2021:9b' stands already in data/raw/henan/rd_intensity.csv:2"
    )


# --- corrections -------------------------------------------------------------------------------

MISPRINT = "puyang-reply-2022:33c"


def test_a_misprint_is_read_as_corrected(raw: RawData) -> None:
    # 濮阳 reply, line 33, prints 2 月多月 for 2个多月: over two months.
    reading = raw.readings[MISPRINT]

    assert reading.corrected == "2个多月"
    assert (reading.figure.value, reading.unit) == (Decimal(2), "个月")


def test_a_correction_that_no_longer_matches_stops_the_run(
    project_copy: Path, edit_cell: EditCell
) -> None:
    edit_cell("construction", MISPRINT, "as_printed", "3个多月")

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (("data/raw/henan/corrections.csv", 2), "expect")
    assert problem.wrong == f"{MISPRINT} now reads '3个多月'"
    assert problem.expected.startswith("'2 月多月'")


def test_a_correction_of_no_figure_is_named(project_copy: Path, edit_cell: EditCell) -> None:
    place = edit_cell("corrections", MISPRINT, "figure_id", "puyang-reply-2022:33z")

    problems = read_problems(project_copy)

    wrong = {(place_of(problem), problem.column): problem.wrong for problem in problems}
    assert wrong[place, "figure_id"] == "'puyang-reply-2022:33z' is no figure"


def test_without_its_correction_a_misprint_is_not_guessed(project_copy: Path) -> None:
    path = project_copy / "data/raw/henan/corrections.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"{header}\n", encoding="utf-8")

    problem = read_problem(project_copy)

    assert (problem.file, problem.column) == ("data/raw/henan/construction.csv", "as_printed")
    assert "'2 月多月'" in problem.wrong


def test_a_correction_reported_to_the_publisher_still_applies(
    project_copy: Path, edit_cell: EditCell
) -> None:
    edit_cell("corrections", MISPRINT, "status", "reported")

    assert read_raw_data(project_copy).readings[MISPRINT].corrected == "2个多月"


# --- how problems are told ---------------------------------------------------------------------


def test_a_problem_is_told_as_file_line_column_what_is_wrong_and_what_is_expected(
    project_copy: Path, edit_cell: EditCell
) -> None:
    edit_cell("rd_intensity", "luohe-plan-2021:9b", "place", "luohee")

    with pytest.raises(InputError) as caught:
        read_raw_data(project_copy)

    assert str(caught.value) == (
        "data/raw/henan/rd_intensity.csv:2: place: 'luohee' is not in places.csv; "
        "expected perhaps 'luohe'"
    )


def test_a_problem_of_a_whole_line_names_no_column() -> None:
    problem = Problem("data/raw/henan/x.csv", 7, "", "the row has 2 cells", "3 as in the header")

    told = "data/raw/henan/x.csv:7: the row has 2 cells; expected 3 as in the header"
    assert str(problem) == told


def test_a_problem_of_a_whole_file_names_no_line() -> None:
    problem = Problem("data/raw/henan/x.csv", 0, "", "the file is missing", "the file described")

    assert str(problem) == "data/raw/henan/x.csv: the file is missing; expected the file described"


def test_problems_of_several_files_are_told_together_in_order(
    project_copy: Path, edit_cell: EditCell
) -> None:
    places = [
        (
            *edit_cell("talent_inflows", "luohe-report-2024:15i", "as_printed", "许多人"),
            "as_printed",
        ),
        (*edit_cell("rd_intensity", "luohe-plan-2021:31a", "basis", "actual"), "basis"),
        (*edit_cell("rd_intensity", "luohe-plan-2021:9b", "period", "2019年"), "period"),
        (*edit_cell("rd_intensity", "luohe-plan-2021:9b", "measure", "stock"), "measure"),
        (*edit_cell("contracts", "luohe-letter-2021:29a", "scope", "firm"), "entity"),
    ]
    edit_cell("contracts", "luohe-letter-2021:29a", "entity", "")

    problems = read_problems(project_copy)

    assert [(problem.file, problem.line, problem.column) for problem in problems] == sorted(places)


def test_faulty_cells_of_several_files_are_told_together(
    project_copy: Path, edit_cell: EditCell
) -> None:
    places = [
        (*edit_cell("units", "元", "kind", "cash"), "kind"),
        (*edit_cell("places", "luohe", "code", "4111"), "code"),
        (
            *edit_cell("sources", "luohe-plan-2021", "written_latest", "2021-12-32"),
            "written_latest",
        ),
        (*edit_cell("rd_intensity", "luohe-plan-2021:9b", "basis", "fact"), "basis"),
    ]

    problems = read_problems(project_copy)

    assert [(problem.file, problem.line, problem.column) for problem in problems] == sorted(places)


def test_each_problem_stands_on_a_line_of_its_own() -> None:
    first = Problem("a.csv", 2, "x", "wrong", "right")
    second = Problem("a.csv", 10, "x", "wrong", "right")

    assert str(InputError([second, first])) == f"{first}\n{second}"


@pytest.mark.parametrize(
    ("table", "key", "column", "value"),
    [
        pytest.param(
            "research_projects", "luohe-plan-2021:97a", "locator", "line 9", id="line is a prefix"
        ),
        pytest.param(
            "high_tech_enterprises",
            "luohe-plan-2021:11a",
            "as_printed",
            "第三",
            id="rank",
        ),
        pytest.param("firm_figures", "jiaozuo-daily-2021:84a", "as_printed", "3", id="no rank"),
        pytest.param(
            "innovation_platforms", "jiaozuo-daily-2021:360a", "period", "2021-H2", id="later"
        ),
        pytest.param("indicators", "rd_intensity", "unit", "percent", id="unknown unit"),
        pytest.param(
            "indicators", "rd_intensity", "not_to_be_confused_with", "nothing", id="confused"
        ),
        pytest.param("indicators", "rd_intensity", "subject", "nothing", id="unknown table"),
        pytest.param(
            "sources", "luohe-plan-2021", "written_earliest", "2022-12-31", id="written backwards"
        ),
    ],
)
def test_a_contradiction_between_cells_is_refused_and_placed(
    project_copy: Path, edit_cell: EditCell, table: str, key: str, column: str, value: str
) -> None:
    shown, line = edit_cell(table, key, column, value)

    places = {place_of(problem) for problem in read_problems(project_copy)}

    assert (shown, line) in places


def test_a_correction_that_cannot_be_read_is_named_in_its_own_file(
    project_copy: Path, edit_cell: EditCell
) -> None:
    place = edit_cell("corrections", "puyang-reply-2022:33c", "corrected", "若干个月")

    assert place in {place_of(problem) for problem in read_problems(project_copy)}


def test_a_schema_that_is_no_json_is_named_itself(project_copy: Path) -> None:
    (project_copy / "data/raw/codebook/figures.schema.json").write_text(
        "{\n oops", encoding="utf-8"
    )

    assert place_of(read_problem(project_copy)) == ("data/raw/codebook/figures.schema.json", 2)


def test_a_missing_schema_is_named(project_copy: Path) -> None:
    (project_copy / "data/raw/codebook/figures.schema.json").unlink()

    assert place_of(read_problem(project_copy)) == ("data/raw/codebook/figures.schema.json", 0)


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "wrong"),
    [
        ("proposals", "puyang-reply-2022:r1", "issued", "2022-06-01", "is before answered"),
        ("proposals", "puyang-reply-2022:r1", "points_answered", "9", "9 of 4 points"),
        ("relative_targets", "luohe-plan-2021:31d", "period", "2025/2021", "ends before"),
        ("relative_targets", "luohe-plan-2021:31d", "reference_place", "luohe", "against itself"),
    ],
)
def test_a_table_that_holds_no_figures_is_checked_before_any_report_reads_it(
    project_copy: Path,
    edit_cell: EditCell,
    table: str,
    key: str,
    column: str,
    value: str,
    wrong: str,
) -> None:
    place = edit_cell(table, key, column, value)

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (place, column)
    assert wrong in problem.wrong


def test_a_rung_counted_by_a_flow_is_named_before_any_report_reads_it(project_copy: Path) -> None:
    path = project_copy / "data/raw/henan/ladders.csv"
    text = path.read_text(encoding="utf-8")
    # What a programme newly builds is no stock.
    path.write_text(
        text.replace(",leading_innovative_enterprises,", ",provincial_makerspaces_new,", 1),
        encoding="utf-8",
    )

    with pytest.raises(InputError, match=r"data/raw/henan/ladders\.csv:\d+: stock"):
        read_raw_data(project_copy)
