"""What every view of a city has in common: its title, its marks, and nothing from nothing."""

from collections.abc import Callable
from functools import cache

import pytest
from section_reading import find_tables

from helpers.pages.items import Heading, Section
from helpers.pages.runs import Mark, show_plain
from helpers.reports.city.subjects.contract_funnel import write_contract_funnel
from helpers.reports.city.subjects.cooperation_network import write_cooperation_network
from helpers.reports.city.subjects.ladder_sections import (
    write_enterprise_ladder,
    write_platform_ladder,
)
from helpers.reports.city.subjects.plan_tracker import write_plan_tracker
from helpers.reports.city.subjects.service_record import write_service_record
from helpers.reports.city.subjects.technology_finance import write_technology_finance
from helpers.reports.city_report import CityReport, open_city_report

pytestmark = pytest.mark.slow

View = Callable[[CityReport], Section]
open_city = cache(open_city_report)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("view", "titles"),
    [
        (write_plan_tracker, {"zh": "规划进度", "en": "Plan tracker"}),
        (write_enterprise_ladder, {"zh": "企业梯队", "en": "Enterprise ladder"}),
        (write_cooperation_network, {"zh": "合作网络", "en": "Cooperation network"}),
        (write_service_record, {"zh": "科技服务与建议办理", "en": "Service and proposals"}),
    ],
)
def test_a_view_begins_with_its_title(view: View, titles: dict[str, str], language: str) -> None:
    assert view(open_city("luohe", language)).items[0] == Heading(titles[language], 1)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("view", "city"),
    [
        (write_enterprise_ladder, "luohe"),
        (write_technology_finance, "luohe"),
        (write_technology_finance, "puyang"),
        (write_contract_funnel, "luohe"),
        (write_contract_funnel, "jiaozuo"),
    ],
)
def test_every_row_with_a_printed_figure_leads_to_the_print(
    view: View, city: str, language: str
) -> None:
    tables = find_tables(view(open_city(city, language)))

    assert tables
    for row in (row for table in tables for row in table.rows):
        is_derived = any(word in show_plain(row[0]) for word in ("派生", "derived"))
        assert any(isinstance(run, Mark) for run in row[-1]) or is_derived


@pytest.mark.parametrize(
    ("view", "city", "day"),
    [
        (write_plan_tracker, "puyang", ""),
        (write_plan_tracker, "hebi", ""),
        (write_plan_tracker, "luohe", "2020-12-31"),
        (write_enterprise_ladder, "luohe", "2014-12-31"),
        (write_platform_ladder, "hebi", ""),
        (write_cooperation_network, "hebi", ""),
        # The earliest document that names a pair of Luohe was written in 2021.
        (write_cooperation_network, "luohe", "2020-12-31"),
        (write_contract_funnel, "hebi", "2020-12-31"),
        # Of Jiyuan no budget is printed either.
        (write_technology_finance, "jiyuan", ""),
        (write_service_record, "hebi", ""),
        *((write_service_record, city, "2020-12-31") for city in ("luohe", "puyang", "jiaozuo")),
    ],
)
def test_without_a_figure_known_there_is_no_view(view: View, city: str, day: str) -> None:
    assert view(open_city(city, "en", day)).items == []
