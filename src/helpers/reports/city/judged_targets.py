"""The targets of a city that can be judged, drawn; the others counted by what is missing."""

from collections.abc import Sequence

from helpers.analysis.claims.target_claims import PlanClaim
from helpers.analysis.plans.plan_standing import Reason, TargetStanding
from helpers.analysis.plans.tracked_targets import has_evidence
from helpers.pages.items import Heading, Item, Paragraph, Section
from helpers.pages.runs import Run
from helpers.reports.city.subjects.plan_text import (
    cite_standing,
    find_lack,
    name_target,
    say_reasons,
    write_target,
)
from helpers.reports.city.subjects.plan_tracker import draw_standings
from helpers.reports.city_report import CityReport

_FEW = 3
_OF_OTHER_YEARS: Sequence[Reason] = ("no_figure_since", "no_figure_at_deadline", "other_span")


def write_judged_targets(
    city: CityReport, standings: Sequence[TargetStanding], drawn: Sequence[TargetStanding]
) -> Section:
    """Write the targets of a city that can be judged, a lane each, and why the others cannot.

    Nothing is written where no target of the city or its counties is printed.
    """
    report, say = city.report, city.say
    if not standings:
        return Section([])
    items: list[Item] = [Heading(say("section_targets"))]
    if drawn:
        items.append(draw_standings(city, drawn, standings))
    open_ones = [one for one in standings if one.verdict == "cannot_tell"]
    if open_ones:
        claim = PlanClaim(standings=tuple(open_ones), relation="cannot_tell", total=len(standings))
        few = len(open_ones) <= _FEW
        parts = (
            [_name_open(city, one) for one in open_ones]
            if few
            else _count_reasons(city, open_ones, len(standings))
        )
        marks = [mark for one in open_ones for mark in _cite(city, one)] if few else []
        text = report.claim(
            "targets_open" if len(open_ones) < len(standings) else "targets_open_all",
            claim,
            count=len(open_ones),
            total=len(standings),
            parts=report.join_parts(parts),
        )
        basis = [] if few else [say("sentence_space"), say("targets_basis")]
        items.append(Paragraph([text, *marks, say("full_stop"), *basis]))
    report.carry([row for one in standings for row in one.figures])
    return Section(items)


def _cite(city: CityReport, standing: TargetStanding) -> list[Run]:
    """Return the marks of a target and of what is told of it."""
    if standing.around:
        return city.report.marks([*standing.targets, *standing.around])
    return cite_standing(city.report, standing)


def _name_open(city: CityReport, standing: TargetStanding) -> str:
    """Name a target that cannot be judged, with the reasons."""
    report, none = city.report, city.say("plan_tracker_reasons", parts="")
    return report.claim(
        "targets_named",
        PlanClaim(standings=(standing,), relation="cannot_tell"),
        name=name_target(report, standing, city.city, inside=True),
        target=write_target(report, standing),
        reasons=say_reasons(report, standing).removeprefix(none),
    )


def _count_reasons(city: CityReport, standings: Sequence[TargetStanding], total: int) -> list[str]:
    """Count why targets cannot be judged, each once, by the first reason; the most come first."""
    say = city.say
    groups: dict[str, list[TargetStanding]] = {}
    for one in standings:
        if not has_evidence(one):
            absence = find_lack(city.report, one)
            key = f"targets_{absence.relation}" if absence else "plan_tracker_none_comparable"
            reason = say(key)
        elif set(_OF_OTHER_YEARS) & set(one.reasons):
            reason = say("targets_other_years")
        else:
            known = next(name for name in one.reasons if name != "no_figure")
            reason = say(f"plan_tracker_reason_{known}", against="")
        groups.setdefault(reason, []).append(one)
    return [
        city.report.claim(
            "targets_counted",
            PlanClaim(standings=tuple(group), relation="cannot_tell", total=total),
            reason=reason,
            count=len(group),
        )
        for reason, group in sorted(groups.items(), key=lambda item: -len(item[1]))
    ]
