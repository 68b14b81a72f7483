import re

import pytest

from helpers.charts.canvas import WIDTH
from helpers.charts.fitting.text_width import measure_text
from helpers.charts.points import Point
from helpers.explore.place_chart import Placed, PlaceLine, draw_places

POINTS_OF_AN_INCH = 72


def place(when: int, value: float, mark: str, sign: str = "") -> Placed:
    return Placed(Point(str(value), value, when), str(value), mark, sign)


def find_texts(svg: str) -> dict[str, list[tuple[float, float]]]:
    """Return where each text of a chart begins, from the left and from the top."""
    found: dict[str, list[tuple[float, float]]] = {}
    for x, y, text in re.findall(r' x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]+)</text>', svg):
        found.setdefault(text.strip(), []).append((float(x), float(y)))
    return found


def find_marks(svg: str) -> dict[str, tuple[float, float]]:
    found = re.findall(r'id="(mark-\d)"><use [^>]* x="([\d.]+)" y="([\d.]+)"', svg)
    return {mark: (float(x), float(y)) for mark, x, y in found}


def test_names_signs_and_years_stand_at_their_marks() -> None:
    lines = [
        PlaceLine("A", [place(2018, 1.0, "mark-0", "≠"), place(2020, 2.0, "mark-1")]),
        PlaceLine("B", [place(2018, 1.3, "mark-2", "≠"), place(2020, 6.0, "mark-3")]),
        PlaceLine("C", [place(2018, 5.0, "mark-4", "?"), place(2020, 4.0, "mark-5")]),
        PlaceLine("D" * 30, [place(2018, 3.0, "mark-6"), place(2020, -1.0, "mark-7")]),
    ]
    svg = draw_places(lines, (2018, 2020))
    texts, marks = find_texts(svg), find_marks(svg)

    assert [texts[year][0][0] for year in ("2018", "2020")] == [
        marks["mark-0"][0],
        marks["mark-1"][0],
    ]
    assert len(texts["2019"]) == 1
    # The scale is even: from -1 to 6 as far as seven times from 1 to 2.
    assert marks["mark-7"][1] - marks["mark-3"][1] == pytest.approx(
        7 * (marks["mark-0"][1] - marks["mark-1"][1]), abs=0.1
    )
    assert min(y for _, y in marks.values()) > 0
    for name, mark in {"A  2.0": "mark-1", "B  6.0": "mark-3", "C  4.0": "mark-5"}.items():
        ((x, y),) = texts[name]
        assert x > marks[mark][0]
        assert y == pytest.approx(marks[mark][1], abs=5)  # half a line
    # The axes leave the longest name the room it takes.
    longest = f"{'D' * 30}  -1.0"
    ((x, y),) = texts[longest]
    assert y == pytest.approx(marks["mark-7"][1], abs=5)
    end = x + measure_text(longest, 8.5) * POINTS_OF_AN_INCH
    assert end == pytest.approx(WIDTH * POINTS_OF_AN_INCH, abs=5)
    # The marks of 1.0 and 1.3 are nearer than a line is high, so one sign stands for both.
    assert [len(texts[sign]) for sign in ("≠", "?")] == [1, 1]
    assert 0 < texts["≠"][0][0] - marks["mark-0"][0] < 5
    assert 0 < marks["mark-0"][1] - texts["≠"][0][1] < 5


def test_every_other_year_is_written_where_there_are_many() -> None:
    lines = [PlaceLine("A", [place(2005, 1.0, "mark-0"), place(2020, 2.0, "mark-1")])]
    years = [text for text in find_texts(draw_places(lines, (2005, 2020))) if len(text) == 4]

    assert sorted(years) == ["2006", "2008", "2010", "2012", "2014", "2016", "2018", "2020"]
