import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from case_tables import read_cases

# The data are read with the standard library alone: a fault in helpers cannot hide one in them.
Row = dict[str, str]
Tables = dict[str, list[Row]]

THE_FIVE = {
    "luohe-plan-2021": "luohe",
    "luohe-letter-2021": "luohe",
    "luohe-report-2024": "luohe",
    "puyang-reply-2022": "puyang",
    "jiaozuo-daily-2021": "jiaozuo",
}
HEADLINE = ["rd_intensity", "high_tech_enterprises", "bachelor_or_above_per_100000"]
PRINTED = ["rd_intensity", "high_tech_enterprises", "talents_attracted"]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def read_rows(path: Path) -> list[Row]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


PROCESSED_FIGURES = [f"data/processed/{name}/figures.csv" for name in ("henan", "fujian")]


@pytest.fixture(scope="module")
def tables(project: Path) -> Tables:
    found: dict[str, list[Row]] = {}
    for path in sorted(project.glob("data/raw/*/*.csv")):
        found.setdefault(path.stem, []).extend(read_rows(path))
    return found


@pytest.fixture(scope="module")
def subjects(tables: Tables) -> Tables:
    names = dict.fromkeys(row["subject"] for row in tables["indicators"])
    return {name: tables[name] for name in names}


@pytest.fixture(scope="module")
def figures(project: Path) -> list[Row]:
    rows = [row for path in PROCESSED_FIGURES for row in read_rows(project / path)]
    return list({row["figure_id"]: row for row in rows}.values())


@pytest.fixture(scope="module")
def document_texts(documents: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(documents.glob("*.txt"))]


