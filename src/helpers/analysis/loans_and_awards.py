"""Technology finance: what is granted, what is planned, what is paid for what; averages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.data.figures import Figure

SUBJECT = "technology_finance"
_AMOUNT, _COUNT = "technology_loans", "technology_loan_firms"
_SAME = ("place", "entity", "period", "source")


@dataclass(frozen=True)
class Award:
    """What the rule of an award says beside its amount.

    Attributes:
        level: Level of what is awarded: `national`, `provincial` or `municipal`.
        payers: Budgets that pay, such as `city`.
    """

    level: str
    payers: Sequence[str]


# As the definitions of the indicators say; what a level or payer is called is a message.
AWARDS: Mapping[str, Award] = {
    "alliance_award_national": Award("national", ("city",)),
    "alliance_award_provincial": Award("provincial", ("city",)),
    "pilot_base_award_provincial": Award("provincial", ("city", "benefiting")),
    "pilot_base_award_municipal": Award("municipal", ("benefiting",)),
}


@dataclass(frozen=True)
class Average:
    """An amount over a count, with the interval from the rounding of the amount.

    Attributes:
        amount: The amount, as printed.
        count: Over how many, as printed.
        value: The quotient.
        low: Its lower end.
        high: Its upper end.
    """

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


def find_average(figures: Sequence[Figure]) -> Average | None:
    """Divide the loans by the firms that got them.

    Args:
        figures: Figures of technology finance.

    Returns:
        The average; None unless one document prints both, exactly, for one programme and period.
    """
    by_indicator = {figure.indicator: figure for figure in figures}
    amount, count = by_indicator.get(_AMOUNT), by_indicator.get(_COUNT)
    if amount is None or count is None:
        return None
    is_exact = amount.qualifier == count.qualifier == "exact"
    if not is_exact or any(getattr(amount, column) != getattr(count, column) for column in _SAME):
        return None
    total, firms = amount.number, count.number
    half = amount.rounding_unit / 2
    return Average(amount, count, total / firms, (total - half) / firms, (total + half) / firms)


def add_payers(figure: Figure) -> Decimal:
    """Return what all payers of one award pay together.

    Args:
        figure: An award; printed as so much from each payer, or as one amount.
    """
    award = AWARDS.get(figure.indicator)
    payers = len(award.payers) if award and figure.each == "yes" else 1
    return figure.number * payers
