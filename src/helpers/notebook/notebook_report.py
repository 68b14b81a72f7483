"""A report as a notebook has it: figures out, and charts, tables and sentences of one's own in."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import pandas as pd
from IPython.display import display

from helpers.data.figures import AnyFigure
from helpers.explore.choices import Choices, Chosen
from helpers.explore.selection import Years
from helpers.notebook.chart_items import make_chart
from helpers.notebook.house_style import open_figure
from helpers.notebook.tidy_figures import (
    choose_counting,
    choose_every,
    find_figures,
    list_known,
    tabulate_tidy,
    tabulate_wide,
    tell_years,
)
from helpers.notebook.why_empty import say_why
from helpers.notebook.written_rows import Words, Writer
from helpers.pages.items import Heading, Item, Paragraph, Section
from helpers.pages.matter import Cover
from helpers.problems import UsageError
from helpers.project import ALL
from helpers.reports.city_report import CityReport
from helpers.reports.comparison.comparison_report import ComparisonReport
from helpers.reports.end_matter import write_end_matter
from helpers.reports.report import Report

_display: Any = display


@dataclass(repr=False)
class NotebookReport:
    """A report open in a notebook.

    What a verb shows, it shows at once, also in the middle of a cell, and it is set into the PDF.

    Attributes:
        inner: What the sections of `helpers.reports` take: of a city, a comparison, or neither.
        home: Slug of the place it is about; empty for none.
    """

    inner: CityReport | ComparisonReport | Report
    home: str = ""

    def __repr__(self) -> str:
        """Name the report in one line."""
        return f"<report on {self.home or ALL} in {self.language}>"

    def __dir__(self) -> list[str]:
        """List the verbs and what they rest on, for completion."""
        return [name for name in super().__dir__() if not name.startswith("_")]

    @property
    def base(self) -> Report:
        """What every report shares: language, names, all figures, and the register of notes."""
        return self.inner if isinstance(self.inner, Report) else self.inner.report

    @property
    def language(self) -> str:
        """Code of the language, such as `zh`."""
        return self.base.language.code

    @property
    def province(self) -> str:
        """Slug of the province of the report; empty where it reads several."""
        if isinstance(self.inner, Report):
            return self.home
        return self.inner.province

    @property
    def cities(self) -> list[str]:
        """Slugs of the cities of the report, in the order of `places.csv`."""
        codebook = self.base.codebook
        return codebook.cities_of(self.province) if self.province else list(codebook.cities)

    @property
    def grid(self) -> dict[str, tuple[int, int]]:
        """Row and column of each city that has them in `places.csv`, for `tiles`."""
        places = self.base.codebook.places
        cells = {
            city: (places[city]["tile_row"], places[city]["tile_column"]) for city in self.cities
        }
        return {city: (int(row), int(column)) for city, (row, column) in cells.items() if row}

    @cached_property
    def known(self) -> Mapping[str, AnyFigure]:
        """Every figure by the identifier that `figure_id` holds."""
        return list_known(self.base)

    @property
    def _writer(self) -> Writer:
        return Writer(self.base, self.known)

    def figures(
        self, indicator: str, places: Chosen = None, years: Years = None, *, every: bool = False
    ) -> pd.DataFrame:
        """Return the figures of an indicator as a tidy table, one row each.

        By default one figure for each place and period, the one that counts: actual, settled, of
        the whole place, latest known. A target or an estimate never gets into a mean or a trend.

        Args:
            indicator: Printed or derived indicator, by identifier or name.
            places: Places, likewise; all cities of the report by default.
            years: One year, or the first and the last one.
            every: All figures of whole places: targets, estimates and replaced figures too.

        Returns:
            Columns `place`, `name` (in the language), `indicator`, `period`, `year`, `value`
            (missing for a bound), `low` and `high` (the ends that rounding and bounds leave),
            `basis`, `qualifier`, `status`, `doubt` (kinds of doubt that the audit has), `series`
            (what a line may join), `vintage` (year of release), `unit`, `source`, `locator` and
            `figure_id`, which charts and tables need. `attrs["why"]` says why it is empty, where
            it is; that is shown too.

        Raises:
            UsageError: An indicator, place or year is not known; the nearest is named.

        Example:
            >>> from helpers.notebook import open_city
            >>> report = open_city("luohe", "en")
            >>> rows = report.figures("rd_intensity", ["luohe", "puyang"], years=(2020, 2023))
            >>> rows[["name", "year", "value", "high"]]
                 name  year  value   high
            0   Luohe  2020   1.14  1.145
            1   Luohe  2022    NaN  1.860
            2   Luohe  2023   2.10  2.150
            3  Puyang  2020    NaN  2.000
            4  Puyang  2022    NaN  1.860
            5  Puyang  2023    NaN  2.650
        """
        measure = self._find_indicator(indicator)
        wanted = self._find_places(places)
        choose = choose_every if every else choose_counting
        frame = tabulate_tidy(self.base, choose(self.base, measure, wanted, years))
        if frame.empty:
            self._say_why(frame, [measure], wanted, years)
        return frame

    def wide(
        self,
        indicators: str | Sequence[str],
        places: Chosen = None,
        year: int | Literal["each"] | None = None,
    ) -> pd.DataFrame:
        """Return several indicators side by side, one row for each place that has any.

        Args:
            indicators: Printed or derived indicators.
            places: Places; all cities of the report by default.
            year: The year; for each indicator the one that most places have, by default. Where
                these differ that is told, unless you say `"each"`.

        Returns:
            Columns `place`, `name`, one for each indicator (missing where only a bound is known, or
            the audit doubts the value: a table shows both all the same), and `figure_id`, with `|`
            between the figures of a row. `attrs["years"]` names the year of each indicator.

        Raises:
            UsageError: An indicator or place is not known; the nearest is named.

        Example:
            >>> from helpers.notebook import open_comparison
            >>> report = open_comparison("henan", "en")
            >>> table = report.wide(["rd_intensity", "patents_granted"], year="each")
            >>> table.attrs["years"]["rd_intensity"]
            '2023'
        """
        wanted = self._find_places(places)
        names = [indicators] if isinstance(indicators, str) else indicators
        measures = [self._find_indicator(name) for name in names]
        one = None if year == "each" else year
        frame = tabulate_wide(self.base, measures, wanted, str(one or ""))
        if frame.empty:
            self._say_why(frame, measures, wanted, one)
        elif year is None:
            tell_years(self.base, frame.attrs["years"])
        return frame

    @contextmanager
    def chart(
        self,
        rows: pd.DataFrame,
        title: Words,
        subtitle: Words,
        alt: Words | None = None,
        height: float = 2.8,
        **subplots: Any,
    ) -> Iterator[Any]:
        """Open axes in house style; what is drawn is a chart of the report at the end.

        Sources, marks, the alternative text and the values behind the chart come from `rows`.
        seaborn and pandas draw into it with `ax=axes`. The style ends with the block.

        Args:
            rows: The table that is drawn, with its column `figure_id`.
            title: The finding, in words or by language: `{"zh": "…", "en": "…"}`.
            subtitle: Measure, unit and period.
            alt: What the chart shows, in words; written from the rows by default.
            height: Height in inches; the width is that of the text.
            **subplots: For several axes, as `Figure.subplots` takes them, such as `ncols=3` and
                `sharey=True`.

        Yields:
            The axes; a list of them where there are several.

        Raises:
            UsageError: The table has lost its column `figure_id`, or nothing was drawn.

        Example:
            >>> from helpers.notebook import open_comparison
            >>> report = open_comparison("henan", "en")
            >>> rows = report.figures("rd_intensity", years=2023).dropna(subset="value")
            >>> with report.chart(rows, "R&D intensity", "Per cent of GDP, 2023") as axes:
            ...     drawn = axes.barh(rows["name"], rows["value"])  # doctest: +ELLIPSIS
            R&D intensity
            Per cent of GDP, 2023
            ...
        """
        figures = find_figures(self.known, rows)
        pick = self._writer.pick
        words = pick(title), pick(subtitle), None if alt is None else pick(alt)
        with open_figure(height, subplots) as (figure, axes):
            yield axes[0] if len(axes) == 1 else axes
            self._show(make_chart(self.base, figure, figures, words, self.home))

    def table(
        self,
        frame: "pd.DataFrame | pd.Series[Any]",
        caption: Words,
        heads: Mapping[str, Words] | None = None,
    ) -> None:
        """Show a table; a cell that holds a figure of its row is written and marked as one.

        Args:
            frame: Any table. `figure_id` leads to the figures of a row; of a table by years,
                `rows.pivot(index="name", columns="year", values=["value", "figure_id"])`. Without
                it the table is marked as the analyst's own. One that is too wide for the page is
                set in parts, each with the first column.
            caption: What it shows, in words or by language.
            heads: Heads of your own columns, in words or by language.

        Raises:
            UsageError: It is no table.

        Example:
            >>> from helpers.notebook import open_city
            >>> report = open_city("luohe", "en")
            >>> rows = report.figures("rd_intensity", "luohe", years=2023)
            >>> report.table(rows, "R&D intensity")  # doctest: +ELLIPSIS
            R&D intensity
            Place | Period | Value
            Luohe | 2023 | 2.1%...
        """
        own = self.base.say("own_work")
        if isinstance(frame, pd.Series):
            frame = frame.to_frame()
        if not isinstance(frame, pd.DataFrame):
            given = type(frame).__name__
            raise UsageError(f"a table takes a DataFrame, not {given}; of a Styler, its .data")
        self._show(*self._writer.tabulate(frame, caption, heads or {}, own))

    def text(self, words: Words, **values: object) -> None:
        """Show a paragraph; a row in it is written with unit, qualifier and mark.

        Args:
            words: The text, or texts by language. `{first}` stands for the figure of the row
                `first`, `{first.name}` for a column of it, `{slope:.2f}` for a number.
            **values: What the text names: rows such as `rows.iloc[0]`, numbers, words.

        Raises:
            UsageError: A value is missing, or the text is not given in the report's language.

        Example:
            >>> from helpers.notebook import open_city
            >>> report = open_city("luohe", "en")
            >>> last = report.figures("rd_intensity", "luohe").iloc[-1]
            >>> report.text("{last.name} reached {last} in {last.year}.", last=last)
            ... # doctest: +ELLIPSIS
            Luohe reached 2.1%... in 2023.
        """
        self._show(Paragraph(self._writer.fill(words, values)))

    def heading(self, words: Words, level: int = 1) -> None:
        """Show a heading, of level 1 for a section or 2 inside one."""
        self._show(Heading(self._writer.pick(words), level))

    def cover(self, title: Words, subtitle: Words = "") -> None:
        """Show the first page of a report of one's own: its finding and what it rests on."""
        pick = self._writer.pick
        meta = self.base.furnish(pick(title), self.base.observations)
        self._show(Cover(pick(title), pick(subtitle), [], meta))

    def sources(self) -> None:
        """Show the end of the report: notes and documents of all figures above, attached files."""
        _display(write_end_matter(self.base))

    def _show(self, *items: Item) -> None:
        _display(Section([*items]))

    def _say_why(
        self, frame: pd.DataFrame, measures: Sequence[str], places: Sequence[str], years: Years
    ) -> None:
        frame.attrs["why"] = say_why(self.base, measures, places, years)
        print(frame.attrs["why"])

    def _find_indicator(self, name: str) -> str:
        return Choices("indicator", self.base.codebook).find(name)

    def _find_places(self, places: Chosen) -> list[str]:
        return self.cities if places is None else Choices("place", self.base.codebook).read(places)
