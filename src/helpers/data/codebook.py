"""Names and meanings: places, indicators, units, sources and entities, in both languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.data.tables.csv_tables import each_row, index_rows, read_table
from helpers.data.tables.data_package import TableSchema, name_nearest, read_package
from helpers.problems import UsageError

Rows = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Codebook:
    """The tables that give names to identifiers.

    Attributes:
        places: Rows of places.csv by slug.
        indicators: Rows of indicators.csv by identifier, in the order of the codebook.
        units: Rows of units.csv by measure word.
        sources: Rows of sources.csv by identifier.
        entities: Rows of entities.csv by identifier.
        derived: Rows of derived_indicators.csv by identifier, in their order.
        implications: Rows of implications.csv by identifier.
        revisions: Rows of revisions.csv by identifier.
        relations: Rows of relations.csv: how indicators, figures and entities relate.
        subjects: Titles of the tables of figures in both languages, by name.
        labels: Labels of the coded values of observations in both languages, by column and value.
        relative_targets: Rows of relative_targets.csv by identifier: targets without a number.
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
    labels: Mapping[str, Mapping[str, Mapping[str, str]]]
    relative_targets: Rows

    def find_city(self, city: str) -> Mapping[str, str]:
        """Return the row of a city that has a report of its own.

        Args:
            city: Slug of the city, such as `luohe`.

        Raises:
            UsageError: There is no such city; the message names the nearest one.
        """
        row = self.places.get(city)
        if row is not None and row["kind"] == "prefecture_city":
            return row
        slugs = {
            name: slug
            for slug, place in self.places.items()
            if place["kind"] == "prefecture_city"
            for name in (slug, place["name_zh"], place["short_zh"], place["name_en"])
        }
        slug = slugs.get(city)
        hint = f"perhaps {slug!r}" if slug else name_nearest(city, sorted(set(slugs.values())))
        raise UsageError(f"no city {city!r} in data/raw/places.csv; expected {hint}")

    @property
    def headline_indicators(self) -> list[str]:
        """The three headline indicators in their order."""
        ranked = {row["headline"]: name for name, row in self.indicators.items() if row["headline"]}
        return [ranked[rank] for rank in sorted(ranked) if rank <= "3"]

    @property
    def leading_indicators(self) -> list[str]:
        """What leads a report, best first: the headline indicators, then their stand-ins."""
        ranked = {row["headline"]: name for name, row in self.indicators.items() if row["headline"]}
        return [ranked[rank] for rank in sorted(ranked)]

    def measure(self, name: str) -> Mapping[str, str]:
        """Return the row of an indicator, printed or derived."""
        return self.derived[name] if name in self.derived else self.indicators[name]

    def cities_of(self, province: str) -> list[str]:
        """Return the prefecture cities of a province, in the order of places.csv."""
        return [
            slug
            for slug, row in self.places.items()
            if row["parent"] == province and row["kind"] == "prefecture_city"
        ]

    def enclosing(self, place: str) -> list[str]:
        """Return the places around a place, the nearest first: its province, its nation."""
        around: list[str] = []
        while self.places[place]["parent"]:
            place = self.places[place]["parent"]
            around.append(place)
        return around

    def region_of(self, place: str) -> set[str]:
        """Return what a report on a place reads: its province with all in it, and what is around.

        A place that lies in no province stands alone with what lies in itself.
        """
        own = [place, *self.enclosing(place)]
        province = next((slug for slug in own if self.places[slug]["kind"] == "province"), place)
        return {
            *own,
            *(slug for slug in self.places if province in (slug, *self.enclosing(slug))),
        }

    def parts_of(self, indicator: str) -> list[str]:
        """Return the indicators that are parts of another, in the order of the codebook."""
        parts = {
            row["subject"]
            for row in self.relations
            if row["relation"] in ("part_of", "among") and row["object"] == indicator
        }
        return [name for name in self.indicators if name in parts]

    def wider_class_of(self, indicator: str) -> str:
        """Return the indicator whose class holds that of another; empty where there is none."""
        found = (
            row["object"]
            for row in self.relations
            if row["relation"] == "within" and row["subject"] == indicator
        )
        return next(found, "")


def read_codebook(project: Path) -> Codebook:
    """Read the codebook tables of `data/raw`.

    Args:
        project: Project folder.

    Raises:
        InputError: A table is wrong; file, line and column are named.
    """
    package = read_package(project / "data" / "raw", project)
    processed = read_package(project / "data" / "processed", project)
    tables = package.tables
    figures, partnerships = processed.tables["figures"], processed.tables["partnerships"]
    labels = {column.name: column.labels for column in figures.fields if column.labels}
    labels |= _read_labels(partnerships, "tie")
    labels |= _read_labels(processed.tables["derived"], "kind")
    labels |= _read_labels(processed.tables["refused"], "reason")
    labels |= _read_labels(tables["sources"], "access") | _read_labels(
        tables["sources"], "confidence"
    )
    return Codebook(
        index_rows(read_table(tables["places"]), "place"),
        index_rows(read_table(tables["indicators"]), "indicator"),
        index_rows(read_table(tables["units"]), "unit"),
        index_rows(read_table(tables["sources"]), "source"),
        index_rows(read_table(tables["entities"]), "entity"),
        index_rows(read_table(tables["derived_indicators"]), "derived"),
        index_rows(read_table(tables["implications"]), "implication_id"),
        index_rows(read_table(tables["revisions"]), "revision"),
        [row for _, row in each_row(read_table(tables["relations"]))],
        {name: tables[name].title for name in package.subjects},
        labels,
        index_rows(read_table(tables["relative_targets"]), "target_id"),
    )


def _read_labels(table: TableSchema, column: str) -> dict[str, Mapping[str, Mapping[str, str]]]:
    return {field.name: field.labels for field in table.fields if field.name == column}
