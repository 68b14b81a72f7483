import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from picture_reading import find_overlaps, list_words

from helpers.charts.canvas import WIDTH, Picture
from helpers.charts.fitting.text_width import measure_text, wrap_text
from helpers.charts.network_chart import FORMS, Key, draw_network
from helpers.charts.network_layout import MOST_NAMED, Party, Tie, choose_named, make_row

KEY = Key("existing", "open", "planned", {kind: kind for kind in FORMS}, "the rest")
DASHED = "#b3541e"
SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"


def make_tie(local: str, partner: str, status: str = "existing") -> Tie:
    return Tie(local, partner, status != "planned", status != "existing")


def draw(ties: list[Tie], kind: str = "university") -> Picture:
    names = {name for tie in ties for name in (tie.local, tie.partner)}
    return draw_network({name: Party(name, kind) for name in names}, ties, KEY)


def read_labels(svg: str) -> list[tuple[float, float, str]]:
    found = re.findall(r'transform="translate\(([\d.]+) ([\d.]+)\)">([^<]+)</text>', svg)
    plain = re.findall(r'<text[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]+)</text>', svg)
    return [(float(x), float(y), text) for x, y, text in [*found, *plain]]


def many() -> list[Tie]:
    """One hub with more partners than are named, one of them shared, and two lone pairs."""
    hub = [make_tie("Hub", f"P{number:02}") for number in range(MOST_NAMED)]
    lone = [make_tie("Lone A", "Q1"), make_tie("Lone B", "Q2", "planned")]
    return [make_tie("Hub", "Shared"), make_tie("Other", "Shared", "planned"), *hub, *lone]


def test_few_partners_are_all_named() -> None:
    ties = [make_tie("Hub", f"P{number}") for number in range(MOST_NAMED)]

    assert choose_named(ties) == (["Hub"], [tie.partner for tie in ties])


def test_of_many_partners_those_of_several_parties_are_named_and_the_others_are_marks() -> None:
    local, partners = choose_named(many())
    texts = [text for _, _, text in read_labels(draw(many()))]

    assert (local, partners) == (["Hub", "Other"], ["Shared"])
    assert {"Hub", "Other", "Shared", "the rest"} <= set(texts)
    assert not {"P00", "Q1", "Lone A"} & set(texts)


def test_a_tie_that_the_print_leaves_open_is_dotted_and_explained() -> None:
    stated = [make_tie("A", "P"), make_tie("B", "P")]
    opened = [replace(tie, is_open=True) for tie in stated]

    assert "open" in [text for _, _, text in read_labels(draw(opened))]
    assert "open" not in [text for _, _, text in read_labels(draw(stated))]
    assert "existing" in [text for _, _, text in read_labels(draw([*opened, make_tie("A", "Q")]))]
    assert "stroke-dasharray: 1" in draw(opened)


def test_a_planned_tie_is_dashed_and_an_existing_one_is_not() -> None:
    existing, planned = draw([make_tie("A", "B")]), draw([make_tie("A", "B", "planned")])

    assert "stroke-dasharray: " not in existing.replace("stroke-dasharray: none", "")
    assert DASHED not in existing
    assert "stroke-dasharray" in planned
    assert DASHED in planned


def test_a_local_party_is_a_tick_and_no_line_runs_through_the_mark_of_a_partner() -> None:
    few = [make_tie("Hub", f"P{number}", "planned") for number in range(3)]
    picture = draw([*many(), *(replace(tie, local="Other") for tie in few)])
    root = ET.fromstring(picture)  # noqa: S314  # our own picture
    shapes = {
        path.get("id"): path.get("d", "") for path in root.iter(f"{SVG}path") if path.get("id")
    }
    marks = {
        form: [float(use.get("x", "")) for use in root.iter(f"{SVG}use")
               if (shapes[use.get(LINK, "")[1:]].count("C") > 1) is (form == "disc")]
        for form in ("disc", "tick")
    }  # fmt: skip
    lines = re.findall(
        r'<path d="M ([\d.]+) [\d.]+ L ([\d.]+) [\d.]+ "[^>]*stroke-dasharray', picture
    )

    # Hub and Other are the local parties with a node of their own.
    assert len(marks["tick"]) == 2
    planned = [sorted(map(float, ends)) for ends in lines]
    assert planned
    assert not [x for low, high in planned for x in marks["disc"] if low < x < high]


