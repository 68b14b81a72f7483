"""The answer to a choice: a chart titled by its finding, its rows, or why there is nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from helpers.analysis.claims.absence_claims import AbsenceClaim
from helpers.charts.canvas import Picture
from helpers.data.figures import ROW, AnyFigure, Figure, list_derived
from helpers.explore.audit_signs import Checked
from helpers.explore.chart_titles import say_finding
from helpers.explore.choice_chart import draw_choice, name_line
from helpers.explore.choices import sort_places
from helpers.explore.missing_reasons import say_nothing
from helpers.explore.open_report import open_figures
from helpers.explore.selection import Years, choose_figures, compare_choice, find_years, keep_years
from helpers.explore.tracing import Told, say_statement, tabulate, tell_origin
from helpers.pages.items import Chart, Column, Item, Paragraph, Section, Table
from helpers.reports.figure_lists import name_unit, write_alternative
from helpers.reports.report import Report, is_inferred
from helpers.words.language import Language


@dataclass(frozen=True)
class Choice:
    """The choice of an analyst.

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
class AnswerRow:
    """One figure of the table.

    Attributes:
        figure_id: Its identifier, for `trace`.
        cells: What the table shows of it.
        verdicts: What the sign beside it says, in words; empty where it has none.
    """

    figure_id: str
    cells: Sequence[str]
    verdicts: str = ""


