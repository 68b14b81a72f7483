"""The opening of a view that stands by itself, and what it says where there is nothing to show."""

from helpers.pages.items import Heading, Paragraph, Section
from helpers.reports.city_report import CityReport


def or_missing(city: CityReport, section: Section, view: str) -> Section:
    """Return a section, or the sentence that it has nothing to show."""
    if section.items:
        return section
    say, name = city.say, city.say(f"view_{view}")
    text = say("view_nothing", city=city.name, view=name)
    return Section([Heading(name), Paragraph([text], say("not_reported"))])
