from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from figure_factory import CODEBOOK, make
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.analysis.loans_and_awards import find_averages
from helpers.analysis.peers import choose_peers
from helpers.analysis.profile import find_side
from helpers.analysis.standings import (
    Comparison,
    Standing,
    collect_standings,
    compare_in_year,
    rank,
)
from helpers.data.figures import DerivedValue, Figure, are_of_whole_places, are_settled, tabulate
from helpers.data.observations import read_derived, read_observations
from helpers.data.printed.intervals import read_interval
from helpers.problems import UsageError

INFINITE = Decimal("Infinity")


def exact(place: str, value: str, half: str = "0") -> Standing:
    number, room = Decimal(value), Decimal(half)
    return Standing(place, "printed", None, number, number - room, number + room)


def bound(place: str, high: str) -> Standing:
    return Standing(place, "bound", None, None, Decimal(0), Decimal(high))


def missing(place: str) -> Standing:
    return Standing(place, "missing", None, None, -INFINITE, INFINITE)


def show(*standings: Standing) -> dict[str, tuple[int, int]]:
    return {place: (found.best, found.worst) for place, found in rank(standings).items()}


def test_two_places_of_one_value_are_level() -> None:
    assert find_side(exact("a", "2"), exact("b", "2")) == "level"
    assert find_side(exact("a", "2.1"), exact("b", "2")) == "above"
    assert find_side(exact("a", "2"), exact("b", "2.1")) == "below"


@pytest.fixture(scope="module")
def observations(project: Path) -> pd.DataFrame:
    return read_observations(project=project)


@pytest.fixture(scope="module")
def derived(project: Path) -> pd.DataFrame:
    return read_derived(project=project)


# --- ranks -------------------------------------------------------------------------------------


def test_the_highest_value_is_first() -> None:
    assert show(exact("a", "1"), exact("b", "3"), exact("c", "2")) == {
        "a": (3, 3),
        "b": (1, 1),
        "c": (2, 2),
    }


def test_places_are_sorted_into_parts_by_value_and_level_ones_together() -> None:
    values = {"a": "5", "b": "3", "c": "1", "d": "2", "e": "3"}
    known = [exact(place, value) for place, value in values.items()]
    compared = Comparison("rd_intensity", "2023", [*known, bound("f", "9"), missing("g")])

    # Below a lie 4 of 5 places, below b and e 2 (c and d), below d 1, below c none.
    assert compared.sort_into(5) == {"a": 4, "b": 2, "e": 2, "d": 1, "c": 0}
    assert compared.sort_into(2) == {"a": 1, "b": 0, "e": 0, "d": 0, "c": 0}


def test_equal_counts_share_a_rank_and_say_so() -> None:
    ranks = rank([exact("a", "301"), exact("b", "301"), exact("c", "303"), exact("d", "288")])

    assert [(ranks[name].best, ranks[name].worst) for name in "abcd"] == [
        (2, 2),
        (2, 2),
        (1, 1),
        (4, 4),
    ]
    assert [ranks[name].is_tied for name in "abcd"] == [True, True, False, False]


def test_figures_that_rounding_does_not_tell_apart_share_a_span() -> None:
    # 2.1% is 2.05 to 2.15, so 2.12% may be above or below it.
    assert show(exact("a", "2.1", "0.05"), exact("b", "2.12", "0.005")) == {
        "a": (1, 2),
        "b": (1, 2),
    }


def test_a_bound_ranks_only_as_far_as_it_decides() -> None:
    assert show(exact("a", "3.0"), exact("b", "2.0"), bound("c", "2.65"), bound("d", "2.65")) == {
        "a": (1, 1),
        "b": (2, 4),
        "c": (2, 4),
        "d": (2, 4),
    }


def test_a_city_without_a_figure_opens_the_ranks_of_the_others_and_has_none() -> None:
    assert show(exact("a", "3"), missing("b"), exact("c", "1")) == {"a": (1, 2), "c": (2, 3)}


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 5), st.floats(0, 1)), min_size=1, max_size=8
    )
)
def test_the_true_rank_always_lies_in_the_span(drawn: list[tuple[int, int, float]]) -> None:
    places = [str(number) for number in range(len(drawn))]
    standings = [
        Standing(place, "printed", None, None, Decimal(low), Decimal(low + width))
        for place, (low, width, _) in zip(places, drawn, strict=True)
    ]
    truth = {
        place: low + width * part for place, (low, width, part) in zip(places, drawn, strict=True)
    }

    for place, found in rank(standings).items():
        true_rank = 1 + sum(value > truth[place] for value in truth.values())
        assert found.best <= true_rank <= found.worst


def test_values_come_before_bounds_and_the_highest_of_each_first() -> None:
    standings = [bound("c", "2"), exact("b", "1"), missing("e"), exact("a", "3"), bound("d", "5")]
    found = Comparison("rd_intensity", "2020", standings)

    assert [standing.place for standing in found.known] == ["a", "b", "d", "c"]
    assert [standing.place for standing in found.valued] == ["a", "b"]


# --- the data ----------------------------------------------------------------------------------


