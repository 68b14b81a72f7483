import pytest
from figure_factory import ends, figure, gather

from helpers.audit.agreement import (
    check_posting,
    check_restated,
    check_sizes,
    check_versions,
)
from helpers.audit.facts import Finding
from helpers.data.codebook import Codebook
from helpers.data.figures import Figure

SAME = ("figure", "same_as", "again", "first")
MAGNITUDE = ("indicator", "magnitude_of", "project_scale", "project_investment_total")


# --- versions ----------------------------------------------------------------------------------


def versions(earlier: str, later: str, indicator: str, **columns: str) -> list[Figure]:
    about = {"source": "news", "known_from": "2025-12-31"} | columns
    return [figure("earlier", indicator, earlier), figure("later", indicator, later, **about)]


def test_two_documents_that_print_two_values_contradict_each_other(codebook: Codebook) -> None:
    earlier, later = versions("2.80%", "2.82%", "rd_intensity")

    (finding,) = check_versions(gather(codebook, later, earlier))

    assert (finding.verdict, finding.form) == ("inconsistent", "")
    assert finding.roles == {"earlier": [earlier], "later": [later]}
    # 2.815 - 2.805 and 2.825 - 2.795
    assert ends(finding, "difference") == (0.01, 0.03)


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
def test_rounding_or_a_qualifier_explains_two_prints(
    codebook: Codebook, earlier: str, later: str
) -> None:
    rows = versions(earlier, later, "high_tech_enterprises")

    (finding,) = check_versions(gather(codebook, *rows))

    assert finding.verdict == "consistent"


def test_a_number_that_about_may_mean_is_no_contradiction(codebook: Codebook) -> None:
    rows = versions("300家左右", "312家", "high_tech_enterprises")

    (finding,) = check_versions(gather(codebook, *rows))

    assert finding.verdict == "undecided"


@pytest.mark.parametrize(
    "column",
    [
        {"place": "puyang"},
        {"period": "2019"},
        {"basis": "target"},
        {"basis": "forecast"},
        {"entity": "firm-a"},
        {"scope": "programme"},
    ],
)
def test_only_prints_of_one_thing_are_compared(codebook: Codebook, column: dict[str, str]) -> None:
    rows = versions("2.80%", "2.82%", "rd_intensity", **column)

    assert not list(check_versions(gather(codebook, *rows)))
    assert not list(check_versions(gather(codebook, rows[0])))


@pytest.mark.parametrize(
    ("again", "verdict"),
    [("2.82%", "inconsistent"), ("2.8%", "consistent"), ("近2.9%", "consistent")],
)
def test_one_document_that_prints_two_values_is_told_so(
    codebook: Codebook, again: str, verdict: str
) -> None:
    rows = [figure("one", "rd_intensity", "2.80%"), figure("two", "rd_intensity", again)]

    (finding,) = check_versions(gather(codebook, *rows))

    assert (finding.verdict, finding.form) == (verdict, "twice")


def test_one_document_may_print_one_value_again(codebook: Codebook) -> None:
    rows = [figure("one", "rd_intensity", "2.80%"), figure("two", "rd_intensity", "2.80%")]

    assert not list(check_versions(gather(codebook, *rows)))


def test_a_finer_figure_leaves_open_whether_an_estimate_held(codebook: Codebook) -> None:
    estimate = figure("earlier", "rd_intensity", "1%", basis="estimate", status="E")
    later = figure("later", "rd_intensity", "1.14%", source="news", known_from="2025-12-31")

    (finding,) = check_versions(gather(codebook, estimate, later))

    assert (finding.verdict, finding.form) == ("undecided", "estimate")
    # 1.135 - 1.5 and 1.145 - 0.5
    assert ends(finding, "difference") == (-0.365, 0.645)


@pytest.mark.parametrize(("later", "verdict"), [("1%", "consistent"), ("1.60%", "inconsistent")])
def test_an_estimate_holds_or_fails_when_as_coarse_or_far_off(
    codebook: Codebook, later: str, verdict: str
) -> None:
    estimate = figure("earlier", "rd_intensity", "1%", basis="estimate", status="E")
    actual = figure("later", "rd_intensity", later, source="news", known_from="2025-12-31")

    (finding,) = check_versions(gather(codebook, estimate, actual))

    assert (finding.verdict, finding.form) == (verdict, "estimate")


def test_a_later_figure_of_one_series_is_a_revision(codebook: Codebook) -> None:
    earlier = figure("earlier", "gdp", "100亿元", series="yearbook")
    about = {"source": "yearbook-2025", "known_from": "2025-12-31"}

    own = figure("later", "gdp", "90亿元", series="yearbook", **about)
    other = figure("later", "gdp", "90亿元", series="news", **about)

    assert [f.form for f in check_versions(gather(codebook, earlier, own))] == ["revised"]
    assert [f.form for f in check_versions(gather(codebook, earlier, other))] == [""]


def test_a_figure_that_replaces_another_is_a_revision(codebook: Codebook) -> None:
    rows = versions("2.80%", "2.82%", "rd_intensity")
    replaces = ("figure", "supersedes", "later", "earlier")

    (finding,) = check_versions(gather(codebook, *rows, relations=[replaces]))

    assert finding.form == "revised"


# --- repetitions -------------------------------------------------------------------------------


def restate(first: str, again: str) -> list[Figure]:
    name = "municipal_major_projects_started"
    return [figure("first", name, first), figure("again", name, again, locator="line 97")]


