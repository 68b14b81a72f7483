from datetime import date

import pytest
from case_tables import read_pairs
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.data.printed.periods import PERIOD_FORMS, parse_period

repeatable = settings(deadline=None, derandomize=True, database=None)


# text = kind, first day, last day
PERIODS = """
2020 = span 2020-01-01 2020-12-31 | 2024-H1 = span 2024-01-01 2024-06-30
2024-H2 = span 2024-07-01 2024-12-31 | 2021-Q1 = span 2021-01-01 2021-03-31
2021-Q2 = span 2021-04-01 2021-06-30 | 2021-Q3 = span 2021-07-01 2021-09-30
2021-Q4 = span 2021-10-01 2021-12-31 | 2021-04 = span 2021-04-01 2021-04-30
2021-12 = span 2021-12-01 2021-12-31 | 2021-02-11 = span 2021-02-11 2021-02-11
2016/2020 = span 2016-01-01 2020-12-31 | 2020-11/2021-02 = span 2020-11-01 2021-02-28
2021-02-08/2021-02-12 = span 2021-02-08 2021-02-12 | 2020-H2/2021 = span 2020-07-01 2021-12-31
2021/2021 = span 2021-01-01 2021-12-31 | 2021/.. = span 2021-01-01 None
# February ends as the calendar says.
2021-02 = span 2021-02-01 2021-02-28 | 2024-02 = span 2024-02-01 2024-02-29
2000-02 = span 2000-02-01 2000-02-29 | 1900-02 = span 1900-02-01 1900-02-28
# A deadline has a last day only.
by 2025 = by None 2025-12-31 | by 2024-H1 = by None 2024-06-30 | by 2021-02-11 = by None 2021-02-11
# Every year of a span is told from the span.
each 2021/2025 = each 2021-01-01 2025-12-31 | each 2021/.. = each 2021-01-01 None
each 2021 = each 2021-01-01 2021-12-31
# One year, which of them is not known.
2022/2023? = one 2022-01-01 2023-12-31 | 2021/2025? = one 2021-01-01 2025-12-31
"""


@pytest.mark.parametrize(("text", "expected"), read_pairs(PERIODS))
def test_a_period_runs_from_its_first_to_its_last_day(text: str, expected: str) -> None:
    period = parse_period(text)

    assert f"{period.kind} {period.start} {period.end}" == expected


@pytest.mark.parametrize("text", ["2020", "2024-H1", "by 2025", "each 2021/.."])
def test_a_period_keeps_its_text(text: str) -> None:
    assert parse_period(text).text == text


UNKNOWN_FORMS = (
    "20 20201 2020年 ２０２０ 2024-h1 2024-H3 2024-H0 2021-Q0 2021-Q5 2021-2 2021-02-1 2021-H1-01 "
    "2021/ /2021 ../2021 2021-2025 2021/2023/2025 by by2025 each 十三五"
)
WITH_SPACES = ["", " ", "2020 ", " 2020", "2020\n", "2021 / 2025", "by  2025", "By 2025"]


@pytest.mark.parametrize(
    "text", [*UNKNOWN_FORMS.split(), *WITH_SPACES, "until 2025", "by each 2025"]
)
def test_a_text_in_no_known_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a period"):
        parse_period(text)


@pytest.mark.parametrize(
    "text", ["2021-13", "2021-00", "2021-02-29", "2021-04-31", "2021-01-00", "2020/2021-13", "0000"]
)
def test_a_day_outside_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="names a day that does not exist"):
        parse_period(text)


@pytest.mark.parametrize(
    "text", ["2020/2016", "2021-02/2021-01", "2021-H2/2021-H1", "each 2025/2021"]
)
def test_a_period_that_ends_before_it_begins_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        parse_period(text)


@pytest.mark.parametrize(
    "text", ["2022?", "2022/2022?", "2022/..?", "2022-H1/2023?", "2022-01/2022-03?"]
)
def test_an_open_year_lies_in_a_span_of_years(text: str) -> None:
    with pytest.raises(ValueError, match="an open year lies in a span of years"):
        parse_period(text)


@pytest.mark.parametrize("text", ["by 2021/2025", "by 2021/.."])
def test_a_deadline_with_a_second_part_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a deadline has no second part"):
        parse_period(text)


@pytest.mark.parametrize(
    "text",
    ["2024-H1", "2021-Q3", "2021-02", "2016/2020", "2021/..", "by 2025", "each 2021", "2022/2023?"],
)
def test_only_a_plain_calendar_year_is_a_full_year(text: str) -> None:
    assert parse_period("2020").is_full_year
    assert not parse_period(text).is_full_year


@pytest.mark.parametrize("text", PERIOD_FORMS.replace(" or ", ", ").split(", "))
def test_every_form_named_to_the_analyst_can_be_read(text: str) -> None:
    assert parse_period(text).text == text


years = st.integers(1900, 2100).map(str)
rests = st.one_of(
    st.just(""),
    st.sampled_from(["-H0", "-H1", "-H2", "-H3", "-Q1", "-Q4", "-Q5"]),
    st.integers(0, 14).map("-{:02d}".format),
    st.dates().map(lambda day: f"-{day:%m-%d}"),
)
parts = st.builds("{}{}".format, years, rests)
period_like = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "by ", "each "]),
    parts,
    st.one_of(st.just(""), st.just("/.."), parts.map("/{}".format), parts.map("/{}?".format)),
)


@repeatable
@given(period_like)
def test_whatever_is_read_does_not_end_before_it_begins(text: str) -> None:
    try:
        period = parse_period(text)
    except ValueError:
        return

    assert period.start is not None or period.end is not None
    if period.start is not None and period.end is not None:
        assert period.start <= period.end


@repeatable
@given(years, years)
def test_two_years_make_a_span_exactly_when_they_are_in_order(first: str, last: str) -> None:
    text = f"{first}/{last}"
    if int(first) <= int(last):
        period = parse_period(text)
        assert (period.start, period.end) == (date(int(first), 1, 1), date(int(last), 12, 31))
    else:
        with pytest.raises(ValueError, match="ends before it begins"):
            parse_period(text)


@repeatable
@given(st.one_of(st.text(), period_like, st.text("0123456789-/.?HQ beyach", max_size=24)))
def test_any_text_is_read_or_refused_with_a_value_error(text: str) -> None:
    try:
        period = parse_period(text)
    except ValueError as error:
        # calendar.IllegalMonthError and the like say nothing about the cell.
        assert repr(text) in str(error)  # noqa: PT017
    else:
        assert period.text == text
