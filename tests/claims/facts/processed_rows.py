"""The rows that claims are checked against, read from CSV files by nothing of the package."""

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from claims.facts.naming import Names, Row

Claim = Mapping[str, str]
Ends = tuple[Decimal, Decimal]
INFINITE = Decimal("Infinity")
WAYS = {"rose": "above", "fell": "below", "held": "equal"}
WHOLE = ("whole_city", "province", "nation")


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table; a province need not have all tables."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@dataclass(frozen=True)
class Processed:
    """The printed and derived rows of one province, and what the codebook says of them."""

    printed: Mapping[str, Row]
    derived: Mapping[str, Row]
    units: Mapping[str, str]
    relations: Collection[tuple[str, str, str, str]]
    places: Mapping[str, Row]
    pairs: Sequence[Row] = ()
    proposals: Sequence[Row] = ()
    relative: Mapping[str, Row] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Names] = field(default_factory=dict)
    ladders: Sequence[Row] = ()
    listed: Sequence[Row] = ()
    posted: Mapping[str, str] = field(default_factory=dict)
    _by_subject: dict[tuple[str, str], list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in (*self.printed.values(), *self.derived.values()):
            self._by_subject.setdefault((row["indicator"], row["place"]), []).append(row)

    def of(self, indicator: str, place: str) -> Sequence[Row]:
        return self._by_subject.get((indicator, place), ())

    def relates(self, level: str, relation: str, subject: Row, other: Row) -> bool:
        """Return whether a row, or its indicator, stands in a relation to that of another."""
        column = "figure_id" if level == "figure" else level
        return (level, relation, subject[column], other[column]) in self.relations

    def list_related(self, level: str, relation: str, subject: str) -> list[str]:
        """Return what something stands in a relation to."""
        lead = (level, relation, subject)
        return sorted(row[-1] for row in self.relations if row[:-1] == lead)

    def find(self, identifier: str) -> Row:
        return self.printed.get(identifier) or self.derived[identifier]

    def list_years(self, like: Row) -> Iterator[Row]:
        """Yield the settled figures of whole years of the same thing, that of a row included."""
        for row in self.of(like["indicator"], like["place"]):
            same = all(row.get(name) == like.get(name) for name in ("scope", "entity", "unit"))
            if "figure_id" in row and same and is_settled(row) and is_year(row) and row["value"]:
                yield row

    def ends(self, row: Row) -> Ends:
        """Return the least and the greatest number that a row may stand for."""
        if takes_no_rank(row):
            return -INFINITE, INFINITE
        low = Decimal(row["value_low"]) if row["value_low"] else -INFINITE
        high = Decimal(row["value_high"]) if row["value_high"] else INFINITE
        if "derived_id" in row:
            return (low.next_plus(), high) if row["kind"] == "floor" else (low, high)
        value = Decimal(row["value"]) if row["value"] else None
        if value is None:
            return low, high
        if row["qualifier"] in ("about", "order_of_magnitude"):
            low, high = value / 2, value * 2
        elif row["qualifier"] == "exact" and row["basis"] != "target":
            step, kind = Decimal(row["rounding_unit"]), self.units[row["unit"]]
            half = Decimal(0) if kind in ("count", "rank") and step == 1 else step / 2
            low, high = value - half, value + half
            if value >= 0 and kind not in ("share", "points"):
                low = max(low, Decimal(0))
        if row["doubt_bound"]:
            bound = Decimal(row["doubt_bound"])
            low, high = min(low, bound), max(high, bound)
        return low, high

    def stand(self, indicator: str, place: str, period: str) -> Row | None:
        """Return what a place has in a period: a settled print, or a quotient, or a bound."""
        found: list[tuple[tuple[int, bool, str, bool, float, int], Row]] = []
        for number, row in enumerate(self.of(indicator, place)):
            if row["period"] != period:
                continue
            if "derived_id" in row:
                weight = {"quotient": 1, "ceiling": 0, "floor": 0}.get(row["kind"])
                if weight is not None:
                    found.append(((weight, False, "", False, 0, number), row))
            elif (
                is_settled(row)
                and is_whole(row)
                and row["qualifier"] not in ("about", "order_of_magnitude")
            ):
                is_dated = row["period_basis"] != "inferred"
                edition = row["known_from"], row["series"] != "", -float(row["rounding_unit"])
                version = is_dated, *edition
                found.append(((2, *version, number), row))
        return max(found, key=lambda one: one[0])[1] if found else None


def names(claim: Claim, column: str) -> list[str]:
    return claim[column].split("|") if claim[column] else []


def is_settled(row: Row) -> bool:
    return row["basis"] == "actual" and row["status"] not in ("P", "E")


def is_whole(row: Row) -> bool:
    return row["scope"] in WHOLE and not row["entity"]


def is_year(row: Row) -> bool:
    return len(row["period"]) == 4 and row["period"].isdigit()


def takes_no_rank(row: Row) -> bool:
    return any(kind not in ("", "below_parts", "other_print") for kind in row["doubt"].split("|"))


def order(own: Ends, other: Ends) -> str:
    """Return how one pair of ends stands to another: above, below, equal, or level."""
    if own[0] > other[1]:
        return "above"
    if own[1] < other[0]:
        return "below"
    return "equal" if own == other and own[0] == own[1] else "level"


def expect(found: str, wanted: str) -> Iterator[str]:
    if found != wanted:
        yield "open" if found == "level" else f"is {found}, not {wanted}"


def is_bound(row: Row) -> bool:
    if "kind" in row:
        return row["kind"] in ("ceiling", "floor")
    return row["qualifier"] != "exact"


def read_processed(project: Path, province: str, as_of: str = "") -> Processed:
    """Read what was known of a province on a day; empty for everything.

    The doubts are those of today: a report of a past day is told apart by the caller.
    """
    data = project / "data"
    folder, raw = data / "processed" / province, data / "raw"

    def read(name: str) -> list[dict[str, str]]:
        rows = read_csv(folder / name)
        return [row for row in rows if not as_of or row["known_from"] <= as_of]

    codebook = raw / "codebook"
    related = (row for one in (codebook, raw / province) for row in read_csv(one / "relations.csv"))
    places = [*read_csv(raw / "china" / "places.csv"), *read_csv(raw / province / "places.csv")]
    sources = [row for name in ("china", province) for row in read_csv(raw / name / "sources.csv")]
    return Processed(
        {row["figure_id"]: row for row in read("figures.csv")},
        {row["derived_id"]: row for row in read("derived.csv")},
        {row["unit"]: row["kind"] for row in read_csv(codebook / "units.csv")},
        {(row["level"], row["relation"], row["subject"], row["object"]) for row in related},
        {row["place"]: row for row in places},
        _read_pairs(read("partnerships.csv"), raw / province),
        read_csv(raw / province / "proposals.csv"),
        {row["target_id"]: row for row in read_csv(raw / province / "relative_targets.csv")},
        {row["source"]: row["written_latest"] for row in sources},
        {language: _read_names(raw, province, language) for language in ("zh", "en")},
        read_csv(raw / province / "ladders.csv"),
        read("partnerships.csv"),
        {row["source"]: row["posted"] for row in sources},
    )


def _read_names(raw: Path, province: str, language: str) -> Names:
    folders = [raw / name for name in ("codebook", "china", province)]

    def read(name: str) -> list[dict[str, str]]:
        return [row for folder in folders for row in read_csv(folder / name)]

    measures = {row["indicator"]: row for row in read("indicators.csv")}
    measures |= {row["derived"]: row for row in read("derived_indicators.csv")}
    others = [row[f"name_{language}"] for row in (*read("entities.csv"), *read("revisions.csv"))]
    others += [
        row[f"{column}_{language}"] for row in read("sources.csv") for column in ("short", "title")
    ]
    everywhere = [row for path in sorted(raw.glob("*/places.csv")) for row in read_csv(path)]
    return Names(language, measures, {row["place"]: row for row in everywhere}, tuple(others))


def _read_pairs(rows: list[dict[str, str]], folder: Path) -> Sequence[Row]:
    """Return who is named with whom outside the city, under the names they had last."""
    later = {
        row["object"]: row["subject"]
        for row in read_csv(folder / "relations.csv")
        if (row["level"], row["relation"]) == ("entity", "successor_of")
    }
    parents = {
        row["place"]: row["parent"]
        for row in read_csv(folder / "places.csv")
        if row["kind"] == "county_level"
    }
    bodies = {row["entity"]: row["place"] for row in read_csv(folder / "entities.csv")}
    found = []
    for row in rows:
        local, partner = row["local_party"], row["partner"]
        while local in later:
            local = later[local]
        while partner in later:
            partner = later[partner]
        city, seat = (parents.get(place, place) for place in (row["place"], bodies[partner]))
        if row["tie"] not in ("visit", "recruitment", "liaison") and city != seat:
            found.append({**row, "local_party": local, "partner": partner, "city": city})
    return found
