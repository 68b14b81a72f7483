import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from section_reading import find_tables

from helpers.audit.checks import CHECKS
from helpers.audit.facts import Finding
from helpers.pages.items import Heading, Item, Paragraph, Section, Table
from helpers.pages.matter import Cover, Notes
from helpers.pages.runs import Lines, Mark, show_plain
from helpers.problems import UsageError
from helpers.reports.audit.audit_report import (
    AuditReport,
    open_audit_report,
    write_audit_headline,
    write_checks,
    write_contradictions,
    write_undecided,
)
from helpers.reports.city.city_profile import list_positions
from helpers.reports.city.limits import write_limits
from helpers.reports.city_report import open_city_report
from helpers.reports.end_matter import write_end_matter
from helpers.reports.finding_text import write_finding
from helpers.words.language import LANGUAGES, Language

Audits = Callable[..., AuditReport]
each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def audits(project: Path) -> Audits:
    @cache
    def read(city: str, language: str = "en", as_of: str = "") -> AuditReport:
        return open_audit_report(city, language, as_of, project)

    return read


def write_all(audit: AuditReport) -> list[Item]:
    writers = (write_audit_headline, write_contradictions, write_undecided, write_checks)
    sections = [write(audit) for write in writers]
    return [item for section in sections for item in section.items]


def join(items: list[Item]) -> str:
    return "\n".join(item.to_plain() for item in items)


def test_the_first_page_asserts_no_contradiction_where_there_is_none(audits: Audits) -> None:
    text = join([*write_audit_headline(audits("fujian")).items])

    assert "no disagreement found" in text
    assert "contradict each other" not in text


def test_what_is_left_open_tells_what_it_means_in_its_own_cell(audits: Audits) -> None:
    (table,) = find_tables(write_undecided(audits("luohe")))

    assert [column.head for column in table.columns] == ["What was found"]
    cells = ["".join(map(str, row[0])) for row in table.rows]
    assert cells
    assert [cell for cell in cells if cell.count("What it means: ") != 1] == []


# --- what it is about --------------------------------------------------------------------------


def test_an_unknown_city_is_refused_and_the_nearest_one_named(project: Path) -> None:
    with pytest.raises(UsageError, match=r"'louhe'.*luohe"):
        open_audit_report("louhe", "en", project=project)


def test_the_audit_of_a_city_tells_of_its_figures_only(audits: Audits) -> None:
    audit = audits("puyang")

    places = [{figure.place for figure in finding.figures} for finding in audit.findings]
    assert audit.findings
    assert [place for place in places if "puyang" not in place] == []
    # 489 firms, 397 institutes: nothing of Luohe's talents
    assert "9,084" not in join(write_all(audit))


def test_what_was_not_known_on_the_day_is_not_held_against_what_was(audits: Audits) -> None:
    # 1% of the plan of 2021; 1.14% of the report of 2024
    def revises(finding: Finding) -> bool:
        return {figure.as_printed for figure in finding.figures} == {"1%", "1.14%"}

    assert not any(map(revises, audits("luohe", "en", "2022-12-31").findings))
    assert any(map(revises, audits("luohe").findings))


def test_a_city_without_two_figures_to_compare_says_so(audits: Audits) -> None:
    audit = audits("zhumadian", "en", "2013-06-30")
    (cover,) = [item for item in write_all(audit) if isinstance(item, Cover)]

    assert audit.findings == []
    assert "no two figures" in cover.title


# --- what it says ------------------------------------------------------------------------------


def find_table(audit: AuditReport, write: Callable[[AuditReport], Section]) -> Table:
    (table,) = [item for item in write(audit).items if isinstance(item, Table)]
    return table


@each_language
def test_the_first_page_counts_what_the_list_of_checks_counts(
    audits: Audits, language: str
) -> None:
    audit = audits("henan", language)
    (cover,) = [item for item in write_all(audit) if isinstance(item, Cover)]
    table = find_table(audit, write_checks)

    counts = [int(card.value.replace(",", "")) for card in cover.cards]
    # A check that records only what it finds, such as of repeated figures, says of no pass.
    columns = [[str(row[place][0]).replace("–", "0") for row in table.rows] for place in (1, 2, 3)]
    name = audit.report.language.say("audit_repeats_name")
    (repeats,) = [place for place, row in enumerate(table.rows) if row[0] == [name]]
    assert [row[repeats] for row in columns] == ["0", "6", "0"]
    assert show_plain(table.rows[repeats][3]) == "–"
    sums = [sum(int(text.replace(",", "")) for text in column) for column in columns]
    applied = sum(any(text != "0" for text in row) for row in zip(*columns, strict=True))
    assert counts == sums
    assert sum(counts) == len(audit.findings)
    assert f"{applied}" in cover.subtitle
    assert applied == len(table.rows) < len(CHECKS)


