import doctest
import importlib
import inspect
import math
import pkgutil
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from IPython.core.formatters import DisplayFormatter

from helpers import notebook
from helpers.charts.canvas import style_chart
from helpers.notebook import (
    NotebookReport,
    house_style,
    notebook_report,
    open_city,
    open_comparison,
    open_question,
)
from helpers.notebook.chart_items import make_chart
from helpers.notebook.drawn_numbers import compare_with_rows
from helpers.notebook.tidy_figures import find_drawn
from helpers.pages.items import Section
from helpers.pages.matter import Cover
from helpers.pages.runs import Mark, show_plain
from helpers.problems import UsageError
from helpers.words.language import Language

pytestmark = pytest.mark.usefixtures("in_the_project")
MODULES = [module.name for module in pkgutil.iter_modules(notebook.__path__, "helpers.notebook.")]
INTENSITY, RATIO = "rd_intensity", "rd_expenditure_over_gdp"


@pytest.fixture
def report() -> NotebookReport:
    return open_city("luohe", "en")


# --- the interface -----------------------------------------------------------------------------


def list_verbs() -> dict[str, str]:
    """Return the public names with the parameters that each takes."""
    methods = {
        f"NotebookReport.{name}": member
        for name, member in inspect.getmembers(NotebookReport, inspect.isfunction)
        if not name.startswith("_")
    }
    functions = {
        name: member
        for name in notebook.__all__
        if inspect.isfunction(member := getattr(notebook, name))
    }
    return {
        name: " ".join(map(str, inspect.signature(member).parameters))
        for name, member in {**functions, **methods}.items()
    }


def test_the_interface_is_what_notebooks_rely_on() -> None:
    # A change here breaks notebooks that analysts keep: add, do not rename.
    assert list_verbs() == {
        "name_points": "axes x y names highlight",
        "stop_report": "report title running",
        "open_city": "city language as_of peers",
        "open_comparison": "province language as_of",
        "open_question": "province language as_of",
        "bullets": "table axes",
        "heat": "table axes heads",
        "keep_panels": "rows panels by",
        "spine": "rows axes report own benchmark",
        "slope": "rows axes",
        "strip": "rows axes highlight",
        "tiles": "table axes grid",
        "trend": "rows axes highlight",
        "NotebookReport.chart": "self rows title subtitle alt height subplots",
        "NotebookReport.claim": "self words claims values",
        "NotebookReport.cover": "self title subtitle running",
        "NotebookReport.figures": "self indicator places years every",
        "NotebookReport.heading": "self words level",
        "NotebookReport.name_places": "self rows",
        "NotebookReport.name_uncounted": "self panels",
        "NotebookReport.sources": "self",
        "NotebookReport.table": "self frame caption heads",
        "NotebookReport.text": "self words values",
        "NotebookReport.tidy": "self figures",
        "NotebookReport.wide": "self indicators places year",
    }
    assert {"COLOURS", "SHADES", "NotebookReport"} <= set(notebook.__all__)


@pytest.mark.parametrize("name", ["helpers.notebook", *MODULES])
def test_every_example_of_a_docstring_gives_what_it_says(name: str) -> None:
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    outcome = doctest.testmod(importlib.import_module(name), optionflags=flags)

    assert outcome.failed == 0


# --- figures -----------------------------------------------------------------------------------


def test_a_bound_has_no_value_and_keeps_its_end(report: NotebookReport) -> None:
    row = report.figures(INTENSITY, "puyang", years=2020).iloc[0]

    # at most 2.0%
    assert math.isnan(row["value"])
    assert (row["low"], row["high"]) == (0, 2.0)


def test_a_rounded_figure_says_between_which_values_it_lies(report: NotebookReport) -> None:
    row = report.figures(INTENSITY, "luohe", years=2023).iloc[0]

    # 2.1% is anything from 2.05% to 2.15%.
    assert (row["value"], row["source"], row["locator"]) == (2.1, "luohe-report-2024", "line 17")
    assert (row["low"], row["high"]) == pytest.approx((2.05, 2.15))


def test_only_the_figure_that_counts_stands_for_a_year(report: NotebookReport) -> None:
    counting = report.figures(INTENSITY, "luohe", years=2020)
    every = report.figures(INTENSITY, "luohe", years=2020, every=True)

    # An estimate of 1% was followed by 1.14%.
    assert list(counting["value"]) == [1.14]
    assert set(zip(every["value"], every["basis"], strict=True)) == {
        (1.0, "estimate"),
        (1.14, "actual"),
    }


