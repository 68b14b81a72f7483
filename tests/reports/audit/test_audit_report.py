import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from helpers.audit.checks import CHECKS
from helpers.audit.facts import Finding
from helpers.pages.items import Heading, Item, Mark, Paragraph, Table
from helpers.pages.matter import Cover, Notes
from helpers.problems import UsageError
from helpers.reports.audit.audit_report import (
    AuditReport,
    open_audit_report,
    write_audit_headline,
    write_contradictions,
    write_overview,
    write_undecided,
)
from helpers.reports.city.chapters import write_rd_input
from helpers.reports.city_report import open_city_report
from helpers.reports.end_matter import write_end_matter
from helpers.words.language import LANGUAGES

Audits = Callable[..., AuditReport]
each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def audits(project: Path) -> Audits:
    @cache
    def read(city: str, language: str = "en", as_of: str = "") -> AuditReport:
        return open_audit_report(city, language, as_of, project)

    return read


def write_all(audit: AuditReport) -> list[Item]:
    sections = [write_audit_headline(audit), write_overview(audit), write_contradictions(audit)]
    sections += [write_undecided(audit, weight) for weight in (1, 2, 3)]
    return [item for section in sections for item in section.items]


def join(items: list[Item]) -> str:
    return "\n".join(item.to_plain() for item in items)


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


def _add_up(cells: list[str]) -> int:
    return sum(int(text.replace(",", "")) for text in cells if text != "–")


@each_language
def test_the_first_page_counts_what_the_overview_lists(audits: Audits, language: str) -> None:
    audit = audits("henan", language)
    (cover,) = [item for item in write_all(audit) if isinstance(item, Cover)]
    (table,) = [item for item in write_overview(audit).items if isinstance(item, Table)]

    counts = [int(card.value.replace(",", "")) for card in cover.cards]
    columns = [[str(row[place][0]) for row in table.rows] for place in (1, 2, 3)]
    assert counts == [_add_up(column) for column in columns]
    assert sum(counts) == len(audit.findings)
    assert str(len(CHECKS)) in cover.subtitle


@each_language
def test_every_finding_shown_is_told_with_its_working_and_meaning(
    audits: Audits, language: str
) -> None:
    audit = audits("henan", language)
    items = write_all(audit)
    words = [audit.report.language.say(key) for key in ("audit_sum", "audit_meaning")]

    worked = sum(isinstance(item, Paragraph) and item.callout == words[0] for item in items)
    in_tables = sum(
        len(item.rows)
        for item in items
        if isinstance(item, Table) and item.columns[1].head == words[0]
    )
    assert worked + in_tables == len(audit.shown)
    assert any(isinstance(item, Paragraph) and item.callout == words[1] for item in items)


def test_contradictions_come_before_what_cannot_be_decided(audits: Audits) -> None:
    headings = [
        item.text
        for item in write_all(audits("henan"))
        if isinstance(item, Heading) and item.level == 1
    ]

    first = headings.index("Figures that do not agree")
    assert first < headings.index("What changes what may be quoted")
    assert headings[-1] == "Worth knowing"


def test_every_mark_leads_to_the_note_of_a_row(project: Path) -> None:
    audit = open_audit_report("luohe", "en", project=project)
    items = write_all(audit)
    (notes,) = [i for i in write_end_matter(audit.report).items if isinstance(i, Notes)]

    numbers = {int(number) for number in re.findall(r"\[(\d+)\]", join(items))}
    assert numbers <= {note.number for note in notes.notes}
    assert all(note.sources for note in notes.notes)


# --- in the report of a city -------------------------------------------------------------------


@each_language
def test_a_city_report_marks_a_figure_that_does_not_agree_and_says_why(
    project: Path, language: str
) -> None:
    # 13.45亿 over 1578.4373亿 is 0.852%, not the 0.86% printed beside it
    city = open_city_report("luohe", language, project=project)
    section = write_rd_input(city)
    figures, findings = [item for item in section.items if isinstance(item, Table)][-2:]

    row = next(row for row in figures.rows if "0.86%" in row[2])
    assert any(isinstance(run, str) and run.strip() == "≠" for run in row[-1])
    told = [row for row in findings.rows if "0.86%" in str(row[1][0])]
    assert [str(row[0][0]) for row in told] == ["≠"]
    marks = {run.number for run in row[-1] if isinstance(run, Mark)}
    assert {run.number for run in told[0][-1] if isinstance(run, Mark)} <= marks


def test_a_corrected_figure_says_so_wherever_it_is_written(project: Path) -> None:
    # 经过 2 月多月: over two months is meant
    city = open_city_report("puyang", "en", project=project)
    figure = city.report.find_figure("puyang-reply-2022:33c")

    assert figure.corrected
    assert city.report.write(figure) == "over 2 months (corrected)"
