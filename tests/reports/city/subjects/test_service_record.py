import re
from pathlib import Path

import pytest
from section_reading import Write, find_chart, find_tables, write_once

from helpers.pages.items import Chart, Paragraph, Section, Table
from helpers.pages.matter import Notes
from helpers.pages.runs import show_plain
from helpers.reports.city.subjects.service_record import write_service_record
from helpers.reports.end_matter import write_end_matter

LANGUAGES = ("en", "zh")
CHINESE = re.compile(r"[\u2e80-\u9fff]")


@pytest.fixture(scope="module")
def write(project: Path) -> Write:
    return write_once(project, write_service_record)


def read_row(table: Table) -> dict[str, str]:
    (row,) = table.rows
    return {column.head: show_plain(cell) for column, cell in zip(table.columns, row, strict=True)}


def find_register(section: Section) -> Table:
    (table,) = [table for table in find_tables(section) if len(table.columns) == 9]
    return table


# --- the drive ---------------------------------------------------------------------------------


def test_the_chart_draws_the_drive_first_then_the_whole_city_then_the_target(write: Write) -> None:
    chart = find_chart(write("luohe", "en")[1])

    # Letter, line 31; plan, line 14; plan, line 77.
    assert [value for _, value in chart.points] == [11, 30, 20, 78, 11, 75, 100, 45, 86, 50]
    assert chart.title == "Problems solved on site: 11 of the 78 counted, 2021"
    assert "Experts and Professors Enterprise Tour" in chart.subtitle
    assert "Grassroots Day service programme" in chart.subtitle


@pytest.mark.parametrize(
    ("language", "lanes"),
    [
        ("en", ["Firms visited by experts, 2021", "Firms reached by service drive, 2016–2020"]),
        ("zh", ["企业行走访企业，2021年", "科技服务惠及企业，2016—2020年"]),
    ],
)
def test_every_step_names_its_period(write: Write, language: str, lanes: list[str]) -> None:
    svg = find_chart(write("luohe", language)[1]).svg

    for lane in lanes:
        assert lane in svg


@pytest.mark.parametrize(
    ("language", "labels"),
    [("en", ["over 100", "50 people, target"]), ("zh", ["100余家", "50名，目标"])],
)
def test_a_bound_and_a_target_are_drawn_as_such(
    write: Write, language: str, labels: list[str]
) -> None:
    chart = find_chart(write("luohe", language)[1])

    for label in labels:
        assert f">{label}<" in chart.svg
    assert labels[0] in chart.alt


