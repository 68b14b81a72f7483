import csv
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pytest
from figure_factory import change, observe

from helpers.audit.facts import Finding
from helpers.data.figures import AnyFigure, DerivedValue, Figure, list_figures
from helpers.pages.items import Chart, Item, Paragraph, Section, Table, show_data, show_plain
from helpers.pages.marks import write_letter
from helpers.pages.matter import Card, Cover, Notes
from helpers.problems import UsageError
from helpers.reports.city.chapters import write_high_tech_enterprises, write_rd_input, write_talent
from helpers.reports.city.city_cover import write_city_headline
from helpers.reports.city.city_standing import write_derived_values, write_standing_section
from helpers.reports.city.contract_funnel import write_contract_funnel
from helpers.reports.city.cooperation_network import write_cooperation_network
from helpers.reports.city.laboratory_profile import write_laboratory_profile
from helpers.reports.city.ladder_sections import write_enterprise_ladder, write_platform_ladder
from helpers.reports.city.other_figures import write_context, write_missing, write_others
from helpers.reports.city.plan_tracker import write_plan_tracker
from helpers.reports.city.service_record import write_service_record
from helpers.reports.city.technology_finance import write_technology_finance
from helpers.reports.city_report import CityReport, open_city_report
from helpers.reports.end_matter import write_end_matter
from helpers.reports.finding_text import write_finding

pytestmark = pytest.mark.slow

CITIES = ("luohe", "puyang", "jiaozuo")
LANGUAGES = ("zh", "en")
ItemT = TypeVar("ItemT", bound=Item)
ChoiceT = TypeVar("ChoiceT")
# Sections whose tables have a column for each place, or values of the city only.
LISTING = ("rd", "high_tech", "talent", "others", "context")
VIEWS = ("targets", "enterprises", "platforms", "cooperation", "contracts", "laboratory", "finance")
each_language = pytest.mark.parametrize("language", LANGUAGES)


@dataclass(frozen=True)
class Letter:
    """A mark that leads to a note."""

    text: str


def list_leaves(data: Any) -> Iterator[Any]:
    """Yield the texts in the data of an item, and its marks: numbers of rows, letters of notes."""
    if isinstance(data, Mapping):
        if "mark" in data:
            yield from [Letter(data["note"])] if "note" in data else data["rows"]
        else:
            for key, value in data.items():
                if key not in {"svg", "content", "meta", "kind"}:
                    yield from list_leaves(value)
    elif isinstance(data, Sequence) and not isinstance(data, str):
        for value in data:
            yield from list_leaves(value)
    elif isinstance(data, str):
        yield data


def list_marks(items: Sequence[Item]) -> list[int]:
    data = [item.to_data() for item in items if not isinstance(item, Notes)]
    return [leaf for leaf in list_leaves(data) if isinstance(leaf, int)]


def list_letters(items: Sequence[Item]) -> list[str]:
    data = [item.to_data() for item in items if not isinstance(item, Notes)]
    return [leaf.text for leaf in list_leaves(data) if isinstance(leaf, Letter)]


def join_text(items: Sequence[Item]) -> str:
    data = [item.to_data() for item in items]
    return "\n".join(leaf for leaf in list_leaves(data) if isinstance(leaf, str))


def only(items: Sequence[Item], kind: type[ItemT]) -> list[ItemT]:
    return [item for item in items if isinstance(item, kind)]


