"""Claims that nothing is known of some places."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import pandas as pd

from helpers.analysis.claims.claim import Claim, ClaimRow, KnownRows, Truth
from helpers.data.figures import AnyFigure, DerivedValue, Figure

Absence = Literal["none", "no_print", "no_actual", "no_settled", "no_rank"]


@dataclass(frozen=True, kw_only=True)
class AbsenceClaim(Claim):
    """No figure of some indicators is known for some places.

    Relations: `none`, nothing is printed or derived, targets included; `no_print`, nothing is
    printed; `no_actual`, no actual figure, be it of a month or provisional; `no_settled`, no
    actual figure that its publisher will not replace; `no_rank`, there is one, but the latest
    is doubted.
    Every place, period and document known is looked at. With `period`, only that very period; with
    `since`, only periods that end after that year. A figure for a county or one firm is not one for
    the city, so it does not count, unless `is_everywhere` says that the sentence excludes those
    too. A derived value counts as an actual one; a derived
    bound is something, but no figure.

    Not for: "not compared", "not of that year" or "not comparable" told as "no figure".

    Attributes:
        indicators: Printed or derived indicators.
        places: Slugs of the places.
        relation: What there is none of.
        period: The only period spoken of; empty for all.
        since: Year after which none is known; empty for ever.
        is_everywhere: Whether parts of the places and bodies in them are spoken of as well.
    """

    kind: ClassVar[str] = "absence"
    indicators: tuple[str, ...]
    places: tuple[str, ...]
    relation: Absence
    period: str = ""
    since: str = ""
    is_everywhere: bool = False

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        for indicator in self.indicators:
            for place in self.places:
                rows: list[AnyFigure] = [*known.list_printed(indicator, place)]
                if self.relation != "no_print":
                    rows += known.list_derived(indicator, place)
                counted = [row for row in rows if self._counts(row)]
                if self.relation == "no_rank":
                    if not counted or not _find_last(counted).takes_no_rank:
                        return "false"
                elif counted:
                    return "false"
        return "true"

    def _counts(self, row: AnyFigure) -> bool:
        if self.period and row.period != self.period:
            return False
        if isinstance(row, DerivedValue):
            is_figure = self.relation == "none" or not row.is_bound
            return is_figure and (not self.since or row.period > self.since)
        if not self.is_everywhere and not row.is_of_whole_place:
            return False
        if self.since and (row.period_end is None or f"{row.period_end.year}" <= self.since):
            return False
        if self.relation in ("none", "no_print"):
            return True
        return row.basis == "actual" if self.relation == "no_actual" else row.is_settled

    def tell(self) -> ClaimRow:
        """See Claim."""
        relation = f"{self.relation}_everywhere" if self.is_everywhere else self.relation
        return ClaimRow(
            self.kind,
            relation,
            "|".join(self.indicators),
            places="|".join(self.places),
            period=f"{self.since}/.." if self.since else self.period,
        )


@dataclass(frozen=True, kw_only=True)
class NoReplyClaim(Claim):
    """No reply to a proposal or suggestion is among the documents read for a place.

    True when no row of the proposals known is of that place.

    Not for: a proposal whose result or day is not printed.

    Attributes:
        proposals: What `read_proposals` returns.
        place: Slug of the place.
    """

    kind: ClassVar[str] = "absence"
    proposals: pd.DataFrame
    place: str

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        del known  # proposals are no figures
        return "false" if self.proposals["place"].eq(self.place).any() else "true"

    def tell(self) -> ClaimRow:
        """See Claim."""
        return ClaimRow(self.kind, "no_reply", places=self.place)


def _find_last(rows: Sequence[AnyFigure]) -> AnyFigure:
    """Return the figure that stands: of the printed ones the latest vintage, else a derived one."""
    printed = sorted(
        (row for row in rows if isinstance(row, Figure)), key=lambda row: row.known_from
    )
    return [*rows, *printed][-1]
