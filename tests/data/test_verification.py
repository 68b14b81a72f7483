import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from case_tables import read_cases
from raw_paths import raw_path

from helpers.data.raw_data import RawData
from helpers.data.tables.data_package import Package, TableSchema
from helpers.data.verification import Verification, verify_against_documents
from helpers.problems import InputError, Problem, UsageError

pytestmark = pytest.mark.slow

FIGURE_COLUMNS = ["figure_id", "as_printed", "source", "locator", "label"]
PARTNER_COLUMNS = ["partnership_id", "local_as_printed", "partner_as_printed", "source", "locator"]
MEASURE_COLUMNS = ["label", "source", "locator"]

# Small documents made up for these tests, so that they tell something without the real ones.
PLAN = """市规划

2020年，全市研发投入16.15亿元，
占GDP比重为1.2%，高新技术企业101家。
院士工作站 2 座，名列全省第
三位。面积为１．５万平方米。
"""
LETTER = "甲厂与乙大学签订协议。\n\n丙公司另与丁研究\n所合作。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8", newline="\n")
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8", newline="\n")
    return tmp_path


def frame_of(rows: Sequence[Sequence[str]], columns: list[str]) -> pd.DataFrame:
    # Lines of a file begin with 2, below the header.
    index = pd.Index(range(2, 2 + len(rows)), name="line")
    return pd.DataFrame(rows, index=index, columns=columns, dtype="str")


def make_raw(
    folder: Path,
    figures: Sequence[tuple[str, str, str]] = (),
    partnerships: Sequence[tuple[str, str, str]] = (),
) -> RawData:
    """Figures are (token, line of the plan, label); partnerships (local, partner, line)."""
    sources = [
        [file.stem, file.name, hashlib.sha256(file.read_bytes()).hexdigest()]
        for file in sorted(folder.glob("*.txt"))
    ]
    frames = {
        "sources": frame_of(sources, ["source", "file", "sha256"]),
        "counts": frame_of(
            [
                [f"plan:{line}", token, "plan", f"line {line}", label]
                for token, line, label in figures
            ],
            FIGURE_COLUMNS,
        ),
        "partnerships": frame_of(
            [
                [f"letter:p{line}", local, partner, "letter", f"line {line}"]
                for local, partner, line in partnerships
            ],
            PARTNER_COLUMNS,
        ),
        "measures": frame_of([], MEASURE_COLUMNS),
    }
    tables = {
        name: TableSchema(name, folder / f"{name}.csv", f"{name}.csv", {}, (), {}, name == "counts")
        for name in frames
    }
    return RawData(folder, Package("raw", tables), frames, {})


def check_figure(folder: Path, token: str, line: str, label: str) -> tuple[Problem, ...]:
    return verify_against_documents(make_raw(folder, [(token, line, label)]), folder).problems


def check_partnership(folder: Path, local: str, partner: str, line: str) -> tuple[Problem, ...]:
    return verify_against_documents(
        make_raw(folder, partnerships=[(local, partner, line)]), folder
    ).problems


# --- made-up documents -------------------------------------------------------------------------


def test_what_was_checked_is_counted(folder: Path) -> None:
    raw = make_raw(
        folder,
        [("16.15亿元", "3", "研发投入"), ("101家", "4", "高新技术企业")],
        [("甲厂", "乙大学", "1")],
    )

    assert verify_against_documents(raw, folder) == Verification(3, 0, 2, ())


def test_a_row_whose_document_is_not_held_is_counted_and_not_checked(folder: Path) -> None:
    raw = make_raw(folder, [("16.15亿元", "3", "研发投入"), ("101家", "4", "高新技术企业")])
    figures, sources = raw.frames["counts"].copy(), raw.frames["sources"]
    figures.loc[3, ["source", "as_printed"]] = ["yearbook", "102家"]
    elsewhere = frame_of([["yearbook", "", ""]], list(sources.columns))
    frames = {**raw.frames, "counts": figures, "sources": pd.concat([sources, elsewhere])}

    found = verify_against_documents(replace(raw, frames=frames), folder)

    assert found == Verification(checked=1, unheld=1, documents=2, problems=())


