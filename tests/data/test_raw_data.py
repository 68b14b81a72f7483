from collections.abc import Callable
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from case_tables import read_cases
from raw_paths import raw_path

from helpers.data.raw_data import RawData, read_raw_data
from helpers.problems import InputError, Problem

EditCell = Callable[[str, str, str, str], tuple[str, int]]


def read_problems(project: Path) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read_raw_data(project, "henan")
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


UNITS = """
luohe-report-2024:10e | 人  | 12名
luohe-report-2024:13i | 人 | 5位
luohe-report-2024:10q | 人次 | 40余人次
luohe-report-2024:10s | 次 | 62场次
luohe-report-2024:17l | 位次 | 第二位
luohe-report-2024:15t | 位次 | 第一名
jiaozuo-daily-2021:375a | 位次 | 第一个
jiaozuo-daily-2021:84a | 位次 | 第一
luohe-report-2024:15h | 个 | 211个
luohe-plan-2021:34a | 个 | 5-8个
luohe-plan-2021:97a | 项 | 5-8项
luohe-letter-2021:41a | 元 | 万亿
jiaozuo-daily-2021:22a | 吨 | 万吨级
"""


@pytest.mark.parametrize(("figure_id", "unit", "printed"), read_cases(UNITS))
def test_the_printed_measure_word_stands_for_a_unit_of_the_codebook(
    raw: RawData, figure_id: str, unit: str, printed: str
) -> None:
    reading = raw.readings[figure_id]
    assert (reading.figure.as_printed, reading.unit) == (printed, unit)


def test_rows_can_be_looked_up_by_their_key(raw: RawData) -> None:
    assert raw.index("places", "place")["luohe"]["name_zh"] == "漯河市"


# --- one faulty cell ---------------------------------------------------------------------------

# row | column (> that of the problem) | value | what is told, with * for any text
FAULTY_CELLS = """
# a name that is not in its list is told with the nearest one
rd_intensity luohe-plan-2021:9b | place | luohee | 'luohee' is not in *; perhaps 'luohe'
rd_intensity luohe-plan-2021:9b | indicator | rd_intensty | *; perhaps 'rd_intensity'
rd_intensity luohe-plan-2021:9b | source | luohe-plan-2012 | *; perhaps 'luohe-plan-2021'
firm_figures jiaozuo-daily-2021:378a | entity | jinye-acetate-fiber
| 'jinye-acetate-fiber' is not in *; perhaps 'jinye-acetate-fibre'
partnerships luohe-letter-2021:p8 | partner | henan-univercity-of-technology
| 'henan-univercity-of-technology' is not in *; perhaps 'henan-university-of-technology'
places wuzhi | parent | jiaozou | 'jiaozou' is not in *; perhaps 'jiaozuo'
# a token that cannot be read is named
high_tech_enterprises luohe-plan-2021:11a | as_printed | 若干家 | *'若干家'*
high_tech_enterprises luohe-plan-2021:11a | as_printed | 101家101 | *'101家101'*
high_tech_enterprises luohe-plan-2021:11a | as_printed | 101 zhang | *'101 zhang'*
# a unit that is not one of the indicator is refused
rd_intensity luohe-plan-2021:9b | as_printed | 0.86亿元
| '0.86亿元' is printed in '元'; % for rd_intensity
rd_expenditure luohe-plan-2021:9a | as_printed | 13.45%
| '13.45%' is printed in '%'; 元 for rd_expenditure
rd_expenditure luohe-report-2024:17l | as_printed | 2位
| '2位' is printed in '位'; 位次 for rd_activity_coverage_rank
research_projects luohe-plan-2021:97a | as_printed | 5-8家
| '5-8家' is printed in '家'; 个 or 项 for municipal_major_projects_started
research_projects luohe-plan-2021:97a | as_printed | 5-8
| '5-8' is printed in 'no unit'; 个 or 项 for municipal_major_projects_started
# a period that cannot be read is named
rd_intensity luohe-plan-2021:9b | period | 2019-13 | *'2019-13'*; a period such as *
rd_intensity luohe-plan-2021:9b | period | 2020/2016 | *'2020/2016'*; a period such as *
# a measure that contradicts the codebook is refused
rd_intensity luohe-plan-2021:9b | measure | stock | 'stock' contradicts*; 'rate'*
# a target (by 2025, each 2021/2025, 2021/..; by 2021) is no statement about the past
rd_intensity luohe-plan-2021:31a | basis | actual
| *'actual'*written by 2021-12-31*; target, forecast or policy
rd_intensity luohe-plan-2021:31a | basis | estimate
| *'estimate'*written by 2021-12-31*; target, forecast or policy
rd_expenditure luohe-plan-2021:31c | basis | actual
| *'actual'*written by 2021-12-31*; target, forecast or policy
cooperation luohe-letter-2021:37f | basis | actual
| *'actual'*written by 2022-09-22*; target, forecast or policy
high_tech_enterprises jiaozuo-daily-2021:288a | basis | actual
| *'actual'*written by 2021-02-12*; target, forecast or policy
# an actual of a year after the source was written is refused
rd_intensity luohe-plan-2021:9b | period > basis | 2022 | *
# an inferred period needs its evidence, a printed one has none
rd_intensity luohe-plan-2021:31a | period_evidence | | *inferred*; *
rd_intensity luohe-plan-2021:9b | period_evidence | sentence | *printed*; *
# a year that is open is inferred
rd_intensity luohe-plan-2021:9b | period > period_basis | 2018/2019? | the year is open; inferred*
# a figure of one firm or institution names it
firm_figures jiaozuo-daily-2021:378a | entity | | *'firm'*; *
provincial_laboratory luohe-report-2024:10e | entity | | *'institution'*; *
# a note stands in both languages
rd_intensity luohe-plan-2021:9d | note_zh | | *one language only*; *
rd_intensity luohe-plan-2021:9d | note_en | | *one language only*; *
# an identifier names the source and line of its row
rd_intensity luohe-plan-2021:9b | locator > figure_id | line 31 | * luohe-plan-2021:31
rd_intensity luohe-plan-2021:9b | source > figure_id | luohe-letter-2021 | * luohe-letter-2021:9
rd_intensity luohe-plan-2021:9b | figure_id | luohe-plan-2021:10y | * luohe-plan-2021:9
# an indicator in the file of another subject, also a rate in per cent, is told where it belongs
rd_intensity luohe-plan-2021:9b | indicator | firm_rd_over_sales
| 'firm_rd_over_sales' belongs to firm_figures.csv; *
# an identifier used in two files is told with the other place
rd_expenditure luohe-plan-2021:9a | figure_id | luohe-plan-2021:9b
| 'luohe-plan-2021:9b' stands already in data/raw/henan/rd_intensity.csv:2; *
# a table that holds no figures is checked before any report reads it
proposals puyang-reply-2022:r1 | issued | 2022-06-01 | *is before answered*
proposals puyang-reply-2022:r1 | points_answered | 9 | *9 of 4 points*
measures puyang-reply-2022:33ma | year | 2022/2020 | *ends before it starts*
measures puyang-reply-2022:33ma | grants_en | | *the cell is empty*
measures puyang-reply-2022:33ma | measure_id | puyang-reply-2022:34ma | *of another line*
relative_targets luohe-plan-2021:31d | period | 2025/2021 | *ends before*
relative_targets luohe-plan-2021:31d | reference_place | luohe | *against itself*
"""


