"""The standing of every target of a place: met, on track, behind, or cannot be told, and why.

Each kind of target is handled for what it is; what cannot be told is said to be so.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from helpers.analysis.plans.plan_levels import judge_level
from helpers.analysis.plans.plan_rates import (
    doubt_rate,
    judge_growth,
    judge_total,
    judge_yearly,
    list_related,
)
from helpers.analysis.plans.plan_standing import (
    VERDICTS,
    Kind,
    Reason,
    TargetStanding,
    classify,
    find_evidence,
    list_targets,
)
from helpers.analysis.plans.relative_targets import judge_relative, list_relative
from helpers.audit.facts import Finding, Quantity
from helpers.data.codebook import Codebook
from helpers.data.figures import Figure, list_figures

_SAID_BY: Mapping[str, Reason] = {
    "growth_target": "targets_differ",
    "yearly_target": "targets_differ",
    "target_base": "new_or_all",
}
_ROLES_OF_ENDS = ("start", "start_under", "end", "end_under")
_ROLES_OF_TARGETS = ("growth", "yearly", "aim")


def judge_plan(
    observations: pd.DataFrame,
    derived: pd.DataFrame,
    codebook: Codebook,
    places: Collection[str],
    findings: Sequence[Finding] = (),
    as_of: str = "",
) -> list[TargetStanding]:
    """Judge every target of a city and its counties.

    First come those that are met, on track, behind, then what cannot be told, of which those with a
    figure come first. The findings may be all: targets of one plan that do not meet count. Relative
    targets must be known by the day.
    """
    faults = [one for one in findings if one.verdict != "consistent" and _is_of_plans(one)]
    standings = []
    for targets in list_targets(observations, places):
        judge = _JUDGES[classify(targets[0], codebook)]
        standing = judge(observations, targets, codebook)
        standings.append(_add_reasons(standing, observations, codebook, faults))
    standings += [
        judge_relative(row, observations, derived, codebook)
        for row in list_relative(codebook, places, as_of)
    ]
    return sorted(
        standings,
        key=lambda one: (VERDICTS.index(one.verdict), not has_evidence(one), one.base is None),
    )


def has_evidence(standing: TargetStanding) -> bool:
    """Return whether a base or a figure is printed that a target can be measured by."""
    known = (standing.base, standing.latest, standing.stated)
    has_other = {"provisional_base", "unfit", "ceiling"} & {*standing.reasons}
    return any(found is not None for found in known) or bool(has_other)


# Each is told the observations, the figures that state the target, and the codebook.
_JUDGES: Mapping[Kind, Callable[[pd.DataFrame, Sequence[Figure], Codebook], TargetStanding]] = {
    "level": judge_level,
    "growth": judge_growth,
    "yearly": judge_yearly,
    "total": judge_total,
}


def _add_reasons(
    standing: TargetStanding,
    observations: pd.DataFrame,
    codebook: Codebook,
    faults: Sequence[Finding],
) -> TargetStanding:
    """Add what else a reader must know: what the audit found, a base that is provisional."""
    own = {target.figure_id for target in standing.targets}
    reasons: list[Reason] = list(standing.reasons)
    if reasons[:1] == ["no_figure"] and len(find_evidence(observations, standing.targets[0])):
        reasons[0] = "unfit"
    if standing.verdict == "cannot_tell" and _has_provisional_base(
        standing, observations, codebook
    ):
        reasons.append("provisional_base")
    standing = replace(standing, reasons=tuple(reasons))
    for finding in faults:
        standing = _doubt(standing, finding)
    reasons = list(standing.reasons)
    for finding in faults:
        rows = [row for role in _ROLES_OF_TARGETS for row in finding.roles.get(role, ())]
        if finding.check in _SAID_BY and any(row.figure_id in own for row in rows):
            reasons.append(_SAID_BY[finding.check])
    if "new_or_all" in reasons:
        reasons = ["new_or_all", *(name for name in reasons if name != "no_figure")]
    return replace(standing, reasons=tuple(dict.fromkeys(reasons)))


def _doubt(standing: TargetStanding, finding: Finding) -> TargetStanding:
    """Set the growth that other figures imply beside the stated rate that it was checked with."""
    implied = finding.numbers.get("actual")
    if standing.stated is None or not _is_of_growth(finding) or not isinstance(implied, Quantity):
        return standing
    is_of_rate = finding.roles["growth"][0] == standing.stated
    if not is_of_rate:
        return standing
    ends = [row for role in _ROLES_OF_ENDS for row in finding.roles[role]]
    return replace(doubt_rate(standing, implied.interval), implied_by=ends)


def _is_of_plans(finding: Finding) -> bool:
    """Return whether a finding may change how a target stands."""
    return finding.check in _SAID_BY or _is_of_growth(finding)


def _is_of_growth(finding: Finding) -> bool:
    return finding.check == "growth" and finding.form.startswith("implied")


def _has_provisional_base(
    standing: TargetStanding, observations: pd.DataFrame, codebook: Codebook
) -> bool:
    """Return whether a level newer than the base was known, but as a provisional figure only."""
    target = standing.targets[0]
    indicator = target.indicator
    levels = [indicator, *list_related(indicator, "growth_of", codebook)]
    since = standing.base.period_end if standing.base is not None else None
    about = observations["place"].eq(target.place) & observations["indicator"].isin(levels)
    return any(
        (since or date.min) < row.period_end < target.known_from
        for row in list_figures(observations[about & observations["status"].eq("P")])
        if (row.scope, row.entity) == (target.scope, target.entity) and row.period_end is not None
    )
