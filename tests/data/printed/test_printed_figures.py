import string
from decimal import Decimal

import pytest
from case_tables import read_pairs
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.data.printed.measure_words import MEASURE_WORDS, is_unit
from helpers.data.printed.numerals import read_numeral
from helpers.data.printed.printed_figures import (
    BASE_NOUNS,
    PrintedFigureError,
    Qualifier,
    parse_printed_figure,
)

settings.register_profile("printed_figures", deadline=None, derandomize=True, database=None)
repeatable = settings(settings.get_profile("printed_figures"))

EXACT, ABOUT, NEARLY, OVER = Qualifier.EXACT, Qualifier.ABOUT, Qualifier.NEARLY, Qualifier.OVER
AT_LEAST, AT_MOST, UNDER = Qualifier.AT_LEAST, Qualifier.AT_MOST, Qualifier.UNDER
# Whether the number bounds the value below and above.
HAS_BOUNDS = {
    EXACT: (True, True),
    ABOUT: (False, False),
    NEARLY: (False, True),
    OVER: (True, False),
    AT_LEAST: (True, False),
    AT_MOST: (False, True),
    UNDER: (False, True),
}


# --- numbers, units and precision -------------------------------------------------------------


# token = value and unit, decimals, multiplier where they are not 0 and 1
PLAIN_FIGURES = """
# Arabic figures
16.15亿元 = 1615000000元 2 100000000 | 2.26亿元 = 226000000元 2 100000000
1.2万平方米 = 12000平方米 1 10000 | 2万平方米 = 20000平方米 0 10000 | 2.93倍 = 2.93倍 2
62场次 = 62场次 | 1% = 1% | 0.86% = 0.86% 2 | 12.50% = 12.5% 2 | 三成 = 30% 0 10
三点五成 = 35% 1 10 | 十成 = 100% 0 10
四分之三 = 75% 0 25 | 八分之一 = 12.5% 0 12.5 | 万分之五 = 5‱
42微克/立方米 = 42微克/立方米 | 300万元/亩 = 3000000元/亩 0 10000 | 10GWh = 10GWh
110千伏 = 110千伏 | 12% = 12% | 0.3个百分点 = 0.3个百分点 1 | 3件 = 3件 | 6大 = 6大 | 4条 = 4条
2栋 = 2栋 | 5个月 = 5个月 | 20个工作日 = 20个工作日 | 6000亩 = 6000亩 | 8000吨 = 8000吨
20万吨 = 200000吨 0 10000 | 20万人次 = 200000人次 0 10000 | 3万千瓦 = 30000千瓦 0 10000
15586万元 = 155860000元 0 10000 | 1.5千万元 = 15000000元 1 10000000
1万亿元 = 1000000000000元 0 1000000000000 | 1.35万亿元 = 1350000000000元 2 1000000000000
30亿美元 = 3000000000美元 0 100000000 | 1万2千人 = 12000人 0 1000 | 1万2000人 = 12000人
1亿2000万元 = 120000000元 0 10000 | 300 = 300 | 0家 = 0家 | 0.05‰ = 0.05‰ 2 | -3.2% = -3.2% 1
−3.2% = -3.2% 1 | －3.2% = -3.2% 1 | 负3.2% = -3.2% 1 | +3.2% = 3.2% 1
-2亿元 = -200000000元 0 100000000
# Chinese numerals
一 = 1 | 两 = 2 | 零 = 0 | 〇 = 0 | 一个 = 1个 | 一周 = 1周 | 两所 = 2所 | 三个 = 3个
四层 = 4层 | 五部分 = 5部分 | 六大 = 6大 | 十个 = 10个 | 二十一届 = 21届 | 一百二十三家 = 123家
一百零三家 = 103家 | 一百〇三家 = 103家 | 三千二百万元 = 32000000元 0 10000 | 三万二千 = 32000
三万两千人 = 32000人 | 十亿元 = 1000000000元 0 100000000
一万亿元 = 1000000000000元 0 1000000000000 | 一千零十五家 = 1015家 | 三点五倍 = 3.5倍 1
一点零五亿元 = 105000000元 2 100000000 | 负三家 = -3家 | 三千克 = 3千克
# spelled-out shares
百分之五 = 5% | 百分之12.5 = 12.5% 1 | 百分之零点五 = 0.5% 1 | 百分之百 = 100% | 千分之三 = 3‰
"""


