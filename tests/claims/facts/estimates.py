"""Statistics of several places worked out anew: other formulas, other draws, from rows alone.

Imports nothing of the package. A panel is laid from the measures and periods of a claim, with every
city of the province that has a figure that takes a rank in each; the claim must name exactly these.
"""

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from statistics import NormalDist, fmean, median, quantiles, stdev

import numpy as np
import pandas as pd

from claims.facts.naming import Row
from claims.facts.processed_rows import Processed, is_settled, is_whole, takes_no_rank

Claim = Mapping[str, str]
Table = tuple[tuple[float, ...], ...]
_DRAWS = 1500
# An interval from other draws may end so much of its width elsewhere, a simulated share so much.
_ENDS_APART, _SHARE_APART = 0.2, 0.02
_SURE = 0.95


def check_estimate(claim: Claim, data: Processed) -> Iterator[str]:
    yield from (_CHECKS.get(claim["statistic"]) or _check_panel)(claim, data)


def _names(claim: Claim, column: str) -> list[str]:
    return claim[column].split("|") if claim[column] else []


def _list_cities(claim: Claim, data: Processed) -> list[str]:
    (parent,) = {data.places[place]["parent"] for place in _names(claim, "places")}
    return [name for name, row in data.places.items() if row["parent"] == parent]


def _find(data: Processed, measure: str, place: str, period: str) -> float:
    """Return what a place has on a measure, a quotient where it has a stroke; NaN for none."""
    above, _, below = measure.partition("/")
    row = data.stand(above, place, period)
    if row is None or takes_no_rank(row) or not row["value"] or not _is_value(row):
        return math.nan
    if not below:
        return float(row["value"])
    years = {one["period"] for one in data.of(below, place)}
    divisor = data.stand(below, place, max(years)) if years else None
    return float(row["value"]) / float(divisor["value"]) if divisor else math.nan


def _is_value(row: Row) -> bool:
    return row["kind"] == "quotient" if "kind" in row else row["qualifier"] == "exact"


def _lay(claim: Claim, data: Processed) -> pd.DataFrame:
    """Return a row for each city that has all of a claim, a column for each year or measure."""
    measures, periods = _names(claim, "indicator"), _names(claim, "period")
    pairs = [(measures[0], one) for one in periods]
    if len(measures) > 1:
        pairs = list(zip(measures, periods, strict=True))
    cities = _list_cities(claim, data)
    columns = {
        number: [_find(data, measure, city, period) for city in cities]
        for number, (measure, period) in enumerate(pairs)
    }
    return pd.DataFrame(columns, index=cities).dropna()


def _check_places(claim: Claim, cities: Sequence[str]) -> Iterator[str]:
    if {*_names(claim, "places")} != {*cities} or claim["total"] != str(len(cities)):
        yield f"is of {len(cities)}: {sorted({*_names(claim, 'places')} ^ {*cities})}"


def _is_near(said: str, found: float) -> bool:
    return math.isclose(float(said), found, rel_tol=1e-4, abs_tol=1e-6)


def _check_panel(claim: Claim, data: Processed) -> Iterator[str]:
    """Check a statistic of complete rows, and where a side is said or left open its interval."""
    frame = _lay(claim, data)
    yield from _check_places(claim, list(frame.index))
    years = tuple(int(year) for year in _names(claim, "period"))
    table = tuple(tuple(map(float, row)) for row in frame.to_numpy())
    statistic = claim["statistic"]
    value = _STATISTICS[statistic](table, years)
    if not _is_near(claim["value"], value):
        yield f"is {value:.4g}"
    if statistic in _SPANS:
        ends = _SPANS[statistic](table, years)
        if not all(map(_is_near, (claim["low"], claim["high"]), ends)):
            yield f"spans {ends}"
    elif claim["low"]:
        yield from _check_interval(claim, table, years)


