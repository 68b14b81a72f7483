from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from figure_factory import CODEBOOK, change, figure, observe

from helpers.analysis.plans.pace import Pace, compare_pace, find_way_of_growth
from helpers.analysis.plans.plan_standing import TargetStanding
from helpers.analysis.plans.relative_targets import judge_relative, list_relative
from helpers.analysis.plans.tracked_targets import judge_plan
from helpers.audit.checks import audit
from helpers.audit.facts import Finding, read_facts
from helpers.data.figures import DerivedValue, Figure, tabulate
from helpers.data.observations import read_derived, read_observations
from helpers.data.printed.intervals import Interval

STOCK, MONEY, GROWTH = "high_tech_enterprises", "rd_expenditure", "rd_expenditure_growth"
NOTHING = tabulate(DerivedValue, [])


def stock(name: str, printed: str, period: str, **columns: str) -> Figure:
    return figure(name, STOCK, printed, period=period, measure="stock", unit="家", **columns)


def money(name: str, printed: str, period: str, **columns: str) -> Figure:
    return figure(name, MONEY, printed, period=period, measure="flow", **columns)


def rate(name: str, printed: str, period: str, **columns: str) -> Figure:
    return figure(name, GROWTH, printed, period=period, measure="growth", **columns)


def test_a_growth_is_not_set_against_an_amount_a_year() -> None:
    one = Interval(Decimal(1), Decimal(2))
    growing, adding = Pace(2020, 2023, one, None), Pace(2023, 2025, None, one)

    assert compare_pace(growing, adding) == compare_pace(adding, growing) == "open"


def judge_one(*figures: Figure, findings: Sequence[Finding] = ()) -> TargetStanding:
    """Judge the one target among some figures of Luohe."""
    frame = observe(*figures)
    (standing,) = judge_plan(
        frame, NOTHING, replace(CODEBOOK, relative_targets={}), ["luohe"], findings
    )
    return standing


def list_ends(pace: Pace | None) -> list[float]:
    """List the ends of growth and of additions."""
    parts = (pace.growth, pace.added) if pace else ()
    return [float(end or 0) for part in parts if part for end in (part.low, part.high)]


AIM = stock("aim", "150家", "by 2025", basis="target")
BASE = stock("base", "100家", "2020")


# --- levels ------------------------------------------------------------------------------------


def test_a_target_reached_early_says_by_which_figure() -> None:
    years = [stock(f"y{year}", f"{n}家", str(year)) for year, n in ((2022, 149), (2023, 150))]
    standing = judge_one(AIM, BASE, *years, stock("y2024", "170家", "2024"))

    assert (standing.verdict, standing.required, standing.reasons) == ("met", None, ())
    assert standing.reached is not None
    assert standing.latest is not None
    assert (standing.reached.period, standing.latest.period) == ("2023", "2024")
    # (170 - 100) of the (150 - 100) wanted
    assert standing.way == pytest.approx(1.4)


@pytest.mark.parametrize(
    ("latest", "verdict"),
    # Needed from 2023: (150 / n)^(1/2); so far: (n / 100)^(1/3). They meet at 100 x 1.5^(3/5),
    # which is 127.5.
    [("128家", "on_track"), ("127家", "behind")],
)
def test_a_level_on_the_way_is_judged_by_its_yearly_growth(latest: str, verdict: str) -> None:
    standing = judge_one(AIM, BASE, stock("latest", latest, "2023"))

    assert (standing.verdict, standing.reasons) == (verdict, ())


def test_the_paces_are_growth_and_for_counts_additions() -> None:
    standing = judge_one(AIM, BASE, stock("latest", "121家", "2022"))

    # 1.1 x 1.1 = 1.21; 21 in two years; (150 / 121)^(1/3) = 1.0742; 29 in three years
    assert list_ends(standing.so_far) == pytest.approx([10, 10, 10.5, 10.5])
    assert list_ends(standing.required) == pytest.approx([7.424, 7.424, 29 / 3, 29 / 3], abs=0.001)


@pytest.mark.parametrize(("latest", "verdict"), [("25家", "behind"), ("26家", "met")])
def test_over_25_is_not_met_by_exactly_25(latest: str, verdict: str) -> None:
    aim = stock("aim", "突破25家", "by 2025", basis="target")
    base = stock("base", "10家", "2020")

    assert judge_one(aim, base, stock("l", latest, "2025")).verdict == verdict


