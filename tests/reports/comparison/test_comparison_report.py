import csv
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pytest
from figure_factory import change, each_set_of, observe

from helpers.audit.facts import Finding
from helpers.data.figures import list_figures
from helpers.pages.items import Chart, Item, Mark, Paragraph, Section, Table
from helpers.pages.matter import Cover, Notes
from helpers.problems import UsageError
from helpers.reports.comparison.comparability import (
    judge,
    write_confusable,
    write_coverage,
    write_refusals,
    write_verdicts,
)
from helpers.reports.comparison.comparison_report import (
    ComparisonReport,
    open_comparison_report,
    write_comparison_headline,
)
from helpers.reports.comparison.density_sections import write_density
from helpers.reports.comparison.province_and_nation import write_references
from helpers.reports.comparison.ranking_sections import (
    write_all_cities,
    write_change,
    write_ranking,
)
from helpers.reports.end_matter import write_end_matter
from helpers.reports.report import Report

pytestmark = pytest.mark.slow

ItemT = TypeVar("ItemT", bound=Item)
ChoiceT = TypeVar("ChoiceT")
Reports = Callable[[str], "Written"]
LANGUAGES = ("zh", "en")
DENSITY, RATIO = "high_tech_enterprises_per_100000", "rd_expenditure_over_gdp"
SHARE = "rd_expenditure_share_of_province"
# The communiqué of 2023 names the cities above the national 2.65%.
ABOVE_THE_NATION = {
    "luoyang": 3.47,
    "jiyuan": 3.44,
    "jiaozuo": 2.82,
    "xinxiang": 2.77,
    "zhengzhou": 2.72,
    "sanmenxia": 2.67,
}
NATION = 2.65
each_language = pytest.mark.parametrize("language", LANGUAGES)


@dataclass(frozen=True)
class Written:
    """The comparison with all its sections."""

    comparison: ComparisonReport
    sections: Mapping[str, Section]

    @property
    def report(self) -> Report:
        return self.comparison.report

    @property
    def language(self) -> str:
        return self.report.language.code

    def choose(self, *, zh: ChoiceT, en: ChoiceT) -> ChoiceT:
        """Return what is expected in the language of the report."""
        return {"zh": zh, "en": en}[self.language]

    def only(self, section: str, kind: type[ItemT]) -> list[ItemT]:
        return only(self.sections[section].items, kind)


def write_all(comparison: ComparisonReport) -> dict[str, Section]:
    """Write every section in the order of the notebook."""
    return {
        "headline": write_comparison_headline(comparison),
        "all": write_all_cities(comparison),
        "rd": write_ranking(comparison, "rd"),
        "change": write_change(comparison),
        "references": write_references(comparison),
        "high_tech": write_ranking(comparison, "enterprises"),
        "density": write_density(comparison),
        "talent": write_ranking(comparison, "talent"),
        "contracts": write_ranking(comparison, "contracts") + write_ranking(comparison, "others"),
        "verdicts": write_verdicts(comparison),
        "refusals": write_refusals(comparison),
        "confusable": write_confusable(comparison),
        "coverage": write_coverage(comparison),
        "end": write_end_matter(comparison.report),
    }


@pytest.fixture(scope="module")
def reports(project: Path) -> Reports:
    """Return a function that writes the comparison in a language, once."""

    @cache
    def write(language: str) -> Written:
        comparison = open_comparison_report("henan", language, project=project)
        return Written(comparison, write_all(comparison))

    return write


@pytest.fixture(params=LANGUAGES)
def written(reports: Reports, request: pytest.FixtureRequest) -> Written:
    return reports(request.param)


def only(items: Sequence[Item], kind: type[ItemT]) -> list[ItemT]:
    return [item for item in items if isinstance(item, kind)]


def list_items(sections: Mapping[str, Section]) -> list[Item]:
    return [item for section in sections.values() for item in section.items]


def join_runs(runs: Sequence[Any]) -> str:
    return "".join(run for run in runs if isinstance(run, str))


