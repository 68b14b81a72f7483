import csv
import re
import xml.etree.ElementTree as ET
from collections import Counter
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
from helpers.charts.fitting.text_width import measure_text, wrap_text
from helpers.data.figures import Figure, list_figures
from helpers.pages.arrangement import arrange_items
from helpers.pages.items import Chart, Item, Paragraph, Section, Table
from helpers.pages.links import ReportLink
from helpers.pages.matter import Cover, Notes
from helpers.pages.pdf.column_widths import fit_columns
from helpers.pages.runs import Mark, show_plain
from helpers.problems import UsageError
from helpers.reports.comparison import every_city
from helpers.reports.comparison.comparability import (
    judge,
    list_confusable,
    write_confusable,
    write_reading,
    write_verdicts,
)
from helpers.reports.comparison.comparison_report import (
    ComparisonReport,
    open_comparison_report,
    write_comparison_headline,
)
from helpers.reports.comparison.every_city import list_course, write_every_city
from helpers.reports.comparison.heat_table import list_rates, tabulate_rates, write_heat_table
from helpers.reports.comparison.map_sections import find_span, write_change, write_maps
from helpers.reports.comparison.overview import list_overview
from helpers.reports.comparison.province_and_nation import list_contradictions, write_contradictions
from helpers.reports.comparison.spread_section import write_spread
from helpers.reports.end_matter import write_end_matter
from helpers.reports.report import Report
from helpers.reports.standing_text import list_values

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
MOST_PAIRS = 8
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


def order(comparison: ComparisonReport, columns: Sequence[str]) -> list[str]:
    """Return the places as the notebook sorts them."""
    rates = tabulate_rates(comparison, columns)
    return list(rates.sort_values([*columns], ascending=False, kind="stable").index)


def write_all(comparison: ComparisonReport) -> dict[str, Section]:
    """Write every section in the order of the notebook."""
    columns = list_rates(comparison)[:7]
    lines = {city: list_course(comparison, city) for city in comparison.cities}
    verdicts = [judge(comparison, measure) for measure in comparison.report.codebook.compared]
    return {
        "headline": write_comparison_headline(comparison),
        "heat": write_heat_table(comparison, columns, order(comparison, columns)),
        "spread": write_spread(comparison, columns),
        "every_city": write_every_city(comparison, lines, 4),
        "maps": write_maps(comparison, columns[1:5]),
        "change": write_change(comparison, find_span(comparison), comparison.cities),
        "verdicts": write_verdicts(comparison, verdicts),
        "reading": write_reading(comparison, [verdict.measure for verdict in verdicts]),
        "confusable": write_confusable(comparison, list_confusable(comparison)[:MOST_PAIRS]),
        "contradictions": write_contradictions(comparison, list_contradictions(comparison)),
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
        en=["6 of 18 cities", "2.65%", "Luoyang led the 18 cities with 3.47%", "2023"],
    )

    assert [part for part in title if part not in cover.title] == []
    assert "least" not in cover.title
    assert "至少" not in cover.title


def test_exactly_the_cities_named_in_the_communique_are_above_the_nation(reports: Reports) -> None:
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


def read_places(project: Path) -> dict[str, dict[str, str]]:
    rows = [
        row for name in ("china", "henan") for row in read_rows(project, f"raw/{name}/places.csv")
    ]
    return {row["place"]: row for row in rows}


def test_the_first_page_counts_the_figures_and_the_derived_values(
    project: Path, written: Written
) -> None:
    places = read_places(project)
    rows = read_rows(project, "processed/henan/figures.csv")
    figures = [row for row in rows if places[row["place"]]["kind"] == "prefecture_city"]
    (cover,) = written.only("headline", Cover)
    numbers = [int(number) for number in re.findall(r"\d+", cover.subtitle.replace(",", ""))]
    kinds = Counter(
        row["kind"]
        for row in read_rows(project, "processed/henan/derived.csv")
        if places[row["place"]]["kind"] == "prefecture_city"
    )

    assert sorted(numbers) == sorted(
        [
            18,
            len(figures),
            len({row["source"] for row in figures}),
            kinds["quotient"],
            kinds["ceiling"] + kinds["floor"],
        ]
    )


