"""Checks of quotients: a printed ratio against the amounts behind it, a rank against the values."""

import itertools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from statistics import median

from helpers.audit.facts import (
    Facts,
    Finding,
    Number,
    find_whole_year,
    is_actual,
    settle,
    write_factor,
)
from helpers.data.codebook import list_numerators
from helpers.data.figures import Figure
from helpers.data.printed.intervals import Interval, Verdict, compare_intervals, point
from helpers.data.printed.periods import parse_period

_OUTLIER = 20.0
# A moved decimal point multiplies a rate by ten; rates of cities seldom lie this far apart.
_OUTLYING_RATE = 8.0
_FEWEST_TO_COMPARE = 5


def check_ratios(facts: Facts) -> Iterator[Finding]:
    """Compare a printed ratio with amount over denominator, in the vintage that fits it best.

    The denominator that an amount and a ratio imply together is worked out as well.
    """
    for rule in facts.codebook.derived.values():
        if not rule["compares_with"]:
            continue
        for ratio in facts.of(rule["compares_with"]):
            if ratio.basis not in ("actual", "estimate") or find_whole_year(ratio) is None:
                continue
            amounts = _find_beside(facts, rule["numerator"], ratio.place, ratio)
            around = ratio.place
            if rule["denominator_place"] == "province":
                around = next(iter(facts.codebook.enclosing(around)), "")
            below = [
                figure
                for name in rule["denominator"].split("|")
                for figure in _find_beside(facts, name, around, ratio)
            ]
            if amounts and below:
                yield _judge_ratio(facts, rule, ratio, amounts, below)


def _find_beside(facts: Facts, indicator: str, place: str, ratio: Figure) -> list[Figure]:
    return [
        figure
        for figure in facts.of(indicator, place or "nowhere")
        if is_actual(figure) and figure.is_of_whole_place and figure.period == ratio.period
    ]


def _judge_ratio(
    facts: Facts, rule: Mapping[str, str], ratio: Figure, amounts: list[Figure], below: list[Figure]
) -> Finding:
    """Judge the amount of the same document where there is one, over each denominator."""
    own = [amount for amount in amounts if amount.source == ratio.source]
    amount = _nearest(own or amounts, ratio)
    printed, per = facts.interval(ratio), Decimal(rule["per"])
    quotients = [
        (facts.interval(amount) / facts.interval(under) * point(per), under)
        for under in sorted(below, key=lambda figure: _distance(figure, ratio))
    ]
    verdicts = [compare_intervals(quotient, printed) for quotient, _ in quotients]
    verdict: Verdict = min(verdicts, key=("consistent", "undecided", "inconsistent").index)
    quotient, under = quotients[verdicts.index(verdict)]
    verdict = settle(verdict, (amount, ratio, under))
    if verdict == "inconsistent" and any(
        f.is_provisional or f.is_of_low_reliability for f in (amount, ratio, under)
    ):
        verdict = "undecided"
    implied = facts.interval(amount) / printed * point(per)
    numbers = {
        "quotient": facts.quantity(quotient, ratio),
        "implied": facts.quantity(implied, under),
    }
    roles = {"ratio": [ratio], "amount": [amount], "under": [under]}
    other = [a for a in amounts if a is not amount]
    fits = [
        a
        for a in other
        if compare_intervals(facts.interval(a) / facts.interval(under) * point(per), printed)
        == "consistent"
    ]
    if verdict != "consistent" and own and fits:
        roles["fitting"] = fits[:1]
    form = "" if under.source == ratio.source else "fits" if fits else "lacking"
    if not own:
        form = "apart"
    return Finding("ratios", verdict, roles, numbers, form)


def _distance(figure: Figure, ratio: Figure) -> tuple[bool, int]:
    return (figure.source != ratio.source, abs(int(figure.vintage or 0) - int(ratio.vintage or 0)))


def _nearest(figures: list[Figure], ratio: Figure) -> Figure:
    return min(figures, key=lambda figure: _distance(figure, ratio))


