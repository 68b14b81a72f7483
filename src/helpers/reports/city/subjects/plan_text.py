"""A target and how it stands, in words: name, target, paces, verdict and reasons."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from helpers.analysis.claims.absence_claims import AbsenceClaim
from helpers.analysis.claims.target_claims import PlanClaim
from helpers.analysis.plans.pace import Pace, find_interval
from helpers.analysis.plans.plan_standing import TargetStanding
from helpers.analysis.plans.relative_targets import find_share
from helpers.audit.facts import Quantity
from helpers.data.figures import DerivedValue, Figure
from helpers.data.printed.intervals import Interval, round_down, round_up
from helpers.pages.runs import Run
from helpers.reports.missing_text import find_absence
from helpers.reports.quantity_text import write_quantity
from helpers.reports.report import Report, is_inferred
from helpers.words.written_numbers import write_amount

_NONE = "–"
_MOST_REASONS = 2


def name_target(
    report: Report, standing: TargetStanding, home: str, *, inside: bool = False
) -> str:
    """Name what a target aims at, and its place unless it is the home of the report."""
    if standing.targets:
        return report.subject_of_figure(standing.targets[0], home, inside=inside)
    row = standing.relative or {}
    share = find_share(row["indicator"], report.codebook) if row["aspect"] == "share" else ""
    name = report.indicator(share or row["indicator"], inside=inside)
    if row["aspect"] == "growth":
        return report.say("plan_tracker_name_growth", name=name)
    return name


def write_target(report: Report, standing: TargetStanding) -> str:
    """Write a target with its period; a relative one names the place it looks to."""
    say = report.say
    if standing.targets:
        target = standing.targets[0]
        figure = report.write(target)
        return say("plan_tracker_target_of", figure=figure, period=report.show_period(target))
    row = standing.relative or {}
    place = report.place(row["reference_place"])
    text = say(f"plan_tracker_relation_{row['relation']}", place=place)
    period = say("period_inferred", period=report.language.period(row["period"]))
    return say("plan_tracker_target_of", figure=text, period=period)


def say_verdict(report: Report, standing: TargetStanding) -> str:
    """Return the verdict with the date that shows it: of a target that is met, the first.

    What is rounded may lie short of the line: such a target is met by the rounded figure.
    """
    say = report.say
    if standing.verdict == "met" and standing.reached is not None:
        return report.claim(
            f"plan_tracker_verdict_met_{'in' if 'rounding' in standing.reasons else 'by'}",
            PlanClaim(standings=(standing,), relation="met"),
            period=report.period(standing.reached),
        )
    shown = standing.stated or standing.latest
    if standing.verdict not in ("on_track", "behind") or shown is None:
        return say(f"plan_tracker_verdict_{standing.verdict}")
    when = report.language.period(shown.period.rpartition("/")[2])
    if is_inferred(shown):
        when = say("period_inferred", period=when)
    claim = PlanClaim(standings=(standing,), relation=standing.verdict)
    return report.claim(f"plan_tracker_verdict_{standing.verdict}_in", claim, period=when)


def say_reasons(report: Report, standing: TargetStanding) -> str:
    """Return the reasons and limits of a verdict; empty where there are none."""
    say = report.say
    interval = _say_reference(report, standing)
    parts = [
        write(report, standing)
        if (write := _WRITERS.get(reason))
        else say(f"plan_tracker_reason_{reason}", against=interval)
        for reason in standing.reasons[:_MOST_REASONS]
    ]
    if not parts:
        return ""
    return say("plan_tracker_reasons", parts=report.join_parts(parts))


def _say_none(report: Report, standing: TargetStanding) -> str:
    """Return that there is no figure, or none that is settled, since the base if there is one."""
    end = standing.base.period_end if isinstance(standing.base, Figure) else None
    since = f"{end.year}" if end is not None else ""
    absence = find_lack(report, standing, since=since)
    if absence is None:
        return report.say("plan_tracker_none_comparable")
    year = report.language.period(since) if since else ""
    key = f"plan_tracker_{absence.relation}{'_since' if since else ''}"
    return report.claim(key, absence, year=year)


def _say_none_due(report: Report, standing: TargetStanding) -> str:
    """Return that there is no actual, or no settled figure for the deadline."""
    due = standing.targets[0].period_end if standing.targets else None
    absence = find_lack(report, standing, period=f"{due.year}") if due else None
    if absence is None:
        return report.say("plan_tracker_none_comparable")
    period = report.language.period(absence.period)
    return report.claim(f"plan_tracker_{absence.relation}_for", absence, period=period)


def _say_around(report: Report, standing: TargetStanding) -> str:
    """Return that there is no figure for the deadline, and of when those on each side of it are."""
    due = standing.targets[0].period_end or date.max
    years = [
        report.say(
            f"plan_tracker_{'after' if (one.period_end or due) > due else 'before'}",
            period=report.show_period(one),
        )
        for one in standing.around
    ]
    listed = report.say("statement_comma").join(years)
    return report.say("plan_tracker_around", text=_say_none_due(report, standing), years=listed)


def find_lack(report: Report, standing: TargetStanding, **when: str) -> AbsenceClaim | None:
    """Return the claim that a target has no actual figure, or none that is settled, if it holds."""
    targets = standing.targets
    found = [find_absence(report, one.indicator, one.place, **when) for one in targets[:1]]
    return next(iter(found), None)


_WRITERS: Mapping[str, Callable[[Report, TargetStanding], str]] = {
    "no_figure": _say_none,
    "no_figure_since": _say_none,
    "no_figure_at_deadline": _say_around,
}


def _say_reference(report: Report, standing: TargetStanding) -> str:
    """Return what the rounding of a figure leaves open in a comparison with another."""
    if standing.reference is None or standing.latest is None:
        return ""
    own = find_interval(standing.latest, report.codebook)
    return report.say(
        "plan_tracker_against",
        interval=_say_interval(report, own, standing.latest.unit, 2),
        figure=report.write(standing.reference),
    )


def write_base(report: Report, standing: TargetStanding) -> str:
    """Write the base with its period, or that none is known."""
    return _write_with_period(report, standing.base)


def write_latest(report: Report, standing: TargetStanding) -> str:
    """Write the latest figure with its period; one that is the base still is not repeated."""
    if standing.base is not None and standing.base == standing.latest:
        return _NONE
    return _write_with_period(report, standing.latest)


def say_latest(report: Report, standing: TargetStanding) -> str:
    """Return the label of a lane: the latest figure, or that there is none."""
    say = report.say
    if standing.way is None:
        known = standing.base is not None and "no_figure_since" in standing.reasons
        if known and standing.base is not None:
            return _say_none(report, standing)
        if "no_figure_at_deadline" in standing.reasons:
            return _say_none_due(report, standing)
        if "no_average" in standing.reasons:
            return say("plan_tracker_no_average")
        if standing.kind != "relative" or standing.latest is None:
            return _say_none(report, standing)
    if standing.stated is not None:
        if standing.implied is None:
            return _write_with_period(report, standing.stated)
        # The lane is drawn by what other figures imply, not by the rate that is doubted.
        return say("plan_tracker_rate_implied", figure=_say_implied(report, standing.implied))
    if standing.kind == "growth":
        return say_pace_so_far(report, standing)
    return _write_with_period(report, standing.latest)


def _write_with_period(report: Report, figure: Figure | None) -> str:
    if figure is None:
        return _NONE
    text, period = report.write(figure), report.show_period(figure)
    return report.say("point_label", figure=text, period=period)


def say_required(report: Report, standing: TargetStanding) -> str:
    """Return the pace needed from the latest figure to reach the target in time."""
    if standing.kind in ("growth", "yearly"):
        return report.write(standing.targets[0])
    if (pace := standing.required) is None:
        return _NONE
    growth, added = (ends and _suffice(ends) for ends in (pace.growth, pace.added))
    return _say_pace(report, replace(pace, growth=growth, added=added), standing)


def say_pace_so_far(report: Report, standing: TargetStanding) -> str:
    """Return the pace so far: the printed rate, or the one between two levels."""
    if standing.stated is not None and standing.kind == "growth":
        text = report.write(standing.stated)
        if standing.implied is None:
            return text
        implied = _say_implied(report, standing.implied)
        return report.say("plan_tracker_pace_implied", stated=text, implied=implied)
    return _NONE if standing.so_far is None else _say_pace(report, standing.so_far, standing)


def _say_implied(report: Report, interval: Interval) -> str:
    """Write a rate that other figures imply as the finding does that tells of it."""
    return write_quantity(report, Quantity(interval, "%"))


def _suffice(ends: Interval) -> Interval:
    return ends.change_ends(round_down if ends.high is None else round_up)


def _say_pace(report: Report, pace: Pace, standing: TargetStanding) -> str:
    """Return a pace as a rate, and as a number a year where things are counted."""
    growth = added = ""
    if pace.growth is not None:
        growth = _say_interval(report, pace.growth, "%")
    if pace.added is not None:
        added = _say_interval(report, pace.added, standing.targets[0].unit)
    if growth and added:
        return report.say("plan_tracker_pace_both", growth=growth, added=added)
    return growth or added


def _say_interval(report: Report, interval: Interval, unit: str, decimals: int = 1) -> str:
    """Write an interval that was worked out, as one number where rounding leaves it one."""
    row = report.codebook.units[unit]
    ends = [end for end in (interval.low, interval.high) if end is not None]
    if unit != "%" and all(end == end.to_integral_value() for end in ends):
        decimals = 0
    texts = [write_amount(float(end), row, report.language, decimals) for end in ends]
    texts = list(dict.fromkeys(texts))
    if interval.high is None:
        return report.say("qualifier_at_least", figure=texts[0])
    if len(texts) == 1:
        return texts[0]
    return report.say("plan_tracker_span", low=f"{ends[0]:.{decimals}f}", high=texts[1])


def describe_standing(report: Report, standing: TargetStanding, home: str) -> str:
    """Describe a lane in words: name, target, latest figure and verdict."""
    return report.claim(
        "plan_tracker_alt_part",
        PlanClaim(standings=(standing,), relation=standing.verdict),
        name=name_target(report, standing, home),
        target=write_target(report, standing),
        latest=say_latest(report, standing),
        verdict=say_verdict(report, standing),
    )


def explain_relative(report: Report, standings: Sequence[TargetStanding]) -> list[str]:
    """Return the line under a table that leads to the relative targets, which have no number."""
    rows = [standing.relative for standing in standings if standing.relative is not None]
    say = report.say
    parts = [
        say(
            "plan_tracker_relative_printed",
            relation=say(
                f"plan_tracker_relation_{row['relation']}",
                place=report.place(row["reference_place"]),
            ),
            source=report.source(row["source"]),
            locator=report.locator(row["locator"]),
            note=report.language.name(row, "note").rstrip(".。"),
        )
        for row in rows
    ]
    if not parts:
        return []
    return [say("plan_tracker_note_relative", parts=report.join_parts(parts))]


def cite_standing(report: Report, standing: TargetStanding) -> list[Run]:
    """Return the marks of a target and of the figures behind its verdict, and where it stands."""
    if standing.relative is not None and not standing.figures:
        return [report.locator(standing.relative["locator"])]
    if standing.stated is not None and not isinstance(standing.stated, DerivedValue):
        rest = [figure for figure in standing.figures if figure is not standing.stated]
        return [*report.marks(rest), *report.marks_of(standing.stated)]
    return report.marks(standing.figures)
