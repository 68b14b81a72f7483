import csv
import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.data.figures import Figure, list_figures
from helpers.data.observations import select
from helpers.pages.items import show_plain
from helpers.pages.matter import Attachment, Note, Notes
from helpers.reports.end_matter import write_end_matter
from helpers.reports.report import Report, open_report

LANGUAGES = ("zh", "en")
each_language = pytest.mark.parametrize("language", LANGUAGES)
CITED = [
    "luohe-report-2024:17i",  # 1.14%, printed
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


def list_notes(report: Report) -> Notes:
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
    fresh = replace(report, noted={})
    fresh.mark(list_figures(cited)[0])
    (entry,) = list_notes(fresh).sources
    return show_plain(entry.text)


def write_note(note: Note) -> str:
    return show_plain(note.text)


# --- marks -------------------------------------------------------------------------------------


def test_a_figure_has_one_number_however_often_it_is_cited(project: Path) -> None:
    report = open_report("en", "", project)
    first, second = (find(report, name) for name in CITED[:2])

    numbers = [report.mark(figure).number for figure in (first, second, first, second)]

    assert numbers == [1, 2, 1, 2]
    assert report.marks([second, first, second]) == [report.mark(first), report.mark(second)]


def test_three_marks_in_a_row_are_written_as_a_span(project: Path) -> None:
    report = open_report("en", "", project)
    figures = list_figures(report.observations)[:6]
    for figure in figures:
        report.mark(figure)

    def show(*numbers: int) -> str:
        return show_plain(report.marks([figures[number - 1] for number in numbers]))

    assert show(1, 2) == "[1][2]"
    assert show(3, 2, 1) == "[1]–[3]"
    assert show(1, 3, 5) == "[1][3][5]"
    assert show(1, 3, 4, 5, 6) == "[1][3]–[6]"


# --- notes -------------------------------------------------------------------------------------


def test_there_is_a_note_for_every_cited_figure_in_the_order_of_the_marks(report: Report) -> None:
    notes = list_notes(report).notes

    assert [note.number for note in notes] == [1, 2, 3, 4]
    assert [note.sources for note in notes] == [[name.split(":")[0]] for name in CITED]


def test_a_note_shows_the_token_the_words_beside_it_the_place_and_the_row(report: Report) -> None:
    where = {
        "zh": ["第17行", "第33行", "第288行", "第29行"],
        "en": ["line 17", "line 33", "line 288", "line 29"],
    }[report.language.code]
    printed = ["1.14%", "2月多月", "300家以上", "1930万元"]
    labels = ["研发投入强度", "整合重组", "国家高新技术企业数", "合同总金额"]
    notes = list_notes(report).notes

    for note, *parts, name in zip(notes, printed, labels, where, CITED, strict=True):
        for part in (*parts, name, report.source(note.sources[0])):
            assert part in write_note(note)


def test_a_note_says_what_an_inferred_period_rests_on(report: Report) -> None:
    evidence = {
        name: report.label("period_evidence", find(report, name).period_evidence)
        for name in CITED[1:]
    }
    first, *others = list_notes(report).notes

    for note, name in zip(others, CITED[1:], strict=True):
        assert evidence[name] in write_note(note)
    # 2020年的1.14%: the year is printed.
    assert not any(words in write_note(first) for words in evidence.values())


def test_a_misprint_is_shown_as_printed_with_what_was_read(report: Report) -> None:
    note = write_note(list_notes(report).notes[1])

    assert "2月多月" in note
    assert "2个多月" in note


@pytest.mark.parametrize(
    ("row", "text"),
    [
        # Printed before the survey of 2023 was out, in a source of high confidence.
        (
            "luohe-work-report-2024:luohe.rd_expenditure_growth_previous_year.2023",
            "Confidence in this figure: medium.",
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
    (note,) = list_notes(report).notes

    assert text in write_note(note)
    assert ("Confidence in this figure" in write_note(note)) == bool(text)


def test_what_the_curator_noted_is_in_the_note(report: Report) -> None:
    words = {"zh": "五对合作方", "en": "five pairs"}[report.language.code]
    assert words in write_note(list_notes(report).notes[3])


# --- sources -----------------------------------------------------------------------------------


def test_the_sources_are_those_of_the_notes_in_the_order_of_the_codebook(report: Report) -> None:
    entries = list_notes(report).sources

    assert {entry.source: list(entry.notes) for entry in entries} == {
        "luohe-letter-2021": [4],
        "luohe-report-2024": [1],
        "puyang-reply-2022": [2],
        "jiaozuo-daily-2021": [3],
    }
    order = list(report.codebook.sources)
    assert [entry.source for entry in entries] == sorted(
        (entry.source for entry in entries), key=order.index
    )


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
