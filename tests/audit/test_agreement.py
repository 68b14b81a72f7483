import pytest
from figure_factory import each_set_of, ends, figure, gather

from helpers.audit.agreement import check_posting, check_restated, check_sizes, check_versions
from helpers.audit.facts import Finding, Quantity
from helpers.data.figures import Figure

SAME = ("figure", "same_as", "again", "first")
MAGNITUDE = ("indicator", "magnitude_of", "project_scale", "project_investment_total")


# --- versions ----------------------------------------------------------------------------------


def versions(earlier: str, later: str, indicator: str, **columns: str) -> list[Figure]:
    about = {"source": "news", "known_from": "2025-12-31"} | columns
    return [figure("earlier", indicator, earlier), figure("later", indicator, later, **about)]


def test_two_documents_that_print_two_values_contradict_each_other() -> None:
    earlier, later = versions("2.80%", "2.82%", "rd_intensity")

    (finding,) = check_versions(gather(later, earlier))

    assert (finding.verdict, finding.form) == ("inconsistent", "")
    assert finding.roles == {"earlier": [earlier], "later": [later]}
    # 2.815 - 2.805 and 2.825 - 2.795
    assert ends(finding, "difference") == (0.01, 0.03)


@each_set_of("revision regional-gdp-2023", "period_basis inferred")
def test_two_vintages_and_a_year_that_is_not_printed_contradict_nothing(
    column: dict[str, str],
) -> None:
    (finding,) = check_versions(gather(*versions("2.80%", "2.82%", "rd_intensity", **column)))

    form = "rebased" if "revision" in column else "undated"
    assert (finding.verdict, finding.form) == ("undecided", form)


@pytest.mark.parametrize(
    ("prints", "indicator", "unit"),
    [
        (("2.80%", "2.82%"), "rd_intensity", "个百分点"),
        (("300家", "312家"), "high_tech_enterprises", "家"),
    ],
)
def test_two_shares_are_points_apart_and_counts_are_apart_in_their_unit(
    prints: tuple[str, str], indicator: str, unit: str
) -> None:
    (finding,) = check_versions(gather(*versions(*prints, indicator)))

    difference = finding.numbers["difference"]
    assert isinstance(difference, Quantity)
    assert difference.unit == unit


def test_a_print_that_a_document_repeats_is_compared_once() -> None:
    again = figure("earlier-again", "rd_intensity", "2.80%")
    earlier, later = versions("2.80%", "2.82%", "rd_intensity")

    (finding,) = check_versions(gather(earlier, again, later))

    assert finding.roles == {"earlier": [again], "later": [later]}


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("300家", "300家"),
        ("0.03万家", "312家"),  # 250 to 350
        ("300余家", "312家"),
        ("300家以上", "312家"),
        ("近320家", "312家"),
        ("312家左右", "312家"),
        ("300-320家", "312家"),
    ],
)
def test_rounding_or_a_qualifier_explains_two_prints(earlier: str, later: str) -> None:
    rows = versions(earlier, later, "high_tech_enterprises")

    (finding,) = check_versions(gather(*rows))

    assert finding.verdict == "consistent"


def test_a_number_that_about_may_mean_is_no_contradiction() -> None:
    rows = versions("300家左右", "312家", "high_tech_enterprises")

    (finding,) = check_versions(gather(*rows))

    assert finding.verdict == "undecided"


@each_set_of(
    "place puyang",
    "period 2019",
    "basis target",
    "basis forecast",
    "entity firm-a",
    "scope programme",
)
def test_only_prints_of_one_thing_are_compared(column: dict[str, str]) -> None:
    rows = versions("2.80%", "2.82%", "rd_intensity", **column)

    assert not list(check_versions(gather(*rows)))
    assert not list(check_versions(gather(rows[0])))


@pytest.mark.parametrize(
    ("again", "verdict"),
    [("2.82%", "inconsistent"), ("2.8%", "consistent"), ("近2.9%", "consistent")],
)
def test_one_document_that_prints_two_values_is_told_so(again: str, verdict: str) -> None:
    rows = [figure("one", "rd_intensity", "2.80%"), figure("two", "rd_intensity", again)]

    (finding,) = check_versions(gather(*rows))

    assert (finding.verdict, finding.form) == (verdict, "twice")


def test_one_document_may_print_one_value_again() -> None:
    rows = [figure("one", "rd_intensity", "2.80%"), figure("two", "rd_intensity", "2.80%")]

    assert not list(check_versions(gather(*rows)))


