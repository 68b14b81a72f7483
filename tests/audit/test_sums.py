from collections.abc import Sequence

import pytest
from case_tables import read_cases
from figure_factory import each_set_of, ends, figure, gather

from helpers.audit.facts import Finding, Quantity
from helpers.audit.parties import check_counted_twice, check_listed_twice, check_named
from helpers.audit.sums import (
    check_bounds,
    check_classes,
    check_outcomes,
    check_parts,
    check_province,
)
from helpers.data.figures import Figure
from helpers.data.printed.intervals import point

RECRUITS = ("indicator", "part_of", "institute_recruits", "institute_team_members")
INTERNAL = ("indicator", "part_of", "institute_internal_talents", "institute_team_members")
MASTERS = ("indicator", "among", "talents_attracted_master", "talents_attracted")
BACHELORS = ("indicator", "among", "talents_attracted_bachelor", "talents_attracted")
WITHIN = (
    "indicator",
    "within",
    "high_tech_enterprises",
    "high_tech_enterprises_municipal_and_above",
)
SOLVED = ("indicator", "outcome_of", "problems_solved_on_site", "problems_found")
PROPOSED = ("indicator", "outcome_of", "improvement_proposals", "problems_found")
NAMES = (
    "zhengzhou kaifeng luoyang pingdingshan anyang hebi xinxiang jiaozuo puyang xuchang luohe "
    "sanmenxia nanyang shangqiu xinyang zhoukou zhumadian jiyuan"
)
CITIES = NAMES.split()


def team(total: str, recruits: str, internal: str) -> list[Figure]:
    return [
        figure("total", "institute_team_members", total),
        figure("recruits", "institute_recruits", recruits),
        figure("internal", "institute_internal_talents", internal),
    ]


# --- parts -------------------------------------------------------------------------------------


def test_parts_that_fall_short_of_their_whole_contradict_it() -> None:
    rows = team("100人", "60人", "30人")

    (finding,) = check_parts(gather(*rows, relations=[RECRUITS, INTERNAL]))

    assert (finding.verdict, finding.form) == ("inconsistent", "")
    assert ends(finding, "sum") == (90, 90)  # 60 + 30
    assert ends(finding, "residual") == (10, 10)  # 100 - 90
    assert finding.finding_id == "parts:total+recruits+internal"


@pytest.mark.parametrize(("recruits", "form"), [("60人", ""), ("80人", "exceed")])
def test_parts_of_about_so_many_are_left_open_and_set_against_the_number_stated(
    recruits: str, form: str
) -> None:
    rows = team("约100人", recruits, "30人")

    (finding,) = check_parts(gather(*rows, relations=[RECRUITS, INTERNAL]))

    residual = finding.numbers["residual"]
    assert (finding.verdict, finding.form) == ("undecided", form)
    assert isinstance(residual, Quantity)
    # 100 - 60 - 30, and 100 - 80 - 30
    assert residual.interval.comes_to == (-10 if form else 10)


@pytest.mark.parametrize("relation", ["part_of", "among"])
def test_parts_that_exceed_their_whole_contradict_it(relation: str) -> None:
    rows = team("100人", "60人", "50人")
    relations = [(level, relation, part, whole) for level, _, part, whole in (RECRUITS, INTERNAL)]

    (finding,) = check_parts(gather(*rows, relations=relations))

    assert (finding.verdict, finding.form) == ("inconsistent", "exceed")
    assert ends(finding, "residual") == (-10, -10)  # 100 - (60 + 50)


def test_what_is_listed_among_a_total_may_leave_something_over() -> None:
    facts = gather(
        figure("total", "talents_attracted", "9084人"),
        figure("masters", "talents_attracted_master", "937人"),
        figure("bachelors", "talents_attracted_bachelor", "8037人"),
        relations=[MASTERS, BACHELORS],
    )

    (finding,) = check_parts(facts)

    assert (finding.verdict, finding.form) == ("undecided", "")
    assert ends(finding, "sum") == (8974, 8974)  # 937 + 8037
    assert ends(finding, "residual") == (110, 110)  # 9084 - 8974


