import re
from collections.abc import Mapping
from decimal import Decimal

import pytest
from case_tables import read_pairs
from figure_factory import CODEBOOK, derive, figure, make
from hypothesis import given
from hypothesis import strategies as st

from helpers.data.codebook import Codebook
from helpers.data.figures import Figure
from helpers.data.printed.printed_figures import parse_printed_figure
from helpers.words.figure_text import write_derived, write_ends, write_figure
from helpers.words.language import Language
from helpers.words.written_numbers import write_amount, write_chinese_ordinal

ZH, EN = Language("zh"), Language("en")
SCALES = {"billion": Decimal(10) ** 9, "million": Decimal(10) ** 6, "": Decimal(1)}


def read_token(token: str, unit: str, corrected: str = "") -> Figure:
    """Return a figure whose numbers the token decides."""
    figure = parse_printed_figure(corrected or token)
    return make(
        as_printed=token,
        corrected=corrected,
        value=figure.value,
        value_low=figure.value_low,
        value_high=figure.value_high,
        qualifier=str(figure.qualifier),
        decimals=figure.decimals,
        rounding_unit=figure.rounding_unit,
        each="yes" if figure.each else "no",
        unit=unit,
    )


# What the documents print and what it is in English, worked out by hand, by the unit.
TOKENS = {
    "元": """
        16.15亿元 = CNY 1.615 billion | 13.45亿元 = CNY 1.345 billion
        2.26亿元 = CNY 226 million | 1930 万元 = CNY 19.3 million | 590 万元 = CNY 5.9 million
        15586万元 = CNY 155.86 million | 50 万元 = CNY 500,000 | 3亿元 = CNY 300 million
        106亿元 = CNY 10.6 billion | 1000亿元 = CNY 100 billion
        各奖 300 万元 = CNY 3 million each | 10.00亿元 = CNY 1.000 billion
        13.0亿元 = CNY 1.30 billion | 突破25亿元 = over CNY 2.5 billion
        超亿元 = over CNY 100 million | 千亿级 = of the order of CNY 100 billion
    """,
    "人": """
        300多名 = over 300 people | 超12,600,574人 = over 12,600,574 people
        1-2 名 = 1–2 people | 9084人 = 9,084 people | 1人 = 1 person
    """,
    "家": "100余家 = over 100 | 1,286家 = 1,286 | 300家以上 = at least 300 | 101家 = 101",
    "项": "近万项 = nearly 10,000 | 30项左右 = about 30",
    "米": "近3000米 = nearly 3,000 metres",
    "个百分点": "10个百分点以上 = at least 10 percentage points",
    "%": """
        50%左右 = about 50% | 不低于销售额6% = at least 6% | 不超过10% = at most 10%
        不到5% = under 5% | 1% = 1% | 1.14% = 1.14% | 2.1% = 2.1% | 0.86% = 0.86%
        1.00% = 1.00%
    """,
    "个": "5-8个 = 5–8 | 三个 = 3",
    "倍": "2.93倍 = 2.93 times | 3倍 = 3 times",
    "平方米": "1.2万平方米 = 12,000 square metres | 2万平方米 = 20,000 square metres",
    "亩": "6000亩 = 6,000 mu",
    "吨": "20万吨 = 200,000 tonnes",
    "周": "一周 = 1 week",
    "个月": "1个月 = 1 month | 5个月 = 5 months",
    "层": "四层 = 4 storeys | 1层 = 1 storey",
    "位次": """
        第一名 = 1st | 第二位 = 2nd | 第三位 = 3rd | 第4位 = 4th | 第11位 = 11th | 第12位 = 12th
        第三 = 3rd | 第13位 = 13th | 第21位 = 21st | 第112名 = 112th
    """,
}


DIGITS = {
    "三个": "3个",
    "一周": "1周",
    "四层": "4层",
    "第一名": "第1名",
    "第二位": "第2位",
    "第三位": "第3位",
    "第三": "第3位",
}


