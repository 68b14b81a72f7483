"""The revision of a series that a figure follows, so that none is compared across a revision."""

from helpers.data.codebook import list_numerators
from helpers.data.raw_data import RawData
from helpers.data.tables.csv_tables import each_row


class Revisions:
    """The revisions of whole series, and what rests on them.

    A ratio rests on what its derived counterpart is divided by: R&D intensity rests on GDP.
    """

    def __init__(self, raw: RawData) -> None:
        """Read once which indicator rests on which revised series."""
        held: dict[str, list[tuple[str, str]]] = {}
        for _, row in each_row(raw.frames["revisions"]):
            revision = row["first_vintage"], row["revision"]
            held.setdefault(row["indicator"], []).append(revision)
        rests_on = {indicator: {indicator} for indicator in held}
        for _, rule in each_row(raw.frames["derived_indicators"]):
            inputs = {*list_numerators(rule), *rule["denominator"].split("|")} & set(held)
            for name in filter(None, (rule["derived"], rule["compares_with"])):
                rests_on.setdefault(name, set()).update(inputs)
        self._revisions = {
            indicator: sorted(revision for series in inputs for revision in held[series])
            for indicator, inputs in rests_on.items()
        }

    def find(self, indicator: str, vintage: str) -> str:
        """Name the last revision that a figure of a release year holds; empty before the first."""
        held = [
            revision for first, revision in self._revisions.get(indicator, []) if first <= vintage
        ]
        return held[-1] if held else ""