# --- all cities --------------------------------------------------------------------------------


def read_column(written: Written, number: int) -> dict[str, str]:
    """Return a column of the table of all cities by slug, in the order of its rows."""
    (table,) = written.only("heat", Table)
    slugs = {written.report.place(place): place for place in written.report.codebook.places}
    return {
        slugs[show_plain(row[0])]: show_plain(row[number]) for row in table.rows[1:]
    }  # fmt: skip


def test_the_table_is_in_the_order_of_its_first_measure_with_province_and_nation(
    written: Written,
) -> None:
    # Luoyang, Jiyuan, Jiaozuo, Xinxiang, Zhengzhou and Sanmenxia above the nation's 2.65, Luohe's
    # 2.1 above Henan's 2.05; the others are only known to be at most 2.65, in the order of R&D
    # over GDP in 2019, of which Pingdingshan has 1.61 and Zhoukou 0.36.
    places = list(read_column(written, 1))

    assert places[:9] == [*sorted(ABOVE_THE_NATION, key=lambda city: -ABOVE_THE_NATION[city]),
                          "china", "luohe", "henan"]  # fmt: skip
    assert {*places} == {*written.comparison.cities, "china", "henan"}
    assert (places[9], places[-1]) == ("pingdingshan", "zhoukou")


def test_a_printed_rate_that_stands_in_for_a_derived_one_is_named_as_printed(
    written: Written,
) -> None:
    # The S&T yearbook of 2020 prints 1.46% and 2.23%; nothing is derived for either place.
    column = read_column(written, 2)
    said = {"en": " (printed)", "zh": "（原载）"}[written.report.language.code]

    assert (column["henan"], column["china"]) == (f"1.46%{said}", f"2.23%{said}")
    assert [place for place, text in column.items() if said in text] == ["china", "henan"]


def test_the_years_stand_in_a_row_of_their_own_and_the_heads_are_low(written: Written) -> None:
    (table,) = written.only("heat", Table)

    assert [show_plain(cell)[:4] for cell in table.rows[0][1:4]] == ["2023", "2019", "2023"]
    assert {*table.shades[0]} == {0}
    for column, width in zip(table.columns, fit_columns(table.to_data()), strict=True):
        assert len(wrap_text(column.head, width / 72, 7.5)) <= 4, column.head


def test_each_place_takes_one_line_of_print(written: Written) -> None:
    (table,) = written.only("heat", Table)
    widths = fit_columns(table.to_data())

    for row in table.rows:
        for cell, width in zip(row, widths, strict=True):
            text = show_plain(cell).replace("（", "(").replace("）", ")")
            assert measure_text(text, 8) * 72 <= width - 5, text


def test_a_cell_shows_the_value_with_its_rank_and_a_bound_without(written: Written) -> None:
    cells = read_column(written, 1)
    bound = written.choose(zh="不高于2.65%", en="at most 2.65%")
    ranked = written.choose(zh="{value:.2f}%（{rank}）", en="{value:.2f}% ({rank})")

    for number, city in enumerate(
        sorted(ABOVE_THE_NATION, key=lambda city: -ABOVE_THE_NATION[city]), start=1
    ):
        assert cells[city] == ranked.format(value=ABOVE_THE_NATION[city], rank=number)
    assert cells["kaifeng"] == bound
    assert (cells["china"], cells["henan"]) == ("2.65%", "2.05%")


