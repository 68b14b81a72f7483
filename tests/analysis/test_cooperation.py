import dataclasses
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from figure_factory import CODEBOOK, observe

from helpers.analysis.claims.claim import KnownRows
from helpers.analysis.claims.pair_claims import Count, PairsClaim
from helpers.analysis.cooperation import (
    COLUMNS,
    Hub,
    Role,
    build_network,
    count_kinds,
    count_pairs,
    find_contacts,
    find_remarks,
    find_shared,
    list_edges,
    list_places,
    list_ties,
    narrow,
    rank_hubs,
)
from helpers.analysis.network_files import write_graphml
from helpers.data.figures import DerivedValue, tabulate
from helpers.data.observations import read_partnerships

HAUT = "henan-university-of-technology"
ANIMAL = "henan-university-of-animal-husbandry-and-economy"
PAIR = ("tianlong-chemical", "shanghai-luke-materials-technology")


@pytest.fixture(scope="module")
def partnerships(project: Path) -> pd.DataFrame:
    return read_partnerships(project=project)


@pytest.fixture(scope="module")
def network(partnerships: pd.DataFrame) -> nx.MultiGraph:
    return build_network(partnerships, CODEBOOK)


def find_hub(network: nx.MultiGraph, role: Role, party: str) -> Hub:
    return next(hub for hub in rank_hubs(network, role) if hub.party == party)


def make_row(frame: pd.DataFrame, **changed: str) -> pd.DataFrame:
    row = {str(name): value for name, value in frame.iloc[0].items()}
    return pd.DataFrame([row | changed])


# --- degrees counted by hand in the documents ---------------------------------------------------


def test_puyang_names_six_agreements_and_a_liaison_is_no_tie(network: nx.MultiGraph) -> None:
    # Reply of 2022, line 27: Tsinghua, Shanghai Advanced Research Institute; Beijing Jiaotong,
    # Chemical Technology, Petroleum (East China), Dalian Chemical Physics: 2 + 4 = 6. Line 23:
    # the bureau turned to the department and the academy of the province.
    puyang = narrow(network, "puyang")
    (government,) = rank_hubs(puyang, "local_party")

    assert (government.party, len(government.existing)) == ("puyang-municipal-government", 6)
    assert count_kinds(puyang) == {"agreement": 6}
    assert government.planned == []


def test_henan_university_of_technology_has_six_local_parties_in_luohe(
    network: nx.MultiGraph,
) -> None:
    # Letter, line 21: the city and four of eight firms; report, line 10: the laboratory: 1 + 4 + 1.
    # Planned: letter, lines 41 and 43, and plan, line 117: the city and the zone.
    hub = rank_hubs(narrow(network, "luohe"), "partner")[0]

    assert hub.party == HAUT
    assert sorted(hub.existing) == [
        *("hengrui-starch", "liantai-food", "luohe-municipal-government", "nanjiecun-group"),
        *("weilong", "zhongyuan-food-laboratory"),
    ]
    assert sorted(hub.planned) == ["luohe-economic-development-zone", "luohe-municipal-government"]
    assert len(hub.everyone) == 7


def test_wuzhi_counts_with_jiaozuo_and_keeps_its_name(network: nx.MultiGraph) -> None:
    # Newspaper, lines 46 to 47: Alibaba Cloud and three of more than ten universities.
    jiaozuo = narrow(network, "jiaozuo", reach="outside")

    assert len(find_hub(jiaozuo, "local_party", "wuzhi-county-government").existing) == 4
    assert {edge["place"] for edge in list_ties(jiaozuo)} == {"wuzhi"}
    assert network.nodes["wuzhi-county-government"]["place"] == "wuzhi"


def test_a_pair_of_two_parties_inside_the_city_is_apart(network: nx.MultiGraph) -> None:
    # Newspaper, lines 196 to 202: a village of Mengzhou and a firm of Wuzhi; line 56: a firm and
    # Henan Polytechnic University, which has its seat in Jiaozuo.
    inside = list_ties(narrow(network, reach="inside"))

    assert sorted((edge["local_party"], edge["partner"]) for edge in inside) == [
        ("checun-village", "xurui-group"),
        ("qiangnai-new-materials", "henan-polytechnic-university"),
    ]


# --- what counts once, and what does not count --------------------------------------------------