@pytest.mark.parametrize(("token", "expected"), read_pairs(PLAIN_FIGURES))
def test_a_plain_figure_keeps_value_unit_and_printed_precision(token: str, expected: str) -> None:
    amount, decimals, multiplier = [*expected.split(), *("0", "1")[expected.count(" ") :]]
    figure = parse_printed_figure(token)
    assert figure.value is not None
    assert f"{figure.value.normalize():f}{figure.measure_word}" == amount
    assert (figure.decimals, figure.multiplier) == (int(decimals), Decimal(multiplier))
    assert figure.value_low == figure.value_high == figure.value
    assert (figure.as_printed, figure.qualifier) == (token, EXACT)
    assert not figure.ordinal
    assert not figure.each


BARE_MAGNITUDES = """
百家 = 100 1 | 千万元 = 10000000 10000 | 亿元 = 100000000 100000000
万亿 = 1000000000000 1000000000000
"""


@pytest.mark.parametrize(("token", "expected"), read_pairs(BARE_MAGNITUDES))
def test_a_bare_magnitude_counts_once(token: str, expected: str) -> None:
    figure = parse_printed_figure(token)
    assert f"{figure.value} {figure.multiplier}" == expected


ROUNDING_UNITS = """
16.15亿元 = 1000000 | 1.2万平方米 = 1000 | 15586万元 = 10000 | 0.86% = 0.01 | 300家 = 1
1.5千万元 = 1000000 | 1.5-2万元 = 1000
"""


@pytest.mark.parametrize(("token", "rounding_unit"), read_pairs(ROUNDING_UNITS))
def test_the_rounding_unit_is_the_size_of_the_last_printed_digit(
    token: str, rounding_unit: str
) -> None:
    assert parse_printed_figure(token).rounding_unit == Decimal(rounding_unit)


def test_values_are_printed_without_exponent_or_trailing_zeros() -> None:
    assert str(parse_printed_figure("16.15亿元").value) == "1615000000"
    assert str(parse_printed_figure("1.50%").value) == "1.5"
    assert str(parse_printed_figure("-0%").value) == "0"
    assert str(parse_printed_figure("3亿元").rounding_unit) == "100000000"


def test_long_numbers_are_not_rounded() -> None:
    figure = parse_printed_figure("123456789012345百万亿1万2345")
    assert figure.value == Decimal("12345678901234500000000012345")
    assert parse_printed_figure("1.123456789").value == Decimal("1.123456789")


# --- layout of the print ----------------------------------------------------------------------


LAYOUTS = {
    "50万元": ["50 万元", "50\u3000万元"],
    "1.2%": ["1.2\n%"],
    "各奖300万元": [" 各 奖 300 万 元 "],
    "300家": ["３００家"],
    "1.2万元": ["１．２万元"],
    "12%": ["12％"],
    "5-8项": ["5～8项", "5 － 8项"],
    ">30%": ["＞30％"],
    "1234家": ["1,234家", "1，234家"],
    "1234567.5元": ["1,234,567.5元"],
    "1930万元": ["1 930 万元", "1\u00a0930 万元", "1\u3000930 万元"],
}


@pytest.mark.parametrize(
    ("token", "plain"), [(token, plain) for plain, tokens in LAYOUTS.items() for token in tokens]
)
def test_layout_does_not_change_the_figure(token: str, plain: str) -> None:
    assert everything_but_the_print(token) == everything_but_the_print(plain)


@pytest.mark.parametrize(
    "token", ["12 34家", "12\n345家", "1 \n930家", "1  930家", "2024 300家", "1,23家", "1,2345家"]
)
def test_white_space_and_commas_that_may_part_two_numbers_are_refused(token: str) -> None:
    with pytest.raises(PrintedFigureError, match="stuck at"):
        parse_printed_figure(token)