@each_language
def test_the_checks_that_recorded_nothing_are_named_below_the_table(
    audits: Audits, language: str
) -> None:
    audit = audits("fujian", language)
    table = find_table(audit, write_checks)
    say = audit.report.language.say

    # Nothing in Fujian is printed as a part of a printed total; R&D and GDP make a ratio.
    (note,) = [note for note in table.notes if say("audit_parts_name") in note]
    assert say("audit_ratios_name") not in note
    assert note.count(say("list_semicolon").strip()) == len(CHECKS) - len(table.rows) - 1
    assert f"{len(CHECKS) - len(table.rows)}" in note
    # Of Henan two only recorded nothing: of so few it is said why.
    few = find_table(audits("henan", language), write_checks).notes
    assert any(say("audit_posting_silent") in note for note in few)


@each_language
def test_every_check_with_a_result_says_when_it_stays_silent(audits: Audits, language: str) -> None:
    table = find_table(audits("henan", language), write_checks)

    lines = [str(row[-1][0]) for row in table.rows]
    assert len(set(lines)) > 0.9 * len(table.rows)
    assert all(line.endswith({"en": ".", "zh": "。"}[language]) for line in lines)


@each_language
def test_the_page_on_checks_says_of_each_when_it_stays_silent(project: Path, language: str) -> None:
    page = (project / "docs" / "audit-checks.md").read_text(encoding="utf-8")
    say = Language(language).say

    for check in CHECKS:
        assert say(f"audit_{check.name}_name") in page
        assert say(f"audit_{check.name}_silent") in page
    assert page.count("\n| ") == 1 + len(CHECKS)


@each_language
def test_every_contradiction_is_told_in_full(audits: Audits, language: str) -> None:
    audit = audits("henan", language)
    items = write_contradictions(audit).items
    say = audit.report.language.say

    boxes = [item for item in items if isinstance(item, Paragraph) and item.callout]
    assert sum(box.callout == say("audit_sum") for box in boxes) == audit.count("inconsistent") > 0
    # What they mean is told below each, below several of one meaning once.
    told = [show_plain(box.runs) for box in boxes if box.callout == say("audit_meaning")]
    meant = [write_finding(audit.report, one).so for one in audit.shown]
    assert boxes[-1].callout == say("audit_meaning")
    assert len(told) == len({*told})
    assert {*told} <= {*meant}


@each_language
def test_the_signs_that_head_a_column_are_explained_below(audits: Audits, language: str) -> None:
    table = find_table(audits("henan", language), write_checks)

    for column in table.columns[1:3]:
        assert any(note.startswith(column.head) for note in table.notes)


@each_language
def test_what_is_undecided_is_told_in_one_table(audits: Audits, language: str) -> None:
    audit = audits("henan", language)
    table = find_table(audit, write_undecided)
    text = table.to_plain()

    undecided = [finding for finding in audit.shown if finding.verdict == "undecided"]
    assert str(len(undecided)) in table.caption
    assert len(table.rows) < len(undecided)
    for finding in undecided:
        if finding.check == "renamed":  # it tells of names
            continue
        plain = [replace(figure, doubt="", doubt_bound=None) for figure in finding.figures[:1]]
        printed = [audit.report.write(figure) for figure in plain]
        assert all(figure in text for figure in printed)
    assert all(len(row) == len(table.columns) and all(row) for row in table.rows)


@each_language
def test_every_figure_that_a_finding_works_with_is_cited(audits: Audits, language: str) -> None:
    # Luohe's growth of R&D: the report, its plan of 2021 and GDP of 2020 and of 2023.
    audit = audits("henan", language)
    (growth,) = [finding for finding in audit.shown if finding.form == "implied_own"]
    told = write_finding(audit.report, growth).sentence
    (row,) = [
        row[0] for row in find_table(audit, write_undecided).rows if told in show_plain(row[0])
    ]

    (mark,) = [run for run in row if isinstance(run, Mark)]
    sources = {"luohe-report-2024", "luohe-plan-2021", "city-yearbook-2021-gdp", "city-database-6"}
    assert {figure.source for figure in growth.figures} == sources
    assert {place.source for place in mark.places} == {*map(audit.report.number, sources)}


