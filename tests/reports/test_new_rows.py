"""Rows of the codebook alone: a new indicator, award, step or rung needs no line of code."""

import csv
import shutil
from pathlib import Path

import pytest
from case_tables import read_columns
from raw_paths import raw_path
from section_reading import find_chart, find_tables, read_rows, read_rungs

from helpers.audit.doubts import write_processed
from helpers.data.raw_data import read_raw_data
from helpers.explore import compare, draw
from helpers.pages.items import Chart
from helpers.reports.city.city_profile import draw_profile, list_positions, tabulate_positions
from helpers.reports.city.courses import list_courses
from helpers.reports.city.over_time import write_over_time
from helpers.reports.city.subjects.contract_funnel import write_contract_funnel
from helpers.reports.city.subjects.laboratory_profile import write_laboratory_profile
from helpers.reports.city.subjects.ladder_sections import write_platform_ladder
from helpers.reports.city.subjects.technology_finance import write_technology_finance
from helpers.reports.city_report import open_city_report
from helpers.reports.comparison.comparison_report import open_comparison_report
from helpers.reports.comparison.heat_table import list_rates, write_heat_table
from helpers.reports.comparison.spread_section import write_spread

pytestmark = pytest.mark.slow

ROBOTS, DENSITY = "Service robots", "Service robots per 100,000 people (derived)"
Row = dict[str, str]


def append(project: Path, table: str, *rows: Row) -> None:
    """Append rows to a raw table; columns that are not given stay empty."""
    path = project / raw_path(table)
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        for row in rows:
            assert set(row) <= set(columns)
            writer.writerow(row)


def define(name: str, subject: str, title: str, **columns: str) -> Row:
    texts = {"name_zh": f"虚构{name}", "name_en": title}
    texts |= {"definition_zh": "虚构的指标。", "definition_en": "An invented indicator."}
    return (
        {"indicator": name, "subject": subject, "unit": "家", "measure": "stock"} | texts | columns
    )


def print_figure(place: str, indicator: str, as_printed: str, **columns: str) -> Row:
    usual = read_columns(
        f"figure_id city-yearbook-2024:{place}.{indicator}.2023, place {place}, period 2023, "
        f"indicator {indicator}, period_basis printed, as_printed {as_printed}, basis actual, "
        f"measure stock, scope whole_city, status A, source city-yearbook-2024, "
        f"locator table {indicator}, label 虚构"
    )
    return usual | columns


