"""No row may be wrong and look right: at 0.8 or more and without fault, all of it is right."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from listed_documents import DOCUMENTS, is_read, read_list

from helpers.data.printed.numerals import without_layout
from helpers.data.raw_data import RawData
from helpers.data.verification import squeeze
from helpers.intake.measurement import compare_with_curated, is_trusted
from helpers.intake.proposed_rows import Proposals, propose_rows
from helpers.intake.text.lexicon import Words, read_words
from helpers.intake.text.spotted_numbers import find_figures

pytestmark = pytest.mark.slow

Propose = Callable[[str], Proposals]
DAMAGED, LAG, SIZE = "is damaged", "lag or a level", "size of a decline"
PART, MINUS, MONEY = "part of a longer number", "minus sign", "another money"


@pytest.fixture
def propose(project: Path, raw: RawData, tmp_path: Path) -> Propose:
    def propose_text(text: str) -> Proposals:
        path = tmp_path / "bulletin.txt"
        path.write_text(text, encoding="utf-8")
        return propose_rows(project, path, raw, source="other")

    return propose_text


@pytest.fixture(scope="module")
def words(project: Path) -> Words:
    return read_words(project)


def test_no_row_of_the_invented_documents_is_silently_wrong(project: Path, raw: RawData) -> None:
    # With a place that is known, a row may be as sure as in a document of a known city.
    known = next(iter(raw.index("places", "place")))
    silent = []
    for path in DOCUMENTS:
        listed = read_list(path.stem)
        for row in propose_rows(project, path, raw, source="other", place=known).rows:
            same = [want for want in listed if squeeze(want["token"]) == squeeze(row["as_printed"])]
            answers = [want for want in same if is_read(row, want)]
            silent += [(path.stem, row["as_printed"])] * (is_trusted(row) and not answers)

    assert silent == []


def test_no_row_of_the_held_documents_is_silently_wrong(project: Path, documents: Path) -> None:
    outcomes = compare_with_curated(project, documents)

    assert {name: outcome.silent for name, outcome in outcomes.items() if outcome.silent} == {}


# Per text: each token with its value, its unit, and a part of its fault.
READ = [
    ("粮食产量降2.6%，水产增3%。", [("降2.6%", "-2.6", "%", ""), ("3%", "3", "%", "")]),
    ("客运量分别下滑5.5%、6.1%。", [("下滑5.5%", "-5.5", "%", ""), ("6.1%", "-6.1", "%", "")]),
    ("存款比年初少4.2亿元。", [("少4.2亿元", "-420000000", "元", "")]),
    ("失业率比上年低0.3个百分点。", [("低0.3个百分点", "-0.3", "个百分点", "")]),
    ("能耗降低13%以上。", [("降低13%以上", "-13", "%", "")]),
    ("失业率由5.6%降至5.1%。", [("5.6%", "5.6", "%", ""), ("5.1%", "5.1", "%", "")]),
    ("企业由73家减少到68家。", [("73家", "73", "家", ""), ("68家", "68", "家", "")]),
    (
        "占比提高0.4个百分点至8.7%。",
        [("0.4个百分点", "0.4", "个百分点", ""), ("8.7%", "8.7", "%", "")],
    ),
    ("出口增速为负6.2%。", [("负6.2%", "-6.2", "%", "")]),
    ("投资降幅为7.5%。", [("7.5%", "7.5", "%", SIZE)]),
    ("投资增速低于全国1.4个百分点。", [("1.4个百分点", "1.4", "个百分点", LAG)]),
    ("出口增长–6.2%。", [("6.2%", "6.2", "%", MINUS)]),
    ("税收 46 . 31 亿元。", [("46 . 31 亿元", "4631000000", "元", "")]),
    ("税收46 3亿元。", [("46 3亿元", "46300000000", "元", DAMAGED)]),
    (
        "税收4l.3亿元，存款5O9亿元。",
        [("4l.3亿元", "4130000000", "元", DAMAGED), ("5O9亿元", "50900000000", "元", DAMAGED)],
    ),
    (
        "企业达2018、135家。",
        [("2018", "2018", "家", "may be a year"), ("135家", "135", "家", PART)],
    ),
    (
        "支出比上年少支1.2亿元，逆差4亿元。",
        [
            ("1.2亿元", "120000000", "元", "sign: "),
            ("4亿元", "400000000", "元", "sign: "),
        ],
    ),
    ("税收增长12。6%。", [("12。6%", "12.6", "%", DAMAGED)]),
    ("税收增长12，6%。", [("6%", "6", "%", PART)]),
    ("税收1，203万元。", [("1，203万元", "12030000", "元", "part two numbers")]),
    (
        "存款46.3亿港币，外债$2.1亿。",
        [("46.3亿", "4630000000", "", "unit is not read"), ("2.1亿", "210000000", "", MONEY)],
    ),
    (
        "耕地36萬畝，糧食減少2.4萬噸。",
        [("36萬畝", "360000", "亩", ""), ("減少2.4萬噸", "-24000", "吨", "")],
    ),
    (
        "Revenue was 7.1 million yuan, down 2.3 percent.",
        [("7.1 million yuan", "7100000", "元", ""), ("down 2.3 percent", "-2.3", "%", "")],
    ),
    (
        "增速高出全省1.2个点，新设3个点。",
        [("1.2个点", "1.2", "个百分点", ""), ("3个", "3", "个", "")],
    ),
    ("产值翻两番，利润翻番。", [("翻两番", "4", "倍", ""), ("翻番", "2", "倍", "")]),
]


@pytest.mark.parametrize(("text", "figures"), READ, ids=[text for text, _ in READ])
def test_a_number_in_running_text_is_read_or_has_a_fault(
    text: str, figures: list[tuple[str, str, str, str]], propose: Propose
) -> None:
    rows = propose(f"岚溪市2019年统计公报\n2019年，{text}\n").rows

    assert [(row["as_printed"], row["value"], row["unit"]) for row in rows] == [
        figure[:3] for figure in figures
    ]
    for row, (*_, fault) in zip(rows, figures, strict=True):
        assert (fault in row["fault"]) if fault else not row["fault"]
        assert not (fault and is_trusted(row))


def test_the_sign_in_the_cell_of_a_table_is_in_the_value(propose: Propose) -> None:
    rows = propose(
        "岚溪市2019年指标\n指标\t2019年\t比上年增长（%）\n税收（亿元）\t46.3\t下滑2.8\n"
    ).rows

    assert [(row["as_printed"], row["table_unit"], row["value"]) for row in rows] == [
        ("46.3", "亿元", "4630000000"),
        ("下滑2.8", "%", "-2.8"),
    ]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=200,
    deadline=None,
    derandomize=True,
)
@given(
    whole=st.integers(10, 9999),
    rest=st.integers(1, 9),
    sign=st.sampled_from([". ", " . ", "。", "，", ",", " ", "..", "·", "O", "l", "_", "'", "*"]),
    unit=st.sampled_from(["%", "亿元", "万人", "吨"]),
)
def test_no_part_of_a_number_is_a_figure_without_fault(
    whole: int, rest: int, sign: str, unit: str, words: Words
) -> None:
    text = without_layout(f"税收达{whole}{sign}{rest}{unit}，")
    for finding in find_figures(text, words):
        number = text[finding.start : finding.end]
        is_whole = str(whole) in number and number.endswith(f"{rest}{unit}")
        assert finding.reason or finding.fault or is_whole