def test_rounding_explains_a_gap_between_a_sum_and_its_total() -> None:
    parts = {"basic": "0.4亿元", "applied": "1.0亿元", "development": "10.1亿元"}
    facts = gather(
        figure("total", "rd_expenditure", "11.6亿元"),
        *(figure(name, f"rd_expenditure_{name}", amount) for name, amount in parts.items()),
        relations=[
            ("indicator", "part_of", f"rd_expenditure_{name}", "rd_expenditure") for name in parts
        ],
    )

    (finding,) = check_parts(facts)

    assert finding.verdict == "consistent"
    # 0.4 + 1.0 + 10.1 = 11.5, and each of the three may be 0.05 off; the total is 11.55 to 11.65.
    assert ends(finding, "sum") == (1_135_000_000, 1_165_000_000)
    assert ends(finding, "residual") == (-10_000_000, 30_000_000)


@pytest.mark.parametrize(
    "printed",
    [
        ("100人", "60余人", "30人"),  # over 60 + 30 = 90 may be 100
        ("100人", "60人左右", "40人"),  # about 60 + 40 = 100
        ("80人以上", "60人", "30人"),  # 90 are 80 or more
        ("近100人", "60人", "30人"),  # 90 are not above 100
    ],
)
def test_a_qualifier_explains_a_gap_between_a_sum_and_its_total(
    printed: tuple[str, str, str],
) -> None:
    facts = gather(*team(*printed), relations=[RECRUITS, INTERNAL])

    (finding,) = check_parts(facts)

    assert finding.verdict == "consistent"


def test_more_than_a_rounded_number_still_exceeds_a_smaller_total() -> None:
    facts = gather(*team("80人", "60余人", "30人"), relations=[RECRUITS, INTERNAL])

    (finding,) = check_parts(facts)

    assert (finding.verdict, finding.form) == ("inconsistent", "exceed")
    assert ends(finding, "sum") == (90, None)  # over 60 + 30
    assert ends(finding, "residual") == (None, -10)  # 80 - 90


@each_set_of("place puyang", "period 2019", "source plan", "scope programme", "basis target")
def test_a_row_of_something_else_is_no_part(column: dict[str, str]) -> None:
    total, recruits, _ = team("100人", "60人", "30人")
    other = figure("internal", "institute_internal_talents", "30人", **column)

    facts = gather(total, recruits, other, relations=[RECRUITS, INTERNAL])

    assert not list(check_parts(facts))


def test_a_target_is_not_held_against_parts_that_were_reached() -> None:
    _, recruits, internal = team("100人", "60人", "30人")
    aim = figure("total", "institute_team_members", "100人", basis="target")

    facts = gather(aim, recruits, internal, relations=[RECRUITS, INTERNAL])

    assert not list(check_parts(facts))


def test_one_firm_is_no_whole_for_another() -> None:
    total = figure("total", "institute_team_members", "100人", entity="firm-a")
    rows = [
        figure("recruits", "institute_recruits", "60人", entity="firm-a"),
        figure("internal", "institute_internal_talents", "30人", entity="firm-b"),
    ]

    assert not list(check_parts(gather(total, *rows, relations=[RECRUITS, INTERNAL])))


def invest(*, planned: bool) -> list[Figure]:
    basis = "target" if planned else "actual"
    spent = {"entity": "core-area", "source": "report"}
    return [
        figure("total", "project_investment_total", "106亿元", basis=basis, entity="project"),
        figure("core", "project_investment_completed", "11亿元", **spent),
        figure("park", "project_investment_total", "25亿元", basis=basis, entity="park"),
        figure("other", "project_investment_total", "70亿元", basis=basis, entity="other"),
    ]


ZONES = [("figure", "part_of", zone, "total") for zone in ("core", "park", "other")]


