"""The verdicts of the checker on targets, by figures made up and worked out by hand."""

import pytest

from claims.checker import find_faults
from claims.naming import Row
from claims.processed_rows import Processed

ALIKE = {"indicator": "firms", "place": "here", "scope": "whole_city", "entity": "", "unit": "家"}
ALIKE |= {
    "status": "A",
    "doubt": "",
    "doubt_bound": "",
    "revision": "",
    "qualifier": "exact",
    "rounding_unit": "1",
}


def stock(name: str, value: str, year: str, **columns: str) -> Row:
    ends = {"value": value, "value_low": value, "value_high": value, "period": year}
    row = {"figure_id": name, "basis": "actual", "measure": "stock", "period_end": f"{year}-12-31"}
    return {**ALIKE, **row, **ends, **columns}


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
def test_one_verdict_on_a_target_passes_and_every_other_is_caught(
    aim: str, later: tuple[str, str], verdict: str
) -> None:
    target = stock("aim", aim, "2025", basis="target", period="by 2025")
    rows = [target, stock("base", "100", "2020"), stock("latest", *later)]
    data = Processed({row["figure_id"]: row for row in rows}, {}, {"家": "count"}, {}, {})
    claim = {"kind": "pace", "truth": "true", "figures": "base|latest", "against": "aim"}
    claim |= {"low": "1", "high": "1", "total": "", "message": "one"}
    passed = [
        said
        for said in ("met", "on_track", "behind", "cannot_tell")
        if not find_faults({**claim, "relation": said}, data)
    ]

    assert passed == [verdict]