def test_a_rounded_amount_at_the_line_is_met_by_the_print_and_says_so() -> None:
    aim = money("aim", "25亿元以上", "by 2025", basis="target")
    base, latest = money("base", "10亿元", "2020"), money("latest", "25亿元", "2024")
    standing = judge_one(aim, base, latest)

    # 25亿 may be 24.5 to 25.5.
    assert (standing.verdict, standing.reasons) == ("met", ("rounding",))


def test_a_doubted_level_shows_nothing_of_a_target() -> None:
    aim, base = stock("aim", "150家", "by 2025", basis="target"), stock("base", "100家", "2020")
    doubted = stock("l", "151家", "2023", doubt="out_of_line")

    assert judge_one(aim, base, doubted).verdict == "cannot_tell"


def test_rounding_that_decides_the_pace_leaves_the_verdict_open() -> None:
    aim = money("aim", "20亿元", "by 2024", basis="target")
    standing = judge_one(aim, money("b", "10亿元", "2020"), money("l", "14亿元", "2022"))

    # sqrt(14 / 10) = 1.183, but 13.5 / 10.5 to 14.5 / 9.5 is 1.134 to 1.235; needed sqrt(20 / 14).
    assert (standing.verdict, standing.reasons) == ("cannot_tell", ("rounding",))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "P"}, "no_figure_since"),
        ({"basis": "estimate"}, "no_figure_since"),
        ({"scope": "programme"}, "no_figure_since"),
        ({"entity": "some-park"}, "no_figure_since"),
        ({"place": "wuyang"}, "no_figure_since"),
        ({"indicator": "high_tech_enterprises_municipal_and_above"}, "no_figure_since"),
    ],
)
def test_what_is_not_settled_or_of_another_kind_is_no_evidence(
    changes: dict[str, str], reason: str
) -> None:
    other = change(stock("other", "180家", "2023"), **changes)
    standing = judge_one(AIM, BASE, other)

    assert (standing.verdict, standing.reasons) == ("cannot_tell", (reason,))
    assert standing.latest is not None
    assert standing.latest.figure_id == "base"


def test_no_pace_crosses_a_revision() -> None:
    latest = stock("latest", "120家", "2023", revision="regional-gdp-2023")
    standing = judge_one(AIM, BASE, latest)

    assert (standing.verdict, standing.reasons) == ("cannot_tell", ("revised",))
    assert (standing.so_far, standing.way) == (None, None)


def test_figures_of_after_the_deadline_do_not_tell_of_it() -> None:
    late = [stock(f"late-{year}", "200家", f"{year}") for year in (2027, 2028)]
    standing = judge_one(AIM, stock("older", "80家", "2018"), BASE, *late)

    assert (standing.verdict, standing.reasons) == ("cannot_tell", ("no_figure_at_deadline",))
    assert [one.figure_id for one in standing.around] == ["base", "late-2027"]


def test_short_of_it_at_the_deadline_is_behind() -> None:
    standing = judge_one(AIM, BASE, stock("due", "149家", "2025"))

    assert (standing.verdict, standing.reasons) == ("behind", ("deadline_missed",))


def test_a_share_is_judged_by_points_a_year() -> None:
    def share(name: str, printed: str, period: str, basis: str = "actual") -> Figure:
        return figure(
            name, "high_tech_output_share", printed, period=period, basis=basis, measure="rate"
        )

    aim, base = share("aim", "50.0%", "by 2025", "target"), share("base", "40.0%", "2020")
    standing = judge_one(aim, base, share("latest", "45.0%", "2022"))

    # 5 points in two years; 5 more in three are needed.
    assert standing.verdict == "on_track"
    assert standing.so_far is not None
    assert standing.so_far.growth is None


def test_a_ceiling_is_no_floor() -> None:
    aim = change(AIM, qualifier="at_most")

    assert judge_one(aim, BASE, stock("l", "200家", "2023")).reasons == ("ceiling",)


def test_a_target_reached_only_as_rounded_says_so() -> None:
    # 2万 may be 19,500.
    figures = stock("aim", "2万家", "by 2025", basis="target"), stock("y2023", "2万家", "2023")
    standing = judge_one(*figures, stock("base", "1万家", "2020"))

    assert (standing.verdict, standing.reasons) == ("met", ("rounding",))


def test_a_level_without_a_base_has_a_pace_wanted_and_none_so_far() -> None:
    standing = judge_one(AIM, stock("y2022", "120家", "2022"))

    assert (standing.verdict, standing.reasons) == ("cannot_tell", ("no_two_levels",))
    assert (standing.base, standing.so_far, standing.way) == (None, None, None)
    # (150 / 120)^(1/3) = 1.0772, and 30 in three years
    assert list_ends(standing.required) == pytest.approx([7.72, 7.72, 10, 10], abs=0.005)


