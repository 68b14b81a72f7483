import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from helpers.charts.canvas import TARGET
from helpers.charts.fitting.text_width import break_name, measure_text
from helpers.charts.places.change_bars import ChangeBar, draw_changes
from helpers.charts.places.comparison_charts import Dot, ReferenceLine
from helpers.charts.places.map_grid import TileMap, draw_tile_maps
from helpers.charts.places.small_multiples import Reference, SmallPanel, draw_small_multiples
from helpers.charts.places.strip_plot import Strip, draw_strips
from helpers.charts.places.tile_map import Tile
from helpers.charts.points import Point

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("Zhengzhou", "Luoyang", "Pingdingshan", "Sanmenxia", "Zhumadian", "Luohe")


def read_boxes(svg: str) -> dict[str, tuple[float, float, float, float]]:
    """Return the box of each text in points: left, top, right, bottom."""
    boxes = {}
    for number, text in enumerate(ET.fromstring(svg).iter(f"{SVG}text")):  # noqa: S314
        moved = re.search(r"translate\(([\d.-]+) ([\d.-]+)\)", text.get("transform", ""))
        x, y = map(float, moved.groups() if moved else (text.get("x", 0), text.get("y", 0)))
        style = text.get("style", "")
        size = float("".join(re.findall(r"([\d.]+)px", style)[:1]))
        width = measure_text(text.text or "", size) * 72
        anchor = "".join(re.findall(r"text-anchor: (\w+)", style)[:1])
        side = {"middle": 0.5, "end": 1.0}.get(anchor, 0.0)
        left = x - side * width
        boxes[f"{number} {text.text}"] = (left, y - 0.8 * size, left + width, y)
    return boxes


def find_faults(svg: str) -> list[str]:
    """Return which texts cover each other or leave the picture."""
    width, height = (float(part) for part in ET.fromstring(svg).get("viewBox", "").split()[2:])  # noqa: S314
    boxes = read_boxes(svg)
    outside = [
        name for name, (left, top, right, bottom) in boxes.items()
        if left < -1 or right > width + 1 or top < -1 or bottom > height + 1
    ]  # fmt: skip
    covered = [
        f"{one} / {other}"
        for (one, a), (other, b) in combinations(boxes.items(), 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1
    ]
    return outside + covered


def make_strip(values: tuple[float, ...], lines: tuple[float, ...], bounded: str = "") -> Strip:
    dots = [
        Dot(name, f"{value}%", value, "derived", value, value)
        for name, value in zip(NAMES, values, strict=True)
    ]
    if bounded:
        dots.append(Dot("Jiyuan", "at most 2", 2.0, "bound", 0.0, 2.0))
    named = [ReferenceLine(f"{name} {value}%", value) for name, value in
             zip(("Henan", "China"), lines, strict=False)]  # fmt: skip
    return Strip("A measure, 2023", dots, named, bounded)


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ((3.47, 3.46, 3.45, 3.44, 3.43, 3.42), (3.4, 3.45)),  # all at the right end
        ((40.0, 0.4, 0.3, 0.2, 0.1, 0.05), (0.1, 0.2)),  # all but one at the left end
        ((6.0, 5.0, 4.0, 3.0, 2.0, 1.0), (2.0, 6.0)),
        ((6.0, 5.0, 4.0, 3.0, 2.0, 1.0), ()),
    ],
)
def test_the_names_on_a_strip_cover_nothing_and_stay_inside(
    values: tuple[float, ...], lines: tuple[float, ...]
) -> None:
    picture = draw_strips([make_strip(values, lines)] * 2)

    assert find_faults(picture) == []
    narrow = picture.draw_narrow()
    assert narrow
    assert find_faults(narrow) == []


def test_the_name_of_a_line_stands_above_the_strokes() -> None:
    picture = draw_strips([make_strip((6.0, 5.0, 4.0, 3.0, 2.2, 2.1), (2.0,))])

    strokes = [float(use.get("y", 0)) for use in ET.fromstring(picture).iter(f"{SVG}use")]  # noqa: S314
    (baseline,) = [box[3] for name, box in read_boxes(picture).items() if "Henan" in name]
    # A stroke is 13 points tall.
    assert baseline < min(strokes) - 13 / 2


