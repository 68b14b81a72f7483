import io
import re
from collections.abc import Sequence
from functools import cache

import networkx as nx
import pandas as pd
import pytest

from helpers.analysis.cooperation import Hub, build_network, narrow
from helpers.pages.items import Chart, Item, Paragraph, Section, Table
from helpers.pages.matter import Attachment
from helpers.pages.runs import Mark, show_plain
from helpers.reports.city.subjects.cooperation_network import (
    list_cooperation,
    write_cooperation_network,
    write_other_pairs,
    write_shared_partners,
)
from helpers.reports.city.subjects.cooperation_tables import MOST_ROWS, cut_hubs
from helpers.reports.city_report import CityReport, open_city_report

pytestmark = pytest.mark.slow


@cache
def open_city(city: str, language: str = "en", as_of: str = "") -> CityReport:
    return open_city_report(city, language, as_of)


@cache
def write(city: str, language: str = "en", as_of: str = "") -> Section:
    return write_cooperation_network(open_city(city, language, as_of))


def find(section: Section, kind: type[Item]) -> list[Item]:
    return [item for item in section.items if isinstance(item, kind)]


def read_text(section: Section) -> str:
    return "\n".join(show_plain(i.runs) for i in section.items if isinstance(i, Paragraph))


def read_rows(section: Section, number: int = 0) -> list[list[str]]:
    table = find(section, Table)[number]
    assert isinstance(table, Table)
    return [[show_plain(cell) for cell in row] for row in table.rows]


def draw(section: Section) -> Chart:
    chart = find(section, Chart)[0]
    assert isinstance(chart, Chart)
    return chart


def test_the_first_sentence_counts_pairs_by_name_and_status() -> None:
    # By hand, letter, report and plan: see tests/analysis/test_cooperation.py.
    text = read_text(write("luohe"))

    assert "36–41 existing pairs" in text
    assert "29–30 pairs have planned ties; 2–8 of them are also among the existing pairs." in text
    # Letter, lines 17 and 31; plan, line 14; report, lines 13 and 15; letter, line 33.
    visits = r"visit or exchange \(6 pairs\)\[\d+:17,31\]\[\d+:14\]"
    others = r"recruitment \(2 pairs\)\[\d+:15\] and liaison \(3 pairs\)(\[\d+:(13|33)\]){2};"
    assert re.search(f"Not counted as cooperation: {visits}, {others}", text)


@pytest.mark.parametrize(("city", "times"), [("luohe", 1), ("puyang", 0)])
def test_the_unnamed_are_spoken_of_only_where_some_are_counted(city: str, times: int) -> None:
    # Reply, line 27: 市政府 signed with all six. Letter, line 17: a base with 漯河, not said whose.
    assert read_text(write(city)).count("not named count together as one") == times
    assert read_text(write(city, "zh")).count("未写明名称的合并计为1个") == times


@pytest.mark.parametrize(
    ("city", "language", "told", "untold"),
    [
        # Of Luohe's partners some are teams, of Puyang's none is.
        ("luohe", "zh", "个（含专家和团队，与其所属单位分别计数；", "市外单位3"),
        ("luohe", "en", " partners (experts and teams among them, counted apart", " partners. A"),
        ("puyang", "zh", "市外单位6个。", "团队和专家"),
        ("puyang", "en", " 6 partners. A pair", "teams and experts"),
    ],
)
def test_teams_and_experts_are_told_where_one_is_a_partner(
    city: str, language: str, told: str, untold: str
) -> None:
    text = read_text(write(city, language))

    assert told in text
    assert untold not in text


@pytest.mark.parametrize(
    ("city", "language", "title"),
    [
        (
            "luohe",
            "en",
            "Of parties named, Henan University of Technology has ties with 6 in Luohe, more",
        ),
        ("luohe", "zh", "按列名单位计，河南工业大学与漯河6个单位有合作"),
        (
            "puyang",
            "en",
            "Puyang Municipal Government is the local party in all 6 existing pairs named",
        ),
        ("puyang", "zh", "列名的6对已有合作，本市一方均为濮阳市政府"),
        # Newspaper, 46 and 47: the county alone; 113 and 114: one of its firms, the same partners.
        (
            "jiaozuo",
            "en",
            "Henan Xurui Agriculture and Animal Husbandry Group holds 5 of the 19–21",
        ),
    ],
)
def test_the_title_of_the_chart_is_the_finding(city: str, language: str, title: str) -> None:
    assert draw(write(city, language)).title.startswith(title)


