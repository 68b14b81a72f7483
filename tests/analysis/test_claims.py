from decimal import Decimal
from typing import Any

import pytest
from figure_factory import CODEBOOK, change, derive, make, observe

from helpers.analysis.claims.absence_claims import AbsenceClaim
from helpers.analysis.claims.claim import Claim, KnownRows, find_order, hold_within, judge_all
from helpers.analysis.claims.count_claims import CountClaim, count_places
from helpers.analysis.claims.figure_claims import ChangeClaim, LineClaim, ValueClaim
from helpers.analysis.claims.place_claims import ExtremeClaim, RankClaim, claim_rank
from helpers.analysis.claims.share_claims import ShareClaim
from helpers.analysis.claims.target_claims import TargetClaim
from helpers.analysis.standings import Comparison, compare_in_year
from helpers.data.figures import AnyFigure, DerivedValue, Figure, tabulate
from helpers.data.printed.intervals import Interval, point

CITIES = ("luohe", "puyang", "jiaozuo")


@pytest.mark.parametrize(
    ("low", "high", "truth"), [(4, 5, "true"), (5, 6, "open"), (5.1, 6, "false"), (1, 1.9, "false")]
)
def test_an_interval_that_meets_an_end_may_lie_within(low: float, high: float, truth: str) -> None:
    found = Interval(Decimal(str(low)), Decimal(str(high)))

    assert hold_within(found, Decimal(2), Decimal(5)) == truth


def print_year(value: object, period: str = "2020", **columns: Any) -> Figure:
    """Return a share of one decimal: 2.1% is 2.05 to 2.15."""
    place = columns.get("place", "luohe")
    usual = {"rounding_unit": "0.1", "figure_id": f"{place}.{period}.{value}"}
    return make(**usual | {"value": value, "period": period} | columns)


def know(*rows: AnyFigure) -> KnownRows:
    printed = [row for row in rows if isinstance(row, Figure)]
    derived = [row for row in rows if isinstance(row, DerivedValue)]
    return KnownRows(observe(*printed), tabulate(DerivedValue, derived), CODEBOOK)


def compare(known: KnownRows, measure: str = "rd_intensity", period: str = "2020") -> Comparison:
    frames = known.observations, known.derived
    found = compare_in_year(measure, CITIES, *frames, CODEBOOK, period)
    assert found is not None
    return found


def at_most(place: str, bound: str) -> DerivedValue:
    columns = {"kind": "ceiling", "indicator": "rd_intensity", "place": place}
    return derive(**columns, derived_id=f"ceiling.{place}", value_high=bound)


# --- a value -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "truth"),
    [
        ({}, "true"),
        ({"place": "wuzhi"}, "false"),
        ({"scope": "firm", "entity": "one"}, "false"),
        ({"scope": "programme"}, "false"),
    ],
)
def test_a_value_of_a_county_a_firm_or_a_programme_is_not_one_of_the_city(
    columns: dict[str, str], truth: str
) -> None:
    row = print_year(2.1, **columns)

    assert ValueClaim(figure=row, place="luohe").judge(know(row)) == truth
    assert ValueClaim(figure=row, place="luohe", is_named=True).judge(know(row)) == "true"


def test_a_value_is_the_latest_only_while_no_settled_year_follows() -> None:
    row, later = print_year(2.1), print_year(2.3, "2021")
    claim = ValueClaim(figure=row, relation="latest")

    assert claim.judge(know(row)) == "true"
    assert claim.judge(know(row, later)) == "false"
    assert claim.judge(know(row, change(later, basis="forecast"))) == "true"


# --- a change ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("years", "truth"),
    [
        ([("2020", 2.0), ("2023", 2.4)], "true"),
        ([("2020", 2.0), ("2023", 2.05)], "open"),  # 1.95 to 2.05 meets 2.0 to 2.1
        ([("2020", 2.4), ("2023", 2.0)], "false"),
        ([("2020", 2.0), ("2022", 2.2), ("2023", 2.4)], "true"),
        ([("2020", 2.0), ("2022", 2.9), ("2023", 2.4)], "false"),  # it fell since
        ([("2020", 2.0), ("2022", 1.5), ("2023", 2.4)], "false"),
    ],
)
def test_a_rise_is_told_only_from_the_lowest_to_the_highest_year(
    years: list[tuple[str, float]], truth: str
) -> None:
    rows = [print_year(value, period) for period, value in years]
    claim = ChangeClaim(first=rows[0], second=rows[-1], relation="rose")

    assert claim.judge(know(*rows)) == truth


@pytest.mark.parametrize(
    "columns",
    [
        {"doubt": "out_of_line"},
        {"status": "P"},
        {"basis": "target"},
        {"source": "other"},
        {"revision": "regional-gdp-2023"},
        {"place": "puyang"},
        {"period": "2023-H1"},
    ],
)
def test_a_change_is_not_told_of_figures_that_are_not_of_one_line(columns: dict[str, str]) -> None:
    first, second = print_year(2.0), print_year(2.4, "2023")
    other = change(second, **columns)

    assert ChangeClaim(first=first, second=second, relation="rose").judge(know(first)) == "true"
    assert ChangeClaim(first=first, second=other, relation="rose").judge(know()) != "true"


