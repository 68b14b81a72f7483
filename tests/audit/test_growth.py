from collections.abc import Sequence
from dataclasses import replace

import pytest
import yearly_figures
from case_tables import read_cases
from figure_factory import CODEBOOK, each_set_of, ends, figure, gather

from helpers.audit.facts import Finding
from helpers.audit.growth import check_additions, check_growth, check_multiple
from helpers.audit.series import check_falls, check_part_years
from helpers.audit.targets import check_growth_target, check_target_base, check_yearly_target
from helpers.data.codebook import Codebook
from helpers.data.figures import Figure

GROWTH = "rd_expenditure_growth"
SPENDING = "rd_expenditure"
GROWTH_OF_SPENDING = ("indicator", "growth_of", GROWTH, SPENDING)
GROWTH_OF_FIRMS = ("indicator", "growth_of", GROWTH, "high_tech_enterprises")
NEW = "provincial_key_laboratories_new"
STOCK = "provincial_key_laboratories"
NEW_TO_STOCK = ("indicator", "adds_to", NEW, STOCK)
STARTED_TO_FLOW = (
    "indicator",
    "adds_to",
    "municipal_major_projects_started",
    "municipal_major_projects",
)


# --- growth against levels ---------------------------------------------------------------------


def grow(start: Figure | None, end: Figure | None, rate: Figure) -> list[Finding]:
    levels = [level for level in (start, end) if level is not None]
    return list(check_growth(gather(rate, *levels, relations=[GROWTH_OF_SPENDING])))


def spend(name: str, amount: str, period: str, **columns: str) -> Figure:
    return figure(name, SPENDING, amount, period=period, **columns)


def test_growth_that_the_printed_levels_do_not_show_is_a_contradiction() -> None:
    start, end = spend("start", "10.0亿元", "2019"), spend("end", "12.0亿元", "2020")
    rate = figure("rate", GROWTH, "12%")

    (finding,) = grow(start, end, rate)

    assert (finding.verdict, finding.form) == ("inconsistent", "")
    assert finding.roles == {"growth": [rate], "start": [start], "end": [end]}
    # 11.95 / 10.05 = 1.18905 and 12.05 / 9.95 = 1.21106.
    assert ends(finding, "actual") == pytest.approx((18.905, 21.106), abs=0.001)
    # 11.95 / 1.125 = 10.62222 and 12.05 / 1.115 = 10.80717, in 亿.
    assert ends(finding, "base") == pytest.approx((1_062_222_222, 1_080_717_489), abs=1)
    assert finding.numbers["years"] == 1


@pytest.mark.parametrize("other", ["start", "end"])
def test_a_level_of_another_document_proves_no_contradiction(other: str) -> None:
    # The document of the rate may have used a level that it does not print.
    sources = {name: "yearbook" if name == other else "report" for name in ("start", "end")}
    start = spend("start", "10.0亿元", "2019", source=sources["start"])
    end = spend("end", "12.0亿元", "2020", source=sources["end"])

    (finding,) = grow(start, end, figure("rate", GROWTH, "12%"))

    assert finding.verdict == "undecided"


@pytest.mark.parametrize("rate", ["20%", "19%", "15%以上", "超过10%", "近25%", "21%左右"])
def test_rounding_or_a_qualifier_explains_growth(rate: str) -> None:
    # 18.9% to 21.1%: 19% may be 19.5%; about 21% may be 10.5% to 42%, and 21% itself lies inside.
    start, end = spend("start", "10.0亿元", "2019"), spend("end", "12.0亿元", "2020")

    (finding,) = grow(start, end, figure("rate", GROWTH, rate))

    assert finding.verdict == "consistent"


def test_levels_that_fall_fit_growth_below_nothing() -> None:
    start, end = spend("start", "10.0亿元", "2019"), spend("end", "9.0亿元", "2020")

    (fits,) = grow(start, end, figure("rate", GROWTH, "-10%"))
    (differs,) = grow(start, end, figure("rate", GROWTH, "10%"))

    # 8.95 / 10.05 = 0.8905 and 9.05 / 9.95 = 0.9095 hold 0.9.
    assert (fits.verdict, differs.verdict) == ("consistent", "inconsistent")
    assert ends(fits, "actual") == pytest.approx((-10.945, -9.045), abs=0.001)


