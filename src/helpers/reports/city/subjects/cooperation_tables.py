"""Named cooperation in tables: the partners of a city, and the pairs that they leave out."""

from collections.abc import Container, Sequence
from typing import Any

import networkx as nx

from helpers.analysis.cooperation import EXISTING, PLANNED, Hub, find_remarks, list_ties, rank_hubs
from helpers.pages.items import Column, Item, Table
from helpers.pages.runs import Runs
from helpers.reports.city.subjects.cooperation_text import (
    count_existing,
    name_party,
    name_scope,
    say_lines,
    say_printed,
    say_where,
    span_counts,
)
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import explain_empty
from helpers.reports.report import Report
from helpers.words.language import cut_list

MOST_ROWS = 12
_MOST_ADDED = 2


def _join_names(
    report: Report, parties: Sequence[str], most: int | None = None, count: str = ""
) -> str:
    names = [name_party(report, party) for party in parties]
    shown = names if most is None else cut_list(names, most)
    listed = report.join_parts(shown)
    if len(names) < 2:
        return listed
    if left := len(names) - len(shown):
        listed = report.say("cooperation_more", names=listed, count=left)
    return report.say("cooperation_counted", count=count or len(names), names=listed)


def cut_hubs(hubs: Sequence[Hub], most: int = MOST_ROWS) -> Sequence[Hub]:
    """Return the first of some ranked parties for a table, never cut among equals.

    All equals of the last one are kept where they are no more than two rows too many, and none of
    them otherwise. Where nobody ranks above them, the first `most` stand for all.
    """
    last = [hub.span for hub in hubs[:most]][-1:]
    above = [hub for hub in hubs if [hub.span] > last]
    equal = [hub for hub in hubs if [hub.span] == last]
    if len(above) + len(equal) <= most + _MOST_ADDED:
        return [*above, *equal]
    return above or hubs[:most]


def tabulate_partners(
    city: CityReport, network: nx.MultiGraph, most: int = MOST_ROWS, named: int | None = None
) -> Table:
    """Set the outside partners of a city in a table, those with the most local parties first.

    A cell names all local parties, or some beside their count. `tabulate_other_pairs` has the pairs
    that the table leaves out.
    """
    report, say = city.report, city.say
    hubs = rank_hubs(network, "partner")
    shown = cut_hubs(hubs, most)
    has_plans = any(hub.planned for hub in shown)
    columns = [
        Column(say("column_partner"), "left", 2.4),
        Column(say("cooperation_column_existing"), "left", 3.6),
        *([Column(say("cooperation_column_planned"), "left", 2.8)] if has_plans else []),
        Column(say("cooperation_column_kinds"), "left", 2.8),
        Column(say("column_printed"), "left", 2.6),
    ]
    rows: list[list[Runs]] = []
    for hub in shown:
        existing = _join_names(report, hub.existing, named, count_existing(report, hub))
        intended = _join_names(report, hub.planned, named, span_counts(report, *hub.planned_span))
        sides = [existing, *([intended] if has_plans else [])]
        cells = [
            name_party(report, hub.party),
            *(side or say("none_cell") for side in sides),
            _say_kinds(report, network, hub.party),
            say_printed(report, network, hub.party),
        ]
        rows.append([[cell] for cell in cells])
    names = {hub.party for hub in shown}
    notes = [*explain_empty(report, rows), *_say_remarks(report, network, names)]
    left = [hub for hub in hubs if hub.party not in names]
    if named is not None and left:
        planned = sum(not hub.existing for hub in left)
        form = "_planned" if planned else ""
        notes.append(say(f"cooperation_left{form}", count=len(left), planned=planned))
    notes.append(say("cooperation_attached"))
    is_ranked = any(len(hub.everyone) > 1 for hub in shown)
    order = say("cooperation_order") if is_ranked else ""
    caption = say("cooperation_table", city=name_scope(city, network), order=order)
    return Table(caption, columns, rows, notes, is_compact=named is not None)


def tabulate_other_pairs(city: CityReport, network: nx.MultiGraph) -> list[Item]:
    """Set the pairs of the partners that the first table leaves out in a table of local parties."""
    report, say = city.report, city.say
    told = {hub.party for hub in cut_hubs(rank_hubs(network, "partner"))}
    rest = [edge for edge in list_ties(network) if edge["partner"] not in told]
    partners = {edge["partner"] for edge in rest}
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for status in (EXISTING, PLANNED):
        for edge in rest:
            if edge["status"] == status:
                groups.setdefault((status, edge["local_party"]), []).append(edge)
    columns = [
        Column(say("cooperation_column_local"), "left", 2.4),
        Column(say("column_partner"), "left", 3.4),
        Column(say("column_printed"), "left", 1.6),
    ]
    rows: list[list[Runs]] = []
    for (status, party), edges in groups.items():
        names = report.join_parts(name_party(report, edge["partner"]) for edge in edges)
        if status == PLANNED:
            names = say("cooperation_stated_planned", text=names)
        rows.append([[name_party(report, party)], [names], [say_where(report, edges)]])
    if not rows:
        return []
    pairs = len({(edge["local_party"], edge["partner"]) for edge in rest})
    caption = say("cooperation_table_rest", pairs=pairs, city=name_scope(city, network))
    notes = _say_remarks(report, network, partners)
    return [Table(caption, columns, rows, notes, is_compact=True)]


def _say_remarks(report: Report, network: nx.MultiGraph, partners: Container[str]) -> list[str]:
    """Write the points that the print leaves open of ties with some partners, with their lines."""
    shown = network.edge_subgraph(
        (edge["local_party"], edge["partner"], edge["status"])
        for edge in list_ties(network)
        if edge["partner"] in partners
    )
    note = report.language.column("note", ("note_zh", "note_en"))
    remarks = find_remarks(shown, report.partnerships, report.codebook, note)
    return [
        report.say("partner_note", where=say_lines(report, places), note=remark.rstrip(".。"))
        for remark, places in remarks.items()
    ]


def _say_kinds(report: Report, network: nx.MultiGraph, partner: str) -> str:
    say = report.say
    kinds: dict[str, dict[str, None]] = {EXISTING: {}, PLANNED: {}}
    for edge in list_ties(network):
        if edge["partner"] == partner:
            kinds[edge["status"]] |= dict.fromkeys(edge["ties"])
    words = {
        status: say("list_comma").join(report.label("tie", kind) for kind in found)
        for status, found in kinds.items()
    }
    planned = words[PLANNED] and say("cooperation_stated_planned", text=words[PLANNED])
    return report.join_parts(part for part in (words[EXISTING], planned) if part)
