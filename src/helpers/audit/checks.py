"""All checks in one list, and the run over them: what was found, what matters most first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from helpers.audit import (
    agreement,
    growth,
    kinds,
    out_of_line,
    parties,
    ratios,
    repeats,
    series,
    sums,
    targets,
)
from helpers.audit.facts import Facts, Finding
from helpers.data.figures import BELOW_PARTS, OTHER_PRINT, AnyFigure
from helpers.data.printed.intervals import Verdict

VERDICTS: Sequence[Verdict] = ("inconsistent", "undecided", "consistent")


@dataclass(frozen=True)
class Check:
    """One family of comparisons.

    Attributes:
        name: Its name; the sentences about it stand in the message catalogue under this name.
        find: Works through the rows that fit, one finding for each comparison.
        weight: How much a reader loses by missing it: 1 the most, 3 the least.
        is_local: Whether each figure it concerns is marked; not so where it concerns long lists.
        home: Subject whose section tells of it; that of its first figure when empty.
        marked: The role whose figures alone are marked; every figure when empty.
        doubt: Kind of doubt that it raises about the figures marked; empty for none.
        is_of_number: Whether a number may be wrong, not only the name or kind of what it counts.
        aids: Roles that it only works with, in one form where a form stands before a colon.
    """

    name: str
    find: Callable[[Facts], Iterator[Finding]]
    weight: int
    is_local: bool = True
    home: str = ""
    marked: str = ""
    doubt: str = ""
    is_of_number: bool = True
    aids: Sequence[str] = ()


_OF_IMPLIED_GROWTH = tuple(
    f"{form}:{role}"
    for form in ("implied", "implied_own")
    for role in ("start", "start_under", "end", "end_under", "own")
)

CHECKS: Sequence[Check] = (
    Check("parts", sums.check_parts, 1, doubt=BELOW_PARTS),
    Check("sizes", agreement.check_sizes, 1, aids=("fitted", "fitting")),
    Check("versions", agreement.check_versions, 1, doubt=OTHER_PRINT),
    Check("ratios", ratios.check_ratios, 1, aids=("fitting",)),
    Check("growth", growth.check_growth, 1, aids=_OF_IMPLIED_GROWTH),
    Check("growth_target", targets.check_growth_target, 1, home="plan_targets", aids=("base",)),
    Check("yearly_target", targets.check_yearly_target, 1, home="plan_targets", aids=("base",)),
    Check("additions", growth.check_additions, 1),
    Check("counted_twice", parties.check_counted_twice, 1),
    Check("look_alikes", kinds.check_look_alikes, 1, is_local=False, is_of_number=False),
    Check("multiple", growth.check_multiple, 2),
    Check("falls", series.check_falls, 2),
    Check("repeats", repeats.check_repeats, 2, doubt="repeated"),
    Check("out_of_line", out_of_line.check_out_of_line, 2, marked="odd", doubt="out_of_line"),
    Check("outcomes", sums.check_outcomes, 2),
    Check("classes", sums.check_classes, 2, doubt="contradicted"),
    Check("bounds", sums.check_bounds, 2, doubt="out_of_line"),
    Check("kinds", kinds.check_kinds, 2, is_of_number=False),
    Check("names", kinds.check_names, 2, is_of_number=False),
    Check("province", sums.check_province, 2, is_local=False, doubt=BELOW_PARTS),
    Check("part_years", series.check_part_years, 2, is_of_number=False),
    Check("target_base", targets.check_target_base, 2, home="plan_targets", aids=("built",)),
    Check("counties", kinds.check_counties, 2, is_local=False),
    Check("odd_ones", kinds.check_odd_ones, 2),
    Check("outliers", ratios.check_outliers, 2),
    Check("ranks", ratios.check_ranks, 3, aids=(":own", "alone:own", "span:own")),
    Check("bases", kinds.check_bases, 3, is_local=False, home="plan_targets"),
    Check("posting", agreement.check_posting, 3, is_local=False),
    Check("named", parties.check_named, 3),
    Check("listed_twice", parties.check_listed_twice, 3, home="cooperation"),
    Check("renamed", kinds.check_renamed, 3, is_of_number=False),
    Check("restated", agreement.check_restated, 3),
)


def audit(facts: Facts) -> list[Finding]:
    """Run every check on whatever rows fit; return all findings, what matters most first.

    Contradictions come before what cannot be decided, headline figures before others.
    """
    findings = {f.finding_id: f for check in CHECKS for f in check.find(facts)}
    weights = {check.name: check.weight for check in CHECKS}
    leads = {name: lead for lead, name in enumerate(facts.codebook.leading_indicators)}

    def rank(finding: Finding) -> tuple[int, int, int]:
        places = [leads.get(figure.indicator, len(leads)) for figure in finding.figures]
        return (
            VERDICTS.index(finding.verdict),
            weights[finding.check],
            min(places, default=len(leads)),
        )

    return sorted(findings.values(), key=rank)


def find_check(name: str) -> Check:
    """Return the check of a name."""
    return next(check for check in CHECKS if check.name == name)


def is_about(finding: Finding, figure: AnyFigure) -> bool:
    """Return whether the number of a figure may be wrong by a finding.

    None is by a base that is worked back, nor is what a finding about others only works with.
    """
    check = find_check(finding.check)
    if not check.is_of_number or finding.form == "base":
        return False
    aids = {role for role in finding.roles if {role, f"{finding.form}:{role}"} & {*check.aids}}
    return any(figure in rows for role, rows in finding.roles.items() if role not in aids)


def is_shown(finding: Finding) -> bool:
    """Return whether a reader must see a finding: all but the consistent ones."""
    return finding.verdict != "consistent"
