"""The comparison of cities: figures side by side, and a verdict on each by a fixed rule."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from helpers.analysis.findings import Figure, latest_actual, list_figures, targets_of
from helpers.problems import UsageError
from helpers.reports.items import Column, Heading, Item, Paragraph, Run, Runs, Section, Table
from helpers.reports.matter import Card, Cover
from helpers.reports.report import Report, open_report

Grade = Literal["comparable", "caveat", "not"]


@dataclass
class ComparisonReport:
    """A report and the cities that have figures.

    Attributes:
        report: What every report shares.
        cities: Slugs of the cities with at least one figure, in the order of places.csv.
    """

    report: Report
    cities: list[str]

    def of_city(self, city: str, indicator: str) -> pd.DataFrame:
        """Return the figures of an indicator that cover a whole city."""
        frame = self.report.observations
        whole = frame["place"].eq(city) & frame["scope"].eq("whole_city")
        return frame[frame["indicator"].eq(indicator) & whole]

    @property
    def homes(self) -> "pd.Series[str]":
        """The city that each observation belongs to: a county's figure belongs to its city."""
        places = self.report.codebook.places
        home = {
            slug: row["parent"] if row["kind"] == "county_level" else slug
            for slug, row in places.items()
        }
        return self.report.observations["place"].map(home).astype("str")

    def name_all(self, cities: list[str]) -> str:
        """Write the names of cities as a list."""
        return self.report.language.join([self.report.place(city) for city in cities])


@dataclass(frozen=True)
class Verdict:
    """Whether an indicator can be compared across cities, and why.

    Attributes:
        indicator: The indicator.
        grade: `comparable`, `caveat` or `not`.
        reasons: Why, as sentences in the language of the report.
    """

    indicator: str
    grade: Grade
    reasons: list[str]


def open_comparison_report(
    language: str, as_of: str = "", project: Path | None = None
) -> ComparisonReport:
    """Open the comparison of all cities that have figures.

    Args:
        language: `zh` or `en`.
        as_of: Day such as `2022-12-31`: only documents written by then are used. Empty for all.
        project: Project folder; found from the working directory by default.

    Raises:
        UsageError: The language is not known, or no document was on that day.
        InputError: A data file is wrong.
    """
    report = open_report(language, as_of, project)
    homes = set(ComparisonReport(report, []).homes)
    cities = [
        slug
        for slug, row in report.codebook.places.items()
        if row["kind"] == "prefecture_city" and slug in homes
    ]
    if not cities:
        raise UsageError(f"no document was known on {as_of}; expected a later day")
    return ComparisonReport(report, cities)


def judge(comparison: ComparisonReport, indicator: str) -> Verdict:
    """Judge whether the figures of an indicator can be compared across the cities.

    Only actual figures for the whole city are compared; another period or a printed bound
    makes a caveat; fewer than two cities make it impossible.

    Args:
        comparison: The report.
        indicator: An indicator of the codebook.
    """
    report, say = comparison.report, comparison.report.language.say
    actual: dict[str, Figure] = {}
    only_target: list[str] = []
    for city in comparison.cities:
        frame = comparison.of_city(city, indicator)
        figure = latest_actual(frame)
        if figure is not None:
            actual[city] = figure
        elif targets_of(frame):
            only_target.append(city)
    cities = comparison.name_all(list(actual))
    reasons = []
    if len(actual) > 1:
        periods = dict.fromkeys(report.period(figure) for figure in actual.values())
        bounds = [f for f in actual.values() if f["qualifier"] != "exact"]
        if len(periods) > 1:
            listed = report.language.join(list(periods))
            reasons.append(say("reason_years", cities=cities, periods=listed))
        if bounds:
            listed = report.language.join([report.write(figure) for figure in bounds])
            reasons.append(say("reason_bounds", figures=listed))
        grade: Grade = "caveat" if reasons else "comparable"
        reasons = reasons or [say("reason_comparable", cities=cities)]
    else:
        grade = "not"
        reasons = [say("reason_one", cities=cities) if actual else say("reason_none")]
    if only_target:
        reasons.append(say("reason_targets", cities=comparison.name_all(only_target)))
    return Verdict(indicator, grade, reasons)


def write_headline(comparison: ComparisonReport) -> Section:
    """Write the first page: how many headline indicators can be compared, and the verdicts."""
    report, say = comparison.report, comparison.report.language.say
    verdicts = [judge(comparison, name) for name in report.codebook.headline_indicators]
    good = [verdict for verdict in verdicts if verdict.grade != "not"]
    key = "comparison_title_some" if good else "comparison_title_none"
    if len(comparison.cities) == 1:
        key = "comparison_title_alone"
    cities = comparison.name_all(comparison.cities)
    cards = [
        Card(
            report.indicator(verdict.indicator),
            say(f"verdict_{verdict.grade}"),
            [say("sentence_space").join(verdict.reasons)],
            is_reported=verdict.grade != "not",
        )
        for verdict in verdicts
    ]
    cover = Cover(
        say(key, count=len(good), total=len(verdicts), cities=cities),
        say(
            "comparison_subtitle",
            count=int(comparison.homes.isin(comparison.cities).sum()),
            cities=cities,
            documents=report.observations["source"].nunique(),
        ),
        cards,
        report.furnish(say("comparison_running"), report.observations),
    )
    return Section([cover, Paragraph([say("how_to_read")], say("marks"))])