@pytest.mark.parametrize(("end", "verdict"), [("1611家", "consistent"), ("2000家", "inconsistent")])
def test_yearly_growth_over_some_years_is_compounded(end: str, verdict: str) -> None:
    facts = gather(
        figure("start", "high_tech_enterprises", "1000家", period="2015"),
        figure("end", "high_tech_enterprises", end, period="2020"),
        figure("rate", GROWTH, "10.0%", period="2016/2020"),
        relations=[GROWTH_OF_FIRMS],
    )

    (finding,) = check_growth(facts)

    # 1.1 ** 5 = 1.61051, of 1000 about 1611; 2000 is twice, 14.87% a year: 1.1487 ** 5 = 2.0.
    assert (finding.verdict, finding.numbers["years"]) == (verdict, 5)
    if verdict == "inconsistent":
        assert ends(finding, "actual") == pytest.approx((14.87, 14.87), abs=0.005)


def test_growth_fits_where_one_of_two_printed_levels_fits() -> None:
    facts = gather(
        spend("start", "10.0亿元", "2019"),
        spend("revised", "10.7亿元", "2019", source="later"),
        spend("end", "12.0亿元", "2020"),
        figure("rate", GROWTH, "12%"),
        relations=[GROWTH_OF_SPENDING],
    )

    (finding,) = check_growth(facts)

    # 12 / 10.7 = 1.121
    assert finding.verdict == "consistent"
    assert [row.figure_id for row in finding.roles["start"]] == ["revised"]


def test_a_level_of_uncertain_standing_proves_no_contradiction() -> None:
    start = spend("start", "10.0亿元", "2019", status="U")
    end = spend("end", "12.0亿元", "2020")

    (finding,) = grow(start, end, figure("rate", GROWTH, "12%"))

    assert finding.verdict == "undecided"


def test_growth_without_its_base_gives_the_base_it_implies() -> None:
    end, rate = spend("end", "12.0亿元", "2020"), figure("rate", GROWTH, "12%")

    (finding,) = grow(None, end, rate)

    assert (finding.verdict, finding.form) == ("undecided", "base")
    # 11.95 / 1.125 = 10.62222 and 12.05 / 1.115 = 10.80717, in 亿.
    assert ends(finding, "base") == pytest.approx((1_062_222_222, 1_080_717_489), abs=1)
    assert finding.numbers["base_year"] == "2019"


@each_set_of("place puyang", "basis target", "scope firm", "entity firm-a")
def test_growth_is_not_held_against_levels_of_something_else(column: dict[str, str]) -> None:
    start = spend("start", "10.0亿元", "2019", **column)
    end = spend("end", "12.0亿元", "2020", **column)

    (finding,) = grow(start, end, figure("rate", GROWTH, "12%"))

    assert (finding.verdict, finding.form) == ("undecided", "unchecked")
    assert finding.numbers == {}


def test_growth_in_one_of_two_years_is_held_against_no_levels() -> None:
    start, end = spend("start", "10.0亿元", "2019"), spend("end", "15.0亿元", "2021")

    assert not grow(start, end, figure("rate", GROWTH, "12%", period="2020/2021?"))


def test_a_growth_target_is_not_held_against_actual_levels() -> None:
    start, end = spend("start", "10.0亿元", "2019"), spend("end", "12.0亿元", "2020")

    assert not grow(start, end, figure("rate", GROWTH, "12%", basis="target"))