def test_a_finer_figure_leaves_open_whether_an_estimate_held() -> None:
    estimate = figure("earlier", "rd_intensity", "1%", basis="estimate", status="E")
    later = figure("later", "rd_intensity", "1.14%", source="news", known_from="2025-12-31")

    (finding,) = check_versions(gather(estimate, later))

    assert (finding.verdict, finding.form) == ("undecided", "estimate")
    # 1.135 - 1.5 and 1.145 - 0.5
    assert ends(finding, "difference") == (-0.365, 0.645)


def test_a_provisional_figure_of_many_digits_holds_where_a_finer_one_rounds_to_it() -> None:
    provisional = figure("earlier", "gdp", "2136.84亿元", status="P")
    later = figure("later", "gdp", "2136.8369亿元", source="yearbook")

    (finding,) = check_versions(gather(provisional, later))

    assert (finding.verdict, finding.form) == ("consistent", "estimate")


@pytest.mark.parametrize(("later", "verdict"), [("1%", "consistent"), ("1.60%", "inconsistent")])
def test_an_estimate_holds_or_fails_when_as_coarse_or_far_off(later: str, verdict: str) -> None:
    estimate = figure("earlier", "rd_intensity", "1%", basis="estimate", status="E")
    actual = figure("later", "rd_intensity", later, source="news", known_from="2025-12-31")

    (finding,) = check_versions(gather(estimate, actual))

    assert (finding.verdict, finding.form) == (verdict, "estimate")


def test_a_later_figure_of_one_series_is_a_revision() -> None:
    earlier = figure("earlier", "gdp", "100亿元", series="yearbook")
    about = {"source": "yearbook-2025", "known_from": "2025-12-31"}

    own = figure("later", "gdp", "90亿元", series="yearbook", **about)
    other = figure("later", "gdp", "90亿元", series="news", **about)

    assert [f.form for f in check_versions(gather(earlier, own))] == ["revised"]
    assert [f.form for f in check_versions(gather(earlier, other))] == [""]


def test_a_figure_that_replaces_another_is_a_revision() -> None:
    rows = versions("2.80%", "2.82%", "rd_intensity")
    replaces = ("figure", "supersedes", "later", "earlier")

    (finding,) = check_versions(gather(*rows, relations=[replaces]))

    assert finding.form == "revised"


# --- repetitions -------------------------------------------------------------------------------


def restate(first: str, again: str) -> list[Figure]:
    name = "municipal_major_projects_started"
    return [figure("first", name, first), figure("again", name, again, locator="line 97")]


def test_a_repetition_that_differs_is_a_contradiction() -> None:
    first, again = restate("5-8项", "5-9项")

    (finding,) = check_restated(gather(first, again, relations=[SAME]))

    assert finding.verdict == "inconsistent"
    assert finding.roles == {"first": [first], "again": [again]}


@pytest.mark.parametrize(("first", "again"), [("5-8项", "5-8项"), ("30项左右", "约30项")])
def test_a_repetition_in_the_same_size_is_consistent(first: str, again: str) -> None:
    (finding,) = check_restated(gather(*restate(first, again), relations=[SAME]))

    assert finding.verdict == "consistent"


def test_a_repetition_is_compared_only_when_both_rows_are_known() -> None:
    first, again = restate("5-8项", "5-9项")

    assert not list(check_restated(gather(first, relations=[SAME])))
    assert not list(check_restated(gather(again, relations=[SAME])))
    assert not list(check_restated(gather(first, again)))


# --- sizes -------------------------------------------------------------------------------------


def sizes(first: str, again: str, **columns: str) -> list[Figure]:
    about = {"entity": "project", "unit": "元"}
    return [
        figure("first", "project_scale", first, **about),
        figure("again", "project_scale", again, **(about | columns)),
    ]


def test_one_thing_printed_under_two_sizes_is_a_contradiction() -> None:
    # 千亿 is 1000 to 10000; 300亿级 is 600 at most.
    rows = sizes("千亿级", "300亿级")

    (finding,) = check_sizes(gather(*rows))

    assert (finding.verdict, finding.form) == ("inconsistent", "")
    assert finding.roles == {"sizes": rows}


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("100亿元", "100.4亿元"),  # 99.5 to 100.5
        ("百亿级", "106亿元"),
        ("100余亿元", "106亿元"),
        ("100亿元以上", "106亿元"),
        ("近110亿元", "106亿元"),
        ("106亿元左右", "106亿元"),
    ],
)
def test_rounding_or_a_qualifier_explains_two_sizes(first: str, again: str) -> None:
    (finding,) = check_sizes(gather(*sizes(first, again)))

    assert finding.verdict == "consistent"


