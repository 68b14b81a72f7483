from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from figure_factory import CODEBOOK, each_set_of, ends, figure, gather

from helpers.audit.facts import Finding
from helpers.audit.ratios import check_outliers, check_ranks, check_ratios
from helpers.data.figures import Figure

RANK_OF = ("indicator", "rank_of", "rd_intensity_rank", "rd_intensity")


# --- ratios ------------------------------------------------------------------------------------


def divide(printed: str, *more: Figure, amount: str = "12.00亿元", **columns: str) -> list[Finding]:
    """Check a printed R&D intensity beside 12 of 1000 (in 亿), columns those of the ratio."""
    facts = gather(
        figure("ratio", "rd_intensity", printed, **columns),
        figure("amount", "rd_expenditure", amount),
        figure("gdp", "gdp", "1000亿元"),
        *more,
    )
    return list(check_ratios(facts))


def test_a_ratio_that_its_amounts_do_not_give_is_a_contradiction() -> None:
    (finding,) = divide("1.00%")

    assert (finding.verdict, finding.form) == ("inconsistent", "")
    # 11.995 / 1000.5 = 1.19890% and 12.005 / 999.5 = 1.20110%
    assert ends(finding, "quotient") == pytest.approx((1.19890, 1.20110), abs=0.00001)
    # 11.995 / 1.005% = 1193.532 and 12.005 / 0.995% = 1206.533, in 亿
    assert ends(finding, "implied") == pytest.approx((119_353_233_831, 120_653_266_332), abs=1)


@pytest.mark.parametrize(
    "printed", ["1.20%", "1.2%", "1%", "近1.3%", "1.1%以上", "超过1%", "1.2%左右"]
)
def test_rounding_or_a_qualifier_explains_a_ratio(printed: str) -> None:
    (finding,) = divide(printed)

    assert finding.verdict == "consistent"


def test_a_qualified_ratio_may_still_be_wrong() -> None:
    assert [f.verdict for f in divide("1.3%以上")] == ["inconsistent"]
    assert [f.verdict for f in divide("近1.1%")] == ["inconsistent"]


def test_an_estimated_ratio_is_held_against_the_amounts() -> None:
    (finding,) = divide("1.00%", basis="estimate")

    assert finding.verdict == "inconsistent"


@each_set_of("basis target", "place puyang", "period 2019", "period 2020-H1")
def test_a_ratio_of_something_else_is_not_held_against_the_amounts(column: dict[str, str]) -> None:
    assert not divide("1.00%", **column)


@each_set_of("basis target", "scope programme", "entity x")
def test_only_actual_amounts_of_the_whole_place_are_divided(column: dict[str, str]) -> None:
    ratio = figure("ratio", "rd_intensity", "1.00%")
    amount = figure("amount", "rd_expenditure", "12.00亿元", **column)
    under = figure("gdp", "gdp", "1000亿元", **column)

    assert not list(check_ratios(gather(ratio, amount, figure("gdp", "gdp", "1亿元"))))
    assert not list(check_ratios(gather(ratio, figure("a", "rd_expenditure", "1亿元"), under)))
    assert not list(check_ratios(gather(ratio)))


def test_a_ratio_fits_where_one_of_two_printed_denominators_fits() -> None:
    revised = figure("revised", "gdp", "1200亿元", vintage="2020", source="yearbook")

    (finding,) = divide("1.00%", revised)

    assert finding.verdict == "consistent"  # 12 / 1200
    assert finding.roles["under"] == [revised]


def test_an_amount_of_another_vintage_proves_no_contradiction() -> None:
    other = {"source": "news", "vintage": "2023"}

    (across,) = divide("1.00%", **other)
    (within,) = divide("1.00%", source="news")

    assert (across.verdict, within.verdict) == ("undecided", "undecided")
    assert (across.form, within.form) == ("apart", "apart")


