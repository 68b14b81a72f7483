from collections.abc import Mapping
from pathlib import Path

import pytest
from case_tables import read_cases

from helpers.audit.checks import audit
from helpers.audit.facts import Facts, Finding, Quantity, read_facts
from helpers.data.codebook import read_codebook
from helpers.data.observations import read_observations, read_partnerships

PLAN, LETTER, REPORT = "luohe-plan-2021", "luohe-letter-2021", "luohe-report-2024"
YUAN_OF_YI = 10**8


@pytest.fixture(scope="module")
def facts(project: Path) -> Facts:
    observations = read_observations("", project)
    partnerships = read_partnerships("", project)
    return read_facts(observations, partnerships, read_codebook(project))


@pytest.fixture(scope="module")
def found(facts: Facts) -> Mapping[str, Finding]:
    return {finding.finding_id: finding for finding in audit(facts)}


def ends(finding: Finding, name: str) -> tuple[float, float]:
    number = finding.numbers[name]
    assert isinstance(number, Quantity)
    low, high = number.interval.low, number.interval.high
    assert low is not None
    assert high is not None
    return float(low), float(high)


def in_yi(finding: Finding, name: str) -> tuple[float, float]:
    low, high = ends(finding, name)
    return low / YUAN_OF_YI, high / YUAN_OF_YI


def has(finding: Finding, name: str, value: float) -> bool:
    low, high = ends(finding, name)
    return low <= value <= high


# --- contradictions and hazards ----------------------------------------------------------------


# finding, by the end of its source and the rows | verdict and form | intervals worked out by hand
FINDINGS = """
# four degrees leave 53 talents over: 15 + 42 + 937 + 8037 = 9031, 9084 - 9031
parts:REPORT:15i+REPORT:15j+REPORT:15k+REPORT:15l+REPORT:15m | undecided
| sum 9031 9031, residual 53 53
# growth of 12% leads past 2.5 billion: 16.145 and 16.155 times 1.12 ** 5; a target is set
growth_target:PLAN:31c+PLAN:9c+PLAN:31b | undecided past | path 2845300647 2847062989
# five centres a year lead past 70: 55 + 5 x 5
yearly_target:PLAN:33a+PLAN:33c+PLAN:12d | undecided past | path 80 80
# problems solved and proposals outnumber the problems: 11 + 75 = 86, 86 - 78
outcomes:LETTER:31d+LETTER:31e+LETTER:31f | undecided | sum 86 86
# a multiple of 2.93 gives 3082 talents the year before: 9031 / 2.935 and 9031 / 2.925
multiple:REPORT:15o+REPORT:15j+REPORT:15k+REPORT:15l+REPORT:15m | undecided base
| back 3077.0017 3087.5214
# a multiple of 3.65 gives 509 high-level talents the year before: 1859 / 3.655 and 1859 / 3.645
multiple:REPORT:15p+REPORT:15n | undecided base | back 508.61833 510.01372
# Luoyang has two ratios for 2020: 2.815 - 2.805 and 2.825 - 2.795
versions:henan-rd-2020:luoyang.rd_intensity.2020+luoyang-online-2025:luoyang.rd_intensity.2020
| undecided rebased | difference 0.01 0.03
# five to eight projects a year make about 30: 5 x 5 and 8 x 5
yearly_target:PLAN:34a+PLAN:34b | consistent flow | path 25 40
# spending of Henan grew by 12.2% in 2022: 1143.255 / 1018.84085 and 1143.265 / 1018.84075
growth:henan-rd-2022:henan.rd_expenditure_growth_previous_year.2022
, +st-yearbook-2022:henan.rd_expenditure.2021.activity+henan-rd-2022:henan.rd_expenditure.2022
| consistent | actual 12.21135 12.21233
"""


@pytest.mark.parametrize(("name", "expected", "numbers"), read_cases(FINDINGS))
def test_a_finding_of_the_documents_has_the_numbers_worked_out_by_hand(
    found: Mapping[str, Finding], name: str, expected: str, numbers: str
) -> None:
    for short, source in {"PLAN": PLAN, "LETTER": LETTER, "REPORT": REPORT, " , ": ""}.items():
        name = name.replace(short, source)
    finding = found[name]

    assert f"{finding.verdict} {finding.form}".strip() == expected
    for number in numbers.split(", "):
        key, low, high = number.split()
        assert ends(finding, key) == pytest.approx((float(low), float(high)), rel=1e-5)


def test_of_two_sizes_of_one_project_its_output_fits_the_larger(
    found: Mapping[str, Finding],
) -> None:
    (finding,) = (one for name, one in found.items() if name.startswith(f"sizes:{REPORT}:7a+"))

    assert (finding.verdict, finding.form) == ("undecided", "fits")
    assert [row.as_printed for row in finding.roles["sizes"]] == ["千亿级", "300亿级"]
    assert [row.as_printed for row in finding.roles["fitting"]] == ["1000亿元"]


