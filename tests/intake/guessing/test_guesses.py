"""What intake guesses about a figure, each rule on sentences of no document."""

import csv
from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from helpers.data.raw_data import RawData
from helpers.data.verification import squeeze
from helpers.intake.proposed_rows import propose_rows

FOLDER = Path(__file__).parents[1] / "documents"
HEAD = "岚溪市2024年科技工作总结\n一、工作情况\n"
Read = Callable[[str, str], dict[str, str]]


@pytest.fixture
def read(project: Path, raw: RawData, tmp_path: Path) -> Read:
    def read_figure(text: str, token: str) -> dict[str, str]:
        path = tmp_path / "d.txt"
        path.write_text(text, encoding="utf-8")
        rows = propose_rows(project, path, raw, source="other").rows
        return next(row for row in rows if row["as_printed"] == token)

    return read_figure


@pytest.mark.parametrize(
    ("sentence", "token", "scope", "entity"),
    [
        (
            "岚溪宏达机械有限公司实现营业收入3.2亿元，同比增长8%。",
            "8%",
            "firm",
            "岚溪宏达机械有限公司",
        ),
        ("岚溪宏达集团发展迅速。该集团研发人员达到210人。", "210人", "firm", "岚溪宏达集团"),
        ("云台湖实验室占地80亩。入驻团队9支。", "9支", "institution", "云台湖实验室"),
        ("云台湖实验室占地80亩。全市高新技术企业达到90家。", "90家", "whole_city", ""),
        ("推进云台湖实验室建设，新增省级重点实验室3家。", "3家", "whole_city", ""),
        ("云台湖研究院成功创建国家级基地。新培育众创空间4家。", "4家", "whole_city", ""),
        ("宏达公司、远景公司、新科公司等8家企业签订协议。", "8家", "whole_city", ""),
        ("云台湖研究院与清北大学签订协议5项。", "5项", "institution", "云台湖研究院"),
        ("岚溪科学城规划面积12平方公里。", "12平方公里", "programme", "岚溪科学城"),
        ("举办“院士岚溪行”活动，邀请专家30人。", "30人", "programme", "院士岚溪行"),
        ("开展技术培训等活动45次。", "45次", "whole_city", ""),
        ("北塘县引进创新团队4个。", "4个", "county", ""),
        ("各县引进创新团队4个。", "4个", "whole_city", ""),
        ("全省12个国家级平台中，我市建有2个。", "12个", "province", ""),
        ("投资3亿元的新能源材料项目开工。", "3亿元", "programme", "新能源材料项目"),
        ("建成省级重点实验室6家。", "6家", "whole_city", ""),
        ("清北大学在岚溪设立分院。全社会研发投入9亿元。", "9亿元", "whole_city", ""),
    ],
)
def test_a_figure_covers_whom_its_sentence_speaks_of(
    sentence: str, token: str, scope: str, entity: str, read: Read
) -> None:
    row = read(HEAD + sentence, token)

    assert (row["scope"], row["entity"]) == (scope, entity)


def test_a_body_of_the_data_is_given_its_identifier(read: Read, raw: RawData) -> None:
    entity, known = next(
        (entity, row)
        for entity, row in raw.index("entities", "entity").items()
        if row["kind"] == "university"
    )

    row = read(f"{HEAD}{known['name_zh']}承担科研项目40项。", "40项")

    assert (row["scope"], row["entity"]) == ("institution", entity)


@pytest.mark.parametrize(
    ("sentence", "token", "measure"),
    [
        ("有效期内企业达90家，比上年末增加12家。", "12家", "flow"),
        ("全年发电量96亿千瓦时。", "96亿千瓦时", "flow"),
        ("年产能达到30万吨。", "30万吨", "stock"),
        ("全市机动车产量3万辆。", "3万辆", "flow"),
        ("居民消费价格上涨1.6%。", "1.6%", "growth"),
        ("快于全省平均1.2个百分点。", "1.2个百分点", "growth"),
        ("登记合同额同比增加3.1亿元。", "3.1亿元", "flow"),
        ("财政科技支出累计37亿元。", "37亿元", "cumulative"),
        ("累计服务企业800家次。", "800家次", "cumulative"),
        ("服务企业800家次。", "800家次", "flow"),
        ("企业户均研发费用428万元。", "428万元", "rate"),
        ("5家企业入选省级名单。", "5家", "flow"),
        ("打造万亿级产业集群。", "万亿级", "stock"),
        ("设立10亿元规模的发展基金。", "10亿元", "stock"),
        ("科研设备总投资2亿元。", "2亿元", "stock"),
        ("创新能力居全省第4位。", "第4位", "rank"),
        ("合同额是上年的2.1倍。", "2.1倍", "ratio_to_previous"),
    ],
)
def test_the_words_of_statistics_tell_the_kind_of_quantity(
    sentence: str, token: str, measure: str, read: Read
) -> None:
    assert read(HEAD + sentence, token)["measure"] == measure


@pytest.mark.parametrize(
    ("sentence", "token", "period"),
    [
        ("去年上半年签约30项。", "30项", "2023-H1"),
        ("今年1—5月签约30项。", "30项", "2024-01-01/2024-05-31"),
        ("2022年前三季度签约30项。", "30项", "2022-01-01/2022-09-30"),
        ("1—6月签约30项。", "30项", "2024-H1"),
        ("截至9月底，企业达到30家。", "30家", "2024-09"),
        ("截至目前，企业达到30家。", "30家", "2024-12-20"),
        ("2023年投入强度1.5%，比2019年提高0.4个百分点。", "0.4个百分点", "2023"),
        ("2023年，企业由2020年的20家增至30家。", "30家", "2023"),
        ("企业由2020年的20家增加到2023年的30家，年均增长14%。", "14%", "2021/2023"),
        ("“十三五”末，企业达到30家。", "30家", "2020"),
        ("“十四五”以来，新增企业30家。", "30家", "2021/2024"),
        ("到“十五五”末，力争企业达到30家。", "30家", "by 2030"),
        ("到2027年，企业力争达到30家。", "30家", "by 2027"),
        ("全年平均气温16.2℃，年均浓度下降4%。", "下降4%", "2024"),
    ],
)
def test_a_time_is_read_without_its_year_and_not_from_a_comparison(
    sentence: str, token: str, period: str, read: Read
) -> None:
    text = f"岚溪市科技局工作汇报\n2024年工作情况\n{sentence}\n2024年12月20日\n"
    expected = "2024-12" if period == "2024-12-20" else period

    assert read(text, token)["period"] == expected