def test_the_shade_tells_the_third_of_the_ranks_and_a_bound_has_none(written: Written) -> None:
    (table,) = written.only("heat", Table)
    shades = dict(zip(read_column(written, 1), table.shades[1:], strict=True))

    # Of eighteen cities with a figure six lie above the nation: the first third.
    assert {shades[city][1] for city in ABOVE_THE_NATION} == {3}
    assert shades["kaifeng"][1] == 0
    assert {shade for place in ("china", "henan") for shade in shades[place]} == {0}
    # 17 cities have a density: Zhengzhou leads, Zhoukou is last.
    assert (shades["zhengzhou"][3], shades["zhoukou"][3]) == (3, 1)


def test_a_city_leads_to_its_report_of_the_same_language_and_day(project: Path) -> None:
    comparison = open_comparison_report("henan", "en", "2022-12-31", project)
    table = only(
        write_heat_table(comparison, list_rates(comparison), comparison.cities).items, Table
    )[0]

    links = {run.report for row in table.rows for run in row[0] if isinstance(run, ReportLink)}

    assert links == {f"{city}.2022-12-31.en" for city in comparison.cities}


def test_the_key_of_the_table_tells_what_occurs_in_it_and_no_more(
    project: Path, written: Written
) -> None:
    say = written.report.language.say
    (table,) = written.only("heat", Table)
    fujian = open_comparison_report("fujian", written.language, "", project)
    rates = list_rates(fujian)
    other = only(write_heat_table(fujian, rates, fujian.cities).items, Table)[0]

    assert table.caption == say("table_all_bounded")
    assert say("rank_span_key_bounded") in table.notes[0]
    assert say("heat_white") in table.notes[0]
    assert other.caption == say("table_all")
    assert not any(word in other.notes[0] for word in ("bound", "界限"))


def test_only_measures_of_which_anything_is_known_are_explained(
    project: Path, written: Written
) -> None:
    # Of Fujian no R&D personnel were read.
    fujian = open_comparison_report("fujian", written.language, "", project)
    told = [
        repr(write_reading(one, fujian.report.codebook.compared))
        for one in (fujian, written.comparison)
    ]

    name = written.choose(zh="研发人员", en="R&D personnel")
    assert [name in text for text in told] == [False, True]


def test_what_is_drawn_as_printed_and_as_derived_is_counted_as_one_measure(
    written: Written,
) -> None:
    (chart,) = written.only("spread", Chart)

    assert chart.title in (
        "Zhengzhou leads on 4 of the 6 measures here",
        "下列6项指标中，郑州有4项居首位",
    )


def test_the_band_of_every_panel_is_explained_and_every_measure_that_is_judged(
    written: Written,
) -> None:
    (chart,) = written.only("every_city", Chart)
    reading = "".join(show_plain(one.runs) for one in written.only("reading", Paragraph))

    assert any(words in chart.subtitle for words in ("grey band marks 2019", "灰色竖带"))
    assert any(word in reading for word in ("atents", "专利"))


def test_a_cell_without_a_figure_is_a_dash_and_the_table_says_so(written: Written) -> None:
    # Jiyuan is not in the yearbooks of cities.
    say = written.report.language.say
    (table,) = written.only("heat", Table)

    assert read_column(written, 2)["jiyuan"] == say("none_cell")
    assert say("none_key") in table.notes[0]


def test_the_table_cites_the_rows_behind_it(written: Written) -> None:
    _, line = written.only("heat", Paragraph)
    cited = {list(written.report.noted)[mark - 1] for mark in list_marks(line.runs)}
    found = [written.comparison.comparisons[name] for name in list_rates(written.comparison)[:7]]

    assert {row.key for one in found for row in one.rows} <= cited


