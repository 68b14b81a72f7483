from helpers.charts.text_width import measure_text, wrap_text
from helpers.pages.items import Column
from helpers.reports.column_widths import fit_columns

PAGE = 487
HEADS = (
    "High-tech enterprises per 100,000 people◇",
    "People with bachelor's-level education or above per 100,000◇",
    "R&D personnel per 10,000 of hukou population◇",
    "Technology contracts over GDP◇",
    "Science in budget spending◇",
    "Patents granted per 10,000 people◇",
)


def fit(heads: list[str], cells: list[str]) -> list[float]:
    columns = [Column("City", "left", 1), *(Column(head, "right", 1) for head in heads)]
    return [column.width for column in fit_columns(columns, [[["A"], *([one] for one in cells)]])]


def is_whole(text: str, width: float) -> bool:
    return measure_text(text, 8.5) * 72 <= width


def test_columns_take_the_whole_page_and_no_head_more_than_three_lines() -> None:
    widths = fit([*HEADS], ["12.3 (4)"] * 6)

    assert abs(sum(widths) - PAGE) < 1
    for head, width in zip(HEADS, widths[1:], strict=True):
        assert len(wrap_text(head, width / 72, 7.5)) <= 3, head


def test_a_figure_and_its_rank_stay_on_one_line() -> None:
    cells = ["1.2 (3)", "123,000 (4–5)", "–"]

    widths = fit(["A", "B", "C"], cells)

    assert all(map(is_whole, cells, widths[1:]))
    # What is left is shared evenly.
    assert widths[2] > widths[1] > widths[3]


def test_words_break_only_where_they_must() -> None:
    few, many = fit(["A"] * 3, ["at most 2.65%"] * 3), fit(["A"] * 9, ["at most 2.65%"] * 9)

    assert is_whole("at most 2.65%", few[1])
    assert not is_whole("at most 2.65%", many[1])
    assert is_whole("at most", many[1])


def test_marks_and_remarks_go_to_a_line_of_their_own() -> None:
    widths = fit(["2020", "Note"], ["1.615bn (provisional)", "[2:9][4:17][c][d][e][f][g][h]"])
    marks = fit(["A"] * 8, ["1.615bn (provisional)"] * 7 + ["[2:9][4:17][c][d][e][f][g][h]"])

    assert is_whole("1.615bn (provisional)", widths[1])
    assert is_whole("(provisional)", marks[1])
    assert not is_whole("1.615bn (provisional)", marks[1])
    assert abs(sum(marks) - PAGE) < 1