# token | line | label
FOUND = """
# a token on its line beside its label
1.2% | 4 | 占GDP比重
# a token that wraps is found on the line where it begins
第三位 | 5 | 名列全省
# spaces inside a token do not matter
2座 | 5 | 院士 工作站
# full-width digits do not matter
1.5万平方米 | 6 | 面积
# a label on the line before is near
1.2% | 4 | 研发投入
# a label on the line after is near
16.15亿元 | 3 | 占GDP比重
"""
# token | line | label | column | what is told
NOT_FOUND = """
# two digits swapped
16.51亿元 | 3 | 研发投入 | as_printed | '16.51亿元' is not on line 3
# on a neighbouring line
16.15亿元 | 2 | 研发投入 | as_printed | '16.15亿元' is not on line 2
16.15亿元 | 4 | 研发投入 | as_printed | '16.15亿元' is not on line 4
# after the end of the document
101家 | 400 | 高新技术企业 | locator | line 400
# a token that wraps is not found on the line where it ends
第三位 | 6 | 名列全省 | as_printed | '第三位' is not on line 6
# a label that is not in the document
101家 | 4 | 创新型企业 | label | '创新型企业' is not near '101家' on line 4
"""


@pytest.mark.parametrize(("token", "line", "label"), read_cases(FOUND))
def test_a_token_is_found_on_its_line_near_its_label(
    folder: Path, token: str, line: str, label: str
) -> None:
    assert check_figure(folder, token, line, label) == ()


@pytest.mark.parametrize(("token", "line", "label", "column", "told"), read_cases(NOT_FOUND))
def test_a_token_or_label_that_is_not_there_is_named(
    folder: Path, token: str, line: str, label: str, column: str, told: str
) -> None:
    (problem,) = check_figure(folder, token, line, label)

    assert (problem.file, problem.line, problem.column) == ("counts.csv", 2, column)
    assert told in f"{problem.wrong}; {problem.expected}"


def test_a_label_from_another_part_of_the_same_line_is_named(tmp_path: Path) -> None:
    far = "研发投入增长。" + "工作扎实推进，" * 20 + "签约50个。"
    (tmp_path / "plan.txt").write_text(far, encoding="utf-8")

    (problem,) = check_figure(tmp_path, "50个", "1", "研发投入")

    assert problem.column == "label"


def test_of_a_token_printed_twice_on_a_line_either_may_carry_the_label(tmp_path: Path) -> None:
    text = "建成2栋公寓，" + "工作扎实推进，" * 20 + "另外2栋正在挖土。"
    (tmp_path / "plan.txt").write_text(text, encoding="utf-8")

    assert check_figure(tmp_path, "2栋", "1", "挖土") == ()


def test_a_document_with_windows_line_ends_passes(folder: Path) -> None:
    path = folder / "plan.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert check_figure(folder, "第三位", "5", "名列全省") == ()


@pytest.mark.parametrize(
    ("local", "partner", "line"),
    [
        ("甲厂", "乙大学", "1"),
        ("丙公司", "丁研究所", "3"),  # the partner wraps
        ("丙公司", "乙大学", "1"),  # the local party stands on another line
    ],
)
def test_both_parties_of_a_partnership_are_found(
    folder: Path, local: str, partner: str, line: str
) -> None:
    assert check_partnership(folder, local, partner, line) == ()


@pytest.mark.parametrize(
    ("local", "line", "column", "wrong"),
    [
        ("甲厂", "3", "partner_as_printed", "'乙大学' is not on line 3"),
        ("戊公司", "1", "local_as_printed", "'戊公司' is not in the document"),
    ],
)
def test_a_party_that_is_not_there_is_named(
    folder: Path, local: str, line: str, column: str, wrong: str
) -> None:
    (problem,) = check_partnership(folder, local, "乙大学", line)

    assert (problem.file, problem.line) == ("partnerships.csv", 2)
    assert (problem.column, problem.wrong) == (column, wrong)


