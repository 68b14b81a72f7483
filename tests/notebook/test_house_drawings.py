import itertools
import math
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.text import Text

from helpers.charts.canvas import INK, TARGET
from helpers.notebook import (
    SHADES,
    bullets,
    heat,
    name_points,
    open_city,
    slope,
    spine,
    strip,
    tiles,
    trend,
)
from helpers.notebook.house_style import finish_axes
from helpers.problems import UsageError
from helpers.words.language import Language


def make_rows(*rows: dict[str, Any]) -> pd.DataFrame:
    usual = {
        "place": "a",
        "name": "A",
        "low": 0.0,
        "high": math.inf,
        "basis": "actual",
        "qualifier": "exact",
        "status": "A",
        "doubt": "",
        "series": "one",
    }
    made = [{**usual, "period": str(row["year"]), **row} for row in rows]
    return pd.DataFrame(made).astype({"year": "Int64", "value": "float64"})


@pytest.fixture
def axes() -> Any:
    figure, axes = plt.subplots(layout="constrained")
    yield axes
    plt.close(figure)


def list_joined(axes: Axes) -> set[tuple[float, float]]:
    """Return the pairs of years that a line joins."""
    pairs = set()
    for line in axes.lines:
        if line.get_linestyle() != "None":
            xs = list(np.asarray(line.get_xdata(), dtype=float))
            pairs |= {(a, b) for a, b in itertools.pairwise(xs) if not math.isnan(a + b)}
    return pairs


def list_texts(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts if text.get_text()]


def test_a_trend_joins_one_series_and_neither_targets_bounds_nor_doubted_figures(
    axes: Axes,
) -> None:
    rows = make_rows(
        {"year": 2018, "value": 1.0},
        {"year": 2019, "value": 2.0},
        {"year": 2020, "value": 3.0, "series": "revised"},
        {"year": 2021, "value": math.nan, "high": 4.0, "qualifier": "at_most"},
        {"year": 2022, "value": 5.0, "doubt": "outlier"},
        {"year": 2025, "value": 9.0, "basis": "target"},
    )
    trend(rows, axes)

    assert list_joined(axes) == {(2018, 2019)}


def test_a_trend_names_the_places_that_are_highlighted(axes: Axes) -> None:
    rows = make_rows(
        {"year": 2020, "value": 1.0}, {"year": 2020, "value": 2.0, "place": "b", "name": "B"}
    )
    trend(rows, axes, highlight=["b"])

    assert list_texts(axes) == ["B"]


def test_names_at_the_ends_of_lines_do_not_overlap(axes: Axes) -> None:
    rows = make_rows(
        *({"year": 2020, "value": 1 + n / 1000, "place": str(n), "name": str(n)} for n in range(9))
    )
    trend(rows, axes)
    figure: Any = axes.figure
    figure.draw_without_rendering()
    # Of the words alone: an annotation counts the line that leads to it.
    boxes = [Text.get_window_extent(text) for text in axes.texts if text.get_text()]

    assert len(boxes) == 9
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])


def test_a_strip_has_a_line_of_dots_for_each_period(axes: Axes) -> None:
    rows = make_rows(
        {"year": 2019, "value": 1.0}, {"year": 2020, "value": 3.0}, {"year": 2020, "value": 2.0}
    )
    strip(rows, axes, highlight=["a"])

    assert [label.get_text() for label in axes.get_yticklabels()] == ["2020", "2019"]
    assert list_texts(axes) == ["A"] * 3


def test_a_slope_leaves_out_a_place_without_both_years(axes: Axes) -> None:
    rows = make_rows(
        {"year": 2019, "value": 1234.5},
        {"year": 2023, "value": 1.25},
        {"year": 2023, "value": 7.0, "place": "b", "name": "B"},
    )
    slope(rows, axes)

    assert list_texts(axes) == ["A  1,234", "1.25  A"]


def test_a_slope_without_a_shared_pair_of_years_is_refused(axes: Axes) -> None:
    rows = make_rows(
        {"year": 2019, "value": 1.0}, {"year": 2023, "value": 7.0, "place": "b", "name": "B"}
    )

    with pytest.raises(UsageError, match="expected years that some share"):
        slope(rows, axes)


def test_a_heat_table_shades_by_rank_in_the_column_and_says_what_is_not_known(axes: Axes) -> None:
    table = pd.DataFrame(
        {"place": ["a", "b", "c"], "name": ["A", "B", "C"], "x": [10.0, 2000.0, math.nan]}
    )
    heat(table, axes, heads={"x": "Measure"})
    (mesh,) = axes.collections
    shades: Any = mesh.get_array()

    assert list_texts(axes) == ["10", "2,000", "–"]
    # Two known values: the lower is 0, the higher 1, whatever lies between them.
    assert np.ma.getdata(shades).ravel()[:2].tolist() == [0.0, 1.0]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["Measure"]


def test_each_number_in_a_cell_has_the_ink_that_stands_out_more_from_its_shade(axes: Axes) -> None:
    axes.pcolormesh(np.array([[0.0, 0.62, 0.8, 1.0]]), cmap=SHADES, vmin=0, vmax=1)
    for column in range(4):
        axes.text(column + 0.5, 0.5, "0.62", color="red")
    axes.text(0.5, 1.5, "outside", color="red")

    figure: Any = axes.figure
    finish_axes(figure, Language("en"))

    # At 0.62 the shade is about #7b99b2: dark has a ratio of 5.1 to it, white one of 3.0. The ends
    # of the scale are colours of the house, which a dark page turns together with their inks.
    colours = [text.get_color() for text in axes.texts]
    assert colours == [INK, "#262626", "#fefefe", "#ffffff", "red"]


