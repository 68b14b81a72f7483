import itertools
import math
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation

from helpers.charts.bar_chart import Lane, draw_bars
from helpers.charts.canvas import open_chart, save_chart
from helpers.charts.points import Point, PointMark, draw_marks, draw_reference, join_points
from helpers.charts.trend_panels import Background, Panel, draw_panels
from helpers.fonts import FAMILY, find_font_folder, list_font_files

AxesOf = Callable[[Callable[[], str]], Axes]
SVG = "{http://www.w3.org/2000/svg}"
PLAN, REPORT = "plan", "report"

# R&D intensity of Luohe as printed: 0.86% and an estimate of 1% in the plan, 1.14% and 2.1% later.
INTENSITY = [
    Point("0.86%", 0.86, 2019, "actual", "exact", PLAN),
    Point("1%", 1, 2020, "estimate", "exact", PLAN),
    Point("1.14%", 1.14, 2020, "actual", "exact", REPORT),
    Point("2.1%", 2.1, 2023, "actual", "exact", REPORT),
]
TARGET = Point("超过25亿元", 2.5, 2025, "target", "over", PLAN)
BARS = [
    Lane("Talents attracted", Point("9,084", 9084)),
    Lane("First half", Point("4,804", 4804, basis="estimate")),
    Lane("Not explained by the parts", Point("53", 53), is_apart=True),
]


def draw_course(points: Sequence[Point]) -> str:
    return draw_panels([Panel("R&D intensity", points)])


DRAWINGS: list[Callable[[], str]] = [
    lambda: draw_course([*INTENSITY, TARGET]),
    lambda: draw_bars(BARS),
]
each_drawing = pytest.mark.parametrize("draw", DRAWINGS, ids=["course", "bars"])


@pytest.fixture
def axes_of(monkeypatch: pytest.MonkeyPatch) -> AxesOf:
    """Return a function that draws and gives the axes that were saved."""
    saved: list[Figure] = []
    save: Any = FigureCanvasSVG.print_svg

    def keep(canvas: FigureCanvasSVG, *args: Any, **options: Any) -> None:
        saved.append(canvas.figure)
        save(canvas, *args, **options)

    def look(draw: Callable[[], str]) -> Axes:
        draw()
        axes: Axes = saved[-1].axes[0]
        return axes

    monkeypatch.setattr(FigureCanvasSVG, "print_svg", keep)
    return look