# --- growth, years, totals ---------------------------------------------------------------------


WANTED = rate("wanted", "12%", "2021/2025", basis="target")


@pytest.mark.parametrize(
    ("last", "verdict"),
    # 1.12^3 = 1.405: 10.00 grows to 14.05.
    [("14.20亿元", "on_track"), ("13.90亿元", "behind"), ("14.05亿元", "cannot_tell")],
)
def test_growth_is_judged_by_two_levels(last: str, verdict: str) -> None:
    levels = money("first", "10.00亿元", "2020"), money("last", last, "2023")

    assert judge_one(WANTED, *levels).verdict == verdict


def test_growth_without_a_settled_base_cannot_be_told() -> None:
    levels = money("first", "10亿元", "2020", status="P"), money("last", "20亿元", "2023")
    standing = judge_one(WANTED, *levels)

    assert standing.verdict == "cannot_tell"
    assert standing.reasons == ("no_two_levels", "provisional_base")


def test_a_provisional_level_before_the_base_is_no_reason() -> None:
    early, base = money("early", "8亿元", "2019", status="P"), money("base", "10.00亿元", "2020")
    standing = judge_one(WANTED, early, base, money("last", "14.05亿元", "2023"))

    assert (standing.verdict, standing.base) == ("cannot_tell", base)
    assert "provisional_base" not in standing.reasons


@pytest.mark.parametrize(
    ("stated", "period", "verdict", "covered"),
    [
        ("30%以上", "2021/2023", "on_track", 1.3**3 - 1),
        ("11%", "2021/2023", "behind", 1.11**3 - 1),
        ("30%以上", "2022/2023", "cannot_tell", None),  # another base
        ("13%", "2021/2025", "met", 1.13**5 - 1),
    ],
)
def test_a_printed_rate_counts_only_from_the_same_base(
    stated: str, period: str, verdict: str, covered: float | None
) -> None:
    standing = judge_one(WANTED, rate("stated", stated, period))
    way = None if covered is None else pytest.approx(covered / (1.12**5 - 1))

    assert (standing.verdict, standing.way) == (verdict, way)


def test_the_way_of_growth_follows_from_the_rates() -> None:
    # (1.1^2 - 1) / (1.2^2 - 1) = 0.21 / 0.44
    assert find_way_of_growth(Decimal(10), 2, Decimal(20), 2) == pytest.approx(0.21 / 0.44)


def yearly(name: str, printed: str, period: str, basis: str = "actual") -> Figure:
    return figure(
        name, "engineering_centres_provincial_new", printed, period=period, basis=basis, unit="家"
    )


@pytest.mark.parametrize(
    ("numbers", "verdict"),
    [((5, 6), "on_track"), ((5, 4), "behind"), ((5, 5, 7), "met"), ((), "cannot_tell")],
)
def test_a_yearly_target_holds_for_every_year(numbers: tuple[int, ...], verdict: str) -> None:
    aim = yearly("aim", "5家", "each 2021/2023", "target")
    years = [yearly(f"y{n}", f"{count}家", str(2021 + n)) for n, count in enumerate(numbers)]

    assert judge_one(aim, *years).verdict == verdict


def test_a_year_that_may_fall_short_leaves_a_yearly_target_open() -> None:
    aim = rate("aim", "12%", "each 2021/2022", basis="target")
    years = [rate("y1", "13%", "2021"), rate("y2", "12%", "2022")]  # 12%: 11.5 to 12.5

    assert judge_one(aim, *years).verdict == "cannot_tell"


@pytest.mark.parametrize(
    ("later", "verdict", "reason"),
    [("70家", "on_track", ()), ("60家", "cannot_tell", ("net_of_losses",))],
)
def test_a_stock_can_show_that_a_yearly_target_is_kept_not_that_it_is_missed(
    later: str, verdict: str, reason: tuple[str, ...]
) -> None:
    aim = yearly("aim", "5家", "each 2021/2025", "target")
    ends = [
        figure(f"s{year}", "engineering_centres_provincial", n, period=year, unit="家")
        for year, n in (("2020", "55家"), ("2023", later))
    ]
    standing = judge_one(aim, *ends)

    # 15 in three years are 5 a year.
    assert (standing.verdict, standing.reasons) == (verdict, reason)