def test_every_row_that_fails_is_told_in_the_order_of_the_file(folder: Path) -> None:
    raw = make_raw(
        folder,
        [("102家", "4", "x"), ("101家", "4", "高新技术企业"), ("17亿元", "3", "x")],
        [("甲厂", "已大学", "1")],
    )

    problems = verify_against_documents(raw, folder).problems

    assert [(problem.file, problem.line) for problem in problems] == [
        ("counts.csv", 2),
        ("counts.csv", 4),
        ("partnerships.csv", 2),
    ]


def refuse(raw: RawData, folder: Path) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        verify_against_documents(raw, folder)
    return caught.value.problems


def test_a_document_with_one_changed_byte_is_refused(folder: Path) -> None:
    raw = make_raw(folder, [("16.15亿元", "3", "研发投入")])
    path = folder / "plan.txt"
    path.write_bytes(path.read_bytes().replace(b"101", b"107"))

    (problem,) = refuse(raw, folder)

    # letter.txt comes first: the plan stands on line 3 of the sources.
    assert (problem.file, problem.line, problem.column) == ("sources.csv", 3, "sha256")
    assert problem.wrong.startswith("plan.txt has ")


def test_a_missing_document_is_named(folder: Path) -> None:
    raw = make_raw(folder, [("16.15亿元", "3", "研发投入")])
    (folder / "letter.txt").unlink()

    (problem,) = refuse(raw, folder)

    assert (problem.file, problem.line, problem.column) == ("sources.csv", 2, "file")
    assert "'letter.txt'" in problem.wrong


def test_missing_and_changed_documents_are_told_together(folder: Path) -> None:
    raw = make_raw(folder)
    (folder / "letter.txt").unlink()
    (folder / "plan.txt").write_text("x", encoding="utf-8")

    assert [problem.column for problem in refuse(raw, folder)] == ["file", "sha256"]


def test_a_folder_that_does_not_exist_is_told(folder: Path) -> None:
    with pytest.raises(UsageError, match="nowhere is not a folder"):
        verify_against_documents(make_raw(folder), folder / "nowhere")


# --- the real documents, where they lie beside the checkout ------------------------------------


def plant(raw: RawData, table: str, key: str, column: str, value: str) -> tuple[RawData, int]:
    frame = raw.frames[table].copy()
    (line,) = frame.index[frame.iloc[:, 0] == key].tolist()
    frame.loc[line, column] = value
    return replace(raw, frames={**raw.frames, table: frame}), int(line)


def test_every_row_stands_in_its_document(project: Path, raw: RawData, documents: Path) -> None:
    def count_rows(name: str) -> int:
        paths = project.glob(f"data/raw/*/{name}.csv")
        return sum(len(path.read_text(encoding="utf-8").splitlines()) - 1 for path in paths)

    rows = sum(count_rows(name) for name in [*raw.package.subjects, "partnerships", "measures"])
    sources = raw.index("sources", "source")
    held = {name for name, row in sources.items() if row["access"] == "text"}
    unheld = sum(
        int((~raw.frames[name]["source"].isin(held)).sum()) for name in raw.package.subjects
    )
    outcome = verify_against_documents(raw, documents)
    assert outcome == Verification(rows - unheld, unheld, len(held), ())
    # Five documents; 461 published figures from elsewhere, and a second reading of 1,487 with the
    # 19 populations of its census table, less 11 bounds without a value: 461 + 1487 + 19 - 11;
    # of Fujian 446 and the ten populations of that table.
    assert (len(held), unheld) == (5, 1956 + 456)


