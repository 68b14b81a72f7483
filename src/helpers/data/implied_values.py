"""Bounds and values that follow from what a publication says of others, by `implications.csv`."""

from collections.abc import Iterator
from decimal import Decimal

from helpers.data.cleaning import show_rounded
from helpers.data.figures import Figure
from helpers.data.printed.printed_figures import parse_printed_figure
from helpers.data.raw_data import RawData
from helpers.data.revisions import Revisions
from helpers.data.tables.csv_tables import each_row


def list_implied(raw: RawData, figures: list[Figure]) -> Iterator[dict[str, str]]:
    """Yield the derived rows of the implications: ceilings, floors and implied values.

    A place that the actual figures of whole places print has no ceiling.
    """
    sources, places = raw.index("sources", "source"), raw.index("places", "place")
    indicators, revisions = raw.index("indicators", "indicator"), Revisions(raw)
    rows = [row for _, row in each_row(raw.frames["implications"])]
    floors = [row for row in rows if row["kind"] == "floor"]
    for row in rows:
        value = parse_printed_figure(row["implied"])
        number, step = value.value or Decimal(0), value.rounding_unit
        vintage = sources[row["source"]]["vintage"]
        # A value that a release implies for an earlier year rests on what the release does.
        year = f"{int(vintage) - 1}" if row["kind"] == "value" else row["period"]
        if row["kind"] == "ceiling":
            about = row["source"], row["indicator"], row["period"]
            named = {
                *(f.place for f in figures if (f.source, f.indicator, f.period) == about),
                *(
                    f["place"]
                    for f in floors
                    if (f["source"], f["indicator"], f["period"]) == about
                ),
            }
            bounded = [slug for slug, place in places.items() if place["parent"] == row["place"]]
            bounded = [slug for slug in bounded if slug not in named]
        else:
            bounded = [row["place"]]
        # A value follows from two printed figures, each half a step uncertain.
        stated, low, high = {
            "ceiling": (None, None, number),
            "floor": (None, number, None),
            "value": (number, number - step, number + step),
        }[row["kind"]]
        for place in bounded:
            yield {
                "derived_id": f"{row['indicator']}.{place}.{row['period']}.{row['kind']}",
                "kind": "implied" if row["kind"] == "value" else row["kind"],
                "indicator": row["indicator"],
                "place": place,
                "period": row["period"],
                "value": show_rounded(stated),
                "value_low": show_rounded(low),
                "value_high": show_rounded(high),
                "unit": indicators[row["indicator"]]["unit"],
                "numerator_id": "",
                "denominator_id": "",
                "per": "",
                "implication_id": row["implication_id"],
                "status": "A",
                "vintage": vintage,
                "revision": revisions.find(row["indicator"], place, year, vintage),
                "known_from": sources[row["source"]]["written_latest"],
                "doubt": "",
            }