def test_what_says_nothing_else_expects_a_printed_figure() -> None:
    assert PrintedFigureError("it is empty").expected == "a printed figure"
    assert PrintedFigureError("it ends", "a unit").expected == "a unit"


def test_the_token_is_kept_as_printed() -> None:
    assert parse_printed_figure(" ３００ 家\n").as_printed == " ３００ 家\n"


# --- qualifiers and bounds --------------------------------------------------------------------


# token = value and unit; the bounds follow from the qualifier
QUALIFIED = {
    AT_LEAST: """
        70家以上 = 70家 | 30%以上 = 30% | 10个百分点以上 = 10个百分点 | 10以上 = 10
        不低于6% = 6% | 不少于5家 = 5家 | 至少5家 = 5家 | 达到300家以上 = 300家 | ≥30% = 30%
        上百家 = 100家 | 七成以上 = 70% | 五分之二以上 = 40% | 2000万元（含）以上 = 20000000元
    """,
    AT_MOST: """
        小于5000万元（含） = 50000000元 | 最高可给予3000万元 = 30000000元 | 300家以下 = 300家
        300万元以内 = 3000000元 | 不超过300万元 = 3000000元 | 最高不超过300万元 = 3000000元
    """,
    EXACT: """
        2.51∶1 = 2.51 | 6957套（间） = 6957套 | 达到300家 = 300家
    """,
    NEARLY: """
        近四成 = 40% | 近半数 = 50% | 近万项 = 10000项 | 近3000米 = 3000米 | 近千米 = 1000米
        将近300家 = 300家 | 接近300家 = 300家
    """,
    OVER: """
        过半 = 50% | 突破25亿元 = 2500000000元 | 超亿元 = 100000000元 | 超10亿元 = 1000000000元
        超过300家 = 300家 | 逾300家 = 300家 | 高于5% = 5% | 过亿元 = 100000000元
        300多名 = 300名 | 十余家 = 10家 | 30余款 = 30款 | 400余项 = 400项 | 10多次 = 10次
        10余所 = 10所 | 40余人次 = 40人次 | 百余家 = 100家 | 3万余名 = 30000名
        3万多名 = 30000名 | 两千余人 = 2000人 | 2千多人 = 2000人 | 2千多米 = 2000米
        十几家 = 10家 | 十几万人 = 100000人 | 二十多个 = 20个 | 100余万元 = 1000000元
        三百多万元 = 3000000元 | 3亿多元 = 300000000元 | 10多亿元 = 1000000000元
        1万多亿元 = 1000000000000元 | 2个多月 = 2个月 | 5个多百分点 = 5个百分点 | 两年多 = 2年
        2倍多 = 2倍 | 两成多 = 20% | 300余 = 300
    """,
    ABOUT: """
        50%左右 = 50% | 6个左右 = 6个 | 30项左右 = 30项 | 约300家 = 300家 | 大约300家 = 300家
        大概300家 = 300家 | 300家上下 = 300家 | 十来家 = 10家 | 约-3% = -3%
    """,
    UNDER: """
        不到300家 = 300家 | 低于5% = 5% | 不足百家 = 100家
    """,
}


@pytest.mark.parametrize(
    ("qualifier", "token", "expected"),
    [(qualifier, *pair) for qualifier, text in QUALIFIED.items() for pair in read_pairs(text)],
)
def test_a_qualifier_sets_the_bounds(qualifier: Qualifier, token: str, expected: str) -> None:
    figure = parse_printed_figure(token)
    assert figure.qualifier is qualifier
    assert f"{figure.value}{figure.measure_word}" == expected
    has_low, has_high = HAS_BOUNDS[qualifier]
    assert figure.value_low == (figure.value if has_low else None)
    assert figure.value_high == (figure.value if has_high else None)