def compare_all(measure: str, observations: pd.DataFrame, derived: pd.DataFrame) -> Comparison:
    cities = CODEBOOK.cities_of("henan")
    found = compare_in_year(measure, cities, observations, derived, CODEBOOK)
    assert found is not None
    assert len(found.standings) == len(cities) == 18
    return found


def test_the_six_cities_above_the_line_of_2023_rank_first_and_the_others_stay_open(
    observations: pd.DataFrame, derived: pd.DataFrame
) -> None:
    found = compare_all("rd_intensity", observations, derived)

    assert found.period == "2023"
    assert [(s.place, s.value) for s in found.valued] == [
        ("luoyang", Decimal("3.47")),
        ("jiyuan", Decimal("3.44")),
        ("jiaozuo", Decimal("2.82")),
        ("xinxiang", Decimal("2.77")),
        ("zhengzhou", Decimal("2.72")),
        ("sanmenxia", Decimal("2.67")),
        ("luohe", Decimal("2.1")),
    ]
    ranks = found.ranks
    assert [ranks[s.place].best for s in found.valued] == [1, 2, 3, 4, 5, 6, 7]
    assert (ranks["jiaozuo"].worst, ranks["luohe"].worst, ranks["puyang"].best) == (3, 18, 7)


def test_seven_cities_named_above_the_province_in_2022_rank_before_the_others(
    observations: pd.DataFrame, derived: pd.DataFrame
) -> None:
    cities = CODEBOOK.cities_of("henan")
    found = compare_in_year("rd_intensity", cities, observations, derived, CODEBOOK, "2022")
    assert found is not None
    # Above 1.86% without a figure: places 1 to 7; the eleven others are at most there.
    assert [s.height for s in found.known[:7]] == [pytest.approx(Decimal("1.86"))] * 7
    spans = {(rank.best, rank.worst) for rank in found.ranks.values()}
    above = {place for place, rank in found.ranks.items() if rank.worst == 7}
    assert spans == {(1, 7), (8, 18)}
    assert above == {
        *("luoyang", "zhengzhou", "xinxiang", "jiaozuo", "jiyuan", "sanmenxia", "pingdingshan")
    }


@pytest.mark.parametrize(
    ("measure", "number", "year"),
    [
        ("bachelor_or_above_per_100000", 18, "2020"),
        ("registered_elsewhere_share", 18, "2020"),
        ("rd_personnel_per_10000_registered", 17, "2019"),
        ("patents_granted_per_10000", 17, "2023"),
        ("fiscal_science_share", 17, "2023"),
    ],
)
def test_talent_patents_and_budgets_are_compared_over_nearly_all_cities(
    measure: str, number: int, year: str, observations: pd.DataFrame, derived: pd.DataFrame
) -> None:
    found = compare_all(measure, observations, derived)

    assert (len(found.valued), found.period) == (number, year)


def test_cities_with_301_enterprises_each_are_tied(
    observations: pd.DataFrame, derived: pd.DataFrame
) -> None:
    ranks = compare_all("high_tech_enterprises", observations, derived).ranks

    assert ranks["kaifeng"] == ranks["zhoukou"]
    assert ranks["kaifeng"].is_tied
    # Xinyang has 303; Jiyuan, of which no count is known, is not ranked.
    assert (ranks["kaifeng"].best, ranks["kaifeng"].worst) == (10, 10)
    assert len(ranks) == 17


def test_a_derived_measure_holds_derived_values_only(
    observations: pd.DataFrame, derived: pd.DataFrame
) -> None:
    found = compare_all("rd_expenditure_over_gdp", observations, derived)

    assert found.period == "2019"  # 17 cities in 2017 and 2019: the later one
    assert {s.kind for s in found.standings} == {"derived", "missing"}
    assert [s.place for s in found.standings if s.kind == "missing"] == ["jiyuan"]


def test_targets_estimates_and_provisional_figures_are_not_compared(
    observations: pd.DataFrame, derived: pd.DataFrame
) -> None:
    def stands(measure: str, place: str, period: str) -> Standing | None:
        found = collect_standings(measure, [place], observations, derived, CODEBOOK)
        return found.get(period, {}).get(place)

    assert stands("rd_intensity", "henan", "2024") is not None
    assert stands("rd_expenditure", "luohe", "2020") is None  # provisional
    assert stands("high_tech_enterprises", "luohe", "2025") is None  # a target
    found = stands("rd_intensity", "luohe", "2020")  # 1% was an estimate, 1.14% is not
    assert found is not None
    assert found.value == Decimal("1.14")


# --- peers -------------------------------------------------------------------------------------


def test_peers_are_five_other_cities_of_the_province(
    observations: pd.DataFrame, derived: pd.DataFrame
) -> None:
    for city in CODEBOOK.cities_of("henan"):
        peers = choose_peers(city, observations, derived, CODEBOOK)
        assert len(set(peers)) == 5
        assert city not in peers
        assert set(peers) <= set(CODEBOOK.cities_of("henan"))


