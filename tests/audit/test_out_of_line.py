"""Figures out of line with the other years and the other cities, and series that must stay silent.

Eight cities grow by 3 to 10 percent a year; the ninth is the one to be judged.
"""

from collections.abc import Sequence

import pytest
from figure_factory import Relation, change, each_set_of, figure, gather
from yearly_figures import COUNT, GROWTH, MONEY, RISING, YEARS, lay, print_number, replace_years

from helpers.audit.doubts import collect_doubts
from helpers.audit.facts import Facts, Finding
from helpers.audit.out_of_line import check_out_of_line
from helpers.audit.yearly_tables import read_yearly_tables
from helpers.data.codebook import Codebook


def judge(facts: Facts) -> list[tuple[str, list[str]]]:
    return [(one.form, list_periods(one)) for one in check_out_of_line(facts)]


def list_periods(finding: Finding) -> list[str]:
    return [odd.period for odd in finding.roles["odd"]]


@pytest.mark.parametrize(
    ("own", "form", "periods"),
    [
        # 60,000 printed as 160,000; as 6,000; ten times too much in a first year
        (replace_years({2018: 160000}), "single", ["2018"]),
        (replace_years({2018: 6000}), "single", ["2018"]),
        (replace_years({2015: 500000}), "break_fall", ["2015"]),
        # another column for three years
        (replace_years({2018: 180000, 2019: 190000, 2020: 200000}), "some", "2018 2019 2020"),
        # falls to half and stays there: the break stands at the first year after it
        (replace_years({2019: 31000, 2020: 33000, 2021: 35000, 2022: 37000}), "level", ["2019"]),
        # nothing follows that could confirm it
        (replace_years({2022: 150000}), "last_rise", ["2022"]),
        # units of another size from 2019 on
        (replace_years({y: RISING[y - 2015] * 10.0 for y in range(2019, 2023)}), "level", ["2019"]),
    ],
)
def test_a_figure_out_of_line_is_found_with_its_years(
    codebook: Codebook, own: Sequence[float], form: str, periods: list[str] | str
) -> None:
    expected = periods.split() if isinstance(periods, str) else periods

    assert judge(gather(*lay(codebook, own))) == [(form, expected)]


def test_a_rate_below_one_per_cent_is_looked_at_as_well(codebook: Codebook) -> None:
    printed = {str(year): f"0.{year - 1975}%" for year in YEARS}
    rows = [
        figure(f"{place}.{period}", "rd_intensity", token, place=place, period=period)
        for place in codebook.cities_of("henan")[:8]
        for period, token in printed.items()
    ]
    (table,) = read_yearly_tables(gather(*rows))

    assert {len(row) for row in table.rows.values()} == {len(YEARS)}


@pytest.mark.parametrize(
    "own",
    [
        RISING,
        # a boom: 30% every year, 84% in one
        [50000, 65000, 84500, 109850, 142805, 262760, 341590, 444070],
        # a budget that was tripled and stays
        [50000, 53000, 56000, 168000, 177000, 188000, 199000, 211000],
        # a fall by a fifth every year, and at last growth like that of the others
        [50000, 40000, 32000, 25600, 20480, 16384, 13107, 13900],
        # a fall of a tenth
        replace_years({2019: 54000, 2020: 57000, 2021: 60000, 2022: 64000}),
        # years that are not printed
        [50000, 53000],
    ],
)
def test_growth_and_ordinary_falls_stay_silent(codebook: Codebook, own: Sequence[float]) -> None:
    assert judge(gather(*lay(codebook, own))) == []


def test_small_counts_may_jump_by_chance(codebook: Codebook) -> None:
    rows = lay(codebook, [9, 4, 8, 3, 9, 5, 11, 4], COUNT, start=300)

    assert judge(gather(*rows)) == []


def test_what_happens_to_all_cities_is_no_error_of_one(codebook: Codebook) -> None:
    # all are cut to about a third in 2019
    rows = [
        print_number(row.place, int(row.period), float(row.number) / 10000 / 3, MONEY)
        if row.period >= "2019"
        else row
        for row in lay(codebook, RISING)
    ]

    assert judge(gather(*rows)) == []


