"""Over all reports: what explains a sign stands where the sign does, and a calculation says so."""

import re

import pytest

from claims.told import Told
from helpers.pages.arrangement import arrange_items
from helpers.pages.items import Chart, Item
from helpers.pages.matter import Notes
from helpers.pages.runs import show_plain

# What explains a sign in either language, and the sign in a text.
SIGNS = {
    "star": ("A star marks|星号表示", r"[0-9年月日]\*"),
    "line": ("After a colon|冒号后为", r"\[[0-9]+:[0-9p]"),
    "letter": ("A letter leads|字母指向", r"\[[a-z]{1,2}\]"),
    "doubt": (r"\(\?\): the audit doubts|（？）：核对时", r"\(\?\)|（？）"),
    "span": ("A span of ranks|位次成区间", r"[(（][0-9]{1,2}[—–][0-9]{1,2}[)）]"),
    "bound": (
        "only by a bound is counted|只知界限的市也计入",
        "at most [0-9]|above [0-9]|高于[0-9]|≤[0-9]",
    ),
}
HEADS = ("How to read", "阅读说明")


def list_items(told: Told) -> list[Item]:
    return [item for section in told.sections for item in section.items]


def show_cells(item: Item) -> str:
    """Return the text of an item, with a chart's picture and words, and rows of the page."""
    rows = item.rows if isinstance(item, Notes) else []
    marks = "".join(f"\n{show_plain([row.mark])}" for row in rows)
    return item.to_plain() + (f"{item.alt} {item.svg}" if isinstance(item, Chart) else marks)


def test_what_explains_a_sign_stands_where_the_sign_does(every_report: list[Told]) -> None:
    faults, explained = [], {}
    for told in every_report:
        items = list_items(told)
        texts = "\n".join(map(show_cells, items))
        keys = "".join(
            "".join(map(str, item["runs"]))
            for item in arrange_items([item.to_data() for item in items], lambda _: None)
            if item["kind"] == "paragraph" and item["callout"] in HEADS
        )
        # What the paragraph shows in a notebook holds every sentence, signs and all.
        rest = "\n".join(t for t in texts.split("\n") if not t.startswith(HEADS))
        for name, (words, sign) in SIGNS.items():
            if keys and re.search(words, keys) and not re.search(sign, rest):
                faults.append((told.name, told.language, name))

        explained[told.name, told.language] = {
            n for n, (w, _) in SIGNS.items() if re.search(w, keys)
        }
    assert faults == []
    # Documents of Luohe have lines and inferred dates; of Fuzhou only tables are read.
    assert explained["city-luohe", "zh"] == explained["city-luohe", "en"] == {*SIGNS}
    assert explained["city-fuzhou", "zh"] == {"letter", "span"}


def test_no_alternative_text_says_twice_that_a_value_is_derived(every_report: list[Told]) -> None:
    derived = r"[(（](?:derived|派生)[)）]"
    twice = re.compile(f"{derived}[^:：]*[:：][^:：]*{derived}[.。]?$")
    charts = [item for told in every_report for item in list_items(told) if isinstance(item, Chart)]
    parts = [part for chart in charts for part in re.split("[;；]", chart.alt)]

    assert any(re.search(derived, part) for part in parts)
    assert [part for part in parts if twice.search(part)] == []


@pytest.mark.parametrize(
    ("kind", "computed"),
    [
        ("convergence", [True, True, True]),
        ("ranks", [True, True]),
        ("targets", [True, True]),
        # The values of the cities beside their ranks; then coefficients.
        ("talent", [False, True]),
    ],
)
def test_a_chart_of_what_no_row_holds_says_that_it_is_a_calculation(
    every_report: list[Told], kind: str, computed: list[bool]
) -> None:
    told = [one for one in every_report if one.name.startswith(f"{kind}-")]
    lines = [
        [show_plain(one.source_line) for one in list_items(each) if isinstance(one, Chart)]
        for each in told
    ]

    assert len(told) == 4  # two provinces in two languages
    said = [[bool(re.match("Own calculation|数值由本报告", s)) for s in one] for one in lines]
    assert said == [computed] * 4


@pytest.mark.parametrize(
    ("name", "words"),
    [
        # Of the GDP of 2019 the audit doubts that of Jiaozuo, and so R&D expenditure over it.
        ("ranks-henan", "存疑、不参与抽样：焦作（研发投入与地区生产总值之比（派生），2019年）。"),
        ("convergence-henan", "焦作（2019年数据存疑）。"),
    ],
)
def test_a_doubted_city_is_named_under_what_leaves_it_out(
    every_report: list[Told], name: str, words: str
) -> None:
    (told,) = [one for one in every_report if (one.name, one.language) == (name, "zh")]
    texts = [item.to_plain() for item in list_items(told)]

    assert [text for text in texts if text.endswith(words)]
    if name == "convergence-henan":
        assert any(text.startswith("地区生产总值未计入济源") for text in texts)
