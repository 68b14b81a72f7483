"""The network of cooperation as a file of GraphML."""

import networkx as nx

from helpers.analysis.cooperation import LISTS, SEPARATOR, list_ties


def write_graphml(network: nx.MultiGraph) -> str:
    """Write the network as GraphML, the same bytes each time; lists are joined by a bar.

    Every edge has an identifier of its own, so that a pair keeps both of its edges.
    """
    plain = nx.MultiGraph()
    plain.add_nodes_from(network.nodes(data=True))
    for edge in list_ties(network):
        flat = edge | {name: SEPARATOR.join(edge[name]) for name in LISTS}
        ends = edge["local_party"], edge["partner"]
        plain.add_edge(*ends, edge["status"], identifier=f"e{edge['number']}", **flat)
    lines = nx.generate_graphml(plain, prettyprint=False, edge_id_from_attribute="identifier")
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', *lines, ""])