@dataclass(frozen=True)
class Written:
    """A report with all its sections."""

    city: CityReport
    sections: Mapping[str, Section]

    @property
    def items(self) -> list[Item]:
        return [item for section in self.sections.values() for item in section.items]

    @property
    def slug(self) -> str:
        return self.city.city

    @property
    def language(self) -> str:
        return self.city.report.language.code

    def choose(self, *, zh: ChoiceT, en: ChoiceT) -> ChoiceT:
        """Return what is expected in the language of the report."""
        return {"zh": zh, "en": en}[self.language]

    @property
    def cards(self) -> list[Card]:
        (cover,) = only(self.items, Cover)
        return list(cover.cards)

    def figures_of(self, marks: Iterable[int]) -> list[AnyFigure]:
        """Return the figures that marks lead to; those of findings lead to a sum."""
        noted = list(self.city.report.noted.values())
        behind = [noted[mark - 1] for mark in marks]
        return [figure for figure in behind if not isinstance(figure, Finding)]

    def findings_in(self, section: str) -> list[tuple[str, Finding]]:
        """Return the sentences and findings that the table of a section tells."""
        lettered = list(self.city.report.lettered.values())
        noted = {write_letter(number): note for number, note in enumerate(lettered, start=1)}
        told = []
        for table in only(self.sections[section].items, Table):
            for row in table.rows:
                leaves = list_leaves([show_data(cell) for cell in row])
                letters = [leaf.text for leaf in leaves if isinstance(leaf, Letter)]
                finding = noted[letters[0]] if letters else None
                if len(row) == 3 and isinstance(finding, Finding):
                    told.append((str(row[1][0]), finding))
        return told

    def tables_of(self, section: str) -> list[Table]:
        """Return the tables of a section but for that of the findings."""
        sign = self.city.report.language.say("column_sign")
        tables = only(self.sections[section].items, Table)
        return [table for table in tables if table.columns[0].head != sign]


def write_all(city: CityReport) -> Written:
    writers: dict[str, Callable[[CityReport], Section]] = {
        "headline": write_city_headline,
        "standing": write_standing_section,
        "rd": write_rd_input,
        "high_tech": write_high_tech_enterprises,
        "talent": write_talent,
        "targets": write_plan_tracker,
        "enterprises": write_enterprise_ladder,
        "platforms": write_platform_ladder,
        "cooperation": write_cooperation_network,
        "contracts": write_contract_funnel,
        "laboratory": write_laboratory_profile,
        "finance": write_technology_finance,
        "service": write_service_record,
        "others": write_others,
        "context": write_context,
        "derived": write_derived_values,
        "missing": write_missing,
        "end": lambda city: write_end_matter(city.report),
    }
    return Written(city, {name: write(city) for name, write in writers.items()})


Reports = Callable[..., Written]


@pytest.fixture(scope="module")
def documents_only(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """Return a function like `reports` for a project with the five documents held as text."""
    copy = tmp_path_factory.mktemp("five") / "project"
    shutil.copytree(project / "data", copy / "data", ignore=shutil.ignore_patterns("*.tmp"))
    with (copy / "data/raw/henan/sources.csv").open(encoding="utf-8", newline="") as stream:
        held = {row["source"] for row in csv.DictReader(stream) if row["access"] == "text"}
    for name in ("figures", "derived", "refused"):
        path = copy / f"data/processed/henan/{name}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            head, *rows = csv.reader(stream)
        kept = [row for row in rows if name == "figures" and row[head.index("source")] in held]
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([head, *kept])

    @cache
    def write(city: str, language: str) -> Written:
        return write_all(open_city_report(city, language, project=copy))

    return write


@pytest.fixture(scope="module")
def reports(project: Path) -> Reports:
    """Return a function that writes the report of a city, once."""

    @cache
    def write(city: str, language: str, as_of: str = "") -> Written:
        return write_all(open_city_report(city, language, as_of, project))

    return write


@pytest.fixture(params=LANGUAGES)
def luohe(reports: Reports, request: pytest.FixtureRequest) -> Written:
    return reports("luohe", request.param)


@pytest.fixture(params=LANGUAGES)
def luohe_in_2022(reports: Reports, request: pytest.FixtureRequest) -> Written:
    return reports("luohe", request.param, "2022-12-31")


@pytest.fixture(params=LANGUAGES)
def jiaozuo(reports: Reports, request: pytest.FixtureRequest) -> Written:
    return reports("jiaozuo", request.param)


@pytest.fixture(params=LANGUAGES)
def jiaozuo_documents(documents_only: Reports, request: pytest.FixtureRequest) -> Written:
    return documents_only("jiaozuo", request.param)


@pytest.fixture(params=LANGUAGES)
def puyang(documents_only: Reports, request: pytest.FixtureRequest) -> Written:
    return documents_only("puyang", request.param)


@pytest.fixture(params=product(CITIES, LANGUAGES), ids="-".join)
def written(reports: Reports, request: pytest.FixtureRequest) -> Written:
    """Return the report of each city with figures in each language."""
    return reports(*request.param)


@pytest.fixture(params=product([*CITIES, "xinyang"], LANGUAGES), ids="-".join)
def any_report(reports: Reports, request: pytest.FixtureRequest) -> Written:
    """Return the report of each city, with figures or without, in each language."""
    return reports(*request.param)


def read_processed(project: Path, name: str) -> list[dict[str, str]]:
    path = project / f"data/processed/henan/{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


# --- opening -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("city", "hint"),
    [("louhe", "luohe"), ("漯河", "luohe"), ("漯河市", "luohe"), ("Luohe", "luohe")],
)
def test_an_unknown_city_is_refused_and_the_nearest_slug_is_named(
    project: Path, city: str, hint: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(repr(city))) as caught:
        open_city_report(city, "en", project=project)

    assert hint in str(caught.value)


