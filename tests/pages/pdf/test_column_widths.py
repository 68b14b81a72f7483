from typing import Any

import pytest

from helpers.charts.fitting.text_width import measure_text, wrap_text
from helpers.pages.pdf.column_widths import fit_columns

PAGE, SIZE, BESIDE = 487, 8.5, 8
HEADS = (
    "High-tech enterprises per 100,000 people◇",
    "People with bachelor's level or above per 100,000◇",
    "R&D personnel per 10,000 of hukou population◇",
    "Technology contracts over GDP◇",
    "Science in budget spending◇",
    "Patents granted per 10,000 people◇",
)


def fit(heads: list[str], *rows: list[Any], shares: list[float] | None = None) -> list[float]:
    columns = [
        {"head": head, "align": "left", "width": share}
        for head, share in zip(heads, shares or [1.0] * len(heads), strict=True)
    ]
    cells = [[cell if isinstance(cell, list) else [cell] for cell in row] for row in rows]
    return fit_columns({"columns": columns, "rows": cells})


def count_lines(text: str, width: float) -> int:
    return len(wrap_text(text, (width - BESIDE) / 72, SIZE))


def test_columns_take_the_whole_page_and_heads_of_a_shaded_table_three_lines() -> None:
    columns = [{"head": head, "align": "right", "width": 1} for head in ("City", *HEADS)]
    widths = fit_columns({"columns": columns, "rows": [[["A"], *[["12.3 (4)"]] * 6]], "shades": []})

    assert sum(widths) == pytest.approx(PAGE, abs=1)
    for head, width in zip(HEADS, widths[1:], strict=True):
        assert len(wrap_text(head, (width - 5) / 72, 7.5)) <= 3, head


def test_room_goes_where_it_saves_lines() -> None:
    # 20 words of 24 points in the 487 of the page, less 3 x 8 beside the cells and two digits.
    text = ("abcde " * 20).strip()

    one = fit(["A", "B", "C"], [text, "1", "2"], shares=[1, 5, 5])
    both = fit(["A", "B", "C"], [text, "1", "2"], [text, text, "2"], shares=[1, 5, 5])

    assert count_lines(text, one[0]) == 2
    # Two and three lines for the rows, where halves of the page would take three each.
    assert [count_lines(text, width) for width in both[:2]] == [2, 3]


def test_the_name_of_a_row_that_is_inset_has_room_for_the_inset() -> None:
    # Ten letters of 8.5 points and the inset of one, each a little larger; 8 beside the cell.
    first, _ = fit(["A", "B"], ["\u3000" + "指标" * 5, "1"], shares=[0, 1])

    assert first > 11 * 8.5 + 8


def test_what_is_left_over_is_shared_as_the_columns_say() -> None:
    first, second, third = fit(["A", "A", "A"], ["a", "a", "a"], shares=[0, 1, 3])

    assert third - first == pytest.approx(3 * (second - first), abs=1)
    assert first < 20


@pytest.mark.parametrize("cell", ["1.2 (3)", "123,000 (4–5)", "2.1%（7—18）", "25家（2019年）"])
def test_a_figure_and_its_rank_or_year_stay_on_one_line(cell: str) -> None:
    name = ("Rate of something long " * 6).strip()
    widths = fit(["Name", *["A"] * 5], [name, *[cell] * 5], shares=[1, *[0] * 5])

    for width in widths[1:]:
        assert measure_text(cell.replace("（", "(").replace("）", ")"), SIZE) * 72 <= width - BESIDE


def test_words_break_only_where_they_must() -> None:
    few = fit(["A"] * 3, ["at most 2.65%"] * 3)
    many = fit(["A"] * 9, ["at most 2.65%"] * 9)

    assert count_lines("at most 2.65%", few[1]) == 1
    assert count_lines("at most 2.65%", many[1]) == 2


def test_a_row_of_marks_takes_lines_of_its_own_where_names_need_the_room() -> None:
    marks = [{"mark": mark} for mark in ("2:9", "4:17", "c", "d", "e", "f", "g", "h")]
    name = "High-tech enterprises per 100,000 people in the city and its counties"

    few = fit(["Name", "Note"], [name, marks])
    many = fit(["Name", *["A"] * 6, "Note"], [name, *["1.615bn"] * 6, marks])

    assert few[1] > 120
    assert 25 < many[7] < 80


def test_a_column_has_room_for_the_longest_word_of_its_head() -> None:
    # The longer word is of six letters of 7.5 points; 5 beside the cell.
    column = {"align": "right", "width": 1}
    head = "每万人高新技术企业家数"
    parts = [{"whole": ["每万人高新"]}, {"whole": ["技术企业家数"]}]
    others = [{**column, "head": "a" * 16, "runs": ["a" * 16]} for _ in range(7)]
    table = {"columns": [*others, {**column, "head": head, "runs": parts}], "rows": [[["1"]] * 8]}

    assert fit_columns({**table, "shades": []})[-1] >= 6 * 7.5 + 5
