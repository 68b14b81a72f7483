"""The cooperation network of a city: who is named with whom, and what the documents count."""

from dataclasses import replace
from typing import get_args

import networkx as nx

from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.analysis.claims.pair_claims import Count, PairsClaim
from helpers.analysis.cooperation import (
    EXISTING,
    PLANNED,
    Role,
    build_network,
    count_kinds,
    count_least,
    count_least_both,
    count_pairs,
    find_contacts,
    find_shared,
    list_edges,
    narrow,
    rank_hubs,
)
from helpers.analysis.network_files import write_graphml
from helpers.data.tables.spreadsheet_csv import write_for_spreadsheet
from helpers.pages.items import Column, Heading, Item, Paragraph, Section, Table
from helpers.pages.matter import Attachment
from helpers.pages.runs import Mark, Run, Runs
from helpers.reports.city.subjects.cooperation_tables import tabulate_other_pairs, tabulate_partners
from helpers.reports.city.subjects.cooperation_text import (
    draw_pairs,
    name_party,
    name_places,
    name_scope,
    say_printed,
    span_counts,
)
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import join_runs, tabulate_figures, tabulate_findings
from helpers.reports.finding_text import tell_period
from helpers.reports.report import Report

_SUBJECT = "cooperation"
_MOST_NAMED = 1
_MARKS = "\N{OBJECT REPLACEMENT CHARACTER}"


def write_cooperation_network(city: CityReport) -> Section:
    """Write who is named with whom, the partners by rank, and the counts the documents print."""
    report, say = city.report, city.say
    network = build_network(report.partnerships, report.codebook)
    own = narrow(network, city.city)
    outside = narrow(own, reach="outside")
    items: list[Item] = []
    if outside:
        items += [
            Paragraph(_introduce(city, own)),
            draw_pairs(city, outside),
            tabulate_partners(city, outside),
            *_write_shared(city, network),
        ]
    figures = city.of_subjects(_SUBJECT)
    if figures:
        caption = say("cooperation_counts", city=city.name)
        items.append(tabulate_figures(report, figures, caption, city.city))
        items.append(Paragraph([say("cooperation_not_additive")], say("caution")))
    items += tabulate_findings(report, city.findings_about(_SUBJECT))
    if own:
        items += _attach(city, own)
    return Section([Heading(say("view_cooperation_network")), *items] if items else [])


def list_cooperation(city: CityReport, own: nx.MultiGraph, most: int) -> list[Item]:
    """Return the top partners as a table, the network for the page alone, and its files."""
    outside = narrow(own, reach="outside")
    counts = _tell_counts(city)
    if not outside:
        return counts
    return [
        *counts,
        Paragraph(_introduce(city, own)),
        replace(draw_pairs(city, outside), is_for_page=True),
        tabulate_partners(city, outside, most, _MOST_NAMED),
        *_attach(city, own),
    ]


def _tell_counts(city: CityReport) -> list[Item]:
    """Return how many partners, firms and projects the documents count, most of them unnamed."""
    report = city.report
    told: list[list[Run]] = [
        [
            report.claim(
                f"cooperation_{'cumulative' if figure.measure == 'cumulative' else 'count'}",
                ValueClaim(figure=figure, is_named=True),
                name=report.subject_of_figure(figure, city.city, inside=True),
                figure=report.write(figure),
                period=tell_period(report, figure),
            ),
            report.mark(figure),
        ]
        for figure in city.of_subjects(_SUBJECT)
        if figure.basis == "actual" and figure.scope != "programme" and figure.measure != "rank"
        if not report.codebook.indicators[figure.indicator]["step"]
    ]
    if not told:
        return []
    start, end = city.say("cooperation_counted_in"), city.say("full_stop")
    return [Paragraph([start, *join_runs(report, told), end])]


def write_other_pairs(city: CityReport) -> Section:
    """Write the pairs that the table of partners leaves out; nothing where it shows them all."""
    network = build_network(city.report.partnerships, city.report.codebook)
    outside = narrow(narrow(network, city.city), reach="outside")
    return Section(tabulate_other_pairs(city, outside) if outside else [])


def write_shared_partners(report: Report) -> Section:
    """Write which outside partners several cities of the data share, in a table."""
    say = report.say
    network = build_network(report.partnerships, report.codebook)
    rows: list[list[Runs]] = []
    for shared in find_shared(network):
        cells = [name_party(report, shared.partner)]
        for places in (shared.existing, shared.planned):
            listed = [name_places(report, city, found) for city, found in places.items()]
            cells.append(report.join_parts(listed) or say("none_cell"))
        cells.append(say_printed(report, network, shared.partner))
        rows.append([[cell] for cell in cells])
    if not rows:
        return Section([])
    columns = [
        Column(say("column_partner"), "left", 3.0),
        Column(say("cooperation_column_cities_existing"), "left", 2.6),
        Column(say("cooperation_column_cities_planned"), "left", 1.4),
        Column(say("column_printed"), "left", 3.0),
    ]
    heading = Heading(say("cooperation_heading_shared"), 2)
    return Section([heading, Table(say("cooperation_table_shared"), columns, rows)])