@pytest.mark.parametrize("place", ["wuzhi", "henan"])
def test_a_county_and_the_province_have_no_report_of_their_own(project: Path, place: str) -> None:
    with pytest.raises(UsageError, match=place):
        open_city_report(place, "en", project=project)


def test_an_unknown_language_and_day_are_refused(project: Path) -> None:
    with pytest.raises(UsageError, match="'fr'"):
        open_city_report("luohe", "fr", project=project)
    with pytest.raises(UsageError, match="'2022'"):
        open_city_report("luohe", "en", "2022", project)


def test_figures_of_the_counties_belong_to_the_report_but_never_to_the_whole_city(
    reports: Reports,
) -> None:
    city = reports("jiaozuo", "en").city

    assert set(city.figures["place"]) == {"jiaozuo", "wuzhi", "mengzhou"}
    assert city.of_city("cooperation_value_signed").empty
    assert city.of_city("firm_revenue").empty


# --- every report ------------------------------------------------------------------------------


def test_a_figure_of_any_subject_is_in_the_report(project: Path) -> None:
    opened = open_city_report("puyang", "en", project=project)
    figure = list_figures(opened.figures)[0]
    subjects = list(opened.report.codebook.subjects)
    rows = [change(figure, subject=name, figure_id=f"added:{name}") for name in subjects]
    opened.figures = pd.concat([opened.figures, observe(*rows)], ignore_index=True)

    written = write_all(opened)

    noted = written.city.report.noted
    assert [name for name in subjects if f"added:{name}" not in noted] == []


def test_every_figure_of_a_city_and_its_counties_is_in_its_report(
    project: Path, written: Written
) -> None:
    codebook = written.city.report.codebook
    inside = {written.slug} | {
        name for name, row in codebook.places.items() if row["parent"] == written.slug
    }
    printed = {
        row["figure_id"] for row in read_processed(project, "figures") if row["place"] in inside
    }
    own = {
        name
        for name, figure in written.city.report.noted.items()
        if isinstance(figure, Figure) and figure.place in inside
    }

    # Earlier years of what surrounds the city travel inside the file.
    assert printed == own | (set(written.city.report.carried) & printed)
    # Other places stand in the sections that compare, and nowhere else.
    shown = [
        item
        for name, part in written.sections.items()
        for item in part.items
        if name not in ("standing", "derived", "targets", "end")
    ]
    places = {figure.place for figure in written.figures_of(list_marks(shown))}
    assert places <= inside


def test_every_value_derived_for_a_city_is_in_its_report(project: Path, written: Written) -> None:
    rows = read_processed(project, "derived")
    derived = {row["derived_id"] for row in rows if row["place"] == written.slug}
    marks = list_marks(written.sections["derived"].items)
    listed = {
        figure.key for figure in written.figures_of(marks) if isinstance(figure, DerivedValue)
    }

    assert derived <= set(written.city.report.carried)
    assert {name.split(".")[0] for name in derived} == {str(name).split(".")[0] for name in listed}


def test_every_letter_has_a_note_and_every_note_a_letter(any_report: Written) -> None:
    (notes,) = only(any_report.items, Notes)

    assert set(list_letters(any_report.items)) == {note.letter for note in notes.notes}
    assert set(list_marks(any_report.items)) <= {row.number for row in notes.rows}


