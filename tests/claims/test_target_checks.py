"""The verdicts of the checker on targets, by figures made up and worked out by hand."""

import re

import pytest

from claims.facts.checker import find_faults
from claims.facts.naming import Row
from claims.facts.processed_rows import Processed

ALIKE = {"indicator": "firms", "place": "here", "scope": "whole_city", "entity": "", "unit": "家"}
ALIKE |= {"status": "A", "doubt": "", "doubt_bound": "", "revision": "", "qualifier": "exact"}
ALIKE |= {"rounding_unit": "1", "source": "plan", "known_from": "2021-06-30", "measure": "stock"}
RELATED = {
    ("indicator", "growth_of", "firms_growth", "firms"),
    ("indicator", "adds_to", "firms_new", "firms"),
}
UNITS = {"家": "count", "%": "percent_change"}
VERDICTS = ("met", "on_track", "behind", "cannot_tell")


def stock(name: str, value: str, period: str, **columns: str) -> Row:
    years = re.findall(r"\d{4}", period)
    ends = {"value": value, "value_low": value, "value_high": value, "period": period}
    days = {"period_start": f"{years[0]}-01-01", "period_end": f"{years[-1]}-12-31"}
    return {**ALIKE, **ends, **days, "figure_id": name, "basis": "actual", **columns}


def pass_verdicts(rows: list[Row], relative: Row | None = None) -> list[str]:
    """Return the verdicts on the target of some rows, or on one without a number, that pass."""
    related = {} if relative is None else {"aim": relative}
    data = Processed(
        {row["figure_id"]: row for row in rows},
        {},
        UNITS,
        RELATED,
        {},
        relative=related,
        written={"plan": "2021-06-30"},
    )
    claim = {"kind": "pace", "truth": "true", "figures": "", "against": "aim"}
    claim |= {"low": "1", "high": "1", "total": "", "message": "one"}
    return [said for said in VERDICTS if not find_faults({**claim, "relation": said}, data)]


# 100 in 2020 and 121 in 2022 are 10% a year; to 150 by 2025 it takes 7.4% a year, to 200 18.2%.
@pytest.mark.parametrize(
    ("aim", "later", "verdict"),
    [
        ("150", ("121", "2022"), "on_track"),
        ("200", ("121", "2022"), "behind"),
        ("150", ("151", "2022"), "met"),
        ("150", ("151", "2025"), "met"),
        ("150", ("149", "2025"), "behind"),
        ("150", ("151", "2026"), "cannot_tell"),
    ],
)
def test_one_verdict_on_a_level_passes_and_every_other_is_caught(
    aim: str, later: tuple[str, str], verdict: str
) -> None:
    target = stock("aim", aim, "by 2025", basis="target")

    assert pass_verdicts([target, stock("base", "100", "2020"), stock("l", *later)]) == [verdict]


# From 100 in 2020, 121 in 2022 are 10% a year.
@pytest.mark.parametrize(
    ("aim", "period", "printed", "verdict"),
    [
        ("9", "2021/2025", ["121 2022"], "on_track"),
        ("11", "2021/2025", ["121 2022"], "behind"),
        ("9", "2021/2022", ["121 2022"], "met"),
        ("9", "2021/2025", ["121 2022", "8% 2021/2023"], "cannot_tell"),
        ("9", "2021/2025", ["12% 2021/2023"], "on_track"),
        ("9", "2021/2025", ["12% 2022/2023"], "cannot_tell"),
    ],
)
def test_one_verdict_on_growth_passes_and_every_other_is_caught(
    aim: str, period: str, printed: list[str], verdict: str
) -> None:
    growth = {"indicator": "firms_growth", "measure": "growth", "unit": "%"}
    rows = [stock("aim", aim, period, basis="target", **growth), stock("base", "100", "2020")]
    for text in printed:
        value, years = text.split()
        of = growth if value.endswith("%") else {}
        rows.append(stock(text, value.removesuffix("%"), years, **of))

    assert pass_verdicts(rows) == [verdict]


@pytest.mark.parametrize(
    ("new", "stocks", "verdict"),
    [
        ({"2021": "10", "2022": "12"}, {}, "on_track"),
        ({"2021": "10", "2022": "9"}, {}, "behind"),
        ({"2021": "10", "2022": "12", "2023": "10"}, {}, "met"),
        ({}, {"2020": "100", "2022": "120"}, "on_track"),
        ({}, {"2020": "100", "2022": "119"}, "cannot_tell"),
        ({}, {"2020": "100", "2023": "130"}, "met"),
        ({}, {"2021": "100", "2022": "200"}, "cannot_tell"),
    ],
)
def test_one_verdict_on_so_many_each_year_passes_and_every_other_is_caught(
    new: dict[str, str], stocks: dict[str, str], verdict: str
) -> None:
    each = {"indicator": "firms_new", "measure": "flow"}
    rows = [stock("aim", "10", "each 2021/2023", basis="target", **each)]
    rows += [stock(f"new {year}", value, year, **each) for year, value in new.items()]
    rows += [stock(f"all {year}", value, year) for year, value in stocks.items()]

    assert pass_verdicts(rows) == [verdict]


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [
        (["2021/2023 50"], "met"),
        (["2021/2023 49"], "cannot_tell"),
        (["2016/2020 60"], "cannot_tell"),
        (["2021/2026 60"], "cannot_tell"),
    ],
)
def test_one_verdict_on_a_total_passes_and_every_other_is_caught(
    printed: list[str], verdict: str
) -> None:
    total = {"measure": "cumulative"}
    rows = [stock("aim", "50", "by 2025", basis="target", **total)]
    rows += [stock(text, text.split()[1], text.split()[0], **total) for text in printed]

    assert pass_verdicts(rows) == [verdict]


# From 100 to 130 and from 1000 to 1250 are 30% and 25%.
@pytest.mark.parametrize(
    ("aspect", "relation", "own", "other", "verdict"),
    [
        ("level", "at_least", "2023 130", "2023 130", "on_track"),
        ("level", "at_least", "2025 130", "2025 130", "met"),
        ("level", "above", "2023 130", "2023 130", "behind"),
        ("level", "above", "2025 131", "2025 130", "met"),
        ("level", "above", "2023 130", "2022 120", "cannot_tell"),
        ("growth", "above", "2023 130", "2023 1250", "on_track"),
        ("growth", "above", "2025 130", "2025 1250", "met"),
        ("growth", "above", "2023 120", "2023 1250", "behind"),
        ("growth", "above", "2023 130", "2023 1300", "behind"),
    ],
)
def test_one_verdict_on_more_than_elsewhere_passes_and_every_other_is_caught(
    aspect: str, relation: str, own: str, other: str, verdict: str
) -> None:
    period = "2021/2025" if aspect == "growth" else "by 2025"
    target = {"place": "here", "reference_place": "there", "indicator": "firms", "period": period}
    target |= {"aspect": aspect, "relation": relation, "source": "plan"}
    rows = [stock("base", "100", "2020"), stock("b", "1000", "2020", place="there")]
    for name, (year, value) in {"here": own.split(), "there": other.split()}.items():
        rows.append(stock(f"later {name}", value, year, place=name))

    assert pass_verdicts(rows, target) == [verdict]
