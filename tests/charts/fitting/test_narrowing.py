import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import pytest

from helpers.charts.bullet_chart import Bullet, draw_bullets
from helpers.charts.canvas import Picture, name_rows, open_chart, save_chart
from helpers.charts.fitting.narrowing import make_narrow
from helpers.charts.label_placement import Label, label_marks

SVG = "{http://www.w3.org/2000/svg}"
PHONE = 262.8  # 3.65 inches in points: 22rem on a screen, less a margin


def read_size(svg: str) -> tuple[float, float]:
    _, _, width, height = map(float, str(ET.fromstring(svg).get("viewBox")).split())  # noqa: S314
    return width, height


def read_places(svg: str) -> dict[str, tuple[float, float]]:
    """Return where each text of a picture starts, by its words."""
    found = {}
    for text in ET.fromstring(svg).iter(f"{SVG}text"):  # noqa: S314  # our own picture
        turned = re.search(r"translate\(([\d.-]+) ([\d.-]+)\)", text.get("transform", ""))
        place = turned.groups() if turned else (text.get("x"), text.get("y"))
        found[text.text or ""] = (float(place[0] or 0), float(place[1] or 0))
    return found


def draw_rows(names: Sequence[str], draw: Callable[[Any], None] = lambda _: None) -> Picture:
    with open_chart(1.5) as (figure, axes):
        axes.plot([1] * len(names), range(len(names)), "o")
        name_rows(axes, names)
        axes.set_ylim(len(names) - 0.5, -0.5)
        draw(axes)
        return save_chart(figure)


def test_a_narrow_drawing_has_the_width_of_a_phone_and_the_same_bytes_each_time() -> None:
    first, second = draw_rows(["Luohe", "Puyang"]), draw_rows(["Luohe", "Puyang"])

    assert read_size(first)[0] == 468
    assert read_size(first.draw_narrow())[0] == PHONE
    assert first.draw_narrow() == second.draw_narrow()
    # Smaller letters grow to eleven pixels, of which a point is 1.33.
    small = draw_rows(["Luohe"], lambda axes: axes.text(1, 0.2, "a", fontsize=5)).draw_narrow()
    assert min(map(float, re.findall(r"font(?:-size)?: ([\d.]+)px", small))) >= 8.25


def test_short_names_stay_beside_their_rows() -> None:
    wide = draw_rows(["Luohe", "Puyang"])

    places = read_places(wide.draw_narrow())

    assert places["Luohe"][0] < PHONE / 4
    assert places["Luohe"][1] < places["Puyang"][1]


def test_long_names_stand_above_their_rows_so_that_the_plot_has_the_width() -> None:
    names = ["Expenditure of the city on research", "Contracts of technology registered here"]
    picture = draw_rows(names)
    narrow = picture.draw_narrow()

    # Two rows of at least 0.42 inches; the names start at the left end of the plot.
    assert {round(read_places(narrow)[name][0]) for name in names} == {4}
    dots = [float(use.get("x") or 0) for use in ET.fromstring(narrow).iter(f"{SVG}use")]  # noqa: S314
    assert all(PHONE * 0.4 < x < PHONE * 0.6 for x in dots)
    between = read_places(narrow)[names[1]][1] - read_places(narrow)[names[0]][1]
    assert between == pytest.approx(1.5 * 72 / 2, abs=25)


def test_no_line_of_the_plot_runs_through_a_name_above_its_row() -> None:
    names = ["Expenditure of the city on research", "Contracts of technology registered here"]
    narrow = draw_rows(names, lambda axes: axes.axvline(0.96)).draw_narrow()

    # A white ground stands behind each of the two names, and nowhere else.
    assert narrow.count("fill: #ffffff") == 2


def test_a_name_beside_a_dot_is_placed_anew_and_takes_no_width_from_the_plot() -> None:
    def read_dots(name: str) -> list[str | None]:
        with open_chart(1.5) as (figure, axes):
            axes.plot([0, 4, 9], [1, 2, 1], "o")
            figure.draw_without_rendering()
            label_marks(axes, [Label(name, 4, 2)], prefers_side=True)
            narrow = save_chart(figure).draw_narrow()
        return [use.get("x") for use in ET.fromstring(narrow).iter(f"{SVG}use")]  # noqa: S314

    # Where it stood in the wide plot the long name would end beyond the narrow one.
    assert read_dots("Expenditure of the city on research and development") == read_dots("A")