def test_a_denominator_of_another_document_proves_no_contradiction() -> None:
    ratio = figure("ratio", "rd_intensity", "1.00%")
    amount = figure("amount", "rd_expenditure", "12.00亿元")
    under = figure("gdp", "gdp", "1000亿元", source="yearbook")

    (finding,) = check_ratios(gather(ratio, amount, under))

    assert (finding.verdict, finding.form) == ("undecided", "lacking")
    assert finding.roles["under"] == [under]


def test_of_other_documents_the_amount_nearest_in_vintage_is_divided() -> None:
    ratio = figure("ratio", "rd_intensity", "1.00%", source="news", vintage="2021")
    vintages = {"early": "2015", "near": "2022", "late": "2025"}
    amounts = [
        figure(name, "rd_expenditure", "10亿元", source=name, vintage=vintage)
        for name, vintage in vintages.items()
    ]

    (finding,) = check_ratios(gather(ratio, *amounts, figure("gdp", "gdp", "1000亿元")))

    assert finding.roles["amount"] == [amounts[1]]


@pytest.mark.parametrize("status", ["P", "E", "U"])
def test_a_ratio_that_is_not_settled_proves_no_contradiction(status: str) -> None:
    (finding,) = divide("1.00%", status=status)

    assert finding.verdict == "undecided"


def test_an_amount_of_another_document_that_fits_is_named() -> None:
    fits = figure("fits", "rd_expenditure", "10.02亿元", source="yearbook")

    (finding,) = divide("1.00%", fits)

    # 10.02 / 1000 = 1.002%, but the document of the ratio prints 12 and 1000.
    assert (finding.verdict, finding.form) == ("inconsistent", "")
    assert finding.roles["fitting"] == [fits]


@pytest.mark.parametrize(("printed", "verdict"), [("10%", "consistent"), ("20%", "inconsistent")])
def test_a_share_of_the_province_is_divided_by_the_province(printed: str, verdict: str) -> None:
    facts = gather(
        figure("share", "rd_expenditure_provincial_share", printed),
        figure("city", "rd_expenditure", "12亿元"),
        figure("whole", "rd_expenditure", "120亿元", place="henan", scope="province"),
    )

    (finding,) = check_ratios(facts)

    assert finding.verdict == verdict
    # 11.5 / 120.5 = 9.5436% and 12.5 / 119.5 = 10.4603%
    assert ends(finding, "quotient") == pytest.approx((9.5436, 10.4603), abs=0.0001)


# --- ranks -------------------------------------------------------------------------------------


def rank(printed: str, values: Mapping[str, str], **columns: str) -> list[Finding]:
    """Check a printed rank of Luohe in a province of four cities."""
    cities = ("luohe", "puyang", "jiaozuo", "xuchang")
    places = {name: CODEBOOK.places[name] for name in ("china", "henan", *cities)}
    facts = gather(
        figure("rank", "rd_intensity_rank", printed, unit="位次"),
        *(
            figure(place, "rd_intensity", value, **({"place": place} | columns))
            for place, value in values.items()
        ),
        relations=[RANK_OF],
        codebook=replace(CODEBOOK, places=places),
    )
    return list(check_ranks(facts))


FOUR = {"luohe": "1.20%", "puyang": "1.50%", "jiaozuo": "2.00%", "xuchang": "1.00%"}


def test_a_rank_that_the_values_rule_out_is_a_contradiction() -> None:
    (finding,) = rank("第2位", FOUR)

    assert (finding.verdict, finding.form) == ("inconsistent", "ruled_out")
    assert finding.numbers["ranks"] == "3"  # two of three are above


def test_a_rank_that_the_values_of_another_document_rule_out_is_told_but_no_contradiction() -> None:
    three = {place: value for place, value in FOUR.items() if place != "xuchang"}

    (finding,) = rank("第1位", three, source="other")

    assert (finding.verdict, finding.form) == ("undecided", "ruled_out")
    assert finding.numbers["ranks"] == "3|4"  # two are above, one is not known


