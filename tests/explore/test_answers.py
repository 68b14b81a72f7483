import itertools
import re
from dataclasses import replace

import pytest
from figure_factory import change, figure, observe

from helpers.data.figures import Figure
from helpers.explore.answers import Answer, Choice, _find_beside, answer
from helpers.explore.audit_signs import Checked
from helpers.explore.chart_titles import say_finding
from helpers.explore.menu import list_menu
from helpers.explore.missing_reasons import say_nothing
from helpers.explore.open_report import open_codebook, open_figures
from helpers.explore.selection import compare_choice
from helpers.explore.widget import Explorer
from helpers.pages.items import Table
from helpers.problems import UsageError
from helpers.words.language import LANGUAGES

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_the_project")]

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def ask(cities: str, indicator: str, **rest: object) -> Answer:
    return answer(Choice(tuple(cities.split(",")), indicator, **rest))  # type: ignore[arg-type]


# --- the finding -------------------------------------------------------------------------------


def test_the_title_is_the_finding_of_the_year_that_most_cities_have() -> None:
    # 2023: Luoyang 3.47%, Zhengzhou 2.72%, Luohe 2.1%; of 2024 two of them only have a figure.
    title = ask("luohe,luoyang,zhengzhou", "rd_intensity").title

    assert (
        title
        == "R&D intensity in 2023: Luoyang led the 3 cities with 3.47%; Luohe was lowest with 2.1%"
    )


def test_where_rounding_leaves_open_who_is_first_nobody_leads() -> None:
    report = open_figures()
    (found,) = compare_choice(report, "rd_intensity", ["jiyuan", "luoyang"], 2023)
    coarse = [
        replace(one, row=change(one.row, rounding_unit="0.1"))
        for one in found.standings
        if isinstance(one.row, Figure)
    ]

    # 3.47% and 3.44% are apart as printed; with one decimal less they would not be.
    sure = say_finding(report, "rd_intensity", [], [found])
    unsure = say_finding(report, "rd_intensity", [], [replace(found, standings=coarse)])
    assert "led" in sure
    assert "led" not in unsure
    assert "others may have been as high" in unsure


def test_the_finding_of_one_city_is_its_change_or_else_its_figure() -> None:
    rows = [
        figure("early", "rd_intensity", "2.0%", period="2019"),
        figure("late", "rd_intensity", "2.3%"),
        figure("other", "rd_intensity", "3.4%", place="luoyang", period="2021"),
    ]
    told, level = (
        say_finding(replace(open_figures(), observations=observe(*r)), "rd_intensity", r, [])
        for r in (rows, rows[1:])
    )

    assert told == "Luohe: R&D intensity rose from 2.0% in 2019 to 2.3% in 2020"
    assert level == "Luohe: R&D intensity 2.3% (2020)"


def test_a_target_is_never_the_finding_while_there_is_a_figure() -> None:
    assert "150" not in ask("luohe", "high_tech_enterprises").title
    only = ask("luohe", "rd_over_main_business_revenue").title
    assert "target" in only


def test_a_whole_year_comes_before_half_of_the_next() -> None:
    shown = ask("luohe", "talents_attracted")

    assert "9,084" in shown.title
    assert "4,804 people (the first half of 2024)" in shown.svg


# --- the chart ---------------------------------------------------------------------------------


@pytest.mark.parametrize("indicator", ["census_population", "gdp"])
def test_a_province_many_times_larger_than_the_cities_does_not_squash_them(indicator: str) -> None:
    # 2020: Henan counted 99,365,519 people, Zhengzhou 12,600,574.
    alone, beside = (ask(f"zhengzhou,luohe{more}", indicator) for more in ("", ",henan"))

    assert beside.points == alone.points
    assert "Henan" not in beside.svg
    assert "the figures of Henan" in beside.subtitle
    assert any(row.cells[0] == "Henan" for row in beside.rows)


def test_a_rate_of_the_province_stays_in_the_chart() -> None:
    # 2019: Henan 1.46%, Zhoukou 0.36%, which is more than three times as much and still a rate.
    shown = ask("zhoukou,luohe,henan", "rd_expenditure_over_gdp", years=(2019, 2019))

    assert "Henan" in shown.svg
    assert "beyond" not in shown.subtitle


def test_every_mark_is_that_of_its_row() -> None:
    shown = ask("luohe,luoyang,henan", "rd_intensity")
    marks = [int(number) for number in re.findall(r'id="figure-(\d+)"', shown.svg)]

    assert len(marks) == len(set(marks)) == len(shown.points)
    assert max(marks) < len(shown.rows)


def test_the_key_explains_the_marks_that_are_drawn_and_no_others() -> None:
    one = ask("luohe", "rd_intensity", years=2019).subtitle
    several = ask("luohe", "high_tech_enterprises").subtitle
    rule = ask("luohe", "talent_policy_measures").subtitle  # Report, line 15: 35条

    assert one.startswith("R&D intensity, %, 2019. ? ")
    assert "Marks: disc for actual; diamond for target. Only figures of one series" in several
    assert "Marks: open triangle for forecast or rule." in rule


