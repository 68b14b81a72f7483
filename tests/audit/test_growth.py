from collections.abc import Sequence

import pytest
from figure_factory import ends, figure, gather

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


def grow(
    codebook: Codebook, start: Figure | None, end: Figure | None, rate: Figure
) -> list[Finding]:
    levels = [level for level in (start, end) if level is not None]
    return list(check_growth(gather(codebook, rate, *levels, relations=[GROWTH_OF_SPENDING])))


def spend(name: str, amount: str, period: str, **columns: str) -> Figure:
    return figure(name, SPENDING, amount, period=period, **columns)


def test_growth_that_the_printed_levels_do_not_show_is_a_contradiction(
    codebook: Codebook,
) -> None:
    start, end = spend("start", "10.0亿元", "2019"), spend("end", "12.0亿元", "2020")
    rate = figure("rate", GROWTH, "12%")

    (finding,) = grow(codebook, start, end, rate)

    assert (finding.verdict, finding.form) == ("inconsistent", "")
    assert finding.roles == {"growth": [rate], "start": [start], "end": [end]}
    # 11.95 / 10.05 = 1.18905 and 12.05 / 9.95 = 1.21106.
    assert ends(finding, "actual") == pytest.approx((18.905, 21.106), abs=0.001)
    # 11.95 / 1.125 = 10.62222 and 12.05 / 1.115 = 10.80717, in 亿.
    assert ends(finding, "base") == pytest.approx((1_062_222_222, 1_080_717_489), abs=1)
    assert finding.numbers["years"] == 1


@pytest.mark.parametrize("rate", ["20%", "19%", "15%以上", "超过10%", "近25%", "21%左右"])
def test_rounding_or_a_qualifier_explains_growth(codebook: Codebook, rate: str) -> None:
    # 18.9% to 21.1%: 19% may be 19.5%; about 21% may be 10.5% to 42%, and 21% itself lies inside.
    start, end = spend("start", "10.0亿元", "2019"), spend("end", "12.0亿元", "2020")

    (finding,) = grow(codebook, start, end, figure("rate", GROWTH, rate))

    assert finding.verdict == "consistent"


def test_levels_that_fall_fit_growth_below_nothing(codebook: Codebook) -> None:
    start, end = spend("start", "10.0亿元", "2019"), spend("end", "9.0亿元", "2020")

    (fits,) = grow(codebook, start, end, figure("rate", GROWTH, "-10%"))
    (differs,) = grow(codebook, start, end, figure("rate", GROWTH, "10%"))

    # 8.95 / 10.05 = 0.8905 and 9.05 / 9.95 = 0.9095 hold 0.9.
    assert (fits.verdict, differs.verdict) == ("consistent", "inconsistent")
    assert ends(fits, "actual") == pytest.approx((-10.945, -9.045), abs=0.001)


