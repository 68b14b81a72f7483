"""The end of a city report: what belongs to no view, what surrounds it, and what is missing."""

from helpers.analysis.changes import latest_actual
from helpers.analysis.claims.absence_claims import AbsenceClaim
from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.pages.items import Column, Heading, Item, Paragraph, Runs, Section, Table
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import tabulate_figures, tabulate_findings

_CONTEXT = "context"


def write_others(city: CityReport) -> Section:
    """Write the figures and findings of the city that no section before this one shows.

    However the views grow, no printed figure of the city is left out of its report.
    """
    report, say = city.report, city.say
    subjects = set(report.codebook.subjects) - set(report.codebook.subjects_of(_CONTEXT))
    rest = [f for f in city.of_subjects(*subjects) if f.figure_id not in report.noted]
    context = city.findings_in(_CONTEXT)
    told = {*report.noted, *(finding.finding_id for finding in context)}
    findings = [finding for finding in city.findings if finding.finding_id not in told]
    items: list[Item] = []
    if rest:
        items.append(tabulate_figures(report, rest, say("table_others", city=city.name), city.city))
    items += tabulate_findings(report, findings)
    return Section([Heading(say("section_others")), *items] if items else [])


def write_context(city: CityReport) -> Section:
    """Write the latest figures of population, economy and public spending.

    Earlier years travel inside the file: a reader looks up a year, nobody reads a column of them.
    """
    report, say = city.report, city.say
    figures = city.of_chapter(_CONTEXT)
    if not figures:
        return Section([])
    report.carry(figures)
    latest = {figure.indicator: figure for figure in figures}
    caption = say("table_context", city=city.name, count=len(figures) - len(latest))
    table = tabulate_figures(report, list(latest.values()), caption, city.city)
    found = tabulate_findings(report, city.findings_in(_CONTEXT))
    return Section([Heading(say("section_context")), table, *found])


def write_missing(city: CityReport) -> Section:
    """Write which figures the documents do not report: headline figures first, then by subject."""
    report, say = city.report, city.say
    known = {
        name: latest_actual(city.of_city(name)) or city.find_derived(name)
        for name in report.codebook.headline_indicators
    }
    missing = [name for name, figure in known.items() if figure is None]
    absence = AbsenceClaim(indicators=tuple(missing), places=(city.city,), relation="no_actual")
    values = [
        ValueClaim(figure=figure, place=city.city)
        for figure in known.values()
        if figure is not None
    ]
    text = report.claim(
        "missing_headlines" if missing else "missing_no_headline",
        *([absence] if missing else values),
        city=city.name,
        indicators=report.language.join([report.indicator(name, inside=True) for name in missing]),
        documents=city.documents,
    )
    items: list[Item] = [Heading(say("section_missing")), Paragraph([text])]
    columns = [
        Column(say("column_subject"), "left", 3.0),
        Column(say("column_here", city=city.name), "right", 1.6),
        Column(say("column_elsewhere"), "right", 1.6),
        Column(say("column_only_elsewhere"), "left", 6.0),
    ]
    every = report.observations[report.observations["scope"].eq("whole_city")]
    by_subject = dict(iter(every.groupby("subject")))
    rows: list[list[Runs]] = []
    for subject, title in report.codebook.subjects.items():
        frame = by_subject.get(subject, every[:0])
        is_here = frame["place"].eq(city.city)
        here, there = frame[is_here], frame[~is_here]
        only_there = set(there["indicator"]) - set(here["indicator"])
        named = [
            report.indicator(indicator)
            for indicator in report.codebook.indicators
            if indicator in only_there
        ]
        if not named:
            continue
        text = report.join_parts(named[:3])
        if len(named) > 3:
            text = say("and_more", text=text, more=len(named) - 3, total=len(named))
        counts = [report.language.count(len(frame)) for frame in (here, there)]
        if here.empty:
            counts[0] = say("not_reported")
        rows.append([[cell] for cell in (report.language.pick(title), *counts, text)])
    if rows:
        items.append(Table(say("table_missing"), columns, rows))
    return Section(items)
