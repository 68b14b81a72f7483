"""Checks of figures for one and the same thing: revisions, rivals, restatements, two sizes."""

import itertools
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from helpers.audit.facts import Facts, Finding, group_by, is_actual
from helpers.audit.years import is_about_same
from helpers.data.figures import Figure, is_later
from helpers.data.printed.intervals import Verdict, compare_intervals

_ONE_THING = ("place", "indicator", "scope", "entity", "period")

# Of less than three digits a print is too coarse to tell whether it changed.
_FEW = 100


def check_versions(facts: Facts) -> Iterator[Finding]:
    """Compare the figures that different documents print for one thing."""
    replaced = {(row["subject"], row["object"]) for row in facts.related("figure", "supersedes")}
    stated = [f for f in facts.figures if f.basis in ("actual", "estimate")]
    for group in group_by(stated, *_ONE_THING).values():
        ordered = sorted(group, key=lambda f: (f.known_from, f.figure_id))
        for earlier, later in itertools.pairwise(ordered):
            if earlier.as_printed == later.as_printed and earlier.source == later.source:
                continue
            verdict: Verdict = compare_intervals(facts.interval(earlier), facts.interval(later))
            form = _name_form(earlier, later, replaced)
            if form == "estimate" and verdict == "consistent":
                # 1% may have been 1.14% all along: printed to whole percents, it does not tell.
                finer = later.rounding_unit < earlier.rounding_unit
                coarse = earlier.rounding_unit * _FEW > abs(earlier.value or Decimal())
                is_open = finer and coarse and later.value != earlier.value
                verdict = "undecided" if is_open else verdict
            if form in ("", "revised") and verdict == "inconsistent":
                form = form or _find_other_basis(earlier, later)
                verdict = "undecided" if form else verdict
            gap = facts.interval(later) - facts.interval(earlier)
            numbers = {"difference": facts.difference(gap, later)}
            roles = {"earlier": [earlier], "later": [later]}
            yield Finding("versions", verdict, roles, numbers, form)


def _name_form(earlier: Figure, later: Figure, replaced: set[tuple[str, str]]) -> str:
    pair = later.figure_id, earlier.figure_id
    if earlier.source == later.source:
        return "twice"
    if not earlier.is_settled:
        return "estimate"
    if pair in replaced or (is_later(earlier, later) and earlier.series == later.series != ""):
        return "revised"
    return ""


def _find_other_basis(earlier: Figure, later: Figure) -> str:
    """Return why two prints may both be true: a revision between them, or a year not printed."""
    if earlier.revision != later.revision:
        return "rebased"
    is_dated = {earlier.period_basis, later.period_basis} == {"printed"}
    return "" if is_dated else "undated"


def check_restated(facts: Facts) -> Iterator[Finding]:
    """Compare a statement with its repetition elsewhere in the document."""
    for row in facts.related("figure", "same_as"):
        one, other = facts.find(row["object"]), facts.find(row["subject"])
        if one is None or other is None:
            continue
        verdict: Verdict = compare_intervals(facts.interval(one), facts.interval(other))
        if one.qualifier == other.qualifier == "range":
            # Two ranges that overlap are still two different aims.
            same = facts.interval(one) == facts.interval(other)
            verdict = "consistent" if same else "inconsistent"
        yield Finding("restated", verdict, {"first": [one], "again": [other]})


def check_sizes(facts: Facts) -> Iterator[Finding]:
    """Find one thing that one document prints under two sizes.

    A size in words such as 千亿级 does not say what it measures, so that two may both be true.
    """
    unnamed = {row["subject"] for row in facts.related("indicator", "magnitude_of")}
    restated = {
        frozenset((row["subject"], row["object"])) for row in facts.related("figure", "same_as")
    }
    known = [f for f in facts.figures if f.entity]
    columns = ("source", "place", "indicator", "entity", "period", "basis")
    for group in group_by(known, *columns).values():
        for one, other in itertools.combinations(group, 2):
            if frozenset((one.figure_id, other.figure_id)) in restated:
                continue
            if one.as_printed == other.as_printed or one.scope != other.scope:
                continue
            verdict: Verdict = compare_intervals(facts.interval(one), facts.interval(other))
            roles = {"sizes": [one, other]}
            if verdict == "inconsistent" and one.indicator in unnamed:
                fitting = _find_amounts_of_size(facts, one, other)
                roles |= {"fitted": fitting[:1], "fitting": fitting[1:]} if fitting else {}
                form = "fits" if fitting else "unnamed"
                yield Finding("sizes", "undecided", roles, {}, form)
            else:
                yield Finding("sizes", verdict, roles)
    for row in facts.related("indicator", "magnitude_of"):
        for size, amount in itertools.product(facts.of(row["subject"]), facts.of(row["object"])):
            if size.entity and size.entity == amount.entity:
                verdict = compare_intervals(facts.interval(size), facts.interval(amount))
                verdict = "undecided" if verdict == "inconsistent" else verdict
                yield Finding("sizes", verdict, {"sizes": [size, amount]}, {}, "unnamed")


def _find_amounts_of_size(facts: Facts, *sizes: Figure) -> list[Figure]:
    """Return one of two sizes and an amount of the same thing that fits it and not the other."""
    for amount in facts.figures:
        same = (amount.source, amount.entity, amount.unit)
        if same != (sizes[0].source, sizes[0].entity, sizes[0].unit):
            continue
        fits = [
            size
            for size in sizes
            if size.indicator != amount.indicator
            and compare_intervals(facts.interval(size), facts.interval(amount)) == "consistent"
        ]
        if len(fits) == 1:
            return [fits[0], amount]
    return []


def check_posting(facts: Facts) -> Iterator[Finding]:
    """Find documents posted long after they were written, when newer figures were known."""
    by_source = group_by([f for f in facts.figures if is_actual(f)], "source")
    for name, row in facts.codebook.sources.items():
        if not row["posted"] or (name,) not in by_source:
            continue
        posted, written = (date.fromisoformat(row[name]) for name in ("posted", "written_latest"))
        if (posted - written).days <= 365:
            continue
        overtaken: list[Figure] = []
        newer: list[Figure] = []
        for old in by_source[(name,)]:
            fresh = [
                f
                for f in facts.of(old.indicator)
                if is_actual(f)
                and is_about_same(f, old)
                and f.ends_after(old.period_end)
                and f.source != name
                and f.known_from < posted
            ]
            if fresh:
                overtaken.append(old)
                newer.append(fresh[-1])
        if overtaken:
            roles = {"old": overtaken, "newer": newer}
            numbers = {"source": name, "posted": row["posted"], "written": row["written_latest"]}
            yield Finding("posting", "undecided", roles, numbers)