def test_a_total_of_other_years_is_no_base_for_a_pace() -> None:
    def total(name: str, printed: str, period: str, basis: str = "actual") -> Figure:
        return figure(
            name, "municipal_major_projects", printed, period=period, basis=basis, measure="flow"
        )

    aim, old = total("aim", "30项", "by 2025", "target"), total("old", "40项", "2016/2020")

    assert judge_one(aim, old).reasons == ("other_span",)
    new = judge_one(aim, old, total("new", "31项", "2021/2023"))
    assert (new.verdict, new.so_far, new.way) == ("met", None, None)


# --- relative targets --------------------------------------------------------------------------

ROW = {
    "place": "luohe",
    "indicator": "rd_intensity",
    "aspect": "level",
    "period": "by 2025",
    "relation": "at_least",
    "reference_place": "henan",
    "source": "luohe-plan-2021",
}


def intensity(place: str, printed: str, period: str, **columns: str) -> Figure:
    scope = "whole_city" if place == "luohe" else "province"
    about: Mapping[str, Any] = {"place": place, "scope": scope, "measure": "rate"} | columns
    return figure(f"{place}{period}", "rd_intensity", printed, period=period, **about)


def compare(*figures: Figure, **changes: str) -> TargetStanding:
    return judge_relative(ROW | changes, observe(*figures), NOTHING, CODEBOOK)


@pytest.mark.parametrize(
    ("own", "relation", "verdict", "reasons"),
    [
        ("2.1%", "at_least", "cannot_tell", ("rounding",)),  # 2.05 to 2.15, 2.045 to 2.055
        ("2.2%", "at_least", "on_track", ()),
        ("2.2%", "well_above", "on_track", ("clearly_unsaid",)),
        ("2.05%", "above", "cannot_tell", ("rounding",)),
        ("1.90%", "at_least", "behind", ()),
    ],
)
def test_a_level_is_held_against_the_printed_average(
    own: str, relation: str, verdict: str, reasons: tuple[str, ...]
) -> None:
    pair = intensity("luohe", own, "2023"), intensity("henan", "2.05%", "2023")
    standing = compare(*pair, relation=relation)

    assert (standing.verdict, standing.reasons) == (verdict, reasons)


@pytest.mark.parametrize(("relation", "verdict"), [("at_least", "on_track"), ("above", "behind")])
def test_an_exact_number_that_is_equal_is_at_least_the_other_and_not_above_it(
    relation: str, verdict: str
) -> None:
    centres = "engineering_centres_provincial"
    pair = [
        figure(f"{place}2023", centres, "55家", period="2023", unit="家", place=place, scope=scope)
        for place, scope in (("luohe", "whole_city"), ("henan", "province"))
    ]

    assert compare(*pair, indicator=centres, relation=relation).verdict == verdict


@pytest.mark.parametrize(("period", "missed"), [("by 2023", ("deadline_missed",)), ("by 2024", ())])
def test_a_level_below_the_average_misses_only_its_own_deadline(
    period: str, missed: tuple[str, ...]
) -> None:
    pair = intensity("luohe", "1.90%", "2023"), intensity("henan", "2.05%", "2023")
    standing = compare(*pair, period=period)

    assert (standing.verdict, standing.reasons) == ("behind", missed)


def test_a_level_above_the_average_is_reached_at_its_deadline_not_before() -> None:
    pair = intensity("luohe", "2.2%", "2023"), intensity("henan", "2.05%", "2023")
    verdicts = [compare(*pair, period=period).verdict for period in ("by 2023", "by 2024")]

    assert verdicts == ["met", "on_track"]


def test_no_average_of_another_year_or_revision_is_used() -> None:
    own = intensity("luohe", "2.1%", "2023")
    other_year = compare(own, intensity("henan", "1.96%", "2022"))
    revised = compare(own, intensity("henan", "2.05%", "2023", revision="census"))

    assert (other_year.verdict, other_year.reasons) == ("cannot_tell", ("no_average",))
    assert (revised.verdict, revised.reasons) == ("cannot_tell", ("revised",))


