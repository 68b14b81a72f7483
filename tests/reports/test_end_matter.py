import csv
import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.data.figures import Figure, list_derived, list_figures
from helpers.data.observations import select
from helpers.pages.matter import Attachment, Notes
from helpers.pages.runs import Mark, show_plain
from helpers.reports.end_matter import write_end_matter
from helpers.reports.report import Report, open_report

LANGUAGES = ("zh", "en")
QUOTIENT = "rd_expenditure_over_gdp.luohe.2019"
each_language = pytest.mark.parametrize("language", LANGUAGES)
CITED = [
    "luohe-report-2024:17j",  # 2.1%, printed
    "puyang-reply-2022:33c",  # 2 月多月, a misprint, its period inferred
    "jiaozuo-daily-2021:288a",  # 300家以上, its period inferred
    "luohe-letter-2021:29a",  # 1930 万元, with a note of the curator
]


@pytest.fixture(scope="module", params=LANGUAGES)
def report(project: Path, request: pytest.FixtureRequest) -> Report:
    """Return a report that has cited four figures, the first one twice."""
    opened = open_report(request.param, "", project)
    for name in [*CITED, CITED[0]]:
        opened.mark(find(opened, name))
    return opened


def find(report: Report, figure_id: str) -> Figure:
    (figure,) = list_figures(select(report.observations, figure_id=figure_id))
    return figure


def collect_matter(report: Report) -> Notes:
    (notes,) = [i for i in write_end_matter(report).items if isinstance(i, Notes)]
    return notes


def attached(report: Report, name: str) -> str:
    items = write_end_matter(report).items
    (file,) = [item for item in items if isinstance(item, Attachment) and item.name == name]
    return file.content


def attached_rows(report: Report, name: str) -> list[dict[str, str]]:
    content = attached(report, name).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(content)))


def describe(report: Report, source: str) -> str:
    """Return the entry of a source, whether it has been cited or not."""
    cited = report.observations[report.observations["source"].eq(source)]
    fresh = replace(report, noted={}, numbers={}, lettered={})
    fresh.mark(list_figures(cited)[0])
    entry, *_ = collect_matter(fresh).sources  # a note may quote another print
    return show_plain(entry.text)


def read_notes(report: Report, *names: str) -> list[str]:
    """Return the text of the notes that the marks of figures lead to."""
    marks = [report.mark(find(report, name)) for name in names]
    notes = {note.letter: show_plain(note.text) for note in collect_matter(report).notes}
    return [notes[letter] for mark in marks for letter in mark.letters]


# --- marks -------------------------------------------------------------------------------------


def test_sources_are_numbered_in_the_order_of_first_mention(project: Path) -> None:
    report = open_report("en", "", project)
    names = [*CITED[:2], CITED[0], "luohe-plan-2021:9d", "luohe-report-2024:15a"]

    marks = [show_plain([Mark(report.mark(find(report, name)).places)]) for name in names]

    assert marks == ["[1:17]", "[2:33]", "[1:17]", "[3:9]", "[1:15]"]


def test_marks_side_by_side_name_a_source_once(project: Path) -> None:
    report = open_report("en", "", project)
    names = ["luohe-report-2024:17i", "city-yearbook-2024:luohe.high_tech_enterprises.2023"]
    names += ["luohe-report-2024:15a", "luohe-report-2024:17i"]
    places = [Mark(report.find_places(find(report, name))) for name in names]

    assert show_plain(places) == "[1:15,17][2]"


def test_a_derived_value_bears_the_marks_of_what_it_is_derived_from(project: Path) -> None:
    report = open_report("en", "", project)
    derived = list_derived(report.derived[report.derived["derived_id"].eq(QUOTIENT)])
    (places,) = [report.mark(value).places for value in derived]

    assert [place.source for place in places] == [1, 2]
    assert list(report.numbers) == ["city-yearbook-2020", "city-yearbook-2020-gdp"]
    # Both lead to the one row that names the two.
    assert len({place.row for place in places}) == 1


def test_the_line_under_a_chart_names_each_source_once_with_its_mark(project: Path) -> None:
    report = open_report("en", "", project)
    frame = report.observations
    is_drawn = frame["indicator"].eq("rd_intensity") & frame["series"].eq("st-yearbook")
    figures = list_figures(frame[is_drawn])

    line = show_plain(report.source_line(figures))

    assert line == "Source: S&T Yearbook 2012–2020[1–9]."
    assert {figure.key for figure in figures} <= set(report.noted)


# --- notes -------------------------------------------------------------------------------------


