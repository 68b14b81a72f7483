import re
from typing import Any

import pytest

from helpers.pages.typesetting import (
    has_row_heads,
    keep_marks,
    keep_numbers,
    set_signs,
    speak_doubts,
)

ONE, TWO, THREE, FOUR = ({"mark": f"{number}:7"} for number in range(1, 5))


@pytest.mark.parametrize(
    ("runs", "kept"),
    [
        (["升至16.15亿元", ONE, "。"], ["升至", {"whole": ["16.15亿元", ONE]}, "。"]),
        (["at CNY 1.6 billion.", ONE], ["at ", {"whole": ["CNY 1.6 billion.", ONE]}]),
        (["only 2.1%,", ONE], ["only ", {"whole": ["2.1%,", ONE]}]),
        (["0.8% ≠", ONE], ["0.8% ", {"whole": ["≠", ONE]}]),
        (["Source: a. ", ONE], ["Source: a. ", ONE]),
        (["2%", ONE, TWO, THREE, FOUR], [{"whole": ["2%", ONE, TWO, THREE]}, FOUR]),
        ([ONE, "words"], [ONE, "words"]),
        (["中国城市数据库", ONE], ["中国城市", {"whole": ["数据库", ONE]}]),
        (["比较基期是“十三五”本身。", ONE], ["比较基期是“十三五”", {"whole": ["本身。", ONE]}]),
        ([{"lines": ["a", "2%."]}, ONE], [{"lines": ["a", [{"whole": ["2%.", ONE]}]]}]),
    ],
)
def test_a_mark_stays_with_the_end_of_the_text_before_it(runs: list[Any], kept: list[Any]) -> None:
    assert keep_marks(runs) == kept
    assert keep_marks([{"rows": [[runs]]}]) == [{"rows": [[kept]]}]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("GDP of CNY 1.336 billion in 2020", ["CNY 1.336 billion"]),
        ("between CNY 6.781–6.789 billion and 4.2%", ["CNY 6.781–6.789 billion", "4.2%"]),
        ("多数为16.15亿元，居第3位", ["16.15亿元", "第3位"]),
        ("误差不超过5%，不高于2.65%", ["不超过5%", "不高于2.65%"]),
        ("2016—2020年新建2家", ["2016—2020年", "2家"]),
        ("53 above (203 − 150)", ["203 − 150"]),
        ("每万人专利授权◇，GDP◇, 2019", ["授权◇", "GDP◇,"]),
        ("至2021年*的", ["2021年*"]),
        ("in 2023, 7 cities", []),
        ("居第2位，每10万人高新技术企业", ["第2位", "每10万人"]),
        ("9th in high-tech enterprises", ["high-tech"]),
        ("High-tech◇ per head", ["High-tech◇"]),
        (
            "5家（2021—2025年每年*）和2家（到2025*）",
            ["5家", "2021—2025年", "每年*", "2家", "（到2025*）"],
        ),
        ("five (2021–2025*) and (over two lines)", ["(2021–2025*)"]),
        ("研发投入强度（派生）另见（产业技术创新联盟）", ["强度（派生）"]),
        ("另见（产业技术联盟）等", []),
        ("协议15—18，30.8%—32.9%", ["15—18", "30.8%—32.9%"]),
        ("《意见》（漯发【2021】14号、2021年）", ["漯发【2021】14号", "2021年"]),
        ("依漯政办﹝2016﹞119号执行", ["依漯政办﹝2016﹞119号"]),
    ],
)
def test_no_line_of_the_page_ends_inside_a_number_with_its_unit(text: str, kept: list[str]) -> None:
    shown = keep_numbers(text)

    assert re.findall(r'<span class="whole">(.*?)</span>', shown) == kept
    assert re.sub("<[^>]*>", "", shown) == text


def test_no_line_of_a_heading_ends_inside_a_word_that_is_named() -> None:
    shown = keep_numbers("2023年研发投入强度居18市第3位", ("研发投入强度", "研发投入"))

    kept = re.findall(r'<span class="whole">(.*?)</span>', shown)
    assert kept == ["2023年", "研发投入强度", "18市", "第3位"]