@pytest.mark.parametrize("noun", BASE_NOUNS)
def test_a_base_noun_may_stand_between_qualifier_and_number(noun: str) -> None:
    figure = parse_printed_figure(f"不低于{noun}6%")
    assert (figure.qualifier, figure.value, figure.measure_word) == (AT_LEAST, Decimal(6), "%")
    assert parse_printed_figure(f"不低于{noun}的6%").value == Decimal(6)


@pytest.mark.parametrize(
    ("token", "qualifier"),
    [
        ("超过300家以上", AT_LEAST),
        ("300余家以上", AT_LEAST),
        ("至少300家以上", AT_LEAST),
        ("突破300余", OVER),
        ("不到300家以下", AT_MOST),
        ("约300家左右", ABOUT),
    ],
)
def test_two_qualifiers_of_one_direction_assert_the_weaker(
    token: str, qualifier: Qualifier
) -> None:
    assert parse_printed_figure(token).qualifier is qualifier


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("近300家以上", "近 and 以上 do not go together"),
        ("约300余家", "约 and 余 do not go together"),
        ("不超过300余家", "不超过 and 余 do not go together"),
        ("不到300家左右", "不到 and 左右 do not go together"),
        ("近300余家", "近 and 余 do not go together"),
        ("超千亿级", "超 and 级 do not go together"),
        ("10多年多", "多 and 多 do not go together"),
        ("5-8项左右", "a range does not go with 左右"),
        ("5-8余项", "a range does not go with 余"),
    ],
)
def test_qualifiers_that_do_not_agree_are_named_in_the_error(token: str, words: str) -> None:
    with pytest.raises(PrintedFigureError, match=words):
        parse_printed_figure(token)


@pytest.mark.parametrize("token", ["-300余家", "负3%以上", "近-3%", "-千亿级"])
def test_a_directed_qualifier_on_a_negative_number_is_refused(token: str) -> None:
    with pytest.raises(PrintedFigureError, match="which way a negative number is meant"):
        parse_printed_figure(token)


# --- ranges, magnitudes, ranks, amounts for each ----------------------------------------------


RANGES = """
5-8项 = 5 8 项 | 1-2 名 = 1 2 名 | 2-3家 = 2 3 家 | 2~3个 = 2 3 个 | 5—8 = 5 8 | 5–8 = 5 8
5——8 = 5 8 | 5到8 = 5 8 | 三至五家 = 3 5 家 | 三到五家 = 3 5 家 | 5%-8% = 5 8 %
百分之五至百分之八 = 5 8 % | 2-3万元 = 20000 30000 元 | 三百至五百万元 = 3000000 5000000 元
2万元-3万元 = 20000 30000 元 | 1.5-2万亿元 = 1500000000000 2000000000000 元
9000万-1.2亿元 = 90000000 120000000 元 | 9000亿-1.2万亿元 = 900000000000 1200000000000 元
5元-1万元 = 5 10000 元 | -3~5% = -3 5 % | -8%至-3% = -8 -3 %
"""


@pytest.mark.parametrize(("token", "expected"), read_pairs(RANGES))
def test_a_range_has_bounds_and_no_value(token: str, expected: str) -> None:
    figure = parse_printed_figure(token)
    assert (figure.value, figure.qualifier) == (None, Qualifier.RANGE)
    bounds = f"{figure.value_low} {figure.value_high} {figure.measure_word}"
    assert bounds.strip() == expected


@pytest.mark.parametrize(
    ("token", "complaint"),
    [
        ("8-5项", "from 8 to 5 does not rise"),
        ("5-5项", "from 5 to 5 does not rise"),
        ("5--8项", "from 5 to -8 does not rise"),
        ("5000-1万元", "from 50000000 to 10000 does not rise"),
        ("5%-8家", "two units, % and 家"),
        ("5家-8", "two units, 家 and none"),
        ("1万-2万亿元", "万 may stand for 万亿"),
        ("5千-8千万元", "千 may stand for 千万"),
        ("5-", "then it ends; expected a number"),
        ("5-8-9项", "stuck at '-9项'"),
    ],
)
def test_a_range_that_is_not_clear_is_refused(token: str, complaint: str) -> None:
    with pytest.raises(PrintedFigureError, match=complaint):
        parse_printed_figure(token)


