"""What a choice shows: a chart whose title is the finding, its rows, or why there is nothing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from helpers.analysis.findings import Figure, list_figures
from helpers.analysis.standings import Comparison
from helpers.data.periods import parse_period
from helpers.explore.choices import list_cities, sort_places
from helpers.explore.emptiness import say_nothing
from helpers.explore.finding import say_finding
from helpers.explore.known import open_figures
from helpers.explore.place_chart import Line, Placed, draw_places
from helpers.explore.tables import Years, compare_choice, figures, find_years, keep_years
from helpers.explore.tracing import Told, tabulate, tell_origin
from helpers.reports.charts import Point
from helpers.reports.comparison_charts import draw_dots
from helpers.reports.figure_lists import name_unit
from helpers.reports.items import Chart, Column, Item, Paragraph, Section, Table
from helpers.reports.report import Report, is_derived
from helpers.reports.standing_text import draw_references, find_references, list_dots

_FEWEST_RANKED = 2
_MARK = "figure-"
_BOUNDS = ("over", "at_least", "at_most", "under")


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
    svg, points, key = _draw(report, choice, rows, compared)
    say = report.language.say
    return Answer(
        choice,
        say_finding(report, choice.indicator, rows, compared),
        _write_subtitle(report, choice, rows, key),
        svg,
        say("alternative", parts=say("list_semicolon").join(label for label, _ in points)),
        say("no_figure_for", places=report.language.join(missing)) if missing else "",
        say("source_line", sources=report.name_sources(_list_sources(report, rows))),
        [say(f"explore_column_{name}") for name in ("place", "period", "figure", "status", "source")],
        [_write_row(report, row) for row in rows],
        tabulate(report, rows),
        points,
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
    return sorted(rows + beside, key=lambda row: (order[row["place"]], row["period"][-4:]))


def _draw(
    report: Report, choice: Choice, rows: Sequence[Figure], compared: Sequence[Comparison]
) -> tuple[str, list[tuple[str, float]], str]:
    """Draw places ranked where one period is all there is, else over the years."""
    periods = {row["period"] for row in rows}
    if len(periods) == 1 and len(compared) == 1 and len(compared[0].known) >= _FEWEST_RANKED:
        return _draw_ranked(report, choice, rows, compared[0])
    lines: dict[str, list[Placed]] = {}
    points, told = [], []
    for number, row in enumerate(rows):
        if pd.isna(row["value"]):
            continue
        point = report.point(row)
        when = _place_in_time(row, point.when)
        placed = Placed(replace(point, when=when), _state(report, row), f"{_MARK}{number}")
        name = _name_line(report, row)
        lines.setdefault(name, []).append(placed)
        label = report.language.say("explore_point", place=name, period=report.period(row))
        points.append((label, float(row["value"])))
        told.append(report.language.say("alternative_part", description=label, figure=report.write(row)))
    if not lines:
        return "", [], ""
    drawn = [placed.point for line in lines.values() for placed in line]
    ends = int(min(point.when for point in drawn)), math.ceil(max(point.when for point in drawn))
    svg = draw_places([Line(name, placed) for name, placed in lines.items()], ends)
    return svg, points, _explain_marks(report, drawn)


def _draw_ranked(
    report: Report, choice: Choice, rows: Sequence[Figure], compared: Comparison
) -> tuple[str, list[tuple[str, float]], str]:
    numbers = {_name_row(row): number for number, row in enumerate(rows)}
    dots = [
        replace(dot, mark=f"{_MARK}{numbers[_name_row(standing.row)]}")
        for dot, standing in zip(list_dots(report, compared), compared.known, strict=True)
        if standing.row is not None
    ]
    around = [name for name in choice.cities if name not in list_cities(report.codebook)]
    references = find_references(report, compared, around)
    lines = draw_references(report, references, compared.measure)
    points = [
        (f"{dot.name} {report.language.period(compared.period)}: {dot.label}", dot.value)
        for dot in dots
    ]
    return draw_dots(dots, lines), points, report.language.say("explore_key_dots")


def _explain_marks(report: Report, points: Sequence[Point]) -> str:
    """Say what the marks that are drawn mean, and by what rule they are joined."""
    say = report.language.say
    forms = {
        "actual": "actual",
        "estimate": "estimate",
        "forecast": "forecast",
        "target": "target",
        "policy": "forecast",
        "derived": "derived",
    }
    found = {forms[point.basis] for point in points}
    names = [name for name in dict.fromkeys(forms.values()) if name in found]
    if any(point.qualifier in _BOUNDS for point in points):
        names.append("bound")
    if names == ["actual"]:
        return say("explore_key_joined") if len(points) > 1 else ""
    comma = say("list_semicolon")
    marks = say("explore_marks", marks=comma.join(say(f"explore_mark_{name}") for name in names))
    joined = say("explore_key_joined") if len(points) > 1 else ""
    return say("sentence_space").join(part for part in (marks, joined) if part)


def _name_row(row: Figure) -> str:
    return str(row["derived_id" if is_derived(row) else "figure_id"])


def _name_line(report: Report, row: Figure) -> str:
    place = report.place(str(row["place"]))
    if is_derived(row) or not row["entity"]:
        return place
    inside = report.language.name(report.codebook.entities[str(row["entity"])])
    return report.language.say("name_inside", name=place, inside=inside)


def _place_in_time(row: Figure, year: float) -> float:
    """Place a figure of a part of a year before the end of that year, at which whole ones stand."""
    if is_derived(row) or pd.isna(row["period_end"]) or parse_period(row["period"]).is_full_year:
        return year
    return float(row["period_end"].year - 1 + row["period_end"].month / 12)


def _state(report: Report, row: Figure) -> str:
    """Write a figure, and say so where it is no actual one or not of a whole year."""
    text = report.write(row)
    if is_derived(row):
        return report.write_plain(row)
    said = []
    if row["basis"] != "actual":
        said.append(report.label("basis", row))
    if not parse_period(row["period"]).is_full_year:
        said.append(report.period(row))
    say = report.language.say
    return say("explore_stated", figure=text, said=say("statement_comma").join(said)) if said else text


def _write_subtitle(
    report: Report, choice: Choice, rows: Sequence[Figure], key: str
) -> str:
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
    statement = report.statement(row)
    if not is_derived(row) and row["status"] != "A":
        comma = report.language.say("statement_comma")
        statement = comma.join([statement, report.label("status", row)])
    sources = [report.source(name) for name in report.sources_of(row)]
    cells = [
        _name_line(report, row),
        report.show_period(row),
        report.write_plain(row),
        statement,
        report.language.join(sources),
    ]
    return Row(_name_row(row), cells, tell_origin(report, row))


def _list_sources(report: Report, rows: Sequence[Figure]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in report.sources_of(row)))