def test_a_name_stands_once_however_often_a_narrow_plot_is_tried() -> None:
    with open_chart(1.5) as (figure, axes):
        axes.plot([0, 4], [1, 2], "o")
        figure.draw_without_rendering()
        label_marks(axes, [Label("A", 4, 2)])
        tried = [make_narrow(figure) for _ in range(3)]

    assert tried == [True, True, True]
    assert [text.get_text() for text in axes.texts] == ["A"]


def test_panels_with_names_of_their_axes_come_to_stand_below_each_other() -> None:
    with open_chart(1.5) as (figure, first):
        first.remove()
        for axes, name in zip(
            figure.subplots(1, 2), ("People with a degree", "Rank of people"), strict=True
        ):
            axes.plot([0, 4], [1, 2], "o")
            axes.set_xlabel(name)
        figure.draw_without_rendering()
        places = read_places(save_chart(figure).draw_narrow())

    assert places["Rank of people"][1] - places["People with a degree"][1] > 72


def test_panels_in_many_columns_come_to_stand_in_two() -> None:
    with open_chart(2) as (figure, first):
        first.remove()
        for number, axes in enumerate(figure.subplots(2, 6).flat):
            axes.set_title(f"city {number}", fontsize=8)
            axes.set_xticks([])
            axes.set_yticks([])
        narrow = save_chart(figure).draw_narrow()

    places = read_places(narrow)
    left, right = ({round(places[f"city {n}"][0]) for n in range(side, 12, 2)} for side in (0, 1))
    assert len(left) <= 2  # ten and eleven have one digit more
    assert max(left) < PHONE / 2 < min(right)
    heights = [places[f"city {number}"][1] for number in range(12)]
    assert heights == sorted(heights)


def draw_heat_map(columns: Sequence[str], text: str) -> str:
    rows = ["Expenditure of the city on research", "Patents"]
    with open_chart(2.0) as (figure, axes):
        axes.pcolormesh([[1] * len(columns)] * 2)
        axes.set_xticks([at + 0.5 for at in range(len(columns))], columns)
        axes.set_yticks([0.5, 1.5], rows)
        for at in range(len(columns)):
            axes.text(at + 0.5, 0.5, text, ha="center")
        return save_chart(figure).draw_narrow()


def test_a_heat_map_keeps_the_names_of_its_columns_and_writes_no_name_on_its_cells() -> None:
    columns = ["High-tech firms", "GDP of each head", "Patents granted", "Research over GDP"]
    words = re.sub("<[^>]*>|\\s", " ", draw_heat_map(columns, "0.73"))

    assert all(word in words.split() for name in columns for word in name.split())
    # The name of a row in 1.15 inches: two lines, both on the left of the plot.
    places = read_places(draw_heat_map(columns, "0.73"))
    assert places["Expenditure of the"][0] < places["city on research"][0] < 20


def test_names_of_columns_that_are_too_wide_even_in_lines_are_turned() -> None:
    narrow = draw_heat_map(["Expenditure"] * 9, "1")

    assert narrow.count(">Expenditure<") == 9
    assert narrow.count("rotate(-90") == 9


def test_a_number_is_set_as_small_as_its_cell() -> None:
    narrow = draw_heat_map([f"{number}" for number in range(1, 19)], "100")
    (size,) = {float(found) for found in re.findall(r"font-size: ([\d.]+)px[^>]*>100<", narrow)}

    # At most 2.9 inches in 18 cells, in each three digits of 0.555 of their size.
    assert 5 < size < 2.9 * 72 / 18 / 3 / 0.555


@pytest.mark.parametrize(
    "lines",
    [
        # Ten points in 3.5 inches: at most 25 Chinese characters, and some 45 letters.
        ["Expenditure of the whole city", "on research and its experiments"],
        ["全社会研究与试验发展经费占", "地区生产总值的比重及其变化"],
    ],
)
def test_the_title_of_a_panel_is_broken_to_the_width_of_a_phone(lines: list[str]) -> None:
    joint = " " if lines[0].isascii() else ""

    def name_panel(axes: Any) -> None:
        axes.set_title(joint.join(lines), loc="left", fontsize=10)

    narrow = draw_rows(["a"], name_panel).draw_narrow()

    assert read_size(narrow)[0] == PHONE
    assert [text for text in read_places(narrow) if len(text) > 5] == lines


