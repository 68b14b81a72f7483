from pathlib import Path

import pandas as pd
import pytest
from figure_factory import CODEBOOK, derive, make

from helpers.analysis.peers import choose_peers
from helpers.data.figures import DerivedValue, Figure, tabulate
from helpers.data.observations import read_derived, read_observations
from helpers.problems import UsageError


def count_people(people: dict[str, int]) -> pd.DataFrame:
    rows = [
        make(indicator="census_population", place=place, value=number)
        for place, number in people.items()
    ]
    return tabulate(Figure, rows)


def give_wealth(wealth: dict[str, int]) -> pd.DataFrame:
    usual = {"indicator": "gdp_per_head", "period": "2023"}
    rows = [
        derive(place=place, value=amount, value_low=amount, value_high=amount, **usual)
        for place, amount in wealth.items()
    ]
    return tabulate(DerivedValue, rows)


# Figures made up for these tests: people and wealth differ by powers of two.
PEOPLE = {"luohe": 100, "hebi": 100, "puyang": 200, "xuchang": 800, "jiyuan": 100}
WEALTH = {"luohe": 10, "hebi": 40, "puyang": 10, "xuchang": 10}


def choose(city: str, chosen: str = "") -> list[str]:
    return choose_peers(city, count_people(PEOPLE), give_wealth(WEALTH), CODEBOOK, chosen)


# --- the rule ----------------------------------------------------------------------------------


def test_the_nearest_in_people_and_wealth_come_first() -> None:
    # In steps of two, people are 0, 0, 1, 3: mean 1, variance 6 / 4, deviation 1.225.
    # In steps of four, wealth is 0, 1, 0, 0: mean 0.25, variance 0.75 / 4, deviation 0.433.
    # From Luohe: Puyang 1 / 1.225 = 0.82, Hebi 1 / 0.433 = 2.31, Xuchang 3 / 1.225 = 2.45.
    # Jiyuan has no wealth to compare and is left out, of the deviation too.
    assert choose("luohe") == ["puyang", "hebi", "xuchang"]


def test_the_deviation_is_of_the_cities_that_have_both_figures() -> None:
    # In steps of two, people are 0, 0, 1, 3 and wealth 0, 1, 0, 4: deviations 1.225 and 1.639.
    # From Luohe: Puyang 1 / 1.639 = 0.61, Hebi 1 / 1.225 = 0.82. The people of Jiyuan, which has
    # no wealth, would make the deviation 7.7 and Hebi the nearer.
    people = {"luohe": 100, "puyang": 100, "hebi": 200, "xuchang": 800, "jiyuan": 100 * 2**20}
    wealth = {"luohe": 10, "puyang": 20, "hebi": 10, "xuchang": 160}

    peers = choose_peers("luohe", count_people(people), give_wealth(wealth), CODEBOOK)

    assert peers == ["puyang", "hebi", "xuchang"]


def test_without_wealth_of_its_own_people_alone_count() -> None:
    # Hebi and Luohe have as many people as Jiyuan; Hebi comes first in the list of places.
    assert choose("jiyuan") == ["hebi", "luohe", "puyang", "xuchang"]


def test_ratios_count_and_not_differences() -> None:
    # 400 is twice 200 and 90 less than half of it, though nearer by number.
    people = {"luohe": 200, "puyang": 90, "xuchang": 400}

    peers = choose_peers("luohe", count_people(people), give_wealth({}), CODEBOOK)

    assert peers == ["xuchang", "puyang"]


def test_five_are_chosen_at_most() -> None:
    names = ["luohe", "hebi", "puyang", "xuchang", "jiyuan", "anyang", "kaifeng"]
    people = {place: 2**number for number, place in enumerate(names)}

    assert choose_peers("luohe", count_people(people), give_wealth({}), CODEBOOK) == names[1:6]


def test_a_city_without_either_figure_has_no_peers() -> None:
    assert choose("zhengzhou") == []


def test_the_rule_gives_every_city_five_others_of_its_province(project: Path) -> None:
    observations, derived = read_observations(project=project), read_derived(project=project)
    cities = CODEBOOK.cities_of("henan")

    for city in cities:
        peers = choose_peers(city, observations, derived, CODEBOOK)
        assert len(set(peers)) == 5, city
        assert set(peers) <= set(cities) - {city}


# --- a choice ----------------------------------------------------------------------------------


def test_a_choice_overrides_the_rule_in_its_order_and_without_repeats() -> None:
    assert choose("luohe", "xuchang, zhengzhou,xuchang") == ["xuchang", "zhengzhou"]


@pytest.mark.parametrize("chosen", ["puyan", "xuchang,puyan"])
def test_a_city_that_does_not_exist_is_refused_and_the_nearest_is_named(chosen: str) -> None:
    with pytest.raises(UsageError, match=r"'puyan'.*'puyang'"):
        choose("luohe", chosen)


def test_a_city_is_no_peer_of_its_own() -> None:
    with pytest.raises(UsageError, match="'luohe'"):
        choose("luohe", "puyang,luohe")


def test_a_province_is_no_peer_of_a_city() -> None:
    with pytest.raises(UsageError, match="'henan'"):
        choose("luohe", "henan")