@pytest.mark.parametrize(
    ("own", "period", "relation", "verdict", "reasons"),
    # The province grows from 1.60% to 2.00%: by 1.25, or 1.243 to 1.257 with rounding.
    [
        ("2.00%", "2021/2025", "well_above", "on_track", ("clearly_unsaid",)),
        ("2.00%", "2021/2025", "above", "on_track", ()),
        ("2.00%", "2021/2023", "above", "met", ()),
        ("1.10%", "2021/2023", "above", "behind", ("deadline_missed",)),
        ("1.25%", "2021/2025", "above", "cannot_tell", ("rounding",)),  # 1.239 to 1.261
        ("2.00%", "2021/2022", "above", "behind", ("deadline_missed",)),  # 1.05 beside 1.19
        ("2.00%", "by 2025", "above", "cannot_tell", ("no_average",)),
        ("2.00%", "2022/2025", "above", "cannot_tell", ("no_average",)),
    ],
)
def test_growth_is_held_against_growth_over_the_same_years(
    own: str, period: str, relation: str, verdict: str, reasons: tuple[str, ...]
) -> None:
    figures = [
        intensity(place, printed, year)
        for place, year, printed in (
            ("luohe", "2020", "1.00%"),
            ("luohe", "2022", "1.05%"),
            ("luohe", "2023", own),
            ("henan", "2020", "1.60%"),
            ("henan", "2022", "1.90%"),
            ("henan", "2023", "2.00%"),
        )
    ]
    standing = compare(*figures, aspect="growth", relation=relation, period=period)
    alone = compare(*figures[:3], aspect="growth", relation=relation, period=period)

    assert (standing.verdict, standing.reasons) == (verdict, reasons)
    assert (alone.verdict, alone.reasons) == ("cannot_tell", ("no_average",))


def test_relative_targets_are_those_of_the_places_known_by_the_day() -> None:
    for row in CODEBOOK.relative_targets.values():
        day = CODEBOOK.sources[row["source"]]["written_latest"]

        assert row in list_relative(CODEBOOK, [row["place"]], "")
        assert row in list_relative(CODEBOOK, [row["place"]], day)
        assert row not in list_relative(CODEBOOK, [row["place"]], day[:-1])  # sorts before
        assert row not in list_relative(CODEBOOK, ["kaifeng"], "")


# --- the documents -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def observations(project: Path) -> pd.DataFrame:
    return read_observations("", project)


@pytest.fixture(scope="module")
def standings(project: Path, observations: pd.DataFrame) -> dict[str, TargetStanding]:
    partnerships = pd.DataFrame(columns=["partnership_id"])
    findings = audit(read_facts(observations, partnerships, CODEBOOK))
    derived = read_derived("", project)
    judged = judge_plan(observations, derived, CODEBOOK, ["luohe", "henan"], findings)
    return {
        str(one.targets[0].figure_id if one.relative is None else one.relative["target_id"]): one
        for one in judged
    }


def test_a_target_whose_plan_has_two_lines_or_an_unsaid_base_says_so(
    standings: dict[str, TargetStanding],
) -> None:
    # Plan, lines 31, 33 and 12: 12% and 25亿; 5 a year and 70; 2 built before, 2 wanted.
    reasons = {name: standings[f"luohe-plan-2021:{name}"].reasons for name in ("31b", "33c", "33e")}

    assert reasons == {
        "31b": ("no_figure_since", "provisional_base", "targets_differ"),
        "33c": ("no_figure_since", "targets_differ"),
        "33e": ("new_or_all",),
    }


def test_the_doubted_rate_of_the_report_is_set_beside_what_the_ratios_imply(
    standings: dict[str, TargetStanding],
) -> None:
    growth = standings["luohe-plan-2021:31c"]

    # Report, line 17: over 30%; 2.1% x 176.40 billion over 1.14% x 157.388 billion: 26.1 at least.
    assert growth.verdict == "on_track"
    assert growth.implied is not None
    assert float(growth.implied.low or 0) == pytest.approx(26.1, abs=0.05)
    # (1.261^3 - 1) / (1.12^5 - 1) = 1.006 / 0.762
    assert growth.way == pytest.approx(1.32, abs=0.005)


def test_the_aim_of_the_province_belongs_to_the_province(
    standings: dict[str, TargetStanding],
) -> None:
    # Newspaper page, lines 139-140; the national figure of 2020 is not in the data.
    aim = standings["jiaozuo-daily-2021:140a"]

    assert (aim.verdict, aim.reasons) == ("cannot_tell", ("no_average",))


def test_the_words_of_every_relative_target_stand_on_its_line(documents: Path) -> None:
    for row in CODEBOOK.relative_targets.values():
        text = (documents / CODEBOOK.sources[row["source"]]["file"]).read_text(encoding="utf-8")
        line = text.split("\n")[int(row["locator"].removeprefix("line ")) - 1]
        assert row["label"] in line
        assert len(row["label"]) <= 20