@pytest.mark.parametrize(("row", "column", "value", "told"), read_cases(FAULTY_CELLS))
def test_one_faulty_cell_is_told_in_its_place(
    project_copy: Path, edit_cell: EditCell, row: str, column: str, value: str, told: str
) -> None:
    (table, key), (edited, _, told_in) = row.split(), column.partition(" > ")
    place = edit_cell(table, key, edited, value)

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (place, told_in or edited)
    shown = f"{problem.wrong}; {problem.expected}"
    assert fnmatchcase(shown, told), shown


@pytest.mark.parametrize("basis", ["forecast", "policy"])
def test_a_statement_about_the_future_may_reach_beyond_its_source(
    project_copy: Path, edit_cell: EditCell, basis: str
) -> None:
    edit_cell("rd_intensity", "luohe-plan-2021:31a", "basis", basis)

    assert (
        read_raw_data(project_copy, "henan").readings["luohe-plan-2021:31a"].period.text
        == "by 2025"
    )


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

    assert "luohe-plan-2021:9z" in read_raw_data(project_copy, "henan").readings


def test_an_identifier_used_twice_in_a_file_is_refused(project_copy: Path) -> None:
    line = repeat_row(project_copy, "rd_intensity", "luohe-plan-2021:9b", "luohe-plan-2021:9b")

    problem = read_problem(project_copy)

    assert (place_of(problem), problem.column) == (
        ("data/raw/henan/rd_intensity.csv", line),
        "figure_id",
    )
    assert problem.wrong.endswith("stands already on line 2")


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

    assert read_raw_data(project_copy, "henan").readings[MISPRINT].corrected == "2个多月"


# --- how problems are told ---------------------------------------------------------------------


