"""The targets of a city: a lane and a verdict for each, and those that cannot be judged."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd

from helpers.analysis.claims.target_claims import PlanClaim
from helpers.analysis.plans.plan_standing import VERDICTS, TargetStanding
from helpers.analysis.plans.tracked_targets import has_evidence, judge_plan
from helpers.charts.bullet_chart import Bullet, draw_bullets
from helpers.pages.items import Chart, Column, Heading, Item, Section, Table
from helpers.pages.runs import Runs
from helpers.reports.city.subjects.plan_text import (
    cite_standing,
    describe_standing,
    explain_relative,
    name_target,
    say_latest,
    say_pace_so_far,
    say_reasons,
    say_required,
    say_verdict,
    write_base,
    write_latest,
    write_target,
)
from helpers.reports.city_report import CityReport
from helpers.reports.figure_lists import tabulate_findings, tabulate_rows

_FEWEST_LANES = 2


def write_plan_tracker(city: CityReport) -> Section:
    """Write how the targets stand: a lane for each, and a table of those that can be measured."""
    report, say = city.report, city.say
    standings = judge_targets(city)
    if not standings:
        return Section([])
    measured = [standing for standing in standings if has_evidence(standing)]
    rest = [standing for standing in standings if not has_evidence(standing)]
    items: list[Item] = [Heading(say("view_plan_tracker"))]
    if len(measured) >= _FEWEST_LANES:
        items.append(draw_standings(city, measured, standings))
    if measured:
        items.append(_tabulate(city, measured))
    if rest:
        items.append(_list_rest(city, rest))
    findings = city.findings_about("plan_targets")
    return Section([*items, *tabulate_findings(report, findings)])


def judge_targets(city: CityReport) -> list[TargetStanding]:
    """Return the standing of every target of a city and its counties, those that are met first."""
    report = city.report
    frames, inside = (report.observations, report.derived), report.codebook.within(city.city)
    return judge_plan(*frames, report.codebook, inside, report.findings, report.as_of)


def tabulate_targets(city: CityReport, standings: Sequence[TargetStanding]) -> pd.DataFrame:
    """Return targets as a table, one row each, to look at or to filter.

    Returns:
        Columns `target`, `printed`, `base`, `latest`, `kind`, `verdict`, `reason` (the first of
        them), `way` (the share of the way from the base that is covered; missing where it cannot
        be measured) and `figure_id`. The index is the number of the target.
    """
    report = city.report
    columns: dict[str, Callable[[TargetStanding], object]] = {
        "target": lambda one: name_target(report, one, city.city),
        "printed": partial(write_target, report),
        "base": partial(write_base, report),
        "latest": partial(write_latest, report),
        "kind": lambda one: one.kind,
        "verdict": lambda one: one.verdict,
        "reason": lambda one: "".join(one.reasons[:1]),
        "way": lambda one: one.way,
        "figure_id": lambda one: "|".join(target.figure_id for target in one.targets),
    }
    frame = pd.DataFrame({name: [read(one) for one in standings] for name, read in columns.items()})
    return frame.astype({"way": "float64"})


def draw_standings(
    city: CityReport, standings: Sequence[TargetStanding], every: Sequence[TargetStanding]
) -> Chart:
    """Draw a lane for each of some targets; the title counts all of them by verdict."""
    report, say = city.report, city.say
    rows = [_make_bullet(city, standing) for standing in standings]
    counted = [target for one in every for target in one.targets]  # the title is of all of them
    figures = [*(figure for standing in standings for figure in standing.figures), *counted]
    drawn = [
        describe_standing(report, standing, city.city)
        for standing in standings
        if standing.way is not None
    ]
    empty = len(standings) - len(drawn)
    rates = [one for one in standings if one.kind == "growth" and one.way is not None]
    forms = {row.basis for row in rows if row.way is not None}
    forms |= {"bound" for row in rows if row.qualifier != "exact" or row.is_open}
    subtitle = [say("plan_tracker_subtitle")]
    subtitle += [say(f"plan_tracker_form_{form}") for form in sorted(forms)]
    subtitle += [say("plan_tracker_subtitle_growth")][: len(rates)]
    if any(one.implied for one in rates):
        subtitle.append(say("plan_tracker_subtitle_doubted"))
    until, year = report.known_until(report.observations), report.language.period
    ends = [f"{one.targets[0].period_end}" if one.targets else until for one in standings]
    shown = [
        row.period.rpartition("/")[2].removesuffix("?")
        for one in standings
        if (row := one.stated or one.latest)
    ]
    if shown and all(end < until and end.endswith("-12-31") for end in ends):
        deadlines, latest = (
            report.language.join([year(each) for each in sorted({day[:4] for day in days})])
            for days in (ends, shown)
        )
        subtitle.append(say("plan_tracker_subtitle_over", deadlines=deadlines, latest=latest))
    parts = [*drawn, *([say("plan_tracker_alt_empty", count=empty)] if empty else [])]
    return Chart(
        _find_title(city, every),
        "".join(subtitle),
        draw_bullets(rows),
        say("alternative", parts=report.join_parts(parts)),
        report.source_line([*figures, *(row for one in standings for row in one.implied_by)]),
        [(row.name, row.way) for row in rows if row.way is not None],
    )


def _find_title(city: CityReport, standings: Sequence[TargetStanding]) -> str:
    """Return the number of targets by verdict; a verdict without a target is left out.

    One that rests on a doubted rate makes its number a doubted one.
    """
    report, total = city.report, len(standings)
    alike = {
        verdict: tuple(standing for standing in standings if standing.verdict == verdict)
        for verdict in VERDICTS
    }
    parts = []
    for verdict, own in alike.items():
        claim = PlanClaim(standings=own, relation=verdict, total=total)
        text = report.claim(f"plan_tracker_count_{verdict}", claim, count=len(own)) if own else ""
        is_doubted = any("rate_doubted" in one.reasons for one in own)
        parts.append(report.say("doubted", figure=text) if is_doubted else text)
    return report.claim(
        "plan_tracker_title",
        PlanClaim(standings=tuple(standings), relation="targets"),
        city=city.name,
        total=total,
        parts=report.join_parts(filter(None, parts)),
    )


def _make_bullet(city: CityReport, standing: TargetStanding) -> Bullet:
    report, has_base = city.report, standing.base is not None and standing.kind != "total"
    return Bullet(
        name_target(report, standing, city.city),
        say_verdict(report, standing),
        write_target(report, standing),
        say_latest(report, standing),
        standing.way,
        standing.way is not None if standing.kind == "growth" else has_base,
        standing.targets[0].qualifier if standing.targets else "at_least",
        "derived" if standing.kind == "growth" else "actual",
        standing.kind == "growth",
    )


def _tabulate(city: CityReport, standings: Sequence[TargetStanding]) -> Table:
    report, say = city.report, city.say

    def name(standing: TargetStanding) -> str:
        aim = name_target(report, standing, city.city)
        return say("plan_tracker_target", name=aim, target=write_target(report, standing))

    def judge(standing: TargetStanding) -> str:
        return say_verdict(report, standing) + say_reasons(report, standing)

    columns: dict[Column, Callable[[TargetStanding], Runs]] = {
        Column(say("column_target"), "left", 3.7): name,
        Column(say("plan_tracker_column_base"), "left", 1.8): partial(write_base, report),
        Column(say("plan_tracker_column_latest"), "left", 1.8): partial(write_latest, report),
        Column(say("plan_tracker_column_required"), "left", 1.6): partial(say_required, report),
        Column(say("plan_tracker_column_so_far"), "left", 1.9): partial(say_pace_so_far, report),
        Column(say("plan_tracker_column_verdict"), "left", 3.1): judge,
        Column(say("column_note"), "right", 1.1): partial(cite_standing, report),
    }
    dated = [figure for standing in standings for figure in standing.figures]
    notes = [say("plan_tracker_note_pace"), *explain_relative(report, standings)]
    caption = say("plan_tracker_table", city=city.name)
    return tabulate_rows(report, caption, standings, columns, notes, dated)


def _list_rest(city: CityReport, standings: Sequence[TargetStanding]) -> Table:
    """List the targets for which neither a base nor a figure is printed."""
    report, say = city.report, city.say
    columns: dict[Column, Callable[[TargetStanding], Runs]] = {
        Column(say("column_indicator"), "left", 3.6): lambda s: name_target(report, s, city.city),
        Column(say("column_target"), "left", 3.4): partial(write_target, report),
        Column(say("column_note"), "right", 0.8): partial(cite_standing, report),
    }
    targets = [target for standing in standings for target in standing.targets]
    caption, notes = (
        report.claim(
            "plan_tracker_rest",
            PlanClaim(standings=tuple(standings), relation="cannot_tell"),
            count=len(standings),
        ),
        explain_relative(report, standings),
    )
    return tabulate_rows(report, caption, standings, columns, notes, targets, is_compact=True)
