import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

import pandas as pd
import pytest
from case_tables import read_cases
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.data.tables.characters import find_character_fault
from helpers.data.tables.csv_tables import (
    check_table,
    each_row,
    find_dangling_keys,
    index_rows,
    read_table,
)
from helpers.data.tables.data_package import Field, TableSchema
from helpers.problems import InputError, Problem

SHOWN = "data/raw/henan/towns.csv"
EN_ZH = {"en": "the name of the town", "zh": "城镇名称"}
KINDS = {"city": {"en": "city", "zh": "市"}, "county": {"en": "county", "zh": "县"}}
NAME = Field("name", "string", EN_ZH, {}, required=True, unique=True)
KIND = Field("kind", "string", EN_ZH, KINDS)
CODE = Field("code", "string", EN_ZH, {}, pattern=r"\d{6}")
NOTE = Field("note", "string", EN_ZH, {})


@pytest.fixture
def towns(tmp_path: Path) -> TableSchema:
    return TableSchema("towns", tmp_path / "towns.csv", SHOWN, EN_ZH, (NAME, KIND, CODE, NOTE), {})


def read(table: TableSchema, content: str | bytes) -> pd.DataFrame:
    table.path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(table)


def read_problems(table: TableSchema, content: str | bytes) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read(table, content)
    return caught.value.problems


def read_problem(table: TableSchema, content: str | bytes) -> Problem:
    problems = read_problems(table, content)
    assert len(problems) == 1, problems
    assert problems[0].file == SHOWN
    return problems[0]


def cells(frame: pd.DataFrame) -> list[list[str]]:
    return [list(row.values()) for _, row in each_row(frame)]


# --- what is read ------------------------------------------------------------------------------


HEADER = "name,kind,code,note\n"


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        pytest.param(
            HEADER + "漯河,city,411100,007\nNA,,,1.10\n",
            {2: ["漯河", "city", "411100", "007"], 3: ["NA", "", "", "1.10"]},
            id="every cell stays text as written",
        ),
        pytest.param(
            HEADER + "A,,,end", {2: ["A", "", "", "end"]}, id="a last line without line break"
        ),
        pytest.param(
            "\ufeff" + HEADER + "濮阳,city,410900,\n",
            {2: ["濮阳", "city", "410900", ""]},
            id="a byte order mark",
        ),
        pytest.param(
            (HEADER + "A,city,,x\nB,county,,y\n").replace("\n", "\r\n"),
            {2: ["A", "city", "", "x"], 3: ["B", "county", "", "y"]},
            id="Windows line ends",
        ),
        pytest.param(
            HEADER + "A,,,\n\nB,,,\n",
            {2: ["A", "", "", ""], 4: ["B", "", "", ""]},
            id="a blank line is skipped and still counted",
        ),
        pytest.param(HEADER, {}, id="a header only"),
    ],
)
def test_rows_are_read_with_the_lines_of_the_file(
    towns: TableSchema, content: str, rows: dict[int, list[str]]
) -> None:
    frame = read(towns, content)

    assert list(frame.columns) == ["name", "kind", "code", "note"]
    assert {line: list(row.values()) for line, row in each_row(frame)} == rows