@pytest.mark.parametrize("city", [*CITIES, "xinyang"])
def test_both_languages_show_the_same_figures_in_the_same_places(
    reports: Reports, city: str
) -> None:
    chinese, english = reports(city, "zh"), reports(city, "en")

    assert list(chinese.city.report.noted) == list(english.city.report.noted)
    assert [type(item) for item in chinese.items] == [type(item) for item in english.items]
    assert list_marks(chinese.items) == list_marks(english.items)


def test_tables_have_a_cell_for_every_column_and_no_empty_head(any_report: Written) -> None:
    for table in only(any_report.items, Table):
        assert all(column.head for column in table.columns)
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert table.caption


def list_charts_of_figures(written: Written) -> list[Chart]:
    """Return the charts that draw figures as such; those of the views have their own tests."""
    return [
        chart
        for name in ("rd", "high_tech", "talent")
        for chart in only(written.sections[name].items, Chart)
    ]


def test_values_behind_a_chart_are_those_of_the_figures_it_cites(written: Written) -> None:
    for chart in list_charts_of_figures(written):
        # A derived value has a mark for each source of its inputs.
        rows = dict.fromkeys(list_marks([chart]))
        cited = Counter(float(figure.number) for figure in written.figures_of(rows))
        drawn = Counter(value for _, value in chart.points)
        # What the parts leave unexplained is derived and has no mark.
        assert cited - drawn == Counter()
        assert (drawn - cited).total() <= 1


def test_the_words_for_a_chart_name_every_figure_drawn(written: Written) -> None:
    for chart in list_charts_of_figures(written):
        for figure in written.figures_of(list_marks([chart])):
            assert written.city.report.write(figure) in chart.alt


def test_a_row_of_a_table_names_the_county_or_the_entity_it_is_about(written: Written) -> None:
    report = written.city.report
    listed = [written.sections[name] for name in LISTING]
    named = 0
    for table in only([item for part in listed for item in part.items], Table):
        for row in table.rows:
            text = "".join(run for cell in row for run in cell if isinstance(run, str))
            for figure in written.figures_of(list_row_marks(row)):
                if figure.place != written.slug:
                    assert report.place(figure.place) in text
                    named += 1
                if isinstance(figure, Figure) and figure.entity:
                    assert report.language.name(report.codebook.entities[figure.entity]) in text
    assert named > 0 or written.slug != "jiaozuo"


def list_row_marks(row: Sequence[Any]) -> list[int]:
    return [leaf for cell in row for leaf in list_leaves(show_data(cell)) if isinstance(leaf, int)]


# --- Luohe: a change, a revision, parts that do not add up -------------------------------------


@pytest.mark.parametrize(
    ("measures", "keys"),
    [(["rd_intensity"], 0), (["rd_intensity", "bachelor_or_above_per_100000"], 1)],
)
def test_a_sign_is_explained_under_the_ranks_where_it_stands_and_nowhere_else(
    project: Path, monkeypatch: pytest.MonkeyPatch, measures: list[str], keys: int
) -> None:
    # Province and nation have an R&D intensity; the census tables of the nation are not read.
    city = open_city_report("jiyuan", "en", project=project)
    monkeypatch.setitem(vars(city.report.codebook), "compared", measures)
    table = next(item for item in write_standing_section(city).items if isinstance(item, Table))

    assert table.notes.count("–: no figure.") == keys


def test_the_title_of_luohe_is_the_change_that_one_document_prints(luohe: Written) -> None:
    (cover,) = only(luohe.items, Cover)

    for token in ("1.14%", "2.1%", "2020", "2023"):
        assert token in cover.title
    assert "0.86" not in cover.title


def test_the_cards_of_luohe_are_the_latest_figures_with_the_printed_inflow_beside(
    luohe: Written,
) -> None:
    # Census table of Luohe: (38,195 + 37,447) / 2,367,490 × 100,000.
    shown = luohe.choose(
        zh=["2.1%", "203家", "3195人", "9084人"], en=["2.1%", "203", "3,195 people", "9,084"]
    )
    cards = luohe.cards

    assert [card.value for card in cards] == shown[:3]
    assert all(card.is_reported for card in cards)
    assert shown[3] in show_plain(cards[2].detail)