def _check_interval(claim: Claim, table: Table, years: tuple[int, ...]) -> Iterator[str]:
    low, high = _resample(claim["statistic"], table, years)
    room = _ENDS_APART * (high - low)
    if abs(float(claim["low"]) - low) > room or abs(float(claim["high"]) - high) > room:
        yield f"has the interval {low:.4g} to {high:.4g}"
    side = "above" if float(claim["low"]) > 0 else "below" if float(claim["high"]) < 0 else ""
    if claim["relation"] not in ("stands", side or "undecided"):
        yield f"lies {side or 'on both sides of'} zero"


# --- the statistics ----------------------------------------------------------------------------


def _change_spread(table: Table, years: Sequence[int]) -> float:
    del years
    first, last = ([math.log(row[end]) for row in table] for end in (0, -1))
    return stdev(last) - stdev(first)


def _find_slope(end: int) -> Callable[[Table, Sequence[int]], float]:
    def find(table: Table, years: Sequence[int]) -> float:
        span = years[-1] - years[0]
        levels = [math.log(row[end]) for row in table]
        growth = [math.log(row[-1] / row[0]) / span for row in table]
        if len(set(levels)) == 1:
            return math.nan
        return float(np.cov(levels, growth)[0, 1] / np.var(levels, ddof=1))

    return find


def _rank(values: Sequence[float]) -> list[float]:
    """Return ranks, equal ones in the middle: from how many lie below and at each value."""
    ordered = np.sort(values)
    ends = [np.searchsorted(ordered, values, side) for side in ("left", "right")]
    return list((ends[0] + ends[1] + 1) / 2)


def _correlate(table: Table, years: Sequence[int] = ()) -> float:
    """Correlate ranks; of three columns what is left of the first two by the inverse matrix."""
    del years
    ranks = np.array([_rank(column) for column in zip(*table, strict=True)])
    if (ranks.std(axis=1) == 0).any():
        return math.nan
    matrix = np.corrcoef(ranks)
    if len(matrix) == 2:
        return float(matrix[0, 1])
    if abs(np.linalg.det(matrix)) < 1e-9:
        return math.nan
    inverse = np.linalg.inv(matrix)
    return float(-inverse[0, 1] / math.sqrt(inverse[0, 0] * inverse[1, 1]))


def _leave_out(table: Table, years: Sequence[int]) -> tuple[float, float]:
    found = [_correlate(table[:n] + table[n + 1 :], years) for n in range(len(table))]
    return min(found), max(found)


def _find_paces(table: Table, years: Sequence[int]) -> list[float]:
    span = years[-1] - years[0]
    return [((row[-1] / row[0]) ** (1 / span) - 1) * 100 for row in table]


def _list_misses(table: Table, years: Sequence[int]) -> list[list[float]]:
    """Return by how much its own pace and that of the others missed each place, in per cent."""
    middle = (years[0] + years[-1]) / 2
    gaps = [abs(year - middle) for year in years[1:-1]]
    turn = 1 + gaps.index(min(gaps))
    ahead = years[-1] - years[turn]
    own = [(row[turn] / row[0]) ** (1 / (years[turn] - years[0])) for row in table]
    misses = []
    for number, row in enumerate(table):
        others = [math.log(pace) for n, pace in enumerate(own) if n != number]
        paces = own[number], math.exp(median(others))
        misses.append([abs(row[turn] * pace**ahead / row[-1] - 1) * 100 for pace in paces])
    return misses


def _compare_misses(table: Table, years: Sequence[int]) -> list[float]:
    """Return of each place how much nearer the others' pace came than its own, in points."""
    return [own - others for own, others in _list_misses(table, years)]


def _find_least_miss(table: Table, years: Sequence[int]) -> float:
    return min(map(fmean, zip(*_list_misses(table, years), strict=True)))


def _find_peak(table: Table, years: Sequence[int]) -> float:
    medians = list(map(median, zip(*table, strict=True)))
    return years[medians.index(max(medians))]


def _find_quartiles(values: Sequence[float]) -> list[float]:
    return quantiles(values, n=4, method="inclusive")