def test_the_nearest_peer_is_nearest_in_size_where_nothing_else_is_known(
    observations: pd.DataFrame, derived: pd.DataFrame
) -> None:
    # Jiyuan has 727,265 people; Hebi, with 1,565,973, is the next smallest city.
    assert choose_peers("jiyuan", observations, derived, CODEBOOK)[0] == "hebi"


def test_chosen_peers_replace_the_rule_in_their_order(
    observations: pd.DataFrame, derived: pd.DataFrame
) -> None:
    chosen = choose_peers("luohe", observations, derived, CODEBOOK, "zhengzhou, jiyuan")
    assert chosen == ["zhengzhou", "jiyuan"]


@pytest.mark.parametrize(
    ("peers", "told"), [("hebbi", "perhaps 'hebi'"), ("hebi,luohe", "its own peer")]
)
def test_a_peer_that_cannot_be_one_is_refused(
    peers: str, told: str, observations: pd.DataFrame, derived: pd.DataFrame
) -> None:
    with pytest.raises(UsageError, match=told):
        choose_peers("luohe", observations, derived, CODEBOOK, peers)


# --- one reading of what is printed ------------------------------------------------------------

QUALIFIERS = ("exact", "over", "at_least", "nearly", "at_most", "under", "range")


@st.composite
def printed(draw: st.DrawFn) -> Figure:
    """Draw a figure for a measure that is ranked, counted or not, coarse or fine."""
    qualifier = draw(st.sampled_from(QUALIFIERS))
    low, high = sorted(draw(st.tuples(*[st.integers(0, 1000)] * 2)))
    indicator, unit = draw(
        st.sampled_from([("rd_intensity", "%"), ("high_tech_enterprises", "家")])
    )
    return make(
        indicator=indicator,
        unit=unit,
        qualifier=qualifier,
        rounding_unit=draw(st.sampled_from(["0.01", "1", "100"])),
        value=low if qualifier == "exact" else None,
        value_low=low if qualifier in ("over", "at_least", "range") else None,
        value_high=high if qualifier in ("nearly", "at_most", "under", "range") else None,
        basis=draw(st.sampled_from(["actual", "estimate", "target"])),
        status=draw(st.sampled_from("APEU")),
        scope=draw(st.sampled_from(["whole_city", "programme", "county"])),
        entity=draw(st.sampled_from(["", "a-firm"])),
    )


@settings(deadline=None)
@given(printed())
def test_a_place_stands_where_its_printed_figure_lies(figure: Figure) -> None:
    frame = tabulate(Figure, [figure])
    found = collect_standings(
        figure.indicator, ["luohe"], frame, tabulate(DerivedValue, []), CODEBOOK
    )

    assert are_settled(frame).tolist() == [figure.is_settled]
    assert are_of_whole_places(frame).tolist() == [figure.is_of_whole_place]
    assert bool(found) == (figure.is_settled and figure.is_of_whole_place)
    if found:
        standing = found["2020"]["luohe"]
        ends = read_interval(figure, CODEBOOK.units[figure.unit]["kind"])
        assert (standing.low, standing.high) == (
            ends.low or 0,
            INFINITE if ends.high is None else ends.high,
        )


@given(st.integers(0, 10**6), st.integers(1, 10**4), st.sampled_from([1, 100, 1000]))
def test_an_average_lies_between_the_quotients_of_the_ends(
    amount: int, firms: int, step: int
) -> None:
    loans = make(indicator="technology_loans", unit="元", value=amount, rounding_unit=step)
    count = make(indicator="technology_loan_firms", unit="家", value=firms)
    (average,) = find_averages([loans, count], CODEBOOK)

    assert float(average.low) == pytest.approx(max(amount - step / 2, 0) / firms)
    assert float(average.high) == pytest.approx((amount + step / 2) / firms)


def test_a_doubted_value_takes_no_rank_and_the_others_are_ranked_without_it() -> None:
    printed = [
        make(figure_id=place, place=place, value=value, doubt=doubt, indicator="rd_intensity")
        for place, value, doubt in (
            ("luohe", 3, ""),
            ("puyang", 2, "out_of_line"),
            ("jiaozuo", 1, "below_parts"),
        )
    ]
    nothing = tabulate(DerivedValue, [])
    places = ["luohe", "puyang", "jiaozuo"]

    found = compare_in_year("rd_intensity", places, tabulate(Figure, printed), nothing, CODEBOOK)

    assert found is not None
    assert {place: (rank.best, rank.worst) for place, rank in found.ranks.items()} == {
        "luohe": (1, 1),
        "jiaozuo": (2, 2),
    }
    assert [standing.place for standing in found.valued] == ["luohe", "jiaozuo"]
    assert [standing.place for standing in found.doubted] == ["puyang"]


def test_of_two_numbers_that_may_be_of_one_day_that_of_a_series_stands() -> None:
    printed = [
        make(figure_id="yearbook", value=2, series="yearbook"),
        make(figure_id="plan", value=3),
    ]
    nothing = tabulate(DerivedValue, [])

    for rows in (printed, printed[::-1]):
        found = compare_in_year(
            "rd_intensity", ["luohe"], tabulate(Figure, rows), nothing, CODEBOOK
        )
        assert found is not None
        assert [one.key for one in found.rows] == ["yearbook"]