def test_a_figure_of_which_nothing_is_to_be_said_has_no_note(project: Path) -> None:
    report = open_report("en", "", project)
    report.mark(find(report, "city-yearbook-2024:luohe.high_tech_enterprises.2023"))

    assert list(collect_matter(report).notes) == []


def test_a_note_that_is_true_of_two_figures_is_written_once(report: Report) -> None:
    notes = collect_matter(report).notes

    assert len({show_plain(note.text) for note in notes}) == len(notes)
    assert [note.letter for note in notes] == [*"abcdefgh"]


def test_a_row_shows_the_token_the_words_beside_it_the_place_and_the_row(report: Report) -> None:
    where = {
        "zh": ["第17行", "第33行", "第288行", "第29行"],
        "en": ["line 17", "line 33", "line 288", "line 29"],
    }[report.language.code]
    printed = ["2.1%", "2月多月", "300家以上", "1930万元"]
    labels = ["研发投入强度", "整合重组", "国家高新技术企业数", "合同总金额"]
    basis = {"zh": ["实际", "实际", "目标", "实际"], "en": ["actual", "actual", "target", "actual"]}
    rows = collect_matter(report).rows

    told = zip(rows, printed, labels, where, CITED, basis[report.language.code], strict=True)
    for row, *parts, name, statement in told:
        source = find(report, name).source
        for part in (*parts, name, statement, report.source(source)):
            assert part in show_plain(row.text)
        assert show_plain([row.mark]) == f"[{report.number(source)}:{parts[2].strip('第行line ')}]"


def test_a_note_says_what_an_inferred_period_rests_on(report: Report) -> None:
    for name in CITED[1:]:
        evidence = report.label("period_evidence", find(report, name).period_evidence)
        assert any(evidence in note for note in read_notes(report, name))
    # 2023年的2.1%: the year is printed.
    words = {"zh": "推断", "en": "inferred"}[report.language.code]
    assert not any(words in note for note in read_notes(report, CITED[0]))


def test_a_misprint_is_shown_as_printed_with_what_was_read(report: Report) -> None:
    note = read_notes(report, CITED[1])[0]

    assert "2月多月" in note
    assert "2个多月" in note


@pytest.mark.parametrize(
    ("row", "text"),
    [
        # Printed before the survey of 2023 was out, in a source of high confidence.
        (
            "luohe-work-report-2024:luohe.rd_expenditure_growth_previous_year.2023",
            "Confidence in this figure: low.",
        ),
        ("zhengzhou-evening-2022:zhengzhou.rd_intensity.2021", "Confidence in this figure: high."),
        ("zhengzhou-evening-2022:zhengzhou.rd_intensity.2018", ""),
    ],
)
def test_a_note_says_where_a_figure_is_less_or_more_sure_than_its_source(
    project: Path, row: str, text: str
) -> None:
    report = open_report("en", "", project)
    report.mark(find(report, row))
    notes = read_notes(report, row)

    assert [note for note in notes if "Confidence" in note] == ([text] if text else [])


def test_a_figure_of_a_revision_says_so(project: Path) -> None:
    report = open_report("en", "", project)
    (note, *_) = read_notes(report, "city-database-6:luohe.gdp.2023")

    assert note.startswith("Apparent revision of GDP from 2023 on: ")


@each_language
def test_a_note_that_quotes_another_print_is_marked_with_it_and_carries_it(
    language: str, project: Path
) -> None:
    report = open_report(language, "", project)
    (note,) = read_notes(report, "luoyang-rd-2024:luoyang.rd_expenditure.2024")[-1:]

    assert note.endswith(("given for 2023.[2]", "所载190.01亿元。[2]"))
    assert list(report.numbers)[1] == "luoyang-rd-2023"
    inside = {row["figure_id"] for row in attached_rows(report, "figures.csv")}
    assert "luoyang-rd-2023:luoyang.rd_expenditure.2023" in inside


@each_language
def test_a_note_that_leaves_the_revision_open_says_of_which_figure(
    language: str, project: Path
) -> None:
    report = open_report(language, "", project)
    # 1.74% of 2018, printed in 2022, beside Henan.
    notes = read_notes(
        report,
        "zhengzhou-evening-2022:zhengzhou.rd_intensity.2018",
        "henan-rd-2022:henan.rd_intensity.2022",
    )

    told = {
        "en": "R&D intensity (Zhengzhou), 2018: Printed after the revision that ",
        "zh": "2018年研发投入强度（郑州）：载于第四次经济普查修订之后，",
    }
    assert any(note.startswith(told[language]) for note in notes)


def test_a_figure_that_stands_for_two_years_is_noted_with_both(project: Path) -> None:
    report = open_report("en", "", project)
    notes = read_notes(report, "city-yearbook-2018:luohe.patents_granted.2017")

    # 1,270 patents in the editions of 2018 and 2019, for 2017 and for 2018.
    assert any("2017 and 2018: 1,270 (" in note for note in notes)