def test_the_points_of_the_chart_are_existing_ties_only() -> None:
    points = dict(draw(write("luohe")).points)

    assert points["Henan University of Technology"] == 6
    assert points["Henan University of Science and Technology"] == 0  # planned twice
    assert "Tsinghua University" not in points  # one local party: a small mark


def test_the_chart_says_in_words_who_is_joined_to_whom() -> None:
    alternative = draw(write("puyang")).alt

    # The only party has partners of one kind of tie each.
    assert ", 1 party in Puyang and 6 outside partners. " in alternative
    assert (
        "Tsinghua University: existing cooperation with Puyang Municipal Government;" in alternative
    )
    # Where a partner ends can be heard: its parties are joined by commas.
    assert (
        " Jiangnan University: existing cooperation with Luohe Weilong Biotechnology Co., Ltd. and"
        " Luohe government or local parties not named, planned cooperation with Luohe government"
        " or local parties not named; "
    ) in draw(write("luohe")).alt


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", "郑州轻工业大学：与漯河市政府或未写明的市内单位已有合作，与舞阳县人民政府、"),
        ("zh", "可能有合作（签约对象未逐一说明）"),
        ("en", "University of Light Industry: existing cooperation with Luohe government or local"),
        ("en", "(which partner each signed with is not said)"),
    ],
)
def test_the_chart_does_not_tell_an_open_pair_as_an_existing_one(language: str, told: str) -> None:
    luohe, puyang = (draw(write(city, language)) for city in ("luohe", "puyang"))

    assert told in luohe.alt
    assert "未逐一说明" not in puyang.alt
    assert "not said" not in puyang.alt


def test_the_table_ranks_partners_and_says_the_line_of_print() -> None:
    first = read_rows(write("luohe"))[0]

    assert first[0] == "Henan University of Technology"
    assert first[1].startswith("6: Luohe government or local parties not named; ")
    assert first[2].startswith("2: ")
    ranges = {row[0]: row[1].partition(":")[0] for row in read_rows(write("luohe"))}
    assert ranges["Zhengzhou University of Light Industry"] == "1–4"
    platform = "joint or brought-in platform"
    assert first[3] == f"agreement, {platform}; planned: {platform}, new or deeper cooperation"
    assert first[4] == "Luohe letter, lines 21, 41, 43; Luohe plan, line 117; Luohe report, line 10"


@pytest.mark.parametrize("city", ["luohe", "puyang", "jiaozuo"])
def test_the_tables_are_short_and_every_pair_is_told_on_the_page(city: str) -> None:
    section = write(city) + write_other_pairs(open_city(city))
    tables = [read_rows(section, number) for number in range(len(find(section, Table)))]
    told = "\n".join(" ".join(row) for table in tables for row in table)
    attached = find(section, Attachment)[1]
    assert isinstance(attached, Attachment)
    table = pd.read_csv(io.StringIO(attached.content))
    outside = table[table["reach"].eq("outside")]

    assert len(tables[0]) <= MOST_ROWS
    assert max(map(len, tables)) <= 25
    assert [name for name in outside["partner_en"] if name not in told] == []
    assert [name for name in outside["local_en"] if name not in told] == []


def test_pairs_of_one_local_party_stand_by_party_and_plans_say_so() -> None:
    others = write_other_pairs(open_city("luohe"))
    # Report, line 10: three universities, a commission, a centre, a team.
    rows = {(row[0], row[1].startswith("planned: ")): row for row in read_rows(others, 0)}

    laboratory = rows["Zhongyuan Food Laboratory", False]
    assert laboratory[1].count(";") == 6 - 1
    assert laboratory[2] == "Luohe report, lines 10, 15"
    # Plan, line 51: four universities.
    assert rows["Letone Hydraulics Technology Co., Ltd.", True][1].count(";") == 4 - 1
    assert ("Letone Hydraulics Technology Co., Ltd.", False) not in rows