@pytest.mark.parametrize(("rate", "verdict"), [("10%", "consistent"), ("50%", "undecided")])
@pytest.mark.parametrize("amounts", [[], [spend("start", "10.5亿元", "2019")]])
def test_growth_is_held_against_what_a_ratio_and_gdp_imply(
    rate: str, verdict: str, amounts: list[Figure]
) -> None:
    over_people = {**CODEBOOK.derived["rd_expenditure_over_gdp"], "denominator": "nobody"}
    others = {"gdp_per_head": CODEBOOK.derived["gdp_per_head"], "over_people": over_people}
    facts = gather(
        figure("ratio-2019", "rd_intensity", "1.00%", period="2019"),
        figure("ratio-2020", "rd_intensity", "1.10%"),
        figure("gdp-2019", "gdp", "1000亿元", period="2019"),
        figure("gdp-2020", "gdp", "1000亿元"),
        figure("rate", GROWTH, rate),
        *amounts,
        codebook=replace(CODEBOOK, derived=others | dict(CODEBOOK.derived)),
        relations=[GROWTH_OF_SPENDING],
    )

    (finding,) = check_growth(facts)

    assert (finding.verdict, finding.form) == (verdict, "implied_own" if amounts else "implied")
    if amounts:
        # 1.095% x 999.5 / 10.55 = 1.03740; 1.105% x 1000.5 / 10.45 = 1.05795.
        assert ends(finding, "based") == pytest.approx((3.740, 5.795), abs=0.001)
    # 1.095 x 999.5 / (1.005 x 1000.5) = 1.08846; 1.105 x 1000.5 / (0.995 x 999.5) = 1.11166.
    assert ends(finding, "actual") == pytest.approx((8.846, 11.166), abs=0.001)
    assert {role: row.figure_id for role, (row,) in finding.roles.items()} == {
        "growth": "rate",
        "start": "ratio-2019",
        "start_under": "gdp-2019",
        "end": "ratio-2020",
        "end_under": "gdp-2020",
        **({"own": "start"} if amounts else {}),
    }


# --- additions ---------------------------------------------------------------------------------


def add(before: str, new: str, after: str, **columns: str) -> list[Finding]:
    facts = gather(
        figure("before", STOCK, before, period="2019"),
        figure("new", NEW, new),
        figure("after", STOCK, after, **columns),
        relations=[NEW_TO_STOCK],
    )
    return list(check_additions(facts))


def test_a_stock_that_grows_by_more_than_what_is_new_is_a_contradiction() -> None:
    (finding,) = add("10家", "3家", "15家")

    assert (finding.verdict, finding.form) == ("inconsistent", "")
    assert ends(finding, "sum") == (13, 13)  # 10 + 3
    assert ends(finding, "residual") == (-2, -2)  # 13 - 15


def test_a_stock_may_lose_some_while_others_are_new() -> None:
    (finding,) = add("10家", "3家", "12家")

    assert (finding.verdict, finding.form) == ("undecided", "fewer")
    assert ends(finding, "residual") == (1, 1)  # 10 + 3 - 12


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("10家", "3家", "13家"),
        ("10家", "3家以上", "15家"),  # 10 + 5 = 15
        ("10余家", "3家", "15家"),  # 12 + 3 = 15
        ("10家", "3家", "近15家"),  # 13 are nearly 15
        ("10家", "3家左右", "15家"),  # about 3 may be 5
    ],
)
def test_a_stock_that_grows_by_what_is_new_is_consistent(before: str, new: str, after: str) -> None:
    (finding,) = add(before, new, after)

    assert finding.verdict == "consistent"


@each_set_of("place puyang", "basis target", "period 2021", "entity firm-a")
def test_nothing_is_added_up_without_the_stock_after(column: dict[str, str]) -> None:
    assert not add("10家", "3家", "15家", **column)


# --- growth targets ----------------------------------------------------------------------------


def aim_for(aim: str, rate: str = "10%", **columns: str) -> list[Finding]:
    about = {"basis": "target", "period": "by 2025"} | columns
    facts = gather(
        spend("base", "10.0亿元", "2020"),
        figure("rate", GROWTH, rate, basis="target", period="2021/2025"),
        figure("aim", SPENDING, aim, **about),
        relations=[GROWTH_OF_SPENDING],
    )
    return list(check_growth_target(facts))


