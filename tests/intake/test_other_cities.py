"""Invented cities, with the figures that were listed by hand before intake read them."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from listed_documents import DOCUMENTS, FOLDER, is_read, read_list

from helpers.data.raw_data import RawData
from helpers.data.verification import squeeze
from helpers.fonts import FAMILY, find_font_folder
from helpers.intake.proposed_rows import Proposals, propose_rows

pytestmark = pytest.mark.slow

TEN_MONTHS = ("2015-01-01/2015-10-31",)
Propose = Callable[[str, bytes], Proposals]


@dataclass(frozen=True)
class Score:
    """How many figures were listed, proposed, found, and read with value and unit."""

    listed: int
    proposed: int
    found: int
    read: int


@pytest.fixture
def propose(project: Path, raw: RawData, tmp_path: Path) -> Propose:
    def propose_file(name: str, content: bytes) -> Proposals:
        path = tmp_path / name
        path.write_bytes(content)
        return propose_rows(project, path, raw, source="other")

    return propose_file


def score(proposals: Proposals, listed: list[dict[str, str]]) -> Score:
    rows = proposals.rows
    tokens = [squeeze(row["token"]) for row in listed]
    matcher = SequenceMatcher(None, tokens, [squeeze(row["as_printed"]) for row in rows])
    pairs = [
        (listed[block.a + offset], rows[block.b + offset])
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
    ]
    read = sum(is_read(row, want) for want, row in pairs)
    return Score(len(listed), len(rows), len(pairs), read)


def assert_good(found: Score) -> None:
    assert found.found >= 0.95 * found.listed
    assert found.found >= 0.85 * found.proposed
    assert found.read >= 0.97 * found.found


def typeset(text: str) -> bytes:
    body = "\n\n".join(line.replace("*", "\\*").replace("#", "\\#") for line in text.split("\n"))
    source = (
        '#set page(columns: 2, numbering: "1 / 1", header: [科技工作简报])\n'
        f'#set text(font: "{FAMILY}", size: 10pt, lang: "zh")\n{body}'
    )
    return set_pages(source)


def set_pages(source: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pages.typ"
        path.write_text(source, encoding="utf-8")
        pages: bytes = typst.compile(str(path), font_paths=[str(find_font_folder())])
    return pages


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_of_another_city_is_read_as_well_as_was_asked_for(
    path: Path, propose: Propose
) -> None:
    assert_good(score(propose(path.name, path.read_bytes()), read_list(path.stem)))


@pytest.mark.parametrize(
    ("name", "saved_as", "save"),
    [
        ("songling-bulletin.txt", "b.txt", lambda text: text.encode("gb18030")),
        ("linxi-plan.txt", "p.txt", lambda text: text.replace("\t", "    ").encode("utf-8-sig")),
        ("yanmenhu-press.html", "h.html", lambda text: text.encode("gb18030")),
        ("jinshazhou-points.html", "j.html", lambda text: text.replace("UTF-8", "gb2312").encode()),
        ("luming-brief.txt", "l.pdf", typeset),
    ],
)
def test_a_document_is_read_alike_however_it_was_saved(
    name: str, saved_as: str, save: Callable[[str], bytes], propose: Propose
) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")

    assert_good(score(propose(saved_as, save(text)), read_list(Path(name).stem)))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=15,
    deadline=None,
    derandomize=True,
)
@given(width=st.integers(24, 60))
def test_where_the_lines_break_changes_no_figure(width: int, propose: Propose) -> None:
    text = (FOLDER / "songling-bulletin.txt").read_text(encoding="utf-8")
    wrapped = "\n".join(
        line[start : start + width]
        for line in text.split("\n")
        for start in range(0, max(len(line), 1), width)
    )

    assert_good(score(propose("w.txt", wrapped.encode()), read_list("songling-bulletin")))


def test_no_telephone_number_or_postcode_is_kept(propose: Propose) -> None:
    proposals = propose("y.txt", (FOLDER / "yunqi-subsidies.txt").read_bytes())
    kept = "".join(row["as_printed"] for row in proposals.rows)

    assert "2881234" not in kept
    assert "467000" not in kept


def test_rows_of_a_pdf_get_their_units_from_the_column_of_units(propose: Propose) -> None:
    table = set_pages(
        f'#set text(font: "{FAMILY}")\n主要指标\n#table(columns: 4, '
        "[指标], [单位], [2020年], [2025年], [研发经费投入强度], [%], [1.92], [2.5], "
        "[技术合同成交额], [亿元], [42.6], [120])"
    )
    rows = propose("t.pdf", table).rows

    assert [(row["as_printed"], row["table_unit"], row["indicator"]) for row in rows] == [
        *(("1.92", "%", "rd_intensity"), ("2.5", "%", "rd_intensity")),
        ("42.6", "亿元", "technology_contract_turnover"),
        ("120", "亿元", "technology_contract_turnover"),
    ]


@pytest.mark.parametrize(
    ("table", "read"),
    [
        (
            (
                "指标\t2020年\t2025年\n孵化器（家）\t68\t≥150\n研究院（家）\t12\t15以上\n"
                "占比（%）\t31\t60左右\n万人专利（件）\t2\t[6]\n"
            ),
            [
                *(("68", "家", "exact"), ("≥150", "家", "at_least"), ("12", "家", "exact")),
                *(("15以上", "家", "at_least"), ("31", "%", "exact"), ("60左右", "%", "about")),
                *(("2", "件", "exact"), ("6", "件", "exact")),
            ],
        ),
        (
            "| 地区 | 合同数（项） |\n| :--- | ---: |\n| 甲州市 | 22843 |\n| 乙州市 | 2013 |\n",
            [("22843", "项", "exact"), ("2013", "项", "exact")],
        ),
        (
            "| 绝对数（亿元） | 增长（%） |\n总产出 | 617.50 | 5.2 |\n工业 | 37.11 | -2.6 |\n",
            [
                *(("617.50", "元", "exact"), ("5.2", "%", "exact")),
                *(("37.11", "元", "exact"), ("-2.6", "%", "exact")),
            ],
        ),
        (
            (
                "单位：亿元\n项目\t2000\t2005\n总产出\t98.5\t169.9\n按行业分\n工业\t54.4\t100.6\n"
                "总产出构成（%）\t100\t100\n工业\t55.2\t59.2\n总产出指数（上年=100）\t110.4\t113.2\n"
            ),
            [
                *(("98.5", "元", "exact"), ("169.9", "元", "exact")),
                *(("54.4", "元", "exact"), ("100.6", "元", "exact")),
                *(("100", "%", "exact"), ("100", "%", "exact")),
                *(("55.2", "%", "exact"), ("59.2", "%", "exact")),
                *(("110.4", "", "exact"), ("113.2", "", "exact")),
            ],
        ),
        (
            "类别\t指标\t2015年\n投入\t经费（亿元）\t1.62\n\t企业（家）\t74\n",
            [("1.62", "元", "exact"), ("74", "家", "exact")],
        ),
        (
            "县区\t税收（亿元）\t位次\t增长（%）\n甲县\t7.5\t2\t下降4.7\n",
            [("7.5", "元", "exact"), ("2", "位次", "exact"), ("下降4.7", "%", "exact")],
        ),
        (
            "指标\t2021年\n增加值（亿元）\t252.4\n其中：工业\t59.44\n",
            [("252.4", "元", "exact"), ("59.44", "元", "exact")],
        ),
        (
            "指标\t2020年\t增减百分点\n城镇化率（%）\t52.4\t0.8\n",
            [("52.4", "%", "exact"), ("0.8", "个百分点", "exact")],
        ),
    ],
    ids=["qualified", "bars", "open head", "groups", "open side", "ranks", "parts", "points"],
)
def test_cells_of_a_table_get_the_unit_that_speaks_of_them(
    table: str, read: list[tuple[str, str, str]], propose: Propose
) -> None:
    rows = propose("c.txt", table.encode()).rows

    assert [(row["as_printed"], row["unit"], row["qualifier"]) for row in rows] == read


def test_a_serial_number_is_no_figure(propose: Propose) -> None:
    text = "指标表（单位：家）\n1\t高新技术企业\t412\n2\t科技型中小企业\t905\n"

    assert [row["as_printed"] for row in propose("s.txt", text.encode()).rows] == ["412", "905"]


def test_the_year_of_a_heading_is_the_period_of_what_stands_under_it(propose: Propose) -> None:
    text = (
        "政府工作报告\n——2024年1月18日在岚溪市人民代表大会上\n一、2023年工作回顾\n"
        "新增高新技术企业120家。\n二、2024年工作安排\n力争新增高新技术企业150家。\n"
    )
    rows = propose("r.txt", text.encode()).rows

    assert [(row["as_printed"], row["period"], row["basis"]) for row in rows] == [
        ("120家", "2023", "actual"),
        ("150家", "2024", "target"),
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("一、2015年工作回顾\n全年授权专利116件。", ("116件", "2015", "actual")),
        ("一、2015年工作回顾\n1-10月,授权专利116件。", ("116件", *TEN_MONTHS, "actual")),
        ("截至三季度末，授权专利116件。", ("116件", "2016-01-01/2016-09-30", "actual")),
        ("一、2015年和“十二五”时期回顾\n新增企业12家。", ("12家", "2015", "actual")),
        ("2015年出口8亿元，比2014年的6亿元多。", ("6亿元", "2014", "actual")),
        ("自2010年以来连年增产。\n建成示范区125个。", ("125个", "2016-03", "actual")),
        ("三、2016年重点工作\n新增企业12家。", ("12家", "2016", "target")),
        ("主要预期目标：总产值增长4.5%；企业达到12家。", ("12家", "2016-03/..", "target")),
        ("人均预期寿命达到82.58岁。", ("82.58岁", "2016-03", "actual")),
        ("项目投资超预期，完成率165.5%。", ("165.5%", "2016-03", "actual")),
        ("新引进总投资超15亿元的项目38个。", ("38个", "2016-03", "actual")),
        ("占地区生产总值的比重为1.66%。", ("1.66%", "2016-03", "actual")),
        ("营业收入达1.14万亿。", ("1.14万亿", "2016-03", "actual")),
        ("到2020年，成交额累计达到100亿元。", ("100亿元", "by 2020", "target")),
        ("2月份，出口增长4.5%。", ("4.5%", "2016-02", "actual")),
        ("12月，出口增长4.5%。", ("4.5%", "2015-12", "actual")),
        ("2014年出口增长6%，但11月回落3%。", ("回落3%", "2014-11", "actual")),
        ("三年来，税收由20亿元增加到26亿元。", ("26亿元", "2015", "actual")),
        ("三年来，累计新增企业84家。", ("84家", "2013/2015", "actual")),
        ("去年，出口8亿元，是2005年的2.5倍，年均增长9.6%。", ("9.6%", "2006/2015", "actual")),
        ("去年，全市税收突破百亿。", ("突破百亿", "2015", "actual")),
        ("1-2月，年度任务完成率23%。", ("23%", "2016-01-01/2016-02-29", "actual")),
        ("今年力争出口9亿元；改造厂房60处。", ("60处", "2016", "target")),
        ("去年税收由全省第9位跃升至第5位。", ("第5位", "2015", "actual")),
        ("In 2014, exports rose 3%.", ("3%", "2014", "actual")),
    ],
)
def test_period_and_kind_of_statement_are_told_by_heading_and_words(
    text: str, read: tuple[str, str, str], propose: Propose
) -> None:
    document = f"岚溪市工作报告\n{text}\n2016年3月10日\n"
    row = propose("k.txt", document.encode()).rows[-1]

    assert (row["as_printed"], row["period"], row["basis"]) == read


def test_the_rank_that_was_left_is_that_of_the_year_before(propose: Propose) -> None:
    rows = propose(
        "k.txt", "岚溪市工作报告\n去年税收由全省第9位跃升至第5位。\n2016年3月10日\n".encode()
    )

    assert [(row["value"], row["period"]) for row in rows.rows] == [("9", "2014"), ("5", "2015")]


def test_the_day_of_issue_in_brackets_at_the_end_is_found(propose: Propose) -> None:
    text = "今年新增企业40家。\n（岚溪日报 2008-03-08）\n"

    assert propose("k.txt", text.encode()).facts.written == "2008-03-08"


def test_months_in_the_head_of_a_table_are_the_period_of_its_column(propose: Propose) -> None:
    text = "2021年经济运行\n指标\t9月\t1-9月累计\t上半年\n出口（亿元）\t1.5\t12.5\t8.1\n"
    rows = propose("m.txt", text.encode()).rows

    periods = ["2021-09", "2021-01-01/2021-09-30", "2021-H1"]
    assert [row["period"] for row in rows] == periods


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("全社会研发投入14亿元，占GDP比重2.2%。", "rd_intensity"),
        ("工业增加值占GDP比重40%。", ""),
        ("数字经济占地区生产总值的比重超过45%。", ""),
    ],
)
def test_the_share_of_something_else_in_gdp_is_no_rd_intensity(
    text: str, indicator: str, propose: Propose
) -> None:
    rows = propose("g.txt", f"岚溪市2023年工作总结\n{text}\n".encode()).rows

    assert rows[-1]["indicator"] == indicator


@pytest.mark.parametrize(
    ("heading", "read"),
    [
        ("一、现实基础", ("2021-08", "actual")),
        ("一、存在问题", ("2021-08", "actual")),
        ("二、主要目标", ("2021-08/..", "target")),
    ],
)
def test_in_a_plan_the_heading_decides_what_counting_up_means(
    heading: str, read: tuple[str, str], propose: Propose
) -> None:
    text = f"岚溪市科技规划\n{heading}\n成交额累计突破100亿元。\n2021年8月1日\n"
    (row,) = propose("p.txt", text.encode()).rows

    assert (row["period"], row["basis"]) == read


def test_the_months_so_far_are_a_span_of_the_year(propose: Propose) -> None:
    text = "岚溪市2023年经济运行情况报告\n1—8月，全市技术合同成交额52.18亿元，同比增长9%。\n"

    assert propose("m.txt", text.encode()).rows[0]["period"] == "2023-01-01/2023-08-31"


def test_a_standard_term_without_indicator_is_named_and_not_guessed_at(propose: Propose) -> None:
    text = "岚溪市2023年统计公报\n全年社会消费品零售总额862.4亿元，固定资产投资960亿元。\n"
    proposals = propose("n.txt", text.encode())

    assert [row["indicator"] for row in proposals.rows] == ["", ""]
    assert dict(proposals.terms) == {"社会消费品零售总额": 1, "固定资产投资": 1}


def test_many_figures_on_one_line_have_each_an_identifier(propose: Propose) -> None:
    text = "全市高新技术企业达到12家，" * 750
    rows = propose("l.txt", text.encode()).rows

    assert len({row["figure_id"] for row in rows}) == len(rows) == 750
    assert rows[26]["figure_id"] == "other:1aa"
