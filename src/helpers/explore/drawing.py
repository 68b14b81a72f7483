"""A chart of one's own choice: its title is the finding."""

from helpers.explore.answers import Choice, answer
from helpers.explore.choices import Chosen, indicators, read_within
from helpers.explore.selection import Years
from helpers.pages.items import Section


def draw(
    indicator: str,
    place: Chosen = None,
    years: Years = None,
    as_of: str = "",
    language: str = "en",
    province: str = "",
) -> Section:
    """Draw an indicator of some places: over the years, or ranked where there is one year.

    Args:
        indicator: Printed or derived indicator.
        place: Places of one province; all its cities by default.
        years: One year, or the first and the last one.
        as_of: Day such as `2022-12-31`: only what was known then.
        language: `zh` or `en`.
        province: As in `compare`.

    Returns:
        Chart and table, which show themselves in a notebook; where nothing is reported, the
        sentence that says so.

    Raises:
        UsageError: A place, the indicator, the day or the language is not known.

    Example:
        >>> from helpers.explore import draw
        >>> draw("rd_intensity", "puyang", years=2021)
        The documents print no R&D intensity of Puyang for the years chosen.
        Nearest: Puyang 2020, at most 2.0%.
    """
    wanted = read_within(place, province)
    return answer(Choice(tuple(wanted), indicators.find(indicator), years, as_of, language)).show()