@pytest.mark.parametrize(("end", "verdict"), [("1611家", "consistent"), ("2000家", "inconsistent")])
def test_yearly_growth_over_some_years_is_compounded(
    codebook: Codebook, end: str, verdict: str
) -> None:
    facts = gather(
        codebook,
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


def test_growth_fits_where_one_of_two_printed_levels_fits(codebook: Codebook) -> None:
    facts = gather(
        codebook,
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


def test_a_level_of_uncertain_standing_proves_no_contradiction(codebook: Codebook) -> None:
    start = spend("start", "10.0亿元", "2019", status="U")
    end = spend("end", "12.0亿元", "2020")

    (finding,) = grow(codebook, start, end, figure("rate", GROWTH, "12%"))

    assert finding.verdict == "undecided"


def test_growth_without_its_base_gives_the_base_it_implies(codebook: Codebook) -> None:
    end, rate = spend("end", "12.0亿元", "2020"), figure("rate", GROWTH, "12%")

    (finding,) = grow(codebook, None, end, rate)

    assert (finding.verdict, finding.form) == ("undecided", "base")
    # 11.95 / 1.125 = 10.62222 and 12.05 / 1.115 = 10.80717, in 亿.
    assert ends(finding, "base") == pytest.approx((1_062_222_222, 1_080_717_489), abs=1)
    assert finding.numbers["base_year"] == "2019"


@pytest.mark.parametrize(
    "column", [{"place": "puyang"}, {"basis": "target"}, {"scope": "firm"}, {"entity": "firm-a"}]
)
def test_growth_is_not_held_against_levels_of_something_else(
    codebook: Codebook, column: dict[str, str]
) -> None:
    start = spend("start", "10.0亿元", "2019", **column)
    end = spend("end", "12.0亿元", "2020", **column)

    (finding,) = grow(codebook, start, end, figure("rate", GROWTH, "12%"))

    assert (finding.verdict, finding.form) == ("undecided", "unchecked")
    assert finding.numbers == {}


def test_a_growth_target_is_not_held_against_actual_levels(codebook: Codebook) -> None:
    start, end = spend("start", "10.0亿元", "2019"), spend("end", "12.0亿元", "2020")

    assert not grow(codebook, start, end, figure("rate", GROWTH, "12%", basis="target"))


@pytest.mark.parametrize(("rate", "verdict"), [("10%", "consistent"), ("50%", "undecided")])
def test_growth_is_held_against_what_a_ratio_and_gdp_imply(
    codebook: Codebook, rate: str, verdict: str
) -> None:
    facts = gather(
        codebook,
        figure("ratio-2019", "rd_intensity", "1.00%", period="2019"),
        figure("ratio-2020", "rd_intensity", "1.10%"),
        figure("gdp-2019", "gdp", "1000亿元", period="2019"),
        figure("gdp-2020", "gdp", "1000亿元"),
        figure("rate", GROWTH, rate),
        relations=[GROWTH_OF_SPENDING],
    )

    (finding,) = check_growth(facts)

    assert (finding.verdict, finding.form) == (verdict, "implied")
    # 1.095 x 999.5 / (1.005 x 1000.5) = 1.08846; 1.105 x 1000.5 / (0.995 x 999.5) = 1.11166.
    assert ends(finding, "actual") == pytest.approx((8.846, 11.166), abs=0.001)


# --- additions ---------------------------------------------------------------------------------


def add(codebook: Codebook, before: str, new: str, after: str, **columns: str) -> list[Finding]:
    facts = gather(
        codebook,
        figure("before", STOCK, before, period="2019"),
        figure("new", NEW, new),
        figure("after", STOCK, after, **columns),
        relations=[NEW_TO_STOCK],
    )
    return list(check_additions(facts))


def test_a_stock_that_grows_by_more_than_what_is_new_is_a_contradiction(
    codebook: Codebook,
) -> None:
    (finding,) = add(codebook, "10家", "3家", "15家")

    assert (finding.verdict, finding.form) == ("inconsistent", "")
    assert ends(finding, "sum") == (13, 13)  # 10 + 3
    assert ends(finding, "residual") == (-2, -2)  # 13 - 15


def test_a_stock_may_lose_some_while_others_are_new(codebook: Codebook) -> None:
    (finding,) = add(codebook, "10家", "3家", "12家")

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
def test_a_stock_that_grows_by_what_is_new_is_consistent(
    codebook: Codebook, before: str, new: str, after: str
) -> None:
    (finding,) = add(codebook, before, new, after)

    assert finding.verdict == "consistent"


@pytest.mark.parametrize(
    "column", [{"place": "puyang"}, {"basis": "target"}, {"period": "2021"}, {"entity": "firm-a"}]
)
def test_nothing_is_added_up_without_the_stock_after(
    codebook: Codebook, column: dict[str, str]
) -> None:
    assert not add(codebook, "10家", "3家", "15家", **column)


# --- growth targets ----------------------------------------------------------------------------


def aim_for(codebook: Codebook, aim: str, rate: str = "10%", **columns: str) -> list[Finding]:
    about = {"basis": "target", "period": "by 2025"} | columns
    facts = gather(
        codebook,
        spend("base", "10.0亿元", "2020"),
        figure("rate", GROWTH, rate, basis="target", period="2021/2025"),
        figure("aim", SPENDING, aim, **about),
        relations=[GROWTH_OF_SPENDING],
    )
    return list(check_growth_target(facts))


def test_a_path_that_ends_short_of_its_target_is_a_contradiction(codebook: Codebook) -> None:
    (finding,) = aim_for(codebook, "20亿元")

    assert (finding.verdict, finding.form) == ("inconsistent", "short")
    # The rate is set: 9.95 x 1.1 ** 5 = 9.95 x 1.61051 = 16.0245745 and 10.05 x 1.61051
    # = 16.1856255, in 亿: below the 19.5 that 20 may be.
    assert ends(finding, "path") == pytest.approx((1_602_457_450, 1_618_562_550), abs=10)
    assert finding.numbers["years"] == 5


def test_a_path_beyond_its_target_draws_a_second_line(codebook: Codebook) -> None:
    (finding,) = aim_for(codebook, "突破12亿元")

    assert (finding.verdict, finding.form) == ("undecided", "past")


@pytest.mark.parametrize("aim", ["16亿元", "16亿元以上", "突破16亿元", "16亿元左右", "15-17亿元"])
def test_a_path_that_ends_at_its_target_is_consistent(codebook: Codebook, aim: str) -> None:
    # 10 x 1.1 ** 5 = 16.1
    (finding,) = aim_for(codebook, aim)

    assert (finding.verdict, finding.form) == ("consistent", "")


def test_the_growth_that_a_target_needs_is_worked_out(codebook: Codebook) -> None:
    facts = gather(
        codebook,
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


@pytest.mark.parametrize(
    "column",
    [
        {"place": "puyang"},
        {"source": "other"},
        {"period": "by 2030"},
        {"basis": "actual", "period": "2025"},
        {"entity": "firm-a"},
    ],
)
def test_a_path_leads_to_the_target_of_its_own_plan(
    codebook: Codebook, column: dict[str, str]
) -> None:
    assert not aim_for(codebook, "20亿元", **column)


@pytest.mark.parametrize("column", [{"basis": "target"}, {"period": "2019"}, {"place": "puyang"}])
def test_a_path_starts_from_the_actual_level_of_the_year_before(
    codebook: Codebook, column: dict[str, str]
) -> None:
    facts = gather(
        codebook,
        figure("base", SPENDING, "10.0亿元", **column),
        figure("rate", GROWTH, "10%", basis="target", period="2021/2025"),
        figure("aim", SPENDING, "20亿元", basis="target", period="by 2025"),
        relations=[GROWTH_OF_SPENDING],
    )

    assert not list(check_growth_target(facts))


# --- yearly targets ----------------------------------------------------------------------------


def add_yearly(
    codebook: Codebook, yearly: str, aim: str, base: str = "55家", **columns: str
) -> list[Finding]:
    about = {"basis": "target", "period": "by 2025"} | columns
    facts = gather(
        codebook,
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
def test_what_is_wanted_each_year_leads_to_another_level(
    codebook: Codebook, aim: str, verdict: str, form: str
) -> None:
    (finding,) = add_yearly(codebook, "5家", aim)

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
def test_what_is_wanted_each_year_leads_to_the_level(
    codebook: Codebook, yearly: str, aim: str
) -> None:
    (finding,) = add_yearly(codebook, yearly, aim)

    assert (finding.verdict, finding.form) == ("consistent", "")


@pytest.mark.parametrize(
    "column",
    [
        {"place": "puyang"},
        {"source": "other"},
        {"basis": "actual", "period": "2025"},
        {"scope": "programme"},
    ],
)
def test_yearly_wishes_lead_to_the_target_of_their_own_plan(
    codebook: Codebook, column: dict[str, str]
) -> None:
    assert not add_yearly(codebook, "5家", "100家", **column)


def test_yearly_wishes_lead_nowhere_without_a_base(codebook: Codebook) -> None:
    rows = [
        figure("early", STOCK, "55家", period="2019"),
        figure("hoped", STOCK, "55家", basis="target"),
        figure("elsewhere", STOCK, "55家", place="puyang"),
        figure("yearly", NEW, "5家", basis="target", period="each 2021/2025"),
        figure("aim", STOCK, "100家", basis="target", period="by 2025"),
    ]

    assert not list(check_yearly_target(gather(codebook, *rows, relations=[NEW_TO_STOCK])))


def test_what_was_new_each_year_is_no_target(codebook: Codebook) -> None:
    facts = gather(
        codebook,
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
        ("30项左右", "consistent", ""),
        ("40项", "consistent", ""),
    ],
)
def test_a_target_for_what_is_begun_in_all_takes_no_base(
    codebook: Codebook, aim: str, verdict: str, form: str
) -> None:
    flow = "municipal_major_projects"
    facts = gather(
        codebook,
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
def test_a_target_without_a_stock_may_mean_new_ones_or_all(
    codebook: Codebook, built: str, form: str
) -> None:
    new = figure("built", NEW, built, period="2016/2020")
    aim = figure("aim", STOCK, "2家以上", basis="target", period="by 2025")

    (finding,) = check_target_base(gather(codebook, new, aim, relations=[NEW_TO_STOCK]))

    assert (finding.verdict, finding.form) == ("undecided", form)
    assert finding.roles == {"aim": [aim], "built": [new]}


@pytest.mark.parametrize(
    "column", [{"place": "puyang"}, {"source": "other"}, {"basis": "actual", "period": "2025"}]
)
def test_a_target_of_another_plan_is_not_met_by_what_was_built(
    codebook: Codebook, column: dict[str, str]
) -> None:
    new = figure("built", NEW, "3家", period="2016/2020")
    about = {"basis": "target", "period": "by 2025"} | column
    aim = figure("aim", STOCK, "2家以上", **about)

    assert not list(check_target_base(gather(codebook, new, aim, relations=[NEW_TO_STOCK])))


def test_a_target_beside_a_printed_stock_is_clear(codebook: Codebook) -> None:
    rows = [
        figure("built", NEW, "3家", period="2016/2020"),
        figure("aim", STOCK, "2家以上", basis="target", period="by 2025"),
        figure("stock", STOCK, "9家"),
    ]

    assert not list(check_target_base(gather(codebook, *rows, relations=[NEW_TO_STOCK])))


def test_a_wish_for_new_ones_meets_no_target(codebook: Codebook) -> None:
    rows = [
        figure("wished", NEW, "3家", basis="target", period="2016/2020"),
        figure("aim", STOCK, "2家以上", basis="target", period="by 2025"),
    ]

    assert not list(check_target_base(gather(codebook, *rows, relations=[NEW_TO_STOCK])))


# --- multiples ---------------------------------------------------------------------------------


def multiply(
    codebook: Codebook, multiple: Figure, *levels: Figure, wholes: Sequence[str]
) -> list[Finding]:
    relations = [("indicator", "multiple_of", multiple.indicator, name) for name in wholes]
    return list(check_multiple(gather(codebook, multiple, *levels, relations=relations)))


FIRMS = "high_tech_enterprises"
TIMES = "high_tech_enterprises_multiple"


def test_a_multiple_gives_the_earlier_level(codebook: Codebook) -> None:
    times, level = figure("times", TIMES, "3倍"), figure("level", FIRMS, "101家")

    (finding,) = multiply(codebook, times, level, wholes=[FIRMS])

    assert (finding.verdict, finding.form) == ("undecided", "")
    # 101 / 3.5 = 28.857 and 101 / 2.5 = 40.4
    assert ends(finding, "back") == pytest.approx((28.857, 40.4), abs=0.001)


def test_an_earlier_level_that_the_multiple_does_not_give_is_a_contradiction(
    codebook: Codebook,
) -> None:
    times, level = figure("times", TIMES, "3倍"), figure("level", FIRMS, "101家")
    earlier = figure("earlier", FIRMS, "50家", period="2019")

    (finding,) = multiply(codebook, times, level, earlier, wholes=[FIRMS])

    assert (finding.verdict, finding.form) == ("inconsistent", "printed")
    assert finding.roles["earlier"] == [earlier]


@pytest.mark.parametrize("earlier", ["34家", "30余家", "近45家", "35家左右", "28家以上"])
def test_an_earlier_level_within_the_rounding_of_the_multiple_is_consistent(
    codebook: Codebook, earlier: str
) -> None:
    times, level = figure("times", TIMES, "3倍"), figure("level", FIRMS, "101家")
    before = figure("earlier", FIRMS, earlier, period="2019")

    (finding,) = multiply(codebook, times, level, before, wholes=[FIRMS])

    assert (finding.verdict, finding.form) == ("consistent", "printed")


@pytest.mark.parametrize(
    "column", [{"place": "puyang"}, {"basis": "target"}, {"period": "2018"}, {"entity": "firm-a"}]
)
def test_an_earlier_level_of_something_else_is_not_compared(
    codebook: Codebook, column: dict[str, str]
) -> None:
    times, level = figure("times", TIMES, "3倍"), figure("level", FIRMS, "101家")
    before = figure("earlier", FIRMS, "50家", **({"period": "2019"} | column))

    (finding,) = multiply(codebook, times, level, before, wholes=[FIRMS])

    assert (finding.verdict, finding.form) == ("undecided", "")
    assert "earlier" not in finding.roles


@pytest.mark.parametrize(
    "column", [{"place": "puyang"}, {"source": "other"}, {"period": "2019"}, {"basis": "target"}]
)
def test_a_multiple_is_taken_of_the_level_printed_with_it(
    codebook: Codebook, column: dict[str, str]
) -> None:
    times, level = figure("times", TIMES, "3倍"), figure("level", FIRMS, "101家", **column)

    assert not multiply(codebook, times, level, wholes=[FIRMS])


def test_a_multiple_of_several_groups_needs_all_of_them(codebook: Codebook) -> None:
    wholes = ["talents_attracted_master", "talents_attracted_bachelor"]
    times = figure("times", "graduate_talent_ratio", "2.0倍")
    counts = zip(wholes, ("90人", "310人"), strict=True)
    rows = [figure(name, name, amount) for name, amount in counts]

    (finding,) = multiply(codebook, times, *rows, wholes=wholes)

    assert ends(finding, "sum") == (400, 400)  # 90 + 310
    # 400 / 2.05 = 195.122 and 400 / 1.95 = 205.128
    assert ends(finding, "back") == pytest.approx((195.122, 205.128), abs=0.001)
    assert not multiply(codebook, times, rows[0], wholes=wholes)


# --- falls -------------------------------------------------------------------------------------


def follow(
    codebook: Codebook, indicator: str, first: str, second: str, year: str = "2020", **columns: str
) -> list[Finding]:
    rows = [
        figure("first", indicator, first, period="2019"),
        figure("second", indicator, second, **({"period": year} | columns)),
    ]
    return list(check_falls(gather(codebook, *rows)))


def test_a_cumulative_count_that_falls_is_a_contradiction(codebook: Codebook) -> None:
    (finding,) = follow(codebook, "cooperating_firms", "20家", "18家")

    assert (finding.verdict, finding.form) == ("inconsistent", "")
    assert ends(finding, "fall") == (2, 2)  # 20 - 18


@pytest.mark.parametrize(
    ("first", "second"),
    [("20家", "20家"), ("20家", "18余家"), ("近20家", "18家"), ("20家左右", "18家")],
)
def test_a_cumulative_count_need_not_have_fallen(
    codebook: Codebook, first: str, second: str
) -> None:
    # Over 18 may be 20; nearly 20 and about 20 may be 18.
    (finding,) = follow(codebook, "cooperating_firms", first, second)

    assert finding.verdict == "consistent"


@pytest.mark.parametrize(("second", "verdict"), [("94家", "undecided"), ("96家", "consistent")])
def test_a_stock_that_falls_by_more_than_a_twentieth_is_shown(
    codebook: Codebook, second: str, verdict: str
) -> None:
    (finding,) = follow(codebook, FIRMS, "100家", second)

    assert (finding.verdict, finding.form) == (verdict, "")


def test_the_fall_of_a_stock_is_worked_out(codebook: Codebook) -> None:
    (finding,) = follow(codebook, "resident_population", "100万人", "90万人")

    # 99.5 - 90.5 = 9 and 100.5 - 89.5 = 11, in 万
    assert ends(finding, "fall") == (90_000, 110_000)
    assert finding.verdict == "undecided"


@pytest.mark.parametrize(
    ("first", "second"), [("100家", "100家"), ("100家", "90余家"), ("近100家", "80家")]
)
def test_a_stock_that_may_have_held_is_not_shown(
    codebook: Codebook, first: str, second: str
) -> None:
    assert not follow(codebook, FIRMS, first, second)


def test_a_flow_that_falls_by_more_than_a_fifth_is_shown(codebook: Codebook) -> None:
    (finding,) = follow(codebook, SPENDING, "100亿元", "70亿元")

    assert (finding.verdict, finding.form) == ("undecided", "steep")
    # 99.5 - 70.5 = 29 and 100.5 - 69.5 = 31, in 亿
    assert ends(finding, "fall") == (2_900_000_000, 3_100_000_000)


@pytest.mark.parametrize(
    ("second", "year"),
    [("85亿元", "2020"), ("80亿元", "2020"), ("70余亿元", "2020"), ("70亿元", "2021")],
)
def test_a_flow_may_fall_by_a_fifth_or_over_more_than_a_year(
    codebook: Codebook, second: str, year: str
) -> None:
    assert not follow(codebook, SPENDING, "100亿元", second, year)


@pytest.mark.parametrize(("second", "factor"), [("300家", "3"), ("30家", "0.3")])
def test_a_leap_looks_like_another_class_or_unit(
    codebook: Codebook, second: str, factor: str
) -> None:
    (finding,) = follow(codebook, FIRMS, "100家", second)

    assert (finding.verdict, finding.form) == ("undecided", "leap")
    assert finding.numbers == {"factor": factor}


def test_a_leap_takes_more_over_more_years(codebook: Codebook) -> None:
    # Over two years 2.5 x 2.5 = 6.25 is the bound.
    assert not follow(codebook, FIRMS, "100家", "600家", "2021")
    assert follow(codebook, FIRMS, "100家", "630家", "2021")


@pytest.mark.parametrize(
    ("second", "verdict", "form"), [("3.00%", "undecided", "leap"), ("0.50%", "consistent", "")]
)
def test_a_rate_may_fall_but_not_leap(
    codebook: Codebook, second: str, verdict: str, form: str
) -> None:
    # 2.995 / 1.005 = 2.98 is above 2.5; 0.505 / 0.995 = 0.51 is not below 0.4.
    (finding,) = follow(codebook, "rd_intensity", "1.00%", second)

    assert (finding.verdict, finding.form) == (verdict, form)


def test_a_fall_across_a_revision_is_put_down_to_it(codebook: Codebook) -> None:
    (finding,) = follow(codebook, SPENDING, "100亿元", "95亿元", revision="economic-census-5")

    assert (finding.verdict, finding.form) == ("undecided", "revision")
    assert ends(finding, "fall") == (400_000_000, 600_000_000)  # 99.5 - 95.5 and 100.5 - 94.5


@pytest.mark.parametrize(
    "column", [{"place": "puyang"}, {"basis": "target"}, {"entity": "firm-a"}, {"scope": "county"}]
)
def test_a_count_falls_only_against_itself(codebook: Codebook, column: dict[str, str]) -> None:
    assert not follow(codebook, "cooperating_firms", "20家", "18家", **column)


def test_a_count_follows_the_latest_print_of_each_year(codebook: Codebook) -> None:
    rows = [
        figure("first", FIRMS, "100家", period="2019", vintage="2020"),
        figure("second", FIRMS, "80家", vintage="2020"),
        figure("revised", FIRMS, "104家", vintage="2021"),
    ]

    assert not list(check_falls(gather(codebook, *rows)))


# --- parts of years ----------------------------------------------------------------------------


def test_half_a_year_beside_a_whole_one_is_found(codebook: Codebook) -> None:
    half = figure("half", "talents_attracted", "4804人", period="2024-H1", measure="flow")
    whole = figure("whole", "talents_attracted", "9084人", period="2023", measure="flow")

    (finding,) = check_part_years(gather(codebook, whole, half))

    assert finding.verdict == "undecided"
    assert finding.roles == {"part": [half], "whole": [whole]}


@pytest.mark.parametrize(
    "column",
    [
        {"place": "puyang"},
        {"basis": "target"},
        {"scope": "programme"},
        {"entity": "firm-a"},
        {"measure": "stock"},
        {"period": "2024"},
    ],
)
def test_half_a_year_is_mistaken_only_for_a_whole_year_of_the_same(
    codebook: Codebook, column: dict[str, str]
) -> None:
    about = {"period": "2024-H1", "measure": "flow"} | column
    half = figure("half", "talents_attracted", "4804人", **about)
    whole = figure("whole", "talents_attracted", "9084人", period="2023", measure="flow")

    assert not list(check_part_years(gather(codebook, whole, half)))
    assert not list(check_part_years(gather(codebook, half)))
