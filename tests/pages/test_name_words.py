from pathlib import Path

import pytest

from helpers.pages.name_words import keep_words, list_words


@pytest.mark.parametrize(
    ("head", "parts"),
    [
        ("研发投入与生产总值之比◇", ["研发投入", "与生产总值之比◇"]),
        ("每10万人高新技术企业◇", ["每10万人", "高新技术企业◇"]),
        ("每10万人本科及以上学历人数◇", ["每10万人本科", "及以上学历人数◇"]),
        ("财政支出中科学支出占比◇", ["财政支出中", "科学支出占比◇"]),
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
