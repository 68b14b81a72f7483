"""The spine chart: one signed scale a row, whatever the values and the benchmark are."""

import math
import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from picture_reading import list_words

from helpers.charts.canvas import TARGET, open_chart
from helpers.charts.fitting.text_width import measure_text
from helpers.charts.places.spine_chart import draw_spines, lay_spines, locate_dots
from helpers.charts.places.spine_rows import (
    SpineBand,
    SpineDot,
    SpineKey,
    SpineRow,
    find_middle_half,
    make_scale,
)

KEY = SpineKey(
    "Alpha", "Lowest", "Highest", "Rank", "another city", "middle half", "Land", "Land, doubted",
    "median city", "Nation", "doubted",
)  # fmt: skip
NUMBERS = st.lists(st.integers(-1000, 1000), min_size=1, max_size=20)
TEXT = re.compile(r"<text [^>]*>([^<]*)</text>")
SIZE = re.compile(r"font-size: ([0-9.]+)px|font: (?:[a-z0-9]+ )*([0-9.]+)px")


def place(values: list[float], benchmark: float) -> list[float]:
    scale = make_scale(values, benchmark)
    assert scale is not None
    return [scale(value) for value in values]


def make_row(*values: float, benchmark: float | None = 2.0) -> SpineRow:
    dots = [
        SpineDot(f"City {number}", f"{value}%", value, is_own=not number)
        for number, value in enumerate(values)
    ]
    return SpineRow("Intensity", "2023", "2%", dots, benchmark, None, "1%", "9%", "1/2")


def test_the_benchmark_is_the_middle_and_the_furthest_value_the_end() -> None:
    # Furthest from 4 is 10, by 6: so 1 lies 3/6 to the left.
    assert place([1, 4, 10], 4) == [-0.5, 0, 1]


def test_negative_values_lie_on_their_side_of_a_negative_benchmark() -> None:
    # By absolute values 1 would be drawn on the benchmark -1; it lies 2 of 4 to the right.
    assert place([-4, -2, 1, 3], -1) == [-0.75, -0.25, 0.5, 1]


def test_a_benchmark_outside_all_values_leaves_them_on_one_side() -> None:
    assert place([10, 20, 30], 50) == [-1, -0.75, -0.5]


def test_a_benchmark_of_zero_is_a_benchmark() -> None:
    assert place([-1, 0, 2], 0) == [-0.5, 0, 1]


def test_equal_values_on_their_benchmark_all_lie_in_the_middle() -> None:
    assert place([7, 7, 7], 7) == [0, 0, 0]


def test_a_lone_value_lies_at_the_end_of_its_side() -> None:
    assert place([3], 5) == [-1]


def test_without_a_benchmark_or_a_value_there_is_no_scale() -> None:
    assert make_scale([1.0, 2.0], None) is None
    assert make_scale([], 1.0) is None


@given(NUMBERS, st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(1, 1000))
def test_adding_a_constant_or_multiplying_changes_no_place(
    values: list[int], benchmark: int, added: int, factor: int
) -> None:
    before = place([*values], benchmark)

    moved = place([factor * value + added for value in values], factor * benchmark + added)

    assert moved == pytest.approx(before)


@given(NUMBERS, st.integers(-1000, 1000))
def test_negation_mirrors_every_place(values: list[int], benchmark: int) -> None:
    mirrored = place([-value for value in values], -benchmark)

    assert mirrored == pytest.approx([-one for one in place([*values], benchmark)])


@given(NUMBERS, st.integers(-1000, 1000))
def test_places_keep_the_order_of_values_and_stay_on_the_scale(
    values: list[int], benchmark: int
) -> None:
    placed = place([*sorted(values)], benchmark)

    assert placed == sorted(placed)
    assert all(-1 <= one <= 1 for one in placed)


def test_the_middle_half_is_of_enough_places_with_a_rank() -> None:
    assert find_middle_half(make_row(1, 2, 3, 4, 5, 6, 7)) is None
    # Of 1 to 9 the quarters end at 3 and 7.
    assert find_middle_half(row := make_row(9, 1, 2, 3, 4, 5, 6, 7, 8)) == (3, 7)
    unranked = SpineDot("City 10", "99%", 99, is_doubted=True, is_ranked=False)
    assert find_middle_half(replace(row, dots=[*row.dots, unranked])) == (3, 7)


def test_every_place_is_found_where_its_dot_is_drawn() -> None:
    found = [
        (dot.place, *(round(x / 72, 2) for x, _ in points))
        for _, dot, points in locate_dots([make_row(1, 2, 4)])
    ]

    # The middle of the spine is 3.78 inches from the left and its half is 1.22 inches long; on a
    # phone these are 2.22 and 1.32 inches.
    assert found == [("City 0", 3.17, 1.56), ("City 1", 3.78, 2.22), ("City 2", 5.0, 3.54)]


