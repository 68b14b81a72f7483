import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.analysis.claims.claim import ClaimError
from helpers.audit.checks import CHECKS, is_shown
from helpers.audit.facts import Finding, Quantity
from helpers.data.printed.intervals import Interval, point
from helpers.reports.finding_text import FindingText, claim_finding, claim_kind, write_finding
from helpers.reports.quantity_text import write_quantity
from helpers.reports.report import Report, open_report
from helpers.words.language import LANGUAGES, read_catalogue, read_claim_kinds

Reports = Callable[[str], Report]


@pytest.fixture(scope="module")
def reports(project: Path) -> Reports:
    @cache
    def read(language: str) -> Report:
        return open_report(language, "", project)

    return read


@pytest.fixture(params=LANGUAGES)
def report(reports: Reports, request: pytest.FixtureRequest) -> Report:
    return reports(request.param)


def find(report: Report, check: str, *rows: str) -> Finding:
    """Return the finding of a check that concerns some rows."""
    (found,) = [
        finding
        for finding in report.findings
        if finding.check == check and set(rows) <= {figure.figure_id for figure in finding.figures}
    ]
    return found


def span(report: Report, low: str | None, high: str | None, unit: str, **words: bool) -> str:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    return write_quantity(report, Quantity(Interval(ends[0], ends[1]), unit), **words)


# --- numbers that were worked out --------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "low", "high", "unit", "text"),
    [
        # 9031 / 2.935 = 3077.0, 9031 / 2.925 = 3087.5: whole people in between
        ("en", "3077.0017", "3087.5214", "人", "3,078–3,087 people"),
        ("zh", "3077.0017", "3087.5214", "人", "3078—3087人"),
        ("zh", "26.1", "28.5", "%", "26.1%—28.5%"),
        ("en", "26.1", "28.5", "%", "26.1–28.5%"),
        # 16.145 x 1.115^5 = 27.82, 16.155 x 1.125^5 = 29.11
        ("en", "2782354010", "2911183456", "元", "CNY 2.78–2.92 billion"),
        ("zh", "2782354010", "2911183456", "元", "27.8—29.2亿元"),
        ("en", "0.8517", "0.8524", "%", "0.852%"),
        ("en", "53", "53", "人", "53 people"),
        ("zh", "15393086", "15409293", "元", "1539—1541万元"),
        # Few digits say both ends; to two digits of the width they would lie inside.
        ("zh", "5940000", "6940000", "元", "594—694万元"),
        ("en", "5940000", "6940000", "元", "CNY 5.94–6.94 million"),
        # Both ends would be 28.5, beside other sums of money that are spans.
        ("zh", "2845300647", "2847062989", "元", "28.45—28.48亿元"),
        # Both ends round to 9.1 and 30.52.
        ("zh", "9.126", "9.139", "%", "9.1%"),
        ("en", "30.517", "30.518", "%", "30.52%"),
        # One scale beside the 98.15 million and the 9815万 that are printed.
        ("zh", "97440000", "97440000", "人", "9744万人"),
        ("zh", "710000", "710000", "人", "71万人"),
        ("en", "97440000", "97440000", "人", "97.44 million people"),
        ("en", "710000", "710000", "人", "710,000 people"),
        ("zh", "12695", "12695", "家", "12695家"),
        ("zh", "5805894300000", "5805894300000", "元", "58058.94亿元"),
        ("en", "-500", "-500", "亩", "500 mu"),
        ("en", "5", None, "人", "more than 5 people"),
        ("zh", None, "5", "人", "不超过5人"),
    ],
)
def test_a_number_is_as_fine_as_its_interval_and_no_finer(
    reports: Reports, language: str, low: str | None, high: str | None, unit: str, text: str
) -> None:
    assert span(reports(language), low, high, unit) == text


_ENDS = re.compile(r"[\d.]+")
_SCALES = {"亿": 10**8, "万": 10**4, "billion": 10**9, "million": 10**6}


def read_span(text: str) -> list[Decimal]:
    factor = next((number for word, number in _SCALES.items() if word in text), 1)
    return [Decimal(end) * factor for end in _ENDS.findall(text.replace(",", ""))]


