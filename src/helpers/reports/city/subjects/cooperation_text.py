"""Named cooperation in a chart and a table: titles, labels, the line each pair was printed on."""

from collections.abc import Sequence
from typing import Any

import networkx as nx

from helpers.analysis.claims.pair_claims import PairsClaim
from helpers.analysis.cooperation import (
    EXISTING,
    PLANNED,
    Hub,
    count_least,
    count_pairs,
    find_open_pairings,
    list_places,
    list_ties,
    narrow,
    rank_hubs,
)
from helpers.charts.network_chart import FORMS, Key, draw_network
from helpers.charts.network_layout import Party, Tie, choose_named
from helpers.pages.items import Chart, Column, Item, Table
from helpers.pages.runs import Runs
from helpers.reports.city_report import CityReport
from helpers.reports.report import Report
from helpers.words.language import cut_list

MOST_ROWS = 12
_MOST_LEADERS = 3


def name_party(report: Report, party: str) -> str:
    """Return the name of a party in the language of the report."""
    return report.language.name(report.codebook.entities[party])


def name_places(report: Report, city: str, places: Sequence[str]) -> str:
    """Name a city by the places of its parties: itself, or counties that keep their name."""
    say = report.say
    if city in places:
        return report.place(city)
    rows = [report.codebook.places[place] for place in places]
    counties = report.language.join([report.language.name(row) for row in rows])
    return say("cooperation_county", county=counties, city=report.place(city))


def name_scope(city: CityReport, network: nx.MultiGraph) -> str:
    """Name whose pairs these are: the city, or only counties of it."""
    return name_places(city.report, city.city, list_places(network))


def say_printed(report: Report, network: nx.MultiGraph, partner: str) -> str:
    """Return the documents and lines that name a partner."""
    edges = [edge for edge in list_ties(network) if edge["partner"] == partner]
    return _say_where(report, edges)


def span_counts(report: Report, least: int, most: int) -> str:
    """Write how many there are, as a span where the print leaves it open."""
    return report.language.span(str(least), str(most)) if least < most else str(most)


def _say_where(report: Report, edges: Sequence[dict[str, Any]]) -> str:
    places = [
        place for edge in edges for place in zip(edge["sources"], edge["locators"], strict=True)
    ]
    return _say_lines(report, places)


def _say_lines(report: Report, places: Sequence[tuple[str, str]]) -> str:
    say = report.say
    lines: dict[str, set[str]] = {}
    for source, locator in places:
        lines.setdefault(source, set()).add(locator.removeprefix("line "))
    printed = [
        say(
            "partner_printed",
            source=report.source(source),
            lines=say("list_comma").join(sorted(found, key=lambda line: (len(line), line))),
            count=len(found),
        )
        for source, found in lines.items()
    ]
    return report.join_parts(printed)


def draw_pairs(city: CityReport, network: nx.MultiGraph) -> Chart:
    """Draw the pairs of a city with outside partners."""
    report, say = city.report, city.say
    hubs = rank_hubs(network, "partner")
    ties = _list_pairs(network, hubs)
    local, named = choose_named(ties)
    drawn = [hub for hub in hubs if hub.party in named]
    is_part = len(drawn) < len(hubs)
    parties = {
        party: Party(name_party(report, party), report.codebook.entities[party]["kind"])
        for party in network
    }
    for hub in drawn:
        if len(hub.existing) > 1 or (hub.existing and is_part):
            name, count = name_party(report, hub.party), _count_existing(report, hub)
            label = say("cooperation_label", name=name, count=count)
            parties[hub.party] = Party(label, parties[hub.party].kind)
    everyone = {tie.local for tie in ties}
    key = Key(
        say("cooperation_existing"),
        say("cooperation_planned"),
        {kind: say(f"cooperation_kind_{kind}") for kind in FORMS},
        say("cooperation_rest", count=len(everyone) - len(local)),
    )
    parts = []
    for hub in drawn:
        sides = {"existing": hub.existing, "planned": hub.planned}
        told = [
            say(
                f"cooperation_told_{state}",
                parties=report.language.join([name_party(report, one) for one in joined]),
            )
            for state, joined in sides.items()
            if joined
        ]
        text = say("statement_comma").join(told)
        name = name_party(report, hub.party)
        parts.append(say("alternative_part", description=name, figure=text))
    alternative = say(
        "cooperation_alternative",
        parties=len(everyone),
        partners=len(hubs),
        city=name_scope(city, network),
        parts=report.join_parts(parts),
    )
    sources = dict.fromkeys(name for edge in list_ties(network) for name in edge["sources"])
    listed = report.language.join([report.source(source) for source in sources])
    return Chart(
        _find_title(city, network),
        say(
            f"cooperation_subtitle_{'shared' if is_part else 'all'}", city=name_scope(city, network)
        ),
        draw_network(parties, ties, key),
        alternative,
        [say("source_line", sources=listed)],
        [(name_party(report, hub.party), float(hub.certain)) for hub in drawn],
    )