def every_cell(project: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((project / "data").glob("*/*/*.csv")):
        for row in read_rows(path):
            for column, value in row.items():
                yield f"{path.name}, {column}", value


# --- figures picked by hand from the documents -------------------------------------------------


# document | place | indicator | period | value | unit | basis | qualifier
PICKED_BY_HAND = """
# 漯河 plan, line 9: 0.86%, 预计 1%, 13.45亿元, 16.15亿元
plan | luohe | rd_intensity | 2019 | 0.86 | % | actual | exact
plan | luohe | rd_intensity | 2020 | 1 | % | estimate | exact
plan | luohe | rd_expenditure | 2019 | 1345000000 | 元 | actual | exact
plan | luohe | rd_expenditure | 2020 | 1615000000 | 元 | actual | exact
# line 11: 101家 of national level, 236家 of municipal level and above
plan | luohe | high_tech_enterprises | 2020 | 101 | 家 | actual | exact
plan | luohe | high_tech_enterprises_municipal_and_above | 2020 | 236 | 家 | actual | exact
# line 31: 2%以上, 突破25亿元, 年均增长12%
plan | luohe | rd_over_main_business_revenue | by 2025 | 2 | % | target | at_least
plan | luohe | rd_expenditure | by 2025 | 2500000000 | 元 | target | over
plan | luohe | rd_expenditure_growth | 2021/2025 | 12 | % | target | exact
# line 32: 150家, 50%左右
plan | luohe | high_tech_enterprises | by 2025 | 150 | 家 | target | exact
plan | luohe | high_tech_output_share | by 2025 | 50 | % | target | about
# 漯河 report, line 15: 9084人, 其中博士后15人、博士42人、硕士937人、本科8037人; 上半年 4804人
report | luohe | talents_attracted | 2023 | 9084 | 人 | actual | exact
report | luohe | talents_attracted_postdoctoral | 2023 | 15 | 人 | actual | exact
report | luohe | talents_attracted_doctoral | 2023 | 42 | 人 | actual | exact
report | luohe | talents_attracted_master | 2023 | 937 | 人 | actual | exact
report | luohe | talents_attracted_bachelor | 2023 | 8037 | 人 | actual | exact
report | luohe | talents_attracted | 2024-H1 | 4804 | 人 | actual | exact
report | luohe | graduate_talent_ratio | 2023 | 2.93 | 倍 | actual | exact
# line 17: 由2020年的1.14%提升到2023年2.1%; 居全省第二位
report | luohe | rd_intensity | 2020 | 1.14 | % | actual | exact
report | luohe | rd_intensity | 2023 | 2.1 | % | actual | exact
report | luohe | rd_activity_coverage_rank | 2023 | 2 | 位次 | actual | exact
# line 19: 53家, 2.26亿元; 5亿元规模的科创基金
report | luohe | technology_loan_firms | 2024 | 53 | 家 | actual | exact
report | luohe | technology_loans | 2024 | 226000000 | 元 | actual | exact
report | luohe | innovation_fund_planned | 2024/.. | 500000000 | 元 | target | exact
# 漯河 letter, line 37: 参与企业 200 余家
letter | luohe | alliance_member_firms | 2021 | 200 | 家 | actual | over
# 濮阳 reply of June 2022, lines 27 and 29: 30所, 328项, 489家, 397家, 682项
reply | puyang | strategic_agreement_institutes | 2022-06 | 30 | 所 | actual | exact
reply | puyang | strategic_agreement_projects | 2022-06 | 328 | 项 | actual | exact
reply | puyang | cooperating_firms | 2022-06 | 489 | 家 | actual | exact
reply | puyang | cooperating_institutes | 2022-06 | 397 | 家 | actual | exact
reply | puyang | cooperation_projects | 2022-06 | 682 | 项 | actual | exact
# 焦作 newspaper, line 288: 力争达到300家以上; line 360: 20家, 居全省第三位
daily | jiaozuo | high_tech_enterprises | by 2021 | 300 | 家 | target | at_least
daily | jiaozuo | academician_workstations | 2021-02 | 20 | 家 | actual | exact
daily | jiaozuo | academician_workstations_rank | 2021-02 | 3 | 位次 | actual | exact
# line 25: 3亿元 signed; line 26: 预计 15亿元; line 378: 15586万元; line 189: 近3000米
daily | wuzhi | cooperation_value_signed | 2021-02 | 300000000 | 元 | actual | exact
daily | wuzhi | cooperation_value_expected | 2021-02/.. | 1500000000 | 元 | forecast | exact
daily | jiaozuo | firm_revenue | 2020 | 155860000 | 元 | actual | exact
daily | mengzhou | canal_length | 2021-02 | 3000 | 米 | actual | nearly
"""


@pytest.mark.parametrize(
    "picked", [line for line in PICKED_BY_HAND.split("\n") if line and not line.startswith("#")]
)
def test_a_figure_stands_in_the_data_as_its_document_prints_it(
    figures: list[Row], picked: str
) -> None:
    document, place, indicator, period, *printed = picked.split(" | ")
    (source,) = [name for name in THE_FIVE if f"-{document}-" in name]
    found = [
        [row["value"], row["unit"], row["basis"], row["qualifier"]]
        for row in figures
        if [row["source"], row["place"], row["indicator"], row["period"]]
        == [source, place, indicator, period]
    ]

    assert found == [printed]


def test_both_contract_totals_of_the_letter_are_kept_apart(figures: list[Row]) -> None:
    # Line 29: five contracts of the conference, 1930 万元; line 33: seven agreements, 590 万元.
    values = {
        row["locator"]: row["value"]
        for row in figures
        if (row["source"], row["unit"]) == ("luohe-letter-2021", "元")
        and row["locator"] in ("line 29", "line 33")
    }

    assert values == {"line 29": "19300000", "line 33": "5900000"}


def test_the_four_degree_groups_are_not_made_to_add_up(figures: list[Row]) -> None:
    # 15 + 42 + 937 + 8037 = 9031 of 9084: the report leaves 53 unexplained, and so do the data.
    parts = [
        int(row["value"])
        for row in figures
        if row["indicator"].startswith("talents_attracted_") and row["period"] == "2023"
    ]

    assert sorted(parts) == [15, 42, 937, 8037]


def test_the_zones_of_the_food_park_make_up_its_investment(figures: list[Row]) -> None:
    # Report, line 11: 106亿元 in all; 11 + 25 + 70 = 106.
    line_11 = [row for row in figures if row["figure_id"].startswith("luohe-report-2024:11")]
    amounts = {
        row["entity"]: int(row["value"]) // 10**8
        for row in line_11
        if row["indicator"] in ("project_investment_total", "project_investment_completed")
        and row["figure_id"] != "luohe-report-2024:11n"  # part of the 25 that is already spent
    }

    assert amounts == {
        "food-science-and-innovation-park-project": 106,
        "food-science-and-innovation-core-research-area": 11,
        "food-science-and-innovation-park": 25,
        "future-food-industrial-park": 70,
    }


# --- the three headline statements -------------------------------------------------------------


def test_the_three_headline_indicators_come_first_and_no_two_lead_in_one_place(
    tables: Tables,
) -> None:
    leading = [(row["headline"], row["indicator"]) for row in tables["indicators"]]
    ranked = {rank: name for rank, name in leading if rank}
    derived = {row["headline"]: row["derived"] for row in tables["derived_indicators"]}

    assert [ranked["1"], ranked["2"], derived["3"]] == HEADLINE
    assert ranked["4"] == "talents_attracted"
    assert len(ranked) == sum(bool(rank) for rank, _ in leading)


def test_luohe_reports_all_three_puyang_none_and_jiaozuo_one_target(figures: list[Row]) -> None:
    found = {
        (row["place"], row["indicator"], row["basis"])
        for row in figures
        if row["source"] in THE_FIVE and row["indicator"] in PRINTED
    }

    assert {name for place, name, basis in found if (place, basis) == ("luohe", "actual")} == set(
        PRINTED
    )
    assert [row for row in found if row[0] != "luohe"] == [
        ("jiaozuo", "high_tech_enterprises", "target")
    ]


def test_both_vintages_of_the_intensity_of_2020_are_kept_with_their_sources(
    figures: list[Row],
) -> None:
    vintages = {
        (row["source"], row["basis"], row["as_printed"])
        for row in figures
        if row["source"] in THE_FIVE
        and (row["place"], row["indicator"], row["period"]) == ("luohe", "rd_intensity", "2020")
    }

    assert vintages == {
        ("luohe-plan-2021", "estimate", "1%"),
        ("luohe-report-2024", "actual", "1.14%"),
    }


# --- places ------------------------------------------------------------------------------------

# GB/T 2260; 济源 is administered by the province directly, hence its other series.
CITY_CODES = """
郑州市 410100 开封市 410200 洛阳市 410300 平顶山市 410400 安阳市 410500 鹤壁市 410600
新乡市 410700 焦作市 410800 濮阳市 410900 许昌市 411000 漯河市 411100 三门峡市 411200
南阳市 411300 商丘市 411400 信阳市 411500 周口市 411600 驻马店市 411700 济源市 419001
福州市 350100 厦门市 350200 莆田市 350300 三明市 350400 泉州市 350500 漳州市 350600
南平市 350700 龙岩市 350800 宁德市 350900
"""


def test_the_cities_have_their_codes(tables: Tables) -> None:
    cities = [row for row in tables["places"] if row["kind"] == "prefecture_city"]
    codes = {row["name_zh"]: row["code"] for row in cities}

    expected = CITY_CODES.split()
    assert codes == dict(zip(expected[::2], expected[1::2], strict=True))


def test_no_code_stands_twice(tables: Tables) -> None:
    codes = [row["code"] for row in tables["places"]]

    assert len(codes) == len(set(codes))


def test_every_place_but_the_topmost_lies_in_another(tables: Tables) -> None:
    kinds = {row["place"]: row["kind"] for row in tables["places"]}
    expected = {"prefecture_city": "province", "county_level": "prefecture_city"}

    for row in tables["places"]:
        if row["kind"] in expected:
            assert kinds[row["parent"]] == expected[row["kind"]], row["place"]


def test_the_code_of_a_county_begins_with_that_of_its_city(tables: Tables) -> None:
    codes = {row["place"]: row["code"] for row in tables["places"]}
    counties = [row for row in tables["places"] if row["kind"] == "county_level"]

    assert counties
    for row in counties:
        assert row["code"][:4] == codes[row["parent"]][:4], row["place"]


# --- figures and their documents ---------------------------------------------------------------


def test_every_table_of_figures_holds_a_row(subjects: Tables) -> None:
    assert [name for name, rows in subjects.items() if not rows] == []


def test_every_one_of_the_five_documents_has_figures_and_partnerships(
    tables: Tables, figures: list[Row]
) -> None:
    assert {row["source"] for row in figures} >= set(THE_FIVE)
    assert {row["source"] for row in tables["partnerships"]} >= set(THE_FIVE)


def test_the_five_documents_are_the_only_ones_whose_text_is_held(tables: Tables) -> None:
    held = {row["source"] for row in tables["sources"] if row["access"] == "text"}

    assert held == set(THE_FIVE)
    for row in tables["sources"]:
        assert bool(row["file"]) == bool(row["sha256"]) == (row["source"] in held), row["source"]


def test_every_source_is_used(tables: Tables, figures: list[Row]) -> None:
    assert {row["source"] for row in tables["sources"]} == {row["source"] for row in figures}


def test_a_chinese_short_name_sets_the_name_of_a_newspaper_in_title_marks(tables: Tables) -> None:
    papers = re.compile(r"(?<!《)\w{2,4}(日报|晚报|时报|经济新闻)(?!》)")

    assert [row["short_zh"] for row in tables["sources"] if papers.search(row["short_zh"])] == []
    assert "《郑州日报》2025年" in [row["short_zh"] for row in tables["sources"]]


def test_a_document_speaks_of_its_own_city_or_of_the_province(
    tables: Tables, figures: list[Row]
) -> None:
    parents = {row["place"]: row["parent"] for row in tables["places"]}

    for row in [*figures, *tables["partnerships"]]:
        if row["source"] in THE_FIVE:
            city = THE_FIVE[row["source"]]
            assert city in (row["place"], parents[row["place"]]) or row["place"] == "henan", row


def test_the_scope_of_a_figure_fits_its_place(tables: Tables, figures: list[Row]) -> None:
    kinds = {row["place"]: row["kind"] for row in tables["places"]}
    expected = {"whole_city": "prefecture_city", "county": "county_level", "province": "province"}

    for row in figures:
        if row["scope"] in expected:
            assert kinds[row["place"]] == expected[row["scope"]], row["figure_id"]


def test_what_is_printed_as_an_estimate_is_marked_estimated(figures: list[Row]) -> None:
    estimates = [row["figure_id"] for row in figures if row["basis"] == "estimate"]

    assert estimates
    assert estimates == [row["figure_id"] for row in figures if row["status"] == "E"]


def test_a_deadline_belongs_to_a_target_or_a_forecast(figures: list[Row]) -> None:
    bases = {row["basis"] for row in figures if row["period"].startswith("by ")}

    assert bases <= {"target", "forecast"}


def test_the_dates_of_a_source_are_in_order(tables: Tables) -> None:
    for row in tables["sources"]:
        assert row["written_earliest"] <= row["written_latest"], row["source"]
        # What is posted has been written, if only in the weeks or years before.
        assert not row["posted"] or row["written_earliest"] <= row["posted"], row["source"]


def test_the_day_of_posting_is_not_taken_for_the_day_of_writing(
    tables: Tables, figures: list[Row]
) -> None:
    # The plan was posted on 2023-05-26 and carries the oldest figures of its city.
    (plan,) = [row for row in tables["sources"] if row["source"] == "luohe-plan-2021"]
    known = {row["known_from"] for row in figures if row["source"] == "luohe-plan-2021"}

    assert plan["posted"] == "2023-05-26"
    assert max(known) < "2022"


# --- indicators, units and names ---------------------------------------------------------------


def test_what_must_not_be_confused_is_said_on_both_sides(tables: Tables) -> None:
    pairs = {
        (row["indicator"], other)
        for row in tables["indicators"]
        for other in row["not_to_be_confused_with"].split("|")
        if other
    }

    assert ("rd_intensity", "firm_rd_over_sales") in pairs
    assert {(other, name) for name, other in pairs} == pairs


def test_a_figure_that_shares_a_name_is_told_from_the_headline(tables: Tables) -> None:
    told = {
        row["indicator"]: set(row["not_to_be_confused_with"].split("|"))
        for row in tables["indicators"]
    }

    assert told["rd_intensity"] >= {"rd_over_main_business_revenue", "firm_rd_over_sales"}
    assert told["high_tech_enterprises"] >= {
        "high_tech_enterprises_municipal_and_above",
        "high_tech_enterprises_cultivated",
    }
    assert "visiting_experts" in told["talents_attracted"]


def test_parts_and_wholes_are_counted_in_units_of_one_kind(tables: Tables) -> None:
    kinds = {row["unit"]: row["kind"] for row in tables["units"]}
    kind_of = {
        row["indicator"]: kinds[row["unit"].partition("|")[0]] for row in tables["indicators"]
    }
    parts = [
        (row["subject"], row["object"])
        for row in tables["relations"]
        if row["level"] == "indicator" and row["relation"] in ("part_of", "among", "within")
    ]

    assert parts
    assert [pair for pair in parts if kind_of[pair[0]] != kind_of[pair[1]]] == []


def test_only_parts_that_the_documents_list_as_such_are_said_to_make_up_a_whole(
    tables: Tables,
) -> None:
    # 其中: a remainder may be unsaid; the three types of R&D make up all of it by definition.
    relation = {
        row["subject"]: row["relation"]
        for row in tables["relations"]
        if row["relation"] in ("part_of", "among")
    }

    assert relation["rd_expenditure_basic"] == "part_of"
    assert relation["talents_attracted_master"] == "among"
    assert relation["national_key_research_projects"] == "among"


# Cities of Henan with a figure of each year, as counted over the pages and tables that were read.
COVERED = """
bachelor_or_above_male | 2020 | 18
junior_college_female | 2020 | 18
registered_in_other_province | 2020 | 18
mean_years_of_schooling | 2020 | 18
university_educated_per_100000 | 2020 | 9
rd_personnel | 2017 2019 | 17
rd_personnel | 2018 | 15
patent_applications | 2017 2018 2019 | 17
patents_granted | 2017 2018 2019 2020 2021 2022 2023 | 17
invention_patents_granted | 2017 2018 2019 2020 2021 2022 2023 | 17
university_students | 2015 2016 2017 2020 2021 2022 2023 | 17
university_students | 2018 | 16
university_students | 2019 | 15
fiscal_science_expenditure | 2015 2016 2017 2018 2019 2020 2021 2022 2023 | 17
registered_population | 2015 2016 2017 2018 2019 2021 2022 | 17
registered_population | 2020 | 0
gdp_per_capita | 2015 2016 2017 2018 2019 2021 2022 | 17
gdp | 2015 2016 | 17
"""


@pytest.mark.parametrize("line", COVERED.strip().splitlines())
def test_a_table_of_a_yearbook_is_curated_for_every_city_it_prints(
    tables: Tables, figures: list[Row], line: str
) -> None:
    indicator, years, number = line.split(" | ")
    cities = {row["place"] for row in tables["places"] if row["parent"] == "henan"}
    for year in years.split():
        found = {
            row["place"]
            for row in figures
            if (row["indicator"], row["period"]) == (indicator, year) and row["place"] in cities
        }
        assert len(found) == int(number), year


def test_every_indicator_has_a_figure_in_its_own_subject(tables: Tables, subjects: Tables) -> None:
    bounded = {row["indicator"] for row in tables["implications"]}
    for row in tables["indicators"]:
        names = {figure["indicator"] for figure in subjects[row["subject"]]} | bounded
        assert row["indicator"] in names


def test_every_unit_of_an_indicator_is_in_the_list_of_units(tables: Tables) -> None:
    units = {row["unit"] for row in tables["units"]}

    for row in tables["indicators"]:
        assert set(row["unit"].split("|")) <= units, row["indicator"]


def test_names_stand_in_both_languages(tables: Tables) -> None:
    for table in ("places", "indicators", "entities", "sources"):
        for row in tables[table]:
            for column, value in row.items():
                if column.startswith(("name_", "title_", "short_", "publisher_", "definition_")):
                    is_chinese = CHINESE.search(value) is not None
                    assert value, (table, column)
                    assert is_chinese == column.endswith("_zh"), (table, value)


def test_what_a_rate_counts_is_told_in_both_languages_or_needs_no_word(tables: Tables) -> None:
    caveats = [(row["caveat_zh"], row["caveat_en"]) for row in tables["derived_indicators"]]

    assert all(CHINESE.search(zh) and not CHINESE.search(en) for zh, en in caveats if zh or en)
    assert all(en for zh, en in caveats if zh)
    assert any(zh for zh, _ in caveats)


def test_notes_are_written_in_the_language_of_their_column(figures: list[Row]) -> None:
    for row in figures:
        assert not CHINESE.search(row["note_en"]), row["figure_id"]
        assert not row["note_zh"] or CHINESE.search(row["note_zh"]), row["figure_id"]


# --- partnerships ------------------------------------------------------------------------------


# document | line | local party | its partners
PARTNERS = """
luohe-letter-2021 | 21 | 漯河市人民政府 | 河南工业大学
luohe-letter-2021 | 21 | 河南省南街村(集团)有限公司 | 河南工业大学
luohe-letter-2021 | 21 | 漯河市卫龙生物技术有限公司 | 河南工业大学
luohe-letter-2021 | 21 | 河南恒瑞淀粉科技股份有限公司 | 河南工业大学
luohe-letter-2021 | 21 | 漯河联泰食品有限公司 | 河南工业大学
luohe-letter-2021 | 29 | 河南颍川新材料股份有限公司 | 中国科学院过程工程研究所
luohe-letter-2021 | 29 | 河南恒瑞淀粉科技股份有限公司 | 华南理工大学
luohe-letter-2021 | 29 | 河南双建科技发展股份有限公司 | 北京矽享未来工程技术研究院
luohe-letter-2021 | 29 | 天龙化工有限公司 | 上海路科材料科技有限公司
luohe-letter-2021 | 29 | 漯河田康农业发展有限公司 | 郑州师范学院
luohe-report-2024 | 15 | 微康产业研究院 | 陈卫 黄和 邓子新
luohe-report-2024 | 15 | 氟硅新材料研究院 | 暨南大学 武汉科技大学
luohe-report-2024 | 15 | 中原食品实验室 | 庞国芳院士团队
puyang-reply-2022 | 27 | 市政府 | 清华大学 中科院上海高研院 北京交通大学 北京化工大学
, 中国石油大学（华东） 中科院大连化物所
jiaozuo-daily-2021 | 90 93 96 | 河南富莱格超硬材料有限公司 | 中科院金属所 郑州大学 四川大学
"""


def test_the_partners_named_in_a_passage_are_all_recorded(tables: Tables) -> None:
    expected: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for case in read_cases(PARTNERS):
        source, lines, local, partners = map(str, case.values)
        pairs = {(local, partner) for partner in partners.replace(",", "").split()}
        expected.setdefault((source, lines), set()).update(pairs)

    for (source, lines), pairs in expected.items():
        found = {
            (row["local_as_printed"], row["partner_as_printed"])
            for row in tables["partnerships"]
            if row["source"] == source and row["locator"] in [f"line {n}" for n in lines.split()]
        }
        assert found == pairs


def test_a_station_is_a_base_and_a_signed_project_a_contract(tables: Tables) -> None:
    ties = {row["partnership_id"]: row["tie"] for row in tables["partnerships"]}

    # Plan, line 12: 共建漯河工作站. Report, line 10: 院士工作站; line 15: 签约的 … 项目.
    assert ties["luohe-plan-2021:p1"] == ties["luohe-report-2024:p7"] == "base"
    assert ties["luohe-report-2024:p18"] == "contract"


def test_a_hundred_pairs_or_more_are_named(tables: Tables) -> None:
    pairs = {(row["local_party"], row["partner"]) for row in tables["partnerships"]}

    assert len(pairs) >= 100


def test_no_partnership_is_recorded_twice_for_the_same_passage(tables: Tables) -> None:
    columns = ("source", "locator", "local_party", "partner", "tie")
    counts = Counter(tuple(row[column] for column in columns) for row in tables["partnerships"])

    assert [key for key, count in counts.items() if count > 1] == []


def test_nobody_is_a_partner_of_himself(tables: Tables) -> None:
    assert all(row["local_party"] != row["partner"] for row in tables["partnerships"])


# --- what must not be in the data --------------------------------------------------------------


def test_no_cell_holds_a_telephone_number(project: Path) -> None:
    # An amount of 百亿 has eleven digits too, once it is worked out.
    worked_out = {
        f"{file}, {column}"
        for file in ("figures.csv", "derived.csv")
        for column in ("value", "value_low", "value_high", "rounding_unit")
    }
    # Articles on the web are numbered as they come.
    worked_out.add("sources.csv, address")
    eleven_digits = re.compile(r"(?<![0-9a-zA-Z])\d{11}(?![0-9a-zA-Z])")

    found = {place for place, value in every_cell(project) if eleven_digits.search(value)}

    assert found - worked_out == set()


def test_no_cell_names_a_person_whom_a_letter_is_from_or_to(
    project: Path, document_texts: list[str]
) -> None:
    # The names are taken from the documents, so that they do not stand here either.
    pattern = re.compile(r"联系人[:：]\s*(\S+)|签发人[:：]\s*(\S+)|^(\S+)委员[:：]$", re.MULTILINE)
    persons = {
        "".join(filter(None, match.groups()))
        for text in document_texts
        for match in pattern.finditer(text)
    }

    assert len(persons) == 3
    for place, value in every_cell(project):
        assert not any(person in value for person in persons), place


def test_no_cell_carries_a_sentence_of_a_source(project: Path, document_texts: list[str]) -> None:
    # Words and digits only: a copy with other spaces and punctuation is a copy still. Forty in a
    # row are more than any title or label has and fewer than a sentence.
    length = 40
    documents = [re.sub(r"\W", "", text) for text in document_texts]
    runs = {
        document[start : start + length]
        for document in documents
        for start in range(len(document) - length + 1)
    }

    for place, value in every_cell(project):
        cell = re.sub(r"\W", "", value)
        starts = range(len(cell) - length + 1)
        assert not any(cell[start : start + length] in runs for start in starts), place


# --- how the files are kept --------------------------------------------------------------------


def test_every_file_is_utf_8_without_mark_and_with_plain_line_ends(project: Path) -> None:
    files = [path for path in (project / "data").glob("*/*") if path.suffix in {".csv", ".json"}]

    assert files
    for path in files:
        content = path.read_bytes()
        content.decode("utf-8")
        assert not content.startswith(b"\xef\xbb\xbf"), path.name
        assert b"\r" not in content, path.name
        assert content.endswith(b"\n"), path.name


def test_every_csv_file_is_quoted_as_an_export_would_quote_it(project: Path) -> None:
    for path in sorted((project / "data").glob("*/*/*.csv")):
        content = path.read_text(encoding="utf-8")
        text = io.StringIO(newline="")
        rows = csv.reader(io.StringIO(content, newline=""))
        csv.writer(text, lineterminator="\n").writerows(rows)
        assert text.getvalue() == content, path.name


def test_no_cell_holds_a_line_break(project: Path) -> None:
    assert [place for place, value in every_cell(project) if "\n" in value] == []


def test_figures_of_a_source_stand_together_in_the_order_of_lines(
    project: Path, subjects: Tables
) -> None:
    for path in project.glob("data/raw/*/*.csv"):
        rows = read_rows(path) if path.stem in subjects else []
        order = list(dict.fromkeys(row["source"] for row in rows))
        # The letters of an identifier count the figures of a line.
        keys = [(order.index(row["source"]), line_of(row), row["figure_id"]) for row in rows]
        assert keys == sorted(keys), path


def line_of(row: Row) -> int:
    match = re.fullmatch(r"line (\d+)", row["locator"])
    return int(match[1]) if match else 0


def test_partnerships_are_numbered_in_the_order_of_their_document(tables: Tables) -> None:
    for source in {row["source"] for row in tables["partnerships"]}:
        rows = [row for row in tables["partnerships"] if row["source"] == source]
        # A number stays free when its row is taken out: an identifier never changes its row.
        numbers = [int(row["partnership_id"].removeprefix(f"{source}:p")) for row in rows]
        assert numbers == sorted(set(numbers)), source
        assert all(line_of(one) <= line_of(next_) for one, next_ in pairwise(rows)), source


def test_entities_stand_in_alphabetical_order(tables: Tables) -> None:
    names = [row["entity"] for row in tables["entities"]]

    assert names == sorted(names)