def test_a_derived_indicator_is_marked_as_derived(report: NotebookReport) -> None:
    rows = report.figures(RATIO, "anyang", years=2019)

    assert set(rows["basis"]) == {"derived"}
    assert rows["low"].item() < rows["value"].item() < rows["high"].item()
    assert rows["source"].item().split("|") == ["city-yearbook-2020", "city-yearbook-2020-gdp"]


def test_an_empty_table_says_why_and_keeps_its_columns(
    report: NotebookReport, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = report.figures(INTENSITY, "luohe", years=1999)

    assert rows.empty
    assert {"value", "figure_id"} <= set(rows.columns)
    assert "Luohe 2019, 0.86%" in rows.attrs["why"]
    assert rows.attrs["why"] in capsys.readouterr().out


def test_an_empty_table_of_a_derived_indicator_says_what_was_not_divided(
    report: NotebookReport,
) -> None:
    why = report.figures(RATIO, "henan", years=2021).attrs["why"]

    # 1,018.84 over 58,887.41 hundred million, the second of a communiqué.
    assert "CNY 101.884 billion (S&T Yearbook 2022) is not divided by CNY 5,888.741 billion" in why


def test_completion_shows_the_verbs_and_no_internals(report: NotebookReport) -> None:
    verbs = {"chart", "claim", "cover", "figures", "heading", "sources", "table", "text"}
    verbs |= {"name_places", "name_uncounted", "tidy", "wide"}
    facts = {"base", "cities", "grid", "home", "inner", "known", "language", "province"}

    assert set(dir(report)) == verbs | facts


def test_a_report_of_ones_own_is_named_by_what_it_is_about(
    report: NotebookReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Section] = []
    monkeypatch.setattr(notebook_report, "_display", shown.append)

    report.cover("Two of three gaps are narrower", "Are the cities catching up?")
    report.cover("Two gaps are narrower", "Are the cities catching up?", "Convergence")

    covers = [item for section in shown for item in section.items if isinstance(item, Cover)]
    assert [(cover.title, cover.subtitle, cover.meta["running"]) for cover in covers] == [
        ("Two of three gaps are narrower", *["Are the cities catching up?"] * 2),
        ("Two gaps are narrower", "Are the cities catching up?", "Convergence"),
    ]


def test_a_report_names_itself_in_one_line(report: NotebookReport) -> None:
    assert repr(report) == "<report on luohe in en>"


def test_a_report_of_all_provinces_knows_their_cities() -> None:
    both = open_question("all", "en")

    assert len(both.cities) > len(open_comparison("henan", "en").cities)
    assert {"luohe", "fuzhou"} <= set(both.figures(RATIO)["place"])


def test_a_province_that_is_not_known_is_told_in_one_line() -> None:
    with pytest.raises(UsageError, match=r"'atlantis'; expected one of .*henan.*all"):
        open_question("atlantis", "en")


def test_indicators_stand_side_by_side_with_the_figures_of_each_row() -> None:
    table = open_comparison("henan", "en").wide([INTENSITY, RATIO], year=2019)
    row = table[table["place"].eq("luohe")].iloc[0]

    assert row[INTENSITY] == 0.86
    assert len(row["figure_id"].split("|")) == 2
    assert table["place"].is_unique


def test_columns_of_different_years_are_told_unless_that_is_meant(
    report: NotebookReport, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = ["census_population", RATIO]
    report.wide(pair, year="each")
    report.wide(pair, year=2019)
    report.wide(RATIO)
    assert capsys.readouterr().err == ""
    years = report.wide(pair).attrs["years"]
    told = capsys.readouterr().err

    assert len(set(years.values())) == 2
    assert all(f"{name} {year}" in told for name, year in years.items())


def test_a_doubted_value_is_in_no_calculation_and_shown_with_its_mark() -> None:
    report = open_comparison("henan", "en")
    table = report.wide([RATIO], year=2019)
    row = table[table["place"].eq("jiaozuo")]
    (item,) = report._writer.tabulate(row.drop(columns="place"), "Doubted", {}, "own")

    # Its GDP of 2019 is out of line with the years before and after.
    assert row[RATIO].isna().all()
    assert item.rows[0][1][0] == "1.66% (?)"
    # What is not drawn is not behind a chart either.
    drawn = {figure.place for figure in find_drawn(report.known, table)}
    assert drawn == {*table["place"]} - {"jiaozuo"}
    # Luohe's R&D expenditure is printed in two ways: it is doubted, lies between them, and counts.
    rows = report.figures(RATIO, years=2019)
    assert {*rows.query("doubt != ''")["place"]} == {"jiaozuo", "luohe"}
    assert {*rows.query("takes_no_rank")["place"]} == {"jiaozuo"}


def test_who_is_not_counted_is_named_with_the_years() -> None:
    report = open_comparison("henan", "en")
    rows = report.figures("rd_expenditure", years=(2017, 2019)).query("not takes_no_rank")
    panel = rows.pivot_table(index="place", columns="year", values="value")[[2017, 2019]].dropna()
    told = report.name_uncounted({"rd_expenditure": panel})
    assert told == "Not counted: Jiyuan (no figure for 2017 or 2019) on R&D expenditure."

    chinese = open_comparison("henan", "zh").name_uncounted({"rd_expenditure": panel})
    assert chinese == "全社会研发投入未计入济源（无2017年和2019年数据）。"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "This data set holds no figure of R&D personnel (head count) of any city for 2016."),
        ("zh", "本数据集无各市2016年的研发人员数（按人头）。"),
    ],
)
def test_a_year_between_that_no_city_has_is_named(language: str, told: str) -> None:
    report = open_comparison("fujian", language)
    rows = report.figures("rd_personnel")
    panel = rows.pivot_table(index="place", columns="year", values="value")

    assert list(panel) == [2015, 2017, 2018, 2019]
    assert report.name_uncounted({"rd_personnel": panel}) == told
    # A pace takes the ends alone: what lies between them says nothing of it.
    assert report.name_uncounted({"rd_personnel": panel[[2015, 2019]]}) == ""