def test_the_index_is_told_values_ranks_and_years(written: Written) -> None:
    comparison = written.comparison
    overview = list_overview(written.report, comparison.cities, comparison.comparisons)
    rows = {row["city"]: row for row in overview["cities"]}

    assert list(rows) == comparison.cities
    assert rows["luoyang"]["cells"][0] == {
        "text": "3.47%",
        "value": 3.47,
        "is_bound": False,
        "rank": "1",
    }
    assert rows["kaifeng"]["cells"][0]["value"] == 2.65
    assert rows["jiyuan"]["cells"][1] == {"text": "", "value": None, "is_bound": False, "rank": ""}
    # The rate known for the most years and cities: science in the budget, 2015 to 2023, in which
    # no revision of GDP separates two years.
    assert (overview["trend"]["first"], overview["trend"]["last"]) == (2015, 2023)
    assert [len(part) for part in rows["luohe"]["line"]] == [9]
    # Most cities have a ratio, 16 of them a value; of the intensity most have a bound. Below Luohe
    # lie four of them, below Luoyang 15.
    mapped, year = comparison.comparisons[RATIO], written.report.language.period("2019")
    assert overview["map"] == {
        "measure": RATIO, "name": written.report.indicator(RATIO), "period": year,
        "low": "0.36%", "high": "2.37%",
    }  # fmt: skip
    levels = {row["city"]: row["level"] for row in overview["cities"]}
    assert (levels["luoyang"], levels["luohe"], levels["jiyuan"]) == (15 * 5 // 16, 1, None)
    assert levels == {city: mapped.sort_into(5).get(city) for city in comparison.cities}


# --- charts ------------------------------------------------------------------------------------


def test_every_stroke_is_a_standing_and_every_city_is_told_in_words(
    project: Path, written: Written
) -> None:
    (chart,) = written.only("spread", Chart)
    found = [written.comparison.comparisons[name] for name in list_rates(written.comparison)[:7]]
    derived = {
        (row["indicator"], row["period"], row["place"]): float(row["value"])
        for row in read_rows(project, "processed/henan/derived.csv")
        if row["value"]
    }

    assert len(chart.points) == sum(len(one.known) for one in found)
    for one in found[1:]:
        names = {written.report.place(city): city for city in written.comparison.cities}
        for name, value in list_values(written.report, one):
            assert (name, value) in chart.points
            assert value == pytest.approx(derived[one.measure, one.period, names[name]])
            assert name in chart.alt
    # Jiaozuo's doubted 1.66% of 2019 takes no rank, so that it stands after Zhoukou's 0.36%.
    doubted = "周口：0.36%；焦作：1.66%（？）。", "Zhoukou: 0.36%; Jiaozuo: 1.66% (?)."
    assert doubted[written.language == "en"] in chart.alt


def test_a_strip_names_its_ends_province_and_nation(written: Written) -> None:
    drawn = read_drawn(written.only("spread", Chart)[0])

    place = written.report.place
    for text in (f"{place('luoyang')} 3.47%", f"{place('zhoukou')} 0.36%"):
        assert text in drawn
    # 河南 2.05, 全国 2.65 in 2023
    for name, value in (("henan", "2.05%"), ("china", "2.65%")):
        assert re.search(rf"{place(name)}.*{re.escape(value)}", drawn)
    # Nobody is called the lowest where eleven cities are only bounded.
    assert f"{place('luohe')} 2.1%" not in drawn
    assert (
        written.choose(
            zh="11市只有界限：不高于2.65%", en="11 cities are only bounded: at most 2.65%"
        )
        in drawn
    )


def test_every_city_has_a_panel_with_its_latest_value(written: Written) -> None:
    (chart,) = written.only("every_city", Chart)
    drawn = read_drawn(chart).split("\n")

    assert {written.report.place(city) for city in written.comparison.cities} <= {*drawn}
    assert drawn.count(written.report.place("henan")) == 1
    # 3.03% of Luoyang has no room beside 3.47% of the year before, nor 1.32% of Anyang on 1.46%.
    assert {"2.85%", "3.44%", "2.1%", "3.03%", "1.32%"} <= {*drawn}


def test_a_figure_left_open_bears_its_sign_in_the_small_panels_as_on_the_page_of_its_city(
    written: Written,
) -> None:
    (chart,) = written.only("every_city", Chart)
    drawn = read_drawn(chart).split("\n")

    assert {"0.86% ?", "1.14% ?", "1.74% ?", "2.80% ?"} <= {*drawn}
    told = (
        ("数旁标有“?”的，核对时无法断定", "仅有界限的不绘"),
        ("? beside a figure", "bounds are not"),
    )
    for zh, en in zip(*told, strict=True):
        assert written.choose(zh=zh, en=en) in chart.subtitle


def test_a_course_keeps_printed_and_derived_apart_and_knows_no_bounds(written: Written) -> None:
    rows = list_course(written.comparison, "luohe")

    kinds = {(row.period, row.indicator) for row in rows}
    # Printed for 2019, 2020 and 2023, derived for 2017 to 2019; 2022 is only a ceiling.
    printed = {(year, "rd_intensity") for year in ("2019", "2020", "2023")}
    assert kinds == {("2017", RATIO), ("2018", RATIO), *printed}
    assert all(row.value is not None for row in rows)


def test_a_figure_of_a_printed_year_goes_before_one_of_an_inferred_year(written: Written) -> None:
    # Luoyang, 2020: 2.80% of that year, published in 2021; 2.82% of the end of the plan, in 2025.
    (row,) = [row for row in list_course(written.comparison, "luoyang") if row.period == "2020"]
    standing = written.report.find_standing("rd_intensity", "luoyang", "2020")

    assert written.report.write(row) == "2.80%"
    assert standing is not None
    assert standing.row == row


def test_a_map_has_a_tile_for_every_city_and_no_shade_without_a_value(written: Written) -> None:
    (chart,) = written.only("maps", Chart)
    # A name that is wider than its tile stands on two lines.
    drawn = read_drawn(chart).replace("-\n", "").split("\n")

    for city in written.comparison.cities:
        assert drawn.count(written.report.place(city)) == 4


def test_the_change_is_drawn_in_shares_of_the_province(project: Path, written: Written) -> None:
    (chart,) = written.only("change", Chart)
    shares: dict[str, dict[str, float]] = {}
    for row in read_rows(project, "processed/henan/derived.csv"):
        if row["indicator"] == SHARE and row["period"] in ("2017", "2019"):
            shares.setdefault(row["place"], {})[row["period"]] = float(row["value"])
    changes = {
        written.report.place(place): ends["2019"] - ends["2017"] for place, ends in shares.items()
    }

    assert dict(chart.points) == pytest.approx(changes)
    names = map(written.report.place, written.comparison.cities)
    assert [name for name, _ in chart.points] == [name for name in names if name in changes]
    assert {int(number) for number in re.findall(r"\d+", chart.title)} == {
        sum(value > 0 for value in changes.values()),
        len(shares),
        2017,
        2019,
    }


def test_the_change_of_a_doubted_value_bears_its_mark(written: Written) -> None:
    (chart,) = written.only("change", Chart)

    # Luohe's R&D expenditure of 2019 is printed in two ways; Jiaozuo's GDP is in no share of R&D.
    marked = re.findall(r"(\w+)(?:：|: )−[\d.]+(?:（？）| \(\?\))", chart.alt)
    assert marked == [written.report.place("luohe")]


def test_a_change_is_between_the_shares_of_two_amounts(project: Path, written: Written) -> None:
    (chart,) = written.only("change", Chart)
    ends = []
    for book, year in (("2018", "2017"), ("2020", "2019")):
        city = find_value(project, f"city-yearbook-{book}:zhengzhou.rd_expenditure.{year}")
        province = find_value(project, f"st-yearbook-{book}:henan.rd_expenditure.{year}.activity")
        ends.append(100 * city / province)

    name = written.report.place("zhengzhou")
    assert dict(chart.points)[name] == pytest.approx(ends[1] - ends[0], abs=0.01)
    # Zhengzhou's share rose from 27.29 to 29.85%; the words say what is drawn, not the level.
    assert written.choose(zh=f"{name}：+2.56；", en=f"{name}: +2.56; ") in chart.alt
    assert (
        written.choose(zh="2017年至2019年占全省", en="from 2017 to 2019, percentage") in chart.alt
    )


def test_no_change_is_told_between_two_series(project: Path) -> None:
    # Fujian: amounts of its own announcement in 2016, of the city yearbook in 2017.
    assert find_span(open_comparison_report("fujian", "en", project=project)) == []


def test_only_years_of_one_publication_and_vintage_are_joined(
    reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Any] = []
    monkeypatch.setattr(every_city, "draw_small_multiples", lambda *given: drawn.append(given))
    comparison = reports("en").comparison
    write_every_city(comparison, {"luoyang": list_course(comparison, "luoyang")}, 1)
    ((panel,), around, *_) = drawn[0]

    # 3.47% and 3.03% of two documents; 2.05% of the announcement, 2.01% of a newspaper.
    for points in (panel.points, around.points):
        last = {point.when: point.series for point in points}
        assert last[2023] != last[2024]


@pytest.mark.parametrize(("province", "around"), [("henan", "Henan"), ("fujian", "China")])
def test_the_line_in_every_panel_is_known_as_that_of_the_nation(
    project: Path, monkeypatch: pytest.MonkeyPatch, province: str, around: str
) -> None:
    drawn: list[Any] = []
    monkeypatch.setattr(every_city, "draw_small_multiples", lambda *given: drawn.append(given))
    comparison = open_comparison_report(province, "en", project=project)
    city = comparison.cities[0]
    write_every_city(comparison, {city: list_course(comparison, city)}, 1)

    assert (drawn[0][1].name, drawn[0][1].is_nation) == (around, around == "China")


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


def test_a_doubted_value_is_one_too_but_takes_no_rank(written: Written) -> None:
    told = {
        "zh": "全省18市中16市有2019年可列位次的数值。",
        "en": "16 of 18 cities have a value for 2019 that can be ranked.",
    }
    named = {"zh": "漯河2019年研发投入与地区生产总值之比", "en": "Luohe: 0.86% (?) for R&D"}
    shown = written.only("spread", Paragraph)

    assert judge(written.comparison, RATIO).reasons[0] == told[written.language]
    # Jiaozuo is told to take no rank; Luohe, the other question mark, to be a range.
    assert named[written.language] in "".join(show_plain(item.runs) for item in shown)


def test_what_was_read_of_no_city_gets_no_verdict(project: Path) -> None:
    # No document on the cities of Fujian prints their budgets.
    comparison = open_comparison_report("fujian", "en", "", project)

    assert judge(comparison, "fiscal_science_share").grade == "unread"


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


def test_every_compared_measure_has_a_verdict_and_a_reason(written: Written) -> None:
    report = written.report
    (table,) = written.only("verdicts", Table)

    named = report.say("list_semicolon").join(join_runs(row[0]) for row in table.rows)
    names = named.split(report.say("list_semicolon"))
    assert sorted(names) == sorted(report.indicator(name) for name in report.codebook.compared)
    assert all(join_runs(cell).strip() for row in table.rows for cell in row)


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
        for cell, figure in zip(row[:2], (one, other), strict=True):
            assert isinstance(figure, Figure)
            assert figure.basis == "actual"
            assert report.write(figure) in join_runs(cell)
            assert report.place(figure.place) in join_runs(cell)
            assert ("*" in join_runs(cell)) == (figure.period_basis == "inferred")


def test_only_so_many_pairs_are_named_those_of_ranked_measures_first(written: Written) -> None:
    (table,) = written.only("confusable", Table)
    (all_pairs,) = only(
        write_confusable(written.comparison, list_confusable(written.comparison)).items, Table
    )

    assert len(table.rows) == MOST_PAIRS < len(all_pairs.rows)
    # Zhengzhou's R&D intensity beside that of a high-tech zone.
    said = {
        "en": "R&D intensity of one high-tech zone",
        "zh": "一个高新技术产业开发区的研发投入强度",
    }
    assert join_runs(table.rows[0][2]).startswith(said[written.report.language.code])
    assert written.report.indicator("rd_intensity") in join_runs(table.rows[0][0])


def test_only_what_cannot_be_true_is_told_of_province_and_nation(written: Written) -> None:
    (table,) = written.only("contradictions", Table)

    # 17 cities have 12,695 high-tech enterprises, the province 12,000.
    assert any("12" in join_runs(cell) and "695" in join_runs(cell) for row in table.rows
               for cell in row)  # fmt: skip
    assert {join_runs(row[0]) for row in table.rows} == {
        written.report.language.say("sign_inconsistent")
    }


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
    assert "3.47" not in cover.title
    known = comparison.report.observations["known_from"]
    assert known.max() <= pd.Timestamp("2022-12-31")


def test_a_day_before_all_documents_is_refused(project: Path) -> None:
    with pytest.raises(UsageError, match="2010-01-01"):
        open_comparison_report("henan", "en", "2010-01-01", project)


def test_a_chart_of_every_city_is_titled_with_a_finding(project: Path) -> None:
    comparison = open_comparison_report("fujian", "zh", "", project)
    lines = {city: list_course(comparison, city) for city in comparison.cities}

    items = write_every_city(comparison, lines, 3).items
    (chart,) = [one for one in items if isinstance(one, Chart)]

    # The province has no figure of 2019 to be above, the nation has: Xiamen 2.96%, Fuzhou 2.15%.
    above = "研发投入与地区生产总值之比（派生）高于全国（2.23%，原载）"
    assert chart.title == f"2019年9市中仅1市{above}"


# Henan has ceilings of 2.65%, Jiaozuo's doubted 1.66% and no value of Jiyuan. Of Fujian's cities
# each has a value; the doubted grants of Sanming are of a year that is not compared. Province and
# nation have no value of some measures.
SIGNS = ("只知界限", "只有界限的城市", "存疑的数字", "只有边框", "（？）", "–：")


@pytest.mark.parametrize(("province", "signs"), [("henan", SIGNS), ("fujian", ("–：",))])
def test_a_sign_is_explained_where_it_stands(
    project: Path, reports: Reports, province: str, signs: Sequence[str]
) -> None:
    sections = reports("zh").sections
    if province == "fujian":
        comparison = open_comparison_report(province, "zh", "", project)
        columns = list_rates(comparison)
        sections = {
            "heat": write_heat_table(comparison, columns, order(comparison, columns)),
            "maps": write_maps(comparison, columns[1:5]),
            "spread": write_spread(comparison, columns),
            "reading": write_reading(comparison, columns),
        }
    items = [item.to_data() for section in sections.values() for item in section.items]
    arranged = arrange_items(items, lambda _: None)
    keys = [*only(sections["heat"].items, Table)[0].notes]
    keys += ["".join(one["runs"]) for one in arranged if one.get("callout") == "阅读说明"]
    keys += [only(sections[name].items, Chart)[0].subtitle for name in ("maps", "spread")]

    assert tuple(sign for sign in SIGNS if sign in "".join(keys)) == signs
    assert "菱形" not in "".join(keys)  # no target is drawn


@pytest.mark.parametrize(
    ("measure", "said"),
    # The data set holds R&D personnel of the cities of Fujian, but no registered population of
    # theirs, and nothing of their budgets.
    [
        (
            "rd_personnel_per_10000_registered",
            "This data set holds no actual figure of registered population for any city.",
        ),
        (
            "fiscal_science_share",
            "This data set holds no actual figure of {} for any city.".format(
                "budget spending on science or general public budget spending"
            ),
        ),
    ],
)
def test_of_a_rate_of_no_city_what_it_lacks_is_named(
    project: Path, measure: str, said: str
) -> None:
    comparison = open_comparison_report("fujian", "en", "", project)

    assert judge(comparison, measure).reasons == [said]
