import io
import re
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.data.tables.plain_numbers import write_digits
from helpers.data.tables.spreadsheet_csv import write_for_spreadsheet

PLAIN = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")
# Numbers as printed: up to fifteen digits, from 0.000000001 to 999,999,999,999,999.
printed = st.builds(
    lambda digits, power, sign: sign * Decimal(digits).scaleb(max(-9, power)),
    st.integers(1, 10**15 - 1),
    st.integers(-9, 0),
    st.sampled_from([1, -1]),
)


@given(printed)
def test_a_number_has_its_own_digits_and_no_power_of_ten(number: Decimal) -> None:
    for form in (number, float(number)):
        text = write_digits(form)

        assert PLAIN.fullmatch(text)
        assert Decimal(text) == number


@given(printed, st.integers(1, 6))
def test_fewer_digits_round_the_fraction_only(number: Decimal, digits: int) -> None:
    text = write_digits(float(number), digits)

    assert PLAIN.fullmatch(text) or text == "0"
    step = Decimal(1).scaleb(min(0, number.adjusted() - digits + 1))
    assert abs(Decimal(text) - number) <= step / 2
    assert len(text.partition(".")[2]) <= max(0, digits - 1 - number.adjusted())


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (1e15, "1000000000000000"),
        (1e-9, "0.000000001"),
        (-0.0, "0"),
        (1e22, "10000000000000000000000"),
        (Decimal("1E+5"), "100000"),
        (203, "203"),
    ],
)
def test_no_noise_of_binary_fractions_is_written(number: float | Decimal, text: str) -> None:
    assert write_digits(number) == text


def test_the_numbers_of_a_table_are_the_same_when_read_back() -> None:
    frame = pd.DataFrame({"value": [6.134505e12, 0.1 + 0.2, 1e-9, None], "name": list("abcd")})

    text = write_for_spreadsheet(frame)

    assert text.splitlines() == [
        "\ufeffvalue,name",
        "6134505000000,a",
        "0.3,b",
        "0.000000001,c",
        ",d",
    ]
    assert pd.read_csv(io.StringIO(text))["value"].tolist()[:3] == [6.134505e12, 0.3, 1e-9]