def test_a_doubted_figure_is_drawn_with_its_mark(capsys: pytest.CaptureFixture[str]) -> None:
    report = open_comparison("henan", "en")
    rows = report.figures("rd_expenditure", ["luohe", "puyang"], 2019)
    names = report.name_places(rows)
    assert names == {"luohe": "Luohe (?)", "puyang": "Puyang"}
    told = []
    for labels in (rows["name"], rows["place"].map(names)):
        with report.chart(rows, "A title", "CNY") as axes:
            axes.barh(labels, rows["value"])
        told.append(capsys.readouterr())
    bare, marked = told

    assert bare.err.startswith("drawn in doubt without a mark: Luohe; expected")
    assert "(?): figure in doubt." not in bare.out
    assert marked.err == ""
    assert "(?): figure in doubt. Source: " in marked.out


# --- charts ------------------------------------------------------------------------------------


def test_a_chart_takes_its_words_sources_and_values_from_its_rows(
    report: NotebookReport, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = report.figures(INTENSITY, "luohe", years=(2020, 2023)).dropna(subset="value")
    with report.chart(rows, "A title", "Per cent") as axes:
        sns.lineplot(rows, x="year", y="value", ax=axes)
    shown = capsys.readouterr().out

    assert "R&D intensity, 2020, actual: 1.14" in shown
    assert "R&D intensity, 2023, actual: 2.1" in shown
    assert "Source: Luohe report[1]." in shown


def test_the_alternative_text_of_many_figures_names_the_ends() -> None:
    report = open_comparison("henan", "en")
    rows = [report.known[name] for name in report.figures(RATIO)["figure_id"]]
    figure, axes = plt.subplots()
    axes.plot([1], [1])
    chart = make_chart(report.base, figure, rows, ("T", "S", None), report.home)
    plt.close(figure)

    assert len(rows) > 40
    highest = max((row for row in rows if row.value is not None), key=lambda row: row.number)
    assert chart.alt.startswith(f"T. S. Chart of {len(rows)} figures for ")
    assert f" to {report.base.write(highest)}" in chart.alt


def test_a_table_that_lost_its_identifiers_is_refused_with_the_line_that_keeps_them(
    report: NotebookReport,
) -> None:
    means = report.figures(INTENSITY).groupby("name", as_index=False).agg({"value": "mean"})

    with (
        pytest.raises(UsageError, match=r"agg\(figure_id=\(\"figure_id\", \"\|\".join\)"),
        report.chart(means, "A title", "Per cent"),
    ):
        pass


def test_a_chart_in_which_nothing_is_drawn_is_refused(report: NotebookReport) -> None:
    rows = report.figures(INTENSITY, "luohe")

    with pytest.raises(UsageError, match="ax=axes"), report.chart(rows, "A title", "Per cent"):
        pass


def test_the_house_style_ends_with_the_chart_and_leaves_no_figure_open(
    report: NotebookReport,
) -> None:
    before = dict(mpl.rcParams)
    rows = report.figures(INTENSITY, "luohe", years=2023)
    with report.chart(rows, "A title", "Per cent") as axes:
        assert "Noto Sans CJK SC" in mpl.rcParams["font.family"]
        axes.bar(rows["name"], rows["value"])

    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == []


def test_what_is_drawn_through_pyplot_is_in_the_chart(
    report: NotebookReport, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = report.figures(INTENSITY, "luohe", years=2023)
    with report.chart(rows, "A title", "Per cent"):
        plt.bar(rows["name"], rows["value"])

    assert "A title" in capsys.readouterr().out


def test_several_axes_come_as_a_list(report: NotebookReport) -> None:
    rows = report.figures(INTENSITY, "luohe")
    with report.chart(rows, "A title", "Per cent", ncols=2, sharey=True) as panels:
        for axes in panels:
            axes.plot(rows["year"], rows["value"])

    assert len(panels) == 2


def test_axes_left_empty_are_removed_and_years_are_whole() -> None:
    figure, grid = plt.subplots(2, 2, sharex=True)
    for axes in grid.flat[:3]:
        axes.plot([2019, 2020], [1, 2])
    house_style.finish_axes(figure, Language("en"))
    right_above = grid[0, 1]

    assert list(figure.axes) == list(grid.flat[:3])
    assert all(float(tick).is_integer() for tick in right_above.get_xticks())
    assert right_above.xaxis.get_tick_params()["labelbottom"]
    plt.close(figure)


def test_a_function_that_opens_its_own_figure_is_named_where_the_axes_stay_empty(
    report: NotebookReport,
) -> None:
    rows = report.figures(INTENSITY, "luohe")

    with pytest.raises(UsageError, match="relplot"), report.chart(rows, "T", "S"):
        plt.figure().subplots().plot(rows["year"], rows["value"])
    plt.close("all")


def draw_bars(report: NotebookReport, scale: float, *others: float) -> str:
    """Draw four figures of a city, scaled, and other numbers; return the line of sources."""
    rows = report.figures(INTENSITY, "zhengzhou", years=(2020, 2023)).dropna(subset="value")
    heights = [*(rows["value"] * scale), *others]
    figure, axes = plt.subplots()
    axes.bar(range(len(heights)), heights)
    figures = [report.known[name] for name in rows["figure_id"]]
    chart = make_chart(report.base, figure, figures, ("T", "S", None), report.home)
    plt.close(figure)
    return show_plain(chart.source_line)


def test_a_number_drawn_beside_those_of_the_rows_is_named(
    report: NotebookReport, capsys: pytest.CaptureFixture[str]
) -> None:
    draw_bars(report, 1000)
    assert capsys.readouterr().err == ""
    line = draw_bars(report, 1, 77)

    assert capsys.readouterr().err == "drawn, but in no row of the table: 77\n"
    assert line.startswith("Source")


@pytest.mark.parametrize("kind", ["bar", "scatter", "plot"])
def test_a_number_drawn_by_a_call_of_its_own_among_true_ones_is_named(kind: str) -> None:
    figure, axes = plt.subplots()
    style = {"marker": "o", "linestyle": ""} if kind == "plot" else {}
    for names, numbers in ((["a", "b", "c"], [1.14, 2.13, 2.67]), (["mine"], [2.95])):
        getattr(axes, kind)(names, numbers, **style)

    assert compare_with_rows([axes], [1.14, 2.13, 2.67]) == (False, ["2.95"])
    plt.close(figure)


@pytest.mark.parametrize("kind", ["contour", "hexbin"])
def test_a_density_is_a_calculation_unless_the_dots_are_drawn_too(kind: str) -> None:
    x, y = [1.14, 2.13, 2.67], [3.45, 4.56, 5.67]
    figure, axes = plt.subplots()
    if kind == "contour":
        axes.contour([[1, 2], [3, 4]])
    else:
        axes.hexbin(x, y, gridsize=3)

    assert compare_with_rows([axes], [*x, *y]) == (True, [])
    axes.scatter(x, y)
    assert compare_with_rows([axes], [*x, *y]) == (False, [])
    plt.close(figure)


def test_where_a_swarm_or_a_jitter_puts_its_dots_is_no_strange_number() -> None:
    numbers = [1.14, 1.15, 1.16, 2.13, 2.67]
    figure, panels = plt.subplots(ncols=2)
    sns.swarmplot(x=["a", "a", "a", "b", "b"], y=numbers, ax=panels[0])
    sns.stripplot(x=numbers, y=["a", "a", "a", "b", "b"], ax=panels[1])
    figure.draw_without_rendering()  # which moves the dots of a swarm apart

    assert compare_with_rows(panels, numbers) == (False, [])
    plt.close(figure)


def test_a_chart_of_computed_numbers_says_that_they_are(
    report: NotebookReport, capsys: pytest.CaptureFixture[str]
) -> None:
    line = draw_bars(report, 1.37)

    assert line.startswith("Own calculation. Source")
    assert capsys.readouterr().err == ""


def test_a_regression_or_a_mean_beside_the_rows_is_no_strange_number() -> None:
    figure, axes = plt.subplots()
    axes.scatter([2020, 2021, 2022], [1.5, 2.5, 2.0])
    axes.plot(np.linspace(2020, 2022, 50), np.linspace(1.7, 2.2, 50))
    axes.axhline(2.0)

    assert compare_with_rows([axes], [1.5, 2.5, 2.0]) == (False, [])
    plt.close(figure)


def test_numbers_of_a_scale_that_agree_with_rows_by_chance_hide_no_calculation() -> None:
    figure, axes = plt.subplots()
    axes.plot([1, 2, 5, 10, 20], [0.31, 0.42, 0.53, 0.64, 0.75])

    # 1, 2, 10 and 20 of five stand in the rows, 5 does not; of the shares none does.
    assert compare_with_rows([axes], [1.0, 2.0, 10.0]) == (True, [])
    plt.close(figure)


def test_a_heatmap_of_computed_numbers_is_a_calculation() -> None:
    figure, (one, other) = plt.subplots(ncols=2)
    sns.heatmap([[0.741, 0.385]], annot=True, ax=one)
    sns.heatmap([[1.14, 2.13]], ax=other)

    # A coefficient that is written 0.74 is no 7.4 of the rows; the other shows the rows.
    assert compare_with_rows([one], [7.4, 3.85, 1.14, 2.13]) == (True, [])
    assert compare_with_rows([other], [7.4, 3.85, 1.14, 2.13]) == (False, [])
    plt.close(figure)


def test_what_a_chart_shows_through_pyplot_is_not_shown_twice(report: NotebookReport) -> None:
    rows = report.figures(INTENSITY, "luohe")
    with report.chart(rows, "T", "S") as axes:
        axes.plot(rows["year"], rows["value"])
        formatter: Any = DisplayFormatter()
        data, _ = formatter.format(axes.figure)

    assert data == {}


def test_ticks_of_a_logarithmic_axis_are_plain_numbers_and_twins_are_kept() -> None:
    with style_chart():
        figure, axes = plt.subplots()
        axes.loglog([1, 1e10], [0.01, 10])
        axes.twinx().set_yticks([1], ["kept"])
        house_style.finish_axes(figure, Language("en"))
        figure.draw_without_rendering()
        labels = [*axes.get_xticklabels(), *axes.get_yticklabels()]
    plt.close(figure)

    assert {"0.01", "10,000,000,000"} <= {label.get_text() for label in labels}
    assert [label.get_text() for label in figure.axes[1].get_yticklabels()] == ["kept"]


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("en", {"10,000", "20,000", "40,000"}), ("zh", {"10000", "20000", "40000"})],
)
def test_ticks_between_powers_of_ten_are_written_as_the_language_writes_numbers(
    language: str, wanted: set[str]
) -> None:
    with style_chart():
        figure, axes = plt.subplots()
        axes.semilogy([1, 2], [8_000, 40_000])
        house_style.finish_axes(figure, Language(language))
        figure.draw_without_rendering()
        labels = {label.get_text() for label in axes.get_yticklabels(which="both")}
    plt.close(figure)

    assert wanted <= labels
    assert not [label for label in labels if "e" in label]