@given(
    low=st.decimals(min_value=1, max_value=10**12, places=3),
    width=st.decimals(min_value=Decimal("0.001"), max_value=10**12, places=3),
)
def test_a_written_span_holds_the_interval_and_is_one_in_both_languages(
    reports: Reports, low: Decimal, width: Decimal
) -> None:
    for unit in ("元", "%", "亩"):
        quantity = Quantity(Interval(low, low + width), unit)
        written = [write_quantity(reports(code), quantity) for code in LANGUAGES]
        one, other = map(read_span, written)

        assert one == other
        if len(one) > 1:  # else both ends round to it
            assert one[0] <= low
            assert one[1] >= low + width


def test_a_sum_of_printed_numbers_is_written_as_a_reader_adds_them(reports: Reports) -> None:
    # 1930万 + 590万 = 2520万, each rounded to 1万
    assert span(reports("zh"), "25190000", "25210000", "元", is_sum=True) == "2520万元"


@pytest.mark.parametrize(("language", "text"), [("zh", "500亩左右"), ("en", "about 500 mu")])
def test_what_is_left_of_about_so_much_is_about_the_rest_of_the_number_stated(
    reports: Reports, language: str, text: str
) -> None:
    about_6000 = Interval(Decimal(3000), Decimal(12000), Decimal(6000))

    left = Quantity(about_6000 - point(5500), "亩")

    assert write_quantity(reports(language), left, is_sum=True) == text


# --- every finding -----------------------------------------------------------------------------


def write_all(report: Report) -> list[tuple[Finding, FindingText]]:
    return [(f, write_finding(report, f)) for f in report.findings if is_shown(f)]


def test_every_finding_is_a_sentence_with_its_working_and_meaning(report: Report) -> None:
    end = {"en": ".", "zh": "。"}[report.language.code]
    written = write_all(report)

    assert len(written) > 30
    for _, text in written:
        for part in (text.sentence, text.work, text.so):
            assert part.endswith(end)
            assert "{" not in part
            assert not re.search(r"\bnan\b", part)
        assert text.name


def test_the_sentence_of_every_finding_is_a_claim_of_its_rows(report: Report) -> None:
    shown = [finding for finding in report.findings if is_shown(finding)]
    report.claims.clear()

    sentences = [claim_finding(report, finding) for finding in shown]

    assert sentences == [write_finding(report, finding).sentence for finding in shown]
    told = [(one.sentence, one.claim.relation, one.claim.figures) for one in report.claims]
    assert told == [
        (sentence, f"{finding.verdict}_{finding.check}", "|".join(f.key for f in finding.figures))
        for sentence, finding in zip(sentences, shown, strict=True)
    ]
    report.claims.clear()


def test_a_doubt_bears_no_mark_in_the_words_that_raise_it(reports: Reports) -> None:
    # 17 cities have 12,695 high-tech enterprises, Henan prints 1.2万家.
    report = reports("zh")
    (finding,) = [f for f in report.findings if f.check == "province" and f.form == "exceed"]

    text = write_finding(report, finding)

    assert text.sentence.endswith("17市（缺济源）合计已达12695家，多于全省的1.2万家。")
    # 1.2万 is anything from 11 500 to 12 500.
    assert (
        text.work
        == "17市（缺济源）合计12695家，比1.2万家（如系四舍五入，为11500—12500家）多195—1195家。"
    )
    assert report.write(finding.roles["total"][0]).startswith("1.2万家（？")


def test_a_sum_over_a_figure_that_another_finding_doubts_bears_its_mark(reports: Reports) -> None:
    # Of the 17 added up, Luohe's 13.51亿元 of 2019 is printed elsewhere as 13.45亿元.
    total = "st-yearbook-2020:henan.rd_expenditure.2019.activity"
    finding = find(reports("zh"), "province", total)
    text = write_finding(reports("zh"), finding)

    assert "17市合计774.94亿元（？）" in text.sentence
    assert "= 18.10亿元（？）" in text.work


