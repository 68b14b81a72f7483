"""Claims about the named pairs of a city: how many there are, and who is in most of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import networkx as nx

from helpers.analysis.claims.claim import Claim, ClaimRow, KnownRows, Truth
from helpers.analysis.contract_steps import find_pairs
from helpers.analysis.cooperation import (
    EXISTING,
    PLANNED,
    count_least,
    count_least_both,
    count_pairs,
    list_places,
    list_ties,
    narrow,
    rank_hubs,
)
from helpers.data.figures import Figure

Count = Literal["existing", "planned", "both", "parties", "partners", "crossed", "held", "most"]


@dataclass(frozen=True, kw_only=True)
class PairsClaim(Claim):
    """So many pairs of a local party and an outside partner are named for a place.

    Relations: `existing` and `planned`, pairs of that status; `both`, pairs of both; `parties` and
    `partners`, who stands in the existing ones; `crossed`, existing pairs that are all combinations
    of some parties, none of which is said to be one; `held`, existing pairs of one local party;
    `most`, existing ties of each of some partners with parties that are named, when no other may
    have as many. A pair counts once however often it is printed, under its latest name; a contact
    is none. Pairs of counties only are told of those counties, never of their city.

    Not for: contracts, projects or counts printed in a document, which name nobody.

    Attributes:
        network: Pairs of the city with partners outside it, existing and planned.
        relation: What is counted.
        number: Number said.
        named: The parties that `held` or `most` names.
        least: The lower end said of `existing`, `planned` or `both`, where it is open who is
            paired.
    """

    kind: ClassVar[str] = "pairs"
    network: nx.MultiGraph
    relation: Count
    number: int
    named: tuple[str, ...] = ()
    least: int | None = None

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        del known  # the network is that of all known rows
        least = self.number if self.least is None else self.least
        is_least = self._count_least() in (None, least)
        return "true" if self._count() == self.number and is_least else "false"

    def _count_least(self) -> int | None:
        """Return how many there are at least; None where the print leaves no pairing open."""
        if self.relation in (EXISTING, PLANNED):
            return count_least(narrow(self.network, status=self.relation))
        return count_least_both(self.network) if self.relation == "both" else None

    def _count(self) -> int | None:
        """Return the number there is; None where not those named have the most."""
        existing, planned = (narrow(self.network, status=one) for one in (EXISTING, PLANNED))
        numbers = [count_pairs(one) for one in (existing, planned)]
        partners, parties = rank_hubs(existing, "partner"), rank_hubs(existing, "local_party")
        if self.relation == "held":
            return next(len(hub.existing) for hub in parties if hub.party in self.named)
        if self.relation == "most":
            most = max((len(hub.existing) for hub in partners), default=0)
            leaders = {hub.party for hub in partners if len(hub.existing) == most}
            is_open = any(hub.possible for hub in partners if hub.party in leaders)
            unnamed = {edge["partner"] for edge in list_ties(narrow(existing, pairing="unnamed"))}
            is_said = leaders == {*self.named} and not is_open and not leaders & unnamed
            return most if is_said else None
        return {
            "existing": numbers[0],
            "planned": numbers[1],
            "both": sum(numbers) - count_pairs(self.network),
            "parties": len(parties),
            "partners": len(partners),
            "crossed": numbers[0],
        }[self.relation]

    def tell(self) -> ClaimRow:
        """See Claim."""
        rows = [row for edge in list_ties(self.network) for row in edge["rows"]]
        return ClaimRow(
            self.kind,
            self.relation,
            figures="|".join(rows),
            against="|".join(self.named),
            places="|".join(list_places(self.network)),
            low=str(self.number if self.least is None else self.least),
            high=str(self.number),
        )


@dataclass(frozen=True, kw_only=True)
class SignedClaim(Claim):
    """So many local firms are named as having signed for an amount, in a place.

    True when the amount is of that place and the codebook lays it to existing pairs of so many
    local parties.

    Not for: a count of firms that a document prints.

    Attributes:
        amount: What was signed.
        pairs: Known partnerships by identifier.
        number: Number said.
        place: Slug of the place.
    """

    kind: ClassVar[str] = "pairs"
    amount: Figure
    pairs: Mapping[str, Mapping[str, str]]
    number: int
    place: str

    def judge(self, known: KnownRows) -> Truth:
        """See Claim."""
        covered = find_pairs(self.amount, self.pairs, known.codebook)
        firms = {local for local, _ in covered}
        return "true" if (len(firms), self.amount.place) == (self.number, self.place) else "false"

    def tell(self) -> ClaimRow:
        """See Claim."""
        number, figure = str(self.number), self.amount.figure_id
        return ClaimRow(
            self.kind, "signed", figures=figure, places=self.place, low=number, high=number
        )