# table | row | column | value | column of the problem
PLANTED = """
rd_expenditure | luohe-plan-2021:9c | as_printed | 16.51亿元 | as_printed
cooperation | puyang-reply-2022:27c | as_printed | 498家 | as_printed
rd_expenditure | luohe-plan-2021:9c | locator | line 10 | as_printed
rd_expenditure | luohe-plan-2021:9c | locator | line 8 | as_printed
high_tech_enterprises | jiaozuo-daily-2021:288a | locator | line 287 | as_printed
high_tech_enterprises | jiaozuo-daily-2021:288a | locator | line 999 | locator
# words that stand elsewhere on the same line
rd_intensity | luohe-report-2024:17j | label | 中央引导地方科技发展资金项目 | label
# another document has a line of that number too
technology_finance | luohe-report-2024:19c | source | luohe-plan-2021 | as_printed
# another party
partnerships | luohe-letter-2021:p25 | partner_as_printed | 华中理工大学 | partner_as_printed
partnerships | luohe-letter-2021:p25 | local_as_printed | 河南恒瑞淀粉有限公司 | local_as_printed
# the tail of a longer number is not the token
rd_expenditure | luohe-plan-2021:9c | as_printed | 6.15亿元 | as_printed
# a locator that names no line
rd_expenditure | luohe-plan-2021:9c | locator | page 3 | locator
"""


@pytest.mark.parametrize(("table", "key", "column", "value", "told"), read_cases(PLANTED))
def test_a_planted_error_is_found_and_named(
    raw: RawData, documents: Path, table: str, key: str, column: str, value: str, told: str
) -> None:
    damaged, line = plant(raw, table, key, column, value)

    (problem,) = verify_against_documents(damaged, documents).problems

    assert (problem.file, problem.line) == (raw_path(table), line)
    assert problem.column == told


def test_a_real_token_across_a_wrapped_line_is_found(raw: RawData, documents: Path) -> None:
    # Lines 360 and 361 of the newspaper: 居全省第 / 三位
    path = documents / raw.index("sources", "source")["jiaozuo-daily-2021"]["file"]
    assert path.read_text(encoding="utf-8").split("\n")[359].endswith("居全省第")

    moved, _ = plant(raw, "innovation_platforms", "jiaozuo-daily-2021:360b", "locator", "line 361")

    assert verify_against_documents(raw, documents).problems == ()
    assert len(verify_against_documents(moved, documents).problems) == 1


@pytest.fixture
def documents_copy(documents: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "documents"
    copy.mkdir()
    for file in documents.glob("*.txt"):
        shutil.copyfile(file, copy / file.name)
    return copy


@pytest.mark.parametrize("source", ["luohe-plan-2021", "jiaozuo-daily-2021"])
def test_a_changed_byte_of_a_real_document_is_named(
    raw: RawData, documents_copy: Path, source: str
) -> None:
    path = documents_copy / raw.index("sources", "source")[source]["file"]
    content = bytearray(path.read_bytes())
    position = content.index(b"2020")
    content[position + 3] = ord("1")
    path.write_bytes(bytes(content))

    (problem,) = refuse(raw, documents_copy)

    assert (problem.file, problem.column) == ("data/raw/henan/sources.csv", "sha256")
    assert path.name in problem.wrong


def test_a_real_document_that_is_missing_is_named(raw: RawData, documents_copy: Path) -> None:
    path = documents_copy / raw.index("sources", "source")["puyang-reply-2022"]["file"]
    path.unlink()

    (problem,) = refuse(raw, documents_copy)

    assert (problem.file, problem.column) == ("data/raw/henan/sources.csv", "file")
    assert path.name in problem.wrong


def test_a_document_saved_in_another_encoding_is_named(raw: RawData, documents_copy: Path) -> None:
    changed = documents_copy / next(filter(None, raw.frames["sources"]["file"]))
    changed.write_bytes(changed.read_text(encoding="utf-8").encode("gb18030"))

    assert "sha256" in [problem.column for problem in refuse(raw, documents_copy)]