def test_content_is_checked_again_where_it_differs_and_not_where_it_lies_elsewhere(
    towns: TableSchema, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = replace(towns, path=tmp_path / "copy.csv")
    checked: list[Path] = []
    frame = read(towns, "name,kind,code,note\nA,,,\n")
    monkeypatch.setattr(
        "helpers.data.tables.csv_tables.check_table", lambda table, _: checked.append(table.path)
    )

    assert read(copy, "name,kind,code,note\nA,,,\n").equals(frame)
    assert checked == []
    assert cells(read(copy, "name,kind,code,note\nB,,,\n")) == [["B", "", "", ""]]
    assert checked == [copy.path]


def test_a_line_break_in_a_cell_is_refused_and_later_rows_keep_their_lines(
    towns: TableSchema,
) -> None:
    first, second = read_problems(towns, HEADER + 'A,,,"one\ntwo"\nB,,12,\n')

    assert (first.line, first.column) == (2, "note")
    assert "U+000A" in first.wrong
    assert (second.line, second.column) == (4, "code")


def test_a_file_is_read_as_it_is_now_and_not_as_it_was_read_before(towns: TableSchema) -> None:
    first = read(towns, HEADER + "A,,,\n")
    first.loc[2, "name"] = "changed by who read it"

    assert cells(read_table(towns)) == [["A", "", "", ""]]
    assert cells(read(towns, HEADER + "B,,,\n")) == [["B", "", "", ""]]


def test_a_file_that_was_fine_is_judged_anew_by_another_description(towns: TableSchema) -> None:
    read(towns, HEADER + "A,,,\n")
    stricter = replace(towns, fields=(NAME, replace(KIND, required=True), CODE, NOTE))

    with pytest.raises(InputError, match="the cell is empty"):
        read_table(stricter)


def test_rows_can_be_looked_up_by_their_key(towns: TableSchema) -> None:
    rows = index_rows(read(towns, HEADER + "A,city,,x\nB,county,,y\n"), "name")

    assert rows["B"] == {"name": "B", "kind": "county", "code": "", "note": "y"}


# --- what the file as a whole can be wrong in --------------------------------------------------


def test_a_missing_file_is_named(towns: TableSchema) -> None:
    with pytest.raises(
        InputError, match=r"^data/raw/henan/towns\.csv: the file is missing; expected "
    ):
        read_table(towns)


@pytest.mark.parametrize(
    ("content", "line", "column", "wrong", "expected"),
    [
        pytest.param(
            (HEADER + "A,,,\n漯河,,,\n").encode("gbk"), 3, "", "*GBK*", "UTF-8*", id="GBK"
        ),
        # 0xFF starts no character of UTF-8 nor of GB18030; Excel writes it before UTF-16.
        pytest.param(
            b"\xff\xfe" + "name,kind\n".encode("utf-16-le"), 1, "", "*", "UTF-8*", id="UTF-16"
        ),
        ("name,kind,note\nA,,\n", 1, "code", "the column is missing", "*"),
        (
            "name,kind,code,note,population\nA,,,,1\n",
            *(1, "population", "the column is unknown", "*"),
        ),
        ("name,code,kind,note\nA,,,\n", 1, "", "*another order*", "name, kind, code, note"),
        (HEADER + "B,,,\nA,city,411100\n", 3, "", "the row has 3 cells", "4 *"),
        (HEADER + "B,,,\nA,city,411100,,\n", 3, "", "the row has 5 cells", "4 *"),
        # text after a closing quote
        (HEADER + 'A,,,"12"家\n', 2, "", "*", "well formed CSV"),
    ],
)
def test_what_is_wrong_with_a_file_is_named_with_its_line_and_column(
    towns: TableSchema, content: str | bytes, line: int, column: str, wrong: str, expected: str
) -> None:
    problem = read_problem(towns, content)

    assert (problem.line, problem.column) == (line, column)
    assert fnmatchcase(problem.wrong, wrong)
    assert fnmatchcase(problem.expected, expected)
    assert ("GBK" in problem.wrong) == ("GBK" in wrong)


def test_a_misspelt_column_is_told_with_the_nearest_one(towns: TableSchema) -> None:
    missing, unknown = read_problems(towns, "name,kind,code,notes\nA,,,\n")

    assert (missing.column, unknown.column) == ("note", "notes")
    assert unknown.expected == "perhaps 'note'"


def test_an_empty_file_lacks_every_column(towns: TableSchema) -> None:
    problems = read_problems(towns, "")

    assert {problem.column for problem in problems} == {"name", "kind", "code", "note"}


def test_an_unterminated_quote_is_not_read_as_one_long_cell(towns: TableSchema) -> None:
    problems = read_problems(towns, HEADER + 'A,,,"open\nB,,,\n')

    assert "well formed CSV" in {problem.expected for problem in problems}


# --- what a cell can be wrong in ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "wrong", "expected"),
    [
        (",city,,", "name", "the cell is empty", "the name of the town"),
        ("A,town,,", "kind", "'town' is not known", "one of city, county"),
        ("A,conty,,", "kind", "'conty' is not known", "perhaps 'county'"),
        ("A,City,,", "kind", "'City' is not known", "perhaps 'city'"),
        ("A,,41110,", "code", "'41110' has the wrong form", r"the form \d{6}"),
        ("A,,4111001,", "code", "'4111001' has the wrong form", r"the form \d{6}"),
        ("A,,, x", "note", "' x' begins or ends with a space", "no space around the value"),
        ("A,,,x ", "note", "'x ' begins or ends with a space", "no space around the value"),
        ("A ,,,", "name", "'A ' begins or ends with a space", "no space around the value"),
        ("\u3000A,,,", "name", "'\\u3000A' begins or ends with a space", None),
        (" ,,,", "name", "' ' begins or ends with a space", None),
    ],
)
def test_a_wrong_cell_is_named_with_what_is_expected(
    towns: TableSchema, row: str, column: str, wrong: str, expected: str | None
) -> None:
    problem = read_problem(towns, HEADER + f"B,,,\n{row}\n")

    assert (problem.line, problem.column, problem.wrong) == (3, column, wrong)
    assert expected is None or problem.expected == expected


