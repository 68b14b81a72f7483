import re
import xml.etree.ElementTree as ET

from helpers.charts.ladder_chart import LadderLane, LadderLine, draw_ladder
from helpers.charts.points import Point

SVG = "{http://www.w3.org/2000/svg}"


def read(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314


def lane(name: str, *values: float, label: str = "") -> LadderLane:
    return LadderLane(name, [LadderLine(label or name, [Point("", value) for value in values])])


def list_texts(svg: str) -> dict[str, float]:
    """Return the texts of a chart with the height they stand at."""
    texts = {}
    for node in read(svg).iter(f"{SVG}text"):
        match = re.search(r"translate\(([-\d.]+) ([-\d.]+)\)", node.get("transform", ""))
        height = float(match[2]) if match else float(node.get("y", "0"))
        texts["".join(node.itertext())] = height
    return texts


def list_marks(svg: str) -> list[float]:
    """Return where the marks of a chart stand, from the left."""
    return [
        float(node.get("x", "0"))
        for node in read(svg).iter(f"{SVG}use")
        if "fill: #17324d" in node.get("style", "")
    ]


def test_lengths_go_by_the_square_root() -> None:
    # The root of 400 is twice that of 100, and that of 0 is where the lanes begin.
    zero, small, large = list_marks(draw_ladder([lane("a", 0), lane("b", 100), lane("c", 400)]))

    assert abs((large - zero) / (small - zero) - 2) < 0.01


def test_an_empty_rung_says_so_in_its_lane_and_takes_less_room() -> None:
    chart = [lane("one", 4, label="4 of them"), LadderLane("none", [], "not reported")]
    texts = list_texts(draw_ladder(chart))

    assert abs(texts["not reported"] - texts["none"]) < 3
    assert texts["one"] < texts["none"]
    heights = [
        float(read(draw_ladder(rungs)).get("height", "").removesuffix("pt"))
        for rungs in (chart, [chart[0], chart[0]])
    ]
    assert heights[0] < heights[1]


def test_what_is_newly_built_stands_on_a_line_of_its_own() -> None:
    lines = [LadderLine("stock", [Point("", 9)]), LadderLine("added", [Point("", 9)], is_new=True)]
    svg = draw_ladder([LadderLane("rung", lines)])
    texts = list_texts(svg)

    assert texts["stock"] < texts["rung"] < texts["added"]
    assert len(list_marks(svg)) == 1  # the other one is hollow


def test_a_long_label_ends_inside_the_picture() -> None:
    # The mark moves to the left to make room; with a short label it need not.
    long = "a label that needs a good deal of the width of the page, the whole of it nearly"
    ((short_end,), (long_end,)) = (
        list_marks(draw_ladder([lane("rung", 9, label=label)])) for label in ("9", long)
    )

    assert long_end < short_end


def test_a_bound_has_an_arrow_and_an_exact_target_has_none() -> None:
    def draw(qualifier: str) -> str:
        points = [Point("", 9, basis="target", qualifier=qualifier)]
        return draw_ladder([LadderLane("rung", [LadderLine("9", points)])])

    assert draw("at_least").count("<path") > draw("exact").count("<path")


def test_a_chart_is_the_same_each_time() -> None:
    rungs = [lane("a", 1), lane("b", 300)]

    assert draw_ladder(rungs) == draw_ladder(rungs)
