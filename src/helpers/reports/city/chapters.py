"""A chapter of a city report: what is drawn, then every figure in a table, and the findings."""

from collections.abc import Sequence

from helpers.pages.items import Heading, Item, Paragraph, Section
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import tabulate_figures, tabulate_findings


def write_chapter(
    city: CityReport, chapter: str, key: str, items: Sequence[Item], end: Sequence[Item] = ()
) -> Section:
    """Write a chapter; empty where the documents print no figure of it.

    Args:
        city: The report.
        chapter: Chapter of the codebook.
        key: Its messages: `section_<key>` is its heading, `table_<key>` the caption of its table.
        items: What stands before the table.
        end: What stands after it and the findings.
    """
    figures = city.of_chapter(chapter)
    if not figures:
        return Section([])
    table = tabulate_figures(city.report, figures, city.say(f"table_{key}"), city.city)
    findings = tabulate_findings(city.report, city.findings_in(chapter))
    return Section([Heading(city.say(f"section_{key}")), *items, table, *findings, *end])


def say_missing(city: CityReport, indicator: str) -> list[Item]:
    """Write that no figure of an indicator is printed; nothing where one is, or without one."""
    if not indicator or not city.of_city(indicator).empty:
        return []
    name = city.report.indicator(indicator)
    return [Paragraph([city.say("sentence_missing", indicator=name)])]
