"""The measures of a city: its policies, funds, institutions and programmes, as one table."""

from collections.abc import Callable, Mapping

from helpers.pages.items import Column, Heading, Runs, Section
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import tabulate_rows
from helpers.reports.report import Report

_Measure = Mapping[str, str]


def write_measures(city: CityReport) -> Section:
    """Write what a city and its counties decided, founded or set up, one row each.

    Returns:
        Nothing where the documents known on the day name no measure.
    """
    report, say = city.report, city.say
    inside = report.codebook.within(city.city)
    own = [
        row
        for row in report.codebook.measures.values()
        if row["place"] in inside and _is_known(report, row)
    ]
    if not own:
        return Section([])
    kinds = list(report.codebook.labels["measure_kind"])
    rows = sorted(own, key=lambda row: (kinds.index(row["measure_kind"]), row["year"]))

    def write_name(row: _Measure) -> Runs:
        number = row["document_number"]
        place = "" if row["place"] == city.city else report.place(row["place"])
        name = report.language.name(row)
        text = say("measure_of_county", place=place, name=name) if place else name
        return [text, say("measure_number", number=number)] if number else [text]

    columns: dict[Column, Callable[[_Measure], Runs]] = {
        Column(say("measure_column_kind"), "left", 1.6): lambda row: report.begin_label(
            "measure_kind", row["measure_kind"]
        ),
        Column(say("measure_column_name"), "left", 4.4): write_name,
        Column(say("measure_column_year"), "left", 1.4): lambda row: (
            report.language.period(row["year"]) if row["year"] else say("measure_no_year")
        ),
        Column(say("measure_column_grants"), "left", 4.2): lambda row: row[
            report.language.column("grants", row)
        ],
        Column(say("column_printed"), "left", 1.8): lambda row: say(
            "measure_printed",
            source=report.source(row["source"]),
            locator=report.locator(row["locator"]),
        ),
    }
    caption = say("measure_table", place=city.name, count=len(rows))
    table = tabulate_rows(report, caption, rows, columns, [say("measure_note")], is_compact=True)
    return Section([Heading(say("view_measures")), table])


def _is_known(report: Report, row: _Measure) -> bool:
    written = report.codebook.sources[row["source"]]["written_latest"]
    return not report.as_of or written <= report.as_of
