"""Small data sets made by hand, each for a sentence that hardly any document brings about."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from case_tables import read_cases, read_columns
from figure_factory import derive, figure

from helpers.data.figures import AnyFigure

# A row a line: indicator | print | columns other than those of Luohe in 2021 in one document.
# A derived one has its two ends instead of a print. The messages that the rows bring about follow.
RARE: Mapping[tuple[str, ...], str] = {
    (
        "audit_ratios",
        "audit_growth_target",
        "audit_yearly_target_past_flow",
        "audit_multiple_printed",
        "audit_repeats",
    ): """
        rd_intensity | 2.5% |
        rd_expenditure | 20亿元 |
        gdp | 1234.56亿元 |
        gdp | 1234.56亿元 | place puyang
        firm_revenue_growth | 10% | period 2021/2025, basis target, measure growth
        firm_revenue | 100亿元 | period 2020
        firm_revenue | 约200亿元 | period by 2025, basis target
        municipal_major_projects_started | 10项 | period each 2021/2025, basis target
        municipal_major_projects | 40项 | period by 2025, basis target
        high_level_talent_ratio | 3倍 |
        high_level_talents_added | 90人 |
        high_level_talents_added | 40人 | period 2020
    """,
    ("audit_ranks",): """
        rd_intensity_rank | 第2位 | unit 位次
        rd_intensity | 2.0% |
        rd_intensity | 2.5% | place puyang
    """,
    ("audit_ranks_ruled_out",): """
        rd_intensity_rank | 第1位 | unit 位次
        rd_intensity | 2.0% |
        rd_intensity | 2.5% | place puyang
    """,
    ("audit_named_more",): """
        academicians_cooperating | 2名 | id luohe-report-2024:15d, unit 人
    """,
    ("headline_sides_above",): """
        rd_intensity | 2.8% |
        rd_intensity | 2.8% | place puyang
        rd_intensity | 2.0% | place henan, scope province
        bachelor_or_above_per_100000 | 2950—3050 | unit 人
        bachelor_or_above_per_100000 | 2950—3050 | unit 人, place puyang
        bachelor_or_above_per_100000 | 1950—2050 | unit 人, place henan
    """,
    ("headline_sides_level",): """
        rd_intensity | 2.2% |
        rd_intensity | 2.2% | place puyang
        rd_intensity | 2% | place henan, scope province
        bachelor_or_above_per_100000 | 2050—2150 | unit 人
        bachelor_or_above_per_100000 | 2050—2150 | unit 人, place puyang
        bachelor_or_above_per_100000 | 1500—2500 | unit 人, place henan
    """,
    ("key_sides_level",): """
        rd_intensity | 2.2% |
        rd_intensity | 2.4% | place puyang
        rd_intensity | 2% | place henan, scope province
        bachelor_or_above_per_100000 | 2050—2150 | unit 人
        bachelor_or_above_per_100000 | 1850—1950 | unit 人, place puyang
        bachelor_or_above_per_100000 | 1500—2500 | unit 人, place henan
    """,
    ("headline_target_reached", "key_ranks_every"): """
        rd_intensity | 2.6% |
        rd_intensity | 2.5% | period by 2021, basis target
        rd_intensity | 1.2% | place puyang
        bachelor_or_above_per_100000 | 2950—3050 | unit 人
        bachelor_or_above_per_100000 | 1950—2050 | unit 人, place puyang
        patents_granted_per_10000 | 20—21 | unit 件每万人
        patents_granted_per_10000 | 10—11 | unit 件每万人, place puyang
    """,
    ("headline_crossed_above", "key_target_reached"): """
        rd_intensity | 1.8% | period 2019
        rd_intensity | 2.6% |
        rd_intensity | 2.5% | period by 2021, basis target
        rd_intensity | 2.0% | place henan, scope province, period 2019
        rd_intensity | 2.4% | place henan, scope province
        rd_intensity | 1.2% | place puyang
    """,
    ("course_turn_held",): """
        high_tech_enterprises | 300家 | period 2019, status P
        high_tech_enterprises | 250家 | period 2020
        high_tech_enterprises | 250家 |
    """,
    ("plan_tracker_no_settled_for",): """
        rd_intensity | 1.9% | period 2019
        rd_intensity | 2.1% | status P
        rd_intensity | 2.4% | period 2022
        rd_intensity | 2.5% | period by 2021, basis target
    """,
    ("slope_title_at_least",): """
        rd_expenditure | 20亿元 | id a, period 2020
        rd_expenditure | 30亿元 | id b
        rd_expenditure | 40亿元 | id c, period 2020, place puyang
        rd_expenditure | 41亿元 | id d, place puyang
        rd_expenditure | 900亿元 | id e, period 2020, place henan, scope province
        rd_expenditure | 900亿元 | id f, place henan, scope province
        rd_expenditure_share_of_province | 2.16—2.28 | period 2020, numerator_id a, denominator_id e
        rd_expenditure_share_of_province | 3.27—3.39 | numerator_id b, denominator_id f
        rd_expenditure_share_of_province | 4.38—4.51
            | place puyang, period 2020, numerator_id c, denominator_id e
        rd_expenditure_share_of_province | 4.49—4.62
            | place puyang, numerator_id d, denominator_id f
    """,
}

# Three academicians of one institute.
NAMED = [f"luohe-report-2024:p{number}" for number in (11, 12, 15, 16, 17)]

# Invented sets that bring about what no report of today says, by their number.
INVENTED: Mapping[int, str] = {
    4776: """
        audit_falls audit_odd_ones_place audit_posting audit_versions_twice
        every_city_title_all
        headline_level_above headline_target_early headline_turn_fell highest_alone highest_open
        ladder_title_figure lowest_open rank_alone rank_between rank_either reason_few
        strip_bounded_mixed title_fell title_level title_rose
    """,
    4894: """
        every_city_title_one headline_fell_below headline_nothing key_target_missed
        key_turn_fell key_turn_rose plan_tracker_count_behind profile_no_settled rank_tied
    """,
    4650: """
        cooperation_none_exists cooperation_title_planned
        explore_title_stated headline_level headline_sides headline_target_missed highest_untold
        title_above_at_least
    """,
    4401: """
        every_city_title_none headline_level_below ladder_gap_missed ladder_title_missed
    """,
    4456: "headline_level_bound headline_level_rank headline_turn_rose key_level",
    4422: "every_city_title headline_level_level unsettled_for",
    4508: "approximate_for key_level_bound",
    4877: "key_level_rank title_held",
    5058: "ladder_gap_above ladder_title_above",
    8: "comparison_title_none",
    4592: "key_ranks_both",
    4665: "headline_sides_below",
    4674: "plan_tracker_no_actual",
    4740: "plan_tracker_no_settled",
    5828: "title_above_all",
}


def make_rare(text: str) -> Iterator[AnyFigure]:
    """Yield the rows of a text."""
    for number, case in enumerate(read_cases(text)):
        indicator, printed, others = case.values
        columns = {"place": "luohe", "period": "2021"} | (read_columns(others) if others else {})
        name = columns.pop("id", f"row.{number}")
        if "—" in printed:
            low, high = map(Decimal, printed.split("—"))
            value = {"value": (low + high) / 2, "value_low": low, "value_high": high}
            yield derive(derived_id=name, indicator=indicator, **value, **columns)
        else:
            document = {"source": "luohe-plan-2021", "known_from": "2022-12-31"}
            yield figure(name, indicator, printed, **document | columns)