def test_a_path_that_ends_short_of_its_target_is_a_contradiction() -> None:
    (finding,) = aim_for("20亿元")

    assert (finding.verdict, finding.form) == ("inconsistent", "short")
    # The rate is set: 9.95 x 1.1 ** 5 = 9.95 x 1.61051 = 16.0245745 and 10.05 x 1.61051
    # = 16.1856255, in 亿: below the 19.5 that 20 may be.
    assert ends(finding, "path") == pytest.approx((1_602_457_450, 1_618_562_550), abs=10)
    assert finding.numbers["years"] == 5


def test_a_path_beyond_its_target_draws_a_second_line() -> None:
    (finding,) = aim_for("突破12亿元")

    assert (finding.verdict, finding.form) == ("undecided", "past")


@pytest.mark.parametrize("aim", ["16亿元", "16亿元以上", "突破16亿元", "16亿元左右", "15-17亿元"])
def test_a_path_that_ends_at_its_target_is_consistent(aim: str) -> None:
    # 10 x 1.1 ** 5 = 16.1
    (finding,) = aim_for(aim)

    assert (finding.verdict, finding.form) == ("consistent", "")


def test_the_growth_that_a_target_needs_is_worked_out() -> None:
    facts = gather(
        figure("base", "high_tech_enterprises", "32家"),
        figure("rate", GROWTH, "20%", basis="target", period="2021/2025"),
        figure("aim", "high_tech_enterprises", "243家", basis="target", period="by 2025"),
        relations=[GROWTH_OF_FIRMS],
    )

    (finding,) = check_growth_target(facts)

    assert finding.verdict == "inconsistent"
    assert ends(finding, "needed") == pytest.approx((50, 50))  # 32 x 1.5 ** 5 = 243
    # 32 x 1.2 ** 5 = 32 x 2.48832
    assert ends(finding, "path") == pytest.approx((79.62624, 79.62624))


@each_set_of(
    "place puyang", "source other", "period by 2030", "basis actual, period 2025", "entity firm-a"
)
def test_a_path_leads_to_the_target_of_its_own_plan(column: dict[str, str]) -> None:
    assert not aim_for("20亿元", **column)


@each_set_of("basis target", "period 2019", "place puyang")
def test_a_path_starts_from_the_actual_level_of_the_year_before(column: dict[str, str]) -> None:
    facts = gather(
        figure("base", SPENDING, "10.0亿元", **column),
        figure("rate", GROWTH, "10%", basis="target", period="2021/2025"),
        figure("aim", SPENDING, "20亿元", basis="target", period="by 2025"),
        relations=[GROWTH_OF_SPENDING],
    )

    assert not list(check_growth_target(facts))


# --- yearly targets ----------------------------------------------------------------------------


def add_yearly(yearly: str, aim: str, base: str = "55家", **columns: str) -> list[Finding]:
    about = {"basis": "target", "period": "by 2025"} | columns
    facts = gather(
        figure("base", STOCK, base),
        figure("yearly", NEW, yearly, basis="target", period="each 2021/2025"),
        figure("aim", STOCK, aim, **about),
        relations=[NEW_TO_STOCK],
    )
    return list(check_yearly_target(facts))


@pytest.mark.parametrize(
    ("aim", "verdict", "form"),
    [("100家", "inconsistent", "short"), ("70家以上", "undecided", "past")],
)
def test_what_is_wanted_each_year_leads_to_another_level(aim: str, verdict: str, form: str) -> None:
    (finding,) = add_yearly("5家", aim)

    assert (finding.verdict, finding.form) == (verdict, form)
    assert ends(finding, "path") == (80, 80)  # 55 + 5 x 5
    assert finding.numbers["years"] == 5


@pytest.mark.parametrize(
    ("yearly", "aim"),
    [
        ("5家", "80家"),
        ("5家", "80家以上"),
        ("5家", "80家左右"),
        ("5家以上", "100家"),  # 55 + 5 x 9 = 100
        ("5家左右", "100家"),  # about 5 may be 9
        ("4-6家", "80家"),  # 75 to 85
    ],
)
def test_what_is_wanted_each_year_leads_to_the_level(yearly: str, aim: str) -> None:
    (finding,) = add_yearly(yearly, aim)

    assert (finding.verdict, finding.form) == ("consistent", "")