def test_the_names_of_places_stand_below_the_strokes() -> None:
    picture = draw_strips([make_strip((6.0, 5.0, 4.0, 3.0, 2.2, 2.1), ())])

    strokes = [float(use.get("y", 0)) for use in ET.fromstring(picture).iter(f"{SVG}use")]  # noqa: S314
    tops = [box[1] for name, box in read_boxes(picture).items() if any(n in name for n in NAMES)]
    assert len(tops) == 4
    assert min(tops) > max(strokes) + 13 / 2


def test_a_strip_names_its_first_places_and_the_last_but_no_lowest_among_bounds() -> None:
    values = (6.0, 5.0, 4.0, 3.0, 2.0, 1.0)

    plain, bounded = (draw_strips([make_strip(values, (), text)]) for text in ("", "4: at most 2"))

    assert [name for name in NAMES if f"{name} " in plain] == [*NAMES[:3], "Luohe"]
    assert [name for name in NAMES if f"{name} " in bounded] == [*NAMES[:3]]
    assert "4: at most 2" in bounded


def test_a_strip_names_no_place_far_from_its_stroke_and_none_behind_one_without_a_name() -> None:
    # The second to fifth names would stand to the left of the first, beyond their strokes.
    picture = draw_strips([make_strip((6.0, 5.99, 4.9, 4.8, 4.7, 1.0), ())])

    assert [name for name in NAMES if f"{name} " in picture] == ["Zhengzhou", "Luohe"]


@pytest.mark.parametrize(("line", "count"), [(2.3, 3), (2.6, 2)])
def test_no_leader_to_a_name_on_a_strip_leads_over_a_line(line: float, count: int) -> None:
    # The name of the third stands left of its stroke: its leader spans about 2.5 to 2.7.
    picture = draw_strips([make_strip((6.0, 3.0, 2.7, 0.9, 0.8, 0.7), (line,))])

    assert [name for name in NAMES[:3] if f"{name} " in picture] == [*NAMES[:count]]


@pytest.mark.parametrize(("lines", "below"), [((2.0,), "Henan"), ((), "Zhengzhou")])
def test_a_heading_is_nearer_to_its_own_strip_than_to_the_names_above(
    lines: tuple[float, ...], below: str
) -> None:
    boxes = read_boxes(draw_strips([make_strip((6.0, 5.0, 4.0, 3.0, 2.2, 2.1), lines)] * 2))
    _, heading = (box for name, box in boxes.items() if "A measure" in name)
    named = [box[3] for name, box in boxes.items() if any(one in name for one in NAMES)]
    above = max(bottom for bottom in named if bottom < heading[1])
    own = next(box for name, box in boxes.items() if below in name and box[1] > heading[3])

    # Strokes reach to 16 points above the name of a place.
    assert own[1] - 16 * (not lines) - heading[3] < heading[1] - above


def test_the_raised_name_of_a_line_is_led_to_by_it() -> None:
    strip = make_strip((6.0, 5.0, 4.0, 3.0, 2.0, 1.0), ())
    lines = [ReferenceLine("Henan, as published", 4.0), ReferenceLine("China, as published", 5.8)]
    picture = draw_strips([replace(strip, lines=lines)])

    # On a phone the names do not stand side by side: beside the two lines there is a leader.
    counts = [drawing.count(f"stroke: {TARGET}") for drawing in (picture, picture.draw_narrow())]
    assert counts == [2, 3]


def test_what_the_band_is_stands_over_it_where_a_stroke_would_run_through() -> None:
    bounded = "4 cities are only bounded: at most 2.0%"
    strip = make_strip((3.0, 2.9, 2.8, 2.7, 2.6, 1.5), (1.5,), bounded)
    picture = draw_strips([strip])

    # The lowest mark is at half of the width: 3.2 inches on paper, 1.8 on a phone.
    broad, narrow = read_boxes(picture), read_boxes(picture.draw_narrow())
    places = [{name.partition(" ")[2]: box for name, box in boxes.items()}
              for boxes in (broad, narrow)]  # fmt: skip
    line, band = "Henan 1.5%", bounded
    assert places[0][band][1] > places[0][line][3]
    assert places[1][band][3] < places[1][line][1] + 1
    assert find_faults(picture.draw_narrow()) == []


