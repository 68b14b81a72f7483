import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

from helpers.charts.canvas import open_chart, set_margins
from helpers.charts.fitting.drawn_content import REFERENCE
from helpers.charts.fitting.text_width import measure_text
from helpers.charts.label_columns import spread_labels
from helpers.charts.label_placement import Label, label_marks
from helpers.charts.points import PointMark, draw_marks, point_away

HEIGHT = 2.7


def write(figure: Figure, axes: Axes, labels: list[Label], **options: Any) -> list[Label]:
    """Draw marks on axes over the whole figure and label them; return labels without room."""
    set_margins(axes, 0, 0, 0, 0)
    axes.set_xlim(2016.5, 2023.5)
    axes.set_ylim(0, 200)
    draw_marks(axes, [PointMark(one.x, one.y, "actual", "exact") for one in labels], "up")
    without = label_marks(axes, labels, **options)
    FigureCanvasSVG(figure)
    figure.draw_without_rendering()
    return without


def list_labels(axes: Axes) -> list[Annotation]:
    return [text for text in axes.texts if isinstance(text, Annotation)]


def overlaps(one: Bbox, other: Bbox) -> bool:
    """Return whether two labels cover each other by more than a point."""
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
    ),
    st.fixed_dictionaries({"prefers_side": st.booleans(), "has_leaders": st.booleans()}),
)
def test_no_label_covers_another_leaves_the_axes_or_is_nearer_to_another_mark(
    places: list[tuple[int, int]], options: dict[str, bool]
) -> None:
    labels = [Label(f"CNY {value}.504 billion ≠", when, value) for when, value in places]
    with open_chart(HEIGHT) as (figure, axes):
        without = write(figure, axes, labels, **options)

        written = list_labels(axes)
        # The room that matplotlib gives the text itself, without a line that leads to it.
        rooms = [Text.get_window_extent(label) for label in written]
        assert len(without) + len(rooms) == len(labels)
        assert not any(overlaps(*pair) for pair in itertools.combinations(rooms, 2))
        # Two labels in a line do not read as one: they are a letter apart.
        wide = [Bbox.from_extents(room.x0 - 2, *room.extents[1:]) for room in rooms]
        assert not any(overlaps(*pair) for pair in itertools.combinations(wide, 2))
        page = figure.bbox
        assert all(page.x0 - 2 < room.x0 and room.x1 < page.x1 + 2 for room in rooms)
        assert all(page.y0 - 2 < room.y0 and room.y1 < page.y1 + 2 for room in rooms)
        marks = axes.transData.transform(places)
        for label, room in zip(written, rooms, strict=True):
            own = measure_way(room, axes.transData.transform(label.xy))
            others = [measure_way(room, mark) for mark in marks]
            assert label.arrow_patch is not None or own < min(others) + 2
            assert options["has_leaders"] or label.arrow_patch is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_values_of_one_year_stand_above_and_below(language: str) -> None:
    texts = {"zh": ("1.14%", "1%（预计）"), "en": ("1.14%", "1% (estimate)")}[language]
    labels = [Label(texts[0], 2020, 114), Label(texts[1], 2020, 100)]
    with open_chart(HEIGHT) as (figure, axes):
        without = write(figure, axes, labels)

        higher = {text.get_text(): text.xyann[1] > 0 for text in list_labels(axes)}
        assert without == []
        assert higher == {texts[0]: True, texts[1]: False}


def test_of_two_labels_that_would_touch_the_lower_one_stands_below() -> None:
    with open_chart(HEIGHT) as (figure, axes):
        # A year is 0.93 inches wide, and each text is over one inch.
        texts = "117.66亿元（预计）", "142.39亿元（预计）", "177.66亿元（预计）"
        write(figure, axes, [*map(Label, texts, (2018, 2019, 2022), (90, 100, 120))])

        higher = {text.get_text(): text.xyann[1] > 0 for text in list_labels(axes)}
        assert higher == {texts[0]: False, texts[1]: True, texts[2]: True}


def test_a_figure_printed_in_two_documents_or_derived_alike_is_written_once() -> None:
    with open_chart(HEIGHT) as (figure, axes):
        labels = [Label("3.47%", 2023, 34.7), Label("3.47%", 2023, 34.698)]
        without = write(figure, axes, labels)

        assert (without, len(list_labels(axes))) == ([], 1)


def test_a_label_covers_no_point_that_was_scattered() -> None:
    """A point to the right of another takes the place that its label would have taken."""
    with open_chart(HEIGHT) as (figure, axes):
        set_margins(axes, 0, 0, 0, 0)
        axes.set_xlim(0, 10)
        axes.set_ylim(0, 10)
        axes.scatter([5, 5.4], [5, 5], s=30)
        label_marks(axes, [Label("a name", 5, 5)], prefers_side=True)
        figure.draw_without_rendering()
        (label,) = list_labels(axes)

    assert label.xyann[0] <= 0


def test_a_label_leaves_the_arrow_of_a_bound_free() -> None:
    with open_chart(HEIGHT) as (figure, axes):
        point_away(axes, 2020, 100, "black", (0, 24))
        write(figure, axes, [Label("over 100", 2020, 100)])

        label = list_labels(axes)[-1]
        assert label.xyann[1] < 0


def test_a_label_crosses_no_line_where_there_is_room_beside_it() -> None:
    with open_chart(HEIGHT) as (figure, axes):
        axes.plot([2020, 2020], [50, 200])
        write(figure, axes, [Label("1.14%", 2020, 100)])

        assert list_labels(axes)[-1].xyann[1] == 0