def test_a_problem_is_told_as_file_line_column_what_is_wrong_and_what_is_expected(
    project_copy: Path, edit_cell: EditCell
) -> None:
    edit_cell("rd_intensity", "luohe-plan-2021:9b", "place", "luohee")

    with pytest.raises(InputError) as caught:
        read_raw_data(project_copy, "henan")

    assert str(caught.value) == (
        "data/raw/henan/rd_intensity.csv:2: place: 'luohee' is not in places.csv; "
        "expected perhaps 'luohe'"
    )


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (
            Problem("data/raw/henan/x.csv", 7, "", "the row has 2 cells", "3 as in the header"),
            "data/raw/henan/x.csv:7: the row has 2 cells; expected 3 as in the header",
        ),
        (
            Problem("data/raw/henan/x.csv", 0, "", "the file is missing", "the file described"),
            "data/raw/henan/x.csv: the file is missing; expected the file described",
        ),
    ],
)
def test_a_problem_of_a_whole_line_names_no_column_and_of_a_file_no_line(
    problem: Problem, told: str
) -> None:
    assert str(problem) == told


@pytest.mark.parametrize(
    ("cells", "unplaced"),
    [
        (
            """
            talent_inflows luohe-report-2024:15i | as_printed | 许多人
            rd_intensity luohe-plan-2021:31a | basis | actual
            rd_intensity luohe-plan-2021:9b | period | 2019年
            rd_intensity luohe-plan-2021:9b | measure | stock
            contracts luohe-letter-2021:29a | entity |
            contracts luohe-letter-2021:29a | scope | firm
            """,
            "scope",
        ),
        (
            """
            units 元 | kind | cash
            places luohe | code | 4111
            sources luohe-plan-2021 | written_latest | 2021-12-32
            rd_intensity luohe-plan-2021:9b | basis | fact
            """,
            "",
        ),
    ],
    ids=["statements", "cells"],
)
def test_problems_of_several_files_are_told_together_in_order(
    project_copy: Path, edit_cell: EditCell, cells: str, unplaced: str
) -> None:
    places = []
    for row, column, value in (case.values for case in read_cases(cells)):
        table, key = row.split()
        places.append((*edit_cell(table, key, column, value), column))

    problems = read_problems(project_copy)

    told = [(problem.file, problem.line, problem.column) for problem in problems]
    assert told == sorted(place for place in places if place[2] != unplaced)


def test_each_problem_stands_on_a_line_of_its_own() -> None:
    first = Problem("a.csv", 2, "x", "wrong", "right")
    second = Problem("a.csv", 10, "x", "wrong", "right")

    assert str(InputError([second, first])) == f"{first}\n{second}"


CONTRADICTIONS = """
# line is a prefix
research_projects luohe-plan-2021:97a | locator | line 9
# rank
high_tech_enterprises luohe-plan-2021:11a | as_printed | 第三
# no rank
firm_figures jiaozuo-daily-2021:84a | as_printed | 3
# later
innovation_platforms jiaozuo-daily-2021:360a | period | 2021-H2
# unknown unit
indicators rd_intensity | unit | percent
# confused
indicators rd_intensity | not_to_be_confused_with | nothing
# unknown table
indicators rd_intensity | subject | nothing
# no single number
implications henan-rd-2020:ceiling.henan.rd_intensity.2020 | implied | 1-2%
implications henan-rd-2020:ceiling.henan.rd_intensity.2020 | implied | 2%以上
implications henan-rd-2020:ceiling.henan.rd_intensity.2020 | implied | 两个五
# written backwards
sources luohe-plan-2021 | written_earliest | 2022-12-31
# a correction that cannot be read
corrections puyang-reply-2022:33c | corrected | 若干个月
"""


@pytest.mark.parametrize(("row", "column", "value"), read_cases(CONTRADICTIONS))
def test_a_contradiction_between_cells_is_refused_and_placed(
    project_copy: Path, edit_cell: EditCell, row: str, column: str, value: str
) -> None:
    table, key = row.split()
    place = edit_cell(table, key, column, value)

    assert place in {place_of(problem) for problem in read_problems(project_copy)}


def test_a_schema_that_is_no_json_is_named_itself(project_copy: Path) -> None:
    (project_copy / "data/raw/codebook/figures.schema.json").write_text(
        "{\n oops", encoding="utf-8"
    )

    assert place_of(read_problem(project_copy)) == ("data/raw/codebook/figures.schema.json", 2)


def test_a_missing_schema_is_named(project_copy: Path) -> None:
    (project_copy / "data/raw/codebook/figures.schema.json").unlink()

    assert place_of(read_problem(project_copy)) == ("data/raw/codebook/figures.schema.json", 0)


def test_a_rung_counted_by_a_flow_is_named_before_any_report_reads_it(project_copy: Path) -> None:
    path = project_copy / "data/raw/henan/ladders.csv"
    text = path.read_text(encoding="utf-8")
    # What a programme newly builds is no stock.
    path.write_text(
        text.replace(",leading_innovative_enterprises,", ",provincial_makerspaces_new,", 1),
        encoding="utf-8",
    )

    with pytest.raises(InputError, match=r"data/raw/henan/ladders\.csv:\d+: stock"):
        read_raw_data(project_copy, "henan")
