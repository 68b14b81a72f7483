"""The further sections of a city report: groups of subjects, targets, and what is missing."""

from collections.abc import Mapping, Sequence

import pandas as pd

from helpers.analysis.findings import Figure, latest_actual
from helpers.reports.charts import Lane, draw_bars
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import explain_star, tabulate_figures, write_alternative
from helpers.reports.finding_lists import tabulate_findings
from helpers.reports.items import Chart, Column, Heading, Item, Paragraph, Runs, Section, Table

GROUPS: Mapping[str, Sequence[str]] = {
    "platforms": ("innovation_platforms",),
    "enterprises": ("enterprise_ladder", "firm_figures"),
    "cooperation": ("cooperation", "contracts", "service"),
    "context": ("population", "economy", "public_finance"),
    "finance": ("technology_finance",),
    "projects": (
        "research_projects",
        "provincial_laboratory",
        "construction",
        "rural_assistance",
        "plan_targets",
    ),
}
_LISTED_AS_TARGETS = ("plan_targets",)
_FEWEST_BARS = 3
_WHOLE_PLACES = ("whole_city", "county")
_SAME_TARGET = ("indicator", "place", "entity", "period", "value", "value_low", "value_high")
_TIES_WITHOUT_COOPERATION = ("visit", "recruitment")


def write_group(city: CityReport, group: str) -> Section:
    """Write the figures of a group of subjects, a table each; nothing where the city has none.

    Args:
        city: The report.
        group: A key of `GROUPS`.
    """
    report, say = city.report, city.report.language.say
    items: list[Item] = []
    for subject in GROUPS[group]:
        figures = city.of_subjects(subject)
        if subject in _LISTED_AS_TARGETS:
            figures = [figure for figure in figures if not _is_target(figure)]
        if figures:
            title = report.codebook.subjects[subject][report.language.code]
            caption = say("table_subject", subject=title, city=city.name)
            if subject == "cooperation":
                items += _draw_counts(city, figures)
            items.append(tabulate_figures(report, figures, caption, city.city))
    if group == "cooperation":
        items += _list_partners(city)
    items += tabulate_findings(report, city.findings_about(*_find_subjects(group)))
    return Section([Heading(say(f"section_{group}")), *items] if items else [])


def _find_subjects(group: str) -> list[str]:
    """Name the subjects whose findings a group tells; those of targets stand with the targets."""
    return [subject for subject in GROUPS[group] if subject not in _LISTED_AS_TARGETS]


def _is_target(figure: Figure) -> bool:
    return figure["basis"] == "target" and figure["scope"] in _WHOLE_PLACES


def _draw_counts(city: CityReport, figures: list[Figure]) -> list[Item]:
    report, say = city.report, city.report.language.say
    counts = [
        figure
        for figure in figures
        if figure["basis"] == "actual"
        and figure["scope"] != "programme"
        and figure["qualifier"] != "range"
        and report.codebook.units[str(figure["unit"])]["kind"] == "count"
    ]
    if len(counts) < _FEWEST_BARS:
        return []
    counts.sort(key=lambda figure: -float(figure["value"]))
    lanes = [
        Lane(report.subject_of_figure(figure, city.city), [report.point(figure)])
        for figure in counts
    ]
    title = report.say_figure(
        "chart_largest", counts[0], name=report.subject_of_figure(counts[0], city.city)
    )
    chart = Chart(
        title,
        say("subtitle_cooperation"),
        draw_bars(lanes),
        write_alternative(report, counts, city.city),
        report.source_line(counts),
        [(lane.name, lane.points[0].value) for lane in lanes],
    )
    return [chart, Paragraph([say("not_additive")], say("caution"))]


def _list_partners(city: CityReport) -> list[Item]:
    report, say = city.report, city.report.language.say
    frame = _find_outside_ties(city)
    if frame.empty:
        return []
    name = {key: report.language.name(row) for key, row in report.codebook.entities.items()}
    rows: list[list[Runs]] = []
    for partner, ties in frame.groupby("partner", sort=False):
        cells = [name[str(partner)]]
        for status in ("existing", "planned"):
            found = ties[ties["status"].eq(status)]
            found_pairs = zip(found["local_party"], found["tie"], strict=True)
            listed = [
                say("tie_cell", party=name[party], tie=report.tie(tie))
                for party, tie in dict.fromkeys(found_pairs)
            ]
            cells.append(say("list_semicolon").join(listed) or "–")
        rows.append([[cell] for cell in (*cells, _say_where(city, ties))])
    pairs = frame[["local_party", "partner"]].drop_duplicates()
    columns = [
        Column(say("column_partner"), "left", 3.0),
        Column(say("column_existing"), "left", 3.6),
        Column(say("column_planned"), "left", 2.6),
        Column(say("column_printed"), "left", 2.2),
    ]
    text = say("partners_intro", pairs=len(pairs), partners=frame["partner"].nunique())
    notes = [
        say("partner_note", where=_say_where(city, ties), note=str(note).rstrip(".。"))
        for note, ties in frame.groupby(f"note_{report.language.code}", sort=False)
        if note
    ]
    table = Table(say("table_partners", city=city.name), columns, rows, notes)
    return [Heading(say("section_partners"), 2), Paragraph([text]), table]