def list_marks(runs: Sequence[Any]) -> list[int]:
    """Return the numbers of the rows that marks lead to, in order."""
    places = [place for run in runs if isinstance(run, Mark) for place in run.places]
    return list(dict.fromkeys(place.row for place in places if place.row))


def list_all_marks(items: Sequence[Item]) -> set[int]:
    runs: list[Any] = []
    for item in items:
        if isinstance(item, Chart):
            runs.append(item.source_line)
        elif isinstance(item, Paragraph):
            runs.append(item.runs)
        elif isinstance(item, Table):
            runs += [cell for row in item.rows for cell in row]
        elif isinstance(item, Cover):
            runs += [card.detail for card in item.cards]
    return {mark for part in runs for mark in list_marks(part)}


def read_rows(project: Path, name: str) -> list[dict[str, str]]:
    path = project / "data" / name
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def read_drawn(chart: Chart) -> str:
    svg = ET.fromstring(chart.svg)  # noqa: S314
    parts = svg.iter("{http://www.w3.org/2000/svg}text")
    return "\n".join("".join(text.itertext()) for text in parts)


def find_value(project: Path, figure_id: str) -> float:
    (row,) = [
        r for r in read_rows(project, "processed/henan/figures.csv") if r["figure_id"] == figure_id
    ]
    return float(row["value"])


def add_figure(comparison: ComparisonReport, like: str, **changes: Any) -> ComparisonReport:
    """Return the comparison with one more figure, like another one but for some columns."""
    frame = comparison.report.observations
    (figure,) = list_figures(frame[frame["figure_id"].eq(like)])
    row = observe(change(figure, figure_id="added:1a", **changes))
    more = pd.concat([frame, row], ignore_index=True)
    report = replace(comparison.report, observations=more, noted={}, standings={})
    return replace(comparison, report=report)


def remove_figures(comparison: ComparisonReport, chosen: "pd.Series[bool]") -> ComparisonReport:
    """Return the comparison without some printed figures and without what is derived."""
    report = comparison.report
    frame = report.observations[~chosen].reset_index(drop=True)
    return replace(
        comparison,
        report=replace(
            report, observations=frame, derived=report.derived[:0], noted={}, standings={}
        ),
    )


# --- which cities ------------------------------------------------------------------------------


def test_all_eighteen_cities_are_compared_in_the_order_of_the_places(
    project: Path, reports: Reports
) -> None:
    expected = [
        row["place"]
        for row in read_rows(project, "raw/henan/places.csv")
        if row["kind"] == "prefecture_city"
    ]

    assert len(expected) == 18
    assert reports("en").comparison.cities == expected
    assert reports("en").comparison.around == ["henan", "china"]


def test_a_figure_of_a_county_belongs_to_its_city(reports: Reports) -> None:
    comparison = reports("en").comparison
    frame = comparison.report.observations

    assert set(comparison.homes[frame["place"].eq("wuzhi")]) == {"jiaozuo"}


def test_an_unknown_language_and_day_are_refused(project: Path) -> None:
    with pytest.raises(UsageError, match="'fr'"):
        open_comparison_report("henan", "fr", project=project)
    with pytest.raises(UsageError, match="'2022'"):
        open_comparison_report("henan", "en", "2022", project)


# --- the first page ----------------------------------------------------------------------------


def test_the_title_counts_the_cities_above_the_nation_and_names_the_leader(
    written: Written,
) -> None:
    (cover,) = written.only("headline", Cover)
    title = written.choose(
        zh=["18市中6市", "2.65%", "洛阳以3.47%居18市首位", "2023年"],
        en=["6 of 18 cities", "2.65%", "Luoyang leads 18 cities with 3.47%", "2023"],
    )

    assert [part for part in title if part not in cover.title] == []
    assert "least" not in cover.title
    assert "至少" not in cover.title


def test_exactly_the_cities_named_in_the_communique_are_above_the_nation(
    reports: Reports,
) -> None:
    found = reports("en").comparison.comparisons["rd_intensity"]

    values = {s.place: float(s.value) for s in found.valued if s.value is not None}
    above = {place: value for place, value in values.items() if value > NATION}
    assert above == ABOVE_THE_NATION
    assert found.period == "2023"
    assert values == {**above, "luohe": 2.1}


