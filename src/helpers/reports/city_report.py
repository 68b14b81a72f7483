"""The report of one city: how it is opened, and its first page."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.analysis.findings import (
    Figure,
    find_change,
    latest_actual,
    latest_outlook,
    list_figures,
    targets_of,
)
from helpers.analysis.peers import choose_peers
from helpers.analysis.standings import Comparison, compare
from helpers.audit.checks import find_check, is_shown
from helpers.audit.facts import Finding
from helpers.reports.items import Paragraph, Run, Section
from helpers.reports.matter import Card, Cover
from helpers.reports.report import Report, open_report
from helpers.reports.standing_text import say_rank

_MOST_INSTEAD = 4


@dataclass
class CityReport:
    """A report and the city it is about.

    Attributes:
        report: What every report shares.
        city: Slug of the city.
        figures: Observations of the city and of the counties in it.
        peers: Slugs of the cities it is set beside.
    """

    report: Report
    city: str
    figures: pd.DataFrame
    peers: list[str]

    @property
    def derived(self) -> pd.DataFrame:
        """Derived values of the city."""
        frame = self.report.derived
        return frame[frame["place"].eq(self.city)]

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
        """What the audit found about figures of the city, and a reader must see."""
        return [f for f in list_findings(self.report, self.city) if is_shown(f)]

    def findings_about(self, *subjects: str) -> list[Finding]:
        """Return the findings that the section of some subjects tells."""
        return [
            finding
            for finding in self.findings
            if (find_check(finding.check).home or str(finding.figures[0]["subject"])) in subjects
        ]

    def compare(self, measure: str, period: str = "") -> Comparison | None:
        """Compare the cities of the province on a measure, in the best covered year by default."""
        report = self.report
        return compare(
            measure, self.rivals, report.observations, report.derived, report.codebook, period
        )

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
        frame = self.figures
        whole = frame["place"].eq(self.city) & frame["scope"].eq("whole_city")
        chosen = frame[frame["indicator"].eq(indicator) & whole]
        return chosen.sort_values(["period_end", "known_from"], kind="stable")

    def of_subjects(self, *subjects: str) -> list[Figure]:
        """Return the figures of some subjects in the order of the codebook, then by period."""
        order = {name: number for number, name in enumerate(self.report.codebook.indicators)}
        frame = self.figures[self.figures["subject"].isin(subjects)]
        ordered = frame.assign(order=frame["indicator"].map(order))
        return list_figures(
            ordered.sort_values(["order", "period_end", "known_from"], kind="stable")
        )


def list_findings(report: Report, city: str) -> list[Finding]:
    """List what the audit found about figures of a city or of the counties in it.

    Args:
        report: What every report shares.
        city: Slug of the city.
    """
    places = report.codebook.places
    inside = {slug for slug, row in places.items() if city in (slug, row["parent"])}
    return [
        finding
        for finding in report.findings
        if finding.numbers.get("place") == city
        or (
            finding.check != "province"
            and any(figure["place"] in inside for figure in finding.figures)
        )
    ]


def open_city_report(
    city: str, language: str, as_of: str = "", project: Path | None = None, peers: str = ""
) -> CityReport:
    """Open the report of a city.

    Args:
        city: Slug of the city, such as `luohe`.
        language: `zh` or `en`.
        as_of: Day such as `2022-12-31`: only documents written by then are used. Empty for all.
        project: Project folder; found from the working directory by default.
        peers: Slugs of the cities to set it beside, separated by commas; by the rule of
            `helpers.analysis.peers` when empty.

    Returns:
        The report; `city_sections` and `city_tables` write its sections.

    Raises:
        UsageError: The city, language or day is not known; the nearest one is named.
        InputError: A data file is wrong.
    """
    return view_city(open_report(language, as_of, project), city, peers)


def view_city(report: Report, city: str, peers: str = "") -> CityReport:
    """See what every report shares from one city.

    Args:
        report: What every report shares.
        city: Slug of the city.
        peers: As in `open_city_report`.

    Raises:
        UsageError: The city or a peer is not known; the nearest one is named.
    """
    report.codebook.find_city(city)
    places = report.codebook.places
    inside = [city, *(slug for slug, row in places.items() if row["parent"] == city)]
    frame = report.observations
    own = frame[frame["place"].isin(inside)].reset_index(drop=True)
    chosen = choose_peers(city, frame, report.derived, report.codebook, peers)
    return CityReport(report, city, own, chosen)


def find_rank(city: CityReport, figure: Figure) -> str:
    """Say the rank of a city by a figure among the cities of its province, where it is decided."""
    comparison = city.compare(str(figure["indicator"]), str(figure["period"]))
    own = comparison.ranks.get(city.city) if comparison else None
    if comparison is None or own is None:
        return ""
    if not own.is_certain and len(comparison.valued) <= len(city.rivals) / 2:
        return ""
    return say_rank(city.report, own, len(city.rivals))


def write_headline(city: CityReport) -> Section:
    """Write the first page: the finding, the three headline figures, and what they say."""
    report, say = city.report, city.report.language.say
    cover = Cover(
        _find_title(city),
        say("city_subtitle", count=len(city.figures), documents=city.documents),
        [_write_card(city, name) for name in _choose_cards(city)],
        report.furnish(say("city_running", city=city.name), city.figures),
    )
    items = [cover, Paragraph(_summarise_all(city)), Paragraph([say("how_to_read")], say("marks"))]
    return Section(items)


def _summarise_all(city: CityReport) -> list[Run]:
    report, say = city.report, city.report.language.say
    headlines = report.codebook.headline_indicators
    missing = [
        report.indicator(name, inside=True) for name in headlines if city.of_city(name).empty
    ]
    runs: list[Run] = []
    for name in headlines:
        if not city.of_city(name).empty:
            runs += [*_summarise(city, name), say("sentence_space")]
    if missing:
        listed = report.language.join(missing)
        runs += [say("missing_together", indicators=listed), say("sentence_space")]
    if all(latest_actual(city.of_city(name)) is None for name in headlines):
        runs += _list_instead(city)
    return runs


def _list_instead(city: CityReport) -> list[Run]:
    report, say = city.report, city.report.language.say
    first_of_subject: dict[str, Figure] = {}
    for indicator, row in report.codebook.indicators.items():
        figure = latest_actual(city.of_city(indicator))
        if figure is not None and report.codebook.units[str(figure["unit"])]["kind"] != "rank":
            first_of_subject.setdefault(row["subject"], figure)
    runs: list[Run] = []
    for figure in list(first_of_subject.values())[:_MOST_INSTEAD]:
        name = report.indicator(str(figure["indicator"]), inside=True)
        separator = say("list_semicolon") if runs else ""
        text = report.say_figure("sentence_level", figure, indicator=name)
        runs += [separator + text, report.mark(figure)]
    if not runs:
        return []
    start, end = say("printed_instead", figures="\n").split("\n")
    return [start, *runs, end]


def _find_title(city: CityReport) -> str:
    report, say = city.report, city.report.language.say
    known = {"city": city.name, "documents": city.documents}
    for indicator in report.codebook.leading_indicators:
        frame = city.of_city(indicator)
        change, latest, targets = find_change(frame), latest_actual(frame), targets_of(frame)
        if change is not None:
            return report.say_change(f"title_{change.direction}", change, city=city.name)
        inside = report.indicator(indicator, inside=True)
        if latest is not None:
            is_headline = indicator in report.codebook.headline_indicators
            rank = find_rank(city, latest)
            if is_headline and rank:
                name = report.indicator(indicator)
                return report.say_figure("title_ranked", latest, indicator=name, rank=rank, **known)
            key = "title_level" if is_headline else "title_instead"
            name = report.indicator(indicator) if is_headline else inside
            return report.say_figure(key, latest, indicator=name, **known)
        outlook = latest_outlook(frame)
        if outlook is not None:
            basis = report.label("basis", outlook)
            name = report.indicator(indicator)
            return report.say_figure("title_outlook", outlook, indicator=name, basis=basis, **known)
        if targets:
            return report.say_figure("title_target", targets[-1], indicator=inside, **known)
    return say("title_nothing" if city.figures.empty else "title_no_lead", **known)


def _write_card(city: CityReport, indicator: str) -> Card:
    report, say = city.report, city.report.language.say
    frame = city.of_city(indicator)
    name = report.indicator(indicator)
    latest, targets = latest_actual(frame), targets_of(frame)
    shown = latest or latest_outlook(frame) or (targets[-1] if targets else None)
    if shown is None:
        instead = _find_instead(city, indicator)
        if instead:
            return _write_instead(city, indicator, instead)
        detail = say("not_reported_detail", documents=city.documents)
        return Card(name, say("not_reported"), [detail], is_reported=False)
    source: list[Run] = [report.source(str(shown["source"])), say("mark_space"), report.mark(shown)]
    period = report.period(shown)
    if latest is None:
        basis = report.label("basis", shown)
        value = say("card_stated", basis=basis[0].upper() + basis[1:], figure=report.write(shown))
        return Card(name, value, source, is_reported=False, period=period)
    statement = say("card_detail", statement=report.statement(shown))
    return Card(name, report.write(shown), [statement, *source], is_reported=True, period=period)


def _find_instead(city: CityReport, indicator: str) -> list[Figure]:
    """Find what is known where nothing is printed: the latest bound, the latest derived value."""
    report = city.report
    frame = city.derived
    same = [
        name for name, row in report.codebook.derived.items() if row["compares_with"] == indicator
    ]
    bounds = frame[frame["indicator"].eq(indicator) & frame["kind"].eq("ceiling")]
    values = frame[frame["indicator"].isin(same) & frame["value"].notna()]
    return [list_figures(rows.sort_values("period"))[-1] for rows in (bounds, values) if len(rows)]


def _write_instead(city: CityReport, indicator: str, instead: list[Figure]) -> Card:
    report, say = city.report, city.report.language.say
    detail: list[Run] = [say("card_not_printed")]
    for figure in instead:
        key = f"card_{figure['kind']}"
        text = say(key, figure=report.write_plain(figure), period=report.period(figure))
        detail += [text, say("mark_space"), report.mark(figure)]
    first = instead[0]
    value, period = report.write(first), report.period(first)
    return Card(report.indicator(indicator), value, detail, is_reported=False, period=period)


def _choose_cards(city: CityReport) -> list[str]:
    """Choose the headline indicators; where none has an actual figure, what stands in as well."""
    codebook = city.report.codebook
    chosen = list(codebook.headline_indicators)
    if all(latest_actual(city.of_city(name)) is None for name in chosen):
        instead = [name for name in codebook.leading_indicators if name not in chosen]
        reported = [name for name in instead if latest_actual(city.of_city(name)) is not None]
        chosen += reported[: len(chosen)]
    return chosen


def _summarise(city: CityReport, indicator: str) -> list[Run]:
    report, say = city.report, city.report.language.say
    frame = city.of_city(indicator)
    name = report.indicator(indicator)
    change, latest, targets = find_change(frame), latest_actual(frame), targets_of(frame)
    outlook = latest_outlook(frame)
    runs: list[Run] = []
    if change is not None:
        text = report.say_change(f"sentence_{change.direction}", change)
        runs += [text, *report.marks([change.first, change.second])]
    elif latest is not None:
        runs += [report.say_figure("sentence_level", latest, indicator=name), report.mark(latest)]
    elif outlook is not None:
        basis = report.label("basis", outlook)
        text = report.say_figure("sentence_outlook", outlook, indicator=name, basis=basis)
        runs += [text, report.mark(outlook)]
    for target in targets:
        key = "sentence_target_too" if runs else "sentence_target"
        runs += [report.say_figure(key, target, indicator=name), report.mark(target)]
    return [*runs, say("full_stop")] if runs else [say("sentence_missing", indicator=name)]