def test_words_that_are_only_a_unit_are_known_as_one() -> None:
    assert is_unit("亿元")
    assert is_unit("万人次")
    assert not is_unit("研发经费")
    assert not is_unit("亿元研发经费")


COUNTED = "5套(间) = 5套 | 12台(套) = 12台(套) | 12台（套） = 12台(套)"


@pytest.mark.parametrize(("token", "expected"), read_pairs(COUNTED))
def test_a_bracket_is_left_out_of_a_measure_word_unless_it_is_one_of_its_own(
    token: str, expected: str
) -> None:
    figure = parse_printed_figure(token)
    assert f"{figure.value}{figure.measure_word}" == expected


MAGNITUDES = """
千亿级 = 100000000000 1000000000000 | 百亿级 = 10000000000 100000000000
十亿级 = 1000000000 10000000000 | 万亿级 = 1000000000000 10000000000000
万吨级 = 10000 100000 吨 | 千亿元级 = 100000000000 1000000000000 元
"""


@pytest.mark.parametrize(("token", "expected"), read_pairs(MAGNITUDES))
def test_a_bare_magnitude_spans_up_to_ten_times(token: str, expected: str) -> None:
    figure = parse_printed_figure(token)
    assert figure.qualifier is Qualifier.ORDER_OF_MAGNITUDE
    assert figure.value_low == figure.value
    assert f"{figure.value} {figure.value_high} {figure.measure_word}".strip() == expected


def test_a_bare_number_is_a_magnitude_from_one_hundred_million_on() -> None:
    assert parse_printed_figure("亿").qualifier is Qualifier.ORDER_OF_MAGNITUDE
    assert parse_printed_figure("千万").qualifier is EXACT


@pytest.mark.parametrize("token", ["300亿级", "三百亿级"])
def test_a_counted_magnitude_has_no_bounds(token: str) -> None:
    figure = parse_printed_figure(token)
    assert figure.qualifier is Qualifier.ORDER_OF_MAGNITUDE
    bounds = (figure.value_low, figure.value_high)
    assert (figure.value, *bounds) == (Decimal(30_000_000_000), None, None)


@pytest.mark.parametrize("token", ["三级", "十级", "300级", "5家级"])
def test_a_grade_without_magnitude_is_refused(token: str) -> None:
    with pytest.raises(PrintedFigureError, match="级 needs a magnitude"):
        parse_printed_figure(token)


RANKS = "第二位 = 2位 | 第一名 = 1名 | 第三位 = 3位 | 第一 = 1 | 第12位 = 12位 | 第二十一届 = 21届"


@pytest.mark.parametrize(("token", "expected"), read_pairs(RANKS))
def test_a_rank_is_ordinal(token: str, expected: str) -> None:
    figure = parse_printed_figure(token)
    assert figure.ordinal
    assert f"{figure.value}{figure.measure_word}" == expected
    assert figure.qualifier is EXACT


@pytest.mark.parametrize("token", ["第1-3名", "第一至第三名"])
def test_a_range_of_ranks_is_ordinal(token: str) -> None:
    figure = parse_printed_figure(token)
    assert figure.ordinal
    assert (figure.value_low, figure.value_high) == (Decimal(1), Decimal(3))
    assert figure.measure_word == "名"


@pytest.mark.parametrize(
    "token",
    ["第零位", "第1.5名", "约第三位", "第三位左右", "第-3位", "第5%", "第千亿级", "第10名以上"],
)
def test_a_rank_is_a_plain_whole_number(token: str) -> None:
    with pytest.raises(PrintedFigureError, match=r"rank|negative"):
        parse_printed_figure(token)


def test_the_word_of_rank_stands_before_the_first_end_of_a_range() -> None:
    with pytest.raises(PrintedFigureError, match="understood '1-', then stuck at '第3名'"):
        parse_printed_figure("1-第3名")


