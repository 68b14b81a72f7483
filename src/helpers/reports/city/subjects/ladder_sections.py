"""The ladders of enterprises and of platforms: chart, table, and the figures beside them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from helpers.analysis.claims.absence_claims import AbsenceClaim
from helpers.analysis.claims.figure_claims import ValueClaim
from helpers.analysis.ladders import Rung, find_nested, lay_figures, leave_out_foreign
from helpers.charts.ladder_chart import LadderLane, draw_ladder
from helpers.data.figures import Figure
from helpers.pages.items import Chart, Column, Heading, Item, Paragraph, Section, Table
from helpers.pages.runs import Run, Runs
from helpers.reports.city.subjects.ladder_text import (
    LadderText,
    find_title,
    place_marks,
    write_lines,
)
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import (
    describe_figure,
    describe_figures,
    drop_empty_columns,
    join_runs,
    tabulate_findings,
    tabulate_rows,
)
from helpers.reports.report import Report

_FEWEST_IN_A_CHART = 2
_MOST_LANES = 12
_NO_LEVEL = "not_said"


def write_enterprise_ladder(city: CityReport) -> Section:
    """Write the rungs of innovative enterprises with stock, target and gap; may be empty."""
    return _write_ladder(city, "enterprise", "enterprise_ladder", "view_enterprise_ladder")


def write_platform_ladder(city: CityReport) -> Section:
    """Write the platforms by level: stock, newly built, target and award; may be empty."""
    return _write_ladder(city, "platform", "innovation_platforms", "view_platform_ladder")


def list_rungs(city: CityReport, name: str) -> list[Rung]:
    """Return the rungs of a ladder, `enterprise` or `platform`, with the figures of the city."""
    known, codebook = city.report.observations, city.report.codebook
    rows = leave_out_foreign(codebook.ladder(name), known, city.city, codebook)
    return lay_figures(rows, city.figures, city.city)


def list_ladder(city: CityReport, name: str, rungs: Sequence[Rung], most: int) -> list[Item]:
    """Return the table of a ladder alone, with what must not be added up; nothing without a rung.

    Of more than `most` rungs those only newly built stand in a sentence.
    """
    text, codebook = LadderText(city.report), city.report.codebook
    filled = [rung for rung in rungs if rung.counts]
    if len(filled) < _FEWEST_IN_A_CHART:
        return []
    shown = filled
    if len(filled) > most:
        shown = [rung for rung in filled if not rung.is_only_newly_built]
    table = _tabulate(
        city, text, shown, city.say(f"view_{name}_ladder"), _say_empty(city, text, rungs)
    )
    rest = [rung for rung in filled if rung not in shown]
    nested = find_nested(rungs, city.figures, codebook)
    short = drop_empty_columns(city.report, table)
    return [short, *_list_newly_built(text, rest), *_say_nested(city, nested)]


def _write_ladder(city: CityReport, name: str, subject: str, heading: str) -> Section:
    """Write a ladder: chart, table, awards, the figures beside it, and the findings."""
    view = city.say(heading)
    report = city.report
    text = LadderText(report)
    rungs = list_rungs(city, name)
    nested = find_nested(rungs, city.figures, report.codebook)
    told = [figure for rung in rungs for figure in (*rung.counts, rung.award) if figure]
    told += [figure for pair in nested for figure in pair]
    names = {figure.figure_id for figure in told}
    others = [f for f in city.of_subjects(subject) if f.figure_id not in names]
    if not told and not others:
        return Section([])
    items: list[Item] = [
        Heading(view),
        *_show_rungs(city, text, rungs, view),
        *_say_nested(city, nested),
        *_say_awards(text, rungs),
        *_list_others(city, others),
    ]
    return Section([*items, *tabulate_findings(report, city.findings_about(subject))])


def _say_empty(city: CityReport, text: LadderText, rungs: Sequence[Rung]) -> str:
    """Return that no count of some rungs is printed; empty where all have one."""
    # An estimate or a forecast is no count, and yet a number that is printed.
    empty = [
        one for one in rungs if not one.counts and city.report.holds(_claim_empty(city, [one]))
    ]
    if not empty:
        return ""
    names = city.report.join_parts(text.name(one, inside=True) for one in empty)
    return city.report.claim("ladder_empty", _claim_empty(city, empty), rungs=names)


def _show_rungs(city: CityReport, text: LadderText, rungs: Sequence[Rung], view: str) -> list[Item]:
    report, say = city.report, city.say
    filled = [rung for rung in rungs if rung.counts]
    drawn = [figure for rung in filled for figure in rung.counts]
    if not drawn:
        return []
    missing = _say_empty(city, text, rungs)
    if len(drawn) < _FEWEST_IN_A_CHART and report.holds(_claim_empty(city, rungs)):
        single = text.name(filled[0])
        start = report.claim(
            "ladder_single",
            _claim_empty(city, rungs),
            ValueClaim(figure=drawn[0], is_named=True),
            count=len(rungs),
            name=single,
            figure=report.write(drawn[0]),
            period=report.period(drawn[0]),
        )
        mark = report.mark(drawn[0])
        return [Paragraph([start, mark, say("full_stop"), say("sentence_space"), missing])]
    stocks = sum(rung.stock is not None for rung in rungs)
    counts = {"count": len(rungs), "filled": len(filled)}
    if stocks:
        intro = say("ladder_intro", stocks=stocks, **counts)
    else:
        names = tuple(dict.fromkeys(rung.row["stock"] for rung in rungs if rung.row["stock"]))
        none = AbsenceClaim(indicators=names, places=(city.city,), relation="no_actual")
        intro = report.claim("ladder_intro_no_stock", none, **counts)
    is_long = len(filled) > _MOST_LANES
    shown = [rung for rung in filled if not (is_long and rung.is_only_newly_built)]
    lanes = shown if len(rungs) > _MOST_LANES else rungs
    chart = _draw(city, text, lanes, missing)
    table = _tabulate(city, text, shown, view, missing)
    rest = [rung for rung in filled if rung not in shown]
    return [Paragraph([intro]), chart, table, *_list_newly_built(text, rest)]


def _claim_empty(city: CityReport, rungs: Sequence[Rung]) -> AbsenceClaim:
    """Return the claim that no number of the rungs without a count is printed for the city."""
    names = [
        rung.row[column]
        for rung in rungs
        if not rung.counts
        for column in ("stock", "newly_built")
        if rung.row[column]
    ]
    indicators = tuple(dict.fromkeys(names))
    return AbsenceClaim(indicators=indicators, places=(city.city,), relation="no_print")


def _draw(city: CityReport, text: LadderText, rungs: Sequence[Rung], missing: str) -> Chart:
    report, say = city.report, city.say
    lanes = [
        LadderLane(text.name(rung), write_lines(text, rung), say("ladder_lane_empty"))
        for rung in rungs
    ]
    drawn = [figure for rung in rungs for figure in rung.counts]
    alternative = describe_figures(report, drawn, city.city)
    return Chart(
        find_title(text, [rung for rung in rungs if rung.counts]),
        say("ladder_subtitle"),
        draw_ladder(lanes),
        say("sentence_space").join(filter(None, [alternative, missing])),
        report.source_line(drawn),
        [
            (describe_figure(report, figure, city.city), point.value)
            for figure in drawn
            for point in place_marks(text, figure)
        ],
    )


def _tabulate(
    city: CityReport, text: LadderText, filled: Sequence[Rung], view: str, missing: str
) -> Table:
    report, say = city.report, city.say

    def write(*figures: Figure | None, additions: Sequence[Figure] = ()) -> str:
        parts = [text.dated(figure) for figure in figures if figure is not None]
        parts += [say("ladder_new", figures=text.dated(figure)) for figure in additions]
        return report.join_parts(parts) or say("none_cell")

    def write_targets(rung: Rung) -> str:
        return write(*rung.targets, additions=rung.additions)

    new = say(f"ladder_column_new_{filled[0].row['ladder']}")
    columns: dict[Column, Callable[[Rung], Runs]] = {
        Column(say("ladder_column_rung"), "left", 1.5): lambda r: report.language.name(r.row),
        Column(say("ladder_column_level")): text.level,
        Column(say("ladder_column_stock")): lambda rung: write(rung.stock),
        Column(new, "left", 1.0): lambda rung: write(rung.newly_built),
        Column(say("column_target"), "left", 1.5): write_targets,
        Column(say("ladder_column_gap"), "left", 2.1): text.gap_cell,
        Column(say("column_note"), "right", 0.9): lambda r: report.marks_with_findings(r.counts),
    }
    every = [figure for rung in filled for figure in rung.counts]
    notes = [say("ladder_gap_key")] if any(rung.targets for rung in filled) else []
    is_flat = all(rung.row["level"] == _NO_LEVEL for rung in filled)
    caption = say("ladder_table_flat" if is_flat else "ladder_table", view=view, city=city.name)
    table = tabulate_rows(report, caption, filled, columns, notes, every, is_compact=True)
    return replace(table, notes=[*table.notes, *filter(None, [missing])])


def _list_newly_built(text: LadderText, rungs: Sequence[Rung]) -> list[Item]:
    """List what a long ladder has no lane for: rungs of which only what was built is printed."""
    say = text.report.say
    parts: list[list[Run]] = [
        [
            say("ladder_built", rung=text.name(rung, inside=True), figure=text.dated(figure)),
            text.report.mark(figure),
        ]
        for rung in rungs
        for figure in rung.counts
    ]
    return _write_list(text.report, say("ladder_only_built"), parts)


def _write_list(
    report: Report, start: str, parts: Sequence[Sequence[Run]], end: str = "", callout: str = ""
) -> list[Item]:
    """Write parts as one sentence after its beginning; nothing where there is none."""
    if not parts:
        return []
    runs = [start, *join_runs(report, parts), report.say("full_stop"), end]
    return [Paragraph(runs, callout)]


def _say_nested(city: CityReport, nested: Sequence[tuple[Figure, Figure]]) -> list[Item]:
    report = city.report
    parts: list[list[Run]] = []
    for narrow, wide in nested:
        # Their counts stand in the table, each with its period: they are often of different years.
        names = [report.indicator(figure.indicator, inside=True) for figure in (narrow, wide)]
        text = report.say("ladder_nested", narrow=names[0], wide=names[1])
        parts.append([text, *report.marks([narrow, wide])])
    start, callout = report.say("ladder_not_added"), report.say("caution")
    return _write_list(report, start, parts, callout=callout)


def _say_awards(text: LadderText, rungs: Sequence[Rung]) -> list[Item]:
    report, say = text.report, text.report.say
    parts: list[list[Run]] = []
    notes = ""
    for rung in rungs:
        if rung.award is not None:
            told = report.say_figure("ladder_award", rung.award, rung=text.name(rung, inside=True))
            parts.append([told, report.mark(rung.award)])
            note = report.language.pick(rung.award.notes).rstrip(".。")
            if rung.award.each == "yes" and note:
                notes += say("sentence_space") + say("ladder_award_each", note=note)
    return _write_list(report, say("ladder_awards"), parts, notes)


def _list_others(city: CityReport, others: Sequence[Figure]) -> list[Item]:
    report = city.report
    parts: list[list[Run]] = []
    for figure in others:
        name = report.subject_of_figure(figure, city.city, inside=True)
        statement = report.statement(figure)
        text = report.say_figure("ladder_other", figure, name=name, statement=statement)
        parts.append([text, *report.marks_of(figure)])
    return _write_list(report, report.say("ladder_others"), parts)