_STATISTICS: Mapping[str, Callable[[Table, Sequence[int]], float]] = {
    "spread_change": _change_spread,
    "first_slope": _find_slope(0),
    "last_slope": _find_slope(-1),
    "median_growth": lambda table, _: median(100 * (row[1] / row[0] - 1) for row in table),
    "rank_correlation": _correlate,
    "partial_rank_correlation": _correlate,
    "correlation_without_one": _correlate,
    "forecast_gain": lambda table, years: fmean(_compare_misses(table, years)),
    "least_miss": _find_least_miss,
    "median_peak": _find_peak,
    "pace_quartiles": lambda table, years: _find_quartiles(_find_paces(table, years))[1],
}
_SPANS: Mapping[str, Callable[[Table, Sequence[int]], tuple[float, float]]] = {
    "correlation_without_one": _leave_out,
    "pace_quartiles": lambda table, years: (
        _find_quartiles(_find_paces(table, years))[0],
        _find_quartiles(_find_paces(table, years))[2],
    ),
}


@cache
def _resample(statistic: str, table: Table, years: tuple[int, ...]) -> tuple[float, float]:
    """Return the bias-corrected and accelerated interval by draws of its own."""
    find, normal = _STATISTICS[statistic], NormalDist()
    if statistic == "forecast_gain":  # the gain of a place hangs on the others as they were
        table = tuple((gain,) for gain in _compare_misses(table, years))
        find = _mean_of_gains
    chance = random.Random(11)  # noqa: S311  # no secret
    draws = (find(tuple(chance.choices(table, k=len(table))), years) for _ in range(_DRAWS))
    found = sorted(one for one in draws if math.isfinite(one))
    own = find(table, years)
    below = sum((one < own) + (one <= own) for one in found) / 2 / len(found)
    bias = normal.inv_cdf(min(max(below, 1e-4), 1 - 1e-4))
    left = [find(table[:n] + table[n + 1 :], years) for n in range(len(table))]
    gaps = [fmean(left) - one for one in left if math.isfinite(one)]
    scale = 6 * sum(gap**2 for gap in gaps) ** 1.5
    bend = sum(gap**3 for gap in gaps) / scale if scale else 0.0
    ends = []
    for tail in (0.025, 0.975):
        reach = bias + normal.inv_cdf(tail)
        ends.append(found[round(normal.cdf(bias + reach / (1 - bend * reach)) * (len(found) - 1))])
    return ends[0], ends[1]


def _mean_of_gains(table: Table, years: Sequence[int]) -> float:
    del years
    return fmean(row[0] for row in table)


# --- claims that name something besides --------------------------------------------------------


def _check_spread(claim: Claim, data: Processed) -> Iterator[str]:
    frame = _lay(claim, data)
    yield from _check_places(claim, list(frame.index))
    year = _names(claim, "period").index(claim["against"])
    spread = stdev(math.log(level) for level in frame[year])
    if not _is_near(claim["value"], spread):
        yield f"is {spread:.4g}"


def _check_own_pace(claim: Claim, data: Processed) -> Iterator[str]:
    """Check the pace of one place, a city or the province, between two years."""
    start, end = years = _names(claim, "period")
    levels = [
        [_find(data, claim["indicator"], place, year) for year in years]
        for place in _names(claim, "places")
    ]
    paces = _find_paces(tuple(map(tuple, levels)), [int(start), int(end)])
    if len(paces) != 1 or not _is_near(claim["value"], paces[0]):
        yield f"is {paces}"


def _check_without_one(claim: Claim, data: Processed) -> Iterator[str]:
    """Check the change of the spread without the city that moves it most."""
    frame = _lay(claim, data)
    kept = {**claim, "total": str(int(claim["total"]) + 1)}
    yield from _check_places(kept, list(frame.index))
    tables = {
        city: tuple(tuple(map(float, row)) for row in frame.drop(city).to_numpy())
        for city in frame.index
    }
    whole = _change_spread(tuple(map(tuple, frame.to_numpy())), ())
    moved = {city: abs(_change_spread(table, ()) - whole) for city, table in tables.items()}
    most = max(moved, key=moved.__getitem__)
    if claim["against"] != most or not _is_near(claim["value"], _change_spread(tables[most], ())):
        yield f"is {_change_spread(tables[most], ()):.4g} without {most}"
    years = tuple(int(year) for year in _names(claim, "period"))
    yield from _check_interval({**claim, "statistic": "spread_change"}, tables[most], years)