def test_years_that_would_touch_are_left_out_but_never_the_last() -> None:
    def number_years(axes: Any) -> None:
        axes.set_xlim(2009.5, 2024.5)
        axes.set_xticks(range(2010, 2025))

    years = [text for text in read_places(draw_rows(["a"], number_years).draw_narrow())
             if text.startswith("20")]  # fmt: skip

    assert years == ["2010", "2012", "2014", "2016", "2018", "2020", "2022", "2024"]


def test_a_drawing_whose_labels_would_cover_each_other_is_not_narrowed() -> None:
    def cover(axes: Any) -> None:
        for x in (0.2, 0.5, 0.8):
            axes.text(
                x,
                0,
                "a label that is longer than a third of it",
                transform=axes.transAxes,
                ha="center",
            )

    assert draw_rows(["a"], cover).draw_narrow() == ""


def test_labels_beside_marks_are_placed_again() -> None:
    labels = [Label(f"{year - 2000}.55", year, year - 2000) for year in range(2011, 2019)]

    def label_points(axes: Any) -> None:
        axes.set(xlim=(2010, 2020), ylim=(10, 20))
        label_marks(axes, labels)

    narrow = draw_rows(["a"], label_points).draw_narrow()

    assert read_size(narrow)[0] == PHONE
    assert {f"{year}.55" for year in range(11, 19)} <= read_places(narrow).keys()


def test_labels_are_placed_in_the_size_that_they_have_on_a_phone() -> None:
    with open_chart(1.5) as (figure, axes):
        axes.plot(range(1, 7), [1] * 6, "o")
        axes.set(xlim=(0, 7), ylim=(0, 2))
        figure.draw_without_rendering()
        # Some 0.47 inches between two marks: the text has 0.37 in 5 points, 0.62 in 8.3.
        label_marks(axes, [Label("12,345,678", year, 1, size=5) for year in range(1, 7)])
        assert make_narrow(figure)
        boxes = [text.get_window_extent().padded(1.5, 0) for text in axes.texts]

    assert len(boxes) == 6
    assert {float(text.get_fontsize()) for text in axes.texts} == {8.3}
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_labels_that_read_as_one_are_no_drawing_for_a_phone() -> None:
    def adjoin(axes: Any) -> None:
        for side, text in (("right", "9,269"), ("left", "9,153")):
            axes.annotate(text, (0.5, 0.5), xycoords="axes fraction", ha=side)

    assert draw_rows(["a"], adjoin).draw_narrow() == ""


def test_panels_that_share_the_years_of_those_below_are_drawn_for_a_phone_too() -> None:
    with open_chart(5.0) as (figure, only):
        only.remove()
        for axes in figure.subplots(3, 5, sharex=True, sharey=True).flat[:12]:
            axes.plot(range(2017, 2024), range(7))
        picture = save_chart(figure)

    assert read_size(picture.draw_narrow())[0] == PHONE


def test_a_target_has_its_words_above_and_below_its_lane_on_a_phone() -> None:
    rows = [
        Bullet("High-tech enterprises", "met", "150 by 2025", "203 (2023)", 2.06),
        Bullet("Growth of R&D expenditure a year", "behind", "at least 12%, 2021–2025",
               "3% a year (2021–2023)", 0.2, qualifier="at_least"),
        Bullet("Laboratories", "", "9 by 2025", "no figure"),
    ]  # fmt: skip
    narrow = draw_bullets(rows).draw_narrow()
    places = read_places(narrow)

    width, height = read_size(narrow)
    assert width == PHONE
    words = [rows[0].name, "met · 150 by 2025", "203 (2023)", rows[1].name,
             "behind · at least 12%, 2021–2025", "3% a year (2021–2023)", "Laboratories",
             "9 by 2025", "no figure", "100%"]  # fmt: skip
    heights = [places[text][1] for text in words]
    assert heights == sorted(set(heights))
    assert heights[-1] < height
    # On a screen of 390 pixels the picture has 350: no letter is smaller than 11.
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", narrow)]
    sizes += [float(size) for size in re.findall(r"font: ([\d.]+)px", narrow)]
    assert sizes
    assert min(sizes) * 350 / width >= 11
