"""The comparison of cities: how it is opened, and its first page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from helpers.analysis.claims.absence_claims import AbsenceClaim
from helpers.analysis.claims.count_claims import count_places
from helpers.analysis.standings import Comparison
from helpers.data.tables.folders import find_folders
from helpers.pages.items import Section
from helpers.pages.matter import Cover
from helpers.problems import UsageError
from helpers.project import find_project
from helpers.reports.comparison.overview import list_overview
from helpers.reports.report import Report, open_report
from helpers.reports.standing_text import choose_form, find_references, say_lead


@dataclass
class ComparisonReport:
    """A report and the cities it compares, in the order of places.csv.

    Around them lie provinces, then the nation. They are compared on each measure that any of them
    has.
    """

    report: Report
    province: str
    cities: list[str]
    around: list[str]
    comparisons: Mapping[str, Comparison] = field(default_factory=dict)

    def compare(self, measure: str, period: str = "") -> Comparison | None:
        """Compare all cities on a measure, in the best covered year by default."""
        return self.report.compare(measure, self.cities, period)

    @property
    def rd_ratio(self) -> str:
        """The derived indicator that means the same as the headline of R&D; empty without one."""
        codebook = self.report.codebook
        return next(iter(codebook.derived_like(codebook.headline_of("rd"))), "")

    @property
    def homes(self) -> "pd.Series[str]":
        """The city that each observation belongs to: a county's figure belongs to its city."""
        codebook = self.report.codebook
        return self.report.observations["place"].map(codebook.city_of).astype("str")

    def name_all(self, cities: list[str]) -> str:
        """Write the names of cities as a list."""
        return self.report.language.join([self.report.place(city) for city in cities])


def open_comparison_report(
    province: str, language: str, as_of: str = "", project: Path | None = None
) -> ComparisonReport:
    """Open the comparison of the cities of a province.

    Raises:
        UsageError: The province or the language is not known, or no document was on that day.
        InputError: A data file is wrong.
    """
    project = project or find_project()
    find_folders(project).choose([province])
    report = open_report(language, as_of, project, around=province)
    cities = report.codebook.cities
    if report.observations.empty:
        raise UsageError(f"no document was known on {as_of}; expected a later day")
    around = dict.fromkeys(place for city in cities for place in report.codebook.enclosing(city))
    comparison = ComparisonReport(report, province, cities, list(around))
    found = {measure: comparison.compare(measure) for measure in report.codebook.compared}
    comparison.comparisons = {name: one for name, one in found.items() if one is not None}
    return comparison


def write_comparison_headline(comparison: ComparisonReport) -> Section:
    """Write the head of the first page: who leads, and who stands above the nation."""
    report, say = comparison.report, comparison.report.say
    own = report.observations[report.observations["place"].isin(comparison.cities)]
    inside = report.derived[report.derived["place"].isin(comparison.cities)]
    bounds = int(inside["kind"].isin(["ceiling", "floor"]).sum())
    cover = Cover(
        _find_title(comparison),
        say(
            "compared_subtitle",
            cities=len(comparison.cities),
            province=report.place(comparison.province),
            count=report.language.count(len(own)),
            documents=own["source"].nunique(),
            derived=len(inside) - bounds,
            bounds=say("compared_bounds", count=bounds) if bounds else "",
        ),
        [],
        report.furnish(
            say("comparison_running", province=report.place(comparison.province)),
            report.observations,
        ),
        list_overview(report, comparison.cities, comparison.comparisons),
    )
    return Section([cover])


def _find_title(comparison: ComparisonReport) -> str:
    report, say = comparison.report, comparison.report.say
    for measure, found in comparison.comparisons.items():
        if not found.valued:
            continue
        lead = say(
            "title_lead",
            measure=report.indicator(measure, inside=True),
            period=report.language.period(found.period),
            lead=say_lead(report, found),
        )
        nation = [
            standing.row
            for place, standing in find_references(report, found, comparison.around)
            if report.codebook.places[place]["kind"] == "nation" and not standing.takes_no_rank
        ]
        if not nation or nation[0] is None:
            return lead
        above = count_places(report.known_rows, "above", [found], [nation[0]])
        if above.high is None and not above.low:
            return lead
        told = report.claim(
            f"title_above{choose_form(above)}",
            above,
            count=above.low,
            total=above.total,
            figure=report.write_plain(nation[0]),
            measure=report.indicator(measure, inside=True),
            period=report.language.period(found.period),
        )
        return report.join_parts([told, say_lead(report, found)])
    none = AbsenceClaim(
        indicators=tuple(report.codebook.compared),
        places=tuple(comparison.cities),
        relation="no_settled",
    )
    if not report.holds(none):
        return say("comparison_title_incomparable")
    return report.claim("comparison_title_none", none, total=len(comparison.cities))
