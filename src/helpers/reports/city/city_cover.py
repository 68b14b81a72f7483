"""The opening of a view that stands by itself, and what it says where there is nothing to show."""

from helpers.pages.items import Heading, Paragraph, Section
from helpers.reports.city_report import CityReport


def or_missing(city: CityReport, section: Section, view: str) -> Section:
    """Return a section, or the sentence that the documents print nothing for it.

    Args:
        city: The report.
        section: What the view wrote; empty where the city has no figure for it.
        view: Name of the view.
    """
    if section.items:
        return section
    report, say = city.report, city.say
    text = say("view_nothing", city=city.name, view=say(f"view_{view}"), documents=city.documents)
    heading = Heading(report.say(f"view_{view}"))
    return Section([heading, Paragraph([text], say("not_reported"))])