@each_set_of("place puyang", "source other", "basis actual, period 2025", "scope programme")
def test_yearly_wishes_lead_to_the_target_of_their_own_plan(column: dict[str, str]) -> None:
    assert not add_yearly("5家", "100家", **column)


def test_yearly_wishes_lead_nowhere_without_a_base() -> None:
    rows = [
        figure("early", STOCK, "55家", period="2019"),
        figure("hoped", STOCK, "55家", basis="target"),
        figure("elsewhere", STOCK, "55家", place="puyang"),
        figure("yearly", NEW, "5家", basis="target", period="each 2021/2025"),
        figure("aim", STOCK, "100家", basis="target", period="by 2025"),
    ]

    assert not list(check_yearly_target(gather(*rows, relations=[NEW_TO_STOCK])))


def test_what_was_new_each_year_is_no_target() -> None:
    facts = gather(
        figure("base", STOCK, "55家"),
        figure("yearly", NEW, "5家", period="each 2021/2025"),
        figure("aim", STOCK, "100家", basis="target", period="by 2025"),
        relations=[NEW_TO_STOCK],
    )

    assert not list(check_yearly_target(facts))


@pytest.mark.parametrize(
    ("aim", "verdict", "form"),
    [
        ("50项", "inconsistent", "short_flow"),
        ("20项以上", "undecided", "past_flow"),
        ("30项左右", "consistent", "flow"),
        ("40项", "consistent", "flow"),
    ],
)
def test_a_target_for_what_is_begun_in_all_takes_no_base(aim: str, verdict: str, form: str) -> None:
    flow = "municipal_major_projects"
    facts = gather(
        figure("before", flow, "7项"),
        figure("yearly", f"{flow}_started", "5-8项", basis="target", period="each 2021/2025"),
        figure("aim", flow, aim, basis="target", period="by 2025"),
        relations=[STARTED_TO_FLOW],
    )

    (finding,) = check_yearly_target(facts)

    assert (finding.verdict, finding.form) == (verdict, form)
    assert ends(finding, "path") == (25, 40)  # 5 x 5 and 5 x 8, without the 7 of the year before
    assert "base" not in finding.roles


# --- bases of targets --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("built", "form"), [("3家", "met"), ("2家", "met"), ("近3家", "met"), ("1家", "")]
)
def test_a_target_without_a_stock_may_mean_new_ones_or_all(built: str, form: str) -> None:
    new = figure("built", NEW, built, period="2016/2020")
    aim = figure("aim", STOCK, "2家以上", basis="target", period="by 2025")

    (finding,) = check_target_base(gather(new, aim, relations=[NEW_TO_STOCK]))

    assert (finding.verdict, finding.form) == ("undecided", form)
    assert finding.roles == {"aim": [aim], "built": [new]}


@each_set_of("place puyang", "source other", "basis actual, period 2025")
def test_a_target_of_another_plan_is_not_met_by_what_was_built(column: dict[str, str]) -> None:
    new = figure("built", NEW, "3家", period="2016/2020")
    about = {"basis": "target", "period": "by 2025"} | column
    aim = figure("aim", STOCK, "2家以上", **about)

    assert not list(check_target_base(gather(new, aim, relations=[NEW_TO_STOCK])))


def test_a_target_beside_a_printed_stock_is_clear() -> None:
    rows = [
        figure("built", NEW, "3家", period="2016/2020"),
        figure("aim", STOCK, "2家以上", basis="target", period="by 2025"),
        figure("stock", STOCK, "9家"),
    ]

    assert not list(check_target_base(gather(*rows, relations=[NEW_TO_STOCK])))


def test_a_wish_for_new_ones_meets_no_target() -> None:
    rows = [
        figure("wished", NEW, "3家", basis="target", period="2016/2020"),
        figure("aim", STOCK, "2家以上", basis="target", period="by 2025"),
    ]

    assert not list(check_target_base(gather(*rows, relations=[NEW_TO_STOCK])))


# --- multiples ---------------------------------------------------------------------------------