def test_a_pair_on_two_lines_is_one_edge_with_both_lines(network: nx.MultiGraph) -> None:
    # Letter: Tianlong and Luke sign on line 25 (agreement) and again on line 29 (contract).
    assert network.number_of_edges(*PAIR) == 1
    edge = network.edges[(*PAIR, "existing")]
    assert (edge["locators"], edge["ties"]) == (["line 25", "line 29"], ["agreement", "contract"])
    assert find_hub(network, "partner", PAIR[1]).existing == [PAIR[0]]


def test_what_is_planned_never_counts_as_existing(network: nx.MultiGraph) -> None:
    # Letter, line 41, and plan, line 51: intended only.
    hub = find_hub(network, "partner", "henan-university-of-science-and-technology")

    assert hub.existing == []
    assert sorted(hub.planned) == ["letone-hydraulics", "luohe-municipal-government"]
    kinds = {
        kind for edge in list_ties(narrow(network, status="existing")) for kind in edge["ties"]
    }
    assert "planned_cooperation" not in kinds


def test_pairs_are_those_of_the_county_where_the_city_has_none(
    network: nx.MultiGraph, partnerships: pd.DataFrame
) -> None:
    county = build_network(partnerships[partnerships["place"].eq("wuzhi")], CODEBOOK)

    assert list_places(county) == ["wuzhi"]
    assert list_places(narrow(network, "luohe")) == ["luohe"]


def test_pairs_are_numbered_from_one(network: nx.MultiGraph) -> None:
    numbers = sorted(number for *_, number in network.edges.data("number"))

    assert numbers == list(range(1, len(numbers) + 1))


def test_a_pair_with_both_statuses_is_one_pair_and_two_edges(network: nx.MultiGraph) -> None:
    pair = narrow(network, "luohe").subgraph(["luohe-municipal-government", "tsinghua-university"])

    assert (count_pairs(pair), pair.number_of_edges()) == (1, 2)


def test_existing_and_planned_pairs_of_a_city_overlap_and_do_not_add_up(
    network: nx.MultiGraph,
) -> None:
    luohe = narrow(network, "luohe", reach="outside")
    existing, planned = (narrow(luohe, status=name) for name in ("existing", "planned"))

    # Both: the city with five partners, and three zones and counties with one: 41 + 30 - 8.
    assert [count_pairs(found) for found in (existing, planned, luohe)] == [41, 30, 41 + 30 - 8]


def test_visits_and_recruitment_are_no_cooperation_but_are_counted(
    network: nx.MultiGraph, partnerships: pd.DataFrame
) -> None:
    # Letter, line 17: one; line 31: four; plan, line 14: one. Report, line 13: two, line 15: two.
    luohe = find_contacts(partnerships, CODEBOOK, "luohe")
    assert {tie: len(rows) for tie, rows in luohe.items()} == {
        "visit": 6,
        "recruitment": 2,
        "liaison": 3,
    }
    # Newspaper, line 111: one academician at a firm of Wuzhi.
    jiaozuo = find_contacts(partnerships, CODEBOOK, "jiaozuo")
    assert {tie: len(rows) for tie, rows in jiaozuo.items()} == {
        "visit": 1,
        "recruitment": 0,
        "liaison": 0,
    }
    assert "jinan-university" not in network
    assert "fu-hengzhi-academician" not in network


def test_a_branch_and_a_plaque_are_no_partners(partnerships: pd.DataFrame) -> None:
    # Plan, line 102: a branch that the city built with the university, line 12; report, line 10:
    # a laboratory named a key laboratory of an association.
    parties = {*partnerships["local_party"], *partnerships["partner"]}

    assert not {name for name in parties if "branch" in name and "jiangnan" in name}
    assert "china-general-chamber-of-commerce" not in parties


def test_a_renamed_party_is_one_node_under_the_later_name(partnerships: pd.DataFrame) -> None:
    later = partnerships[partnerships["local_party"].eq("zhongyuan-food-laboratory")].head(1)
    earlier = make_row(later, local_party="henan-food-laboratory", locator="line 41")

    network = build_network(pd.concat([later, earlier]), CODEBOOK)

    assert "henan-food-laboratory" not in network
    assert [edge["locators"] for edge in list_ties(network)] == [["line 10", "line 41"]]


def test_names_twice_renamed_lead_to_the_last(partnerships: pd.DataFrame) -> None:
    row: Mapping[str, str] = {
        **next(r for r in CODEBOOK.relations if r["relation"] == "successor_of"),
        "subject": "weilong",
        "object": "zhongyuan-food-laboratory",
    }
    twice = dataclasses.replace(CODEBOOK, relations=[*CODEBOOK.relations, row])
    first = make_row(partnerships, local_party="henan-food-laboratory")

    assert next(iter(build_network(first, twice))) == "weilong"