def test_a_sum_of_what_is_spent_and_what_is_planned_is_left_open() -> None:
    (finding,) = check_parts(gather(*invest(planned=True), relations=ZONES))

    assert (finding.verdict, finding.form) == ("undecided", "mixed")
    # 11 + 25 + 70 = 106, each 0.5 off at most; 106 less that is 0, at most 2 off.
    assert ends(finding, "sum") == (10_450_000_000, 10_750_000_000)
    assert ends(finding, "residual") == (-200_000_000, 200_000_000)


def test_a_sum_of_one_kind_that_fits_is_consistent() -> None:
    (finding,) = check_parts(gather(*invest(planned=False), relations=ZONES))

    assert (finding.verdict, finding.form) == ("consistent", "")


def test_named_rows_are_added_only_when_all_are_known() -> None:
    total, core, park, other = invest(planned=False)

    assert not list(check_parts(gather(total, core, park, relations=ZONES)))
    assert not list(check_parts(gather(core, park, other, relations=ZONES)))


# --- classes -----------------------------------------------------------------------------------


def classes(narrow: str, wide: str, **columns: str) -> list[Figure]:
    return [
        figure("narrow", "high_tech_enterprises", narrow, **columns),
        figure("wide", "high_tech_enterprises_municipal_and_above", wide),
    ]


def test_a_class_larger_than_the_one_that_contains_it_is_a_contradiction() -> None:
    narrow, wide = classes("240家", "236家")

    (finding,) = check_classes(gather(narrow, wide, relations=[WITHIN]))

    assert finding.verdict == "inconsistent"
    assert finding.roles == {"narrow": [narrow], "wide": [wide]}


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("101家", "236家"),
        ("236家", "236家"),
        ("近240家", "236家"),  # nearly 240 may be 236
        ("240家", "230余家"),  # over 230 may be 240
        ("240家", "230家以上"),
        ("240家左右", "236家"),  # about 240 may be 236
        ("0.024万家", "236家"),  # 235 to 245
    ],
)
def test_a_class_may_be_as_large_as_the_one_that_contains_it(narrow: str, wide: str) -> None:
    (finding,) = check_classes(gather(*classes(narrow, wide), relations=[WITHIN]))

    assert finding.verdict == "consistent"


@each_set_of("place puyang", "period 2019", "basis target", "entity firm-a")
def test_classes_are_compared_for_one_place_year_and_kind(column: dict[str, str]) -> None:
    rows = classes("240家", "236家", **column)

    assert not list(check_classes(gather(*rows, relations=[WITHIN])))
    assert not list(check_classes(gather(rows[0], relations=[WITHIN])))


# --- outcomes ----------------------------------------------------------------------------------


def outcomes(found: str, solved: str, proposed: str, **columns: str) -> list[Figure]:
    return [
        figure("found", "problems_found", found),
        figure("solved", "problems_solved_on_site", solved),
        figure("proposed", "improvement_proposals", proposed, **columns),
    ]


@pytest.mark.parametrize("proposed", [45, 51])
def test_outcomes_that_outnumber_the_items_are_left_open(proposed: int) -> None:
    # One problem may have several proposals, so 51 proposals for 50 problems can be true.
    facts = gather(*outcomes("50项", "20项", f"{proposed}项"), relations=[SOLVED, PROPOSED])

    (finding,) = check_outcomes(facts)

    assert finding.verdict == "undecided"
    assert ends(finding, "sum") == (20 + proposed, 20 + proposed)


@pytest.mark.parametrize("found", ["65项", "100项", "50余项", "60项以上", "50项左右"])
def test_outcomes_within_what_the_items_may_number_are_consistent(found: str) -> None:
    # 20 + 45 = 65 are not above any of these; about 50 is up to 100.
    facts = gather(*outcomes(found, "20项", "45项"), relations=[SOLVED, PROPOSED])

    (finding,) = check_outcomes(facts)

    assert finding.verdict == "consistent"


