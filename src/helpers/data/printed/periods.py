"""Periods of figures: `2020`, `2024-H1`, `2016/2020`, `by 2025`, `each 2021/2025`, `2022/2023?`."""

import calendar
import functools
import re
from dataclasses import dataclass
from datetime import date

PERIOD_FORMS = (
    "2020, 2024-H1, 2021-02, 2021-02-11, 2016/2020, 2021/.., 2022/2023?, by 2025 or each 2021/2025"
)
_PART = r"[0-9]{4}(?:-(?:H[12]|Q[1-4]|[0-9]{2}(?:-[0-9]{2})?))?"
_PERIOD = re.compile(
    rf"(?P<kind>by |each )?(?P<start>{_PART})(?:/(?P<end>{_PART}|\.\.))?(?P<open>\?)?"
)
_OPEN_YEAR = re.compile(r"([0-9]{4})/(?!\1)[0-9]{4}\?")

# No plan looks further ahead, and no axis could show the year 9999 beside 2024.
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


@dataclass(frozen=True)
class Period:
    """A reference period.

    Attributes:
        text: The period as written in the data.
        kind: `span` (also a single year or day), `by` (until its end), `each` (every year of it) or
            `one` (one of its years, which one is not known).
        start: First day; None for a period that is only a deadline.
        end: Last day; None for a period that is open.
    """

    text: str
    kind: str
    start: date | None
    end: date | None

    @property
    def is_full_year(self) -> bool:
        """True when the period is exactly one calendar year."""
        return self.kind == "span" and re.fullmatch(r"[0-9]{4}", self.text) is not None


def _days(part: str) -> tuple[date, date]:
    year = int(part[:4])
    rest = part[5:]
    if not rest:
        return date(year, 1, 1), date(year, 12, 31)
    if rest[0] in "HQ":
        length = 6 if rest[0] == "H" else 3
        last = int(rest[1]) * length
        return date(year, last - length + 1, 1), date(
            year, last, calendar.monthrange(year, last)[1]
        )
    month, _, day = rest.partition("-")
    if day:
        moment = date(year, int(month), int(day))
        return moment, moment
    return date(year, int(month), 1), date(
        year, int(month), calendar.monthrange(year, int(month))[1]
    )


@functools.cache
def parse_period(text: str) -> Period:
    """Read a period in one of the forms in `PERIOD_FORMS`.

    Raises:
        ValueError: The text is not a period, or ends before it begins.
    """
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a period")
    kind = "one" if match["open"] else (match["kind"] or "span").strip()
    try:
        start, end = _days(match["start"])
        if match["end"] is not None:
            end_or_open = None if match["end"] == ".." else _days(match["end"])[1]
        else:
            end_or_open = end
    except (ValueError, calendar.IllegalMonthError) as error:
        raise ValueError(f"{text!r} names a day that does not exist") from error
    if start.year < _FIRST_YEAR or (end_or_open or start).year > _LAST_YEAR:
        raise ValueError(f"{text!r} is not within {_FIRST_YEAR} and {_LAST_YEAR}")
    if match["open"] and not _OPEN_YEAR.fullmatch(text):
        raise ValueError(f"{text!r} is not a period: an open year lies in a span of years")
    if kind == "by" and match["end"] is not None:
        raise ValueError(f"{text!r} is not a period: a deadline has no second part")
    if end_or_open is not None and end_or_open < start:
        raise ValueError(f"{text!r} ends before it begins")
    return Period(text, kind, None if kind == "by" else start, end_or_open)