def test_what_an_amount_implies_comes_out_of_the_amount_as_shown(reports: Reports) -> None:
    # Of 206761万元 20.68亿元 is shown: 20.675 / 0.975% = 2120.5 and 20.685 / 0.965% = 2143.5.
    row = "sanming-yearbook-2020:sanming.rd_intensity.2017"
    text = write_finding(reports("zh"), find(reports("zh"), "ratios", row))

    assert "2120—2144亿元" in text.sentence


def test_a_step_out_of_line_is_told_as_the_rise_or_fall_it_is(report: Report) -> None:
    # Invention patents of Zhengzhou: 14,289 in 2019 and 4,252 in 2020.
    steps = [one for one in report.findings if one.form in ("break_fall", "last_rise")]
    words = {
        ("en", "break_fall"): "Zhengzhou: invention patents granted fell from 14,289 (2019) to",
        ("zh", "break_fall"): "郑州发明专利授权由2019年的14289件降至2020年的4252件",
    }

    for finding in steps:
        first, second = (finding.roles[name][0].number for name in ("first", "second"))
        assert (second < first) == (finding.form == "break_fall")
    told = [write_finding(report, one).sentence for one in steps if one.form == "break_fall"]
    assert any(one.startswith(words[report.language.code, "break_fall"]) for one in told)


def test_what_is_found_of_one_firm_names_the_firm_and_not_its_city(report: Report) -> None:
    # Jiaozuo Daily, line 378: 15586万元, up 1.2%.
    text = write_finding(report, find(report, "growth", "jiaozuo-daily-2021:378b"))

    # Within a sentence English begins the name small.
    start = {
        "zh": "焦作金叶醋酸纤维有限公司营业收入增速（2020年，1.2%）的基数",
        "en": "Jiaozuo Jinye Acetate Fibre Co., Ltd.: the base of revenue growth (2020, 1.2%)",
    }
    assert text.sentence.startswith(start[report.language.code])
    alike = write_finding(report, find(report, "look_alikes", "jiaozuo-daily-2021:360a"))
    listed = {
        "zh": "焦作的省级院士工作站（",
        "en": " with academician workstations (level not said) 19 (2015);",
    }
    assert listed[report.language.code] in alike.sentence


def test_what_holds_is_not_claimed_to_be_a_finding(reports: Reports) -> None:
    report = reports("en")
    holds = next(finding for finding in report.findings if not is_shown(finding))

    with pytest.raises(ClaimError):
        claim_finding(report, holds)


@pytest.mark.parametrize("check", [check.name for check in CHECKS])
def test_every_check_has_its_words(check: str) -> None:
    catalogue = read_catalogue()

    assert f"audit_{check}_name" in catalogue
    assert f"audit_{check}_so" in catalogue
    sentences = {key for key, kind in read_claim_kinds().items() if kind == "contradiction"}
    assert any(key == f"audit_{check}" or key.startswith(f"audit_{check}_") for key in sentences)


def test_the_talents_without_a_class_are_worked_out(report: Report) -> None:
    text = write_finding(report, find(report, "parts", "luohe-report-2024:15i"))

    # 9084 - (15 + 42 + 937 + 8037) = 53
    assert [number for number in ("15", "42", "937", "53") if number not in text.work] == []
    assert "53" in text.sentence


def test_a_fall_of_rounded_numbers_is_as_wide_as_the_rounding(report: Report) -> None:
    # One table rounded 1890 and 1851 to whole ones: 1889.5 - 1851.5 = 38, 1890.5 - 1850.5 = 40.
    finding = find(
        report, "falls", "city-database-6:puyang.gdp.2022", "city-database-6:puyang.gdp.2023"
    )

    left = {"zh": "= 38—40亿元。", "en": "= CNY 3.8–4.0 billion."}
    assert write_finding(report, finding).work.endswith(left[report.language.code])


def test_the_path_of_a_growth_target_is_worked_out(report: Report) -> None:
    text = write_finding(report, find(report, "growth_target", "luohe-plan-2021:31c"))

    # 16.145 x 1.12^5 = 28.453, 16.155 x 1.12^5 = 28.471; (25 / 16.145)^(1/5) = 1.0914
    path = {"en": "CNY 2.845–2.848 billion", "zh": "28.45—28.48亿元"}[report.language.code]
    assert path in text.sentence
    assert "12%）的5次方 = " in text.work or "12%)^5 = " in text.work
    # 16.145 x 1.091^5 = 24.96 would fall short.
    assert "9.2%" in text.work


