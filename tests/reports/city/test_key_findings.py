"""What a city report is led by: results, never what only tells about the city."""

from pathlib import Path

import pytest
from page_making import write_first_page

from helpers.pages.items import Paragraph
from helpers.reports.city.city_profile import list_positions
from helpers.reports.city.key_findings import list_findings_by_rule, write_sentence, write_title
from helpers.reports.city_report import open_city_report


@pytest.mark.parametrize("slug", ["puyang", "jiyuan"])
def test_context_is_no_finding(slug: str, project: Path) -> None:
    city = open_city_report(slug, "en", project=project)

    findings = list_findings_by_rule(city, list_positions(city), 6)

    told = {row.indicator for finding in findings for row in finding.rows}
    assert told
    assert told.isdisjoint({"registered_elsewhere_share", "gdp_per_head"})


@pytest.mark.parametrize(
    ("slug", "language", "title"),
    [
        ("xiamen", "en", "Xiamen ranks 1st of 9 cities in 5 rates of science and talent"),
        ("xiamen", "zh", "厦门5项科技和人才指标均居9市第1位"),
        (
            "jiyuan",
            "zh",
            "济源研发投入强度（2023年）、每10万人本科及以上学历人数（2020年）均居18市第2位",
        ),
    ],
)
def test_one_rank_on_every_rate_leads(slug: str, language: str, title: str, project: Path) -> None:
    city = open_city_report(slug, language, project=project)

    assert write_title(city, list_findings_by_rule(city, list_positions(city), 3)) == title


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        (
            "longyan",  # 1.59% in the city and in the province
            (
                "能与全省可靠比较的2项科技和人才指标中，"
                "1项低于福建平均水平：2020年每10万人本科及以上学历人数；"
                "1项按所载数字与福建平均水平难分高低：2016年研发投入强度。"
                "2016年研发投入强度为1.59%，与福建平均水平（1.59%）按所载数字难分高低。"
            ),
        ),
        (
            # The number of high-tech enterprises of the province is doubted: it is no yardstick.
            "kaifeng",
            (
                "开封能与全省可靠比较的3项科技和人才指标均低于河南平均水平："
                "2019年研发投入与生产总值之比、"
                "2020年每10万人本科及以上学历人数和2023年技术合同成交额与生产总值之比。"
                "2019年研发投入与生产总值之比为1.02%（派生），低于河南平均水平（1.46%，原载）。"
            ),
        ),
    ],
)
def test_every_sentence_has_a_yardstick_that_nothing_doubts(
    slug: str, text: str, project: Path
) -> None:
    city = open_city_report(slug, "zh", project=project)

    _, *findings = list_findings_by_rule(city, list_positions(city), 3)

    runs = [run for one in findings for run in write_sentence(city, one) if isinstance(run, str)]
    assert "".join(runs) == text


def test_what_stands_out_names_results_before_context(project: Path) -> None:
    city = open_city_report("puyang", "en", project=project)
    items = write_first_page(city, list_positions(city)).items

    (line,) = [
        text
        for item in items
        if isinstance(item, Paragraph) and "top third" in (text := item.to_plain())
    ]
    # By people registered elsewhere it is 3rd of 18, by bachelor's degrees only 6th.
    assert line.index("bachelor's-level") < line.index("hukou")


@pytest.mark.parametrize(
    ("slug", "told"),
    [
        # The table of what is missing names seven, the line six of them. R&D over GDP is not among
        # them: its intensity is printed.
        ("jiyuan", "财政支出中科学支出占比和每万人专利授权无数据；另有1项。"),
        ("xiamen", "未见2016年以后研发投入强度的实际数。"),
    ],
)
def test_what_is_not_known_is_told_whole_and_with_its_age(
    slug: str, told: str, project: Path
) -> None:
    city = open_city_report(slug, "zh", project=project)

    *_, line = write_first_page(city, list_positions(city)).items

    assert line.to_plain().startswith("数据缺口：")
    assert line.to_plain().endswith(told)