def test_a_title_says_at_least_where_a_city_could_still_stand_above(written: Written) -> None:
    found = written.comparison.comparisons["rd_intensity"]
    opened = [
        replace(s, kind="missing", row=None, high=Decimal("Infinity")) if s.value is None else s
        for s in found.standings
    ]
    changed = {**written.comparison.comparisons, "rd_intensity": replace(found, standings=opened)}

    (cover,) = only(
        write_comparison_headline(replace(written.comparison, comparisons=changed)).items, Cover
    )

    assert {"zh": "至少6市", "en": "At least 6 of 18"}[written.language] in cover.title


def test_the_cards_show_the_highest_city_of_each_headline(written: Written) -> None:
    values = written.choose(
        zh=["3.47%", "5844家", "13894人"], en=["3.47%", "5,844", "13,894 people"]
    )
    # 高新技术企业5844 in Zhengzhou, 148 in Hebi; census table of Zhengzhou: 854,232 men and 896,442
    # women of 12,600,574 people, 13,894 per 100,000.
    (cover,) = written.only("headline", Cover)
    report = written.report

    assert [card.is_reported for card in cover.cards] == [True, True, True]
    assert [card.value for card in cover.cards] == values
    assert report.place("hebi") in join_runs(cover.cards[1].detail)
    assert "148" in join_runs(cover.cards[1].detail)
    assert report.place("zhoukou") in join_runs(cover.cards[2].detail)


def read_places(project: Path) -> dict[str, dict[str, str]]:
    rows = [
        row for name in ("china", "henan") for row in read_rows(project, f"raw/{name}/places.csv")
    ]
    return {row["place"]: row for row in rows}


def test_the_first_page_counts_the_figures_and_the_derived_values(
    project: Path, written: Written
) -> None:
    places = read_places(project)
    inside = ("prefecture_city", "county_level")
    rows = read_rows(project, "processed/henan/figures.csv")
    figures = [row for row in rows if places[row["place"]]["kind"] in inside]
    (cover,) = written.only("headline", Cover)
    numbers = [int(number) for number in re.findall(r"\d+", cover.subtitle)]

    assert sorted(numbers) == sorted(
        [
            18,
            len(figures),
            len({row["source"] for row in rows}),
            len(read_rows(project, "processed/henan/derived.csv")),
        ]
    )


# --- all cities --------------------------------------------------------------------------------


def test_the_table_of_all_cities_has_a_row_for_each_of_the_eighteen(written: Written) -> None:
    tables = written.only("all", Table)

    for table in tables:
        assert [join_runs(row[0]) for row in table.rows] == [
            written.report.place(city) for city in written.comparison.cities
        ]
        assert {len(row) for row in table.rows} == {1 + 5 + 1}
    assert len(tables) == 2  # ten measures


def test_a_cell_shows_the_value_or_the_bound_with_its_rank(written: Written) -> None:
    luoyang, kaifeng = written.choose(
        zh=("3.47%（1）", "2.65%以下（7—18）"), en=("3.47% (1)", "at most 2.65% (7–18)")
    )
    # Six cities are above the nation; Kaifeng is not, so it is 7th at best.
    table = written.only("all", Table)[0]
    cells = {
        city: join_runs(row[1])
        for city, row in zip(written.comparison.cities, table.rows, strict=True)
    }

    assert cells["luoyang"] == luoyang
    assert cells["kaifeng"] == kaifeng
    bound = luoyang.replace("3.47%", "").replace("1", "")
    ranked = sorted(ABOVE_THE_NATION, key=lambda city: -ABOVE_THE_NATION[city])
    for number, city in enumerate(ranked, start=1):
        expected = f"{ABOVE_THE_NATION[city]:.2f}%{bound[:-1]}{number}{bound[-1]}"
        assert cells[city] == expected