def test_parts_that_leave_a_rest_say_which_part_is_not_printed(reports: Reports) -> None:
    # Luohe report, line 11: 6000亩, of which 5000亩 and 500亩; the research area has no figure.
    report = reports("en")
    text = write_finding(report, find(report, "parts", "luohe-report-2024:11m"))

    assert "500 mu lie outside them" in text.sentence
    assert text.work.endswith("The land of the core research area is not printed.")


def test_a_finding_is_written_alike_whatever_the_order_of_its_roles(reports: Reports) -> None:
    report = reports("en")
    finding = find(report, "outcomes", "luohe-letter-2021:31d")
    turned = replace(finding, roles=dict(reversed(list(finding.roles.items()))))

    assert write_finding(report, turned) == write_finding(report, finding)


def test_an_output_that_fits_a_size_class_is_told_as_no_third_size(report: Report) -> None:
    # Report, line 7: 千亿级; line 13: 300亿级, and 1000亿元 of output a year.
    text = write_finding(report, find(report, "sizes", "luohe-report-2024:13p"))

    named = {"en": "Sizes stated for one item", "zh": "同一事项的不同规模"}
    fitting = {"en": "is not said; of the order of CNY 100 billion fits ", "zh": "与千亿级相合"}
    assert text.name == named[report.language.code]
    assert fitting[report.language.code] in text.work


def test_each_check_has_one_name_of_its_own(report: Report) -> None:
    names = [key for key in read_catalogue() if re.fullmatch("audit_.+_name", key)]

    assert {*names} == {f"audit_{check.name}_name" for check in CHECKS}
    assert len({report.say(name) for name in names}) == len(CHECKS)


def test_of_a_rank_that_no_other_city_has_a_value_for_no_number_is_told(report: Report) -> None:
    ranks = [finding for finding in report.findings if finding.check == "ranks"]

    text = claim_kind(report, [one for one in ranks if one.verdict == "undecided"])

    # Of academician workstations only Jiaozuo prints a number.
    told = {
        "en": "academician workstations: no figures of other cities",
        "zh": "院士工作站无其他市的数据",
    }
    assert text is not None
    assert told[report.language.code] in text.work
    assert not re.search(r"\b0 other|另有0", text.work)


def test_a_working_says_which_of_its_figures_is_less_sure_and_why(report: Report) -> None:
    # The work report of February 2024: growth that may be of 2022.
    growth = "luohe-work-report-2024:luohe.rd_expenditure_growth_previous_year.2023"
    text = write_finding(report, find(report, "growth", growth))

    told = {
        "en": r"41\.8% \(low reliability\): .*2022.*\.$",
        "zh": r"41\.8%（可信度低）：.*可能是2022年的增速。$",
    }
    assert re.search(told[report.language.code], text.work)


def test_figures_less_sure_for_one_reason_are_told_together(report: Report) -> None:
    sums = [one for one in report.findings if one.check == "province" and one.form == "missing"]

    text = claim_kind(report, sums)

    # Of Luohe in 2017 and 2018: other columns repeat.
    doubt = {"en": "(low reliability): ", "zh": "（可信度低）："}
    assert text is not None
    assert text.work.count(doubt[report.language.code]) == 1


def test_partners_that_a_count_may_hold_are_named(report: Report) -> None:
    # Reply, line 27: 30 in all, four named; two newly signed.
    text = write_finding(report, find(report, "named", "puyang-reply-2022:27a"))

    told = {
        "en": "Tsinghua University (Two of the newly signed partners are named; whether they",
        "zh": "，列名4所；同处另列中科院上海高研院和清华大学（新签协议的高校院所原文只列2所；",
    }
    assert told[report.language.code] in text.sentence


