"""Doubts travel: from a row to ranks, tables, charts, pages, attached files and the explorer.

The GDP of Jiaozuo of 2019 (2,761 where 2,124 follow) and the enterprises of Henan (12,000 where
17 cities have 12,695) are the figures in doubt.
"""

import csv
import io
import re
from pathlib import Path

import pytest
from figure_factory import change, gather
from page_making import collect, write_first_page
from pypdf import PdfReader
from section_reading import find_tables

from helpers.analysis.profile import Position
from helpers.audit.doubts import collect_doubts
from helpers.audit.facts import Finding, Quantity
from helpers.data.figures import list_derived, list_figures
from helpers.data.printed.intervals import Interval, point
from helpers.explore.answers import Choice, answer
from helpers.pages.document import compile_report
from helpers.pages.html.page import compile_page
from helpers.pages.items import Chart, Paragraph, Table
from helpers.pages.runs import show_plain
from helpers.reports.city.city_profile import draw_profile, list_positions
from helpers.reports.city.limits import write_limits
from helpers.reports.city.peer_table import write_peers
from helpers.reports.city_report import CityReport, open_city_report
from helpers.reports.comparison.comparison_report import open_comparison_report
from helpers.reports.comparison.heat_table import write_heat_table
from helpers.reports.comparison.spread_section import write_spread
from helpers.reports.end_matter import write_end_matter
from helpers.reports.report import open_report

pytestmark = pytest.mark.slow

RATIO = "rd_expenditure_over_gdp"


@pytest.fixture(scope="module")
def jiaozuo(project: Path) -> CityReport:
    return open_city_report("jiaozuo", "zh", project=project)


@pytest.fixture(scope="module")
def positions(jiaozuo: CityReport) -> list[Position]:
    return list_positions(jiaozuo)


def test_a_doubted_value_is_told_with_its_finding_and_takes_no_rank(
    jiaozuo: CityReport, positions: list[Position]
) -> None:
    (position,) = [one for one in positions if one.measure == RATIO]
    table = find_tables(write_limits(jiaozuo, positions, jiaozuo.findings, 5, 3))[-1]

    assert position.rank is None
    assert position.own.row is not None
    (told,) = [row for row in table.rows if "1.66%（？）" in show_plain(row[1])]
    assert "不列位次" in show_plain(told[0])
    # The note that works it out, and every other, is marked once.
    marks = re.findall(r"\[\w+\]", show_plain(told[1]))
    (gdp,) = [row for row in jiaozuo.report.inputs_of(position.own.row) if row.doubt]
    (finding,) = jiaozuo.report.findings_of(gdp)
    assert show_plain([jiaozuo.report.mark_finding(finding)]) in marks
    assert len(marks) == len({*marks})


def test_a_doubted_value_is_drawn_as_a_question_mark_with_its_figure(
    jiaozuo: CityReport, positions: list[Position]
) -> None:
    chart = draw_profile(jiaozuo, positions, "")

    assert "1.66%(?)" in chart.svg
    assert "存疑" in chart.svg


def test_a_total_below_its_parts_is_no_yardstick_without_its_mark(
    jiaozuo: CityReport, positions: list[Position]
) -> None:
    (table,) = find_tables(write_peers(jiaozuo, positions, jiaozuo.peers))

    cells = [show_plain(cell) for row in table.rows for cell in row]
    assert "12（？）" in cells  # per 100,000 people, derived from a total in doubt
    assert "12" not in cells


def test_the_comparison_leaves_a_doubted_city_out_of_the_ranks_and_says_so(project: Path) -> None:
    comparison = open_comparison_report("henan", "zh", project=project)
    shown = [
        *write_spread(comparison, [RATIO]).items,
        *write_heat_table(comparison, [RATIO], comparison.cities).items,
    ]
    (chart,) = [item for item in shown if isinstance(item, Chart)]
    (table,) = [item for item in shown if isinstance(item, Table)]
    told = [show_plain(item.runs) for item in shown if isinstance(item, Paragraph)]
    cells = [show_plain(cell) for row in table.rows for cell in row]

    assert "焦作2019年数据存疑，不列位次" in told[0]
    assert "焦作：1.66%（？）" in chart.alt
    assert "1.66%（？）" in cells  # and no rank in brackets behind it
    # Kaifeng is 9th of 16: Jiyuan has no figure, and that of Jiaozuo takes no rank.
    assert "1.02%（9）" in cells


