from dataclasses import replace

import pytest
from figure_factory import each_set_of, figure, gather

from helpers.audit.kinds import (
    check_bases,
    check_counties,
    check_kinds,
    check_look_alikes,
    check_names,
    check_odd_ones,
    check_renamed,
)
from helpers.data.figures import Figure

SIGNED, EXPECTED = "cooperation_value_signed", "cooperation_value_expected"
NOT_ADDED = ("indicator", "not_added_to", EXPECTED, SIGNED)
NATIONAL, WIDER = "high_tech_enterprises", "high_tech_enterprises_municipal_and_above"
PARK, PROJECT = "food-science-and-innovation-park", "food-science-and-innovation-park-project"
RENAMED = ("entity", "successor_of", "zhongyuan-food-laboratory", "henan-food-laboratory")


# --- look-alikes -------------------------------------------------------------------------------


def test_classes_whose_names_are_alike_are_told_apart() -> None:
    own, other = figure("own", NATIONAL, "101家"), figure("other", WIDER, "236家")

    (finding,) = check_look_alikes(gather(own, other))

    assert finding.verdict == "undecided"
    assert finding.roles == {"own": [own], "others": [other]}


def test_a_class_printed_without_its_level_may_be_the_same_one() -> None:
    own = figure("own", "academician_workstations", "20家")
    other = figure("other", "academician_stations", "19个")

    (finding,) = check_look_alikes(gather(own, other))

    assert finding.form == "unsaid"


def test_the_latest_row_stands_for_each_class() -> None:
    rows = [
        figure("old", NATIONAL, "90家", period="2019"),
        figure("own", NATIONAL, "101家"),
        figure("old-other", WIDER, "200家", period="2019"),
        figure("other", WIDER, "236家"),
    ]

    (finding,) = check_look_alikes(gather(*rows))

    assert finding.roles == {"own": [rows[1]], "others": [rows[3]]}


def test_the_figure_of_the_year_and_document_of_a_look_alike_stands_beside_it() -> None:
    rows = [
        figure("then", NATIONAL, "101家", period="2020"),
        figure("now", NATIONAL, "203家", period="2023"),
        figure("wider", WIDER, "236家", period="2020"),
    ]

    (finding,) = check_look_alikes(gather(*rows))

    assert [f.figure_id for f in finding.roles["own"]] == ["then"]


@each_set_of("place puyang", "basis target")
def test_classes_of_another_place_and_targets_are_not_mistaken(column: dict[str, str]) -> None:
    own, other = figure("own", NATIONAL, "101家"), figure("other", WIDER, "236家", **column)

    assert not list(check_look_alikes(gather(own, other)))
    assert not list(check_look_alikes(gather(own)))


def test_classes_whose_names_have_no_word_in_common_are_not_mistaken() -> None:
    # 合作高校院所 counts partners anywhere, 普通高等学校 what stands in the city.
    own = figure("own", "cooperating_institutes", "397家")
    other = figure("other", "universities", "3所")

    assert not list(check_look_alikes(gather(own, other)))


def test_classes_in_different_kinds_of_units_are_not_mistaken() -> None:
    own = figure("own", "rd_expenditure", "12亿元")
    share = figure("share", "zone_rd_expenditure", "2%")

    assert not list(check_look_alikes(gather(own, share)))


def test_a_stock_and_what_was_added_to_it_are_not_mistaken() -> None:
    # In Jiaozuo 471 and 49 added make the 520 of the next year.
    own, new = figure("own", NATIONAL, "520家"), figure("new", f"{NATIONAL}_new", "49家")
    adds = ("indicator", "adds_to", f"{NATIONAL}_new", NATIONAL)

    assert not list(check_look_alikes(gather(own, new, relations=[adds])))
    assert len(list(check_look_alikes(gather(own, new)))) == 1


# --- kinds -------------------------------------------------------------------------------------


def amounts(**columns: str) -> list[Figure]:
    return [figure("expected", EXPECTED, "2.3亿元"), figure("signed", SIGNED, "1.1亿元", **columns)]


def test_amounts_of_two_kinds_in_one_document_must_not_be_added() -> None:
    rows = amounts()

    (finding,) = check_kinds(gather(*rows, relations=[NOT_ADDED]))

    assert finding.verdict == "undecided"
    assert finding.roles == {"pair": rows}
    assert finding.numbers == {"relation": f"{EXPECTED}|{SIGNED}"}


def test_an_amount_of_one_kind_is_named_with_one_of_another() -> None:
    rows = [*amounts(), figure("signed-too", SIGNED, "0.4亿元")]

    assert len(list(check_kinds(gather(*rows, relations=[NOT_ADDED])))) == 1