def multiply(multiple: Figure, *levels: Figure, wholes: Sequence[str]) -> list[Finding]:
    relations = [("indicator", "multiple_of", multiple.indicator, name) for name in wholes]
    return list(check_multiple(gather(multiple, *levels, relations=relations)))


FIRMS = "high_tech_enterprises"
TIMES = "high_tech_enterprises_multiple"


def test_a_multiple_gives_the_earlier_level() -> None:
    times, level = figure("times", TIMES, "3倍"), figure("level", FIRMS, "101家")

    (finding,) = multiply(times, level, wholes=[FIRMS])

    assert (finding.verdict, finding.form) == ("undecided", "base")
    # 101 / 3.5 = 28.857 and 101 / 2.5 = 40.4
    assert ends(finding, "back") == pytest.approx((28.857, 40.4), abs=0.001)


def test_an_earlier_level_that_the_multiple_does_not_give_is_a_contradiction() -> None:
    times, level = figure("times", TIMES, "3倍"), figure("level", FIRMS, "101家")
    earlier = figure("earlier", FIRMS, "50家", period="2019")

    (finding,) = multiply(times, level, earlier, wholes=[FIRMS])

    assert (finding.verdict, finding.form) == ("inconsistent", "printed")
    assert finding.roles["earlier"] == [earlier]


@pytest.mark.parametrize("earlier", ["34家", "30余家", "近45家", "35家左右", "28家以上"])
def test_an_earlier_level_within_the_rounding_of_the_multiple_is_consistent(earlier: str) -> None:
    times, level = figure("times", TIMES, "3倍"), figure("level", FIRMS, "101家")
    before = figure("earlier", FIRMS, earlier, period="2019")

    (finding,) = multiply(times, level, before, wholes=[FIRMS])

    assert (finding.verdict, finding.form) == ("consistent", "printed")


@each_set_of("place puyang", "basis target", "period 2018", "entity firm-a")
def test_an_earlier_level_of_something_else_is_not_compared(column: dict[str, str]) -> None:
    times, level = figure("times", TIMES, "3倍"), figure("level", FIRMS, "101家")
    before = figure("earlier", FIRMS, "50家", **({"period": "2019"} | column))

    (finding,) = multiply(times, level, before, wholes=[FIRMS])

    assert (finding.verdict, finding.form) == ("undecided", "base")
    assert "earlier" not in finding.roles


def test_a_multiple_without_its_level_does_not_hide_the_next() -> None:
    lone, times = figure("lone", TIMES, "2倍", period="2018"), figure("times", TIMES, "3倍")

    (finding,) = multiply(lone, times, figure("level", FIRMS, "101家"), wholes=[FIRMS])

    assert finding.roles["multiple"] == [times]


@each_set_of("place puyang", "source other", "period 2019", "basis target")
def test_a_multiple_is_taken_of_the_level_printed_with_it(column: dict[str, str]) -> None:
    times, level = figure("times", TIMES, "3倍"), figure("level", FIRMS, "101家", **column)

    assert not multiply(times, level, wholes=[FIRMS])


def test_a_multiple_of_several_groups_needs_all_of_them() -> None:
    wholes = ["talents_attracted_master", "talents_attracted_bachelor"]
    times = figure("times", "graduate_talent_ratio", "2.0倍")
    counts = zip(wholes, ("90人", "310人"), strict=True)
    rows = [figure(name, name, amount) for name, amount in counts]

    (finding,) = multiply(times, *rows, wholes=wholes)

    assert ends(finding, "sum") == (400, 400)  # 90 + 310
    # 400 / 2.05 = 195.122 and 400 / 1.95 = 205.128
    assert ends(finding, "back") == pytest.approx((195.122, 205.128), abs=0.001)
    assert not multiply(times, rows[0], wholes=wholes)


# --- falls -------------------------------------------------------------------------------------


def follow(
    indicator: str, first: str, second: str, year: str = "2020", **columns: str
) -> list[Finding]:
    rows = [
        figure("first", indicator, first, period="2019"),
        figure("second", indicator, second, **({"period": year} | columns)),
    ]
    return list(check_falls(gather(*rows)))


