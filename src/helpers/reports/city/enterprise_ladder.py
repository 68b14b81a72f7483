"""The view of the enterprise ladder: from technology SMEs up to leading firms."""

from helpers.pages.items import Section
from helpers.reports.city.ladder_sections import write_ladder
from helpers.reports.city_report import CityReport


def write_enterprise_ladder(city: CityReport) -> Section:
    """Write the rungs of innovative enterprises with stock, target and gap.

    Args:
        city: The report.

    Returns:
        Nothing where no figure of the city stands on the ladder.
    """
    view = city.report.language.say("view_enterprise_ladder")
    return write_ladder(city, "enterprise", "enterprise_ladder", view)
