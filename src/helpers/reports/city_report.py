"""The report of one city: its figures, its peers, and how it is opened."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from helpers.analysis.peers import choose_peers
from helpers.analysis.profile import Position
from helpers.analysis.standings import Comparison
from helpers.audit.checks import find_check, is_shown
from helpers.audit.facts import Finding
from helpers.data.figures import (
    AnyFigure,
    DerivedValue,
    Figure,
    list_derived,
    list_figures,
    order_by_period,
)
from helpers.reports.report import Report, open_report


@dataclass
class CityReport:
    """A report and the city it is about, with the figures of it and its counties, and its peers."""

    report: Report
    city: str
    figures: pd.DataFrame
    peers: list[str]
    peers_asked: str = ""

    def say(self, key: str, **values: object) -> str:
        """Return a message in the language of the report, with its values filled in."""
        return self.report.language.say(key, **values)

    @property
    def derived(self) -> pd.DataFrame:
        """Derived values of the city."""
        frame = self.report.derived
        return frame[frame["place"].eq(self.city)]

    def find_derived(self, measure: str) -> DerivedValue | None:
        """Return the latest value of a derived indicator; None where there is none."""
        return self._latest_derived.get(measure)

    @cached_property
    def _latest_derived(self) -> dict[str, DerivedValue]:
        values = self.derived[self.derived["value"].notna()].sort_values("period")
        return {row.indicator: row for row in list_derived(values)}

    @property
    def province(self) -> str:
        """Slug of the province the city lies in; empty where it lies in none."""
        return next(iter(self.report.codebook.enclosing(self.city)), "")

    @property
    def rivals(self) -> list[str]:
        """The cities it is ranked among: those of its province."""
        return self.report.codebook.cities_of(self.province)

    @property
    def findings(self) -> list[Finding]:
        """The findings of the audit about the city that a reader must see."""
        return [f for f in list_findings(self.report, self.city) if is_shown(f)]

    def findings_about(self, *subjects: str) -> list[Finding]:
        """Return the findings that the section of some subjects tells."""
        return [
            finding
            for finding in self.findings
            if (find_check(finding.check).home or finding.figures[0].subject) in subjects
        ]

    def compare(self, measure: str, period: str = "") -> Comparison | None:
        """Compare the cities of the province on a measure, in the best covered year by default."""
        return self.report.compare(measure, self.rivals, period)

    def find_overtaking(self, one: Position) -> list[tuple[AnyFigure, AnyFigure]]:
        """Return the last print that says that the city is no longer above the province, if any.

        Returns:
            At most one pair: the figure of the city and that of the province.
        """
        if one.side != "above":
            return []
        printed = self.report.codebook.derived.get(one.measure, {}).get("compares_with", "")
        later = self.report.collect_standings(printed, [self.city, self.province])
        for year in sorted(later, reverse=True):
            if year > one.comparison.period and len(later[year]) > 1:
                own, around = later[year][self.city], later[year][self.province]
                if own.row and around.row and own.high <= around.high:
                    return [(own.row, around.row)]
        return []

    def find_alike(self, measure: str, after: str = "") -> AnyFigure | None:
        """Find the latest value, after a year, of the measure that means the same, if any does."""
        codebook = self.report.codebook
        printed = codebook.derived.get(measure, {}).get("compares_with", "")
        names = filter(None, (printed, *codebook.derived_like(measure)))
        known = [self.report.collect_standings(name, [self.city]) for name in names]
        valued = [
            one[self.city].row
            for by_year in known
            for _, one in sorted(by_year.items())
            if one[self.city].value is not None
        ]
        found = [row for row in valued if row is not None and row.period > after]
        return found[-1] if found else None

    @property
    def name(self) -> str:
        """Short name of the city."""
        return self.report.place(self.city)

    @property
    def documents(self) -> int:
        """Number of documents that the report rests on: those that name the city, or all."""
        named = self.figures["source"].nunique()
        return int(named or self.report.observations["source"].nunique())

    def of_city(self, indicator: str) -> pd.DataFrame:
        """Return the figures of an indicator that cover the whole city, by period."""
        return self._whole_city.get(indicator, self.figures[:0])

    @cached_property
    def _whole_city(self) -> dict[str, pd.DataFrame]:
        frame = self.figures
        whole = frame[frame["place"].eq(self.city) & frame["scope"].eq("whole_city")]
        ordered = whole.sort_values(["period_end", "known_from"], kind="stable")
        return {str(name): rows for name, rows in ordered.groupby("indicator")}

    def of_subjects(self, *subjects: str) -> list[Figure]:
        """Return the figures of some subjects in the order of the codebook, then by period."""
        order = {name: number for number, name in enumerate(self.report.codebook.indicators)}
        rows = [row for row in list_figures(self.figures) if row.subject in subjects]
        return sorted(order_by_period(rows), key=lambda row: order[row.indicator])


def list_findings(report: Report, city: str) -> list[Finding]:
    """List what the audit found about figures of a city or of the counties in it.

    A sum of all cities is about the one for which it leaves what its own figure does not fit.
    """
    inside = report.codebook.within(city)
    return [
        finding
        for finding in report.findings
        if finding.numbers.get("place") == city
        or (
            (finding.check != "province" or finding.numbers["missing"] == city)
            and any(figure.place in inside for figure in finding.figures)
        )
    ]


def open_city_report(
    city: str, language: str, as_of: str = "", project: Path | None = None, peers: str = ""
) -> CityReport:
    """Open the report of a city.

    Peers are slugs separated by commas; when empty they follow the rule of `helpers.analysis.peers`
    within the province, or for `all` within all.

    Raises:
        UsageError: The city, language or day is not known; the nearest one is named.
        InputError: A data file is wrong.
    """
    report = open_report(language, as_of, project, around=city)
    named = [name.strip() for name in peers.split(",") if peers]
    if all(name in report.codebook.places for name in named):
        return view_city(report, city, peers)
    every = open_report(language, as_of, project)
    every.codebook.find_city(city)
    chosen = choose_peers(city, every.observations, every.derived, every.codebook, peers)
    return replace(
        view_city(_add_places(report, every, chosen), city, ",".join(chosen)), peers_asked=peers
    )


def _add_places(report: Report, every: Report, places: Sequence[str]) -> Report:
    """Return a report that also knows some cities of other provinces, and nothing else of them."""
    known = report.codebook.places
    far = [place for place in places if place not in known]

    def join(own: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
        return pd.concat([own, other[other["place"].isin(far)]], ignore_index=True)

    around = [*far, *(every.codebook.province_of(place) for place in far)]
    return replace(
        report,
        codebook=replace(
            report.codebook,
            places={**known, **{slug: every.codebook.places[slug] for slug in around if slug}},
            sources={**every.codebook.sources, **report.codebook.sources},
            entities={**every.codebook.entities, **report.codebook.entities},
            implications={**every.codebook.implications, **report.codebook.implications},
        ),
        observations=join(report.observations, every.observations),
        derived=join(report.derived, every.derived),
        standings={},
    )


def view_city(report: Report, city: str, peers: str = "") -> CityReport:
    """Return the report of one city, as `open_city_report` does, from a report that is open."""
    report.codebook.find_city(city)
    frame = report.observations
    own = frame[frame["place"].isin(report.codebook.within(city))].reset_index(drop=True)
    chosen = choose_peers(city, frame, report.derived, report.codebook, peers)
    return CityReport(report, city, own, chosen, peers)
