"""A report as a notebook has it: figures out, and charts, tables and sentences of one's own in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pandas as pd
from IPython.display import display

from helpers.analysis.claims.claim import Claim
from helpers.notebook.chart_items import make_chart
from helpers.notebook.house_style import open_figure
from helpers.notebook.report_figures import ReportFigures
from helpers.notebook.tidy_figures import find_drawn
from helpers.notebook.written_rows import Words, Writer
from helpers.pages.items import Heading, Item, Paragraph, Section
from helpers.pages.matter import Cover
from helpers.problems import UsageError
from helpers.reports.end_matter import write_end_matter
from helpers.reports.how_to_read import list_mark_keys, write_how_to_read
from helpers.reports.missing_text import name_gaps, name_uncounted

_display: Any = display


class NotebookReport(ReportFigures):
    """A report open in a notebook.

    What a verb shows, it shows at once, also in the middle of a cell, and it is set into the PDF.
    """

    @property
    def _writer(self) -> Writer:
        return Writer(self.base, self.known)

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
        figures = find_drawn(self.known, rows)
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

    def claim(self, words: Words, *claims: Claim, **values: object) -> str:
        """Return a sentence or a title that asserts something, once its claims are true.

        The claims stand in the attached `claims.csv`, so that anyone can check the sentence. A
        claim that does not hold stops the notebook here.

        Args:
            words: The text, or texts by language; `{count}` and `{slope:.1f}` stand for values.
            *claims: All that it asserts, as `helpers.analysis.claims` makes them.
            **values: Numbers and words that the text names.

        Raises:
            ClaimError: A claim is not true.

        Example:
            >>> from helpers.analysis.claims.estimate_claims import claim_side
            >>> from helpers.analysis.inference.correlation import correlate_ranks
            >>> from helpers.notebook import open_question
            >>> report = open_question("henan", "en")
            >>> pair = ["patents_granted_per_10000", "bachelor_or_above_per_100000"]
            >>> both = report.wide(pair, year="each").dropna(subset=pair)
            >>> years = [both.attrs["years"][name] for name in pair]
            >>> found = correlate_ranks(both, *pair)
            >>> claim = claim_side("rank_correlation", found, pair, both["place"], years)
            >>> report.claim("Patents go with degrees in {count} cities.", claim, count=len(both))
            'Patents go with degrees in 17 cities.'
        """
        return self.base.claim_own(self._writer.pick(words).format(**values), *claims)

    def name_uncounted(self, panels: Mapping[str, pd.DataFrame]) -> str:
        """Return who is not counted, with the years that it lacks or in doubt, and who has none.

        A year between others that no city has is named too.

        Args:
            panels: What is counted: by indicator, one row per place and one column per year.

        Example:
            >>> from helpers.notebook import open_question
            >>> report = open_question("fujian", "en")
            >>> rows = report.figures("patents_granted", years=(2017, 2019))
            >>> rows = rows.query("not takes_no_rank")
            >>> panel = rows.pivot(index="place", columns="year", values="value").dropna()
            >>> report.name_uncounted({"patents_granted": panel})
            'Not counted: Sanming (in doubt for 2019) on patents granted.'
        """
        counted = {
            measure: ({*panel.index}, [str(year) for year in panel.columns])
            for measure, panel in panels.items()
        }
        told = (name(self.base, self.cities, counted) for name in (name_uncounted, name_gaps))
        return self.base.say("sentence_space").join(filter(None, told))

    def name_places(self, rows: pd.DataFrame) -> dict[str, str]:
        """Return the names of the places of rows, with the sign of doubt where one is doubted.

        Args:
            rows: The table that is drawn, with its column `figure_id`.

        Example:
            >>> from helpers.notebook import open_comparison
            >>> report = open_comparison("henan", "en")
            >>> rows = report.figures("rd_expenditure", ["luohe", "puyang"], years=2019)
            >>> report.name_places(rows)
            {'luohe': 'Luohe (?)', 'puyang': 'Puyang'}
        """
        figures = find_drawn(self.known, rows)
        doubted = {figure.place for figure in figures if figure.is_doubted}
        names = {figure.place: self.base.place(figure.place) for figure in figures}
        sign = self.base.say
        return {
            place: sign("doubted", figure=name) if place in doubted else name
            for place, name in names.items()
        }

    def heading(self, words: Words, level: int = 1) -> None:
        """Show a heading, of level 1 for a section or 2 inside one."""
        self._show(Heading(self._writer.pick(words), level))

    def cover(self, title: Words, subtitle: Words = "", running: Words = "") -> None:
        """Show the first page of a report of one's own.

        Args:
            title: The finding.
            subtitle: What it is about.
            running: A few words that name the report at the head of each page and in the index;
                the subtitle by default.
        """
        pick = self._writer.pick
        meta = self.base.furnish(pick(running or subtitle or title), self.base.observations)
        self._show(Cover(pick(title), pick(subtitle), [], meta))

    def sources(self) -> None:
        """Show the end of the report: what marks mean, notes, documents, attached files."""
        if self.base.noted:
            self._show(write_how_to_read(self.base, *list_mark_keys(self.base)))
        _display(write_end_matter(self.base))

    def _show(self, *items: Item) -> None:
        _display(Section([*items]))
