from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.data.printed.numerals import without_layout
from helpers.intake.text.lexicon import Words, read_words
from helpers.intake.text.spotted_numbers import find_figures
from helpers.words.language import read_catalogue


@pytest.fixture(scope="module")
def words(project: Path) -> Words:
    return read_words(project)


def split(text: str, words: Words) -> tuple[list[str], dict[str, str]]:
    narrow = without_layout(text)
    found = find_figures(narrow, words)
    figures = [narrow[x.start : x.end] for x in found if not x.reason]
    return figures, {narrow[x.start : x.end]: x.reason for x in found if x.reason}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("研发投入16.15亿元，占GDP比重2.1%", ["16.15亿元", "2.1%"]),
        ("入驻科研骨干300多名，实施项目近万项", ["300多名", "近万项"]),
        ("是上年的2.93倍，同比增长百分之十五", ["2.93倍", "百分之十五"]),
        ("孵化器２０家，每年新建10-20家", ["20家", "10-20家"]),
        ("服务企业两千余人次，发放补助1,234.5万元", ["两千余人次", "1,234.5万元"]),
        ("居全省第3位，全国首个，名列全市第一", ["第3位", "首个", "第一"]),
        ("增长12.3%，其中民营企业下降0.5个百分点", ["12.3%", "下降0.5个百分点"]),
        ("约三分之一的企业，三成以上的高校", ["约三分之一", "三成以上"]),
        ("项目建成仅用5个月，活动为期一周", ["5个月", "一周"]),
        ("发明专利分别为120件、30件", ["120件", "30件"]),
        ("建成千亿级产业集群，税收超亿元", ["千亿级", "超亿元"]),
        ("成立一个转化中心，两所高校，五大平台", ["一个", "两所", "五大"]),
        ("对省级平台各奖300万元", ["各奖300万元"]),
        ("预计收入1.6万亿，力争达到300家以上", ["1.6万亿", "300家以上"]),
        ("每万人发明专利12.6件，较上年翻一番", ["12.6件", "翻一番"]),
        ("三次产业结构为8.3∶43.1∶48.6", ["8.3", "43.1", "48.6"]),
        ("增幅全省第二，创新指数得分82.6分", ["第二", "82.6分"]),
        ("自然增长率-1.12‰，占GDP2.5%", ["-1.12‰", "2.5%"]),
        ("平均浓度42微克/立方米，优良天数265天", ["42微克/立方米", "265天"]),
        ("分别给予500万元、200万元奖励", ["500万元", "200万元"]),
        ("近四成企业，按万分之五给予补助", ["近四成", "万分之五"]),
        ("上百家企业，千余名专家，过亿元资金", ["上百家", "千余名", "过亿元"]),
        ("实现GDP1124.6亿元，增长一成左右", ["1124.6亿元", "一成左右"]),
        ("分别增长15.2%、-2.3%，销售过10亿元", ["15.2%", "-2.3%", "过10亿元"]),
        ("年产10GWh电池，创新指数达到155.7", ["10GWh", "155.7"]),
        ("占比不超三成，“收入达到30亿元”的目标，分两批推荐", ["不超三成", "30亿元", "两批"]),
        ("实施500万元以上项目22项，居全省榜首", ["22项", "榜首"]),
        ("收入比由5∶1缩小到2.6：1，按1:1配套", ["5∶1", "2.6:1", "1:1"]),
        ("产值销售过2000万元/5000万元企业", ["过2000万元", "5000万元"]),
        ("分别给予2万/5万/10万元奖励", ["2万", "5万", "10万元"]),
        ("分别回落2.16和1.66个百分点", ["回落2.16", "1.66个百分点"]),
        ("三次产业结构为9.3、41.0、49.7", ["9.3", "41.0", "49.7"]),
        ("筹集住房6957套（间），优良天数达到317天", ["6957套(间)", "317天"]),
        ("设立80亿种子基金和200亿天使基金", ["80亿", "200亿"]),
        ("服务业增加值跨上万亿元台阶，产值增长一倍", ["万亿元", "一倍"]),
        ("获批3家——甲中心，总数接近1100，最高可给予5O万元", ["3家", "接近1100", "5O万元"]),
    ],
)
def test_every_printed_figure_is_found(text: str, figures: list[str], words: Words) -> None:
    assert split(text, words)[0] == figures


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text("0123456789.,:∶、和/%万亿元家个比按配套增长O", min_size=2, max_size=24))
def test_no_run_of_digits_and_units_stops_the_reading(text: str) -> None:
    find_figures(text, read_words(Path(__file__).parents[3]))


