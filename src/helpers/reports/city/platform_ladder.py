"""The view of the platform ladder: laboratories, centres, bases and parks by their level."""

from helpers.pages.items import Section
from helpers.reports.city.ladder_sections import write_ladder
from helpers.reports.city_report import CityReport


def write_platform_ladder(city: CityReport) -> Section:
    """Write the platforms by level: stock, newly built, target, and what each is awarded.

    Args:
        city: The report.

    Returns:
        Nothing where no figure of the city stands on the ladder.
    """
    view = city.report.language.say("view_platform_ladder")
    return write_ladder(city, "platform", "innovation_platforms", view)