@each_set_of("place puyang", "source other")
def test_amounts_of_two_documents_or_places_are_not_added_anyway(column: dict[str, str]) -> None:
    rows = amounts(**column)

    assert not list(check_kinds(gather(*rows, relations=[NOT_ADDED])))
    assert not list(check_kinds(gather(rows[0], relations=[NOT_ADDED])))


@pytest.mark.parametrize(("entity", "count"), [("firm-a", 1), ("", 1), ("firm-b", 0)])
def test_amounts_of_two_bodies_are_not_added_anyway(entity: str, count: int) -> None:
    expected = figure("expected", EXPECTED, "2.3亿元", entity="firm-a")
    signed = figure("signed", SIGNED, "1.1亿元", entity=entity)

    found = list(check_kinds(gather(expected, signed, relations=[NOT_ADDED])))

    assert len(found) == count


# --- names -------------------------------------------------------------------------------------


def invest(first: str, second: str, entity: str = PARK, **columns: str) -> list[Figure]:
    name = "project_investment_total"
    about = {"basis": "target", "measure": "stock"}
    return [
        figure("project", name, first, entity=PROJECT, **about),
        figure("park", name, second, entity=entity, **(about | columns)),
    ]


def test_two_sizes_under_nearly_one_name_are_told_apart() -> None:
    project, park = invest("106亿元", "25亿元")

    (finding,) = check_names(gather(project, park))

    assert finding.verdict == "undecided"
    assert finding.roles == {"one": [project], "other": [park]}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("25亿元", "25.2亿元"),  # 24.5 to 25.5
        ("20余亿元", "25亿元"),
        ("20亿元以上", "25亿元"),
        ("近30亿元", "25亿元"),
        ("20亿元左右", "25亿元"),
    ],
)
def test_one_size_under_nearly_one_name_needs_no_telling(first: str, second: str) -> None:
    assert not list(check_names(gather(*invest(first, second))))


@each_set_of("source other", "measure flow")
def test_names_are_compared_within_one_document_and_measure(column: dict[str, str]) -> None:
    assert not list(check_names(gather(*invest("106亿元", "25亿元", **column))))


@pytest.mark.parametrize("entity", ["future-food-industrial-park", PROJECT, ""])
def test_another_name_and_the_same_one_are_not_alike(entity: str) -> None:
    rows = invest("106亿元", "70亿元", entity=entity)

    assert not list(check_names(gather(*rows)))


def test_all_sizes_of_two_names_are_told_in_one_place() -> None:
    land = [
        figure("land", "land_area", "6000亩", entity=PROJECT),
        figure("park-land", "land_area", "500亩", entity=PARK),
    ]
    project, park = invest("106亿元", "25亿元")

    (finding,) = check_names(gather(project, park, *land))

    assert finding.roles == {"one": [project, land[0]], "other": [park, land[1]]}


# --- renamed -----------------------------------------------------------------------------------


def test_a_body_that_was_renamed_is_named_once() -> None:
    rows = [
        figure(name, "laboratory_researchers", "100人", entity="zhongyuan-food-laboratory")
        for name in ("one", "other")
    ]

    (finding,) = check_renamed(gather(*rows, relations=[RENAMED]))

    assert finding.verdict == "undecided"
    assert finding.roles == {"later": rows[:1]}
    assert finding.numbers["former"] == "henan-food-laboratory"


@pytest.mark.parametrize("entity", ["henan-food-laboratory", "aideao", ""])
def test_a_body_under_its_former_name_only_is_not_renamed_yet(entity: str) -> None:
    row = figure("one", "laboratory_researchers", "100人", entity=entity)

    assert not list(check_renamed(gather(row, relations=[RENAMED])))


# --- counties ----------------------------------------------------------------------------------


def county(**columns: str) -> Figure:
    about = {"place": "wuyang", "scope": "county"}
    return figure("county", "cooperating_firms", "21家", **(about | columns))


def test_figures_that_only_a_county_has_are_found() -> None:
    row = county()

    (finding,) = check_counties(gather(row))

    assert finding.verdict == "undecided"
    assert finding.roles == {"figures": [row]}
    assert finding.numbers == {"county": "wuyang", "city": "luohe", "count": 1}


def test_a_county_is_not_mistaken_beside_its_own_city() -> None:
    city = figure("city", "cooperating_firms", "300余家")

    assert not list(check_counties(gather(county(), city)))


def test_another_city_does_not_stand_beside_a_county() -> None:
    # Wuzhi is a county of Jiaozuo.
    elsewhere = figure("city", "cooperating_firms", "300家", place="jiaozuo")

    assert len(list(check_counties(gather(county(), elsewhere)))) == 1