FOR_EACH = {
    EXACT: "各奖300万元 分别奖励300万元 分别为300万元 每家300万元 每年300万元",
    AT_MOST: "各不超过300万元 每家最高300万元",
}


@pytest.mark.parametrize(
    ("token", "qualifier"),
    [(token, qualifier) for qualifier, tokens in FOR_EACH.items() for token in tokens.split()],
)
def test_an_amount_may_be_printed_for_each(token: str, qualifier: Qualifier) -> None:
    figure = parse_printed_figure(token)
    assert figure.each
    assert (figure.value, figure.measure_word) == (Decimal(3000000), "元")
    assert figure.qualifier is qualifier


# --- errors -----------------------------------------------------------------------------------


ERRORS = """
三百个五 | understood '三百个', then stuck at '五'; expected a measure word or the end
50盏 | understood '50', then stuck at '盏'; expected a measure word or the end
| ('盏' is not in MEASURE_WORDS of helpers.data.printed.measure_words)
3个班以上 | understood '3个', then stuck at '班以上'; expected a measure word or the end
| ('个班' is not in MEASURE_WORDS of helpers.data.printed.measure_words)
数十家 | understood '', then stuck at '数十家'; expected a number, but no number is printed (数)
约 | understood '约', then it ends; expected a number
约三百五家 | understood the parts of '约三百五家', but '三百五' is not a well-formed Chinese numeral
"""


@pytest.mark.parametrize(
    ("token", "message"),
    [
        ("", "understood '', then it ends; expected a number"),
        *(line.split(" | ") for line in ERRORS.replace("\n|", "").strip().split("\n")),
    ],
)
def test_an_error_shows_the_token_and_what_was_understood(token: str, message: str) -> None:
    with pytest.raises(PrintedFigureError) as caught:
        parse_printed_figure(token)
    assert str(caught.value) == f"cannot read {token!r}: {message}"


@pytest.mark.parametrize("token", ["数十家", "近数十家", "几十家", "半年", "若干家"])
def test_a_vague_word_is_not_a_number(token: str) -> None:
    with pytest.raises(PrintedFigureError, match="no number is printed"):
        parse_printed_figure(token)


REFUSED = (
    "300家500家 三个五百亿 一半 三个半月 三成员 三分之一 3个多 下降-3% 300家左右的 占GDP6% "
    "销售额6% 人均3万元 每300万元 300万元/户型 5月8日 3.2.1% 3. .5% 007家 "
    "00% 三百5家 5三家 5十家 300几家 几家 3亿多万元 1万2家 1万2.5千 3千5百万 "
    "1.5亿2千万 百分之五个 1万200人 百分之 12345678901234567家 1.1234567891% abc 第 级 "
    "1000000000000000家 5² ½ ٣家 ⅷ家 - --5% 5%% 3个个 三亿点五 "
    "0成 11成 1万成 四分之四 四分之五 1万1万家 下降-0.5% 10多年多"
)


@pytest.mark.parametrize("token", ["2 月多月", "三\u200b家", *REFUSED.split()])
def test_what_is_not_one_clear_figure_is_refused(token: str) -> None:
    with pytest.raises(PrintedFigureError):
        parse_printed_figure(token)


MALFORMED_NUMERALS = (
    "三百五 三五 两三 二〇二四 一二三 二十两 十两 百两 两十 十两万 一百一百 "
    "三十百 一千十 一百十五 一万零 二千零 一百零零五 二万万 一亿十万 三亿十五万 三万零百 三万五百 "
    "三百亿万 一亿亿 千百 万千 零五 三百零 万十 十百 百十 一百零两"
)


@pytest.mark.parametrize("numeral", MALFORMED_NUMERALS.split())
def test_malformed_chinese_numerals_are_refused(numeral: str) -> None:
    with pytest.raises(PrintedFigureError, match="not a well-formed Chinese numeral"):
        parse_printed_figure(f"{numeral}家")


