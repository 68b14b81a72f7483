import numpy as np
import pandas as pd

from helpers.problems import Line


def test_a_line_equals_its_number_and_no_line_of_another_file() -> None:
    line = Line(2, "a.csv")

    assert line == Line(2, "a.csv")
    assert line == 2
    assert line == np.int64(2)
    assert line != 3
    assert line != np.int64(3)
    assert line != Line(2, "b.csv")


def test_a_line_equals_no_text_so_that_its_rows_can_be_chosen_whatever_texts_hash_to() -> None:
    lines = pd.Index([Line(number, "a.csv") for number in range(64)], dtype="object")
    texts = [f"column {number}" for number in range(1000)]

    assert Line(2, "a.csv") != "2"
    assert [text for text in texts if text in lines] == []