def _check_gap(claim: Claim, data: Processed) -> Iterator[str]:
    frame = _lay(claim, data)
    yield from _check_places(claim, list(frame.index))
    gaps = (frame[0].rank() - frame[1].rank()).abs()
    widest = {*gaps.index[gaps == gaps.max()]}
    if {*_names(claim, "against")} != widest or not _is_near(claim["value"], gaps.max()):
        yield f"is {gaps.max():g}, of {widest}"


def _check_factor(claim: Claim, data: Processed) -> Iterator[str]:
    frame = _lay(claim, data)
    yield from _check_places(claim, list(frame.index))
    years = [int(year) for year in _names(claim, "period")]
    ahead = int(claim["against"]) - years[-1]
    quartiles = _find_quartiles(_find_paces(tuple(frame.to_numpy()), years))
    slow, middle, fast = ((1 + pace / 100) ** ahead for pace in quartiles)
    for column, number in (("low", slow), ("value", middle), ("high", fast)):
        if not _is_near(claim[column], number):
            yield f"has {number:.4g} for {column}"


def _check_as_fast(claim: Claim, data: Processed) -> Iterator[str]:
    *bases, target = (data.find(name) for name in _names(claim, "against"))
    frame = _lay(claim, data).drop(target["place"], errors="ignore")
    yield from _check_places(claim, list(frame.index))
    same = ("place", "indicator", "unit")
    growth = ("indicator", "growth_of", target["indicator"], claim["indicator"])
    is_of = bases or growth in data.relations
    if target["basis"] != "target" or not is_of:
        yield "is set against no target, or one of another measure"
    if any(base[name] != target[name] for base in bases for name in same):
        yield "is set against no target with a base of the same thing"
    asked = find_asked(claim, data)
    years = [int(year) for year in _names(claim, "period")]
    fast = sum(pace >= asked for pace in _find_paces(tuple(frame.to_numpy()), years))
    if not _is_near(claim["value"], fast):
        yield f"are {fast}"


def find_asked(claim: Claim, data: Processed) -> float:
    """Return how much a year a target asks for, from its base if it has one, in per cent."""
    rows = [data.find(name) for name in _names(claim, "against")]
    *start, end = (float(row["value"] or row["value_low"]) for row in rows)
    if not start:
        return end
    span = int(rows[1]["period_end"][:4]) - int(rows[0]["period"][:4])
    return float(((end / start[0]) ** (1 / span) - 1) * 100)


def _check_targets(claim: Claim, data: Processed) -> Iterator[str]:
    cities = _list_cities(claim, data)
    yield from _check_places(claim, cities)
    known = [
        row for row in data.printed.values() if row["basis"] == "target" and row["place"] in cities
    ]
    if claim["value"] != str(len(known)):
        yield f"are {len(known)}"


# --- ranks that the figures leave open ---------------------------------------------------------


Ends = tuple[float, float]
Candidates = tuple[tuple[str, tuple[Ends, ...]], ...]


def _list_candidates(
    data: Processed, measure: str, period: str, cities: Sequence[str], error: float
) -> tuple[dict[str, list[Ends]], dict[str, Ends]]:
    """Return between which ends each city with a sound figure may lie, one pair for each print.

    And those of each other city: a bound, or with a doubt no end at all.
    """
    drawn: dict[str, list[Ends]] = {}
    loose: dict[str, Ends] = {}
    standing = {city: row for city in cities if (row := data.stand(measure, city, period))}
    for city, row in standing.items():
        prints = [
            (float(low) * (1 - error), float(high) * (1 + error))
            for one in data.of(measure, city)
            if one is row or (one["period"] == period and _is_sound_print(one))
            for low, high in [data.ends(one)]
        ]
        if takes_no_rank(row):
            loose[city] = -math.inf, math.inf
        elif _is_value(row):
            drawn[city] = prints
        else:
            (loose[city],) = prints
    return drawn, loose


def _is_sound_print(other: Row) -> bool:
    if takes_no_rank(other) or not other["value"] or not _is_value(other):
        return False
    if "derived_id" in other:
        return other["kind"] == "quotient"
    return is_settled(other) and is_whole(other) and other["status"] == "A"


