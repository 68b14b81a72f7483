"""The figures of a report in a notebook, as tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pandas as pd

from helpers.data.figures import AnyFigure
from helpers.explore.choices import Choices, Chosen
from helpers.explore.selection import Years
from helpers.notebook.tidy_figures import (
    choose_counting,
    choose_every,
    list_known,
    tabulate_tidy,
    tabulate_wide,
    tell_years,
)
from helpers.notebook.why_empty import say_why
from helpers.project import ALL
from helpers.reports.city_report import CityReport
from helpers.reports.comparison.comparison_report import ComparisonReport
from helpers.reports.report import Report


@dataclass(repr=False)
class ReportFigures:
    """The figures of a report open in a notebook, and what it is about.

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
        """The report behind: its language, names, all figures, and the register of notes."""
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
            `basis`, `qualifier`, `status`, `doubt` (kinds of doubt that the audit has),
            `takes_no_rank` (nothing says how far a doubted value may be off), `series`
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

    def tidy(self, figures: Iterable[AnyFigure]) -> pd.DataFrame:
        """Return the figures that a part of the report rests on, as `figures` does.

        Args:
            figures: Such as the rows of a finding, of a course over the years, or of a target.

        Example:
            >>> from helpers.notebook import open_city
            >>> report = open_city("luohe", "en")
            >>> about = report.inner.findings[0].figures
            >>> len(report.tidy(about)) == len(about)
            True
        """
        return tabulate_tidy(self.base, list(figures))

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

    def _say_why(
        self, frame: pd.DataFrame, measures: Sequence[str], places: Sequence[str], years: Years
    ) -> None:
        frame.attrs["why"] = say_why(self.base, measures, places, years)
        print(frame.attrs["why"])

    def _find_indicator(self, name: str) -> str:
        return Choices("indicator", self.base.codebook).find(name)

    def _find_places(self, places: Chosen) -> list[str]:
        return self.cities if places is None else Choices("place", self.base.codebook).read(places)
