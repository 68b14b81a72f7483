import itertools
import math

import pandas as pd
import pytest

from helpers.analysis.inference.rank_simulation import describe_ranks, simulate_ranks, widen


def lay(*rows: tuple[str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["place", "low", "high"])


def test_exact_values_have_sure_ranks_and_the_highest_is_first() -> None:
    shares = simulate_ranks(lay(("low", 1, 1), ("high", 3, 3), ("middle", 2, 2)))

    assert shares.index.tolist() == ["high", "middle", "low"]
    assert shares.to_numpy().tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_two_intervals_that_overlap_change_places_as_often_as_geometry_has_it() -> None:
    # One lies in 0 to 2, the other in 1 to 3: above it in the corner of half a square of four.
    shares = simulate_ranks(lay(("one", 0, 2), ("other", 1, 3)))

    assert shares.loc["one", 1] == pytest.approx(0.5 / 4, abs=0.015)
    assert shares.sum(axis="columns").tolist() == pytest.approx([1, 1])
    assert shares.sum().tolist() == pytest.approx([1, 1])


def test_three_alike_take_every_rank_alike() -> None:
    shares = simulate_ranks(lay(("a", 0, 1), ("b", 0, 1), ("c", 0, 1)))

    assert shares.to_numpy().ravel().tolist() == pytest.approx([1 / 3] * 9, abs=0.02)


def test_two_prints_of_a_place_are_taken_in_turn() -> None:
    prints = {"a": [10.0, 20.0], "b": [15.0], "c": [12.0, 25.0, 9.0]}
    rows = [(place, value, value) for place, values in prints.items() for value in values]
    firsts = [
        max(zip(values, "abc", strict=True))[1] for values in itertools.product(*prints.values())
    ]

    shares = simulate_ranks(lay(*rows))

    # Of the six ways to choose a print of each, so many put a place first.
    for place in prints:
        assert shares.loc[place, 1] == pytest.approx(firsts.count(place) / 6, abs=0.02)


def test_equal_values_share_the_better_rank() -> None:
    shares = simulate_ranks(lay(("a", 5, 5), ("b", 5, 5), ("c", 1, 1)))

    assert shares.loc[["a", "b"], 1].tolist() == [1, 1]
    assert shares.loc["c", 3] == 1


def test_an_open_end_is_refused() -> None:
    with pytest.raises(ValueError, match="an end is open"):
        simulate_ranks(lay(("a", 5, float("inf")), ("b", 5, 5)))


def test_the_same_seed_gives_the_same_shares_and_another_one_does_not() -> None:
    rows = lay(("a", 0, 1), ("b", 0, 1.5))

    assert simulate_ranks(rows).equals(simulate_ranks(rows))
    assert not simulate_ranks(rows).equals(simulate_ranks(rows, seed=3))


def test_a_span_leaves_out_five_draws_in_a_hundred_on_either_side() -> None:
    shares = pd.DataFrame(
        {1: [0.04, 0.96], 2: [0.90, 0.04], 3: [0.06, 0.0]}, index=["wide", "sure"]
    )

    described = describe_ranks(shares, lay(("wide", 0, 3), ("sure", 2, 4)))

    assert described.loc["wide"].to_dict() == {"best": 2, "worst": 3, "share": 0.9}
    assert described.loc["sure"].to_dict() == {"best": 1, "worst": 1, "share": 0.96}


def test_who_has_a_bound_only_takes_the_probability_of_all_it_may_stand_above_or_below() -> None:
    drawn = lay(("above", 9, 9), ("level", 2, 2), ("below", 0.5, 0.5))
    loose = lay(("ceiling", 1, 5), ("floor", 9.5, math.inf))

    shares = simulate_ranks(drawn, loose)
    described = describe_ranks(shares, pd.concat([drawn, loose]))

    # The floor lies above all; the ceiling lies below "above" and above "below".
    assert shares.loc[["above", "below"]].to_numpy().tolist() == [[0, 1, 0, 0, 0], [0, 0, 0, 0, 1]]
    assert shares.loc[["level", "ceiling", "floor"]].isna().all(axis=None)
    spans = described[["best", "worst"]].T.to_dict("list")
    assert spans == {
        "above": [2, 2], "below": [5, 5], "level": [3, 4], "ceiling": [3, 4], "floor": [1, 1],
    }  # fmt: skip
    assert described["share"].gt(0.95).to_dict() == {
        "above": True, "below": True, "level": False, "ceiling": False, "floor": False,
    }  # fmt: skip


def test_ceilings_alone_leave_every_rank_behind_the_lowest_that_is_above_them() -> None:
    drawn = lay(("first", 3, 3), ("last", 2.1, 2.1))
    loose = lay(("a", 0, 2.65), ("b", 0, 2.65))

    described = describe_ranks(simulate_ranks(drawn, loose), pd.concat([drawn, loose]))

    assert described[["best", "worst"]].T.to_dict("list") == {
        "first": [1, 1], "last": [2, 4], "a": [2, 4], "b": [2, 4],
    }  # fmt: skip


def test_ends_lie_further_out_by_a_share_of_each() -> None:
    wider = widen(pd.DataFrame({"place": ["a"], "low": [200.0], "high": [300.0]}), 5)

    # 200 less 10, 300 and 15 more
    assert wider.to_dict("list") == {"place": ["a"], "low": [190.0], "high": [315.0]}