def test_no_line_leads_to_a_target_or_from_one_document_to_another() -> None:
    def count_lines(*choice: object) -> int:
        return ask(*choice).svg.count("stroke-opacity: 0.75")  # type: ignore[arg-type]

    # The plan of Luohe prints 2019, 2020 and a target by 2025; the target adds no line.
    until_2020 = ask("luohe", "rd_expenditure", years=(2017, 2020)).svg
    assert count_lines("luohe", "rd_expenditure") == until_2020.count("stroke-opacity: 0.75") > 0
    # Jiaozuo's high-tech enterprises of 2015, 2023 and 2024 stand in three documents.
    assert count_lines("jiaozuo", "high_tech_enterprises") == 0


def test_a_bound_stands_in_only_where_nothing_is_printed() -> None:
    shown = ask("luohe,puyang", "rd_intensity", years=2023)
    ids = {row.figure_id for row in shown.rows}

    assert ids == {"luohe-report-2024:17j", "rd_intensity.puyang.2023.ceiling"}


@pytest.mark.parametrize(("basis", "bounds"), [("actual", 0), ("estimate", 1), ("target", 1)])
def test_a_bound_gives_way_to_an_actual_figure_only(basis: str, bounds: int) -> None:
    row = figure("row", "rd_intensity", "2.5%", place="puyang", period="2023", basis=basis)
    choice = Choice(("puyang",), "rd_intensity", 2023)

    assert len(_find_beside(open_figures(), choice, [row])) == bounds


def test_one_period_is_ranked_with_its_bounds_and_reference_lines() -> None:
    cities = ",".join(open_codebook().cities)
    shown = ask(f"{cities},henan,china", "rd_intensity", years=2023, language="zh")

    assert len(shown.points) == 18
    assert "河南2.05%" in shown.svg
    assert "全国2.65%" in shown.svg


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_is_in_the_language_chosen(language: str) -> None:
    shown = ask("luohe,jiaozuo,puyang", "high_tech_enterprises", language=language)
    words = [shown.title, shown.subtitle, shown.source_line, shown.alternative, *shown.columns]
    words += re.findall(r"<text[^>]*>([^<]*)</text>", shown.svg)
    words += [cell for row in shown.rows for cell in row.cells]

    mixed = [word for word in words if bool(CHINESE.search(word)) != (language == "zh")]
    assert [word for word in mixed if re.search("[A-Za-z\u4e00-\u9fff]", word)] == []


def test_every_indicator_with_a_figure_is_offered_once_and_each_kind_has_an_answer() -> None:
    menu = list_menu()
    every = tuple(place["id"] for place in [*menu["cities"], *menu["around"]])
    groups = [[name["id"] for name in group["names"]] for group in menu["groups"]]
    names = list(itertools.chain(*groups))

    assert len(names) == len(set(names))
    assert set(open_figures().observations["indicator"]) <= set(names)
    for group, language in zip(groups, itertools.cycle(LANGUAGES), strict=False):
        assert answer(Choice(every, group[-1], language=language)).title


# --- what the audit found -----------------------------------------------------------------------


@pytest.mark.parametrize("years", [None, 2019])
def test_a_contradiction_shows_in_chart_table_and_origin_with_its_sum(years: object) -> None:
    # Luohe 2019: 135,144万元 in the yearbook, 13.45亿元 in the plan.
    shown = ask("luoyang,luohe", "rd_expenditure", years=years)
    number = [row.figure_id for row in shown.rows].index("luohe-plan-2021:9a")
    row = shown.rows[number]

    assert row.cells[:4] == ["Luohe", "2019", "CNY 1.345 billion (?)", "≠ ?"]
    assert row.verdicts == "Do not agree; Left open"
    sums = [text for label, text in shown.origins[number] if label == "Calculation"]
    assert sums[0].startswith(
        "City Yearbook 2020 and Luohe plan differ by CNY 5.935–6.945 million;"
    )
    assert "≠ marks a figure that does not agree with another." in shown.subtitle
    assert any("≠" in text for text in re.findall(r"<text[^>]*>([^<]*)</text>", shown.svg))
    checked = str(shown.frame.set_index("figure_id")["checked"][row.figure_id])
    assert "CNY 5.935–6.945 million" in checked
    assert shown.checked[0][0] == "≠"


def test_a_figure_that_nothing_speaks_against_bears_no_sign() -> None:
    shown = ask("henan", "rd_intensity", years=(2011, 2018))

    assert "Sign" not in shown.columns
    words = re.findall(r"<text[^>]*>([^<]*)</text>", shown.svg)
    assert not any(sign in "".join([*words, shown.subtitle]) for sign in "≠?")
    assert list(shown.checked) == []


def test_a_derived_value_bears_the_signs_of_its_inputs() -> None:
    # Luohe 2019: 1.351 in the yearbook, 1.345 in the plan; the plan prints 0.86% without its GDP.
    shown = ask("luohe", "rd_expenditure_over_gdp", years=2019)
    (row,), (origin,) = shown.rows, shown.origins

    assert row.cells[3] == "≠ ?"
    assert any("CNY 5.935–6.945 million" in text for _, text in origin)


