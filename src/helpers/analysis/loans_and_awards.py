"""Technology finance: what is granted, what is planned, what is paid for what; averages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.data.codebook import Codebook
from helpers.data.figures import Figure
from helpers.data.printed.intervals import read_interval

SUBJECT = "technology_finance"
_SAME = ("place", "entity", "period", "source")


@dataclass(frozen=True)
class Average:
    """An amount over a count, with the interval from the rounding of the amount.

    Attributes:
        relation: The row of relations.csv that relates the two; its note names the average.
        amount: The amount, as printed.
        count: Over how many, as printed.
        value: The quotient.
        low: Its lower end.
        high: Its upper end.
    """

    relation: Mapping[str, str]
    amount: Figure
    count: Figure
    value: Decimal
    low: Decimal
    high: Decimal

    @property
    def rounded(self) -> Decimal:
        """The quotient, no finer than its interval allows."""
        width = self.high - self.low
        if not width:
            return self.value
        step = Decimal(10) ** width.adjusted()
        return (self.value / step).quantize(Decimal(1)) * step


def find_averages(figures: Sequence[Figure], codebook: Codebook) -> list[Average]:
    """Divide amounts by the firms that they were granted to.

    One document prints both figures, exactly, for one programme and period.
    """
    by_indicator = {figure.indicator: figure for figure in figures}
    averages = []
    for row in codebook.related("indicator", "granted_to"):
        amount, count = by_indicator.get(row["subject"]), by_indicator.get(row["object"])
        if amount is None or count is None:
            continue
        is_exact = amount.qualifier == count.qualifier == "exact"
        if is_exact and all(getattr(amount, name) == getattr(count, name) for name in _SAME):
            above, below = (
                read_interval(figure, codebook.units[figure.unit]["kind"])
                for figure in (amount, count)
            )
            ends = above / below
            if ends.low is not None and ends.high is not None:
                mean = amount.number / count.number
                averages.append(Average(row, amount, count, mean, ends.low, ends.high))
    return averages


def add_payers(figure: Figure, codebook: Codebook) -> Decimal:
    """Return what all payers of one award pay together, where so much from each is printed."""
    rung = codebook.rung_awarded(figure.indicator)
    payers = len(rung["payers"].split("|")) if rung and figure.each == "yes" else 1
    return figure.number * payers