def test_page_pdf_and_attached_rows_carry_the_mark(
    jiaozuo: CityReport, positions: list[Position], project: Path
) -> None:
    first = write_first_page(jiaozuo, positions)
    content = collect(first, write_end_matter(jiaozuo.report))
    reader = PdfReader(io.BytesIO(compile_report(content, project)))
    attached = {name: texts[0].decode("utf-8-sig") for name, texts in reader.attachments.items()}

    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
    assert "1.66%(?)" in text
    page = compile_page(content, "jiaozuo.zh", project=project).decode()
    assert '1.66%<span class="doubt" role="img" aria-label="存疑">' in page
    assert "1.66%（存疑）" in page  # where the picture is told in words
    rows = {row["derived_id"]: row for row in read_csv(attached["derived.csv"])}
    assert rows[f"{RATIO}.jiaozuo.2019"]["doubt"] == "out_of_line"
    figures = {row["figure_id"]: row for row in read_csv(attached["figures.csv"])}
    (total,) = [row for name, row in figures.items() if "henan.high_tech_enterprises" in name]
    assert (total["doubt"], float(total["doubt_bound"])) == ("below_parts", 12695)


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_explorer_marks_a_doubted_value_in_its_table_and_explains_its_form(
    monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    monkeypatch.chdir(project)
    found = answer(Choice(("jiaozuo", "luohe"), RATIO))

    (row,) = [row for row in found.rows if row.figure_id == f"{RATIO}.jiaozuo.2019"]
    assert any("1.66% (?)" in cell for cell in row.cells)
    assert "question mark: doubted" in found.subtitle
    # 1.90% of 2018 leads; the doubted 1.66% of 2019 is no leader's figure
    assert "1.66" not in found.title


def test_a_report_of_a_day_has_the_doubts_of_that_day(project: Path) -> None:
    # GDP of 2020, which shows that of 2019 to be out of line, was known a year later.
    before, after = (
        {
            row.figure_id: row.doubt
            for row in list_figures(open_report("en", day, project).observations)
        }
        for day in ("2021-12-31", "2022-12-31")
    )
    name = "city-yearbook-2020-gdp:jiaozuo.gdp.2019"

    assert (before[name], after[name]) == ("", "out_of_line")


def test_a_share_of_a_doubted_total_is_widened_up_to_the_sum_of_the_parts(project: Path) -> None:
    report = open_report("en", "", project)
    values = {row.derived_id: row for row in list_derived(report.derived)}
    share = values["high_tech_enterprises_share_of_province.luohe.2023"]

    # 203 of 12,695, or of the 11,500 that 12,000 may have been rounded from
    assert share.doubt == "below_parts"
    assert float(share.value_low or 0) == pytest.approx(100 * 203 / 12695)
    assert float(share.value_high or 0) == pytest.approx(100 * 203 / 11500)


def test_a_rate_on_one_of_two_numbers_is_widened_up_to_the_other(project: Path) -> None:
    report = open_report("en", "", project)
    values = {row.derived_id: row for row in list_derived(report.derived)}
    rate = values[f"{RATIO}.luohe.2019"]

    # CNY 1.35144 billion in the yearbook, 1.345 in the plan, over 157.844 of GDP
    assert rate.doubt == "other_print"
    assert not rate.takes_no_rank
    assert float(rate.value_low or 0) == pytest.approx(100 * 1.3445 / 157.844, rel=1e-5)
    assert float(rate.value_high or 0) == pytest.approx(100 * 1.35144 / 157.844, rel=1e-5)


@pytest.mark.parametrize(
    ("check", "verdict", "form", "expected"),
    [
        ("province", "inconsistent", "exceed", {"total": ("below_parts", 900)}),
        ("province", "undecided", "missing", {}),
        (
            "repeats",
            "undecided",
            "years",
            {"total": ("repeated", None), "part": ("repeated", None)},
        ),
        ("ranks", "inconsistent", "", {}),
        ("versions", "inconsistent", "estimate", {}),
        ("versions", "undecided", "rebased", {}),
    ],
)
def test_only_some_findings_are_doubts_about_a_row(
    project: Path, check: str, verdict: str, form: str, expected: dict[str, tuple[str, int | None]]
) -> None:
    row = list_figures(open_report("en", "", project).observations)[0]
    total, part = (change(row, figure_id=name) for name in ("total", "part"))
    sums = {"sum": Quantity(Interval(point(900).low, None), "家")}
    roles = {"total": [total], "parts": [part]}
    finding = Finding(check, verdict, roles, sums, form)  # type: ignore[arg-type]

    doubts = collect_doubts([finding], gather())

    assert {name: (one.kinds, one.bound) for name, one in doubts.items()} == expected