def test_one_pair_stands_in_two_contract_totals(found: Mapping[str, Finding]) -> None:
    finding = found[f"counted_twice:{LETTER}:29a+{LETTER}:33b"]

    assert finding.verdict == "undecided"
    assert finding.numbers["local"] == "yingchuan-new-materials"
    assert finding.numbers["partner"] == "institute-of-process-engineering"
    assert has(finding, "sum", 25_200_000)  # 1930 + 590 = 2520, in 万


def test_1_345_billion_is_no_0_86_percent_of_gdp_and_1_351_billion_is(
    found: Mapping[str, Finding],
) -> None:
    gdp, other = "city-yearbook-2020-gdp:luohe.gdp.2019", "city-yearbook-2020:luohe"
    spent = f"{other}.rd_expenditure.2019"
    finding = found[f"ratios:{PLAN}:9b+{PLAN}:9a+{gdp}+{spent}"]

    # The plan does not print the GDP it used, so it may have used 1554 to 1574.
    assert (finding.verdict, finding.form) == ("undecided", "fits")
    # 13.445 / 1578.43735 = 0.85179% and 13.455 / 1578.43725 = 0.85243%, below 0.855%.
    assert ends(finding, "quotient") == pytest.approx((0.85179, 0.85243), abs=0.00001)
    # 13.445 / 0.865% = 1554.34 and 13.455 / 0.855% = 1573.68, below 1578.4373.
    assert in_yi(finding, "implied") == pytest.approx((1554.34, 1573.68), abs=0.005)
    # 13.5144 / 1578.4373 = 0.8562%
    assert [row.figure_id for row in finding.roles["fitting"]] == [spent]


def test_17_cities_have_more_high_tech_enterprises_than_their_province(
    found: Mapping[str, Finding],
) -> None:
    total = "economic-daily-2024:henan.high_tech_enterprises.2023"
    (finding,) = (
        one
        for one in found.values()
        if one.check == "province" and one.roles["total"][0].figure_id == total
    )

    assert (finding.verdict, finding.form) == ("inconsistent", "exceed")
    assert len(finding.roles["parts"]) == 17
    assert finding.numbers["missing"] == "jiyuan"
    # 5844 + 1443 + 856 + 638 + 473 + 471 + 398 + 386 + 303 + 301 + 301 + 288 + 287 + 203 + 191
    # + 164 + 148 = 12695, above 1.2万, which is 12500 at most.
    assert ends(finding, "sum") == (12_695, 12_695)
    assert ends(finding, "residual") == (-1_195, -195)


# --- what holds --------------------------------------------------------------------------------


def test_three_zones_make_10_6_billion(found: Mapping[str, Finding]) -> None:
    rows = "+".join(f"{REPORT}:11{letter}" for letter in "belu")
    finding = found[f"parts:{rows}"]

    assert finding.verdict != "inconsistent"
    assert has(finding, "sum", 106 * YUAN_OF_YI)  # 11 + 25 + 70
    assert has(finding, "residual", 0)


def test_three_kinds_of_research_make_all_of_henan_in_2022(found: Mapping[str, Finding]) -> None:
    names = ("", "_basic", "_applied", "_development")
    rows = "+".join(f"henan-rd-2022:henan.rd_expenditure{name}.2022" for name in names)
    finding = found[f"parts:{rows}"]

    assert finding.verdict == "consistent"
    assert has(finding, "sum", 1143.26 * YUAN_OF_YI)  # 98.49 + 37.49 + 1007.28
    assert has(finding, "residual", 0)


# --- the whole ---------------------------------------------------------------------------------


def test_findings_that_contradict_come_before_those_left_open(facts: Facts) -> None:
    order = ["inconsistent", "undecided", "consistent"]
    places = [order.index(finding.verdict) for finding in audit(facts)]

    assert places == sorted(places)
    assert set(places) == {0, 1, 2}


def test_contradictions_about_the_past_never_rest_on_targets(found: Mapping[str, Finding]) -> None:
    of_the_past = ("parts", "versions", "ratios", "growth", "additions", "classes", "province")
    bases = {
        row.basis
        for finding in found.values()
        if finding.check in of_the_past and finding.verdict == "inconsistent"
        for row in finding.figures
    }

    assert bases <= {"actual", "estimate"}
    assert bases


def test_nothing_is_found_of_figures_that_were_not_known_yet(project: Path) -> None:
    observations = read_observations("2022-12-31", project)
    partnerships = read_partnerships("2022-12-31", project)
    known = set(observations["figure_id"])
    found = audit(read_facts(observations, partnerships, read_codebook(project)))

    assert found
    assert {row.figure_id for finding in found for row in finding.figures} <= known
    assert not any(REPORT in finding.finding_id for finding in found)
