from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.data.printed.periods import PERIOD_FORMS, parse_period

repeatable = settings(deadline=None, derandomize=True, database=None)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2024-H1", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024-H2", date(2024, 7, 1), date(2024, 12, 31)),
        ("2021-Q1", date(2021, 1, 1), date(2021, 3, 31)),
        ("2021-Q2", date(2021, 4, 1), date(2021, 6, 30)),
        ("2021-Q3", date(2021, 7, 1), date(2021, 9, 30)),
        ("2021-Q4", date(2021, 10, 1), date(2021, 12, 31)),
        ("2021-04", date(2021, 4, 1), date(2021, 4, 30)),
        ("2021-12", date(2021, 12, 1), date(2021, 12, 31)),
        ("2021-02-11", date(2021, 2, 11), date(2021, 2, 11)),
        ("2016/2020", date(2016, 1, 1), date(2020, 12, 31)),
        ("2020-11/2021-02", date(2020, 11, 1), date(2021, 2, 28)),
        ("2021-02-08/2021-02-12", date(2021, 2, 8), date(2021, 2, 12)),
        ("2020-H2/2021", date(2020, 7, 1), date(2021, 12, 31)),
        ("2021/2021", date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_a_span_runs_from_its_first_to_its_last_day(text: str, first: date, last: date) -> None:
    period = parse_period(text)

    assert (period.kind, period.start, period.end) == ("span", first, last)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2021-02", date(2021, 2, 28)),
        ("2024-02", date(2024, 2, 29)),
        ("2000-02", date(2000, 2, 29)),
        ("1900-02", date(1900, 2, 28)),
    ],
)
def test_february_ends_as_the_calendar_says(text: str, last: date) -> None:
    assert parse_period(text).end == last


def test_an_open_span_has_no_last_day() -> None:
    period = parse_period("2021/..")

    assert (period.kind, period.start, period.end) == ("span", date(2021, 1, 1), None)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("by 2025", date(2025, 12, 31)),
        ("by 2024-H1", date(2024, 6, 30)),
        ("by 2021-02-11", date(2021, 2, 11)),
    ],
)
def test_a_deadline_has_a_last_day_only(text: str, last: date) -> None:
    period = parse_period(text)

    assert (period.kind, period.start, period.end) == ("by", None, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("each 2021/2025", date(2021, 1, 1), date(2025, 12, 31)),
        ("each 2021/..", date(2021, 1, 1), None),
        ("each 2021", date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_every_year_of_a_span_is_told_from_the_span(
    text: str, first: date, last: date | None
) -> None:
    period = parse_period(text)

    assert (period.kind, period.start, period.end) == ("each", first, last)


@pytest.mark.parametrize("text", ["2020", "2024-H1", "by 2025", "each 2021/.."])
def test_a_period_keeps_its_text(text: str) -> None:
    assert parse_period(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "2020 ",
        " 2020",
        "2020\n",
        "20",
        "20201",
        "2020年",
        "2024-h1",
        "2024-H3",
        "2024-H0",
        "2021-Q0",
        "2021-Q5",
        "2021-2",
        "2021-02-1",
        "2021-H1-01",
        "2021/",
        "/2021",
        "../2021",
        "2021-2025",
        "2021/2023/2025",
        "2021 / 2025",
        "by",
        "by2025",
        "by  2025",
        "By 2025",
        "until 2025",
        "each",
        "by each 2025",
        "十三五",
    ],
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


@pytest.mark.parametrize("text", ["by 2021/2025", "by 2021/.."])
def test_a_deadline_with_a_second_part_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a deadline has no second part"):
        parse_period(text)


@pytest.mark.parametrize(
    "text", ["2024-H1", "2021-Q3", "2021-02", "2016/2020", "2021/..", "by 2025", "each 2021"]
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
    st.one_of(st.just(""), st.just("/.."), parts.map("/{}".format)),
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
@given(st.one_of(st.text(), period_like, st.text("0123456789-/.HQ beyach", max_size=24)))
def test_any_text_is_read_or_refused_with_a_value_error(text: str) -> None:
    try:
        period = parse_period(text)
    except ValueError as error:
        # calendar.IllegalMonthError and the like say nothing about the cell.
        assert repr(text) in str(error)  # noqa: PT017
    else:
        assert period.text == text


def test_a_period_in_full_width_digits_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a period"):
        parse_period("２０２０")
