from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from helpers.data.codebook import Codebook
from helpers.data.derivation import Derivation, derive
from helpers.data.figures import DerivedValue, list_derived, list_figures, read_rows
from helpers.data.observations import read_derived, read_observations
from helpers.data.printed.intervals import Interval, add_all, read_interval
from helpers.data.printed.printed_figures import parse_printed_figure
from helpers.data.raw_data import RawData
from helpers.data.revisions import Revisions
from helpers.data.tables.csv_tables import each_row

RATIO, SHARE = "rd_expenditure_over_gdp", "rd_expenditure_share_of_province"
DENSITY, CONTRACTS = "high_tech_enterprises_per_100000", "technology_contracts_over_gdp"


@pytest.fixture(scope="module")
def derivation(raw: RawData) -> Derivation:
    return derive(raw, {})


def find(derivation: Derivation, name: str) -> dict[str, str]:
    (row,) = [row for _, row in each_row(derivation.derived) if row["derived_id"] == name]
    return row


# --- by hand -----------------------------------------------------------------------------------


# Money in 亿元; a half step beside each figure that is rounded.
@pytest.mark.parametrize(
    ("name", "above", "half_above", "below", "half_below", "per"),
    [
        # 2367000万元 is 236.7亿元, its last digit 0.0001亿元; GDP has four decimals.
        (f"{RATIO}.zhengzhou.2019", "236.7", "0.00005", "11589.7219", "0.00005", 100),
        (f"{RATIO}.luohe.2017", "11.1045", "0.00005", "1165.0431", "0.00005", 100),
        (f"{RATIO}.luohe.2019", "13.5144", "0.00005", "1578.4373", "0.00005", 100),
        # The copy shows 5128.3600 for a figure of two decimals.
        (f"{RATIO}.luoyang.2020", "143.5", "0.05", "5128.36", "0.005", 100),
        # The copy shows 13618.0 for a figure in whole 亿元.
        (f"{RATIO}.zhengzhou.2023", "369.77", "0.005", "13618", "0.5", 100),
        # 59950000万元 in the copy, like all years from 2019 in whole 亿元.
        (f"{RATIO}.xiamen.2019", "177.6588", "0.00005", "5995", "0.5", 100),
        # Firms are counted, not rounded.
        (f"{DENSITY}.luohe.2020", "101", "0", "2367490", "0", 100_000),
        # Population in 万人, rounded to whole ones.
        (f"{DENSITY}.luohe.2023", "203", "0", "2370000", "5000", 100_000),
        (f"{SHARE}.luohe.2017", "11.1045", "0.00005", "582.05381", "0.000005", 100),
        (f"{SHARE}.zhengzhou.2024", "414.37", "0.005", "1275.10", "0.005", 100),
        (f"{CONTRACTS}.luohe.2023", "21.9077", "0.00005", "1764", "0.5", 100),
        ("fiscal_science_share.luohe.2023", "13.97", "0.00005", "264.0976", "0.00005", 100),
    ],
)
def test_a_derived_value_and_its_interval_are_what_a_hand_works_out(
    derivation: Derivation,
    name: str,
    above: str,
    half_above: str,
    below: str,
    half_below: str,
    per: int,
) -> None:
    top, bottom = Fraction(above), Fraction(below)
    low = (top - Fraction(half_above)) / (bottom + Fraction(half_below)) * per
    high = (top + Fraction(half_above)) / (bottom - Fraction(half_below)) * per

    row = find(derivation, name)

    assert float(row["value"]) == pytest.approx(float(top / bottom * per), rel=1e-10)
    assert float(row["value_low"]) == pytest.approx(float(low), rel=1e-10)
    assert float(row["value_high"]) == pytest.approx(float(high), rel=1e-10)


def test_a_derived_share_agrees_with_the_one_that_is_printed(derivation: Derivation) -> None:
    # A newspaper prints 32.5% for Zhengzhou in 2024.
    assert f"{float(find(derivation, f'{SHARE}.zhengzhou.2024')['value']):.1f}" == "32.5"