@each_set_of(
    "entity other", "entity", "place puyang", "period 2019", "basis target", "source other"
)
def test_sizes_of_two_things_are_not_compared(column: dict[str, str]) -> None:
    assert not list(check_sizes(gather(*sizes("千亿级", "300亿级", **column))))


def test_a_repetition_is_no_second_size() -> None:
    rows = sizes("千亿级", "300亿级")

    assert not list(check_sizes(gather(*rows, relations=[SAME])))


@pytest.mark.parametrize(
    ("amount", "verdict"), [("106亿元", "consistent"), ("90亿元", "undecided")]
)
def test_a_size_in_words_is_held_against_the_amount(amount: str, verdict: str) -> None:
    size = figure("size", "project_scale", "百亿级", entity="project", unit="元")
    invested = figure("amount", "project_investment_total", amount, entity="project")

    (finding,) = check_sizes(gather(size, invested, relations=[MAGNITUDE]))

    assert (finding.verdict, finding.form) == (verdict, "unnamed")


def test_two_sizes_in_words_may_measure_two_things() -> None:
    rows = sizes("千亿级", "300亿级")

    (finding,) = check_sizes(gather(*rows, relations=[MAGNITUDE]))

    assert (finding.verdict, finding.form) == ("undecided", "unnamed")


@pytest.mark.parametrize(
    ("amount", "fitted"), [("1000亿元", "first"), ("300亿元", "again"), ("90亿元", "")]
)
def test_an_amount_that_fits_one_of_two_sizes_in_words_is_named(amount: str, fitted: str) -> None:
    # 千亿 is 1000 to 10000; 300亿级 is 150 to 600.
    output = figure("output", "annual_output_expected", amount, entity="project")
    elsewhere = figure("other", "annual_output_expected", "2000亿元", entity="other")

    (finding,) = check_sizes(
        gather(*sizes("千亿级", "300亿级"), output, elsewhere, relations=[MAGNITUDE])
    )

    assert finding.verdict == "undecided"
    named = [figure.figure_id for figure in finding.roles.get("fitted", ())]
    assert named == ([fitted] if fitted else [])
    assert list(finding.roles.get("fitting", ())) == ([output] if fitted else [])


def test_a_size_in_words_is_not_held_against_another_project() -> None:
    size = figure("size", "project_scale", "百亿级", entity="project", unit="元")
    other = figure("amount", "project_investment_total", "90亿元", entity="other")

    assert not list(check_sizes(gather(size, other, relations=[MAGNITUDE])))
    assert not list(check_sizes(gather(size, relations=[MAGNITUDE])))


# --- posting -----------------------------------------------------------------------------------


def post(posted: str, *figures: Figure, written: str = "2021-12-31") -> list[Finding]:
    sources = {"report": {"posted": posted, "written_latest": written}}
    return list(check_posting(gather(*figures, sources=sources)))


OLD = figure("old", "rd_intensity", "0.86%", period="2019")


def newer(**columns: str) -> Figure:
    about = {"period": "2021", "source": "news", "known_from": "2022-10-01"}
    return figure("newer", "rd_intensity", "1.20%", **(about | columns))


def test_a_document_posted_when_newer_figures_were_known_is_found() -> None:
    fresh = newer()

    (finding,) = post("2023-05-26", OLD, fresh)

    assert finding.verdict == "undecided"
    assert finding.roles == {"old": [OLD], "newer": [fresh]}
    assert finding.numbers == {"source": "report", "posted": "2023-05-26", "written": "2021-12-31"}


@pytest.mark.parametrize("posted", ["", "2021-12-31", "2022-12-31"])
def test_a_document_posted_within_a_year_is_no_late_one(posted: str) -> None:
    assert not post(posted, OLD, newer(known_from="2022-01-01"))


@each_set_of(
    "known_from 2023-06-01",
    "period 2019",
    "place puyang",
    "basis target",
    "basis estimate",
    "scope programme",
    "entity firm-a",
    "source report",
)
def test_a_late_document_is_overtaken_only_by_newer_actual_figures_of_the_same(
    column: dict[str, str],
) -> None:
    assert not post("2023-05-26", OLD, newer(**column))
    assert not post("2023-05-26", OLD)


def test_a_late_target_is_not_overtaken() -> None:
    aim = figure("old", "rd_intensity", "2%", period="by 2019", basis="target")

    assert not post("2023-05-26", aim, newer())
