"""A report is made again when a row it reads changes, and only then."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from helpers.audit.checks import audit
from helpers.audit.facts import read_facts
from helpers.reports.city.city_cover import write_headline
from helpers.reports.city.city_standing import write_derived_values, write_standing_section
from helpers.reports.city.cooperation_network import write_cooperation_network
from helpers.reports.city.other_figures import write_context, write_missing, write_others
from helpers.reports.city.plan_tracker import write_plan_tracker
from helpers.reports.city.platform_ladder import write_platform_ladder
from helpers.reports.city.rd_and_enterprises import write_high_tech_enterprises, write_rd_input
from helpers.reports.city.talent import write_talent
from helpers.reports.city_report import view_city
from helpers.reports.report import Report, open_report
from helpers.runs.dependencies import digest_city, find_cleaning_keys, find_keys
from helpers.runs.pipeline import plan_cleaning, plan_derivation, plan_reports

CITIES = ("luohe", "puyang", "zhoukou", "zhengzhou")
SECTIONS = (
    write_headline,
    write_standing_section,
    write_rd_input,
    write_high_tech_enterprises,
    write_talent,
    write_plan_tracker,
    write_platform_ladder,
    write_cooperation_network,
    write_others,
    write_context,
    write_derived_values,
    write_missing,
)


@pytest.fixture(scope="module")
def report(project: Path) -> Report:
    return open_report("en", "", project)


def change(report: Report, name: str, column: str, value: float | str | pd.Timestamp) -> Report:
    """Return what every report shares with one cell of one observation changed."""
    frame = report.observations.copy()
    frame.loc[frame["figure_id"].eq(name), column] = value
    findings = audit(read_facts(frame, report.partnerships, report.codebook))
    return replace(
        report, observations=frame, findings=findings, noted={}, carried={}, standings={}
    )


def digest(report: Report, city: str) -> str:
    return digest_city(view_city(replace(report, noted={}, carried={}), city))


def write(report: Report, city: str) -> str:
    opened = view_city(replace(report, noted={}, carried={}), city)
    return "\n".join(repr(section(opened)) for section in SECTIONS)


@pytest.fixture(scope="module")
def before(report: Report) -> Callable[[str], tuple[str, str]]:
    return cache(lambda city: (digest(report, city), write(report, city)))


@pytest.mark.parametrize(
    ("name", "column", "value", "readers"),
    [
        # Only Luohe prints its talents of half a year.
        ("luohe-report-2024:15s", "value", 4805.0, {"luohe"}),
        # A remark of the curator is in the note of the figure.
        ("puyang-reply-2022:27a", "note_en", "another remark", {"puyang"}),
        # 301 for Zhoukou, 191 for Puyang: the ranks of neither of the others change.
        ("city-yearbook-2024:zhoukou.high_tech_enterprises.2023", "value", 302.0, {"zhoukou"}),
    ],
)
def test_only_the_reports_that_read_a_row_change_with_it(
    report: Report,
    before: Callable[[str], tuple[str, str]],
    name: str,
    column: str,
    value: float | str,
    readers: set[str],
) -> None:
    after = change(report, name, column, value)

    changed = {city for city in CITIES if digest(after, city) != before(city)[0]}
    assert readers <= changed
    # Whatever else changed its key shows the row; whatever did not reads as it did.
    for city in set(CITIES) - changed:
        assert write(after, city) == before(city)[1]
    assert changed < set(CITIES)


def test_a_rank_that_changes_makes_the_reports_of_both_cities_anew(
    report: Report, before: Callable[[str], tuple[str, str]]
) -> None:
    # 203 firms in Luohe, 191 in Puyang: with 210 Puyang would stand before Luohe.
    name = "city-yearbook-2024:puyang.high_tech_enterprises.2023"
    after = change(report, name, "value", 210.0)

    changed = {city for city in ("luohe", "puyang") if digest(after, city) != before(city)[0]}
    assert changed == {"luohe", "puyang"}


@pytest.mark.parametrize(
    ("name", "readers"),
    [
        # Only a report that lacks an indicator of the economy counts the rows of the others.
        ("city-yearbook-2018-gdp:hebi.gdp.2017", set()),
        # Nobody else prints it: the others have no longer anything to lack.
        ("luohe-report-2024:15s", {"luohe"}),
    ],
)
def test_a_row_that_is_gone_makes_anew_exactly_the_reports_that_told_of_it(
    report: Report, before: Callable[[str], tuple[str, str]], name: str, readers: set[str]
) -> None:
    frame = report.observations
    frame = frame[frame["figure_id"].ne(name)].reset_index(drop=True)
    findings = audit(read_facts(frame, report.partnerships, report.codebook))
    after = replace(
        report, observations=frame, findings=findings, noted={}, carried={}, standings={}
    )

    changed = {city for city in CITIES if digest(after, city) != before(city)[0]}
    told = {city for city in CITIES if write(after, city) != before(city)[1]}
    assert readers <= changed
    assert changed == told


def test_a_later_document_of_another_city_moves_the_day_that_every_report_names(
    report: Report, before: Callable[[str], tuple[str, str]]
) -> None:
    day = report.observations["known_from"].max() + pd.Timedelta(days=1)
    after = change(report, "puyang-reply-2022:27a", "known_from", day)

    assert digest(after, "luohe") != before("luohe")[0]


def test_a_correction_changes_reports_by_the_figure_it_corrects_only(
    project_copy: Path, project: Path, tmp_path: Path
) -> None:
    (project_copy / "notebooks").symlink_to(project / "notebooks")
    jobs = plan_reports(project_copy, tmp_path, city="luohe", language="en")
    cleaning = plan_cleaning(project_copy)
    reports, cleaned = find_keys(project_copy, jobs, ""), find_cleaning_keys(project_copy, cleaning)
    table = project_copy / "data/raw/corrections.csv"
    table.write_bytes(table.read_bytes().replace("2个多月".encode(), "3个多月".encode()))

    assert find_keys(project_copy, jobs, "") == reports
    after = find_cleaning_keys(project_copy, cleaning)
    assert all(after[path] != key for path, key in cleaned.items())


def test_the_comparison_and_the_audit_change_with_every_row(
    project_copy: Path, project: Path, tmp_path: Path
) -> None:
    for part in ("notebooks",):
        (project_copy / part).symlink_to(project / part)
    jobs = [
        job
        for job in plan_reports(project_copy, tmp_path, language="en")
        if job.output.name in ("comparison.en.pdf", "audit.en.pdf", "hebi.en.pdf")
    ]
    keys = find_keys(project_copy, jobs, "")
    path = project_copy / "data/processed/figures.csv"
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    frame.loc[frame["figure_id"].eq("luohe-report-2024:15s"), "value"] = "4805"
    frame.to_csv(path, index=False, lineterminator="\n")
    after = find_keys(project_copy, jobs, "")

    changed = {path.name for path in keys if keys[path] != after[path]}
    assert changed == {"comparison.en.pdf", "audit.en.pdf"}


def test_a_changed_table_is_cleaned_alone_and_values_are_derived_anew(project_copy: Path) -> None:
    jobs = [*plan_cleaning(project_copy), *plan_derivation(project_copy)]
    before = find_cleaning_keys(project_copy, jobs)
    table = project_copy / "data/raw/service.csv"
    table.write_bytes(table.read_bytes().replace("45次".encode(), "46次".encode()))
    after = find_cleaning_keys(project_copy, jobs)

    changed = {path.stem for path in before if before[path] != after[path]}
    assert changed == {"service", "derived"}


def test_a_changed_name_of_a_place_makes_everything_anew(project_copy: Path) -> None:
    jobs = plan_cleaning(project_copy)
    before = find_cleaning_keys(project_copy, jobs)
    table = project_copy / "data/raw/places.csv"
    table.write_bytes(table.read_bytes().replace(b"Luohe", b"Luo he"))
    after = find_cleaning_keys(project_copy, jobs)

    assert all(before[path] != after[path] for path in before)
