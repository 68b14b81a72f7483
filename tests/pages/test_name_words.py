from pathlib import Path

import pytest

from helpers.pages.name_words import keep_names, keep_words, list_words


@pytest.mark.parametrize(
    ("head", "parts"),
    [
        ("研发投入与生产总值之比◇", ["研发投入", "与生产总值之比◇"]),
        ("每10万人高新技术企业◇", ["每10万人", "高新技术企业◇"]),
        ("每10万人本科及以上学历人数◇", ["每10万人本科", "及以上学历人数◇"]),
        ("财政支出中科学支出占比◇", ["财政支出中", "科学支出占比◇"]),
        ("研发投入与地区生产总值之比◇", ["研发投入", "与地区", "生产总值之比◇"]),
        # No line ends with an opening bracket.
        ("研发投入与地区生产总值之比（派生）", ["研发投入", "与地区", "生产总值之比", "（派生）"]),
        ("先进制造业专业园区", ["先进", "制造业", "专业园区"]),
        # Of words that begin alike the longest: 创新 is one as well.
        ("市级以上创新型科技团队", ["市级以上", "创新型科技团队"]),
        ("剔除该市后的相关系数", ["剔除该市后的", "相关系数"]),
        # Bracketed words of one or two letters stay with those before.
        ("本市单位（已有）", ["本市单位（已有）"]),
    ],
)
def test_a_head_breaks_between_its_words(project: Path, head: str, parts: list[str]) -> None:
    assert keep_words(head, project) == [{"whole": [part]} for part in parts]


def test_what_is_long_and_no_known_word_may_break(project: Path) -> None:
    assert keep_words("甲乙丙丁戊己庚辛壬癸", project) == ["甲乙丙丁戊己庚辛壬癸"]
    assert keep_words("R&D intensity◇", project) == ["R&D intensity◇"]


def test_a_word_that_two_words_make_is_none(project: Path) -> None:
    words = list_words(project)

    assert not [w for w in words for at in range(2, len(w)) if {w[:at], w[at:]} <= {*words}]


def test_the_name_of_a_row_breaks_as_a_head_does_and_its_marks_stay(project: Path) -> None:
    mark = {"mark": "3:17"}
    name = "2019年技术合同成交额与生产总值之比"
    parts = ["2019年", "技术合同成交额", "与生产总值之比"]

    assert keep_names([name, mark], project) == [*({"whole": [part]} for part in parts), mark]
    # What is inset tells so by its first letter, a sign is no name, and a sentence is none either.
    for run in ("\u3000研发投入与生产总值之比", "≠", "研发投入" * 8):
        assert keep_names([run], project) == [run]