def test_a_nation_in_every_panel_has_another_colour_than_a_province() -> None:
    panels = [SmallPanel("Luohe", [Point("2%", 2.0, 2019)])]
    around = [Point("", 3.0, year) for year in (2018, 2019)]
    for is_nation in (False, True):
        reference = Reference("Henan", around, is_nation=is_nation)
        assert (TARGET in draw_small_multiples(panels, reference, 1, "%")) is not is_nation


def test_every_place_has_a_panel_on_one_scale_and_its_last_value() -> None:
    panels = [
        SmallPanel(name, [Point(f"{height + year - 2017}.5%", height + year - 2017, year)
                          for year in (2017, 2018, 2019)])
        for height, name in enumerate(NAMES)
    ]  # fmt: skip
    around = [Point("", 2.0, year) for year in range(2017, 2025)]

    every = [*panels, SmallPanel("Jiyuan", [], "no figure")]
    picture = draw_small_multiples(every, Reference("Henan", around, 2019), 4, "%")

    drawn = "\n".join(read_boxes(picture))
    for text in (*NAMES, "Jiyuan", "no figure", "2.5%", "7.5%"):
        assert text in drawn
    assert drawn.count("Henan") == 1
    # The highest of all values is 7, and there are two rows of panels.
    assert picture.count(">7%<") == 2
    # On a phone they stand in two columns: seven panels in four rows.
    assert picture.draw_narrow().count(">7%<") == 4
    # The year that is told is found in every panel.
    assert picture.count(">2019<") == len(every)
    assert find_faults(picture) == []
    assert find_faults(picture.draw_narrow()) == []


def test_every_place_has_its_tile_on_every_map() -> None:
    tiles = [Tile(name, f"{n}.5%", n, n % 3, n if n else None) for n, name in enumerate(NAMES[:5])]
    title = "A measure with a name that is longer than its map is wide, 2023"

    picture = draw_tile_maps([TileMap(title, tiles)] * 4)

    drawn = "\n".join(read_boxes(picture))
    assert [drawn.count(name) for name in NAMES[:5]] == [4] * 5
    # One tile on each has no value: it is outlined in dashes, and nothing runs behind its words.
    assert picture.count("stroke-dasharray") == 4
    assert "url(#h" not in picture
    assert find_faults(picture) == []
    assert picture.draw_narrow()


def test_a_fall_is_hatched_and_on_the_other_side_of_zero() -> None:
    picture = draw_changes(
        [ChangeBar("Zhengzhou", 2.5, "+2.50"), ChangeBar("Luohe", -0.2, "−0.20")]
    )

    boxes = {name.split(" ", 1)[1]: box for name, box in read_boxes(picture).items()}
    assert boxes["+2.50"][0] > boxes["−0.20"][2]
    assert picture.count("url(#h") == 1
    assert find_faults(picture) == []
    # A name stands beside its bar across zero, four points from it: eight from the other name.
    assert boxes["Luohe"][0] - boxes["Zhengzhou"][2] == pytest.approx(8, abs=1)
    assert find_faults(picture.draw_narrow()) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"Pingdingshan": 0.01, "Luohe": 9.0},  # a long name at a short bar
        {"Pingdingshan": -0.01, "Luohe": -9.0},  # only falls
        {"Pingdingshan": 0.0},
    ],
)
def test_bars_of_changes_and_their_words_stay_inside(changes: dict[str, float]) -> None:
    bars = [ChangeBar(name, value, f"{value:+.2f}") for name, value in changes.items()]

    assert find_faults(draw_changes(bars)) == []


def test_no_letter_of_a_map_is_too_small_for_a_phone() -> None:
    tiles = [Tile("Aaa", "1.2", 0, 0, 1), Tile("Bbb", "1.2", 1, 1, 4)]
    narrow = draw_tile_maps([TileMap("A", tiles)]).draw_narrow()

    # At 390 pixels a point is 1.33 of them: eleven pixels.
    assert min(float(size) for size in re.findall(r"font-size: ([\d.]+)px", narrow)) >= 8.25