def test_a_rank_that_the_values_give_is_consistent() -> None:
    (finding,) = rank("第3位", FOUR)

    assert finding.verdict == "consistent"


@pytest.mark.parametrize("neighbour", ["1.2%", "1.1%以上", "近1.3%", "1.2%左右"])
def test_a_value_that_may_be_the_same_leaves_the_rank_open(neighbour: str) -> None:
    (finding,) = rank("第2位", FOUR | {"puyang": neighbour})

    assert finding.verdict == "undecided"
    assert finding.numbers == {"best": 2, "worst": 3, "known": 3, "measure": "rd_intensity"}


def test_a_city_without_a_value_leaves_the_rank_open() -> None:
    three = {place: value for place, value in FOUR.items() if place != "xuchang"}

    (finding,) = rank("第3位", three)

    assert finding.verdict == "undecided"
    assert finding.numbers == {"best": 3, "worst": 4, "known": 2, "measure": "rd_intensity"}


def test_a_rank_without_a_value_of_its_own_cannot_be_checked() -> None:
    others = {place: value for place, value in FOUR.items() if place != "luohe"}

    (finding,) = rank("第1位", others)

    assert (finding.verdict, finding.form) == ("undecided", "no_value")


@each_set_of("period 2019", "basis target")
def test_values_of_another_year_and_targets_rank_nobody(column: dict[str, str]) -> None:
    (finding,) = rank("第1位", FOUR, **column)

    assert (finding.verdict, finding.form) == ("undecided", "alone")
    assert finding.numbers == {"best": 1, "worst": 4, "known": 0, "measure": "rd_intensity"}


def test_a_rank_of_one_of_two_years_is_held_against_none() -> None:
    # 第1位 of a report on 2020 or 2021: the values of 2020 say nothing of 2021.
    claim = figure("rank", "rd_intensity_rank", "第1位", unit="位次", period="2020/2021?")
    values = [figure(name, "rd_intensity", value, place=name) for name, value in FOUR.items()]

    (finding,) = check_ranks(gather(claim, *values, relations=[RANK_OF]))

    assert (finding.verdict, finding.form) == ("undecided", "span")


def test_a_value_outside_the_province_ranks_nobody_in_it() -> None:
    (finding,) = rank("第1位", {"luohe": "1.20%", "henan": "1.64%", "china": "2.40%"})

    assert (finding.verdict, finding.form) == ("undecided", "alone")
    assert finding.numbers == {"best": 1, "worst": 4, "known": 0, "measure": "rd_intensity"}


def test_a_rank_that_is_aimed_at_is_not_checked() -> None:
    aim = figure("rank", "rd_intensity_rank", "第1位", unit="位次", basis="target")

    assert not list(check_ranks(gather(aim, relations=[RANK_OF])))


# --- outliers ----------------------------------------------------------------------------------


def cities(counts: Sequence[str], **columns: str) -> list[Figure]:
    """Return firms and 100万 people of one city after another, columns those of the last one."""
    names = ("puyang", "jiaozuo", "xuchang", "kaifeng", "luohe")[-len(counts) :]
    abouts: list[dict[str, str]] = [{} for _ in counts[1:]] + [columns]
    rows: list[Figure] = []
    for name, count, about in zip(names, counts, abouts, strict=True):
        place = {"place": name} | about
        rows.append(figure(f"firms-{name}", "high_tech_enterprises", count, **place))
        rows.append(figure(f"people-{name}", "resident_population", "100万人", place=name))
    return rows


def test_a_quotient_far_from_the_middle_is_found() -> None:
    found = list(check_outliers(gather(*cities(["100家"] * 4 + ["2500家"]))))

    assert [finding.verdict for finding in found] == ["consistent"] * 4 + ["undecided"]
    assert found[-1].roles["amount"][0].place == "luohe"
    # The middle of the five is 100 for as many people; 2500 is 25 times that.
    assert found[-1].numbers == {
        "factor": "25",
        "count": 5,
        "measure": "high_tech_enterprises_per_100000",
    }