@pytest.mark.parametrize("text", ["按01:1配套", "回落007.5和1.2%", "产业比05:30:65"])
def test_what_looks_like_a_list_or_ratio_and_is_no_number_is_passed_over(
    text: str, words: Words
) -> None:
    assert not {"01:1", "007.5", "05"} & set(split(text, words)[0])


@pytest.mark.parametrize(
    ("text", "token", "reason"),
    [
        ("一、总体情况", "一、", "list_numeral"),
        ("（二）主要做法", "(二)", "list_numeral"),
        ("3.加强组织领导", "3.", "list_numeral"),
        ("①企业②高校", "①", "list_numeral"),
        ("工作扎实。一是加大投入", "一是", "list_numeral"),
        ("2023年5月召开会议", "2023年5月", "date"),
        ("在2021—2025年实施", "2021—2025年", "date"),
        ("到二〇三五年基本建成", "二〇三五年", "date"),
        ("豫政〔2021〕12号文件", "豫政〔2021〕12号", "document_number"),
        ("市政协第178号提案", "第178号", "document_number"),
        ("进入万亿GDP城市行列", "万亿", "class"),
        ("经过18年的建设", "18年", "period"),
        ("机械零部件加工", "零部件", "word"),
        ("全国四大软件基地之一", "四大", "programme"),
        ("党的二十大和二十届历次全会", "二十大", "session"),
        ("前六大主导行业", "六大", "rank_bound"),
        ("国家级1.1类新药获批", "1.1类", "name"),
        ("价格一涨一降", "一涨一降", "word"),
        ("依据第三条规定", "第三条", "article"),
        ("电话0710-3612345", "0710-3612345", "telephone"),
        ("“十四五”期间", "“十四五”", "plan"),
        ("列入863计划", "863", "plan"),
        ("实施三年行动计划", "三年行动", "plan"),
        ("产学研六位一体", "六位", "slogan"),
        ("践行“四个面向”", "“四个面向”", "slogan"),
        ("实施八大战略", "八大", "programme"),
        ("推进十大工程建设", "十大", "programme"),
        ("2号楼和3#厂房", "3#", "name"),
        ("荣获一等奖", "一等奖", "grade"),
        ("引进世界500强企业", "世界500强", "name"),
        ("建设5G基站", "5G", "name"),
        ("第十四届博览会", "第十四届", "ordinal"),
        ("第一批项目", "第一批", "ordinal"),
        ("近三年累计", "近三年", "period"),
        ("八届六次会议", "八届六次", "session"),
        ("每3天新增企业", "3天", "per"),
        ("65岁以上老人", "65岁以上", "class"),
        ("综合排名全省前10名", "10名", "rank_bound"),
        ("《人才新政20条》发布", "《人才新政20条》", "title"),
        ("培育一批企业", "一批", "indefinite"),
        ("三元乙丙橡胶", "三元", "name"),
        ("党的二十大精神", "二十大", "session"),
        ("三次产业协调发展", "三次产业", "word"),
        ("数十家企业", "十家", "vague"),
        ("28纳米芯片项目", "28纳米", "class"),
        ("新开工亿元以上项目", "亿元以上", "class"),
        ("每新增1家企业", "1家", "per"),
        ("这三个区", "三个", "word"),
        ("八大支柱产业稳定增长", "八大", "programme"),
        ("培育三个新热点", "三个", "slogan"),
        ("在全省12个设区市中居前", "12个", "rank_bound"),
    ],
)
def test_what_is_no_figure_is_left_out_with_its_reason(
    text: str, token: str, reason: str, words: Words
) -> None:
    figures, left_out = split(text, words)

    assert figures == []
    assert left_out[token] == reason
    assert {*read_catalogue()[f"intake_reason_{reason}"]} >= {"zh", "en"}


def test_every_figure_is_read_by_the_parser_or_says_why_not(words: Words) -> None:
    narrow = without_layout("投入3.5亿元，约三分之一的企业")
    known, unknown = [x for x in find_figures(narrow, words) if not x.reason]

    assert known.figure is not None
    assert str(known.figure.value) == "350000000"
    assert unknown.figure is None
    assert "约三分之一" in unknown.fault
