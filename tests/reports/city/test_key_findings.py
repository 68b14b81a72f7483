"""What a city report is led by: results, never what only tells about the city."""

import re
from pathlib import Path

import pytest
from page_making import write_first_page
from section_reading import find_tables

from helpers.pages.items import Chart, Paragraph
from helpers.pages.runs import show_plain
from helpers.reports.city.city_profile import list_positions
from helpers.reports.city.key_findings import (
    list_findings_by_rule,
    write_sentence,
    write_stated,
    write_title,
)
from helpers.reports.city.peer_table import write_peers
from helpers.reports.city_report import CityReport, open_city_report


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
        (
            "xiamen",
            "en",
            (
                "Xiamen ranks 1st of 9 cities in 5 rates of science and talent, "
                "each in its latest year (2019–2023)"
            ),
        ),
        ("xiamen", "zh", "厦门5项科技和人才指标均居9市第1位（各取最近年份，2019—2023年）"),
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
                "图中与福建可比的2项科技和人才指标中，"
                "1项低于福建平均水平：2020年每10万人本科及以上学历人数；"
                "1项在四舍五入范围内与福建平均水平不分高低：2016年研发投入强度。"
                "2016年研发投入强度为1.59%，在四舍五入范围内与福建平均水平（1.59%）不分高低。"
            ),
        ),
        (
            # The number of high-tech enterprises of the province is doubted, but bounded.
            "kaifeng",
            (
                "图中与河南可比的4项科技和人才指标，开封均低于河南平均水平："
                "2019年研发投入与地区生产总值之比、2023年每10万人高新技术企业（河南数存疑）、"
                "2020年每10万人本科及以上学历人数和2023年技术合同成交额与地区生产总值之比。"
                "2019年研发投入与地区生产总值之比为1.02%（派生），低于河南平均水平（1.46%，原载）。"
            ),
        ),
        (
            # Above Henan in R&D over GDP of 2019, but not among those above its 1.86% of 2022.
            "xuchang",
            (
                "图中与河南可比的3项科技和人才指标，许昌均低于河南平均水平："
                "2023年每10万人高新技术企业（河南数存疑）、2020年每10万人本科及以上学历人数和"
                "2023年技术合同成交额与地区生产总值之比。"
                "未计入：2019年研发投入与地区生产总值之比为1.56%（派生），高于河南平均水平（1.46%），"
                "但2022年研发投入强度不高于1.86%，已不再高于河南平均水平（1.86%）。"
                "2023年每10万人高新技术企业为10.8家（派生），居17市第5位。"
            ),
        ),
    ],
)
def test_every_sentence_has_a_yardstick_that_is_undoubted_or_bounded(
    slug: str, text: str, project: Path
) -> None:
    city = open_city_report(slug, "zh", project=project)

    _, *findings = list_findings_by_rule(city, list_positions(city), 3)

    runs = [run for one in findings for run in write_sentence(city, one) if isinstance(run, str)]
    assert "".join(runs) == text


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        # Report, line 17: 2.1%, "higher than the average of the province for the first time".
        (
            "luohe",
            "漯河建设报告称2023年研发投入强度（2.1%）高于河南平均水平（2.05%，该材料未载）。",
        ),
        ("longyan", ""),
    ],
)
def test_what_a_document_says_of_a_side_that_rounding_hides_is_told(
    slug: str, text: str, project: Path
) -> None:
    city = open_city_report(slug, "zh", project=project)
    found = list_findings_by_rule(city, list_positions(city), 3)

    assert "".join(run for run in write_stated(city, found) if isinstance(run, str)) == text


def test_what_stands_out_names_results_before_context(project: Path) -> None:
    city = open_city_report("puyang", "en", project=project)
    items = write_first_page(city, list_positions(city)).items

    (line,) = [
        text
        for item in items
        if isinstance(item, Paragraph) and "Top third" in (text := item.to_plain())
    ]
    # By people registered elsewhere it is 3rd of 18, by bachelor's degrees only 6th.
    assert line.index("bachelor's level") < line.index("hukou")


@pytest.mark.parametrize(
    ("slug", "told"),
    [
        # Its R&D expenditure over GDP is doubted; people registered elsewhere are context.
        ("jiaozuo", "Top third: R&D intensity (2023, 3 of"),
        (
            "jiaozuo",
            "Background measures in the top third: share of residents with hukou elsewhere◇",
        ),
        ("luohe", "R&D expenditure over GDP◇ (?) (2019, 12 of 16; Jiaozuo doubted, not counted)"),
    ],
)
def test_what_stands_out_is_counted_dated_and_told_without_whom(
    slug: str, told: str, project: Path
) -> None:
    city = open_city_report(slug, "en", project=project)

    items = write_first_page(city, list_positions(city)).items
    assert any(told in item.to_plain() for item in items if isinstance(item, Paragraph))


@pytest.mark.parametrize("slug", ["luohe", "puyang", "zhengzhou", "kaifeng"])
def test_what_rests_on_a_doubted_figure_bears_its_sign_in_words_too(
    slug: str, project: Path
) -> None:
    # Luohe's R&D expenditure of 2019 is printed twice; the cities sum up to more than Henan.
    city = open_city_report(slug, "zh", project=project)

    (text, *_) = [
        item.to_plain()
        for item in write_first_page(city, list_positions(city)).items
        if isinstance(item, Paragraph)
    ]
    assert "2023年每10万人高新技术企业（河南数存疑）" in text
    ratio = "2019年研发投入与地区生产总值之比"
    assert (f"{ratio}（？），低于河南平均水平" in text) == (slug == "luohe")


