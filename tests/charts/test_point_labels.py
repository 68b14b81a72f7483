import itertools
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from helpers.charts.canvas import WIDTH, open_chart
from helpers.charts.point_labels import Placed, label_points
from helpers.charts.points import Point

HEIGHT = 2.7


def place(when: float, value: float, text: str, qualifier: str = "exact") -> Placed:
    return Placed(Point(text, value, when, "actual", qualifier), text, f"figure-{when}-{value}")


def write(figure: Figure, axes: Axes, placed: list[Placed]) -> tuple[list[Placed], list[Bbox]]:
    """Write labels; return those that found no room, and the room that the others take."""
    figure.set_layout_engine("none")
    axes.set_position((0, 0, 1, 1))
    axes.set_xlim(2016.5, 2023.5)
    axes.set_ylim(0, 200)
    without = label_points(axes, placed, [], (WIDTH, HEIGHT))
    FigureCanvasSVG(figure)
    figure.draw_without_rendering()
    return without, [label.get_window_extent() for label in list_labels(axes)]


def list_labels(axes: Axes) -> list[Annotation]:
    return [text for text in axes.texts if isinstance(text, Annotation)]


def overlaps(one: Bbox, other: Bbox) -> bool:
    """Tell whether two labels cover each other by more than a point."""
    shared = Bbox.intersection(one, other)
    return shared is not None and min(shared.width, shared.height) > 1


def measure_way(room: Bbox, mark: Any) -> float:
    """Return how far a mark is from a label."""
    across = max(room.x0 - mark[0], 0, mark[0] - room.x1)
    return math.hypot(across, max(room.y0 - mark[1], 0, mark[1] - room.y1))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(2017, 2023), st.integers(90, 130)),
        min_size=1,
        max_size=14,
        unique=True,
    )
)
def test_no_label_covers_another_leaves_the_page_or_is_nearer_to_another_mark(
    places: list[tuple[int, int]],
) -> None:
    placed = [place(when, value, f"CNY {value}.504 billion ≠") for when, value in places]
    with open_chart(HEIGHT) as (figure, axes):
        without, rooms = write(figure, axes, placed)

        assert len(without) + len(rooms) == len(placed)
        assert not any(overlaps(*pair) for pair in itertools.combinations(rooms, 2))
        assert all(room.x0 > -2 for room in rooms)
        marks = axes.transData.transform(places)
        for label, room in zip(list_labels(axes), rooms, strict=True):
            own = measure_way(room, axes.transData.transform(label.xy))
            assert all(own < measure_way(room, mark) + 2 for mark in marks)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_values_of_one_year_stand_above_and_below(language: str) -> None:
    texts = {"zh": ("1.14%", "1%（预计）"), "en": ("1.14%", "1% (estimate)")}[language]
    placed = [place(2020, 114, texts[0]), place(2020, 100, texts[1])]
    with open_chart(HEIGHT) as (figure, axes):
        without, _ = write(figure, axes, placed)

        higher = {text.get_text(): text.xyann[1] > 0 for text in list_labels(axes)}
        assert without == []
        assert higher == {texts[0]: True, texts[1]: False}


def test_a_figure_printed_in_two_documents_is_written_once() -> None:
    twice = [Placed(Point("3.47%", 34.7, 2023, series=name), "3.47%", name) for name in "ab"]
    with open_chart(HEIGHT) as (figure, axes):
        without, rooms = write(figure, axes, twice)

        assert (len(without), len(rooms)) == (0, 1)


def test_a_label_leaves_the_arrow_of_a_bound_free() -> None:
    with open_chart(HEIGHT) as (figure, axes):
        write(figure, axes, [place(2020, 100, "over 100", "over")])

        (label,) = list_labels(axes)
        assert label.xyann[1] < 0