def test_a_pair_that_is_both_has_two_lines_apart() -> None:
    lines = re.findall(r'<path d="M [\d. ]+C[^"]+"', draw([make_tie("A", "B", "both")]))
    curves = [line for line in lines if line.count("C") == 1]

    assert len(set(curves)) >= 2


def test_the_key_explains_what_is_drawn_and_nothing_else() -> None:
    texts = {text for _, _, text in read_labels(draw([make_tie("A", "B")], "firm"))}

    assert texts == {"A", "B", "existing", "firm"}


def test_every_kind_of_partner_has_a_form_of_its_own() -> None:
    assert len(set(FORMS.values())) == len(FORMS)


@pytest.mark.parametrize(
    "label",
    [
        "Luohe Food Industry Public Research and Development Platform",
        "漯河市食品产业公共研发平台漯河市食品产业公共研发平台漯河市食品产业公共研发平台",
        "玛氏撒拉（上海）医疗科技有限公司 河南省南街村（集团）有限公司",
    ],
)
def test_a_long_name_is_broken_into_lines_that_lose_nothing(label: str) -> None:
    lines = make_row(label, 2.0).lines

    assert len(lines) > 1
    assert "".join(lines).replace(" ", "") == label.replace(" ", "")


def test_labels_of_a_column_never_overlap_and_stay_on_the_page() -> None:
    ties = [
        make_tie(
            f"{side} {'Institute of a Rather Long Name ' * 2}{number}", f"Partner {number % 7}"
        )
        for number in range(12)
        for side in ("North", "South")
    ]
    labels = read_labels(draw(ties))
    left = sorted(y for x, y, text in labels if "Institute" in text or "Name" in text)

    assert len(left) > 24
    assert min(b - a for a, b in itertools.pairwise(left)) > 7
    assert all(0 <= x <= WIDTH * 72 for x, _, _ in labels)


def test_a_drawing_has_the_same_bytes_each_time() -> None:
    assert draw(many()) == draw(many())


def test_on_a_phone_no_letter_is_smaller_than_eleven_pixels_and_a_long_row_of_marks_is_broken() -> (
    None
):
    narrow = draw(many()).draw_narrow()
    width = float(re.findall(r'viewBox="0 0 ([\d.]+)', narrow)[0])

    # A list: below a partner those that share it, a line to each; then who has others, as marks.
    words = sorted(list_words(narrow), key=lambda word: word.top)
    told = ["Shared", "Hub", "Other", "Hub", "the rest"]
    assert [word.text for word in words][:5] == told
    assert words[0].left < words[1].left == words[2].left
    assert find_overlaps(narrow) == []
    assert 0 <= min(word.left for word in words) < max(word.right for word in words) <= width

    sizes = [float(size) for size in re.findall(r"font(?:-size)?: ([\d.]+)px", narrow)]
    assert sizes
    # A screen of 390 pixels shows the picture 350 wide.
    assert min(sizes) * 350 / width >= 11
    ties = [make_tie("Hub", f"P{number}") for number in range(20)]
    assert [len(row) for row in make_row("Hub", 2.85, ties).beads] == [10, 10]
    assert [len(row) for row in make_row("Hub", 1.45, ties).beads] == [5, 5, 5, 5]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # Twelve characters where eleven fit: no line of one.
        ("河南省南街村（集团）有限公司", ["河南省南街村", "（集团）有限公司"]),
        ("其他11个单位，各有一个合作方", ["其他11个单位，", "各有一个合作方"]),
        ("甲乙丙丁戊己庚辛壬癸1100家", ["甲乙丙丁戊己庚", "辛壬癸1100家"]),
        ("one two three fourfive six", ["one two three", "fourfive six"]),
    ],
)
def test_lines_of_a_name_are_of_about_one_length(text: str, lines: list[str]) -> None:
    assert wrap_text(text, measure_text(text, 7) * 0.9, 7) == lines