def _list_pairs(network: nx.MultiGraph, hubs: Sequence[Hub]) -> list[Tie]:
    return [
        Tie(party, hub.party, party in hub.existing, party in hub.planned)
        for hub in hubs
        for party in hub.everyone
        if network.has_edge(party, hub.party)
    ]


def _find_title(city: CityReport, network: nx.MultiGraph) -> str:
    report, scope = city.report, name_scope(city, network)
    existing = narrow(network, status=EXISTING)
    partners, total = rank_hubs(existing, "partner"), count_pairs(existing)
    least = count_least(existing)
    held = PairsClaim(network=network, relation="existing", number=total, least=least)
    if not partners:
        total = count_pairs(network)
        planned = PairsClaim(network=network, relation="planned", number=total)
        return report.claim("cooperation_title_planned", planned, held, total=total, city=scope)
    most = max(len(hub.existing) for hub in partners)
    leading = [hub for hub in partners if len(hub.existing) == most]
    leaders = [hub.party for hub in leading]
    if most == 1 or any(hub.possible for hub in leading):
        first = rank_hubs(existing, "local_party")[0]
        party, count = name_party(report, first.party), len(first.existing)
        own = PairsClaim(network=network, relation="held", number=count, named=(first.party,))
        key = "cooperation_title_all" if count == total else "cooperation_title_party"
        pairs = span_counts(report, least, total)
        return report.claim(key, own, held, party=party, count=count, total=total, pairs=pairs)
    claim = PairsClaim(network=network, relation="most", number=most, named=tuple(leaders))
    if len(leaders) > _MOST_LEADERS:
        values = {"leaders": len(leaders), "count": most, "city": scope}
        return report.claim("cooperation_title_many", claim, **values)
    names = report.language.join([name_party(report, party) for party in leaders])
    key = "cooperation_title_partner" if len(leaders) == 1 else "cooperation_title_partners"
    return report.claim(key, claim, partners=names, count=most, city=scope)


def _count_existing(report: Report, hub: Hub) -> str:
    """Count the existing ties of a party, as a span where the print leaves some of them open."""
    return span_counts(report, hub.certain, len(hub.existing))


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


def list_shown(network: nx.MultiGraph) -> list[Hub]:
    """List the partners that the table shows: all where they are few, or those shared most."""
    hubs = rank_hubs(network, "partner")
    if len(hubs) <= MOST_ROWS:
        return hubs
    return [hub for hub in hubs if len(hub.everyone) > 1][:MOST_ROWS] or hubs[:MOST_ROWS]


def tabulate_partners(
    city: CityReport, network: nx.MultiGraph, most: int = MOST_ROWS, named: int | None = None
) -> Table:
    """Set the outside partners of a city in a table, those with the most local parties first.

    A cell names all local parties, or some beside their count. `tabulate_other_pairs` has the pairs
    that the table leaves out.
    """
    report, say = city.report, city.say
    shown = list_shown(network)[:most]
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
        existing = _join_names(report, hub.existing, named, _count_existing(report, hub))
        sides = [existing, *([_join_names(report, hub.planned, named)] if has_plans else [])]
        cells = [
            name_party(report, hub.party),
            *(side or say("none_cell") for side in sides),
            _say_kinds(report, network, hub.party),
            say_printed(report, network, hub.party),
        ]
        rows.append([[cell] for cell in cells])
    note = report.language.column("note", ("note_zh", "note_en"))
    notes = [
        say("partner_note", where=_say_lines(report, places), note=remark.rstrip(".。"))
        for remark, places in find_open_pairings(network, report.partnerships, note).items()
    ]
    names = {hub.party for hub in shown}
    left = [hub for hub in rank_hubs(network, "partner") if hub.party not in names]
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
    shown = list_shown(network)
    told = {hub.party for hub in shown}
    rest = [edge for edge in list_ties(network) if edge["partner"] not in told]
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
        rows.append([[name_party(report, party)], [names], [_say_where(report, edges)]])
    if not rows:
        return []
    pairs = len({(edge["local_party"], edge["partner"]) for edge in rest})
    caption = say("cooperation_table_rest", pairs=pairs, city=name_scope(city, network))
    return [Table(caption, columns, rows, is_compact=True)]


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
