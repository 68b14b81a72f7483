import math

import pytest
from figure_factory import CODEBOOK, derive, make, observe

from helpers.analysis.claims.claim import KnownRows
from helpers.analysis.claims.estimate_claims import claim_number, claim_side
from helpers.analysis.inference.resampling import Estimate
from helpers.data.figures import DerivedValue, tabulate

KNOWN = KnownRows(observe(make()), tabulate(DerivedValue, [derive()]), CODEBOOK)
MEASURE = make().indicator


@pytest.mark.parametrize(
    ("low", "high", "relation"),
    [(0.1, 0.9, "above"), (-0.9, -0.1, "below"), (-0.1, 0.9, "undecided"), (0, 0.9, "undecided")],
)
def test_a_statistic_lies_on_a_side_only_where_its_whole_interval_does(
    low: float, high: float, relation: str
) -> None:
    claim = claim_side("first_slope", Estimate(0.3, low, high, 9), MEASURE, ["luohe"], [2019, 2020])

    assert claim.relation == relation
    assert claim.judge(KNOWN) == "true"
    assert claim.tell().period == "2019|2020"


def test_without_an_interval_no_side_is_told_but_the_number_is() -> None:
    found = Estimate(0.3, math.nan, math.nan, 3)

    assert claim_side("first_slope", found, MEASURE, ["luohe"], [2020]).judge(KNOWN) == (
        "unverifiable"
    )
    number = claim_number("first_slope", 0.3, MEASURE, ["luohe"], [2020])
    assert number.judge(KNOWN) == "true"
    assert (number.tell().value, number.tell().low, number.tell().total) == ("0.3", "", "1")


@pytest.mark.parametrize(
    ("measure", "place", "value"),
    [("no_such", "luohe", 1.0), (MEASURE, "puyang", 1.0), (MEASURE, "luohe", math.nan)],
)
def test_a_statistic_of_what_is_not_known_cannot_be_verified(
    measure: str, place: str, value: float
) -> None:
    claim = claim_number("pace_quartiles", value, measure, [place], [2020])

    assert claim.judge(KNOWN) == "unverifiable"