@pytest.mark.parametrize(
    ("unit", "token", "english"),
    [(unit, *pair) for unit, text in TOKENS.items() for pair in read_pairs(text)],
)
def test_a_printed_token_is_written_in_both_languages(
    codebook: Codebook, unit: str, token: str, english: str
) -> None:
    row = read_token(token, unit)

    # Chinese is the print without its spaces and separators, in digits, with one dash for ranges.
    printed = DIGITS.get(token, re.sub("[ ,]", "", token))
    if row.qualifier == "range":
        printed = re.sub("(?<=[0-9])[-–~](?=[0-9])", "—", printed)
    assert write_figure(row, codebook.units[unit], ZH) == printed
    assert write_figure(row, codebook.units[unit], EN) == english


def test_a_misprint_is_written_as_it_was_read(codebook: Codebook) -> None:
    row = read_token("2 月多月", "个月", corrected="2个多月")

    assert write_figure(row, codebook.units["个月"], ZH) == "2个多月"
    assert write_figure(row, codebook.units["个月"], EN) == "over 2 months"


def test_chinese_keeps_the_print_but_not_its_full_width_forms_and_spaces(
    codebook: Codebook,
) -> None:
    row = read_token("１９３０　万元", "元")

    assert write_figure(row, codebook.units["元"], ZH) == "1930万元"


@pytest.mark.parametrize(
    ("token", "unit", "numbers"),
    [
        ("2%-2.5%", "%", ["2", "2.5"]),
        ("1.5-3倍", "倍", ["1.5", "3"]),
        ("10-20.5%", "%", ["10", "20.5"]),
        ("25-30.5亿元", "元", ["2.5", "3.05"]),
    ],
)
def test_each_end_of_a_range_is_written_no_more_precisely_than_it_was_printed(
    codebook: Codebook, token: str, unit: str, numbers: list[str]
) -> None:
    text = write_figure(read_token(token, unit), codebook.units[unit], EN)

    assert re.findall(r"\d[\d.]*", text) == numbers


def test_a_measure_word_that_needs_its_noun_is_not_left_alone() -> None:
    # 六大研究方向 are six; in a cell no noun follows.
    row = read_token("六大", "个")

    assert write_figure(row, CODEBOOK.units["个"], ZH) == "6个"
    assert write_figure(row, CODEBOOK.units["个"], EN) == "6"


@pytest.mark.parametrize(
    ("token", "unit", "chinese"),
    [
        ("两所", "所", "2所"),
        ("十个", "个", "10个"),
        ("二十一家", "家", "21家"),
        ("一百二十三家", "家", "123家"),
        # Words of magnitude and shares are no plain numbers.
        ("10余所", "所", "10余所"),
        ("十余家", "家", "十余家"),
        ("千亿级", "元", "千亿级"),
        ("三百二十万元", "元", "三百二十万元"),
        ("近万项", "项", "近万项"),
        ("三成", "%", "三成"),
        ("首个", "个", "首个"),
    ],
)
def test_a_plain_number_in_chinese_numerals_is_written_in_digits(
    token: str, unit: str, chinese: str
) -> None:
    assert write_figure(read_token(token, unit), CODEBOOK.units[unit], ZH) == chinese


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "chinese", "english"),
    [
        ("0.8612", None, None, "%", "0.86%", "0.86%"),
        ("0.8612", "0.8562", None, "%", "0.86%", "0.86%"),
        ("0.8612", "0.8562", "0.8662", "%", "0.86%", "0.86%"),  # 0.01 wide
        ("0.8612", "0.7612", "0.9612", "%", "0.9%", "0.9%"),  # 0.2 wide
        ("0.8612", "0.8611", "0.8613", "%", "0.86%", "0.86%"),
        ("1234.5", None, None, "人", "1235人", "1,235 people"),
        ("1234567", "1234000", "1235000", "元", "123.5万元", "CNY 1,235,000"),
        ("1234567", "1134567", "1334567", "元", "120万元", "CNY 1,200,000"),  # 200,000 wide
        # 60,000 and 60,200 lie below the interval. The fourth digit of 45,746 may be any of 0 to
        # 8, that of 38,443 any of 1 to 7: neither is written.
        ("60247", "60244.1", "60250.3", "元", "6.025万元", "CNY 60,250"),
        ("45746", "45705", "45787", "元", "4.57万元", "CNY 45,700"),
        ("38443", "38415", "38471", "元", "3.84万元", "CNY 38,400"),
        ("63466", "63362", "63570", "元", "6.35万元", "CNY 63,500"),
        ("74430", "73990", "74870", "元", "7.4万元", "CNY 74,000"),
        (None, "2.65", None, "%", "2.65%以上", "at least 2.65%"),
        (None, None, "2.65", "%", "不超过2.65%", "at most 2.65%"),
        (None, "1", "2.65", "%", "不超过2.65%", "at most 2.65%"),
    ],
)
def test_a_derived_value_is_written_no_finer_than_its_interval(
    value: str | None, low: str | None, high: str | None, unit: str, chinese: str, english: str
) -> None:
    row = derive(value=value, value_low=low, value_high=high, unit=unit)

    assert write_derived(row, UNITS[unit], ZH) == chinese
    assert write_derived(row, UNITS[unit], EN) == english