def test_a_year_that_one_of_two_figures_does_not_print_bears_a_star(reports: Reports) -> None:
    # 2.80% is of 2020 as printed, 2.82% of the end of the 13th plan.
    report = reports("en")
    text = write_finding(
        report, find(report, "versions", "luoyang-online-2025:luoyang.rd_intensity.2020")
    )

    assert "first printed as 2.80% (2020), later as 2.82% (2020*)" in text.sentence


def test_sizes_of_two_things_are_named_and_what_no_target_has_is_a_sentence(
    reports: Reports,
) -> None:
    # Report, line 11: 占地6000亩, three zones; letter: 9 and 15 are planned.
    report = reports("en")
    sizes = write_finding(report, find(report, "names", "luohe-report-2024:11m"))
    bases = [finding for finding in report.findings if finding.check == "bases"]
    told = [write_finding(report, finding).sentence for finding in bases]

    assert (
        "CNY 10.6 billion, land area (15 mu to the hectare) 6,000 mu and project zones 3; "
        in sizes.work
    )
    lacking = "with a number for Luohe as a whole in the Luohe letter has an actual figure"
    assert f"None of the 2 targets {lacking} of the same thing." in told


def test_sentences_of_several_findings_follow_one_another(reports: Reports) -> None:
    report = reports("en")
    kinds = [finding for finding in report.findings if finding.check == "kinds"]

    text = claim_kind(report, [one for one in kinds if one.verdict == "undecided"])

    assert text is not None
    assert ". Whether " in text.work
    assert "; Whether " not in text.work


def test_counts_that_may_hold_each_other_say_what_is_open(report: Report) -> None:
    # Reply, line 27: 30 of the city government, 397 of all firms of the city.
    text = write_finding(report, find(report, "kinds", "puyang-reply-2022:27a"))

    told = {"en": "Whether those of the city government count among", "zh": "是否计入全市数"}
    assert told[report.language.code] in text.sentence


def test_what_is_left_of_a_province_has_the_room_of_its_rounding(reports: Reports) -> None:
    part = reports("zh").known_rows.list_printed("gdp", "luohe")[0]
    # 600亿元 less 400亿元 to the hundred million each: 200亿元 and one either way.
    left = Quantity(Interval(Decimal(199 * 10**8), Decimal(201 * 10**8)), "元")
    roles = {"total": [part], "parts": [part]}
    numbers = {"sum": Quantity(point(400 * 10**8), "元"), "residual": left}
    others: dict[str, int | str] = {"share": "33.3%", "count": 2, "missing": ""}
    finding = Finding("province", "inconsistent", roles, {**numbers, **others})

    assert "199—201亿元" in write_finding(reports("zh"), finding).work
    assert "CNY 19.9–20.1 billion" in write_finding(reports("en"), finding).work


@pytest.mark.parametrize(
    ("language", "told"), [("zh", "高校院所30所，列名4所"), ("en", "30, of which 4 named")]
)
def test_parties_named_have_the_unit_of_their_count(
    language: str, told: str, reports: Reports
) -> None:
    report = reports(language)
    found = [one for one in report.findings if one.check == "named" and is_shown(one)]
    text = claim_kind(report, found)

    assert text is not None
    assert told in text.sentence


def test_a_multiple_is_worked_back_as_it_was_rounded(report: Report) -> None:
    # Plan, line 11: 101 are three times as many, so 2.5 to 3.5: 101 / 3.5 = 28.9, 101 / 2.5 = 40.4.
    text = write_finding(report, find(report, "multiple", "luohe-plan-2021:11b"))

    told = {
        "en": "National high-tech enterprises 101 (2020) are 3 times the earlier count: "
        "101 ÷ 2.5–3.5 times = 29–40.",
        "zh": "国家高新技术企业101家（2020年）为前期的3倍：101家 ÷ 2.5—3.5倍 = 29—40家。",
    }
    assert text.work.startswith(told[report.language.code])
    # Report, line 15: whether 1859 is the year's number or an increase is not said.
    level = write_finding(report, find(report, "multiple", "luohe-report-2024:15p"))
    taken = {"en": "510 people. Whether the number", "zh": "510人。“倍增”的人数是当年数还是"}
    assert taken[report.language.code] in level.work