def check_ranks(facts: Facts) -> Iterator[Finding]:
    """Compare a printed rank with the printed values of the places it was ranked among."""
    for row in facts.related("indicator", "rank_of"):
        for rank in filter(is_actual, facts.of(row["subject"])):
            place = rank.place
            around = next(iter(facts.codebook.enclosing(place)), "")
            rivals = facts.codebook.cities_of(around)
            values = {
                figure.place: figure
                for rival in rivals
                for figure in _find_beside(facts, row["object"], rival, rank)
            }
            own = values.pop(place, None)
            best, worst, is_ruled_out = 1, len(rivals), False
            verdict: Verdict = "undecided"
            if own is not None:
                level, others = facts.interval(own), list(map(facts.interval, values.values()))
                best += sum(other.is_above(level) for other in others)
                worst -= sum(level.is_above(other) for other in others)
                span = Interval(Decimal(best), Decimal(worst))
                is_ruled_out = compare_intervals(facts.interval(rank), span) == "inconsistent"
                if is_ruled_out:
                    verdict = settle("inconsistent", [rank, own, *values.values()])
                elif best == worst:
                    verdict = "consistent"
            roles = {"rank": [rank]} | ({"own": [own]} if own is not None else {})
            numbers: dict[str, Number] = {
                "best": best,
                "worst": worst,
                "known": len(values),
                "measure": row["object"],
            }
            form = "alone" if not values else "no_value" if own is None else ""
            if is_ruled_out:
                form = "ruled_out"
                numbers["ranks"] = "|".join(map(str, sorted({best, worst})))
            form = "span" if parse_period(rank.period).kind == "one" else form
            yield Finding("ranks", verdict, roles, numbers, form, [*values.values()])


def check_outliers(facts: Facts) -> Iterator[Finding]:
    """Find a rate or quotient many times that of the other places: a unit or a point gone wrong."""
    yield from _compare_rates(facts)
    for name, rule in facts.codebook.derived.items():
        if rule["denominator_place"] != "same":
            continue
        found: dict[tuple[str, str], list[tuple[float, Figure, Figure]]] = {}
        for amount in itertools.chain.from_iterable(map(facts.of, list_numerators(rule))):
            if not (is_actual(amount) and amount.is_of_whole_place) or not (amount.value or 0) > 0:
                continue
            below = [
                figure
                for other in rule["denominator"].split("|")
                for figure in _find_beside(facts, other, amount.place, amount)
                if (figure.value or 0) > 0
            ]
            if below:
                under = _nearest(below, amount)
                kind = facts.codebook.places[amount.place]["kind"]
                entry = float(amount.number) / float(under.number), amount, under
                found.setdefault((kind, amount.period), []).append(entry)
        for entries in found.values():
            yield from _find_far(name, entries)


def _find_far(name: str, entries: list[tuple[float, Figure, Figure]]) -> Iterator[Finding]:
    if len(entries) < _FEWEST_TO_COMPARE:
        return
    middle = median(value for value, _, _ in entries)
    for value, amount, under in entries:
        factor = value / middle
        verdict: Verdict = "undecided" if not 1 / _OUTLIER < factor < _OUTLIER else "consistent"
        numbers: dict[str, Number] = {
            "factor": write_factor(factor),
            "count": len(entries),
            "measure": name,
        }
        yield Finding("outliers", verdict, {"amount": [amount], "under": [under]}, numbers)


def _compare_rates(facts: Facts) -> Iterator[Finding]:
    """Compare the printed rates of one period in places of one kind."""
    for indicator, row in facts.codebook.indicators.items():
        found: dict[tuple[str, str], list[Figure]] = {}
        for rate in facts.of(indicator) if row["measure"] == "rate" else ():
            if is_actual(rate) and rate.is_of_whole_place and (rate.value or 0) > 0:
                kind = facts.codebook.places[rate.place]["kind"]
                found.setdefault((kind, rate.period), []).append(rate)
        for rates in found.values():
            count = len({rate.place for rate in rates})
            if count < _FEWEST_TO_COMPARE:
                continue
            middle = median(rate.number for rate in rates)
            for rate in rates:
                factor = float(rate.number / middle)
                is_far = not 1 / _OUTLYING_RATE < factor < _OUTLYING_RATE
                numbers: dict[str, Number] = {
                    "factor": write_factor(factor),
                    "count": count,
                    "middle": facts.quantity(point(middle), rate),
                }
                verdict: Verdict = "undecided" if is_far else "consistent"
                yield Finding("outliers", verdict, {"rate": [rate]}, numbers, "rate")
