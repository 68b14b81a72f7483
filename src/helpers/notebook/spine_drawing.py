"""The spine chart of the house: where one place stands among others, a row for each measure."""

from decimal import Decimal
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Affine2D

from helpers.analysis.profile import take_position
from helpers.analysis.standings import Standing, StandingsByYear, choose_year, stand
from helpers.charts.places.spine_chart import lay_spines
from helpers.notebook.house_drawings import check_rows
from helpers.notebook.notebook_report import NotebookReport
from helpers.notebook.tidy_figures import find_figures
from helpers.problems import UsageError
from helpers.reports.city.city_profile import make_spine_row, name_key


def spine(
    rows: pd.DataFrame, axes: Axes, report: NotebookReport, own: str = "", benchmark: str = ""
) -> None:
    """Draw where a place stands among others, as the first page of a city's report does.

    Each row has one scale with the benchmark in its middle. Places of which only a largest value
    is known are a band; a doubted figure is a question mark and takes no rank.

    Args:
        rows: What `report.figures` returns, of one or several indicators one after the other;
            of each the period that most cities have is drawn. Rows of province and nation are
            lines; without one of the benchmark the middle place stands in its stead.
        axes: Where to draw; 0.7 inches and 0.34 for each indicator high.
        report: The report, for its words.
        own: Slug of the place that is marked; that of the report by default.
        benchmark: Slug of the place in the middle; the province by default.

    Raises:
        UsageError: No city has a row of one of the indicators.

    Example:
        >>> import pandas as pd
        >>> from helpers.notebook import open_city, spine
        >>> report = open_city("luohe", "en")
        >>> places = [*report.cities, report.province, "china"]
        >>> measures = ["rd_intensity", "patents_granted_per_10000"]
        >>> rows = pd.concat([report.figures(name, places, 2023) for name in measures])
        >>> with report.chart(rows, "Two measures", "Among 18 cities", height=1.4) as axes:
        ...     spine(rows, axes, report)  # doctest: +ELLIPSIS
        Two measures
        ...
    """
    own, benchmark = own or report.home, benchmark or report.province
    around = report.base.codebook.enclosing(own)
    spines = []
    for measure, group in check_rows(rows).groupby("indicator", sort=False):
        cities: StandingsByYear = {}
        lines: StandingsByYear = {}
        for row in group.itertuples(index=False):
            found = lines if row.place in around else cities
            found.setdefault(str(row.period), {})[str(row.place)] = _stand(report, row)
        places = dict.fromkeys([own, *(place for year in cities.values() for place in year)])
        comparison = choose_year(str(measure), list(places), cities)
        if comparison is None:
            raise UsageError(f"no city has a row of {measure!r}; expected some beside {own!r}")
        beside = {**cities[comparison.period], **lines.get(comparison.period, {})}
        ends = (beside.get(place) for place in (benchmark, around[-1]))
        spines.append(make_spine_row(report.base, take_position(comparison, own, *ends)))
    lay_spines(axes, spines, name_key(report.base, own, benchmark))
    for line in axes.lines:  # they lie at inches of the picture: no values to hold against rows
        line.set_transform(Affine2D() + axes.transData)


def _stand(report: NotebookReport, row: Any) -> Standing:
    """Return a row as a standing: its figure, or where the value is another one, that value."""
    figures, is_bound = find_figures(report.known, row), pd.isna(row.value)
    kept = [f for f in figures if is_bound or (f.value is not None and row.value == float(f.value))]
    if len(figures) == len(kept) == 1:
        return stand(kept[0], report.base.codebook)
    ends = (row.low, row.high) if is_bound or row.low <= row.value <= row.high else [row.value] * 2
    value, low, high = (Decimal(repr(float(end))) for end in (row.value, *ends))
    if is_bound:
        return Standing(row.place, "bound", None, None, low, high)
    return Standing(row.place, "derived", None, value, low, high)
