"""The network of cooperation: the named pairs of a local party and a partner.

A node is a party, an edge joins one pair with one status: what exists and what is planned are two
edges, so that neither is ever counted as the other. A pair printed on two lines is one edge.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import networkx as nx
import pandas as pd

from helpers.audit.parties import CONTACTS, find_crossed, find_unnamed
from helpers.data.codebook import Codebook
from helpers.data.figures import list_rows

_STATUSES = EXISTING, PLANNED = "existing", "planned"
COLUMNS = (
    *("city", "place", "local_party", "local_zh", "local_en", "local_kind"),
    *("partner", "partner_zh", "partner_en", "partner_kind", "reach", "status", "pairing", "ties"),
    *("sources", "locators", "rows", "note_zh", "note_en"),
)
LISTS = ("ties", "sources", "locators", "rows", "note_zh", "note_en")
_ABOUT = ("name_zh", "name_en", "kind", "place", "aliases_zh")
SEPARATOR = "|"
Role = Literal["local_party", "partner"]


@dataclass(frozen=True)
class Hub:
    """One party and whom it is named with, each of them once.

    Attributes:
        party: Identifier of the party.
        existing: Whom it has a tie with.
        planned: Whom it plans a tie with; some of them it may have one with already.
        possible: Those of `existing`, at its end, that no line says just this party works with, or
            that are not named and may be another of them.
        unsure: Those of `planned` that are not named and may be another of them.
    """

    party: str
    existing: Sequence[str]
    planned: Sequence[str]
    possible: Sequence[str] = ()
    unsure: Sequence[str] = ()

    @property
    def certain(self) -> int:
        """The number of partners it has a tie with for certain."""
        return len(self.existing) - len(self.possible)

    @property
    def span(self) -> tuple[int, int]:
        """The number of partners it has a tie with, for certain and at most."""
        return self.certain, len(self.existing)

    @property
    def planned_span(self) -> tuple[int, int]:
        """The number of partners it plans a tie with, for certain and at most."""
        return len(self.planned) - len(self.unsure), len(self.planned)

    @property
    def everyone(self) -> list[str]:
        """All of them, each once."""
        return list(dict.fromkeys([*self.existing, *self.planned]))


@dataclass(frozen=True)
class Shared:
    """An outside partner that several cities name.

    Attributes:
        partner: Identifier of the partner.
        existing: The places of its local parties by city, where a tie exists.
        planned: The same for the cities that only plan one.
    """

    partner: str
    existing: Mapping[str, Sequence[str]]
    planned: Mapping[str, Sequence[str]]


def build_network(partnerships: pd.DataFrame, codebook: Codebook) -> nx.MultiGraph:
    """Build the network of named cooperation; visits, recruitment and liaison are none.

    Returns:
        Nodes with names, kind and place; edges with the key `existing` or `planned`, the city and
        place they are counted for, and what each printed row says. The pairing is `open` where no
        line says that just these two work together, and `unnamed` where each prints of the local
        party its place alone, so that it may be another one there. Parties that were renamed are
        one node, under the later name.
    """
    listed = {row["partnership_id"]: row for row in list_rows(partnerships)}
    left = {"open": find_crossed(listed), "unnamed": find_unnamed(listed, codebook.places)}
    renamed = codebook.related("entity", "successor_of")
    successors = {row["object"]: row["subject"] for row in renamed}
    network = nx.MultiGraph()
    for row in partnerships[~partnerships["tie"].isin(CONTACTS)].to_dict("records"):
        local, partner = (_follow(successors, row[role]) for role in ("local_party", "partner"))
        for party in (local, partner):
            entity = codebook.entities[party]
            network.add_node(party, **{name: entity[name] for name in _ABOUT})
        status, city = row["status"], codebook.city_of(row["place"])
        if not network.has_edge(local, partner, status):
            inside = codebook.city_of(codebook.entities[partner]["place"]) == city
            about = {"number": network.number_of_edges() + 1, "city": city, "place": row["place"]}
            about |= {"local_party": local, "partner": partner, "status": status}
            about |= {"reach": "inside" if inside else "outside"}
            network.add_edge(local, partner, status, **about, **{name: [] for name in LISTS})
        edge = network.edges[local, partner, status]
        edge["rows"].append(row["partnership_id"])
        edge["sources"].append(row["source"])
        edge["locators"].append(row["locator"])
        for name, text in (("ties", row["tie"]), *((n, row[n]) for n in ("note_zh", "note_en"))):
            if text and text not in edge[name]:
                edge[name].append(text)
        ways = (way for way, names in left.items() if names.issuperset(edge["rows"]))
        edge["pairing"] = next(ways, "stated")
    return network


def _follow(successors: Mapping[str, str], party: str) -> str:
    while party in successors:
        party = successors[party]
    return party


def narrow(
    network: nx.MultiGraph, city: str = "", status: str = "", reach: str = "", pairing: str = ""
) -> nx.MultiGraph:
    """Return the edges of a city (with its counties), a status, a reach, a pairing; empty for any.

    Partners are `outside` the city or `inside`; a tie is `existing` or `planned`, its pairing
    `stated`, `open` or `unnamed`.
    """
    wanted = {"city": city, "status": status, "reach": reach, "pairing": pairing}
    chosen = nx.MultiGraph()
    for edge in list_ties(network):
        if all(edge[name] == value for name, value in wanted.items() if value):
            ends = edge["local_party"], edge["partner"]
            chosen.add_nodes_from((party, network.nodes[party]) for party in ends)
            chosen.add_edge(*ends, edge["status"], **edge)
    return chosen


def list_ties(network: nx.MultiGraph) -> list[dict[str, Any]]:
    """Return the edges as mappings, in the order in which the pairs were first entered."""
    edges = [edge for *_, edge in network.edges(data=True)]
    return sorted(edges, key=lambda edge: int(edge["number"]))


def list_places(network: nx.MultiGraph) -> list[str]:
    """Return the city whose pairs these are, or the counties where all of them lie in counties."""
    edges = list_ties(network)
    places = dict.fromkeys(edge["place"] for edge in edges)
    cities = dict.fromkeys(edge["city"] for edge in edges)
    return list(cities if places.keys() & cities.keys() else places)


def count_pairs(network: nx.MultiGraph) -> int:
    """Count the pairs, each once whether it exists, is planned or both."""
    return len({(edge["local_party"], edge["partner"]) for edge in list_ties(network)})


def count_least_both(network: nx.MultiGraph) -> int:
    """Count the pairs that are planned and surely exist too: their pairing is stated."""
    stated = {
        status: {
            (edge["local_party"], edge["partner"])
            for edge in list_ties(narrow(network, status=status))
            if edge["pairing"] == "stated"
        }
        for status in (EXISTING, PLANNED)
    }
    return len(stated[EXISTING] & stated[PLANNED])


def count_least(network: nx.MultiGraph, kind: str = "") -> int:
    """Count the pairs there are at least, of one kind of tie or of any.

    Where a pairing is open, each local party has one; one that is not named may be any other that
    has the same partner.
    """
    edges = [edge for edge in list_ties(network) if not kind or kind in edge["ties"]]
    named = {edge["partner"] for edge in edges if edge["pairing"] != "unnamed"}
    pairs: set[tuple[str, str]] = set()
    for edge in edges:
        if edge["pairing"] == "open":
            pairs.add((edge["local_party"], ""))
        elif edge["pairing"] == "stated" or edge["partner"] not in named:
            pairs.add((edge["local_party"], edge["partner"]))
    return len(pairs)


def rank_hubs(network: nx.MultiGraph, role: Role) -> list[Hub]:
    """Rank the parties of one side by how many others they surely have a tie with, the most first.

    Among equals those with more possible ties come first, then those with more planned ones, then
    as they were entered.
    """
    other: Role = "partner" if role == "local_party" else "local_party"
    edges = list_ties(network)
    stated = {(edge["partner"], edge["status"]) for edge in edges if edge["pairing"] == "stated"}
    found: dict[str, dict[tuple[str, bool], list[str]]] = {}
    for edge in edges:
        status, pairing = edge["status"], edge["pairing"]
        is_other = role == "partner" and (edge["partner"], status) in stated
        is_left = (pairing, status) == ("open", EXISTING) or (pairing == "unnamed" and is_other)
        sides = found.setdefault(edge[role], {})
        sides.setdefault((status, is_left), []).append(edge[other])
    hubs = []
    for party, sides in found.items():
        sure, left, planned, unsure = (
            sides.get((status, is_left), []) for status in _STATUSES for is_left in (False, True)
        )
        hubs.append(Hub(party, [*sure, *left], [*planned, *unsure], left, unsure))
    return sorted(hubs, key=lambda hub: (*hub.span, len(hub.planned)), reverse=True)


def count_kinds(network: nx.MultiGraph) -> dict[str, int]:
    """Count the pairs that have each kind of tie, the commonest first; a pair may have several."""
    kinds = [kind for edge in list_ties(network) for kind in edge["ties"]]
    counts = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def find_shared(network: nx.MultiGraph) -> list[Shared]:
    """Find the outside partners that several cities name, those of the most parties first."""
    outside = narrow(network, reach="outside")
    found = []
    for hub in rank_hubs(outside, "partner"):
        places: dict[str, dict[str, dict[str, None]]] = {EXISTING: {}, PLANNED: {}}
        for edge in list_ties(outside):
            if edge["partner"] == hub.party:
                of_city = places[edge["status"]].setdefault(edge["city"], {})
                of_city[edge["place"]] = None
        existing = {city: list(of_city) for city, of_city in places[EXISTING].items()}
        planned = {
            city: list(of_city)
            for city, of_city in places[PLANNED].items()
            if city not in places[EXISTING]
        }
        if len(existing) + len(planned) > 1:
            found.append(Shared(hub.party, existing, planned))
    return found


def find_remarks(
    network: nx.MultiGraph, partnerships: pd.DataFrame, codebook: Codebook, note: str
) -> dict[str, list[tuple[str, str]]]:
    """Find the remarks on what the print leaves open of some ties: who else, or who with whom.

    Several rows of a document bear such a remark, or one that a printed total counts. Any other
    remark on a single row stands in the list of the pairs alone.

    Returns:
        Source and locator of the rows of the network that bear each remark, in `note_zh` or
        `note_en`.
    """
    shown = {name for edge in list_ties(network) for name in edge["rows"]}
    totals = ("counts_local_party", "counts_partner")
    counted = {row["object"] for relation in totals for row in codebook.related("figure", relation)}
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in list_rows(partnerships):
        if row[note]:
            groups.setdefault((row["source"], row[note]), []).append(row)
    remarks: dict[str, list[tuple[str, str]]] = {}
    for (source, remark), rows in groups.items():
        places = [(source, row["locator"]) for row in rows if row["partnership_id"] in shown]
        if places and (len(rows) > 1 or rows[0]["partnership_id"] in counted):
            remarks.setdefault(remark, []).extend(places)
    return remarks


def find_contacts(
    partnerships: pd.DataFrame, codebook: Codebook, city: str
) -> dict[str, pd.DataFrame]:
    """Find the rows of a city on each kind of contact that is no cooperation."""
    own = partnerships[partnerships["place"].map(codebook.city_of).eq(city)]
    return {tie: own[own["tie"].eq(tie)] for tie in CONTACTS}


def list_edges(network: nx.MultiGraph) -> pd.DataFrame:
    """List the edges as a table, one row per pair and status; several values stand side by side."""
    rows = []
    for edge in list_ties(network):
        row = edge | {name: SEPARATOR.join(edge[name]) for name in LISTS}
        for role, prefix in (("local_party", "local"), ("partner", "partner")):
            party = network.nodes[edge[role]]
            names = {"zh": "name_zh", "en": "name_en", "kind": "kind"}
            row |= {f"{prefix}_{short}": party[name] for short, name in names.items()}
        rows.append(row)
    return pd.DataFrame(rows, columns=list(COLUMNS))
