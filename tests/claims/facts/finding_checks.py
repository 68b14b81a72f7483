"""Is a finding of the audit right by the figures it names? Each sum is worked out anew here.

The figures of a finding come in the order of the parts they play, such as total and parts.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from claims.facts.naming import Row
from claims.facts.party_checks import PARTY_CHECKS
from claims.facts.processed_rows import (
    INFINITE,
    Claim,
    Ends,
    Processed,
    is_settled,
    is_whole,
    is_year,
    order,
)

_HUNDRED = Decimal(100)
# A change by this factor in a year is called a leap; so far from the median lies an outlier.
LOOSE = ("about", "order_of_magnitude")
_LEAP, _OUTLYING = Decimal("2.5"), 8


def is_compared(message: str) -> bool:
    """Return whether the figures of a finding lie one above the other."""
    return any(
        re.fullmatch(pattern, _name_form(message)) and wanted in ("above", "below")
        for pattern, (_, wanted) in COMPARED.items()
    )


def _name_form(message: str) -> str:
    return re.sub("^audit_|_many$", "", message)


def check_finding(claim: Claim, rows: Sequence[Row], data: Processed) -> Iterator[str]:
    """Yield what is wrong with a finding: a sum that comes out otherwise, a rule that fails."""
    form, is_open = _name_form(claim["message"]), claim["relation"].startswith("undecided")
    # The doubt is what the finding itself may cast on them.
    plain = [{**row, "doubt": "", "doubt_bound": ""} for row in rows]
    for pattern, (compare, wanted) in COMPARED.items():
        if re.fullmatch(pattern, form):
            own, other = compare(plain, [_above_zero(data.ends(row)) for row in plain], data)
            found = order(own, other)
            # Whether "about 30" and 26 are one, nobody can tell.
            loose = any(row["qualifier"] in LOOSE for row in rows)
            if found not in wanted.split() and not (found == "level" and is_open and loose):
                yield f"sums that are {found}, not {wanted}"
    for pattern, rule in _RULES.items():
        if re.fullmatch(pattern, form) and not rule(plain, data):
            yield "is no such case"
    for pattern, check in PARTY_CHECKS.items():
        if re.fullmatch(pattern, form) and not check(claim, plain, data):
            yield "is no such case"


def _above_zero(ends: Ends) -> Ends:
    return max(ends[0], Decimal(0)), ends[1]


def _add(every: Sequence[Ends]) -> Ends:
    return sum((one[0] for one in every), Decimal(0)), sum((one[1] for one in every), Decimal(0))


def _divide(own: Ends, other: Ends) -> Ends:
    low = own[0] / other[1] if other[1] else Decimal(0)
    return low, own[1] / other[0] if other[0] else INFINITE


def _multiply(own: Ends, other: Ends) -> Ends:
    return own[0] * other[0], own[1] * other[1]


def _raise(ends: Ends, exponent: Decimal) -> Ends:
    return ends[0] ** exponent, ends[1] ** exponent


def _find_factor(row: Row, data: Processed) -> Ends:
    """Return by what a growth rate multiplies a level each year."""
    low, high = data.ends(row)
    return 1 + low / _HUNDRED, 1 + high / _HUNDRED


def _count_years(row: Row) -> Decimal:
    first, last = row["period_start"] or row["period_end"], row["period_end"]
    return Decimal(last[:4]) - Decimal(first[:4]) + 1


def _line(row: Row, data: Processed) -> Ends:
    """Return the line that a target draws, whichever way it may be passed."""
    if not row["value"] or row["qualifier"] == "about":
        return data.ends(row)
    return (Decimal(row["value"]),) * 2


Sums = Callable[[Sequence[Row], Sequence[Ends], Processed], tuple[Ends, Ends]]


def _add_parts(rows: Sequence[Row], ends: Sequence[Ends], _: Processed) -> tuple[Ends, Ends]:
    del rows
    return _add(ends[1:]), ends[0]


def _add_cities(rows: Sequence[Row], ends: Sequence[Ends], _: Processed) -> tuple[Ends, Ends]:
    # A figure of another period is that of a city that is missing.
    same = [one for row, one in zip(rows, ends, strict=True) if row["period"] == rows[0]["period"]]
    return _add(same[1:]), ends[0]


def _set_ratio(rows: Sequence[Row], ends: Sequence[Ends], data: Processed) -> tuple[Ends, Ends]:
    ratio = rows[0]["indicator"]
    rules = [row for row in data.names["en"].measures.values() if row.get("compares_with") == ratio]
    per = Decimal(rules[0]["per"])
    return _multiply(_divide(ends[1], ends[2]), (per, per)), ends[0]


def _follow_growth(rows: Sequence[Row], ends: Sequence[Ends], data: Processed) -> tuple[Ends, Ends]:
    return _divide(ends[2], ends[1]), _raise(_find_factor(rows[0], data), _count_years(rows[0]))


def _follow_implied(
    rows: Sequence[Row], ends: Sequence[Ends], data: Processed
) -> tuple[Ends, Ends]:
    levels = _multiply(ends[1], ends[2]), _multiply(ends[3], ends[4])
    return _divide(levels[1], levels[0]), _raise(_find_factor(rows[0], data), _count_years(rows[0]))


def _follow_target(rows: Sequence[Row], ends: Sequence[Ends], data: Processed) -> tuple[Ends, Ends]:
    growth = _raise(_find_factor(rows[0], data), _count_years(rows[0]))
    return _multiply(ends[1], growth), _line(rows[2], data)


def _add_years(rows: Sequence[Row], ends: Sequence[Ends], data: Processed) -> tuple[Ends, Ends]:
    years = _count_years(rows[0])
    return _add([_multiply(ends[0], (years, years)), *ends[2:]]), _line(rows[1], data)


def _go_back(_: Sequence[Row], ends: Sequence[Ends], __: Processed) -> tuple[Ends, Ends]:
    return _divide(_add(ends[1:-1]), ends[0]), ends[-1]


def _take(first: int, second: int) -> Sums:
    return lambda _, ends, __: (ends[first], ends[second])


# What is compared, and how the first of the two lies to the second.
COMPARED: Mapping[str, tuple[Sums, str]] = {
    "parts": (_add_parts, "below"),
    "parts_exceed|outcomes": (_add_parts, "above"),
    "province(_missing|_odd|_large)?": (_add_cities, "below"),
    "province_exceed": (_add_cities, "above"),
    "classes|bounds": (_take(0, 1), "above"),
    "additions": (lambda _, ends, __: (_add(ends[:2]), ends[2]), "below"),
    "additions_fewer": (lambda _, ends, __: (_add(ends[:2]), ends[2]), "above"),
    "falls(_revision|_between|_steep)?": (_take(1, 0), "below"),
    "falls_leap": (_take(1, 0), "below above"),
    "versions(_rebased|_undated|_revised|_twice)?|sizes": (_take(1, 0), "below above"),
    "ratios.*": (_set_ratio, "below above"),
    "growth": (_follow_growth, "below above"),
    "growth_implied(_own)?": (_follow_implied, "below above"),
    "growth_target_short": (_follow_target, "below"),
    "growth_target_past": (_follow_target, "above"),
    "yearly_target_short(_flow)?": (_add_years, "below"),
    "yearly_target_past(_flow)?": (_add_years, "above"),
    "multiple_printed": (_go_back, "below above"),
}


# --- what is no sum -----------------------------------------------------------------------------


def _leaps(rows: Sequence[Row], data: Processed) -> bool:
    low, high = _divide(data.ends(rows[1]), data.ends(rows[0]))
    bound = _LEAP ** (int(rows[1]["period"]) - int(rows[0]["period"]))
    return low > bound or high < 1 / bound


def _are_alike(*columns: str) -> Callable[[Sequence[Row], Processed], bool]:
    return lambda rows, _: all(row[name] == rows[0][name] for row in rows for name in columns)


def _have_no_actual(rows: Sequence[Row], data: Processed) -> bool:
    return not any(
        other["basis"] == "actual" and all(other[name] == row[name] for name in ("scope", "entity"))
        for row in rows
        for other in data.of(row["indicator"], row["place"])
        if "figure_id" in other
    ) and all(row["basis"] == "target" for row in rows)


def _are_of_counties(rows: Sequence[Row], data: Processed) -> bool:
    places = data.places
    return all(
        places[row["place"]]["kind"] == "county_level"
        and not any(
            "figure_id" in one for one in data.of(row["indicator"], places[row["place"]]["parent"])
        )
        for row in rows
    )


def _is_part_year(rows: Sequence[Row], _: Processed) -> bool:
    part, whole = rows[0], rows[-1]
    alike = all(part[name] == whole[name] for name in ("place", "indicator"))
    return alike and not is_year(part) and is_year(whole)


def _are_cities(rows: Sequence[Row], data: Processed) -> bool:
    cities = [row["place"] for row in rows[1:] if row["period"] == rows[0]["period"]]
    inside = {data.places[row["place"]]["parent"] for row in rows[1:]} == {rows[0]["place"]}
    return inside and len({*cities}) == len(cities)


def _are_outcomes(rows: Sequence[Row], data: Processed) -> bool:
    return all(data.relates("indicator", "outcome_of", row, rows[0]) for row in rows[1:])


def _is_met(rows: Sequence[Row], data: Processed) -> bool:
    aim, built = rows[0], rows[-1]
    return order(data.ends(built), _line(aim, data)) != "below" and built["qualifier"] != "under"


def _is_far(rows: Sequence[Row], data: Processed) -> bool:
    rate = rows[0]
    kind = data.places[rate["place"]]["kind"]
    known = sorted(
        Decimal(row["value"])
        for place, about in data.places.items()
        if about["kind"] == kind
        for row in data.of(rate["indicator"], place)
        if "figure_id" in row and row["basis"] == "actual" and is_whole(row) and row["value"]
        if row["period"] == rate["period"] and Decimal(row["value"]) > 0
    )
    middle = (known[(len(known) - 1) // 2] + known[len(known) // 2]) / 2
    factor = Decimal(rate["value"]) / middle
    return not 1 / _OUTLYING < factor < _OUTLYING


_RULES: Mapping[str, Callable[[Sequence[Row], Processed], bool]] = {
    "falls_leap": _leaps,
    "falls.*": _are_alike("indicator", "place", "scope", "entity"),
    "falls_revision": lambda rows, _: rows[0]["revision"] != rows[1]["revision"],
    "(falls|versions)_between": lambda rows, _: rows[0]["source"] != rows[1]["source"],
    "versions.*": _are_alike("indicator", "place", "scope", "entity", "period"),
    "versions_twice|growth_target.*|yearly_target(?!.*flow).*|kinds": lambda rows, _: (
        len({row["source"] for row in rows if row["basis"] in ("target", rows[0]["basis"])}) == 1
    ),
    "growth.*": lambda rows, data: "growth" in rows[0]["measure"] and bool(data),
    "repeats": lambda rows, _: len({row["value"] for row in rows}) == 1,
    "repeats_years": _are_alike("as_printed", "place", "indicator"),
    "look_alikes|kinds": lambda rows, _: len({row["indicator"] for row in rows}) > 1,
    "names": lambda rows, _: len({row["entity"] for row in rows}) > 1,
    "bases(_all)?": _have_no_actual,
    "counties": _are_of_counties,
    "part_years": _is_part_year,
    "target_base_met": _is_met,
    "province.*": _are_cities,
    "outcomes": _are_outcomes,
    "outliers_rate": _is_far,
    "ranks.*": lambda rows, data: data.units[rows[0]["unit"]] == "rank",
    "restated": lambda rows, _: rows[0]["as_printed"] != rows[1]["as_printed"],
    "additions.*": lambda rows, _: all(is_settled(row) or row["basis"] == "actual" for row in rows),
}