# --- nothing to show ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cities", "indicator", "years", "as_of", "said"),
    [
        (
            "puyang",
            "talents_attracted",
            None,
            "",
            "no talent recruited of Puyang. They print it for Luohe.",
        ),
        ("luohe", "rd_intensity", (2015, 2018), "", "Nearest: Luohe 2019, 0.86%."),
        ("luohe", "rd_intensity", None, "2013-01-01", "31 December 2021: Luohe 2019, 0.86%."),
    ],
)
def test_nothing_to_show_says_why_and_what_is_nearest(
    cities: str, indicator: str, years: object, as_of: str, said: str
) -> None:
    shown = ask(cities, indicator, years=years, as_of=as_of)

    assert shown.title.endswith(said)
    assert (shown.svg, list(shown.rows)) == ("", [])


@pytest.mark.parametrize(
    ("years", "nearest"),
    [
        ((2010, 2012), "2018, 1%"),
        ((2019, 2019), "2018, 1%"),
        ((2020, 2020), "2018, 1%"),  # as near as 2022, and first
        ((2020, 2021), "2022, 2%"),
        ((2023, 2025), "2022, 2%"),
        (None, "2030, 3%"),
    ],
)
def test_the_nearest_figure_is_so_in_years(years: tuple[int, int] | None, nearest: str) -> None:
    rows = [
        figure("early", "rd_intensity", "1%", period="2018"),
        figure("late", "rd_intensity", "2%", period="2022"),
        figure("last", "rd_intensity", "3%", period="2030"),
    ]
    report = replace(open_figures(), observations=observe(*rows), derived=observe()[:0])

    said = say_nothing(report, ["luohe"], "rd_intensity", years)
    assert said.endswith(f"Nearest: Luohe {nearest}.")


def test_a_place_without_a_figure_is_named_under_the_chart() -> None:
    assert ask("luohe,puyang", "talents_attracted", language="zh").missing == "无数据：濮阳。"


# --- the widget from Python --------------------------------------------------------------------


def test_what_is_chosen_can_be_read_and_set() -> None:
    explorer = Explorer("漯河,henan", "rd_intensity")
    explorer.years = [2023, 2023]

    assert explorer.cities == ["luohe", "henan"]
    assert explorer.shown.frame["as_printed"].tolist() == ["2.1%", "2.05%"]
    assert explorer.answer["rows"][0]["id"] == "luohe-report-2024:17j"


def test_a_choice_is_set_as_the_verbs_take_it() -> None:
    explorer = Explorer("luohe", "rd_intensity")
    for name, value in (("years", 2023), ("cities", "henan,漯河")):
        setattr(explorer, name, value)

    assert explorer.years == [2023, 2023]
    assert explorer.cities == ["luohe", "henan"]
    assert explorer.shown.frame["as_printed"].tolist() == ["2.1%", "2.05%"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("indicator", "rd_intensty", "rd_intensity"),
        ("cities", ["loohe"], "luohe"),
        ("as_of", "31.12.2022", "2022-12-31"),
        ("language", "fr", "zh"),
        ("years", [2023, 2019], "2019"),
        ("years", "2019", "2023"),
        ("indicator", 2019, "rd_intensity"),
        ("cities", 2019, "china"),
        ("indicater", "gdp", "indicator"),
    ],
)
def test_a_wrong_choice_is_refused_and_the_nearest_is_named(
    name: str, value: object, expected: str
) -> None:
    explorer = Explorer("luohe", "rd_intensity")

    with pytest.raises(UsageError, match=expected):
        setattr(explorer, name, value)


def test_several_changes_of_one_message_are_answered_once() -> None:
    explorer = Explorer("luohe", "rd_intensity")
    answers: list[str] = []
    explorer.observe(lambda change: answers.append(change["new"]["title"]), "answer")

    explorer.set_state({"cities": ["luohe", "henan"], "indicator": "gdp", "language": "zh"})

    assert len(answers) == 1
    assert CHINESE.search(answers[0])


def test_without_a_kernel_the_notebook_shows_chart_and_table() -> None:
    explorer = Explorer("luohe", "rd_intensity", language="zh")
    data, _ = explorer._repr_mimebundle_()

    assert "data:image/svg+xml;charset=utf-8," in data["text/html"]
    assert "漯河 | 2023年 | 2.1% |  | 实际 | 漯河建设报告" in data["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in data


def test_a_table_without_a_chart_says_what_its_signs_mean() -> None:
    found = ask("luohe", "rd_intensity")
    captions = [
        next(item.caption for item in shown.show().items if isinstance(item, Table))
        for shown in (found, replace(found, svg=""))
    ]

    assert captions == [found.caption, found.subtitle]
    assert found.caption != found.subtitle


def test_a_figure_about_which_nothing_was_found_has_no_sign() -> None:
    report = open_figures()
    plain = next(row for row in report.observations["figure"] if not report.findings_of(row))

    assert Checked(report).add_sign("2.1%", plain) == "2.1%"