def test_what_joins_two_words_and_a_sign_stay_with_a_word_that_is_named() -> None:
    shown = keep_numbers("研发投入与生产总值之比◇", ("生产总值之比", "研发投入"))

    assert re.findall(r'<span class="whole">(.*?)</span>', shown) == ["研发投入", "与生产总值之比◇"]


def test_no_line_of_a_heading_ends_inside_the_few_characters_between_words() -> None:
    shown = keep_numbers("在一定范围内追平河南<平均", ("范围", "河南"))

    assert re.findall(r'<span class="whole">(.*?)</span>', shown) == [
        "在一定", "范围", "内追平", "河南", "平均"
    ]  # fmt: skip
    assert "河南</span>&lt;<span" in shown


@pytest.mark.parametrize(
    ("text", "figure", "sign", "words", "spoken"),
    [
        ("河南12家（？），郑州", "12家", "（？）", "存疑", "河南12家（存疑），郑州"),
        ("at 26.1–28.5% (?), or", "26.1–28.5% ", "(?)", "in doubt", "at 26.1–28.5% (in doubt), or"),
        ("at 12 (?)", "12 ", "(?)", "in doubt", "at 12 (in doubt)"),
        ("（？）：核对", "", "（？）", "存疑", "（存疑）：核对"),
    ],
)
def test_a_doubt_stays_with_its_figure_and_is_heard(
    text: str, figure: str, sign: str, words: str, spoken: str
) -> None:
    mark = f'<span class="doubt" role="img" aria-label="{words}">{sign}</span>'

    assert f'<span class="whole">{figure}{mark}</span>' in keep_numbers(text)
    assert speak_doubts(text) == spoken


@pytest.mark.parametrize("text", ["46对", "第22日", "520家", "5项", "12月"])
def test_a_number_stays_with_any_measure_word(text: str) -> None:
    assert keep_numbers(f"另有{text}未说明") == f'另有<span class="whole">{text}</span>未说明'


def test_what_is_kept_together_is_no_markup() -> None:
    assert keep_numbers("<b>5%</b>") == '&lt;b&gt;<span class="whole">5%</span>&lt;/b&gt;'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("(1 + 12%)^5 = 2", "(1 + 12%)<sup>5</sup> = 2"),
        ("（甲 ÷ 乙）^（1 ÷ 3）−1", "（甲 ÷ 乙）<sup>（1 ÷ 3）</sup>−1"),
        ("a ^ b", "a ^ b"),
    ],
)
def test_a_power_is_raised(text: str, shown: str) -> None:
    assert re.sub("</?span[^>]*>", "", keep_numbers(text)) == shown


def test_a_hyphen_before_a_number_is_a_minus_and_code_stays() -> None:
    given = {"rows": [[["-7.1 to 14.0"], ["-2.3（-6.4至-0.6），为-1"], [{"code": "a -1"}]]],
             "svg": '<g x="-1"> -1', "text": "2016-2020, 3-D, R&D-2"}  # fmt: skip

    assert set_signs(given) == {
        "rows": [[["−7.1 to 14.0"], ["−2.3（−6.4至−0.6），为−1"], [{"code": "a -1"}]]],
        "svg": '<g x="-1"> -1',
        "text": "2016-2020, 3-D, R&D-2",
    }


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("漯发﹝ 2016 ﹞27号和漯发【2021】14号", "漯发〔2016〕27号和漯发〔2021〕14号"),
        ("按[2021]年的12号", "按[2021]年的12号"),
        ("2家（？），3家（?，约数）", "2家（?），3家（?，约数）"),
    ],
)
def test_one_thing_has_one_sign(given: str, shown: str) -> None:
    assert set_signs(given) == shown


def test_a_first_cell_heads_its_row_unless_it_is_a_sign_or_the_only_one() -> None:
    assert has_row_heads([[["Luohe"], ["2.1%"]]])
    assert not has_row_heads([[["?"], ["Luohe"]]])
    assert not has_row_heads([[["Two figures for one item. Luohe: 1.351 billion"]]])
