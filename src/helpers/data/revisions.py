"""The revision of a series that a figure follows, so that none is compared across a revision."""

import re
from collections.abc import Iterable, Mapping
from itertools import chain

from helpers.data.codebook import list_numerators
from helpers.data.raw_data import RawData
from helpers.data.tables.csv_tables import each_row

Row = Mapping[str, str]


class Revisions:
    """The revisions of whole series, and what rests on them.

    A ratio rests on what its derived counterpart is divided by: R&D intensity rests on GDP.
    """

    def __init__(self, raw: RawData) -> None:
        """Read once which indicator rests on which revised series."""
        held: dict[str, list[Row]] = {}
        for _, row in each_row(raw.frames["revisions"]):
            held.setdefault(row["indicator"], []).append(row)
        rests_on = {indicator: {indicator} for indicator in held}
        for _, rule in each_row(raw.frames["derived_indicators"]):
            inputs = {*list_numerators(rule), *rule["denominator"].split("|")} & set(held)
            for name in filter(None, (rule["derived"], rule["compares_with"])):
                rests_on.setdefault(name, set()).update(inputs)
        self._revisions = {
            indicator: sorted(
                chain.from_iterable(held[series] for series in inputs),
                key=lambda row: row["first_vintage"],
            )
            for indicator, inputs in rests_on.items()
        }
        self._places = raw.index("places", "place")

    def find(self, indicator: str, place: str, period: str, vintage: str) -> str:
        """Name the revision that a figure of a release year follows; empty before the first.

        A revision is first printed a year after the first year that it holds for. Whether a later
        print of an earlier year follows it is not said, which a row without a release year names.
        """
        rows = self._revisions.get(indicator, [])
        held = list_between(rows, self._places[place]["kind"], "", vintage)
        if not held:
            return ""
        years = re.findall("[0-9]{4}", period)
        is_told = int(years[-1]) >= int(held[-1]["first_vintage"]) - 1
        return (held[-1] if is_told else rows[0])["revision"]


def list_between(rows: Iterable[Row], kind: str, first: str, last: str) -> list[Row]:
    """Return the revisions after one release year up to another, for places of a kind."""
    return [
        row
        for row in rows
        if first < row["first_vintage"] <= last and kind in (row["kinds"] or kind).split("|")
    ]
