from typing import Any

import pytest

from helpers.pages.typesetting import keep_marks

ONE, TWO, THREE, FOUR = ({"mark": f"{number}:7"} for number in range(1, 5))


@pytest.mark.parametrize(
    ("runs", "kept"),
    [
        (["升至16.15亿元", ONE, "。"], ["升至", {"whole": ["16.15亿元", ONE]}, "。"]),
        (["CNY 1.6 billion", ONE], ["CNY 1.6 ", {"whole": ["billion", ONE]}]),
        (["only 2.1%,", ONE], ["only ", {"whole": ["2.1%,", ONE]}]),
        (["0.8% ≠", ONE], ["0.8% ", {"whole": ["≠", ONE]}]),
        (["Source: a. ", ONE], ["Source: a. ", ONE]),
        (["2%", ONE, TWO, THREE, FOUR], [{"whole": ["2%", ONE, TWO, THREE]}, FOUR]),
        ([ONE, "words"], [ONE, "words"]),
    ],
)
def test_a_mark_stays_with_the_end_of_the_text_before_it(runs: list[Any], kept: list[Any]) -> None:
    assert keep_marks(runs) == kept
    assert keep_marks([{"rows": [[runs]]}]) == [{"rows": [[kept]]}]