def test_no_step_is_judged_across_a_revision_of_the_accounts(codebook: Codebook) -> None:
    own = replace_years({2015: 150000, 2016: 155000, 2017: 160000, 2018: 165000})
    rows = lay(codebook, own)
    revised = [change(row, revision="census" if row.period >= "2019" else "") for row in rows]

    assert judge(gather(*rows)) == [("level", ["2019"])]
    assert judge(gather(*revised)) == []


def test_fewer_than_five_other_cities_are_no_measure(codebook: Codebook) -> None:
    rows = lay(codebook, replace_years({2018: 160000}), growth=GROWTH[:4])

    assert judge(gather(*rows)) == []


@pytest.mark.parametrize(("jump", "expected"), [(1.03, [("level", ["2019"])]), (1.004, [])])
def test_a_stock_that_hardly_moves_may_not_jump(
    codebook: Codebook, jump: float, expected: list[tuple[str, list[str]]]
) -> None:
    # the other cities change by 0.1 to 0.8 percent a year
    growth = [1 + step / 1000 for step in range(1, 9)]
    own = [6000000 * 1.004**n * (jump if n >= 4 else 1) for n in range(len(YEARS))]
    rows = lay(codebook, own, ("resident_population", "人"), 5000000, growth)

    assert judge(gather(*rows)) == expected


def test_a_jump_of_a_steady_stock_that_no_year_follows_is_no_other_level(
    codebook: Codebook,
) -> None:
    growth = [1 + step / 1000 for step in range(1, 9)]
    own = [6000000 * 1.004**n for n in range(len(YEARS))]
    own[-1] *= 1.03
    rows = lay(codebook, own, ("resident_population", "人"), 5000000, growth)

    assert judge(gather(*rows)) == [("break_rise", ["2022"])]


def test_the_side_whose_share_of_the_wider_class_is_odd_is_marked(codebook: Codebook) -> None:
    # 4 of 10 in the longer part of the series; other cities have 1 of 10 all along
    within: Relation = ("indicator", "within", "high_tech_enterprises", "technology_smes")
    wide = lay(codebook, [n / 10 for n in RISING], ("technology_smes", "家"), start=4000)
    own = [n / 100 for n in RISING]
    own[:5] = [n * 4 for n in own[:5]]
    narrow = lay(codebook, own, COUNT, start=400)
    years = ["2015", "2016", "2017", "2018", "2019"]

    assert judge(gather(*wide, *narrow, relations=[within])) == [("break_fall", years)]


def test_a_level_that_a_row_says_to_be_of_another_extent_is_no_break(codebook: Codebook) -> None:
    # half of the figures are gone from 2019 on: a district went to another city
    own = replace_years({2019: 31000, 2020: 33000, 2021: 35000, 2022: 37000})
    figures = lay(codebook, own)
    (break_,) = check_out_of_line(gather(*figures))
    first, second = break_.roles["first"][0], break_.roles["second"][0]
    says: Relation = ("figure", "other_extent", second.figure_id, first.figure_id)

    assert judge(gather(*figures, relations=[says])) == []


@each_set_of("vintage 2021", "vintage 2022", "period 2019", "place puyang")
def test_gdp_per_head_inherits_the_doubt_about_its_gdp(column: dict[str, str]) -> None:
    amount = figure("gdp", "gdp", "2761亿元", vintage="2021")
    rate = figure("rate", "gdp_per_capita", "76827元", **({"vintage": "2021"} | column))
    finding = Finding("out_of_line", "undecided", {"odd": [amount]}, {}, "single")
    rests = ("indicator", "rests_on", "gdp_per_capita", "gdp")

    doubts = collect_doubts([finding], gather(amount, rate, relations=[rests]))

    is_of_that_gdp = column == {"vintage": "2021"}
    assert sorted(doubts) == (["gdp", "rate"] if is_of_that_gdp else ["gdp"])