def test_no_measure_word_is_listed_twice() -> None:
    assert len(set(MEASURE_WORDS)) == len(MEASURE_WORDS)


# --- properties -------------------------------------------------------------------------------

SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7}
SCALES |= {"亿": 10**8, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}
AROUND = {
    ("", ""): EXACT,
    ("约", ""): ABOUT,
    ("", "左右"): ABOUT,
    ("近", ""): NEARLY,
    ("超过", ""): OVER,
    ("", "以上"): AT_LEAST,
    ("不低于", ""): AT_LEAST,
    ("", "以下"): AT_MOST,
    ("不超过", ""): AT_MOST,
    ("不足", ""): UNDER,
}
whole_parts = st.integers(min_value=0, max_value=10**12)
fractions = st.text(string.digits, max_size=4)
# 千 in front of 米, 克 and 瓦 is part of the unit.
scaled_units = st.tuples(st.sampled_from(list(SCALES)), st.sampled_from(MEASURE_WORDS)).filter(
    lambda pair: not (pair[0].endswith("千") and pair[1][0] in "米克瓦")
)


def everything_but_the_print(token: str) -> tuple[object, ...]:
    figure = parse_printed_figure(token)
    return (
        *(figure.value, figure.value_low, figure.value_high, figure.qualifier),
        *(figure.measure_word, figure.decimals, figure.multiplier, figure.ordinal, figure.each),
    )


def in_chinese(number: int) -> str:
    """Write a whole number the standard way, without looking at the parser."""
    for unit, word in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= unit:
            count, rest = divmod(number, unit)
            zero = "零" if 0 < rest < unit // 10 else ""
            return in_chinese(count) + word + zero + (in_chinese(rest) if rest else "")
    return "零一二三四五六七八九"[number]


def in_print(token: str, spaces: list[str], *, full_width: bool) -> str:
    """Print a token with white space wherever it is not inside a number, narrow or wide."""
    parted = token[:1]
    for position, character in enumerate(token[1:]):
        inside = {parted[-1], character} <= set(string.digits + ".,")
        parted += ("" if inside else spaces[position % len(spaces)]) + character
    wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    return parted.translate(wide) if full_width else parted


@repeatable
@given(whole_parts, fractions, scaled_units, st.sampled_from(list(AROUND)))
def test_a_composed_figure_is_read_back(
    whole: int, fraction: str, scaled_unit: tuple[str, str], around: tuple[str, str]
) -> None:
    scale, measure_word = scaled_unit
    number = f"{whole}.{fraction}" if fraction else str(whole)
    figure = parse_printed_figure(around[0] + number + scale + measure_word + around[1])
    value = Decimal(number) * SCALES[scale]
    has_low, has_high = HAS_BOUNDS[AROUND[around]]
    assert figure.qualifier is AROUND[around]
    assert (figure.value, figure.measure_word) == (value, measure_word)
    assert (figure.decimals, figure.multiplier) == (len(fraction), Decimal(SCALES[scale]))
    assert figure.value_low == (value if has_low else None)
    assert figure.value_high == (value if has_high else None)
    assert not figure.ordinal
    assert not figure.each


@repeatable
@given(whole_parts, scaled_units, st.sampled_from("多余"))
def test_more_than_a_number_is_over_it_wherever_the_word_stands(
    whole: int, scaled_unit: tuple[str, str], more: str
) -> None:
    scale, measure_word = scaled_unit
    for token in (f"{whole}{more}{scale}{measure_word}", f"{whole}{scale}{more}{measure_word}"):
        figure = parse_printed_figure(token)
        assert figure.qualifier is OVER
        assert figure.value == figure.value_low == whole * SCALES[scale]
        assert figure.value_high is None
        assert figure.measure_word == measure_word