def test_the_ends_of_every_quotient_are_those_of_its_printed_figures(
    project: Path, codebook: Codebook
) -> None:
    figures = {figure.figure_id: figure for figure in list_figures(read_observations("", project))}
    values = [value for value in list_derived(read_derived("", project)) if value.per]
    assert len(values) > 50
    for value in values:
        *above, below = (
            read_interval(figure, codebook.units[figure.unit]["kind"])
            for figure in map(figures.__getitem__, value.input_ids)
        )
        ends = (add_all(above) / below).times(int(value.per))
        for end, exact in ((value.value_low, ends.low), (value.value_high, ends.high)):
            assert (end is None) == (exact is None)
            assert end is None or float(end) == pytest.approx(float(exact or 0), rel=1e-10)


def test_an_open_end_or_one_below_zero_leaves_an_end_of_the_quotient_open() -> None:
    one, two, four, five = map(Decimal, (1, 2, 4, 5))

    assert Interval(Decimal(100), None) / Interval(four, five) == Interval(Decimal(20), None)
    assert Interval(one, two) / Interval(four, None) == Interval(None, Decimal("0.5"))
    assert Interval(one, two) / Interval(-one, four) == Interval(Decimal("0.25"), None)


# --- refused -----------------------------------------------------------------------------------


def reasons(derivation: Derivation, name: str) -> set[str]:
    rows = [row for _, row in each_row(derivation.refused)]
    found = [row for row in rows if f"{row['indicator']}.{row['place']}.{row['period']}" == name]
    return {row["reason"] for row in found}


def test_an_amount_of_2025_is_not_divided_by_a_gdp_of_2022(derivation: Derivation) -> None:
    assert reasons(derivation, f"{RATIO}.zhengzhou.2021") == {"vintage"}


def test_an_amount_not_yet_confirmed_is_not_divided(derivation: Derivation) -> None:
    # 16.15亿元 in the plan of Luohe is what was submitted.
    assert reasons(derivation, f"{RATIO}.luohe.2020") == {"provisional"}


@pytest.mark.parametrize(
    ("above", "below"), [("13.97亿元", "0亿元"), ("13.97亿元", "-2亿元"), ("-1亿元", "264.1亿元")]
)
def test_a_pair_of_which_there_is_no_share_is_refused_with_its_reason(
    raw: RawData, derivation: Derivation, above: str, below: str
) -> None:
    share = "fiscal_science_share"
    row = find(derivation, f"{share}.luohe.2023")
    readings = {
        row[column]: replace(raw.readings[row[column]], figure=parse_printed_figure(token))
        for column, token in zip(("numerator_id", "denominator_id"), (above, below), strict=True)
    }

    part = raw.provinces["henan"]
    changed = derive(replace(part, readings={**part.readings, **readings}), {})

    assert reasons(changed, f"{share}.luohe.2023") == {"not_positive"}
    assert f"{share}.luohe.2023" not in set(changed.derived["derived_id"])


def test_what_is_refused_is_not_derived(derivation: Derivation) -> None:
    refused = derivation.refused
    names = refused["indicator"] + "." + refused["place"] + "." + refused["period"]
    assert not set(names) & set(derivation.derived["derived_id"])


def test_both_figures_of_a_quotient_have_one_release_year(
    derivation: Derivation, raw: RawData
) -> None:
    sources = raw.index("sources", "source")
    rows = {
        row["figure_id"]: row["vintage"] or sources[row["source"]]["vintage"]
        for name in raw.package.subjects
        for _, row in each_row(raw.frames[name])
    }
    quotients = derivation.derived[derivation.derived["kind"].eq("quotient")]
    assert len(quotients) > 100
    for value in read_rows(DerivedValue, quotients):
        assert {rows[name] for name in value.input_ids} == {value.vintage}


def test_a_province_has_no_share_of_a_province(derivation: Derivation) -> None:
    shares = derivation.derived[derivation.derived["indicator"].eq(SHARE)]
    assert not set(shares["place"]) & {"henan", "china"}


def test_a_ratio_tells_which_revision_of_gdp_it_holds(derivation: Derivation) -> None:
    held = [find(derivation, f"{RATIO}.luohe.{year}")["revision"] for year in (2017, 2018, 2019)]
    assert held == ["", "", "economic-census-4"]