def list_text(svg: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314  # our own picture
    return ["".join(element.itertext()).strip() for element in root.iter(f"{SVG}text")]


def list_places(line: Line2D) -> list[tuple[float, float]]:
    places = np.column_stack([np.asarray(line.get_xdata()), np.asarray(line.get_ydata())])
    return [(float(x), float(y)) for x, y in places]


def list_marks(axes: Axes) -> dict[tuple[float, float], tuple[str, str]]:
    """Return the form and the fill of each mark by its place."""
    return {
        place: (str(line.get_marker()), to_hex(line.get_markerfacecolor()))
        for line in axes.lines
        if line.get_linestyle() == "None"
        for place in list_places(line)
    }


def list_joins(axes: Axes) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Return the two ends of each line that joins points."""
    joining = [list_places(line) for line in axes.lines if line.get_linestyle() != "None"]
    return [
        pair
        for places in joining
        for pair in itertools.pairwise(places)
        if not any(math.isnan(way) for place in pair for way in place)
    ]


def list_arrows(axes: Axes) -> list[tuple[float, float]]:
    """Return the points that an arrow leads away from."""
    return [
        (float(text.xy[0]), float(text.xy[1]))
        for text in axes.texts
        if isinstance(text, Annotation) and text.arrow_patch is not None
    ]


# --- the picture as a file ---------------------------------------------------------------------


@each_drawing
def test_two_draws_are_the_same_bytes(draw: Callable[[], str]) -> None:
    assert draw() == draw()


@each_drawing
def test_the_picture_is_well_formed_and_without_date_and_raster(draw: Callable[[], str]) -> None:
    svg = draw()

    ET.fromstring(svg)  # noqa: S314  # our own picture
    assert "dc:date" not in svg
    assert "<image" not in svg


@pytest.mark.slow
def test_another_process_draws_the_same_bytes() -> None:
    code = (
        "from helpers.charts.bar_chart import Lane, Point, draw_bars;"
        "print(draw_bars([Lane('延揽人才', Point('9084人', 9084))]), end='')"
    )
    other = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONHASHSEED": "1", "PYTHONIOENCODING": "utf-8"},
    )

    assert other.stdout == draw_bars([Lane("延揽人才", Point("9084人", 9084))])


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (DRAWINGS[0], ["0.86%", "超过25亿元", "2019", "2025", "R&D intensity"]),
        (DRAWINGS[1], ["9,084", "4,804", "53", "Talents attracted"]),
    ],
)
def test_text_stays_text(draw: Callable[[], str], words: list[str]) -> None:
    shown = list_text(draw())

    assert [word for word in words if word not in shown] == []


@each_drawing
def test_all_text_is_set_in_the_one_typeface(draw: Callable[[], str]) -> None:
    families = set(re.findall(r"font-family: '?([^;'\"]+)|font: [^;\"]*?'([^']+)'", draw()))

    assert {name for pair in families for name in pair if name} == {FAMILY}


def test_a_character_that_the_typeface_has_not_is_an_error() -> None:
    # pytest turns matplotlib's warning into an error; without it a box would be printed.
    with pytest.raises(UserWarning, match="Glyph"):
        draw_bars([Lane("བོད", Point("1", 1))])


@pytest.mark.parametrize("name", ["US$1bn to US$2bn", r"\$ \alpha^2_i", "_hidden", "a_b^c", "$x$"])
def test_signs_of_formulas_are_drawn_as_they_stand(name: str) -> None:
    with open_chart(2) as (figure, axes):
        axes.plot([0, 1], [0, 1], label=f"legend {name}")
        axes.legend(title=name)
        axes.set_title(name)
        axes.set_xlabel(name)
        axes.set_xticks([0, 1], [name, "1"])
        axes.annotate(name, (0, 0))
        figure.suptitle(name)
        svg = save_chart(figure)

    assert list_text(svg).count(name) == 6
    assert f"legend {name}" in list_text(svg)


def test_drawing_leaves_the_settings_of_the_analyst_alone() -> None:
    before = dict(mpl.rcParams)

    draw_bars(BARS)

    assert dict(mpl.rcParams) == before


def test_the_typeface_comes_with_its_files() -> None:
    files = list_font_files()

    assert files == sorted(files)
    assert {file.parent for file in files} == {find_font_folder()}
    assert {"NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf"} <= {f.name for f in files}


# --- what a mark says --------------------------------------------------------------------------


def test_form_tells_actual_estimate_and_target_apart_at_their_year_and_value(
    axes_of: AxesOf,
) -> None:
    marks = list_marks(axes_of(DRAWINGS[0]))

    # Each stands at its year and value, and looks the same whatever its source.
    actual = ("o", to_hex("#17324d"))
    assert marks == {
        (2019, 0.86): actual,
        (2020, 1.14): actual,
        (2023, 2.1): actual,
        (2020, 1.0): ("o", to_hex("white")),
        (2025, 2.5): ("D", to_hex("white")),
    }


@pytest.mark.parametrize("qualifier", ["over", "at_least"])
@pytest.mark.parametrize("basis", ["actual", "target"])
def test_an_arrow_leads_away_from_a_lower_bound(
    axes_of: AxesOf, qualifier: str, basis: str
) -> None:
    point = Point("300家以上", 300, 2021, basis, qualifier, PLAN)

    assert list_arrows(axes_of(lambda: draw_course([point]))) == [(2021, 300)]


def test_an_exact_figure_has_no_arrow(axes_of: AxesOf) -> None:
    assert list_arrows(axes_of(lambda: draw_course(INTENSITY))) == []
    assert list_arrows(axes_of(lambda: draw_bars(BARS))) == []


@pytest.mark.parametrize("qualifier", ["over", "under"])
def test_a_bar_of_a_bound_is_not_drawn_like_an_exact_one(axes_of: AxesOf, qualifier: str) -> None:
    bound = Lane("Firms in alliances", Point("over 200", 200, qualifier=qualifier))
    exact = Lane("Alliances", Point("10", 10))

    arrows = list_arrows(axes_of(lambda: draw_bars([bound, exact])))

    assert [place for _, place in arrows] == [0]


def test_a_long_label_or_an_arrow_at_a_long_bar_leaves_room_for_itself(axes_of: AxesOf) -> None:
    def find_end(label: str, qualifier: str = "exact") -> float:
        point = Point(label, 21, qualifier=qualifier)
        return axes_of(lambda: draw_bars([Lane("Step", point)])).get_xlim()[1]

    assert find_end("21") < 0.75 * find_end("21 firms and a good deal more to say")
    assert find_end("21") < find_end("21", "over")


# --- lines -------------------------------------------------------------------------------------


def test_points_of_one_source_are_joined_in_order_of_the_years(axes_of: AxesOf) -> None:
    joins = list_joins(axes_of(lambda: draw_course(INTENSITY[::-1])))

    assert sorted(joins) == [((2019, 0.86), (2020, 1)), ((2020, 1.14), (2023, 2.1))]


def test_a_line_over_years_that_are_not_printed_is_dotted(axes_of: AxesOf) -> None:
    axes = axes_of(lambda: draw_course(INTENSITY))

    joining = [line for line in axes.lines if line.get_linestyle() != "None"]
    assert {list_places(line)[0][0]: line.is_dashed() for line in joining} == {
        2019: False,
        2020: True,
    }


# --- scales ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("draw", "limits"),
    [(DRAWINGS[0], Axes.get_ylim), (DRAWINGS[1], Axes.get_xlim)],
    ids=["course", "bars"],
)
def test_scales_start_at_zero(
    axes_of: AxesOf, draw: Callable[[], str], limits: Callable[[Axes], tuple[float, float]]
) -> None:
    assert limits(axes_of(draw))[0] == 0


def test_bars_are_as_long_as_their_values_and_a_remainder_is_hatched(axes_of: AxesOf) -> None:
    bars = [bar for bar in axes_of(DRAWINGS[1]).patches if isinstance(bar, Rectangle)]

    assert [bar.get_width() for bar in bars] == [9084, 4804, 53]
    assert [bool(bar.get_hatch()) for bar in bars] == [False, False, True]
    assert [to_hex(bar.get_facecolor()) for bar in bars] == ["#17324d", "#ffffff", "#ffffff"]


def test_each_named_mark_keeps_its_name_where_it_stands_in_the_picture() -> None:
    placed = [(3, "actual"), (1, "target"), (2, "actual"), (5, "target"), (4, "actual")]
    marks = [PointMark(x, 0, basis, "exact", name=f"figure-{x}") for x, basis in placed]
    with open_chart(1.0) as (figure, axes):
        axes.set_xlim(0, 6)
        draw_marks(axes, marks, "up")
        root = ET.fromstring(save_chart(figure))  # noqa: S314  # our own picture

    names = [element for element in root.iter() if element.get("id", "").startswith("figure-")]
    ways = {name.get("id"): float(next(name.iter(f"{SVG}use")).get("x", "")) for name in names}
    assert sorted(ways, key=lambda name: ways[name]) == [f"figure-{x}" for x in (1, 2, 3, 4, 5)]


def test_coordinates_are_short_and_the_digits_of_a_label_are_all_there() -> None:
    svg = draw_course([Point("0.123456%", 1 / 3, 2020), Point("2.1%", 2.1, 2023)])

    assert "0.123456%" in svg
    assert re.findall(r'="[^"<>]*\d\.\d{3,}[^"<>]*"', svg) == []


def test_the_first_the_last_and_the_years_that_the_title_tells_are_labelled() -> None:
    points = [Point(f"{value}%", value, year) for year, value in
              zip(range(2017, 2023), (3.1, 1.2, 2.3, 1.4, 3.5, 2.6), strict=True)]  # fmt: skip

    usual = draw_panels([Panel("A", points)])
    telling = draw_panels([Panel("A", points, told=(2019, 2021))])

    assert [label for label in ("3.1%", "1.2%", "3.5%", "2.6%") if label in usual] == [
        "3.1%", "1.2%", "3.5%", "2.6%"]  # fmt: skip
    assert [point.label for point in points if point.label in telling] == [
        "3.1%", "2.3%", "3.5%", "2.6%"]  # fmt: skip


@pytest.mark.parametrize("sign", ["", " ?"])
def test_the_latest_value_and_one_with_a_sign_are_labelled_before_bounds_by_a_line_if_need_be(
    sign: str, axes_of: AxesOf
) -> None:
    # A line runs closely above the last figure, another one closely below it.
    crowded = Point("1.32%", 1.32, 2019, sign=sign)
    later = [Point("3%", 3, 2022)] if sign else []
    bounds = [Point("≤3%", 3, 2020, "bound", "ceiling")]
    around = [[Point("", value, year) for year in range(2015, 2025)] for value in (1.5, 1.1)]
    places = [Background("nation", points) for points in around]
    panel = Panel("A", [*bounds, crowded, *later], places)
    axes = axes_of(lambda: draw_panels([panel]))

    (label,) = (one for one in axes.texts if one.get_text() == f"1.32%{sign}")
    assert isinstance(label, Annotation)
    assert label.arrow_patch is not None
    assert "?" not in {one.get_text() for one in axes.texts}


def test_a_bound_without_room_at_its_stroke_is_labelled_at_the_end_of_its_arrow(
    axes_of: AxesOf,
) -> None:
    own = [Point("3%", 3, 2016), Point("≤1.86%", 1.86, 2020, "bound", "ceiling")]
    around = [Point("", 2, year) for year in range(2015, 2025)]
    axes = axes_of(lambda: draw_panels([Panel("A", own, [Background("nation", around)])]))

    (label,) = (one for one in axes.texts if one.get_text() == "≤1.86%")
    assert isinstance(label, Annotation)
    assert label.xyann[1] < -17


def test_a_reference_is_a_small_cross_before_every_mark_and_named_beside_one_that_it_lies_on(
    axes_of: AxesOf,
) -> None:
    own, nation, far = (Point("", value, 2024) for value in (2.72, 2.69, 1.0))

    def draw(place: Point) -> tuple[float, float, float]:
        """Return the width of the cross, how far it is in front, and where the name is."""
        panel = Panel("A", [own], [Background("nation", [place])])
        axes = axes_of(lambda: draw_panels([panel]))
        (dot,) = axes.collections
        assert isinstance(dot, PathCollection)
        mark = max(axes.lines, key=lambda line: line.get_zorder())
        (name,) = (text for text in axes.texts if text.get_text() == "nation")
        assert isinstance(name, Annotation)
        return dot.get_sizes()[0] ** 0.5, dot.get_zorder() - mark.get_zorder(), name.xyann[0]

    (width, before, right), (width_far, before_far, usual) = draw(nation), draw(far)
    assert (width, before) == (width_far, before_far)
    assert 0 < width < 6
    assert before > 0
    assert right > usual


def test_all_panels_stand_on_one_axis_of_years(axes_of: AxesOf) -> None:
    long, short = ([Point("", 1, year) for year in years] for years in (range(2015, 2025), [2018]))
    figure: Any = axes_of(lambda: draw_panels([Panel("A", long), Panel("B", short)])).figure

    assert figure.axes[0].get_xlim() == figure.axes[1].get_xlim()
    assert [[label.get_text() for label in axes.get_xticklabels()] for axes in figure.axes] == [
        ["2015", "2020", "2024"]
    ] * 2


def test_a_tick_below_zero_has_a_minus_and_no_hyphen() -> None:
    with open_chart(2) as (figure, axes):
        axes.plot([-2, 2], [0, 1])
        svg = save_chart(figure)

    assert re.findall(r">([−-]\d\.\d)<", svg) == ["−2.0", "−1.5", "−1.0", "−0.5"]


def test_points_are_joined_over_a_year_only_where_no_other_point_stands() -> None:
    points = [Point("", 10, 2017, series="a"), Point("", 11, 2018, series="b"),
              Point("", 12, 2019, series="a"), Point("", 14, 2021, series="a")]  # fmt: skip
    with open_chart(2) as (_, axes):
        join_points(axes, [points], "black")
        (dotted,) = axes.get_lines()

    assert [float(x) for x in np.asarray(dotted.get_xdata())[:2]] == [2019, 2021]


def test_a_bound_is_a_stroke_with_an_arrow_and_is_joined_with_nothing() -> None:
    points = [
        Point("1", 1, 2017, series=REPORT),
        Point("≤2", 2, 2018, "bound", "ceiling", REPORT),
        Point(">1", 1, 2019, "bound", "floor", REPORT),
        Point("3", 3, 2020, series=REPORT),
    ]
    with open_chart(2) as (_, axes):
        join_points(axes, [points], "black")
        marks = [PointMark(p.when, p.value, p.basis, p.qualifier) for p in points]
        draw_marks(axes, marks, "up")
        forms = {str(line.get_marker()): [*np.asarray(line.get_xdata())] for line in axes.lines}
        ways = {text.xy[0]: text.xyann[1] for text in axes.texts if isinstance(text, Annotation)}

    # Nor is a dotted line drawn over it: the year has a figure.
    assert forms == {"o": [2017, 2020], "_": [2018, 2019]}
    assert ways[2018] < 0 < ways[2019]


def test_a_doubted_figure_has_a_form_of_its_own_and_is_joined_with_nothing() -> None:
    points = [
        Point("10", 10, 2017, series=REPORT),
        Point("30 (?)", 30, 2018, series=REPORT, is_doubted=True),
        Point("12", 12, 2019, series=REPORT),
    ]
    with open_chart(2) as (_, axes):
        join_points(axes, [points], "black")
        draw_marks(
            axes,
            [
                PointMark(p.when, p.value, p.basis, p.qualifier, is_doubted=p.is_doubted)
                for p in points
            ],
            "up",
        )
        joined, *marks = [line for line in axes.get_lines() if np.size(line.get_xdata())]

    assert 30 not in np.asarray(joined.get_ydata())
    forms = {
        float(y): str(line.get_marker()) for line in marks for y in np.asarray(line.get_ydata())
    }
    assert forms[10] == forms[12] == "o"
    assert forms[30] != "o"


@pytest.mark.parametrize("basis", ["actual", "estimate", "derived"])
def test_a_reference_on_an_own_mark_is_seen_and_leaves_it_readable(basis: str) -> None:
    with open_chart(2) as (_, axes):
        draw_reference(axes, [Point("", 1.6, 2019)], "red")
        draw_marks(axes, [PointMark(2019, 1.6, basis, "exact")], "up", size=0.7)
        (own,), (cross,) = axes.lines, axes.collections
        assert isinstance(cross, PathCollection)
        width = cross.get_sizes()[0] ** 0.5

    assert cross.get_zorder() > own.get_zorder()
    # The ends of a cross are seen beside the mark, in grey print too.
    assert width * 2**0.5 > own.get_markersize() + own.get_markeredgewidth()
    assert to_hex(cross.get_edgecolor()[0]) != "#ffffff"  # type: ignore[arg-type]


def test_a_bound_is_drawn_behind_references_and_marks_and_thinner() -> None:
    with open_chart(2) as (_, axes):
        draw_reference(axes, [Point("", 1.6, 2019)], "red")
        marks = [PointMark(2018, 1.6, "actual", "exact"), PointMark(2019, 2, "bound", "ceiling")]
        draw_marks(axes, marks, "up")
        (cross,), (own, cap) = axes.collections, axes.lines
        (text,) = axes.texts
        assert isinstance(text, Annotation)
        assert text.arrow_patch is not None

    for part in (cap, text):
        assert part.get_zorder() < min(own.get_zorder(), cross.get_zorder())
    assert max(cap.get_markeredgewidth(), text.arrow_patch.get_linewidth()) < 1.2


def test_a_question_mark_stands_in_front_of_a_reference_with_a_white_halo() -> None:
    with open_chart(2) as (_, axes):
        draw_reference(axes, [Point("", 1.6, 2019)], "red")
        draw_marks(axes, [PointMark(2019, 1.6, "actual", "exact", is_doubted=True)], "up")
        halo, mark = axes.lines
        (dot,) = axes.collections

    assert dot.get_zorder() < halo.get_zorder() < mark.get_zorder()
    assert to_hex(str(halo.get_markeredgecolor())) == "#ffffff"
    assert halo.get_markeredgewidth() > mark.get_markeredgewidth() + 1


def test_a_full_width_sign_of_doubt_is_set_in_half_width() -> None:
    with open_chart(1) as (figure, axes):
        axes.text(0.5, 0.5, "R&D之比1.66%（？），初步")
        axes.text(0.5, 0.8, "1.66%（初步）")
        drawn = list_text(save_chart(figure))

    assert "R&D之比1.66%(?)，初步" in drawn
    assert "1.66%（初步）" in drawn