def test_what_the_curator_noted_is_in_a_note(report: Report) -> None:
    words = {"zh": "五对合作方", "en": "five pairs"}[report.language.code]
    assert any(words in note for note in read_notes(report, CITED[3]))


def test_a_note_in_a_row_of_years_begins_with_the_years_it_is_of(project: Path) -> None:
    report = open_report("en", "", project)
    (share,) = list_derived(
        select(report.derived, derived_id="rd_expenditure_over_gdp.zhengzhou.2020")
    )
    first = find(report, "henan-rd-2022:henan.rd_intensity.2022")

    for figure in (share, first):
        report.mark(figure)
        report.beside_years.add(figure.key)
    matter = collect_matter(report)
    notes = [show_plain(note.text) for note in matter.notes]

    # Of the GDP behind the share, 12003.0400, not of the share itself; so on its row of the page.
    told = "GDP (Zhengzhou), 2020: The last two zeros were added"
    assert any(note.startswith(told) for note in notes)
    assert any(f" {told}" in show_plain(row.text) for row in matter.rows)
    assert any(note.startswith("2022: As first published") for note in notes)
    # The note on a revision is true of every later year.
    assert any(note.startswith("Revision after the 4th economic census: ") for note in notes)


@pytest.mark.parametrize(
    ("beside", "start"),
    [
        ("henan-rd-2020:henan.rd_intensity.2020", ""),
        # A row of 2022 may show Henan beside others.
        ("henan-rd-2020:luoyang.rd_intensity.2020", "R&D intensity (Henan), 2022: "),
    ],
)
def test_a_note_says_whose_it_is_where_another_place_has_the_measure(
    project: Path, beside: str, start: str
) -> None:
    report = open_report("en", "", project)
    for row in ("henan-rd-2022:henan.rd_intensity.2022", beside):
        report.mark(find(report, row))

    assert any(
        show_plain(note.text).startswith(f"{start}As first published")
        for note in collect_matter(report).notes
    )


def test_a_doubted_figure_bears_the_letter_of_the_finding_that_doubts_it(project: Path) -> None:
    report = open_report("en", "", project)
    # 1.2万家, though 17 of the 18 cities sum to 12,695.
    total = "economic-daily-2024:henan.high_tech_enterprises.2023"

    assert any("12,695" in note for note in read_notes(report, total))


@each_language
def test_the_note_of_a_doubt_names_the_figure_wherever_its_mark_stands(
    language: str, project: Path
) -> None:
    report = open_report(language, "", project)
    # The mark may stand in the row of another city, beside the doubts of others.
    doubted = "city-yearbook-2020-gdp:jiaozuo.gdp.2019"
    name = {"zh": "，地区生产总值（焦作）：2123.60亿元", "en": ", GDP (Jiaozuo): "}

    assert any(name[language] in note for note in read_notes(report, doubted))


def test_the_note_on_two_names_cites_where_each_of_them_stands(project: Path) -> None:
    report = open_report("en", "", project)
    # Report, line 10: 中原食品实验室; letter, line 41: 河南省食品实验室, without a figure.
    (finding,) = [one for one in report.findings if one.check == "renamed"]
    (letter,) = report.mark_finding(finding).letters

    (note,) = [one for one in collect_matter(report).notes if one.letter == letter]
    numbers = [report.numbers[name] for name in ("luohe-report-2024", "luohe-letter-2021")]
    assert show_plain(note.text).endswith("[{}:10][{}:41]".format(*numbers))


# --- sources -----------------------------------------------------------------------------------


def test_every_source_of_a_mark_is_listed_once(report: Report) -> None:
    entries = collect_matter(report).sources

    assert [list(entry.numbers) for entry in entries] == [[1], [2], [3], [4]]
    for name, entry in zip(CITED, entries, strict=True):
        assert report.source(find(report, name).source) in show_plain(entry.text)


@pytest.mark.parametrize(
    ("language", "years", "told"),
    [
        ("en", (2024, 2022, 2023), "Technology, editions 2022 [2], 2023 [3] and 2024 [1]. "),
        ("en", (2022, 2024), "Technology, editions 2022 and 2024. "),
        ("zh", (2022, 2024), "年鉴》2022年版和2024年版，"),
    ],
)
def test_editions_of_a_series_share_an_entry_by_year(
    language: str, years: tuple[int, ...], told: str, project: Path
) -> None:
    report = open_report(language, "", project)
    for year in years:
        frame = report.observations
        rows = frame[frame["source"].eq(f"st-yearbook-{year}")]
        report.mark(list_figures(rows)[0])
    (entry,) = collect_matter(report).sources

    assert entry.numbers == [*range(1, len(years) + 1)]
    assert told in show_plain(entry.text)