def write_side_by_side(comparison: ComparisonReport) -> Section:
    """Set the latest actual figure of each city side by side; a target is named as one."""
    report, say = comparison.report, comparison.report.language.say
    columns = [Column(say("column_indicator"), "left", 3.0)]
    columns += [Column(report.place(city), "left", 3.0) for city in comparison.cities]
    rows: list[list[Runs]] = []
    for indicator in report.codebook.leading_indicators:
        cells = [_write_cell(comparison, city, indicator) for city in comparison.cities]
        rows.append([[report.indicator(indicator)], *cells])
    table = Table(say("table_side_by_side"), columns, rows)
    intro = Paragraph([say("side_by_side_intro")])
    return Section([Heading(say("section_side_by_side")), intro, table])


def _write_cell(comparison: ComparisonReport, city: str, indicator: str) -> list[Run]:
    report, say = comparison.report, comparison.report.language.say
    frame = comparison.of_city(city, indicator)
    latest, targets = latest_actual(frame), targets_of(frame)
    if latest is not None:
        return [report.say_figure("cell_figure", latest), report.mark(latest)]
    if targets:
        return [report.say_figure("cell_target", targets[-1]), report.mark(targets[-1])]
    return [say("not_reported")]


def write_verdicts(comparison: ComparisonReport) -> Section:
    """Write for each headline and leading indicator whether it can be compared, and why."""
    report, say = comparison.report, comparison.report.language.say
    columns = [
        Column(say("column_indicator"), "left", 2.6),
        Column(say("column_verdict"), "left", 2.0),
        Column(say("column_reason"), "left", 6.0),
    ]
    rows: list[list[Runs]] = []
    for indicator in report.codebook.leading_indicators:
        verdict = judge(comparison, indicator)
        reasons = say("sentence_space").join(verdict.reasons)
        rows.append([[report.indicator(indicator)], [say(f"verdict_{verdict.grade}")], [reasons]])
    table = Table(say("table_verdicts"), columns, rows)
    return Section([Heading(say("section_verdicts")), Paragraph([say("verdict_intro")]), table])


def write_confusable(comparison: ComparisonReport) -> Section:
    """Name figures of different cities that look alike and measure different things."""
    report, say = comparison.report, comparison.report.language.say
    frame = report.observations.assign(home=comparison.homes)
    columns = [
        Column(say("column_first"), "left", 4.0),
        Column(say("column_second"), "left", 4.0),
    ]
    rows: list[list[Runs]] = []
    for first, row in report.codebook.indicators.items():
        for second in row["not_to_be_confused_with"].split("|"):
            if not second or second < first:
                continue
            pair = _find_pair(frame, first, second)
            if pair is not None:
                rows.append([_write_confusable(comparison, figure) for figure in pair])
    if not rows:
        return Section([])
    items: list[Item] = [
        Heading(say("section_confusable")),
        Paragraph([say("confusable_intro")]),
        Table(say("table_confusable"), columns, rows),
    ]
    return Section(items)


def _find_pair(frame: pd.DataFrame, first: str, second: str) -> tuple[Figure, Figure] | None:
    """Find the latest figures of two indicators in different cities that a reader might compare."""
    is_shown = ~frame["qualifier"].eq("order_of_magnitude") & ~frame["scope"].eq("province")
    shown = frame[is_shown].sort_values(
        ["period_end", "known_from"], ascending=False, kind="stable"
    )
    for one in list_figures(shown[shown["indicator"].eq(first)]):
        for other in list_figures(shown[shown["indicator"].eq(second)]):
            whole = "whole_city" in (one["scope"], other["scope"])
            if one["home"] != other["home"] and one["unit"] == other["unit"] and whole:
                return one, other
    return None


def _write_confusable(comparison: ComparisonReport, figure: Figure) -> list[Run]:
    report = comparison.report
    text = report.say_figure(
        "confusable_cell",
        figure,
        city=report.place(str(figure["place"])),
        name=report.subject_of_figure(figure, str(figure["place"])),
        statement=report.statement(figure),
    )
    return [text, report.mark(figure)]


def write_coverage(comparison: ComparisonReport) -> Section:
    """Count how many figures the documents of each city give on each subject."""
    report, say = comparison.report, comparison.report.language.say
    frame, home = report.observations, comparison.homes
    columns = [Column(say("column_subject"), "left", 3.0)]
    columns += [Column(report.place(city), "right", 1.0) for city in comparison.cities]
    rows: list[list[Runs]] = []
    for subject, title in report.codebook.subjects.items():
        counts = [
            (frame["subject"].eq(subject) & home.eq(city)).sum() for city in comparison.cities
        ]
        cells = [report.language.count(count) if count else "–" for count in counts]
        rows.append([[title[report.language.code]], *([cell] for cell in cells)])
    documents = [frame[home.eq(city)]["source"].nunique() for city in comparison.cities]
    cells = [report.language.count(count) for count in documents]
    rows.append([[say("coverage_documents")], *([cell] for cell in cells)])
    intro = Paragraph([say("coverage_intro")])
    return Section(
        [Heading(say("section_coverage")), intro, Table(say("table_coverage"), columns, rows)]
    )
