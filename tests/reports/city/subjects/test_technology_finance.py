from pathlib import Path

import pytest
from section_reading import Write, find_tables, read_rows, write_once

from helpers.pages.items import Heading, Paragraph
from helpers.pages.runs import Mark, show_plain
from helpers.reports.city.subjects.technology_finance import write_technology_finance


@pytest.fixture(scope="module")
def write(project: Path) -> Write:
    return write_once(project, write_technology_finance)


def test_granted_planned_and_budget_are_apart_and_the_average_is_derived(write: Write) -> None:
    amounts = find_tables(write("luohe", "zh")[1])[0]

    # Report, line 19: 2.26亿元, 53家, 5亿元. Yearbook: 139661万元 of 2640239万元 = 5.29%.
    assert [(row[0], row[2]) for row in read_rows(amounts)] == [
        ("累计已发放", "2.26亿元"),
        ("累计已发放", "53家"),
        ("派生", "426万元（派生）"),  # 22600 / 53 = 426.4
        ("拟设", "5亿元"),
        ("财政支出", "13.97亿元"),
        ("财政支出", "5.29%"),
    ]
    # The programmes bear the name of what is counted; it is not said twice.
    names = [row[1] for row in read_rows(amounts)]
    assert [names[0], names[3]] == ["市县两级科技贷累计发放额", "科创基金规模"]
    # 22550 / 53 = 425.47 and 22650 / 53 = 427.36
    assert "2.26亿元 ÷ 53家 = 426万元" in amounts.notes[0]
    assert "425.4—427.4万元" in amounts.notes[0]


def test_the_average_is_worked_out_in_english_with_both_marks(write: Write) -> None:
    amounts = find_tables(write("luohe", "en")[1])[0]
    row = next(row for row in amounts.rows if "Average" in show_plain(row[1]))

    assert show_plain(row[2]) == "CNY 4.26 million (derived)"
    assert sum(isinstance(run, Mark) for run in row[-1]) == 2
    assert "CNY 226 million ÷ 53 firms" in amounts.notes[0]
    assert "CNY 4.254–4.274 million" in amounts.notes[0]


def test_loans_fund_and_budget_are_never_added(write: Write) -> None:
    text = repr(write("luohe", "zh")[1])

    assert "7.26亿" not in text  # 2.26 + 5
    assert "互不相加" in text


def test_awards_say_who_pays_for_which_level(write: Write) -> None:
    awards = find_tables(write("luohe", "zh")[1])[1]

    # Letter, line 37.
    assert [row[1:5] for row in read_rows(awards)] == [
        ["国家级", "市财政", "50万元", "–"],
        ["省级", "市财政", "30万元", "–"],
    ]


def test_two_budgets_that_pay_the_same_each_are_added_and_said_to_be_derived(write: Write) -> None:
    awards = find_tables(write("puyang", "en")[1])[0]

    # Reply, line 33: 300万元 each from the city and the benefiting budget; 50万元 from the latter.
    assert [row[1:5] for row in read_rows(awards)] == [
        [
            "Provincial",
            "city budget and budget of the area that benefits",
            "CNY 3 million each",
            "2 × CNY 3 million = CNY 6 million",
        ],
        ["Municipal", "budget of the area that benefits", "CNY 500,000", "–"],
    ]
    assert "derived" in awards.columns[4].head


def test_a_city_with_only_a_budget_gets_one_sentence_that_says_what_is_missing(
    write: Write,
) -> None:
    heading, line = write("jiaozuo", "en")[1].items

    assert isinstance(heading, Heading)
    assert isinstance(line, Paragraph)
    text = show_plain(line.runs)
    # Yearbook: 89926万元 of 3024378万元 = 2.97%.
    assert text.startswith("The documents print no figure for a loan, a fund or an award.")
    assert "budget spending on science is CNY 899 million [1]" in text
    assert "(derived) is 2.97% [1][a] (2023)." in text


def test_where_awards_are_printed_only_loans_and_funds_are_missing(write: Write) -> None:
    text = show_plain(write("puyang", "zh")[1].items[1].runs)  # type: ignore[attr-defined]

    assert text.startswith("文件未载贷款和基金的数字。")


def test_before_the_report_was_written_no_loan_is_known(write: Write) -> None:
    section = write("luohe", "en", "2022-12-31")[1]

    assert "CNY 226 million" not in repr(section)
    assert len(find_tables(section)) == 1  # the awards of the letter of 2022
    assert "(2020)." in repr(section)