def test_documents_of_a_series_share_a_span_only_as_editions_of_years_in_a_row(
    project: Path,
) -> None:
    report = open_report("en", "", project)
    named = report.name_sources(["henan-rd-2020", "henan-rd-2022", "luoyang-rd-2023"])

    assert named == "Henan R&D 2020, Henan R&D 2022 and Luoyang R&D 2023"
    yearbooks = [f"city-yearbook-{year}" for year in (2018, 2020, 2019)]
    assert report.name_sources(yearbooks) == "City Yearbook 2018–2020"
    apart = report.name_sources(["city-yearbook-2024", *yearbooks])
    assert apart == "City Yearbook 2018–2020 and City Yearbook 2024"


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("henan-innovation-capability-2022", "：《〈河南省城市创新能力评价报告〉出炉》，"),
        ("ithome-henan-2022", "：关于河南2022年生产总值的报道，"),
    ],
    ids=["a title inside a title", "a description"],
)
def test_only_a_printed_title_takes_the_marks_of_one(
    project: Path, source: str, title: str
) -> None:
    assert title in describe(open_report("zh", "", project), source)


def test_a_source_tells_when_it_was_written_apart_from_when_it_was_posted(report: Report) -> None:
    words = {
        "zh": ["漯河市“十四五”科技创新规划", "2021年1月1日", "2021年12月31日", "2023年5月26日"],
        "en": ["14th five-year plan", "1 January 2021", "31 December 2021", "26 May 2023"],
    }[report.language.code]
    entry = describe(report, "luohe-plan-2021")

    assert [word for word in words if word not in entry] == []
    written, posted = words[2:]
    assert entry.index(written) < entry.rindex(posted)


def test_a_source_with_a_printed_day_and_number_shows_both(report: Report) -> None:
    day = {"zh": "2022年6月24日", "en": "24 June 2022"}[report.language.code]
    entry = describe(report, "puyang-reply-2022")

    assert day in entry
    assert "濮科〔2022〕32号" in entry


def test_a_source_names_the_text_it_was_read_in_and_its_digest(
    documents: Path, report: Report
) -> None:
    entry = describe(report, "luohe-report-2024")
    digest = hashlib.sha256((documents / "001_866baa7b167a3afc.txt").read_bytes()).hexdigest()

    assert "001_866baa7b167a3afc.txt" in entry
    assert digest[:16] in entry


# --- what travels inside -----------------------------------------------------------------------


def test_the_attached_rows_are_exactly_the_cited_ones(project: Path, report: Report) -> None:
    with (project / "data/processed/henan/figures.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        rows = {row["figure_id"]: row for row in csv.DictReader(stream)}
    inside = {row["figure_id"]: row for row in attached_rows(report, "figures.csv")}

    assert set(inside) == set(CITED)
    numbers = ("value", "value_low", "value_high", "rounding_unit", "decimals")
    for name, row in inside.items():
        assert set(row) == set(rows[name])
        for column, cell in row.items():
            expected = rows[name][column]
            if column in numbers and expected:
                assert float(cell) == float(expected)
            else:
                assert cell == expected


def test_the_attached_sources_are_exactly_those_of_the_rows(project: Path, report: Report) -> None:
    with (project / "data/raw/henan/sources.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["source"]: row for row in csv.DictReader(stream)}
    inside = attached_rows(report, "sources.csv")

    cited = {name.split(":")[0] for name in CITED}
    assert inside == [rows[name] for name in rows if name in cited]


def test_the_attached_run_tells_what_the_report_was_made_from(report: Report) -> None:
    run = json.loads(attached(report, "run.json"))
    figures = attached(report, "figures.csv")

    assert run["language"] == report.language.code
    assert run["figures"] == len(CITED)
    assert run["figures_sha256"] == hashlib.sha256(figures.encode()).hexdigest()


def test_files_say_what_they_are(report: Report) -> None:
    files = [item for item in write_end_matter(report).items if isinstance(item, Attachment)]

    assert {file.name: file.mime for file in files} == {
        "figures.csv": "text/csv",
        "sources.csv": "text/csv",
        "run.json": "application/json",
    }
    assert all(file.description for file in files)


@each_language
def test_a_report_that_cites_nothing_has_no_empty_notes(project: Path, language: str) -> None:
    section = write_end_matter(open_report(language, "", project))

    assert [item for item in section.items if isinstance(item, Notes) and not item.notes] == []
