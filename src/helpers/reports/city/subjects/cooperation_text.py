"""Named cooperation in words and a chart: names, titles, the line each pair was printed on."""

from collections.abc import Sequence
from typing import Any

import networkx as nx

from helpers.analysis.claims.pair_claims import PairsClaim
from helpers.analysis.cooperation import (
    EXISTING,
    Hub,
    count_least,
    count_pairs,
    list_places,
    list_ties,
    narrow,
    rank_hubs,
)
from helpers.charts.network_chart import FORMS, Key, draw_network
from helpers.charts.network_layout import Party, Tie, choose_named
from helpers.pages.items import Chart
from helpers.reports.city_report import CityReport
from helpers.reports.report import Report

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
    return say_where(report, edges)


def span_counts(report: Report, least: int, most: int) -> str:
    """Write how many there are, as a span where the print leaves it open."""
    return report.language.span(str(least), str(most)) if least < most else str(most)


def say_where(report: Report, edges: Sequence[dict[str, Any]]) -> str:
    """Return the documents and lines of some pairs."""
    places = [
        place for edge in edges for place in zip(edge["sources"], edge["locators"], strict=True)
    ]
    return say_lines(report, places)


def say_lines(report: Report, places: Sequence[tuple[str, str]]) -> str:
    """Return documents, each with its lines, of pairs of a source and a locator."""
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
            name, count = name_party(report, hub.party), count_existing(report, hub)
            label = say("cooperation_label", name=name, count=count)
            parties[hub.party] = Party(label, parties[hub.party].kind)
    everyone = {tie.local for tie in ties}
    key = Key(
        say("cooperation_existing"),
        say("cooperation_open"),
        say("cooperation_planned"),
        {kind: say(f"cooperation_kind_{kind}") for kind in FORMS},
        say("cooperation_rest", count=len(everyone) - len(local)),
    )
    parts = []
    for hub in drawn:
        opened = [one for one in hub.existing if _is_open(network, one, hub.party)]
        stated = [one for one in hub.existing if one not in opened]
        sides = {"existing": stated, "open": opened, "planned": hub.planned}
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
        Tie(
            party,
            hub.party,
            is_existing=party in hub.existing,
            is_planned=party in hub.planned,
            is_open=_is_open(network, party, hub.party),
        )
        for hub in hubs
        for party in hub.everyone
        if network.has_edge(party, hub.party)
    ]


def _is_open(network: nx.MultiGraph, party: str, partner: str) -> bool:
    """Return whether the print leaves open that just these two have a tie."""
    ends = party, partner, EXISTING
    return network.has_edge(*ends) and bool(network.edges[ends]["pairing"] == "open")


def _find_title(city: CityReport, network: nx.MultiGraph) -> str:
    report, scope = city.report, name_scope(city, network)
    existing = narrow(network, status=EXISTING)
    partners, total = rank_hubs(existing, "partner"), count_pairs(existing)
    least = count_least(existing)
    held = PairsClaim(network=network, relation="existing", number=total, least=least)
    if not partners:
        total, least = count_pairs(network), count_least(network)
        planned = PairsClaim(network=network, relation="planned", number=total, least=least)
        pairs = span_counts(report, least, total)
        values = {"total": total, "pairs": pairs, "city": scope}
        return report.claim("cooperation_title_planned", planned, held, **values)
    most = max(len(hub.existing) for hub in partners)
    leaders = [hub.party for hub in partners if len(hub.existing) == most]
    claim = PairsClaim(network=network, relation="most", number=most, named=tuple(leaders))
    if most == 1 or len(leaders) > _MOST_LEADERS or not report.holds(claim):
        first = rank_hubs(existing, "local_party")[0]
        party, count = name_party(report, first.party), len(first.existing)
        own = PairsClaim(network=network, relation="held", number=count, named=(first.party,))
        key = "cooperation_title_all" if count == total else "cooperation_title_party"
        pairs = span_counts(report, least, total)
        return report.claim(key, own, held, party=party, count=count, total=total, pairs=pairs)
    names = report.language.join([name_party(report, party) for party in leaders])
    key = "cooperation_title_partner" if len(leaders) == 1 else "cooperation_title_partners"
    return report.claim(key, claim, partners=names, count=most, city=scope)


def count_existing(report: Report, hub: Hub) -> str:
    """Count the existing ties of a party, as a span where the print leaves some of them open."""
    return span_counts(report, *hub.span)