def test_a_cell_without_a_figure_is_a_dash_and_the_table_says_so(written: Written) -> None:
    # Jiyuan is not in the yearbooks of cities.
    say = written.report.language.say
    table = written.only("all", Table)[0]
    jiyuan = table.rows[written.comparison.cities.index("jiyuan")]

    # Printed R&D intensity in the first column, census figures in the last.
    assert {join_runs(cell) for cell in jiyuan[2:5]} == {say("none_cell")}
    assert say("none_key") in table.notes


# --- charts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "number", "measure"),
    [
        ("rd", 0, "rd_intensity"),
        ("rd", 1, RATIO),
        ("high_tech", 0, DENSITY),
        ("contracts", 0, "technology_contracts_over_gdp"),
        ("density", 1, DENSITY),
    ],
)
def test_the_data_behind_a_ranking_are_the_standings_and_every_city_is_named(
    project: Path, written: Written, section: str, number: int, measure: str
) -> None:
    report, found = written.report, written.comparison.comparisons[measure]
    chart = only(written.sections[section].items, Chart)[number]
    rows = {
        row["place"]: float(row["value"] or row["value_high"])
        for row in read_rows(project, "processed/henan/derived.csv")
        if (row["indicator"], row["period"]) == (measure, found.period)
    }
    if measure == "rd_intensity":
        rows = {**rows, **ABOVE_THE_NATION, "luohe": 2.1}
    expected = {
        report.place(city): value
        for city, value in rows.items()
        if city in written.comparison.cities
    }

    assert dict(chart.points) == pytest.approx(expected)
    assert len(chart.points) == len(expected)
    drawn = read_drawn(chart)
    assert [name for name in expected if name not in drawn] == []
    assert [name for name in expected if name not in chart.alt] == []


def test_the_reference_lines_of_intensity_are_the_province_and_the_nation(written: Written) -> None:
    # 河南 2.05, 全国 2.65 in 2023
    drawn = read_drawn(written.only("rd", Chart)[0])

    for place, value in (("henan", "2.05%"), ("china", "2.65%")):
        assert re.search(rf"{written.report.place(place)}.*{re.escape(value)}", drawn)


def test_the_change_is_drawn_in_shares_of_the_province(project: Path, written: Written) -> None:
    (chart,) = written.only("change", Chart)
    shares: dict[str, dict[str, float]] = {}
    for row in read_rows(project, "processed/henan/derived.csv"):
        if row["indicator"] == SHARE and row["period"] in ("2017", "2019"):
            shares.setdefault(row["place"], {})[row["period"]] = float(row["value"])
    expected = sorted(value for ends in shares.values() for value in ends.values())
    rose = sum(ends["2019"] > ends["2017"] for ends in shares.values())

    assert sorted(value for _, value in chart.points) == pytest.approx(expected)
    assert {int(number) for number in re.findall(r"\d+", chart.title)} == {
        rose,
        len(shares),
        2017,
        2019,
    }
    drawn = read_drawn(chart)
    assert [city for city in shares if written.report.place(city) not in drawn] == []


def test_a_share_is_the_amount_of_the_city_over_that_of_the_province(
    project: Path, written: Written
) -> None:
    (chart,) = written.only("change", Chart)
    city = find_value(project, "city-yearbook-2018:zhengzhou.rd_expenditure.2017")
    province = find_value(project, "st-yearbook-2018:henan.rd_expenditure.2017.activity")
    name = written.report.place("zhengzhou")
    year = written.report.language.period("2017")

    assert dict(chart.points)[f"{name} {year}"] == pytest.approx(100 * city / province)


def test_the_ratio_to_gdp_is_refused_across_the_revision_of_gdp(written: Written) -> None:
    word = written.choose(zh="第四次经济普查", en="4th economic census")
    (refusal,) = written.only("change", Paragraph)
    say = written.report.language.say

    assert refusal.callout == say("not_computed")
    revisions = written.report.codebook.revisions
    named = written.report.language.name(revisions["economic-census-4"])
    assert named in join_runs(refusal.runs)
    assert word in named
    for year in ("2017", "2019"):
        assert year in join_runs(refusal.runs)