@each_set_of("place puyang", "period 2019", "source plan")
def test_an_outcome_of_something_else_is_not_added(column: dict[str, str]) -> None:
    rows = outcomes("50项", "20项", "45项", **column)

    assert not list(check_outcomes(gather(*rows, relations=[SOLVED, PROPOSED])))
    assert not list(check_outcomes(gather(*rows[:2], relations=[SOLVED, PROPOSED])))


# --- province ----------------------------------------------------------------------------------


def province(total: str, cities: Sequence[str], **columns: str) -> list[Figure]:
    """Return the total of the province and 100 firms in each of some cities."""
    return [
        figure("total", "high_tech_enterprises", total, place="henan", scope="province", **columns),
        *(figure(city, "high_tech_enterprises", "100家", place=city) for city in cities),
    ]


# total | cities with 100 | verdict and form | residual, count, missing, share
PROVINCES = """
# cities that exceed their province contradict it: 1790 - 18 x 100
1790家 | 18 | inconsistent exceed | -10 18
# all cities that fall short of their province contradict it: 2000 - 1800, 200 of 2000
2000家 | 18 | inconsistent | 200 18 10.0%
# all cities add up to a rounded or qualified total
1800家 | 18 | consistent |
0.18万家 | 18 | consistent |
1750余家 | 18 | consistent |
近1900家 | 18 | consistent |
1800家左右 | 18 | consistent |
# what cities leave over may belong to the missing one: 1900 - 17 x 100
1900家 | 17 | undecided missing | 200 17 jiyuan
"""


@pytest.mark.parametrize(("total", "cities", "expected", "numbers"), read_cases(PROVINCES))
def test_the_sum_of_cities_is_held_against_their_province(
    total: str, cities: str, expected: str, numbers: str
) -> None:
    (finding,) = check_province(gather(*province(total, CITIES[: int(cities)])))

    assert f"{finding.verdict} {finding.form}".strip() == expected
    if numbers:
        residual, count, *others = numbers.split()
        assert ends(finding, "residual") == (float(residual), float(residual))
        assert finding.numbers["count"] == int(count)
        assert set(others) <= {finding.numbers["missing"], finding.numbers.get("share")}
        assert ("jiyuan" in others) == bool(finding.numbers["missing"])


def test_the_share_left_over_is_of_the_number_printed_and_not_of_its_lowest_reading() -> None:
    # 2000 - 1800 = 200, a tenth of 2000; of the 1500 that may have been rounded up it is a fifth.
    (finding,) = check_province(gather(*province("0.2万家", CITIES)))

    assert finding.numbers["share"] == "10.0%"


@pytest.mark.parametrize(
    ("total", "form"),
    [("1900家", "missing"), ("2000家", "odd"), ("1750家", "missing"), ("1740家", "odd")],
)
def test_what_is_left_over_is_odd_when_far_from_the_missing_city_in_other_years(
    total: str, form: str
) -> None:
    # 1900 - 1700 = 200 is just twice the 100 of the year before; 2000 - 1700 = 300 is more.
    # 1750 - 1700 = 50 is just half of it; 1740 - 1700 = 40 is less.
    before = figure("b", "high_tech_enterprises", "100家", place="jiyuan", period="2019")

    (finding,) = check_province(gather(*province(total, CITIES[:-1]), before))

    assert (finding.verdict, finding.form) == ("undecided", form)
    assert list(finding.roles.get("elsewhere", [])) == ([before] if form == "odd" else [])


@pytest.mark.parametrize(("total", "form"), [("1950家", "missing"), ("1960家", "large")])
def test_what_is_left_over_is_large_beside_an_ordinary_city(total: str, form: str) -> None:
    # 1950 - 1700 = 250 is 2.5 times the 100 of the city in the middle; 1960 - 1700 = 260 is more.
    (finding,) = check_province(gather(*province(total, CITIES[:-1])))

    assert (finding.verdict, finding.form) == ("undecided", form)
    if form == "large":
        assert ends(finding, "middle") == (100, 100)