def test_the_revision_of_the_intensity_names_both_vintages_and_no_average(luohe: Written) -> None:
    section = luohe.sections["rd"]
    (sentence,) = [
        sentence
        for sentence, finding in luohe.findings_in("rd")
        if {figure.as_printed for figure in finding.figures} == {"1%", "1.14%"}
    ]

    earlier, later = re.findall(r"(?<![\d.])1(?:\.14)?%", sentence)
    assert (earlier, later) == ("1%", "1.14%")
    # (1 + 1.14) / 2 = 1.07
    assert "1.07" not in join_text(section.items)


def test_the_talents_that_no_part_explains_are_worked_out_for_the_reader(luohe: Written) -> None:
    numbers = luohe.choose(zh=["9031", "9084", "53"], en=["9,031", "9,084", "53"])
    section = luohe.sections["talent"]
    (finding,) = [found for text, found in luohe.findings_in("talent") if numbers[0] in text]
    worked = write_finding(luohe.city.report, finding).work

    for number in ["15", "42", "937", *numbers[1:]]:
        assert re.search(rf"(?<![\d,]){number}(?![\d,]*\d)", worked)
    (chart,) = only(section.items, Chart)
    assert chart.points[-1][1] == 53
    assert sorted(value for _, value in chart.points) == [15, 42, 53, 937, 4804, 8037, 9084]


def test_half_a_year_stands_beside_a_year_only_with_a_label(luohe: Written) -> None:
    half = luohe.choose(zh="2024年上半年", en="first half of 2024")
    for item in luohe.sections["talent"].items:
        if isinstance(item, Chart):
            (label,) = [label for label, value in item.points if value == 4804]
            assert half in label
            assert half in item.svg
        for row in item.rows if isinstance(item, Table) else []:
            behind = luohe.figures_of(list_row_marks(row))
            if any(figure.value == 4804 for figure in behind):
                assert half in "".join(run for cell in row for run in cell if isinstance(run, str))


def test_other_classes_of_high_tech_enterprise_are_named_as_other_classes(luohe: Written) -> None:
    (finding,) = [f for _, f in luohe.findings_in("high_tech") if f.check == "look_alikes"]
    worked = write_finding(luohe.city.report, finding).work

    for name in ("high_tech_enterprises_municipal_and_above", "high_tech_enterprises_cultivated"):
        assert luohe.city.report.indicator(name) in worked
    # 市级以上236家, 项目培育32家
    assert re.search("236.*32", worked)


def test_an_amount_not_yet_confirmed_is_called_provisional_wherever_it_stands(
    luohe: Written,
) -> None:
    word = luohe.choose(zh="初步", en="provisional")
    # 2020年全社会R&D投入共统计上报16.15亿元
    amount = {"zh": "16.15亿元", "en": "CNY 1.615 billion"}[luohe.language]

    for name in ("rd", "targets"):
        text = join_text(luohe.sections[name].items)
        assert amount in text
        assert re.findall(rf"{amount}(?![^,;|，；]*{word})", text) == []


def test_an_inferred_period_has_a_star_and_the_table_says_what_it_means(written: Written) -> None:
    listed = [written.sections[name] for name in LISTING]
    for table in only([item for part in listed for item in part.items], Table):
        for row in table.rows:
            figures = written.figures_of(list_row_marks(row[:5]))
            if len(row) == len(table.columns) == 4 and figures:
                inferred = isinstance(figures[0], Figure) and figures[0].period_basis == "inferred"
                assert str(row[1][0]).endswith("*") == inferred
                assert not inferred or any("*" in note for note in table.notes)


def test_the_share_of_business_revenue_is_not_drawn_as_intensity(luohe: Written) -> None:
    intensity, *_ = only(luohe.sections["rd"].items, Chart)

    drawn = {figure.indicator for figure in luohe.figures_of(list_marks([intensity]))}
    assert drawn == {"rd_intensity", "rd_expenditure_over_gdp"}


