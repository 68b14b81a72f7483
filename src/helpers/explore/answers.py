"""What a choice shows: a chart whose title is the finding, its rows, or why there is nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from helpers.analysis.findings import Figure, list_figures
from helpers.explore.choice_chart import draw_choice, name_line, name_row
from helpers.explore.choices import list_cities, sort_places
from helpers.explore.emptiness import say_nothing
from helpers.explore.finding import say_finding
from helpers.explore.known import open_figures
from helpers.explore.tables import Years, compare_choice, figures, find_years, keep_years
from helpers.explore.tracing import Told, say_statement, tabulate, tell_origin
from helpers.reports.figure_lists import name_unit
from helpers.reports.items import Chart, Column, Item, Paragraph, Section, Table
from helpers.reports.report import Report


@dataclass(frozen=True)
class Choice:
    """What an analyst has chosen.

    Attributes:
        cities: Slugs of cities, and of the province and nation beside them.
        indicator: Printed or derived indicator.
        years: First and last year; None for all.
        as_of: Day such as `2022-12-31`; empty for everything.
        language: `zh` or `en`.
    """

    cities: tuple[str, ...]
    indicator: str
    years: Years = None
    as_of: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Row:
    """One figure of the table, and where it was printed."""

    figure_id: str
    cells: Sequence[str]
    told: Told


@dataclass(frozen=True)
class Answer:
    """What a choice shows, in its language.

    Attributes:
        choice: What was chosen.
        title: The finding; where there is nothing, why.
        subtitle: Measure, unit and period, and what the marks mean.
        svg: The chart; empty where nothing can be drawn. The mark `figure-3` is that of row 3.
        alternative: What the chart shows, in words.
        missing: Which of the places have no figure; empty where all have one.
        source_line: The documents behind it.
        columns: Heads of the table.
        rows: The figures.
        frame: The same rows as data.
        points: The values drawn, as (label, value) pairs.
    """

    choice: Choice
    title: str
    subtitle: str = ""
    svg: str = ""
    alternative: str = ""
    missing: str = ""
    source_line: str = ""
    columns: Sequence[str] = ()
    rows: Sequence[Row] = ()
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    points: Sequence[tuple[str, float]] = ()

    def show(self) -> Section:
        """Return the answer as a part of a report, for a page without a kernel behind it."""
        items: list[Item] = []
        if self.svg:
            items.append(
                Chart(
                    self.title,
                    self.subtitle,
                    self.svg,
                    self.alternative,
                    [self.source_line],
                    self.points,
                )
            )
        else:
            items.append(Paragraph([self.title]))
        if self.rows:
            heads = [Column(head) for head in self.columns]
            cells = [[[cell] for cell in row.cells] for row in self.rows]
            notes = [self.missing] if self.missing else []
            items.append(Table(self.subtitle, heads, cells, notes))
        return Section(items)


def answer(choice: Choice) -> Answer:
    """Answer a choice.

    Args:
        choice: What was chosen; every identifier is known.

    Returns:
        Chart and table in the language of the choice, or the sentence that says why not.
    """
    report = open_figures(choice.language, choice.as_of)
    rows = find_rows(choice)
    if not rows:
        return Answer(choice, say_nothing(report, choice.cities, choice.indicator, choice.years))
    cities = [name for name in choice.cities if name in list_cities(report.codebook)]
    compared = compare_choice(report, choice.indicator, cities, choice.years)
    known = {row["place"] for row in rows}
    missing = [report.place(name) for name in choice.cities if name not in known]
    drawing = draw_choice(report, rows, compared, choice.cities)
    say = report.language.say
    return Answer(
        choice,
        say_finding(report, choice.indicator, rows, compared),
        _write_subtitle(report, choice, rows, drawing.key),
        drawing.svg,
        say("alternative", parts=say("list_semicolon").join(drawing.told)),
        say("no_figure_for", places=report.language.join(missing)) if missing else "",
        say("source_line", sources=report.name_sources(_list_sources(report, rows))),
        [
            say(f"explore_column_{name}")
            for name in ("place", "period", "figure", "status", "source")
        ],
        [_write_row(report, row) for row in rows],
        tabulate(report, rows),
        drawing.points,
    )


def find_rows(choice: Choice) -> list[Figure]:
    """Find the rows of a choice: what is printed, what is implied, and bounds where nothing is."""
    if not choice.cities:
        return []
    report, cities = open_figures(choice.language, choice.as_of), list(choice.cities)
    rows = list_figures(figures(cities, choice.indicator, choice.years, choice.as_of))
    if choice.indicator in report.codebook.derived:
        return rows
    derived = report.derived
    is_beside = derived["indicator"].eq(choice.indicator) & derived["place"].isin(cities)
    printed = {(row["place"], row["period"]) for row in rows if row["basis"] == "actual"}
    beside = [
        row
        for row in list_figures(keep_years(derived[is_beside], choice.years))
        if row["kind"] != "ceiling" or (row["place"], row["period"]) not in printed
    ]
    order = {name: number for number, name in enumerate(sort_places(choice.cities))}
    return sorted(rows + beside, key=lambda row: (order[row["place"]], _find_year(row)))


def _find_year(row: Figure) -> str:
    return max(str(year) for year in re.findall("[0-9]{4}", str(row["period"])))


def _write_subtitle(report: Report, choice: Choice, rows: Sequence[Figure], key: str) -> str:
    say = report.language.say
    years = find_years(pd.DataFrame({"period": [row["period"] for row in rows]}, dtype="str"))
    first, last = int(years[0].min()), int(years[1].max())
    span = report.language.period(str(first) if first == last else f"{first}/{last}")
    text = say(
        "explore_subtitle",
        measure=report.indicator(choice.indicator),
        unit=name_unit(report, rows[0]),
        span=span,
    )
    known = say("known_as_of", day=report.language.day(choice.as_of)) if choice.as_of else ""
    parts = [text, known and say("explore_sentence", text=known), key]
    return say("sentence_space").join(part for part in parts if part)


def _write_row(report: Report, row: Figure) -> Row:
    sources = [report.source(name) for name in report.sources_of(row)]
    cells = [
        name_line(report, row),
        report.show_period(row),
        report.write_plain(row),
        say_statement(report, row),
        report.language.join(sources),
    ]
    return Row(name_row(row), cells, tell_origin(report, row))


def _list_sources(report: Report, rows: Sequence[Figure]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in report.sources_of(row)))