def test_on_a_phone_a_tile_is_as_much_higher_as_its_letters_are_larger() -> None:
    tiles = [Tile("Aaa", "1.2", 0, 0, 1), Tile("Bbb", "3.4", 1, 1, 4)]
    picture = draw_tile_maps([TileMap("A", tiles)])

    def read(drawing: str) -> tuple[float, float]:
        """Return the height of a row and the room of a name above its value, both in letters."""
        size = min(float(size) for size in re.findall(r"font-size: ([\d.]+)px", drawing))
        lines = {name.split(" ")[-1]: box[3] for name, box in read_boxes(drawing).items()}
        row, line = lines["Bbb"] - lines["Aaa"], lines["1.2"] - lines["Aaa"]
        return round(row / size, 1), round(line / size, 1)

    # A row is a quarter of an inch high, 18 points; its lines of 7 points are 7.6 apart.
    assert read(picture) == (2.6, 1.1)
    assert read(picture.draw_narrow()) == (2.6, 1.1)


def test_a_long_name_stays_inside_its_tile() -> None:
    tiles = [Tile("Pingdingshan", "1.2", 0, column, 1) for column in range(5)]
    picture = draw_tile_maps([TileMap("A", tiles)] * 2)
    boxes = read_boxes(picture)

    # Two maps of five tiles on 460 points: 45 a tile, less than the name in 7 points. No letter is
    # smaller: it stands on two lines above the value, on a phone as well.
    for found in (boxes, read_boxes(picture.draw_narrow())):
        lines = [(name.split(" ")[1], box) for name, box in found.items()]
        assert [text for text, _ in lines[:6]] == ["Ping-", "dingshan", "1.2"] * 2
        assert all(a[3] < b[1] + 1 for (_, a), (_, b) in pairwise(lines[:3]))
        assert lines[0][1][2] + 2 < lines[3][1][0]
    assert min(float(size) for size in re.findall(r"font-size: ([\d.]+)px", picture)) >= 7


def test_only_the_row_of_a_broken_name_is_higher() -> None:
    names = "Aaa", "Pingdingshan", "Bbb", "Ccc"
    tiles = [Tile(name, name[0], row, 0, 1) for row, name in enumerate(names)]
    wide = [
        Tile(name, name[0], 4, column, 1) for column, name in enumerate(("D", "E", "F", "G", "H"))
    ]
    boxes = {name.split(" ")[1]: box for name, box in
             read_boxes(draw_tile_maps([TileMap("T", [*tiles, *wide])])).items()}  # fmt: skip

    # From the value of one row to that of the next; a line is 7.6 points high.
    broken, plain = boxes["P"][3] - boxes["A"][3], boxes["C"][3] - boxes["B"][3]
    assert plain == pytest.approx(0.255 * 72, abs=0.1)
    assert broken == pytest.approx(plain + 7.6, abs=0.1)


def test_a_strip_begins_with_a_zero_and_its_lines_reach_beyond_the_strokes() -> None:
    # The line lies on a stroke.
    picture = draw_strips([make_strip((6.0, 5.0, 4.0, 3.0, 2.0, 0.01), (5.0,))])
    strokes = [float(use.get("y", 0)) for use in ET.fromstring(picture).iter(f"{SVG}use")]  # noqa: S314
    drawn = re.search(rf'd="M ([\d.]+) ([\d.]+) L \1 ([\d.]+) "[^>]*stroke: {TARGET}', picture)

    assert drawn is not None
    ends = sorted(map(float, drawn.groups()[1:]))
    # A stroke is 13 points tall.
    assert ends[0] < min(strokes) - 13 / 2 - 3
    assert ends[1] > max(strokes) + 13 / 2 + 3
    boxes = {name.split(" ", 1)[1]: box for name, box in read_boxes(picture).items()}
    assert boxes["0"][2] < boxes["Luohe 0.01%"][0]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Luohe", ["Luohe"]),
        ("Shijiazhuang", ["Shijia-", "zhuang"]),
        ("Xishuangbanna", ["Xishuang-", "banna"]),
        ("Shijia zhuang", ["Shijia", "zhuang"]),
        ("西双版纳傣族", ["西双版", "纳傣族"]),
        ("Zhuang", ["Zhuang"]),  # one syllable
    ],
)
def test_a_name_is_broken_between_its_syllables(name: str, lines: list[str]) -> None:
    assert break_name(name, 0.4, 7) == lines
