import pytest

from helpers.pages.html.anchors import Anchors
from helpers.pages.html.page_items import prepare_sections
from helpers.pages.items import Column, Table


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


@pytest.mark.parametrize(
    ("language", "caption", "anchor"),
    [
        ("zh", "漯河主要指标中缺少的数据", "limits-table-gaps"),
        ("en", "What is missing among the main measures for Luohe", "limits-table-gaps"),
        ("zh", "濮阳创新平台：分级数量", "limits-ladder-table"),
        ("en", "Platforms of Puyang, by level", "limits-ladder-table"),
        ("en", "My own table", "limits-table"),
        ("zh", "", "limits-table"),
    ],
)
def test_a_table_has_the_same_anchor_in_every_language_and_city(
    language: str, caption: str, anchor: str
) -> None:
    assert Anchors(language).name_item("limits", "table", caption) == anchor


def test_no_two_anchors_of_a_page_are_alike_and_a_heading_of_ones_own_has_one_too() -> None:
    anchors = Anchors("en")

    names = [anchors.name(text) for text in ("Over time", "Over time", "My own part")]

    assert names == ["over-time", "over-time-2", "part-3"]


@pytest.mark.parametrize(
    ("heads", "is_listed"),
    [
        ([str(year) for year in range(2018, 2024)], True),
        (["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Note"], True),
        (["2018", "2019"], False),  # as wide as a phone
        (["People with bachelor's level or above", "B", "C", "D", "E", "F"], False),
    ],
)
def test_a_wide_table_of_figures_under_short_heads_is_listed_on_a_phone(
    heads: list[str], *, is_listed: bool
) -> None:
    columns = [Column(head) for head in ("Measure", *heads)]
    row = [["R&D intensity"], *([f"{number}.25% ({number})"] for number in range(len(heads)))]
    table = Table("", columns, [row])

    section, *_ = prepare_sections({"meta": {"language": "en"}, "items": [table.to_data()]})

    assert section["items"][0]["is_listed"] == is_listed


def test_sections_and_tables_alike_have_one_anchor_in_two_reports() -> None:
    """One city has findings before what is missing, the other has none."""

    def read_anchors(place: str, *, has_findings: bool) -> dict[str, str]:
        """Return the anchors of a report by what they lead to."""
        tables = [f"What is missing among the main measures for {place}", f"{place} and its peers"]
        captions = [*["Checked against each other"][: int(has_findings)], *tables]
        items = [
            {"kind": "heading", "level": 1, "text": "Limitations of the figures"},
            *(Table(caption, [Column("a")], [[["b"]]]).to_data() for caption in captions),
            Table("A table of my own", [Column("a")], [[["b"]]]).to_data(),
        ]
        sections = prepare_sections({"meta": {"language": "en"}, "items": items})
        shown = [item for section in sections for item in section["items"]]
        found = {section["title"]: section["id"] for section in sections[1:]}
        return found | {item["caption"].replace(place, "place"): item["id"] for item in shown}

    luohe = read_anchors("Luohe", has_findings=True)
    jiyuan = read_anchors("Jiyuan", has_findings=False)

    assert luohe.pop("Checked against each other") == "limits-table-findings"
    assert luohe == jiyuan
    assert len(set(jiyuan.values())) == 4