def test_places_of_one_value_stand_apart_up_and_down_about_the_own_one() -> None:
    # The own city and four others within a pixel, as contracts over GDP of Fujian have them.
    row = make_row(2.0, 2.0, 2.001, 1.999, 2.0, 9.0)
    with open_chart(1) as (_, axes):
        lay_spines(axes, [row], KEY)
        marks = [line for line in axes.get_lines() if line.get_marker() == "o"][:6]
    drawn = [tuple(float(end) * 72 for end in np.ravel(line.get_xydata())) for line in marks]
    found = [points[0] for _, _, points in locate_dots([row])]

    # The page points at what is drawn.
    assert found == [pytest.approx(place, abs=0.06) for place in drawn]
    (x, middle), *others = found[:5]
    # The row begins 0.3 inches below the top and is 0.335 high.
    assert middle == pytest.approx(72 * (0.3 + 0.335 / 2), abs=0.06)
    # Half of the own disc is 3.75 points, half of a ring 1.8.
    assert all(math.hypot(a - x, b - middle) > 5.5 for a, b in others)
    assert all(abs(b - middle) < 10 for _, b in others)
    assert all(math.dist(one, other) >= 2 for one, other in combinations(others, 2))
    assert found[5][1] == middle


def test_the_own_disc_lies_on_top_and_lines_run_behind_it_and_reach_beyond() -> None:
    with open_chart(1) as (_, axes):
        lay_spines(axes, [replace(make_row(2, 1, 4), nation=2.0)], KEY)
        above_key = [one for one in axes.get_lines() if np.max(one.get_ydata()) < 0.65]
    lines = [one for one in above_key if one.get_color() == TARGET]
    own = max(above_key, key=lambda one: one.get_zorder())

    assert own.get_markersize() == 7.5
    # Half of the disc is 3.75 points.
    assert [float(np.ptp(one.get_ydata())) / 2 * 72 > 3.75 + 4 for one in lines] == [True, True]


def test_the_question_mark_of_another_place_is_not_hidden_by_the_own_one() -> None:
    row = make_row(2.0, 1.0, 4.0)
    doubted = SpineDot("City 9", "2%", 2.0, is_doubted=True)

    points = {
        dot.place: ends[0]
        for _, dot, ends in locate_dots([replace(row, dots=[*row.dots, doubted])])
    }

    assert math.dist(points["City 9"], points["City 0"]) > 6


def test_the_mark_of_a_doubted_benchmark_stands_on_its_line_in_row_and_key() -> None:
    row = replace(make_row(2.0, 1.0, 4.0), is_benchmark_doubted=True)
    with open_chart(1) as (_, axes):
        lay_spines(axes, [row], KEY)
        shown = [one for one in axes.get_lines() if one.get_color() == TARGET]
        told = [text.get_text() for text in axes.texts]

    marks = [one for one in shown if one.get_marker() not in ("None", None)]
    strokes = [one for one in shown if one.get_marker() in ("None", None)]
    ends = [np.ravel(one.get_xydata()).tolist() for one in [*strokes, *marks]]
    tops = [(x, min(y, last)) for x, y, _, last in ends[: len(strokes)]]
    # Half of the mark is 0.034 inches high.
    feet = [(x, y + 0.034) for x, y in ends[len(strokes) :]]
    assert len(feet) == 2
    assert all(any(math.dist(foot, top) < 0.001 for top in tops) for foot in feet)
    assert "Land, doubted" in told


def test_spines_make_room_for_long_figures_beside_them() -> None:
    row = replace(make_row(1, 2, 4), lowest="3.844万元", highest="10.47万元")

    def locate(text: str) -> tuple[float, float]:
        """Return where a text of the picture begins and ends, in inches."""
        with open_chart(1) as (_, axes):
            lay_spines(axes, [row], KEY)
            (end,) = [one.get_position()[0] for one in axes.texts if one.get_text() == text]
        return float(end) - measure_text(text, 7.5), float(end)

    furthest = max(x / 72 for _, _, ((x, _), _) in locate_dots([row]))
    (low_start, low_end), (high_start, _) = locate("3.844万元"), locate("10.47万元")
    # Half a dot is 0.03 inches broad, and 8 points are 0.11 inches.
    assert furthest + 0.03 + 0.11 < low_start
    assert low_end + 0.1 < high_start


def test_a_long_rank_leaves_a_gap_to_the_figures_beside_it() -> None:
    row = replace(make_row(1, 2, 4), highest="3.47%", rank="7—18/18")
    with open_chart(1) as (_, axes):
        lay_spines(axes, [row], KEY)
        ends = {one.get_text(): float(one.get_position()[0]) for one in axes.texts}

    # Bold letters are a twentieth wider than those that are measured.
    assert ends["3.47%"] + 0.08 < ends["7—18/18"] - 1.05 * measure_text("7—18/18", 7.5)


def test_a_doubted_figure_is_as_large_as_the_others() -> None:
    row = make_row(1, 2, 4)
    with open_chart(1) as (_, axes):
        lay_spines(axes, [replace(row, label="0.86%（？）"), replace(row, label="3195人")], KEY)
        sizes = {one.get_text(): one.get_fontsize() for one in axes.texts}

    assert sizes["0.86%(?)"] == sizes["3195人"] == 8.5


