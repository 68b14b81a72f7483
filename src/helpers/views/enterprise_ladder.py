"""The view of the enterprise ladder: from technology SMEs up to leading firms."""

from helpers.reports.city_report import CityReport
from helpers.reports.items import Section
from helpers.views.ladders import write_ladder


def write_enterprise_ladder(city: CityReport) -> Section:
    """Write the rungs of innovative enterprises with stock, target and gap.

    Args:
        city: The report.

    Returns:
        Nothing where no figure of the city stands on the ladder.
    """
    view = city.report.language.say("view_enterprise_ladder")
    return write_ladder(city, "enterprise", "enterprise_ladder", view)