@pytest.mark.parametrize(
    ("slug", "title", "once"),
    [
        ("jiyuan", "Jiyuan: top third in both clear ranks", ""),
        ("jiaozuo", "Jiaozuo: top third in 6 and bottom third in 1 of 7 clear ranks", ""),
        ("luohe", "Luohe: top third in 1 and bottom third in 2 of 7 clear ranks", ""),
        ("zhengzhou", "Zhengzhou: top third in all 7 clear ranks", "counted once: R&D"),
        ("quanzhou", "Quanzhou: top third in", "counted once: R&D"),
    ],
)
def test_the_chart_of_positions_counts_what_stands_out_and_measures_of_one_meaning_once(
    slug: str, title: str, once: str, project: Path
) -> None:
    city = open_city_report(slug, "en", project=project)

    items = write_first_page(city, list_positions(city)).items
    (chart, *_) = [item for item in items if isinstance(item, Chart)]
    assert chart.title.startswith(title)
    assert re.findall("counted once: R&D", chart.subtitle) == [once] * bool(once)


def draw_first(city: CityReport) -> Chart:
    items = write_first_page(city, list_positions(city)).items
    (chart,) = [item for item in items if isinstance(item, Chart)]
    return chart


def test_the_chart_names_every_city_drawn_in_doubt_with_its_note(project: Path) -> None:
    # Neither is a peer of Zhengzhou; the notes say why each is in doubt.
    for language, *wanted in (
        (
            "zh",
            "以问号绘出的：漯河2019年研发投入与地区生产总值之比◇（存疑，仍列位次）[x]；",
            "焦作2019年研发投入与地区生产总值之比◇（存疑，不列位次）[x]。",
        ),
        (
            "en",
            "question mark: R&D expenditure over GDP◇ of Luohe (2019; doubted, but ranked)[x]; ",
            "R&D expenditure over GDP◇ of Jiaozuo (2019; doubted, unranked)[x].",
        ),
    ):
        city = open_city_report("zhengzhou", language, project=project)
        told = re.sub(r"\[[a-z]+\]", "[x]", show_plain(draw_first(city).source_line))
        assert "".join(wanted) in told


@pytest.mark.parametrize(
    ("slug", "language", "told"),
    [
        # S&T yearbook: 1.46% and 2.23% of 2019 are printed as R&D intensity, of Fujian nothing.
        ("zhengzhou", "zh", "；研发投入与地区生产总值之比◇一行，河南和全国为原载研发投入强度"),
        (
            "zhengzhou",
            "en",
            "; R&D expenditure over GDP◇: for Henan and China, R&D intensity as printed",
        ),
        ("xiamen", "zh", "；研发投入与地区生产总值之比◇一行，全国为原载研发投入强度"),
    ],
)
def test_the_chart_says_which_lines_are_of_the_printed_rate(
    slug: str, language: str, told: str, project: Path
) -> None:
    city = open_city_report(slug, language, project=project)

    assert draw_first(city).subtitle.endswith(told)


def test_the_peer_table_says_it_of_the_province_alone(project: Path) -> None:
    city = open_city_report("zhengzhou", "zh", project=project)

    (table,) = find_tables(write_peers(city, list_positions(city), city.peers))

    assert "研发投入与地区生产总值之比◇一行，河南为原载研发投入强度。" in table.notes


def test_a_city_that_crossed_the_line_is_told_where_its_other_rates_lie(project: Path) -> None:
    city = open_city_report("luohe", "en", project=project)

    *_, last = list_findings_by_rule(city, list_positions(city), 4)
    text = "".join(run for run in write_sentence(city, last) if isinstance(run, str))

    # 3,195 against 4,898 per 100,000 at the census, 1.24% against 2.31% of GDP.
    assert "3 lie below Henan: high-tech enterprises per 100,000 people (2023) (Henan" in text
    assert "technology contracts over GDP (2023); 1 " in text


def test_a_deadline_that_is_inferred_bears_its_star(project: Path) -> None:
    # Plan, line 32: the year is that of the end of the plan.
    city = open_city_report("luohe", "zh", project=project)

    told = write_sentence(city, list_findings_by_rule(city, list_positions(city), 2)[1])
    assert "目标（到2025年*，150家）" in str(told[0])


@pytest.mark.parametrize(
    ("slug", "told"),
    [
        # The seven without a rank, all named where six would leave one; no count beside its rate.
        (
            "jiyuan",
            (
                "数据缺口：研发投入与地区生产总值之比无可用数据（研发投入强度为同一指标，有2023年数）。"
                "每10万人高新技术企业、每万户籍人口研发人员、"
                "技术合同成交额与地区生产总值之比、财政支出中科学支出占比、每万人专利授权和人均地区生产总值无可用数据。"
            ),
        ),
        # Bounds of it are known, so that it is not without any figure.
        (
            "kaifeng",
            (
                "未见研发投入强度的实际数（研发投入与地区生产总值之比为同一指标，有2019年数）。"
                "2023年研发投入强度只知不高于2.65%。"
            ),
        ),
        # The yearbooks read of Fujian print neither registered people nor the budget.
        (
            "xiamen",
            (
                "数据缺口：每万户籍人口研发人员和财政支出中科学支出占比无可用数据。"
                "未见2016年以后研发投入强度的实际数（研发投入与地区生产总值之比为同一指标，有2019年数）。"
            ),
        ),
    ],
)
def test_what_is_not_known_is_told_whole_and_with_its_age(
    slug: str, told: str, project: Path
) -> None:
    city = open_city_report(slug, "zh", project=project)

    *_, line = write_first_page(city, list_positions(city)).items

    text = re.sub(r"\[[^]]*\]", "", line.to_plain())
    assert text.startswith("数据缺口：")
    assert text.endswith(told)
