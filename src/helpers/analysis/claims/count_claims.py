"""Claims about a number of places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from helpers.analysis.claims.claim import Claim, ClaimRow, KnownRows, Truth, find_order, join_ids
from helpers.analysis.claims.place_claims import list_rows, tell_places
from helpers.analysis.standings import Comparison, Standing
from helpers.data.figures import AnyFigure, DerivedValue
from helpers.data.printed.intervals import Interval, point


@dataclass(frozen=True, kw_only=True)
class CountClaim(Claim):
    """So many places lie above or below lines, rose between two years, or have a figure.

    Relations: `above` and `below`, beyond the line of each comparison, of one or of two measures;
    `rose` and `fell`, from the first comparison to the second; `valued`, with a value; `bounded`,
    with a bound only. The number runs from what is sure to what is possible: true when `low` is
    not more than the sure ones, and `high`, where it is said, is not less than the possible ones.
    With `is_of_known`, places without a figure are outside and `total` counts the others;
    otherwise each of them is possible. A place counts once.

    Not for: figures or sentences counted; a count to which a bound could add, told as exact.

    Attributes:
        comparisons: The places on one measure or two.
        relation: What is counted.
        lines: The row that each comparison is set against, for `above` and `below`.
        low: Number said.
        high: The same number, or None where the sentence says "at least".
        total: Of how many places.
        is_of_known: Whether only the places with a figure are counted among.
    """

    kind: ClassVar[str] = "count"
    comparisons: tuple[Comparison, ...]
    relation: Literal["above", "below", "rose", "fell", "valued", "bounded"]
    lines: tuple[AnyFigure, ...] = ()
    low: int
    high: int | None
    total: int
    is_of_known: bool = False

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        places = _list_counted(self.comparisons, is_of_known=self.is_of_known)
        if len(places) != self.total:
            return "false"
        sure, possible = self.count(known)
        if self.low > possible or (self.high is not None and self.high < sure):
            return "false"
        return (
            "true" if self.low <= sure and (self.high is None or possible <= self.high) else "open"
        )

    def count(self, known: KnownRows) -> tuple[int, int]:
        """Return how many surely count, and how many may."""
        rows = [list_rows(found) for found in self.comparisons]
        sure = possible = 0
        for place in _list_counted(self.comparisons, is_of_known=self.is_of_known):
            verdicts = self._ask(place, rows, known)
            sure += all(verdict is True for verdict in verdicts)
            possible += all(verdict is not False for verdict in verdicts)
        return sure, possible

    def _ask(
        self, place: str, rows: Sequence[Mapping[str, AnyFigure]], known: KnownRows
    ) -> list[bool | None]:
        """Return of each comparison whether the place counts; None where it may or may not."""
        if self.relation in ("valued", "bounded"):
            return [_is_of_kind(found.of(place), self.relation) for found in self.comparisons]
        own = [found.get(place) for found in rows]
        ends = [None if row is None else known.find_ends(row) for row in own]
        if self.relation in ("rose", "fell"):
            pairs = [(ends[1], ends[0])]
        else:
            pairs = [
                (end, _set_line(row, line, known))
                for row, end, line in zip(own, ends, self.lines, strict=True)
            ]
        wanted = {"rose": "above", "fell": "below"}.get(self.relation, self.relation)
        verdicts: list[bool | None] = []
        for one, other in pairs:
            order = None if one is None or other is None else find_order(one, other)
            if order == "level" and wanted == "above" and one and other and one.high == other.low:
                order = "equal"  # at most the line is not above it
            verdicts.append(None if order in (None, "level") else order == wanted)
        return verdicts

    def tell(self) -> ClaimRow:
        """See Claim."""
        relation = f"{self.relation}_of_known" if self.is_of_known else self.relation
        return tell_places(
            self.kind,
            relation,
            self.comparisons,
            [],
            against=join_ids(self.lines),
            ends=(self.low, self.high),
            total=self.total,
        )


def count_places(
    known: KnownRows,
    relation: Literal["above", "below", "rose", "fell", "valued", "bounded"],
    comparisons: Sequence[Comparison],
    lines: Sequence[AnyFigure] = (),
    *,
    is_of_known: bool = False,
) -> CountClaim:
    """Return how many places count for sure, as a claim; "at least" where others may."""
    total = len(_list_counted(comparisons, is_of_known=is_of_known))
    open_claim = CountClaim(
        comparisons=tuple(comparisons),
        relation=relation,
        lines=tuple(lines),
        low=0,
        high=None,
        total=total,
        is_of_known=is_of_known,
    )
    sure, possible = open_claim.count(known)
    return replace(open_claim, low=sure, high=sure if sure == possible else None)


def _list_counted(comparisons: Sequence[Comparison], *, is_of_known: bool) -> list[str]:
    places = [standing.place for standing in comparisons[0].standings]
    if not is_of_known:
        return places
    rows = [list_rows(found) for found in comparisons]
    return [place for place in places if all(place in found for found in rows)]


def _set_line(row: AnyFigure | None, line: AnyFigure, known: KnownRows) -> Interval:
    """Return the ends of a line; whoever names the places above it means it as printed."""
    is_bound = isinstance(row, DerivedValue) and row.is_bound
    if is_bound and line.value is not None and not line.is_doubted:
        return point(line.value)
    return known.find_ends(line)


def _is_of_kind(standing: Standing, relation: str) -> bool:
    if relation == "bounded":
        return standing.kind == "bound"
    return standing.value is not None and not standing.takes_no_rank
