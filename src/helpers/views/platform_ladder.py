"""The view of the platform ladder: laboratories, centres, bases and parks by their level."""

from helpers.reports.city_report import CityReport
from helpers.reports.items import Section
from helpers.views.ladders import write_ladder


def write_platform_ladder(city: CityReport) -> Section:
    """Write the platforms by level: stock, newly built, target, and what each is awarded.

    Args:
        city: The report.

    Returns:
        Nothing where no figure of the city stands on the ladder.
    """
    view = city.report.language.say("view_platform_ladder")
    return write_ladder(city, "platform", "innovation_platforms", view)