@pytest.mark.parametrize(
    ("place", "period", "vintage", "revision"),
    [
        # GDP implied by expenditure over intensity, nation: +3.5 to 4.3% in 2023, +6.9 to 7.7% in
        # 2024; province: 6130-6163, 5896-5925 and 6328-6360 billion from 2022 to 2024.
        ("china", "2023", "2024", "economic-census-4"),
        ("henan", "2023", "2024", "regional-gdp-2023"),
        ("china", "2024", "2025", "gdp-2024"),
        ("luohe", "by 2025", "2024", "regional-gdp-2023"),
        # Luohe report of 2024 on 2020, Zhengzhou Evening of 2022 on 2018: the base is not printed.
        ("luohe", "2020", "2024", "gdp-not-said"),
        ("zhengzhou", "2018", "2022", "gdp-not-said"),
        ("zhengzhou", "2018", "2019", ""),
    ],
)
def test_a_figure_follows_the_revision_of_its_place_year_and_release(
    raw: RawData, place: str, period: str, vintage: str, revision: str
) -> None:
    assert Revisions(raw).find("rd_intensity", place, period, vintage) == revision


# --- bounds ------------------------------------------------------------------------------------


# The announcement of 2022 names seven cities above the provincial average without their figures.
ABOVE_THE_PROVINCE = {
    *("luoyang", "zhengzhou", "xinxiang", "jiaozuo", "jiyuan", "sanmenxia", "pingdingshan")
}


def test_a_city_named_above_a_line_has_it_as_a_floor(derivation: Derivation) -> None:
    rows = derivation.derived
    floors = rows[rows["indicator"].eq("rd_intensity") & rows["kind"].eq("floor")]

    assert set(floors["place"]) == ABOVE_THE_PROVINCE
    assert set(floors["value_low"]) == {"1.86"}
    assert set(floors["value"]) == set(floors["value_high"]) == {""}


def test_a_numerator_may_be_a_sum_of_one_publication(derivation: Derivation) -> None:
    # Census table of Zhengzhou: 854,232 men, 896,442 women, 12,600,574 people.
    row = find(derivation, "bachelor_or_above_per_100000.zhengzhou.2020")

    assert row["numerator_id"].count("+") == 1
    assert Decimal(row["value"]) == pytest.approx(
        Decimal(854232 + 896442) / 12600574 * 100000, rel=Decimal("1e-9")
    )


@pytest.mark.parametrize(
    ("year", "line", "named"),
    [
        ("2020", 2.0, {"luoyang", "xinxiang", "zhengzhou", "jiyuan"}),
        ("2022", 1.86, ABOVE_THE_PROVINCE),
        ("2023", 2.65, {"luoyang", "jiyuan", "jiaozuo", "xinxiang", "zhengzhou", "sanmenxia"}),
    ],
)
def test_the_cities_that_a_list_leaves_out_are_at_most_at_its_line(
    derivation: Derivation, year: str, line: float, named: set[str]
) -> None:
    rows = derivation.derived
    bounds = rows[
        rows["indicator"].eq("rd_intensity") & rows["kind"].eq("ceiling") & rows["period"].eq(year)
    ]

    assert not named & set(bounds["place"])
    assert len(bounds) == 18 - len(named)
    assert set(pd.to_numeric(bounds["value_high"])) == {line}
    assert set(bounds["value"]) == {""}


def test_what_is_only_implied_stays_out_of_the_printed_figures(
    derivation: Derivation, raw: RawData
) -> None:
    row = find(derivation, "rd_intensity.henan.2022.value")
    assert (row["kind"], row["value"]) == ("implied", "1.96")
    printed = raw.frames["rd_intensity"]
    same = printed["place"].eq("henan") & printed["period"].eq("2022")
    assert printed.loc[same, "as_printed"].tolist() == ["1.86%"]


# --- sums --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "gap"), [("2017", "18.1"), ("2019", "18.1")])
def test_seventeen_cities_fall_short_of_the_province_by_what_jiyuan_may_have(
    raw: RawData, year: str, gap: str
) -> None:
    frame = raw.provinces["henan"].frames["rd_expenditure"]
    rows = [row for _, row in each_row(frame) if row["period"] == year]
    cities = [row for row in rows if row["source"].startswith("city-yearbook")]
    (province,) = [
        row for row in rows if row["place"] == "henan" and row["figure_id"].endswith("activity")
    ]
    lack = Decimal(province["as_printed"]) - sum(Decimal(row["as_printed"]) for row in cities)

    assert len(cities) == 17
    # 582.05 less 563.97, and 793.04 less 774.94, in 亿元.
    assert abs(lack / 10_000 - Decimal(gap)) < Decimal("0.05")
