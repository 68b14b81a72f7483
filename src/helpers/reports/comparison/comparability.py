"""The comparability of the figures: a verdict by measure, refusals, look-alikes, coverage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from helpers.analysis.claims.claim import is_most
from helpers.analysis.claims.count_claims import count_places
from helpers.data.figures import Figure, list_figures
from helpers.pages.items import Column, Heading, Item, Paragraph, Section, Table
from helpers.pages.runs import Run, Runs
from helpers.reports.comparison.comparison_report import ComparisonReport
from helpers.reports.how_to_read import list_keys, write_how_to_read
from helpers.reports.missing_text import name_missing, say_uncovered
from helpers.reports.standing_text import write_caveats

Grade = Literal["comparable", "caveat", "not", "unread"]


@dataclass(frozen=True)
class Verdict:
    """A verdict on whether a measure can be compared across the cities, with its reasons.

    Attributes:
        measure: Printed or derived indicator.
        grade: `comparable`, `caveat` or `not`; `unread` where no city has any figure.
        reasons: Why, as sentences in the language of the report.
    """

    measure: str
    grade: Grade
    reasons: list[str]


def judge(comparison: ComparisonReport, measure: str) -> Verdict:
    """Judge whether the cities can be compared on a measure, by a fixed rule.

    Comparable: a printed value of one year for every city. With a caveat: values for most, which is
    more than half, but some bounded, missing or derived. Not comparable: all else. Where nothing
    was read of any city, there is nothing to judge.
    """
    report, say = comparison.report, comparison.report.say
    found = comparison.compare(measure)
    if found is None or len(found.valued) < 2:
        known = report.known_rows
        is_read = found is not None or any(
            known.list_printed(measure, c) for c in comparison.cities
        )
        grade: Grade = "not" if is_read else "unread"
        return Verdict(measure, grade, [say_uncovered(report, measure, comparison.cities)])
    valued, bounded = (
        count_places(report.known_rows, relation, [found]) for relation in ("valued", "bounded")
    )
    period = report.language.period(found.period)
    # A doubted value is told below: it is one too, though it takes no rank.
    key = "reason_covered_ranked" if found.doubted else "reason_covered"
    key = "reason_covered_all" if valued.low == valued.total else key
    reasons = [report.claim(key, valued, known=valued.low, total=valued.total, period=period)]
    if bounded.low:
        reasons.append(report.claim("reason_bounded", bounded, count=bounded.low))
    derived = [one.row for one in found.known if one.kind == "derived" and one.row is not None]
    if derived:
        sources = map(report.source, report.sources_of_all(derived))
        reasons.append(say("reason_derived", sources=report.language.join([*sources])))
    reasons += filter(None, [name_missing(report, found)])
    if not is_most(valued.low, valued.total):
        return Verdict(measure, "not", reasons)
    is_whole = valued.low == valued.total and not derived
    return Verdict(measure, "comparable" if is_whole else "caveat", reasons)


def write_verdicts(comparison: ComparisonReport, verdicts: Sequence[Verdict]) -> Section:
    """Write whether what ranks cities can be compared, and why; alike measures in one row."""
    report, say = comparison.report, comparison.report.say
    columns = [
        Column(say("column_measure"), "left", 4.2),
        Column(say("column_verdict"), "left", 2.5),
        Column(say("column_reason"), "left", 4.6),
    ]
    alike: dict[tuple[str, str], list[str]] = {}
    for verdict in verdicts:
        told = say(f"verdict_{verdict.grade}"), say("sentence_space").join(verdict.reasons)
        alike.setdefault(told, []).append(report.indicator(verdict.measure))
    rows: list[list[Runs]] = [
        [[say("list_semicolon").join(names)], [grade], [reasons]]
        for (grade, reasons), names in alike.items()
    ]
    table = Table(say("table_verdicts"), columns, rows, is_compact=True)
    intro = Paragraph([say("comparable_intro")])
    return Section([Heading(say("section_comparable")), intro, table])


def write_reading(comparison: ComparisonReport, measures: Sequence[str]) -> Section:
    """Write what measures count, those of which anything is known, and what signs stand for."""
    report = comparison.report
    shown = [measure for measure in measures if measure in comparison.comparisons]
    keys = write_how_to_read(report, *list_keys(report))
    return Section([*write_caveats(report, shown), keys])


def list_confusable(comparison: ComparisonReport) -> list[tuple[Figure, Figure]]:
    """List figures of different cities that look alike and measure different things.

    Those of what ranks cities come first.
    """
    report = comparison.report
    frame = report.observations
    homes = dict(zip(frame["figure_id"], comparison.homes, strict=True))
    pairs: list[tuple[Figure, Figure]] = []
    for first in report.codebook.indicators:
        for second in report.codebook.look_alikes(first):
            leads = {first, second} & set(report.codebook.leading_indicators)
            if second < first or not leads:
                continue
            pair = _find_pair(frame, homes, first, second)
            if pair is not None:
                pairs.append(pair)
    ranked = set(report.codebook.compared)
    return sorted(pairs, key=lambda pair: not ranked & {figure.indicator for figure in pair})


def write_confusable(
    comparison: ComparisonReport, pairs: Sequence[tuple[Figure, Figure]]
) -> Section:
    """Set pairs of figures that look alike beside each other; nothing without one.

    The one by which no cities are ranked comes second, its definition beside it.
    """
    report, say = comparison.report, comparison.report.say
    if not pairs:
        return Section([])
    columns = [
        Column(say("column_first"), "left", 4.0),
        Column(say("column_second"), "left", 4.0),
        Column(say("column_difference"), "left", 4.4),
    ]
    ranked, rows = set(report.codebook.compared), list[list[Runs]]()
    for pair in pairs:
        placed = sorted(pair, key=lambda figure: figure.indicator not in ranked)
        other = report.codebook.indicators[placed[-1].indicator]
        told = report.language.name(other, "definition")
        rows.append([*(_write_confusable(comparison, figure) for figure in placed), [told]])
    items: list[Item] = [
        Heading(say("section_confusable")),
        Paragraph([say("confusable_intro")]),
        Table(say("table_confusable"), columns, rows, is_compact=True),
    ]
    return Section(items)


def _find_pair(
    frame: pd.DataFrame, homes: Mapping[str, str], first: str, second: str
) -> tuple[Figure, Figure] | None:
    """Find the latest figures of two indicators in different cities that a reader might compare."""
    around = frame["scope"].isin(["province", "nation"])
    is_shown = frame["indicator"].isin([first, second]) & ~around
    is_shown &= frame["basis"].eq("actual") & ~frame["qualifier"].eq("order_of_magnitude")
    shown = frame[is_shown].sort_values(
        ["period_end", "known_from"], ascending=False, kind="stable"
    )
    for one in list_figures(shown[shown["indicator"].eq(first)]):
        for other in list_figures(shown[shown["indicator"].eq(second)]):
            whole = "whole_city" in (one.scope, other.scope)
            if homes[one.figure_id] != homes[other.figure_id] and one.unit == other.unit and whole:
                return one, other
    return None


def _write_confusable(comparison: ComparisonReport, figure: Figure) -> list[Run]:
    report = comparison.report
    text = report.say(
        "confusable_cell",
        figure=report.write(figure),
        period=report.show_period(figure),
        city=report.place(figure.place),
        name=report.subject_of_figure(figure, figure.place),
        statement=report.statement(figure),
    )
    return [text, report.mark(figure)]
