import pytest

from helpers.pages.anchors import Anchors


@pytest.mark.parametrize(
    ("language", "heading", "anchor"),
    [
        ("zh", "研发投入", "rd"),
        ("en", "R&D input", "rd"),
        ("zh", "名称相近，所指不同", "confusable"),
        ("en", "Similar names, different things", "confusable"),
        ("zh", "漯河在河南18市中的位置", "standing"),
        ("en", "Where Luohe stands among the 18 cities of Henan", "standing"),
    ],
)
def test_a_heading_has_the_same_anchor_in_every_language(
    language: str, heading: str, anchor: str
) -> None:
    assert Anchors(language).name(heading) == anchor


def test_no_two_anchors_of_a_page_are_alike_and_a_heading_of_ones_own_has_one_too() -> None:
    anchors = Anchors("en")

    names = [anchors.name(text) for text in ("R&D input", "R&D input", "My own part")]

    assert names == ["rd", "rd-2", "part-3"]