def _find_outside_ties(city: CityReport) -> pd.DataFrame:
    """Keep the ties of the city with partners outside it that say the two work together."""
    report = city.report
    places, entities = report.codebook.places, report.codebook.entities
    inside = {city.city, *(slug for slug, row in places.items() if row["parent"] == city.city)}
    frame = report.partnerships
    local = [name for name, row in entities.items() if row["place"] in inside]
    return frame[
        frame["place"].isin(inside)
        & ~frame["partner"].isin(local)
        & ~frame["tie"].isin(_TIES_WITHOUT_COOPERATION)
    ]


def _say_where(city: CityReport, ties: pd.DataFrame) -> str:
    report, say = city.report, city.report.language.say
    printed = []
    for source, found in ties.groupby("source", sort=False):
        lines = list(dict.fromkeys(found["locator"].str.removeprefix("line ")))
        printed.append(
            say(
                "partner_printed",
                source=report.source(str(source)),
                lines=say("list_comma").join(lines),
                count=len(lines),
            )
        )
    return say("list_semicolon").join(printed)


def write_targets(city: CityReport) -> Section:
    """Write the targets of the city and its counties beside the latest figure of the same kind."""
    report, say = city.report, city.report.language.say
    every = [figure for figure in city.of_subjects(*report.codebook.subjects) if _is_target(figure)]
    if not every:
        return Section([])
    columns = [
        Column(say("column_indicator"), "left", 3.2),
        Column(say("column_period"), "left", 2),
        Column(say("column_target"), "right", 2),
        Column(say("column_note"), "right", 0.9),
        Column(say("column_latest"), "left", 2.4),
        Column(say("column_note"), "right", 0.7),
    ]
    same: dict[tuple[object, ...], list[Figure]] = {}
    for target in every:
        same.setdefault(tuple(str(target[column]) for column in _SAME_TARGET), []).append(target)
    rows: list[list[Runs]] = []
    without = 0
    for targets in same.values():
        target = targets[0]
        latest = _find_baseline(city, target)
        without += latest is None
        figure = say("none_printed")
        if latest:
            figure = say("point_label", figure=report.write(latest), period=report.period(latest))
        rows.append(
            [
                [report.subject_of_figure(target, city.city)],
                [report.show_period(target)],
                [report.write(target)],
                report.marks(targets),
                [figure],
                [report.mark(latest)] if latest else [""],
            ]
        )
    text = say("targets_intro", count=len(rows), without=without)
    caption = say("table_targets", city=city.name)
    table = Table(caption, columns, rows, explain_star(report, every))
    found = tabulate_findings(report, city.findings_about(*_LISTED_AS_TARGETS))
    return Section([Heading(say("section_targets")), Paragraph([text]), table, *found])


def _find_baseline(city: CityReport, target: Figure) -> Figure | None:
    frame = city.figures
    for column in ("indicator", "place", "scope", "entity"):
        frame = frame[frame[column].eq(target[column])]
    return latest_actual(frame)


def write_missing(city: CityReport) -> Section:
    """Say what the documents do not report for the city: headline figures, then by subject."""
    report, say = city.report, city.report.language.say
    missing = [
        report.indicator(name, inside=True)
        for name in report.codebook.headline_indicators
        if latest_actual(city.of_city(name)) is None
    ]
    key = "missing_headlines" if missing else "missing_no_headline"
    listed = report.language.join(missing)
    text = say(key, city=city.name, indicators=listed, documents=city.documents)
    items: list[Item] = [Heading(say("section_missing")), Paragraph([text])]
    columns = [
        Column(say("column_subject"), "left", 3.0),
        Column(say("column_here", city=city.name), "right", 1.6),
        Column(say("column_elsewhere"), "right", 1.6),
        Column(say("column_only_elsewhere"), "left", 6.0),
    ]
    every = report.observations[report.observations["scope"].eq("whole_city")]
    is_here = every["place"].eq(city.city)
    rows: list[list[Runs]] = []
    for subject, title in report.codebook.subjects.items():
        here = every[is_here & every["subject"].eq(subject)]
        there = every[~is_here & every["subject"].eq(subject)]
        named = [
            report.indicator(indicator)
            for indicator in report.codebook.indicators
            if indicator in set(there["indicator"]) - set(here["indicator"])
        ]
        if not named:
            continue
        text = say("list_semicolon").join(named[:3])
        if len(named) > 3:
            text = say("and_more", text=text, more=len(named) - 3, total=len(named))
        counts = [report.language.count(len(frame)) for frame in (here, there)]
        if here.empty:
            counts[0] = say("not_reported")
        rows.append([[cell] for cell in (title[report.language.code], *counts, text)])
    if rows:
        items.append(Table(say("table_missing"), columns, rows))
    return Section(items)