def test_a_change_that_a_later_year_of_another_source_goes_beyond_is_not_told() -> None:
    first, second = print_year(1.4, "2018"), print_year(2.4, "2021")
    later = print_year(3.0, "2023", source="other")

    assert ChangeClaim(first=first, second=second, relation="rose").judge(know(later)) == "false"


# --- beside others -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "line", "relation", "truth"),
    [
        (2.1, 2.0, "above", "open"),  # 2.05 to 2.15, 1.95 to 2.05
        (2.2, 2.0, "above", "true"),
        (2.2, 2.0, "below", "false"),
        (2.1, 2.05, "level", "true"),
        (2.2, 2.0, "level", "false"),
    ],
)
def test_a_figure_is_above_a_line_only_beyond_rounding(
    value: float, line: float, relation: Any, truth: str
) -> None:
    row, other = print_year(value), print_year(line, place="henan", scope="province")

    assert LineClaim(figure=row, line=other, relation=relation).judge(know()) == truth


def test_what_is_only_bounded_is_level_with_no_line() -> None:
    line, bounded = print_year(2.05, place="henan", scope="province"), at_most("puyang", "2.65")

    assert LineClaim(figure=bounded, line=line, relation="level").judge(know()) != "true"


def test_a_line_of_another_year_or_a_doubted_one_decides_nothing() -> None:
    row, line = print_year(3.0), print_year(2.0, place="henan", scope="province")

    for columns in ({"period": "2021"}, {"doubt": "out_of_line"}, {"basis": "target"}):
        other = change(line, **columns)
        assert LineClaim(figure=row, line=other, relation="above").judge(know()) != "true"


def test_the_lowest_of_those_printed_is_not_the_lowest_while_one_is_only_bounded() -> None:
    rows = [print_year(3.5), print_year(2.1, place="puyang")]
    plain, bounded = know(*rows), know(*rows, at_most("jiaozuo", "2.65"))

    def claim(known: KnownRows, place: str, relation: Any) -> str:
        found = ExtremeClaim(comparison=compare(known), place=place, relation=relation)
        return found.judge(known)

    assert claim(plain, "puyang", "lowest") == "true"
    assert claim(bounded, "puyang", "lowest") == "open"
    assert claim(bounded, "luohe", "highest") == "true"
    assert claim(bounded, "luohe", "lowest") == "false"


def test_one_of_two_equal_places_does_not_lead() -> None:
    known = know(print_year(3.5), print_year(3.5, place="puyang"))
    claim = ExtremeClaim(comparison=compare(known), place="luohe", relation="highest")

    assert claim.judge(known) == "open"


def test_a_place_level_with_one_and_equal_to_another_may_lead() -> None:
    own = {"rounding_unit": "0"}  # one exact number; that of Puyang is 3.0 to 4.0
    rows = [print_year(3.5, **own), print_year(3.5, place="jiaozuo", **own)]
    known = know(*rows, print_year(3.5, place="puyang", rounding_unit="1"), at_most("wuzhi", "1"))
    frames = known.observations, known.derived
    found = compare_in_year("rd_intensity", (*CITIES, "wuzhi"), *frames, CODEBOOK, "2020")

    assert found is not None
    assert ExtremeClaim(comparison=found, place="luohe", relation="highest").judge(known) == "open"


def test_a_rank_is_among_those_with_a_figure_and_holds_every_rank_a_bound_leaves() -> None:
    known = know(print_year(3.5), at_most("jiaozuo", "4"))
    found = compare(known)
    told = claim_rank(found, "luohe")

    assert (told.best, told.worst, told.total) == (1, 2, 2)
    assert (told.tell().low, told.tell().high) == ("1", "2")
    assert told.judge(known) == "true"
    for wrong in ((1, 1, 2), (2, 2, 2), (1, 2, 3)):
        best, worst, total = wrong
        claim = RankClaim(comparison=found, place="luohe", best=best, worst=worst, total=total)
        assert claim.judge(known) == "false"


@pytest.mark.parametrize(
    ("low", "high", "total", "among", "truth"),
    [
        (1, None, 3, "all", "true"),
        (1, 1, 3, "all", "open"),  # the bound of one may lie above, and nothing is known of one
        (1, 3, 3, "all", "true"),
        (1, 2, 2, "known", "true"),
        (0, 0, 3, "all", "false"),
        (2, None, 3, "all", "open"),
        (1, None, 2, "all", "false"),  # there are three cities
    ],
)
def test_a_count_above_a_line_says_at_least_where_a_bound_or_a_gap_may_add_to_it(
    low: int, high: int | None, total: int, among: str, truth: str
) -> None:
    known = know(print_year(3.5), at_most("jiaozuo", "2.65"))
    line = print_year(2.0, place="henan", scope="province")
    claim = CountClaim(
        comparisons=(compare(known),),
        relation="above",
        lines=(line,),
        low=low,
        high=high,
        total=total,
        is_of_known=among == "known",
    )

    assert claim.judge(known) == truth