def test_printed_and_derived_intensity_stand_apart_in_one_chart(
    project: Path, luohe: Written
) -> None:
    # Printed: 0.86, 1, 1.14 and 2.1; the ratio of amounts is called derived wherever it stands.
    intensity, *_ = only(luohe.sections["rd"].items, Chart)
    word = {"zh": "派生", "en": "derived"}[luohe.language]
    ratios = [
        float(row["value"])
        for row in read_processed(project, "derived")
        if (row["place"], row["indicator"]) == ("luohe", "rd_expenditure_over_gdp")
    ]

    apart = [value for label, value in intensity.points if word in label]
    together = [value for label, value in intensity.points if word not in label]
    assert ratios
    assert sorted(apart) == pytest.approx(sorted(ratios))
    assert sorted(together) == [0.86, 1.0, 1.14, 2.1]


def test_a_derived_value_names_all_its_rows(luohe: Written) -> None:
    (notes,) = only(luohe.sections["end"].items, Notes)
    noted = list(luohe.city.report.noted.values())
    quotients = 0
    for row in notes.rows:
        figure = noted[row.number - 1]
        if isinstance(figure, DerivedValue) and figure.kind == "quotient":
            text = show_plain(row.text)
            assert len(figure.input_ids) >= 2
            assert [code for code in figure.input_ids if code not in text] == []
            quotients += 1
    assert quotients


def test_the_plan_of_luohe_meets_its_outcome_in_one_chart(luohe: Written) -> None:
    words = luohe.choose(
        zh=["203家", "已提前达到2025年目标", "150家"],
        en=["203 in 2023", "150 set for 2025", "already"],
    )
    # 101家 in 2020 and 150家 by 2025 in the plan; 203 in 2023 in the yearbook
    stock, *_ = only(luohe.sections["high_tech"].items, Chart)

    assert sorted(value for _, value in stock.points) == [101, 150, 203]
    assert [word for word in words if word not in stock.title] == []


def test_the_target_of_jiaozuo_for_2021_has_no_figure_of_that_date(jiaozuo: Written) -> None:
    stock, *_ = only(jiaozuo.sections["high_tech"].items, Chart)
    words = jiaozuo.choose(
        zh=["300家以上", "2021年无数据"], en=["at least 300", "no figure for 2021"]
    )

    assert [word for word in words if word not in stock.title] == []


# --- Luohe at the end of 2022 ------------------------------------------------------------------


def test_at_the_end_of_2022_the_report_shows_what_the_plan_printed(luohe_in_2022: Written) -> None:
    text = join_text(luohe_in_2022.items)

    assert "2.1%" not in text
    assert "1.14" not in text
    assert luohe_in_2022.cards[0].value == "0.86%"
    (cover,) = only(luohe_in_2022.items, Cover)
    assert "0.86%" in cover.title
    section = join_text(luohe_in_2022.sections["rd"].items)
    labels = luohe_in_2022.city.report.codebook.labels["basis"]["estimate"]
    assert re.search(rf"(?<![\d.])1%[^;；]*{labels[luohe_in_2022.language]}", section)


def test_a_report_says_up_to_which_day_it_knows(luohe_in_2022: Written) -> None:
    (cover,) = only(luohe_in_2022.items, Cover)

    assert luohe_in_2022.choose(zh="2022年12月31日", en="31 December 2022") in cover.meta["known"]
    assert cover.meta["language"] == luohe_in_2022.language
    assert cover.meta["date"] <= "2022-12-31"


def test_a_report_without_a_day_knows_up_to_the_latest_document(luohe: Written) -> None:
    (cover,) = only(luohe.items, Cover)

    # The city database was read on 22 March 2026.
    assert cover.meta["date"] == "2026-03-22"


@each_language
def test_before_its_first_document_a_city_has_a_report_without_figures(
    reports: Reports, language: str
) -> None:
    # The first edition of the yearbook is of 2016, known at the end of 2017 at the latest.
    written = reports("luohe", language, "2016-12-31")

    assert written.city.figures.empty
    assert list_marks(written.items) == []
    assert not any(card.is_reported for card in written.cards)


