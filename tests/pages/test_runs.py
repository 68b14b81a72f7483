import pytest

from helpers.pages.runs import Mark, SourcePlace, show_data, show_plain, write_letter


def mark(source: int, line: str = "", row: int = 0, letters: str = "") -> Mark:
    return Mark((SourcePlace(source, line, row),), tuple(letters))


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ([mark(3, "17")], "[3:17]"),
        ([mark(5)], "[5]"),
        ([mark(3, "p12")], "[3:p12]"),
        # A source is named once, its lines and the sources in the order of their numbers.
        ([mark(12), mark(3, "17"), mark(3, "9"), mark(12)], "[3:9,17][12]"),
        ([mark(3), mark(3, "9")], "[3:9]"),
        # Three that follow one another are a span, unless one of them names a line.
        ([mark(7), mark(5), mark(6), mark(9)], "[5–7][9]"),
        ([mark(5), mark(6)], "[5][6]"),
        ([mark(5), mark(6, "4"), mark(7), mark(8)], "[5][6:4][7][8]"),
        # Letters come last, z before aa.
        ([mark(3, "9", letters="z"), Mark(letters=("aa", "b")), mark(5, letters="b")],
         "[3:9][5][b][z][aa]"),
    ],
)  # fmt: skip
def test_marks_side_by_side_are_collapsed(marks: list[Mark], shown: str) -> None:
    assert show_plain(["2.1%", *marks, ", words"]) == f"2.1%{shown}, words"


def test_a_mark_carries_the_rows_it_stands_for() -> None:
    marks = [mark(3, "17", 8), mark(3, "9", 2), mark(3, "17", 8), mark(5)]

    assert show_data(marks) == [
        {"mark": "3:9,17", "source": 3, "rows": [8, 2]},
        {"mark": "5", "source": 5, "rows": []},
    ]


def test_marks_apart_are_not_collapsed() -> None:
    assert show_plain([mark(3, "9"), " and ", mark(3, "9")]) == "[3:9] and [3:9]"


@pytest.mark.parametrize(
    ("number", "letter"), [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (53, "ba"), (703, "aaa")]
)
def test_letters_go_on_after_z(number: int, letter: str) -> None:
    assert write_letter(number) == letter