# --- across cities ------------------------------------------------------------------------------


def test_partners_of_several_cities_keep_ties_and_plans_apart(network: nx.MultiGraph) -> None:
    shared = {found.partner: found for found in find_shared(network)}

    tsinghua, haut = shared["tsinghua-university"], shared[HAUT]
    assert tsinghua.existing == {"luohe": ["luohe"], "puyang": ["puyang"]}
    assert haut.existing == {"luohe": ["luohe"], "jiaozuo": ["wuzhi"]}
    assert (tsinghua.planned, haut.planned) == ({}, {})
    # Plan, line 51, intends what the reply, line 27, prints as signed.
    chemical = shared["beijing-university-of-chemical-technology"]
    assert (chemical.existing, chemical.planned) == ({"puyang": ["puyang"]}, {"luohe": ["luohe"]})
    assert "jiangnan-university" not in shared


def remark(pairs: list[tuple[str, str, str]], counted: Sequence[str] = ()) -> dict[str, list[Any]]:
    """Find the remarks on rows given as identifier, source and remark, all of them shown."""
    rows = [
        {"partnership_id": name, "source": source, "locator": f"line {name}", "note_en": note}
        for name, source, note in pairs
    ]
    network = nx.MultiGraph()
    network.add_edge("a", "x", number=1, rows=[name for name, _, _ in pairs])
    relations = [
        {"level": "figure", "relation": "counts_partner", "subject": "total", "object": name}
        for name in counted
    ]
    codebook = dataclasses.replace(CODEBOOK, relations=relations)
    return find_remarks(network, pd.DataFrame(rows), codebook, "note_en")


def test_a_remark_on_several_rows_is_told_and_one_beside_a_single_row_is_not() -> None:
    rows = [("1", "letter", "four of eight"), ("2", "letter", "four of eight")]

    found = remark([*rows, ("3", "letter", "of the food college"), ("4", "letter", "")])

    assert found == {"four of eight": [("letter", "line 1"), ("letter", "line 2")]}


def test_a_remark_that_each_of_two_documents_has_once_is_on_single_rows() -> None:
    rows = [("1", "letter", "no organiser"), ("2", "plan", "no organiser")]

    assert remark(rows) == {}


def test_a_remark_on_the_only_partner_named_of_a_total_is_told() -> None:
    rows = [("1", "letter", "one of five"), ("2", "letter", "misprinted")]

    assert remark(rows, counted=["1"]) == {"one of five": [("letter", "line 1")]}


def test_remarks_are_those_on_the_ties_shown(
    network: nx.MultiGraph, partnerships: pd.DataFrame
) -> None:
    own = narrow(network, "puyang")
    found = find_remarks(own, partnerships, CODEBOOK, "note_en")

    # Reply, line 27: two newly signed, four of 30.
    assert [[*places] for places in found.values()] == [
        [("puyang-reply-2022", "line 27")] * 2,
        [("puyang-reply-2022", "line 27")] * 4,
    ]


def test_pairs_that_are_every_combination_are_not_said_to_be_pairs(network: nx.MultiGraph) -> None:
    crossed = list_ties(narrow(network, "luohe", pairing="open"))

    # Letter, line 23, and not line 33, whose three firms stand in the order of three institutes.
    assert {(*edge["locators"], edge["partner"]) for edge in crossed} == {
        ("line 23", "zhengzhou-university-of-light-industry"),
        ("line 23", ANIMAL),
    }
    assert len(crossed) == 6
    # The city signed with both; which of the three signed with which is open: 1 to 4 each.
    hubs = {hub.party: hub for hub in rank_hubs(narrow(network, "luohe"), "partner")}
    assert (hubs[ANIMAL].certain, len(hubs[ANIMAL].existing)) == (1, 4)
    assert hubs[ANIMAL].existing[0] == "luohe-municipal-government"
    ranked = list(hubs)
    assert ranked.index(HAUT) < ranked.index(ANIMAL)


def test_a_partner_of_a_party_not_named_has_that_one_surely_unless_another_is_named(
    network: nx.MultiGraph,
) -> None:
    # Newspaper, lines 46 and 47: the county with both; line 113: one of them with a firm as well,
    # which may be who in the county works with it.
    hubs = {hub.party: hub for hub in rank_hubs(narrow(network, "jiaozuo"), "partner")}

    assert hubs["beihang-university"].span == (1, 1)
    assert hubs["northwestern-polytechnical-university"].span == (1, 2)