@pytest.mark.parametrize(
    ("check", "sources"),
    [
        # The high-tech enterprises of Henan are shown with the sum of its cities,
        ("look_alikes", {"economic-daily-2024", "city-yearbook-2024"}),
        # the rank of Jiaozuo with how many other cities have a value.
        ("ranks", {"jiaozuo-innovation-345", "luoyang-rd-2024", "zhengzhou-daily-2025"}),
    ],
)
def test_what_a_finding_shows_beside_its_figures_is_cited(
    check: str, sources: set[str], audits: Audits
) -> None:
    audit = audits("henan")
    name = audit.report.say(f"audit_{check}_name")
    rows = [row[0] for row in find_table(audit, write_undecided).rows]
    marks = [run for row in rows if show_plain(row).startswith(name) for run in row]

    (mark,) = [run for run in marks if isinstance(run, Mark)]
    assert {*map(audit.report.number, sources)} <= {place.source for place in mark.places}


@each_language
def test_the_revisions_of_gdp_are_one_row(audits: Audits, language: str) -> None:
    audit = audits("henan", language)
    falls = [finding for finding in audit.shown if finding.form == "revision"]
    rows = [row[0] for row in find_table(audit, write_undecided).rows]
    first = audit.report.write(falls[0].figures[0])

    (told,) = [row for row in rows if first in show_plain(row)]
    assert len(falls) > 10
    # Each stands on a line of its own, and the shorter cells run on.
    (lines,) = [run for run in told if isinstance(run, Lines)]
    for fall, line in zip(falls, lines.parts, strict=True):
        assert audit.report.place(fall.figures[0].place) in line
    assert 0 < sum(any(isinstance(run, Lines) for run in row) for row in rows) < len(rows) / 2


def test_findings_can_be_filtered_as_a_table(audits: Audits) -> None:
    audit = audits("luohe")
    table = audit.tabulate()

    assert len(table) == len(audit.findings)
    is_talents = table["rows"].str.startswith("luohe-report-2024:15i")
    talents = table[is_talents & table["check"].eq("parts")]
    assert talents["figures"].tolist() == ["9084人|15人|42人|937人|8037人"]


def test_contradictions_come_before_what_cannot_be_decided(audits: Audits) -> None:
    headings = [
        item.text
        for item in write_all(audits("henan"))
        if isinstance(item, Heading) and item.level == 1
    ]

    assert headings == ["Figures that do not agree", "What is left open", "What was compared"]


def test_every_mark_leads_to_a_source(project: Path) -> None:
    audit = open_audit_report("luohe", "en", project=project)
    items = write_all(audit)
    (notes,) = [i for i in write_end_matter(audit.report).items if isinstance(i, Notes)]

    numbers = {int(number) for number in re.findall(r"\[(\d+)[\d:,]*\]", join(items))}
    assert numbers
    assert numbers <= {number for entry in notes.sources for number in entry.numbers}


# --- in the report of a city -------------------------------------------------------------------


@each_language
def test_a_city_report_tells_first_of_figures_that_do_not_agree(
    project: Path, language: str
) -> None:
    # 13.45亿 over 1578.4373亿 is 0.852%, not the 0.86% printed beside it
    city = open_city_report("luohe", language, project=project)
    findings, *_ = [
        i
        for i in write_limits(city, list_positions(city), city.findings, 5, 3).items
        if isinstance(i, Table)
    ]

    told = [row for row in findings.rows if "0.86%" in str(row[1][0])]
    assert [str(row[0][0]) for row in told] == ["?"]


def test_what_only_a_census_counts_is_not_missing_between_two(project: Path) -> None:
    # The yearbook of 2019 is years behind; the census of 2020 is the latest there is.
    city = open_city_report("luohe", "en", project=project)
    (gaps,) = [
        str(row[1])
        for item in write_limits(city, list_positions(city), [], 5, 3).items
        if isinstance(item, Table)
        for row in item.rows
        if row[0] == [city.say("gap_old")]
    ]

    assert "latest: 2019" in gaps
    assert "2020" not in gaps


def test_a_corrected_figure_says_so_wherever_it_is_written(project: Path) -> None:
    # 经过 2 月多月: over two months is meant
    city = open_city_report("puyang", "en", project=project)
    figure = city.report.find_figure("puyang-reply-2022:33c")

    assert figure.corrected
    assert city.report.write(figure) == "over 2 months (corrected)"