def test_a_benchmark_beyond_all_places_stands_at_the_end_with_a_tip_that_leads_on() -> None:
    def draw(nation: float) -> tuple[float, list[object]]:
        """Return where the line of the nation stands, in inches, and the tips."""
        with open_chart(1) as (_, axes):
            lay_spines(axes, [replace(make_row(1, 2, 4), nation=nation)], KEY)
            lines = [line for line in axes.get_lines() if line.get_color() == TARGET]
        # Above the key, which stands below the row.
        drawn = [(np.ravel(line.get_xydata()), line.get_marker()) for line in lines]
        shown = [(round(float(ends[0]), 2), mark) for ends, mark in drawn if ends[1] < 0.65]
        (place,) = {x for x, _ in shown} - {3.78}
        return place, [mark for _, mark in shown if mark != "None"]

    # The middle of the spine, at 2, is 3.78 inches from the left; its half is 1.22 inches long.
    assert draw(3) == (4.39, [])
    assert draw(9) == (5.0, [">"])
    assert draw(-9) == (2.56, ["<"])


def test_a_row_without_a_benchmark_has_a_word_and_no_dot() -> None:
    row = replace(make_row(1, 2, benchmark=None), word="nothing to measure against")

    assert "nothing to measure against" in TEXT.findall(draw_spines([row], KEY))
    assert list(locate_dots([row])) == []


def test_the_words_of_a_band_stand_below_it_where_dots_leave_no_gap() -> None:
    band = SpineBand(4.0, "11 cities: at most 4%")
    free = make_row(3.9, 4, benchmark=3.9)
    full = make_row(2, 2.3, 2.6, 2.9, 3.2, 3.5, 3.8, 4, benchmark=3.0)

    def find_height(row: SpineRow) -> float:
        svg = draw_spines([replace(row, band=band)], KEY)
        shown = re.search(r'y="([0-9.]+)"[^>]*>11 cities: at most 4%', svg)
        assert shown is not None
        return float(shown[1])

    assert find_height(full) > find_height(free) + 5


def test_the_key_names_only_what_is_drawn() -> None:
    plain = set(TEXT.findall(draw_spines([make_row(1, 2, 4)], KEY)))

    assert {"Alpha", "another city", "Land"} <= plain
    assert not {"median city", "Nation", "doubted", "middle half"} & plain

    doubted = SpineDot("City 9", "5%", 5, is_doubted=True)
    row = replace(make_row(1, 2, 4), nation=3.0, is_benchmark_typical=True)
    told = set(TEXT.findall(draw_spines([replace(row, dots=[*row.dots, doubted])], KEY)))
    assert {"median city", "Nation", "doubted"} <= told
    assert "Land" not in told


@pytest.mark.parametrize("own", ["Alpha", "A City of a Rather Long Name", "A" * 60])
def test_every_word_of_the_key_stands_inside_the_picture(own: str) -> None:
    doubted = SpineDot("City 9", "5%", 5, is_doubted=True)
    row = replace(make_row(*range(1, 10)), nation=3.0, is_benchmark_doubted=True)
    rows = [replace(row, dots=[*row.dots, doubted]), replace(row, is_benchmark_typical=True)]
    picture = draw_spines(rows, replace(KEY, own=own))

    for drawing in (picture, picture.draw_narrow()):
        size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing)
        assert size is not None
        words = {word.text: word for word in list_words(drawing)}
        assert {"Land, doubted", "median city", "Nation"} <= set(words)
        assert words["Nation"].bottom < float(size[2])
        if len(own) < 60:
            assert all(word.right <= float(size[1]) for word in words.values())


def test_on_a_phone_a_long_figure_begins_inside_the_picture() -> None:
    narrow = draw_spines([replace(make_row(1, 2, 4), label="at most 2.65%")], KEY).draw_narrow()

    # Bold letters are a twentieth wider than those that are measured.
    figures = [
        word for word in list_words(narrow) if word.text in ("at most 2.65%", "at most", "2.65%")
    ]
    assert figures
    assert all(word.right - 1.06 * (word.right - word.left) >= 0 for word in figures)


def test_no_text_is_smaller_than_seven_points() -> None:
    row = replace(make_row(1, 2, 4), nation=9.0, band=SpineBand(3, "11 cities"))

    sizes = [float(a or b) for a, b in SIZE.findall(draw_spines([row], KEY))]

    assert sizes
    assert min(sizes) >= 7


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Technology contracts over GDP◇", ["Technology", "contracts over GDP◇  2023"]),
        ("GDP per head◇", ["GDP per head◇  2023"]),
        # The bracket stays whole.
        (
            "户口登记在外县（市、区）及外省的人口占比◇",
            ["户口登记在外县（市、区）", "及外省的人口占比◇  2023"],
        ),
    ],
)
def test_a_year_stands_beside_the_last_line_of_a_name(name: str, lines: list[str]) -> None:
    row = replace(make_row(1, 2), name=name, period="2023")

    assert "\n".join(lines) in "\n".join(TEXT.findall(draw_spines([row], KEY)))