@repeatable
@given(
    st.lists(whole_parts, min_size=2, max_size=2, unique=True).map(sorted),
    st.sampled_from(["-", "—", "——", "~", "～", "至", "到"]),
    scaled_units,
)
def test_a_composed_range_is_read_back(
    ends: list[int], dash: str, scaled_unit: tuple[str, str]
) -> None:
    scale, measure_word = scaled_unit
    figure = parse_printed_figure(f"{ends[0]}{dash}{ends[1]}{scale}{measure_word}")
    assert figure.value is None
    assert figure.qualifier is Qualifier.RANGE
    assert figure.value_low == ends[0] * SCALES[scale]
    assert figure.value_high == ends[1] * SCALES[scale]


@repeatable
@given(st.integers(min_value=0, max_value=99_999_999))
@example(10)
@example(20_000_010)
@example(10_001_000)
@example(100_110)
def test_a_chinese_numeral_is_read_back(number: int) -> None:
    written = in_chinese(number)
    assert parse_printed_figure(f"{written}家").value == number
    if written.startswith("一十"):
        assert parse_printed_figure(f"{written[1:]}家").value == number


@repeatable
@given(st.integers(min_value=10**8, max_value=10**16 - 1))
@example(10**15)
@example(10**12 + 10**4)
def test_a_chinese_numeral_beyond_a_hundred_million_is_read_back(number: int) -> None:
    assert parse_printed_figure(f"{in_chinese(number)}元").value == number


def test_every_chinese_numeral_up_to_ten_thousand_is_read_back() -> None:
    misread = [
        number for number in range(10_001) if read_numeral(in_chinese(number)).value != number
    ]
    assert misread == []


@repeatable
@given(whole_parts, st.sampled_from(MEASURE_WORDS))
def test_thousands_separators_do_not_change_the_result(whole: int, measure_word: str) -> None:
    plain = everything_but_the_print(f"{whole}{measure_word}")
    assert everything_but_the_print(f"{whole:,}{measure_word}") == plain
    assert everything_but_the_print(f"{whole:,}{measure_word}".replace(",", " ")) == plain


COMPOSED = (
    "16.15亿元 各奖300万元 5-8项 不低于销售额6% 2个多月 第二位 300多名 三千二百万元 千亿级 -3.2% "
    "1,234家 百分之五 9000万-1.2亿元 两年多"
)


@repeatable
@given(
    st.sampled_from(COMPOSED.split()),
    st.lists(st.sampled_from(["", " ", "\n", "\u3000", " \r\n "]), min_size=1, max_size=8),
    st.booleans(),
)
def test_white_space_and_full_width_characters_do_not_change_the_result(
    token: str,
    spaces: list[str],
    full_width: bool,  # noqa: FBT001
) -> None:
    printed = in_print(token, spaces, full_width=full_width)
    assert everything_but_the_print(printed) == everything_but_the_print(token)


figure_alphabet = (
    "0123456789.,-%~ 一二两三十百千万亿零点负第各每近约超多余几至到以上下左右级个月家元米分之半数"
)


@settings(settings.get_profile("printed_figures"), max_examples=1500)
@given(
    st.one_of(
        st.text(max_size=12),
        st.text(figure_alphabet, max_size=9),
        st.text("0123456789.一二两三十百千万亿零多余-个元%级", max_size=6),
    )
)
def test_any_text_is_a_consistent_figure_or_a_printed_figure_error(text: str) -> None:
    try:
        figure = parse_printed_figure(text)
    except PrintedFigureError as error:
        assert str(error).startswith(f"cannot read {text!r}: understood ")  # noqa: PT017
        return
    values = (figure.value_low, figure.value, figure.value_high)
    known = [value for value in values if value is not None]
    assert known
    assert known == sorted(known)
    assert all(isinstance(value, Decimal) for value in known)
    assert figure.measure_word in {"", *MEASURE_WORDS}
    assert (figure.value is None) == (figure.qualifier is Qualifier.RANGE)
    assert figure.rounding_unit > 0
    if figure.qualifier in HAS_BOUNDS:
        has_low, has_high = HAS_BOUNDS[figure.qualifier]
        assert (figure.value_low is not None, figure.value_high is not None) == (has_low, has_high)
