"""The service of a city to its firms, the proposals it answered, and its help to villages."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from helpers.analysis.claims.absence_claims import NoReplyClaim
from helpers.analysis.claims.share_claims import ShareClaim
from helpers.analysis.proposal_answers import read_proposal_labels
from helpers.analysis.service_steps import ServiceSteps, find_service_steps
from helpers.charts.bar_chart import Lane, draw_bars
from helpers.data.figures import Figure, list_rows
from helpers.pages.items import Chart, Column, Heading, Item, Paragraph, Section, Table
from helpers.pages.runs import Runs
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import (
    describe_figures,
    list_points,
    tabulate_figures,
    tabulate_findings,
    tabulate_rows,
)
from helpers.reports.report import Report
from helpers.words.written_numbers import write_chinese_ordinal, write_ordinal

_SERVICE, _ASSISTANCE = "service", "rural_assistance"

_Proposal = Mapping[str, Any]
_Labels = Mapping[str, Mapping[str, Mapping[str, str]]]


def write_service_record(city: CityReport) -> Section:
    """Write what a city did for firms, the proposals it answered, what it built in villages."""
    report, say = city.report, city.say
    service, assistance = city.of_subjects(_SERVICE), city.of_subjects(_ASSISTANCE)
    own = report.proposals[report.proposals["place"].eq(city.city)]
    if not service and not assistance and own.empty:
        return Section([])
    items: list[Item] = [Heading(say("view_service_record"))]
    steps = find_service_steps(service, report.codebook)
    if steps is not None:
        items.append(_draw_steps(city, steps))
    rest = service if steps is None else list(steps.others)
    if rest:
        caption = say("service_others" if steps else "service_all", city=city.name)
        items.append(tabulate_figures(report, rest, caption, city.city))
    if own.empty:
        none = NoReplyClaim(proposals=report.proposals, place=city.city)
        text = report.claim("service_no_reply", none, city=city.name)
        items.append(Paragraph([text], say("not_reported")))
    else:
        labels = read_proposal_labels(report.project)
        items.append(_tabulate_proposals(report, own, labels, city.name))
    if assistance:
        title = report.language.pick(report.codebook.subjects[_ASSISTANCE])
        caption = say("table_subject", subject=title, city=city.name)
        items.append(tabulate_figures(report, assistance, caption, city.city))
    items += tabulate_findings(report, city.findings_about(_SERVICE, _ASSISTANCE))
    return Section(items)


def _draw_steps(city: CityReport, found: ServiceSteps) -> Chart:
    report, say = city.report, city.say
    outcome = found.outcomes[0]
    title = report.claim(
        "service_title",
        ShareClaim(parts=(outcome,), total=found.whole, relation="outcome"),
        outcome=report.indicator(outcome.indicator),
        count=report.write(outcome),
        total=report.write(found.whole),
        period=report.period(found.whole),
    )
    beside = _name_programmes(report, found.beside)
    entity = found.whole.entity
    subtitle = say(
        "service_subtitle",
        programme=report.language.name(report.codebook.entities[entity]) if entity else city.name,
        beside=say("service_beside", programmes=beside) if beside else "",
    )
    drawn = [*found.steps, *found.beside]
    lanes = [_draw_lane(report, figure, is_beside=figure in found.beside) for figure in drawn]
    return Chart(
        title,
        subtitle,
        draw_bars(lanes),
        describe_figures(report, drawn, city.city),
        report.source_line(drawn),
        list_points(report, drawn, city.city),
    )


def _name_programmes(report: Report, figures: Sequence[Figure]) -> str:
    """Name the programmes that figures of the whole city were counted in, where one is printed."""
    say, entities = report.say, report.codebook.entities
    named = [
        say(
            "service_programme",
            name=report.indicator(figure.indicator, inside=True),
            programme=report.language.name(entities[figure.entity]),
        )
        for figure in figures
        if figure.entity
    ]
    return report.join_parts(named)


def _draw_lane(report: Report, figure: Figure, *, is_beside: bool) -> Lane:
    name, period = report.indicator(figure.indicator), report.period(figure)
    text = report.say("service_lane", name=name, period=period)
    is_apart = is_beside and figure.basis == "actual"
    return Lane(text, report.point(figure, report.state(figure)), is_apart)


def _tabulate_proposals(
    report: Report, proposals: pd.DataFrame, labels: _Labels, city: str
) -> Table:
    """Set the proposals of a city in a table, one row each, with the lines they were read on."""
    say, missing = report.say, report.say("service_not_printed")

    def label(column: str, proposal: _Proposal) -> str:
        return report.language.pick(labels[column][str(proposal[column])])

    def write_kind(proposal: _Proposal) -> str:
        names = {"role": label("role", proposal), "addressee": label("addressee_kind", proposal)}
        return say("service_kind", kind=_begin(label("kind", proposal)), **names)

    def say_satisfaction(proposal: _Proposal) -> str:
        if proposal["satisfaction"]:
            return label("satisfaction", proposal)
        return say("service_undecided") if proposal["satisfaction_note_en"] else missing

    def count_points(proposal: _Proposal) -> str:
        answered, raised = proposal["points_answered"], proposal["points_raised"]
        if pd.isna(raised):
            return missing
        return say("service_points", answered=answered, raised=raised)

    write_day = partial(_write_day, report)
    columns: dict[Column, Callable[[_Proposal], Runs]] = {
        Column(say("service_column_body"), "left", 2.6): lambda proposal: _write_body(
            report, proposal, _begin(label("body", proposal))
        ),
        Column(say("service_column_kind"), "left", 2.5): write_kind,
        Column(say("service_column_answered"), "left", 1.4): partial(write_day, "answered"),
        Column(say("service_column_issued"), "left", 1.4): partial(write_day, "issued"),
        Column(say("service_column_days"), "left", 2.0): partial(_write_waits, report),
        Column(say("service_column_result"), "left", 1.0): lambda p: p["result_class"] or missing,
        Column(say("service_column_satisfaction"), "left", 1.7): say_satisfaction,
        Column(say("service_column_points"), "left", 1.5): count_points,
        Column(say("column_printed"), "left", 2.2): partial(_write_place, report),
    }
    rows = list_rows(proposals)
    notes = [_explain(report, proposal) for proposal in rows]
    caption = say("service_table_proposals", city=city, count=len(rows))
    return tabulate_rows(report, caption, rows, columns, notes, is_compact=True)


def _begin(text: str) -> str:
    return text[0].upper() + text[1:]


def _write_body(report: Report, proposal: _Proposal, body: str) -> str:
    say, number = report.say, proposal["number"]
    if not proposal["session"]:
        return say("service_body", body=body, number=number)
    term, _, session = str(proposal["session"]).partition("-")
    write = write_chinese_ordinal if report.language.code == "zh" else write_ordinal
    return say(
        "service_body_session",
        body=body,
        number=number,
        term=write(int(term)),
        session=write(int(session)),
    )


def _write_day(report: Report, column: str, proposal: _Proposal) -> str:
    day = proposal[column]
    if pd.isna(day):
        return report.say("service_not_printed")
    return report.language.day(str(day.date()))


def _write_waits(report: Report, proposal: _Proposal) -> str:
    """Write the days between two printed days, or say that one of them is missing."""
    say = report.say
    missing = say("service_no_days")
    if pd.isna(proposal["days_to_answer"]) and pd.isna(proposal["days_to_issue"]):
        return missing
    waits = [
        missing if pd.isna(days) else say("service_days", days=days)
        for days in (proposal["days_to_answer"], proposal["days_to_issue"])
    ]
    return say("service_waits", to_answer=waits[0], to_issue=waits[1])


def _write_place(report: Report, proposal: _Proposal) -> str:
    lines = str(proposal["locator"]).removeprefix("line ").split("|")
    return report.say(
        "service_printed",
        source=report.source(str(proposal["source"])),
        lines=report.say("list_comma").join(lines),
        count=len(lines),
    )


def _explain(report: Report, proposal: _Proposal) -> str:
    """Write the document in full, the sums, and what a reader must know of a row."""
    say, language = report.say, report.language
    row = report.codebook.sources[str(proposal["source"])]
    number = proposal["document_number"]
    sentences = [
        say(
            "service_document",
            short=language.name(row, "short"),
            title=language.name(row, "title"),
            publisher=language.name(row, "publisher"),
            number=say("source_number", number=number) if number else "",
        )
    ]
    spans = {
        "answer": ("received", "answered", "days_to_answer"),
        "issue": ("answered", "issued", "days_to_issue"),
    }
    for step, (start, end, days) in spans.items():
        if not pd.isna(proposal[days]):
            first, last = (_write_day(report, name, proposal) for name in (start, end))
            sentences.append(say(f"service_sum_{step}", start=first, end=last, days=proposal[days]))
    sentences += [
        str(proposal[language.column(column, proposal)]) for column in ("note", "satisfaction_note")
    ]
    return say("note_space").join(filter(None, sentences))