@pytest.fixture(scope="module")
def with_robots(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with an invented indicator and one derived from it, both compared."""
    copy = tmp_path_factory.mktemp("robots")
    shutil.copytree(project / "data", copy / "data")
    append(
        copy,
        "indicators",
        define("service_robots", "innovation_platforms", ROBOTS, compared="ranked"),
        define("rd_gap", "rd_intensity", "R&D gap", unit="%", measure="rate", compared="ranked"),
    )
    density = read_columns(
        "derived service_robots_per_100000, name_zh 每10万人服务机器人（派生）, "
        f"name_en {DENSITY}, numerator service_robots, denominator_place same, per 100000, "
        "denominator census_population|resident_population, unit 每十万人, compared ranked, "
        "definition_zh 虚构的派生指标。, definition_en An invented derived indicator."
    )
    append(copy, "derived_indicators", density)
    append(
        copy,
        "innovation_platforms",
        print_figure("luohe", "service_robots", "40家"),
        print_figure("puyang", "service_robots", "20家"),
    )
    earlier = {"period": "2022", "figure_id": "city-yearbook-2024:luohe.rd_gap.2022"}
    append(
        copy,
        "rd_intensity",
        print_figure("luohe", "rd_gap", "0.5%", measure="rate"),
        print_figure("luohe", "rd_gap", "0.7%", measure="rate", **earlier),
    )
    write_processed(read_raw_data(copy), copy)
    return copy


def test_an_invented_rate_has_a_row_on_the_first_page(with_robots: Path) -> None:
    city = open_city_report("luohe", "en", project=with_robots)

    positions = list_positions(city)
    frame = tabulate_positions(city, positions).set_index("measure")

    row = frame.loc["Service robots per 100,000 people◇"]
    # Luohe's 40 to 2.37 million people, Puyang's 20 to 3.7 million: first of two.
    assert [row["best"], row["worst"], row["of"]] == [1, 1, 2]
    assert round(row["value"], 1) == 1.7
    # A number of robots alone is a size.
    assert ROBOTS not in frame.index
    assert "nothing to measure against" in draw_profile(city, positions, "").svg


def test_an_invented_indicator_is_followed_over_the_years(with_robots: Path) -> None:
    city = open_city_report("luohe", "en", project=with_robots)

    (table,) = find_tables(write_over_time(city, list_courses(city), [], 7))
    (row,) = [row for row in read_rows(table) if row[0] == "R&D gap"]

    # It fell between two documents, which the audit leaves open.
    assert [cell for cell in row[1:] if cell != "–"] == ["0.7% ?", "0.5% ?"]


def test_invented_indicators_are_compared_and_the_rate_leads(with_robots: Path) -> None:
    comparison = open_comparison_report("henan", "en", project=with_robots)

    rates = list_rates(comparison)
    chosen = [name for name in rates if name.startswith("service_robots")]
    (chart,) = [item for item in write_spread(comparison, chosen).items if isinstance(item, Chart)]
    (table,) = find_tables(write_heat_table(comparison, rates, comparison.cities))

    # A count leads nowhere, the rate derived from it does.
    assert chart.title == "All cities on each measure"
    heads = {column.head for column in table.columns}
    assert "Service robots per 100,000 people◇" in heads
    assert ROBOTS not in heads


def test_the_explorer_knows_an_invented_indicator(
    with_robots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(with_robots)

    assert compare("service_robots", ["luohe", "puyang"])["2023"].tolist() == [40, 20]

    chart = find_chart(draw("service_robots_per_100000", ["luohe", "puyang"]))

    assert sorted(round(value, 1) for _, value in chart.points) == [0.5, 1.7]


@pytest.fixture
def with_bases(project_copy: Path) -> Path:
    """Return a project with an invented rung, its award, a step and a group by rows alone."""
    rate, flow = {"measure": "rate", "unit": "元"}, {"measure": "flow", "unit": "元"}
    append(
        project_copy,
        "indicators",
        define("robot_bases", "innovation_platforms", "Robot bases"),
        define("robot_base_award", "technology_finance", "Award per robot base", **rate),
        define("robot_orders", "contracts", "Robot orders", step="contract", **flow),
        define("laboratory_robots", "provincial_laboratory", "Laboratory robots", group="results"),
    )
    rung = read_columns(
        "ladder platform, rung robot_bases, order 99, level provincial, name_zh 机器人基地, "
        "name_en Robot bases, stock robot_bases, award robot_base_award, payers city|benefiting"
    )
    append(project_copy, "ladders", rung)
    award = {"basis": "policy", "measure": "rate"}
    laboratory = {"scope": "institution", "entity": "zhongyuan-food-laboratory"}
    for table, indicator, as_printed, columns in (
        ("innovation_platforms", "robot_bases", "12家", {}),
        ("technology_finance", "robot_base_award", "各奖50万元", award),
        ("contracts", "robot_orders", "2亿元", {"measure": "flow"}),
        ("provincial_laboratory", "laboratory_robots", "7家", laboratory),
    ):
        append(project_copy, table, print_figure("luohe", indicator, as_printed, **columns))
    write_processed(read_raw_data(project_copy), project_copy)
    return project_copy


def test_an_invented_rung_award_step_and_group_stand_in_the_report(with_bases: Path) -> None:
    city = open_city_report("luohe", "en", project=with_bases)

    awards = read_rows(find_tables(write_technology_finance(city))[-1])
    steps = read_rows(find_tables(write_contract_funnel(city))[0])
    profile = read_rows(find_tables(write_laboratory_profile(city))[0])

    assert read_rungs(write_platform_ladder(city))["Robot bases", "provincial"][0] == "12 (2023)"
    # Half a million from each of two payers.
    assert [row[1:5] for row in awards if row[0].endswith("Award per robot base")] == [
        [
            "Provincial",
            "city budget and budget of the area that benefits",
            "CNY 500,000 each",
            "2 × CNY 0.5 million = CNY 1 million",
        ]
    ]
    assert [row[0] for row in steps if "Robot orders" in row[1]] == ["Contracts signed"]
    assert ["Results", "Laboratory robots", "7", "2023"] in profile