@pytest.mark.parametrize(
    ("value", "other", "half", "unit", "text"),
    [
        # 0.1103 is the ninth, 0.1107 the eighth of nine.
        ("0.11028", "0.11067", "0.000002", "%", "0.110%"),
        ("0.11067", "0.11028", "0.000002", "%", "0.111%"),
        ("74430", "73540", "440", "元", "7.44万元"),
        # Nothing tells them apart: their intervals meet.
        ("74430", "74100", "440", "元", "7.4万元"),
        ("0.11028", "0.12067", "0.000002", "%", "0.11%"),
        ("0.11028", "0.11028", "0", "%", "0.11%"),
    ],
)
def test_two_values_of_different_rank_are_not_written_alike(
    value: str, other: str, half: str, unit: str, text: str
) -> None:
    one, two = (
        derive(
            value=number,
            value_low=str(Decimal(number) - Decimal(half)),
            value_high=str(Decimal(number) + Decimal(half)),
            unit=unit,
        )
        for number in (value, other)
    )

    assert write_derived(one, UNITS[unit], ZH, [one, two]) == text


@pytest.mark.parametrize(
    ("low", "value", "high", "unit", "chinese", "english"),
    [
        # Five digits of the upper end; outward, whatever the next digit is.
        ("13.3629", "13.381", "13.39941", "%", ["13.362", "13.400%"], ["13.362", "13.400%"]),
        # Written 0.86%, which 0.8547 to 0.8584 does not hold.
        ("0.8547", "0.8565", "0.8584", "%", ["0.85", "0.86%"], ["0.85", "0.86%"]),
        ("73952.6", "74030", "74608.9", "元", ["7.3952", "7.4609万元"], ["CNY 73,952", "74,609"]),
        # Written 60,250: the ends say no more than it does.
        ("60244.1", "60247", "60250.3", "元", [], []),
        (
            *("3194.2", "3195.0", "3196.3", "人"),
            *(["3194.2", "3196.3人"], ["3,194.2", "3,196.3 people"]),
        ),
        # One step in both languages.
        (
            *("104647.3", "104700", "104752.8", "元"),
            *(["10.4647", "10.4753万元"], ["CNY 104,647", "104,753"]),
        ),
        ("0.950349", "0.95035", "0.950351", "%", [], []),
    ],
)
def test_an_interval_is_written_outward_and_around_the_value(
    low: str, value: str, high: str, unit: str, chinese: list[str], english: list[str]
) -> None:
    row = derive(value=value, value_low=low, value_high=high, unit=unit)

    assert write_ends(row, UNITS[unit], ZH) == chinese
    assert write_ends(row, UNITS[unit], EN) == english


