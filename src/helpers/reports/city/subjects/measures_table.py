"""The measures of a city: its policies, funds, institutions and programmes, as one table."""

from collections.abc import Callable, Mapping, Sequence

from helpers.pages.items import Column, Heading, Section
from helpers.pages.runs import Mark, Runs, SourcePlace
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import tabulate_rows
from helpers.reports.report import Report

_Measure = Mapping[str, str]


def list_measures(city: CityReport) -> list[_Measure]:
    """Return what a city and its counties decided, founded or set up, by kind and year."""
    report = city.report
    inside = report.codebook.within(city.city)
    own = [
        row
        for row in report.codebook.measures.values()
        if row["place"] in inside and _is_known(report, row)
    ]
    kinds = list(report.codebook.labels["measure_kind"])
    return sorted(own, key=lambda row: (kinds.index(row["measure_kind"]), row["year"]))


def write_measures(city: CityReport, rows: Sequence[_Measure]) -> Section:
    """Write measures, one row each; nothing without one."""
    report, say = city.report, city.say
    if not rows:
        return Section([])

    def write_name(row: _Measure) -> Runs:
        name, number, year = report.language.name(row), row["document_number"], row["year"]
        is_told = year in number + name
        period = report.language.period(year) if year and not is_told else ""
        texts = [
            report.place(row["place"]) if row["place"] != city.city else "",
            number,
            say("period_inferred", period=period) if period and _is_inferred(row) else period,
        ]
        known = say("list_comma").join(filter(None, texts))
        return [say("measure_named", name=name, about=known) if known else name]

    def write_mark(row: _Measure) -> Runs:
        line = row["locator"].removeprefix("line ")
        return [Mark((SourcePlace(report.number(row["source"]), line),))]

    columns: dict[Column, Callable[[_Measure], Runs]] = {
        Column(say("measure_column_kind"), "left", 1.4): lambda row: report.begin_label(
            "measure_kind", row["measure_kind"]
        ),
        Column(say("measure_column_name"), "left", 6.0): write_name,
        Column(say("measure_column_grants"), "left", 4.2): lambda row: (
            row[report.language.column("grants", row)] or say("none_cell")
        ),
        Column(say("column_note"), "right", 0.7): write_mark,
    }
    caption = say("measure_table", place=city.name, count=len(rows))
    notes = [say("measure_note")]
    if any(row["document_number"] for row in rows):
        notes.append(say("measure_numbers"))
    if any(map(_is_inferred, rows)):
        notes.append(say("measure_star"))
    table = tabulate_rows(report, caption, rows, columns, notes, is_compact=True)
    return Section([Heading(say("view_measures")), table])


def _is_inferred(row: _Measure) -> bool:
    """Return whether neither name nor number bears the year: it is that of who tells of it."""
    return bool(row["year"]) and row["year"] not in row["document_number"] + row["name_zh"]


def _is_known(report: Report, row: _Measure) -> bool:
    written = report.codebook.sources[row["source"]]["written_latest"]
    return not report.as_of or written <= report.as_of