# indicator | 2019 | later | its year | verdict and form of the finding, if any
FALLS = """
# a cumulative count that falls is a contradiction
cooperating_firms | 20家 | 18家 | 2020 | inconsistent
# a cumulative count need not have fallen: over 18 may be 20; nearly 20 and about 20 may be 18
cooperating_firms | 20家 | 20家 | 2020 | consistent
cooperating_firms | 20家 | 18余家 | 2020 | consistent
cooperating_firms | 近20家 | 18家 | 2020 | consistent
cooperating_firms | 20家左右 | 18家 | 2020 | consistent
# a stock that falls by more than a twentieth is shown
high_tech_enterprises | 100家 | 94家 | 2020 | undecided
high_tech_enterprises | 100家 | 96家 | 2020 | consistent
# a stock that may have held is not shown
high_tech_enterprises | 100家 | 100家 | 2020 |
high_tech_enterprises | 100家 | 90余家 | 2020 |
high_tech_enterprises | 近100家 | 80家 | 2020 |
# a flow that falls by more than a fifth is shown
rd_expenditure | 100亿元 | 70亿元 | 2020 | undecided steep
# a flow may fall by a fifth or over more than a year
rd_expenditure | 100亿元 | 85亿元 | 2020 |
rd_expenditure | 100亿元 | 80亿元 | 2020 |
rd_expenditure | 100亿元 | 70余亿元 | 2020 |
rd_expenditure | 100亿元 | 70亿元 | 2021 |
# a leap takes more over more years: over two 2.5 x 2.5 = 6.25 is the bound
high_tech_enterprises | 100家 | 600家 | 2021 |
high_tech_enterprises | 100家 | 630家 | 2021 | undecided leap
# a rate may fall but not leap: 2.995 / 1.005 = 2.98 is above 2.5; 0.505 / 0.995 not below 0.4
rd_intensity | 1.00% | 3.00% | 2020 | undecided leap
rd_intensity | 1.00% | 0.50% | 2020 | consistent
"""


@pytest.mark.parametrize(("indicator", "first", "second", "year", "expected"), read_cases(FALLS))
def test_a_level_that_falls_or_leaps_is_shown_by_its_kind(
    indicator: str, first: str, second: str, year: str, expected: str
) -> None:
    found = follow(indicator, first, second, year)

    assert [f"{one.verdict} {one.form}".strip() for one in found] == [expected] * bool(expected)


@pytest.mark.parametrize(
    ("indicator", "first", "second", "fall"),
    [
        ("cooperating_firms", "20家", "18家", (2, 2)),  # 20 - 18
        # 99.5 - 90.5 = 9 and 100.5 - 89.5 = 11, in 万
        ("resident_population", "100万人", "90万人", (90_000, 110_000)),
        # 99.5 - 70.5 = 29 and 100.5 - 69.5 = 31, in 亿
        (SPENDING, "100亿元", "70亿元", (2_900_000_000, 3_100_000_000)),
    ],
)
def test_a_fall_is_worked_out(
    indicator: str, first: str, second: str, fall: tuple[float, float]
) -> None:
    (finding,) = follow(indicator, first, second)

    assert ends(finding, "fall") == fall


@pytest.mark.parametrize(
    ("second", "factor"), [("300家", "3"), ("300家以上", "3"), ("30家", "0.3"), ("30家以下", "0.3")]
)
def test_a_leap_looks_like_another_class_or_unit(second: str, factor: str) -> None:
    (finding,) = follow(FIRMS, "100家", second)

    assert (finding.verdict, finding.form) == ("undecided", "leap")
    assert finding.numbers == {"factor": factor}


def test_a_fall_across_a_revision_is_put_down_to_it() -> None:
    (finding,) = follow(SPENDING, "100亿元", "95亿元", revision="regional-gdp-2023")

    assert (finding.verdict, finding.form) == ("undecided", "revision")
    assert ends(finding, "fall") == (400_000_000, 600_000_000)  # 99.5 - 95.5 and 100.5 - 94.5