@pytest.mark.parametrize(
    ("total", "verdict"), [("1799人年", "consistent"), ("1780人年", "inconsistent")]
)
def test_person_years_are_rounded_unlike_what_is_counted(total: str, verdict: str) -> None:
    # Eighteen cities of 99.5 to 100.5 make 1791 to 1809.
    name = "rd_personnel_full_time_equivalent"
    whole = figure("total", name, total, place="henan", scope="province")
    cities = [figure(city, name, "100人年", place=city) for city in CITIES]

    (finding,) = check_province(gather(whole, *cities))

    assert finding.verdict == verdict


def test_half_of_the_cities_say_nothing_about_their_province() -> None:
    assert not list(check_province(gather(*province("700家", CITIES[:9]))))
    assert list(check_province(gather(*province("700家", CITIES[:10]))))


@each_set_of("basis target", "period 2019")
def test_cities_are_not_held_against_a_target_or_another_year(column: dict[str, str]) -> None:
    assert not list(check_province(gather(*province("1000家", CITIES, **column))))


def test_a_city_counts_once_however_many_documents_print_it() -> None:
    again = figure("again", "high_tech_enterprises", "101家", place="luohe", source="other")

    (finding,) = check_province(gather(*province("1800家", CITIES), again))

    assert (finding.verdict, finding.numbers["count"]) == ("consistent", 18)


def test_the_finer_of_two_totals_of_one_edition_is_held_against_the_cities() -> None:
    spent = {"place": "henan", "scope": "province"}
    fine = figure("fine", "rd_expenditure", "179996.5万元", **spent)
    coarse = figure("coarse", "rd_expenditure", "18亿元", **spent)
    cities = [figure(city, "rd_expenditure", "1亿元", place=city) for city in CITIES]
    for totals in ((coarse, fine), (fine, coarse)):
        (finding,) = check_province(gather(*totals, *cities))
        assert finding.roles["total"] == [fine]


def test_rates_are_not_added_over_cities() -> None:
    rates = [figure(city, "rd_intensity", "1.00%", place=city) for city in CITIES]
    whole = figure("whole", "rd_intensity", "2.00%", place="henan", scope="province")

    assert not list(check_province(gather(whole, *rates)))


# --- named -------------------------------------------------------------------------------------


def tie(local: str, partner: str, **columns: str) -> dict[str, str]:
    usual = {
        "place": "luohe",
        "tie": "contract",
        "status": "existing",
        "source": "letter",
        "locator": "line 1",
        "note_zh": "",
    }
    return usual | columns | {"local_party": local, "partner": partner}


def name_parties(count: str, *parties: str) -> list[Finding]:
    named = {f"p{number}": tie(party, "uni") for number, party in enumerate(parties)}
    facts = gather(
        figure("count", "firms_signing_university_agreements", count),
        relations=[("figure", "counts_local_party", "count", name) for name in named],
        partnerships=named,
    )
    return list(check_named(facts))


def test_more_named_parties_than_counted_are_a_contradiction() -> None:
    (finding,) = name_parties("2家", "a", "c", "b")

    assert (finding.verdict, finding.form) == ("inconsistent", "more")
    assert finding.numbers["named"] == 3
    assert finding.numbers["parties"] == "a|b|c"
    # In words the three have the unit of the count.
    assert finding.numbers["listed"] == Quantity(point(3), "家")


def test_fewer_named_parties_than_counted_are_an_incomplete_list() -> None:
    (finding,) = name_parties("4家", "a", "b", "c")

    assert (finding.verdict, finding.form) == ("undecided", "")


def test_who_a_line_names_beside_those_counted_with_a_note_may_be_counted_or_not() -> None:
    ties = {
        "counted": tie("a", "uni"),
        "open": tie("b", "uni", note_zh="是否计入未说明"),
        "again": tie("a", "college", note_zh="另签一份"),
        "without_note": tie("c", "uni"),
        "elsewhere": tie("d", "uni", locator="line 2", note_zh="另见"),
        "visit": tie("e", "uni", tie="visit", note_zh="来访"),
    }
    facts = gather(
        figure("count", "firms_signing_university_agreements", "4家"),
        relations=[("figure", "counts_local_party", "count", "counted")],
        partnerships=ties,
    )

    (finding,) = check_named(facts)

    assert (finding.verdict, finding.form) == ("undecided", "open")
    assert finding.numbers["parties"] == "a"
    assert (finding.numbers["others"], finding.numbers["others_note"]) == ("b", "open")


