import pytest

from helpers.pages.html.anchors import Anchors


@pytest.mark.parametrize(
    ("language", "heading", "anchor"),
    [
        ("zh", "历年变化", "over-time"),
        ("en", "Over time", "over-time"),
        ("zh", "名称相近，所指不同", "confusable"),
        ("en", "Similar names, different things", "confusable"),
    ],
)
def test_a_heading_has_the_same_anchor_in_every_language(
    language: str, heading: str, anchor: str
) -> None:
    assert Anchors(language).name(heading) == anchor


def test_no_two_anchors_of_a_page_are_alike_and_a_heading_of_ones_own_has_one_too() -> None:
    anchors = Anchors("en")

    names = [anchors.name(text) for text in ("Over time", "Over time", "My own part")]

    assert names == ["over-time", "over-time-2", "part-3"]