def test_a_repetition_that_differs_is_a_contradiction(codebook: Codebook) -> None:
    first, again = restate("5-8项", "5-9项")

    (finding,) = check_restated(gather(codebook, first, again, relations=[SAME]))

    assert finding.verdict == "inconsistent"
    assert finding.roles == {"first": [first], "again": [again]}


@pytest.mark.parametrize(("first", "again"), [("5-8项", "5-8项"), ("30项左右", "约30项")])
def test_a_repetition_in_the_same_size_is_consistent(
    codebook: Codebook, first: str, again: str
) -> None:
    (finding,) = check_restated(gather(codebook, *restate(first, again), relations=[SAME]))

    assert finding.verdict == "consistent"


def test_a_repetition_is_compared_only_when_both_rows_are_known(codebook: Codebook) -> None:
    first, again = restate("5-8项", "5-9项")

    assert not list(check_restated(gather(codebook, first, relations=[SAME])))
    assert not list(check_restated(gather(codebook, again, relations=[SAME])))
    assert not list(check_restated(gather(codebook, first, again)))


# --- sizes -------------------------------------------------------------------------------------


def sizes(first: str, again: str, **columns: str) -> list[Figure]:
    about = {"entity": "project", "unit": "元"}
    return [
        figure("first", "project_scale", first, **about),
        figure("again", "project_scale", again, **(about | columns)),
    ]


def test_one_thing_printed_under_two_sizes_is_a_contradiction(codebook: Codebook) -> None:
    # 千亿 is 1000 to 10000; 300亿级 is 600 at most.
    rows = sizes("千亿级", "300亿级")

    (finding,) = check_sizes(gather(codebook, *rows))

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
def test_rounding_or_a_qualifier_explains_two_sizes(
    codebook: Codebook, first: str, again: str
) -> None:
    (finding,) = check_sizes(gather(codebook, *sizes(first, again)))

    assert finding.verdict == "consistent"


@pytest.mark.parametrize(
    "column",
    [
        {"entity": "other"},
        {"entity": ""},
        {"place": "puyang"},
        {"period": "2019"},
        {"basis": "target"},
        {"source": "other"},
    ],
)
def test_sizes_of_two_things_are_not_compared(codebook: Codebook, column: dict[str, str]) -> None:
    assert not list(check_sizes(gather(codebook, *sizes("千亿级", "300亿级", **column))))


def test_a_repetition_is_no_second_size(codebook: Codebook) -> None:
    rows = sizes("千亿级", "300亿级")

    assert not list(check_sizes(gather(codebook, *rows, relations=[SAME])))


@pytest.mark.parametrize(
    ("amount", "verdict"), [("106亿元", "consistent"), ("90亿元", "inconsistent")]
)
def test_a_size_in_words_is_held_against_the_amount(
    codebook: Codebook, amount: str, verdict: str
) -> None:
    size = figure("size", "project_scale", "百亿级", entity="project", unit="元")
    invested = figure("amount", "project_investment_total", amount, entity="project")

    (finding,) = check_sizes(gather(codebook, size, invested, relations=[MAGNITUDE]))

    assert (finding.verdict, finding.form) == (verdict, "magnitude")


def test_a_size_in_words_is_not_held_against_another_project(codebook: Codebook) -> None:
    size = figure("size", "project_scale", "百亿级", entity="project", unit="元")
    other = figure("amount", "project_investment_total", "90亿元", entity="other")

    assert not list(check_sizes(gather(codebook, size, other, relations=[MAGNITUDE])))
    assert not list(check_sizes(gather(codebook, size, relations=[MAGNITUDE])))


# --- posting -----------------------------------------------------------------------------------


def post(
    codebook: Codebook, posted: str, *figures: Figure, written: str = "2021-12-31"
) -> list[Finding]:
    sources = {"report": {"posted": posted, "written_latest": written}}
    return list(check_posting(gather(codebook, *figures, sources=sources)))


OLD = figure("old", "rd_intensity", "0.86%", period="2019")


def newer(**columns: str) -> Figure:
    about = {"period": "2021", "source": "news", "known_from": "2022-10-01"}
    return figure("newer", "rd_intensity", "1.20%", **(about | columns))


def test_a_document_posted_when_newer_figures_were_known_is_found(codebook: Codebook) -> None:
    fresh = newer()

    (finding,) = post(codebook, "2023-05-26", OLD, fresh)

    assert finding.verdict == "undecided"
    assert finding.roles == {"old": [OLD], "newer": [fresh]}
    assert finding.numbers == {
        "source": "report",
        "posted": "2023-05-26",
        "written": "2021-12-31",
    }


@pytest.mark.parametrize("posted", ["", "2021-12-31", "2022-12-31"])
def test_a_document_posted_within_a_year_is_no_late_one(codebook: Codebook, posted: str) -> None:
    assert not post(codebook, posted, OLD, newer(known_from="2022-01-01"))


@pytest.mark.parametrize(
    "column",
    [
        {"known_from": "2023-06-01"},
        {"period": "2019"},
        {"place": "puyang"},
        {"basis": "target"},
        {"basis": "estimate"},
        {"scope": "programme"},
        {"entity": "firm-a"},
        {"source": "report"},
    ],
)
def test_a_late_document_is_overtaken_only_by_newer_actual_figures_of_the_same(
    codebook: Codebook, column: dict[str, str]
) -> None:
    assert not post(codebook, "2023-05-26", OLD, newer(**column))
    assert not post(codebook, "2023-05-26", OLD)


def test_a_late_target_is_not_overtaken(codebook: Codebook) -> None:
    aim = figure("old", "rd_intensity", "2%", period="by 2019", basis="target")

    assert not post(codebook, "2023-05-26", aim, newer())