@each_set_of("basis target", "scope firm", "place luohe")
def test_targets_and_firms_of_a_county_are_not_mistaken(column: dict[str, str]) -> None:
    assert not list(check_counties(gather(county(**column))))


# --- bases -------------------------------------------------------------------------------------


def aims(**columns: str) -> list[Figure]:
    """Return two targets, one of them beside an actual figure whose columns are given."""
    target = {"basis": "target", "period": "by 2025"}
    return [
        figure("without", "medical_centres", "十个", **target),
        figure("with", "provincial_key_laboratories", "3家以上", **target),
        figure("base", "provincial_key_laboratories", "1家", **columns),
    ]


def test_targets_without_an_actual_figure_are_counted() -> None:
    rows = aims()

    (finding,) = check_bases(gather(*rows))

    assert finding.verdict == "undecided"
    assert finding.roles == {"targets": [rows[0]]}
    assert finding.numbers == {"count": 1, "total": 2, "source": "report", "place": "luohe"}


def test_a_target_that_the_document_repeats_counts_once() -> None:
    rows = aims()
    again = replace(rows[0], figure_id="again", locator="line 9")

    same = [("figure", "same_as", "again", "without")]

    (finding,) = check_bases(gather(*rows, again, relations=same))

    assert (finding.numbers["count"], finding.numbers["total"]) == (1, 2)


@each_set_of("place puyang", "basis estimate", "scope programme", "entity firm-a")
def test_an_actual_figure_of_something_else_is_no_base(column: dict[str, str]) -> None:
    rows = aims(**column)

    (finding,) = check_bases(gather(*rows))

    assert finding.roles == {"targets": rows[:2]}


def test_targets_that_all_have_a_base_are_not_listed() -> None:
    assert not list(check_bases(gather(*aims()[1:])))


def test_the_base_may_stand_in_another_document() -> None:
    assert not list(check_bases(gather(*aims(source="yearbook", period="2018")[1:])))


def test_the_planned_size_of_a_body_is_no_target_of_its_city() -> None:
    fund = figure(
        "aim", "medical_centres", "5个", entity="fund-a", basis="target", period="by 2025"
    )

    assert not list(check_bases(gather(fund)))


def test_targets_of_a_firm_need_no_base() -> None:
    about = {"basis": "target", "period": "by 2025"}
    rows = [
        figure("firm", "medical_centres", "十个", scope="firm", entity="firm-a", **about),
        figure("programme", "medical_centres", "十个", scope="programme", **about),
    ]

    assert not list(check_bases(gather(*rows)))


# --- odd ones ----------------------------------------------------------------------------------


def cells(count: int, *odd: Figure) -> list[Figure]:
    """Return cells of one table, all of Luohe in 2020, and some odd ones."""
    usual = [figure(f"c{n}", "gdp", "90亿元", locator="table 1") for n in range(count)]
    return [*usual, *odd]


def test_the_one_cell_of_another_year_is_found() -> None:
    odd = figure("odd", "gdp", "90亿元", period="2002", locator="table 1")
    rows = cells(3, odd)

    (finding,) = check_odd_ones(gather(*rows))

    assert (finding.verdict, finding.form) == ("undecided", "period")
    assert finding.roles == {"odd": [odd], "like": rows[:1]}
    assert finding.numbers == {"count": 3}


@each_set_of("period 2020", "source other", "basis target", "locator line 9")
def test_a_cell_of_the_same_year_or_another_table_is_not_odd(column: dict[str, str]) -> None:
    about = {"period": "2002", "locator": "table 1"} | column

    rows = cells(3, figure("odd", "gdp", "90亿元", **about))

    assert not list(check_odd_ones(gather(*rows)))


def test_two_cells_of_other_years_and_a_small_table_have_no_odd_one() -> None:
    odd, more = (
        figure(f"odd-{year}", "gdp", "90亿元", period=year, locator="table 1")
        for year in ("2002", "2019")
    )

    assert not list(check_odd_ones(gather(*cells(3, odd, more))))
    assert not list(check_odd_ones(gather(*cells(2, odd))))


@pytest.mark.parametrize(
    ("column", "count"),
    [
        ({"place": "puyang"}, 1),
        ({"place": "luohe"}, 0),
        ({"place": "puyang", "scope": "programme"}, 0),
        ({"place": "puyang", "source": "other"}, 0),
    ],
)
def test_the_one_row_of_another_city_is_found(column: dict[str, str], count: int) -> None:
    rows = [figure(f"r{n}", "gdp", "90亿元") for n in range(3)]
    odd = figure("odd", "gdp", "90亿元", **column)

    found = list(check_odd_ones(gather(*rows, odd)))

    assert [(one.form, one.roles["odd"]) for one in found] == [("place", [odd])] * count