def test_a_label_that_a_line_would_strike_beside_its_mark_stands_away_with_a_leader() -> None:
    with open_chart(HEIGHT) as (figure, axes):
        axes.plot([2020, 2020], [0, 200])
        axes.plot([2017, 2023], [100, 100])
        write(figure, axes, [Label("1.14%", 2020, 100)])

        assert list_labels(axes)[-1].arrow_patch is not None


def test_the_leader_of_a_label_runs_through_no_other_mark() -> None:
    with open_chart(HEIGHT) as (figure, axes):
        axes.plot([2020, 2020], [0, 200])
        axes.plot([2017, 2023], [100, 100])
        # Halfway to where the label would stand, but for this.
        axes.scatter([2020.11], [103.1], s=3)
        write(figure, axes, [Label("1.14%", 2020, 100)])

        (label,) = list_labels(axes)
        assert label.arrow_patch is not None
        start, end = axes.transData.transform([label.xy, (2020.11, 103.1)])
        way = [start + np.array(label.xyann) / 72 * figure.dpi * share for share in
               np.linspace(0, 1, 50)]  # fmt: skip
        # The mark is 1.7 points wide.
        assert min(math.dist(place, end) for place in way) > 1.7 / 2 / 72 * figure.dpi


def test_a_label_that_stands_away_is_not_beside_the_mark_of_another() -> None:
    with open_chart(HEIGHT) as (figure, axes):
        axes.plot([2020, 2020], [0, 200])
        axes.plot([2017, 2023], [100, 100])
        # Where the label would stand, but for these.
        axes.scatter([2019.62, 2019.62, 2020.38, 2020.38], [84, 116, 84, 116], s=3)
        write(figure, axes, [Label("1.14%", 2020, 100)])

        (label,) = list_labels(axes)
        room = Text.get_window_extent(label)
        dots = axes.transData.transform(axes.collections[0].get_offsets())
        assert label.arrow_patch is not None
        assert min(measure_way(room, dot) for dot in dots) > 0.09 * figure.dpi


@pytest.mark.parametrize(("line", "side"), [(106, -1), (94, 1)])
def test_no_line_stands_between_a_label_and_its_mark_where_there_is_room(
    line: float, side: int
) -> None:
    with open_chart(HEIGHT) as (figure, axes):
        axes.plot([2017, 2023], [line, line])
        # Beside the mark the line would strike the label, as one through the mark would.
        axes.plot([2017, 2023], [100, 100])
        write(figure, axes, [Label("1.14%", 2020, 100)])

        (label,) = list_labels(axes)
        assert math.copysign(1, label.xyann[1]) == side


def test_no_dot_stands_between_a_label_and_its_mark() -> None:
    with open_chart(HEIGHT) as (figure, axes):
        axes.scatter([2020], [106], s=3, label=REFERENCE)
        write(figure, axes, [Label("1.14%", 2020, 100)])

        assert list_labels(axes)[-1].xyann[1] < 0


@pytest.mark.parametrize(("name", "is_beside"), [("dots of others", False), (REFERENCE, True)])
def test_a_label_may_stand_among_dots_that_are_behind(name: str, *, is_beside: bool) -> None:
    with open_chart(HEIGHT) as (figure, axes):
        axes.plot([2017, 2023], [112, 112])
        axes.plot([2017, 2023], [88, 88])
        # On the lines, as far from a label on the left or right as its own mark.
        axes.scatter([2019.5, 2019.5, 2020.5, 2020.5], [112, 88] * 2, s=3, label=name)
        write(figure, axes, [Label("1.14%", 2020, 100)])

        (label,) = list_labels(axes)
        assert (label.arrow_patch is None and label.xyann[1] == 0) == is_beside


def test_a_label_does_not_stand_at_the_end_of_the_line_of_another() -> None:
    with open_chart(HEIGHT) as (figure, axes):
        # Above the mark the label would stand 0.16 inches behind the end of this line.
        axes.plot([2019, 2019.66], [112, 112])
        axes.scatter([2019.66], [112], s=3, label=REFERENCE)
        write(figure, axes, [Label("1.14%", 2020, 100)])

        (label,) = list_labels(axes)
        assert label.xyann[1] < 5


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.floats(0.01, 0.08))
def test_labels_of_a_column_keep_their_order_their_distance_and_the_page(
    places: list[float], gap: float
) -> None:
    spread = spread_labels(places, gap)

    order = sorted(range(len(places)), key=lambda number: places[number])
    assert all(
        spread[after] - spread[before] > gap - 1e-9 for before, after in itertools.pairwise(order)
    )
    assert min(spread) > -1e-9
    assert max(spread) < 1 + 1e-9


def test_labels_of_a_column_move_no_further_than_they_must() -> None:
    assert spread_labels([0.1, 0.5, 0.52, 0.9], 0.1) == pytest.approx([0.1, 0.46, 0.56, 0.9])
    assert spread_labels([0.98, 0.97], 0.1) == pytest.approx([1.0, 0.9])


@pytest.mark.parametrize("text", ["CNY 1.504 billion", "研发投入强度（预计）", "WAVE Ill-fit 1%"])
def test_a_text_is_as_wide_as_matplotlib_sets_it(text: str) -> None:
    with open_chart(HEIGHT) as (figure, axes):
        drawn = axes.text(0, 0, text, fontsize=8)
        FigureCanvasSVG(figure)

        width = drawn.get_window_extent().width / figure.dpi
        assert measure_text(text, 8) == pytest.approx(width, rel=0.05)


def test_a_character_that_the_typeface_lacks_is_as_wide_as_a_chinese_one() -> None:
    assert measure_text("\U0001f389", 72) == pytest.approx(measure_text("漯", 72))


def test_a_label_has_its_sign_of_doubt_in_half_width_as_it_is_set() -> None:
    assert Label("1.66%（？）", 2019, 1.66).text == "1.66%(?)"
