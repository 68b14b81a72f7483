"""How the notebook of a view begins: its first lines, and the sentence where a city has nothing."""

from helpers.pages.items import Heading, Paragraph, Section
from helpers.pages.matter import Cover
from helpers.reports.city_report import CityReport


def write_opening(city: CityReport, view: str) -> Section:
    """Write the first lines of a view that stands by itself.

    Args:
        city: The report.
        view: Name of the view; its title is the message `view_<name>`.
    """
    report, say = city.report, city.report.language.say
    title = say("view_title", view=say(f"view_{view}"), city=city.name)
    subtitle = say("city_subtitle", count=len(city.figures), documents=city.documents)
    return Section([Cover(title, subtitle, [], report.furnish(title, city.figures))])


def or_missing(city: CityReport, section: Section, view: str) -> Section:
    """Return a section, or the sentence that the documents print nothing for it.

    Args:
        city: The report.
        section: What the view wrote; empty where the city has no figure for it.
        view: Name of the view.
    """
    if section.items:
        return section
    report, say = city.report, city.report.language.say
    text = say("view_nothing", city=city.name, view=say(f"view_{view}"), documents=city.documents)
    heading = Heading(report.language.say(f"view_{view}"))
    return Section([heading, Paragraph([text], say("not_reported"))])