@pytest.mark.parametrize(
    ("relation", "number", "least"),
    [
        # Line 23 leaves six pairs open, of which each of three parties has one: 41 - 6 + 3. Who in
        # Luohe works with two partners that also work with a named party is not printed: - 2.
        ("existing", 41, 36),
        # The department of the province works with a hospital, and who else is not named: 30 - 1.
        ("planned", 30, 29),
        # Of the eight that are planned too, three are open, and of three nobody is named: 8 - 6.
        ("both", 8, 2),
    ],
)
def test_a_claim_on_pairs_says_how_many_are_left_where_a_pairing_is_open(
    relation: Count, number: int, least: int, network: nx.MultiGraph
) -> None:
    luohe = narrow(network, "luohe", reach="outside")
    known = KnownRows(observe(), tabulate(DerivedValue, []), CODEBOOK)
    least_of_city = {hub.party: hub.span for hub in rank_hubs(luohe, "partner")}
    assert least_of_city["jiangnan-university"] == (1, 2)

    def judge(said: int | None) -> str:
        claim = PairsClaim(network=luohe, relation=relation, number=number, least=said)
        return claim.judge(known)

    assert [judge(said) for said in (least, least - 1, least + 1, None)] == ["true"] + ["false"] * 3


def test_a_claim_on_pairs_needs_no_lower_end_where_every_pairing_is_known(
    network: nx.MultiGraph,
) -> None:
    puyang = narrow(network, "puyang", reach="outside")
    known = KnownRows(observe(), tabulate(DerivedValue, []), CODEBOOK)

    # The city government with six universities and institutes; two liaisons do not count.
    claims = [PairsClaim(network=puyang, relation="existing", number=n) for n in (5, 6, 7)]
    assert [claim.judge(known) for claim in claims] == ["false", "true", "false"]


# Letter, lines 17 and 25, plan, line 12: Tsinghua has a base in 漯河, the other one at Shuanghui.
@pytest.mark.parametrize(
    ("partner", "truth"),
    [("tsinghua-university", "false"), ("east-china-university-of-science-and-technology", "true")],
)
def test_the_most_is_said_of_named_parties_alone(
    partnerships: pd.DataFrame, partner: str, truth: str
) -> None:
    own = narrow(
        build_network(partnerships[partnerships["partner"].eq(partner)], CODEBOOK), "luohe"
    )
    known = KnownRows(observe(), tabulate(DerivedValue, []), CODEBOOK)

    assert (
        PairsClaim(network=own, relation="most", number=1, named=(partner,)).judge(known) == truth
    )


# --- files --------------------------------------------------------------------------------------


def test_graphml_is_read_back_whole(network: nx.MultiGraph) -> None:
    read = nx.read_graphml(io.BytesIO(write_graphml(network).encode()), force_multigraph=True)

    assert {n: dict(data) for n, data in read.nodes(data=True)} == {
        n: dict(data) for n, data in network.nodes(data=True)
    }
    joined = {
        (edge["local_party"], edge["partner"], edge["status"]): "|".join(edge["locators"])
        for *_, edge in network.edges(data=True)
    }
    assert joined == {
        (edge["local_party"], edge["partner"], edge["status"]): edge["locators"]
        for *_, edge in read.edges(data=True)
    }
    identifiers = [key for *_, key in read.edges(keys=True)]
    assert len(set(identifiers)) == network.number_of_edges()


def test_graphml_and_list_have_the_same_bytes_whatever_was_narrowed_before(
    partnerships: pd.DataFrame, network: nx.MultiGraph
) -> None:
    again = narrow(build_network(partnerships, CODEBOOK), "luohe")

    assert write_graphml(again) == write_graphml(narrow(narrow(network, "luohe"), "luohe"))
    assert list_edges(again).equals(list_edges(narrow(network, "luohe")))


def test_the_list_has_one_row_per_pair_and_status(network: nx.MultiGraph) -> None:
    table = list_edges(network)

    assert list(table.columns) == list(COLUMNS)
    assert not table.duplicated(["local_party", "partner", "status"]).any()
    row = table[table["local_party"].eq(PAIR[0])].iloc[0]
    assert (row["locators"], row["partner_kind"], row["local_en"]) == (
        *("line 25|line 29", "firm"),
        "Luohe Tianlong Chemical Co., Ltd.",
    )


def test_nothing_known_is_an_empty_network(partnerships: pd.DataFrame) -> None:
    network = build_network(partnerships.head(0), CODEBOOK)

    assert (len(network), find_shared(network), len(list_edges(network))) == (0, [], 0)
    assert list(list_edges(network).columns) == list(COLUMNS)
