"""Which place a figure is filed under, and when that stays open: invented texts and tables."""

from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.data.raw_data import RawData
from helpers.intake.proposed_rows import propose_rows

HEAD = "漯河市2024年科技工作总结\n"
Rows = Callable[[str], dict[str, dict[str, str]]]


@pytest.fixture
def read(project: Path, raw: RawData, tmp_path: Path) -> Rows:
    def read_rows(text: str) -> dict[str, dict[str, str]]:
        path = tmp_path / "d.txt"
        path.write_text(text, encoding="utf-8")
        rows = propose_rows(project, path, raw, source="other").rows
        return {row["as_printed"]: row for row in rows}

    return read_rows


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("郑州市为2.85%，新乡市为2.79%。", {"2.85%": "zhengzhou", "2.79%": "xinxiang"}),
        (
            "郑州、洛阳和新乡强度分别为3.1%、2.8%和2.5%。",
            {"3.1%": "zhengzhou", "2.8%": "luoyang", "2.5%": "xinxiang"},
        ),
        ("郑州、洛阳、新乡强度分别为3.1%和2.8%。", {"3.1%": "", "2.8%": ""}),
        ("郑州市和新乡市强度均为2.8%。", {"2.8%": ""}),
        ("居前的是2.79%（新乡市）、2.07%（许昌市）。", {"2.79%": "xinxiang", "2.07%": "xuchang"}),
        (
            "其中全国强度2.68%，全省强度2.2%，我市强度1.9%。",
            {"2.68%": "china", "2.2%": "henan", "1.9%": "luohe"},
        ),
        ("强度1.9%，高于全国2.4%的水平。", {"1.9%": "luohe", "2.4%": ""}),
        ("强度1.9%，比新乡市低0.9个百分点。", {"1.9%": "luohe", "低0.9个百分点": "luohe"}),
        ("投入33亿元，占全省比重2.8%，居全省第10位。", {"2.8%": "luohe", "第10位": "luohe"}),
        ("深圳强度5.79%，石家庄市强度2.3%。", {"5.79%": "", "2.3%": ""}),
        ("郑州高新区强度9.5%。", {"9.5%": ""}),
        ("强度：漯河1.9%，鹿鸣2.3%。", {"1.9%": "luohe", "2.3%": ""}),
        ("其他城市强度2.0%。", {"2.0%": ""}),
        ("投入33亿元（郑州市400亿元），企业168家。", {"400亿元": "zhengzhou", "168家": "luohe"}),
        ("增速高出全省1.2个点，领先新乡市3%。", {"1.2个点": "luohe", "3%": ""}),
        ("投入为全省的2.4%，是新乡市的1.2倍。", {"2.4%": "luohe", "1.2倍": "luohe"}),
        ("漯河市企业168家，鹿城区38家，城区30家。", {"168家": "luohe", "38家": ""}),
        ("新鄉縣強度2.79%。", {"2.79%": ""}),
        (
            "地区\t强度(%)\n郑州\t2.85\n鹿鸣\t2.3\n漯河\t1.9\n合计\t2.2\n",
            {"2.85": "zhengzhou", "2.3": "", "1.9": "luohe", "2.2": ""},
        ),
        (
            "指标\t郑州\t鹿鸣\t漯河\n研发投入(亿元)\t400\t58\t33\n",
            {"400": "zhengzhou", "58": "", "33": "luohe"},
        ),
        (
            "指标\t全国\t全省\t全市\n强度(%)\t2.68\t2.2\t1.9\n",
            {"2.68": "china", "2.2": "henan", "1.9": "luohe"},
        ),
        (
            "地区\t项目\t2024年\n郑州市\t投入(亿元)\t400\n\t企业(家)\t5000\n新乡市\t投入(亿元)\t90\n",
            {"400": "zhengzhou", "5000": "zhengzhou", "90": "xinxiang"},
        ),
        (
            "指标\t2024年\n郑州市\n投入(亿元)\t400\n新乡市\n投入(亿元)\t90\n",
            {"400": "zhengzhou", "90": "xinxiang"},
        ),
        ("新乡市主要指标\n指标\t2024年\n投入(亿元)\t90\n", {"90": ""}),
        (
            "City\tIntensity (%)\nZhengzhou\t2.85\nLuming\t3.4\nHenan Province\t2.2\n",
            {"2.85": "zhengzhou", "3.4": "", "2.2": "henan"},
        ),
        (
            "县区\t企业(家)\n舞阳县\t50\n鹿鸣区\t70\n经开区\t20\n全市\t300\n",
            {"50": "wuyang", "70": "", "20": "", "300": "luohe"},
        ),
    ],
)
def test_a_figure_is_of_the_place_that_its_row_list_or_clause_names(
    text: str, places: dict[str, str], read: Rows
) -> None:
    rows = read(HEAD + text)

    assert {token: rows[token]["place"] for token in places} == places


def test_a_region_that_is_not_known_has_a_fault_or_little_confidence(read: Rows) -> None:
    rows = read(HEAD + "地区\t研发投入(亿元)\n鹿鸣省\t400\n全市\t33\n")

    assert "鹿鸣省" in rows["400"]["fault"]
    assert rows["400"]["scope"] == "province"
    assert float(rows["400"]["confidence"]) < 0.8
    assert not rows["33"]["fault"]


def test_a_list_of_cities_makes_none_of_them_the_place_of_the_document(read: Rows) -> None:
    rows = read("地区\t企业(家)\n郑州市\t50\n新乡市\t70\n其他\t20\n")

    assert [rows[token]["place"] for token in ("50", "70", "20")] == ["zhengzhou", "xinxiang", ""]


@pytest.mark.parametrize(
    ("table", "units"),
    [
        (
            "项目\t人员(人)\t学者\t经费(万元)\n甲\t60\t46\t90\n",
            {"60": "人", "90": "元"},
        ),
        ("指标\t2024年\n投入(亿元)\t12\n企业数\t41\n", {"12": "元"}),
        ("企业\t412\t家\t投入\t3\t亿元\n团队\t52\t支\t产值\t7\t亿元\n", {"412": "家", "3": "元"}),
        ("指标\t2024年\n投入(亿元)\n甲县\t3\n团队\n甲县\t5\n", {"3": "元"}),
    ],
    ids=["no unit in a head", "no unit in a side", "two panels", "no unit in a part"],
)
def test_a_column_or_row_without_a_unit_takes_none_from_its_neighbour(
    table: str, units: dict[str, str], read: Rows
) -> None:
    rows = read(HEAD + table)

    known = {token: row["unit"] for token, row in rows.items()}
    assert {token: known.get(token) for token in units} == units
    assert {"46", "41", "5"}.isdisjoint(known)