@dataclass(frozen=True)
class Answer:
    """The answer to a choice, in its language.

    Attributes:
        choice: What was chosen.
        title: The finding; where there is nothing, why.
        subtitle: Measure, unit and period, and what the marks and signs mean.
        caption: Measure, unit and period alone.
        svg: The chart; empty where nothing can be drawn. The mark `figure-3` is that of row 3.
        alternative: What the chart shows, in words.
        missing: Which of the places have no figure; empty where all have one.
        note: What a star at a period means; empty where none stands.
        source_line: The documents behind it.
        columns: Heads of the table.
        rows: The figures.
        checked: What the audit found about them: sign, sentence, and the sum worked out.
        points: The values drawn, as (label, value) pairs.
        figures: The rows of the data behind them.
        audited: What the audit found, in the language of the choice; None where there is nothing.
    """

    choice: Choice
    title: str
    subtitle: str = ""
    caption: str = ""
    svg: str = ""
    alternative: str = ""
    missing: str = ""
    note: str = ""
    source_line: str = ""
    columns: Sequence[str] = ()
    rows: Sequence[AnswerRow] = ()
    checked: Sequence[tuple[str, str, str]] = ()
    points: Sequence[tuple[str, float]] = ()
    figures: Sequence[AnyFigure] = ()
    audited: Checked | None = None

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The same rows as data, each with where it was printed."""
        if self.audited is None:
            return pd.DataFrame()
        return tabulate(self.audited.report, self.figures, self.audited)

    @cached_property
    def narrow(self) -> str:
        """The chart as wide as a phone; empty where its labels do not fit."""
        return self.svg.draw_narrow() if isinstance(self.svg, Picture) else ""

    @cached_property
    def origins(self) -> Sequence[Told]:
        """The origin of each row, and the findings of the audit about it."""
        if self.audited is None:
            return []
        return [tell_origin(self.audited.report, row, self.audited) for row in self.figures]

    def show(self) -> Section:
        """Return the answer as a part of a report, for a page without a kernel behind it."""
        items: list[Item] = []
        if self.svg:
            words = self.title, self.subtitle, self.svg, self.alternative
            items.append(Chart(*words, [self.source_line], self.points))
        else:
            items.append(Paragraph([self.title]))
        if self.rows:
            heads = [Column(head) for head in self.columns]
            cells = [[[cell] for cell in row.cells] for row in self.rows]
            notes = [text for text in (self.missing, self.note) if text]
            caption = self.caption if self.svg else self.subtitle
            items.append(Table(caption, heads, cells, notes))
        if self.checked:
            say = Language(self.choice.language).say
            heads = [Column(say("column_sign"))]
            heads += [
                Column(say(key), "left", 1) for key in ("column_finding", "explore_column_work")
            ]
            cells = [[[cell] for cell in row] for row in self.checked]
            items.append(Table(say("table_findings"), heads, cells))
        return Section(items)


def answer(choice: Choice) -> Answer:
    """Answer a choice of known identifiers: chart and table, or the sentence that says why not."""
    report = open_figures(choice.language, choice.as_of)
    rows = select_rows(choice)
    if not rows:
        return Answer(choice, say_nothing(report, choice.cities, choice.indicator, choice.years))
    cities = [name for name in choice.cities if name in report.codebook.cities]
    compared = compare_choice(report, choice.indicator, cities, choice.years)
    known = {row.place for row in rows}
    checked = Checked(report)
    drawing = draw_choice(checked, rows, compared, choice.cities)
    findings, keys = checked.list_findings(rows), checked.explain_signs(rows)
    say, caption = report.say, _write_caption(report, choice, rows)
    heads = ["place", "period", "figure", *(["sign"] if findings else []), "status", "source"]
    return Answer(
        choice,
        say_finding(report, choice.indicator, rows, compared),
        say("sentence_space").join(filter(None, [caption, drawing.key, keys])),
        caption,
        drawing.svg,
        write_alternative(report, drawing.told),
        _say_missing(report, choice, [name for name in choice.cities if name not in known]),
        say("explore_star") if any(map(is_inferred, rows)) else "",
        say("source_line", sources=report.name_sources(report.sources_of_all(rows))),
        [say(f"explore_column_{name}") for name in heads],
        [_write_row(checked, row, is_signed=bool(findings)) for row in rows],
        [
            (report.sign(f), text.sentence, text.work)
            for f in findings
            for text in [checked.write(f)]
        ],
        drawing.points,
        rows,
        checked,
    )


def _say_missing(report: Report, choice: Choice, places: Sequence[str]) -> str:
    """Return of which places nothing is known, or nothing that the choice shows."""
    if not places:
        return ""
    named = report.language.join([report.place(place) for place in places])
    absence = AbsenceClaim(indicators=(choice.indicator,), places=tuple(places), relation="none")
    if report.holds(absence):
        return report.claim("no_figure_at_all", absence, places=named)
    return report.say("explore_none_chosen", places=named)


def select_rows(choice: Choice) -> list[AnyFigure]:
    """Find the rows of a choice: what is printed, what is implied, and bounds where nothing is."""
    if not choice.cities:
        return []
    report, cities = open_figures(choice.language, choice.as_of), list(choice.cities)
    frame = choose_figures(report, cities, [choice.indicator], choice.years)
    rows: list[AnyFigure] = list(frame[ROW])
    if choice.indicator not in report.codebook.derived:
        rows += _find_beside(report, choice, rows)
    order = {name: number for number, name in enumerate(sort_places(choice.cities))}
    return sorted(rows, key=lambda row: (order[row.place], _find_last_year(row)))


def _find_beside(report: Report, choice: Choice, rows: Sequence[AnyFigure]) -> list[AnyFigure]:
    derived = report.derived
    printed = {
        (row.place, row.period) for row in rows if isinstance(row, Figure) and row.basis == "actual"
    }
    is_beside = derived["indicator"].eq(choice.indicator) & derived["place"].isin(choice.cities)
    return [
        row
        for row in list_derived(keep_years(derived[is_beside], choice.years))
        if not row.is_bound or (row.place, row.period) not in printed
    ]


def _find_last_year(row: AnyFigure) -> str:
    return max(str(year) for year in re.findall("[0-9]{4}", row.period))


def _write_caption(report: Report, choice: Choice, rows: Sequence[AnyFigure]) -> str:
    say = report.say
    years = find_years(pd.DataFrame({"period": [row.period for row in rows]}, dtype="str"))
    first, last = int(years[0].min()), int(years[1].max())
    span = report.language.period(str(first) if first == last else f"{first}/{last}")
    text = say(
        "explore_subtitle",
        measure=report.indicator(choice.indicator),
        unit=name_unit(report, rows[0]),
        span=span,
    )
    known = say("known_as_of", day=report.language.day(choice.as_of)) if choice.as_of else ""
    parts = [text, known and say("explore_sentence", text=known)]
    return say("sentence_space").join(part for part in parts if part)


def _write_row(checked: Checked, row: AnyFigure, *, is_signed: bool) -> AnswerRow:
    report = checked.report
    sources = [report.source(name) for name in report.sources_of(row)]
    cells = [
        name_line(report, row),
        report.show_period(row),
        report.write_plain(row),
        *([checked.sign(row)] if is_signed else []),
        say_statement(report, row),
        report.language.join(sources),
    ]
    return AnswerRow(row.key, cells, checked.say_verdicts(row))