@cache
def _draw(candidates: Candidates) -> pd.DataFrame:
    """Return which share of the draws each city has each rank in, by pandas' ranks."""
    chance = np.random.default_rng(23)
    drawn = {}
    for city, prints in candidates:
        picked = np.array(prints)[chance.integers(len(prints), size=_DRAWS)]
        drawn[city] = picked[:, 0] + chance.random(_DRAWS) * (picked[:, 1] - picked[:, 0])
    ranks = pd.DataFrame(drawn).rank(axis="columns", method="min", ascending=False)
    return pd.DataFrame(
        {city: column.value_counts(normalize=True) for city, column in ranks.items()}
    ).fillna(0.0)


def _simulate(
    claim: Claim, data: Processed, number: int, error: float
) -> tuple[pd.DataFrame, dict[str, Ends]]:
    """Return the shares of each city, none for one that is not drawn or stands among such.

    And between which ranks the ends alone leave each city.
    """
    measure, period = (_names(claim, column)[number] for column in ("indicator", "period"))
    drawn, loose = _list_candidates(data, measure, period, _list_cities(claim, data), error)
    shares = _draw(tuple((city, tuple(prints)) for city, prints in drawn.items()))
    ends = loose | {city: (min(p)[0], max(high for _, high in p)) for city, p in drawn.items()}
    ranks = {}
    for city, (low, high) in ends.items():
        others = [one for other, one in ends.items() if other != city]
        ranks[city] = (
            1.0 + sum(floor > high for floor, _ in others),
            1.0 + sum(ceiling > low for _, ceiling in others),
        )
        beside = [one for other, one in loose.items() if other != city]
        if city in loose or any(floor < high and low < ceiling for floor, ceiling in beside):
            shares[city] = math.nan
        elif above := sum(floor >= high and ceiling > low for floor, ceiling in beside):
            moved = shares[city].dropna()
            moved.index += above
            shares = shares.reindex(shares.index.union(moved.index)).assign(**{city: moved})
    return shares, ranks


def _find_shares(shares: pd.DataFrame) -> tuple[float, float]:
    """Return the least and the greatest share of cities whose rank is settled, draws being few."""
    best = shares.max()
    return float((best > _SURE + _SHARE_APART).mean()), float((best > _SURE - _SHARE_APART).mean())


def _check_settled(claim: Claim, data: Processed) -> Iterator[str]:
    error = 0.0 if claim["against"] == "doubts" else float(claim["against"][:-1]) / 100
    measures = range(len(_names(claim, "indicator")))
    found = [_simulate(claim, data, number, error)[0] for number in measures]
    yield from _check_places(claim, [*{city for shares in found for city in shares.columns}])
    low, high = (median(side) for side in zip(*map(_find_shares, found), strict=True))
    if not low - 1e-6 <= float(claim["value"]) <= high + 1e-6:
        yield f"is {low:.3g} to {high:.3g}"


def _check_span(claim: Claim, data: Processed) -> Iterator[str]:
    layer, place = _names(claim, "against")
    shares, ranks = _simulate(claim, data, 0, 0.05 if layer == "error" else 0.0)
    yield from _check_places(claim, list(shares.columns))
    reached = shares[place].sort_index().dropna().cumsum()
    for column, tail, end in zip(("low", "high"), (0.05, 0.95), ranks[place], strict=True):
        ends = [end, end]
        if len(reached):
            ends = [reached.index[reached >= tail + way * _SHARE_APART][0] for way in (-1, 1)]
        if not ends[0] <= float(claim[column]) <= ends[1]:
            yield f"has {ends} for {column}"


_CHECKS: Mapping[str, Callable[[Claim, Processed], Iterator[str]]] = {
    "spread": _check_spread,
    "rank_gap": _check_gap,
    "own_pace": _check_own_pace,
    "spread_change_without_one": _check_without_one,
    "level_factor": _check_factor,
    "as_fast": _check_as_fast,
    "targets": _check_targets,
    "settled_share": _check_settled,
    "median_settled_share": _check_settled,
    "rank_span": _check_span,
}