@each_language
def test_a_day_before_all_documents_gives_a_report_or_a_message_and_no_crash(
    project: Path, language: str
) -> None:
    try:
        written = write_all(open_city_report("luohe", language, "2020-01-01", project))
    except UsageError as error:
        assert "2020-01-01" in str(error)  # noqa: PT017  # either is fine
    else:
        assert not any(card.is_reported for card in written.cards)


# --- Puyang: nothing of the headline -----------------------------------------------------------


def test_puyang_says_that_no_headline_indicator_is_reported(puyang: Written) -> None:
    report = puyang.city.report
    missing = report.language.say("not_reported")

    assert [card.value for card in puyang.cards[:3]] == [missing] * 3
    assert not any(card.is_reported for card in puyang.cards[:3])
    for section in ("headline", "missing"):
        said = join_text(only(puyang.sections[section].items, Paragraph)).lower()
        for indicator in report.codebook.headline_indicators:
            assert report.indicator(indicator).lower() in said


def test_cards_that_stand_in_are_of_other_indicators_and_reported(puyang: Written) -> None:
    report = puyang.city.report
    names = [report.indicator(name) for name in report.codebook.headline_indicators]

    for card in puyang.cards[3:]:
        assert card.is_reported
        assert card.name not in names


def test_puyang_leads_with_what_it_does_print(puyang: Written) -> None:
    # 全市累计有489家企业与国内397家高校院所进行合作
    (cover,) = only(puyang.items, Cover)

    assert "489" in cover.title


def test_whole_city_figures_are_counted_by_subject_and_the_rest_is_not_reported(
    puyang: Written,
) -> None:
    # For the city as a whole: 10家, 4家 and 八条; 489家, 397家 and 682项; 各奖300万元 and 50万元.
    report = puyang.city.report
    (table,) = only(puyang.sections["missing"].items, Table)
    rows = {str(row[0][0]): str(row[1][0]) for row in table.rows}
    names = {name: title[puyang.language] for name, title in report.codebook.subjects.items()}
    printed = {"innovation_platforms": "3", "cooperation": "3", "technology_finance": "2"}

    assert set(rows) <= set(names.values())
    for subject, name in names.items():
        if name in rows:
            assert rows[name] == printed.get(subject, report.language.say("not_reported"))
    assert {names[subject] for subject in printed} <= set(rows)


# --- Jiaozuo: a target is a target -------------------------------------------------------------


def test_the_only_high_tech_figure_of_jiaozuo_is_called_a_target_of_at_least_300(
    jiaozuo_documents: Written,
) -> None:
    figure, word = jiaozuo_documents.choose(zh=("300家以上", "目标"), en=("at least 300", "target"))
    (cover,) = only(jiaozuo_documents.items, Cover)
    card = jiaozuo_documents.cards[1]

    for text in (cover.title, f"{card.value} {join_text_of_runs(card.detail)}"):
        assert figure in text
        assert word in text.lower()
    summary = join_text(only(jiaozuo_documents.sections["headline"].items, Paragraph))
    assert re.search(rf"{word}[^.。;；]*{figure}", summary)


def join_text_of_runs(runs: Sequence[Any]) -> str:
    return "".join(run for run in runs if isinstance(run, str))


def test_jiaozuo_is_told_to_have_no_actual_headline_figure(jiaozuo_documents: Written) -> None:
    report = jiaozuo_documents.city.report
    listed = join_text(only(jiaozuo_documents.sections["missing"].items, Paragraph)).lower()

    for indicator in report.codebook.headline_indicators:
        assert report.indicator(indicator).lower() in listed


def test_figures_of_wuzhi_are_never_shown_as_those_of_jiaozuo(jiaozuo: Written) -> None:
    # 签约合作金额3亿元 in Wuzhi
    county = jiaozuo.choose(zh="武陟", en="Wuzhi County")
    rows = [
        row
        for section in jiaozuo.sections.values()
        for table in only(section.items, Table)
        for row in table.rows
        if [figure.key for figure in jiaozuo.figures_of(list_row_marks(row))]
        == ["jiaozuo-daily-2021:25a"]
    ]

    assert rows
    for row in rows:
        assert county in join_text_of_runs([run for cell in row for run in cell])
    assert county not in join_text(only(jiaozuo.sections["headline"].items, Cover))


