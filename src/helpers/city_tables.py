"""The further sections of a city report: groups of subjects, targets, and what is missing."""

from collections.abc import Mapping, Sequence

from helpers.charts import Lane, draw_bars
from helpers.city_report import CityReport
from helpers.figure_lists import tabulate_figures, write_alternative
from helpers.findings import Figure, latest_actual
from helpers.report_items import Chart, Column, Heading, Item, Paragraph, Runs, Section, Table

GROUPS: Mapping[str, Sequence[str]] = {
    "platforms": ("innovation_platforms",),
    "enterprises": ("enterprise_ladder", "firm_figures"),
    "cooperation": ("cooperation", "contracts", "service"),
    "finance": ("technology_finance",),
    "projects": (
        "research_projects",
        "provincial_laboratory",
        "construction",
        "rural_assistance",
    ),
}
_FEWEST_BARS = 3
_WHOLE_PLACES = ("whole_city", "county")


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
        if figures:
            title = report.codebook.subjects[subject][report.language.code]
            caption = say("table_subject", subject=title, city=city.name)
            if subject == "cooperation":
                items += _draw_counts(city, figures)
            items.append(tabulate_figures(report, figures, caption, city.city))
    if group == "cooperation":
        items += _list_partners(city)
    return Section([Heading(say(f"section_{group}")), *items] if items else [])


def _draw_counts(city: CityReport, figures: list[Figure]) -> list[Item]:
    report, say = city.report, city.report.language.say
    counts = [
        figure
        for figure in figures
        if figure["basis"] == "actual"
        and figure["scope"] != "programme"
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
    places = report.codebook.places
    inside = [city.city, *(slug for slug, row in places.items() if row["parent"] == city.city)]
    frame = report.partnerships
    frame = frame[frame["place"].isin(inside)]
    if frame.empty:
        return []
    name = {key: report.language.name(row) for key, row in report.codebook.entities.items()}
    rows: list[list[Runs]] = []
    for partner, ties in frame.groupby("partner", sort=False):
        existing = ties[ties["status"].eq("existing")]
        planned = ties[~ties["local_party"].isin(existing["local_party"])]
        printed = []
        for source, rows_of_source in ties.groupby("source", sort=False):
            lines = list(dict.fromkeys(rows_of_source["locator"].str.removeprefix("line ")))
            printed.append(
                say(
                    "partner_printed",
                    source=report.source(str(source)),
                    lines=say("list_comma").join(lines),
                    count=len(lines),
                )
            )
        parties = [
            report.language.join([name[party] for party in dict.fromkeys(part["local_party"])])
            for part in (existing, planned)
        ]
        row = [name[str(partner)], *(party or "–" for party in parties)]
        rows.append([[cell] for cell in (*row, say("list_semicolon").join(printed))])
    pairs = frame[["local_party", "partner"]].drop_duplicates()
    columns = [
        Column(say("column_partner"), "left", 3.2),
        Column(say("column_existing"), "left", 3.6),
        Column(say("column_planned"), "left", 2.6),
        Column(say("column_printed"), "left", 2.4),
    ]
    text = say("partners_intro", pairs=len(pairs), partners=frame["partner"].nunique())
    caption = say("table_partners", city=city.name)
    return [Heading(say("section_partners"), 2), Paragraph([text]), Table(caption, columns, rows)]


def write_targets(city: CityReport) -> Section:
    """Write the targets of the city and its counties beside the latest figure of the same kind."""
    report, say = city.report, city.report.language.say
    every = [
        figure
        for figure in city.of_subjects(*report.codebook.subjects)
        if figure["basis"] == "target" and figure["scope"] in _WHOLE_PLACES
    ]
    if not every:
        return Section([])
    columns = [
        Column(say("column_indicator"), "left", 4.0),
        Column(say("column_period"), "left", 2.2),
        Column(say("column_target"), "right", 2.2),
        Column(say("column_note"), "right", 0.8),
        Column(say("column_latest"), "left", 3.0),
        Column(say("column_note"), "right", 0.8),
    ]
    rows: list[list[Runs]] = []
    without = 0
    for target in every:
        latest = _find_baseline(city, target)
        without += latest is None
        figure = say("none_printed")
        if latest:
            figure = say("point_label", figure=report.write(latest), period=report.period(latest))
        rows.append(
            [
                [report.subject_of_figure(target, city.city)],
                [report.period(target)],
                [report.write(target)],
                [report.mark(target)],
                [figure],
                [report.mark(latest)] if latest else [""],
            ]
        )
    text = say("targets_intro", count=len(every), without=without)
    table = Table(say("table_targets", city=city.name), columns, rows)
    return Section([Heading(say("section_targets")), Paragraph([text]), table])


def _find_baseline(city: CityReport, target: Figure) -> Figure | None:
    frame = city.figures
    for column in ("indicator", "place", "scope", "entity"):
        frame = frame[frame[column].eq(target[column])]
    return latest_actual(frame)


def write_missing(city: CityReport) -> Section:
    """Say what the documents do not report for the city: headline figures, then by subject."""
    report, say = city.report, city.report.language.say
    items: list[Item] = [Heading(say("section_missing"))]
    missing = [
        report.indicator(name)
        for name in report.codebook.headline_indicators
        if latest_actual(city.of_city(name)) is None
    ]
    key = "missing_headlines" if missing else "missing_no_headline"
    items.append(Paragraph([say(key, city=city.name, indicators=report.language.join(missing))]))
    columns = [
        Column(say("column_subject"), "left", 3.0),
        Column(say("column_here", city=city.name), "right", 2.0),
        Column(say("column_elsewhere"), "right", 2.0),
        Column(say("column_only_elsewhere"), "left", 6.0),
    ]
    rows: list[list[Runs]] = []
    every = report.observations
    elsewhere = every[~every["figure_id"].isin(city.figures["figure_id"])]
    for subject, title in report.codebook.subjects.items():
        here = city.figures[city.figures["subject"].eq(subject)]
        there = elsewhere[elsewhere["subject"].eq(subject)]
        named = [
            report.indicator(indicator)
            for indicator in report.codebook.indicators
            if indicator in set(there["indicator"]) - set(here["indicator"])
        ]
        more = len(named) - 3
        text = say("list_semicolon").join(named[:3]) or "–"
        if more > 0:
            text = say("and_more", text=text, more=more)
        counts = [report.language.count(len(frame)) for frame in (here, there)]
        cells = [title[report.language.code], counts[0], counts[1], text]
        if here.empty:
            cells[1] = say("not_reported")
        rows.append([[cell] for cell in cells])
    items.append(Table(say("table_missing"), columns, rows))
    return Section(items)