def _introduce(city: CityReport, own: nx.MultiGraph) -> list[Run]:
    report, say = city.report, city.say
    outside = narrow(own, reach="outside")
    existing, planned = (narrow(outside, status=status) for status in (EXISTING, PLANNED))
    known, intended = count_pairs(existing), count_pairs(planned)
    scope = name_scope(city, outside)

    def count(relation: Count, number: int) -> PairsClaim:
        return PairsClaim(network=outside, relation=relation, number=number)

    if not known:
        sentences = [report.claim("cooperation_none_exists", count("existing", 0), city=scope)]
    else:
        parties, partners = (len(rank_hubs(existing, role)) for role in get_args(Role))
        named = (hub.party for hub in rank_hubs(existing, "partner"))
        has_team = any(report.codebook.entities[party]["kind"] == "team" for party in named)
        least = count_least(existing)
        has_unnamed = narrow(existing, pairing="unnamed").size() > 0
        pairs = report.claim(
            "cooperation_pairs",
            replace(count("existing", known), least=least),
            *(count("parties", parties), count("partners", partners)),
            existing=span_counts(report, least, known),
            count=known,
            parties=parties,
            partners=partners,
            unnamed=say("cooperation_unnamed") if has_unnamed else "",
            teams=say("cooperation_teams") if has_team else "",
            city=scope,
        )
        sentences = [pairs, *_say_crossed(city, existing)]
        kinds = [
            say(
                "cooperation_kind_count",
                kind=report.label("tie", kind),
                count=span_counts(report, count_least(existing, kind), most),
            )
            for kind, most in count_kinds(existing).items()
        ]
        sentences.append(say("cooperation_kinds", kinds=say("list_comma").join(kinds)))
    if intended:
        both = known + intended - count_pairs(outside)
        sure = count_least_both(outside)
        fewest = count_least(planned)
        counts = [
            replace(count("planned", intended), least=fewest),
            replace(count("both", both), least=sure),
        ]
        spans = {
            "planned": span_counts(report, fewest, intended),
            "both": span_counts(report, sure, both),
        }
        told = {"total": intended, "count": both, **spans}
        sentences.append(report.claim("cooperation_planned_pairs", *counts, **told))
    space = say("sentence_space")
    runs: list[Run] = [space.join(sentences)]
    contacts = _say_contacts(city)
    if contacts:
        runs += [space, *contacts]
    inside = narrow(own, reach="inside")
    if inside:
        numbers = {
            status: count_pairs(narrow(inside, status=status)) for status in (EXISTING, PLANNED)
        }
        runs += [space, say("cooperation_inside", count=count_pairs(inside), **numbers)]
    return runs


def _say_contacts(city: CityReport) -> list[Run]:
    """Return the sentence on contacts that are no cooperation, each kind with its marks."""
    report, say = city.report, city.say
    kinds = find_contacts(report.partnerships, report.codebook, city.city)
    found = {report.label("tie", kind): rows for kind, rows in kinds.items() if len(rows)}
    if not found:
        return []
    told = [
        say("cooperation_contact", kind=kind, count=len(rows.groupby(list(get_args(Role)))))
        for kind, rows in found.items()
    ]
    listed = report.language.join([f"{words}{_MARKS}" for words in told])
    texts = say("cooperation_contacts", contacts=listed).split(_MARKS)
    runs: list[Run] = [texts[0]]
    for text, rows in zip(texts[1:], found.values(), strict=True):
        places = zip(rows["source"], rows["locator"], strict=True)
        runs += [Mark(tuple(report.locate_line(*place) for place in places)), text]
    return runs


def _say_crossed(city: CityReport, existing: nx.MultiGraph) -> list[str]:
    """Return the sentence on pairs that combine every party with every partner; empty without."""
    crossed = narrow(existing, pairing="open")
    number, sides = count_pairs(crossed), [rank_hubs(crossed, side) for side in get_args(Role)]
    if not number:
        return []
    return [
        city.report.claim(
            "cooperation_crossed",
            PairsClaim(network=crossed, relation="crossed", number=number),
            count=number,
            parties=len(sides[0]),
            partners=len(sides[1]),
        )
    ]


def _write_shared(city: CityReport, network: nx.MultiGraph) -> list[Item]:
    """Write which partners other cities name too: existing ties of both, or planned ones."""
    report, say = city.report, city.say
    groups: dict[str, list[str]] = {EXISTING: [], PLANNED: []}
    for shared in find_shared(network):
        cities = {**shared.existing, **shared.planned}
        if city.city not in cities:
            continue
        has_tie = city.city in shared.existing and len(shared.existing) > 1
        chosen = shared.existing if has_tie else cities
        places = [name_places(report, *item) for item in chosen.items() if item[0] != city.city]
        part = say(
            "cooperation_shared_part",
            partner=name_party(report, shared.partner),
            places=say("list_comma").join(places),
        )
        groups[EXISTING if has_tie else PLANNED].append(part)
    sentences = []
    if groups[EXISTING]:
        sentences.append(say("cooperation_shared", partners=report.join_parts(groups[EXISTING])))
    if groups[PLANNED]:
        sentences.append(
            say("cooperation_shared_planned", partners=report.join_parts(groups[PLANNED]))
        )
    return [Paragraph([say("sentence_space").join(sentences)])] if sentences else []


def _attach(city: CityReport, own: nx.MultiGraph) -> list[Item]:
    say = city.say
    table = write_for_spreadsheet(list_edges(own))
    as_graph = say("cooperation_graph_file", city=city.name)
    as_table = say("cooperation_list_file", city=city.name)
    return [
        Attachment("network.graphml", "application/xml", as_graph, write_graphml(own)),
        Attachment("network.csv", "text/csv", as_table, table),
    ]