def test_a_value_that_should_be_unique_is_told_with_its_first_line(towns: TableSchema) -> None:
    problems = read_problems(towns, HEADER + "A,,,\nB,,,\nA,,,\nA,,,\n")

    assert [(problem.line, problem.column) for problem in problems] == [(4, "name"), (5, "name")]
    assert {problem.wrong for problem in problems} == {"'A' stands already on line 2"}


def test_every_faulty_cell_is_told_in_the_order_of_the_lines(towns: TableSchema) -> None:
    problems = read_problems(towns, HEADER + "A,x,1,\n,,,y \n")

    assert [(problem.line, problem.column) for problem in problems] == [
        (2, "code"),
        (2, "kind"),
        (3, "name"),
        (3, "note"),
    ]


def test_rows_in_memory_are_held_to_the_same_description(towns: TableSchema) -> None:
    frame = pd.DataFrame({"name": ["A"], "kind": ["village"], "code": [""], "note": [""]})

    with pytest.raises(InputError, match="'village' is not known"):
        check_table(towns, frame)


# --- references between tables -----------------------------------------------------------------


def dangling(parents: Sequence[str]) -> list[Problem]:
    fields = (NAME, Field("parent", "string", EN_ZH, {}))
    keys: Mapping[str, tuple[str, str]] = {"parent": ("towns", "name")}
    table = TableSchema("towns", Path("towns.csv"), SHOWN, EN_ZH, fields, keys)
    names = ["luohe", "puyang", *"abcdefgh"][: len(parents)]
    frame = pd.DataFrame({"name": names, "parent": parents}, index=range(2, 2 + len(parents)))
    return list(find_dangling_keys(table, frame, {"towns": frame}))


def test_a_reference_to_no_row_is_named_with_the_nearest_one() -> None:
    wrong = "'puyan' is not in towns.csv"

    assert dangling(["luohe", "puyan"]) == [Problem(SHOWN, 3, "parent", wrong, "perhaps 'puyang'")]


def test_a_reference_that_is_left_empty_is_not_dangling() -> None:
    assert dangling(["", "luohe"]) == []


# --- any table ---------------------------------------------------------------------------------

texts = st.text(st.characters(codec="gb2312", exclude_categories=["C"])).filter(
    lambda text: text == text.strip() and find_character_fault(text) is None
)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(texts, min_size=width, max_size=width), max_size=5)
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables") / "any.csv"


@settings(deadline=None, derandomize=True, database=None)
@given(rows=tables)
@example(rows=[['say "1,2"', "漯河"], ["", ""]])
def test_any_table_comes_back_from_a_csv_file_cell_by_cell(
    scratch: Path, rows: list[list[str]]
) -> None:
    names = [f"column_{number}" for number in range(len(rows[0]) if rows else 2)]
    fields = tuple(Field(name, "string", EN_ZH, {}) for name in names)
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([names, *rows])

    frame = read(TableSchema("any", scratch, "any.csv", EN_ZH, fields, {}), text.getvalue())

    assert cells(frame) == rows


def two_columns(scratch: Path) -> TableSchema:
    fields = tuple(Field(name, "string", EN_ZH, {}) for name in ("a", "b"))
    return TableSchema("any", scratch, "any.csv", EN_ZH, fields, {})


@settings(deadline=None, derandomize=True, database=None)
@given(rest=st.one_of(st.binary(), st.text('",\n\r漯a').map(str.encode)))
@example(rest=b'"')
@example(rest=b"\xb0\xa1,\n")
def test_any_bytes_under_a_header_are_read_or_refused_with_an_input_error(
    scratch: Path, rest: bytes
) -> None:
    try:
        frame = read(two_columns(scratch), b"a,b\n" + rest)
    except InputError as error:
        assert {problem.file for problem in error.problems} == {"any.csv"}  # noqa: PT017
    else:
        assert all(len(row) == 2 for row in cells(frame))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xef\xbb\xbfa,b\n\xff,1\n", r"^any\.csv:2"),
        (b'a,b\n"1,2\n3,4\n5,6\n', r"^any\.csv:2"),
        (b"a,a,b\n1,2,3\n", r"^any\.csv:1: a: the column stands twice"),
        (b'a,b\n"1\r2",3\n', r"U\+000D"),
    ],
    ids=["bad byte after a mark", "open quote", "column twice", "carriage return"],
)
def test_a_fault_of_the_file_is_told_where_it_begins(
    scratch: Path, content: bytes, told: str
) -> None:
    with pytest.raises(InputError, match=told):
        read(two_columns(scratch), content)


@pytest.mark.parametrize(
    ("kind", "value"),
    read_cases("date|20210624\ndate|2021-W25-4\ninteger|1_000\ninteger|１２\nnumber|1_000"),
)
def test_a_value_in_a_loose_form_is_refused(kind: str, value: str) -> None:
    assert Field("x", kind, EN_ZH, {}).find_fault(value) is not None