def test_steps_are_solid_and_counts_of_another_period_hatched(write: Write) -> None:
    # Three counts of the whole city, 2016-2020; each hatched bar refers to a pattern.
    svg = find_chart(write("luohe", "en")[1]).svg

    assert len(re.findall(r"fill: url\(#", svg)) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sum_of_outcomes_is_said_once(write: Write, language: str) -> None:
    # 11 + 75 = 86, more than the 78 problems found; how many have two outcomes is not printed.
    _, section = write("luohe", language)
    said = [
        show_plain(cell)
        for table in find_tables(section)
        for row in table.rows
        for cell in row
        if re.search(r"(?<!\d)86(?!\d)", show_plain(cell))
    ]

    assert len(said) == 1
    assert not re.search(r"(?<!\d)8(?!\d)", said[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_leads_to_a_note(write: Write, language: str) -> None:
    report, section = write("luohe", language)
    marks = set(re.findall(r"\[([a-z]+)\]", repr(section)))
    (notes,) = [item for item in write_end_matter(report.report).items if isinstance(item, Notes)]

    assert marks
    assert {note.letter for note in notes.notes} >= marks


def test_figures_of_a_team_or_project_stand_in_a_table_apart(write: Write) -> None:
    table = find_tables(write("luohe", "en")[1])[0]

    # Letter, line 31: 14 people, one week; report, line 13: over 10 discussions, 5 and 5.
    figures = [show_plain(row[2]) for row in table.rows]
    assert figures == ["14 people", "1 week", "over 10", "5 people", "5 people"]
    assert all("(" in show_plain(row[0]) for row in table.rows)


# --- the register ------------------------------------------------------------------------------


def test_the_reply_is_registered_as_printed(write: Write) -> None:
    table = find_register(write("puyang", "en")[1])

    assert read_row(table) == {
        "Addressed to": (
            "Municipal political consultative conference, no. 178, 6th session of the 8th term"
        ),
        "Kind, role, addressee": "Proposal; lead office; to the member who put it",
        "Answered": "24 June 2022",
        "Issued": "28 June 2022",
        # 28 - 24 = 4; the day of receipt is not printed.
        "Days (derived)": "to answer: date not printed; to issue: 4 days",
        "Result": "A",
        "Satisfaction": "cannot be decided",
        "Points answered": "4 of 4",
        "Printed in": "Puyang reply, lines 3, 9, 13, 15, 19, 25, 31, 37, 47, 59, 69",
    }


def test_the_reply_is_registered_in_chinese(write: Write) -> None:
    cells = list(read_row(find_register(write("puyang", "zh")[1])).values())

    assert cells[:4] == [
        "市政协八届六次会议第178号",
        "提案；主办；致提出人",
        "2022年6月24日",
        "2022年6月28日",
    ]
    assert cells[4:8] == ["收到至答复缺日期；答复至印发4天", "A", "不能判定", "4条中4条"]
    assert cells[8].startswith("濮阳提案答复第3、9、13、")


def test_what_the_letter_does_not_print_is_said_in_every_cell(write: Write) -> None:
    row = read_row(find_register(write("luohe", "en")[1]))

    assert row["Addressed to"] == "Municipal people's congress, no. 4 (session not printed)"
    assert row["Kind, role, addressee"] == (
        "Suggestion; assisting office; to the supervision office"
    )
    for column in ("Answered", "Issued", "Result", "Satisfaction", "Points answered"):
        assert row[column] == "not printed"
    assert row["Days (derived)"] == "date not printed"
    assert row["Printed in"] == "Luohe letter, lines 9, 11"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("city", ["luohe", "puyang"])
def test_the_document_is_named_in_full_under_the_register(
    write: Write, city: str, language: str
) -> None:
    report, section = write(city, language)
    source = {"luohe": "luohe-letter-2021", "puyang": "puyang-reply-2022"}[city]
    row = report.report.codebook.sources[source]
    (note,) = find_register(section).notes

    assert row[f"title_{language}"] in note
    assert row[f"publisher_{language}"] in note
    assert row["document_number"] in note


def test_the_note_works_out_the_days_and_says_why_the_tick_is_left_open(write: Write) -> None:
    (note,) = find_register(write("puyang", "en")[1]).notes

    assert "derived: 28 June 2022 less 24 June 2022 is 4 days" in note
    assert "merged cells" in note


def test_a_city_without_a_reply_says_so(write: Write) -> None:
    _, section = write("jiaozuo", "en")
    texts = [show_plain(item.runs) for item in section.items if isinstance(item, Paragraph)]

    assert texts == [
        "No reply to a proposal or suggestion is among the documents read for Jiaozuo."
    ]


# --- the village -------------------------------------------------------------------------------


def test_what_was_built_in_a_village_names_the_team_and_the_county(write: Write) -> None:
    (table,) = find_tables(write("jiaozuo", "en")[1])

    # Newspaper page, lines 189 and 190: nearly 3000 m, nearly 2000 m, 2 stations.
    assert [show_plain(row[2]) for row in table.rows] == [
        "nearly 3,000 metres",
        "nearly 2,000 metres",
        "2",
    ]
    assert all("Mengzhou" in show_plain(row[0]) for row in table.rows)
    assert [show_plain(row[3])[:7] for row in table.rows] == ["[1:189]", "[1:189]", "[1:190]"]


# --- everywhere --------------------------------------------------------------------------------


@pytest.mark.parametrize("city", ["luohe", "puyang", "jiaozuo"])
def test_english_has_no_chinese_but_the_number_of_a_document(write: Write, city: str) -> None:
    report, section = write(city, "en")
    text = repr(section)
    for row in report.report.codebook.sources.values():
        text = text.replace(row["document_number"] or "\0", "")

    assert not CHINESE.search(text)


def test_before_the_letter_only_the_plan_is_known(write: Write) -> None:
    # The plan was written by the end of 2021, the letter by 22 September 2022.
    _, section = write("luohe", "en", "2022-06-30")
    (table,) = find_tables(section)

    assert [show_plain(row[2]) for row in table.rows] == [
        "over 100",
        "45",
        "86",
        "50 people, target",
    ]
    assert not any(isinstance(item, Chart) for item in section.items)
