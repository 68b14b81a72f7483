"""What a city report is led by: results, never what only tells about the city."""

from pathlib import Path

import pytest
from page_making import write_first_page

from helpers.pages.items import Paragraph
from helpers.reports.city.city_profile import list_positions
from helpers.reports.city.key_findings import list_findings_by_rule
from helpers.reports.city_report import open_city_report


@pytest.mark.parametrize("slug", ["puyang", "jiyuan"])
def test_context_is_no_finding(slug: str, project: Path) -> None:
    city = open_city_report(slug, "en", project=project)

    findings = list_findings_by_rule(city, list_positions(city), 6)

    told = {row.indicator for finding in findings for row in finding.rows}
    assert told
    assert told.isdisjoint({"registered_elsewhere_share", "gdp_per_head"})


def test_what_stands_out_names_results_before_context(project: Path) -> None:
    city = open_city_report("puyang", "en", project=project)
    items = write_first_page(city, list_positions(city)).items

    (line,) = [
        text
        for item in items
        if isinstance(item, Paragraph) and "first third" in (text := item.to_plain())
    ]
    # By people registered elsewhere it is 3rd of 18, by bachelor's degrees only 6th.
    assert line.index("achelor") < line.index("registered elsewhere")