# --- tables and sentences ----------------------------------------------------------------------


def test_a_sentence_writes_its_figures_as_the_report_does(report: NotebookReport) -> None:
    rows = report.figures(INTENSITY, "luohe", years=(2020, 2023)).dropna(subset="value")
    words = {"en": "{last.name}: {first}, then {last}; {n:.1f}.", "zh": "略"}
    runs = report._writer.fill(words, {"first": rows.iloc[0], "last": rows.iloc[-1], "n": 0.961})

    # Signs of the audit may follow a mark.
    texts = [run for run in runs if isinstance(run, str) and not run.startswith(" ")]
    assert texts == ["Luohe", ": ", "1.14%", ", then ", "2.1%", "; ", "1.0", "."]
    assert isinstance(runs[runs.index("1.14%") + 1], Mark)


def test_a_sentence_is_in_the_language_of_the_report() -> None:
    report = open_city("luohe", "zh")
    row = report.figures(INTENSITY, "luohe", years=2023)

    assert show_plain(report._writer.fill({"zh": "{a.name}为{a}", "en": "-"}, {"a": row})[:3]) == (
        "漯河为2.1%"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{second}", "expected one of the values: first"),
        ("a { alone", "a brace stands alone"),
        ({"de": "x"}, "no words in 'en'"),
    ],
)
def test_a_sentence_that_cannot_be_filled_says_what_is_missing(
    report: NotebookReport, words: str | dict[str, str], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        report.text(words, first=1)


def test_a_row_of_several_indicators_asks_which_is_meant(report: NotebookReport) -> None:
    row = report.wide([INTENSITY, "patents_granted"], "luohe").iloc[0]

    with pytest.raises(UsageError, match=r"expected {own\.rd_intensity} or {own\.patents_granted}"):
        report.text("{own}", own=row)


def test_a_table_by_years_marks_each_cell(report: NotebookReport) -> None:
    rows = report.figures(INTENSITY, "luohe", years=(2019, 2020))
    # What an analyst writes: each cell has one row, and pivot refuses it if not.
    table = rows.pivot(index="name", columns="year", values=["value", "figure_id"])  # noqa: PD010
    (item,) = report._writer.tabulate(table, "By year", {}, "own")

    assert [column.head for column in item.columns] == ["Place", "2019", "2020"]
    assert [cell[0] for cell in item.rows[0]] == ["Luohe", "0.86%", "1.14%"]
    assert all(isinstance(cell[1], Mark) for cell in item.rows[0][1:])
    assert "own" not in item.notes


def test_a_mean_is_a_number_with_the_marks_of_what_went_into_it(report: NotebookReport) -> None:
    rows = report.figures(INTENSITY, "luohe", years=(2019, 2020))
    mean = rows.groupby("name", as_index=False).agg(
        value=("value", "mean"), figure_id=("figure_id", "|".join)
    )
    (item,) = report._writer.tabulate(mean, "Mean", {}, "own")

    # (0.86 + 1.14) / 2 = 1
    assert [cell[0] for cell in item.rows[0][:2]] == ["Luohe", "1"]
    assert sum(isinstance(run, Mark) for run in item.rows[0][2]) == 2


def test_a_table_without_figures_behind_it_is_marked_as_the_analysts_own(
    report: NotebookReport,
) -> None:
    frame = pd.DataFrame({"slope": [1234.5678, np.nan]}, index=["a", "b"])
    (item,) = report._writer.tabulate(frame, "Slopes", {"slope": {"en": "Slope"}}, "own")

    assert [[show_plain(cell) for cell in row] for row in item.rows] == [["a", "1,235"], ["b", "–"]]
    assert item.columns[-1].head == "Slope"
    assert item.notes == ["own"]


def test_what_is_no_table_is_refused(report: NotebookReport) -> None:
    with pytest.raises(UsageError, match=r"not Styler; of a Styler, its \.data"):
        report.table(pd.DataFrame({"a": [1]}).style, "T")  # type: ignore[arg-type]


def test_a_table_wider_than_the_page_comes_in_parts_and_a_column_is_a_table(
    report: NotebookReport, capsys: pytest.CaptureFixture[str]
) -> None:
    # 30 letters and 2 between: three columns are 96 of 118 letters, four are 128.
    frame = pd.DataFrame({letter * 30: [1] for letter in "abcd"})
    parts = report._writer.tabulate(frame, "Wide", {}, "own")
    report.table(frame["a" * 30], "One column")

    assert [part.caption for part in parts] == ["Wide (1/2)", "Wide (2/2)"]
    assert [[column.head[0] for column in part.columns] for part in parts] == [
        ["a", "b", "c"],
        ["a", "d"],
    ]
    assert "One column" in capsys.readouterr().out
