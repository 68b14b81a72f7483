"""Claims about a statistic of several places, with the interval that so few of them leave."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal

from helpers.analysis.claims.claim import Claim, ClaimRow, KnownRows, Truth
from helpers.analysis.inference.resampling import Estimate

Statistic = Literal[
    "spread",
    "spread_change",
    "spread_change_without_one",
    "first_slope",
    "last_slope",
    "median_growth",
    "rank_correlation",
    "partial_rank_correlation",
    "correlation_without_one",
    "rank_gap",
    "settled_share",
    "median_settled_share",
    "rank_span",
    "forecast_gain",
    "least_miss",
    "median_peak",
    "own_pace",
    "pace_quartiles",
    "level_factor",
    "as_fast",
    "targets",
]
_DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class EstimateClaim(Claim):
    """A statistic of some places lies above or below zero, or its interval leaves that open.

    True when the interval lies on the side said; `undecided` when it holds zero. With relation
    `stands` only the numbers are said. The places are all of their province with a
    figure that takes a rank of every measure in every period: none is left out to make a point.

    Not for: fewer than four places told as above or below; a cause; a statistic of targets.

    Attributes:
        statistic: Which number.
        relation: `above` or `below` zero, `undecided`, or `stands` where no side is said.
        measures: Indicators; `a/b` is the first over the second.
        periods: Years of a measure, or of several measures the year of each.
        found: The number, the ends of its interval or of the span said, and how many places.
        places: Slugs of the places.
        against: What a statistic is about besides: a place, a layer, a year, a base and a target.
    """

    kind: ClassVar[str] = "estimate"
    statistic: Statistic
    relation: Literal["above", "below", "undecided", "stands"]
    measures: tuple[str, ...]
    periods: tuple[str, ...]
    found: Estimate
    places: tuple[str, ...]
    against: str = ""

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        for name in "/".join(self.measures).split("/"):
            rows = ((known.list_printed(name, p), known.list_derived(name, p)) for p in self.places)
            if not any(map(any, rows)):
                return "unverifiable"
        if not math.isfinite(self.found.value):
            return "unverifiable"
        if self.relation == "stands":
            return "true"
        if math.isnan(self.found.low):
            return "unverifiable"
        side = find_sign(self.found)
        if side == self.relation:
            return "true"
        return "open" if side == "undecided" else "false"

    def tell(self) -> ClaimRow:
        """See Claim."""
        return ClaimRow(
            self.kind,
            self.relation,
            "|".join(self.measures),
            against=self.against,
            places="|".join(self.places),
            period="|".join(self.periods),
            low=_write(self.found.low),
            high=_write(self.found.high),
            total=str(self.found.count),
            statistic=self.statistic,
            value=_write(self.found.value),
        )


def find_sign(found: Estimate) -> Literal["above", "below", "undecided"]:
    """Return on which side of zero a whole interval lies."""
    return "above" if found.low > 0 else "below" if found.high < 0 else "undecided"


def claim_side(
    statistic: Statistic,
    found: Estimate,
    measures: str | Iterable[str],
    places: Iterable[str],
    periods: Iterable[object],
    against: str = "",
) -> EstimateClaim:
    """Return the claim that a statistic lies where its interval does: a side of zero, or open.

    Args:
        statistic: Which number.
        found: The number with its interval.
        measures: One indicator or several; `a/b` is the first over the second.
        places: Slugs of the places.
        periods: Years of a measure, or of several measures the year of each.
        against: What the statistic is about besides.
    """
    return EstimateClaim(
        statistic=statistic,
        relation=find_sign(found),
        measures=(measures,) if isinstance(measures, str) else tuple(measures),
        periods=tuple(map(str, periods)),
        found=found,
        places=tuple(places),
        against=against,
    )


def claim_number(
    statistic: Statistic,
    found: Estimate | float,
    measures: str | Iterable[str],
    places: Iterable[str],
    periods: Iterable[object],
    against: str = "",
) -> EstimateClaim:
    """Return the claim that a statistic has a value, or a span of them, whatever its side.

    Args:
        statistic: Which number.
        found: The number, alone or with the ends of a span.
        measures: As for `claim_side`.
        places: Slugs of the places.
        periods: As for `claim_side`.
        against: What the statistic is about besides.
    """
    names = tuple(places)
    if not isinstance(found, Estimate):
        found = Estimate(float(found), math.nan, math.nan, len(names))
    return EstimateClaim(
        statistic=statistic,
        relation="stands",
        measures=(measures,) if isinstance(measures, str) else tuple(measures),
        periods=tuple(map(str, periods)),
        found=found,
        places=names,
        against=against,
    )


def _write(number: float) -> str:
    return "" if math.isnan(number) else f"{number:.{_DIGITS}g}"