def test_a_city_without_plans_has_no_column_for_them() -> None:
    tables = [find(write(city), Table)[0] for city in ("luohe", "puyang")]

    assert [len(table.columns) for table in tables if isinstance(table, Table)] == [5, 4]


def list_lines(section: Section) -> list[str]:
    """Return the lines that the notes of the first table are about."""
    table = find(section, Table)[0]
    assert isinstance(table, Table)
    return [note.partition(": ")[0] for note in table.notes if ": " in note]


def test_what_the_print_leaves_open_is_told_under_the_table_of_the_rows_it_is_about() -> None:
    first, others = write("luohe"), write_other_pairs(open_city("luohe"))

    # Letter, line 17: who signed; 21: four of eight firms; 23: three of eight bodies.
    lines = ["Luohe letter, line 17", "Luohe letter, line 21", "Luohe letter, line 23"]
    assert list_lines(first) == lines
    # Line 33: three firms and three institutes in order, of which the first table has none.
    assert "Luohe letter, line 33" in list_lines(others)
    assert "Luohe letter, line 21" not in list_lines(others)
    assert "Of these pairs, 6 are all combinations of 3 local parties and 2 partners" in read_text(
        first
    )


@pytest.mark.parametrize(
    ("city", "note"),
    [
        ("puyang", "Puyang reply, line 27: The text names four of 30 partners"),
        ("jiaozuo", "lines 46, 47: The text names three of more than ten universities"),
    ],
)
def test_the_short_table_says_that_only_some_of_a_printed_total_are_named(
    city: str, note: str
) -> None:
    opened = open_city(city)
    network = narrow(build_network(opened.report.partnerships, opened.report.codebook), city)
    table = find(Section(list_cooperation(opened, network, 5)), Table)[0]

    assert isinstance(table, Table)
    assert any(note in line for line in table.notes)


# A hub as its numbers of sure, possible and planned ties.
Ties = tuple[int, int, int]


def cut(ties: Sequence[Ties], most: int) -> int:
    hubs = [
        Hub(f"p{number}", ["x"] * (sure + possible), ["y"] * planned, ["x"] * possible)
        for number, (sure, possible, planned) in enumerate(ties)
    ]
    shown = cut_hubs(hubs, most)
    assert list(shown) == hubs[: len(shown)]
    return len(shown)


@pytest.mark.parametrize(
    ("ties", "most", "shown"),
    [
        ([(3, 0, 0), (2, 0, 0), (1, 0, 0)], 2, 2),  # no equals at the cut
        ([(3, 0, 0), (2, 0, 0), (2, 0, 0), (1, 0, 0)], 2, 3),  # one row more
        ([(3, 0, 0), (2, 0, 0), (2, 0, 0), (2, 0, 0), (1, 0, 0)], 2, 4),  # two rows more
        ([(3, 0, 0), *[(2, 0, 0)] * 4], 2, 1),  # three rows too many: none of them
        ([(2, 0, 0), (1, 3, 3), (1, 3, 2), (1, 0, 1)], 2, 3),  # 1 to 4 both, whatever is planned
        ([(1, 0, 0)] * 9, 5, 5),  # all alike: the first stand for all
        ([(1, 0, 0)] * 3, 5, 3),
        ([], 5, 0),
    ],
)
def test_the_cut_never_falls_among_equals(ties: list[Ties], most: int, shown: int) -> None:
    assert cut(ties, most) == shown


def test_a_short_table_has_all_partners_of_as_many_local_parties_or_none() -> None:
    counts = {}
    for city in ("luohe", "puyang", "jiaozuo"):
        opened = open_city(city)
        network = narrow(build_network(opened.report.partnerships, opened.report.codebook), city)
        counts[city] = len(read_rows(Section(list_cooperation(opened, network, 5))))

    # Luohe: 6 and four of 1 to 4 or 1 to 2; Puyang: six of one; Jiaozuo: three of two,
    # and fifteen of one.
    assert counts == {"luohe": 5, "puyang": 6, "jiaozuo": 3}