def test_a_name_that_is_highlighted_is_in_the_accent_colour(axes: Axes) -> None:
    axes.plot([1, 2], [1, 2], "o")
    name_points(axes, [1, 2], [1, 2], ["A", "B"], highlight=["B"])

    assert {text.get_text(): text.get_color() for text in axes.texts} == {"A": INK, "B": TARGET}


def test_tiles_are_shaded_by_fifths_and_only_outlined_without_a_value(axes: Axes) -> None:
    places = list("abcdef")
    values = [1.0, 2.0, 3.0, 4.0, 5.0, math.nan]
    table = pd.DataFrame({"place": places, "name": places, "x": values})
    tiles(table, axes, {place: (0, n) for n, place in enumerate(places)})
    tile_patches: Any = axes.patches[:6]

    assert len({patch.get_facecolor() for patch in tile_patches[:5]}) == 5
    assert to_hex(tile_patches[5].get_facecolor()) == "#ffffff"
    assert tile_patches[5].get_linestyle() != tile_patches[0].get_linestyle()
    assert {"1", "5", "–", *places} <= set(list_texts(axes))


def test_tiles_outside_the_grid_are_refused(axes: Axes) -> None:
    table = pd.DataFrame({"place": ["a"], "name": ["A"], "x": [1.0]})

    with pytest.raises(UsageError, match=r"report\.grid"):
        tiles(table, axes, {"b": (0, 0)})


def test_a_bullet_shows_the_way_from_base_to_target(axes: Axes) -> None:
    lanes = {"name": ["A", "B"], "base": [10.0, math.nan], "latest": [14.0, 3.0]}
    bullets(pd.DataFrame({**lanes, "target": [18.0, 9.0]}), axes)
    ends = {float(np.max(line.get_xdata())) for line in axes.lines if line.get_linewidth() == 3}

    # From 10 to 18, 14 is half of the way; without a base nothing is measured.
    assert ends == {0.5}
    assert {"14", "3"} <= set(list_texts(axes))


def test_a_target_that_is_its_base_is_refused(axes: Axes) -> None:
    table = pd.DataFrame({"name": ["A"], "base": [1.0], "latest": [2.0], "target": [1.0]})

    with pytest.raises(UsageError, match="a way to go"):
        bullets(table, axes)


def test_a_slope_of_ratios_needs_values_above_zero(axes: Axes) -> None:
    rows = make_rows({"year": 2019, "value": 0.0}, {"year": 2023, "value": 1.0})

    with pytest.raises(UsageError, match="expected positive values"):
        slope(rows, axes)


def test_rows_that_cannot_be_drawn_are_refused(axes: Axes) -> None:
    with pytest.raises(UsageError, match="no column 'place'"):
        trend(pd.DataFrame({"value": [1]}), axes)
    with pytest.raises(UsageError, match="there are no rows"):
        trend(make_rows({"year": 2020, "value": 1.0})[:0], axes)
    with pytest.raises(UsageError, match="no column 'series'"):
        trend(make_rows({"year": 2020, "value": 1.0}).drop(columns="series"), axes)
    with pytest.raises(UsageError, match=r"expected report\.wide"):
        heat(make_rows({"year": 2020, "value": 1.0}), axes)


# --- the spine ---------------------------------------------------------------------------------


def draw_spine(axes: Axes, rows: pd.DataFrame, language: str = "en", **places: str) -> list[str]:
    spine(rows, axes, open_city("luohe", language), **places)
    return list_texts(axes)


def make_patents(**values: float) -> pd.DataFrame:
    """Return rates worked out by an analyst: numbers that no printed figure has."""
    rows = [
        {"place": place, "name": place.title(), "year": 2023, "value": value, "high": value}
        for place, value in values.items()
    ]
    made = make_rows(*rows)
    return made.assign(low=made["value"], indicator="patents_granted", figure_id="")


def test_a_spine_ranks_the_rows_it_is_given_and_names_their_ends(axes: Axes) -> None:
    rows = make_patents(luohe=3.0, puyang=1.0, jiaozuo=8.0, henan=5.0)
    texts = draw_spine(axes, rows)

    assert {"2/3", "3", "1", "8", "Luohe", "Henan"} <= set(texts)
    assert "China" not in texts


def test_the_benchmark_of_a_spine_is_in_the_middle_whichever_place_it_is(axes: Axes) -> None:
    rows = make_patents(luohe=3.0, puyang=1.0, jiaozuo=8.0, henan=5.0)
    draw_spine(axes, rows, benchmark="luohe")
    strong = next(line for line in axes.lines if line.get_markersize() == 7.5)

    # The middle of every spine is 3.78 inches from the left.
    assert np.asarray(strong.get_xdata()).tolist() == pytest.approx([3.78])


def test_a_spine_says_which_place_has_no_figure_in_the_language_of_the_report(axes: Axes) -> None:
    rows = make_patents(puyang=1.0, jiaozuo=8.0, henan=5.0)

    assert "无数据" in draw_spine(axes, rows, "zh")


def test_a_spine_of_rows_without_a_city_is_refused(axes: Axes) -> None:
    with pytest.raises(UsageError, match="expected some beside 'luohe'"):
        draw_spine(axes, make_patents(henan=5.0))