@pytest.mark.parametrize("count", ["3家", "2家以上", "2余家", "近4家"])
def test_named_parties_that_the_count_allows_are_consistent(count: str) -> None:
    (finding,) = name_parties(count, "a", "b", "c")

    assert (finding.verdict, finding.form) == ("consistent", "")


def test_a_party_named_twice_counts_once() -> None:
    (finding,) = name_parties("2家", "a", "b", "a")

    assert (finding.verdict, finding.numbers["named"]) == ("consistent", 2)


def test_partners_are_counted_apart_from_local_parties() -> None:
    facts = gather(
        figure("count", "partner_universities_in_agreements", "1所"),
        relations=[("figure", "counts_partner", "count", name) for name in ("p1", "p2")],
        partnerships={"p1": tie("firm", "uni-a"), "p2": tie("firm", "uni-b")},
    )

    (finding,) = check_named(facts)

    assert finding.verdict == "inconsistent"
    assert (finding.numbers["named"], finding.numbers["parties"]) == (2, "uni-a|uni-b")


def test_nothing_is_said_of_parties_when_count_or_names_are_unknown() -> None:
    count = figure("count", "firms_signing_university_agreements", "1家")
    rows = [("figure", "counts_local_party", "count", "p1")]
    named = {"p1": tie("a", "b")}

    assert not list(check_named(gather(relations=rows, partnerships=named)))
    assert not list(check_named(gather(count, relations=rows)))


# --- counted twice -----------------------------------------------------------------------------


def cover(rows: Sequence[Figure], *pairs: dict[str, str]) -> list[Finding]:
    named = {f"p{number}": pair for number, pair in enumerate(pairs)}
    facts = gather(
        *rows,
        relations=[
            ("figure", "covers", identifier, name)
            for identifier, name in zip(("one", "other"), named, strict=True)
        ],
        partnerships=named,
    )
    return list(check_counted_twice(facts))


ONE = figure("one", "technology_contract_value", "1930万元")
OTHER = figure("other", "technology_contract_value", "590万元")


def test_two_amounts_that_include_one_pair_must_not_be_added() -> None:
    (finding,) = cover([ONE, OTHER], tie("firm", "uni"), tie("firm", "uni"))

    assert finding.verdict == "undecided"
    assert finding.roles == {"amounts": [ONE, OTHER]}
    assert (finding.numbers["local"], finding.numbers["partner"]) == ("firm", "uni")
    # 1930 + 590 = 2520, each of the two half of 1 off at most.
    assert ends(finding, "sum") == (25_190_000, 25_210_000)


def test_amounts_of_different_pairs_are_not_counted_twice() -> None:
    assert not cover([ONE, OTHER], tie("firm", "uni"), tie("firm", "institute"))
    assert not cover([ONE, OTHER], tie("firm", "uni"), tie("company", "uni"))


def test_an_amount_and_a_count_of_one_pair_are_not_counted_twice() -> None:
    count = figure("other", "technology_development_agreements", "7项")

    assert not cover([ONE, count], tie("firm", "uni"), tie("firm", "uni"))


def test_an_amount_that_is_not_known_yet_is_not_counted_twice() -> None:
    assert not cover([ONE], tie("firm", "uni"), tie("firm", "uni"))


def test_one_amount_may_cover_a_pair_by_two_rows() -> None:
    facts = gather(
        ONE,
        relations=[("figure", "covers", "one", name) for name in ("p0", "p1")],
        partnerships={"p0": tie("firm", "uni"), "p1": tie("firm", "uni")},
    )

    assert not list(check_counted_twice(facts))