@pytest.mark.parametrize(
    ("city", "language", "text"),
    [
        ("luohe", "en", "Henan University of Technology (Wuzhi County (Jiaozuo))"),
        ("luohe", "en", "Tsinghua University (Puyang)"),
        ("luohe", "zh", "河南工业大学（焦作武陟县）"),
        ("puyang", "en", "Tsinghua University (Luohe)"),
        ("jiaozuo", "zh", "河南工业大学（漯河）"),
    ],
)
def test_partners_that_other_cities_share_are_named(city: str, language: str, text: str) -> None:
    assert text in read_text(write(city, language))


def test_a_partner_that_one_city_only_plans_is_not_said_to_work_with_both() -> None:
    # Plan, line 51 (planned) and reply, line 27 (signed).
    shared, planned = read_text(write("luohe")).split("Named with other cities too")

    assert "Beijing University of Chemical Technology (Puyang)" in planned
    assert "Beijing University of Chemical Technology (Puyang)" not in shared


@pytest.mark.parametrize(
    ("city", "figures"),
    [
        # Reply, lines 27 to 29; newspaper, lines 19 and 48; letter, lines 21 and 35.
        ("puyang", ["30", "328", "489", "397", "682"]),
        ("jiaozuo", ["21", "over 10", "over 40"]),
        ("luohe", ["8", "12"]),
    ],
)
def test_the_printed_counts_stand_beside_the_names_with_their_marks(
    city: str, figures: list[str]
) -> None:
    section = write(city)
    counts = next(
        table
        for table in find(section, Table)
        if isinstance(table, Table) and "as counted" in table.caption
    )
    written = [show_plain(cell) for row in counts.rows for cell in row]

    assert set(figures) <= set(written)
    assert all(any(isinstance(run, Mark) for cell in row for run in cell) for row in counts.rows)
    assert "do not add up" in read_text(section)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_network_goes_with_the_report_as_files(language: str) -> None:
    graph, table = find(write("luohe", language), Attachment)
    assert isinstance(graph, Attachment)
    assert isinstance(table, Attachment)

    assert (graph.name, graph.mime) == ("network.graphml", "application/xml")
    assert (table.name, table.mime) == ("network.csv", "text/csv")
    read = nx.read_graphml(io.BytesIO(graph.content.encode()), force_multigraph=True)
    assert read.number_of_edges() == len(pd.read_csv(io.StringIO(table.content))) == 41 + 30


def test_a_pair_inside_the_city_is_in_the_file_and_not_in_the_chart() -> None:
    section = write("jiaozuo")
    table = find(section, Attachment)[1]
    assert isinstance(table, Attachment)

    assert "checun-village" in table.content
    assert "Checun" not in draw(section).svg
    # Newspaper, line 56: a firm and a university of the city; line 199: a village and a firm.
    assert (
        "2 pairs of two parties inside the city (1 existing, 1 planned) are in the attached list"
    ) in read_text(section)


def test_a_later_document_does_not_count_yet() -> None:
    # Without the report of 2024 the laboratory is no party: 6 - 1 = 5.
    text = draw(write("luohe", as_of="2022-12-31")).title

    assert text.startswith("Of parties named, Henan University of Technology has ties with 5")


def test_partners_of_several_cities_stand_in_one_table() -> None:
    rows = {row[0]: row for row in read_rows(write_shared_partners(open_city("luohe").report))}

    assert rows["Tsinghua University"][1:3] == ["Luohe; Puyang", "–"]
    assert rows["Henan Agricultural University"][1:3] == ["Wuzhi County (Jiaozuo)", "Luohe"]
    assert "Puyang reply, line 27" in rows["Tsinghua University"][3]


def test_without_documents_no_partner_is_shared() -> None:
    report = open_city("luohe", as_of="2020-12-31").report

    assert write_shared_partners(report).items == []
