from dataclasses import replace
from pathlib import Path

import pytest
from figure_factory import change, figure, observe

from helpers.reports.comparison.comparison_report import open_comparison_report
from helpers.reports.standing_text import name_missing

CITIES = ["luohe", "puyang", "jiaozuo"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Only an approximate figure for 2020, without a rank: Puyang."),
        ("zh", "濮阳2020年仅有约数，不列位次。"),
    ],
)
def test_a_city_with_an_approximate_figure_is_not_told_to_have_no_final_one(
    language: str, said: str, project: Path
) -> None:
    opened = open_comparison_report("henan", language, "", project).report
    figures = [
        change(figure(place, "rd_intensity", printed), place=place, source="luohe-plan-2021")
        for place, printed in (("luohe", "2.1%"), ("puyang", "约2.0%"), ("jiaozuo", "1.9%"))
    ]
    report = replace(
        opened, observations=observe(*figures), derived=opened.derived[:0], standings={}, claims=[]
    )
    found = report.compare("rd_intensity", CITIES, "2020")

    assert found is not None
    assert name_missing(report, found) == said