@pytest.mark.parametrize(
    ("source", "second", "first"),
    [
        # 2234.78 against 2234, of another publication: the finer one of 2022.
        ("table", "2234亿元", "fine"),
        # One table has both: 2235 and 2234 may each be 2234.5.
        ("other", "2234亿元", ""),
        ("other", "2233亿元", "coarse"),
    ],
)
def test_a_year_is_followed_in_one_publication_else_by_the_finest_print_of_its_vintage(
    source: str, second: str, first: str
) -> None:
    later = {"vintage": "2024", "revision": "later"}
    rows = [
        figure("fine", "gdp", "2234.78亿元", period="2022", source="communique"),
        figure("coarse", "gdp", "2235亿元", period="2022", source="other"),
        figure("second", "gdp", second, period="2023", source=source, **later),
    ]

    findings = list(check_falls(gather(*rows)))

    told = [(one.roles["first"][0].figure_id, one.form) for one in findings]
    assert told == ([(first, "revision")] if first else [])


@pytest.mark.parametrize(("others", "told"), [(4, ["leap"]), (5, [])])
def test_a_leap_beside_five_other_cities_is_left_to_them(
    codebook: Codebook, others: int, told: list[str]
) -> None:
    rows = yearly_figures.lay(
        codebook,
        yearly_figures.replace_years({2022: 225000}),
        growth=yearly_figures.GROWTH[:others],
    )
    findings = check_falls(gather(*rows))

    assert [one.form for one in findings if one.verdict == "undecided"] == told


@each_set_of("place puyang", "basis target", "entity firm-a", "scope county")
def test_a_count_falls_only_against_itself(column: dict[str, str]) -> None:
    assert not follow("cooperating_firms", "20家", "18家", **column)


def test_a_count_follows_the_latest_print_of_each_year() -> None:
    rows = [
        figure("first", FIRMS, "100家", period="2019", vintage="2020"),
        figure("second", FIRMS, "80家", vintage="2020"),
        figure("revised", FIRMS, "104家", vintage="2021"),
    ]

    assert not list(check_falls(gather(*rows)))


# --- parts of years ----------------------------------------------------------------------------


def test_half_a_year_beside_a_whole_one_is_found() -> None:
    half = figure("half", "talents_attracted", "4804人", period="2024-H1", measure="flow")
    whole = figure("whole", "talents_attracted", "9084人", period="2023", measure="flow")

    (finding,) = check_part_years(gather(whole, half))

    assert finding.verdict == "undecided"
    assert finding.roles == {"part": [half], "whole": [whole]}


@each_set_of(
    "place puyang",
    "basis target",
    "scope programme",
    "entity firm-a",
    "measure stock",
    "period 2024",
)
def test_half_a_year_is_mistaken_only_for_a_whole_year_of_the_same(column: dict[str, str]) -> None:
    about = {"period": "2024-H1", "measure": "flow"} | column
    half = figure("half", "talents_attracted", "4804人", **about)
    whole = figure("whole", "talents_attracted", "9084人", period="2023", measure="flow")

    assert not list(check_part_years(gather(whole, half)))
    assert not list(check_part_years(gather(half)))


# --- falls between documents -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "columns", "form"),
    [
        # 3.03 of 3.47 is a fall of an eighth; 3.40 of 3.47 is one of two per cent
        ("3.03%", {"source": "news"}, "between"),
        ("3.40%", {"source": "news"}, ""),
        ("3.60%", {"source": "news"}, ""),
        ("3.03%", {"source": "report"}, ""),
        ("3.03%", {"source": "news", "period": "2022"}, ""),
        ("3.03%", {"source": "news", "revision": "regional-gdp-2023"}, ""),
    ],
)
def test_a_fall_between_two_documents_may_be_a_break(
    second: str, columns: dict[str, str], form: str
) -> None:
    rows = [
        figure("first", "rd_intensity", "3.47%", period="2020"),
        figure("second", "rd_intensity", second, **({"period": "2021"} | columns)),
    ]

    (finding,) = check_falls(gather(*rows))

    assert (finding.form, finding.verdict) == (form, "undecided" if form else "consistent")