def test_the_part_of_the_year_in_a_title_is_that_of_its_figures(read: Read) -> None:
    text = "岚溪市前三季度科技工作情况汇报\n合同成交额9亿元。\n2024年10月8日\n"

    assert read(text, "9亿元")["period"] == "2024-01-01/2024-09-30"


@pytest.mark.parametrize(
    ("text", "token", "basis"),
    [
        ("岚溪市支持创新若干措施\n对研发费用超过500万元的企业给予补助。", "超过500万元", "policy"),
        (f"{HEAD}三、下一步打算\n邀请专家30人。", "30人", "target"),
        (f"{HEAD}三、下一步打算。邀请专家30人。", "30人", "target"),
        (f"{HEAD}三、下一步打算\n目前已邀请专家30人。", "30人", "actual"),
        (f"{HEAD}完成年度目标的65%。", "65%", "actual"),
        (f"{HEAD}全年发放人才补贴1.3亿元。", "1.3亿元", "actual"),
        (f"{HEAD}对新认定的企业给予30万元奖励。", "30万元", "policy"),
    ],
)
def test_what_is_granted_aimed_at_and_done_is_told_apart(
    text: str, token: str, basis: str, read: Read
) -> None:
    assert read(text, token)["basis"] == basis


@pytest.mark.parametrize(
    ("sentence", "token", "indicator"),
    [
        ("全市高新技术企业达到90家，比上年底净增12家。", "12家", "high_tech_enterprises_new"),
        ("高新技术企业净增12家、达到90家。", "90家", "high_tech_enterprises"),
        ("登记技术合同51项，成交额9亿元。", "9亿元", "technology_contract_turnover"),
        ("全年研究与试验发展（R&D）经费支出35亿元。", "35亿元", "rd_expenditure"),
        ("宏达公司研发投入3800万元。", "3800万元", ""),
        ("研发投入超亿元企业只有2家。", "超亿元", ""),
        ("高新技术企业年均增长14%。", "14%", ""),
        ("建成市级工程技术研究中心10家。", "10家", ""),
    ],
)
def test_an_indicator_is_named_where_all_agrees_and_else_left_open(
    sentence: str, token: str, indicator: str, read: Read
) -> None:
    assert read(HEAD + sentence, token)["indicator"] == indicator


def test_a_county_that_is_not_known_is_not_taken_for_its_city(read: Read) -> None:
    text = "信阳市2024年科技工作总结\n北塘县引进创新团队4个，全市引进团队9个。"

    assert read(text, "4个")["place"] == ""
    assert read(text, "9个")["place"] == "xinyang"


def test_the_term_of_a_new_indicator_stands_in_the_row(read: Read) -> None:
    row = read(f"{HEAD}全年社会消费品零售总额862亿元。", "862亿元")

    assert (row["indicator"], row["term"]) == ("", "社会消费品零售总额")


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("产值占全市一半以上。", [("一半以上", "50", "at_least")]),
        ("近四分之三的企业建有机构。", [("近四分之三", "75", "nearly")]),
        ("三分之一的企业建有机构。", [("三分之一", "", "")]),
        ("实现时间过半、任务过半。", []),
    ],
)
def test_a_share_in_words_is_read_where_its_percentage_ends(
    sentence: str,
    found: list[tuple[str, str, str]],
    project: Path,
    raw: RawData,
    tmp_path: Path,
) -> None:
    path = tmp_path / "d.txt"
    path.write_text(HEAD + sentence, encoding="utf-8")
    rows = propose_rows(project, path, raw, source="other").rows

    assert [(row["as_printed"], row["value"], row["qualifier"]) for row in rows] == found


def test_the_invented_documents_are_guessed_about_well(project: Path, raw: RawData) -> None:
    judged, right, named, named_right = Counter[str](), Counter[str](), 0, 0
    for path in sorted(FOLDER.iterdir()):
        if path.suffix == ".csv":
            continue
        rows = propose_rows(project, path, raw, source="other").rows
        with path.with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
            listed = list(csv.DictReader(stream))
        tokens = [squeeze(row["token"]) for row in listed]
        proposed = [squeeze(row["as_printed"]) for row in rows]
        for block in SequenceMatcher(None, tokens, proposed, autojunk=False).get_matching_blocks():
            for offset in range(block.size):
                want, row = listed[block.a + offset], rows[block.b + offset]
                for name in ("period", "basis", "scope", "measure", "indicator", "entity"):
                    if want[name]:
                        judged[name] += 1
                        right[name] += row[name] == want[name].replace("-", "", want[name] == "-")
                if want["indicator"] and row["indicator"]:
                    named += 1
                    named_right += row["indicator"] == want["indicator"]

    assert judged.total() > 1700
    least = {"period": 0.95, "basis": 0.95, "scope": 0.95, "measure": 0.93, "entity": 0.95}
    weak = {name for name, share in least.items() if right[name] < share * judged[name]}
    assert not weak
    assert named_right >= 0.9 * named > 70
