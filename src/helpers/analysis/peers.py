"""Cities like this one: the nearest on the indicators that the codebook marks for peers."""

import math
import statistics
from collections.abc import Mapping

import pandas as pd

from helpers.analysis.standings import Comparison, compare_in_year
from helpers.data.codebook import Codebook
from helpers.problems import UsageError
from helpers.project import ALL

NUMBER_OF_PEERS = 5


def choose_peers(
    city: str,
    observations: pd.DataFrame,
    derived: pd.DataFrame,
    codebook: Codebook,
    chosen: str = "",
) -> list[str]:
    """Choose the peers of a city: those nearest in population and GDP per head.

    Which indicators count is the column `compared` of the codebook. The distance adds up, over all
    of them, the difference of the logarithms in standard deviations of the cities that have all of
    them; an indicator that the city itself lacks does not count. Slugs separated by
    commas override the rule; `all` looks in all provinces.

    Raises:
        UsageError: A chosen city is not known, or is the city itself.
    """
    if chosen not in ("", ALL):
        return _read_choice(city, chosen, codebook)
    wide = codebook.provinces if chosen else [codebook.province_of(city)]
    cities = [other for province in wide for other in codebook.cities_of(province)]
    every = [
        _take_logarithms(compare_in_year(measure, cities, observations, derived, codebook))
        for measure in codebook.compared_for("peers")
    ]
    wanted = [found for found in every if city in found]
    known = [slug for slug in cities if wanted and all(slug in found for found in wanted)]
    distances = dict.fromkeys(known, 0.0)
    for found in wanted:
        spread = statistics.pstdev(found[slug] for slug in known) or 1.0
        for slug in known:
            distances[slug] += abs(found[slug] - found[city]) / spread
    others = [slug for slug in known if slug != city]
    return sorted(others, key=lambda slug: distances[slug])[:NUMBER_OF_PEERS]


def _read_choice(city: str, chosen: str, codebook: Codebook) -> list[str]:
    peers: list[str] = []
    for name in chosen.split(","):
        slug = str(codebook.find_city(name.strip())["place"])
        if slug == city:
            raise UsageError(f"{city!r} is named as its own peer; expected other cities")
        if slug not in peers:
            peers.append(slug)
    return peers


def _take_logarithms(comparison: Comparison | None) -> Mapping[str, float]:
    if comparison is None:
        return {}
    return {one.place: math.log(one.value) for one in comparison.valued if one.value}
