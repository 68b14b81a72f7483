"""Opening a report in a notebook: of a city, of a province, or for a question of one's own."""

from helpers.notebook.notebook_report import NotebookReport
from helpers.problems import UsageError
from helpers.project import ALL
from helpers.reports.city_report import open_city_report
from helpers.reports.comparison.comparison_report import open_comparison_report
from helpers.reports.report import open_report


def open_city(city: str, language: str, as_of: str = "", peers: str = "") -> NotebookReport:
    """Open the report of a city, with all figures of its province and of the nation.

    Args:
        city: Slug of the city, such as `luohe`.
        language: `zh` or `en`.
        as_of: Day such as `2022-12-31`: only documents written by then are used. Empty for all.
        peers: Slugs of the cities it is set beside, with commas; chosen by the rule when empty.

    Raises:
        UsageError: The city, language or day is not known; the nearest one is named.

    Example:
        >>> from helpers.notebook import open_city
        >>> open_city("luohe", "zh").province
        'henan'
    """
    return NotebookReport(open_city_report(city, language, as_of, peers=peers), city)


def open_comparison(province: str, language: str, as_of: str = "") -> NotebookReport:
    """Open the comparison of the cities of a province.

    Args:
        province: Slug of the province, such as `henan`.
        language: `zh` or `en`.
        as_of: As in `open_city`.

    Raises:
        UsageError: The province, language or day is not known.

    Example:
        >>> from helpers.notebook import open_comparison
        >>> len(open_comparison("henan", "en").cities)
        18
    """
    return NotebookReport(open_comparison_report(province, language, as_of), province)


def open_question(province: str, language: str, as_of: str = "") -> NotebookReport:
    """Open the figures for a question of one's own.

    Args:
        province: Slug of the province; `all` for those of all provinces beside each other.
        language: `zh` or `en`.
        as_of: As in `open_city`.

    Raises:
        UsageError: The province, language or day is not known.

    Example:
        >>> from helpers.notebook import open_question
        >>> report = open_question("all", "en")
        >>> set(report.figures("rd_intensity", years=2023)["place"]) <= set(report.cities)
        True
    """
    home = "" if province == ALL else province
    report = open_report(language, as_of, around=home)
    if home and home not in report.codebook.provinces:
        known = ", ".join([*open_report(language, as_of).codebook.provinces, ALL])
        raise UsageError(f"no province {province!r}; expected one of {known}")
    return NotebookReport(report, home)
