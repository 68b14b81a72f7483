"""Which revision of a whole series a figure already holds, so that it is not compared across it."""

from helpers.data.csv_tables import each_row
from helpers.data.raw_data import RawData


def list_revised(raw: RawData) -> dict[str, set[str]]:
    """Return for each indicator the revised series that it rests on.

    A ratio rests on what its derived counterpart is divided by: R&D intensity rests on GDP.
    """
    revised = {row["indicator"] for _, row in each_row(raw.frames["revisions"])}
    rests_on = {indicator: {indicator} for indicator in revised}
    for _, rule in each_row(raw.frames["derived_indicators"]):
        inputs = {rule["numerator"], *rule["denominator"].split("|")} & revised
        for name in filter(None, (rule["derived"], rule["compares_with"])):
            rests_on.setdefault(name, set()).update(inputs)
    return rests_on


def find_revision(raw: RawData, indicator: str, vintage: str) -> str:
    """Name the last revision that a figure of a release year holds.

    Args:
        raw: The checked raw data.
        indicator: A printed or derived indicator.
        vintage: Release year of the figure.

    Returns:
        Identifier of the revision; empty before the first, or where nothing was revised.
    """
    rests_on = list_revised(raw).get(indicator, set())
    held = [
        (row["first_vintage"], row["revision"])
        for _, row in each_row(raw.frames["revisions"])
        if row["indicator"] in rests_on and row["first_vintage"] <= vintage
    ]
    return max(held)[1] if held else ""