# --- never more precise than the print ---------------------------------------------------------

UNITS: dict[str, Mapping[str, str]] = {
    "元": {"kind": "money", "name_zh": "元", "name_en": "CNY"},
    "%": {"kind": "share", "name_zh": "%", "name_en": "%"},
    "人": {"kind": "count", "name_zh": "人", "name_en": "people"},
    "平方米": {"kind": "area", "name_zh": "平方米", "name_en": "square metres"},
    "倍": {"kind": "ratio", "name_zh": "倍", "name_en": "times"},
}


@st.composite
def printed_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a token such as 16.15亿元 and its unit."""
    unit = draw(st.sampled_from(sorted(UNITS)))
    whole = draw(st.integers(0, 99_999))
    decimals = draw(st.text("0123456789", max_size=3))
    scale = draw(st.sampled_from(["", "万", "亿"])) if unit not in "%倍" else ""
    number = f"{whole}.{decimals}" if decimals else str(whole)
    return f"{number}{scale}{unit}", unit


def read_english(text: str) -> tuple[Decimal, Decimal]:
    """Return the value that an English figure says, and the size of its last decimal."""
    match = re.search(r"([\d,]+)(?:\.(\d+))?(?: (billion|million))?", text)
    assert match is not None, text
    whole, decimals, word = match.groups(default="")
    scale = SCALES[word]
    value = Decimal(f"{whole.replace(',', '')}.{decimals or 0}") * scale
    return value, scale * Decimal(10) ** -len(decimals)


@given(printed_numbers())
def test_english_says_the_printed_value_with_no_digit_beyond_the_printed_ones(
    printed: tuple[str, str],
) -> None:
    token, unit = printed
    row = read_token(token, unit)

    value, last_decimal = read_english(write_figure(row, UNITS[unit], EN))

    assert value == row.value
    # Without a decimal point nothing is claimed below it: the zeros only keep the place.
    assert last_decimal >= row.rounding_unit or last_decimal in SCALES.values()


@given(printed_numbers())
def test_chinese_is_the_token_itself(printed: tuple[str, str]) -> None:
    token, unit = printed

    assert write_figure(read_token(token, unit), UNITS[unit], ZH) == token


@pytest.mark.parametrize(
    ("printed", "chinese", "english"),
    [
        ("2-3家", "2—3家", "2–3"),
        ("5～8项", "5—8项", "5–8"),
        ("1-2 人", "1—2人", "1–2 people"),
        ("三点五成", "三点五成", "35%"),
    ],
)
def test_a_range_has_one_dash_in_each_language(printed: str, chinese: str, english: str) -> None:
    row = figure("one", "rd_intensity", printed)
    unit = CODEBOOK.units[row.unit]

    assert write_figure(row, unit, ZH) == chinese
    assert write_figure(row, unit, EN) == english


@pytest.mark.parametrize(
    ("number", "text"),
    [(6, "六"), (8, "八"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")],
)
def test_sessions_are_counted_in_chinese_numerals(number: int, text: str) -> None:
    assert write_chinese_ordinal(number) == text


@pytest.mark.parametrize(
    ("number", "chinese", "english"),
    [
        (84110000, "8411万人", "84.11 million people"),
        (710000, "71万人", "710,000 people"),
        (84113500, "84113500人", "84,113,500 people"),
        (1, "1人", "1 person"),
    ],
)
def test_a_round_sum_of_people_is_written_in_the_scale_of_its_language(
    number: int, chinese: str, english: str
) -> None:
    assert write_amount(number, CODEBOOK.units["人"], ZH) == chinese
    assert write_amount(number, CODEBOOK.units["人"], EN) == english


def test_a_number_has_the_decimals_that_are_asked_for() -> None:
    assert write_amount(Decimal("3.5"), CODEBOOK.units["人"], EN, 2) == "3.50 people"
