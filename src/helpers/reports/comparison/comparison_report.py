"""The comparison of cities: how it is opened, and its first page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from helpers.analysis.standings import Comparison, Standing
from helpers.data.tables.folders import find_folders
from helpers.pages.items import Paragraph, Run, Section
from helpers.pages.matter import Card, Cover
from helpers.problems import UsageError
from helpers.project import find_project
from helpers.reports.comparison.overview import list_overview
from helpers.reports.report import Report, open_report
from helpers.reports.standing_text import find_references, say_how_to_read, write_standing


@dataclass
class ComparisonReport:
    """A report and the cities it compares.

    Attributes:
        report: What every report shares.
        province: Slug of the province.
        cities: Slugs of its cities, in the order of places.csv.
        around: Slugs of the places around them: provinces, then the nation.
        comparisons: The cities on each measure that any of them has, in the order of the codebook.
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

    Args:
        province: Slug of the province, such as `henan`.
        language: `zh` or `en`.
        as_of: Day such as `2022-12-31`: only documents written by then are used. Empty for all.
        project: Project folder; found from the working directory by default.

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
    """Write the first page: who leads, who stands above the nation, and the headline figures."""
    report, say = comparison.report, comparison.report.say
    cover = Cover(
        _find_title(comparison),
        say(
            "compared_subtitle",
            cities=len(comparison.cities),
            province=report.place(comparison.province),
            count=int(comparison.homes.isin(comparison.cities).sum()),
            documents=report.observations["source"].nunique(),
            derived=len(report.derived),
        ),
        [_write_card(comparison, name) for name in report.codebook.headline_indicators],
        report.furnish(
            say("comparison_running", province=report.place(comparison.province)),
            report.observations,
        ),
        list_overview(report, comparison.cities, comparison.comparisons),
    )
    key = say_how_to_read(report) + say("sentence_space") + say("dots_key")
    return Section([cover, Paragraph([key], say("marks"))])


def _find_title(comparison: ComparisonReport) -> str:
    report, say = comparison.report, comparison.report.say
    for measure, found in comparison.comparisons.items():
        if not found.valued:
            continue
        leader = found.valued[0]
        about = {
            "leader": report.place(leader.place),
            "top": write_standing(report, leader),
            "measure": report.indicator(measure, inside=True),
            "period": report.language.period(found.period),
            "total": len(comparison.cities),
        }
        nation = [
            standing
            for place, standing in find_references(report, found, comparison.around)
            if report.codebook.places[place]["kind"] == "nation" and not standing.takes_no_rank
        ]
        if not nation:
            return say("title_leader", **about)
        above, is_certain = count_above(found, nation[0])
        key = "title_above" if is_certain else "title_above_at_least"
        return say(key, count=above, figure=write_standing(report, nation[0]), **about)
    return say("comparison_title_none", total=len(comparison.cities))


def count_above(comparison: Comparison, line: Standing) -> tuple[int, bool]:
    """Count the places above a reference, as both are printed.

    Args:
        comparison: The places.
        line: The reference; it has a value.

    Returns:
        The number above, and whether no bound, doubt or missing place could add to it; above a
        doubted line is what lies above all that it may be.
    """
    is_doubted = line.row is not None and line.row.is_doubted
    value = (line.high if is_doubted else line.value) or 0.0
    above = sum(s.value > value for s in comparison.valued if s.value is not None)
    open_ended = [s for s in comparison.standings if s.value is None and s.high > value]
    return above, not open_ended and not is_doubted and not comparison.doubted


def _write_card(comparison: ComparisonReport, indicator: str) -> Card:
    report, say = comparison.report, comparison.report.say
    name = report.indicator(indicator)
    found = comparison.compare(indicator)
    if found is None or len(found.valued) < 2:
        places = [standing.place for standing in found.valued] if found else []
        reason = say("reason_one", cities=comparison.name_all(places)) if places else ""
        detail: list[Run] = [reason or say("reason_none")]
        return Card(name, say("verdict_not"), detail, is_reported=False)
    top, bottom = found.valued[0], found.valued[-1]
    lowest = say(
        "card_highest",
        known=len(found.valued),
        place=report.place(bottom.place),
        figure=write_standing(report, bottom),
    )
    marks = report.marks([s.row for s in (top, bottom) if s.row is not None])
    bounded = sum(standing.kind == "bound" for standing in found.known)
    rest = [say("card_bounded", count=bounded)] if bounded else []
    period = say(
        "card_place", place=report.place(top.place), period=report.language.period(found.period)
    )
    value = write_standing(report, top)
    return Card(name, value, [lowest, *marks, *rest], is_reported=True, period=period)