@pytest.mark.parametrize(("count", "factor"), [("1900家", "19"), ("6家", "0.06"), ("100余家", "1")])
def test_a_quotient_within_twenty_times_the_middle_is_not_far(count: str, factor: str) -> None:
    found = list(check_outliers(gather(*cities(["100家"] * 4 + [count]))))

    assert [finding.verdict for finding in found] == ["consistent"] * 5
    assert found[-1].numbers["factor"] == factor


def test_a_quotient_far_below_the_middle_is_found() -> None:
    found = list(check_outliers(gather(*cities(["100家"] * 4 + ["4家"]))))

    assert (found[-1].verdict, found[-1].numbers["factor"]) == ("undecided", "0.04")


@pytest.mark.parametrize("zero", [("100家", "0人"), ("0家", "100万人")])
def test_a_city_without_firms_or_people_is_left_out(zero: tuple[str, str]) -> None:
    rows = [
        figure("firms-anyang", "high_tech_enterprises", zero[0], place="anyang"),
        figure("people-anyang", "resident_population", zero[1], place="anyang"),
    ]

    found = list(check_outliers(gather(*cities(["100家"] * 5), *rows)))

    assert len(found) == 5


@each_set_of("period 2019", "basis target", "scope programme", "place henan")
def test_four_cities_have_no_middle(column: dict[str, str]) -> None:
    rows = cities(["100家"] * 4 + ["2500家"], **column)

    assert not list(check_outliers(gather(*rows)))
    assert not list(check_outliers(gather(*cities(["100家"] * 3 + ["2500家"]))))


def test_the_quotient_of_a_province_is_not_compared_with_those_of_cities() -> None:
    about = {"place": "henan", "scope": "province"}
    rows = [
        figure("firms-henan", "high_tech_enterprises", "9000家", **about),
        figure("people-henan", "resident_population", "100万人", **about),
    ]

    found = list(check_outliers(gather(*cities(["100家"] * 5), *rows)))

    assert [finding.verdict for finding in found] == ["consistent"] * 5


# One moved decimal point is ten times the rate: 22.0 instead of 2.20, 0.220 instead of 2.20.
@pytest.mark.parametrize(
    ("last", "verdict", "factor"),
    [
        ("22.0%", "undecided", "10"),
        ("0.2%", "undecided", "0.091"),
        ("6.6%", "consistent", "3"),
        ("0%", "", ""),
    ],
)
def test_a_rate_far_from_those_of_the_other_cities_is_found(
    last: str, verdict: str, factor: str
) -> None:
    names = ("puyang", "jiaozuo", "xuchang", "kaifeng", "anyang", "luohe")
    rates = ["2.0%", "2.2%", "2.2%", "2.2%", "2.4%", last]
    rows = [
        figure(f"rate-{name}", "rd_intensity", rate, place=name)
        for name, rate in zip(names, rates, strict=True)
    ]

    found = list(check_outliers(gather(*rows)))

    # The middle of the six is 2.2; without a rate that is zero, of the five as well.
    assert [finding.verdict for finding in found[:5]] == ["consistent"] * 5
    assert [(f.verdict, f.numbers["factor"]) for f in found[5:]] == (
        [(verdict, factor)] if verdict else []
    )


@each_set_of("period 2019", "basis target", "scope programme", "place puyang")
def test_the_rates_of_four_cities_have_no_middle(column: dict[str, str]) -> None:
    names = ("puyang", "jiaozuo", "xuchang", "kaifeng", "luohe")
    abouts = [{"place": name} for name in names[:-1]] + [{"place": names[-1]} | column]
    rows = [
        figure(f"rate-{name}", "rd_intensity", "22.0%" if name == "luohe" else "2.2%", **about)
        for name, about in zip(names, abouts, strict=True)
    ]

    assert not list(check_outliers(gather(*rows)))
