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
    of them, the difference of the logarithms in standard deviations of all cities among which they
    are looked for; an indicator that the city itself lacks does not count. Slugs separated by
    commas override the rule; `all` looks in all provinces.

    Raises:
        UsageError: A chosen city is not known, or is the city itself.
    """
    if chosen not in ("", ALL):
        return _read_choice(city, chosen, codebook)
    wide = codebook.provinces if chosen else [codebook.province_of(city)]
    cities = [other for province in wide for other in codebook.cities_of(province)]
    scores = [
        _score(compare_in_year(measure, cities, observations, derived, codebook))
        for measure in codebook.compared_for("peers")
    ]
    distances = {}
    for other in cities:
        parts = [abs(score[other] - score[city]) for score in scores if {city, other} <= set(score)]
        wanted = [score for score in scores if city in score]
        if other != city and parts and len(parts) == len(wanted):
            distances[other] = sum(parts)
    return sorted(distances, key=lambda other: distances[other])[:NUMBER_OF_PEERS]


def _read_choice(city: str, chosen: str, codebook: Codebook) -> list[str]:
    peers: list[str] = []
    for name in chosen.split(","):
        slug = str(codebook.find_city(name.strip())["place"])
        if slug == city:
            raise UsageError(f"{city!r} is named as its own peer; expected other cities")
        if slug not in peers:
            peers.append(slug)
    return peers


def _score(comparison: Comparison | None) -> Mapping[str, float]:
    if comparison is None:
        return {}
    logarithms = {
        standing.place: math.log(standing.value) for standing in comparison.valued if standing.value
    }
    values = list(logarithms.values())
    spread = (statistics.pstdev(values) if len(values) > 1 else 0.0) or 1.0
    return {place: value / spread for place, value in logarithms.items()}