# --- bounds -----------------------------------------------------------------------------------

SELDOM = ("indicator", "seldom_above", "university_teachers", "university_students")


@pytest.mark.parametrize(
    ("teachers", "verdict"), [("900人", "consistent"), ("30000人", "undecided")]
)
def test_teachers_are_hardly_more_than_their_students(teachers: str, verdict: str) -> None:
    rows = [
        figure("small", "university_teachers", teachers),
        figure("large", "university_students", "20000人"),
    ]

    (finding,) = check_bounds(gather(*rows, relations=[SELDOM]))

    assert finding.verdict == verdict
    assert finding.roles == {"small": [rows[0]], "large": [rows[1]]}


@each_set_of("place puyang", "period 2019", "source yearbook", "basis target", "entity x")
def test_teachers_are_not_set_against_other_students(column: dict[str, str]) -> None:
    small = figure("small", "university_teachers", "30000人")
    large = figure("large", "university_students", "20000人", **column)

    assert not list(check_bounds(gather(small, large, relations=[SELDOM])))


# --- listed twice ------------------------------------------------------------------------------


def list_ties(*ties: dict[str, str]) -> list[Finding]:
    named = {f"p{number}": row for number, row in enumerate(ties)}
    return list(check_listed_twice(gather(partnerships=named)))


def test_a_tie_listed_on_two_lines_is_found() -> None:
    (finding,) = list_ties(tie("a", "b"), tie("a", "b", locator="line 9"))

    assert (finding.verdict, finding.form) == ("undecided", "")
    assert finding.numbers == {
        "local": "a",
        "partner": "b",
        "source": "letter",
        "lines": "line 1|line 9",
        "place": "luohe",
    }


@each_set_of(
    "locator line 1",
    "locator line 9, source plan",
    "locator line 9, tie joint_platform",
    "locator line 9, status former",
)
def test_a_tie_is_listed_twice_only_on_two_lines_of_one_document(column: dict[str, str]) -> None:
    assert not list_ties(tie("a", "b"), tie("a", "b", **column))


def test_a_tie_of_another_pair_is_not_listed_twice() -> None:
    assert not list_ties(tie("a", "b"), tie("a", "c", locator="line 9"))


def test_a_tie_that_exists_and_is_planned_once_more_is_found() -> None:
    county = {"place": "wuyang", "status": "planned"}

    (finding,) = list_ties(tie("a", "b"), tie("a", "b", **county))

    assert (finding.verdict, finding.form) == ("undecided", "planned")
    # Wuyang is a county of Luohe.
    about = {"count": 1, "source": "letter", "place": "luohe", "pairs": "a+b"}
    assert finding.numbers == about | {"lines": "line 1"}


def test_a_pair_that_only_a_combination_names_is_not_planned_again() -> None:
    # Two parties signed with two partners, who with whom is not said.
    crossed = [tie(local, partner, note_zh="x") for local in ("a", "b") for partner in ("c", "d")]
    planned = tie("a", "c", status="planned", locator="line 9")

    sure = [tie("a", "e"), tie("a", "e", status="planned")]

    assert not list_ties(*crossed, planned)
    assert [one.form for one in list_ties(*crossed[:3], planned)] == ["planned"]
    # Beside a pair that is sure it leaves open how many there are.
    (finding,) = list_ties(*crossed, planned, *sure)
    assert (finding.form, finding.numbers["pairs"]) == ("planned_open", "a+e")


@pytest.mark.parametrize("contact", ["visit", "recruitment", "liaison"])
def test_a_visit_is_no_tie_that_a_plan_names_again(contact: str) -> None:
    assert not list_ties(tie("a", "b", tie=contact), tie("a", "b", status="planned"))


def test_a_tie_that_is_only_planned_or_exists_elsewhere_is_not_planned_again() -> None:
    planned = tie("a", "b", status="planned")

    assert not list_ties(planned)
    assert not list_ties(planned, tie("a", "b", source="plan"))
    assert not list_ties(planned, tie("a", "c"))