def test_the_scatter_pairs_the_two_measures_of_the_same_city(written: Written) -> None:
    chart = written.only("density", Chart)[0]
    ratio, density = (written.comparison.comparisons[name] for name in (RATIO, DENSITY))
    half = len(chart.points) // 2
    pairs = zip(chart.points[:half], chart.points[half:], strict=True)
    slugs = {written.report.place(city): city for city in written.comparison.cities}

    for (name, across), (same, up) in pairs:
        assert name == same
        values = [found.of(slugs[name]).value for found in (ratio, density)]
        assert [across, up] == [float(value) for value in values if value is not None]
        assert name in read_drawn(chart)
    assert half == len([s for s in ratio.valued if density.of(s.place).value is not None])


def test_both_figures_of_the_province_for_2022_stand(written: Written) -> None:
    words = written.choose(zh=["1.86%", "1.96%", "并存"], en=["1.86%", "1.96%", "stay"])
    (chart,) = written.only("references", Chart)
    (revised,) = written.only("references", Paragraph)
    henan = f"{written.report.place('henan')} 2022"

    assert [word for word in words if word not in join_runs(revised.runs)] == []
    assert len(list_marks(revised.runs)) == 2
    assert [value for name, value in chart.points if name == henan] == [1.86, 1.96]


# --- how comparable ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "grade"),
    [
        ("rd_intensity", "not"),  # 7 of 18 have a value
        ("high_tech_enterprises", "caveat"),
        (RATIO, "caveat"),
        ("bachelor_or_above_per_100000", "caveat"),
        ("talents_recruited", "not"),
    ],
)
def test_a_measure_with_bounds_gaps_or_derived_values_is_comparable_with_a_caveat(
    written: Written, measure: str, grade: str
) -> None:
    if measure == "talents_recruited":  # printed by Luohe alone
        measure = written.report.codebook.printed_lead_of("talent")
    verdict = judge(written.comparison, measure)

    assert verdict.grade == grade
    assert verdict.reasons
    assert all(verdict.reasons)


def test_a_figure_for_every_city_makes_a_measure_comparable(written: Written) -> None:
    # Jiyuan is the only city without a figure for 2023.
    like = "city-yearbook-2024:luohe.high_tech_enterprises.2023"
    comparison = add_figure(written.comparison, like, place="jiyuan")

    assert judge(comparison, "high_tech_enterprises").grade == "comparable"


@each_set_of(
    "basis target",
    "basis estimate, status E",
    "basis forecast",
    "scope institution",
    "scope county, place wuzhi",
    "indicator high_tech_enterprises_municipal_and_above",
)
def test_only_an_actual_figure_of_the_whole_city_counts(
    reports: Reports, column: dict[str, Any]
) -> None:
    like = "city-yearbook-2024:luohe.high_tech_enterprises.2023"
    comparison = add_figure(reports("en").comparison, like, **{"place": "jiyuan", **column})
    verdict = judge(comparison, "high_tech_enterprises")

    assert verdict.grade == "caveat"
    assert "Jiyuan" in " ".join(verdict.reasons)


def test_half_of_the_cities_are_too_few(reports: Reports) -> None:
    comparison = reports("en").comparison
    frame = comparison.report.observations
    is_count = frame["indicator"].eq("high_tech_enterprises")
    kept = comparison.cities[:9]
    few = remove_figures(comparison, is_count & ~frame["place"].isin(kept))
    more = remove_figures(comparison, is_count & ~frame["place"].isin(comparison.cities[:10]))

    assert judge(few, "high_tech_enterprises").grade == "not"
    assert judge(more, "high_tech_enterprises").grade == "caveat"


def test_every_compared_and_leading_measure_has_a_verdict_and_a_reason(written: Written) -> None:
    report = written.report
    (table,) = written.only("verdicts", Table)

    assert {join_runs(row[0]) for row in table.rows} == {
        report.indicator(name)
        for name in (*report.codebook.compared, *report.codebook.leading_indicators)
    }
    assert all(join_runs(cell).strip() for row in table.rows for cell in row)


