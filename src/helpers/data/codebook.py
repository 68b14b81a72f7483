"""Names and meanings: places, indicators, units, sources and entities, in both languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from helpers.data.figures import SUM
from helpers.data.tables.csv_tables import each_row, index_rows
from helpers.data.tables.data_package import name_nearest, read_package
from helpers.data.tables.folder_tables import read_tables
from helpers.data.tables.folders import find_folders
from helpers.problems import UsageError
from helpers.project import DESCRIPTOR, PROCESSED_DESCRIPTOR

Rows = Mapping[str, Mapping[str, str]]
_HEADLINES = 3


def list_numerators(rule: Mapping[str, str]) -> list[str]:
    """Return the indicators that a row of derived_indicators.csv adds up above the line."""
    return rule["numerator"].split(SUM)


def _share_a_word(*rows: Mapping[str, str]) -> bool:
    """Return whether two Chinese names have a word of two characters or more in common."""
    first, second = ({one + other for one, other in pairwise(row["name_zh"])} for row in rows)
    return not first.isdisjoint(second)


@dataclass(frozen=True)
class Codebook:
    """The tables that give names to identifiers: the rows of each by its key, in their order.

    Subjects are the titles of the tables of figures, chapters those of the reports that they belong
    to, by name. Labels are those of the coded values of observations, by column and value. Titles
    and labels stand in both languages.
    """

    places: Rows
    indicators: Rows
    units: Rows
    sources: Rows
    entities: Rows
    derived: Rows
    implications: Rows
    revisions: Rows
    relations: Sequence[Mapping[str, str]]
    subjects: Rows
    chapters: Mapping[str, str]
    labels: Mapping[str, Mapping[str, Mapping[str, str]]]
    relative_targets: Rows
    measures: Rows
    rungs: Rows

    def find_city(self, city: str) -> Mapping[str, str]:
        """Return the row of a city that has a report of its own.

        Raises:
            UsageError: There is no such city; the message names the nearest one.
        """
        if city in self.cities:
            return self.places[city]
        slugs = {
            self.places[slug][column]: slug
            for slug in self.cities
            for column in ("place", "name_zh", "short_zh", "name_en")
        }
        slug = slugs.get(city)
        if city in self.provinces:
            raise UsageError(
                f"{city!r} is a province; expected PROVINCE={city}, or one of its cities"
            )
        hint = f"perhaps {slug!r}" if slug else name_nearest(city, sorted(set(slugs.values())))
        raise UsageError(f"no city {city!r} in places.csv; expected {hint}")

    def look_alikes(self, indicator: str) -> list[str]:
        """Return what an indicator must not be confused with, of a name that shares a word."""
        row = self.indicators[indicator]
        others = filter(None, row["not_to_be_confused_with"].split("|"))
        return [one for one in others if _share_a_word(row, self.indicators[one])]

    @property
    def provinces(self) -> list[str]:
        """The provinces, in the order of their folders."""
        return [slug for slug, row in self.places.items() if row["kind"] == "province"]

    def province_of(self, place: str) -> str:
        """Return the province that a place lies in, or is; empty where it lies in none."""
        around = [place, *self.enclosing(place)]
        return next((name for name in around if self.places[name]["kind"] == "province"), "")

    @property
    def headline_indicators(self) -> list[str]:
        """The three headline indicators in their order, printed or derived."""
        rows = {**self.indicators, **self.derived}
        places = {int(row["headline"]): name for name, row in rows.items() if row["headline"]}
        return [name for place, name in sorted(places.items()) if place <= _HEADLINES]

    @property
    def leading_indicators(self) -> list[str]:
        """The printed indicators that may lead a report: headline ones, then their stand-ins."""
        leading = [name for name, row in self.indicators.items() if row["headline"]]
        return sorted(leading, key=lambda name: int(self.indicators[name]["headline"]))

    @cached_property
    def compared(self) -> list[str]:
        """The indicators that rank cities: each printed one, then those derived from it."""
        return self.compared_for("ranked")

    def compared_for(self, purpose: str) -> list[str]:
        """Return the indicators that cities are compared on as `ranked`, `context` or `peers`."""
        return [
            measure
            for name in self.indicators
            for measure in (name, *self.derived_from(name))
            if self.measure(measure)["compared"] == purpose
        ]

    def headline_of(self, chapter: str) -> str:
        """Return the headline indicator of a chapter; empty where it has none."""
        return next((n for n in self.headline_indicators if self.chapter_of(n) == chapter), "")

    def printed_lead_of(self, chapter: str) -> str:
        """Return the first printed indicator that may lead a chapter; empty where it has none."""
        return next((n for n in self.leading_indicators if self.chapter_of(n) == chapter), "")

    def chapter_of(self, measure: str) -> str:
        """Return the chapter of an indicator; a derived one belongs to that of its numerator."""
        row = self.derived.get(measure)
        name = list_numerators(row)[0] if row else measure
        return self.chapters[self.indicators[name]["subject"]]

    def is_ranked_by_rate(self, indicator: str) -> bool:
        """True when a rate derived from an indicator alone ranks the cities in its place."""
        rates = {name for name, row in self.derived.items() if row["numerator"] == indicator}
        return bool(rates & set(self.compared))

    def drawn_over_time(self, chapter: str) -> list[str]:
        """Return the printed indicators of a chapter that rank cities, themselves or by a rate."""
        return [
            name
            for name in self.indicators
            if self.chapter_of(name) == chapter
            and (name in self.compared or self.is_ranked_by_rate(name))
        ]

    def derived_from(self, indicator: str, place: str = "") -> list[str]:
        """Return the derived indicators of a numerator or first addend, by place of denominator."""
        rates = self._rates.get(indicator, {})
        return [name for name, row in rates.items() if place in ("", row["denominator_place"])]

    @cached_property
    def _rates(self) -> Mapping[str, Rows]:
        """The rows of derived indicators by their numerator or first addend."""
        rates: dict[str, dict[str, Mapping[str, str]]] = {}
        for name, row in self.derived.items():
            rates.setdefault(list_numerators(row)[0], {})[name] = row
        return rates

    def derived_like(self, indicator: str) -> list[str]:
        """Return the derived indicators that mean the same as a printed one."""
        return [name for name, row in self.derived.items() if row["compares_with"] == indicator]

    @cached_property
    def twins(self) -> Mapping[str, str]:
        """The measure of one meaning with another: printed of a derived one, and the reverse."""
        pairs = {name: row["compares_with"] for name, row in self.derived.items()}
        known = {name: printed for name, printed in pairs.items() if printed}
        return known | {printed: name for name, printed in known.items()}

    def ladder(self, name: str) -> list[Mapping[str, str]]:
        """Return the rungs of a ladder, `enterprise` or `platform`, from the top."""
        rungs = [row for row in self.rungs.values() if row["ladder"] == name]
        return sorted(rungs, key=lambda row: int(row["order"]))

    def rung_awarded(self, award: str) -> Mapping[str, str] | None:
        """Return the rung that an indicator of an award belongs to; None without one."""
        return next((row for row in self.rungs.values() if row["award"] == award), None)

    def order_of(self, indicator: str, column: str) -> int:
        """Return the position of the `group` or `step` of an indicator; without one, the last."""
        return [*self.labels[column], ""].index(self.indicators[indicator][column])

    def measure(self, name: str) -> Mapping[str, str]:
        """Return the row of an indicator, printed or derived."""
        return self.derived[name] if name in self.derived else self.indicators[name]

    @property
    def cities(self) -> list[str]:
        """The cities that are compared, in the order of places.csv."""
        return [slug for slug, row in self.places.items() if row["kind"] == "prefecture_city"]

    def within(self, city: str) -> list[str]:
        """Return a place and those that lie directly in it, such as a city with its counties."""
        return [city, *(slug for slug, row in self.places.items() if row["parent"] == city)]

    def city_of(self, place: str) -> str:
        """Return the city that a county lies in; any other place is itself."""
        row = self.places.get(place)
        return row["parent"] if row and row["kind"] == "county_level" else place

    def related(self, level: str, *relations: str) -> list[Mapping[str, str]]:
        """Return the rows of relations.csv of a level and of some kinds."""
        return [
            row for row in self.relations if row["level"] == level and row["relation"] in relations
        ]

    def cities_of(self, province: str) -> list[str]:
        """Return the prefecture cities of a province, in the order of places.csv."""
        return [slug for slug in self.cities if self.places[slug]["parent"] == province]

    def enclosing(self, place: str) -> list[str]:
        """Return the places around a place, the nearest first: its province, its nation."""
        around: list[str] = []
        while self.places[place]["parent"]:
            place = self.places[place]["parent"]
            around.append(place)
        return around

    def parts_of(self, indicator: str) -> list[str]:
        """Return the indicators that are parts of another, in the order of the codebook."""
        related = self.related("indicator", "part_of", "among")
        parts = {row["subject"] for row in related if row["object"] == indicator}
        return [name for name in self.indicators if name in parts]

    def wider_class_of(self, indicator: str) -> str:
        """Return the indicator whose class holds that of another; empty where there is none."""
        wider = {row["subject"]: row["object"] for row in self.related("indicator", "within")}
        return wider.get(indicator, "")


def read_codebook(project: Path, *provinces: str) -> Codebook:
    """Read the codebook, with the names that the folders of some provinces, or of all, hold.

    Raises:
        InputError: A table is wrong; file, line and column are named.
        UsageError: There is no such province.
    """
    package = read_package(DESCRIPTOR, project)
    processed = read_package(PROCESSED_DESCRIPTOR, project)
    tables, folders = package.tables, find_folders(project)
    frames = read_tables(package, folders.read_for(folders.choose(provinces)), project)

    def index(name: str) -> Rows:
        return index_rows(frames[name], tables[name].columns[0])

    labels = {field.name: field.labels for field in processed.tables["figures"].fields}
    for table, columns in (
        (processed.tables["partnerships"], ("tie",)),
        (processed.tables["derived"], ("kind",)),
        (processed.tables["refused"], ("reason",)),
        (tables["sources"], ("access", "confidence")),
        (tables["ladders"], ("level",)),
        (tables["measures"], ("measure_kind",)),
        (tables["indicators"], ("group", "step")),
    ):
        labels |= {field.name: field.labels for field in table.fields if field.name in columns}
    labels = {column: named for column, named in labels.items() if named}
    return Codebook(
        index("places"),
        index("indicators"),
        index("units"),
        index("sources"),
        index("entities"),
        index("derived_indicators"),
        index("implications"),
        index("revisions"),
        [row for _, row in each_row(frames["relations"])],
        {name: tables[name].title for name in package.subjects},
        {name: tables[name].chapter for name in package.subjects},
        labels,
        index("relative_targets"),
        index("measures"),
        index_rows(frames["ladders"], "rung"),
    )