# --- targets -----------------------------------------------------------------------------------


def add_figure(project: Path, city: str, like: str, **changes: Any) -> CityReport:
    """Open a report with one more figure of a city, like another one but for some columns."""
    opened = open_city_report(city, "en", project=project)
    frame = opened.figures
    (figure,) = list_figures(frame[frame["figure_id"].eq(like)])
    row = observe(change(figure, figure_id="added:1a", **changes))
    opened.figures = pd.concat([frame, row], ignore_index=True)
    every = opened.report.observations
    opened.report.observations = pd.concat([every, row], ignore_index=True)
    return opened


@pytest.mark.parametrize(("basis", "period"), [("target", "by 2030"), ("estimate", "2024")])
def test_a_later_target_or_estimate_never_becomes_the_headline_figure(
    project: Path, basis: str, period: str
) -> None:
    columns = {"basis": basis, "period": period, "as_printed": "9%", "value": 9.0}
    opened = add_figure(project, "luohe", "luohe-report-2024:17j", **columns)

    (cover,) = only(write_city_headline(opened).items, Cover)
    assert cover.cards[0].value == "2.1%"
    assert "9%" not in cover.title


def test_a_city_that_prints_only_an_estimate_is_not_said_to_print_nothing(project: Path) -> None:
    # 预计占GDP比重可达1%
    opened = open_city_report("luohe", "en", "2022-12-31", project)
    opened.figures = opened.figures[opened.figures["figure_id"].eq("luohe-plan-2021:9d")]

    section = write_city_headline(opened)

    (cover,) = only(section.items, Cover)
    shown = f"{cover.cards[0].value} {join_text_of_runs(cover.cards[0].detail)}"
    assert "1%" in shown
    assert "estimate" in shown.lower()
    assert "1%" in join_text(only(section.items, Paragraph))
    nothing = opened.report.language.say("title_no_lead", city=opened.name, documents=1)
    assert cover.title != nothing


def test_a_range_is_drawn_as_a_range_or_not_at_all(project: Path) -> None:
    opened = add_figure(
        project,
        "luohe",
        "luohe-plan-2021:9b",
        basis="target",
        qualifier="range",
        period="by 2025",
        as_printed="2.5%-3%",
        value=None,
        value_low=2.5,
        value_high=3.0,
    )

    section = write_rd_input(opened)
    for chart in only(section.items, Chart):
        assert [label for label, value in chart.points if pd.isna(value)] == []
    assert "nan" not in repr(section)


# --- a city without figures --------------------------------------------------------------------


@each_language
def test_a_city_without_figures_has_a_short_report_that_says_so(
    documents_only: Reports, language: str
) -> None:
    written = documents_only("xinyang", language)
    (cover,) = only(written.items, Cover)

    assert written.city.name in cover.title
    assert not any(card.is_reported for card in written.cards)
    assert only(written.items, Chart) == []
    assert {name for name in VIEWS if written.sections[name].items} == set()
    (table,) = only(written.items, Table)
    assert {str(row[1][0]) for row in table.rows} == {
        written.city.report.language.say("not_reported")
    }


# --- the cities beside it ----------------------------------------------------------------------


@each_language
def test_the_peers_asked_for_replace_those_of_the_rule(project: Path, language: str) -> None:
    opened = open_city_report("luohe", language, project=project, peers="hebi, jiaozuo")

    assert opened.peers == ["hebi", "jiaozuo"]
    *_, table = only(write_standing_section(opened).items, Table)
    names = [opened.report.place(slug) for slug in ("luohe", "hebi", "jiaozuo")]
    assert [column.head for column in table.columns[1:-1]] == names


def test_an_unknown_peer_is_refused_and_the_nearest_is_named(project: Path) -> None:
    with pytest.raises(UsageError, match=r"'hebbi'.*hebi"):
        open_city_report("luohe", "en", project=project, peers="jiaozuo,hebbi")


def test_a_city_is_no_peer_of_its_own(project: Path) -> None:
    with pytest.raises(UsageError, match="'luohe'"):
        open_city_report("luohe", "en", project=project, peers="luohe")