def test_every_refused_pair_of_a_city_is_listed_with_both_figures_and_the_reason(
    project: Path, written: Written
) -> None:
    noted = list(written.report.noted)
    (table,) = written.only("refusals", Table)
    expected = [
        (row["numerator_id"], row["denominator_id"])
        for row in read_rows(project, "processed/henan/refused.csv")
        if row["place"] in written.comparison.cities
    ]
    listed = []
    for row in table.rows:
        first, second = sorted(noted[mark - 1] for mark in list_marks(row[2]))
        listed.append((first, second))
        assert join_runs(row[3])

    assert expected
    assert sorted(listed) == sorted((min(pair), max(pair)) for pair in expected)


def test_a_pair_that_looks_alike_is_of_two_places_and_two_indicators(written: Written) -> None:
    report = written.report
    parents = {name: row["parent"] for name, row in report.codebook.places.items()}
    kinds = {name: row["kind"] for name, row in report.codebook.places.items()}
    (table,) = written.only("confusable", Table)

    assert table.rows
    told = []
    for row in table.rows:
        marks = [mark for cell in row for mark in list_marks(cell)]
        behind = [list(report.noted.values())[mark - 1] for mark in marks]
        one, other = [figure for figure in behind if not isinstance(figure, Finding)]
        homes = {
            parents[figure.place] if kinds[figure.place] == "county_level" else figure.place
            for figure in (one, other)
        }
        assert len(homes) == 2
        told.append({one.indicator, other.indicator})
        assert len(told[-1]) == 2
        assert told.count(told[-1]) == 1  # not once in each order
        for cell, figure in zip(row, (one, other), strict=True):
            assert report.write(figure) in join_runs(cell)
            assert report.place(figure.place) in join_runs(cell)


# --- what each city prints ---------------------------------------------------------------------


def test_coverage_counts_figures_publications_subjects_and_derived_values(
    project: Path, written: Written
) -> None:
    places = read_places(project)
    (table,) = written.only("coverage", Table)
    figures = read_rows(project, "processed/henan/figures.csv")
    derived = read_rows(project, "processed/henan/derived.csv")

    assert len(table.rows) == 18
    for city, row in zip(written.comparison.cities, table.rows, strict=True):
        own = [
            figure
            for figure in figures
            if figure["place"] == city
            or (
                places[figure["place"]]["kind"] == "county_level"
                and places[figure["place"]]["parent"] == city
            )
        ]
        counts = (
            len(own),
            len({figure["source"] for figure in own}),
            len({figure["subject"] for figure in own}),
            sum(value["place"] == city for value in derived),
        )
        assert [join_runs(cell) for cell in row[1:]] == [str(count) for count in counts]


# --- the whole report --------------------------------------------------------------------------


def test_every_mark_leads_to_a_row(written: Written) -> None:
    (notes,) = written.only("end", Notes)

    assert list_all_marks(list_items(written.sections)) <= {row.number for row in notes.rows}


def test_tables_have_a_cell_for_every_column_and_no_empty_head(written: Written) -> None:
    for table in only(list_items(written.sections), Table):
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert all(column.head for column in table.columns)


def test_both_languages_cite_the_same_figures(reports: Reports) -> None:
    assert list(reports("zh").comparison.report.noted) == list(
        reports("en").comparison.report.noted
    )


@each_language
def test_a_comparison_of_an_earlier_day_knows_less(project: Path, language: str) -> None:
    comparison = open_comparison_report("henan", language, "2022-12-31", project)

    sections = write_all(comparison)

    (cover,) = only(sections["headline"].items, Cover)
    assert cover.meta["date"] <= "2022-12-31"
    text = " ".join([cover.title, *(card.value for card in cover.cards)])
    assert "3.47" not in text
    known = comparison.report.observations["known_from"]
    assert known.max() <= pd.Timestamp("2022-12-31")


def test_a_day_before_all_documents_is_refused(project: Path) -> None:
    with pytest.raises(UsageError, match="2010-01-01"):
        open_comparison_report("henan", "en", "2010-01-01", project)
