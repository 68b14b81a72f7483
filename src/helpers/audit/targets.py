"""Checks of targets: the path of a growth rate or of yearly additions against the level."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from helpers.audit.facts import Facts, Finding, Number, is_actual
from helpers.audit.years import (
    as_percent,
    choose_closest,
    find_factor,
    find_of_year,
    find_span,
    is_about_same,
    take_root,
)
from helpers.data.figures import Figure
from helpers.data.printed.intervals import Interval, Verdict, compare_intervals, point, round_up
from helpers.data.printed.periods import parse_period


def check_growth_target(facts: Facts) -> Iterator[Finding]:
    """Follow a plan's growth target from the base and hold its end against the level target."""
    for row in facts.related("indicator", "growth_of"):
        for growth in facts.of(row["subject"]):
            years = find_span(growth)
            if growth.basis != "target" or years is None:
                continue
            aims = [
                level
                for level in facts.of(row["object"])
                if level.basis == "target"
                and is_about_same(level, growth)
                and level.source == growth.source
                and level.period_end is not None
                and level.period_end.year == years[1]
            ]
            bases = find_of_year(facts, row["object"], growth, years[0])
            if aims and bases:
                yield _judge_path(facts, growth, aims[0], choose_closest(bases, growth), years)


def _judge_path(
    facts: Facts, growth: Figure, aim: Figure, base: Figure, years: tuple[int, int]
) -> Finding:
    length = years[1] - years[0]
    path = facts.interval(base) * find_factor(facts, growth).power(length)
    needed = take_root(_aim_of(facts.set_interval, aim) / facts.interval(base), length) - point(1)
    # What suffices for certain, to a tenth of a per cent.
    needed = needed if needed.high is None else point(round_up(needed.high, 3))
    numbers: dict[str, Number] = {
        "path": facts.quantity(path, base),
        "needed": as_percent(needed),
        "years": length,
    }
    verdict, form = _set_against(facts, path, aim)
    roles = {"growth": [growth], "base": [base], "aim": [aim]}
    return Finding("growth_target", verdict, roles, numbers, form)


def _aim_of(read: Callable[[Figure], Interval], aim: Figure) -> Interval:
    """Return the line that a target draws, whichever way it may be passed."""
    is_line = aim.value is not None and aim.qualifier != "about"
    return read(replace(aim, qualifier="exact") if is_line else aim)


def _set_against(facts: Facts, path: Interval, aim: Figure) -> tuple[Verdict, str]:
    """Return whether a path leads to its target, short of it, or past it to another line."""
    line = _aim_of(facts.interval, aim)
    if line.is_above(path):
        return "inconsistent", "short"
    if path.is_above(line):
        # Past "300 or more" is no contradiction, but there are two lines to be measured by.
        return "undecided", "past"
    if compare_intervals(path, facts.interval(replace(aim, qualifier="exact"))) != "inconsistent":
        # "About 16" leaves a path open only where it misses what 16 may have been rounded from.
        return "consistent", ""
    return compare_intervals(path, facts.interval(aim)), ""


def check_yearly_target(facts: Facts) -> Iterator[Finding]:
    """Add up what a plan wants each year and hold the sum against its level target."""
    for row in facts.related("indicator", "adds_to"):
        for yearly in facts.of(row["subject"]):
            period = parse_period(yearly.period)
            if yearly.basis != "target" or period.kind != "each":
                continue
            if period.start is None or period.end is None:
                continue
            length = period.end.year - period.start.year + 1
            own = [f for f in facts.of(row["object"]) if is_about_same(f, yearly)]
            aims = [
                f
                for f in own
                if f.basis == "target"
                and f.source == yearly.source
                and f.period_end is not None
                and f.period_end.year == period.end.year
            ]
            is_flow = facts.codebook.indicators[row["object"]]["measure"] == "flow"
            bases = find_of_year(facts, row["object"], yearly, period.start.year - 1)
            if not aims or not (bases or is_flow):
                continue
            path = facts.interval(yearly).times(length)
            roles = {"yearly": [yearly], "aim": [aims[0]]}
            if bases and not is_flow:
                path += facts.interval(choose_closest(bases, yearly))
                roles["base"] = [choose_closest(bases, yearly)]
            verdict, form = _set_against(facts, path, aims[0])
            numbers: dict[str, Number] = {"path": facts.quantity(path, aims[0]), "years": length}
            form = f"{form}_flow".lstrip("_") if is_flow else form
            yield Finding("yearly_target", verdict, roles, numbers, form)


def check_target_base(facts: Facts) -> Iterator[Finding]:
    """Find level targets that what was newly built before would meet: new ones, or all?"""
    for row in facts.related("indicator", "adds_to"):
        for built in filter(is_actual, facts.of(row["subject"])):
            own = [f for f in facts.of(row["object"]) if is_about_same(f, built)]
            if any(is_actual(f) for f in own):
                continue
            for aim in own:
                if aim.basis == "target" and aim.source == built.source:
                    line, known = _aim_of(facts.interval, aim), facts.interval(built)
                    # How many fewer than 3 are, nobody can tell.
                    is_open = built.qualifier == "under" or line.is_above(known)
                    form = "" if is_open else "met"
                    roles = {"aim": [aim], "built": [built]}
                    yield Finding("target_base", "undecided", roles, {}, form)
