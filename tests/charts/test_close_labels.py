from collections.abc import Sequence

import pytest
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from helpers.charts.canvas import open_chart, save_chart, set_margins
from helpers.charts.close_labels import label_closely
from helpers.charts.fitting.drawn_content import find_place, read_drawn
from helpers.charts.label_placement import Label
from helpers.charts.points import Point, PointMark, draw_marks, draw_reference, join_points
from helpers.charts.year_axis import draw_years

Places = Sequence[tuple[float, float]]

# The drawing is 6.5 inches wide and 2 high: a year is an inch, and ten units are 0.2 inches.
YEARS, HEIGHT = (2016.75, 2023.25), 2.0


def draw(axes: Axes, own: Places, around: Places) -> None:
    set_margins(axes, 0, 0, 0, 0)
    axes.set_xlim(*YEARS)
    axes.set_ylim(0, 100)
    reference = [Point("", value, year) for year, value in around]
    join_points(axes, [reference], "red")
    draw_reference(axes, reference, "red")
    draw_marks(axes, [PointMark(*place, "actual", "exact") for place in own], "up", 0.7)


def place(own: Places, around: Places = (), labelled: Places = ()) -> dict[str, str]:
    """Return on which side of its mark each label stands that was written."""
    with open_chart(HEIGHT) as (_, axes):
        draw(axes, own, around)
        labels = [Label(f"{value:g}.00%", year, value) for year, value in labelled or own]
        without = label_closely(axes, labels)
        written = [text for text in axes.texts if isinstance(text, Annotation)]
        ways = {text.get_text(): text.xyann for text in written}
        assert len(ways) + len(without) == len(labels)
    return {
        text: ("above" if up > 1 else "below" if up < -1 else "beside")
        for text, (_, up) in ways.items()
    }


def test_a_label_stands_on_the_side_of_its_mark_on_which_no_reference_runs() -> None:
    around = [(2019, 57), (2020, 57), (2021, 57)]

    assert place([(2020, 50)], around) == {"50.00%": "below"}
    assert place([(2020, 64)], around) == {"64.00%": "above"}


def test_a_label_without_room_on_its_own_side_of_the_reference_is_left_out() -> None:
    # Five units are a tenth of an inch: below the mark is the end of the axis, beside it there are
    # other marks, and above it is a line that the label would have to cross.
    own = [(2019.6, 5), (2020, 5), (2020.4, 5)]
    around = [(2019, 12), (2020, 12), (2021, 12)]

    assert place(own, around, [(2020, 5)]) == {}
    assert place(own, (), [(2020, 5)]) == {"5.00%": "above"}


def test_a_label_stands_clear_of_the_axis_of_years() -> None:
    # A label reaches 0.184 inches below its mark, 9.2 units; above it there is a line.
    around = [(year, 17) for year in (2019, 2020, 2021)]

    assert [*place([(2020, 11)], around).values()] == ["below"]
    assert [*place([(2020, 9.5)], around).values()] == ["beside"]


def test_a_reference_under_the_mark_takes_no_label_away() -> None:
    assert place([(2020, 50)], [(2020, 51)]) == {"50.00%": "above"}


def test_no_label_has_its_middle_nearer_to_another_mark_than_to_its_own() -> None:
    # Right of its mark, the only side without a mark or a line, it would be centred under another.
    own, around = [(2019.6, 5), (2020, 5)], [(2019, 12), (2020.1, 12)]

    assert place(own, around, [(2020, 5)]) == {"5.00%": "beside"}
    assert place([*own, (2020.3, 14)], around, [(2020, 5)]) == {}


def test_a_label_with_a_line_that_leads_to_it_keeps_its_room() -> None:
    leader = {"arrowstyle": "-"}
    with open_chart(HEIGHT) as (_, axes):
        draw(axes, [(2020, 50)], ())
        axes.annotate("50.00%", (2020, 50), (36, 36), textcoords="offset points", arrowprops=leader)
        x, y = find_place(axes, 2020, 50)
        taken = read_drawn(axes).taken

    # The text begins half an inch right of its mark and above it, and is wider than 0.3 inches.
    assert any(box.measure_distance((x + 0.8, y + 0.55)) == 0 for box in taken)


def test_the_most_important_of_two_labels_gets_the_room() -> None:
    labels = [Label(text, 2020, 3.0) for text in ("3.00%", "3.01%")]
    for first, second in (labels, labels[::-1]):
        with open_chart(HEIGHT) as (_, axes):
            draw(axes, [(2020, 3)], ())
            assert label_closely(axes, [first, second]) == [second]


def test_labels_that_lost_their_place_on_a_phone_are_not_written_twice() -> None:
    with open_chart(HEIGHT) as (_, axes):
        draw(axes, [(year, year - 1990) for year in range(2017, 2024)], ())
        label_closely(axes, [Label(f"{y - 1990}.00%", y, y - 1990) for y in range(2017, 2024)])
        picture = save_chart(axes.figure)  # type: ignore[arg-type]

    assert picture.count("30.00%") == 1
    assert picture.draw_narrow().count("30.00%") <= 1


@pytest.mark.parametrize(
    ("first", "last", "width", "told", "written"),
    [
        (2017, 2019, 2.0, [], [2017, 2018, 2019]),
        (2014, 2024, 3.0, [], [2014, 2016, 2018, 2020, 2022, 2024]),
        (2015, 2024, 2.4, [], [2015, 2020, 2024]),
        # The year that is told takes the place of the fifth beside it.
        (2017, 2024, 1.5, [2019], [2017, 2019, 2024]),
    ],
)
def test_every_year_has_a_tick_and_as_many_are_written_as_there_is_room_for(
    first: int, last: int, width: float, told: list[int], written: list[int]
) -> None:
    with open_chart(1.0) as (_, axes):
        set_margins(axes, 0, 6.5 - width, 0, 0)
        axes.set_xlim(first - 0.5, last + 0.5)
        draw_years(axes, first, last, 7.2, told)

        assert [int(label.get_text()) for label in axes.get_xticklabels()] == written
        assert {label.get_horizontalalignment() for label in axes.get_xticklabels()} == {"center"}
        ticks = {*axes.get_xticks(), *axes.get_xticks(minor=True)}
        assert ticks == {*map(float, range(first, last + 1))}