@pytest.mark.parametrize(("bound", "high"), [("1.5", 1), ("2.65", None)])
def test_a_count_is_open_upwards_only_where_a_bound_may_add_to_it(
    bound: str, high: int | None
) -> None:
    known = know(print_year(3.5), at_most("jiaozuo", bound))
    lines = [print_year(2.0, place="henan", scope="province")]
    claim = count_places(known, "above", [compare(known)], lines, is_of_known=True)

    assert (claim.low, claim.high, claim.total) == (1, high, 2)


# --- absence -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "none", "no_actual", "no_settled"),
    [
        ({}, "false", "false", "false"),
        ({"status": "P"}, "false", "false", "true"),
        ({"basis": "target"}, "false", "true", "true"),
        ({"period": "2020-06"}, "false", "false", "false"),
        ({"scope": "firm", "entity": "one"}, "true", "true", "true"),
    ],
)
def test_an_absence_looks_at_every_period_and_status_and_not_at_parts_of_the_place(
    columns: dict[str, str], none: str, no_actual: str, no_settled: str
) -> None:
    known = know(print_year(2.1, **columns))

    def judge(relation: Any) -> str:
        about: Any = {"indicators": ("rd_intensity",), "places": CITIES}
        return AbsenceClaim(**about, relation=relation).judge(known)

    assert [judge("none"), judge("no_actual"), judge("no_settled")] == [none, no_actual, no_settled]


def test_nothing_since_a_year_is_false_once_a_later_figure_is_printed() -> None:
    about: Any = {"indicators": ("rd_intensity",), "places": ("luohe",), "relation": "no_actual"}
    claim = AbsenceClaim(**about, since="2019")

    assert claim.judge(know(print_year(2.1, "2019"))) == "true"
    assert claim.judge(know(print_year(2.1, "2020-H1"))) == "false"


# --- parts and targets -------------------------------------------------------------------------


def test_a_rest_is_told_as_wide_as_rounding_leaves_it() -> None:
    total_name, names = next(
        (name, parts)
        for name in CODEBOOK.indicators
        for parts in [CODEBOOK.parts_of(name)]
        if len(parts) > 1
    )
    total = print_year(9.0, indicator=total_name, figure_id="total")
    part = print_year(8.0, indicator=sorted(names)[0], figure_id="part")

    def judge(low: str, high: str, **columns: Any) -> str:
        parts = (change(part, **columns),)
        ends = {"low": Decimal(low)}
        ends["high"] = Decimal(high)
        return ShareClaim(parts=parts, total=total, relation="rest", **ends).judge(know())

    assert judge("0.9", "1.1") == "true"  # 8.95 to 9.05 less 7.95 to 8.05
    assert judge("1", "1") == "open"
    assert judge("2", "3") == "false"
    assert judge("0.9", "1.1", source="other") == "unverifiable"
    assert judge("0.9", "1.1", indicator="rd_intensity") == "unverifiable"


@pytest.mark.parametrize(
    ("period", "value", "holding"),
    [
        ("2020", 2.5, {"reached", "above"}),
        ("2021", 2.5, {"reached", "above"}),
        ("2024", 2.5, {"above", "untold"}),  # a later figure does not show that it was met in time
        ("2021", 1.5, {"missed"}),
        ("2020", 1.5, {"short", "untold"}),
        ("2021", 2.0, set()),  # 1.95 to 2.05 against 2
        ("2021", 2.05, {"reached", "above"}),  # 2.0 to 2.1: no less than 2
    ],
)
def test_a_target_stands_as_its_deadline_and_rounding_have_it(
    period: str, value: float, holding: set[str]
) -> None:
    aim = print_year(2, "by 2021", basis="target", figure_id="aim")
    row = print_year(value, period)
    relations: Any = ("reached", "above", "missed", "short", "untold")
    known = know(aim, row)
    claims = {name: TargetClaim(target=aim, figure=row, relation=name) for name in relations}

    assert {name for name, one in claims.items() if one.judge(known) == "true"} == holding


@pytest.mark.parametrize("figure", [None, print_year(1.5)])
def test_a_claim_on_a_target_names_the_figure_it_sets_against_it(figure: Figure | None) -> None:
    aim = print_year(2, "by 2021", basis="target", figure_id="aim")
    told = TargetClaim(target=aim, figure=figure, relation="short").tell()

    assert (told.figures, told.against) == (figure.figure_id if figure else "", "aim")


def test_two_intervals_are_equal_only_where_both_are_one_number() -> None:
    one, wide = point(Decimal(2)), Interval(Decimal("1.5"), Decimal("2.5"))

    assert find_order(one, point(Decimal("2.0"))) == "equal"
    assert find_order(one, wide) == find_order(wide, wide) == "level"


def test_several_claims_are_as_true_as_the_worst_of_them() -> None:
    row = print_year(2.1)
    good: Claim = ValueClaim(figure=row)
    wrong: Claim = ValueClaim(figure=row, place="puyang")

    assert judge_all([good], know(row)) == "true"
    assert judge_all([good, wrong], know(row)) == "false"
    assert judge_all([], know(row)) == "true"
