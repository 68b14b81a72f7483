from dataclasses import replace
from pathlib import Path

import pytest
from figure_factory import change, figure, observe

from helpers.analysis.standings import Comparison, Rank
from helpers.reports.comparison.comparison_report import open_comparison_report
from helpers.reports.comparison.map_sections import find_span
from helpers.reports.measure_names import sign_derived
from helpers.reports.missing_text import name_missing
from helpers.reports.report import Report
from helpers.reports.standing_text import say_ends, say_rank, shade_rank

CITIES = ["luohe", "puyang", "jiaozuo"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Puyang has only an approximate figure for 2020, which takes no rank."),
        ("zh", "濮阳2020年仅有约数，不列位次。"),
    ],
)
def test_a_city_with_an_approximate_figure_is_not_told_to_have_no_final_one(
    language: str, said: str, project: Path
) -> None:
    report, found = compare_cities(project, language, "2.1%", "约2.0%", "1.9%")

    assert name_missing(report, found) == said


@pytest.mark.parametrize(
    ("language", "said"),
    # The yearbooks leave out Jiyuan; the R&D expenditure of Jiaozuo is doubted.
    [
        ("zh", "济源无2019年{}和2023年{}数据。焦作2019年{}数据存疑，不列位次。"),
        (
            "en",
            (
                "Jiyuan has no figure for {} (2019) or {} (2023). Jiaozuo has a figure for {}"
                " (2019) that is in doubt and takes no rank."
            ),
        ),
    ],
)
def test_a_city_without_figures_is_named_once_with_all_that_it_lacks(
    language: str, said: str, project: Path
) -> None:
    comparison = open_comparison_report("henan", language, "", project)
    measures = "rd_expenditure_over_gdp", "technology_contracts_over_gdp"

    told = name_missing(comparison.report, *(comparison.comparisons[name] for name in measures))

    names = [sign_derived(comparison.report, name, is_inside=True) for name in measures]
    assert told == said.format(*names, names[0])


def test_a_city_that_lacks_both_years_of_one_measure_is_named_with_both(project: Path) -> None:
    comparison = open_comparison_report("henan", "en", "", project)

    told = name_missing(comparison.report, *find_span(comparison))

    # The yearbooks of 2018 and 2020 leave out Jiyuan.
    assert told == "Jiyuan has no figure for 2017 or 2019."


@pytest.mark.parametrize(
    ("language", "lead", "rank"),
    [
        ("en", "Luohe alone has a figure, 2.1%", "first, as the only city with a figure"),
        ("zh", "仅漯河有数据，为2.1%", "为唯一有数据的市"),
    ],
)
def test_a_city_that_alone_has_a_figure_is_neither_first_nor_last_of_one(
    language: str, lead: str, rank: str, project: Path
) -> None:
    report, found = compare_cities(project, language, "2.1%")

    assert say_ends(report, found) == lead
    assert say_rank(report, found, "luohe") == rank


def compare_cities(project: Path, language: str, *prints: str) -> tuple[Report, Comparison]:
    """Return a report on one figure for each of the first cities, and the cities compared."""
    opened = open_comparison_report("henan", language, "", project).report
    figures = [
        change(figure(place, "rd_intensity", printed), place=place, source="luohe-plan-2021")
        for place, printed in zip(CITIES, prints, strict=False)
    ]
    report = replace(
        opened, observations=observe(*figures), derived=opened.derived[:0], standings={}, claims=[]
    )
    found = report.compare("rd_intensity", CITIES, "2020")
    assert found is not None
    return report, found


@pytest.mark.parametrize(
    ("best", "worst", "shade"),
    [(1, 1, 3), (6, 6, 3), (7, 12, 2), (13, 18, 1), (6, 7, 0), (7, 18, 0)],
)
def test_a_rank_is_shaded_by_its_third_and_one_that_spans_a_border_is_not(
    best: int, worst: int, shade: int
) -> None:
    assert shade_rank(Rank(best, worst, is_tied=False), 18) == shade
